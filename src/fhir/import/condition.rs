//! `enableWhen` as a condition.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::choice::state;
use super::desk::{Desk, Node};
use super::question::{Kind, Question};
use crate::questionnaire::Decimal;

/// What is known of the form so far: questions may only speak of those before them.
#[derive(Default)]
pub(super) struct Known {
    /// Questions by link id, in which form they are now.
    pub(super) questions: HashMap<String, Question>,
    /// Items that take what is not sure of a question, by link id: the question's.
    pub(super) companions: HashMap<String, String>,
    /// Every link id of the form.
    pub(super) all: BTreeSet<String>,
}

/// All of the conditions, in RON; `None` where there are none.
pub(super) fn all(mut parts: Vec<String>) -> Option<String> {
    parts.dedup();
    joined(parts, "All")
}

fn joined(mut parts: Vec<String>, by: &str) -> Option<String> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(format!("{by}([{}])", parts.join(", "))),
    }
}

/// What one `enableWhen` says.
enum Part {
    /// A condition in RON, about the question of that link id.
    Says(String, String),
    /// That this question was answered "not sure", or not at all.
    Open(String),
    /// Something that cannot be said here; it is remarked on.
    Lost,
}

/// The condition of an item, in RON; `None` where it is always asked.
pub(super) fn read(item: &Node<'_>, known: &Known, desk: &mut Desk) -> Option<String> {
    let whens = item.list("enableWhen");
    let behavior = item.text("enableBehavior");
    if whens.is_empty() {
        return None;
    }
    let any = match behavior {
        Some("all") => false,
        Some("any") => true,
        _ if whens.len() == 1 => true,
        _ => {
            let message = "several enableWhen without enableBehavior, which R4 demands; any of them is enough now";
            desk.lost(&item.path, message);
            true
        }
    };
    let mut parts = Vec::new();
    for (place, when) in whens.iter().enumerate() {
        let path = format!("{}[{place}]", item.at("enableWhen"));
        let part = match Node::of(when, path.clone()) {
            Some(when) => {
                let part = one(&when, known, desk);
                when.finish(desk);
                part
            }
            None => {
                desk.lost(&path, "this is no condition");
                Part::Lost
            }
        };
        parts.push((part, path));
    }
    let spoken: BTreeSet<String> = parts
        .iter()
        .filter_map(|(part, _)| if let Part::Says(link, _) = part { Some(link.clone()) } else { None })
        .collect();
    let mut said: Vec<String> = Vec::new();
    let mut lost = false;
    for (part, path) in parts {
        match part {
            Part::Says(_, condition) if said.contains(&condition) => {}
            Part::Says(_, condition) => said.push(condition),
            // A fact perhaps holds where its question is open: that is what such an alternative says.
            Part::Open(link) if any && spoken.contains(&link) => {}
            Part::Open(link) => {
                let message = "that a question is not answered or not sure cannot be asked here";
                desk.lost(&path, format!("{message}, of {link:?}; write another condition"));
                lost = true;
            }
            Part::Lost => lost = true,
        }
    }
    if any && lost {
        // Fewer alternatives would ask less often.
        desk.note(&item.path, "since part of its condition is lost, it is always asked; write `when`");
        return None;
    }
    joined(said, if any { "Any" } else { "All" })
}

fn one(when: &Node<'_>, known: &Known, desk: &mut Desk) -> Part {
    let link = when.text("question").unwrap_or_default().to_owned();
    let operator = when.text("operator").unwrap_or_default();
    let kinds =
        ["Boolean", "Coding", "Integer", "Decimal", "String", "Quantity", "Date", "DateTime", "Time", "Reference"];
    let answer = kinds.into_iter().find_map(|kind| when.get(&format!("answer{kind}")));
    let Some(answer) = answer else {
        desk.lost(&when.path, "a condition without an answer");
        return Part::Lost;
    };
    let companion = known.companions.get(&link);
    let Some(question) = known.questions.get(companion.unwrap_or(&link)) else {
        let why = if known.all.contains(&link) {
            "it stands here or later, or takes no answer here, and a question may only speak of questions before it"
        } else {
            "nothing in the form is called so"
        };
        desk.lost(&when.path, format!("it speaks of {link:?}: {why}"));
        return Part::Lost;
    };
    let link = companion.cloned().unwrap_or(link);
    if operator == "exists" {
        return exists(question, link, answer.as_bool(), companion.is_some(), &when.path, desk);
    }
    if operator == "=" && (state(answer).is_some() || companion.is_some() && answer == &Value::Bool(true)) {
        return Part::Open(link);
    }
    match compared(question, operator, answer) {
        Some(condition) => Part::Says(link, condition),
        None => {
            let message =
                format!("{operator:?} with this answer cannot be asked of {:?} here; write `when`", question.id);
            desk.lost(&when.path, message);
            Part::Lost
        }
    }
}

