//! The authoring guide is true: its example loads without findings, and it lists every code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use redflag::questionnaire::{Code, Files, LARGEST_FILE, Site, draw};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

#[path = "support/findings.rs"]
mod findings;

fn guide() -> String {
    std::fs::read_to_string(folder::tests().parent().unwrap().join("questionnaires/README.md")).unwrap()
}

#[test]
fn its_example_is_sound() {
    let guide = guide();
    let mut files = Files { folder: "sore-ankle".to_owned(), files: Vec::new() };
    for block in guide.split("```ron\n").skip(1) {
        let text = block.split("```").next().unwrap();
        let name = text.lines().next().unwrap().strip_prefix("// sore-ankle/").unwrap();
        folder::set(&mut files, name, text);
    }
    assert_eq!(files.files.len(), 4);
    let (questionnaire, findings) = findings::findings_of(&files);
    assert!(findings.is_empty(), "{}", draw(&findings, &files, &Site::default(), false));
    assert_eq!(questionnaire.unwrap().cases.len(), 2);
}

#[test]
fn its_table_lists_every_code_as_it_is() {
    let guide = guide();
    let table = guide.split("| code | severity | meaning |").nth(1).unwrap();
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let row = |code: &Code| format!("| `{}` | {} | {} |", code.word(), code.severity().word(), code.meaning());
    let expected: Vec<String> = Code::ALL.iter().map(row).collect();
    assert_eq!(rows, expected, "the table must be:\n{}", expected.join("\n"));
}

#[test]
fn it_says_how_large_a_file_may_be() {
    let limit = format!("at most {} MiB", LARGEST_FILE / (1024 * 1024));
    assert!(guide().replace('\n', " ").replace("  ", " ").contains(&limit), "{limit}");
}

#[test]
fn it_names_every_field() {
    let guide = guide();
    for field in [
        "format",
        "id",
        "version",
        "title",
        "audience",
        "reviewed",
        "review_due",
        "language",
        "stop_at",
        "terms",
        "intro",
        "sources",
        "dispositions",
        "sections",
        "guarantees",
        "publisher",
        "year",
        "url",
        "act",
        "within",
        "given",
        "then",
        "never_lowers",
        "when",
        "questions",
        "scores",
        "rules",
        "advice",
        "ask",
        "help",
        "unsure",
        "cite",
        "answer",
        "unit",
        "min",
        "max",
        "decimals",
        "likely",
        "label",
        "aliases",
        "tags",
        "points",
        "urgency",
        "hand_over",
        "because",
        "kind",
        "contradicts",
        "text",
        "name",
        "answers",
        "expect",
        "fires",
        "not_fires",
        "not_ruled_out",
        "advised",
        "not_advised",
        "status",
    ] {
        assert!(guide.contains(&format!("`{field}`")) || guide.contains(&format!("{field}: ")), "{field}");
    }
}
