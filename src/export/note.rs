//! The note for the chart, as plain text.

use jiff::civil::DateTime;

use super::sbar::Handover;
use super::visit::Visit;
use crate::text::{Tone, columns};

/// Columns of the note: what mail and chart systems do not wrap again.
const WIDTH: usize = 72;

/// The visit, which ended then, as a note: situation, background, assessment and recommendation, what the nurse wrote, and
/// what it was made from. In rows of at most 72 columns, in the questionnaire's own language.
pub fn note(visit: &Visit, at: DateTime) -> String {
    let Handover { head, parts } = Handover::of(visit, at);
    let mut page = head;
    for part in parts {
        // The heads within a part have no line below them.
        let line = "=".repeat(columns(&part.title).min(WIDTH));
        page.heading(part.title);
        page.text(Tone::Plain, line);
        for (number, (_, within)) in part.pages.into_iter().enumerate() {
            match number {
                0 => page.blocks.extend(within.blocks),
                _ => page.append(within),
            }
        }
    }
    page.plain(WIDTH)
}

/// A name for the note's file: nothing of the patient but the reference that was given for the purpose.
pub fn file_name(visit: &Visit, at: DateTime) -> String {
    let reference: String = visit
        .reference
        .iter()
        .flat_map(|reference| reference.chars())
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let gap = if reference.is_empty() { "" } else { "-" };
    format!("redflag-{reference}{gap}{}.txt", at.strftime("%Y%m%d-%H%M"))
}
