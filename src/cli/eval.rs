//! `redflag eval`: answers in, outcomes out.

use std::fs::File;
use std::io::{self, BufWriter, Read};
use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::Status;
use crate::interview::Plan;
use crate::replay;
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("eval")
        .about("Evaluates patients: one JSON object with answers a line in, one with the outcome a line out")
        .defer(|command| {
            command.arg(Arg::new("q").value_name("Q").required(true).help("Id or folder of the questionnaire")).arg(
                Arg::new("file")
                    .value_name("FILE")
                    .value_parser(value_parser!(PathBuf))
                    .help("The patients; standard input without"),
            )
        })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let q = matches.get_one::<String>("q").map_or("", String::as_str);
    let plan = Plan::new(super::sound(matches, q, "evaluated")?);
    let input: Box<dyn Read> = match matches.get_one::<PathBuf>("file") {
        Some(path) => Box::new(File::open(path).map_err(|error| Failure::at(path, "the patients in", &error))?),
        None => Box::new(io::stdin().lock()),
    };
    match replay::eval(&plan, input, BufWriter::with_capacity(64 * 1024, io::stdout().lock())) {
        Ok(tally) if tally.refused > 0 => Ok(Status::Findings),
        Ok(_) => Ok(Status::Done),
        // Whoever read the outcomes has enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Status::Done),
        Err(error) => Err(Failure::new(format!("cannot go on: {error}"))),
    }
}
