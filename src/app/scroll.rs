//! A page that scrolls, and knows whether its last row was ever shown.

use super::keys::Command;
use super::layout::Area;
use crate::text::{Large, Page, Row};

/// Rows from which a page keeps its empty ones.
const ROOMY: u16 = 12;

/// A page, laid out for the width it is shown in.
#[derive(Clone, Debug, Default)]
pub struct Scroll {
    page: Page,
    rows: Vec<Row>,
    width: u16,
    tight: bool,
    height: u16,
    offset: usize,
    seen: bool,
}

impl Scroll {
    /// The page from its top; [`Scroll::fit`] lays it out.
    pub fn new(page: Page) -> Scroll {
        Scroll { page, ..Scroll::default() }
    }

    /// The same place in another page.
    pub fn replace(&mut self, page: Page) {
        *self = Scroll { page, offset: self.offset, ..Scroll::default() };
    }

    /// Lays the page out for an area of this size and keeps the offset within it, with large letters where there is room and
    /// they are wanted. Where rows are few, none is empty.
    pub fn fit(&mut self, area: Area, large: bool) {
        // A message that takes rows from below must not hide the end again.
        let stay_at_end = self.offset > 0 && !self.rows.is_empty() && self.at_end();
        let tight = area.height < ROOMY;
        // Large letters go by the room there is.
        let may_grow = large && self.page.blocks.iter().any(|block| block.large != Large::Nothing);
        let changed = self.width != area.width || self.tight != tight || (may_grow && self.height != area.height);
        if changed || self.rows.is_empty() {
            self.rows = match may_grow && !tight {
                true => self.page.rows_within(usize::from(area.width), usize::from(area.height)),
                false => self.page.rows(usize::from(area.width)),
            };
            if tight {
                self.rows.retain(|row| !row.spans.is_empty());
            }
            self.width = area.width;
            self.tight = tight;
        }
        self.height = area.height;
        self.offset = if stay_at_end { self.last_offset() } else { self.offset.min(self.last_offset()) };
        self.seen |= self.at_end() && self.height > 0;
    }

    /// Moves by a command; `false` where it is not one of moving.
    pub fn scroll(&mut self, command: Command) -> bool {
        let page = usize::from(self.height).saturating_sub(2).max(1);
        self.offset = match command {
            Command::Up => self.offset.saturating_sub(1),
            Command::Down => self.offset + 1,
            Command::PageUp => self.offset.saturating_sub(page),
            Command::PageDown => self.offset + page,
            Command::Home => 0,
            Command::End => self.rows.len(),
            _ => return false,
        }
        .min(self.last_offset());
        true
    }

    /// The page itself.
    pub(super) fn page(&self) -> &Page {
        &self.page
    }

    /// Whether the last row has been on the screen.
    pub fn seen(&self) -> bool {
        self.seen
    }

    /// Whether the last row is on the screen.
    pub fn at_end(&self) -> bool {
        self.offset >= self.last_offset()
    }

    /// The rows on the screen; where more remain, the last place is left to say so.
    pub fn visible(&self) -> &[Row] {
        let height = usize::from(self.height).saturating_sub(usize::from(!self.at_end()));
        let end = (self.offset + height).min(self.rows.len());
        &self.rows[self.offset.min(end)..end]
    }

    /// How far one can see, and how many rows there are.
    pub fn place(&self) -> (usize, usize) {
        (self.offset + self.visible().len(), self.rows.len())
    }

    fn last_offset(&self) -> usize {
        self.rows.len().saturating_sub(usize::from(self.height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Tone;

    #[test]
    fn the_end_is_seen_only_when_its_last_row_was_on_the_screen() {
        let mut page = Page::default();
        (1..=20).for_each(|number| page.text(Tone::Plain, number.to_string()));
        let mut scroll = Scroll::new(page);
        let area = Area { width: 10, height: 6, ..Area::default() };
        scroll.fit(area, false);
        let mut shown: Vec<String> = Vec::new();
        loop {
            shown.extend(scroll.visible().iter().map(Row::plain));
            assert_eq!(scroll.seen(), shown.contains(&"20".to_owned()));
            if scroll.seen() {
                break;
            }
            scroll.scroll(Command::PageDown);
            scroll.fit(area, false);
        }
        for number in 1..=20 {
            assert!(shown.contains(&number.to_string()), "row {number} was never shown");
        }
    }
}
