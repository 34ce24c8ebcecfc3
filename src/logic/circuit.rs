//! Gates, hashed and folded as they are made, and the run over an algebra.

use std::ops::Not;

use hashbrown::HashMap;

use super::Algebra;

/// The output of a node, as it is or inverted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wire(u32);

impl Wire {
    /// Never.
    pub const FALSE: Wire = Wire(0);
    /// Always.
    pub const TRUE: Wire = Wire(1);

    fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    fn is_inverted(self) -> bool {
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
enum Gate {
    And(Wire, Wire),
    Xor(Wire, Wire),
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

    /// Computes every wire from the inputs, in their order.
    ///
    /// # Panics
    ///
    /// If `inputs` does not hold exactly [`Circuit::inputs`] bits.
    pub fn run<A: Algebra>(&self, mut algebra: A, inputs: &[A::Bit]) -> Values<A> {
        assert_eq!(inputs.len(), self.inputs, "one bit for each input");
        let mut nodes = Vec::with_capacity(1 + inputs.len() + self.gates.len());
        nodes.push(algebra.constant(false));
        nodes.extend_from_slice(inputs);
        let mut values = Values { algebra, nodes };
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
        values
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

/// Makes a [`Circuit`], gate by gate.
#[derive(Debug)]
pub struct Builder {
    circuit: Circuit,
    made: HashMap<Gate, Wire>,
}

impl Builder {
    /// A circuit with so many inputs and no gates yet.
    pub fn new(inputs: usize) -> Builder {
        Builder { circuit: Circuit { inputs, gates: Vec::new() }, made: HashMap::new() }
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
        wires.into_iter().fold(Wire::TRUE, |all, wire| self.and(all, wire))
    }

    /// At least one of them; false of none.
    pub fn any(&mut self, wires: impl IntoIterator<Item = Wire>) -> Wire {
        wires.into_iter().fold(Wire::FALSE, |any, wire| self.or(any, wire))
    }

    /// The circuit made.
    pub fn finish(self) -> Circuit {
        self.circuit
    }

    fn gate(&mut self, gate: Gate) -> Wire {
        let circuit = &mut self.circuit;
        *self.made.entry(gate).or_insert_with(|| {
            let node = 1 + circuit.inputs + circuit.gates.len();
            circuit.gates.push(gate);
            Wire((node as u32) << 1)
        })
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
