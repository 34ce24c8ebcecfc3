//! `redflag eval` with CSV, on the real program: a row is what its line of JSON would be, and a broken one costs itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const SWELLING: &str = "tests/questionnaires/swelling";

fn eval(name: &str, patients: impl AsRef<[u8]>, args: &[&str]) -> Output {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sheet");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    std::fs::write(&file, patients).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    command.args(["eval", SWELLING]).arg(&file).args(args).output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_row_is_what_its_line_of_json_is() {
    let rows = "\u{feff}id,remarks,chest-pain,signs,side,age,girth,cancer,other-cause,medicines,dose-raised\r\n\
        p1,\"a, \"\"b\"\"\nand more\",no,[],left,61,4.5,no,unsure,amlodipine;?ibuprofen,true\r\n\
        p2,,yes,,,,,,,,\r\n\
        \r\n\
        p3,,no,?cold; blue,both,70.0,,,,,\r\n\
        ,,unsure,unsure,,,,,,,\r\n\
        p5,x,false,;,right,18,0,no,no,\"{\"\"unsure\"\": [\"\"felodipine\"\"]}\",no";
    let same = r#"{"id":"p1","answers":{"remarks":"a, \"b\"\nand more","chest-pain":"no","signs":[],"side":"left","age":61,"girth":4.5,"cancer":"no","other-cause":"unsure","medicines":{"yes":["amlodipine"],"unsure":["ibuprofen"]},"dose-raised":true}}
{"id":"p2","answers":{"chest-pain":"yes"}}
{"id":"p3","answers":{"chest-pain":"no","signs":{"yes":["blue"],"unsure":["cold"]},"side":"both","age":70}}
{"answers":{"chest-pain":"unsure","signs":"unsure"}}
{"id":"p5","answers":{"remarks":"x","chest-pain":"no","signs":[],"side":"right","age":18,"girth":0,"cancer":"no","other-cause":"no","medicines":{"unsure":["felodipine"]},"dose-raised":"no"}}
"#;
    let [sheet, json] = [eval("same.csv", rows, &[]), eval("same.ndjson", same, &[])];
    assert_eq!(json.status.code(), Some(0));
    assert_eq!(String::from_utf8(sheet.stdout).unwrap(), String::from_utf8(json.stdout).unwrap());
    assert_eq!(sheet.status.code(), Some(0));
}

#[test]
fn a_broken_row_costs_only_itself_and_is_named_by_its_line() {
    let rows = "id,chest-pain,age\n\
        a,yes,50\n\
        b,yes\n\
        c,perhaps,50\n\
        d,\"no,50\n\
        e,no,50,,\n\
        f,no,old\n\
        g,no,\"50\"\n\
        h,no,500\n\
        i,\"yes\",51\n";
    let output = eval("broken.csv", rows, &[]);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    let found: Vec<(Option<&str>, Option<u64>, Option<&str>)> =
        lines.iter().map(|line| (line["id"].as_str(), line["line"].as_u64(), line["error"]["code"].as_str())).collect();
    assert_eq!(
        found,
        [
            (Some("a"), None, None),
            (None, Some(3), Some("wrong-columns")),
            (Some("c"), Some(4), Some("wrong-type")),
            // The quote that opens here seems to end at the next one, four lines on.
            (None, Some(5), Some("wrong-columns")),
            (None, Some(6), Some("wrong-columns")),
            (Some("f"), Some(7), Some("wrong-type")),
            (Some("g"), None, None),
            (Some("h"), Some(9), Some("out-of-range")),
            (Some("i"), None, None),
        ]
    );
    let open = eval("open.csv", "id,chest-pain\na,\"yes\nb,no\n", &[]);
    let codes: Vec<Value> = self::lines(&open).iter().map(|line| line["error"]["code"].clone()).collect();
    assert_eq!(codes, ["open-quote".into(), Value::Null]);
}

#[test]
fn a_row_that_is_not_utf_8_is_no_other_patient() {
    // As some spreadsheets write it: one byte for each letter.
    let output = eval("latin.csv", b"id,chest-pain\nZo\xeb,yes\nZo\xc3\xab,no\n", &[]);
    assert_eq!(output.status.code(), Some(1));
    let lines = lines(&output);
    assert_eq!((&lines[0]["error"]["code"], &lines[0]["line"]), (&"not-utf8".into(), &2.into()));
    assert_eq!(lines[1]["id"], "Zo\u{eb}");
}

#[test]
fn a_header_that_names_no_question_is_refused_with_what_was_meant() {
    for (rows, said) in [
        ("id,chest-pian\na,yes\n", "did you mean \"chest-pain\"?"),
        ("id,age,age\na,1,2\n", "\"age\" stands in the header twice"),
        ("", "no header"),
    ] {
        let output = eval("header.csv", rows, &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn outcomes_are_written_as_rows() {
    let patients = "{\"id\": \"a,b\", \"answers\": {\"chest-pain\": \"no\", \"signs\": [], \"side\": \"left\", \"girth\": 4}}\n\
        {\"id\": 7, \"answers\": {\"chest-pain\": \"yes\"}}\n\
        {\"id\": null, \"answers\": {\"age\": 500}}\n";
    let output = eval("rows.ndjson", patients, &["--output", "csv", "--only", "urgency,status,scores,not_ruled_out"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let names: Vec<&str> = vec![
        "id",
        "status",
        "urgency",
        "not_ruled_out",
        "clot.low",
        "clot.high",
        "line",
        "error_code",
        "error_question",
        "error_message",
    ];
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!((&rows[0][0], &rows[0][1], &rows[0][2]), ("a,b", "incomplete", ""));
    // The calf counts 1, cancer perhaps 1 more, another cause perhaps takes 2 off.
    assert_eq!((&rows[0][4], &rows[0][5]), ("-1", "2"));
    assert_eq!((&rows[1][0], &rows[1][1], &rows[1][2]), ("7", "stopped", "Red"));
    assert_eq!((&rows[2][0], &rows[2][6], &rows[2][7], &rows[2][8]), ("", "3", "out-of-range", "age"));
}
