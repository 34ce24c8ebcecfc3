//! The input in pieces of whole lines.

use std::io::{self, Read};
use std::ops::Range;

use super::LONGEST_LINE;
use super::line::LineError;

/// How much is read at a time: large enough that a read is little of its cost, small enough to stay in a cache.
const PIECE: usize = 256 * 1024;

/// What every piece has after its lines, so that they can be read some bytes at a time.
const SLACK: [u8; 16] = [b'\n'; 16];

/// Where the pieces come from.
pub(super) trait Feed {
    /// Fills `piece` with what comes next: `false` at the end. It waits for no more than one whole line, so that whoever
    /// feeds line by line gets each answer at once.
    ///
    /// # Errors
    ///
    /// If reading fails.
    fn next(&mut self, piece: &mut Piece) -> io::Result<bool>;
}

/// Lines as they are.
pub(super) struct Lines<R> {
    input: R,
    /// What was read and belongs to the next piece.
    rest: Vec<u8>,
    /// Lines handed out.
    lines: u64,
    /// Pieces handed out.
    pieces: u64,
    ended: bool,
}

/// Some whole lines of the input, each a patient as JSON.
#[derive(Debug, Default)]
pub(super) struct Piece {
    bytes: Vec<u8>,
    length: usize,
    /// The number of its first line, counted from 1.
    first: u64,
    /// Its number among the pieces, counted from 0.
    pub(super) number: u64,
    /// Lines that are known not to be of use, by their numbers, ascending. They stand among the others as empty lines.
    refused: Vec<(u64, LineError)>,
}

/// A line of a piece.
pub(super) enum Item<'p> {
    /// Its place among these bytes, without its end. Some line ends more come after it.
    Line(&'p [u8], Range<usize>),
    /// It cannot be used.
    Refused(LineError),
}

impl Piece {
    /// Calls `each` with each line and its number, as long as it wants more.
    pub(super) fn each(&self, mut each: impl FnMut(u64, Item<'_>) -> bool) {
        let mut refused = self.refused.iter().peekable();
        for (number, place) in (self.first..).zip(self.lines()) {
            let item = match refused.next_if(|(at, _)| *at == number) {
                Some((_, error)) => Item::Refused(error.clone()),
                None => Item::Line(&self.bytes, place),
            };
            if !each(number, item) {
                return;
            }
        }
    }

    /// The places of the lines.
    fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        let lines = &self.bytes[..self.length];
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', lines).chain((lines.last() != Some(&b'\n')).then_some(lines.len()));
        ends.map(move |end| std::mem::replace(&mut start, end + 1)..end)
    }

    /// The text of the lines.
    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    /// Puts other lines here: from which number on, as which piece, and which of them cannot be used.
    pub(super) fn put(&mut self, first: u64, number: u64, text: Vec<u8>, refused: Vec<(u64, LineError)>) {
        self.length = text.len();
        self.bytes = text;
        self.bytes.extend_from_slice(&SLACK);
        (self.first, self.number, self.refused) = (first, number, refused);
    }
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R) -> Lines<R> {
        Lines { input, rest: Vec::new(), lines: 0, pieces: 0, ended: false }
    }

    /// Reads on to the end of the line, and leaves what follows it.
    fn pass_over(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        loop {
            bytes.clear();
            bytes.shrink_to(PIECE);
            if read(&mut self.input, bytes, PIECE)? == 0 {
                self.ended = true;
                return Ok(());
            }
            if let Some(end) = memchr::memchr(b'\n', bytes) {
                bytes.drain(..=end);
                return Ok(());
            }
        }
    }
}

impl<R: Read> Feed for Lines<R> {
    fn next(&mut self, piece: &mut Piece) -> io::Result<bool> {
        let mut bytes = std::mem::take(&mut piece.bytes);
        bytes.clear();
        bytes.append(&mut self.rest);
        piece.refused.clear();
        let mut too_long = false;
        let length = loop {
            if self.ended {
                break bytes.len();
            }
            let before = bytes.len();
            // A line that is longer than a piece makes it grow.
            let wanted = PIECE.max(before + PIECE / 2) - before;
            let read = read(&mut self.input, &mut bytes, wanted);
            // After an error nothing more is read, so that nothing is left out in the middle.
            self.ended = !matches!(read, Ok(1..));
            read?;
            if self.lines == 0 && before < 3 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            let from = before.min(bytes.len());
            if let Some(end) = memchr::memrchr(b'\n', &bytes[from..]) {
                break from + end + 1;
            }
            if bytes.len() > LONGEST_LINE {
                self.pass_over(&mut bytes)?;
                too_long = true;
                break 0;
            }
        };
        if length == 0 && !too_long {
            return Ok(false);
        }
        self.rest.extend_from_slice(&bytes[length..]);
        bytes.truncate(length);
        if too_long {
            piece.refused.push((self.lines + 1, LineError::too_long()));
        }
        piece.length = length;
        piece.first = self.lines + 1;
        piece.number = self.pieces;
        self.lines += if too_long { 1 } else { memchr::memchr_iter(b'\n', &bytes).count() as u64 };
        self.pieces += 1;
        bytes.extend_from_slice(&SLACK);
        piece.bytes = bytes;
        Ok(true)
    }
}

/// One read of at most so many bytes, after those that are there.
fn read(input: &mut impl Read, bytes: &mut Vec<u8>, most: usize) -> io::Result<usize> {
    let before = bytes.len();
    bytes.resize(before + most, 0);
    let read = loop {
        match input.read(&mut bytes[before..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => break other,
        }
    };
    bytes.truncate(before + *read.as_ref().unwrap_or(&0));
    read
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Feed, Item, LONGEST_LINE, Lines, PIECE, Piece};

    /// Gives a few bytes at a time, as a pipe does.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(buffer.len()).min(self.0.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    /// Every line with its number; `None` for one that is too long.
    fn lines(text: &[u8], drop: usize) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut feed = Lines::new(Drops(text, drop));
        let mut piece = Piece::default();
        let mut found = Vec::new();
        let mut pieces = 0;
        while feed.next(&mut piece).unwrap() {
            assert_eq!(piece.number, pieces);
            pieces += 1;
            piece.each(|number, item| {
                let line = match item {
                    Item::Line(bytes, place) => Some(bytes[place].to_vec()),
                    Item::Refused(error) => {
                        assert_eq!(error.code, "line-too-long");
                        None
                    }
                };
                found.push((number, line));
                true
            });
        }
        found
    }

    #[test]
    fn every_line_comes_once_with_its_number_however_the_input_comes() {
        let mut text = b"\xef\xbb\xbfone\n\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', LONGEST_LINE * 2 + 7));
        text.extend_from_slice(b"\nthree, four\r\n");
        let long = "y".repeat(PIECE + 100);
        text.extend_from_slice(format!("{long}\nlast").as_bytes());
        let expected = [Some("one"), Some(""), None, Some("three, four\r"), Some(&long), Some("last")];
        let expected = expected.map(|line| line.map(|line| line.as_bytes().to_vec()));
        let expected: Vec<_> = (1..).zip(expected).collect();
        for drop in [usize::MAX, 4096, 1000] {
            assert!(lines(&text, drop) == expected, "{drop} bytes at a time");
        }
        let short = &text[..8];
        assert_eq!(lines(short, 1), [(1, Some(b"one".to_vec())), (2, Some(Vec::new()))]);
        assert_eq!(lines(b"", 10), []);
    }
}
