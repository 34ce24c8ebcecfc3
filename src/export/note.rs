//! The note for the chart, as plain text.

use jiff::civil::DateTime;

use super::recommendation::{
    advice, dash, flags, gaps, headline, is_unsure, made_from, notes, reasons, scores, with_answer,
};
use super::visit::Visit;
use crate::questionnaire::{Answer, QuestionIx};
use crate::text::{Page, Span, Tone};
use crate::words::fill;

/// Columns of the note: what mail and chart systems do not wrap again.
const WIDTH: usize = 72;

/// The visit as a note: the recommendation, the answers with the positive ones first, and what it was made from.
pub fn note(visit: &Visit, at: DateTime) -> String {
    let mut shown = visit.clone();
    shown.note_tongue();
    let visit = &visit.on_record();
    let w = visit.words();
    let mut page = Page::default();
    page.text(
        Tone::Heading,
        format!("{}: {}, {}", w.note_head, visit.questionnaire().title, at.strftime("%Y-%m-%d %H:%M")),
    );
    if let Some(reference) = &visit.reference {
        page.text(Tone::Plain, format!("{}{reference}", w.reference));
    }
    flags(visit, at.date(), &mut page);
    page.gap();
    page.append(headline(visit));
    page.append(reasons(visit));
    page.append(answers(visit));
    page.append(gaps(visit));
    page.append(scores(visit));
    page.append(advice(visit));
    page.append(notes(visit));
    page.append(made_from(visit, at));
    for (language, reviewed) in &shown.answered_in {
        page.text(Tone::Plain, fill(w.shown_in, &[("language", language)]));
        if !reviewed {
            page.text(Tone::Plain, w.unreviewed);
        }
    }
    page.plain(WIDTH)
}

/// A name for the note's file: nothing of the patient but the reference that was given for the purpose.
pub fn file_name(visit: &Visit, at: DateTime) -> String {
    let reference: String = visit
        .reference
        .iter()
        .flat_map(|reference| reference.chars())
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let gap = if reference.is_empty() { "" } else { "-" };
    format!("redflag-{reference}{gap}{}.txt", at.strftime("%Y%m%d-%H%M"))
}

/// What was answered, but for the "not sure" that the gaps list.
fn answers(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let answered = |positive: bool| {
        let said = move |question: &QuestionIx| {
            visit.interview.answer(*question).is_some_and(|answer| is_positive(answer) == positive)
        };
        visit.interview.asked().filter(said).filter(move |q| positive || !is_unsure(visit.interview.answer(*q)))
    };
    for (heading, positive) in [(w.positive, true), (w.negative, false)] {
        for (number, question) in answered(positive).enumerate() {
            if number == 0 {
                page.heading(heading);
            }
            page.item(dash(), Span::new(Tone::Plain, with_answer(visit, question)));
        }
    }
    page
}

fn is_positive(answer: &Answer) -> bool {
    match answer {
        Answer::Unsure => false,
        Answer::YesNo(yes) => *yes,
        Answer::Many { yes, .. } => !yes.is_empty(),
        Answer::Text(text) => !text.is_empty(),
        Answer::One(_) | Answer::Number(_) => true,
    }
}
