//! A FHIR R4 Questionnaire as the files of a questionnaire: the way in for who has a form already.
//!
//! A form is questions, answers and conditions; what makes a triage questionnaire, the rules and what they mean, is for the
//! author to write. Until then `check` says that there is no level, and nothing runs. Each thing that does not come
//! along is a [`Remark`] with its path, never left out in silence. Where part of a condition cannot be said here the
//! question is asked more often, and never less.
//!
//! Two things differ by design. Here every question that is asked is answered: one that the form does not require may be
//! answered "not sure" in place of being left blank. And a question that hangs on an answer of "not sure" is asked.

mod choice;
mod condition;
mod desk;
mod form;
mod json;
mod names;
mod question;
mod ron;

use std::fmt;

use serde_json::Value;

/// A form as the files of a questionnaire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The questionnaire's id, which its folder must be called.
    pub id: String,
    /// The files: names within the folder, and texts.
    pub files: Vec<(String, String)>,
    /// What did not come along or is otherwise now, in the form's order.
    pub remarks: Vec<Remark>,
}

/// Something that did not come along, or is otherwise now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// Where it stands in the form, such as `item[2].item[0].enableWhen[1]`.
    pub path: String,
    /// What it is, and what to do about it.
    pub message: String,
    /// Whether something was lost; otherwise it is only otherwise now.
    pub lost: bool,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.lost { "lost" } else { "note" };
        let path = if self.path.is_empty() { "the form" } else { &self.path };
        write!(f, "{what}: {path}: {}", self.message)
    }
}

/// Why a text is no form that can be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Turns the JSON of a FHIR R4 Questionnaire into the files of a questionnaire.
///
/// # Errors
///
/// What is not JSON, names a field twice, is nested too deeply, is another resource, has a link id twice or none, or holds no
/// question at all.
pub fn import(text: &str) -> Result<Imported, Unreadable> {
    let form = json::read(text).map_err(|error| Unreadable(format!("this is not JSON that can be read: {error}")))?;
    match form.get("resourceType").and_then(Value::as_str) {
        Some("Questionnaire") => {}
        Some(other) => {
            return Err(Unreadable(format!("this is a FHIR {other:.40}; give the Questionnaire itself")));
        }
        None => return Err(Unreadable("this is no FHIR resource: it has no resourceType".to_owned())),
    }
    form::import(&form)
}
