//! The visit as it is handed over: situation, background, assessment, recommendation. The note, Markdown and the printed
//! page are this one document; its parts are the recommendation's, so that the screen and the chart never differ.

use jiff::civil::DateTime;

use super::background;
use super::gaps::{never_asked, set_aside, unanswered};
use super::recommendation::{TIME, act, advice, flags, headline, made_from, notes, reasons, retriage, scores};
use super::visit::Visit;
use crate::text::{Page, Tone};
use crate::words::fill;

/// The visit as it is handed over.
pub(super) struct Handover {
    /// What it is a note of and when, and what must be known of the content before anything else.
    pub(super) head: Page,
    /// The parts, in the order of SBAR.
    pub(super) parts: Vec<Part>,
}

/// A part of it.
pub(super) struct Part {
    /// Its head.
    pub(super) title: String,
    /// What stands in it, each with how soon it is left out.
    pub(super) pages: Vec<(Spare, Page)>,
}

/// How soon something is left out where there is no room for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spare {
    /// Before all else.
    First,
    /// Next.
    Soon,
    /// Then.
    Late,
    /// When all else is left out.
    Last,
    /// Not at all: level, act, reasons, the nurse's own level, and what made them.
    Never,
}

impl Handover {
    /// Of the visit that ended then, in the questionnaire's own language.
    pub(super) fn of(visit: &Visit, at: DateTime) -> Handover {
        let mut shown = visit.clone();
        shown.note_tongue();
        let visit = &visit.on_record();
        let w = visit.words();
        let mut head = Page::default();
        let when = at.strftime(TIME);
        head.text(Tone::Heading, format!("{}: {}, {when}", w.note_head, visit.questionnaire().title));
        flags(visit, at.date(), &mut head);
        let parts = vec![
            Part::new(w.note.situation, vec![(Spare::Never, situation(visit))]),
            Part::new(
                w.note.background,
                vec![
                    (Spare::Late, background::positives(visit)),
                    (Spare::Soon, background::negatives(visit)),
                    (Spare::Late, background::not_sure(visit)),
                    (Spare::Soon, unanswered(visit)),
                    (Spare::First, set_aside(visit)),
                    (Spare::First, never_asked(visit)),
                ],
            ),
            Part::new(w.note.assessment, vec![(Spare::Never, assessment(visit)), (Spare::Late, scores(visit))]),
            Part::new(w.note.recommendation, vec![(Spare::Never, act(visit)), (Spare::Last, advice(visit))]),
            Part::headed(Spare::Last, notes(visit)),
            Part::headed(Spare::Never, origin(visit, &shown, at)),
        ];
        Handover { head, parts: parts.into_iter().filter(|part| !part.pages.is_empty()).collect() }
    }
}

impl Part {
    fn new(title: &str, mut pages: Vec<(Spare, Page)>) -> Part {
        pages.retain(|(_, page)| !page.blocks.is_empty());
        Part { title: title.to_owned(), pages }
    }

    /// A page that has its own head.
    fn headed(spare: Spare, mut page: Page) -> Part {
        let mut title = String::new();
        if let Some(head) = page.blocks.first().and_then(|block| block.text.as_ref()) {
            title = head.text.clone();
            page.blocks.remove(0);
        }
        Part::new(&title, vec![(spare, page)])
    }
}

/// Who, how urgent, and what the level was before.
fn situation(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    if let Some(reference) = &visit.reference {
        page.text(Tone::Plain, format!("{}{reference}", w.reference));
    }
    if let Some(retriage) = retriage(visit) {
        page.text(Tone::Strong, retriage);
    }
    page.append(headline(visit));
    page
}

/// Why, or that no rule applies.
fn assessment(visit: &Visit) -> Page {
    let mut page = reasons(visit);
    if page.blocks.is_empty() {
        page.text(Tone::Plain, visit.words().no_reasons);
    }
    page
}

/// What it was made from, who asked and when, and in which words.
fn origin(visit: &Visit, shown: &Visit, at: DateTime) -> Page {
    let w = visit.words();
    let mut page = made_from(visit, at);
    let (began, ended) = (visit.began.strftime(TIME), at.strftime(TIME));
    page.text(Tone::Plain, fill(w.note.times, &[("began", &began), ("ended", &ended)]));
    if let Some(operator) = &visit.operator {
        page.text(Tone::Plain, format!("{}{operator}", w.note.operator));
    }
    for (language, reviewed) in &shown.answered_in {
        page.text(Tone::Plain, fill(w.shown_in, &[("language", language)]));
        if !reviewed {
            page.text(Tone::Plain, w.unreviewed);
        }
    }
    page
}
