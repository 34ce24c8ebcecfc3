//! Everything that `redflag check` says of a questionnaire.

use super::Limits;
use super::check::{Proof, check, errors};
use super::faults::Note;
use crate::interview::Plan;
use crate::logic::Program;
use crate::questionnaire::{Files, Finding, Places, Questionnaire, Severity, translations, unused};

/// Everything that is found in a questionnaire whose structure is sound: by reading it and its translations,
/// of what nothing uses, and by proof. In the order of the files, with their places.
#[derive(Clone, Debug)]
pub struct Report {
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What was proved.
    pub proof: Proof,
}

impl Report {
    /// Checks the questionnaire that was read from these files with these findings.
    pub fn of(questionnaire: &Questionnaire, files: &Files, read: Vec<Finding>, limits: &Limits) -> Report {
        let proof = check(questionnaire, &Program::compile(questionnaire), limits);
        let places = Places::of(files);
        let mut findings = read;
        findings.extend(unused(questionnaire, &places));
        findings.extend(translations(files));
        Report::found(findings, proof, &places)
    }

    /// The same of errors alone: what must be known before a questionnaire is run.
    pub fn of_errors(plan: &Plan, files: &Files, read: Vec<Finding>, limits: &Limits) -> Report {
        let proof = errors(&plan.questionnaire, &plan.program, limits);
        let is_error = |finding: &Finding| finding.severity() == Severity::Error;
        let findings: Vec<Finding> = read.into_iter().filter(is_error).collect();
        if proof.notes.is_empty() && findings.is_empty() {
            // Nobody is told a place, so none is looked for.
            return Report { findings, proof };
        }
        Report::found(findings, proof, &Places::of(files))
    }

    fn found(mut findings: Vec<Finding>, mut proof: Proof, places: &Places) -> Report {
        let notes = std::mem::take(&mut proof.notes).into_iter();
        findings.extend(
            notes.map(|Note { thing, code, message, help, witness }| {
                places.finding(&thing, code, message, help, witness)
            }),
        );
        places.sort(&mut findings);
        Report { findings, proof }
    }
}
