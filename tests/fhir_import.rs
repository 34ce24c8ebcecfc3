//! FHIR forms as questionnaires: what comes along, what is said of the rest, and that nothing makes it panic.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
mod load;
#[path = "support/naive.rs"]
#[allow(dead_code, reason = "random questionnaires know every answer from there")]
mod naive;
#[path = "support/patients.rs"]
#[allow(dead_code, reason = "not every test turns answers")]
mod patients;
#[path = "support/program.rs"]
mod program;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "not every test makes claims")]
mod random;
#[path = "fhir/world.rs"]
#[allow(dead_code, reason = "not every test validates")]
mod world;

use std::borrow::Cow;
use std::path::Path;
use std::rc::Rc;

use redflag::fhir::{self, Imported};
use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Code, File, Files, Questionnaire, Severity, Site, read, translate};
use serde_json::{Value, json};

use patients::Chance;

fn files(imported: &Imported) -> Files {
    let file = |(name, text): &(String, String)| File { name: name.clone(), bytes: Cow::Owned(text.clone().into()) };
    Files { folder: imported.id.clone(), files: imported.files.iter().map(file).collect() }
}

/// The questionnaire that an import makes, whose structure is sound.
#[track_caller]
fn sound(imported: &Imported) -> Questionnaire {
    let (questionnaire, findings) = read(&files(imported), &Site::default(), load::TODAY);
    let expected = [Code::NoLevel, Code::ReviewOverdue, Code::ThresholdOutOfRange];
    let surprising: Vec<_> = findings.iter().filter(|finding| !expected.contains(&finding.code)).collect();
    assert!(surprising.is_empty(), "{surprising:#?}\n{:#?}", imported.files);
    questionnaire.unwrap()
}

fn form(items: Value) -> String {
    json!({
        "resourceType": "Questionnaire", "id": "f", "version": "1.0.0", "title": "F", "status": "draft", "language": "en",
        "lastReviewDate": "2026-11-21", "effectivePeriod": {"end": "2027-11-21"}, "item": items,
    })
    .to_string()
}

/// The paths of what was lost.
fn lost(imported: &Imported) -> Vec<&str> {
    imported.remarks.iter().filter(|remark| remark.lost).map(|remark| remark.path.as_str()).collect()
}

/// The conditions of the questions, as they stand in the files.
fn conditions(imported: &Imported) -> Vec<String> {
    let lines = imported.files.iter().flat_map(|(_, text)| text.lines());
    lines
        .filter_map(|line| line.trim().strip_prefix("when: "))
        .map(|when| when.trim_end_matches(',').to_owned())
        .collect()
}

#[test]
fn a_form_with_groups_and_a_value_set_becomes_the_file_that_one_would_write() {
    let imported = fhir::import(include_str!("fhir/phq.json")).unwrap();
    assert_eq!(imported.id, "phq-4");
    let names: Vec<&str> = imported.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["questionnaire.ron", "phq.ron"]);
    assert_eq!(imported.files[1].1, include_str!("fhir/phq.ron"));
    let header = &imported.files[0].1;
    for line in
        ["version: \"1.1.0\"", "title: \"Mood {{short}}\"", "reviewed: \"2026-05-01\"", "// publisher: Example clinic"]
    {
        assert!(header.contains(line), "{line} is not in\n{header}");
    }
    let expected = [
        "contained[0].compose.include[0].concept[0]",
        "item[0].item[0].item[0].code",
        "item[0].item[0].item[1].answerOption[0].extension[0]",
        "item[0].item[1].item[1].maxLength",
    ];
    assert_eq!(lost(&imported), expected, "{:#?}", imported.remarks);
    assert_eq!(sound(&imported).title, "Mood {short}");
}

