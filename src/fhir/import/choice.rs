//! The choices of a question: answer options, or a value set that the form holds.

use serde_json::Value;

use super::desk::{Desk, Node};
use super::names::Ids;
use super::ron::shown;
use crate::fhir::names::{ABSENT, ANSWER, ASKED_UNKNOWN, NONE, NONE_CERTAIN, YES_NO, extension};

/// A choice, and what answers are in the form.
pub(super) struct Choice {
    pub(super) id: String,
    pub(super) label: String,
    /// The value of the option: a coding, a text, a number.
    pub(super) value: Value,
}

/// What can be chosen.
#[derive(Default)]
pub(super) struct Choices {
    pub(super) list: Vec<Choice>,
    /// "Not sure" is one of the options.
    pub(super) unsure: bool,
    /// They are yes and no, in this order.
    pub(super) yes_no: bool,
}

/// Reads the choices of an item.
pub(super) fn read(root: &Node<'_>, item: &Node<'_>, question: &str, one: bool, desk: &mut Desk) -> Choices {
    let mut choices = Choices::default();
    let mut ids = Ids::without(if one { &["unsure"] } else { &[] });
    let mut systems: Vec<String> = Vec::new();
    let mut options: Vec<(Value, String)> = Vec::new();
    for (place, option) in item.list("answerOption").iter().enumerate() {
        let path = format!("{}[{place}]", item.at("answerOption"));
        let Some(option) = Node::of(option, path.clone()) else {
            desk.lost(&path, "this is no answer option");
            continue;
        };
        let found = ["valueCoding", "valueString", "valueInteger", "valueDate", "valueTime"]
            .into_iter()
            .find_map(|name| option.get(name).map(|value| (value, option.at(name))));
        match found {
            Some((value, at)) => {
                if is_state(value) {
                    option.extension(extension::EXCLUSIVE);
                }
                options.push((value.clone(), at));
            }
            None => desk.lost(&path, "an option without a value that can be chosen here; add it to the choices"),
        }
        option.finish(desk);
    }
    if let Some(set) = item.text("answerValueSet") {
        value_set(root, set, &item.at("answerValueSet"), &mut options, desk);
    }
    for (value, path) in options {
        if state(&value) == Some(ASKED_UNKNOWN) {
            choices.unsure = true;
            continue;
        }
        if is_state(&value) {
            continue;
        }
        let (name, label) = match &value {
            Value::Object(fields) => {
                let field =
                    |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
                let own = format!(":choices:{question}");
                if let Some(system) = field("system").filter(|system| !system.ends_with(&own) && *system != YES_NO)
                    && !systems.iter().any(|known| known == system)
                {
                    systems.push(system.to_owned());
                    desk.lost(
                        &path,
                        format!("codes of {system:.120} become plain ids; keep the form beside the answers"),
                    );
                }
                (field("code").or(field("display")), field("display").or(field("code")))
            }
            Value::String(text) => (Some(text.as_str()).filter(|text| !text.trim().is_empty()), Some(text.as_str())),
            _ => (None, None),
        };
        let number = value.as_i64().map(|number| number.to_string());
        let (Some(name), Some(label)) = (name.or(number.as_deref()), label.or(number.as_deref())) else {
            desk.lost(&path, "an option without a code or a text; add it to the choices");
            continue;
        };
        let id = ids.give(name, "choice");
        let label = shown(label, false);
        if let Some(coding) = Node::of(&value, path) {
            let text = format!("questions.{question}.choices.{id}.label");
            desk.translations(&coding, "display", &text, &label);
            for field in ["system", "code", "display"] {
                coding.get(field);
            }
            coding.finish(desk);
        }
        choices.list.push(Choice { id, label, value });
    }
    let code = |choice: &Choice| {
        let system = choice.value.get("system").and_then(Value::as_str);
        choice.value.get("code").and_then(Value::as_str).filter(|_| system == Some(YES_NO)).map(str::to_owned)
    };
    if let [first, second] = choices.list.as_slice() {
        choices.yes_no = code(first).as_deref() == Some("Y") && code(second).as_deref() == Some("N");
    }
    choices
}

/// The codes of a value set that the form contains.
fn value_set(root: &Node<'_>, set: &str, path: &str, options: &mut Vec<(Value, String)>, desk: &mut Desk) {
    let contained = root.list("contained");
    let wanted = set.strip_prefix('#');
    let is_wanted = |value: &&Value| {
        value.get("resourceType").and_then(Value::as_str) == Some("ValueSet")
            && value.get("id").and_then(Value::as_str).is_some_and(|id| Some(id) == wanted)
    };
    let Some(found) = contained.iter().find(is_wanted) else {
        desk.lost(path, format!("the value set {set:.120} is not in the form; write its choices out"));
        return;
    };
    let mut concept = |value: &Value, system: Option<&Value>, path: String| {
        let mut coding = serde_json::Map::new();
        for name in ["code", "display"] {
            coding.extend(value.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        coding.extend(system.map(|system| ("system".to_owned(), system.clone())));
        options.push((coding.into(), path));
    };
    let place = contained.iter().position(|value| std::ptr::eq(value, found)).unwrap_or_default();
    let path = format!("contained[{place}]");
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let expansion = found.get("expansion").map(|expansion| list(expansion, "contains")).unwrap_or_default();
    for (place, value) in expansion.iter().enumerate() {
        concept(value, value.get("system"), format!("{path}.expansion.contains[{place}]"));
        if value.get("contains").is_some() {
            desk.lost(&format!("{path}.expansion.contains[{place}].contains"), "choices below a choice; add them");
        }
    }
    let Some(compose) = found.get("compose").filter(|_| expansion.is_empty()) else { return };
    for (place, include) in list(compose, "include").iter().enumerate() {
        let path = format!("{path}.compose.include[{place}]");
        let concepts = list(include, "concept");
        for (place, value) in concepts.iter().enumerate() {
            concept(value, include.get("system"), format!("{path}.concept[{place}]"));
        }
        if concepts.is_empty() || include.get("filter").is_some() || include.get("valueSet").is_some() {
            desk.lost(&path, "codes that are not written out one by one; add them to the choices");
        }
    }
    if compose.get("exclude").is_some() {
        desk.lost(&format!("{path}.compose.exclude"), "codes that are taken out again; take them out of the choices");
    }
}

/// The code of an option that says how a question was answered, and is no choice.
pub(super) fn state(value: &Value) -> Option<&str> {
    let system = value.get("system")?.as_str()?;
    let code = value.get("code")?.as_str()?;
    let is_state = system == ABSENT && code == ASKED_UNKNOWN || system == ANSWER && matches!(code, NONE | NONE_CERTAIN);
    is_state.then_some(code)
}

fn is_state(value: &Value) -> bool {
    state(value).is_some()
}
