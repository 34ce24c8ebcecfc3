//! `redflag records verify`: whether the chain holds, and what that proves.

use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::super::Status;
use super::{look, trouble};
use crate::record::{Fault, Verdict};
use crate::shell::library::Failure;

/// What no chain can prove.
const LIMITS: &str = "\
This cannot prove that the file is not an older copy of itself put back: compare the end of the chain with one that you
noted down elsewhere. It proves nothing about anybody who has the passphrase or the key file, nor that the computer's
clock was right, nor that an operator was who was said.
";

pub(super) fn command() -> Command {
    Command::new("verify")
        .about("Finds entries that were changed, removed, swapped or cut off; exit status 1 where there are any")
        .arg(super::super::json())
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let store = look(matches)?;
    let verdict = store.verify().map_err(trouble(&store))?;
    if matches.get_flag("json") {
        super::super::print_json(&Row::of(&verdict))?;
    } else {
        super::super::print(&text(&verdict))?;
    }
    Ok(if verdict.faults.is_empty() { Status::Done } else { Status::Findings })
}

fn text(verdict: &Verdict) -> String {
    let Verdict { entries, purged, interviews, faults, head, clock_went_back } = verdict;
    let mut text = String::new();
    match faults.len() {
        0 => text.push_str("Nothing was changed, removed, swapped or cut off.\n"),
        _ => faults.iter().for_each(|fault| {
            let _ = writeln!(text, "FOUND: {fault}");
        }),
    }
    let _ =
        writeln!(text, "Entries: {entries}; interviews: {interviews}; entries purged, and named as that: {purged}.");
    if let Some(head) = head {
        let _ = writeln!(text, "The chain ends with entry {}, mark {}.", head.counter, head.mark);
    }
    for (counter, before, after) in clock_went_back {
        let _ = writeln!(text, "The computer's clock went back before entry {counter}: from {before} to {after}.");
    }
    text + LIMITS
}

/// What `records verify --json` says.
#[derive(Serialize)]
struct Row {
    holds: bool,
    entries: u64,
    interviews: u64,
    purged: u64,
    faults: Vec<FaultRow>,
    head: Option<HeadRow>,
    clock_went_back: Vec<u64>,
}

#[derive(Serialize)]
struct FaultRow {
    code: &'static str,
    first: Option<u64>,
    last: Option<u64>,
    message: String,
}

#[derive(Serialize)]
struct HeadRow {
    counter: u64,
    mark: String,
}

impl Row {
    fn of(verdict: &Verdict) -> Row {
        let fault = |fault: &Fault| {
            let (code, span) = fault.code();
            FaultRow { code, first: span.map(|span| span.0), last: span.map(|span| span.1), message: fault.to_string() }
        };
        Row {
            holds: verdict.faults.is_empty(),
            entries: verdict.entries,
            interviews: verdict.interviews,
            purged: verdict.purged,
            faults: verdict.faults.iter().map(fault).collect(),
            head: verdict.head.as_ref().map(|head| HeadRow { counter: head.counter, mark: head.mark.clone() }),
            clock_went_back: verdict.clock_went_back.iter().map(|(counter, ..)| *counter).collect(),
        }
    }
}
