//! What is found and proved, for people.

use std::fmt::Write as _;

use super::Checked;
use crate::cli::walk;
use crate::proof::Proof;
use crate::questionnaire::{Finding, Severity, Site, draw};

impl Checked {
    /// These of its findings, each with its place, what to do, and a patient who shows it.
    pub(in crate::cli) fn drawn<'f>(
        &self,
        findings: impl Iterator<Item = &'f Finding>,
        site: &Site,
        colour: bool,
    ) -> String {
        let mut text = String::new();
        for finding in findings {
            text.push_str(&draw(std::slice::from_ref(finding), &self.files, site, colour));
            if let (Some(witness), Some(questionnaire)) = (&finding.witness, &self.questionnaire) {
                text.push_str(&walk::witness(questionnaire, finding.code, witness));
            }
        }
        text
    }

    /// The verdict, and what is proved and what not.
    pub(in crate::cli) fn closing(&self) -> String {
        format!("{}: {}.\n{}", self.name(), self.verdict(), proved(self.proof.as_ref()))
    }

    /// Its id, and its version if it can be read.
    pub(in crate::cli) fn name(&self) -> String {
        match &self.questionnaire {
            Some(questionnaire) => format!("{} {}", self.id, questionnaire.version),
            None => self.id.clone(),
        }
    }

    /// What came of it, in few words.
    pub(in crate::cli) fn verdict(&self) -> String {
        match self.findings.is_empty() && self.is_unproved() {
            // What was not looked for is not known to be right.
            true => "nothing was found, and not all is proved".to_owned(),
            false => verdict(&self.findings),
        }
    }
}

/// How many findings of each kind, in words.
pub(in crate::cli) fn verdict(findings: &[Finding]) -> String {
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
