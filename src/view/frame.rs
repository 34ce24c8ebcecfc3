//! What stands around the question or the page: title and flags, section and progress, the trail, floor and ceiling, what
//! was said, and the keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::paint;
use super::theme::Theme;
use crate::app::keys::{Binding, Command, Scene, TABLE};
use crate::app::layout::{Area, Layout};
use crate::app::{App, Recording, Session};
use crate::export::{Visit, answer_words, level_word, short_flags};
use crate::questionnaire::{Level, QuestionIx, RuleIx};
use crate::text::{Page, Row, Span, Tone, clip, columns, wrap};
use crate::words;

/// The level that takes over the screen.
pub(super) fn alarm(session: &Session) -> Option<Level> {
    let outcome = session.visit.interview.outcome();
    match outcome.inconsistent {
        Some(_) => Some(Level::Red),
        None => outcome.floor,
    }
}

/// The questionnaire's title, and what must be known of its content.
pub(super) fn header(app: &App, layout: &Layout, theme: &Theme, ground: Option<Style>, buffer: &mut Buffer) {
    let w = app.words();
    let mut flags = Vec::new();
    let title = match app.session() {
        Some(session) => {
            let questionnaire = session.visit.questionnaire();
            flags = short_flags(&session.visit, app.now().wall.date());
            questionnaire.title.as_str()
        }
        None => w.program,
    };
    let flags = flags.iter().map(|flag| format!(" {flag} ")).collect::<Vec<_>>().join(" ");
    let room = usize::from(layout.header.width).saturating_sub(columns(&flags) + 2);
    let title = Row::of(Tone::Quiet, clip(title, room));
    paint::rows(&[title], layout.header, theme, ground, buffer);
    if !flags.is_empty() {
        let style = ground.unwrap_or_else(|| theme.style(Tone::Alert)).add_modifier(Modifier::REVERSED);
        paint::far(&flags, style, layout.header, theme, buffer);
    }
    let rule = theme.rule().repeat(usize::from(layout.rule.width));
    paint::rows(&[Row::of(Tone::Quiet, rule)], layout.rule, theme, ground, buffer);
}

/// The section and the progress, the trail, floor and ceiling.
pub(super) fn around_question(app: &App, layout: &Layout, theme: &Theme, buffer: &mut Buffer) {
    let Some(session) = app.session() else { return };
    let Some(question) = session.question() else { return };
    strip(session, question, layout.strip, theme, buffer);
    trail(session, question, layout.trail, theme, buffer);
    if layout.side.width > 0 {
        let bar = layout.side.x.saturating_sub(2);
        let bars = vec![Row::of(Tone::Quiet, theme.bar()); usize::from(layout.side.height)];
        paint::rows(&bars, Area { x: bar, width: 1, ..layout.side }, theme, None, buffer);
        side(&session.visit, layout.side, theme, buffer);
    } else {
        so_far(&session.visit, layout.so_far, theme, buffer);
    }
}

fn strip(session: &Session, question: QuestionIx, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let visit = &session.visit;
    let questionnaire = visit.questionnaire();
    let width = usize::from(area.width);
    let progress = visit.progress(width < 60);
    let section = &questionnaire[questionnaire[question].section].title;
    let room = width.saturating_sub(columns(&progress) + 2);
    paint::rows(&[Row::of(Tone::Strong, clip(section, room))], area, theme, None, buffer);
    paint::far(&progress, theme.style(Tone::Quiet), area, theme, buffer);
}

