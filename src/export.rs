//! An outcome as something to read elsewhere: the recommendation in parts, the note for the chart, and other forms for other
//! programs. No I/O.
//!
//! A [`Visit`] is all that is known of one patient. [`recommendation`] and [`note`] are made of the same parts, so the
//! screen and the chart never say different things. [`export()`] writes visits on record in any [`Format`].

mod background;
mod csv;
mod format;
mod gaps;
mod json;
mod markdown;
mod note;
mod pdf;
mod recommendation;
mod sbar;
mod visit;

pub use format::{ExportError, Format, Recorded, export};
pub use note::{file_name, note};
pub use recommendation::{
    alarm, emergency, flags, hand_over, recommendation, retriage, short_flags, translated, with_answer,
};
pub use visit::{Chosen, Earlier, Review, Stamp, Tongue, Visit, answer_words, level_word, number_words, source_words};
