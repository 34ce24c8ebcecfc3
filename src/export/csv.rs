//! Visits as a table: one row each, for a spreadsheet or a register.

use super::json::{answers, time};
use super::visit::level_word;
use super::{ExportError, Recorded};
use crate::questionnaire::{AdviceIx, Level, QuestionIx, RuleIx};

/// The columns. Visits of several questionnaires stand in one table, so all answers share a column.
const COLUMNS: [&str; 20] = [
    "record",
    "reference",
    "operator",
    "began",
    "ended",
    "questionnaire",
    "version",
    "fingerprint",
    "draft",
    "status",
    "level",
    "level_title",
    "computed_level",
    "override_reason",
    "fires",
    "not_ruled_out",
    "hand_over",
    "advice",
    "unanswered",
    "answers",
];

/// The visits as CSV (RFC 4180), with a header row. Lists are ids with a blank between, times are UTC, and `answers` is a
/// JSON object as `eval` reads it.
///
/// A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula and runs it, and what
/// a patient or a nurse wrote could begin so: such a cell gets an apostrophe before it, which spreadsheets do not show.
pub(super) fn csv(visits: &[Recorded]) -> Result<Vec<u8>, ExportError> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(COLUMNS).map_err(unwritable)?;
    for visit in visits {
        table.write_record(row(visit)?.iter().map(|cell| harmless(cell))).map_err(unwritable)?;
    }
    table.into_inner().map_err(|error| unwritable(error.into_error().into()))
}

fn row(Recorded { visit, stamp, .. }: &Recorded) -> Result<[String; COLUMNS.len()], ExportError> {
    let questionnaire = visit.interview.questionnaire();
    let outcome = visit.interview.outcome();
    let rules = |rules: &[RuleIx]| ids(rules.iter().map(|&rule| questionnaire[rule].id.as_str()));
    let questions = |questions: &[QuestionIx]| ids(questions.iter().map(|&it| questionnaire[it].id.as_str()));
    let advice = |advice: &[AdviceIx]| ids(advice.iter().map(|&it| questionnaire[it].id.as_str()));
    let word = |level: Option<Level>| level.map_or("", Level::word).to_owned();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let answers = serde_json::to_string(&answers(visit)).map_err(|error| ExportError::Unwritable(error.to_string()))?;
    Ok([
        stamp.record.clone(),
        text(&visit.reference),
        text(&visit.operator),
        time(stamp.began),
        time(stamp.ended),
        questionnaire.id.clone(),
        questionnaire.version.clone(),
        questionnaire.fingerprint.clone(),
        text(&visit.draft),
        outcome.status.word().to_owned(),
        word(visit.level()),
        visit.level().map_or("", |level| level_word(questionnaire, level)).to_owned(),
        word(outcome.urgency),
        visit.chosen.as_ref().map_or("", |chosen| &chosen.reason).to_owned(),
        rules(&outcome.fires),
        rules(&outcome.not_ruled_out),
        rules(&outcome.hand_over),
        advice(&outcome.advice),
        questions(&outcome.unanswered),
        answers,
    ])
}

fn ids<'i>(ids: impl Iterator<Item = &'i str>) -> String {
    ids.collect::<Vec<_>>().join(" ")
}

/// The cell as a spreadsheet shows it and does not run it.
fn harmless(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

fn unwritable(error: csv::Error) -> ExportError {
    ExportError::Unwritable(error.to_string())
}
