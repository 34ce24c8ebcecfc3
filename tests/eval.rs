//! `redflag eval` on the real program: one line out for each line in, in order, whatever the lines are.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const SWELLING: &str = "tests/questionnaires/swelling";

fn redflag(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What `eval` writes for this input, and its exit status.
fn eval(input: &[u8]) -> (String, i32) {
    let mut child = redflag(&["eval", SWELLING]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

/// The field of the only line that comes of these answers.
fn outcome(answers: &str) -> serde_json::Value {
    let (text, status) = eval(format!("{{\"answers\": {answers}}}\n").as_bytes());
    assert_eq!(status, 0, "{text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_patient_s_line_says_all_that_the_contract_lists_in_its_order() {
    let patient = r#"{"id": "p1", "ward": 7, "answers": {"chest-pain": "no", "signs": [], "side": "left", "age": 61.0,
        "girth": 4.5, "cancer": "no", "other-cause": "unsure", "medicines": {"yes": ["amlodipine"], "unsure": []},
        "dose-raised": true, "remarks": null}}"#
        .replace('\n', " ");
    // By hand: girth counts 1, the cause not sure perhaps takes 2 off; so a score of at least 1 is open, 2 out of reach.
    let expected = concat!(
        r#"{"id":"p1","status":"incomplete","urgency":null,"floor":"Yellow","ceiling":"Yellow","#,
        r#""fires":["medicine","nothing-else"],"not_ruled_out":["clot-possible"],"scores":{"clot":[-1,1]},"#,
        r#""hand_over":[],"advice":["call-again","no-massage","see-clinic"],"unanswered":["remarks"],"ignored":[]}"#,
        "\n"
    );
    assert_eq!(eval(patient.as_bytes()), (expected.to_owned(), 0));
}

#[test]
fn the_status_is_the_first_that_fits() {
    for (answers, status, urgency) in [
        (r#"{}"#, "incomplete", None),
        (r#"{"chest-pain": "yes"}"#, "stopped", Some("Red")),
        (r#"{"chest-pain": "unsure"}"#, "stopped", Some("Red")),
        (r#"{"chest-pain": "yes", "age": 12, "signs": []}"#, "stopped", Some("Red")),
        (r#"{"chest-pain": "no", "age": 12}"#, "incomplete", None),
        (r#"{"chest-pain": "no", "age": 12, "signs": []}"#, "handed-over", None),
        (
            r#"{"chest-pain": false, "signs": {}, "side": "both", "age": 70, "cancer": "no", "other-cause": "no",
            "medicines": [], "remarks": "none"}"#,
            "complete",
            Some("Blue"),
        ),
    ] {
        let outcome = outcome(&answers.replace('\n', " "));
        assert_eq!((outcome["status"].as_str(), outcome["urgency"].as_str()), (Some(status), urgency), "{answers}");
    }
}

#[test]
fn what_is_answered_and_not_asked_is_ignored_and_counts_for_nothing() {
    let outcome = outcome(r#"{"side": "both", "girth": 9.0, "dose-raised": "yes", "medicines": ["ibuprofen"]}"#);
    assert_eq!(outcome["ignored"], serde_json::json!(["girth", "dose-raised"]));
    assert_eq!(outcome["scores"]["clot"], serde_json::json!([-2, 1]));
}

#[test]
fn an_id_comes_back_as_it_was_written() {
    for id in ["1.0", "\"a\\u0062\"", "[1,  {\"x\": null}]", "null", "12345678901234567890123", "true"] {
        let (text, _) = eval(format!("{{\"answers\": {{}}, \"id\": {id}}}").as_bytes());
        assert!(text.starts_with(&format!("{{\"id\":{id},\"status\"")), "{text}");
    }
}

#[test]
fn a_line_that_cannot_be_used_costs_only_itself() {
    let deep = format!("{{\"answers\": {{\"signs\": {}{}}}}}", "[".repeat(500), "]".repeat(500));
    let lines: [(&[u8], &str, Option<&str>); 27] = [
        (b"not json", "not-json", None),
        (b"{\"answers\": {}} trailing", "not-json", None),
        (b"{\"answers\": {\"chest-pain\": \"\xff\"}}", "not-json", None),
        (b"[]", "not-an-object", None),
        (b"{\"id\": 4}", "missing-answers", None),
        (b"{\"id\": 1, \"id\": 2, \"answers\": {}}", "duplicate-key", None),
        (b"{\"answers\": []}", "wrong-type", None),
        (b"{\"answers\": {\"chest\": \"no\"}}", "unknown-question", Some("chest")),
        (b"{\"answers\": {\"age\": 1, \"age\": 2}}", "duplicate-key", Some("age")),
        (b"{\"answers\": {\"side\": \"top\"}}", "unknown-choice", Some("side")),
        (b"{\"answers\": {\"side\": \"unsure\"}}", "unsure-not-allowed", Some("side")),
        (b"{\"answers\": {\"age\": 121}}", "out-of-range", Some("age")),
        (b"{\"answers\": {\"age\": 1e300}}", "out-of-range", Some("age")),
        (b"{\"answers\": {\"age\": \"61\"}}", "wrong-type", Some("age")),
        (b"{\"answers\": {\"age\": 61.5}}", "too-many-decimals", Some("age")),
        (b"{\"answers\": {\"signs\": {\"yes\": [\"cold\"], \"unsure\": [\"cold\"]}}}", "choice-in-both", Some("signs")),
        (b"{\"answers\": {\"signs\": [\"cold\", 3]}}", "wrong-type", Some("signs")),
        // What JSON allows and no program can hold.
        (b"{\"answers\": {\"age\": 1e400}}", "out-of-range", Some("age")),
        (b"{\"answers\": {\"age\": -1e400}}", "out-of-range", Some("age")),
        (b"{\"answers\": {\"age\": 12345678901234567890123}}", "out-of-range", Some("age")),
        (b"{\"answers\": {\"age\": -0.00000000001}}", "out-of-range", Some("age")),
        (b"{\"answers\": {\"age\": 61.00000000001}}", "too-many-decimals", Some("age")),
        (b"{\"answers\": {\"age\": 1e-300}}", "too-many-decimals", Some("age")),
        (b"{\"answers\": {\"side\": 1e400}}", "wrong-type", Some("side")),
        (b"{\"answers\": {\"side\": \"\\ud800\"}}", "wrong-type", Some("side")),
        (b"{\"answers\": {\"signs\": [1e400]}}", "wrong-type", Some("signs")),
        (deep.as_bytes(), "wrong-type", Some("signs")),
    ];
    let mut input = b"\n  \n".to_vec();
    for (line, ..) in lines {
        input.extend_from_slice(line);
        input.extend_from_slice(b"\n{\"answers\": {}}\r\n");
    }
    let (text, status) = eval(&input);
    assert_eq!(status, 1);
    let written: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(written.len(), 2 * lines.len());
    for (i, (line, code, question)) in lines.iter().enumerate() {
        let error = &written[2 * i];
        let line = String::from_utf8_lossy(line);
        assert_eq!(error["error"]["code"], **code, "{line}: {error}");
        assert_eq!(error["error"]["question"].as_str(), *question, "{line}: {error}");
        assert_eq!(error["line"], 2 * i + 3, "{line}: {error}");
        assert!(error["error"]["message"].as_str().is_some_and(|message| message.len() > 10), "{line}: {error}");
        assert_eq!(written[2 * i + 1]["status"], "incomplete");
    }
}

#[test]
fn an_error_keeps_the_id_wherever_it_stands() {
    for line in [r#"{"id": "x", "answers": {"age": 500}}"#, r#"{"answers": {"age": 500}, "id": "x"}"#] {
        let (text, status) = eval(line.as_bytes());
        assert!(
            text.starts_with(r#"{"id":"x","line":1,"error":{"code":"out-of-range","question":"age","message":""#),
            "{text}"
        );
        assert_eq!(status, 1);
    }
}

#[test]
fn a_line_is_answered_before_the_next_is_written() {
    let mut child = redflag(&["eval", SWELLING]).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for i in 0..3 {
        writeln!(stdin, "{{\"id\": {i}, \"answers\": {{}}}}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":{i},")), "{line}");
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn many_lines_keep_their_order() {
    let mut input = Vec::new();
    for i in 0..20_000 {
        writeln!(input, "{{\"id\": {i}, \"answers\": {{\"age\": {}}}}}", i % 150).unwrap();
    }
    let (text, status) = eval(&input);
    assert_eq!(status, 1);
    for (i, line) in text.lines().enumerate() {
        let expected = if i % 150 > 120 { "\"line\":" } else { "\"status\":" };
        assert!(line.starts_with(&format!("{{\"id\":{i},{expected}")), "{line}");
    }
    assert_eq!(text.lines().count(), 20_000);
}

#[test]
fn what_cannot_be_run_is_said_and_ends_with_two() {
    for args in [
        &["eval", "no-such-questionnaire"][..],
        &["eval", SWELLING, "no-such-file"],
        &["eval", "tests/findings/unknown-question"],
        // The words of a site that are none are not passed over.
        &["eval", SWELLING, "--site", "tests/eval.rs"],
        &["eval"],
    ] {
        let output = redflag(args).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

/// The field of a running process, in kilobytes.
#[cfg(target_os = "linux")]
fn held(child: &std::process::Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    // Lines that are short and outcomes that are long, which is the worst there is; then errors, and lines that are long.
    let short = "{\"answers\":{}}\n".repeat(10_000);
    let wrong = "{\"answers\":{\"age\":500}}\n".repeat(10_000);
    let long = format!("{{\"answers\":{{\"remarks\":\"{}\"}}}}\n", "x".repeat(1_000_000));
    let mut child = redflag(&["eval", SWELLING, "--threads", "2"]).stdout(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut written = 0;
    for text in [&short, &wrong, &long] {
        for _ in 0..30 {
            stdin.write_all(text.as_bytes()).unwrap();
            written += text.len();
        }
    }
    let held = held(&child);
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(written > 40_000_000 && held < 40_000, "{held} KB were held of {written} bytes in, and as many times out");
}

#[test]
fn every_core_writes_in_the_order_of_the_input() {
    // Pieces of very different cost, so that later ones are done before earlier ones.
    let mut input = Vec::new();
    for i in 0..60_000 {
        match i / 3_000 % 3 {
            0 => writeln!(input, "{{\"id\": {i}, \"answers\": {{}}}}").unwrap(),
            1 => writeln!(input, "{{\"id\": {i}, \"answers\": {{\"side\": \"\\u006ceft\"}}}}").unwrap(),
            _ => writeln!(input, "{{\"id\": {i}, \"answers\": {{\"age\": 500, \"note\": 1}}}}").unwrap(),
        }
    }
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("order.ndjson");
    std::fs::write(&file, input).unwrap();
    let run = |threads: &str| {
        let args = ["eval", SWELLING, file.to_str().unwrap(), "--threads", threads];
        redflag(&args).stdin(Stdio::null()).output().unwrap()
    };
    let one = run("1");
    assert_eq!(one.status.code(), Some(1));
    let text = String::from_utf8(one.stdout.clone()).unwrap();
    for (i, line) in text.lines().enumerate() {
        assert!(line.starts_with(&format!("{{\"id\":{i},")), "{line}");
        if line.contains("\"error\"") {
            assert!(line.contains(&format!(",\"line\":{},", i + 1)), "{line}");
        }
    }
    assert_eq!(text.lines().count(), 60_000);
    assert!(run("8").stdout == one.stdout, "eight threads say what one does");
}

#[test]
fn options_that_are_wrong_say_what_there_is() {
    for (args, said) in [(["--only", "urgancy"], "urgency"), (["--threads", "0"], "0"), (["--input", "xml"], "ndjson")]
    {
        let output = redflag(&["eval", SWELLING]).args(args).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(said), "{args:?}");
    }
}

#[test]
fn a_line_is_too_long_wherever_it_is_cut() {
    let of = |length: usize| {
        let start = "{\"answers\":{\"remarks\":\"";
        format!("{start}{}\"}}}}\n", "x".repeat(length - start.len() - 3))
    };
    let longest = redflag::replay::LONGEST_LINE;
    let lines = [of(longest), of(longest + 1), "{\"answers\":{}}\n".to_owned(), of(longest * 2), of(longest)];
    let (text, status) = eval(lines.concat().as_bytes());
    assert_eq!(status, 1);
    let codes: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["error"]["code"].clone())
        .collect();
    let [used, refused] = [serde_json::Value::Null, "line-too-long".into()];
    assert_eq!(codes, [used.clone(), refused.clone(), used.clone(), refused, used]);
}
