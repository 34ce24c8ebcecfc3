//! Outcomes as rows of CSV (RFC 4180, with plain line ends).

use super::Field;
use super::line::LineError;
use super::rows::Row;
use crate::questionnaire::{Level, Questionnaire};

/// The columns after the outcome's, for lines that could not be used.
const ERROR: [&str; 4] = ["line", "error_code", "error_question", "error_message"];

/// What the rows of one questionnaire are made of.
#[derive(Debug)]
pub(super) struct Table {
    fields: Vec<Field>,
    rules: Vec<String>,
    advice: Vec<String>,
    questions: Vec<String>,
    /// How many columns the fields take.
    columns: usize,
    header: Vec<u8>,
}

impl Table {
    pub(super) fn of(questionnaire: &Questionnaire, fields: &[Field]) -> Table {
        let mut names = vec!["id".to_owned()];
        for field in fields {
            match field {
                // An interval is two numbers.
                Field::Scores => names.extend(
                    questionnaire
                        .scores
                        .iter()
                        .flat_map(|score| ["low", "high"].map(|end| format!("{}.{end}", score.id))),
                ),
                _ => names.push(field.word().to_owned()),
            }
        }
        let columns = names.len() - 1;
        names.extend(ERROR.map(str::to_owned));
        Table {
            fields: fields.to_vec(),
            rules: questionnaire.rules.iter().map(|rule| rule.id.clone()).collect(),
            advice: questionnaire.advice.iter().map(|advice| advice.id.clone()).collect(),
            questions: questionnaire.questions.iter().map(|question| question.id.clone()).collect(),
            columns,
            header: (names.join(",") + "\n").into_bytes(),
        }
    }

    /// The first row.
    pub(super) fn header(&self) -> &[u8] {
        &self.header
    }

    /// Writes one outcome. A text as id loses its quotes; any other is written as JSON.
    pub(super) fn write(&self, id: &[u8], row: Row<'_>, out: &mut Vec<u8>) {
        cell(&plain(id), out);
        for field in &self.fields {
            if *field != Field::Scores {
                out.push(b',');
            }
            match field {
                Field::Status => out.extend_from_slice(row.head().status().word().as_bytes()),
                Field::Urgency => level(row.head().urgency(), out),
                Field::Floor => level(row.head().floor(), out),
                Field::Ceiling => level(row.head().ceiling(), out),
                Field::Fires => list(row.fires(), &self.rules, out),
                Field::NotRuledOut => list(row.not_ruled_out(), &self.rules, out),
                Field::Scores => scores(row, out),
                Field::HandOver => list(row.hand_over(), &self.rules, out),
                Field::Advice => list(row.advice(), &self.advice, out),
                Field::Unanswered => list(row.unanswered(), &self.questions, out),
                Field::Ignored => list(row.ignored(), &self.questions, out),
            }
        }
        out.extend_from_slice(&[b','; ERROR.len()]);
        out.push(b'\n');
    }

    /// Writes a line that could not be used.
    pub(super) fn error(&self, number: u64, error: &LineError, out: &mut Vec<u8>) {
        cell(&plain(error.id.as_ref().map_or(&[], |id| id.get().as_bytes())), out);
        out.extend(std::iter::repeat_n(b',', self.columns));
        out.extend_from_slice(format!(",{number},{},", error.code).as_bytes());
        cell(error.question.as_deref().unwrap_or_default(), out);
        out.push(b',');
        cell(&error.message, out);
        out.push(b'\n');
    }
}

/// An id as a cell has it.
fn plain(id: &[u8]) -> String {
    if id == b"null" {
        return String::new();
    }
    let text = String::from_utf8_lossy(id);
    serde_json::from_str::<String>(&text).unwrap_or_else(|_| text.into_owned())
}

fn cell(text: &str, out: &mut Vec<u8>) {
    if text.contains([',', '"', '\n', '\r']) {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(text.as_bytes());
    }
}

fn level(level: Option<Level>, out: &mut Vec<u8>) {
    out.extend_from_slice(level.map_or("", Level::word).as_bytes());
}

fn list(positions: impl Iterator<Item = usize>, names: &[String], out: &mut Vec<u8>) {
    for (n, at) in positions.enumerate() {
        out.extend_from_slice(if n == 0 { b"" } else { b";" });
        out.extend_from_slice(names[at].as_bytes());
    }
}

fn scores(row: Row<'_>, out: &mut Vec<u8>) {
    for (low, high) in row.scores() {
        out.extend_from_slice(format!(",{low},{high}").as_bytes());
    }
}
