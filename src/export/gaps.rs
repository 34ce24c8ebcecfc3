//! What is not known of the patient: not sure, not answered, set aside, not asked.

use super::recommendation::{dash, with_answer};
use super::visit::Visit;
use crate::questionnaire::{Answer, QuestionIx, Status};
use crate::text::{Page, Span, Tone};

/// All of it.
pub(super) fn gaps(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let outcome = visit.interview.outcome();
    let unsure = visit.interview.asked().filter(|&question| is_unsure(visit.interview.answer(question)));
    list(&mut page, w.answered_not_sure, Tone::Plain, unsure.map(|question| with_answer(visit, question)));
    page.append(unanswered(visit));
    let aside = outcome.ignored.iter().map(|&question| with_answer(visit, question));
    list(&mut page, w.answers_set_aside, Tone::Plain, aside);
    page.append(never_asked(visit));
    page
}

/// The questions asked and not answered, and whether they need not be.
pub(super) fn unanswered(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let outcome = visit.interview.outcome();
    list(&mut page, w.left_unanswered, Tone::Plain, asks(visit, &outcome.unanswered));
    if outcome.status == Status::Stopped {
        page.text(Tone::Quiet, w.stopped);
    }
    page
}

/// The questions whose answers are set aside, without these: they are no facts.
pub(super) fn set_aside(visit: &Visit) -> Page {
    let mut page = Page::default();
    let aside = asks(visit, &visit.interview.outcome().ignored);
    list(&mut page, visit.words().answers_set_aside, Tone::Quiet, aside);
    page
}

/// The questions that did not apply.
pub(super) fn never_asked(visit: &Visit) -> Page {
    let mut page = Page::default();
    let questions = visit.questionnaire().questions().map(|(question, _)| question);
    let never =
        |&question: &QuestionIx| !visit.interview.is_asked(question) && visit.interview.answer(question).is_none();
    let never: Vec<QuestionIx> = questions.filter(never).collect();
    list(&mut page, visit.words().not_asked, Tone::Quiet, asks(visit, &never));
    page
}

/// Whether the answer, or a choice in it, is "not sure".
pub(super) fn is_unsure(answer: Option<&Answer>) -> bool {
    match answer {
        Some(Answer::Unsure) => true,
        Some(Answer::Many { unsure, .. }) => !unsure.is_empty(),
        _ => false,
    }
}

/// A head and what stands below it, where anything does.
pub(super) fn list(page: &mut Page, heading: &str, tone: Tone, lines: impl Iterator<Item = String>) {
    for (number, line) in lines.enumerate() {
        if number == 0 {
            page.heading(heading);
        }
        page.item(dash(), Span::new(tone, line));
    }
}

fn asks(visit: &Visit, questions: &[QuestionIx]) -> impl Iterator<Item = String> {
    questions.iter().map(|&question| visit.questionnaire()[question].ask.clone())
}
