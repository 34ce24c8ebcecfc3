//! `redflag diff` on the real program: what a clinical lead reads and signs, what a program reads, and that every patient
//! it names gets from `redflag eval`, in either version, what it says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
#[allow(dead_code, reason = "not every test program takes files out")]
mod folder;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn redflag(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    command.output().unwrap()
}

fn diff(old: &str, new: &str) -> Value {
    let output = redflag(&["diff", old, new, "--json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What `eval` says of the patients, in their order.
fn eval(q: &str, patients: &[&Value]) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(["eval", q]).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines: String =
        patients.iter().map(|answers| format!("{}\n", serde_json::json!({"answers": answers}))).collect();
    let mut stdin = child.stdin.take().unwrap();
    let feeder = std::thread::spawn(move || stdin.write_all(lines.as_bytes()));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A copy of `leg-symptoms` in which these words are replaced, each of which must stand there.
fn changed(name: &str, words: &[(&str, &str, &str)]) -> String {
    let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for file in folder::read(&folder::tests().join("../questionnaires/leg-symptoms"), "leg-symptoms").files {
        let mut text = String::from_utf8(file.bytes.into_owned()).unwrap();
        for (_, before, after) in words.iter().filter(|(of, _, _)| *of == file.name) {
            assert!(text.contains(before), "{before:?} is not in {}", file.name);
            text = text.replace(before, after);
        }
        // The worked cases of the other version are not to be true in this one, nor need they know its names; translations
        // have nothing to do with it.
        if file.name != "cases.ron" && !file.name.starts_with("lang/") {
            std::fs::write(folder.join(&file.name), text).unwrap();
        }
    }
    folder.to_str().unwrap().to_owned()
}

/// The moves that are possible and move anybody, in their order: direction, and level and hand-over on both sides.
fn moves(difference: &Value) -> Vec<(String, String, String)> {
    let ending = |side: &Value| {
        let level = side["level"].as_str().unwrap_or("none");
        if side["handed_over"] == true { format!("{level}, handed over") } else { level.to_owned() }
    };
    let moves = difference["moves"].as_array().unwrap().iter().filter(|one| one["direction"] != "same");
    moves.map(|one| (one["direction"].as_str().unwrap().to_owned(), ending(&one["old"]), ending(&one["new"]))).collect()
}

/// Every witness is evaluated by both versions and shows what it is there for; how many there are.
fn check_witnesses(old: &str, new: &str, difference: &Value) -> usize {
    let mut asks: Vec<(String, &Value, &Value)> = Vec::new();
    for one in difference["moves"].as_array().unwrap() {
        assert_eq!(one["possible"], true);
        assert_eq!(one["witness"].is_null(), one["direction"] == "same", "{one}");
        if !one["witness"].is_null() {
            asks.push(("move".into(), one, &one["witness"]));
        }
    }
    for kind in ["questions", "rules", "advice"] {
        for one in difference[kind].as_array().unwrap() {
            for which in ["appears", "vanishes", "certain", "doubtful"] {
                let found = &one[which];
                assert_eq!(found["possible"] == true, !found["witness"].is_null(), "{one}");
                if found["possible"] == true {
                    asks.push((format!("{kind} {which}"), one, &found["witness"]));
                }
            }
        }
    }
    let before = eval(old, &asks.iter().map(|(_, _, witness)| &witness["old"]).collect::<Vec<_>>());
    let after = eval(new, &asks.iter().map(|(_, _, witness)| &witness["new"]).collect::<Vec<_>>());
    for ((what, one, _), (before, after)) in asks.iter().zip(before.iter().zip(&after)) {
        let says = |outcome: &Value, id: &Value, lists: &[&str]| {
            lists.iter().any(|list| outcome[list].as_array().unwrap().contains(id))
        };
        let shows = match what.as_str() {
            "move" => [(before, &one["old"]), (after, &one["new"])].iter().all(|(outcome, ending)| {
                let handed_over = outcome["status"] == "handed-over";
                assert_ne!(outcome["status"], "incomplete", "{outcome}");
                assert!(handed_over || outcome["urgency"] == ending["level"], "{outcome}");
                outcome["floor"] == ending["level"]
                    && outcome["ceiling"] == ending["level"]
                    && ending["handed_over"] == handed_over
            }),
            // Whether it is asked, `eval` says of an answer by not calling it ignored.
            "questions appears" => !says(after, &one["new"], &["ignored"]),
            "questions vanishes" => !says(before, &one["old"], &["ignored"]),
            _ => {
                let lists: &[&str] = match what.as_str() {
                    "advice appears" | "advice vanishes" => &["advice"],
                    "rules certain" | "rules doubtful" => &["fires"],
                    _ => &["fires", "not_ruled_out"],
                };
                let [before, after] = [says(before, &one["old"], lists), says(after, &one["new"], lists)];
                let appears = what.ends_with("appears") || what.ends_with("certain");
                (before, after) == (!appears, appears)
            }
        };
        assert!(shows, "{what}: {one}\n{before}\n{after}");
        if what != "move" {
            assert_eq!((&before["unanswered"], &after["unanswered"]), (&Value::Array(vec![]), &Value::Array(vec![])));
        }
    }
    asks.len()
}

/// Numb alone was Red and counts no more; ten days are long instead of fourteen: what comes of it was worked out by hand.
#[test]
fn a_lead_reads_what_is_lowered_first() {
    let output = redflag(&["diff", "tests/diff/old", "tests/diff/new"]);
    assert_eq!(output.status.code(), Some(0));
    snapbox::assert_data_eq!(
        String::from_utf8(output.stdout).unwrap(),
        snapbox::Data::read_from(&folder::tests().join("diff/lowered.txt"), None)
    );
}

#[test]
fn the_other_way_round_nothing_is_lowered_but_what_takes_longer() {
    let difference = diff("tests/diff/new", "tests/diff/old");
    let expected = [
        ("lowered", "Yellow", "Blue"),
        ("raised", "Orange", "Red"),
        ("raised", "Yellow", "Red"),
        ("raised", "Blue", "Red"),
    ];
    let expected = expected.map(|(direction, old, new)| (direction.to_owned(), old.to_owned(), new.to_owned()));
    assert_eq!(moves(&difference), expected);
    check_witnesses("tests/diff/new", "tests/diff/old", &difference);
    // A choice that only one side has is free there: the other side is not told of it.
    for one in difference["moves"].as_array().unwrap().iter().filter(|one| !one["witness"].is_null()) {
        assert!(!one["witness"]["old"].to_string().contains("bruise"), "{one}");
    }
}

#[test]
fn json_says_all_of_it_in_its_stable_form() {
    let difference = diff("tests/diff/old", "tests/diff/new");
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(keys(&difference), "advice changes moves new old proved questions rules");
    assert_eq!(keys(&difference["old"]), "fingerprint questionnaire version");
    assert_eq!(difference["new"]["version"], "1.1.0");
    assert_eq!(difference["proved"], true);
    assert_eq!(
        difference["moves"][0],
        serde_json::json!({
            "old": {"level": "Red", "handed_over": false},
            "new": {"level": "Blue", "handed_over": false},
            "direction": "lowered",
            "possible": true,
            "witness": {
                "old": {"foot": ["numb"], "steps": "yes", "days": 0},
                "new": {"foot": ["numb"], "steps": "yes", "days": 0},
            },
        })
    );
    assert_eq!(difference["moves"].as_array().unwrap().len(), 8);
    let rule = |new: &str| {
        let rules = difference["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["new"] == new).unwrap().clone()
    };
    assert_eq!(keys(&rule("long")), "appears certain doubtful new old vanishes");
    assert_eq!(rule("long")["vanishes"], serde_json::json!({"possible": false, "witness": null}));
    assert_eq!(rule("self-care")["old"], "nothing-else");
    let changes: Vec<String> = difference["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let word = |key: &str| one[key].as_str().unwrap_or("-").to_owned();
            ["change", "kind", "within", "old", "new", "text", "field", "before", "after"].map(word).join(" | ")
        })
        .collect();
    assert_eq!(
        changes,
        [
            "changed | questionnaire | - | ankle | ankle | - | version | 1.0.0 | 1.1.0",
            "gone | choice | foot | bruise | - | Bruised | - | - | -",
            "reworded | question | - | steps | steps | - | ask | Can the patient take four steps? | Can the patient walk four steps?",
            "changed | rule | - | blood-flow | blood-flow | - | when | Q1 \"What does the foot show?\" includes any of: \"Cold\", \"Numb\" | Q1 \"What does the foot show?\" includes \"Cold\"",
            "changed | rule | - | long | long | - | when | Q3 \"For how many days?\" is at least 14 days | Q3 \"For how many days?\" is at least 10 days",
            "renamed | rule | - | nothing-else | self-care | Nothing else was found | - | - | -",
            "reworded | advice | - | walk | walk | - | text | Walk a little | Walk a little every hour",
            "new | advice | - | - | lift | Lift the foot | - | - | -",
        ]
    );
    assert!(check_witnesses("tests/diff/old", "tests/diff/new", &difference) >= 8);
}

#[test]
fn leg_symptoms_moves_nobody_against_itself() {
    let difference = diff("leg-symptoms", "leg-symptoms");
    assert_eq!(moves(&difference), []);
    assert_eq!(difference["changes"], Value::Array(vec![]));
    assert_eq!(check_witnesses("leg-symptoms", "leg-symptoms", &difference), 0);
    let output = redflag(&["diff", "leg-symptoms", "leg-symptoms"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Proved: no patient gets another level"), "{text}");
    assert!(!text.contains("LOWERED"), "{text}");
}

#[test]
fn a_lowered_rule_shows_the_lowered_patients() {
    let new = changed(
        "lowered-rule",
        &[(
            "warning-signs.ron",
            r#"(id: "heart-rhythm", when: Is("body-signs", "faint"), urgency: Red"#,
            r#"(id: "heart-rhythm", when: Is("body-signs", "faint"), urgency: Orange"#,
        )],
    );
    let difference = diff("leg-symptoms", &new);
    let moves = moves(&difference);
    assert!(!moves.is_empty() && moves.iter().all(|(direction, old, _)| (&**direction, &**old) == ("lowered", "Red")));
    assert!(moves.iter().any(|(_, _, new)| new == "Orange"), "{moves:?}");
    for one in difference["moves"].as_array().unwrap().iter().filter(|one| one["direction"] == "lowered") {
        assert_eq!(one["witness"]["new"]["body-signs"], serde_json::json!(["faint"]), "{one}");
        assert_eq!(one["witness"]["old"], one["witness"]["new"]);
    }
    check_witnesses("leg-symptoms", &new, &difference);
}

#[test]
fn a_dropped_warning_sign_shows_the_lowered_patients() {
    let new = changed(
        "dropped-sign",
        &[("warning-signs.ron", r#"["breathless", "breath-pain", "cough-blood"]"#, r#"["breathless", "breath-pain"]"#)],
    );
    let difference = diff("leg-symptoms", &new);
    let lowered = moves(&difference);
    // Coughing blood was Red by itself; without it somebody gets every level that the other signs do not give.
    for level in ["Orange", "Yellow", "Green", "Blue"] {
        assert!(lowered.contains(&("lowered".into(), "Red".into(), level.into())), "{level}: {lowered:?}");
    }
    for one in difference["moves"].as_array().unwrap().iter().filter(|one| one["direction"] == "lowered") {
        let signs = one["witness"]["old"]["body-signs"].to_string();
        assert!(signs.contains("cough-blood"), "{one}");
    }
    check_witnesses("leg-symptoms", &new, &difference);
}

/// Taken out as a whole, the sign is a choice of the old version alone.
#[test]
fn a_choice_that_is_gone_is_free_on_the_old_side() {
    let new = changed(
        "gone-choice",
        &[
            (
                "warning-signs.ron",
                "                (id: \"cough-blood\", label: \"Coughing up blood, or pink froth\"),\n",
                "",
            ),
            ("warning-signs.ron", r#""breath-pain", "cough-blood"]"#, r#""breath-pain"]"#),
            ("questionnaire.ron", r#""breath-pain", "cough-blood", "#, r#""breath-pain", "#),
            ("questionnaire.ron", r#", Is("body-signs", "cough-blood")"#, ""),
        ],
    );
    let difference = diff("leg-symptoms", &new);
    assert!(moves(&difference).contains(&("lowered".into(), "Red".into(), "Blue".into())));
    for one in difference["moves"].as_array().unwrap().iter().filter(|one| one["direction"] == "lowered") {
        assert!(one["witness"]["old"]["body-signs"].to_string().contains("cough-blood"), "{one}");
        assert!(!one["witness"]["new"]["body-signs"].to_string().contains("cough-blood"), "{one}");
    }
    check_witnesses("leg-symptoms", &new, &difference);
}

/// A Wells score from 3 on: whoever is lowered has exactly 2.
#[test]
fn a_threshold_moved_by_one_shows_who_stands_between() {
    let new = changed(
        "threshold",
        &[(
            "clot-score.ron",
            r#"when: Score("wells-dvt", 2), urgency: Orange"#,
            r#"when: Score("wells-dvt", 3), urgency: Orange"#,
        )],
    );
    let difference = diff("leg-symptoms", &new);
    let moves = moves(&difference);
    assert!(!moves.is_empty());
    assert!(moves.iter().all(|(direction, old, _)| (&**direction, &**old) == ("lowered", "Orange")), "{moves:?}");
    assert!(moves.iter().any(|(_, _, new)| new == "Yellow"), "{moves:?}");
    for one in difference["moves"].as_array().unwrap().iter().filter(|one| one["direction"] == "lowered") {
        let outcome = &eval("leg-symptoms", &[&one["witness"]["old"]])[0];
        assert_eq!(outcome["scores"]["wells-dvt"][1], 2, "{outcome}");
    }
    check_witnesses("leg-symptoms", &new, &difference);
}

#[test]
fn the_exit_status_says_whether_it_was_done() {
    let status = |args: &[&str]| {
        let output = redflag(args);
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, text, _) = status(&["diff", "leg-symptoms", "tests/diff/new", "--time-limit", "0"]);
    assert_eq!(code, 1);
    assert!(text.contains("NOT PROVED") && !text.contains("Proved:"), "{text}");
    let (code, text, _) = status(&["diff", "leg-symptoms", "tests/diff/new", "--time-limit", "0", "--json"]);
    let difference: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &difference["proved"]), (1, &Value::Bool(false)));
    let (code, text, error) = status(&["diff", "leg-symptoms", "no-such-questionnaire"]);
    assert_eq!((code, &*text), (2, ""));
    assert!(error.contains("no-such-questionnaire"), "{error}");
    let (code, text, error) = status(&["diff", "tests/findings/missing-field", "leg-symptoms"]);
    assert_eq!((code, &*text), (2, ""), "{error}");
    assert!(error.contains("has errors, nothing was compared"), "{error}");
}
