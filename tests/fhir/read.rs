//! Reads the answers of a QuestionnaireResponse back, written from the table in `src/fhir/questionnaire.rs` and not from the
//! code that writes them.

use redflag::questionnaire::{Answer, AnswerKind, Question, Questionnaire};
use serde_json::Value;

pub fn answers(questionnaire: &Questionnaire, response: &Value) -> Vec<Option<Answer>> {
    questionnaire.questions.iter().map(|question| answer(questionnaire, question, response)).collect()
}

/// The values of an item's answers, `None` where there is no such item.
fn values(questionnaire: &Questionnaire, question: &Question, id: &str, response: &Value) -> Option<Vec<Value>> {
    let group = format!("section.{}", questionnaire[question.section].id);
    let within = |items: &Value, id: &str| {
        let items = items.as_array()?;
        let mut found = items.iter().filter(|item| item["linkId"] == id);
        let first = found.next()?.clone();
        assert!(found.next().is_none(), "{id} is there twice");
        Some(first)
    };
    let item = within(&within(&response["item"], &group)?["item"], id)?;
    let value = |answer: &Value| {
        let fields: Vec<(&String, &Value)> = answer.as_object().unwrap().iter().collect();
        let [(name, value)] = fields[..] else { panic!("{answer}") };
        assert!(name.starts_with("value"), "{answer}");
        value.clone()
    };
    Some(item["answer"].as_array().map(|answers| answers.iter().map(value).collect()).unwrap_or_default())
}

fn answer(questionnaire: &Questionnaire, question: &Question, response: &Value) -> Option<Answer> {
    let own = values(questionnaire, question, &question.id, response);
    let unsure = values(questionnaire, question, &format!("{}.unsure", question.id), response);
    let system = format!("urn:redflag:questionnaire:{}:choices:{}", questionnaire.id, question.id);
    let choice = |coding: &Value| {
        assert_eq!(coding["system"], system.as_str());
        question.choices().iter().position(|choice| coding["code"] == choice.id.as_str()).unwrap()
    };
    let is = |system: &str, code: &str| {
        own.as_ref().is_some_and(|own| own.len() == 1 && own[0]["system"] == system && own[0]["code"] == code)
    };
    if is("http://terminology.hl7.org/CodeSystem/data-absent-reason", "asked-unknown") {
        return Some(Answer::Unsure);
    }
    match &question.answer {
        AnswerKind::YesNo if question.unsure => {
            let yes = is("http://terminology.hl7.org/CodeSystem/v2-0136", "Y");
            let no = is("http://terminology.hl7.org/CodeSystem/v2-0136", "N");
            own.map(|_| Answer::YesNo(yes)).filter(|_| yes != no)
        }
        AnswerKind::YesNo => own.map(|own| Answer::YesNo(own[0].as_bool().unwrap())),
        AnswerKind::One(_) => own.map(|own| Answer::One(choice(&own[0]))),
        AnswerKind::Many(_) => {
            let own = own.clone()?;
            let mut open: Vec<usize> = unsure.unwrap_or_default().iter().map(choice).collect();
            open.sort_unstable();
            let none = is("urn:redflag:answer", "none");
            let none_certain = is("urn:redflag:answer", "none-certain");
            assert!(!none || open.is_empty());
            assert!(!none_certain || !open.is_empty());
            let mut yes: Vec<usize> = if none || none_certain { vec![] } else { own.iter().map(choice).collect() };
            yes.sort_unstable();
            Some(Answer::Many { yes, unsure: open })
        }
        AnswerKind::Number(_) | AnswerKind::Text if unsure.is_some() => {
            assert_eq!(unsure, Some(vec![true.into()]));
            assert_eq!(own, None);
            Some(Answer::Unsure)
        }
        AnswerKind::Number(number) => own.map(|own| {
            let digits: i64 = 10i64.pow(number.decimals.into());
            Answer::Number((own[0].as_f64().unwrap() * digits as f64).round() as i64)
        }),
        AnswerKind::Text => {
            own.map(|own| Answer::Text(own.first().map_or("", |text| text.as_str().unwrap()).to_owned()))
        }
    }
}
