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
    // Words that stand apart are drawn apart, and blocks as blocks: fonts differ, columns must not.
    let mut words = String::new();
    let (mut start, mut at) = (0, 0);
    while at <= cells.len() {
        let symbol = cells.get(at).map_or("", Cell::symbol);
        let apart = symbol.is_empty()
            || is_block(symbol)
            || (symbol == " " && cells.get(at + 1).is_none_or(|next| next.symbol() == " "));
        if apart {
            word(svg, words.trim_end(), (left + start * WIDE, top), (text, modifier));
            block(svg, symbol, (left + at * WIDE, top), text);
            words.clear();
            (start, at) = (at + 1, at + 1);
            continue;
        }
        words.push_str(symbol);
        // The second half of a wide character is an empty cell.
        at += symbol.width().max(1);
    }
}

fn word(svg: &mut String, words: &str, (left, top): (usize, usize), (text, modifier): ((u8, u8, u8), Modifier)) {
    let shown = words.trim_start();
    if shown.is_empty() {
        return;
    }
    let left = left + (words.len() - shown.len()) * WIDE;
    let bold = if modifier.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
    let line = if modifier.contains(Modifier::UNDERLINED) { " text-decoration=\"underline\"" } else { "" };
    let _ = writeln!(
        svg,
        "<text x=\"{left}\" y=\"{}\" textLength=\"{}\" fill=\"{}\"{bold}{line}>{}</text>",
        top + 14,
        shown.width() * WIDE,
        hex(text),
        escaped(shown)
    );
}

/// The quarter blocks by which of their quarters are filled: upper left 1, upper right 2, lower left 4, lower right 8.
const QUARTERS: &str = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█";

fn is_block(symbol: &str) -> bool {
    symbol != " " && QUARTERS.contains(symbol)
}

fn block(svg: &mut String, symbol: &str, (left, top): (usize, usize), text: (u8, u8, u8)) {
    let Some(filled) = QUARTERS.chars().position(|quarter| symbol == quarter.to_string()) else { return };
    for (bit, (right, down)) in [(0, 0), (1, 0), (0, 1), (1, 1)].into_iter().enumerate() {
        if filled & (1 << bit) != 0 {
            let (x, y) = (2 * left + right * WIDE, top + down * HIGH / 2);
            let (width, height) = (WIDE, HIGH / 2);
            let _ = writeln!(
                svg,
                "<rect x=\"{}.{}\" y=\"{y}\" width=\"{}.{}\" height=\"{height}\" fill=\"{}\"/>",
                x / 2,
                x % 2 * 5,
                width / 2,
                width % 2 * 5,
                hex(text)
            );
        }
    }
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
