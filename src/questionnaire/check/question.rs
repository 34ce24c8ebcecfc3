//! Questions and what can be answered to them.

use std::collections::HashSet;

use crate::questionnaire::authored::{self, Num, Section as Written, Text, Whole};
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::Place;
use crate::questionnaire::spot::{Field, List, Spot, ghost_id};
use crate::questionnaire::{
    AnswerKind, Choice, Condition, Decimal, Number, Question, QuestionIx, Questionnaire, Section, SectionIx, SourceIx,
};

use super::desk::{Desk, Lines, first_sign};
use super::names::{Choices, Names, Table, duplicate};

/// Numbers beyond this are refused: with three decimals they still fit where they are calculated with.
const LARGEST: u64 = 1_000_000_000_000;

/// A section and its questions, without their conditions.
pub(super) fn section<'a>(
    desk: &mut Desk<'_>,
    name: &str,
    written: &'a Written<'a>,
    section: SectionIx,
    names: &mut Names<'a>,
    questionnaire: &mut Questionnaire,
) {
    let start = crate::questionnaire::scan::skip_trivia(desk.page.text, 0);
    let owner = Place::new(desk.page.index, start..desk.page.text.len());
    let title = desk.text(&written.title, "title", owner);
    questionnaire.sections.push(Section { id: name.to_owned(), title, when: Condition::Always });
    for spot in list(&written.questions, &mut names.questions) {
        let place = desk.place(spot);
        let id = id_of(desk, spot, |question| &question.id, place);
        names.questions.add(desk, id);
        let mut sound = false;
        let mut question = Question {
            id: id.map(|(id, _)| id.to_owned()).unwrap_or_default(),
            section,
            ask: String::new(),
            help: None,
            when: Condition::Always,
            unsure: true,
            cite: Vec::new(),
            answer: AnswerKind::Text,
        };
        if let Some(written) = &spot.value {
            question.ask = desk.text(&written.ask, "ask", place);
            question.help = desk.optional(&written.help, "help", Lines::Many);
            question.unsure = desk.have(&written.unsure).is_none_or(|(unsure, _)| *unsure);
            question.cite = cite(desk, &written.cite, names);
            if let Some((kind, at)) = desk.need(&written.answer, "answer", place)
                && let Some(kind) = answer(desk, kind, at)
            {
                if let AnswerKind::One(choices) | AnswerKind::Many(choices) = &kind
                    && let Some(choices) = Choices::of(choices)
                {
                    names.choices.insert(QuestionIx(questionnaire.questions.len() as u32), choices);
                }
                question.answer = kind;
                sound = true;
            }
        }
        names.sound.push(sound);
        questionnaire.questions.push(question);
    }
}

/// The items of a list of things with names; one that cannot be read may hold any name.
pub(super) fn list<'s, 'a, T>(field: &'s Field<'a, List<'a, T>>, table: &mut Table<'_>) -> &'s [Spot<'a, T>] {
    match field {
        Some(Spot { value: Some(items), .. }) => items,
        Some(Spot { value: None, .. }) => {
            table.may_have_more();
            &[]
        }
        None => &[],
    }
}

/// The id of a thing, even of one that cannot be read otherwise.
pub(super) fn id_of<'s, 'a: 's, T>(
    desk: &mut Desk<'_>,
    spot: &'s Spot<'a, T>,
    id: fn(&T) -> &Field<'a, Text<'a>>,
    place: Place,
) -> Option<(&'s str, Place)> {
    match &spot.value {
        Some(item) => desk.id(id(item), place),
        None => ghost_id(spot).map(|id| (id, place)),
    }
}

/// The sources that something cites.
pub(super) fn cite<'a>(desk: &mut Desk<'_>, field: &Field<'a, List<'a, Text<'a>>>, names: &Names<'_>) -> Vec<SourceIx> {
    let mut sources = Vec::new();
    for (name, place) in desk.items(field) {
        if let Some(source) = names.sources.find(desk, name, place) {
            sources.push(SourceIx(source));
        }
    }
    sources
}

/// What can be answered; `None` where there is a mistake in it that makes its use uncertain.
fn answer(desk: &mut Desk<'_>, written: &authored::AnswerKind<'_>, place: Place) -> Option<AnswerKind> {
    match written {
        authored::AnswerKind::YesNo => Some(AnswerKind::YesNo),
        authored::AnswerKind::Text => Some(AnswerKind::Text),
        authored::AnswerKind::One(list) => choices(desk, list, true, place).map(AnswerKind::One),
        authored::AnswerKind::Many(list) => choices(desk, list, false, place).map(AnswerKind::Many),
        authored::AnswerKind::Number { unit, min, max, decimals, likely } => {
            let unit = desk.text(unit, "unit", place);
            let decimals = digits(desk, decimals);
            let min = desk.need(min, "min", place).map(|(num, at)| (*num, at));
            let max = desk.need(max, "max", place).map(|(num, at)| (*num, at));
            let likely = desk.have(likely).map(|(pair, at)| (*pair, at));
            Some(AnswerKind::Number(number(desk, unit, min, max, decimals?, likely)?))
        }
    }
}

