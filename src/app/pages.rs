//! Pages to read: the intro, the help, a question's help, and what is said before something is done.

use jiff::civil::Date;

use super::keys::{Group, Scene, TABLE};
use crate::export::{Review, Visit, answer_words, level_word, source_words, with_answer};
use crate::interview::Preview;
use crate::questionnaire::{Answer, Level, QuestionIx, Questionnaire};
use crate::text::{Page, Span, Tone, columns};
use crate::words;

/// What is read before the first question.
pub(super) fn intro(questionnaire: &Questionnaire, draft: Option<&str>, today: Date) -> Page {
    let mut page = Page::default();
    page.text(Tone::Quiet, &questionnaire.audience);
    if let Some(why) = draft {
        page.gap();
        page.text(Tone::Alert, format!("{}{why}", words::DRAFT_MEANS));
    }
    match Review::on(questionnaire, today) {
        Review::Current => {}
        Review::Overdue => page.text(Tone::Alert, words::overdue(questionnaire.review_due)),
        Review::ClockWrong => page.text(Tone::Alert, words::clock_wrong(questionnaire.reviewed)),
    }
    if let Some(intro) = &questionnaire.intro {
        page.gap();
        page.text(Tone::Plain, intro);
    }
    page
}

/// Every key of a scene.
pub(super) fn help(scene: Scene) -> Page {
    let mut page = Page::default();
    page.text(Tone::Strong, words::KEYS);
    let bindings = || TABLE.iter().filter(|binding| binding.scenes.contains(&scene));
    let width = bindings().map(|binding| columns(binding.shown)).max().unwrap_or(0);
    for group in Group::ALL {
        for (number, binding) in bindings().filter(|binding| binding.group == group).enumerate() {
            if number == 0 {
                page.heading(group.title());
            }
            page.item(
                Span::new(Tone::Key, format!("{:<width$}  ", binding.shown)),
                Span::new(Tone::Plain, binding.does),
            );
        }
    }
    page.gap();
    page.text(Tone::Quiet, words::ANY_KEY);
    page
}

/// How to ask a question, what counts as which choice, and where it comes from.
pub(super) fn about(questionnaire: &Questionnaire, question: QuestionIx) -> Page {
    let question = &questionnaire[question];
    let mut page = Page::default();
    page.text(Tone::Strong, &question.ask);
    if let Some(help) = &question.help {
        page.gap();
        page.text(Tone::Plain, help);
    }
    for choice in question.choices() {
        if let Some(help) = &choice.help {
            page.gap();
            page.text(Tone::Heading, &choice.label);
            page.text(Tone::Plain, help);
        }
    }
    for (number, &source) in question.cite.iter().enumerate() {
        if number == 0 {
            page.heading(words::SOURCES);
        }
        let source = &questionnaire[source];
        page.item(Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, source_words(source)));
        if let Some(url) = &source.url {
            page.indented(2, Tone::Quiet, url);
        }
    }
    if page.blocks.len() == 1 {
        page.gap();
        page.text(Tone::Plain, words::NO_HELP);
    }
    page.gap();
    page.text(Tone::Quiet, words::ANY_KEY);
    page
}

/// Why something cannot be run.
pub(super) fn refused(why: &str) -> Page {
    let mut page = Page::default();
    page.text(Tone::Alert, words::CANNOT_RUN);
    page.gap();
    page.text(Tone::Plain, why);
    page
}

/// Something that happened outside.
pub(super) fn told(text: &str) -> Page {
    let mut page = Page::default();
    page.text(Tone::Strong, text);
    page
}

/// A question of the program's own, under a heading.
pub(super) fn sure(heading: &str, text: &str) -> Page {
    let mut page = Page::default();
    page.text(Tone::Strong, heading);
    page.gap();
    page.text(Tone::Plain, text);
    page
}

/// What a change would set aside, bring back and open, and how the level would move.
pub(super) fn change(visit: &Visit, question: QuestionIx, answer: &Answer, preview: &Preview) -> Page {
    let questionnaire = visit.questionnaire();
    let asked = &questionnaire[question];
    let mut page = Page::default();
    page.text(Tone::Strong, words::CHANGE);
    page.gap();
    page.text(Tone::Plain, &asked.ask);
    let before = visit.interview.answer(question).map_or(String::new(), |before| answer_words(asked, before));
    page.indented(2, Tone::Strong, format!("{before} -> {}", answer_words(asked, answer)));
    if preview.before != preview.after {
        page.heading(words::WILL_MOVE);
        for (word, bounds) in [(words::FROM, preview.before), (words::TO, preview.after)] {
            page.item(Span::new(Tone::Plain, word), Span::new(Tone::Strong, bounds_words(questionnaire, bounds)));
        }
    }
    for (heading, questions) in [
        (words::WILL_SET_ASIDE, &preview.set_aside),
        (words::WILL_RETURN, &preview.returns),
        (words::WILL_OPEN, &preview.opens),
    ] {
        if !questions.is_empty() {
            page.heading(heading);
        }
        for &question in questions {
            let text = match visit.interview.answer(question) {
                Some(_) => with_answer(visit, question),
                None => questionnaire[question].ask.clone(),
            };
            page.item(Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, text));
        }
    }
    page
}

/// The floor and the ceiling, each with its word, or the level that they agree on.
pub(super) fn bounds(questionnaire: &Questionnaire, (floor, ceiling): (Option<Level>, Option<Level>), page: &mut Page) {
    if floor == ceiling {
        bound(questionnaire, words::SETTLED, floor, page);
    } else {
        bound(questionnaire, words::AT_LEAST, floor, page);
        bound(questionnaire, words::AT_MOST, ceiling, page);
    }
}

/// The floor and the ceiling in a row.
pub(super) fn bounds_words(questionnaire: &Questionnaire, (floor, ceiling): (Option<Level>, Option<Level>)) -> String {
    let word = |level: Option<Level>| match level {
        Some(level) => format!("{} {}", words::rank(level), level_word(questionnaire, level)),
        None => words::NO_LEVEL_YET.to_owned(),
    };
    if floor == ceiling { word(floor) } else { words::between(&word(floor), &word(ceiling)) }
}

fn bound(questionnaire: &Questionnaire, word: &str, level: Option<Level>, page: &mut Page) {
    let lead = format!("{word:<9}");
    match level {
        Some(level) => page.item(
            Span::new(Tone::Plain, lead),
            Span::new(Tone::Badge(level), format!(" {} {} ", words::rank(level), level_word(questionnaire, level))),
        ),
        None => page.item(Span::new(Tone::Plain, lead), Span::new(Tone::Quiet, words::NO_LEVEL_YET)),
    }
}
