//! Answers that show a finding, and how answers are written where data files hold them.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::{Answer, QuestionIx, Questionnaire, Value};

/// Answers that show a finding about logic, in the order asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Witness {
    /// One patient.
    One(Vec<(QuestionIx, Answer)>),
    /// Two patients who differ in one answer, for `never_lowers`.
    Pair {
        /// The one who has less of it.
        less: Vec<(QuestionIx, Answer)>,
        /// The one who has more of it.
        more: Vec<(QuestionIx, Answer)>,
    },
}

impl Witness {
    /// The witness as `eval` reads it: `{...}`, or `{"less": {...}, "more": {...}}`.
    pub fn written<'w>(&'w self, questionnaire: &'w Questionnaire) -> WrittenWitness<'w> {
        let patient = |answers| WrittenAnswers { questionnaire, answers };
        match self {
            Witness::One(answers) => WrittenWitness::One(patient(answers)),
            Witness::Pair { less, more } => WrittenWitness::Pair { less: patient(less), more: patient(more) },
        }
    }
}

/// A witness to be written as JSON or RON.
#[derive(Clone, Copy, Debug)]
pub enum WrittenWitness<'w> {
    /// One patient.
    One(WrittenAnswers<'w>),
    /// Two patients who differ in one answer.
    Pair {
        /// The one who has less of it.
        less: WrittenAnswers<'w>,
        /// The one who has more of it.
        more: WrittenAnswers<'w>,
    },
}

impl Serialize for WrittenWitness<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            WrittenWitness::One(answers) => answers.serialize(serializer),
            WrittenWitness::Pair { less, more } => {
                let mut pair = serializer.serialize_struct("Witness", 2)?;
                pair.serialize_field("less", less)?;
                pair.serialize_field("more", more)?;
                pair.end()
            }
        }
    }
}

/// Answers to be written as a map from question to value, in their order.
#[derive(Clone, Copy, Debug)]
pub struct WrittenAnswers<'w> {
    /// Gives the names.
    pub questionnaire: &'w Questionnaire,
    /// What is answered.
    pub answers: &'w [(QuestionIx, Answer)],
}

impl Serialize for WrittenAnswers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.answers.len()))?;
        for (ix, answer) in self.answers {
            let question = &self.questionnaire[*ix];
            map.serialize_entry(&question.id, &Value::of(question, answer))?;
        }
        map.end()
    }
}
