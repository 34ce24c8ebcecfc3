//! `redflag check`: what is wrong with questionnaires.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;

use super::Status;
use crate::questionnaire::{Files, Finding, Questionnaire, Severity, draw, identity, read};
use crate::shell::library::{self, Failure};

pub(super) fn command() -> Command {
    Command::new("check")
        .about("Checks questionnaires: all findings at once, each with its place and what to do about it")
        .arg(Arg::new("q").value_name("Q").num_args(0..).help("Id or folder; all built-in and installed ones without"))
        .arg(super::json())
        .arg(
            Arg::new("deny-warnings")
                .long("deny-warnings")
                .action(ArgAction::SetTrue)
                .help("Take warnings for errors in the exit status"),
        )
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let library = super::library(matches);
    let (site, site_findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let named: Vec<&String> = matches.get_many("q").into_iter().flatten().collect();
    let entries = if named.is_empty() {
        library.entries()?.into_iter().map(Ok).collect()
    } else {
        named.into_iter().map(|q| library.find(q)).collect::<Vec<_>>()
    };
    let json = matches.get_flag("json");
    let today = super::today();
    let mut reports = Vec::new();
    let mut text = String::new();
    let mut status = Status::Done;
    let mut checked = false;
    for entry in entries {
        let files = match entry.and_then(|entry| Ok((entry.files()?, entry.id))) {
            Ok(files) => files,
            // The others are checked all the same.
            Err(failure) => {
                super::report(&failure);
                status = Status::Unusable;
                continue;
            }
        };
        let (files, id) = files;
        checked = true;
        let (questionnaire, mut findings) = read(&files, &site, today);
        findings.splice(0..0, site_findings.iter().cloned());
        let fails = |finding: &Finding| finding.severity() == Severity::Error || matches.get_flag("deny-warnings");
        if status == Status::Done && findings.iter().any(fails) {
            status = Status::Findings;
        }
        if json {
            reports.push(Report::new(id, &files, questionnaire, findings));
        } else {
            text.push_str(&draw(&findings, &files, &site, super::colour()));
            let version = questionnaire.map(|q| format!(" {}", q.version)).unwrap_or_default();
            let _ = writeln!(text, "{id}{version}: {}.", verdict(&findings));
        }
    }
    if json {
        super::print_json(&reports)?;
    } else if checked {
        text.push_str("Only the structure was checked; nothing was proved.\n");
        super::print(&text)?;
    }
    Ok(status)
}

/// How many findings of each kind, in words.
pub(super) fn verdict(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let words = |n: usize, word: &str| match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    };
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "the structure is sound".to_owned(),
        (0, warnings) => words(warnings, "warning"),
        (errors, 0) => words(errors, "error"),
        (errors, warnings) => format!("{}, {}", words(errors, "error"), words(warnings, "warning")),
    }
}

/// What `check --json` says of one questionnaire (COMMANDS.md).
#[derive(Serialize)]
struct Report {
    questionnaire: String,
    version: Option<String>,
    fingerprint: Option<String>,
    findings: Vec<Row>,
    // What only a proof can say: nothing is claimed before there is one.
    guarantees: [(); 0],
    rules: [(); 0],
    questions: [(); 0],
    proved: bool,
}

#[derive(Serialize)]
struct Row {
    code: &'static str,
    severity: &'static str,
    file: String,
    line: usize,
    column: usize,
    message: String,
    help: String,
    witness: Option<()>,
}

impl Report {
    fn new(id: String, files: &Files, questionnaire: Option<Questionnaire>, findings: Vec<Finding>) -> Self {
        let (version, fingerprint) = match questionnaire {
            Some(questionnaire) => (Some(questionnaire.version), Some(questionnaire.fingerprint)),
            None => identity(files),
        };
        Report {
            questionnaire: id,
            version,
            fingerprint,
            findings: findings.into_iter().map(Row::new).collect(),
            guarantees: [],
            rules: [],
            questions: [],
            proved: false,
        }
    }
}

impl Row {
    fn new(finding: Finding) -> Self {
        let Finding { code, file, line, column, span: _, message, help, witness: _ } = finding;
        Row { code: code.word(), severity: code.severity().word(), file, line, column, message, help, witness: None }
    }
}