/// The answers just given, the last one nearest to the question.
fn trail(session: &Session, question: QuestionIx, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let w = session.visit.words();
    let visit = &session.visit;
    let width = usize::from(area.width);
    let given = session.given.iter().copied().filter(|&given| given != question && visit.interview.is_asked(given));
    let given: Vec<QuestionIx> = given.collect();
    let recent = &given[given.len().saturating_sub(usize::from(area.height))..];
    let rows: Vec<Row> = recent
        .iter()
        .filter_map(|&given| {
            let asked = &visit.questionnaire()[given];
            let answer = answer_words(w, asked, visit.interview.answer(given)?);
            // Of both the answer is what a slip shows in; the question gives way to it, down to its first words.
            let answer = clip(&answer, width.saturating_sub(columns(&asked.ask).min(width / 4) + 1));
            let ask = clip(&asked.ask, width.saturating_sub(columns(&answer) + 1));
            Some(Row {
                spans: vec![Span::new(Tone::Quiet, format!("{ask} ")), Span::new(Tone::Strong, answer)],
                fill: Tone::Plain,
            })
        })
        .collect();
    let below = usize::from(area.height).saturating_sub(rows.len()) as u16;
    paint::rows(&rows, Area { y: area.y + below, height: area.height - below, ..area }, theme, None, buffer);
}

/// Floor and ceiling, one above the other, and what made the floor.
fn side(visit: &Visit, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let w = visit.words();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    let mut page = Page::default();
    page.text(Tone::Heading, w.so_far);
    page.gap();
    if let Some(chosen) = &visit.chosen {
        page.text(Tone::Plain, w.chosen_by_nurse);
        page.badge(chosen.level, level_word(questionnaire, chosen.level), false);
        page.gap();
    }
    let both = [(w.at_least, outcome.floor), (w.at_most, outcome.ceiling)];
    let settled = [(w.settled, outcome.floor)];
    for &(word, level) in if outcome.floor == outcome.ceiling { &settled[..] } else { &both[..] } {
        page.text(Tone::Plain, word);
        match level {
            Some(level) => page.badge(level, level_word(questionnaire, level), false),
            None => page.indented(1, Tone::Quiet, w.no_level_yet),
        }
    }
    let rules: Vec<RuleIx> = outcome.hand_over.iter().copied().chain(visit.interview.floor_rules()).collect();
    if !rules.is_empty() {
        page.heading(w.because);
    }
    for rule in rules {
        page.item(Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, &questionnaire[rule].because));
    }
    let mut rows = page.rows(usize::from(area.width));
    let height = usize::from(area.height);
    if rows.len() > height && height > 0 {
        rows.truncate(height - 1);
        rows.push(Row {
            spans: vec![Span::new(Tone::Key, "w"), Span::new(Tone::Quiet, format!("  {}", w.all_of_it))],
            fill: Tone::Plain,
        });
    }
    paint::rows(&rows, area, theme, None, buffer);
}

/// Columns from which floor and ceiling stand in one row, and what made the floor below them.
const ONE_ROW: u16 = 70;

/// Floor and ceiling in a row or two.
fn so_far(visit: &Visit, area: Area, theme: &Theme, buffer: &mut Buffer) {
    let w = visit.words();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    let width = usize::from(area.width);
    let badge = |level: Option<Level>, room: usize| match level {
        Some(level) => {
            let text = format!("{} {}", words::rank(level), level_word(questionnaire, level));
            Span::new(Tone::Badge(level), clip(&text, room))
        }
        None => Span::new(Tone::Quiet, clip(w.no_level_yet, room)),
    };
    let plain = |text: String| Span::new(Tone::Plain, text);
    let settled = outcome.floor == outcome.ceiling;
    let both = [(w.at_least, outcome.floor), (w.at_most, outcome.ceiling)];
    let one = [(w.settled, outcome.floor)];
    let bounds = if settled { &one[..] } else { &both[..] };
    let rows = if area.width >= ONE_ROW {
        let room = width / 2 - 12;
        let row = bounds
            .iter()
            .flat_map(|&(word, level)| [plain(format!("{word} ")), badge(level, room), plain("   ".to_owned())]);
        let because = outcome.hand_over.iter().copied().chain(visit.interview.floor_rules()).collect::<Vec<_>>();
        let because = because.iter().map(|&rule| questionnaire[rule].because.as_str()).collect::<Vec<_>>().join("; ");
        let because = if because.is_empty() { because } else { format!("{}: {because}", w.because) };
        let second = match &visit.chosen {
            Some(chosen) => Row {
                spans: vec![plain(format!("{}: ", w.chosen_by_nurse)), badge(Some(chosen.level), room)],
                fill: Tone::Plain,
            },
            None => Row::of(Tone::Quiet, clip(&because, width)),
        };
        vec![Row { spans: row.collect(), fill: Tone::Plain }, second]
    } else if settled || area.height > 1 {
        let row = |&(word, level): &(&str, Option<Level>)| Row {
            spans: vec![plain(format!("{word:<9}")), badge(level, width.saturating_sub(10))],
            fill: Tone::Plain,
        };
        bounds.iter().map(row).collect()
    } else {
        // The floor, then the ceiling: both signs in full, the words as far as there is room.
        let to = w.between_alone();
        let room = width.saturating_sub(columns(to));
        let full = badge(outcome.ceiling, room);
        let low = badge(outcome.floor, room.saturating_sub(columns(&full.text)).max(room / 2));
        let high = badge(outcome.ceiling, room.saturating_sub(columns(&low.text)));
        vec![Row { spans: vec![low, plain(to.to_owned()), high], fill: Tone::Plain }]
    };
    paint::rows(&rows, area, theme, None, buffer);
}

