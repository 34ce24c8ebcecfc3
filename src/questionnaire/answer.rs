//! The one place where a value is fitted to its question, and the way back.

use std::collections::HashMap;

use super::finding::Code;
use super::number::Decimal;
use super::value::Value;
use super::{Answer, AnswerKind, Choice, Question, QuestionIx, Questionnaire};

/// Why a value is no answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerError {
    /// Which kind; its word is stable.
    pub code: Code,
    /// What is wrong, and what can be answered.
    pub message: String,
}

/// The answer that a value is to a question; `None` where it leaves the question unanswered.
///
/// `null` is unanswered, and so is a text with nothing but blanks in it. A choice named twice in one list is named
/// once.
pub fn answer(question: &Question, value: Value) -> Result<Option<Answer>, AnswerError> {
    match value {
        Value::Null => return Ok(None),
        Value::Text(text) if text == "unsure" => {
            return if question.unsure { Ok(Some(Answer::Unsure)) } else { Err(unsure_not_allowed(question)) };
        }
        Value::Twice(key) => {
            return Err(AnswerError {
                code: Code::DuplicateKey,
                message: format!("the answer to {:?} has the key {key:?} twice", question.id),
            });
        }
        _ => {}
    }
    let answer = match (&question.answer, value) {
        (AnswerKind::YesNo, Value::Bool(yes)) => Answer::YesNo(yes),
        (AnswerKind::YesNo, Value::Text(text)) if text == "yes" => Answer::YesNo(true),
        (AnswerKind::YesNo, Value::Text(text)) if text == "no" => Answer::YesNo(false),
        (AnswerKind::One(choices), Value::Text(id)) => Answer::One(position(question, choices, &id)?),
        (AnswerKind::Many(choices), Value::List(yes)) => {
            Answer::Many { yes: positions(question, choices, &yes)?, unsure: Vec::new() }
        }
        (AnswerKind::Many(choices), Value::Parts { yes, unsure }) => many(question, choices, &yes, &unsure)?,
        (AnswerKind::Number(number), Value::Number(Ok(decimal))) => {
            let nearest = decimal.round_up(number.decimals);
            if nearest < number.min || nearest > number.max {
                return Err(out_of_range(question, number, &decimal.to_string()));
            }
            let Some(value) = decimal.exactly(number.decimals) else {
                return Err(too_many_decimals(question, &decimal.to_string(), number.decimals));
            };
            Answer::Number(value)
        }
        (AnswerKind::Number(number), Value::Number(Err(rough))) => {
            let end = |value: i64| value as f64 / 10f64.powi(number.decimals.into());
            return Err(if (end(number.min)..=end(number.max)).contains(&rough) {
                too_many_decimals(question, &rough_number(rough), number.decimals)
            } else {
                out_of_range(question, number, &rough_number(rough))
            });
        }
        (AnswerKind::Text, Value::Text(text)) if text.trim().is_empty() => return Ok(None),
        (AnswerKind::Text, Value::Text(text)) => Answer::Text(text),
        (_, other) => return Err(wrong_type(question, &other)),
    };
    Ok(Some(answer))
}

/// Answers by the ids of their questions, put to the questions of a questionnaire, in their order; and the ids of those that
/// it has no place for: the question is another one, or does not take that answer.
pub fn fit(
    questionnaire: &Questionnaire,
    answers: impl IntoIterator<Item = (String, Value)>,
) -> (Vec<(QuestionIx, Answer)>, Vec<String>) {
    let (mut fitting, mut lost) = (Vec::new(), Vec::new());
    for (id, value) in answers {
        let place = questionnaire.find(&id).map(|index| (index, answer(&questionnaire[index], value)));
        match place {
            Some((index, Ok(Some(answer)))) => fitting.push((index, answer)),
            _ => lost.push(id),
        }
    }
    (fitting, lost)
}

impl Value {
    /// The value that is this answer to the question: what [`answer`] makes the same answer of.
    pub fn of(question: &Question, answer: &Answer) -> Value {
        let id = |choice: &usize| question.choices().get(*choice).map(|choice| choice.id.clone()).unwrap_or_default();
        let ids = |choices: &[usize]| choices.iter().map(id).collect::<Vec<_>>();
        match answer {
            Answer::Unsure => Value::Text("unsure".to_owned()),
            Answer::YesNo(yes) => Value::Text(if *yes { "yes" } else { "no" }.to_owned()),
            Answer::One(choice) => Value::Text(id(choice)),
            Answer::Many { yes, unsure } if unsure.is_empty() => Value::List(ids(yes)),
            Answer::Many { yes, unsure } => Value::Parts { yes: ids(yes), unsure: ids(unsure) },
            Answer::Number(value) => {
                let decimals = match &question.answer {
                    AnswerKind::Number(number) => number.decimals,
                    _ => 0,
                };
                Value::Number(Ok(Decimal::scaled(*value, decimals)))
            }
            Answer::Text(text) => Value::Text(text.clone()),
        }
    }
}

