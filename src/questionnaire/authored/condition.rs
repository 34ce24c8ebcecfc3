//! A condition as an author writes it.

use std::fmt;

use serde::de::{self, EnumAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::word::{Identifier, Num, Text, Whole, Word};

/// A condition, with the place of its first word.
///
/// Conditions nest, so unlike everything else they are not read apart: their places come from the words and names.
pub(in crate::questionnaire) struct Condition<'a> {
    pub(in crate::questionnaire) word: &'a str,
    pub(in crate::questionnaire) kind: Kind<'a>,
}

pub(in crate::questionnaire) enum Kind<'a> {
    Always,
    Yes(Text<'a>),
    No(Text<'a>),
    Is(Text<'a>, Text<'a>),
    IsAny(Text<'a>, Vec<Text<'a>>),
    Tagged(Text<'a>, Text<'a>),
    AtLeast(Text<'a>, Num),
    Below(Text<'a>, Num),
    Score(Text<'a>, Whole),
    Fires(Text<'a>),
    All(Vec<Condition<'a>>),
    Any(Vec<Condition<'a>>),
    Not(Box<Condition<'a>>),
    AtLeastOf(Whole, Vec<Condition<'a>>),
    UrgencyAtLeast(Word<'a>),
    Advised(Text<'a>),
}

/// The words that begin a condition.
const WORDS: &[&str] = &[
    "Always",
    "Yes",
    "No",
    "Is",
    "IsAny",
    "Tagged",
    "AtLeast",
    "Below",
    "Score",
    "Fires",
    "All",
    "Any",
    "Not",
    "AtLeastOf",
    "UrgencyAtLeast",
    "Advised",
];

impl<'de: 'a, 'a> Deserialize<'de> for Condition<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ConditionVisitor;

        impl<'de> Visitor<'de> for ConditionVisitor {
            type Value = Condition<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition")
            }

            fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Condition<'de>, A::Error> {
                let (Identifier(word), rest) = access.variant()?;
                let kind = match word {
                    "Always" => {
                        rest.unit_variant()?;
                        Kind::Always
                    }
                    "Yes" => Kind::Yes(rest.newtype_variant()?),
                    "No" => Kind::No(rest.newtype_variant()?),
                    "Is" => pair(rest, Kind::Is)?,
                    "IsAny" => pair(rest, Kind::IsAny)?,
                    "Tagged" => pair(rest, Kind::Tagged)?,
                    "AtLeast" => pair(rest, Kind::AtLeast)?,
                    "Below" => pair(rest, Kind::Below)?,
                    "Score" => pair(rest, Kind::Score)?,
                    "Fires" => Kind::Fires(rest.newtype_variant()?),
                    "All" => Kind::All(rest.newtype_variant()?),
                    "Any" => Kind::Any(rest.newtype_variant()?),
                    "Not" => Kind::Not(rest.newtype_variant()?),
                    "AtLeastOf" => pair(rest, Kind::AtLeastOf)?,
                    "UrgencyAtLeast" => Kind::UrgencyAtLeast(rest.newtype_variant()?),
                    "Advised" => Kind::Advised(rest.newtype_variant()?),
                    _ => return Err(de::Error::unknown_variant(word, WORDS)),
                };
                Ok(Condition { word, kind })
            }
        }

        deserializer.deserialize_enum("condition", WORDS, ConditionVisitor)
    }
}

/// Reads the two values of a condition such as `Is("q", "c")`.
fn pair<'de, V, A, B>(access: V, make: fn(A, B) -> Kind<'de>) -> Result<Kind<'de>, V::Error>
where
    V: VariantAccess<'de>,
    A: Deserialize<'de>,
    B: Deserialize<'de>,
{
    struct PairVisitor<A, B>(std::marker::PhantomData<(A, B)>);

    impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Visitor<'de> for PairVisitor<A, B> {
        type Value = (A, B);

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("two values")
        }

        fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(A, B), S::Error> {
            let first = seq.next_element()?.ok_or_else(|| de::Error::invalid_length(0, &self))?;
            let second = seq.next_element()?.ok_or_else(|| de::Error::invalid_length(1, &self))?;
            Ok((first, second))
        }
    }

    let (first, second) = access.tuple_variant(2, PairVisitor(std::marker::PhantomData))?;
    Ok(make(first, second))
}
