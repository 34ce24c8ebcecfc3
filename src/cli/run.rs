//! `redflag run`, and `redflag` alone: the screen.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Status;
use super::desk::{self, Desk, is_set, option};
use super::recording::{self, Ledger, Records};
use crate::app::{App, Recording, Setup};
use crate::shell::library::Failure;
use crate::shell::{self, Ask, Clock, Recorder, Shown};

pub(super) fn command() -> Command {
    Command::new("run").about("Opens a questionnaire on the screen; without Q the picker, as redflag alone does").defer(
        |command| {
            command
                .arg(Arg::new("q").value_name("Q").help("Id or folder"))
                .arg(
                    Arg::new("plain")
                        .long("plain")
                        .action(ArgAction::SetTrue)
                        .help("Lines instead of a screen: for screen readers, simple terminals and pipes"),
                )
                .args(desk::screen_options())
                .arg(
                    Arg::new("reference")
                        .long("reference")
                        .value_name("TEXT")
                        .help("What the first patient is called in the outputs"),
                )
                .args(recording::store_options())
                .arg(recording::operator_option())
        },
    )
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let clock = Clock::new();
    let now = clock.now();
    let mut desk = Desk::of(matches, now)?;
    shell::keep_memory_private();
    let records = Records::open(matches)?;
    desk.tray = records.tray();
    let entries = match option(matches, "q") {
        Some(q) => vec![super::library(matches).find(q)?],
        None => super::library(matches).entries()?,
    };
    let (mut opened, mut cover) = (None, false);
    let mut listed = Vec::new();
    match &entries[..] {
        [only] => {
            // With a store the first thing on the screen may be an interview to go on with, or that nothing is recorded.
            opened = (records.state == Recording::Off).then(|| desk.cover(only)).flatten();
            cover = opened.is_some();
            if !cover {
                match desk.open(only)? {
                    Ok(ready) => opened = Some(ready),
                    Err(refusal) => {
                        super::complain(&refusal.to_string(super::colour()));
                        return Ok(Status::Findings);
                    }
                }
            }
        }
        several => listed.extend(several.iter().map(|entry| desk.describe(entry))),
    }
    let setup = Setup {
        entries: listed,
        opened,
        cover,
        reference: option(matches, "reference").cloned(),
        operator: records.operator.clone(),
        recording: records.state.clone(),
        unfinished: records.unfinished(&clock),
        words: desk.words(),
        key_guard: desk::key_guard(matches),
        kiosk: None,
        large: desk::large(matches),
        printer: shell::has_printer(),
        now,
    };
    // The entry that is open; where there is one only, that.
    let mut open = 0;
    let library = super::library(matches);
    let (tray, operator) = (records.tray(), records.operator.clone());
    let ledger = Ledger { desk: &desk, library: &library, clock: &clock, tray, operator };
    let mut load = |ask| match ask {
        Ask::Record(ask) => ledger.answer(ask),
        ask => desk.load(&entries, &mut open, ask),
    };
    let mut recorder = records.recorder();
    let ending = if is_set(matches, "plain") || wants_lines() {
        shell::run_plain(setup, &clock, recorder.as_mut(), &mut load)
    } else {
        let mut shown = Shown { app: App::new(setup), theme: desk::theme(matches), recorder };
        let ending = shell::run(&mut shown, clock.clone(), &mut load);
        recorder = shown.recorder;
        ending
    };
    if let Some((entries, trouble)) = recorder.as_ref().and_then(Recorder::unrecorded) {
        super::complain(&format!("what was answered last ({entries} entries) is not on record: {trouble}"));
    }
    Ok(desk::status(ending))
}

/// Whether it is to be said in lines though nobody asked on the command line: for a screen reader, on a terminal that can
/// only append, or where there is none.
fn wants_lines() -> bool {
    let accessible = std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    accessible || dumb || !shell::is_a_terminal()
}