/// What was said last.
pub(super) fn message(app: &App, layout: &Layout, theme: &Theme, ground: Option<Style>, buffer: &mut Buffer) {
    let Some(said) = app.said() else { return };
    let rows: Vec<Row> =
        wrap(said, usize::from(layout.message.width)).into_iter().map(|row| Row::of(Tone::Strong, row)).collect();
    paint::rows(&rows, layout.message, theme, ground, buffer);
}

/// The keys that work now, in the table's order and help last, as many as there is room for. The last to go is the one
/// that leads on, and before it help; where that one alone has no room, help stays.
pub(super) fn footer(app: &App, layout: &Layout, theme: &Theme, ground: Option<Style>, buffer: &mut Buffer) {
    let w = app.words();
    let scene = app.scene();
    let shown = |binding: &&Binding| {
        !w.key(binding.id).name.is_empty() && binding.scenes.contains(&scene) && app.works(binding.command)
    };
    let helps = |binding: &Binding| binding.command == Command::Help;
    // What is ticked waits for the key that confirms it; otherwise the first of the table leads on.
    let confirms = |binding: &Binding| scene == Scene::Many && binding.command == Command::Accept;
    let mut keys: Vec<(usize, &Binding)> = TABLE.iter().filter(shown).enumerate().collect();
    keys.sort_by_key(|(_, binding)| (helps(binding), !confirms(binding)));
    if let Some(help) = keys.pop_if(|(_, binding)| helps(binding)) {
        keys.insert(keys.len().min(1), help);
    }
    // Whether it is being recorded stands at the far end, whatever else there is no room for.
    let recording = app.recording().words(w);
    let room = usize::from(layout.footer.width).saturating_sub(columns(&recording));
    let wide = |binding: &Binding| columns(&binding.shown(w)) + 1 + columns(w.key(binding.id).name) + 2;
    if keys.first().is_some_and(|(_, first)| wide(first) > room) {
        keys.remove(0);
    }
    let ends = keys.iter().scan(0, |end, (_, binding)| {
        *end += wide(binding);
        Some(*end)
    });
    let fit = ends.take_while(|&end| end <= room).count();
    keys.truncate(fit);
    keys.sort_by_key(|&(place, binding)| (helps(binding), place));
    let spans = |(_, binding): (usize, &Binding)| {
        [Span::new(Tone::Key, binding.shown(w)), Span::new(Tone::Plain, format!(" {}  ", w.key(binding.id).name))]
    };
    let row = Row { spans: keys.into_iter().flat_map(spans).collect(), ..Row::default() };
    let area = layout.footer;
    if let Some(ground) = ground {
        buffer.set_style(
            Rect { x: area.x, y: area.y, width: area.width, height: area.height }.intersection(buffer.area),
            ground,
        );
    }
    paint::rows(&[row], area, theme, ground, buffer);
    let tone = if matches!(app.recording(), Recording::Failing(_)) { Tone::Alert } else { Tone::Quiet };
    paint::far(&recording, ground.unwrap_or_else(|| theme.style(tone)), area, theme, buffer);
}
