//! `redflag replay`: an archive of patients through two versions of a questionnaire.

mod report;
mod say;

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::{Status, patients};
use crate::interview::Plan;
use crate::replay::{self, Moves, Spool};
use crate::shell::library::Failure;
use report::Report;

pub(super) fn command() -> Command {
    Command::new("replay")
        .about(
            "Takes patients through two versions of a questionnaire: who moves between the levels, and by which rules",
        )
        .defer(|command| {
            command
                .args(super::versions())
                .args(patients::arguments())
                .arg(
                    Arg::new("moved").long("moved").value_name("FILE").value_parser(value_parser!(PathBuf)).help(
                        "Write every patient that moves to this file, one JSON object a line, lowered levels first",
                    ),
                )
                .arg(super::json())
        })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let side = |name: &str| {
        let q = matches.get_one::<String>(name).map_or("", String::as_str);
        super::sound(matches, q, "replayed").map(Plan::new)
    };
    let (old, new) = (side("old")?, side("new")?);
    let plans = [&old, &new];
    let (input, form) = patients::open(matches)?;
    let threads = patients::threads(matches);
    let replayed = |spool: Spool<'_>| {
        replay::replay(plans, input, form, threads, spool).map_err(|error| patients::failure(&error))
    };
    let moves = match matches.get_one::<PathBuf>("moved") {
        Some(path) => spooled(path, replayed)?,
        None => replayed(None)?,
    };
    if matches.get_flag("json") {
        super::print_json(&Report::new(plans, &moves))?;
    } else {
        super::print(&say::text(plans, &moves))?;
    }
    Ok(if moves.refused > 0 { Status::Findings } else { Status::Done })
}

/// Writes the patients that move to a file that nobody else can open. Those to look at first stand first in it; the others
/// wait in another one beside it until all are read.
fn spooled(path: &Path, replayed: impl FnOnce(Spool<'_>) -> Result<Moves, Failure>) -> Result<Moves, Failure> {
    let failed = |path: &Path, error: &io::Error| Failure::at(path, "the patients that moved in", error);
    let mut aside = path.as_os_str().to_owned();
    aside.push(".rest");
    let aside = PathBuf::from(aside);
    let first = private(path).map_err(|error| failed(path, &error))?;
    let second = private(&aside).map_err(|error| failed(&aside, &error))?;
    let (mut first, mut second) = (BufWriter::new(first), BufWriter::new(second));
    let moves = replayed(Some([&mut first, &mut second]));
    let joined = second.into_inner().map_err(io::IntoInnerError::into_error).and_then(|mut second| {
        second.rewind()?;
        io::copy(&mut second, &mut first)?;
        first.flush()
    });
    let removed = fs::remove_file(&aside);
    let moves = moves?;
    joined.and(removed).map_err(|error| failed(path, &error))?;
    Ok(moves)
}

/// An empty file, to be written and read again.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
