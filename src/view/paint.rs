//! Rows onto the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::Theme;
use crate::app::layout::Area;
use crate::text::{Row, Span, Tone, columns};

/// The area as the terminal's library has it, within the buffer.
pub(super) fn rect(area: Area, buffer: &Buffer) -> Rect {
    Rect { x: area.x, y: area.y, width: area.width, height: area.height }.intersection(buffer.area)
}

/// Paints rows from the top of the area, cut off where it ends. A ground, where there is one, lies under everything.
pub(super) fn rows(rows: &[Row], area: Area, theme: &Theme, ground: Option<Style>, buffer: &mut Buffer) {
    let area = rect(area, buffer);
    for (y, row) in (area.y..area.bottom()).zip(rows) {
        let look = |tone: Tone| ground.map_or_else(|| theme.style(tone), |ground| theme.on_ground(ground, tone));
        buffer.set_style(Rect { y, height: 1, ..area }, look(row.fill));
        // A terminal is given the characters in the order in which they are read; which way they run is its own business.
        let wide =
            (row.columns() + usize::from(matches!(row.spans.last(), Some(Span { tone: Tone::Badge(_), .. })))) as u16;
        let mut x = if theme.right_to_left { area.right() - wide.min(area.width) } else { area.x };
        let mut last = Tone::Plain;
        for span in &row.spans {
            let room = area.right().saturating_sub(x);
            let (end, _) = buffer.set_stringn(x, y, &span.text, usize::from(room), look(span.tone));
            x = end;
            last = span.tone;
        }
        if let (Tone::Badge(_), true) = (last, x < area.right()) {
            buffer.set_stringn(x, y, " ", 1, look(last));
        }
    }
}

/// Paints one row of text at the far edge: right, where rows begin at the left.
pub(super) fn far(text: &str, style: Style, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let area = rect(area, buffer);
    let wide = (columns(text) as u16).min(area.width);
    let x = if theme.right_to_left { area.x } else { area.right() - wide };
    buffer.set_stringn(x, area.y, text, usize::from(wide), style);
}
