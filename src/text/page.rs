//! Pages: words with their meaning, before anybody knows how wide the paper is.

use super::{big, columns, wrap};
use crate::questionnaire::Level;
use crate::words;

/// What a stretch of text is, for whoever paints it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Tone {
    /// Running text.
    #[default]
    Plain,
    /// What must be read.
    Strong,
    /// What stands back: sources, what is past.
    Quiet,
    /// The head of a part.
    Heading,
    /// A key that can be pressed.
    Key,
    /// A warning about the program or its content.
    Alert,
    /// What the cursor stands on.
    Chosen,
    /// A level.
    Badge(Level),
}

/// A stretch of text of one tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What it is.
    pub tone: Tone,
    /// Its words.
    pub text: String,
}

impl Span {
    /// A stretch of that tone.
    pub fn new(tone: Tone, text: impl Into<String>) -> Span {
        Span { tone, text: text.into() }
    }
}

/// One row of a laid out page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What stands on it, from the left.
    pub spans: Vec<Span>,
    /// The tone of the rest of the row.
    pub fill: Tone,
}

impl Row {
    /// A row of one stretch.
    pub fn of(tone: Tone, text: impl Into<String>) -> Row {
        Row { spans: vec![Span::new(tone, text)], fill: Tone::Plain }
    }

    /// Its words alone.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect::<String>().trim_end().to_owned()
    }

    /// How many columns it takes.
    pub fn columns(&self) -> usize {
        self.spans.iter().map(|span| columns(&span.text)).sum()
    }

    /// The same row with the cursor on it: one tone to its end.
    pub fn chosen(mut self) -> Row {
        for span in &mut self.spans {
            span.tone = Tone::Chosen;
        }
        self.fill = Tone::Chosen;
        self
    }
}

/// A paragraph: a fixed lead on its first row, and a text that is wrapped beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Columns left free before it.
    pub indent: usize,
    /// A mark, a key or a rank sign, and the blank after it; the text's further rows are indented by as much.
    pub lead: Option<Span>,
    /// The text.
    pub text: Option<Span>,
    /// Whether its tone fills its rows to their end.
    pub band: bool,
    /// What of it is shown in large letters where there is room.
    pub large: Large,
}

/// What of a paragraph is shown in large letters where there is room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Large {
    /// Nothing.
    #[default]
    Nothing,
    /// This, above it.
    Above(String),
    /// Itself.
    Itself,
}

impl Block {
    /// Its rows with large letters; `None` where it has none, or they do not fit.
    fn large_rows(&self, width: usize) -> Option<Vec<Row>> {
        let text = self.text.as_ref()?;
        let fill = if self.band { text.tone } else { Tone::Plain };
        let (large, own) = match &self.large {
            Large::Nothing => return None,
            Large::Above(large) => (large.as_str(), self.rows(width)),
            Large::Itself => (text.text.as_str(), Vec::new()),
        };
        // A band has a margin.
        let margin = if self.band { " " } else { "" };
        let letters = big(large, width.checked_sub(2 * margin.len())?)?;
        let row = |words: String| Row { spans: vec![Span::new(text.tone, format!("{margin}{words}"))], fill };
        Some(letters.into_iter().map(row).chain(own).collect())
    }

    /// Its rows, of at most so many columns.
    pub fn rows(&self, width: usize) -> Vec<Row> {
        let Some(text) = &self.text else { return vec![Row::default()] };
        let lead = self.lead.as_ref().map_or(0, |lead| columns(&lead.text));
        let before = (self.indent + lead).min(width / 2);
        let fill = if self.band { text.tone } else { Tone::Plain };
        let mut rows = Vec::new();
        for (number, words) in wrap(&text.text, width - before).into_iter().enumerate() {
            let mut spans = Vec::with_capacity(3);
            match &self.lead {
                Some(mark) if number == 0 => {
                    if self.indent > 0 {
                        spans.push(Span::new(Tone::Plain, " ".repeat(before.saturating_sub(lead))));
                    }
                    spans.push(mark.clone());
                }
                _ if before > 0 => spans.push(Span::new(fill, " ".repeat(before))),
                _ => {}
            }
            spans.push(Span::new(text.tone, words));
            rows.push(Row { spans, fill });
        }
        rows
    }
}

/// A text in parts, to be scrolled, printed or spoken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its paragraphs.
    pub blocks: Vec<Block>,
}

impl Page {
    /// An empty row, unless one is there already.
    pub fn gap(&mut self) {
        if self.blocks.last().is_some_and(|block| block.text.is_some()) {
            self.blocks.push(Block::default());
        }
    }

