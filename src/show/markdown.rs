//! The document as CommonMark.

use super::document::{Document, Item, Label, Part};
use crate::text::literal;

/// The document, in which nothing but its own structure is markup.
pub(super) fn markdown(document: &Document) -> String {
    let mut out = String::new();
    for part in &document.parts {
        if !out.is_empty() {
            out.push('\n');
        }
        match part {
            Part::Heading(depth, heading) => {
                let marks = "#".repeat(usize::from(*depth));
                out.push_str(&format!("{marks} {}\n", literal(&heading.replace('\n', " "), 0)));
            }
            Part::Text(text) => out.push_str(&format!("{}\n", literal(text, 0))),
            Part::List(items) => items.iter().for_each(|it| item(&mut out, it, 0)),
        }
    }
    out
}

fn item(out: &mut String, item: &Item, depth: usize) {
    let label = match &item.label {
        Label::Bullet => String::new(),
        Label::Number(number) => format!("**{}**", literal(number, 0)),
        Label::Field(field) => format!("*{}:*", literal(field, 0)),
    };
    let gap = if label.is_empty() || item.text.is_empty() { "" } else { " " };
    out.push_str(&format!("{}- {label}{gap}{}\n", "  ".repeat(depth), literal(&item.text, depth + 1)));
    item.items.iter().for_each(|it| self::item(out, it, depth + 1));
}
