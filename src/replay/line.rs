//! One line of input: a patient's answers as JSON.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::questionnaire::{Answer, Questionnaire, Value, answer};

/// A patient's answers, for one questionnaire or for two versions of it.
#[derive(Debug)]
pub struct Line<'a> {
    /// The `id` as it was written, `None` without one.
    pub id: Option<&'a RawValue>,
    /// For each questionnaire.
    pub sides: Vec<Side>,
}

/// A patient's answers to one questionnaire.
#[derive(Clone, Debug)]
pub struct Side {
    /// One place for each question.
    pub answers: Vec<Option<Answer>>,
    /// An answer was left out because this version has no place for it: its question is not asked here, or does not
    /// take it.
    pub left_out: bool,
}

/// Why a line cannot be used.
#[derive(Clone, Debug)]
pub struct LineError {
    /// The `id` as it was written, where the line got that far.
    pub id: Option<Box<RawValue>>,
    /// Which kind; its word is stable.
    pub code: &'static str,
    /// The question that it is about.
    pub question: Option<String>,
    /// What is wrong, and what can be answered.
    pub message: String,
}

impl<'a> Line<'a> {
    /// Reads one line. Of several versions, each gets the answers that it has a place for.
    ///
    /// # Errors
    ///
    /// If it is not JSON, not an object with answers, or an answer is one that no version takes.
    pub fn read(questionnaires: &[&Questionnaire], line: &'a [u8]) -> Result<Line<'a>, LineError> {
        let object: Object<'a> = serde_json::from_slice(line).map_err(|error| LineError {
            id: None,
            code: if error.is_data() { "not-an-object" } else { "not-json" },
            question: None,
            message: format!("this line is not a JSON object: {error}"),
        })?;
        let id = object.id;
        let wrong = |code, question: Option<&str>, message| LineError {
            id: id.map(RawValue::to_owned),
            code,
            question: question.map(str::to_owned),
            message,
        };
        if let Some(key) = object.twice {
            return Err(wrong("duplicate-key", None, format!("the key {key:?} stands here twice")));
        }
        let Some(written) = object.answers else {
            return Err(wrong("missing-answers", None, "this line has no \"answers\"".to_owned()));
        };
        let given: Given = serde_json::from_str(written.get())
            .map_err(|error| wrong("wrong-type", None, format!("\"answers\" is not an object of answers: {error}")))?;
        let blank = |q: &&Questionnaire| Side { answers: vec![None; q.questions.len()], left_out: false };
        let mut sides: Vec<Side> = questionnaires.iter().map(blank).collect();
        let mut named: HashSet<&str> = HashSet::with_capacity(given.0.len());
        for (key, value) in &given.0 {
            let places: Vec<_> = questionnaires.iter().map(|questionnaire| questionnaire.find(key)).collect();
            if places.iter().all(Option::is_none) {
                return Err(wrong("unknown-question", Some(key), format!("there is no question {key:?}")));
            }
            if !named.insert(key) {
                return Err(wrong("duplicate-key", Some(key), format!("{key:?} is answered twice")));
            }
            let value = read_value(value)
                .map_err(|message| wrong("wrong-type", Some(key), format!("the answer to {key:?} is {message}")))?;
            let mut taken = false;
            let mut refused = None;
            for ((side, questionnaire), place) in sides.iter_mut().zip(questionnaires).zip(places) {
                let fitted = place.map(|question| (question, answer(&questionnaire[question], value.clone())));
                match fitted {
                    Some((question, Ok(answer))) => {
                        side.answers[question.at()] = answer;
                        taken = true;
                    }
                    Some((_, Err(error))) => {
                        side.left_out = true;
                        refused = refused.or(Some(error));
                    }
                    None => side.left_out |= value != Value::Null,
                }
            }
            if let Some(error) = refused.filter(|_| !taken) {
                return Err(wrong(error.code.word(), Some(key), error.message));
            }
        }
        Ok(Line { id, sides })
    }
}

/// What a value is, as far as it can be taken at all.
fn read_value(written: &RawValue) -> Result<Value, String> {
    let text = written.get();
    serde_json::from_str(text).or_else(|error| match text.as_bytes() {
        // The only numbers that are JSON and cannot be read are those too large for any float.
        [b'-', ..] => Ok(Value::Number(Err(f64::NEG_INFINITY))),
        [b'0'..=b'9', ..] => Ok(Value::Number(Err(f64::INFINITY))),
        _ => Err(format!("a value that cannot be read: {error}")),
    })
}

impl LineError {
    /// For a line longer than [`super::LONGEST_LINE`].
    pub(super) fn too_long() -> LineError {
        let message = format!("this line is longer than {} bytes", super::LONGEST_LINE);
        LineError { id: None, code: "line-too-long", question: None, message }
    }

    /// Writes the line that stands in the outcome's place; `number` counts the input's lines from 1.
    pub(super) fn write(&self, number: u64, out: &mut Vec<u8>) {
        // Texts and a number: nothing that JSON cannot say.
        if let Ok(text) = serde_json::to_string(&self.line(number)) {
            out.extend_from_slice(text.as_bytes());
            out.push(b'\n');
        }
    }

    /// The line that stands in the outcome's place.
    pub fn line(&self, number: u64) -> impl Serialize {
        let error = Explained { code: self.code, question: self.question.as_deref(), message: &self.message };
        ErrorLine { id: self.id.as_deref(), line: number, error }
    }
}

/// An error with its line, in the order of the contract's fields.
#[derive(Serialize)]
struct ErrorLine<'a> {
    id: Option<&'a RawValue>,
    line: u64,
    error: Explained<'a>,
}

#[derive(Serialize)]
struct Explained<'a> {
    code: &'a str,
    question: Option<&'a str>,
    message: &'a str,
}

/// The keys of a line that mean something.
struct Object<'a> {
    id: Option<&'a RawValue>,
    answers: Option<&'a RawValue>,
    twice: Option<&'static str>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;

        impl<'de> Visitor<'de> for Keys {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with \"id\" and \"answers\"")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut object = Object { id: None, answers: None, twice: None };
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    let (name, place) = match &*key.0 {
                        "id" => ("id", &mut object.id),
                        "answers" => ("answers", &mut object.answers),
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    let value: &RawValue = map.next_value()?;
                    if place.replace(value).is_some() {
                        object.twice = Some(name);
                    }
                }
                Ok(object)
            }
        }

        deserializer.deserialize_map(Keys)
    }
}

/// The answers in the order written, keys that stand twice included.
struct Given<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Given<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Given<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of answers by question")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given<'de>, A::Error> {
                let mut entries = Vec::with_capacity(map.size_hint().unwrap_or(0));
                while let Some((key, value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    entries.push((key.0, value));
                }
                Ok(Given(entries))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

/// A key, borrowed where nothing in it is escaped.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
