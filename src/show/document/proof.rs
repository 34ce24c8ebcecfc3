//! What the author promises of the questionnaire: guarantees and worked patients.

use crate::questionnaire::{
    AdviceIx, Answer, AnswerKind, Case, Claim, Decimal, Expect, Fact, Question, QuestionIx, Questionnaire, RuleIx,
    Status,
};
use crate::show::name::{self, Node, quoted};
use crate::show::plain;
use crate::words;
use crate::words::show as own;

use super::{Document, Item};

/// What must hold for every patient there can be.
pub(super) fn guarantees(questionnaire: &Questionnaire, document: &mut Document) {
    let claims = questionnaire.guarantees.iter().enumerate().map(|(place, guarantee)| {
        let fields = match &guarantee.claim {
            Claim::GivenThen { given, then } => vec![
                Item::condition(own::GIVEN, "", questionnaire, given),
                Item::condition(own::THEN, "", questionnaire, then),
            ],
            Claim::NeverLowers(facts) => {
                let facts = facts.iter().map(|fact| Item::bullet(said(questionnaire, *fact)));
                vec![Item::list(own::NEVER_LOWERS, facts.collect())]
            }
        };
        Item::number(format!("G{}", place + 1), &*guarantee.id, fields)
    });
    document.headed(2, own::GUARANTEES, claims.collect());
}

/// The question of a fact, and its choice.
fn said(questionnaire: &Questionnaire, fact: Fact) -> String {
    let question = &questionnaire[fact.question];
    let called = Node::Question(fact.question).called(questionnaire);
    match fact.choice.and_then(|choice| question.choices().get(choice)) {
        Some(choice) => format!("{called}: {}", quoted(&choice.label)),
        None => called,
    }
}

/// The worked patients.
pub(super) fn cases(questionnaire: &Questionnaire, document: &mut Document) {
    let cases = questionnaire.cases.iter().enumerate().map(|(place, case)| {
        let fields = vec![
            Item::list(own::ANSWERS, answers(questionnaire, case)),
            Item::list(own::EXPECTED, expected(questionnaire, &case.expect)),
        ];
        Item::number(format!("C{}", place + 1), &*case.name, fields)
    });
    document.headed(2, own::CASES, cases.collect());
}

fn answers(questionnaire: &Questionnaire, case: &Case) -> Vec<Item> {
    let line = |(question, answer): &(QuestionIx, Answer)| {
        let called = Node::Question(*question).called(questionnaire);
        Item::bullet(format!("{called}: {}", answered(&questionnaire[*question], answer)))
    };
    match case.answers.as_slice() {
        [] => vec![Item::bullet(words::ENGLISH.not_answered)],
        answers => answers.iter().map(line).collect(),
    }
}

/// An answer in words.
fn answered(question: &Question, answer: &Answer) -> String {
    let label = |choice: &usize| question.choices().get(*choice).map(|choice| quoted(&choice.label));
    let labels = |choices: &[usize]| choices.iter().filter_map(label).collect::<Vec<_>>().join(", ");
    match answer {
        Answer::Unsure => words::ENGLISH.not_sure.to_owned(),
        Answer::YesNo(yes) => if *yes { words::ENGLISH.yes } else { words::ENGLISH.no }.to_owned(),
        Answer::One(choice) => labels(&[*choice]),
        Answer::Many { yes, unsure } if yes.is_empty() && unsure.is_empty() => words::ENGLISH.none_of_these.to_owned(),
        Answer::Many { yes, unsure } if unsure.is_empty() => labels(yes),
        Answer::Many { yes, unsure } if yes.is_empty() => format!("{}: {}", words::ENGLISH.not_sure, labels(unsure)),
        Answer::Many { yes, unsure } => format!("{}; {}: {}", labels(yes), words::ENGLISH.not_sure, labels(unsure)),
        Answer::Number(value) => match &question.answer {
            AnswerKind::Number(_) => plain::amount(question, *value),
            _ => Decimal::scaled(*value, 0).to_string(),
        },
        Answer::Text(text) => quoted(text),
    }
}

fn expected(questionnaire: &Questionnaire, expect: &Expect) -> Vec<Item> {
    let level = expect.urgency.map(|level| name::level(questionnaire, level));
    let mut fields = vec![Item::field(own::LEVEL, level.unwrap_or_else(|| own::NO_LEVEL.to_owned()))];
    let mut rules = |field, rules: &[RuleIx]| {
        let called = rules.iter().map(|&rule| Item::bullet(Node::Rule(rule).called(questionnaire)));
        listed(&mut fields, field, called.collect());
    };
    rules(own::APPLIES, &expect.fires);
    rules(own::NOT_APPLIES, &expect.not_fires);
    rules(own::NOT_RULED_OUT, &expect.not_ruled_out);
    rules(own::HANDS_OVER, &expect.hand_over);
    let mut advice = |field, advice: &[AdviceIx]| {
        let called = advice.iter().map(|&advice| Item::bullet(name::advice(questionnaire, advice)));
        listed(&mut fields, field, called.collect());
    };
    advice(own::ADVISED, &expect.advised);
    advice(own::NOT_ADVISED, &expect.not_advised);
    let status = expect.status.map_or(own::SETTLED, |status| match status {
        Status::Stopped => own::STOPPED,
        Status::HandedOver => own::HANDED_OVER,
        Status::Complete => own::COMPLETE,
        Status::Incomplete => own::INCOMPLETE,
    });
    fields.push(Item::field(own::STATUS, status));
    fields
}

fn listed(fields: &mut Vec<Item>, field: &'static str, items: Vec<Item>) {
    if !items.is_empty() {
        fields.push(Item::list(field, items));
    }
}
