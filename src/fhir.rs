//! FHIR R4 (4.0.1), for other systems: a questionnaire, the answers to it, and the recommendation. No I/O.
//!
//! [`questionnaire`] is the content as a form that any FHIR program can fill in, [`response`] one patient's answers to it,
//! [`bundle`] both with the recommendation. [`import`] is the way back: a FHIR form as the files of a questionnaire to go on
//! with, and a [`Remark`] for each thing that does not come along.

mod bundle;
mod enable;
mod import;
mod impression;
mod item;
mod names;
mod path;
mod questionnaire;
mod response;

pub use bundle::bundle;
pub use import::{Imported, Remark, Unreadable, import};
pub use questionnaire::questionnaire;
pub use response::response;
