//! `redflag test`: worked patients are judged as the language says, and what they exercise is counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/program.rs"]
mod program;

use std::path::PathBuf;
use std::rc::Rc;

use program::redflag;
use redflag::interview::{Plan, State};
use redflag::proof::cases::{Mismatch, answered, run, why};
use redflag::proof::coverage::{Coverage, Figure, Item, Kind};
use redflag::questionnaire::{AdviceIx, Files, Level, QuestionIx, Questionnaire, RuleIx, ScoreIx, Site, Status, read};
use serde_json::{Value, json};

/// The questionnaire in `tests/questionnaires/swelling` with other cases, or none.
fn swelling(cases: Option<&str>) -> Files {
    let mut files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    folder::without(&mut files, "cases.ron");
    if let Some(cases) = cases {
        folder::set(&mut files, "cases.ron", cases);
    }
    files
}

fn plan(files: &Files) -> Rc<Plan> {
    let (questionnaire, findings) = read(files, &Site::default(), jiff::civil::date(2026, 11, 22));
    Rc::new(Plan::new(questionnaire.unwrap_or_else(|| panic!("{findings:#?}"))))
}

fn failing() -> String {
    std::fs::read_to_string(folder::tests().join("cases/failing.ron")).unwrap()
}

/// Writes the files into `NAME/swelling` of the tests' own folder.
fn written(name: &str, files: &Files) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("test_command").join(name).join("swelling");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for file in files.files.iter().filter(|file| !file.name.contains('/')) {
        std::fs::write(folder.join(&file.name), &file.bytes).unwrap();
    }
    folder
}

fn rule(questionnaire: &Questionnaire, id: &str) -> RuleIx {
    RuleIx(questionnaire.rules.iter().position(|rule| rule.id == id).unwrap() as u32)
}

fn advice(questionnaire: &Questionnaire, id: &str) -> AdviceIx {
    AdviceIx(questionnaire.advice.iter().position(|advice| advice.id == id).unwrap() as u32)
}

fn question(questionnaire: &Questionnaire, id: &str) -> QuestionIx {
    questionnaire.find(id).unwrap()
}

#[test]
fn a_case_can_fail_in_each_way() {
    let plan = plan(&swelling(Some(&failing())));
    let q = &plan.questionnaire;
    let (rule, advice) = (|id| rule(q, id), |id| advice(q, id));
    let urgency = |expected, got| Mismatch::Urgency { expected, got };
    let expected = [
        ("Another level", vec![urgency(Some(Level::Orange), Some(Level::Yellow))]),
        ("A level where none is expected", vec![urgency(None, Some(Level::Red))]),
        ("No level where one is expected", vec![urgency(Some(Level::Red), None)]),
        ("Not answered to the end", vec![Mismatch::Incomplete]),
        ("Another status", vec![Mismatch::Status { expected: Status::Complete, got: Status::Stopped }]),
        (
            "A rule that does not fire",
            vec![Mismatch::Fires(rule("clot-likely"), State::No), Mismatch::Fires(rule("medicine"), State::No)],
        ),
        ("A rule that is only not ruled out", vec![Mismatch::Fires(rule("chest"), State::Perhaps)]),
        ("A rule that fires", vec![Mismatch::NotFires(rule("chest"))]),
        (
            "Rules that are not open",
            vec![Mismatch::NotRuledOut(rule("chest"), State::No), Mismatch::NotRuledOut(rule("foot"), State::Yes)],
        ),
        ("Nobody to hand over", vec![Mismatch::HandOver(rule("child"), State::No)]),
        (
            "Advice that is not given, and advice that is",
            vec![
                urgency(Some(Level::Yellow), None),
                Mismatch::Advised(advice("massage")),
                Mismatch::NotAdvised(advice("no-massage")),
            ],
        ),
    ];
    let got: Vec<_> = q.cases.iter().map(|case| (case.name.as_str(), run(&plan, case))).collect();
    assert_eq!(got, expected);
}

#[test]
fn cases_that_are_right_pass() {
    let cases = std::fs::read_to_string(folder::tests().join("questionnaires/swelling/cases.ron")).unwrap();
    let plan = plan(&swelling(Some(&cases)));
    assert_eq!(plan.questionnaire.cases.len(), 5);
    for case in &plan.questionnaire.cases {
        assert_eq!(run(&plan, case), [], "{}", case.name);
    }
}

