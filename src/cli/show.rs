//! `redflag show`: a questionnaire to read, print or look at.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use super::Status;
use crate::fhir;
use crate::questionnaire::{languages, translate};
use crate::shell::library::{self, Failure, Origin};
use crate::show::{Format, show};

/// The word for the format that other systems read.
const FHIR: &str = "fhir";

pub(super) fn command() -> Command {
    Command::new("show").about("Shows a questionnaire as a document to read and sign off, or as a diagram").defer(
        |command| {
            command
        .arg(Arg::new("q").value_name("Q").required(true).help("Id or folder of the questionnaire"))
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(PossibleValuesParser::new(Format::ALL.map(Format::word).into_iter().chain([FHIR])))
                .default_value(Format::Text.word())
                .help(
                    "The document as text or markdown; the diagram as mermaid, dot or svg; fhir is an R4 Questionnaire",
                ),
        )
        },
    )
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let q = matches.get_one::<String>("q").map_or("", String::as_str);
    let word = matches.get_one::<String>("format").map_or("", String::as_str);
    if word == FHIR {
        return form(matches, q);
    }
    let format = Format::named(word).unwrap_or(Format::Text);
    super::print(&show(&super::sound(matches, q, "shown")?, format))?;
    Ok(Status::Done)
}

/// Prints a FHIR Questionnaire with all translations. What is built in was proved by the tests; of anything else nobody has
/// asked here, so that it is a draft.
fn form(matches: &ArgMatches, q: &str) -> Result<Status, Failure> {
    let questionnaire = super::sound(matches, q, "shown")?;
    let entry = super::library(matches).find(q)?;
    let (site, _) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let files = entry.files()?;
    let tags = languages(&questionnaire, &files);
    let translations: Vec<_> = tags.iter().skip(1).filter_map(|tag| translate(&files, &site, tag).0).collect();
    super::print_json(&fhir::questionnaire(&questionnaire, &translations, entry.origin != Origin::BuiltIn))?;
    Ok(Status::Done)
}
