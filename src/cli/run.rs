//! `redflag run`, and `redflag` alone: the screen.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::Status;
use super::desk::{self, Desk, is_set, option};
use crate::app::{App, Setup};
use crate::shell::library::Failure;
use crate::shell::{self, Clock, Shown};

pub(super) fn command() -> Command {
    Command::new("run")
        .about("Opens a questionnaire on the screen; without Q the picker, as redflag alone does")
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
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let clock = Clock::new();
    let now = clock.now();
    let desk = Desk::of(matches, now)?;
    let entries = match option(matches, "q") {
        Some(q) => vec![super::library(matches).find(q)?],
        None => super::library(matches).entries()?,
    };
    let (mut opened, mut cover) = (None, false);
    let mut listed = Vec::new();
    match &entries[..] {
        [only] => {
            opened = desk.cover(only);
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
        words: desk.words(),
        key_guard: desk::key_guard(matches),
        kiosk: None,
        large: desk::large(matches),
        printer: shell::has_printer(),
        now,
    };
    // The entry that is open; where there is one only, that.
    let mut open = 0;
    let mut load = |ask| desk.load(&entries, &mut open, ask);
    let ending = if is_set(matches, "plain") || wants_lines() {
        shell::run_plain(setup, &clock, &mut load)
    } else {
        shell::run(&mut Shown { app: App::new(setup), theme: desk::theme(matches) }, clock, &mut load)
    };
    Ok(desk::status(ending))
}

/// Whether it is to be said in lines though nobody asked on the command line: for a screen reader, on a terminal that can
/// only append, or where there is none.
fn wants_lines() -> bool {
    let accessible = std::env::var_os("ACCESSIBLE").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    accessible || dumb || !shell::is_a_terminal()
}
