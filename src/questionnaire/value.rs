//! A value as data files write it where an answer stands.
//!
//! The same [`Value`] is read from and written to `cases.ron` and JSON.

use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::number::Decimal;

/// A value that stands where an answer should: what it is, before it is compared with its question.
///
/// Reading one fails only on text that is not JSON or RON at all; what is of no use is [`Value::Other`].
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`: unanswered.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; roughly, where it is larger or finer than a [`Decimal`] can be.
    Number(Result<Decimal, f64>),
    /// A text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
    /// `{"yes": [...], "unsure": [...]}`; a part that is absent is empty.
    Parts {
        /// The choices taken.
        yes: Vec<String>,
        /// The choices not sure.
        unsure: Vec<String>,
    },
    /// An object with the same key twice.
    Twice(String),
    /// Anything else, in words.
    Other(&'static str),
}

/// As it is read. What is of no use as an answer is written as no answer.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null | Value::Twice(_) | Value::Other(_) => serializer.serialize_none(),
            Value::Bool(yes) => serializer.serialize_bool(*yes),
            Value::Number(Ok(decimal)) => match (decimal.exactly(0), decimal.to_string().parse()) {
                (Some(whole), _) => serializer.serialize_i64(whole),
                // The float nearest to so few digits prints as those digits.
                (None, Ok(float)) => serializer.serialize_f64(float),
                (None, Err(_)) => serializer.serialize_none(),
            },
            Value::Number(Err(rough)) => serializer.serialize_f64(*rough),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(texts) => texts.serialize(serializer),
            Value::Parts { yes, unsure } => {
                let mut parts = serializer.serialize_struct("Answer", 2)?;
                parts.serialize_field("yes", yes)?;
                parts.serialize_field("unsure", unsure)?;
                parts.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor { unit: Value::Null })
    }
}

/// A [`Value`] in RON, where `()` and a bare word read alike and neither is an answer: only `None` is unanswered.
pub(super) struct Written(pub(super) Value);

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let unit = Value::Other("a word without quotes");
        deserializer.deserialize_any(ValueVisitor { unit }).map(Written)
    }
}

struct ValueVisitor {
    /// What a unit stands for: `null` in JSON.
    unit: Value,
}

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an answer")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(self.unit)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(Ok(Decimal::scaled(value, 0))))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(Ok(Decimal::from(value))))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(Decimal::from_f64(value).ok_or(value)))
    }

    fn visit_char<E>(self, _: char) -> Result<Value, E> {
        Ok(Value::Other("a single character"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Other("bytes"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut texts = Some(Vec::new());
        while let Some(value) = seq.next_element::<Value>()? {
            match (value, &mut texts) {
                (Value::Text(text), Some(texts)) => texts.push(text),
                _ => texts = None,
            }
        }
        Ok(texts.map_or(Value::Other("a list of something else than texts"), Value::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let (mut yes, mut unsure) = (None, None);
        let (mut twice, mut wrong) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            let part = match key.as_str() {
                "yes" => &mut yes,
                "unsure" => &mut unsure,
                _ => {
                    wrong = Some("an object with another key than \"yes\" and \"unsure\"");
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if part.is_some() {
                twice = Some(key);
            }
            match map.next_value::<Value>()? {
                Value::List(texts) => *part = Some(texts),
                _ => {
                    wrong = Some("an object in which \"yes\" or \"unsure\" is not a list of texts");
                    *part = Some(Vec::new());
                }
            }
        }
        Ok(match (twice, wrong) {
            (Some(key), _) => Value::Twice(key),
            (None, Some(wrong)) => Value::Other(wrong),
            (None, None) => Value::Parts { yes: yes.unwrap_or_default(), unsure: unsure.unwrap_or_default() },
        })
    }
}
