//! `redflag records init` and `redflag records passphrase`: making a store, and changing what opens it.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command, value_parser};

use super::super::Status;
use super::super::recording::{self, failure, path, store_path};
use super::existing;
use crate::record::{Secret, Store};
use crate::shell::library::Failure;
use crate::shell::{self, NEW_PASSPHRASE_FILE, PASSPHRASE_FILE, Purpose};

pub(super) fn command() -> Command {
    Command::new("init").about("Makes a store, sealed by a passphrase or a key file").after_help(format!(
        "The passphrase is asked for, or read from the file that {PASSPHRASE_FILE} names. Without it nobody can read the \
         store, ever: keep a copy of it in a safe."
    ))
}

pub(super) fn passphrase_command() -> Command {
    Command::new("passphrase")
        .about("Changes what opens the store; what is in it stays as it is")
        .arg(
            Arg::new("new-key-file")
                .long("new-key-file")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("The file whose bytes are to open it from now on"),
        )
        .after_help(format!("The new passphrase is asked for, or read from the file that {NEW_PASSPHRASE_FILE} names."))
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let file = store_path(matches)?;
    if file.exists() {
        return Err(failure(&file, &crate::record::Trouble::Exists));
    }
    let secret = set(path(matches, "key-file"), PASSPHRASE_FILE)?;
    let store = Store::create(&file, &secret).map_err(|trouble| failure(&file, &trouble))?;
    let by = if secret.is_key_file() { "its key file" } else { "its passphrase" };
    super::super::print(&format!(
        "Made {}, sealed by {by}. `redflag run` records into it; without {by} nobody can read it.\n",
        store.path().display()
    ))?;
    Ok(Status::Done)
}

pub(super) fn passphrase(matches: &ArgMatches) -> Result<Status, Failure> {
    let file = existing(matches)?;
    let old = recording::secret(matches)?;
    let mut store = Store::look(&file, &old).map_err(|trouble| failure(&file, &trouble))?;
    let new = set(path(matches, "new-key-file"), NEW_PASSPHRASE_FILE)?;
    store.rewrap(&old, &new).map_err(|trouble| failure(&file, &trouble))?;
    let by = if new.is_key_file() { "key file" } else { "passphrase" };
    super::super::print(&format!("{} is opened by the new {by} from now on.\n", store.path().display()))?;
    Ok(Status::Done)
}

/// A secret to seal by.
fn set(key_file: Option<&std::path::Path>, variable: &str) -> Result<Secret, Failure> {
    let secret = shell::secret(key_file, variable, Purpose::Set)?;
    secret.ok_or_else(|| Failure::new("a store is sealed by something; nothing was made".to_owned()))
}
