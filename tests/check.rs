//! `redflag check` on the real program: every witness that it prints is a patient whom `redflag eval` then shows to be so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

fn redflag(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(args).current_dir(env!("CARGO_TARGET_TMPDIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The example of `tests/findings/` as a folder to check; `of` keeps those of several tests apart.
fn example(name: &str, of: &str) -> PathBuf {
    let source = folder::tests().join("findings").join(name);
    let mut files = folder::read(&folder::tests().join("questionnaires/small"), "small");
    folder::overlay(&mut files, &source, "");
    for line in fs::read_to_string(source.join("expected")).unwrap().lines() {
        if let Some(file) = line.strip_prefix("without ") {
            folder::without(&mut files, file);
        }
    }
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(of).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    for file in files.files {
        fs::write(path.join(&file.name), &file.bytes).unwrap();
    }
    path
}

/// The only row of `check --json`.
fn report(output: &Output) -> Value {
    let rows: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [row] = &rows.as_array().unwrap()[..] else { panic!("{rows}") };
    row.clone()
}

fn checked(path: &Path) -> Value {
    report(&redflag(&["check", "--json", path.to_str().unwrap()]).output().unwrap())
}

/// What `eval` says of a patient with these answers.
fn outcome(path: &Path, answers: &Value) -> Value {
    let mut child = redflag(&["eval", path.to_str().unwrap()]).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", json!({ "answers": answers })).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn names(outcome: &Value, list: &str, name: &str) -> bool {
    outcome[list].as_array().unwrap().contains(&json!(name))
}

/// What is seen when the witness of an example is evaluated, by what the example is about.
fn shows(example: &str, path: &Path, witness: &Value) -> bool {
    const LEVELS: [&str; 5] = ["Blue", "Green", "Yellow", "Orange", "Red"];
    let height = |answers: &Value| {
        let ceiling = outcome(path, answers)["ceiling"].clone();
        LEVELS.iter().position(|level| ceiling == *level).map_or(0, |at| at + 1)
    };
    if example == "guarantee-broken.never-lowers" {
        return height(&witness["less"]) > height(&witness["more"]);
    }
    let one = outcome(path, witness);
    let is_concluded = one["status"] == "stopped" || one["status"] == "complete";
    let has_ended = is_concluded || one["status"] == "handed-over";
    match example {
        // Its `given` is that there is pain, which is not ruled out; its `then`, that the rule fires.
        "guarantee-broken" => is_concluded && witness["pain"] != "no" && !names(&one, "fires", "pain-rule"),
        "patient-without-level" => is_concluded && one["urgency"].is_null(),
        "advice-contradicts" => has_ended && names(&one, "advice", "rest") && names(&one, "advice", "walk"),
        // Red stands above its Green.
        "rule-never-decides" => has_ended && names(&one, "fires", "sore") && names(&one, "fires", "pain-rule"),
        "question-without-effect" => {
            let asked = names(&one, "unanswered", "mood");
            let changed = ["yes", "no", "unsure"].into_iter().any(|mood| {
                let mut answers = witness.clone();
                answers["mood"] = json!(mood);
                let other = outcome(path, &answers);
                ["urgency", "floor", "ceiling", "advice", "hand_over"].iter().any(|key| other[*key] != one[*key])
            });
            asked && !changed
        }
        other => panic!("nothing is known of {other}"),
    }
}

#[test]
fn every_witness_evaluated_shows_its_finding() {
    let mut shown = 0;
    for entry in fs::read_dir(folder::tests().join("findings")).unwrap() {
        let entry = entry.unwrap();
        let Ok(expected) = fs::read_to_string(entry.path().join("witness")) else { continue };
        let name = entry.file_name().into_string().unwrap();
        let path = example(&name, "check-witness");
        let report = checked(&path);
        assert_eq!(report["proved"], true, "{name}: {report}");
        let [finding] = &report["findings"].as_array().unwrap()[..] else { panic!("{name}: {report}") };
        assert_eq!(finding["code"], name.split('.').next().unwrap());
        let witness = &finding["witness"];
        assert_eq!(*witness, serde_json::from_str::<Value>(&expected).unwrap(), "{name}");
        assert!(shows(&name, &path, witness), "{name}: {witness}");
        shown += 1;
    }
    assert_eq!(shown, 6);
}

#[test]
fn every_guarantee_rule_and_question_has_its_row() {
    let reachable = |ids: &[(&str, bool)]| {
        Value::from_iter(ids.iter().map(|(id, reachable)| json!({ "id": id, "reachable": reachable })))
    };
    let report = checked(&example("guarantee-broken", "check-rows"));
    assert_eq!(
        report["guarantees"],
        json!([
            { "id": "pain-is-red", "holds": true, "witness": null },
            { "id": "never-reassure", "holds": true, "witness": null },
            { "id": "pain-is-told", "holds": false, "witness": { "pain": "unsure" } },
        ])
    );
    assert_eq!(report["rules"], reachable(&[("pain-rule", true), ("look-ahead", true), ("away", true), ("end", true)]));
    assert_eq!(
        report["questions"],
        reachable(&[
            ("pain", true),
            ("place", true),
            ("onset", true),
            ("girth", true),
            ("words", true),
            ("late", true)
        ])
    );
    assert_eq!((&report["proved"], report.get("unproved")), (&json!(true), None));

    let report = checked(&example("rule-never-fires", "check-rows"));
    assert_eq!(
        report["rules"],
        reachable(&[("pain-rule", true), ("look-ahead", true), ("away", true), ("end", true), ("nobody", false)])
    );
    let report = checked(&example("question-never-asked", "check-rows"));
    assert_eq!(report["questions"], reachable(&[("pain", true), ("never", false)]));
    let report = checked(&example("guarantee-broken.never-lowers", "check-rows"));
    let pair = json!({ "less": { "sign": "unsure" }, "more": { "sign": "yes" } });
    assert_eq!(report["guarantees"], json!([{ "id": "signs-never-reassure", "holds": false, "witness": pair }]));
}

#[test]
fn a_finding_is_followed_by_the_patient_who_shows_it() {
    let path = example("guarantee-broken", "check-text");
    let output = redflag(&["check", path.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stdout).unwrap(),
        r#"error[guarantee-broken]: the guarantee "pain-is-told" does not hold for every patient
  --> questionnaire.ron:23:9
   |
23 |         (id: "pain-is-told", given: Yes("pain"), then: Fires("pain-rule")),
   |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: Correct the rules or the advice that such a patient gets, or the guarantee if it claims too much.

  A patient for whom it does not hold:
    1. Is there pain? not sure
    {"answers":{"pain":"unsure"}}

guarantee-broken 1.0.0: 1 error.
2 of 3 guarantees are proved to hold for every patient there can be.
"#
    );
}

#[test]
fn two_patients_show_that_an_answer_lowers_the_level() {
    let path = example("guarantee-broken.never-lowers", "check-text");
    let output = redflag(&["check", path.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stdout).unwrap(),
        r#"error[guarantee-broken]: the guarantee "signs-never-reassure" does not hold: "not sure" turned into yes here gives a less urgent level
  --> questionnaire.ron:14:62
   |
14 |     guarantees: [(id: "signs-never-reassure", never_lowers: [Yes("sign")])],
   |                                                              ^^^^^^^^^^^
   |
   = help: Look for a `Not` over this answer in the rules, and in what the questions are asked for.

  This patient:
    1. Is there a sign? not sure
    {"answers":{"sign":"unsure"}}
  gets a more urgent level than this one:
    1. Is there a sign? yes
    {"answers":{"sign":"yes"}}

guarantee-broken.never-lowers 1.0.0: 1 error.
0 of 1 guarantees are proved to hold for every patient there can be.
"#
    );
}

#[test]
fn a_time_limit_ends_the_proof_and_what_is_not_proved_is_said() {
    let start = Instant::now();
    let output = redflag(&["check", "leg-symptoms", "--json", "--time-limit", "0"]).output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(output.status.code(), Some(1));
    let report = report(&output);
    assert_eq!(report["proved"], false);
    let unproved = report["unproved"].as_array().unwrap();
    // Nothing was looked for, so what needs a patient to be shown is open.
    let at = |what: &str| unproved.iter().position(|other| *other == *what).unwrap();
    let last_guarantee =
        unproved.iter().rposition(|what| what.as_str().unwrap().starts_with("the guarantee ")).unwrap();
    // What would be an error is named before what would be a warning.
    let first_rule = unproved.iter().position(|what| what.as_str().unwrap().starts_with("that the rule ")).unwrap();
    assert!(last_guarantee < first_rule && at("that every patient is given a level") < first_rule);
    let open = |row: &&Value| row["holds"].is_null();
    let guarantees: Vec<&Value> = report["guarantees"].as_array().unwrap().iter().filter(open).collect();
    assert!(!guarantees.is_empty());
    for guarantee in guarantees {
        let name = json!(format!("the guarantee {}", guarantee["id"]));
        assert_eq!(unproved.iter().filter(|what| **what == name).count(), 1, "{name}");
    }
    assert!(report["rules"].as_array().unwrap().iter().any(|rule| rule["reachable"].is_null()));

    let output = redflag(&["check", "leg-symptoms", "--time-limit", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Not proved, because the time was up:\n  ") && text.contains(" more\n"), "{text}");

    // What was not looked for does not pass for right.
    let path = example("guarantee-broken.never-lowers", "check-limit");
    let output = redflag(&["check", path.to_str().unwrap(), "--time-limit", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.starts_with("guarantee-broken.never-lowers 1.0.0: nothing was found, and not all is proved.\n"),
        "{text}"
    );
    assert!(text.contains("up:\n  the guarantee \"signs-never-reassure\"\n"), "{text}");
}

#[test]
fn what_is_broken_in_structure_is_not_proved() {
    let path = example("syntax", "check-structure");
    let output = redflag(&["check", "--json", path.to_str().unwrap()]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let report = report(&output);
    assert_eq!((&report["proved"], &report["findings"][0]["code"]), (&json!(false), &json!("syntax")));
    for rows in ["guarantees", "rules", "questions"] {
        assert_eq!(report[rows], json!([]), "{rows}");
    }
}

#[test]
fn a_warning_alone_fails_only_where_it_is_to() {
    let path = example("condition-always", "check-warnings");
    let q = path.to_str().unwrap();
    assert_eq!(redflag(&["check", q]).status().unwrap().code(), Some(0));
    assert_eq!(redflag(&["check", q, "--deny-warnings"]).status().unwrap().code(), Some(1));
}
