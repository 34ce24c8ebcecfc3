//! `redflag show`: a questionnaire to read, print or look at.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches, Command};

use super::Status;
use crate::questionnaire::{Severity, draw, read};
use crate::shell::library::{self, Failure};
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
    let entry = super::library(matches).find(q)?;
    let (site, mut findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let files = entry.files()?;
    let (questionnaire, found) = read(&files, &site, super::today());
    findings.extend(found);
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let Some(questionnaire) = questionnaire.filter(|_| sound) else {
        let drawn = draw(&findings, &files, &site, false);
        return Err(Failure::new(format!("{q} has errors, nothing was shown\n{drawn}")));
    };
    super::print(&show(&questionnaire, format))?;
    Ok(Status::Done)
}