#[test]
fn every_operator_of_enable_when_comes_along_or_is_remarked_on() {
    let first = json!([
        {"linkId": "b", "type": "boolean", "text": "B?"},
        {"linkId": "n", "type": "decimal", "text": "N?", "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueDecimal": 0},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueDecimal": 50.5},
            {"url": "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces", "valueInteger": 1},
            {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit", "valueCoding": {"code": "kg"}},
        ]},
        {"linkId": "c", "type": "choice", "repeats": true, "text": "C?", "answerOption": [
            {"valueCoding": {"system": "urn:x:choices:c", "code": "x", "display": "X"}}, {"valueInteger": 7}]},
        {"linkId": "t", "type": "string", "text": "T?"},
    ]);
    let x = json!({"code": "x"});
    for (question, operator, answer, expected) in [
        ("b", "=", json!({"answerBoolean": true}), Some("Yes(\"b\")")),
        ("b", "=", json!({"answerBoolean": false}), Some("No(\"b\")")),
        ("b", "!=", json!({"answerBoolean": true}), Some("Not(Yes(\"b\"))")),
        ("b", "exists", json!({"answerBoolean": true}), Some("Any([Yes(\"b\"), No(\"b\")])")),
        ("b", "exists", json!({"answerBoolean": false}), None),
        ("b", ">", json!({"answerBoolean": false}), None),
        ("n", ">", json!({"answerDecimal": 37.5}), Some("AtLeast(\"n\", 37.6)")),
        ("n", ">=", json!({"answerDecimal": 37.5}), Some("AtLeast(\"n\", 37.5)")),
        ("n", ">", json!({"answerDecimal": 37.55}), Some("AtLeast(\"n\", 37.6)")),
        ("n", "<", json!({"answerDecimal": 37}), Some("Below(\"n\", 37.0)")),
        ("n", "<=", json!({"answerInteger": 37}), Some("Below(\"n\", 37.1)")),
        ("n", "<=", json!({"answerDecimal": 37.55}), Some("Below(\"n\", 37.6)")),
        ("n", "=", json!({"answerDecimal": 37.5}), Some("All([AtLeast(\"n\", 37.5), Below(\"n\", 37.6)])")),
        ("n", "!=", json!({"answerDecimal": 1}), Some("Not(All([AtLeast(\"n\", 1.0), Below(\"n\", 1.1)]))")),
        ("n", "=", json!({"answerDecimal": 37.55}), None),
        ("n", ">", json!({"answerDecimal": 1e30}), None),
        ("n", ">", json!({"answerQuantity": {"value": 4, "unit": "kg"}}), Some("AtLeast(\"n\", 4.1)")),
        ("n", ">", json!({"answerQuantity": {"value": 4, "unit": "g"}}), None),
        ("n", "exists", json!({"answerBoolean": true}), Some("AtLeast(\"n\", 0.0)")),
        ("c", "=", json!({"answerCoding": x}), Some("Is(\"c\", \"x\")")),
        ("c", "!=", json!({"answerCoding": x}), Some("Not(Is(\"c\", \"x\"))")),
        ("c", "=", json!({"answerInteger": 7}), Some("Is(\"c\", \"7\")")),
        ("c", "=", json!({"answerCoding": {"code": "y"}}), None),
        ("c", "exists", json!({"answerBoolean": true}), Some("IsAny(\"c\", [\"x\", \"7\"])")),
        ("t", "=", json!({"answerString": "x"}), None),
        ("t", "exists", json!({"answerBoolean": true}), None),
        ("q", "=", json!({"answerBoolean": true}), None),
        ("later", "=", json!({"answerBoolean": true}), None),
        ("nobody", "=", json!({"answerBoolean": true}), None),
        ("b", "=", json!({}), None),
    ] {
        let mut items = first.as_array().unwrap().clone();
        let mut when = answer.clone();
        when["question"] = question.into();
        when["operator"] = operator.into();
        items.push(json!({"linkId": "q", "type": "boolean", "text": "Q?", "enableWhen": [when]}));
        items.push(json!({"linkId": "later", "type": "boolean", "text": "L?"}));
        let imported = fhir::import(&form(items.into())).unwrap();
        let got = conditions(&imported);
        assert_eq!(
            got,
            expected.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(),
            "{question} {operator} {answer}"
        );
        assert_eq!(lost(&imported).is_empty(), expected.is_some(), "{:#?}", imported.remarks);
        if expected.is_none() {
            assert!(lost(&imported)[0].starts_with("item[4].enableWhen[0]"), "{:#?}", imported.remarks);
        }
        sound(&imported);
    }
}

#[test]
fn what_is_lost_of_a_condition_only_ever_asks_more_often() {
    let item = |behavior: &str| {
        form(json!([
            {"linkId": "a", "type": "boolean", "text": "A?"},
            {"linkId": "q", "type": "boolean", "text": "Q?", "enableBehavior": behavior, "enableWhen": [
                {"question": "a", "operator": "=", "answerBoolean": true},
                {"question": "nobody", "operator": "=", "answerBoolean": true},
            ]},
        ]))
    };
    let all = fhir::import(&item("all")).unwrap();
    assert_eq!((conditions(&all), lost(&all)), (vec!["Yes(\"a\")".to_owned()], vec!["item[1].enableWhen[1]"]));
    let any = fhir::import(&item("any")).unwrap();
    assert_eq!((conditions(&any), lost(&any)), (vec![], vec!["item[1].enableWhen[1]"]));
}

