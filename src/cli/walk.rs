//! Patients as a walk through the questions, and as `eval` reads them.

use std::fmt::Write as _;

use crate::export::answer_words;
use crate::proof::{Given, Patient, Version};
use crate::questionnaire::{Answer, QuestionIx, Questionnaire, Value, Witness, WrittenAnswers};

/// A witness as a walk through the questions, and as `eval` reads it.
pub(super) fn witness(questionnaire: &Questionnaire, witness: &Witness) -> String {
    let mut text = String::new();
    let mut patient = |head: &str, answers: &[(QuestionIx, Answer)]| {
        let _ = writeln!(text, "  {head}");
        if answers.is_empty() {
            let _ = writeln!(text, "    nothing is answered");
        }
        for (n, (index, answer)) in answers.iter().enumerate() {
            let question = &questionnaire[*index];
            let _ = writeln!(text, "    {}. {} {}", n + 1, question.ask, answer_words(question, answer));
        }
        let _ = writeln!(text, "    {}", line(questionnaire, answers));
    };
    match witness {
        Witness::One(answers) => patient("Such a patient:", answers),
        Witness::Pair { less, more } => {
            patient("Such a patient:", less);
            patient("gets a more urgent level than this one:", more);
        }
    }
    text.push('\n');
    text
}

/// The smallest patient whom two versions treat differently.
pub(super) fn both(text: &mut String, [old, new]: [Version<'_>; 2], patient: &Patient) {
    let (old, new) = (old.questionnaire, new.questionnaire);
    if patient.given.is_empty() {
        let _ = writeln!(text, "      nothing is answered");
    }
    for (n, given) in patient.given.iter().enumerate() {
        let _ = writeln!(text, "      {}. {}", n + 1, answered(old, new, given));
    }
    lines(text, "      ", [old, new], patient);
}

/// A question of either version or both, with what is answered there.
fn answered(old: &Questionnaire, new: &Questionnaire, given: &Given) -> String {
    let words = |of: &Questionnaire, (question, answer): &(QuestionIx, Answer)| answer_words(&of[*question], answer);
    match (&given.old, &given.new) {
        (Some(before), Some(after)) => {
            let value =
                |of: &Questionnaire, (question, answer): &(QuestionIx, Answer)| Value::of(&of[*question], answer);
            let ask = &new[after.0].ask;
            if value(old, before) == value(new, after) {
                format!("{ask} {}", words(new, after))
            } else {
                format!("{ask} In the old version: {}. In the new one: {}.", words(old, before), words(new, after))
            }
        }
        (Some(before), None) => format!("{} {} (in the old version)", old[before.0].ask, words(old, before)),
        (None, Some(after)) => format!("{} {} (in the new version)", new[after.0].ask, words(new, after)),
        (None, None) => String::new(),
    }
}

/// The patient as `eval` reads him: once, where both versions read the same.
pub(super) fn lines(text: &mut String, indent: &str, [old, new]: [&Questionnaire; 2], patient: &Patient) {
    let (before, after) = (line(old, &patient.old_answers()), line(new, &patient.new_answers()));
    if before == after {
        let _ = writeln!(text, "{indent}{before}");
    } else {
        let _ = writeln!(text, "{indent}old: {before}\n{indent}new: {after}");
    }
}

/// A patient as a line for `eval`.
fn line(questionnaire: &Questionnaire, answers: &[(QuestionIx, Answer)]) -> String {
    let written = serde_json::to_string(&WrittenAnswers { questionnaire, answers }).unwrap_or_default();
    format!("{{\"answers\":{written}}}")
}
