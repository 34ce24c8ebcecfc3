//! A questionnaire that was read and checked beforehand, in a form that is opened without reading its text again.
//!
//! What is built in is packed when the program is built (`src/build.rs`), so that a start pays neither for the RON reader nor
//! for the checks. It is the same [`Questionnaire`] that [`read`] gives: `tests/packed.rs` compares the two.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Questionnaire;
use super::read::{CASES, Files, cover, read};
use super::site::Site;
use super::translation::languages;

/// A questionnaire without its worked patients, packed.
#[derive(Clone, Copy, Debug)]
pub struct Packed<B> {
    /// What [`cover`] gives: the header alone.
    pub cover: B,
    /// What [`read`] gives, and the languages that it can be shown in.
    pub whole: B,
}

impl<B: AsRef<[u8]>> Packed<B> {
    /// The header of a questionnaire alone, without sections.
    pub fn cover(&self) -> Option<Questionnaire> {
        postcard::from_bytes(self.cover.as_ref()).ok()
    }

    /// The questionnaire without its worked patients, and the languages that it can be shown in.
    pub fn whole(&self) -> Option<(Questionnaire, Vec<String>)> {
        postcard::from_bytes(self.whole.as_ref()).ok()
    }
}

/// Packs a questionnaire. `None` where there is anything to be said about it that the day or the worked patients have no
/// part in: then it is read at each start, and said.
pub fn pack(files: &Files) -> Option<Packed<Vec<u8>>> {
    let mut files = files.clone();
    files.files.retain(|file| file.name != CASES);
    let header = cover(&files, Date::ZERO)?;
    // On the day of its review nothing is overdue. The dates themselves are part of what is packed.
    let (questionnaire, findings) = read(&files, &Site::default(), header.reviewed);
    if !findings.is_empty() {
        return None;
    }
    let questionnaire = questionnaire?;
    let tags = languages(&questionnaire, &files);
    Some(Packed {
        cover: postcard::to_allocvec(&header).ok()?,
        whole: postcard::to_allocvec(&(questionnaire, tags)).ok()?,
    })
}

/// Writes a date as three numbers: its own form is text, for which a start would need a parser of dates.
pub(super) mod day {
    use super::{Date, Deserialize, Deserializer, Serialize, Serializer, de};

    pub(in crate::questionnaire) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        (date.year(), date.month(), date.day()).serialize(serializer)
    }

    pub(in crate::questionnaire) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let (year, month, day) = Deserialize::deserialize(deserializer)?;
        Date::new(year, month, day).map_err(de::Error::custom)
    }
}
