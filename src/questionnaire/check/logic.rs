//! Scores, rules and advice, and what the questionnaire as a whole must have.

use std::collections::HashSet;

use crate::questionnaire::authored::{self, Section as Written, Whole};
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::{Found, Place};
use crate::questionnaire::{
    Advice, AdviceIx, AdviceKind, Condition, Effect, Level, Points, Questionnaire, Rule, Score, SectionIx,
};

use super::Book;
use super::desk::{Desk, Lines, Terms, first_sign};
use super::header::level;
use super::names::Names;
use super::question::{cite, id_of, list};

/// Points beyond this are refused, so that no sum of them ever overflows.
const MOST_POINTS: i64 = 1_000_000;

/// The scores, rules and advice of a section, without their conditions.
pub(super) fn items<'a>(
    desk: &mut Desk<'_>,
    written: &'a Written<'a>,
    section: SectionIx,
    names: &mut Names<'a>,
    questionnaire: &mut Questionnaire,
) {
    for spot in list(&written.scores, &mut names.scores) {
        let place = desk.place(spot);
        let id = id_of(desk, spot, |score| &score.id, place);
        names.scores.add(desk, id);
        let id = id.map(|(id, _)| id.to_owned()).unwrap_or_default();
        let mut score = Score { id, section, title: String::new(), cite: Vec::new(), points: Vec::new() };
        if let Some(written) = &spot.value {
            score.title = desk.text(&written.title, "title", place);
            score.cite = cite(desk, &written.cite, names);
            score.points = points(desk, written, place);
        }
        questionnaire.scores.push(score);
    }
    for spot in list(&written.rules, &mut names.rules) {
        let place = desk.place(spot);
        let id = id_of(desk, spot, |rule| &rule.id, place);
        names.rules.add(desk, id);
        let at = id.map_or(first_sign(place), |(_, at)| at);
        let id = id.map(|(id, _)| id.to_owned()).unwrap_or_default();
        let effect = Effect::HandOver(String::new());
        let mut rule = Rule { id, section, when: Condition::Always, effect, because: String::new(), cite: Vec::new() };
        if let Some(written) = &spot.value {
            rule.because = desk.text(&written.because, "because", place);
            rule.cite = cite(desk, &written.cite, names);
            rule.effect = effect_of(desk, written, at);
        }
        questionnaire.rules.push(rule);
    }
    for spot in list(&written.advice, &mut names.advice) {
        let place = desk.place(spot);
        let id = id_of(desk, spot, |advice| &advice.id, place);
        names.advice.add(desk, id);
        let id = id.map(|(id, _)| id.to_owned()).unwrap_or_default();
        let (kind, text, when) = (AdviceKind::Dont, String::new(), Condition::Always);
        let mut advice = Advice { id, section, kind, text, when, contradicts: Vec::new(), cite: Vec::new() };
        if let Some(written) = &spot.value {
            advice.text = desk.text(&written.text, "text", place);
            advice.cite = cite(desk, &written.cite, names);
            if let Some((word, at)) = desk.need(&written.kind, "kind", place) {
                advice.kind = advice_kind(desk, word.0, at).unwrap_or(AdviceKind::Dont);
            }
        }
        questionnaire.advice.push(advice);
    }
}

fn points<'a>(desk: &mut Desk<'_>, written: &authored::Score<'a>, owner: Place) -> Vec<Points> {
    let field = &written.points;
    if field.as_ref().is_none_or(|spot| spot.value.as_ref().is_some_and(Vec::is_empty)) {
        let place = field.as_ref().map_or(first_sign(owner), |spot| desk.place(spot));
        let help = "List its items, e.g. points: [(points: 1, when: Yes(\"calf-swollen\"), label: \"Calf swollen\")].";
        desk.note(Code::EmptyList, place, "this score has no items", help);
    }
    let mut points = Vec::new();
    for (item, place) in desk.items(field) {
        let mut value = 0;
        if let Some((&Whole(number), at)) = desk.need(&item.points, "points", place) {
            value = i64::try_from(number).unwrap_or(i64::MAX).clamp(-MOST_POINTS, MOST_POINTS);
            if number != i128::from(value) {
                let message = format!("{number} points are too many");
                desk.note(Code::NumberTooLarge, at, message, "Points may go from -1000000 to 1000000.");
            } else if number == 0 {
                let help = "Give it points, or delete the item.";
                desk.note(Code::ZeroPoints, at, "an item of 0 points adds nothing to its score", help);
            }
        }
        points.push(Points { points: value, when: Condition::Always, label: desk.text(&item.label, "label", place) });
    }
    points
}

fn effect_of<'a>(desk: &mut Desk<'_>, written: &authored::Rule<'a>, at: Place) -> Effect {
    const HELP: &str = "Write `urgency: Orange` for a level, or `hand_over: \"to whom\"`, one of the two.";
    match (&written.urgency, &written.hand_over) {
        (Some(_), Some(_)) => desk.note(Code::RuleEffect, at, "this rule has both `urgency` and `hand_over`", HELP),
        (None, None) => desk.note(Code::RuleEffect, at, "this rule has neither `urgency` nor `hand_over`", HELP),
        _ => {}
    }
    let to_whom = desk.optional(&written.hand_over, "hand_over", Lines::One);
    let level = desk.have(&written.urgency).and_then(|(word, place)| level(desk, *word, place));
    match level {
        Some(level) => Effect::Urgency(level),
        None => Effect::HandOver(to_whom.unwrap_or_default()),
    }
}

