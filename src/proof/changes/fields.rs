//! What stands in each thing, field by field: both versions of a kind have the same fields.

use super::Said;
use crate::questionnaire::{
    AnswerKind, Choice, Claim, Condition, Decimal, Effect, Fact, Guarantee, Number, Question, Questionnaire, Rule,
    Score, SourceIx,
};

/// A field as one version has it: its name, whether it is mere words, and what it says.
pub(super) type Fields = Vec<(&'static str, bool, Said)>;

pub(super) fn header(q: &Questionnaire) -> Fields {
    vec![
        ("id", false, text(&q.id)),
        ("version", false, text(&q.version)),
        ("title", true, text(&q.title)),
        ("audience", true, text(&q.audience)),
        ("reviewed", false, text(&q.reviewed.to_string())),
        ("review_due", false, text(&q.review_due.to_string())),
        ("language", false, text(&q.language)),
        ("stop_at", false, text(q.stop_at.word())),
        ("intro", true, maybe(q.intro.clone())),
    ]
}

pub(super) fn question(q: &Questionnaire, one: &Question) -> Fields {
    let number = |say: fn(&Number) -> Option<String>| match &one.answer {
        AnswerKind::Number(number) => maybe(say(number)),
        _ => Said::Nothing,
    };
    vec![
        ("section", false, text(&q[one.section].id)),
        ("ask", true, text(&one.ask)),
        ("help", true, maybe(one.help.clone())),
        ("when", false, when(&one.when)),
        ("unsure", false, text(if one.unsure { "true" } else { "false" })),
        ("answer", false, text(kind(one))),
        ("unit", false, number(|number| Some(number.unit.clone()))),
        ("min", false, number(|number| Some(Decimal::scaled(number.min, number.decimals).to_string()))),
        ("max", false, number(|number| Some(Decimal::scaled(number.max, number.decimals).to_string()))),
        ("decimals", false, number(|number| Some(number.decimals.to_string()))),
        (
            "likely",
            false,
            number(|number| {
                let (from, to) = number.likely?;
                let [from, to] = [from, to].map(|end| Decimal::scaled(end, number.decimals));
                Some(format!("{from} to {to}"))
            }),
        ),
        ("cite", false, cited(q, &one.cite)),
    ]
}

pub(super) fn choice(one: &Choice) -> Fields {
    vec![
        ("label", true, text(&one.label)),
        ("aliases", true, list(one.aliases.iter().map(String::as_str))),
        ("tags", false, list(one.tags.iter().map(String::as_str))),
        ("help", true, maybe(one.help.clone())),
    ]
}

pub(super) fn score(q: &Questionnaire, one: &Score) -> Fields {
    vec![
        ("section", false, text(&q[one.section].id)),
        ("title", true, text(&one.title)),
        ("cite", false, cited(q, &one.cite)),
    ]
}

pub(super) fn rule(q: &Questionnaire, one: &Rule) -> Fields {
    let (urgency, hand_over) = match &one.effect {
        Effect::Urgency(level) => (text(level.word()), Said::Nothing),
        Effect::HandOver(to) => (Said::Nothing, text(to)),
    };
    vec![
        ("section", false, text(&q[one.section].id)),
        ("urgency", false, urgency),
        ("hand_over", false, hand_over),
        ("because", true, text(&one.because)),
        ("when", false, when(&one.when)),
        ("cite", false, cited(q, &one.cite)),
    ]
}

pub(super) fn guarantee(q: &Questionnaire, one: &Guarantee) -> Fields {
    let name = |fact: &Fact| {
        let question = &q[fact.question];
        match fact.choice.and_then(|choice| question.choices().get(choice)) {
            Some(choice) => format!("{}: {}", question.id, choice.id),
            None => question.id.clone(),
        }
    };
    let (given, then, never) = match &one.claim {
        Claim::GivenThen { given, then } => (when(given), when(then), Said::Nothing),
        Claim::NeverLowers(facts) => {
            let facts: Vec<String> = facts.iter().map(name).collect();
            (Said::Nothing, Said::Nothing, list(facts.iter().map(String::as_str)))
        }
    };
    vec![("given", false, given), ("then", false, then), ("never_lowers", false, never)]
}

/// The word of an answer's kind in the files.
pub(super) fn kind(question: &Question) -> &'static str {
    match question.answer {
        AnswerKind::YesNo => "YesNo",
        AnswerKind::One(_) => "One",
        AnswerKind::Many(_) => "Many",
        AnswerKind::Number(_) => "Number",
        AnswerKind::Text => "Text",
    }
}

pub(super) fn text(text: &str) -> Said {
    Said::Text(text.to_owned())
}

pub(super) fn maybe(text: Option<String>) -> Said {
    text.map_or(Said::Nothing, Said::Text)
}

pub(super) fn when(condition: &Condition) -> Said {
    Said::When(condition.clone())
}

pub(super) fn list<'t>(texts: impl Iterator<Item = &'t str>) -> Said {
    let texts = texts.collect::<Vec<_>>().join(", ");
    if texts.is_empty() { Said::Nothing } else { Said::Text(texts) }
}

pub(super) fn cited(q: &Questionnaire, sources: &[SourceIx]) -> Said {
    list(sources.iter().map(|&source| &*q[source].id))
}
