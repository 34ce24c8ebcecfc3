//! Patients as a walk through the questions, and as `eval` reads them.

use std::fmt::Write as _;

use crate::export::answer_words;
use crate::proof::{Given, Patient, Version};
use crate::questionnaire::{Answer, Code, Question, QuestionIx, Questionnaire, Value, Witness, WrittenAnswers};

/// The witness of a finding of this kind as a walk through the questions, and as `eval` reads it.
pub(super) fn witness(questionnaire: &Questionnaire, code: Code, witness: &Witness) -> String {
    let mut text = String::new();
    let mut patient = |head: &str, answers: &[(QuestionIx, Answer)]| {
        let _ = writeln!(text, "  {head}");
        if answers.is_empty() {
            let _ = writeln!(text, "    nothing is answered");
        }
        for (n, (index, answer)) in answers.iter().enumerate() {
            let question = &questionnaire[*index];
            let _ = writeln!(
                text,
                "    {}. {} {}",
                n + 1,
                asked(question),
                answer_words(&crate::words::ENGLISH, question, answer)
            );
        }
        let _ = writeln!(text, "    {}", line(questionnaire, answers));
    };
    match witness {
        Witness::One(answers) => {
            let head = match code {
                Code::GuaranteeBroken => "A patient for whom it does not hold:",
                Code::RuleNeverDecides => "A patient for whom it fires:",
                Code::QuestionWithoutEffect => "A patient who is asked it:",
                _ => "Such a patient:",
            };
            patient(head, answers);
        }
        Witness::Pair { less, more } => {
            patient("This patient:", less);
            patient("gets a more urgent level than this one:", more);
        }
    }
    text.push('\n');
    text
}

/// The words of a question, before an answer to it.
fn asked(question: &Question) -> String {
    let colon = if question.ask.ends_with(['?', ':']) { "" } else { ":" };
    format!("{}{colon}", question.ask)
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
    let words = |of: &Questionnaire, (question, answer): &(QuestionIx, Answer)| {
        answer_words(&crate::words::ENGLISH, &of[*question], answer)
    };
    match (&given.old, &given.new) {
        (Some(before), Some(after)) => {
            let value =
                |of: &Questionnaire, (question, answer): &(QuestionIx, Answer)| Value::of(&of[*question], answer);
            let ask = asked(&new[after.0]);
            if value(old, before) == value(new, after) {
                format!("{ask} {}", words(new, after))
            } else {
                format!("{ask} In the old version: {}. In the new one: {}.", words(old, before), words(new, after))
            }
        }
        (Some(before), None) => format!("{} {} (in the old version)", asked(&old[before.0]), words(old, before)),
        (None, Some(after)) => format!("{} {} (in the new version)", asked(&new[after.0]), words(new, after)),
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
