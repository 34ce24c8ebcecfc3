//! What holds of a questionnaire as a whole, and not of one patient alone. No I/O.
//!
//! Start at [`cases::run`], which judges a worked patient, and at [`coverage::Coverage`], which tells what the worked
//! patients exercise and what they leave out.

pub mod cases;
pub mod coverage;
