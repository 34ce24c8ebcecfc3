//! Outcomes as lines of JSON, put together from pieces that are written once.

use super::Field;
use super::rows::Row;
use crate::questionnaire::{Level, Questionnaire};

/// The pieces of one questionnaire.
#[derive(Debug)]
pub(super) struct Pieces {
    fields: Vec<Field>,
    /// For each rule, piece of advice, question and score: its id in quotes.
    rules: Vec<Vec<u8>>,
    advice: Vec<Vec<u8>>,
    questions: Vec<Vec<u8>>,
    scores: Vec<Vec<u8>>,
}

impl Pieces {
    pub(super) fn of(questionnaire: &Questionnaire, fields: &[Field]) -> Pieces {
        fn quoted<'q>(ids: impl Iterator<Item = &'q String>, after: &str) -> Vec<Vec<u8>> {
            // Ids are in kebab-case: nothing in them has to be escaped.
            ids.map(|id| format!("\"{id}\"{after}").into_bytes()).collect()
        }
        Pieces {
            fields: fields.to_vec(),
            rules: quoted(questionnaire.rules.iter().map(|rule| &rule.id), ","),
            advice: quoted(questionnaire.advice.iter().map(|advice| &advice.id), ","),
            questions: quoted(questionnaire.questions.iter().map(|question| &question.id), ","),
            scores: quoted(questionnaire.scores.iter().map(|score| &score.id), ":["),
        }
    }

    /// Writes one outcome, with the id as it was written; empty, it is null.
    pub(super) fn write(&self, id: &[u8], row: Row<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"id\":");
        out.extend_from_slice(if id.is_empty() { b"null" } else { id });
        for field in &self.fields {
            match field {
                Field::Status => {
                    out.extend_from_slice(b",\"status\":\"");
                    out.extend_from_slice(row.head().status().word().as_bytes());
                    out.push(b'"');
                }
                Field::Urgency => level(b",\"urgency\":", row.head().urgency(), out),
                Field::Floor => level(b",\"floor\":", row.head().floor(), out),
                Field::Ceiling => level(b",\"ceiling\":", row.head().ceiling(), out),
                Field::Fires => list(b",\"fires\":[", row.fires(), &self.rules, out),
                Field::NotRuledOut => list(b",\"not_ruled_out\":[", row.not_ruled_out(), &self.rules, out),
                Field::Scores => self.scores(row, out),
                Field::HandOver => list(b",\"hand_over\":[", row.hand_over(), &self.rules, out),
                Field::Advice => list(b",\"advice\":[", row.advice(), &self.advice, out),
                Field::Unanswered => list(b",\"unanswered\":[", row.unanswered(), &self.questions, out),
                Field::Ignored => list(b",\"ignored\":[", row.ignored(), &self.questions, out),
            }
        }
        out.extend_from_slice(b"}\n");
    }

    fn scores(&self, row: Row<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"scores\":{");
        for (name, (low, high)) in self.scores.iter().zip(row.scores()) {
            out.extend_from_slice(name);
            number(low, out);
            out.push(b',');
            number(high, out);
            out.extend_from_slice(b"],");
        }
        end(b'}', out);
    }
}

fn level(name: &[u8], level: Option<Level>, out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    match level {
        Some(level) => {
            out.push(b'"');
            out.extend_from_slice(level.word().as_bytes());
            out.push(b'"');
        }
        None => out.extend_from_slice(b"null"),
    }
}

fn list(name: &[u8], positions: impl Iterator<Item = usize>, names: &[Vec<u8>], out: &mut Vec<u8>) {
    out.extend_from_slice(name);
    for at in positions {
        out.extend_from_slice(&names[at]);
    }
    end(b']', out);
}

/// In the place of the last comma, if there is one.
fn end(bracket: u8, out: &mut Vec<u8>) {
    match out.last_mut() {
        Some(last) if *last == b',' => *last = bracket,
        _ => out.push(bracket),
    }
}

fn number(number: i64, out: &mut Vec<u8>) {
    match u8::try_from(number) {
        Ok(digit @ 0..=9) => out.push(b'0' + digit),
        _ => out.extend_from_slice(number.to_string().as_bytes()),
    }
}
