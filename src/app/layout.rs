//! Where everything stands on a screen of a given size. The update and the drawing both ask here, so what is clamped is
//! what is shown.

use super::input::Size;

/// The least size on which questions are asked.
pub const LEAST: Size = Size { width: 40, height: 12 };

/// Rows from which there is room for a rule, two answers just given and blank rows on a page.
const TALL: u16 = 18;
/// Rows from which there is room for blank rows around a question of nine choices.
const AIRY: u16 = 30;
/// Columns from which the floor and the ceiling stand at the side: below, choices would wrap beside them.
const WIDE: u16 = 100;
/// Longer rows of a question are hard to read.
const QUESTION: u16 = 72;
/// Longer rows of a page are hard to read.
const PAGE: u16 = 96;

/// What takes over the screen is read from afar: in short rows.
const ALARM: u16 = 60;

/// How much is left out around a question so that more of it can be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// Nothing: there is room.
    #[default]
    Roomy,
    /// Blank rows, the rule and all but the last answer.
    Dense,
    /// The panel at the side, too: floor and ceiling stand in a row.
    Bare,
}

impl Density {
    /// All of them, the calmest first.
    pub const ALL: [Density; 3] = [Density::Roomy, Density::Dense, Density::Bare];
}

/// A rectangle on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its upper edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// What stands where; what is not shown has no rows or no columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The questionnaire's title and the flags.
    pub header: Area,
    /// A rule under the header.
    pub rule: Area,
    /// The section, and how far the interview has come.
    pub strip: Area,
    /// The answers just given.
    pub trail: Area,
    /// The question or the page.
    pub body: Area,
    /// Floor and ceiling with their reasons, at the side.
    pub side: Area,
    /// Floor and ceiling in a row or two.
    pub so_far: Area,
    /// What has just been said.
    pub message: Area,
    /// The keys.
    pub footer: Area,
}

impl Layout {
    /// The layout of a question, with a message of so many rows.
    pub fn question(size: Size, density: Density, message: u16) -> Layout {
        let tall = size.height >= TALL && density == Density::Roomy;
        let airy = size.height >= AIRY && density == Density::Roomy;
        let mut layout = Layout::framed(size, tall, airy, message);
        let Layout { mut body, .. } = layout;
        let inner = layout.footer.width;
        // In a low window a message takes the place of the trail and the bounds, not of the question.
        let crowded = size.height < TALL && message > 0;
        let mut take_top = |height: u16| {
            let height = height.min(body.height);
            let area = Area { height, width: inner, ..body };
            body.y += height;
            body.height -= height;
            area
        };
        layout.strip = take_top(1);
        take_top(u16::from(airy));
        layout.trail = take_top(if tall { 2 } else { u16::from(!crowded) });
        take_top(u16::from(tall));
        if size.width >= WIDE && density != Density::Bare {
            let width = (size.width / 3).clamp(28, 44);
            layout.side = Area { x: body.x + inner - width, width, ..body };
            body.width = inner - width - 3;
        } else {
            let gap = u16::from(airy).min(body.height);
            let room = size.height >= TALL && density != Density::Bare;
            let rows = if room { 2 } else { u16::from(!crowded) }.min(body.height - gap);
            body.height -= rows + gap;
            layout.so_far = Area { y: body.y + body.height + gap, height: rows, width: inner, ..body };
        }
        body.width = body.width.min(QUESTION);
        layout.body = body;
        layout
    }

    /// The layout of a page, with a message of so many rows.
    pub fn page(size: Size, message: u16) -> Layout {
        let tall = size.height >= TALL;
        Layout::framed(size, tall, tall, message)
    }

    /// Header, body, message and footer: with a rule where it is tall, and apart from each other where it is airy.
    fn framed(size: Size, tall: bool, airy: bool, message: u16) -> Layout {
        let Size { width, height } = size;
        let margin = if width >= 60 { 2 } else { u16::from(width > 4) };
        let inner = width.saturating_sub(2 * margin);
        let (tall, airy) = (u16::from(tall), u16::from(airy));
        let row = |y: u16, rows: u16| {
            let y = y.min(height);
            Area { x: margin, y, width: inner, height: rows.min(height - y) }
        };
        let below = height.saturating_sub(1 + airy);
        let message = message.min(below.saturating_sub(1));
        let top = 1 + tall + airy;
        let mut body = row(top, below.saturating_sub(message + top));
        body.width = inner.min(PAGE);
        Layout {
            header: row(0, 1),
            rule: row(1, tall),
            body,
            message: row(below - message, message),
            footer: row(height.saturating_sub(1), 1),
            ..Layout::default()
        }
    }

    /// The layout of what takes over the screen: a page in the middle of it, with a message of so many rows.
    pub fn alarm(size: Size, message: u16) -> Layout {
        let mut layout = Layout::page(size, message);
        let width = layout.body.width.min(ALARM);
        layout.body.x = layout.footer.x + (layout.footer.width - width) / 2;
        layout.body.width = width;
        layout
    }

    /// Rows that a message of that text takes at that size.
    pub fn message_rows(size: Size, text: &str) -> u16 {
        let width = usize::from(Layout::page(size, 0).footer.width);
        let most = if size.height >= TALL { 3 } else { 2 };
        crate::text::wrap(text, width).len().min(most) as u16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_screen_or_overlaps_at_any_size() {
        for width in 0..=130 {
            for height in 0..=45 {
                for message in 0..=3 {
                    let size = Size { width, height };
                    let questions = Density::ALL.map(|density| Layout::question(size, density, message));
                    for layout in
                        [Layout::page(size, message), Layout::alarm(size, message)].into_iter().chain(questions)
                    {
                        let Layout { header, rule, strip, trail, body, side, so_far, message, footer } = layout;
                        let areas = [header, rule, strip, trail, body, side, so_far, message, footer];
                        for (i, a) in areas.iter().enumerate() {
                            assert!(a.x + a.width <= width && a.y + a.height <= height, "{a:?} at {size:?}");
                            if width < LEAST.width || height < LEAST.height {
                                continue;
                            }
                            for b in &areas[i + 1..] {
                                let apart = a.x + a.width <= b.x
                                    || b.x + b.width <= a.x
                                    || a.y + a.height <= b.y
                                    || b.y + b.height <= a.y;
                                let empty = [a, b].iter().any(|area| area.width == 0 || area.height == 0);
                                assert!(apart || empty, "{a:?} {b:?} at {size:?}");
                            }
                        }
                    }
                }
            }
        }
    }
}
