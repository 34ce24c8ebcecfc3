//! `redflag list`: what can be run.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::Status;
use crate::export::Review;
use crate::questionnaire::{Files, Questionnaire, Severity, draw, languages, read};
use crate::shell::library::{self, Entry, Failure};

pub(super) fn command() -> Command {
    Command::new("list").about("Lists what can be run").defer(|command| command.arg(super::json()))
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let library = super::library(matches);
    let (site, site_findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let today = super::today();
    let mut status = Status::Done;
    if !site_findings.is_empty() {
        // Standard output is for the list, which may be read by a program.
        super::complain(draw(&site_findings, &Files::default(), &site, false).trim_end());
    }
    if site_findings.iter().any(|finding| finding.severity() == Severity::Error) {
        status = Status::Findings;
    }
    let mut rows = Vec::new();
    let mut text = String::new();
    for entry in library.entries()? {
        let files = entry.files()?;
        let (questionnaire, findings) = read(&files, &site, today);
        let Some(questionnaire) = questionnaire else {
            let (id, verdict, origin) = (&entry.id, super::check::verdict(&findings), &entry.origin);
            let instead = instead(&entry);
            let _ = writeln!(text, "{id}  cannot be run: {verdict}\n    {origin}{instead}\n    redflag check {id}");
            continue;
        };
        let row = Row::new(&questionnaire, &files, &entry, today);
        row.write(&mut text, &entry);
        rows.push(row);
    }
    if matches.get_flag("json") {
        super::print_json(&rows)?;
    } else if text.is_empty() {
        super::print("There are no questionnaires. --questionnaires DIR names a folder of them.\n")?;
    } else {
        super::print(&text)?;
    }
    Ok(status)
}

/// What is said of one that hides a built-in one.
fn instead(entry: &Entry) -> &'static str {
    if entry.instead_of_built_in { ", instead of the built-in one" } else { "" }
}

/// What `list --json` says of one questionnaire (COMMANDS.md).
#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    version: String,
    audience: String,
    reviewed: String,
    review_due: String,
    overdue: bool,
    languages: Vec<String>,
    fingerprint: String,
    origin: String,
}

impl Row {
    fn new(questionnaire: &Questionnaire, files: &Files, entry: &Entry, today: jiff::civil::Date) -> Row {
        Row {
            id: questionnaire.id.clone(),
            title: questionnaire.title.clone(),
            version: questionnaire.version.clone(),
            audience: questionnaire.audience.clone(),
            reviewed: questionnaire.reviewed.to_string(),
            review_due: questionnaire.review_due.to_string(),
            overdue: Review::on(questionnaire, today) == Review::Overdue,
            languages: languages(questionnaire, files),
            fingerprint: questionnaire.fingerprint.clone(),
            origin: entry.origin.to_string(),
        }
    }

    fn write(&self, text: &mut String, entry: &Entry) {
        let Row { id, title, version, audience, reviewed, review_due, overdue, languages, fingerprint, origin } = self;
        let due = if *overdue { "OVERDUE since" } else { "next due" };
        let instead = instead(entry);
        let _ = writeln!(
            text,
            "{id} {version}  {title}\n    {audience}\n    reviewed {reviewed}, {due} {review_due}; languages: {}\n    \
             {origin}{instead}\n    {fingerprint}",
            languages.join(", ")
        );
    }
}
