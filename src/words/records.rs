//! The words about records: whether it is being recorded, what is unfinished, and what is on record.

use super::fill;

/// The words about records in one language. Names in braces stand for values.
#[derive(Debug)]
pub struct RecordWords {
    /// In the footer: everything is in the store.
    pub recorded: &'static str,
    /// In the footer: there is no store.
    pub not_recorded: &'static str,
    /// In the footer: there is one, and it takes nothing at present, for the reason `{why}`.
    pub failing: &'static str,
    /// The reasons: the disk is full, for reading only; the store is locked, damaged; the disk does not answer; another.
    pub why: [&'static str; 6],
    /// When it begins to fail, for the reason `{why}`.
    pub failed: &'static str,
    /// When it works again.
    pub works_again: &'static str,
    /// Head of the interviews that were not finished.
    pub unfinished_head: &'static str,
    /// What is told of an interview: its `{title}` and `{version}`, `{when}` it was changed, its `{age}`.
    pub about: &'static str,
    /// An age in minutes, hours and days, each `{count}`.
    pub ages: [&'static str; 3],
    /// In place of a reference.
    pub no_reference: &'static str,
    /// How an interview stands: not finished, held at another terminal, ended, ended early, discarded, not readable.
    pub states: [&'static str; 6],
    /// Head of discarding.
    pub discard_head: &'static str,
    /// What discarding does.
    pub discard_means: &'static str,
    /// Head of the interviews on record.
    pub history_head: &'static str,
    /// Nothing on record.
    pub history_empty: &'static str,
    /// There is no store to look into.
    pub no_store: &'static str,
    /// Above a record that is shown.
    pub read_only: &'static str,
    /// Taken up again, with the `{version}` that it was begun with.
    pub resumed: &'static str,
    /// The interview before this one is kept, and can be gone on with.
    pub kept_unfinished: &'static str,
    /// Something of the store cannot be shown, because of `{why}`.
    pub unreadable: &'static str,
    /// Head of another version, which mostly is a newer one.
    pub newer_head: &'static str,
    /// What goes on with `{old}`, and that `{new}` is installed.
    pub newer: &'static str,
    /// Head of what would change.
    pub newer_changes: &'static str,
    /// Nothing would.
    pub newer_nothing: &'static str,
    /// Head of the answers that were given to other questions than the new version's, and are asked for again.
    pub newer_lost: &'static str,
    /// Head of the questions that it asks in addition.
    pub newer_asks: &'static str,
    /// Head of the questions that it does not ask.
    pub newer_drops: &'static str,
    /// What can be entered at the list of unfinished interviews, in lines.
    pub line_unfinished: &'static str,
    /// What can be entered at the list of interviews on record, in lines.
    pub line_history: &'static str,
}

impl RecordWords {
    /// An age of so many minutes, in the largest unit of which there is at least one.
    pub fn age(&self, minutes: u64) -> String {
        let (count, unit) = match minutes {
            0..60 => (minutes, 0),
            60..1440 => (minutes / 60, 1),
            _ => (minutes / 1440, 2),
        };
        fill(self.ages[unit], &[("count", &count)])
    }
}
