//! What an interview ends in, as the bits in which floor, ceiling and status come out of the circuit.

use super::moves::EndIn;
use super::versions::Version;
use crate::logic::Wire;
use crate::questionnaire::{Level, Status};

/// One patient's: floor and ceiling, each at least as urgent as each level, then what the status depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Head(pub(super) u64);

impl Head {
    /// Where each bit stands. The floor's begin at 0.
    const CEILING: usize = 5;
    pub(super) const LEFT: usize = 10;
    pub(super) const MET: usize = 11;
    pub(super) const HANDS_OVER: usize = 12;
    /// How many there are.
    pub(super) const BITS: usize = 13;

    /// The wires that carry the bits, in their order.
    pub(super) fn wires(side: &Version<'_>) -> impl Iterator<Item = Wire> {
        let program = &side.plan.program;
        let levels = program.floor.iter().chain(&program.ceiling).copied();
        levels.chain([program.left, program.met, program.hands_over]).map(|wire| side.wire(wire))
    }

    fn has(self, bit: usize) -> bool {
        self.0 >> bit & 1 == 1
    }

    pub(super) fn status(self) -> Status {
        Status::of(self.has(Head::LEFT), self.has(Head::MET), self.has(Head::HANDS_OVER))
    }

    pub(super) fn urgency(self) -> Option<Level> {
        if self.status() == Status::Stopped || !self.has(Head::LEFT) { self.floor() } else { None }
    }

    pub(super) fn floor(self) -> Option<Level> {
        most_urgent(self.0)
    }

    pub(super) fn ceiling(self) -> Option<Level> {
        most_urgent(self.0 >> Head::CEILING)
    }

    pub(super) fn end_in(self) -> EndIn {
        EndIn { status: self.status(), urgency: self.urgency(), floor: self.floor(), ceiling: self.ceiling() }
    }
}

/// By [`Level::place`]: the first level that is reached.
fn most_urgent(at_least: u64) -> Option<Level> {
    Level::ALL.get((at_least & 0b11111).trailing_zeros() as usize).copied()
}