/// What is expected, what came, and why, with places: each line written by hand from the files.
#[test]
fn a_failure_says_what_was_expected_and_why_it_did_not_come() {
    let folder = written("why", &swelling(Some(&failing())));
    let (status, text, errors) = redflag(&["test", folder.to_str().unwrap()]);
    assert_eq!((status, errors.as_str()), (1, ""));
    for expected in [
        r#"swelling/cases.ron:3:5: "Another level" fails
  urgency: expected: Orange; got: Yellow
    clot-possible (Yellow) fires: Clot score of 1 (leg.ron:41:9)
      Score("clot", 1) holds: clot is 1
        1 counts: Calf more than 3.2 cm thicker (leg.ron:32:17)
          AtLeast("girth", 3.3) holds: girth is 4.5

"#,
        r#"  urgency: expected: Red; got: no level
    child (hand-over) fires: This is for adults (leg.ron:39:9)
      Below("age", 18) holds: age is 12
"#,
        r#""Not answered to the end" fails
  status: expected: stopped, handed-over or complete; got: incomplete
    other-cause is not answered (leg.ron:24:9)

"#,
        r#"  fires "medicine": expected: fires; got: does not fire
    medicine (Green) does not fire: Probably the medicine (detail.ron:23:9)
      IsAny("medicines", ["amlodipine", "felodipine"]) does not hold: medicines is []
      Yes("dose-raised") does not hold: dose-raised is not asked
      Is("side", "both") does not hold: side is "left"

"#,
        r#"  not_ruled_out "foot": expected: not ruled out; got: fires
    foot (Red) fires: The foot is short of blood (danger.ron:23:9)
      IsAny("signs", ["cold", "numb"]) holds: signs is ["cold"]
"#,
        r#"  advised "massage": expected: given; got: not given
    clot-possible (Yellow) fires: Clot score of 1 (leg.ron:41:9)
      Score("clot", 1) holds: clot is 1 to 2
        1 counts: Calf more than 3.2 cm thicker (leg.ron:32:17)
          AtLeast("girth", 3.3) holds: girth is 4.5
        1 perhaps counts: Cancer (leg.ron:33:17)
          Yes("cancer") perhaps holds: cancer is "unsure"
"#,
        "\nswelling 1.2.0: 11 cases, 11 fail.\n  covered 0%: questions 0/10,",
    ] {
        assert!(text.contains(expected), "{expected}\nis not in\n{text}");
    }
}

/// A chain of rules that refer to each other is told as far as anybody reads.
#[test]
fn a_chain_of_thousands_of_rules_is_told_to_an_end() {
    let mut closing = String::from(
        "Section(title: \"Closing\", rules: [\n(id: \"r0\", when: Yes(\"chest-pain\"), urgency: Red, because: \"-\"),\n",
    );
    for i in 1..5000 {
        let before = i - 1;
        closing += &format!("(id: \"r{i}\", when: Fires(\"r{before}\"), urgency: Red, because: \"-\"),\n");
    }
    closing += "(id: \"nothing-else\", urgency: Blue, because: \"-\")], advice: [(id: \"massage\", kind: Do, text: \"-\", when: Fires(\"r4999\"))])";
    let mut files = swelling(Some(
        "[(name: \"A\", answers: {\"chest-pain\": \"yes\"}, expect: (urgency: Red, not_fires: [\"r4999\"], not_advised: [\"massage\"]))]",
    ));
    folder::set(&mut files, "closing.ron", closing);
    let plan = plan(&files);
    let case = &plan.questionnaire.cases[0];
    let mismatches = run(&plan, case);
    assert_eq!(mismatches.len(), 2);
    for mismatch in &mismatches {
        let mut depth = 0;
        let mut reasons = why(&answered(&plan, case), mismatch);
        while let Some(reason) = reasons.pop() {
            depth += 1;
            reasons = reason.because;
        }
        assert_eq!(depth, 17);
    }
}

