//! The answers of one visit as a FHIR R4 QuestionnaireResponse.
//!
//! It holds what was asked and answered and nothing else: no answer that is set aside, and no question without an answer. A text
//! that was passed over with nothing to say is an item without an answer. `completed` is an interview in which no question
//! is left, `stopped` one that ended with questions left, `in-progress` one that goes on.
//!
//! <http://hl7.org/fhir/R4/questionnaireresponse.html>

use serde_json::{Value, json};

use super::item::own_words;
use super::names::{self, ABSENT, ANSWER, ASKED_UNKNOWN, NONE, NONE_CERTAIN, Object, RECORD, YES_NO};
use super::questionnaire::{decimal, is_integer};
use crate::export::{Stamp, Visit};
use crate::questionnaire::{Answer, AnswerKind, Question, QuestionIx, Questionnaire, SectionIx};

/// The answers of a visit as a FHIR R4 QuestionnaireResponse, in the questionnaire's own language; `ended` is false for an
/// interview that goes on.
pub fn response(visit: &Visit, stamp: &Stamp, ended: bool) -> Value {
    let visit = &visit.on_record();
    let questionnaire = visit.questionnaire();
    let mut resource = Object::new();
    let mut put = |field: &str, value: Value| {
        resource.insert(field.to_owned(), value);
    };
    put("resourceType", "QuestionnaireResponse".into());
    put("meta", names::meta(questionnaire, visit.draft.is_some()));
    put("language", questionnaire.language.as_str().into());
    put("identifier", json!({"system": RECORD, "value": stamp.record}));
    put("questionnaire", names::versioned(questionnaire).into());
    let status = match (ended, visit.interview.outcome().unanswered.is_empty()) {
        (false, _) => "in-progress",
        (true, true) => "completed",
        (true, false) => "stopped",
    };
    put("status", status.into());
    put("subject", subject(visit));
    put("authored", stamp.ended.to_string().into());
    if let Some(operator) = &visit.operator {
        put("author", json!({"display": operator}));
    }
    let sections = (0..questionnaire.sections.len()).map(|i| SectionIx(i as u32));
    let groups: Vec<Value> = sections.filter_map(|section| group(visit, section)).collect();
    if !groups.is_empty() {
        put("item", groups.into());
    }
    names::clean(resource.into())
}

/// Whom it is about, as far as the nurse said so.
pub(super) fn subject(visit: &Visit) -> Value {
    let named = visit.reference.as_deref().filter(|reference| !reference.trim().is_empty());
    json!({"type": "Patient", "display": named.unwrap_or("no reference given")})
}

fn group(visit: &Visit, section: SectionIx) -> Option<Value> {
    let questionnaire = visit.questionnaire();
    let asked = visit.interview.asked().filter(|question| questionnaire[*question].section == section);
    let items: Vec<Value> = asked.flat_map(|question| items(visit, question)).collect();
    if items.is_empty() {
        return None;
    }
    let id = names::section(questionnaire, section);
    Some(json!({"linkId": id, "text": questionnaire[section].title, "item": items}))
}

/// The question's item, or the one for what is not sure, or both.
fn items(visit: &Visit, index: QuestionIx) -> Vec<Value> {
    let questionnaire = visit.questionnaire();
    let question = &questionnaire[index];
    let Some(answer) = visit.interview.answer(index) else { return Vec::new() };
    let w = own_words(&questionnaire.language);
    let item = |answers: Vec<Value>| {
        let mut item = Object::new();
        item.insert("linkId".to_owned(), question.id.as_str().into());
        item.insert("text".to_owned(), question.ask.as_str().into());
        if !answers.is_empty() {
            item.insert("answer".to_owned(), answers.into());
        }
        Value::from(item)
    };
    let unsure = |answers: Vec<Value>| {
        let text = format!("{}: {}", w.choice_not_sure, question.ask);
        json!({"linkId": names::unsure(question), "text": text, "answer": answers})
    };
    let coded = |system: &str, code: &str, display: &str| json!({"valueCoding": names::coding(system, code, display)});
    match answer {
        Answer::Unsure => match question.answer {
            AnswerKind::Number(_) | AnswerKind::Text => vec![unsure(vec![json!({"valueBoolean": true})])],
            _ => vec![item(vec![coded(ABSENT, ASKED_UNKNOWN, w.not_sure)])],
        },
        Answer::YesNo(yes) if question.unsure => {
            let (code, word) = if *yes { ("Y", w.yes) } else { ("N", w.no) };
            vec![item(vec![coded(YES_NO, code, word)])]
        }
        Answer::YesNo(yes) => vec![item(vec![json!({"valueBoolean": yes})])],
        Answer::One(choice) => vec![item(taken(questionnaire, question, &[*choice]))],
        Answer::Many { yes, unsure: open } => {
            let mut answers = taken(questionnaire, question, yes);
            match (yes.is_empty(), open.is_empty()) {
                (true, true) => answers.push(coded(ANSWER, NONE, w.none_of_these)),
                (true, false) => answers.push(coded(ANSWER, NONE_CERTAIN, "none for certain")),
                _ => {}
            }
            let mut items = vec![item(answers)];
            if !open.is_empty() {
                items.push(unsure(taken(questionnaire, question, open)));
            }
            items
        }
        Answer::Number(value) => {
            let value = match &question.answer {
                AnswerKind::Number(number) if !is_integer(number) => {
                    json!({"valueDecimal": decimal(*value, number.decimals)})
                }
                _ => json!({"valueInteger": value}),
            };
            vec![item(vec![value])]
        }
        Answer::Text(words) if words.trim().is_empty() => vec![item(Vec::new())],
        Answer::Text(words) => vec![item(vec![json!({"valueString": words})])],
    }
}

/// Choices as answers.
fn taken(questionnaire: &Questionnaire, question: &Question, choices: &[usize]) -> Vec<Value> {
    let system = names::choices(questionnaire, question);
    let named = choices.iter().filter_map(|&choice| question.choices().get(choice));
    named.map(|choice| json!({"valueCoding": names::coding(&system, &choice.id, &choice.label)})).collect()
}
