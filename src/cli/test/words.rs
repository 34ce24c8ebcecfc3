//! What is said of cases, for an author: by id, as the files have it.

use crate::interview::{Interview, State};
use crate::proof::cases::{Reason, What};
use crate::proof::coverage::Item;
use crate::questionnaire::{AnswerKind, Condition, Decimal, Effect, Level, QuestionIx, Questionnaire, Value};

/// So many choices of a condition are named.
const NAMED: usize = 4;

/// How a rule stands.
pub(super) fn fires(state: State) -> &'static str {
    match state {
        State::Yes => "fires",
        State::Perhaps => "not ruled out",
        State::No => "does not fire",
    }
}

/// A reason in one line.
pub(super) fn reason(reason: &Reason, interview: &Interview) -> String {
    let questionnaire = interview.questionnaire();
    match &reason.what {
        What::Rule(rule) => {
            let rule = &questionnaire[*rule];
            let effect = match &rule.effect {
                Effect::Urgency(level) => level.word(),
                Effect::HandOver(_) => "hand-over",
            };
            let fires = match reason.state {
                State::Perhaps => "is not ruled out",
                state => fires(state),
            };
            format!("{} ({effect}) {fires}: {}", rule.id, rule.because)
        }
        What::Part(condition) => {
            let holds = match reason.state {
                State::Yes => "holds",
                State::Perhaps => "perhaps holds",
                State::No => "does not hold",
            };
            let fact = fact(condition, interview);
            format!("{} {holds}{fact}", written(condition, questionnaire))
        }
        What::Item(score, item) => {
            let item = &questionnaire[*score].points[*item];
            let counts = if reason.state == State::Perhaps { "perhaps counts" } else { "counts" };
            format!("{} {counts}: {}", item.points, item.label)
        }
        What::Unanswered(question) => format!("{} is not answered", questionnaire[*question].id),
    }
}

/// What was answered, scored or reached, after a part that asks for it.
fn fact(condition: &Condition, interview: &Interview) -> String {
    match condition {
        Condition::Yes(question)
        | Condition::No(question)
        | Condition::IsAny(question, _)
        | Condition::AtLeast(question, _)
        | Condition::Below(question, _) => format!(": {}", answer(*question, interview)),
        Condition::Score(score, _) => {
            let (low, high) = interview.outcome().scores[score.at()];
            let interval = if low == high { low.to_string() } else { format!("{low} to {high}") };
            format!(": {} is {interval}", interview.questionnaire()[*score].id)
        }
        Condition::UrgencyAtLeast(_) => {
            let word = |level: Option<Level>| level.map_or("none", Level::word);
            let outcome = interview.outcome();
            format!(": the floor is {}, the ceiling {}", word(outcome.floor), word(outcome.ceiling))
        }
        _ => String::new(),
    }
}

/// What was answered to a question, and whether it is asked at all.
fn answer(question: QuestionIx, interview: &Interview) -> String {
    let own = &interview.questionnaire()[question];
    let asked = if interview.is_asked(question) { "" } else { ", and not asked" };
    match interview.answer(question) {
        // Nothing in an answer has keys or numbers that JSON lacks.
        Some(answer) => {
            let value = serde_json::to_string(&Value::of(own, answer)).unwrap_or_default();
            format!("{} is {value}{asked}", own.id)
        }
        None if interview.is_asked(question) => format!("{} is not answered", own.id),
        None => format!("{} is not asked", own.id),
    }
}

