//! `redflag records show`: everything that is on record of one interview, entry by entry.

use std::fmt::Write as _;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::super::Status;
use super::{look, pick, trouble};
use crate::questionnaire::{Level, Value};
use crate::record::{Dated, Entry, Event, Finish, InterviewId, Kept, Place};
use crate::shell::Clock;
use crate::shell::library::Failure;

pub(super) fn command() -> Command {
    Command::new("show")
        .about("Shows all that is on record of one interview: who did what when")
        .arg(pick::record().required(true))
        .arg(super::super::json())
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let store = look(matches)?;
    let name = matches.get_one::<String>("record").map_or("", String::as_str);
    let interview = pick::named(&store, name)?.interview;
    let trail = store.trail(interview).map_err(trouble(&store))?;
    if matches.get_flag("json") {
        let rows: Vec<Row<'_>> = trail.entries.iter().map(Row::of).collect();
        super::super::print_json(&Shown { record: interview.to_string(), entries: rows })?;
    } else {
        super::super::print(&text(interview, &trail.entries))?;
    }
    Ok(Status::Done)
}

/// What `records show --json` says.
#[derive(Serialize)]
struct Shown<'e> {
    record: String,
    entries: Vec<Row<'e>>,
}

#[derive(Serialize)]
struct Row<'e> {
    counter: u64,
    #[serde(flatten)]
    entry: Option<&'e Entry>,
}

impl Row<'_> {
    fn of(dated: &Dated) -> Row<'_> {
        Row { counter: dated.counter, entry: dated.entry.as_ref() }
    }
}

fn text(interview: InterviewId, entries: &[Dated]) -> String {
    let clock = Clock::new();
    let mut text = format!("record {interview}\n");
    let mut operator = None;
    for Dated { counter, entry } in entries {
        let Some(entry) = entry else {
            let _ =
                writeln!(text, "{counter:>6}  cannot be read: it was purged, or changed (`redflag records verify`)");
            continue;
        };
        if entry.operator != operator {
            let _ = writeln!(text, "        operator: {}", entry.operator.as_deref().unwrap_or("not said"));
            operator.clone_from(&entry.operator);
        }
        let when = clock.local(entry.at).strftime("%Y-%m-%d %H:%M:%S");
        let _ = writeln!(text, "{counter:>6}  {when}  {}", said(&entry.event));
    }
    text
}

/// What happened, in words.
fn said(event: &Event) -> String {
    let level = |level: &Level| level.word();
    let json = |value: &Value| serde_json::to_string(value).unwrap_or_default();
    match event {
        Event::Began(began) => {
            let mut text = format!("began {} {} ({})", began.questionnaire, began.version, began.fingerprint);
            for (name, value) in [("reference", &began.reference), ("draft", &began.draft)] {
                if let Some(value) = value {
                    let _ = write!(text, ", {name}: {value}");
                }
            }
            if let Some(link) = &began.earlier {
                let _ = write!(text, ", re-triage of record {}", link.interview);
            }
            text
        }
        Event::Shown(place) => match place {
            Place::Intro => "shown: the intro".to_owned(),
            Place::Question(id) => format!("shown: question {id}"),
            Place::Alarm => "shown: the settled level, over the whole screen".to_owned(),
            Place::HandOver => "shown: the hand-over".to_owned(),
            Place::Recommendation => "shown: the recommendation".to_owned(),
        },
        Event::Answered { question, asked, answer, words } => {
            format!("answered {question} {}: {asked} {words}", json(answer))
        }
        Event::Revised { question, asked, from, to, words } => {
            format!("revised {question} from {} to {}: {asked} {words}", json(from), json(to))
        }
        Event::Withdrawn { question, from } => format!("taken back {question}, was {}", json(from)),
        Event::SetAside(ids) => format!("set aside: {}", ids.join(", ")),
        Event::Returned(ids) => format!("counts again: {}", ids.join(", ")),
        Event::Noted { about, from, to } => {
            let about = about.as_deref().unwrap_or("the whole");
            match (from, to) {
                (None, Some(to)) => format!("note to {about}: {to}"),
                (Some(from), Some(to)) => format!("note to {about}, was \"{from}\": {to}"),
                (from, None) => format!("note to {about} taken out, was \"{}\"", from.as_deref().unwrap_or_default()),
            }
        }
        Event::Overridden { level: chosen, reason, computed, .. } => {
            let computed = computed.as_ref().map_or("no level", level);
            format!("overridden: {} in place of {computed}, because: {reason}", level(chosen))
        }
        Event::OverrideEnded { was, reason } => {
            format!("the level {} (because: {reason}) does not count any more", level(was))
        }
        Event::Called { from, to } => {
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| "no reference".to_owned());
            format!("the patient is called {}, was {}", name(to), name(from))
        }
        Event::WentOn => "went on with the questions left".to_owned(),
        Event::Spoke(tag) => format!("the screen speaks {tag} from here on"),
        Event::Kept(Kept::Saved) => "the note was saved to a file".to_owned(),
        Event::Kept(Kept::Copied) => "the note was copied".to_owned(),
        Event::Kept(Kept::Printed) => "the note was printed".to_owned(),
        Event::Resumed => "taken up again".to_owned(),
        Event::Continued { version, fingerprint, changes, .. } => {
            let lost = if changes.is_empty() {
                "no answer was lost".to_owned()
            } else {
                format!("lost: {}", changes.join(", "))
            };
            format!("goes on with version {version} ({fingerprint}); {lost}")
        }
        Event::Left => "left unfinished".to_owned(),
        Event::Ended(Finish::Recommended) => "ended".to_owned(),
        Event::Ended(Finish::Early) => "ended before there was a recommendation".to_owned(),
        Event::Ended(Finish::Discarded) => "discarded".to_owned(),
        Event::Purged { interviews, before } => format!("purged {} interviews of before {before}", interviews.len()),
    }
}
