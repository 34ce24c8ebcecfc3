//! Many patients: answers in and outcomes out, one JSON object a line (LANGUAGE.md, What the program says on one
//! patient, in JSON).
//!
//! Start at [`eval`]. Lines are read, answered and written one at a time, so memory does not grow with the input.

mod line;
mod outcome;

use std::io::{self, BufRead, BufReader, Read, Write};

use crate::interview::{Outcome, Plan};

pub use line::{Line, LineError};

/// The longest line that is read, in bytes; a longer one costs only itself.
pub const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// What became of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines evaluated.
    pub used: u64,
    /// Lines that could not be used; an error was written in their place.
    pub refused: u64,
}

/// Evaluates every line of `input` and writes one line for each to `output`, in order. Blank lines are passed over.
///
/// # Errors
///
/// If reading or writing fails.
pub fn eval(plan: &Plan, input: impl Read, mut output: impl Write) -> io::Result<Tally> {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let mut tally = Tally::default();
    let mut written = Vec::new();
    let mut bytes = Vec::new();
    let mut number = 0;
    while let Some(whole) = next_line(&mut input, &mut bytes)? {
        number += 1;
        if number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        if whole && bytes.trim_ascii().is_empty() {
            continue;
        }
        let read = if whole { Line::read(&plan.questionnaire, &bytes) } else { Err(LineError::too_long()) };
        match read {
            Ok(line) => {
                let outcome = Outcome::of(plan, &line.answers);
                serde_json::to_writer(&mut written, &outcome::Line::new(&plan.questionnaire, line.id, &outcome))?;
                tally.used += 1;
            }
            Err(error) => {
                serde_json::to_writer(&mut written, &error.line(number))?;
                tally.refused += 1;
            }
        }
        written.push(b'\n');
        output.write_all(&written)?;
        written.clear();
        // Whoever feeds line by line and waits for the answer gets it; a file is written in large pieces.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    Ok(tally)
}

/// Reads the next line without its end into `line`: `None` at the end of the input, `Some(false)` where it was longer
/// than [`LONGEST_LINE`] and was passed over.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let mut whole = true;
    let mut any = false;
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(any.then_some(whole));
        }
        any = true;
        let end = available.iter().position(|&byte| byte == b'\n');
        let piece = &available[..end.unwrap_or(available.len())];
        if line.len() + piece.len() <= LONGEST_LINE {
            line.extend_from_slice(piece);
        } else {
            whole = false;
            line.clear();
            line.shrink_to(64 * 1024);
        }
        let used = piece.len() + usize::from(end.is_some());
        input.consume(used);
        if end.is_some() {
            return Ok(Some(whole));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, next_line};

    #[test]
    fn lines_end_at_newlines_and_at_the_end_and_long_ones_are_passed_over() {
        let mut text = b"one\n\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LONGEST_LINE * 2 + 7));
        text.extend_from_slice(b"\nlast");
        let mut input = std::io::BufReader::with_capacity(1000, &text[..]);
        let mut line = Vec::new();
        for expected in [Some("one"), Some(""), None, Some("last")] {
            let whole = next_line(&mut input, &mut line).unwrap().unwrap();
            assert_eq!(whole.then_some(line.as_slice()), expected.map(str::as_bytes));
        }
        assert_eq!(next_line(&mut input, &mut line).unwrap(), None);
    }
}
