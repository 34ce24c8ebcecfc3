//! The authoring guide is true: its example is proved without findings, what it shows of the program is what comes, and it
//! lists every code.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use redflag::questionnaire::{Code, Files, LARGEST_FILE, Site, draw, translate};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

#[path = "support/findings.rs"]
mod findings;

fn guide() -> String {
    std::fs::read_to_string(folder::tests().parent().unwrap().join("questionnaires/README.md")).unwrap()
}

/// The fenced blocks of that kind.
fn blocks<'g>(guide: &'g str, kind: &str) -> Vec<&'g str> {
    let fence = format!("```{kind}\n");
    guide.split(fence.as_str()).skip(1).map(|block| block.split("```").next().unwrap()).collect()
}

/// The example, and the guarantees that the chapter on the method tries on it.
fn sore_ankle(guide: &str) -> (Files, Vec<String>) {
    let mut files = Files { folder: "sore-ankle".to_owned(), files: Vec::new() };
    let mut guarantees = Vec::new();
    for text in blocks(guide, "ron") {
        match text.lines().next().unwrap().strip_prefix("// sore-ankle/") {
            Some(name) => folder::set(&mut files, name, text),
            None => guarantees.push(text.trim_end().to_owned()),
        }
    }
    (files, guarantees)
}

#[test]
fn its_example_is_sound() {
    let guide = guide();
    let (files, guarantees) = sore_ankle(&guide);
    assert_eq!((files.files.len(), guarantees.len()), (4, 2));
    let (questionnaire, findings) = findings::findings_of(&files);
    assert!(findings.is_empty(), "{}", draw(&findings, &files, &Site::default(), false));
    assert_eq!(questionnaire.unwrap().cases.len(), 2);
}

/// Writes the example, with this guarantee behind its own.
fn write_with(files: &Files, guarantee: &str, folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for file in &files.files {
        let mut text = String::from_utf8(file.bytes.to_vec()).unwrap();
        if file.name == "questionnaire.ron" {
            let (own, end) = text.rsplit_once("    ],\n)").unwrap();
            text = format!("{own}        {guarantee}\n    ],\n){end}");
        }
        fs::write(folder.join(&file.name), text).unwrap();
    }
}