/// A condition as it is written, shortened.
fn written(condition: &Condition, questionnaire: &Questionnaire) -> String {
    let id = |question: &QuestionIx| &questionnaire[*question].id;
    let number = |question: &QuestionIx, value: i64| match &questionnaire[*question].answer {
        AnswerKind::Number(number) => Decimal::scaled(value, number.decimals).to_string(),
        _ => value.to_string(),
    };
    match condition {
        Condition::Always => "Always".to_owned(),
        Condition::Yes(question) => format!("Yes({:?})", id(question)),
        Condition::No(question) => format!("No({:?})", id(question)),
        Condition::IsAny(question, choices) => {
            let name = |choice: &usize| questionnaire[*question].choices().get(*choice).map(|choice| &choice.id);
            let names: Vec<String> =
                choices.iter().take(NAMED).flat_map(name).map(|name| format!("{name:?}")).collect();
            let names = names.join(", ");
            match choices.len() {
                1 => format!("Is({:?}, {names})", id(question)),
                n if n <= NAMED => format!("IsAny({:?}, [{names}])", id(question)),
                n => format!("IsAny({:?}, [{names} and {} more])", id(question), n - NAMED),
            }
        }
        Condition::AtLeast(question, value) => format!("AtLeast({:?}, {})", id(question), number(question, *value)),
        Condition::Below(question, value) => format!("Below({:?}, {})", id(question), number(question, *value)),
        Condition::Score(score, least) => format!("Score({:?}, {least})", questionnaire[*score].id),
        Condition::Fires(rule) => format!("Fires({:?})", questionnaire[*rule].id),
        Condition::UrgencyAtLeast(level) => format!("UrgencyAtLeast({})", level.word()),
        Condition::Advised(advice) => format!("Advised({:?})", questionnaire[*advice].id),
        Condition::Not(part) => format!("Not({})", written(part, questionnaire)),
        Condition::All(parts) => format!("All({})", list(parts, questionnaire)),
        Condition::Any(parts) => format!("Any({})", list(parts, questionnaire)),
        Condition::AtLeastOf(least, parts) => format!("AtLeastOf({least}, {})", list(parts, questionnaire)),
    }
}

fn list(parts: &[Condition], questionnaire: &Questionnaire) -> String {
    let parts: Vec<String> = parts.iter().map(|part| written(part, questionnaire)).collect();
    format!("[{}]", parts.join(", "))
}

/// The name of an item of coverage: an id, with what it belongs to before a stroke.
pub(super) fn item(item: Item, questionnaire: &Questionnaire) -> String {
    match item {
        Item::Question(question) => questionnaire[question].id.clone(),
        Item::Choice(question, choice) => {
            let own = &questionnaire[question];
            format!("{}/{}", own.id, own.choices().get(choice).map_or("", |choice| &choice.id))
        }
        Item::YesNo(question, yes) => format!("{}/{}", questionnaire[question].id, if yes { "yes" } else { "no" }),
        Item::Rule(rule) | Item::Deciding(rule) => questionnaire[rule].id.clone(),
        Item::Advice(advice) | Item::Withheld(advice) => questionnaire[advice].id.clone(),
        Item::Points(score, item) => format!("{}/{}", questionnaire[score].id, item + 1),
        Item::Guarantee(guarantee) => questionnaire.guarantees[guarantee].id.clone(),
    }
}

/// That an item of coverage is exercised, in words.
pub(super) fn exercised(item: Item, questionnaire: &Questionnaire) -> String {
    match item {
        Item::Question(question) => format!("question {} is answered", questionnaire[question].id),
        Item::Choice(..) => format!("choice {} is taken", self::item(item, questionnaire)),
        Item::YesNo(question, yes) => {
            format!("question {} is answered {}", questionnaire[question].id, if yes { "yes" } else { "no" })
        }
        Item::Rule(rule) => format!("rule {} fires", questionnaire[rule].id),
        Item::Deciding(rule) => format!("rule {} decides alone", questionnaire[rule].id),
        Item::Advice(advice) => format!("advice {} is given", questionnaire[advice].id),
        Item::Withheld(advice) => format!("advice {} is withheld", questionnaire[advice].id),
        Item::Points(score, n) => format!("item {} of score {} counts", n + 1, questionnaire[score].id),
        Item::Guarantee(i) => format!("guarantee {} has something to say", questionnaire.guarantees[i].id),
    }
}
