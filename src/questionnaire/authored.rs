//! What an author writes, as serde reads it: names are still names, and anything may be missing.
//!
//! Every field is a [`Field`], so that each one that is missing or wrong is found, not only the first.

mod condition;
mod word;

use serde::Deserialize;

pub(super) use condition::{Condition, Kind as ConditionKind};
pub(super) use word::{Num, StatusWord, Text, Whole, Word};

use super::spot::{Field, List, Map, Spot};
use super::value::Written;

/// `questionnaire.ron`.
#[derive(Deserialize)]
#[serde(rename = "Questionnaire", deny_unknown_fields)]
pub(super) struct Header<'a> {
    #[serde(borrow)]
    pub(super) format: Field<'a, Whole>,
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) version: Field<'a, Text<'a>>,
    pub(super) title: Field<'a, Text<'a>>,
    pub(super) audience: Field<'a, Text<'a>>,
    pub(super) reviewed: Field<'a, Text<'a>>,
    pub(super) review_due: Field<'a, Text<'a>>,
    pub(super) language: Field<'a, Text<'a>>,
    pub(super) stop_at: Field<'a, Word<'a>>,
    pub(super) terms: Field<'a, Map<'a, Text<'a>, Text<'a>>>,
    pub(super) intro: Field<'a, Text<'a>>,
    pub(super) sources: Field<'a, Map<'a, Text<'a>, Source<'a>>>,
    pub(super) dispositions: Field<'a, Map<'a, Word<'a>, Disposition<'a>>>,
    pub(super) sections: Field<'a, List<'a, Text<'a>>>,
    pub(super) guarantees: Field<'a, List<'a, Guarantee<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source<'a> {
    #[serde(borrow)]
    pub(super) title: Field<'a, Text<'a>>,
    pub(super) publisher: Field<'a, Text<'a>>,
    pub(super) year: Field<'a, Whole>,
    pub(super) url: Field<'a, Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Disposition<'a> {
    #[serde(borrow)]
    pub(super) title: Field<'a, Text<'a>>,
    pub(super) act: Field<'a, Text<'a>>,
    pub(super) within: Field<'a, Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guarantee<'a> {
    #[serde(borrow)]
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) given: Field<'a, Condition<'a>>,
    pub(super) then: Field<'a, Condition<'a>>,
    pub(super) never_lowers: Field<'a, List<'a, Condition<'a>>>,
}

/// A section's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section<'a> {
    #[serde(borrow)]
    pub(super) title: Field<'a, Text<'a>>,
    pub(super) when: Field<'a, Condition<'a>>,
    pub(super) questions: Field<'a, List<'a, Question<'a>>>,
    pub(super) scores: Field<'a, List<'a, Score<'a>>>,
    pub(super) rules: Field<'a, List<'a, Rule<'a>>>,
    pub(super) advice: Field<'a, List<'a, Advice<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question<'a> {
    #[serde(borrow)]
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) ask: Field<'a, Text<'a>>,
    pub(super) help: Field<'a, Text<'a>>,
    pub(super) when: Field<'a, Condition<'a>>,
    pub(super) unsure: Field<'a, bool>,
    pub(super) cite: Field<'a, List<'a, Text<'a>>>,
    pub(super) answer: Field<'a, AnswerKind<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "a box would have to stand in the file's syntax too")]
