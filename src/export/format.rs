//! The forms in which visits leave the program, and the one way to all of them.

use std::fmt;

use jiff::civil::DateTime;

use super::csv::csv;
use super::json::json;
use super::markdown::markdown;
use super::note::note;
use super::pdf::pdf;
use super::visit::{Stamp, Visit};

/// A form in which visits leave the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// The note for the chart: plain text, 72 columns.
    Note,
    /// The note as CommonMark.
    Markdown,
    /// A list of objects, for programs.
    Json,
    /// A table with a row for each visit.
    Csv,
    /// The note on one page of A4.
    Pdf,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 5] = [Format::Note, Format::Markdown, Format::Json, Format::Csv, Format::Pdf];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Note => "note",
            Format::Markdown => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Pdf => "pdf",
        }
    }

    /// What its files' names end in, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Note => "txt",
            Format::Markdown => "md",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Pdf => "pdf",
        }
    }
}

/// A visit that is on record.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// All that is known of the patient.
    pub visit: Visit,
    /// Where and when it stands on record.
    pub stamp: Stamp,
    /// [`Stamp::ended`] in local time: the time of the note.
    pub at: DateTime,
}

/// Why visits could not be written in a form. Its words are for the command line, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportError {
    /// A page holds one visit, and so many were given.
    NotOne(usize),
    /// The font of a PDF lacks this character.
    Character(char),
    /// What must not be left out does not fit on one page.
    TooLong,
    /// Something that cannot be: writing to memory failed, for that reason.
    Unwritable(String),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Format::Pdf.name();
        match self {
            ExportError::NotOne(count) => write!(f, "{name} holds one record, and there are {count}: name one record"),
            ExportError::Character(c) => write!(
                f,
                "{name} has no letter for {c:?} (U+{:04X}), which this record holds: take {} or {}, which have all",
                u32::from(*c),
                Format::Note.name(),
                Format::Markdown.name()
            ),
            ExportError::TooLong => write!(
                f,
                "the level and its reasons do not fit on the one page of {name}: take {} or {}, which have room for all",
                Format::Note.name(),
                Format::Markdown.name()
            ),
            ExportError::Unwritable(why) => write!(f, "it cannot be written: {why}"),
        }
    }
}

impl std::error::Error for ExportError {}

/// The visits in that form: notes one after the other, JSON as one list, CSV as one table; PDF of exactly one.
pub fn export(format: Format, visits: &[Recorded]) -> Result<Vec<u8>, ExportError> {
    let all = |write: fn(&Visit, DateTime) -> String, between: &str| {
        let texts: Vec<String> = visits.iter().map(|it| write(&it.visit, it.at)).collect();
        texts.join(between).into_bytes()
    };
    match (format, visits) {
        // Far enough apart that where one ends is seen at once.
        (Format::Note, _) => Ok(all(note, "\n\n\n")),
        (Format::Markdown, _) => Ok(all(markdown, "\n---\n\n")),
        (Format::Json, _) => json(visits),
        (Format::Csv, _) => csv(visits),
        (Format::Pdf, [it]) => pdf(&it.visit, it.at),
        (Format::Pdf, several) => Err(ExportError::NotOne(several.len())),
    }
}
