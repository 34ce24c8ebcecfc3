//! `redflag eval`: answers in, outcomes out.

use std::io;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use super::{Status, patients};
use crate::interview::Plan;
use crate::replay::{self, Field, Form, Options};
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("eval")
        .about("Evaluates patients: one JSON object with answers a line in, one with the outcome a line out")
        .defer(|command| {
            command
                .arg(Arg::new("q").value_name("Q").required(true).help("Id or folder of the questionnaire"))
                .args(patients::arguments())
                .arg(patients::form("output", "How the outcomes are written; ndjson without"))
                .arg(
                    Arg::new("only")
                        .long("only")
                        .value_name("FIELDS")
                        .value_delimiter(',')
                        .value_parser(PossibleValuesParser::new(Field::ALL.map(Field::word)))
                        .help("Write only these fields of an outcome, apart by commas, beside the patient's id"),
                )
        })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let q = matches.get_one::<String>("q").map_or("", String::as_str);
    let plan = Plan::new(super::sound(matches, q, "evaluated")?);
    let (input, form) = patients::open(matches)?;
    let options = Options {
        threads: patients::threads(matches),
        input: form,
        output: patients::form_of(matches, "output").unwrap_or(Form::Ndjson),
        fields: fields(matches),
    };
    match replay::eval(&plan, &options, input, io::stdout()) {
        Ok(tally) if tally.refused > 0 => Ok(Status::Findings),
        Ok(_) => Ok(Status::Done),
        // Whoever read the outcomes has enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Status::Done),
        Err(error) => Err(patients::failure(&error)),
    }
}

/// What is written of an outcome, in the contract's order whatever the order they are named in.
fn fields(matches: &ArgMatches) -> Vec<Field> {
    let named: Option<Vec<&String>> = matches.get_many("only").map(Iterator::collect);
    let is_wanted = |field: &Field| named.as_ref().is_none_or(|named| named.iter().any(|word| *word == field.word()));
    Field::ALL.into_iter().filter(is_wanted).collect()
}
