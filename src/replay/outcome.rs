//! One line of output: an outcome as JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::interview::Outcome;
use crate::questionnaire::{AdviceIx, Level, QuestionIx, Questionnaire, RuleIx};

/// An outcome with its ids, in the order of the contract's fields.
#[derive(serde::Serialize)]
pub(super) struct Line<'a> {
    id: Option<&'a RawValue>,
    status: &'a str,
    urgency: Option<&'a str>,
    floor: Option<&'a str>,
    ceiling: Option<&'a str>,
    fires: Vec<&'a str>,
    not_ruled_out: Vec<&'a str>,
    scores: Scores<'a>,
    hand_over: Vec<&'a str>,
    advice: Vec<&'a str>,
    unanswered: Vec<&'a str>,
    ignored: Vec<&'a str>,
}

impl<'a> Line<'a> {
    pub(super) fn new(questionnaire: &'a Questionnaire, id: Option<&'a RawValue>, outcome: &'a Outcome) -> Line<'a> {
        let level = |level: Option<Level>| level.map(Level::word);
        let rules = |list: &[RuleIx]| list.iter().map(|&rule| questionnaire[rule].id.as_str()).collect();
        let questions = |list: &[QuestionIx]| list.iter().map(|&q| questionnaire[q].id.as_str()).collect();
        let advice = |list: &[AdviceIx]| list.iter().map(|&advice| questionnaire[advice].id.as_str()).collect();
        Line {
            id,
            status: outcome.status.word(),
            urgency: level(outcome.urgency),
            floor: level(outcome.floor),
            ceiling: level(outcome.ceiling),
            fires: rules(&outcome.fires),
            not_ruled_out: rules(&outcome.not_ruled_out),
            scores: Scores { questionnaire, intervals: &outcome.scores },
            hand_over: rules(&outcome.hand_over),
            advice: advice(&outcome.advice),
            unanswered: questions(&outcome.unanswered),
            ignored: questions(&outcome.ignored),
        }
    }
}

/// The scores' intervals by id, in file order.
struct Scores<'a> {
    questionnaire: &'a Questionnaire,
    intervals: &'a [(i64, i64)],
}

impl Serialize for Scores<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.intervals.len()))?;
        for (score, interval) in self.questionnaire.scores.iter().zip(self.intervals) {
            map.serialize_entry(&score.id, interval)?;
        }
        map.end()
    }
}
