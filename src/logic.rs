//! The circuit: what a questionnaire means, as gates. No I/O.
//!
//! Start at [`Program::compile`]: it turns a checked questionnaire into one [`Circuit`] whose inputs are the facts
//! and whose outputs are which questions are asked, which rules fire, which level results and which advice is
//! given. The circuit is run over any [`Algebra`]: over `bool` for one patient, over 64-bit lanes for 64 at once. For an archive
//! of patients a part of it is laid out as a [`Tape`].

mod algebra;
mod arithmetic;
mod circuit;
mod compile;
mod facts;
mod tape;

pub use algebra::{Algebra, Lanes, One};
pub use circuit::{Builder, Changed, Circuit, Copied, Demand, Gate, Users, Values, Wire};
pub use compile::{AdviceWires, GuaranteeWires, Program, QuestionWires, RuleWires, ScoreWires, Trace};
pub use facts::{FactInput, Facts, QuestionInputs};
pub use tape::{BLOCK, Board, Tape, Word};
