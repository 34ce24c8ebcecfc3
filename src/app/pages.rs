//! Pages to read: the intro, the help, a question's help, and what is said before something is done.

use jiff::civil::Date;

use super::keys::{Command, Group, Scene, TABLE};
use crate::export::{Visit, answer_words, flags, level_word, source_words, translated, with_answer};
use crate::interview::Preview;
use crate::questionnaire::{Answer, Level, QuestionIx};
use crate::text::{Large, Page, Span, Tone, columns};
use crate::words::{self, Words, fill};

/// What is read before the first question.
pub(super) fn intro(visit: &Visit, today: Date) -> Page {
    let questionnaire = visit.questionnaire();
    let mut page = Page::default();
    page.text(Tone::Quiet, &questionnaire.audience);
    if visit.draft.is_some() {
        page.gap();
    }
    flags(visit, today, &mut page);
    page.append(translated(visit));
    if let Some(intro) = &questionnaire.intro {
        page.gap();
        page.text(Tone::Plain, intro);
    }
    page
}

/// The start screen of a kiosk: it is read from a few steps away.
pub(super) fn start(visit: &Visit, today: Date) -> Page {
    let mut page = Page::default();
    page.big(Tone::Strong, &visit.questionnaire().title);
    let mut about = intro(visit, today);
    // On a screen as large as a wall the intro can be as large as the title.
    if let Some(intro) = about.blocks.last_mut().filter(|_| visit.questionnaire().intro.is_some()) {
        intro.large = Large::Itself;
    }
    page.append(about);
    page.gap();
    page.text(Tone::Key, visit.words().kiosk_begin);
    page
}

/// Every key of a scene.
pub(super) fn help(w: &Words, scene: Scene, kiosk: bool) -> Page {
    let mut page = Page::default();
    page.text(Tone::Strong, w.keys_head);
    let exists = move |command: Command| match command {
        Command::Lock => kiosk,
        Command::Save | Command::Suspend | Command::Reference => !kiosk,
        _ => true,
    };
    let bindings =
        || TABLE.iter().filter(|binding| binding.scenes.contains(&scene)).filter(|binding| exists(binding.command));
    let width = bindings().map(|binding| columns(&binding.shown(w))).max().unwrap_or(0);
    for group in Group::ALL {
        for (number, binding) in bindings().filter(|binding| binding.group == group).enumerate() {
            if number == 0 {
                page.heading(group.title(w));
            }
            let shown = binding.shown(w);
            let gap = " ".repeat(width + 2 - columns(&shown));
            page.item(Span::new(Tone::Key, format!("{shown}{gap}")), Span::new(Tone::Plain, w.key(binding.id).does));
        }
    }
    page.gap();
    page.text(Tone::Quiet, w.any_key);
    page
}

/// How to ask a question, what counts as which choice, and where it comes from.
pub(super) fn about(visit: &Visit, question: QuestionIx) -> Page {
    let (w, questionnaire) = (visit.words(), visit.questionnaire());
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
            page.heading(w.sources);
        }
        let source = &questionnaire[source];
        page.item(Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, source_words(source)));
        if let Some(url) = &source.url {
            page.indented(2, Tone::Quiet, url);
        }
    }
    if page.blocks.len() == 1 {
        page.gap();
        page.text(Tone::Plain, w.no_help);
    }
    page.gap();
    page.text(Tone::Quiet, w.any_key);
    page
}

/// Why something cannot be run.
pub(super) fn refused(w: &Words, why: &str) -> Page {
    let mut page = Page::default();
    page.text(Tone::Alert, w.cannot_run);
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
    let w = visit.words();
    let questionnaire = visit.questionnaire();
    let asked = &questionnaire[question];
    let mut page = Page::default();
    page.text(Tone::Strong, w.change_head);
    page.gap();
    page.text(Tone::Plain, &asked.ask);
    let before = visit.interview.answer(question).map_or(String::new(), |before| answer_words(w, asked, before));
    page.indented(2, Tone::Strong, format!("{before} -> {}", answer_words(w, asked, answer)));
    if preview.before != preview.after {
        page.heading(w.will_move);
        for (word, bounds) in [(w.from, preview.before), (w.to, preview.after)] {
            page.item(Span::new(Tone::Plain, word), Span::new(Tone::Strong, bounds_words(visit, bounds)));
        }
    }
    for (heading, questions) in
        [(w.will_set_aside, &preview.set_aside), (w.will_return, &preview.returns), (w.will_open, &preview.opens)]
    {
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
pub(super) fn bounds(visit: &Visit, (floor, ceiling): (Option<Level>, Option<Level>), page: &mut Page) {
    let w = visit.words();
    if floor == ceiling {
        bound(visit, w.settled, floor, page);
    } else {
        bound(visit, w.at_least, floor, page);
        bound(visit, w.at_most, ceiling, page);
    }
}

/// The floor and the ceiling in a row.
pub(super) fn bounds_words(visit: &Visit, (floor, ceiling): (Option<Level>, Option<Level>)) -> String {
    let (w, questionnaire) = (visit.words(), visit.questionnaire());
    let word = |level: Option<Level>| match level {
        Some(level) => format!("{} {}", words::rank(level), level_word(questionnaire, level)),
        None => w.no_level_yet.to_owned(),
    };
    if floor == ceiling {
        word(floor)
    } else {
        fill(w.between, &[("floor", &word(floor)), ("ceiling", &word(ceiling))])
    }
}

fn bound(visit: &Visit, word: &str, level: Option<Level>, page: &mut Page) {
    let (w, questionnaire) = (visit.words(), visit.questionnaire());
    let lead = format!("{word}{}", " ".repeat(9usize.saturating_sub(columns(word)).max(1)));
    match level {
        Some(level) => page.item(
            Span::new(Tone::Plain, lead),
            Span::new(Tone::Badge(level), format!(" {} {} ", words::rank(level), level_word(questionnaire, level))),
        ),
        None => page.item(Span::new(Tone::Plain, lead), Span::new(Tone::Quiet, w.no_level_yet)),
    }
}
