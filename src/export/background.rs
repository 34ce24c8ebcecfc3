//! What was answered: what is so, what is not so, and what nobody could say, each apart. Only what is asked at present: an
//! answer that is set aside is no fact about the patient.

use super::gaps::list;
use super::recommendation::{dash, with_answer};
use super::visit::{Visit, labels};
use crate::questionnaire::{Answer, Question, QuestionIx};
use crate::text::{Page, Span, Tone};
use crate::words::{Words, fill};

/// Choices up to which all that do not apply are named. Of a longer list the nurse finds what applies by typing, and reads
/// out no other.
const READ_OUT: usize = 9;

/// What was answered and says that something is so.
pub(super) fn positives(visit: &Visit) -> Page {
    let mut page = Page::default();
    let said = answered(visit).filter_map(|(ix, question, answer)| match answer {
        Answer::Unsure | Answer::YesNo(false) => None,
        Answer::Text(text) if text.is_empty() => None,
        Answer::Many { yes, .. } if yes.is_empty() => None,
        Answer::Many { yes, .. } => Some(format!("{} {}", question.ask, labels(question, yes, ", "))),
        Answer::YesNo(true) | Answer::One(_) | Answer::Number(_) | Answer::Text(_) => Some(with_answer(visit, ix)),
    });
    list(&mut page, visit.words().positive, Tone::Plain, said);
    page
}

/// What was answered and says that something is not so: the questions answered no together, and what does not apply of
/// each list together.
pub(super) fn negatives(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let denied: Vec<&str> = answered(visit)
        .filter(|(.., answer)| **answer == Answer::YesNo(false))
        .map(|(_, question, _)| question.ask.as_str())
        .collect();
    if !denied.is_empty() {
        page.heading(w.negative);
        page.item(dash(), Span::new(Tone::Plain, w.note.answered_no));
    }
    for ask in denied {
        page.marked(2, dash(), Span::new(Tone::Plain, ask));
    }
    let others = answered(visit).filter_map(|(_, question, answer)| match answer {
        Answer::Text(text) if text.is_empty() => Some(format!("{} {}", question.ask, w.nothing)),
        Answer::Many { yes, unsure } => {
            let does_not_apply = |choice: &usize| !yes.contains(choice) && !unsure.contains(choice);
            let no: Vec<usize> = (0..question.choices().len()).filter(does_not_apply).collect();
            (!no.is_empty()).then(|| format!("{} {}", question.ask, none(w, question, &no)))
        }
        _ => None,
    });
    let heading = page.blocks.is_empty();
    for (number, other) in others.enumerate() {
        if heading && number == 0 {
            page.heading(w.negative);
        }
        page.item(dash(), Span::new(Tone::Plain, other));
    }
    page
}

/// What nobody could say.
pub(super) fn not_sure(visit: &Visit) -> Page {
    let mut page = Page::default();
    let said = answered(visit).filter_map(|(_, question, answer)| match answer {
        Answer::Unsure => Some(question.ask.clone()),
        Answer::Many { unsure, .. } if !unsure.is_empty() => {
            Some(format!("{} {}", question.ask, labels(question, unsure, APART)))
        }
        _ => None,
    });
    list(&mut page, visit.words().answered_not_sure, Tone::Plain, said);
    page
}

/// Between choices that have commas of their own.
const APART: &str = " / ";

/// The choices of a Many question that do not apply.
fn none(w: &Words, question: &Question, no: &[usize]) -> String {
    let choices = question.choices().len();
    let count: (&str, &dyn std::fmt::Display) = ("count", &no.len());
    match (no.len() == choices, choices > READ_OUT) {
        (true, true) => fill(w.note.none_of, &[count]),
        (false, true) => fill(w.note.none_of_others, &[count]),
        (true, false) => format!("{}: {}", w.none_of_these, labels(question, no, APART)),
        (false, false) => format!("{}{}", w.note.others_no, labels(question, no, APART)),
    }
}

/// The questions that are asked at present and answered, with their answers.
fn answered(visit: &Visit) -> impl Iterator<Item = (QuestionIx, &Question, &Answer)> {
    visit.interview.asked().filter_map(|ix| Some((ix, &visit.questionnaire()[ix], visit.interview.answer(ix)?)))
}