#[test]
fn json_says_the_same_of_each_case() {
    let folder = written("json", &swelling(Some(&failing())));
    let (status, text, _) = redflag(&["test", "--json", folder.to_str().unwrap()]);
    assert_eq!(status, 1);
    let reports: Value = serde_json::from_str(&text).unwrap();
    let [report] = &reports.as_array().unwrap()[..] else { panic!("one questionnaire") };
    assert_eq!((&report["questionnaire"], &report["version"]), (&json!("swelling"), &json!("1.2.0")));
    assert!(report["fingerprint"].as_str().unwrap().starts_with("sha256:"));
    let cases = report["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 11);
    assert!(cases.iter().all(|case| case["passed"] == json!(false)));
    assert_eq!(
        cases[7],
        json!({
            "name": "A rule that fires", "file": "cases.ron", "line": 44, "column": 5, "passed": false,
            "mismatches": [{
                "field": "not_fires", "id": "chest", "expected": "does not surely fire", "got": "fires",
                "why": [{
                    "text": "chest (Red) fires: Chest pain with a swollen leg",
                    "place": {"file": "danger.ron", "line": 22, "column": 9},
                    "because": [{
                        "text": "Yes(\"chest-pain\") holds: chest-pain is \"yes\"", "place": null, "because": [],
                    }],
                }],
            }],
        })
    );
    let fields: Vec<&str> = cases
        .iter()
        .flat_map(|case| case["mismatches"].as_array().unwrap())
        .map(|mismatch| mismatch["field"].as_str().unwrap())
        .collect();
    for field in ["urgency", "status", "fires", "not_fires", "not_ruled_out", "hand_over", "advised", "not_advised"] {
        assert!(fields.contains(&field), "{field}");
    }
}

/// The figures of `tests/questionnaires/swelling`, counted by hand.
#[test]
fn coverage_is_what_a_person_counts() {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    let plan = plan(&files);
    let q = &plan.questionnaire;
    let mut coverage = Coverage::new(q);
    assert_eq!(coverage.overall(), Figure { covered: 0, total: 52 });
    for case in &q.cases {
        coverage.add(&answered(&plan, case));
    }
    // Questions: the whole interview is walked by the thick calf. Choices: yes and no of the chest, the blue foot, the left
    // side, no cancer, amlodipine, the raised dose. Fire: the chest, the child, the medicine, nothing else. Alone decide:
    // the chest, the foot that may be numb, the clot that is possible; that "nothing else" fires changes no level. Given:
    // calling again, no massage, the clinic, and not what only the early stop leaves open. Withheld from somebody who is
    // done: the massage. The girth counts. Both guarantees are met by somebody.
    let figures = [(10, 10), (7, 17), (4, 7), (3, 6), (3, 4), (1, 3), (1, 3), (2, 2)];
    let got = Kind::ALL.map(|kind| (coverage.of(kind).covered, coverage.of(kind).total));
    assert_eq!(got, figures);
    assert_eq!(coverage.overall(), Figure { covered: 31, total: 52 });
    assert_eq!(coverage.overall().percent(), 59);
    let missing: Vec<Item> = coverage.missing().collect();
    let choice = |id, choice| Item::Choice(question(q, id), choice);
    let yes_no = |id, yes| Item::YesNo(question(q, id), yes);
    let (rule, advice) = (|id| rule(q, id), |id| advice(q, id));
    let expected = [
        choice("signs", 0),
        choice("signs", 1),
        choice("side", 1),
        choice("side", 2),
        yes_no("cancer", true),
        yes_no("other-cause", true),
        yes_no("other-cause", false),
        choice("medicines", 1),
        choice("medicines", 2),
        yes_no("dose-raised", false),
        Item::Rule(rule("foot")),
        Item::Rule(rule("clot-likely")),
        Item::Rule(rule("clot-possible")),
        Item::Deciding(rule("clot-likely")),
        Item::Deciding(rule("medicine")),
        Item::Deciding(rule("nothing-else")),
        Item::Advice(advice("massage")),
        Item::Withheld(advice("no-massage")),
        Item::Withheld(advice("see-clinic")),
        Item::Points(ScoreIx(0), 1),
        Item::Points(ScoreIx(0), 2),
    ];
    assert_eq!(missing, expected);
    assert_eq!(coverage.by_reference().count(), 0);
}

/// A rule that another one overtakes at the same level never decides alone; that others refer to it makes up for it.
#[test]
fn a_rule_that_others_refer_to_counts_when_it_fires() {
    let cases = r#"[(
        name: "A likely clot",
        answers: { "chest-pain": "no", "signs": [], "side": "left", "age": 61, "girth": 4.5, "cancer": "yes", "other-cause": "no" },
        expect: (urgency: Orange, status: "complete", fires: ["clot-likely", "clot-possible"]),
    )]"#;
    let plan = plan(&swelling(Some(cases)));
    let q = &plan.questionnaire;
    let mut coverage = Coverage::new(q);
    assert_eq!(run(&plan, &q.cases[0]), []);
    coverage.add(&answered(&plan, &q.cases[0]));
    // The likely clot decides (Orange); the possible one (Yellow) only fires, and advice refers to it; the bottom rule fires
    // too, and nothing refers to it.
    assert_eq!(coverage.of(Kind::Rules).covered, 3);
    assert_eq!(coverage.of(Kind::Deciding).covered, 2);
    assert_eq!(coverage.by_reference().collect::<Vec<_>>(), [rule(q, "clot-possible")]);
    // The section about medicines is not asked, so nothing of it is exercised.
    assert!(coverage.missing().any(|item| item == Item::Question(question(q, "medicines"))));
}

