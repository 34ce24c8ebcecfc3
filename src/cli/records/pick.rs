//! Which interviews a command is about.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgMatches};
use jiff::{Span, Timestamp, Zoned};

use super::trouble;
use crate::questionnaire::Level;
use crate::record::{Store, Summary};
use crate::shell::Clock;
use crate::shell::library::Failure;

/// The words of `records list` for how an interview stands.
const STATES: [&str; 7] = ["open", "unfinished", "ended", "ended early", "discarded", "purged", "unreadable"];

/// A record that is named: what the patient is called, or the beginning of what the record is called.
pub(super) fn record() -> Arg {
    Arg::new("record")
        .value_name("RECORD")
        .help("Its reference, or its name or the beginning of that, as `records list` shows")
}

/// What narrows a list down.
pub(super) fn filters() -> [Arg; 4] {
    [
        Arg::new("since").long("since").value_name("AGE").help("Changed within that age, as 8h or 30d"),
        Arg::new("status")
            .long("status")
            .value_name("STATUS")
            .value_parser(PossibleValuesParser::new(STATES))
            .help("How they stand"),
        Arg::new("level")
            .long("level")
            .value_name("LEVEL")
            .value_parser(PossibleValuesParser::new(Level::ALL.map(Level::word)))
            .help("Which level they came to"),
        Arg::new("questionnaire").long("questionnaire").value_name("ID").help("Held with that questionnaire"),
    ]
}

/// The interviews that pass the filters, the one that was last changed last.
pub(super) fn filtered(matches: &ArgMatches, store: &Store) -> Result<Vec<Summary>, Failure> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let since = text("since").map(before).transpose()?;
    let mut list = store.list().map_err(trouble(store))?;
    list.retain(|summary| {
        let known = summary.known.as_ref();
        let is = |wanted: Option<&str>, found: Option<&str>| wanted.is_none_or(|wanted| found == Some(wanted));
        since.is_none_or(|since| known.is_some_and(|known| known.last >= since))
            && is(text("status"), Some(summary.state.word()))
            && is(text("level"), known.and_then(|known| known.standing.level).map(Level::word))
            && is(text("questionnaire"), known.map(|known| known.questionnaire.as_str()))
    });
    Ok(list)
}

/// The one interview that is named. Of several the names are told.
pub(super) fn named(store: &Store, name: &str) -> Result<Summary, Failure> {
    let list = store.list().map_err(trouble(store))?;
    let reference = |summary: &Summary| summary.known.as_ref().and_then(|known| known.reference.clone());
    let called = |summary: &&Summary| reference(summary).as_deref() == Some(name);
    let begins =
        |summary: &&Summary| name.len() >= 4 && summary.interview.to_string().starts_with(&name.to_lowercase());
    let mut found: Vec<&Summary> = list.iter().filter(begins).collect();
    if found.is_empty() {
        found = list.iter().filter(called).collect();
    }
    match &found[..] {
        [only] => Ok((*only).clone()),
        [] => Err(Failure::new(format!("there is no record {name:?}; `redflag records list` shows what there is"))),
        several => {
            let clock = Clock::new();
            let names: Vec<String> = several.iter().map(|summary| super::list::line(summary, &clock)).collect();
            let names = names.join("\n  ");
            Err(Failure::new(format!(
                "several records are called {name:?}; give the name of one, which comes first:\n  {names}"
            )))
        }
    }
}

/// The moment that lies so long back: `8h`, `90d`, `2w 3d`.
pub(super) fn before(age: &str) -> Result<Timestamp, Failure> {
    let back = age.parse::<Span>().ok().filter(|back| back.is_positive());
    let then = back.and_then(|back| Zoned::now().checked_sub(back).ok());
    then.map(|then| then.timestamp())
        .ok_or_else(|| Failure::new(format!("{age:?} is no age; write it as 8h, 90d or 2w")))
}
