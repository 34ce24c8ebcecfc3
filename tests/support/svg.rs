//! A picture of a screen: what is in the buffer, as SVG.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

/// Units of a cell.
const WIDE: usize = 9;
const HIGH: usize = 18;

/// A terminal's own ground and text where nothing else is said.
const GROUND: (u8, u8, u8) = (28, 28, 28);
const TEXT: (u8, u8, u8) = (228, 228, 228);

/// A colour of the fixed palette of 256, as xterm defines it: a cube of six steps, then 24 greys.
pub fn fixed(index: u8) -> (u8, u8, u8) {
    let step = |at: u8| [0, 95, 135, 175, 215, 255][usize::from(at)];
    match index {
        0..=15 => panic!("{index} is the terminal's own"),
        16..=231 => {
            let at = index - 16;
            (step(at / 36), step(at / 6 % 6), step(at % 6))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// The screen as a picture that says in words what it shows.
pub fn svg(buffer: &Buffer, title: &str) -> String {
    let (columns, rows) = (usize::from(buffer.area.width), usize::from(buffer.area.height));
    let (width, height) = (columns * WIDE + 2 * WIDE, rows * HIGH + HIGH);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         font-family=\"'DejaVu Sans Mono','Noto Sans Mono','Noto Sans Mono CJK SC',monospace\" font-size=\"15\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{}\"/>\n",
        escaped(title),
        hex(GROUND)
    );
    for (y, row) in buffer.content.chunks(columns).enumerate() {
        let mut x = 0;
        while x < columns {
            let run = row[x..].iter().take_while(|cell| look(cell) == look(&row[x])).count();
            stretch(&mut svg, &row[x..x + run], x, y);
            x += run;
        }
    }
    svg.push_str("</svg>\n");
    svg
}

/// Cells that look alike.
fn stretch(svg: &mut String, cells: &[Cell], x: usize, y: usize) {
    let (ground, text, modifier) = look(&cells[0]);
    let (left, top) = (WIDE + x * WIDE, HIGH / 2 + y * HIGH);
    if ground != GROUND {
        let width = cells.len() * WIDE;
        let _ = writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{HIGH}\" fill=\"{}\"/>",
            hex(ground)
        );
    }
    // The second half of a wide character is an empty cell.
    let mut words = String::new();
    let mut skip = 0;
    for cell in cells {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        words.push_str(cell.symbol());
        skip = cell.symbol().width().saturating_sub(1);
    }
    let shown = words.trim_end();
    let before = shown.len() - shown.trim_start().len();
    let shown = shown.trim_start();
    if shown.is_empty() {
        return;
    }
    let bold = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line = if modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" textLength=\"{}\" fill=\"{}\"{bold}{line}>{}</text>",
        left + before * WIDE,
        top + 14,
        shown.width() * WIDE,
        hex(text),
        escaped(shown)
    );
}

/// Ground, text and what else changes how a cell looks.
fn look(cell: &Cell) -> ((u8, u8, u8), (u8, u8, u8), Modifier) {
    let colour = |colour: Color, or| match colour {
        Color::Reset => or,
        Color::Indexed(index) => fixed(index),
        other => panic!("{other:?} is not in the palette of 256"),
    };
    let (ground, text) = (colour(cell.bg, GROUND), colour(cell.fg, TEXT));
    let modifier = cell.modifier & (Modifier::BOLD | Modifier::UNDERLINED);
    match cell.modifier.contains(Modifier::REVERSED) {
        true => (text, ground, modifier),
        false => (ground, text, modifier),
    }
}

fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
