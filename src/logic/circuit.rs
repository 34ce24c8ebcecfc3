//! Gates, hashed and folded as they are made, and the run over an algebra.

use std::collections::BTreeSet;
use std::hash::BuildHasher as _;
use std::ops::Not;

use hashbrown::hash_table::Entry;
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use super::{Algebra, Lanes, One};

/// The output of a node, as it is or inverted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wire(u32);

impl Wire {
    /// Never.
    pub const FALSE: Wire = Wire(0);
    /// Always.
    pub const TRUE: Wire = Wire(1);

    /// The output of a node as it is.
    pub fn of(node: usize) -> Wire {
        Wire((node as u32) << 1)
    }

    /// The node that it comes from: 0 for the constants, then the inputs, then the gates.
    pub fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it carries the inverse of what its node does.
    pub fn is_inverted(self) -> bool {
        self.0 & 1 == 1
    }

    /// Flips the wire where `flip` holds.
    fn inverted_if(self, flip: bool) -> Wire {
        Wire(self.0 ^ u32::from(flip))
    }
}

impl Not for Wire {
    type Output = Wire;

    fn not(self) -> Wire {
        self.inverted_if(true)
    }
}

/// A gate over two earlier wires; `Xor` gates have no inverted operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gate {
    /// Both.
    And(Wire, Wire),
    /// Exactly one of the two.
    Xor(Wire, Wire),
}

impl Gate {
    /// Its two operands.
    pub fn operands(self) -> [Wire; 2] {
        match self {
            Gate::And(a, b) | Gate::Xor(a, b) => [a, b],
        }
    }
}

/// A circuit without circles: every gate speaks of earlier nodes only.
///
/// Node 0 is false, then come the inputs, then the gates.
#[derive(Clone, Debug)]
pub struct Circuit {
    inputs: usize,
    gates: Vec<Gate>,
}

impl Circuit {
    /// The number of inputs that [`Circuit::run`] takes.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The number of gates: what one run costs.
    pub fn gates(&self) -> usize {
        self.gates.len()
    }

    /// The gate of a node; `None` for the constants and the inputs.
    pub fn gate(&self, node: usize) -> Option<Gate> {
        self.gates.get(node.checked_sub(1 + self.inputs)?).copied()
    }

    /// Computes every wire from the inputs, in their order.
    ///
    /// # Panics
    ///
    /// If `inputs` does not hold exactly [`Circuit::inputs`] bits.
    pub fn run<A: Algebra>(&self, algebra: A, inputs: &[A::Bit]) -> Values<A> {
        let nodes = Vec::with_capacity(1 + inputs.len() + self.gates.len());
        let mut values = Values { algebra, nodes };
        self.run_again(inputs, &mut values);
        values
    }

    /// Computes every wire once more, in the place of an earlier run.
    ///
    /// # Panics
    ///
    /// If `inputs` does not hold exactly [`Circuit::inputs`] bits.
    pub fn run_again<A: Algebra>(&self, inputs: &[A::Bit], values: &mut Values<A>) {
        assert_eq!(inputs.len(), self.inputs, "one bit for each input");
        values.nodes.clear();
        values.nodes.push(values.algebra.constant(false));
        values.nodes.extend_from_slice(inputs);
        for gate in &self.gates {
            let value = match *gate {
                Gate::And(a, b) => {
                    let (a, b) = (values.get(a), values.get(b));
                    values.algebra.and(a, b)
                }
                Gate::Xor(a, b) => {
                    let (a, b) = (values.get(a), values.get(b));
                    values.algebra.xor(a, b)
                }
            };
            values.nodes.push(value);
        }
    }
}

/// What every wire of a circuit carries after a run.
#[derive(Clone, Debug)]
pub struct Values<A: Algebra> {
    algebra: A,
    nodes: Vec<A::Bit>,
}

impl<A: Algebra> Values<A> {
    /// What this wire carries.
    pub fn get(&mut self, wire: Wire) -> A::Bit {
        let value = self.nodes[wire.node()];
        if wire.is_inverted() { self.algebra.not(value) } else { value }
    }
}

