//! Patients as CSV: a header of question ids, a row for each patient. Each row becomes the line of JSON that says the
//! same, so that whatever is said of a line is said of a row.

mod cell;

use std::collections::HashSet;
use std::io::{self, Read};

use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};

use super::LONGEST_LINE;
use super::feed::{Feed, Lines, Piece};
use super::line::LineError;
use crate::questionnaire::{Question, Questionnaire, similar};

/// The column of the patient's own id.
const ID: &str = "id";

/// What stands for a line that is too long to be read. No row is like that.
const TOO_LONG: &[u8] = b"\0\n";

/// Reads rows and hands out lines.
pub(super) struct Sheet<R> {
    lines: Lines<R>,
    columns: Vec<Column>,
    reader: csv_core::Reader,
    /// Rows that were read and are not handed out yet, the last perhaps not whole.
    rest: Vec<u8>,
    /// Lines handed out.
    handed: u64,
    pieces: u64,
    ended: bool,
    row: Row,
}

/// The cells of a row.
#[derive(Debug, Default)]
struct Row {
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// What stands in a column.
#[derive(Debug)]
enum Column {
    Id,
    Question(Box<Question>),
}

impl<R: Read> Sheet<R> {
    /// Reads the header: the ids of questions that some version asks, and `id`, in any order.
    ///
    /// # Errors
    ///
    /// If reading fails, or as [`io::ErrorKind::InvalidData`] what is wrong with the header.
    pub(super) fn open(input: R, questionnaires: &[&Questionnaire]) -> io::Result<Sheet<R>> {
        let mut sheet = Sheet {
            lines: Lines::new(input),
            columns: Vec::new(),
            reader: ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build(),
            rest: Vec::new(),
            handed: 0,
            pieces: 0,
            ended: false,
            row: Row::default(),
        };
        let mut piece = Piece::default();
        let used = loop {
            let is_read = sheet.read_more(&mut piece)?;
            match sheet.row.read(&mut sheet.reader, &sheet.rest) {
                Some(used) => break used,
                None if is_read && sheet.rest.len() <= LONGEST_LINE => {}
                None => {
                    return Err(invalid("this CSV has no header: the first row must name the questions".to_owned()));
                }
            }
        };
        let mut seen = HashSet::new();
        let header: Vec<String> =
            sheet.row.cells().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        for name in header {
            if !seen.insert(name.clone()) {
                return Err(invalid(format!("the column {name:?} stands in the header twice")));
            }
            sheet.columns.push(column(&name, questionnaires)?);
        }
        let lines = sheet.rest[..used].iter().filter(|byte| **byte == b'\n').count();
        // Counted and passed over.
        sheet.rest.splice(..used, std::iter::repeat_n(b'\n', lines));
        Ok(sheet)
    }

    /// Reads some more rows behind the rest: `false` at the end.
    fn read_more(&mut self, piece: &mut Piece) -> io::Result<bool> {
        if !self.ended {
            self.ended = !self.lines.next(piece)?;
            if !self.ended {
                self.rest.extend_from_slice(if piece.text().is_empty() { TOO_LONG } else { piece.text() });
            }
            if self.ended && self.rest.last().is_some_and(|last| *last != b'\n') {
                self.rest.push(b'\n');
            }
        }
        Ok(!self.ended)
    }

