//! The document as plain rows, to print or to read in a terminal.

use crate::text::{columns, wrap};

use super::document::{Document, Item, Label, Part};

/// A row takes at most so many columns.
const WIDTH: usize = 80;

/// The indent grows no further than this, or there would be no room for words.
const DEEPEST: usize = 40;

/// The document in rows.
pub(super) fn text(document: &Document) -> String {
    let mut out = String::new();
    for part in &document.parts {
        if !out.is_empty() {
            out.push('\n');
        }
        match part {
            Part::Heading(depth, heading) => {
                let rows = wrap(heading, WIDTH);
                let widest = rows.iter().map(|row| columns(row)).max().unwrap_or_default();
                put(&mut out, "", 0, 0, &rows);
                if let Some(line) = ["=", "-"].get(usize::from(*depth) - 1) {
                    put(&mut out, "", 0, 0, &[line.repeat(widest)]);
                }
            }
            Part::Text(words) => put(&mut out, "", 0, 0, &wrap(words, WIDTH)),
            Part::List(items) => {
                for (place, it) in items.iter().enumerate() {
                    if place > 0 && matches!(it.label, Label::Number(_)) {
                        out.push('\n');
                    }
                    item(&mut out, it, 0);
                }
            }
        }
    }
    out
}

fn item(out: &mut String, item: &Item, indent: usize) {
    let indent = indent.min(DEEPEST);
    let (lead, hang, words) = match &item.label {
        Label::Bullet => ("- ".to_owned(), 2, item.text.clone()),
        Label::Number(number) => (format!("{number:<4} "), 5, item.text.clone()),
        Label::Field(field) if item.text.is_empty() => (String::new(), 2, format!("{field}:")),
        Label::Field(field) => (String::new(), 2, format!("{field}: {}", item.text)),
    };
    let hang = hang.max(columns(&lead));
    put(out, &lead, indent, hang, &wrap(&words, WIDTH - indent - hang));
    for it in &item.items {
        self::item(out, it, indent + hang);
    }
}

/// Writes rows: the lead before the first, the others so much further in.
fn put(out: &mut String, lead: &str, indent: usize, hang: usize, rows: &[String]) {
    for (place, row) in rows.iter().enumerate() {
        let before = if place == 0 { " ".repeat(indent) + lead } else { " ".repeat(indent + hang) };
        out.push_str((before + row).trim_end());
        out.push('\n');
    }
}
