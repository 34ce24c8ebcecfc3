//! A circuit laid out for an archive of patients: only what is asked of it, 256 patients a run.

use pulp::{Arch, NullaryFnOnce};

use super::circuit::{Circuit, Gate, Wire};

/// Patients in one run of a [`Tape`].
pub const BLOCK: usize = 256;

/// What a wire carries for a whole block: bit `n % 64` of word `n / 64` belongs to patient `n`.
pub type Word = [u64; BLOCK / 64];

/// The part of a circuit on which some wires depend, as a list of steps over a few places that are used again and again.
///
/// It computes what [`Circuit::run`] does. A run of the circuit keeps every gate's value, which for a block of this width
/// is more than the nearest cache holds; here a value's place is free as soon as nobody needs it any more.
#[derive(Debug)]
pub struct Tape {
    inputs: usize,
    steps: Vec<Step>,
    outputs: Vec<Tap>,
    places: usize,
}

/// Both of two places; an `Xor` is three of them, so that a run has no branches.
#[derive(Clone, Copy, Debug)]
struct Step {
    a: Tap,
    b: Tap,
    out: u32,
}

/// What a value is compared with for itself, and for its inverse: read, which is cheaper than made.
const FLIPS: [Word; 2] = [[0; BLOCK / 64], [u64::MAX; BLOCK / 64]];

/// A place, shifted left by one, and whether its inverse is meant.
#[derive(Clone, Copy, Debug)]
struct Tap(u32);

impl Tap {
    fn new(place: usize, inverted: bool) -> Tap {
        Tap((place as u32) << 1 | u32::from(inverted))
    }

    fn inverse(self) -> Tap {
        Tap(self.0 ^ 1)
    }

    fn place(self) -> usize {
        (self.0 >> 1) as usize
    }

    #[inline(always)]
    fn read(self, places: &[Word]) -> Word {
        let (value, flip) = (&places[self.place()], &FLIPS[(self.0 & 1) as usize]);
        std::array::from_fn(|word| value[word] ^ flip[word])
    }
}

/// The values of a block of patients on their way through a [`Tape`].
#[derive(Clone, Debug)]
pub struct Board {
    places: Vec<Word>,
}

impl Board {
    /// The inputs, in the circuit's order. A run uses them up: before the next one all of them are to be given.
    pub fn inputs(&mut self, tape: &Tape) -> &mut [Word] {
        &mut self.places[1..=tape.inputs]
    }
}

impl Tape {
    /// Lays out what these wires depend on. [`Tape::output`] has them in this order.
    pub fn of(circuit: &Circuit, outputs: &[Wire]) -> Tape {
        let first_gate = 1 + circuit.inputs();
        let needed = needed(circuit, outputs);
        // Up to which gate each node is read; outputs are never given up.
        let mut last = vec![0; first_gate + circuit.gates()];
        for &node in &needed {
            for operand in circuit.gate(node).into_iter().flat_map(Gate::operands) {
                last[operand.node()] = node;
            }
        }
        for output in outputs {
            last[output.node()] = usize::MAX;
        }

        let mut layout = Layout { steps: Vec::with_capacity(needed.len()), free: Vec::new(), places: first_gate };
        // Where each node's value stands, and whether it stands there inverted.
        let mut taps: Vec<Tap> = (0..first_gate + circuit.gates()).map(|node| Tap::new(node, false)).collect();
        for &node in &needed {
            let Some(gate) = circuit.gate(node) else { continue };
            let operands = gate.operands();
            let [a, b] = operands.map(|wire| {
                let tap = taps[wire.node()];
                if wire.is_inverted() { tap.inverse() } else { tap }
            });
            taps[node] = match gate {
                Gate::And(..) => layout.both(a, b),
                Gate::Xor(..) => {
                    let [left, right] = [layout.both(a, b.inverse()), layout.both(a.inverse(), b)];
                    let neither = layout.both(left.inverse(), right.inverse());
                    layout.free.extend([left.place(), right.place()]);
                    neither.inverse()
                }
            };
            // Never the constant, whose place is filled once for all.
            let mut done: Vec<usize> = operands.map(Wire::node).to_vec();
            done.dedup();
            layout.free.extend(done.into_iter().filter(|&at| at > 0 && last[at] == node).map(|at| taps[at].place()));
        }
        let outputs = outputs.iter().map(|wire| {
            let tap = taps[wire.node()];
            if wire.is_inverted() { tap.inverse() } else { tap }
        });
        let outputs = outputs.collect();
        Tape { inputs: circuit.inputs(), steps: layout.steps, outputs, places: layout.places }
    }

