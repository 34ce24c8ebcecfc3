//! The note as CommonMark.

use jiff::civil::DateTime;

use super::sbar::Handover;
use super::visit::Visit;
use crate::text::{Block, Page, Tone, literal};

/// The visit, which ended then, as Markdown: what the note says, with its heads, lists and levels marked up. Nothing that
/// anybody wrote is taken for markup.
pub(super) fn markdown(visit: &Visit, at: DateTime) -> String {
    let Handover { head, parts } = Handover::of(visit, at);
    let mut out = String::new();
    put(&head, "#", &mut out);
    for part in parts {
        apart(&mut out);
        out.push_str(&format!("## {}\n", line(&part.title)));
        for (_, page) in &part.pages {
            put(page, "###", &mut out);
        }
    }
    out
}

/// A page, with its heads of that depth.
fn put(page: &Page, heading: &str, out: &mut String) {
    let mut in_list = false;
    for block in &page.blocks {
        let Some(text) = &block.text else {
            in_list = false;
            continue;
        };
        // What hangs below an item belongs to it; a band goes across the page and is no item.
        let item = !block.band && (block.lead.is_some() || (block.indent > 0 && in_list));
        if item {
            if !in_list {
                apart(out);
            }
            let depth = usize::from(block.indent > 0 && in_list);
            out.push_str(&format!("{}- {}\n", "  ".repeat(depth), words(block, text.tone, depth + 1)));
        } else {
            apart(out);
            match text.tone {
                Tone::Heading => out.push_str(&format!("{heading} {}\n", line(&text.text))),
                tone => out.push_str(&format!("{}\n", words(block, tone, 0))),
            }
        }
        in_list = item;
    }
}

/// A paragraph with the mark before it, but for the dash of a list.
fn words(block: &Block, tone: Tone, depth: usize) -> String {
    let lead = block.lead.as_ref().map_or("", |lead| lead.text.trim_start());
    let lead = if lead == "- " { "" } else { lead };
    let text = block.text.as_ref().map_or("", |text| text.text.trim());
    let written = literal(&format!("{lead}{text}"), depth);
    // Two asterisks hold no longer than a paragraph.
    let strong = matches!(tone, Tone::Strong | Tone::Alert | Tone::Badge(_)) && !text.contains('\n');
    if strong && !written.is_empty() { format!("**{written}**") } else { written }
}

/// A text for a head, which has one line.
fn line(text: &str) -> String {
    literal(&text.replace('\n', " "), 0)
}

/// An empty row before what comes.
fn apart(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}
