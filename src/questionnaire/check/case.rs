//! The worked patients of `cases.ron`.

use std::collections::HashSet;

use crate::questionnaire::answer::answer;
use crate::questionnaire::authored::{Case as Authored, Expect as Expected, Text};
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::{Found, Place};
use crate::questionnaire::spot::{Field, List, Map};
use crate::questionnaire::value::Written;
use crate::questionnaire::{AdviceIx, Answer, Case, Effect, Expect, QuestionIx, Questionnaire, RuleIx, Status};

use super::Book;
use super::desk::{Desk, Terms};
use super::header::{duplicate_key, level};
use super::names::{Names, duplicate};

/// Checks the cases against everything they speak of.
pub(super) fn check(
    book: &Book<'_>,
    terms: &Terms,
    names: &Names<'_>,
    questionnaire: &mut Questionnaire,
    found: &mut Found,
) {
    let Some((page, list)) = &book.cases else { return };
    let mut desk = Desk { page: *page, terms, found };
    let desk = &mut desk;
    let mut cases: Vec<Case> = Vec::with_capacity(list.len());
    let mut seen = HashSet::new();
    for spot in list {
        let Some(written) = &spot.value else { continue };
        let owner = desk.place(spot);
        let Authored { name, answers, expect } = written;
        let place = desk.have(name).map(|(_, place)| place);
        let name = desk.text(name, "name", owner);
        if let Some(place) = place
            && !seen.insert(name.clone())
        {
            duplicate(desk, "case", &name, place);
        }
        let answers = given(desk, names, questionnaire, answers);
        let Some((expect, owner)) = desk.need(expect, "expect", owner) else { continue };
        let expect = expected(desk, names, questionnaire, expect, owner);
        cases.push(Case { name, answers, expect });
    }
    questionnaire.cases = cases;
}

fn given<'a>(
    desk: &mut Desk<'_>,
    names: &Names<'_>,
    questionnaire: &Questionnaire,
    field: &Field<'a, Map<'a, Text<'a>, Written>>,
) -> Vec<(QuestionIx, Answer)> {
    let Some((map, _)) = desk.have(field) else { return Vec::new() };
    let mut answers: Vec<(QuestionIx, Answer)> = Vec::with_capacity(map.0.len());
    let mut seen = HashSet::new();
    for (key, value) in &map.0 {
        let Some(name) = &key.value else { continue };
        let place = desk.place(key);
        let Some(question) = names.questions.find(desk, name, place).map(QuestionIx) else { continue };
        if !seen.insert(question) {
            duplicate_key(desk, &name.0, place);
            continue;
        }
        if !names.sound.get(question.at()).is_some_and(|sound| *sound) {
            continue;
        }
        let Some(Written(given)) = &value.value else { continue };
        match answer(&questionnaire[question], given.clone()) {
            Ok(Some(answer)) => answers.push((question, answer)),
            Ok(None) => {}
            Err(error) => {
                let place = desk.place(value);
                desk.note(error.code, place, error.message, help_for(error.code));
            }
        }
    }
    answers
}

/// What to do about an answer that does not fit its question.
fn help_for(code: Code) -> &'static str {
    match code {
        Code::UnknownChoice => "Write the id of a choice, not its label.",
        Code::OutOfRange => "Write a number in the range, or widen the range of the question.",
        Code::TooManyDecimals => "Round the number, or add `decimals` to the question.",
        Code::UnsureNotAllowed => "Give another answer, or leave out `unsure: false` of the question.",
        Code::ChoiceInBoth | Code::DuplicateKey => "Keep one of the two.",
        _ => "Write yes, no, unsure and ids in quotes, several ids in [ ], numbers without quotes.",
    }
}

fn expected<'a>(
    desk: &mut Desk<'_>,
    names: &Names<'_>,
    questionnaire: &Questionnaire,
    expect: &Expected<'a>,
    owner: Place,
) -> Expect {
    let Expected { urgency, fires, not_fires, not_ruled_out, hand_over, advised, not_advised, status } = expect;
    let urgency = desk.need(&urgency.0, "urgency", owner).and_then(|(word, place)| level(desk, (*word)?, place));
    let hand_over_ids = desk.items(hand_over);
    for (name, place) in hand_over_ids {
        let rule = names.rules.find_quietly(name).map(RuleIx);
        if rule.is_some_and(|rule| matches!(questionnaire[rule].effect, Effect::Urgency(_))) {
            let help = "List it under `fires`; `hand_over` is for rules that hand the patient over.";
            desk.note(
                Code::WrongKind,
                place,
                format!("the rule {:?} sets a level and hands nobody over", name.0),
                help,
            );
        }
    }
    Expect {
        urgency,
        fires: rules(desk, names, fires),
        not_fires: rules(desk, names, not_fires),
        not_ruled_out: rules(desk, names, not_ruled_out),
        hand_over: rules(desk, names, hand_over),
        advised: advice(desk, names, advised),
        not_advised: advice(desk, names, not_advised),
        status: desk.have(status).and_then(|(word, place)| status_of(desk, word.0, place)),
    }
}

fn rules<'a>(desk: &mut Desk<'_>, names: &Names<'_>, field: &Field<'a, List<'a, Text<'a>>>) -> Vec<RuleIx> {
    let mut rules = Vec::new();
    for (name, place) in desk.items(field) {
        rules.extend(names.rules.find(desk, name, place).map(RuleIx));
    }
    rules
}

fn advice<'a>(desk: &mut Desk<'_>, names: &Names<'_>, field: &Field<'a, List<'a, Text<'a>>>) -> Vec<AdviceIx> {
    let mut advice = Vec::new();
    for (name, place) in desk.items(field) {
        advice.extend(names.advice.find(desk, name, place).map(AdviceIx));
    }
    advice
}

/// The status of a word, as JSON writes it or as a bare word of RON.
fn status_of(desk: &mut Desk<'_>, word: &str, place: Place) -> Option<Status> {
    const ALL: [Status; 4] = [Status::Stopped, Status::HandedOver, Status::Complete, Status::Incomplete];
    let bare = word.replace('-', "").to_lowercase();
    let status = ALL.into_iter().find(|status| status.word().replace('-', "") == bare);
    if status.is_none() {
        let help = match desk.found.similar(word, ALL.into_iter().map(Status::word)) {
            Some(meant) => format!("Did you mean {meant:?}?"),
            None => "Write \"stopped\", \"handed-over\", \"complete\" or \"incomplete\".".to_owned(),
        };
        desk.note(Code::UnknownWord, place, format!("{word:?} is not a status"), help);
    }
    status
}