impl Values<Lanes> {
    /// What a wire carries in one lane.
    pub fn holds(&self, wire: Wire, lane: u32) -> bool {
        (self.nodes[wire.node()] >> lane & 1 == 1) != wire.is_inverted()
    }
}

/// A run that computes only what it is asked for, over any algebra: what nobody asks of is never built.
#[derive(Debug)]
pub struct Demand<'c, A: Algebra> {
    circuit: &'c Circuit,
    /// The algebra, with whatever it wrote down.
    pub algebra: A,
    nodes: Vec<Option<A::Bit>>,
}

impl<'c, A: Algebra> Demand<'c, A> {
    /// A run in which nothing is computed yet.
    pub fn new(circuit: &'c Circuit, algebra: A) -> Self {
        let nodes = vec![None; 1 + circuit.inputs + circuit.gates.len()];
        Demand { circuit, algebra, nodes }
    }

    /// What this wire carries; `input` says what an input carries, once for each that the wire depends on.
    pub fn get(&mut self, wire: Wire, mut input: impl FnMut(&mut A, usize) -> A::Bit) -> A::Bit {
        let mut todo = vec![wire.node()];
        while let Some(&node) = todo.last() {
            if self.nodes[node].is_some() {
                todo.pop();
                continue;
            }
            let Some(gate) = self.circuit.gate(node) else {
                self.nodes[node] = Some(match node.checked_sub(1) {
                    Some(index) => input(&mut self.algebra, index),
                    None => self.algebra.constant(false),
                });
                continue;
            };
            let [a, b] = gate.operands();
            let (Some(left), Some(right)) = (self.known(a), self.known(b)) else {
                todo.extend([a, b].into_iter().map(Wire::node).filter(|&below| self.nodes[below].is_none()));
                continue;
            };
            self.nodes[node] = Some(match gate {
                Gate::And(..) => self.algebra.and(left, right),
                Gate::Xor(..) => self.algebra.xor(left, right),
            });
        }
        match self.known(wire) {
            Some(value) => value,
            None => self.algebra.constant(false),
        }
    }

    fn known(&mut self, wire: Wire) -> Option<A::Bit> {
        let value = self.nodes[wire.node()]?;
        Some(if wire.is_inverted() { self.algebra.not(value) } else { value })
    }
}

/// A circuit that was copied into a [`Builder`]: where its wires are there.
#[derive(Clone, Debug)]
pub struct Copied {
    nodes: Vec<Wire>,
}

impl Copied {
    /// A circuit of which everything is known: every wire is a constant.
    pub fn known(values: &mut Values<One>) -> Copied {
        let constant = |&on: &bool| if on { Wire::TRUE } else { Wire::FALSE };
        Copied { nodes: values.nodes.iter().map(constant).collect() }
    }

    /// The wire of the copy.
    pub fn get(&self, wire: Wire) -> Wire {
        self.nodes[wire.node()].inverted_if(wire.is_inverted())
    }
}

/// A copy that differs from another one in what depends on some inputs.
#[derive(Debug)]
pub struct Changed<'b> {
    before: &'b Copied,
    nodes: HashMap<u32, Wire>,
}

impl Changed<'_> {
    /// The nodes that carry something else than in the copy before, in no particular order.
    pub fn nodes(&self) -> impl Iterator<Item = usize> {
        self.nodes.keys().map(|&node| node as usize)
    }

    /// The wire of this copy.
    pub fn get(&self, wire: Wire) -> Wire {
        match self.nodes.get(&(wire.node() as u32)) {
            Some(own) => own.inverted_if(wire.is_inverted()),
            None => self.before.get(wire),
        }
    }
}

/// For each node of a circuit, the gates that use it.
#[derive(Debug)]
pub struct Users {
    starts: Vec<u32>,
    gates: Vec<u32>,
}

