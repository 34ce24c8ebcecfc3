//! `redflag records purge`: retention.

use clap::{Arg, ArgMatches, Command};
use jiff::Timestamp;

use super::super::Status;
use super::super::desk::option;
use super::super::recording::{self, failure};
use super::{existing, pick, trouble};
use crate::record::Store;
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("purge")
        .about("Removes what was last changed before that, finished or not; its places in the chain stay")
        .arg(Arg::new("older-than").long("older-than").value_name("AGE").required(true).help("How old, as 90d or 12h"))
        .arg(recording::operator_option())
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let before = pick::before(matches.get_one::<String>("older-than").map_or("", String::as_str))?;
    let path = existing(matches)?;
    let mut store = Store::open(&path, &recording::secret(matches)?).map_err(|trouble| failure(&path, &trouble))?;
    let purged = store.purge(before, Timestamp::now(), option(matches, "operator").cloned());
    let purged = purged.map_err(trouble(&store))?;
    super::super::print(&match purged.len() {
        0 => "Nothing is that old.\n".to_owned(),
        1 => "The content of 1 interview was removed.\n".to_owned(),
        several => format!("The content of {several} interviews was removed.\n"),
    })?;
    Ok(Status::Done)
}
