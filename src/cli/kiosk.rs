//! `redflag kiosk`: one questionnaire for ever.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::Status;
use super::desk::{self, Desk, is_set, option};
use crate::app::{App, KioskSetup, Recording, Setup};
use crate::shell::library::Failure;
use crate::shell::{self, Clock, Pin, Shown};

pub(super) fn command() -> Command {
    Command::new("kiosk")
        .about("One questionnaire for ever: wiped when nobody presses a key, and left only by a PIN")
        .defer(|command| {
            command
                .arg(Arg::new("q").value_name("Q").required_unless_present("make-pin").help("Id or folder"))
                .arg(
                    Arg::new("idle")
                        .long("idle")
                        .value_name("SECONDS")
                        .value_parser(value_parser!(u64).range(1..=86_400))
                        .required_unless_present("make-pin")
                        .help(
                            "After so long without a key a countdown of 15 seconds runs, and then everything is wiped",
                        ),
                )
                .arg(
                    Arg::new("pin-file")
                        .long("pin-file")
                        .value_name("FILE")
                        .value_parser(value_parser!(PathBuf))
                        .help("The hash of the PIN of staff, made by --make-pin; without it nothing leads out"),
                )
                .arg(
                    Arg::new("make-pin")
                        .long("make-pin")
                        .action(ArgAction::SetTrue)
                        .conflicts_with_all(["idle", "pin-file"])
                        .help("Ask for a PIN and print its hash"),
                )
                .args(desk::screen_options())
        })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    if is_set(matches, "make-pin") {
        super::print(&format!("{}\n", shell::make_pin()?))?;
        return Ok(Status::Done);
    }
    if !shell::is_a_terminal() {
        return Err(Failure::new(
            "a kiosk needs a terminal for both its input and its output, and one of them is none".to_owned(),
        ));
    }
    let clock = Clock::new();
    let now = clock.now();
    let mut desk = Desk::of(matches, now)?;
    desk.pin = matches.get_one::<PathBuf>("pin-file").map(|path| Pin::read(path)).transpose()?;
    let entry = super::library(matches).find(option(matches, "q").map_or("", String::as_str))?;
    let opened = match desk.open(&entry)? {
        Ok(opened) => opened,
        Err(refusal) => {
            super::complain(&refusal.to_string(super::colour()));
            return Ok(Status::Findings);
        }
    };
    let idle = Duration::from_secs(matches.get_one::<u64>("idle").copied().unwrap_or_default());
    let setup = Setup {
        entries: Vec::new(),
        opened: Some(opened),
        cover: false,
        reference: None,
        operator: None,
        recording: Recording::Off,
        unfinished: Vec::new(),
        words: desk.words(),
        key_guard: desk::key_guard(matches),
        kiosk: Some(KioskSetup { idle, has_pin: desk.pin.is_some() }),
        large: desk::large(matches),
        // Nothing of a patient goes to paper that nobody watches.
        printer: false,
        now,
    };
    let entries = [entry];
    let mut open = 0;
    let mut load = |ask| desk.load(&entries, &mut open, ask);
    let mut screen = Shown { app: App::new(setup), theme: desk::theme(matches), recorder: None };
    Ok(desk::status(shell::run(&mut screen, clock, &mut load)))
}