fn choices<'a>(
    desk: &mut Desk<'_>,
    list: &Spot<'a, List<'a, authored::Choice<'a>>>,
    one: bool,
    place: Place,
) -> Option<Vec<Choice>> {
    let written = list.value.as_ref()?;
    if written.is_empty() {
        let help = "List the choices, e.g. (id: \"cramp\", label: \"Sudden painful spasm\").";
        desk.note(Code::EmptyList, place, "there are no choices", help);
        return None;
    }
    let mut choices: Vec<Choice> = Vec::with_capacity(written.len());
    let mut seen = HashSet::new();
    let mut sound = true;
    for spot in written {
        let place = desk.place(spot);
        let id = id_of(desk, spot, |choice| &choice.id, place);
        sound &= id.is_some();
        if let Some((id, at)) = id {
            if !seen.insert(id) {
                duplicate(desk, "choice", id, at);
            }
            if one && id == "unsure" {
                let help = "Give the choice another id, e.g. \"unknown\". That a question can be answered \"not sure\" needs no choice.";
                desk.note(
                    Code::ReservedName,
                    at,
                    "a choice cannot be called \"unsure\": in data that means \"not sure\"",
                    help,
                );
            }
        }
        let mut choice = Choice {
            id: id.map(|(id, _)| id.to_owned()).unwrap_or_default(),
            label: String::new(),
            aliases: Vec::new(),
            tags: Vec::new(),
            help: None,
        };
        if let Some(written) = &spot.value {
            choice.label = desk.text(&written.label, "label", place);
            choice.help = desk.optional(&written.help, "help", Lines::Many);
            for (alias, at) in desk.items(&written.aliases) {
                choice.aliases.push(desk.shown(alias, "aliases", at, Lines::One));
            }
            for (tag, at) in desk.items(&written.tags) {
                desk.plain(tag, "tags", at);
                choice.tags.push(tag.0.to_string());
            }
        }
        choices.push(choice);
    }
    sound.then_some(choices)
}

/// How many digits a number has after the point.
fn digits(desk: &mut Desk<'_>, field: &Field<'_, Whole>) -> Option<u8> {
    match field {
        None => Some(0),
        Some(spot) => {
            let Whole(decimals) = spot.value?;
            if !(0..=3).contains(&decimals) {
                let at = desk.place(spot);
                let message = format!("{decimals} digits after the point cannot be had");
                desk.note(Code::TooManyDecimals, at, message, "Write 0, 1, 2 or 3.");
            }
            u8::try_from(decimals).ok().filter(|decimals| *decimals <= 3)
        }
    }
}

fn number(
    desk: &mut Desk<'_>,
    unit: String,
    min: Option<(Num, Place)>,
    max: Option<(Num, Place)>,
    decimals: u8,
    likely: Option<((Num, Num), Place)>,
) -> Option<Number> {
    let least = min.and_then(|(num, at)| scaled(desk, num.0, decimals, at));
    let greatest = max.and_then(|(num, at)| scaled(desk, num.0, decimals, at));
    let low = likely.and_then(|(pair, at)| Some((scaled(desk, pair.0.0, decimals, at)?, at)));
    let high = likely.and_then(|(pair, at)| scaled(desk, pair.1.0, decimals, at));
    let (least, greatest) = (least?, greatest?);
    if least > greatest {
        let (Some((min, at)), Some((max, _))) = (min, max) else { return None };
        let message = format!("the least value, {}, is greater than the greatest, {}", min.0, max.0);
        desk.note(Code::RangeUpsideDown, at, message, "Swap `min` and `max`.");
        return None;
    }
    let likely = low.zip(high);
    if let Some(((low, at), high)) = likely {
        if low > high {
            let message = "the least likely value is greater than the greatest";
            desk.note(Code::RangeUpsideDown, at, message, "Write the smaller number first.");
        } else if low < least || high > greatest {
            let message = "`likely` reaches beyond `min` or `max`";
            desk.note(Code::LikelyOutsideRange, at, message, "Keep both numbers between `min` and `max`.");
        }
    }
    Some(Number { unit, min: least, max: greatest, decimals, likely: likely.map(|((low, _), high)| (low, high)) })
}

/// The number in the question's own decimals.
fn scaled(desk: &mut Desk<'_>, number: Decimal, decimals: u8, at: Place) -> Option<i64> {
    if too_large(desk, number, at) {
        return None;
    }
    let scaled = number.exactly(decimals);
    if scaled.is_none() {
        let message = format!("{number} has more digits after the point than the question, which has {decimals}");
        desk.note(
            Code::TooManyDecimals,
            at,
            message,
            "Round the number, or add `decimals: 1`, 2 or 3 to the question.",
        );
    }
    scaled
}

/// Notes a number that is too large to be calculated with.
pub(super) fn too_large(desk: &mut Desk<'_>, number: Decimal, at: Place) -> bool {
    let too_large = number.exceeds(LARGEST);
    if too_large {
        let help = "No measurement is so large; choose another unit.";
        desk.note(Code::NumberTooLarge, first_sign(at), format!("{number} is too large"), help);
    }
    too_large
}