fn many(question: &Question, choices: &[Choice], yes: &[String], unsure: &[String]) -> Result<Answer, AnswerError> {
    if !unsure.is_empty() && !question.unsure {
        return Err(unsure_not_allowed(question));
    }
    let yes = positions(question, choices, yes)?;
    let unsure = positions(question, choices, unsure)?;
    match yes.iter().find(|choice| unsure.binary_search(choice).is_ok()) {
        Some(&both) => Err(AnswerError {
            code: Code::ChoiceInBoth,
            message: format!("{:?} is answered both yes and not sure in {:?}", choices[both].id, question.id),
        }),
        None => Ok(Answer::Many { yes, unsure }),
    }
}

/// So many are looked up one by one.
const FEW: usize = 16;

fn positions(question: &Question, choices: &[Choice], ids: &[String]) -> Result<Vec<usize>, AnswerError> {
    let mut positions = if ids.len() < FEW {
        ids.iter().map(|id| position(question, choices, id)).collect::<Result<Vec<_>, _>>()?
    } else {
        let by_id: HashMap<&str, usize> =
            choices.iter().enumerate().rev().map(|(i, choice)| (&*choice.id, i)).collect();
        let known = |id: &String| by_id.get(id.as_str()).copied().ok_or_else(|| unknown_choice(question, choices, id));
        ids.iter().map(known).collect::<Result<Vec<_>, _>>()?
    };
    positions.sort_unstable();
    positions.dedup();
    Ok(positions)
}

fn position(question: &Question, choices: &[Choice], id: &str) -> Result<usize, AnswerError> {
    choices.iter().position(|choice| choice.id == id).ok_or_else(|| unknown_choice(question, choices, id))
}

fn unknown_choice(question: &Question, choices: &[Choice], id: &str) -> AnswerError {
    // More than so many are nobody's list, and there may be a wrong id in every patient.
    let likely = choices.iter().take(1000).map(|choice| choice.id.as_str());
    let meant = super::similar::similar(id, likely);
    let hint = meant.map(|meant| format!("; did you mean {meant:?}?")).unwrap_or_default();
    let message = format!("{:?} has no choice {:?}{hint}", question.id, shortened(id));
    AnswerError { code: Code::UnknownChoice, message }
}

fn unsure_not_allowed(question: &Question) -> AnswerError {
    AnswerError { code: Code::UnsureNotAllowed, message: format!("{:?} cannot be answered \"not sure\"", question.id) }
}

fn too_many_decimals(question: &Question, given: &str, decimals: u8) -> AnswerError {
    let digits = match decimals {
        0 => "a whole number".to_owned(),
        1 => "at most one digit after the point".to_owned(),
        n => format!("at most {n} digits after the point"),
    };
    AnswerError { code: Code::TooManyDecimals, message: format!("{:?} takes {digits}, not {given}", question.id) }
}

fn out_of_range(question: &Question, number: &super::Number, given: &str) -> AnswerError {
    let min = Decimal::scaled(number.min, number.decimals);
    let max = Decimal::scaled(number.max, number.decimals);
    AnswerError {
        code: Code::OutOfRange,
        message: format!("{:?} takes {min} to {max} {}, not {given}", question.id, number.unit),
    }
}

fn wrong_type(question: &Question, value: &Value) -> AnswerError {
    let given = match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(Ok(decimal)) => decimal.to_string(),
        Value::Number(Err(rough)) => rough_number(*rough),
        Value::Text(text) => format!("{:?}", shortened(text)),
        Value::List(_) => "a list".to_owned(),
        Value::Parts { .. } => "choices taken and not sure".to_owned(),
        Value::Twice(key) => format!("the key {key:?} twice"),
        Value::Other(what) => (*what).to_owned(),
    };
    let wanted = match question.answer {
        AnswerKind::YesNo => "\"yes\" or \"no\"",
        AnswerKind::One(_) => "the id of one choice",
        AnswerKind::Many(_) => "a list of the ids of choices",
        AnswerKind::Number(_) => "a number",
        AnswerKind::Text => "a text",
    };
    AnswerError { code: Code::WrongType, message: format!("{:?} takes {wanted}, not {given}", question.id) }
}

/// A number that no [`Decimal`] is, where its digits fit into a message.
fn rough_number(number: f64) -> String {
    let text = number.to_string();
    if number.is_finite() && text.len() <= 25 { text } else { "a number that cannot be used".to_owned() }
}

/// So much of a text as fits into a message.
fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let mut short: String = chars.by_ref().take(60).collect();
    if chars.next().is_some() {
        short.push_str("...");
    }
    short
}
