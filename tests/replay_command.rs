//! `redflag replay` on the real program: what a clinical lead reads, what a program reads, and the patients that move. What
//! becomes of each patient here was worked out by hand from the two versions in `tests/diff`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

/// Under the old version a numb foot is Red, 14 days are Yellow and a bruise can be told; under the new one only a cold
/// foot is Red, 10 days are Yellow and there is no bruise.
const PATIENTS: &str = r#"{"id": "stays", "answers": {"foot": [], "steps": "yes", "days": 3}}
{"id": "numb", "answers": {"foot": ["numb"], "steps": "yes", "days": 3}}
{"id": "twelve-days", "answers": {"foot": [], "steps": "yes", "days": 12}}
{"id": "bruised", "answers": {"foot": ["bruise"], "steps": "no", "days": 1}}
{"id": "wrong", "answers": {"foot": ["purple"]}}

{"id": "silent", "answers": {}}
{"id": "numb-and-lame", "answers": {"foot": ["numb"], "steps": "no", "days": 1}}
"#;

fn temporary(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("replay");
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn replay(patients: &str, args: &[&str]) -> Output {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let file = temporary(&format!("{}.ndjson", NEXT.fetch_add(1, Ordering::Relaxed)));
    std::fs::write(&file, patients).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    command.args(["replay", "tests/diff/old", "tests/diff/new"]).args(args);
    command.stdin(Stdio::from(std::fs::File::open(&file).unwrap())).output().unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_program_reads_every_count() {
    for threads in ["1", "2", "7"] {
        let output = replay(PATIENTS, &["--json", "--threads", threads]);
        assert_eq!(output.status.code(), Some(1), "one line cannot be used");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["old"]["version"], "1.0.0");
        assert_eq!(report["new"]["version"], "1.1.0");
        assert!(report["old"]["fingerprint"].as_str().unwrap().starts_with("sha256:"));
        assert_eq!([&report["patients"], &report["unusable"], &report["moved"]], [&json!(6), &json!(1), &json!(4)]);
        let ways: Vec<(&str, u64)> = (report["ways"].as_array().unwrap().iter())
            .map(|way| (way["way"].as_str().unwrap(), way["patients"].as_u64().unwrap()))
            .collect();
        let expected = [("lowered", 2), ("level-lost", 1), ("raised", 1), ("level-gained", 0), ("other", 0)];
        assert_eq!(ways, expected);
        let levels: Vec<Value> = report["levels"].as_array().unwrap().clone();
        let cell =
            |old: &str, new: &str, percent: f64| json!({"old": old, "new": new, "patients": 1, "percent": percent});
        let sixth = 100.0 / 6.0;
        assert_eq!(
            levels,
            [
                cell("Red", "Blue", sixth),
                cell("Red", "Orange", sixth),
                cell("Orange", "incomplete", sixth),
                cell("Blue", "Yellow", sixth),
                cell("Blue", "Blue", sixth),
                cell("incomplete", "incomplete", sixth),
            ]
        );
        // The silent patient's foot may be numb under both; a numb foot is ruled out for nobody whose foot is not known.
        let rules: Vec<&Value> = report["rules"].as_array().unwrap().iter().collect();
        let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        assert_eq!(ids, ["blood-flow", "long", "nothing-else", "self-care"]);
        assert_eq!(rules[0]["fires"], json!({"old": 2, "new": 0, "started": 0, "stopped": 2}));
        assert_eq!(rules[0]["perhaps"], json!({"old": 3, "new": 2, "started": 1, "stopped": 2}));
        assert_eq!(rules[1]["fires"], json!({"old": 0, "new": 1, "started": 1, "stopped": 0}));
        assert_eq!(rules[3]["fires"], json!({"old": 0, "new": 6, "started": 6, "stopped": 0}));
        assert_eq!(report["left_out"], json!({"old": 0, "new": 1}));
        let sample: Vec<&str> =
            report["sample"].as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap()).collect();
        assert_eq!(sample, ["numb", "numb-and-lame", "bruised", "twelve-days"], "the furthest down first");
        let numb = &report["sample"][0];
        assert_eq!(numb["old"], json!({"status": "complete", "urgency": "Red", "floor": "Red", "ceiling": "Red"}));
        assert_eq!(numb["new"]["urgency"], "Blue");
        assert_eq!(numb["line"], 2);
        assert_eq!(numb["rules"][0], json!({"id": "blood-flow", "old": "fires", "new": "no"}));
        assert_eq!(report["errors"][0]["line"], 5);
        assert_eq!(report["errors"][0]["error"]["code"], "unknown-choice");
    }
}

