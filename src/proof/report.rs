//! Everything that `redflag check` says of a questionnaire.

use super::Limits;
use super::check::{Proof, check};
use super::faults::Note;
use crate::logic::Program;
use crate::questionnaire::{Files, Finding, Places, Questionnaire, unused};

/// Everything that is found in a questionnaire whose structure is sound: by reading it, of what nothing uses, and by
/// proof. In the order of the files, with their places.
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
        let mut proof = check(questionnaire, &Program::compile(questionnaire), limits);
        let places = Places::of(files);
        let mut findings = read;
        findings.extend(unused(questionnaire, &places));
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
