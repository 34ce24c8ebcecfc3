//! `redflag show`: a questionnaire to read, print or look at.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use super::Status;
use crate::shell::library::Failure;
use crate::show::{Format, show};

pub(super) fn command() -> Command {
    Command::new("show")
        .about("Shows a questionnaire as a document to read and sign off, or as a diagram")
        .arg(Arg::new("q").value_name("Q").required(true).help("Id or folder of the questionnaire"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(Format::ALL.map(Format::word)))
                .default_value(Format::Text.word())
                .help("The document as text or markdown; the diagram as mermaid, dot or svg"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let q = matches.get_one::<String>("q").map_or("", String::as_str);
    let format = matches.get_one::<String>("format").and_then(|word| Format::named(word)).unwrap_or(Format::Text);
    super::print(&show(&super::sound(matches, q, "shown")?, format))?;
    Ok(Status::Done)
}
