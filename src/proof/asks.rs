//! Everything that is asked about one world, together: most of it is answered by the same few patients.

use crate::logic::Wire;

/// The place of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ticket(pub(super) usize);

/// Wires of which it is asked whether they can hold.
#[derive(Debug, Default)]
pub(super) struct Asks {
    pub(super) wires: Vec<Wire>,
    /// Those of them that are expected to hold for nobody.
    pub(super) unlikely: Vec<Wire>,
    /// Those of them that say something of nearly everything else, which is dear to ask the solver.
    pub(super) broad: Vec<Wire>,
    /// Of these, a patient for whom the first holds that can hold is a good one to set out from.
    pub(super) from: Vec<Wire>,
}

impl Asks {
    /// Asks whether a wire can hold.
    pub(super) fn ask(&mut self, wire: Wire) -> Ticket {
        self.wires.push(wire);
        Ticket(self.wires.len() - 1)
    }

    /// The same of a wire that says something of nearly everything else, and is expected to hold for somebody.
    pub(super) fn broadly(&mut self, wire: Wire) -> Ticket {
        self.broad.push(wire);
        self.ask(wire)
    }

    /// The same of a wire that is expected to hold for nobody.
    pub(super) fn doubt(&mut self, wire: Wire) -> Ticket {
        self.unlikely.push(wire);
        self.ask(wire)
    }
}

/// Whether a wire can hold for any patient of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// For one there can be.
    Can,
    /// For none: this is proved.
    Never,
    /// The search was ended before it was known.
    Unknown,
}

impl Reach {
    /// Whether one or the other can hold.
    pub(super) fn or(self, other: Reach) -> Reach {
        match (self, other) {
            (Reach::Can, _) | (_, Reach::Can) => Reach::Can,
            (Reach::Never, Reach::Never) => Reach::Never,
            _ => Reach::Unknown,
        }
    }

    /// Yes or no, where it is known.
    pub(super) fn known(self) -> Option<bool> {
        match self {
            Reach::Can => Some(true),
            Reach::Never => Some(false),
            Reach::Unknown => None,
        }
    }
}