    /// The steps of a run: what it costs.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// The places that a run uses, the inputs among them.
    pub fn places(&self) -> usize {
        self.places
    }

    /// A board for this tape, on which every input is false.
    pub fn board(&self) -> Board {
        Board { places: vec![Word::default(); self.places] }
    }

    /// Computes the outputs from the inputs on a board of this tape.
    ///
    /// # Panics
    ///
    /// If the board is another tape's, and smaller.
    pub fn run(&self, board: &mut Board) {
        // Compiled for each set of wide instructions; which one this processor has is found out once.
        Arch::new().dispatch(Run { steps: &self.steps, places: &mut board.places });
    }

    /// What an output carries after a run; `n` counts the wires that the tape was made for.
    pub fn output(&self, board: &Board, n: usize) -> Word {
        self.outputs[n].read(&board.places)
    }
}

/// One run.
struct Run<'r> {
    steps: &'r [Step],
    places: &'r mut [Word],
}

impl NullaryFnOnce for Run<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Run { steps, places } = self;
        for step in steps {
            let (a, b) = (step.a.read(places), step.b.read(places));
            places[step.out as usize] = std::array::from_fn(|word| a[word] & b[word]);
        }
    }
}

/// The gates and inputs that some wires depend on, ascending.
fn needed(circuit: &Circuit, wires: &[Wire]) -> Vec<usize> {
    let mut marked = vec![false; 1 + circuit.inputs() + circuit.gates()];
    let mut todo: Vec<usize> = wires.iter().map(|wire| wire.node()).collect();
    while let Some(node) = todo.pop() {
        if !std::mem::replace(&mut marked[node], true) {
            todo.extend(circuit.gate(node).into_iter().flat_map(Gate::operands).map(Wire::node));
        }
    }
    (0..marked.len()).filter(|&node| marked[node]).collect()
}

struct Layout {
    steps: Vec<Step>,
    /// Places whose values nobody needs any more.
    free: Vec<usize>,
    places: usize,
}

impl Layout {
    fn both(&mut self, a: Tap, b: Tap) -> Tap {
        let out = self.free.pop().unwrap_or_else(|| {
            self.places += 1;
            self.places - 1
        });
        self.steps.push(Step { a, b, out: out as u32 });
        Tap::new(out, false)
    }
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Tape};
    use crate::logic::{Builder, Lanes, Wire};
    use fastrand::Rng;

    #[test]
    fn a_tape_computes_what_the_circuit_does_whatever_is_asked_of_it() {
        let mut rng = Rng::with_seed(7);
        for _ in 0..200 {
            let count = rng.usize(1..9);
            let mut builder = Builder::new(count);
            let mut wires = vec![Wire::FALSE, Wire::TRUE];
            wires.extend((0..count).map(|input| builder.input(input)));
            for _ in 0..rng.usize(0..120) {
                let mut one = || {
                    let wire = wires[rng.usize(..wires.len())];
                    if rng.bool() { !wire } else { wire }
                };
                let (a, b) = (one(), one());
                let wire = if rng.bool() { builder.and(a, b) } else { builder.xor(a, b) };
                wires.push(wire);
            }
            let asked: Vec<Wire> = (0..rng.usize(1..20)).map(|_| wires[rng.usize(..wires.len())]).collect();
            let circuit = builder.finish();
            let tape = Tape::of(&circuit, &asked);
            let mut board = tape.board();
            // Twice over one board: the second block must not see the first.
            for _ in 0..2 {
                for word in board.inputs(&tape).iter_mut().flatten() {
                    *word = rng.u64(..);
                }
                let given = board.inputs(&tape).to_vec();
                tape.run(&mut board);
                for part in 0..BLOCK / 64 {
                    let inputs: Vec<u64> = given.iter().map(|word| word[part]).collect();
                    let mut values = circuit.run(Lanes, &inputs);
                    for (n, &wire) in asked.iter().enumerate() {
                        assert_eq!(tape.output(&board, n)[part], values.get(wire));
                    }
                }
            }
        }
    }
}
