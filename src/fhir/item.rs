//! The items of a question.

use serde_json::{Value, json};

use super::names::{
    self, ABSENT, ANSWER, ASKED_UNKNOWN, CONTROLS, HELP, NONE, NONE_CERTAIN, Object, YES_NO, extended, extension,
};
use super::questionnaire::{Teller, decimal, is_integer};
use crate::questionnaire::{AnswerKind, Number, QuestionIx};
use crate::words::{self, Words};

/// What the program itself calls answers, in the questionnaire's language where it speaks that.
pub(super) fn own_words(language: &str) -> &'static Words {
    words::of(language).unwrap_or(&words::ENGLISH)
}

/// The question's item, and behind it the one that takes what is not sure, where it has one.
pub(super) fn items(teller: &Teller<'_>, index: QuestionIx) -> Vec<Object> {
    let question = &teller.questionnaire[index];
    let mut items = vec![own(teller, index)];
    if !question.unsure {
        return items;
    }
    let mut unsure = Object::new();
    unsure.insert("linkId".to_owned(), names::unsure(question).into());
    let heading = own_words(&teller.questionnaire.language).choice_not_sure;
    unsure.insert("text".to_owned(), format!("{heading}: {}", question.ask).into());
    match &question.answer {
        AnswerKind::YesNo | AnswerKind::One(_) => return items,
        AnswerKind::Many(_) => {
            unsure.insert("type".to_owned(), "choice".into());
            unsure.insert("repeats".to_owned(), true.into());
            unsure.insert("answerOption".to_owned(), choices(teller, index).into());
        }
        AnswerKind::Number(_) | AnswerKind::Text => {
            unsure.insert("type".to_owned(), "boolean".into());
        }
    }
    items.push(unsure);
    items
}

fn own(teller: &Teller<'_>, index: QuestionIx) -> Object {
    let question = &teller.questionnaire[index];
    let mut item = Object::new();
    item.insert("linkId".to_owned(), question.id.as_str().into());
    teller.say(&mut item, "text", |q| Some(&q[index].ask));
    let mut required = true;
    let (kind, options) = match &question.answer {
        AnswerKind::YesNo if question.unsure => ("choice", yes_no(teller)),
        AnswerKind::YesNo => ("boolean", Vec::new()),
        AnswerKind::One(_) => ("choice", choices(teller, index)),
        AnswerKind::Many(_) => {
            item.insert("repeats".to_owned(), true.into());
            ("choice", choices(teller, index))
        }
        AnswerKind::Number(number) => {
            item.insert("extension".to_owned(), range(teller, index, number).into());
            required = !question.unsure;
            (if is_integer(number) { "integer" } else { "decimal" }, Vec::new())
        }
        // A text may be passed over with nothing to say.
        AnswerKind::Text => {
            required = false;
            ("text", Vec::new())
        }
    };
    item.insert("type".to_owned(), kind.into());
    item.insert("required".to_owned(), required.into());
    let mut options = options;
    let w = own_words(&teller.questionnaire.language);
    if matches!(question.answer, AnswerKind::Many(_)) {
        options.push(exclusive(ANSWER, NONE, w.none_of_these));
        if question.unsure {
            options.push(exclusive(ANSWER, NONE_CERTAIN, "none for certain"));
        }
    }
    if question.unsure && !options.is_empty() {
        options.push(exclusive(ABSENT, ASKED_UNKNOWN, w.not_sure));
    }
    if !options.is_empty() {
        item.insert("answerOption".to_owned(), options.into());
    }
    if question.help.is_some() {
        item.insert("item".to_owned(), json!([help(teller, index)]));
    }
    item
}

/// How to ask it, which programs show beside the question.
fn help(teller: &Teller<'_>, index: QuestionIx) -> Value {
    let mut help = Object::new();
    help.insert("linkId".to_owned(), format!("{}{HELP}", teller.questionnaire[index].id).into());
    help.insert("type".to_owned(), "display".into());
    let control = json!({"coding": [{"system": CONTROLS, "code": "help"}]});
    help.insert("extension".to_owned(), json!([extended(extension::ITEM_CONTROL, "valueCodeableConcept", control)]));
    teller.say(&mut help, "text", |q| q[index].help.as_deref());
    help.into()
}

fn yes_no(teller: &Teller<'_>) -> Vec<Value> {
    let w = own_words(&teller.questionnaire.language);
    [("Y", w.yes), ("N", w.no)]
        .into_iter()
        .map(|(code, word)| json!({"valueCoding": names::coding(YES_NO, code, word)}))
        .collect()
}

/// The question's choices, each a coding.
fn choices(teller: &Teller<'_>, index: QuestionIx) -> Vec<Value> {
    let question = &teller.questionnaire[index];
    let system = names::choices(teller.questionnaire, question);
    let option = |(place, choice): (usize, &crate::questionnaire::Choice)| {
        let mut coding = Object::new();
        coding.insert("system".to_owned(), system.as_str().into());
        coding.insert("code".to_owned(), choice.id.as_str().into());
        teller.say(&mut coding, "display", |q| q[index].choices().get(place).map(|choice| choice.label.as_str()));
        json!({ "valueCoding": coding })
    };
    question.choices().iter().enumerate().map(option).collect()
}

/// An option that excludes all others, even where an item repeats.
fn exclusive(system: &str, code: &str, display: &str) -> Value {
    json!({
        "extension": [extended(extension::EXCLUSIVE, "valueBoolean", true)],
        "valueCoding": names::coding(system, code, display),
    })
}

/// The range, the digits and the unit of a number.
fn range(teller: &Teller<'_>, index: QuestionIx, number: &Number) -> Vec<Value> {
    let end = |url: &str, value: i64| {
        if is_integer(number) {
            extended(url, "valueInteger", value)
        } else {
            extended(url, "valueDecimal", decimal(value, number.decimals))
        }
    };
    let mut extensions = vec![end(extension::MIN_VALUE, number.min), end(extension::MAX_VALUE, number.max)];
    if !is_integer(number) {
        extensions.push(extended(extension::MAX_DECIMALS, "valueInteger", number.decimals));
    }
    let mut unit = Object::new();
    teller.say(&mut unit, "display", |q| match &q[index].answer {
        AnswerKind::Number(number) => Some(&number.unit),
        _ => None,
    });
    extensions.push(extended(extension::UNIT, "valueCoding", unit));
    extensions
}
