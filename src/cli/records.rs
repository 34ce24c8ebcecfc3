//! `redflag records`: the store of what was asked and answered.

mod export;
mod init;
mod list;
mod pick;
mod purge;
mod show;
mod verify;

use std::path::PathBuf;

use clap::{ArgMatches, Command};

use super::Status;
use super::recording::{self, failure, store_path};
use crate::record::{Store, Trouble};
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("records").about("The store of what was asked and answered").defer(|command| {
        command
            .subcommand_required(true)
            .arg_required_else_help(true)
            .args(recording::store_options().map(|option| option.global(true)))
            .subcommand(init::command())
            .subcommand(list::command())
            .subcommand(show::command())
            .subcommand(export::command())
            .subcommand(verify::command())
            .subcommand(purge::command())
            .subcommand(init::passphrase_command())
    })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    crate::shell::keep_memory_private();
    match matches.subcommand() {
        Some(("init", matches)) => init::run(matches),
        Some(("list", matches)) => list::run(matches),
        Some(("show", matches)) => show::run(matches),
        Some(("export", matches)) => export::run(matches),
        Some(("verify", matches)) => verify::run(matches),
        Some(("purge", matches)) => purge::run(matches),
        Some(("passphrase", matches)) => init::passphrase(matches),
        // The command line is refused before it comes here.
        _ => Ok(Status::Unusable),
    }
}

/// The store, opened to be read, whatever was done to it.
fn look(matches: &ArgMatches) -> Result<Store, Failure> {
    let path = existing(matches)?;
    Store::look(&path, &recording::secret(matches)?).map_err(|trouble| failure(&path, &trouble))
}

/// The path of a store that is there: nobody is asked for the passphrase of one that is not.
fn existing(matches: &ArgMatches) -> Result<PathBuf, Failure> {
    let path = store_path(matches)?;
    match path.exists() {
        true => Ok(path),
        false => Err(failure(&path, &Trouble::Missing)),
    }
}

/// Something that could not be read from or written to an open store.
fn trouble(store: &Store) -> impl Fn(Trouble) -> Failure {
    let path = store.path().to_owned();
    move |trouble| failure(&path, &trouble)
}
