//! Conditions in plain language.
//!
//! A condition becomes a [`Phrase`]: facts in words, grouped. A phrase is said as one sentence, or as an outline where the
//! sentence would be too long to follow. What is between quotes is the author's; every fact names its question by number
//! too, since two questions may ask in the same words.
//!
//! Care is taken with "not": of a question that is not asked every fact is no, so "is not answered yes" is not "is
//! answered no", and "is not at least 65" is not "is less than 65".

use crate::questionnaire::{AnswerKind, Choice, Condition, Decimal, Question, QuestionIx, Questionnaire};
use crate::words::show as words;

use super::name::{self, Node, quoted};

/// A condition in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phrase {
    /// One fact.
    Fact(String),
    /// Several, and how many of them must hold.
    Group(Group, Vec<Phrase>),
}

/// How many of a group must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    All,
    Any,
    NotAll,
    None,
    AtLeast(u32),
    FewerThan(u32),
}

/// The condition as one sentence, such as `Q3 "How old?" is at least 65 years and Q4 "Pregnant?" is not answered yes`.
pub fn condition(questionnaire: &Questionnaire, condition: &Condition) -> String {
    phrase(questionnaire, condition).sentence()
}

/// The condition in words.
pub(super) fn phrase(questionnaire: &Questionnaire, condition: &Condition) -> Phrase {
    Speaker { questionnaire, brief: false }.said(condition, true)
}

/// The condition where there is little room: numbers in place of names, and the first few of many choices.
pub(super) fn brief(questionnaire: &Questionnaire, condition: &Condition) -> String {
    Speaker { questionnaire, brief: true }.said(condition, true).sentence()
}

/// Of more choices than this only so many are named where there is little room.
const FEW: usize = 3;

/// Says conditions.
struct Speaker<'q> {
    questionnaire: &'q Questionnaire,
    brief: bool,
}

impl Speaker<'_> {
    /// The condition, or that it does not hold.
    fn said(&self, condition: &Condition, holds: bool) -> Phrase {
        match condition {
            Condition::Not(inner) => self.said(inner, !holds),
            Condition::All(parts) | Condition::Any(parts) => {
                let all = matches!(condition, Condition::All(_));
                let mut flat = Vec::new();
                flatten(parts, all, &mut flat);
                let group = match (all, holds) {
                    (true, true) => Group::All,
                    (false, true) => Group::Any,
                    (true, false) => Group::NotAll,
                    (false, false) => Group::None,
                };
                match flat.as_slice() {
                    [] => Phrase::Fact(if all == holds { words::ALWAYS } else { words::NEVER }.to_owned()),
                    [only] => self.said(only, holds),
                    _ => Phrase::Group(group, flat.into_iter().map(|part| self.said(part, true)).collect()),
                }
            }
            Condition::AtLeastOf(count, parts) => {
                let group = if holds { Group::AtLeast(*count) } else { Group::FewerThan(*count) };
                Phrase::Group(group, parts.iter().map(|part| self.said(part, true)).collect())
            }
            Condition::Always => Phrase::Fact(if holds { words::ALWAYS } else { words::NEVER }.to_owned()),
            Condition::Yes(question) => self.fact(*question, holds, "answered yes"),
            Condition::No(question) => self.fact(*question, holds, "answered no"),
            Condition::AtLeast(question, least) => {
                self.fact(*question, holds, &format!("at least {}", self.amount(*question, *least)))
            }
            Condition::Below(question, bound) => {
                self.fact(*question, holds, &format!("less than {}", self.amount(*question, *bound)))
            }
            Condition::IsAny(question, choices) => {
                let taken = self.taken(&self.questionnaire[*question], choices, holds);
                Phrase::Fact(format!("{} {taken}", self.called(Node::Question(*question))))
            }
            Condition::Score(score, least) => {
                let is = if holds { format!("{least} or more") } else { format!("less than {least}") };
                Phrase::Fact(format!("{} is {is}", self.called(Node::Score(*score))))
            }
            Condition::Fires(rule) => {
                let applies = if holds { "applies" } else { "does not apply" };
                Phrase::Fact(format!("{} {applies}", self.called(Node::Rule(*rule))))
            }
            Condition::UrgencyAtLeast(level) => {
                let is = if holds { "is" } else { "is not" };
                let level = name::level(self.questionnaire, *level);
                Phrase::Fact(format!("the level {is} {level} or more urgent"))
            }
            Condition::Advised(advice) => {
                let is = if holds { "is" } else { "is not" };
                Phrase::Fact(format!("{} {is} given", name::advice(self.questionnaire, *advice)))
            }
        }
    }

    /// That a question is something, or is not.
    fn fact(&self, question: QuestionIx, holds: bool, what: &str) -> Phrase {
        let is = if holds { "is" } else { "is not" };
        Phrase::Fact(format!("{} {is} {what}", self.called(Node::Question(question))))
    }

    fn called(&self, node: Node) -> String {
        if self.brief { node.number() } else { node.called(self.questionnaire) }
    }

    fn amount(&self, question: QuestionIx, value: i64) -> String {
        amount(&self.questionnaire[question], value)
    }

    /// Which choices were taken.
    fn taken(&self, question: &Question, choices: &[usize], holds: bool) -> String {
        let one = matches!(question.answer, AnswerKind::One(_));
        if let Some(tag) = tag(question.choices(), choices) {
            return match (one, holds) {
                (true, true) => format!("is one with the tag {}", quoted(tag)),
                (true, false) => format!("is none with the tag {}", quoted(tag)),
                (false, true) => format!("includes any with the tag {}", quoted(tag)),
                (false, false) => format!("includes none with the tag {}", quoted(tag)),
            };
        }
        let shown = if self.brief && choices.len() > FEW + 1 { FEW } else { choices.len() };
        let label = |choice: &usize| question.choices().get(*choice).map(|choice| quoted(&choice.label));
        let mut labels = choices.iter().take(shown).filter_map(label).collect::<Vec<_>>().join(", ");
        if shown < choices.len() {
            labels = format!("{labels} {}", words::more(choices.len() - shown));
        }
        match (one, choices.len() == 1, holds) {
            (true, true, true) => format!("is {labels}"),
            (true, true, false) => format!("is not {labels}"),
            (true, false, true) => format!("is any of: {labels}"),
            (true, false, false) => format!("is none of: {labels}"),
            (false, true, true) => format!("includes {labels}"),
            (false, true, false) => format!("does not include {labels}"),
            (false, false, true) => format!("includes any of: {labels}"),
            (false, false, false) => format!("includes none of: {labels}"),
        }
    }
}

