//! Words on rows: how many columns a text takes, where it breaks, and pages of such rows.
//!
//! Everything is counted in terminal columns and cut between grapheme clusters, so East Asian and combining text keep
//! their columns. The screen and the note lay out their words here.

mod big;
mod markdown;
mod page;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub use big::big;
pub use markdown::literal;
pub use page::{Block, Large, Page, Row, Span, Tone};

/// How many terminal columns the text takes.
pub fn columns(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Breaks the text into rows of at most so many columns: between words where it can, between East Asian characters,
/// within a word only where the word alone is too long. A line end in the text ends a row. Only blanks at the breaks are
/// lost; a single character wider than a row stands alone.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_by(text, width, columns)
}

/// The same for letters that are not equally wide: `measure` says how wide a text is, in the unit of `width`.
pub fn wrap_by(text: &str, width: usize, measure: impl Fn(&str) -> usize + Copy) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.split('\n') {
        let mut row = Filling { text: String::new(), used: 0, width: width.max(1), measure };
        for word in line.split(breaks).filter(|word| !word.is_empty()) {
            if word.is_ascii() {
                row.put(word, true, &mut rows);
                continue;
            }
            let mut gap = true;
            for piece in pieces(word) {
                row.put(piece, gap, &mut rows);
                gap = false;
            }
        }
        rows.push(row.text);
    }
    rows
}

/// Breaks what is being typed into rows of at most so many columns, losing nothing, so that the cursor stands behind
/// the last character. Never empty.
pub fn typed(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = columns(grapheme);
        if used + wide > width && used > 0 {
            rows.push(String::new());
            used = 0;
        }
        if let Some(row) = rows.last_mut() {
            row.push_str(grapheme);
        }
        used += wide;
    }
    rows
}

/// The text where it fits, else its beginning and two dots.
pub fn clip(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(2);
    let mut used = 0;
    let mut clipped = String::new();
    for grapheme in text.graphemes(true) {
        used += columns(grapheme);
        if used > room {
            break;
        }
        clipped.push_str(grapheme);
    }
    let kept = clipped.trim_end().len();
    clipped.truncate(kept);
    clipped.push_str(&".."[..width.min(2)]);
    clipped
}

/// A row that words are put into.
struct Filling<M> {
    text: String,
    used: usize,
    width: usize,
    measure: M,
}

impl<M: Fn(&str) -> usize> Filling<M> {
    fn put(&mut self, piece: &str, gap: bool, rows: &mut Vec<String>) {
        let wide = (self.measure)(piece);
        let gap = if gap && self.used > 0 { " " } else { "" };
        let gap_wide = (self.measure)(gap);
        if self.used + gap_wide + wide <= self.width {
            self.text.push_str(gap);
            self.text.push_str(piece);
            self.used += gap_wide + wide;
            return;
        }
        self.end(rows);
        if wide <= self.width {
            self.text.push_str(piece);
            self.used = wide;
            return;
        }
        for grapheme in piece.graphemes(true) {
            let wide = (self.measure)(grapheme);
            if self.used + wide > self.width {
                self.end(rows);
            }
            self.text.push_str(grapheme);
            self.used += wide;
        }
    }

    fn end(&mut self, rows: &mut Vec<String>) {
        if self.used > 0 {
            rows.push(std::mem::take(&mut self.text));
            self.used = 0;
        }
    }
}

/// Whether words part at this character: blanks, but for those that hold together what they stand between.
fn breaks(c: char) -> bool {
    (c.is_whitespace() || c.is_control()) && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}')
}

/// The parts of a word that may stand on different rows: each wide character is one, with the closing punctuation that
/// must not begin a row.
fn pieces(word: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before_is_wide = false;
    for (at, grapheme) in word.grapheme_indices(true) {
        let wide = columns(grapheme) > 1;
        let closing = grapheme.chars().all(|c| "、。，．！？）」』】：；".contains(c));
        if at > start && (wide || before_is_wide) && !closing {
            pieces.push(&word[start..at]);
            start = at;
        }
        before_is_wide = wide;
    }
    pieces.push(&word[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{clip, columns, typed, wrap};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn rows_break_between_words_and_only_where_they_must_within_one() {
        for (text, width, expected) in [
            ("", 5, vec![""]),
            ("one two", 7, vec!["one two"]),
            ("one two", 6, vec!["one", "two"]),
            ("a\n\nb", 9, vec!["a", "", "b"]),
            ("unbreakable", 4, vec!["unbr", "eaka", "ble"]),
            ("ab unbreakable", 4, vec!["ab", "unbr", "eaka", "ble"]),
            ("左ふくらはぎの痛み。", 6, vec!["左ふく", "らはぎ", "の痛", "み。"]),
            ("cafe\u{301} noir", 5, vec!["cafe\u{301}", "noir"]),
            ("10\u{a0}mg daily", 6, vec!["10\u{a0}mg", "daily"]),
        ] {
            assert_eq!(wrap(text, width), expected, "{text:?} in {width}");
        }
    }

    #[test]
    fn what_does_not_fit_says_so_with_two_dots() {
        for (text, width, expected) in [
            ("calf", 4, "calf"),
            ("calf pain", 7, "calf.."),
            ("痛み止め", 7, "痛み.."),
            ("abc", 2, ".."),
            ("abc", 1, "."),
            ("abc", 0, ""),
        ] {
            assert_eq!(clip(text, width), expected, "{text:?} in {width}");
        }
    }

    /// Texts with all that breaks rows badly: wide, combining and joined characters, blanks of all kinds.
    fn texts() -> impl Strategy<Value = String> {
        let atoms = prop_oneof![
            "[a-z]{1,12}",
            Just(" ".to_owned()),
            Just("\n".to_owned()),
            Just("痛み".to_owned()),
            Just("تورّم الساق".to_owned()),
            Just("नि".to_owned()),
            Just("¿Cómo".to_owned()),
            Just("e\u{301}".to_owned()),
            Just("👩\u{200d}⚕\u{fe0f}".to_owned()),
            Just("\u{a0}".to_owned()),
            any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(atoms, 0..24).prop_map(|atoms| atoms.concat())
    }

    proptest! {
        #[test]
        fn no_row_is_wider_than_asked_and_nothing_is_lost(text in texts(), width in 2usize..40) {
            let rows = wrap(&text, width);
            for row in &rows {
                prop_assert!(columns(row) <= width, "{row:?} takes {} of {width}", columns(row));
            }
            let solid = |text: &str| text.chars().filter(|&c| !super::breaks(c)).collect::<String>();
            prop_assert_eq!(solid(&rows.concat()), solid(&text));
        }

        #[test]
        fn no_grapheme_is_split(text in texts(), width in 2usize..40) {
            let rows = wrap(&text, width);
            let whole: Vec<&str> = text.split(super::breaks).flat_map(|word| word.graphemes(true)).collect();
            let laid: Vec<&str> = rows.iter().flat_map(|row| row.split(super::breaks)).flat_map(|word| word.graphemes(true)).collect();
            prop_assert_eq!(laid, whole);
        }

        #[test]
        fn what_is_typed_is_all_there(text in texts(), width in 2usize..40) {
            let rows = typed(&text, width);
            prop_assert_eq!(rows.concat(), text);
            prop_assert!(rows.iter().all(|row| columns(row) <= width));
        }

        #[test]
        fn what_is_clipped_fits(text in texts(), width in 0usize..40) {
            prop_assert!(columns(&clip(&text, width)) <= width);
        }
    }
}