fn advice_kind(desk: &mut Desk<'_>, word: &str, place: Place) -> Option<AdviceKind> {
    let kind = match word {
        "Do" => AdviceKind::Do,
        "Dont" => AdviceKind::Dont,
        "Watch" => AdviceKind::Watch,
        "Refer" => AdviceKind::Refer,
        _ => {
            let help = match desk.found.similar(word, ["Do", "Dont", "Watch", "Refer"].into_iter()) {
                Some(meant) => format!("Did you mean {meant}?"),
                None => "The kinds are Do, Dont, Watch and Refer.".to_owned(),
            };
            desk.note(Code::UnknownWord, place, format!("{word} is not a kind of advice"), help);
            return None;
        }
    };
    Some(kind)
}

/// What each piece of advice contradicts; it may name what comes later.
pub(super) fn contradictions(
    book: &Book<'_>,
    terms: &Terms,
    names: &Names<'_>,
    questionnaire: &mut Questionnaire,
    found: &mut Found,
) {
    let mut all = questionnaire.advice.iter_mut();
    let mut own = 0;
    for part in &book.parts {
        let mut desk = Desk { page: part.page, terms, found: &mut *found };
        let list = part.section.advice.as_ref().and_then(|spot| spot.value.as_ref());
        for (spot, advice) in list.into_iter().flatten().zip(&mut all) {
            let named = spot.value.as_ref().map(|written| desk.items(&written.contradicts)).unwrap_or_default();
            let mut seen = HashSet::new();
            for (name, place) in named {
                let Some(other) = names.advice.find(&mut desk, name, place) else { continue };
                if other == own {
                    let message = format!("the advice {:?} contradicts itself", name.0);
                    let help = "Name the advice that must never be given together with this one.";
                    desk.note(Code::ContradictsItself, place, message, help);
                } else if seen.insert(other) {
                    advice.contradicts.push(AdviceIx(other));
                }
            }
            own += 1;
        }
    }
}

/// What only the whole can lack: questions, a level, the words for a level.
pub(super) fn whole(
    book: &Book<'_>,
    terms: &Terms,
    names: &Names<'_>,
    questionnaire: &Questionnaire,
    found: &mut Found,
) {
    let sections = book.header.sections.as_ref();
    let some_section = sections.and_then(|spot| spot.value.as_ref()).is_some_and(|list| !list.is_empty());
    if let Some(spot) = sections.filter(|_| some_section) {
        let mut desk = Desk { page: book.header_page, terms, found: &mut *found };
        let place = desk.place(spot);
        if questionnaire.questions.is_empty() && !names.questions.is_incomplete() {
            let help = "Write at least one question into one of the sections.";
            desk.note(Code::NoQuestions, place, "there are no questions in any section", help);
        }
        let sets_level = questionnaire.rules.iter().any(|rule| matches!(rule.effect, Effect::Urgency(_)));
        let may = book.parts.iter().flat_map(|part| desk_rules(&part.section)).any(|rule| rule.urgency.is_some());
        if !sets_level && !may && !names.rules.is_incomplete() {
            let help = "Write a rule with `urgency`, e.g. one with `when: Always` and the least urgent level.";
            desk.note(Code::NoLevel, place, "no rule in any section sets a level", help);
        }
    }
    if book.header.dispositions.as_ref().is_some_and(|spot| spot.value.is_none()) {
        return;
    }
    let mut missing: Vec<Level> = Vec::new();
    for part in &book.parts {
        let mut desk = Desk { page: part.page, terms, found: &mut *found };
        for rule in desk_rules(&part.section) {
            let Some((word, place)) = desk.have(&rule.urgency) else { continue };
            let level = Level::ALL.into_iter().find(|level| level.word() == word.0);
            let Some(level) = level.filter(|level| questionnaire.disposition(*level).is_none()) else { continue };
            // Said once for each level: it is one mistake, in the header, however many rules set it.
            if !missing.contains(&level) {
                missing.push(level);
                let message = format!("there is no disposition for {}", level.word());
                let help = format!(
                    "Add {}: (title: \"...\", act: \"...\", within: \"...\") to `dispositions` in questionnaire.ron.",
                    level.word()
                );
                desk.note(Code::DispositionMissing, place, message, help);
            }
        }
    }
}

/// The rules of a section that could be read.
fn desk_rules<'s, 'a>(section: &'s Written<'a>) -> impl Iterator<Item = &'s authored::Rule<'a>> {
    let list = section.rules.as_ref().and_then(|spot| spot.value.as_ref());
    list.into_iter().flatten().filter_map(|spot| spot.value.as_ref())
}