#[test]
fn each_thing_that_does_not_come_along_is_said_with_its_path() {
    for (item, path) in [
        (json!({"linkId": "q", "type": "boolean", "text": "Q?", "prefix": "1."}), "item[0].prefix"),
        (json!({"linkId": "q", "type": "boolean", "text": "Q?", "repeats": true}), "item[0].repeats"),
        (
            json!({"linkId": "q", "type": "boolean", "text": "Q?", "initial": [{"valueBoolean": true}]}),
            "item[0].initial",
        ),
        (json!({"linkId": "q", "type": "date", "text": "Q?"}), "item[0].type"),
        (
            json!({"linkId": "q", "type": "choice", "text": "Q?", "answerValueSet": "http://x"}),
            "item[0].answerValueSet",
        ),
        (
            json!({"linkId": "q", "type": "open-choice", "text": "Q?", "answerOption": [{"valueString": "X"}]}),
            "item[0].type",
        ),
        (
            json!({"linkId": "q", "type": "boolean", "text": "Q?", "extension": [{"url": "urn:x", "valueCode": "y"}]}),
            "item[0].extension[0]",
        ),
        (json!({"linkId": "q", "type": "boolean", "text": "Q?", "modifierExtension": []}), "item[0].modifierExtension"),
        (json!({"linkId": "q", "type": "boolean", "text": "Q?", "newField": 1}), "item[0].newField"),
        (
            json!({"linkId": "q", "type": "text", "text": "Q?", "_text": {"extension": [{"url": "urn:x"}]}}),
            "item[0]._text.extension[0]",
        ),
        (
            json!({"linkId": "g", "type": "group", "text": "G", "repeats": true, "item": [{"linkId": "q", "type": "text", "text": "Q?"}]}),
            "item[0].repeats",
        ),
    ] {
        let imported = fhir::import(&form(json!([item]))).unwrap();
        assert!(lost(&imported).contains(&path), "{item}: {:#?}", imported.remarks);
        sound(&imported);
    }
    let items = json!([
        {"linkId": "q", "type": "text", "text": "Q?"},
        {"linkId": "r", "type": "reference", "text": "Who?"},
        {"linkId": "d", "type": "display", "text": "Thank you"},
    ]);
    let imported = fhir::import(&form(items)).unwrap();
    assert_eq!(lost(&imported), ["item[1].type", "item[2]"]);
    assert!(imported.remarks.iter().all(|remark| !remark.message.is_empty()));
}

#[test]
fn link_ids_become_ids_that_are_each_there_once() {
    let names = ["Q 1", "q-1", "Q_1", "1", "???", "unsure"];
    let items: Vec<Value> =
        names.iter().map(|name| json!({"linkId": name, "type": "boolean", "text": format!("Is it {name}?")})).collect();
    let imported = fhir::import(&form(items.into())).unwrap();
    let ids: Vec<String> = sound(&imported).questions.into_iter().map(|question| question.id).collect();
    assert_eq!(ids, ["q-1", "q-1-2", "q-1-3", "1", "question", "unsure"]);
    assert!(lost(&imported).is_empty());
    let renamed = imported.remarks.iter().filter(|remark| remark.path.ends_with(".linkId")).count();
    assert_eq!(renamed, 4, "{:#?}", imported.remarks);
}

#[test]
fn what_is_no_form_is_refused_with_a_clear_word() {
    let deep = |depth: usize| {
        "{\"resourceType\":\"Questionnaire\",\"item\":[".to_owned() + &"{\"linkId\":\"a\",\"item\":[".repeat(depth)
    };
    for (text, word) in [
        ("".to_owned(), "not JSON"),
        ("{\"resourceType\": \"Questionnaire\"".to_owned(), "not JSON"),
        ("[1]".to_owned(), "no FHIR resource"),
        ("{}".to_owned(), "no resourceType"),
        ("{\"resourceType\": \"Patient\"}".to_owned(), "Patient"),
        ("{\"resourceType\": \"Questionnaire\", \"resourceType\": \"Patient\"}".to_owned(), "twice"),
        (form(json!([])), "no question"),
        (form(json!([{"type": "boolean"}])), "item[0] has no linkId"),
        (
            form(json!([{"linkId": "a", "type": "text"}, {"linkId": "g", "type": "group", "item": [{"linkId": "a"}]}])),
            "item[1].item[0]",
        ),
        (deep(5000), "recursion"),
    ] {
        let error = fhir::import(&text).unwrap_err().to_string();
        assert!(error.contains(word), "{text:.80}: {error}");
    }
    // A circle: the one of the two that speaks of the later is told so.
    let circle = json!([
        {"linkId": "a", "type": "boolean", "text": "A?", "enableWhen": [{"question": "b", "operator": "=", "answerBoolean": true}]},
        {"linkId": "b", "type": "boolean", "text": "B?", "enableWhen": [{"question": "a", "operator": "=", "answerBoolean": true}]},
    ]);
    let imported = fhir::import(&form(circle)).unwrap();
    assert_eq!(lost(&imported), ["item[0].enableWhen[0]"]);
    assert!(imported.remarks.iter().any(|remark| remark.message.contains("before it")));
    sound(&imported);
}

