//! The document as CommonMark.

use super::document::{Document, Item, Label, Part};

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
                out.push_str(&format!("{marks} {}\n", words(&heading.replace('\n', " "), 0)));
            }
            Part::Text(text) => out.push_str(&format!("{}\n", words(text, 0))),
            Part::List(items) => items.iter().for_each(|it| item(&mut out, it, 0)),
        }
    }
    out
}

fn item(out: &mut String, item: &Item, depth: usize) {
    let label = match &item.label {
        Label::Bullet => String::new(),
        Label::Number(number) => format!("**{}**", words(number, 0)),
        Label::Field(field) => format!("*{}:*", words(field, 0)),
    };
    let gap = if label.is_empty() || item.text.is_empty() { "" } else { " " };
    out.push_str(&format!("{}- {label}{gap}{}\n", "  ".repeat(depth), words(&item.text, depth + 1)));
    item.items.iter().for_each(|it| self::item(out, it, depth + 1));
}

/// The words, with everything escaped that Markdown would take for its own. Line ends stay line ends.
fn words(text: &str, depth: usize) -> String {
    let mut out = String::new();
    let indent = "  ".repeat(depth);
    let mut before: Option<&str> = None;
    for line in text.split('\n').map(str::trim) {
        match before {
            // A line end within a paragraph, and an empty row between two.
            Some(before) if !before.is_empty() && !line.is_empty() => out.push_str(&format!("\\\n{indent}")),
            Some(before) if before.is_empty() && !line.is_empty() => out.push_str(&format!("\n\n{indent}")),
            _ => {}
        }
        escape(line, &mut out);
        before = Some(line);
    }
    out
}

fn escape(line: &str, out: &mut String) {
    // What at the beginning of a line would make it a list, a heading or a rule.
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let opening = match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => Some(digits),
        Some('-' | '+' | '=') if digits == 0 => Some(0),
        _ => None,
    };
    for (at, c) in line.char_indices() {
        if "\\`*_{}[]<>|~&#$^!".contains(c) || opening == Some(at) {
            out.push('\\');
        }
        out.push(c);
    }
}