impl Users {
    /// Finds them.
    pub fn of_all(circuit: &Circuit) -> Users {
        let first = 1 + circuit.inputs;
        let mut starts = vec![0u32; first + circuit.gates.len() + 1];
        for gate in &circuit.gates {
            for operand in gate.operands() {
                starts[operand.node() + 1] += 1;
            }
        }
        for node in 1..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut next = starts.clone();
        let mut gates = vec![0; 2 * circuit.gates.len()];
        for (i, gate) in circuit.gates.iter().enumerate() {
            for operand in gate.operands() {
                let place = &mut next[operand.node()];
                gates[*place as usize] = (first + i) as u32;
                *place += 1;
            }
        }
        Users { starts, gates }
    }

    /// The gates that use a node, ascending.
    pub fn of(&self, node: usize) -> impl Iterator<Item = u32> {
        self.gates[self.starts[node] as usize..self.starts[node + 1] as usize].iter().copied()
    }
}

/// Gates themselves: a circuit that is run over a builder is copied into it, simplified by what is known of its inputs.
impl Algebra for &mut Builder {
    type Bit = Wire;

    fn constant(&mut self, value: bool) -> Wire {
        if value { Wire::TRUE } else { Wire::FALSE }
    }

    fn not(&mut self, a: Wire) -> Wire {
        !a
    }

    fn and(&mut self, a: Wire, b: Wire) -> Wire {
        Builder::and(self, a, b)
    }

    fn xor(&mut self, a: Wire, b: Wire) -> Wire {
        Builder::xor(self, a, b)
    }
}

/// Makes a [`Circuit`], gate by gate.
#[derive(Debug)]
pub struct Builder {
    circuit: Circuit,
    /// The positions of the gates, found by the gates themselves: a start grows this table, and has it in memory.
    made: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Builder {
    /// A circuit with so many inputs and no gates yet.
    pub fn new(inputs: usize) -> Builder {
        let circuit = Circuit { inputs, gates: Vec::new() };
        Builder { circuit, made: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }

    /// The wire of an input, counted from 0.
    pub fn input(&self, index: usize) -> Wire {
        debug_assert!(index < self.circuit.inputs);
        Wire((index as u32 + 1) << 1)
    }

    /// Both.
    pub fn and(&mut self, a: Wire, b: Wire) -> Wire {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        if a == Wire::FALSE || a == !b {
            Wire::FALSE
        } else if a == Wire::TRUE || a == b {
            b
        } else {
            self.gate(Gate::And(a, b))
        }
    }

    /// At least one of the two.
    pub fn or(&mut self, a: Wire, b: Wire) -> Wire {
        !self.and(!a, !b)
    }

    /// Exactly one of the two.
    pub fn xor(&mut self, a: Wire, b: Wire) -> Wire {
        let flip = a.is_inverted() ^ b.is_inverted();
        let (a, b) = (a.inverted_if(a.is_inverted()), b.inverted_if(b.is_inverted()));
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        let wire = if a == b {
            Wire::FALSE
        } else if a == Wire::FALSE {
            b
        } else {
            self.gate(Gate::Xor(a, b))
        };
        wire.inverted_if(flip)
    }

    /// All of them; true of none.
    pub fn all(&mut self, wires: impl IntoIterator<Item = Wire>) -> Wire {
        self.tree(wires, Wire::TRUE, Builder::and)
    }

    /// At least one of them; false of none.
    pub fn any(&mut self, wires: impl IntoIterator<Item = Wire>) -> Wire {
        self.tree(wires, Wire::FALSE, Builder::or)
    }

    /// In pairs, so that no wire lies deeper than it must and a change touches few gates.
    fn tree(
        &mut self,
        wires: impl IntoIterator<Item = Wire>,
        none: Wire,
        gate: fn(&mut Builder, Wire, Wire) -> Wire,
    ) -> Wire {
        let mut wires: Vec<Wire> = wires.into_iter().collect();
        while wires.len() > 1 {
            let pairs = wires.chunks(2).map(|pair| match *pair {
                [a, b] => gate(self, a, b),
                _ => pair[0],
            });
            wires = pairs.collect();
        }
        wires.first().copied().unwrap_or(none)
    }

    /// Copies a circuit, with these wires for its inputs: simplified by what they make known.
    ///
    /// # Panics
    ///
    /// If `inputs` does not hold one wire for each input of the circuit.
    pub fn copy(&mut self, circuit: &Circuit, inputs: &[Wire]) -> Copied {
        Copied { nodes: circuit.run(self, inputs).nodes }
    }

    /// Copies the part of a circuit that depends on some inputs, which carry something else there than in a copy made
    /// before. It costs only what depends on them.
    pub fn copy_changed<'b>(
        &mut self,
        circuit: &Circuit,
        users: &Users,
        before: &'b Copied,
        changes: &[(usize, Wire)],
    ) -> Changed<'b> {
        let mut changed = Changed { before, nodes: HashMap::new() };
        let mut todo: BTreeSet<u32> = BTreeSet::new();
        let change = |changed: &mut Changed<'b>, todo: &mut BTreeSet<u32>, node: usize, wire: Wire| {
            if before.nodes[node] != wire {
                changed.nodes.insert(node as u32, wire);
                todo.extend(users.of(node));
            }
        };
        for &(input, wire) in changes {
            change(&mut changed, &mut todo, 1 + input, wire);
        }
        // A gate comes after its operands, so by the time it is met they are as they will be.
        while let Some(node) = todo.pop_first() {
            let Some(gate) = circuit.gate(node as usize) else { continue };
            let [left, right] = gate.operands().map(|wire| changed.get(wire));
            let wire = match gate {
                Gate::And(..) => self.and(left, right),
                Gate::Xor(..) => self.xor(left, right),
            };
            change(&mut changed, &mut todo, node as usize, wire);
        }
        changed
    }

    /// The circuit made.
    pub fn finish(self) -> Circuit {
        self.circuit
    }

    fn gate(&mut self, gate: Gate) -> Wire {
        let Builder { circuit: Circuit { inputs, gates }, made, hasher } = self;
        let is_it = |&at: &u32| gates[at as usize] == gate;
        let at = match made.entry(hasher.hash_one(gate), is_it, |&at| hasher.hash_one(gates[at as usize])) {
            Entry::Occupied(made) => *made.get() as usize,
            Entry::Vacant(free) => {
                let at = gates.len();
                free.insert(at as u32);
                gates.push(gate);
                at
            }
        };
        Wire::of(1 + *inputs + at)
    }
}