#[test]
fn whatever_is_read_there_is_no_panic_and_what_comes_is_sound() {
    let mut chance = Chance::new(17);
    let (swelling, translations) = world::told("tests/questionnaires/swelling");
    let own = fhir::questionnaire(&swelling, &translations, false).to_string();
    let (mut read, mut refused) = (0, 0);
    for text in [include_str!("fhir/phq.json"), &own] {
        for _ in 0..1500 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..1 + chance.roll(4) {
                let (at, to) = (chance.roll(bytes.len()), chance.roll(bytes.len()));
                match chance.roll(4) {
                    0 => bytes[at] = b"\"{}[],:0a\x01"[chance.roll(10)],
                    1 => bytes[at] = b'a' + chance.roll(26) as u8,
                    2 => drop(bytes.drain(at.min(to)..(at.min(to) + chance.roll(30)).min(at.max(to)))),
                    _ => bytes.swap(at, to),
                }
            }
            match fhir::import(&String::from_utf8_lossy(&bytes)) {
                Ok(imported) => {
                    read += 1;
                    let (questionnaire, findings) =
                        redflag::questionnaire::read(&files(&imported), &Site::default(), load::TODAY);
                    let errors: Vec<_> = findings.iter().filter(|f| f.severity() == Severity::Error).collect();
                    assert!(questionnaire.is_some(), "{errors:#?}\n{:#?}", imported.files);
                }
                Err(error) => {
                    refused += 1;
                    assert!(!error.to_string().is_empty());
                }
            }
        }
    }
    assert!(read > 300 && refused > 300, "{read} read, {refused} refused");
}

#[test]
fn what_is_shown_as_fhir_and_read_again_asks_the_same() {
    for folder in ["questionnaires/leg-symptoms", "tests/questionnaires/swelling"] {
        let (original, translations) = world::told(folder);
        let imported = fhir::import(&fhir::questionnaire(&original, &translations, false).to_string()).unwrap();
        let again = sound(&imported);
        assert_eq!((&again.id, &again.version, &again.title), (&original.id, &original.version, &original.title));
        assert_eq!(
            (again.reviewed, again.review_due, &again.intro),
            (original.reviewed, original.review_due, &original.intro)
        );
        same_questions(&original, &again);
        // Expressions do not come along, and nothing else is lost.
        for remark in imported.remarks.iter().filter(|remark| remark.lost) {
            assert!(remark.path.contains("extension["), "{remark}");
            assert!(
                remark.message.contains("enableWhenExpression") || remark.message.contains("/variable"),
                "{remark}"
            );
        }
        for translation in &translations {
            let tag = &translation.questionnaire.language;
            let (told, findings) = translate(&files(&imported), &Site::default(), tag);
            let stale = findings.iter().filter(|finding| finding.code != Code::TranslationMissing);
            assert_eq!(stale.filter(|finding| finding.code != Code::TranslationTooLong).count(), 0, "{findings:#?}");
            let told = told.unwrap().questionnaire;
            for (ours, theirs) in told.questions.iter().zip(&translation.questionnaire.questions) {
                let plain =
                    |text: &str| text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<String>();
                assert_eq!(ours.ask, plain(&theirs.ask));
            }
        }
    }
}