#[test]
fn what_fails_exercises_nothing_and_what_is_ignored_neither() {
    let cases = r#"[
        (name: "Fails", answers: { "chest-pain": "yes" }, expect: (urgency: Blue)),
        (name: "Ignored", answers: { "chest-pain": "no", "signs": ["cold"], "side": "both", "age": 61, "girth": 4 }, expect: (urgency: Red)),
    ]"#;
    let folder = written("partly", &swelling(Some(cases)));
    let (status, text, _) = redflag(&["test", "--json", folder.to_str().unwrap()]);
    assert_eq!(status, 1);
    let reports: Value = serde_json::from_str(&text).unwrap();
    let coverage = &reports[0]["coverage"];
    assert_eq!(reports[0]["cases"][1]["passed"], json!(true));
    assert!(coverage["choices"]["missing"].as_array().unwrap().contains(&json!("chest-pain/yes")));
    assert!(coverage["rules"]["missing"].as_array().unwrap().contains(&json!("chest")));
    // The girth is not asked where both legs are swollen.
    assert_eq!(coverage["questions"]["missing"][0], json!("girth"));
    assert_eq!(coverage["questions"]["covered"], json!(4));
}

#[test]
fn the_least_coverage_is_demanded_to_the_percent() {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    let folder = written("least", &files);
    let folder = folder.to_str().unwrap();
    let (status, text, _) = redflag(&["test", folder, "--min-coverage", "59"]);
    assert_eq!(status, 0, "{text}");
    assert!(!text.contains("demanded"), "{text}");
    let (status, text, _) = redflag(&["test", folder, "--min-coverage", "60"]);
    assert_eq!(status, 1);
    assert!(text.contains("59% is below the 60% demanded."), "{text}");
    assert_eq!(redflag(&["test", folder, "--json", "--min-coverage", "60"]).0, 1);
    assert_eq!(redflag(&["test", folder, "--min-coverage", "101"]).0, 2);
}

#[test]
fn what_is_missing_is_told_with_its_place() {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    let folder = written("missing", &files);
    let (status, text, _) = redflag(&["test", folder.to_str().unwrap(), "--coverage"]);
    assert_eq!(status, 0);
    assert!(
        text.starts_with("swelling 1.2.0: 5 cases, all pass.\n  covered 59%: questions 10/10, choices 7/17, "),
        "{text}"
    );
    for line in [
        "  not covered, choices: signs/cold (danger.ron:15:17)",
        "  not covered, choices: cancer/yes (leg.ron:23:9)",
        "  not covered, rules fire: foot (danger.ron:23:9)",
        "  not covered, rules decide alone: nothing-else (closing.ron:5:9)",
        "  not covered, advice given: massage (closing.ron:8:9)",
        "  not covered, score items: clot/2 (leg.ron:33:17)",
    ] {
        assert!(text.lines().any(|l| l == line), "{line}\nis not in\n{text}");
    }
    assert_eq!(text.lines().filter(|line| line.contains("not covered")).count(), 21);
}

#[test]
fn a_questionnaire_without_cases_is_told_plainly() {
    let folder = written("none", &swelling(None));
    let (status, text, _) = redflag(&["test", folder.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert!(
        text.starts_with("swelling 1.2.0: there are no cases, so nothing is shown to be right.\n  covered 0%: "),
        "{text}"
    );
    assert_eq!(redflag(&["test", folder.to_str().unwrap(), "--min-coverage", "1"]).0, 1);
}

#[test]
fn what_cannot_be_tested_is_said_and_the_others_are_tested() {
    let mut files = swelling(None);
    folder::set(&mut files, "closing.ron", "Section(title: 1)");
    let broken = written("broken", &files);
    let sound = written("sound", &swelling(None));
    let args = ["test", "--json", broken.to_str().unwrap(), sound.to_str().unwrap(), "no-such-thing"];
    let (status, text, errors) = redflag(&args);
    assert_eq!(status, 2);
    assert!(errors.contains("swelling has errors, no case was run"), "{errors}");
    assert!(errors.contains("wrong-type") && errors.contains("closing.ron:1:16"), "{errors}");
    assert!(errors.contains("no questionnaire is called \"no-such-thing\""), "{errors}");
    let reports: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(reports.as_array().unwrap().len(), 1);
}

#[test]
fn without_a_name_everything_built_in_and_installed_is_tested() {
    let installed = written("installed", &swelling(Some(&failing())));
    let root = installed.parent().unwrap().to_str().unwrap();
    let (status, text, _) = redflag(&["test", "--questionnaires", root]);
    assert_eq!(status, 1);
    assert!(text.contains("leg-symptoms 0.") && text.contains("swelling 1.2.0: 11 cases, 11 fail."), "{text}");
    // Failures come first.
    assert!(text.find("fails\n").unwrap() < text.find("leg-symptoms 0.").unwrap());
    let site = installed.join("../site.ron");
    std::fs::write(&site, "Site(terms: {\"nowhere\": \"x\"})").unwrap();
    let (status, _, errors) = redflag(&["test", "leg-symptoms", "--site", site.to_str().unwrap()]);
    assert_eq!(status, 2);
    assert!(errors.contains("unknown-term"), "{errors}");
}