    /// Writes rows as lines, as many as are whole. What is used of the rest.
    fn convert(&mut self, first: u64, out: &mut Vec<u8>, refused: &mut Vec<(u64, LineError)>) -> usize {
        let mut at = 0;
        let mut number = first;
        while at < self.rest.len() {
            let left = &self.rest[at..];
            let line = memchr::memchr(b'\n', left).map_or(left.len(), |end| end + 1);
            if left[..line].trim_ascii().is_empty() {
                out.push(b'\n');
                at += line;
                number += 1;
                continue;
            }
            let used = match self.row.read(&mut self.reader, left) {
                _ if left.starts_with(TOO_LONG) => {
                    refused.push((number, LineError::too_long()));
                    line
                }
                Some(used) if self.row.ends.len() == self.columns.len() => {
                    if self.row.cells().all(|cell| std::str::from_utf8(cell).is_ok()) {
                        self.row.write(&self.columns, out);
                    } else {
                        refused.push((number, not_text()));
                    }
                    used
                }
                // Whatever a row over several lines is taken for, if it is of no use it costs its first line only.
                Some(_) => {
                    refused.push((number, columns(self.row.ends.len(), self.columns.len())));
                    line
                }
                None if !self.ended && left.len() <= LONGEST_LINE => break,
                None => {
                    refused.push((number, open_quote()));
                    line
                }
            };
            let lines = memchr::memchr_iter(b'\n', &left[..used]).count();
            out.extend(std::iter::repeat_n(b'\n', lines));
            at += used;
            number += lines as u64;
        }
        at
    }
}

impl<R: Read> Feed for Sheet<R> {
    fn next(&mut self, piece: &mut Piece) -> io::Result<bool> {
        loop {
            let first = self.handed + 1;
            let (mut text, mut refused) = (Vec::new(), Vec::new());
            let used = self.convert(first, &mut text, &mut refused);
            self.rest.drain(..used);
            if !text.is_empty() {
                self.handed += memchr::memchr_iter(b'\n', &text).count() as u64;
                piece.put(first, self.pieces, text, refused);
                self.pieces += 1;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            self.read_more(piece)?;
        }
    }
}

impl Row {
    /// Reads the row that begins here: what is used of the text, or `None` where it is not whole.
    fn read(&mut self, reader: &mut csv_core::Reader, text: &[u8]) -> Option<usize> {
        reader.reset();
        self.text.resize(self.text.len().max(1024), 0);
        self.ends.resize(self.ends.capacity().max(64), 0);
        let (mut used, mut written, mut cells) = (0, 0, 0);
        loop {
            let (result, read, wrote, ended) =
                reader.read_record(&text[used..], &mut self.text[written..], &mut self.ends[cells..]);
            used += read;
            written += wrote;
            cells += ended;
            match result {
                ReadRecordResult::Record => {
                    self.ends.truncate(cells);
                    return Some(used);
                }
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return None,
            }
        }
    }

    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        let last = self.ends.len().saturating_sub(1);
        self.ends.iter().enumerate().map(move |(at, &end)| {
            let cell = &self.text[std::mem::replace(&mut start, end)..end];
            // Rows may end as RFC 4180 has it.
            if at == last { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell }
        })
    }

    /// Writes the row as JSON, without a line end.
    fn write(&self, columns: &[Column], out: &mut Vec<u8>) {
        out.push(b'{');
        let mut answers = Vec::new();
        for (column, cell) in columns.iter().zip(self.cells()) {
            let cell = String::from_utf8_lossy(cell);
            match column {
                Column::Id if cell.is_empty() => {}
                Column::Id => {
                    out.extend_from_slice(b"\"id\":");
                    cell::quoted(&cell, out);
                    out.push(b',');
                }
                Column::Question(question) => {
                    if let Some(value) = cell::value(question, &cell) {
                        answers.extend_from_slice(if answers.is_empty() { b"" } else { b"," });
                        cell::quoted(&question.id, &mut answers);
                        answers.push(b':');
                        answers.extend_from_slice(&value);
                    }
                }
            }
        }
        out.extend_from_slice(b"\"answers\":{");
        out.extend_from_slice(&answers);
        out.extend_from_slice(b"}}");
    }
}

fn column(name: &str, questionnaires: &[&Questionnaire]) -> io::Result<Column> {
    if name == ID {
        return Ok(Column::Id);
    }
    let find = |questionnaire: &&Questionnaire| questionnaire.find(name).map(|at| questionnaire[at].clone());
    questionnaires.iter().find_map(find).map(|question| Column::Question(Box::new(question))).ok_or_else(|| {
        let ids = questionnaires.iter().flat_map(|questionnaire| &questionnaire.questions);
        let meant = similar(name, ids.map(|question| question.id.as_str()).chain([ID]));
        let hint = meant.map(|meant| format!("; did you mean {meant:?}?")).unwrap_or_default();
        invalid(format!("the column {name:?} is no question and not \"{ID}\"{hint}"))
    })
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn columns(cells: usize, columns: usize) -> LineError {
    let message = format!("this row has {cells} cells, the header has {columns}");
    LineError { id: None, code: "wrong-columns", question: None, message }
}

/// Another character in the place of a broken one might make one patient's id of another's.
fn not_text() -> LineError {
    let message = "this row is not UTF-8; write the table as UTF-8".to_owned();
    LineError { id: None, code: "not-utf8", question: None, message }
}

fn open_quote() -> LineError {
    let message = "a quote opens a cell in this row and is never closed".to_owned();
    LineError { id: None, code: "open-quote", question: None, message }
}