    /// An empty row, then the head of a part.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.gap();
        self.text(Tone::Heading, text);
    }

    /// A paragraph of one tone.
    pub fn text(&mut self, tone: Tone, text: impl Into<String>) {
        self.indented(0, tone, text);
    }

    /// A paragraph of one tone, in large letters where there is room.
    pub fn big(&mut self, tone: Tone, text: impl Into<String>) {
        self.text(tone, text);
        if let Some(block) = self.blocks.last_mut() {
            block.large = Large::Itself;
        }
    }

    /// A paragraph of one tone, so many columns in.
    pub fn indented(&mut self, indent: usize, tone: Tone, text: impl Into<String>) {
        self.blocks.push(Block { indent, text: Some(Span::new(tone, text)), ..Block::default() });
    }

    /// A paragraph with a mark before it.
    pub fn item(&mut self, mark: Span, text: Span) {
        self.marked(0, mark, text);
    }

    /// A paragraph with a mark before it, so many columns in.
    pub fn marked(&mut self, indent: usize, mark: Span, text: Span) {
        self.blocks.push(Block { indent, lead: Some(mark), text: Some(text), ..Block::default() });
    }

    /// A level's badge: rank sign and word, as wide as the page where `band` says so.
    pub fn badge(&mut self, level: Level, word: &str, band: bool) {
        let tone = Tone::Badge(level);
        let lead = Some(Span::new(tone, format!(" {} ", words::rank(level))));
        let text = Some(Span::new(tone, word));
        self.blocks.push(Block { indent: 0, lead, text, band, large: Large::Nothing });
    }

    /// All of another page, after this one and an empty row.
    pub fn append(&mut self, mut other: Page) {
        if !other.blocks.is_empty() {
            self.gap();
        }
        self.blocks.append(&mut other.blocks);
    }

    /// Its rows, of at most so many columns: in large letters as much of it as leaves everything in sight on so many rows, or,
    /// where not everything can be, takes no more than a quarter of them.
    pub fn rows_within(&self, width: usize, height: usize) -> Vec<Row> {
        let small = self.rows(width);
        let large: Vec<usize> = (0..self.blocks.len()).filter(|&at| self.blocks[at].large != Large::Nothing).collect();
        for count in (1..=large.len()).rev() {
            let rows: Option<Vec<Vec<Row>>> = self
                .blocks
                .iter()
                .enumerate()
                .map(
                    |(at, block)| {
                        if large[..count].contains(&at) { block.large_rows(width) } else { Some(block.rows(width)) }
                    },
                )
                .collect();
            let rows: Option<Vec<Row>> = rows.map(|rows| rows.concat());
            let fits = |rows: &Vec<Row>| rows.len() <= height || 4 * rows.len().saturating_sub(small.len()) <= height;
            if let Some(rows) = rows.filter(fits) {
                return rows;
            }
        }
        small
    }

    /// Its rows, of at most so many columns.
    pub fn rows(&self, width: usize) -> Vec<Row> {
        self.blocks.iter().flat_map(|block| block.rows(width)).collect()
    }

    /// Its words alone, in rows of at most so many columns.
    pub fn plain(&self, width: usize) -> String {
        let mut text = String::new();
        for row in self.rows(width) {
            text.push_str(&row.plain());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Span, Tone};

    #[test]
    fn a_mark_hangs_before_its_paragraph() {
        let mut page = Page::default();
        page.text(Tone::Strong, "Because");
        page.marked(2, Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, "one two three"));
        assert_eq!(page.plain(11), "Because\n  - one two\n    three\n");
    }

    #[test]
    fn large_letters_come_where_there_is_room_and_take_none_from_the_rest() {
        let mut page = Page::default();
        page.big(Tone::Strong, "Now");
        page.text(Tone::Plain, "one");
        let rows = |page: &Page, width, height| {
            page.rows_within(width, height).iter().map(super::Row::plain).collect::<Vec<_>>()
        };
        assert_eq!(rows(&page, 20, 4), ["Now", "one"]);
        let large = rows(&page, 20, 5);
        assert_eq!((large.len(), large[4].as_str()), (5, "one"));
        assert_eq!(rows(&page, 11, 5), ["Now", "one"], "too narrow");
        // Of a page that is longer than the screen in any case they take a quarter at most.
        (0..40).for_each(|_| page.text(Tone::Plain, "more"));
        assert_eq!((rows(&page, 20, 11)[0].as_str(), rows(&page, 20, 12)[0].contains('█')), ("Now", true));
    }

    #[test]
    fn gaps_do_not_add_up() {
        let mut page = Page::default();
        page.gap();
        page.text(Tone::Plain, "a");
        page.gap();
        page.gap();
        page.heading("b");
        assert_eq!(page.plain(9), "a\n\nb\n");
    }
}