#[test]
fn a_clinical_lead_reads_the_lowered_levels_first() {
    let output = replay(PATIENTS, &[]);
    let text = text(output.stdout);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words:?} is not in\n{text}"));
    let order = [
        "old  ankle 1.0.0  sha256:",
        "new  ankle 1.1.0  sha256:",
        "\n6 patients\n",
        "old to new",
        "4 moved, 66.67 %",
        "to a less urgent level",
        "from a level to none",
        "to a more urgent level",
        "Red -> Blue: 1, 16.67 %\n  \"numb\", line 2; blood-flow: fires -> no,",
        "Red -> Orange: 1",
        "Orange -> incomplete: 1",
        "Blue -> Yellow: 1",
        "Rules that do something else",
        "Of 1 patient an answer was left out: 1.1.0 has no place for it.",
        "1 line could not be used:\n  line 5: \"foot\" has no choice \"purple\"",
    ];
    assert!(order.map(at).is_sorted(), "{text}");
    let row = |name: &str| -> Vec<&str> {
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap();
        line.split_whitespace().skip(1).collect()
    };
    // Red, Orange, Yellow, Blue, incomplete; then all and per cent.
    assert_eq!(row("Red"), ["0", "1", "0", "1", "0", "2", "33.33", "%"]);
    assert_eq!(row("Orange"), ["0", "0", "0", "0", "1", "1", "16.67", "%"]);
    assert_eq!(row("Blue"), ["0", "0", "1", "1", "0", "2", "33.33", "%"]);
    assert_eq!(row("all"), ["0", "1", "1", "2", "2", "6"]);
}

#[test]
fn every_patient_that_moves_is_written_the_calmer_ones_first() {
    let file = temporary("moved.ndjson");
    let output = replay(PATIENTS, &["--moved", file.to_str().unwrap(), "--threads", "3"]);
    assert_eq!(output.status.code(), Some(1));
    let moved = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = moved.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids: Vec<(&str, &str)> =
        lines.iter().map(|line| (line["id"].as_str().unwrap(), line["way"].as_str().unwrap())).collect();
    assert_eq!(
        ids,
        [("numb", "lowered"), ("bruised", "level-lost"), ("numb-and-lame", "lowered"), ("twelve-days", "raised")]
    );
    assert!(!file.with_extension("ndjson.rest").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "patients are nobody else's");
    }

    let nowhere = replay(PATIENTS, &["--moved", "/no/such/folder/moved"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(nowhere.stderr).contains("/no/such/folder/moved"));
}

#[test]
fn of_many_that_move_all_are_written_and_a_few_are_shown() {
    let patients: String = (0..30_000)
        .map(|n| format!("{{\"id\": {n}, \"answers\": {{\"foot\": [], \"steps\": \"yes\", \"days\": {}}}}}\n", n % 20))
        .collect();
    let file = temporary("many.ndjson");
    let output = replay(&patients, &["--json", "--moved", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    // 10, 11, 12 and 13 days of every 20.
    assert_eq!([&report["patients"], &report["moved"]], [&json!(30_000), &json!(6_000)]);
    let sample: Vec<u64> =
        (report["sample"].as_array().unwrap().iter()).map(|case| case["id"].as_u64().unwrap()).collect();
    assert_eq!(sample, [10, 11, 12], "the first ones, whichever core met them");
    let moved = std::fs::read_to_string(&file).unwrap();
    let ids: Vec<u64> =
        moved.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].as_u64().unwrap()).collect();
    let expected: Vec<u64> = (0..30_000).filter(|n| (10..14).contains(&(n % 20))).collect();
    assert_eq!(ids, expected);
}

#[test]
fn a_replay_reads_a_spreadsheet() {
    let sheet = "id,days,foot,steps\nnumb,3,numb,yes\ntwelve-days,12,[],yes\nmaybe,1,?cold,no\n";
    let output = replay(sheet, &["--json", "--input", "csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["moved"], 2);
    let sample: Vec<&str> =
        report["sample"].as_array().unwrap().iter().map(|case| case["id"].as_str().unwrap()).collect();
    assert_eq!(sample, ["numb", "twelve-days"]);
}
