//! `redflag check`: what is wrong with questionnaires.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{Status, patience, walk};
use crate::proof::{Proof, Report};
use crate::questionnaire::{Files, Finding, Questionnaire, Severity, Witness, draw, identity, read};
use crate::shell::library::{self, Failure};

pub(super) fn command() -> Command {
    Command::new("check")
        .about(
            "Proves questionnaires: all findings at once, each with its place, what to do, and a patient who shows it",
        )
        .arg(Arg::new("q").value_name("Q").num_args(0..).help("Id or folder; all built-in and installed ones without"))
        .arg(super::json())
        .arg(patience::time_limit())
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
        let (questionnaire, findings) = read(&files, &site, today);
        let (mut findings, proof) = match &questionnaire {
            Some(questionnaire) => {
                let limits = patience::limits(&id, patience::asked(matches));
                let Report { findings, proof } = Report::of(questionnaire, &files, findings, &limits);
                (findings, Some(proof))
            }
            None => (findings, None),
        };
        findings.splice(0..0, site_findings.iter().cloned());
        let fails = |finding: &Finding| finding.severity() == Severity::Error || matches.get_flag("deny-warnings");
        let unproved = proof.as_ref().is_some_and(|proof| !proof.unproved.is_empty());
        // What nobody could prove in time is not to pass for proved in a script.
        if status == Status::Done && (unproved || findings.iter().any(fails)) {
            status = Status::Findings;
        }
        if json {
            reports.push(Row::new(id, &files, questionnaire, findings, proof));
        } else {
            for finding in &findings {
                text.push_str(&draw(std::slice::from_ref(finding), &files, &site, super::colour()));
                if let (Some(witness), Some(questionnaire)) = (&finding.witness, &questionnaire) {
                    text.push_str(&walk::witness(questionnaire, finding.code, witness));
                }
            }
            let version = questionnaire.as_ref().map(|q| format!(" {}", q.version)).unwrap_or_default();
            let verdict = match findings.is_empty() && unproved {
                // What was not looked for is not known to be right.
                true => "nothing was found, and not all is proved".to_owned(),
                false => verdict(&findings),
            };
            let _ = writeln!(text, "{id}{version}: {verdict}.");
            text.push_str(&proved(proof.as_ref()));
        }
    }
    if json {
        super::print_json(&reports)?;
    } else {
        super::print(&text)?;
    }
    Ok(status)
}

/// What is proved, and what not, in words.
fn proved(proof: Option<&Proof>) -> String {
    /// More than anybody reads.
    const MOST: usize = 10;
    let Some(Proof { guarantees, unproved, .. }) = proof else {
        return "Nothing was proved: first the structure must be sound.\n".to_owned();
    };
    let holding = guarantees.iter().filter(|guarantee| guarantee.holds == Some(true)).count();
    let of = match (holding, guarantees.len()) {
        (_, 0) => "No guarantees are written.".to_owned(),
        (1, 1) => "1 guarantee is proved to hold for every patient there can be.".to_owned(),
        (holding, all) => {
            let of = if holding == all { String::new() } else { format!("of {all} ") };
            let are = if holding == 1 { "is" } else { "are" };
            format!("{holding} {of}guarantees {are} proved to hold for every patient there can be.")
        }
    };
    let mut text = format!("{of}\n");
    if !unproved.is_empty() {
        let _ = writeln!(text, "Not proved, because the time was up:");
        for what in unproved.iter().take(MOST) {
            let _ = writeln!(text, "  {what}");
        }
        if unproved.len() > MOST {
            let _ = writeln!(text, "  and {} more", unproved.len() - MOST);
        }
    }
    text
}

/// How many findings of each kind, in words.
pub(super) fn verdict(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity() == severity).count();
    let words = |n: usize, word: &str| match n {
        1 => format!("1 {word}"),
        n => format!("{n} {word}s"),
    };
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => "nothing is wrong".to_owned(),
        (0, warnings) => words(warnings, "warning"),
        (errors, 0) => words(errors, "error"),
        (errors, warnings) => format!("{}, {}", words(errors, "error"), words(warnings, "warning")),
    }
}

/// What `check --json` says of one questionnaire (COMMANDS.md).
#[derive(Serialize)]
struct Row {
    questionnaire: String,
    version: Option<String>,
    fingerprint: Option<String>,
    findings: Vec<Found>,
    guarantees: Vec<Guaranteed>,
    rules: Vec<Reachable>,
    questions: Vec<Reachable>,
    proved: bool,
    /// What is not proved; there only where something is not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unproved: Vec<String>,
}

#[derive(Serialize)]
struct Found {
    code: &'static str,
    severity: &'static str,
    file: String,
    line: usize,
    column: usize,
    message: String,
    help: String,
    witness: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct Guaranteed {
    id: String,
    /// `null` where the time was up before it was known.
    holds: Option<bool>,
    witness: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct Reachable {
    id: String,
    /// `null` where the time was up before it was known.
    reachable: Option<bool>,
}

impl Row {
    fn new(
        id: String,
        files: &Files,
        questionnaire: Option<Questionnaire>,
        findings: Vec<Finding>,
        proof: Option<Proof>,
    ) -> Self {
        let (Some(questionnaire), Some(proof)) = (questionnaire, proof) else {
            let (version, fingerprint) = identity(files);
            return Row {
                questionnaire: id,
                version,
                fingerprint,
                findings: findings.into_iter().map(|finding| Found::new(None, finding)).collect(),
                guarantees: Vec::new(),
                rules: Vec::new(),
                questions: Vec::new(),
                proved: false,
                unproved: vec!["anything: first the structure must be sound".to_owned()],
            };
        };
        let guarantees = questionnaire.guarantees.iter().zip(&proof.guarantees).map(|(guarantee, proved)| Guaranteed {
            id: guarantee.id.clone(),
            holds: proved.holds,
            witness: proved.witness.as_ref().and_then(|witness| written(&questionnaire, witness)),
        });
        let rules = questionnaire.rules.iter().zip(&proof.rules);
        let questions = questionnaire.questions.iter().zip(&proof.questions);
        Row {
            questionnaire: id,
            version: Some(questionnaire.version.clone()),
            fingerprint: Some(questionnaire.fingerprint.clone()),
            guarantees: guarantees.collect(),
            rules: rules.map(|(rule, &reachable)| Reachable { id: rule.id.clone(), reachable }).collect(),
            questions: questions.map(|(q, &reachable)| Reachable { id: q.id.clone(), reachable }).collect(),
            proved: proof.unproved.is_empty(),
            unproved: proof.unproved,
            findings: findings.into_iter().map(|finding| Found::new(Some(&questionnaire), finding)).collect(),
        }
    }
}

impl Found {
    fn new(questionnaire: Option<&Questionnaire>, finding: Finding) -> Self {
        let Finding { code, file, line, column, span: _, message, help, witness } = finding;
        let witness = witness.zip(questionnaire).and_then(|(witness, q)| written(q, &witness));
        Found { code: code.word(), severity: code.severity().word(), file, line, column, message, help, witness }
    }
}

/// A witness as JSON, kept as text: its answers stand in the order asked.
fn written(questionnaire: &Questionnaire, witness: &Witness) -> Option<Box<RawValue>> {
    to_raw_value(&witness.written(questionnaire)).ok()
}