#[cfg(test)]
mod tests {
    use super::{Builder, Wire};
    use crate::logic::{Lanes, One};

    #[test]
    fn gates_fold_where_the_result_is_known() {
        let mut builder = Builder::new(2);
        let (a, b) = (builder.input(0), builder.input(1));
        for (got, expected) in [
            (builder.and(a, Wire::FALSE), Wire::FALSE),
            (builder.and(Wire::TRUE, a), a),
            (builder.and(a, a), a),
            (builder.and(a, !a), Wire::FALSE),
            (builder.or(a, !a), Wire::TRUE),
            (builder.xor(a, a), Wire::FALSE),
            (builder.xor(a, !a), Wire::TRUE),
            (builder.xor(a, Wire::TRUE), !a),
        ] {
            assert_eq!(got, expected);
        }
        assert_eq!(builder.and(a, b), builder.and(b, a));
        assert_eq!(builder.xor(a, !b), !builder.xor(b, a));
        assert_eq!(builder.finish().gates(), 2);
    }

    #[test]
    fn bools_and_lanes_compute_the_truth_table() {
        let mut builder = Builder::new(2);
        let (a, b) = (builder.input(0), builder.input(1));
        let wires = [builder.and(a, !b), builder.or(a, b), builder.xor(!a, b)];
        let circuit = builder.finish();
        let table: [fn(bool, bool) -> bool; 3] = [|a, b| a && !b, |a, b| a || b, |a, b| a == b];
        let mut lanes = circuit.run(Lanes, &[0b1100, 0b1010]);
        for lane in 0..4 {
            let (a, b) = (0b1100 >> lane & 1 == 1, 0b1010 >> lane & 1 == 1);
            let mut one = circuit.run(One, &[a, b]);
            for (wire, expected) in wires.iter().zip(table) {
                assert_eq!(one.get(*wire), expected(a, b));
                assert_eq!(lanes.get(*wire) >> lane & 1 == 1, expected(a, b));
            }
        }
    }
}
