//! What `eval` and `replay` share: where the patients come from, and how many cores work on them.

use std::fs::File;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, value_parser};

use crate::replay::Form;
use crate::shell::library::Failure;

/// The arguments that say where the patients are.
pub(super) fn arguments() -> [Arg; 3] {
    [
        Arg::new("file")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("The patients; standard input without"),
        form("input", "How the patients are written; without, as the file's name ends, else ndjson"),
        Arg::new("threads")
            .long("threads")
            .value_name("N")
            .value_parser(value_parser!(NonZeroUsize))
            .help("How many cores work; all of them without"),
    ]
}

/// An option for a form.
pub(super) fn form(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name("FORM").value_parser(PossibleValuesParser::new(["ndjson", "csv"])).help(help)
}

/// The form that an option names.
pub(super) fn form_of(matches: &ArgMatches, name: &str) -> Option<Form> {
    let word = matches.get_one::<String>(name)?;
    Some(if word == "csv" { Form::Csv } else { Form::Ndjson })
}

/// The patients.
pub(super) fn open(matches: &ArgMatches) -> Result<(Box<dyn Read + Send>, Form), Failure> {
    let file = matches.get_one::<PathBuf>("file");
    let is_csv = file.and_then(|file| file.extension()).is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    let form = form_of(matches, "input").unwrap_or(if is_csv { Form::Csv } else { Form::Ndjson });
    let input: Box<dyn Read + Send> = match file {
        Some(path) => Box::new(File::open(path).map_err(|error| Failure::at(path, "the patients in", &error))?),
        None => Box::new(io::stdin()),
    };
    Ok((input, form))
}

/// How many cores work.
pub(super) fn threads(matches: &ArgMatches) -> NonZeroUsize {
    let given = matches.get_one::<NonZeroUsize>("threads").copied();
    given.unwrap_or_else(|| std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
}

/// Why the work could not be ended.
pub(super) fn failure(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::InvalidData => Failure::new(error.to_string()),
        _ => Failure::new(format!("cannot go on: {error}")),
    }
}