/// Ids, words, answers and whether "not sure" can be said; not the conditions.
fn same_questions(original: &Questionnaire, again: &Questionnaire) {
    let sections = |q: &Questionnaire| -> Vec<(String, String)> {
        let asked = |section: usize| q.questions.iter().any(|question| question.section.at() == section);
        let kept = q.sections.iter().enumerate().filter(|(place, _)| asked(*place));
        kept.map(|(_, section)| (section.id.clone(), section.title.clone())).collect()
    };
    assert_eq!(sections(original), sections(again));
    let plain = |q: &Questionnaire| -> Vec<String> {
        let strip = |question: &redflag::questionnaire::Question| {
            let mut question = question.clone();
            question.when = redflag::questionnaire::Condition::Always;
            question.cite.clear();
            question.section = redflag::questionnaire::SectionIx(0);
            match &mut question.answer {
                redflag::questionnaire::AnswerKind::One(choices)
                | redflag::questionnaire::AnswerKind::Many(choices) => {
                    for choice in choices {
                        (choice.aliases, choice.tags, choice.help) = (vec![], vec![], None);
                    }
                }
                redflag::questionnaire::AnswerKind::Number(number) => number.likely = None,
                _ => {}
            }
            format!("{question:?}")
        };
        q.questions.iter().map(strip).collect()
    };
    for (ours, theirs) in plain(original).iter().zip(&plain(again)) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(original.questions.len(), again.questions.len());
}

#[test]
fn conditions_that_enable_when_says_ask_the_same_after_the_way_there_and_back() {
    let mut chance = Chance::new(23);
    let mut compared = 0;
    for _ in 0..600 {
        let mut original = world::random(&mut chance);
        for (number, question) in original.questions.iter_mut().enumerate() {
            question.ask = format!("Question {number}?");
        }
        let shown = fhir::questionnaire(&original, &[], false).to_string();
        if original.questions.is_empty() || !shown.contains("enableWhen\"") {
            continue;
        }
        let imported = fhir::import(&shown).unwrap();
        if !lost(&imported).is_empty() {
            // An expression, or what asks of nothing but "not sure" and "not answered".
            let condition = |path: &&str| path.contains("extension[") || path.contains("enableWhen[");
            assert!(lost(&imported).iter().all(condition), "{:#?}", imported.remarks);
            continue;
        }
        let (original, again) = (Rc::new(Plan::new(original)), Rc::new(Plan::new(sound(&imported))));
        for _ in 0..20 {
            let answers = patients::any(&original, &mut chance);
            let [ours, theirs] = [&original, &again].map(|plan| Interview::with(plan.clone(), answers.clone()));
            assert_eq!(ours.asked().collect::<Vec<_>>(), theirs.asked().collect::<Vec<_>>(), "{shown}");
            compared += 1;
        }
    }
    assert!(compared > 400, "{compared} patients are few");
}

#[test]
fn the_command_writes_a_folder_and_never_over_another() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fhir-import");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fhir/phq.json");
    let into = folder.join("phq-4").display().to_string();
    let (status, out, err) = program::redflag(&["import", "fhir", source, "--into", &into]);
    assert_eq!(status, 1, "{err}");
    assert_eq!(out, format!("{into}: 2 files written\n"));
    assert!(err.contains("lost: item[0].item[1].item[1].maxLength: "), "{err}");
    assert_eq!(std::fs::read_to_string(folder.join("phq-4/phq.ron")).unwrap(), include_str!("fhir/phq.ron"));
    let (status, out, err) = program::redflag(&["import", "fhir", source, "--into", &into]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("is there already"), "{err}");
    // What is written can be shown again at once, and all of this comes along.
    let (status, shown, err) = program::redflag(&["show", &into, "--format", "fhir"]);
    assert_eq!(status, 0, "{err}");
    let small = folder.join("small.json");
    std::fs::write(&small, form(json!([{"linkId": "q", "type": "boolean", "required": true, "text": "Q?"}]))).unwrap();
    let (status, _, err) = program::redflag(&[
        "import",
        "fhir",
        &small.display().to_string(),
        "--into",
        &folder.join("f").display().to_string(),
    ]);
    assert_eq!(status, 0, "{err}");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["status"], "draft");
    assert_eq!(world::faults(&world::schema(), &shown), Vec::<String>::new());
    // What is built in is no draft, and goes there and back by the command line as well.
    let (status, built_in, err) = program::redflag(&["show", "leg-symptoms", "--format", "fhir"]);
    assert_eq!(status, 0, "{err}");
    let built_in: Value = serde_json::from_str(&built_in).unwrap();
    assert_eq!(built_in["status"], "active");
    assert_eq!(world::faults(&world::schema(), &built_in), Vec::<String>::new());
    for bad in [source.replace("phq.json", "phq.ron"), source.replace("phq.json", "none.json")] {
        assert_eq!(program::redflag(&["import", "fhir", &bad]).0, 2);
    }
}
