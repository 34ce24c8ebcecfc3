//! An item that takes an answer, as a question.

use serde_json::Value;

use super::choice::{self, Choice};
use super::desk::{Desk, Node};
use crate::fhir::names::extension;
use crate::questionnaire::Decimal;

/// A question.
pub(super) struct Question {
    pub(super) id: String,
    pub(super) ask: String,
    pub(super) help: Vec<String>,
    pub(super) when: Option<String>,
    pub(super) unsure: bool,
    pub(super) kind: Kind,
}

/// What it takes as its answer.
pub(super) enum Kind {
    /// Yes or no; where the form has them as choices, those.
    YesNo(Vec<Choice>),
    One(Vec<Choice>),
    Many(Vec<Choice>),
    Number {
        unit: String,
        min: i64,
        max: i64,
        decimals: u8,
    },
    Text,
}

/// The range of a decimal that has none.
const WIDE: i64 = 1_000_000_000;

/// Reads what the item takes; `None`, remarked on, where nothing here does.
pub(super) fn kind(root: &Node<'_>, item: &Node<'_>, id: &str, desk: &mut Desk) -> Option<(Kind, bool)> {
    let kind = item.text("type").unwrap_or_default();
    let repeats = item.flag("repeats");
    let mut unsure = !item.flag("required");
    let path = item.at("type");
    let kind = match kind {
        "boolean" => Kind::YesNo(Vec::new()),
        "choice" | "open-choice" => {
            if kind == "open-choice" {
                desk.lost(&path, "words of one's own do not come along; add a choice for them, and a text question");
            }
            let choices = choice::read(root, item, id, !repeats, desk);
            unsure |= choices.unsure;
            // Said by an option: nothing else stands for it.
            if !choices.unsure && item.flag("required") {
                unsure = false;
            }
            match (choices.list.is_empty(), choices.yes_no && !repeats) {
                (true, _) => {
                    desk.lost(&path, "a choice without choices is a text now; write its choices");
                    Kind::Text
                }
                (_, true) => Kind::YesNo(choices.list),
                _ if repeats => Kind::Many(choices.list),
                _ => Kind::One(choices.list),
            }
        }
        "integer" => number(item, 0, i64::from(i32::MIN), i64::from(i32::MAX), desk),
        "decimal" | "quantity" => {
            let places = item.extension(extension::MAX_DECIMALS).and_then(|(value, at)| Some((value.as_u64()?, at)));
            let decimals = match places {
                Some((places @ 0..=3, _)) => places as u8,
                Some((_, at)) => {
                    desk.lost(&at, "at most three digits after the point are kept");
                    3
                }
                None => {
                    desk.note(&path, "no digits after the point are named: three are kept; write `decimals`");
                    3
                }
            };
            number(item, decimals, -WIDE * 10i64.pow(decimals.into()), WIDE * 10i64.pow(decimals.into()), desk)
        }
        "string" | "text" => Kind::Text,
        "date" | "dateTime" | "time" | "url" => {
            desk.lost(&path, format!("a {kind} is a text now, and nothing can be compared with it"));
            Kind::Text
        }
        other => {
            desk.lost(&path, format!("a question of type {other:.40} does not come along; ask for it in words"));
            return None;
        }
    };
    if repeats && !matches!(kind, Kind::Many(_)) {
        desk.lost(&item.at("repeats"), "it is answered once; add a question for each answer");
    }
    Some((kind, unsure))
}

/// A number with its range and unit.
fn number(item: &Node<'_>, decimals: u8, least: i64, greatest: i64, desk: &mut Desk) -> Kind {
    let mut end = |url: &str, or: i64| {
        let (value, at) = item.extension(url)?;
        let value = value.get("value").unwrap_or(value);
        let number = value.as_number().and_then(|number| Decimal::parse(&number.to_string()));
        let number =
            number.filter(|number| !number.exceeds(WIDE.unsigned_abs() * 10)).and_then(|n| n.exactly(decimals));
        if number.is_none() {
            desk.lost(&at, "this end of the range is no number of the question's digits; write `min` and `max`");
        }
        Some(number.unwrap_or(or))
    };
    let (min, max) = (end(extension::MIN_VALUE, least), end(extension::MAX_VALUE, greatest));
    if min.is_none() || max.is_none() {
        desk.note(&item.path, "it has no least or no greatest value: write `min` and `max` as they can be");
    }
    let (mut min, mut max) = (min.unwrap_or(least), max.unwrap_or(greatest));
    if min > max {
        desk.lost(&item.path, "its least value is greater than its greatest; write `min` and `max`");
        (min, max) = (least, greatest);
    }
    let unit = item.extension(extension::UNIT);
    let (unit, at) = unit.unwrap_or((&Value::Null, String::new()));
    let named = ["display", "code"].into_iter().find_map(|name| unit.get(name).and_then(Value::as_str));
    let named = named.map(|unit| super::ron::shown(unit, false)).filter(|unit| !unit.is_empty());
    if let (Some(unit), Some(coding)) = (&named, Node::of(unit, at)) {
        desk.translations(&coding, "display", &format!("questions.{}.unit", item_id(item)), unit);
    }
    let unit = named.unwrap_or_else(|| {
        desk.note(&item.path, "it has no unit: write `unit`");
        "units".to_owned()
    });
    Kind::Number { unit, min, max, decimals }
}

/// What the item's question is called, where nothing had to be changed.
fn item_id(item: &Node<'_>) -> String {
    item.text("linkId").and_then(super::names::kebab).unwrap_or_default()
}