pub(super) enum AnswerKind<'a> {
    YesNo,
    #[serde(borrow)]
    One(Spot<'a, List<'a, Choice<'a>>>),
    Many(Spot<'a, List<'a, Choice<'a>>>),
    Number {
        unit: Field<'a, Text<'a>>,
        min: Field<'a, Num>,
        max: Field<'a, Num>,
        decimals: Field<'a, Whole>,
        likely: Field<'a, (Num, Num)>,
    },
    Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice<'a> {
    #[serde(borrow)]
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) label: Field<'a, Text<'a>>,
    pub(super) aliases: Field<'a, List<'a, Text<'a>>>,
    pub(super) tags: Field<'a, List<'a, Text<'a>>>,
    pub(super) help: Field<'a, Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Score<'a> {
    #[serde(borrow)]
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) title: Field<'a, Text<'a>>,
    pub(super) cite: Field<'a, List<'a, Text<'a>>>,
    pub(super) points: Field<'a, List<'a, Points<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Points<'a> {
    #[serde(borrow)]
    pub(super) points: Field<'a, Whole>,
    pub(super) when: Field<'a, Condition<'a>>,
    pub(super) label: Field<'a, Text<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule<'a> {
    #[serde(borrow)]
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) when: Field<'a, Condition<'a>>,
    pub(super) urgency: Field<'a, Word<'a>>,
    pub(super) hand_over: Field<'a, Text<'a>>,
    pub(super) because: Field<'a, Text<'a>>,
    pub(super) cite: Field<'a, List<'a, Text<'a>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Advice<'a> {
    #[serde(borrow)]
    pub(super) id: Field<'a, Text<'a>>,
    pub(super) kind: Field<'a, Word<'a>>,
    pub(super) text: Field<'a, Text<'a>>,
    pub(super) when: Field<'a, Condition<'a>>,
    pub(super) contradicts: Field<'a, List<'a, Text<'a>>>,
    pub(super) cite: Field<'a, List<'a, Text<'a>>>,
}

/// One case of `cases.ron`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case<'a> {
    #[serde(borrow)]
    pub(super) name: Field<'a, Text<'a>>,
    pub(super) answers: Field<'a, Map<'a, Text<'a>, Written>>,
    pub(super) expect: Field<'a, Expect<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expect<'a> {
    /// `None` is a value here ("no level"), so a missing field must not read as one.
    #[serde(borrow, default)]
    pub(super) urgency: Present<'a, Option<Word<'a>>>,
    pub(super) fires: Field<'a, List<'a, Text<'a>>>,
    pub(super) not_fires: Field<'a, List<'a, Text<'a>>>,
    pub(super) not_ruled_out: Field<'a, List<'a, Text<'a>>>,
    pub(super) hand_over: Field<'a, List<'a, Text<'a>>>,
    pub(super) advised: Field<'a, List<'a, Text<'a>>>,
    pub(super) not_advised: Field<'a, List<'a, Text<'a>>>,
    pub(super) status: Field<'a, StatusWord<'a>>,
}

/// A field whose value may itself be `None`.
#[derive(Deserialize)]
#[serde(from = "Spot<'a, T>", bound(deserialize = "'de: 'a, T: Deserialize<'de>"))]
pub(super) struct Present<'a, T>(pub(super) Field<'a, T>);

impl<T> Default for Present<'_, T> {
    fn default() -> Self {
        Present(None)
    }
}

impl<'a, T> From<Spot<'a, T>> for Present<'a, T> {
    fn from(spot: Spot<'a, T>) -> Self {
        Present(Some(spot))
    }
}

/// The site's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Site<'a> {
    #[serde(borrow)]
    pub(super) terms: Field<'a, Map<'a, Text<'a>, Text<'a>>>,
}

/// The id alone of something that cannot be read otherwise, so that what refers to it is not wrong as well.
#[derive(Deserialize)]
pub(super) struct Ghost<'a> {
    #[serde(borrow)]
    pub(super) id: Option<Text<'a>>,
}

/// `lang/<tag>.ron`.
#[derive(Deserialize)]
#[serde(rename = "Translation", deny_unknown_fields)]
pub(super) struct Translation<'a> {
    #[serde(borrow)]
    pub(super) language: Field<'a, Text<'a>>,
    pub(super) reviewed: Field<'a, Text<'a>>,
    pub(super) texts: Field<'a, Map<'a, Text<'a>, Translated<'a>>>,
    pub(super) aliases: Field<'a, Map<'a, Text<'a>, List<'a, Text<'a>>>>,
}

/// A text in another language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Translated<'a> {
    /// The translation.
    #[serde(borrow)]
    pub(super) is: Field<'a, Text<'a>>,
    /// The hash of the text that it translates.
    pub(super) of: Field<'a, Text<'a>>,
}
