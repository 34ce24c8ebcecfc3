//! `redflag records export`: what is on record, for the chart and for other systems.

use clap::{ArgMatches, Command};

use super::super::Status;
use super::super::recording::{kept, visit};
use super::{look, pick, trouble};
use crate::export::{Stamp, Visit, note};
use crate::record::{Store, Summary};
use crate::shell::Clock;
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("export")
        .about("Writes what is on record as a note for the chart, or for other systems")
        .arg(pick::record())
        .args(pick::filters())
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let store = look(matches)?;
    let clock = Clock::new();
    let picked = match matches.get_one::<String>("record") {
        Some(name) => vec![pick::named(&store, name)?],
        None => pick::filtered(matches, &store)?,
    };
    for summary in picked.iter().filter(|summary| summary.known.is_some()) {
        let (visit, stamp) = of(&store, summary, &clock)?;
        super::super::print(&note(&visit, clock.local(stamp.ended)))?;
    }
    Ok(Status::Done)
}

/// All that is on record of an interview.
fn of(store: &Store, summary: &Summary, clock: &Clock) -> Result<(Visit, Stamp), Failure> {
    let record = summary.interview.to_string();
    let come = store.trail(summary.interview).and_then(|trail| trail.come()).map_err(trouble(store))?;
    let content = store.content(&come.content).map_err(trouble(store))?;
    let why = |why: String| Failure::new(format!("record {record}: {why}"));
    let opened = kept(&content, &come, super::super::today()).map_err(why)?;
    let (visit, _) = visit(&record, &come, &opened, clock).map_err(why)?;
    Ok((visit, Stamp { record: record.clone(), began: come.at, ended: come.last }))
}
