//! An answer written as JSON or RON reads back as the same answer.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use redflag::questionnaire::{
    Answer, AnswerKind, Choice, Condition, Number, Question, SectionIx, Value, Witness, answer,
};

#[path = "support/load.rs"]
mod load;

fn question(answer: AnswerKind) -> Question {
    let (id, ask, when) = ("q".to_owned(), "?".to_owned(), Condition::Always);
    Question { id, section: SectionIx(0), ask, help: None, when, unsure: true, cite: Vec::new(), answer }
}

fn choices(n: usize) -> Vec<Choice> {
    let choice = |i| Choice {
        id: if i == 0 { "yes".to_owned() } else { format!("c{i}") },
        label: String::new(),
        aliases: Vec::new(),
        tags: Vec::new(),
        help: None,
    };
    (0..n).map(choice).collect()
}

fn number(min: i64, max: i64, decimals: u8) -> AnswerKind {
    AnswerKind::Number(Number { unit: "u".to_owned(), min, max, decimals, likely: None })
}

/// A question and an answer to it.
fn answered() -> impl Strategy<Value = (Question, Answer)> {
    const MOST: i64 = 1_000_000_000_000;
    prop_oneof![
        any::<bool>().prop_map(|yes| (question(AnswerKind::YesNo), Answer::YesNo(yes))),
        (1..40usize, any::<prop::sample::Index>())
            .prop_map(|(n, at)| (question(AnswerKind::One(choices(n))), Answer::One(at.index(n)))),
        prop::collection::vec(0..3u8, 1..40).prop_map(|states| {
            let those = |state| (0..states.len()).filter(|i| states[*i] == state).collect();
            let answer = Answer::Many { yes: those(1), unsure: those(2) };
            (question(AnswerKind::Many(choices(states.len()))), answer)
        }),
        (0..4u8, prop_oneof![-3000..3000i64, -MOST..=MOST], prop::bool::ANY).prop_map(|(decimals, value, large)| {
            let most = MOST * 10i64.pow(decimals.into());
            let value =
                if large { (value * 10i64.pow(decimals.into()) + value % 1000).clamp(-most, most) } else { value };
            (question(number(-most, most, decimals)), Answer::Number(value))
        }),
        any::<String>()
            .prop_filter("an answer of its own", |text| text != "unsure" && !text.trim().is_empty())
            .prop_map(|text| (question(AnswerKind::Text), Answer::Text(text))),
        prop::sample::select(vec![
            AnswerKind::YesNo,
            AnswerKind::One(choices(2)),
            AnswerKind::Many(choices(2)),
            number(0, 9, 0),
            AnswerKind::Text,
        ])
        .prop_map(|kind| (question(kind), Answer::Unsure)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_that_is_written_and_read_is_the_same((question, given) in answered()) {
        let value = Value::of(&question, &given);
        let json = serde_json::to_string(&value).unwrap();
        let read: Value = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(answer(&question, read).unwrap(), Some(given.clone()), "{}", json);
        let text = ron::to_string(&value).unwrap();
        let read: Value = ron::from_str(&text).unwrap();
        prop_assert_eq!(answer(&question, read).unwrap(), Some(given), "{}", text);
    }
}

#[test]
fn answers_are_written_as_the_language_says() {
    let many = || question(AnswerKind::Many(choices(3)));
    for (question, given, json, text) in [
        (question(AnswerKind::YesNo), Answer::YesNo(true), r#""yes""#, r#""yes""#),
        (question(AnswerKind::YesNo), Answer::YesNo(false), r#""no""#, r#""no""#),
        (question(AnswerKind::YesNo), Answer::Unsure, r#""unsure""#, r#""unsure""#),
        (question(AnswerKind::One(choices(2))), Answer::One(1), r#""c1""#, r#""c1""#),
        (many(), Answer::Many { yes: vec![], unsure: vec![] }, "[]", "[]"),
        (many(), Answer::Many { yes: vec![1, 2], unsure: vec![] }, r#"["c1","c2"]"#, r#"["c1","c2"]"#),
        (
            many(),
            Answer::Many { yes: vec![1], unsure: vec![2] },
            r#"{"yes":["c1"],"unsure":["c2"]}"#,
            r#"(yes:["c1"],unsure:["c2"])"#,
        ),
        (question(number(0, 99, 0)), Answer::Number(54), "54", "54"),
        (question(number(0, 999, 1)), Answer::Number(355), "35.5", "35.5"),
        (question(number(0, 999, 1)), Answer::Number(350), "35", "35"),
        (question(number(-999, 999, 3)), Answer::Number(-1), "-0.001", "-0.001"),
        (question(AnswerKind::Text), Answer::Text("a \"b\"".to_owned()), r#""a \"b\"""#, r#""a \"b\"""#),
    ] {
        let value = Value::of(&question, &given);
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
        assert_eq!(ron::to_string(&value).unwrap(), text);
    }
    assert_eq!(serde_json::to_string(&Value::Null).unwrap(), "null");
    assert_eq!(ron::to_string(&Value::Null).unwrap(), "None");
}

#[test]
fn a_witness_is_written_in_the_order_asked() {
    let questionnaire = load::sound("tests/questionnaires/small");
    let find = |id| questionnaire.find(id).unwrap();
    let less = vec![(find("pain"), Answer::YesNo(true)), (find("girth"), Answer::Number(355))];
    let more = vec![(find("pain"), Answer::Unsure), (find("onset"), Answer::One(1))];
    let written = |witness: &Witness| serde_json::to_string(&witness.written(&questionnaire)).unwrap();
    assert_eq!(written(&Witness::One(Vec::new())), "{}");
    assert_eq!(written(&Witness::One(less.clone())), r#"{"pain":"yes","girth":35.5}"#);
    let pair = Witness::Pair { less, more };
    let expected = r#"{"less":{"pain":"yes","girth":35.5},"more":{"pain":"unsure","onset":"slow"}}"#;
    assert_eq!(written(&pair), expected);
}
