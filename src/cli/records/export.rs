//! `redflag records export`: what is on record, for the chart and for other systems.

use std::io::{self, IsTerminal as _, Write as _};

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command};

use super::super::Status;
use super::super::recording::{kept, visit};
use super::{look, pick, trouble};
use crate::export::{Format, Recorded, Stamp, export};
use crate::fhir;
use crate::record::{State, Store, Summary};
use crate::shell::library::Failure;
use crate::shell::{self, Clock};
use crate::words::ENGLISH;

/// The form that other systems read: HL7 FHIR R4.
const FHIR: &str = "fhir";

pub(super) fn command() -> Command {
    Command::new("export")
        .about("Writes what is on record as a note for the chart, or for other systems, to standard output")
        .arg(pick::record())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(Format::ALL.map(Format::name).into_iter().chain([FHIR])))
                .default_value(Format::Note.name())
                .help("The note as text, Markdown or a page of PDF; or JSON, CSV, FHIR R4"),
        )
        .arg(
            Arg::new("print")
                .long("print")
                .action(ArgAction::SetTrue)
                .conflicts_with("format")
                .help("Send the note to the printer instead"),
        )
        .args(pick::filters())
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let store = look(matches)?;
    let clock = Clock::new();
    let picked = match matches.get_one::<String>("record") {
        Some(name) => vec![pick::named(&store, name)?],
        None => pick::filtered(matches, &store)?,
    };
    let mut status = Status::Done;
    let mut visits = Vec::new();
    // What cannot be read keeps nothing else from being exported, and is not passed over in silence.
    for summary in &picked {
        match of(&store, summary, &clock) {
            Ok(visit) => visits.push((visit, matches!(summary.state, State::Ended(_)))),
            Err(failure) => {
                status = Status::Findings;
                super::super::complain(&failure.to_string());
            }
        }
    }
    let name = matches.get_one::<String>("format").map(String::as_str);
    if name == Some(FHIR) {
        return bundles(&visits).map(|()| status);
    }
    let format = Format::ALL.into_iter().find(|format| Some(format.name()) == name).unwrap_or(Format::Note);
    let visits: Vec<Recorded> = visits.into_iter().map(|(visit, _)| visit).collect();
    let bytes = export(format, &visits).map_err(|error| Failure::new(error.to_string()))?;
    if matches.get_flag("print") {
        print(&String::from_utf8_lossy(&bytes))?;
        return Ok(status);
    }
    let mut out = io::stdout().lock();
    if format == Format::Pdf && out.is_terminal() {
        return Err(Failure::new("a PDF is nothing to read on a terminal: send it to a file with > FILE".to_owned()));
    }
    super::super::printed(out.write_all(&bytes).and_then(|()| out.flush()))?;
    Ok(status)
}

/// A bundle of FHIR to be read; of several records one a line.
fn bundles(visits: &[(Recorded, bool)]) -> Result<(), Failure> {
    let bundle = |(it, ended): &(Recorded, bool)| fhir::bundle(&it.visit, &it.stamp, *ended);
    match visits {
        [one] => super::super::print_json(&bundle(one)),
        several => several.iter().try_for_each(|it| super::super::print(&format!("{}\n", bundle(it)))),
    }
}

fn print(text: &str) -> Result<(), Failure> {
    if !shell::has_printer() {
        return Err(Failure::new("there is no `lp` to print with; write the note to a file instead".to_owned()));
    }
    shell::print(text).map_err(|why| Failure::new(why.words(&ENGLISH)))
}

/// All that is on record of an interview.
fn of(store: &Store, summary: &Summary, clock: &Clock) -> Result<Recorded, Failure> {
    let record = summary.interview.to_string();
    let why = |why: String| Failure::new(format!("record {record} cannot be exported: {why}"));
    if summary.known.is_none() {
        return Err(why(format!("it is {}", summary.state.word())));
    }
    let come = store.trail(summary.interview).and_then(|trail| trail.come()).map_err(trouble(store))?;
    let content = store.content(&come.content).map_err(trouble(store))?;
    let opened = kept(&content, &come, super::super::today()).map_err(why)?;
    let (visit, _) = visit(&record, &come, &opened, clock).map_err(why)?;
    let stamp = Stamp { record: record.clone(), began: come.at, ended: come.last };
    Ok(Recorded { visit, stamp, at: clock.local(come.last) })
}
