//! `redflag check`: what is wrong with questionnaires.

mod print;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{Status, patience};
use crate::proof::{Proof, Report};
use crate::questionnaire::{Files, Finding, Questionnaire, Severity, Site, Witness, identity, read};
use crate::shell::library::{self, Entry, Failure};
pub(super) use print::verdict;

pub(super) fn command() -> Command {
    Command::new("check")
        .about(
            "Proves questionnaires: all findings at once, each with its place, what to do, and a patient who shows it",
        )
        .defer(|command| {
            command.arg(super::several()).arg(super::json()).arg(patience::time_limit()).arg(
                Arg::new("deny-warnings")
                    .long("deny-warnings")
                    .action(ArgAction::SetTrue)
                    .help("Take warnings for errors in the exit status"),
            )
        })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let (site, site_findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let json = matches.get_flag("json");
    let mut reports = Vec::new();
    let mut text = String::new();
    let mut status = Status::Done;
    for entry in super::entries(matches)? {
        let checked = match entry.and_then(|entry| Checked::of(&entry, &site, &site_findings, patience::asked(matches)))
        {
            Ok(checked) => checked,
            // The others are checked all the same.
            Err(failure) => {
                super::report(&failure);
                status = Status::Unusable;
                continue;
            }
        };
        let fails = |finding: &Finding| finding.severity() == Severity::Error || matches.get_flag("deny-warnings");
        // What nobody could prove in time is not to pass for proved in a script.
        if status == Status::Done && (checked.is_unproved() || checked.findings.iter().any(fails)) {
            status = Status::Findings;
        }
        if json {
            reports.push(Row::new(checked));
        } else {
            text.push_str(&checked.drawn(checked.findings.iter(), &site, super::colour()));
            text.push_str(&checked.closing());
        }
    }
    if json {
        super::print_json(&reports)?;
    } else {
        super::print(&text)?;
    }
    Ok(status)
}

/// One questionnaire, and everything that was found in it.
pub(super) struct Checked {
    id: String,
    pub(super) files: Files,
    pub(super) questionnaire: Option<Questionnaire>,
    /// Whether its structure is sound, so that it can be proved and its cases be run.
    pub(super) sound: bool,
    pub(super) findings: Vec<Finding>,
    proof: Option<Proof>,
}

impl Checked {
    /// Reads the questionnaire and proves it, for no longer than the limit.
    pub(super) fn of(
        entry: &Entry,
        site: &Site,
        site_findings: &[Finding],
        limit: Option<Duration>,
    ) -> Result<Checked, Failure> {
        let files = entry.files()?;
        let (questionnaire, found) = read(&files, site, super::today());
        let sound = [site_findings, &found].into_iter().flatten().all(|finding| finding.severity() != Severity::Error);
        let (mut findings, proof) = match &questionnaire {
            Some(questionnaire) => {
                let limits = patience::limits(&entry.id, limit);
                let Report { findings, proof } = Report::of(questionnaire, &files, found, &limits);
                (findings, Some(proof))
            }
            None => (found, None),
        };
        findings.splice(0..0, site_findings.iter().cloned());
        Ok(Checked { id: entry.id.clone(), files, questionnaire, sound, findings, proof })
    }

    /// Whether the time was up before everything was proved.
    pub(super) fn is_unproved(&self) -> bool {
        self.proof.as_ref().is_some_and(|proof| !proof.unproved.is_empty())
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
    fn new(checked: Checked) -> Self {
        let Checked { id, files, questionnaire, findings, proof, .. } = checked;
        let (Some(questionnaire), Some(proof)) = (questionnaire, proof) else {
            let (version, fingerprint) = identity(&files);
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
