//! `redflag import`: a form of another system as a questionnaire to go on with.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::Status;
use crate::fhir;
use crate::questionnaire::LARGEST_FILE;
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("import").about("Turns a form of another system into a questionnaire to go on with").defer(|command| {
        command.subcommand_required(true).subcommand(
            Command::new("fhir")
                .about("A FHIR R4 Questionnaire as a questionnaire's folder; what does not come along is said")
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .value_parser(value_parser!(PathBuf))
                        .required(true)
                        .help("The Questionnaire as JSON; - reads standard input"),
                )
                .arg(
                    Arg::new("into")
                        .long("into")
                        .value_name("DIR")
                        .value_parser(value_parser!(PathBuf))
                        .help("The folder to write; without it one here, called like the questionnaire"),
                ),
        )
    })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let Some(("fhir", matches)) = matches.subcommand() else { return Ok(Status::Unusable) };
    let file = matches.get_one::<PathBuf>("file").map_or(Path::new("-"), PathBuf::as_path);
    let text = read(file)?;
    let imported = fhir::import(&text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    let folder = matches.get_one::<PathBuf>("into").cloned().unwrap_or_else(|| PathBuf::from(&imported.id));
    let paths: Vec<(PathBuf, &str)> =
        imported.files.iter().map(|(name, text)| (folder.join(name), text.as_str())).collect();
    // Looked for before anything is written, so that no half of a questionnaire is left beside another.
    if let Some((path, _)) = paths.iter().find(|(path, _)| path.exists()) {
        let remedy = "name another folder with --into, or take that one away";
        return Err(Failure::new(format!("{} is there already, and nothing was written; {remedy}", path.display())));
    }
    for (path, text) in &paths {
        write(path, text).map_err(|error| Failure::new(format!("cannot write {}: {error}", path.display())))?;
    }
    let mut status = Status::Done;
    for remark in &imported.remarks {
        super::complain(&format!("{}: {remark}", file.display()));
        if remark.lost {
            status = Status::Findings;
        }
    }
    super::print(&format!("{}: {} files written\n", folder.display(), paths.len()))?;
    Ok(status)
}

/// The text of the file, or of standard input.
fn read(file: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let most = LARGEST_FILE as u64 + 1;
    let read = if file == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        fs::File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::at(file, "the form", &error))?;
    if bytes.len() > LARGEST_FILE {
        return Err(Failure::new(format!("{} is larger than any form is", file.display())));
    }
    String::from_utf8(bytes).map_err(|_| Failure::new(format!("{} is not UTF-8 text", file.display())))
}

/// Writes a file that must not be there yet.
fn write(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}
