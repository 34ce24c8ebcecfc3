//! Texts, words and numbers, as slices of the file where that is possible.

use std::borrow::Cow;
use std::fmt;

use ron::value::RawValue;
use serde::de::{self, EnumAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::questionnaire::Decimal;
use crate::questionnaire::scan::{skip_trivia, value_end};

/// A text or name in quotes. Without escapes it is a slice of the file, which gives its place.
#[derive(Clone)]
pub(in crate::questionnaire) struct Text<'a>(pub(in crate::questionnaire) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text in quotes")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E>(self, text: String) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text)))
            }
        }

        deserializer.deserialize_str(TextVisitor)
    }
}

/// A bare identifier.
pub(super) struct Identifier<'a>(pub(super) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Identifier<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdentifierVisitor;

        impl<'de> Visitor<'de> for IdentifierVisitor {
            type Value = Identifier<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word without quotes")
            }

            fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Identifier<'de>, E> {
                Ok(Identifier(word))
            }
        }

        deserializer.deserialize_identifier(IdentifierVisitor)
    }
}

/// A word without quotes: a level, a kind of advice. Which words there are is checked later, with its place.
#[derive(Clone, Copy)]
pub(in crate::questionnaire) struct Word<'a>(pub(in crate::questionnaire) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Word<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordVisitor;

        impl<'de> Visitor<'de> for WordVisitor {
            type Value = Word<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word without quotes")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Word<'de>, A::Error> {
                let (Identifier(word), rest) = access.variant()?;
                rest.unit_variant()?;
                Ok(Word(word))
            }
        }

        deserializer.deserialize_enum("", &[], WordVisitor)
    }
}

/// A number, exactly as written.
#[derive(Clone, Copy)]
pub(in crate::questionnaire) struct Num(pub(in crate::questionnaire) Decimal);

impl<'de> Deserialize<'de> for Num {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumVisitor;

        impl Visitor<'_> for NumVisitor {
            type Value = Num;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Num, E> {
                Ok(Num(Decimal::scaled(number, 0)))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Num, E> {
                Ok(Num(Decimal::from(number)))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Num, E> {
                let unusable = || E::custom("a number with at most nine digits after the point is expected here");
                Decimal::from_f64(number).map(Num).ok_or_else(unusable)
            }
        }

        deserializer.deserialize_any(NumVisitor)
    }
}

/// A whole number.
#[derive(Clone, Copy)]
pub(in crate::questionnaire) struct Whole(pub(in crate::questionnaire) i128);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WholeVisitor;

        impl Visitor<'_> for WholeVisitor {
            type Value = Whole;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number")
            }

            fn visit_i64<E>(self, number: i64) -> Result<Whole, E> {
                Ok(Whole(number.into()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Whole, E> {
                Ok(Whole(number.into()))
            }
        }

        deserializer.deserialize_any(WholeVisitor)
    }
}

/// The status that a case expects: `"handed-over"` as in JSON, or the bare word.
#[derive(Clone, Copy)]
pub(in crate::questionnaire) struct StatusWord<'a>(pub(in crate::questionnaire) &'a str);

impl<'de: 'a, 'a> Deserialize<'de> for StatusWord<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&'de RawValue>::deserialize(deserializer)?.get_ron();
        let start = skip_trivia(text, 0);
        let word = &text[start..value_end(text, start)];
        Ok(StatusWord(word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(word)))
    }
}
