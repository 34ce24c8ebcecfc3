//! An outcome as something to read elsewhere: the recommendation in parts, and the note for the chart. No I/O.
//!
//! A [`Visit`] is all that is known of one patient. [`recommendation`] and [`note`] are made of the same parts, so the
//! screen and the chart never say different things.

mod note;
mod recommendation;
mod visit;

pub use note::{file_name, note};
pub use recommendation::{alarm, emergency, flags, hand_over, recommendation, short_flags, translated, with_answer};
pub use visit::{Chosen, Earlier, Review, Stamp, Tongue, Visit, answer_words, level_word, number_words, source_words};
