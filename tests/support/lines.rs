//! Patients as lines of JSON, and outcomes as the contract has them, written a second time: with serde, one by one.

use redflag::interview::Outcome;
use redflag::questionnaire::{AdviceIx, Answer, Level, QuestionIx, Questionnaire, RuleIx, Value};
use serde_json::{Value as Json, json};

use crate::patients::Chance;

/// The answers as JSON, in the order of the questions.
pub fn answers(questionnaire: &Questionnaire, answers: &[Option<Answer>]) -> Vec<(String, Json)> {
    let given = questionnaire.questions.iter().zip(answers);
    given
        .filter_map(|(question, answer)| {
            let value = Value::of(question, answer.as_ref()?);
            Some((question.id.clone(), serde_json::to_value(value).unwrap()))
        })
        .collect()
}

/// A line as it nearly always is.
pub fn plain(id: &str, given: &[(String, Json)]) -> String {
    let answers: Vec<String> = given.iter().map(|(key, value)| format!("{}:{value}", json!(key))).collect();
    format!("{{\"id\":{id},\"answers\":{{{}}}}}", answers.join(","))
}

/// The same patient, written in any of the ways that JSON leaves open.
pub fn odd(chance: &mut Chance, id: &str, given: &[(String, Json)]) -> String {
    let mut left = given.to_vec();
    let mut answers = Vec::new();
    while !left.is_empty() {
        let (key, value) = left.remove(chance.roll(left.len()));
        let key = if chance.roll(20) == 0 { escaped(&key) } else { json!(key).to_string() };
        let value = match &value {
            Json::String(word) if word == "yes" && chance.roll(2) == 0 => "true".to_owned(),
            Json::String(word) if word == "no" && chance.roll(2) == 0 => "false".to_owned(),
            Json::String(word) if word == "words" && chance.roll(4) == 0 => {
                ["\"said \\\"no\\\", and \\u00e9 more of what is long\"", "\"\\u0020 or\"", "\"words \\ud83e\\uddb5\""]
                    [chance.roll(3)]
                .to_owned()
            }
            Json::String(word) if chance.roll(20) == 0 => escaped(word),
            Json::Number(number) if chance.roll(3) == 0 && !number.to_string().contains('.') => format!("{number}.0"),
            Json::Array(list) if chance.roll(3) == 0 => match chance.roll(3) {
                0 if list.is_empty() => "{}".to_owned(),
                1 => format!("{{\"unsure\": [], \"yes\": {}}}", json!(list)),
                // Named twice is named once.
                _ => format!("{{\"yes\":{}}}", json!(list.iter().chain(list.first()).collect::<Vec<_>>())),
            },
            other => other.to_string(),
        };
        let [before, after] = [0, 1].map(|_| [" ", "", "", "\t"][chance.roll(4)]);
        answers.push(format!("{before}{key}{after}:{before}{value}{after}"));
    }
    let answers = format!("\"answers\"{}:{{{}}}", [" ", ""][chance.roll(2)], answers.join(","));
    let id = format!("\"id\": {id}");
    let mut parts = if chance.roll(2) == 0 { vec![answers, id] } else { vec![id, answers] };
    match chance.roll(6) {
        0 => parts.insert(chance.roll(3), "\"ward\": 7".to_owned()),
        1 => parts.insert(chance.roll(3), "\"seen\":{\"by\":[\"a\\\"b\",null]}".to_owned()),
        2 => parts.insert(chance.roll(3), "\"note\":\"\u{e9}\"".to_owned()),
        _ => {}
    }
    let end = ["", " ", "\r"][chance.roll(3)];
    format!("{{{}}}{end}", parts.join(", "))
}

fn escaped(text: &str) -> String {
    let letters: String = text.chars().map(|letter| format!("\\u{:04x}", letter as u32)).collect();
    format!("\"{letters}\"")
}

/// The line of the contract.
pub fn outcome(questionnaire: &Questionnaire, id: &str, outcome: &Outcome) -> String {
    let q = questionnaire;
    let level = |level: Option<Level>| json!(level.map(Level::word));
    let rules = |list: &[RuleIx]| json!(list.iter().map(|&rule| &q[rule].id).collect::<Vec<_>>());
    let advice = |list: &[AdviceIx]| json!(list.iter().map(|&advice| &q[advice].id).collect::<Vec<_>>());
    let questions = |list: &[QuestionIx]| json!(list.iter().map(|&at| &q[at].id).collect::<Vec<_>>());
    let scores: Vec<String> = (q.scores.iter().zip(&outcome.scores))
        .map(|(score, (low, high))| format!("{}:[{low},{high}]", json!(score.id)))
        .collect();
    let fields = [
        ("status", json!(outcome.status.word()).to_string()),
        ("urgency", level(outcome.urgency).to_string()),
        ("floor", level(outcome.floor).to_string()),
        ("ceiling", level(outcome.ceiling).to_string()),
        ("fires", rules(&outcome.fires).to_string()),
        ("not_ruled_out", rules(&outcome.not_ruled_out).to_string()),
        ("scores", format!("{{{}}}", scores.join(","))),
        ("hand_over", rules(&outcome.hand_over).to_string()),
        ("advice", advice(&outcome.advice).to_string()),
        ("unanswered", questions(&outcome.unanswered).to_string()),
        ("ignored", questions(&outcome.ignored).to_string()),
    ];
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!(",\"{name}\":{value}")).collect();
    format!("{{\"id\":{id}{}}}", fields.concat())
}