fn exists(
    question: &Question,
    link: String,
    wanted: Option<bool>,
    companion: bool,
    path: &str,
    desk: &mut Desk,
) -> Part {
    let id = &question.id;
    let condition = match (&question.kind, wanted) {
        (_, Some(false)) => return Part::Open(link),
        (Kind::YesNo(_), Some(true)) if !companion => format!("Any([Yes({id:?}), No({id:?})])"),
        (Kind::One(choices) | Kind::Many(choices), Some(true)) if !companion => {
            let ids: Vec<String> = choices.iter().map(|choice| format!("{:?}", choice.id)).collect();
            format!("IsAny({id:?}, [{}])", ids.join(", "))
        }
        (Kind::Number { min, decimals, .. }, Some(true)) if !companion => {
            format!("AtLeast({id:?}, {})", Decimal::scaled(*min, *decimals))
        }
        _ => {
            desk.lost(path, format!("whether {id:?} is answered cannot be asked here; write `when`"));
            return Part::Lost;
        }
    };
    Part::Says(link, condition)
}

/// A comparison in RON; `None` where there is none.
fn compared(question: &Question, operator: &str, answer: &Value) -> Option<String> {
    let id = &question.id;
    let (equal, not) = (operator == "=", operator == "!=");
    let fact = match &question.kind {
        Kind::YesNo(choices) => {
            let yes = match answer {
                Value::Bool(yes) => *yes,
                other => choices.iter().position(|choice| matches(&choice.value, other))? == 0,
            };
            format!("{}({id:?})", if yes { "Yes" } else { "No" })
        }
        Kind::One(choices) | Kind::Many(choices) => {
            let choice = choices.iter().find(|choice| matches(&choice.value, answer))?;
            format!("Is({id:?}, {:?})", choice.id)
        }
        Kind::Number { decimals, unit, .. } => return number(id, operator, answer, *decimals, unit),
        Kind::Text => return None,
    };
    match (equal, not) {
        (true, _) => Some(fact),
        // R4: no answer is equal.
        (_, true) => Some(format!("Not({fact})")),
        _ => None,
    }
}

/// Whether an option is what a condition names: of codings the code, and the system where both have one.
fn matches(option: &Value, answer: &Value) -> bool {
    match (option, answer) {
        (Value::Object(option), Value::Object(answer)) => {
            let system = option.get("system").zip(answer.get("system")).is_none_or(|(a, b)| a == b);
            system && option.get("code").is_some() && option.get("code") == answer.get("code")
        }
        _ => option == answer,
    }
}

fn number(id: &str, operator: &str, answer: &Value, decimals: u8, unit: &str) -> Option<String> {
    let value = match answer {
        Value::Object(quantity) => {
            let field = |name: &str| quantity.get(name).and_then(Value::as_str);
            if quantity.contains_key("comparator") || ![field("unit"), field("code")].contains(&Some(unit)) {
                return None;
            }
            quantity.get("value")?
        }
        other => other,
    };
    let number = Decimal::parse(&value.as_number()?.to_string()).filter(|number| !number.exceeds(1_000_000_000))?;
    let exact = number.exactly(decimals);
    let from = number.round_up(decimals);
    // The least number that is greater.
    let above = exact.map_or(from, |exact| exact.saturating_add(1));
    let at_least = |value: i64| format!("AtLeast({id:?}, {})", Decimal::scaled(value, decimals));
    let below = |value: i64| format!("Below({id:?}, {})", Decimal::scaled(value, decimals));
    let equal = exact.map(|exact| format!("All([{}, {}])", at_least(exact), below(above)));
    match operator {
        ">=" => Some(at_least(from)),
        ">" => Some(at_least(above)),
        "<" => Some(below(from)),
        "<=" => Some(below(above)),
        "=" => equal,
        "!=" => equal.map(|equal| format!("Not({equal})")),
        _ => None,
    }
}
