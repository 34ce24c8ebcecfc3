//! Where something stands in a file, and the findings while they are gathered.

use std::ops::Range;

use super::finding::{Code, Finding, MOST_FINDINGS, Severity};

/// A byte range of one of the files that are read. Files are bounded well below 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) page: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Place {
    /// The very beginning of a file.
    pub(super) fn start_of(page: usize) -> Place {
        Place::new(page, 0..0)
    }

    pub(super) fn new(page: usize, span: Range<usize>) -> Place {
        Place { page: page as u32, start: span.start as u32, end: span.end as u32 }
    }
}

/// The text of one file while it is read.
///
/// Places come from pointers: every name and text that was read from it is a slice of `text`.
#[derive(Clone, Copy)]
pub(super) struct Page<'a> {
    /// Which of the files.
    pub(super) index: usize,
    /// The text that was parsed; as long as the author's, with blanks where a broken part was taken out.
    pub(super) text: &'a str,
}

impl Page<'_> {
    /// The place of a slice of this page, or `None` where it is no slice of it (a text with escapes is a copy).
    pub(super) fn place_of(&self, slice: &str) -> Option<Place> {
        let offset = (slice.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        if offset + slice.len() <= self.text.len() {
            Some(Place::new(self.index, offset..offset + slice.len()))
        } else {
            None
        }
    }
}

/// The findings so far.
#[derive(Default)]
pub(super) struct Found {
    list: Vec<Noted>,
    errors: bool,
    compared: usize,
    incomplete: bool,
}

struct Noted {
    code: Code,
    place: Place,
    message: String,
    help: String,
}

impl Found {
    /// Looking for a similar name is quadratic over a file in which every name is wrong, so no more than this is spent
    /// on it: the letters of the name by those of each candidate.
    const MOST_COMPARED: usize = 20_000_000;

    /// Says that something is left unread. What may be only because of that is no longer noted.
    pub(super) fn set_incomplete(&mut self) {
        self.incomplete = true;
    }

    pub(super) fn note(&mut self, code: Code, place: Place, message: impl Into<String>, help: impl Into<String>) {
        if self.incomplete && code.is_about_absence() {
            return;
        }
        self.errors |= code.severity() == Severity::Error;
        if self.list.len() < MOST_FINDINGS {
            self.list.push(Noted { code, place, message: message.into(), help: help.into() });
        }
    }

    /// Whether nothing was found at all.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty() && !self.errors
    }

    /// Whether an error is among the findings.
    pub(super) fn has_errors(&self) -> bool {
        self.errors
    }

    /// "Did you mean ...?", where one of the candidates is nearly the name.
    pub(super) fn similar<'n>(&mut self, name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        let candidates = candidates.take_while(|candidate| {
            // Something of it is spent even on those that are only looked at.
            self.compared += 50 + name.len() * candidate.len();
            self.compared <= Self::MOST_COMPARED
        });
        super::similar::similar(name, candidates)
    }

    /// The findings in the order of the files given, then of their places; `files` are names and texts by page.
    pub(super) fn finish(mut self, files: &[(&str, &str)], order: &[usize]) -> Vec<Finding> {
        let rank = |page: u32| order.iter().position(|&p| p == page as usize).unwrap_or(usize::MAX);
        self.list.sort_by_key(|noted| (rank(noted.place.page), noted.place.page, noted.place.start));
        let mut findings = Vec::with_capacity(self.list.len());
        let mut cursor = Cursor::default();
        let mut page = u32::MAX;
        for Noted { code, place, message, help } in self.list {
            let (file, text) = files.get(place.page as usize).copied().unwrap_or_default();
            if page != place.page {
                cursor = Cursor::default();
                page = place.page;
            }
            let start = cursor.advance(text, place.start as usize);
            let end = (place.end as usize).clamp(start, text.len());
            let (line, column) = (cursor.line, cursor.column);
            let (file, span) = (file.to_owned(), start..end);
            findings.push(Finding { code, file, line, column, span, message, help, witness: None });
        }
        findings
    }
}

/// Walks a text forwards and knows line and column; one walk serves all findings of a file.
struct Cursor {
    offset: usize,
    line: usize,
    column: usize,
}

impl Default for Cursor {
    fn default() -> Self {
        Cursor { offset: 0, line: 1, column: 1 }
    }
}

impl Cursor {
    /// Moves on to the character at or before the offset, and returns where that is.
    fn advance(&mut self, text: &str, offset: usize) -> usize {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        for c in text.get(self.offset..offset).unwrap_or_default().chars() {
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.offset = self.offset.max(offset);
        offset
    }
}

/// Lines and columns of a text for places in any order, without walking it from its beginning each time.
pub(super) struct Lines {
    /// Every line's start, and steps within long lines: offset, line and column.
    steps: Vec<(u32, u32, u32)>,
}

impl Lines {
    /// So many bytes are walked at most.
    const STEP: usize = 512;

    pub(super) fn of(text: &str) -> Lines {
        let mut steps = vec![(0, 1, 1)];
        let (mut line, mut column, mut last) = (1, 1, 0);
        for (offset, c) in text.char_indices() {
            if offset - last >= Self::STEP {
                steps.push((offset as u32, line, column));
                last = offset;
            }
            column += 1;
            if c == '\n' {
                (line, column, last) = (line + 1, 1, offset + 1);
                steps.push((last as u32, line, column));
            }
        }
        Lines { steps }
    }

    /// The line and column of an offset in the same text.
    pub(super) fn find(&self, text: &str, offset: usize) -> (usize, usize) {
        let after = self.steps.partition_point(|(start, ..)| *start as usize <= offset);
        let (start, line, column) = self.steps.get(after.saturating_sub(1)).copied().unwrap_or((0, 1, 1));
        let between = text.get(start as usize..offset).map_or(0, |between| between.chars().count());
        (line as usize, column as usize + between)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Lines};

    #[test]
    fn lines_are_found_as_by_walking() {
        let long = "é".repeat(700);
        for text in ["", "a", "\n", "a\nbc\r\n\n d", &long, &format!("{long}\n{long}x\n"), &"ab\n".repeat(900)] {
            let lines = Lines::of(text);
            let mut cursor = Cursor::default();
            for offset in (0..=text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                cursor.advance(text, offset);
                assert_eq!(lines.find(text, offset), (cursor.line, cursor.column), "{offset}");
            }
        }
    }
}
