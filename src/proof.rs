//! Every patient there can be: what a questionnaire does to them, proved. The SAT solver lives only here. And the worked
//! patients: what becomes of them ([`cases`]), what they exercise ([`coverage`]), and who would exercise the rest
//! ([`suggest`]). No I/O.
//!
//! Start at [`check`]; [`difference`](difference()) compares two versions. A question about a questionnaire is a wire: can
//! it hold, for any patient there can be? Patients in lanes, at random and aimed, show it for nearly all of them; what is
//! left goes to the solver, which finds a patient or proves that there is none. So the answer never depends on luck, only
//! the time it takes.

mod asks;
pub mod cases;
mod changes;
mod check;
pub mod coverage;
mod difference;
mod faults;
mod hunt;
mod influence;
mod lanes;
mod literals;
mod lowers;
mod near;
mod others;
mod pairs;
mod parts;
mod reach;
mod report;
mod session;
pub mod suggest;
mod variants;
mod ways;
mod witness;
mod world;

use std::rc::Rc;

pub use changes::{Change, Field, Kind, Said, What, changes};
pub use check::{Guaranteed, Proof, check, errors};
pub use difference::{Difference, Direction, Ending, Found, Given, Move, Patient, Reason, Shift, Version, difference};
pub use faults::Note;
pub use literals::Stop;
pub use report::Report;
pub use variants::{Variant, variants};

/// When to give up, and whom to tell how far it has come.
#[derive(Clone)]
pub struct Limits {
    /// Asked again and again; once it says so, what is not proved by then stays unproved.
    pub stop: Stop,
    /// Told what comes next.
    pub tell: Rc<dyn Fn(Step)>,
}

/// What a proof is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// What can be seen in interviews in which no question is left.
    Patients,
    /// What was not seen there, in interviews that end with questions left.
    Unanswered,
    /// Whether every question changes something.
    Questions,
    /// Two patients who differ in one answer, for `never_lowers`.
    NeverLowers,
    /// The smallest patient for a finding: which of how many.
    Witness(usize, usize),
    /// The smallest patient for what no case exercises: which of how many things.
    Suggestion(usize, usize),
}

impl Limits {
    /// As long as it takes, in silence.
    pub fn none() -> Limits {
        Limits { stop: Rc::new(|| false), tell: Rc::new(|_| {}) }
    }

    fn is_over(&self) -> bool {
        (self.stop)()
    }

    fn tell(&self, step: Step) {
        (self.tell)(step);
    }
}
