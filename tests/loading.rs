//! What a sound questionnaire becomes: names resolved, texts as shown, numbers scaled; and answers from data.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::{Date, date};
use redflag::questionnaire::{
    Answer, AnswerKind, Claim, Condition, Effect, Level, Questionnaire, Site, Status, Value, answer, read,
};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

const TODAY: Date = date(2026, 11, 22);

fn swelling() -> Questionnaire {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    read(&files, &Site::default(), TODAY).0.unwrap()
}

#[test]
fn every_part_of_the_language_is_loaded() {
    let q = swelling();
    let ids = |list: Vec<&String>| list.into_iter().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(ids(q.sections.iter().map(|s| &s.id).collect()), "danger leg detail closing");
    assert_eq!(
        ids(q.questions.iter().map(|s| &s.id).collect()),
        "chest-pain signs side age girth cancer other-cause medicines dose-raised remarks"
    );
    assert_eq!(
        ids(q.rules.iter().map(|s| &s.id).collect()),
        "chest foot child clot-likely clot-possible medicine nothing-else"
    );
    assert_eq!(ids(q.advice.iter().map(|s| &s.id).collect()), "call-again no-massage massage see-clinic");
    assert_eq!((q.guarantees.len(), q.cases.len(), q.scores.len(), q.sources.len()), (3, 5, 1, 2));
    assert_eq!((q.stop_at, q.reviewed, q.review_due), (Level::Red, date(2026, 11, 21), date(2027, 11, 21)));
    assert_eq!(q.sources[0].url.as_deref(), Some("https://example.org/{legs}"));
    assert!(q.dispositions.iter().all(Option::is_some));

    let side = q.find("side").unwrap();
    assert_eq!(q[side].choices()[2].aliases, ["bilateral", "two legs"]);
    assert!(!q[side].unsure && q[q.find("girth").unwrap()].unsure);
    let AnswerKind::Number(girth) = &q[q.find("girth").unwrap()].answer else { panic!() };
    assert_eq!((girth.min, girth.max, girth.decimals, girth.likely), (0, 300, 1, Some((0, 85))));
    assert_eq!(q.rules[2].effect, Effect::HandOver("the children's ward".to_owned()));
    assert_eq!(q.rules[0].effect, Effect::Urgency(Level::Red));
    let Claim::NeverLowers(facts) = &q.guarantees[2].claim else { panic!() };
    assert_eq!(
        facts.iter().map(|fact| (fact.question.0, fact.choice)).collect::<Vec<_>>(),
        [(0, None), (1, Some(0)), (1, Some(1)), (1, Some(2)), (7, Some(2))]
    );
}

#[test]
fn conditions_name_positions_and_scaled_numbers() {
    let q = swelling();
    let find = |id| q.find(id).unwrap();
    assert_eq!(q.rules[1].when, Condition::IsAny(find("signs"), vec![0, 1].into()));
    // 3.25 cm of a number with one decimal is 3.3 cm.
    assert_eq!(q.scores[0].points[0].when, Condition::AtLeast(find("girth"), 33));
    assert_eq!(q.questions[4].when, Condition::Not(Box::new(Condition::IsAny(find("side"), vec![2].into()))));
    assert_eq!(q.questions[0].when, Condition::Always);
    assert_eq!(q.sections[1].when, Condition::Always);
    assert!(matches!(&q.rules[5].when, Condition::AtLeastOf(2, list) if list.len() == 3));
}

#[test]
fn texts_are_as_shown() {
    let q = swelling();
    assert_eq!(q.intro.as_deref(), Some("Danger signs come first.\nIn doubt call 999. Braces look like {this}."));
    assert_eq!(q.disposition(Level::Orange).unwrap().act, "Send to the leg clinic");
    assert_eq!(q.advice[0].text, "Call 999 if chest pain begins");
}

#[test]
fn cases_hold_answers_and_expectations() {
    let q = swelling();
    let find = |id| q.find(id).unwrap();
    let numb = &q.cases[1];
    assert_eq!(numb.answers[0], (find("chest-pain"), Answer::YesNo(false)));
    assert_eq!(numb.answers[1], (find("signs"), Answer::Many { yes: vec![2], unsure: vec![1] }));
    assert_eq!(numb.expect.status, Some(Status::Stopped));
    assert_eq!(q.cases[2].expect.urgency, None);
    assert_eq!(q.cases[2].expect.hand_over.len(), 1);
    assert!(q.cases[3].answers.contains(&(find("other-cause"), Answer::Unsure)));
    assert!(q.cases[3].answers.contains(&(find("girth"), Answer::Number(45))));
    assert_eq!(q.cases[4].answers.len(), 1);
}

