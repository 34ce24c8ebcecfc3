//! A line of text that is being typed.

use unicode_segmentation::UnicodeSegmentation;

use super::input::Key;

/// A line of text with a cursor between two of its characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Field {
    text: String,
    /// Byte position, between grapheme clusters.
    cursor: usize,
}

impl Field {
    /// More than anybody types; a stuck key or a pasted book must not fill the memory.
    const LONGEST: usize = 2000;

    /// A field that holds this text, the cursor behind it.
    pub(super) fn new(text: impl Into<String>) -> Field {
        let text = text.into();
        Field { cursor: text.len(), text }
    }

    /// What stands in it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands before the cursor.
    pub(super) fn before(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Empties it.
    pub(super) fn clear(&mut self) {
        *self = Field::default();
    }

    /// Types a character at the cursor.
    pub(super) fn put(&mut self, c: char) {
        if self.text.len() + c.len_utf8() <= Self::LONGEST && !is_unseen(c) {
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
            self.settle();
        }
    }

    /// Pastes the first line that says anything, without control characters.
    pub(super) fn paste(&mut self, pasted: &str) {
        let line = pasted.split(['\n', '\r']).find(|line| !line.trim().is_empty()).unwrap_or("");
        line.chars().for_each(|c| self.put(c));
    }

    /// Edits by a key that is not typed; `false` where the key means nothing here.
    pub(super) fn edit(&mut self, key: Key) -> bool {
        match key {
            Key::Backspace if self.cursor > 0 => {
                let from = self.left();
                self.text.drain(from..self.cursor);
                self.cursor = from;
            }
            Key::Delete if self.cursor < self.text.len() => {
                let to = self.right();
                self.text.drain(self.cursor..to);
            }
            Key::Left if self.cursor > 0 => self.cursor = self.left(),
            Key::Right if self.cursor < self.text.len() => self.cursor = self.right(),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.text.len(),
            Key::Ctrl('u') => self.clear(),
            _ => return false,
        }
        self.settle();
        true
    }

    fn left(&self) -> usize {
        self.text[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.text[self.cursor..].graphemes(true).next().map_or(self.text.len(), |grapheme| self.cursor + grapheme.len())
    }

    /// Moves the cursor behind the cluster it fell into: typed and deleted characters can join their neighbours.
    fn settle(&mut self) {
        let boundary = self.text.grapheme_indices(true).map(|(at, _)| at).find(|&at| at >= self.cursor);
        self.cursor = boundary.unwrap_or(self.text.len());
    }
}

/// Whether a character is not seen but changes what is: a control, or one that turns the direction of writing.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn it_is_edited_by_whole_characters() {
        let mut field = Field::new("cafe\u{301}");
        field.edit(Key::Backspace);
        assert_eq!(field.text(), "caf");
        field.edit(Key::Home);
        field.put('x');
        assert_eq!((field.text(), field.before()), ("xcaf", "x"));
        field.edit(Key::Delete);
        assert_eq!(field.text(), "xaf");
    }

    #[test]
    fn of_what_is_pasted_one_line_arrives() {
        let mut field = Field::default();
        field.paste("\r\n  \n\u{1b}[2Jone\ttwo\nthree");
        assert_eq!(field.text(), "[2Jonetwo");
    }

    proptest! {
        #[test]
        fn the_cursor_stands_between_characters(steps in prop::collection::vec((any::<char>(), 0usize..8), 0..60)) {
            let mut field = Field::default();
            for (c, step) in steps {
                match step {
                    0 => { field.edit(Key::Backspace); }
                    1 => { field.edit(Key::Delete); }
                    2 => { field.edit(Key::Left); }
                    3 => { field.edit(Key::Right); }
                    4 => { field.edit(Key::Home); }
                    _ => field.put(c),
                }
                prop_assert!(field.text().is_char_boundary(field.before().len()));
            }
        }
    }
}