/// What comes of a command line of the guide, run beside the example.
fn run(line: &str, beside: &Path) -> String {
    let (input, command) = match line.strip_prefix("echo '") {
        Some(rest) => rest.split_once("' | ").unwrap(),
        None => ("", line),
    };
    let words: Vec<&str> = command.split(' ').collect();
    assert_eq!(words[0], "redflag");
    let mut child = Command::new(env!("CARGO_BIN_EXE_redflag"));
    child.args(&words[1..]).current_dir(beside).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = child.spawn().unwrap();
    // Who reads no input may be gone before it is written.
    let _ = writeln!(child.stdin.take().unwrap(), "{input}");
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

#[test]
fn what_its_method_shows_is_what_comes() {
    let guide = guide();
    let (files, guarantees) = sore_ankle(&guide);
    let [broken, corrected] = &guarantees[..] else { panic!("{guarantees:?}") };
    let [check, eval, check_again] = blocks(&guide, "console")[..] else { panic!("three sessions") };
    for (guarantee, sessions) in [(broken, vec![check, eval]), (corrected, vec![check_again])] {
        let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide");
        write_with(&files, guarantee, &beside.join("sore-ankle"));
        for session in sessions {
            let (line, expected) = session.split_once('\n').unwrap();
            let got = run(line.strip_prefix("$ ").unwrap(), &beside);
            snapbox::assert_data_eq!(got, expected.to_owned());
        }
    }
}

/// The translation that the guide shows is read, and nothing is wrong with it but what it leaves out.
#[test]
fn its_translation_is_one() {
    let guide = guide();
    let (mut files, _) = sore_ankle(&guide);
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide-translation");
    let _ = fs::remove_dir_all(&beside);
    fs::create_dir_all(beside.join("sore-ankle")).unwrap();
    for file in &files.files {
        fs::write(beside.join("sore-ankle").join(&file.name), &file.bytes).unwrap();
    }
    let [session] = blocks(&guide, "console translation")[..] else { panic!("one session") };
    let (line, expected) = session.split_once('\n').unwrap();
    assert_eq!(run(line.strip_prefix("$ ").unwrap(), &beside), expected);

    let [shown] = blocks(&guide, "ron translation")[..] else { panic!("one translation") };
    folder::set(&mut files, "lang/es.ron", shown);
    let (translation, findings) = translate(&files, &Site::default(), "es");
    let translation = translation.unwrap();
    assert!(findings.iter().all(|finding| finding.code == Code::TranslationMissing));
    assert_eq!((findings.len(), translation.untranslated), (29, 29));
    let foot = &translation.questionnaire.questions[0];
    assert_eq!(
        (foot.ask.as_str(), foot.help.as_deref()),
        ("¿Qué muestra el pie?", Some("Compare it with the other foot."))
    );
    let bruise = &foot.choices()[2];
    assert_eq!((bruise.label.as_str(), bruise.aliases.join(",")), ("Moratón", "cardenal,Bruised,blue mark".to_owned()));
}

/// The suggested case that the guide shows, and what it says of the others.
#[test]
fn the_suggested_case_that_it_shows_is_suggested() {
    let guide = guide();
    let (files, _) = sore_ankle(&guide);
    let beside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide-suggest");
    fs::create_dir_all(beside.join("sore-ankle")).unwrap();
    for file in &files.files {
        fs::write(beside.join("sore-ankle").join(&file.name), &file.bytes).unwrap();
    }
    let suggested = run("redflag test ./sore-ankle --suggest", &beside);
    let [shown] = blocks(&guide, "text")[..] else { panic!("one case") };
    assert!(suggested.contains(shown), "{suggested}");
    let names = suggested.lines().filter_map(|line| line.trim().strip_prefix("name: "));
    assert!(names.clone().count() > 1 && names.clone().all(|name| name.starts_with("\"REVIEW: ")), "{suggested}");
}

/// The other way out that the method names: the rule is corrected, and a question is left that changes nothing.
#[test]
fn the_corrected_rule_keeps_the_guarantee_and_leaves_a_question_over() {
    let guide = guide();
    let (mut files, guarantees) = sore_ankle(&guide);
    let condition = r#"when: Any([Score("break", 2), No("steps")])"#;
    assert!(guide.contains(&format!("`{condition}`")));
    let ankle = files.files.iter().find(|file| file.name == "ankle.ron").unwrap();
    let text = String::from_utf8(ankle.bytes.to_vec()).unwrap();
    assert_eq!(text.matches(r#"when: Score("break", 2)"#).count(), 1);
    folder::set(&mut files, "ankle.ron", text.replace(r#"when: Score("break", 2)"#, condition));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guide-rule/sore-ankle");
    write_with(&files, &guarantees[0], &folder);
    let (_, findings) = findings::findings_of(&folder::read(&folder, "sore-ankle"));
    let [left_over] = &findings[..] else { panic!("{findings:#?}") };
    assert_eq!(left_over.code, Code::QuestionWithoutEffect);
    assert!(left_over.message.contains("\"days\""), "{}", left_over.message);
}

#[test]
fn of_two_parts_that_say_the_same_the_second_is_found() {
    let guide = guide().split_whitespace().collect::<Vec<_>>().join(" ");
    let (ten, three) = (r#"AtLeast("days", 10)"#, r#"AtLeast("days", 3)"#);
    assert!(guide.contains(&format!("`All([{ten}, {three}])` has a part that is always true")));
    for (first, second, expected) in [(ten, three, vec![Code::ConditionAlways]), (three, ten, vec![])] {
        let (mut files, _) = sore_ankle(&self::guide());
        let ankle = files.files.iter().find(|file| file.name == "ankle.ron").unwrap();
        let text = String::from_utf8(ankle.bytes.to_vec()).unwrap();
        let always = r#"text: "Come back if the foot becomes cold or numb""#;
        assert!(text.contains(always));
        let sometimes = format!("{always}, when: All([{first}, {second}])");
        folder::set(&mut files, "ankle.ron", text.replace(always, &sometimes));
        let codes: Vec<Code> = findings::findings_of(&files).1.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, expected);
    }
}

#[test]
fn it_names_what_every_proof_finds() {
    let guide = guide();
    let chapter = guide.split("## What check proves").nth(1).unwrap().split("\n## ").next().unwrap();
    let (first, last) = (Code::GuaranteeBroken, Code::GuaranteeEmpty);
    let proofs: Vec<&Code> = Code::ALL.iter().filter(|code| (first..=last).contains(code)).collect();
    assert_eq!(proofs.len(), 12);
    for code in proofs {
        assert!(chapter.contains(&format!("`{}`", code.word())), "{}", code.word());
    }
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
