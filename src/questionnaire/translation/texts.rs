//! Every text of a questionnaire, by the name that translations call it by: the one walk that both collects the originals
//! and puts translations in their place.

use super::super::authored::{AnswerKind, Choice, Section, Text};
use super::super::check::Book;
use super::super::spot::{Field, List};

/// How much room there is for a text, on a screen of 40 columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// One row: it is cut off where it is longer.
    Row(usize),
    /// A few rows, since something must stand under it.
    Rows(usize),
    /// As much as it takes, over several lines.
    Page,
}

/// A place for a text.
pub(super) enum Slot<'s, 'a> {
    /// A text, and the room it has.
    Text(&'s mut Text<'a>, Room),
    /// The other names of a choice, which translations add to; it comes right behind the choice's label.
    Aliases(&'s mut Choice<'a>),
}

/// A badge in one row at 40 columns: rank sign and margins taken off.
const BADGE: Room = Room::Row(28);
/// The head of the screen beside the progress.
const HEAD: Room = Room::Row(38);
/// A question over its choices.
const ASK: Room = Room::Rows(6);
/// A choice in its list.
const LABEL: Room = Room::Rows(5);
/// A paragraph.
const PROSE: Room = Room::Page;

/// Visits every text of a book in file order: its name and its place.
pub(super) fn walk<'a>(book: &mut Book<'a>, visit: &mut dyn FnMut(&str, Slot<'_, 'a>)) {
    let header = &mut book.header;
    text("title", &mut header.title, HEAD, visit);
    text("audience", &mut header.audience, PROSE, visit);
    text("intro", &mut header.intro, PROSE, visit);
    for (key, value) in header.terms.iter_mut().flat_map(|spot| &mut spot.value).flat_map(|map| &mut map.0) {
        if let (Some(name), Some(word)) = (&key.value, &mut value.value) {
            visit(&format!("terms.{}", name.0), Slot::Text(word, PROSE));
        }
    }
    for (key, value) in header.dispositions.iter_mut().flat_map(|spot| &mut spot.value).flat_map(|map| &mut map.0) {
        if let (Some(level), Some(disposition)) = (&key.value, &mut value.value) {
            let name = format!("dispositions.{}", level.0);
            text(&format!("{name}.title"), &mut disposition.title, BADGE, visit);
            text(&format!("{name}.act"), &mut disposition.act, PROSE, visit);
            text(&format!("{name}.within"), &mut disposition.within, PROSE, visit);
        }
    }
    for part in &mut book.parts {
        text(&format!("sections.{}.title", part.name), &mut part.section.title, HEAD, visit);
        section(&mut part.section, visit);
    }
}

fn section<'a>(section: &mut Section<'a>, visit: &mut dyn FnMut(&str, Slot<'_, 'a>)) {
    for question in items(&mut section.questions) {
        let name = format!("questions.{}", id(&question.id));
        text(&format!("{name}.ask"), &mut question.ask, ASK, visit);
        text(&format!("{name}.help"), &mut question.help, PROSE, visit);
        match question.answer.as_mut().and_then(|spot| spot.value.as_mut()) {
            Some(AnswerKind::One(choices) | AnswerKind::Many(choices)) => {
                for choice in choices.value.iter_mut().flatten().flat_map(|spot| &mut spot.value) {
                    let name = format!("{name}.choices.{}", id(&choice.id));
                    text(&format!("{name}.label"), &mut choice.label, LABEL, visit);
                    visit(&format!("{name}.aliases"), Slot::Aliases(choice));
                    text(&format!("{name}.help"), &mut choice.help, PROSE, visit);
                }
            }
            Some(AnswerKind::Number { unit, .. }) => text(&format!("{name}.unit"), unit, Room::Row(12), visit),
            _ => {}
        }
    }
    for score in items(&mut section.scores) {
        let name = format!("scores.{}", id(&score.id));
        text(&format!("{name}.title"), &mut score.title, PROSE, visit);
        for (number, item) in items(&mut score.points).enumerate() {
            text(&format!("{name}.points.{}", number + 1), &mut item.label, PROSE, visit);
        }
    }
    for rule in items(&mut section.rules) {
        let name = format!("rules.{}", id(&rule.id));
        text(&format!("{name}.because"), &mut rule.because, PROSE, visit);
        text(&format!("{name}.hand_over"), &mut rule.hand_over, PROSE, visit);
    }
    for advice in items(&mut section.advice) {
        text(&format!("advice.{}", id(&advice.id)), &mut advice.text, PROSE, visit);
    }
}

fn items<'s, 'a, T>(list: &'s mut Field<'a, List<'a, T>>) -> impl Iterator<Item = &'s mut T> {
    list.iter_mut().flat_map(|spot| &mut spot.value).flatten().flat_map(|spot| &mut spot.value)
}

/// The id, of which a questionnaire without errors has one everywhere.
fn id<'s>(field: &'s Field<'_, Text<'_>>) -> &'s str {
    field.as_ref().and_then(|spot| spot.value.as_ref()).map_or("", |text| &text.0)
}

fn text<'a>(name: &str, field: &mut Field<'a, Text<'a>>, room: Room, visit: &mut dyn FnMut(&str, Slot<'_, 'a>)) {
    if let Some(text) = field.as_mut().and_then(|spot| spot.value.as_mut()) {
        visit(name, Slot::Text(text, room));
    }
}