#[test]
fn the_fingerprint_is_of_names_lengths_and_bytes_in_the_headers_order() {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    let mut hash = <sha2::Sha256 as sha2::Digest>::new();
    for name in ["questionnaire.ron", "danger.ron", "leg.ron", "detail.ron", "closing.ron"] {
        let bytes = &files.files.iter().find(|file| file.name == name).unwrap().bytes;
        for part in [name.as_bytes(), b"\0", bytes.len().to_string().as_bytes(), b"\0", bytes] {
            sha2::Digest::update(&mut hash, part);
        }
    }
    let hex: String = sha2::Digest::finalize(hash).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(swelling().fingerprint, format!("sha256:{hex}"));

    // Neither cases nor translations nor the site's words are part of the content's identity.
    let mut other = files.clone();
    folder::without(&mut other, "cases.ron");
    folder::without(&mut other, "lang/es.ron");
    let (site, _) = Site::read("site.ron", br#"Site(terms: {"emergency": "112"})"#);
    assert_eq!(read(&other, &site, TODAY).0.unwrap().fingerprint, swelling().fingerprint);
}

#[test]
fn warnings_leave_it_usable() {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    for (today, code) in [(date(2027, 11, 22), "review-overdue"), (date(2026, 11, 20), "clock-before-review")] {
        let (questionnaire, findings) = read(&files, &Site::default(), today);
        assert_eq!(findings.iter().map(|f| f.code.word()).collect::<Vec<_>>(), [code]);
        // What is read with places is the same as what is read without.
        assert_eq!(format!("{:?}", questionnaire.unwrap()), format!("{:?}", swelling()));
    }
    for today in [date(2026, 11, 21), date(2027, 11, 21)] {
        assert_eq!(read(&files, &Site::default(), today).1, []);
    }
}

#[test]
fn json_answers_are_fitted_to_their_questions() {
    let q = swelling();
    let many = |yes: &[usize], unsure: &[usize]| Some(Answer::Many { yes: yes.to_vec(), unsure: unsure.to_vec() });
    for (id, json, expected) in [
        ("chest-pain", r#""yes""#, Ok(Some(Answer::YesNo(true)))),
        ("chest-pain", "false", Ok(Some(Answer::YesNo(false)))),
        ("chest-pain", r#""unsure""#, Ok(Some(Answer::Unsure))),
        ("chest-pain", "null", Ok(None)),
        ("chest-pain", "1", Err("wrong-type")),
        ("chest-pain", r#""Yes""#, Err("wrong-type")),
        ("chest-pain", r#"["yes"]"#, Err("wrong-type")),
        ("side", r#""both""#, Ok(Some(Answer::One(2)))),
        ("side", r#""bothh""#, Err("unknown-choice")),
        ("side", r#""unsure""#, Err("unsure-not-allowed")),
        ("side", r#"["both"]"#, Err("wrong-type")),
        ("signs", "[]", Ok(many(&[], &[]))),
        ("signs", "{}", Ok(many(&[], &[]))),
        ("signs", r#"["numb", "cold", "numb"]"#, Ok(many(&[0, 1], &[]))),
        ("signs", r#"{"yes": ["blue"], "unsure": ["cold"]}"#, Ok(many(&[2], &[0]))),
        ("signs", r#"{"unsure": ["cold"]}"#, Ok(many(&[], &[0]))),
        ("signs", r#"{"yes": ["cold"], "unsure": ["cold"]}"#, Err("choice-in-both")),
        ("signs", r#"{"yes": [], "yes": []}"#, Err("duplicate-key")),
        ("signs", r#"{"yes": [], "no": []}"#, Err("wrong-type")),
        ("signs", r#"{"yes": "cold"}"#, Err("wrong-type")),
        ("signs", r#"["cold", null]"#, Err("wrong-type")),
        ("signs", r#"["unsure"]"#, Err("unknown-choice")),
        ("signs", r#""unsure""#, Ok(Some(Answer::Unsure))),
        ("signs", r#""cold""#, Err("wrong-type")),
        ("age", "54", Ok(Some(Answer::Number(54)))),
        ("age", "54.0", Ok(Some(Answer::Number(54)))),
        ("age", "5.4e1", Ok(Some(Answer::Number(54)))),
        ("age", "54.5", Err("too-many-decimals")),
        ("age", "121", Err("out-of-range")),
        ("age", "-1", Err("out-of-range")),
        ("age", "1e300", Err("out-of-range")),
        ("age", r#""54""#, Err("wrong-type")),
        ("age", "18446744073709551615", Err("out-of-range")),
        ("girth", "0.1", Ok(Some(Answer::Number(1)))),
        ("girth", "29.9", Ok(Some(Answer::Number(299)))),
        ("girth", r#""unsure""#, Ok(Some(Answer::Unsure))),
        ("remarks", r#""words\u0020""#, Ok(Some(Answer::Text("words ".to_owned())))),
        ("remarks", r#"" ""#, Ok(None)),
        ("remarks", r#""unsure""#, Ok(Some(Answer::Unsure))),
        ("remarks", "[[[]]]", Err("wrong-type")),
    ] {
        let value: Value = serde_json::from_str(json).unwrap();
        let found = answer(&q[q.find(id).unwrap()], value).map_err(|error| error.code.word());
        assert_eq!(found, expected, "{id}: {json}");
    }
}
