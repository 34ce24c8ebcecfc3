//! The words of the handover: the note as it goes into a chart, and its way there.

/// Words of the note that the screen does not have. Names in braces stand for values.
#[derive(Debug)]
pub struct NoteWords {
    // The parts, as SBAR has them: in each language the words that nurses know them by.
    /// Who and how urgent.
    pub situation: &'static str,
    /// What was answered.
    pub background: &'static str,
    /// What follows from it, and why.
    pub assessment: &'static str,
    /// What to do.
    pub recommendation: &'static str,

    // Situation.
    /// The patient was triaged before: as `{which}`, ending at `{at}` in the level `{before}`; this time in `{now}`.
    pub retriage: &'static str,
    /// In the place of a level, where a visit ended without one.
    pub no_level: &'static str,

    // Background.
    /// Head of the YesNo questions that were answered no, each of which stands below it.
    pub answered_no: &'static str,
    /// Before the choices of a Many question that do not apply, where others of it do.
    pub others_no: &'static str,
    /// In place of the choices of a long list, none of which applies; `{count}` is how many there are.
    pub none_of: &'static str,
    /// The same where some apply; `{count}` is how many others there are.
    pub none_of_others: &'static str,

    // What it was made from.
    /// Before who asked.
    pub operator: &'static str,
    /// When it began and ended, `{began}` and `{ended}`.
    pub times: &'static str,

    // On one page.
    /// At the end of a page that has no room for so many `{count}` lines.
    pub left_out: &'static str,

    // Its way to the chart.
    /// Head of the list of ways.
    pub outlets: &'static str,
    /// The first: a file.
    pub to_file: &'static str,
    /// The second: the printer.
    pub to_printer: &'static str,
    /// It goes to the printer, which may take a moment.
    pub printing: &'static str,
    /// It did.
    pub printed: &'static str,
    /// It did not: `{why}`.
    pub not_printed: &'static str,
    /// There is no program to print with any more.
    pub print_gone: &'static str,
    /// What the program that prints said is wrong, `{error}`.
    pub print_refused: &'static str,
    /// It gave no reason.
    pub print_failed: &'static str,
    /// It did not end in so many `{seconds}`, and was stopped.
    pub print_stuck: &'static str,
    /// What can be entered in plain mode at the list of ways.
    pub line_outlet: &'static str,
}
