//! `redflag records list`: what is on record.

use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::super::Status;
use super::{look, pick};
use crate::questionnaire::Level;
use crate::record::Summary;
use crate::shell::Clock;
use crate::shell::library::Failure;
use crate::words::rank;

/// So many digits of a record's name are enough to name it.
const DIGITS: usize = 8;

pub(super) fn command() -> Command {
    Command::new("list")
        .about("Lists what is on record, the last changed last")
        .args(pick::filters())
        .arg(super::super::json())
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let store = look(matches)?;
    let list = pick::filtered(matches, &store)?;
    if matches.get_flag("json") {
        super::super::print_json(&list.iter().map(Row::of).collect::<Vec<_>>())?;
        return Ok(Status::Done);
    }
    let clock = Clock::new();
    let mut text = String::new();
    for summary in &list {
        let _ = writeln!(text, "{}", line(summary, &clock));
    }
    if list.is_empty() {
        text.push_str("Nothing is on record that is like that.\n");
    }
    super::super::print(&text)?;
    Ok(Status::Done)
}

/// An interview in a line.
pub(super) fn line(summary: &Summary, clock: &Clock) -> String {
    let record = summary.interview.to_string();
    let mut text = format!("{}  {}", &record[..DIGITS], summary.state.word());
    if let Some(known) = &summary.known {
        let when = clock.local(known.last).strftime("%Y-%m-%d %H:%M").to_string();
        let reference = known.reference.as_deref().unwrap_or("no reference");
        let standing = &known.standing;
        let level = standing.level.map_or(String::new(), |level| format!("  {} {}", rank(level), standing.word));
        let _ = write!(text, "  {when}  {reference}{level}  {} {}", known.questionnaire, known.version);
    }
    text
}

/// What `records list --json` says of one interview.
#[derive(Serialize)]
struct Row<'s> {
    record: String,
    status: &'static str,
    reference: Option<&'s str>,
    operator: Option<&'s str>,
    began: Option<String>,
    changed: Option<String>,
    questionnaire: Option<&'s str>,
    version: Option<&'s str>,
    fingerprint: Option<&'s str>,
    interview: Option<&'s str>,
    level: Option<&'static str>,
    level_title: Option<&'s str>,
    computed: Option<&'static str>,
    retriage_of: Option<&'s str>,
    entries: u64,
}

impl Row<'_> {
    fn of(summary: &Summary) -> Row<'_> {
        let known = summary.known.as_ref();
        let standing = known.map(|known| &known.standing);
        Row {
            record: summary.interview.to_string(),
            status: summary.state.word(),
            reference: known.and_then(|known| known.reference.as_deref()),
            operator: known.and_then(|known| known.operator.as_deref()),
            began: known.map(|known| known.began.to_string()),
            changed: known.map(|known| known.last.to_string()),
            questionnaire: known.map(|known| known.questionnaire.as_str()),
            version: known.map(|known| known.version.as_str()),
            fingerprint: known.map(|known| known.fingerprint.as_str()),
            interview: standing.map(|standing| standing.status.as_str()),
            level: standing.and_then(|standing| standing.level).map(Level::word),
            level_title: standing.map(|standing| standing.word.as_str()).filter(|word| !word.is_empty()),
            computed: standing.and_then(|standing| standing.computed).map(Level::word),
            retriage_of: known.and_then(|known| known.earlier.as_ref()).map(|link| link.interview.as_str()),
            entries: summary.entries,
        }
    }
}