/// The parts, those of an `All` in an `All` (of an `Any` in an `Any`) among them: they mean the same.
fn flatten<'c>(parts: &'c [Condition], all: bool, flat: &mut Vec<&'c Condition>) {
    for part in parts {
        match part {
            Condition::All(inner) if all && !inner.is_empty() => flatten(inner, all, flat),
            Condition::Any(inner) if !all && !inner.is_empty() => flatten(inner, all, flat),
            _ => flat.push(part),
        }
    }
}

/// The first tag that exactly these choices bear, where they are several.
pub(super) fn tag<'q>(all: &'q [Choice], choices: &[usize]) -> Option<&'q str> {
    let first = all.get(*choices.first()?)?;
    let bears = |place: usize, tag| all.get(place).is_some_and(|choice: &Choice| choice.tags.contains(tag));
    let exactly = |tag| (0..all.len()).filter(|&place| bears(place, tag)).eq(choices.iter().copied());
    first.tags.iter().find(|tag| choices.len() > 1 && exactly(tag)).map(String::as_str)
}

/// A number of the question's, with its unit.
pub(super) fn amount(question: &Question, value: i64) -> String {
    match &question.answer {
        AnswerKind::Number(number) => format!("{} {}", Decimal::scaled(value, number.decimals), number.unit),
        _ => value.to_string(),
    }
}

impl Phrase {
    /// As one sentence, in which brackets hold together what belongs together.
    pub(super) fn sentence(&self) -> String {
        match self {
            Phrase::Fact(fact) => fact.clone(),
            Phrase::Group(Group::All, parts) => joined(parts, " and "),
            Phrase::Group(Group::Any, parts) => joined(parts, " or "),
            Phrase::Group(group, parts) => format!("{} ({})", group.of(), joined(parts, "; ")),
        }
    }

    fn within(&self) -> String {
        match self {
            Phrase::Group(Group::All | Group::Any, _) => format!("({})", self.sentence()),
            _ => self.sentence(),
        }
    }
}

fn joined(parts: &[Phrase], by: &str) -> String {
    parts.iter().map(Phrase::within).collect::<Vec<_>>().join(by)
}

impl Group {
    /// How many of what follows must hold.
    pub(super) fn of(self) -> String {
        match self {
            Group::All => "all of".to_owned(),
            Group::Any => "at least one of".to_owned(),
            Group::NotAll => "not all of".to_owned(),
            Group::None => "none of".to_owned(),
            Group::AtLeast(count) => format!("at least {count} of"),
            Group::FewerThan(count) => format!("fewer than {count} of"),
        }
    }
}
