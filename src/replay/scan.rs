//! Finding the ends of JSON strings eight bytes at a time.

use std::ops::Range;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Marks the lowest byte of `word` that is zero, and perhaps some above it.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGH
}

/// Marks the lowest byte of `word` that is this one, and perhaps some above it.
fn equal(word: u64, byte: u8) -> u64 {
    zeros(word ^ (ONES * u64::from(byte)))
}

/// Marks the lowest control character of `word`, and perhaps some bytes above it.
fn control(word: u64) -> u64 {
    word.wrapping_sub(ONES * 0x20) & !word & HIGH
}

#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// A hash of names, for a table whose names are known beforehand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Hash(u64);

impl Hash {
    const NONE: Hash = Hash(0);

    #[inline(always)]
    fn and(self, word: u64) -> Hash {
        let mixed = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Hash(mixed ^ mixed >> 32)
    }

    /// The hash for one of several kinds of names.
    #[inline(always)]
    pub(super) fn of_kind(self, kind: u32) -> u64 {
        self.and(u64::from(kind)).0
    }

    /// The hash that [`name`] finds of this name.
    pub(super) fn of(text: &[u8]) -> Hash {
        // Where the quote is the first of eight bytes, nothing stands before it.
        let end = text.len().is_multiple_of(8).then_some(0);
        words(text).chain(end).fold(Hash::NONE, Hash::and)
    }
}

/// The bytes of a text, eight to a word, and zeros behind them.
fn words(text: &[u8]) -> impl Iterator<Item = u64> {
    text.chunks(8).map(|piece| {
        let mut word = [0; 8];
        word[..piece.len()].copy_from_slice(piece);
        u64::from_le_bytes(word)
    })
}

/// A name by its bytes, eight to a word.
#[derive(Debug)]
pub(super) struct Name {
    words: Box<[u64]>,
    length: usize,
}

impl Name {
    pub(super) fn of(name: &[u8]) -> Name {
        Name { words: words(name).collect(), length: name.len() }
    }

    /// Whether it is what stands there. No call and no loop over bytes: it is asked thirty times a line.
    #[inline(always)]
    pub(super) fn is_at(&self, bytes: &[u8], place: &Range<usize>) -> bool {
        if place.len() != self.length {
            return false;
        }
        let mut at = place.start;
        for &known in &self.words {
            let Some(word) = word(bytes, at) else { return false };
            let left = place.end - at;
            let same = word ^ known;
            let beyond = if left >= 8 { 0 } else { u64::MAX << (left * 8) };
            if same & !beyond != 0 {
                return false;
            }
            at += 8;
        }
        true
    }
}

/// The end of a name that starts at `at`, where its closing quote stands, and its hash. What lies between is known to be
/// right JSON only where it is found to be a known name. `None` where that takes more than there are bytes.
#[inline(always)]
pub(super) fn name(bytes: &[u8], mut at: usize) -> Option<(usize, Hash)> {
    let mut hash = Hash::NONE;
    loop {
        let word = word(bytes, at)?;
        let quote = equal(word, b'"');
        if quote == 0 {
            hash = hash.and(word);
            at += 8;
        } else {
            let before = quote.trailing_zeros() / 8;
            // A shift by all 64 bits cannot be: the quote is one of the eight.
            return Some((at + before as usize, hash.and(word & !(u64::MAX << (before * 8)))));
        }
    }
}

/// A string as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// Where its closing quote stands.
    pub(super) end: usize,
    /// Something in it is escaped.
    pub(super) escaped: bool,
}

/// The string that starts at `start`. `None` where it holds a control character, broken UTF-8 or an escape that there is
/// not, or one of the halves that some characters are escaped in, which are right in pairs only.
pub(super) fn text(bytes: &[u8], start: usize) -> Option<Text> {
    let mut at = start;
    let mut high = 0;
    let mut escaped = false;
    loop {
        let word = word(bytes, at)?;
        let stop = equal(word, b'"') | equal(word, b'\\') | control(word);
        if stop == 0 {
            high |= word & HIGH;
            at += 8;
            continue;
        }
        let before = stop.trailing_zeros() / 8;
        high |= word & HIGH & !(u64::MAX << (before * 8));
        at += before as usize;
        match bytes[at] {
            b'"' => {
                let is_whole = high == 0 || std::str::from_utf8(&bytes[start..at]).is_ok();
                return is_whole.then_some(Text { end: at, escaped });
            }
            b'\\' => {
                escaped = true;
                at += escape(bytes.get(at + 1..)?)?;
            }
            _ => return None,
        }
    }
}

/// The length of the escape of which this comes after its backslash.
fn escape(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => {
            let digits = bytes.get(1..5)?;
            let is_half = matches!(digits, [b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]);
            (digits.iter().all(u8::is_ascii_hexdigit) && !is_half).then_some(6)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Name, Text, name, text};

    #[test]
    fn names_and_texts_end_at_their_quote_wherever_it_stands() {
        for length in 0..40 {
            for start in 0..9 {
                let word: String = (0..length).map(|at| char::from(b'a' + (at % 26) as u8)).collect();
                let line = format!("{}{word}\"\"  \\ and more", "x".repeat(start));
                let padded = format!("{line}        ");
                let (end, hash) = name(padded.as_bytes(), start).unwrap();
                assert_eq!((end, hash), (start + length, Hash::of(word.as_bytes())));
                assert_eq!(text(padded.as_bytes(), start), Some(Text { end: start + length, escaped: false }));
                let known = Name::of(word.as_bytes());
                assert!(known.is_at(padded.as_bytes(), &(start..end)));
                assert!(!known.is_at(padded.as_bytes(), &(start..end + 1)));
                for at in 0..length {
                    let mut other = word.clone().into_bytes();
                    other[at] ^= 1;
                    assert!(!Name::of(&other).is_at(padded.as_bytes(), &(start..end)));
                }
            }
        }
    }

    #[test]
    fn a_text_that_takes_more_is_left_to_others() {
        let read = |inside: &[u8]| text(&[inside, b"\"          "].concat(), 0);
        for plain in ["", "a", "ein l\u{e4}ngerer Satz, mit \u{4e2d}\u{6587}", "~\u{7f}"] {
            assert_eq!(read(plain.as_bytes()), Some(Text { end: plain.len(), escaped: false }), "{plain}");
        }
        for escaped in [r#"a \"word\" and \\ \/ more"#, r"\u00e4\n\t\b\f\r", r"\uD7fF\ue000"] {
            assert_eq!(read(escaped.as_bytes()), Some(Text { end: escaped.len(), escaped: true }), "{escaped}");
        }
        for (inside, why) in [
            (&b"a longer text \x1f"[..], "a control character"),
            (b"\xff", "no UTF-8"),
            (b"12345678\xc3", "half a character"),
            (b"ab\\x", "no escape"),
            (b"\\u12g4", "no digit"),
            (b"\\ud83e\\uddb5", "a character in two halves"),
            (b"\\uDC00", "half of one"),
        ] {
            assert_eq!(read(inside), None, "{why}");
        }
        assert_eq!(text(b"no end", 0), None);
        assert_eq!(text(b"12345678\\", 0), None);
        assert_eq!(name(b"no end of it", 0), None);
    }
}
