//! The way along a line of JSON.

use std::ops::Range;

use crate::replay::scan::{self, Hash};

/// A place in a line. Everything gives `None` where the line is not as nearly all are.
pub(super) struct Cursor<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
    pub(super) end: usize,
}

impl Cursor<'_> {
    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    fn skip(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    #[inline(always)]
    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip(byte).then_some(())
    }

    #[inline(always)]
    pub(super) fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) && self.at < self.end {
            self.at += 1;
        }
    }

    /// Calls `item` at each item of a list or an object, between these brackets.
    #[inline(always)]
    pub(super) fn items(
        &mut self,
        [open, close]: [u8; 2],
        mut item: impl FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        self.take(open)?;
        self.blanks();
        if self.skip(close) {
            return Some(());
        }
        loop {
            self.blanks();
            item(self)?;
            self.blanks();
            if !self.skip(b',') {
                return self.take(close);
            }
        }
    }

    /// The key of an object, up to its value.
    #[inline(always)]
    pub(super) fn key(&mut self) -> Option<(Range<usize>, Hash)> {
        let key = self.string()?;
        self.blanks();
        self.take(b':')?;
        self.blanks();
        Some(key)
    }

    /// A string that is to be a known name: only then is it known to be right JSON.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Option<(Range<usize>, Hash)> {
        self.take(b'"')?;
        let (end, hash) = scan::name(self.bytes, self.at)?;
        let place = self.at..end;
        self.at = end + 1;
        Some((place, hash))
    }

    pub(super) fn word(&mut self, word: &[u8]) -> Option<()> {
        let end = self.at + word.len();
        let is_here = self.bytes.get(self.at..end) == Some(word);
        self.at = end;
        is_here.then_some(())
    }

    /// A text, a number, `true`, `false` or `null`, as it is written.
    pub(super) fn scalar(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        match self.peek()? {
            b'"' => self.at = scan::text(self.bytes, self.at + 1)?.end + 1,
            b'n' => self.word(b"null")?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            _ => self.whole()?,
        }
        Some(start..self.at)
    }

    /// A whole number of at most 18 digits.
    fn whole(&mut self) -> Option<()> {
        self.skip(b'-');
        let start = self.at;
        self.digits(18)?;
        (!self.is_padded(start) && !self.goes_on()).then_some(())
    }

    /// A number of at most nine digits before and three after the point, in thousandths.
    pub(super) fn number(&mut self) -> Option<i64> {
        let negative = self.skip(b'-');
        let start = self.at;
        let mut number = self.digits(9)?;
        let is_padded = self.is_padded(start);
        let mut missing = 3;
        if self.skip(b'.') {
            let start = self.at;
            let fraction = self.digits(3)?;
            missing = 3 - (self.at - start);
            number = number * 10i64.pow((self.at - start) as u32) + fraction;
        }
        number *= 10i64.pow(missing as u32);
        // A zero below zero is a number of its own to some.
        let is_other = is_padded || self.goes_on() || negative && number == 0;
        (!is_other).then_some(if negative { -number } else { number })
    }

    /// Whether the digits since there begin with a zero that no number begins with.
    fn is_padded(&self, start: usize) -> bool {
        self.at - start > 1 && self.bytes[start] == b'0'
    }

    /// Whether what was read is but the beginning of a number.
    fn goes_on(&self) -> bool {
        matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
    }

    /// One digit at least, and so many at most.
    fn digits(&mut self, most: usize) -> Option<i64> {
        let start = self.at;
        let mut number = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek()
            && self.at - start < most
        {
            number = number * 10 + i64::from(digit - b'0');
            self.at += 1;
        }
        (self.at > start).then_some(number)
    }
}
