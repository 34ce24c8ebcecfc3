//! Every code has an example under `tests/findings/`, and the example gives exactly that finding at its place.
//!
//! An example is the questionnaire `tests/questionnaires/small` with its own files in place of those of the same
//! name. Its file `expected` says what must be found, `code file:line:column`, placed by hand. A line `without FILE`
//! takes a file away, a line `grow FILE` fills one up beyond the size that is read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jiff::civil::Date;
use redflag::questionnaire::{Code, Files, Finding, LARGEST_FILE, Severity, Site, draw, read};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// `code file:line:column` of each finding, in their order.
fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}:{}:{}", f.code.word(), f.file, f.line, f.column)).collect()
}

fn small() -> Files {
    folder::read(&folder::tests().join("questionnaires/small"), "small")
}

/// The small questionnaire with one piece of a file replaced.
fn changed(changes: &[(&str, &str, &str)]) -> Files {
    let mut files = small();
    for (file, old, new) in changes {
        let found = files.files.iter().find(|f| f.name == *file).unwrap();
        let text = String::from_utf8(found.bytes.to_vec()).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        folder::set(&mut files, file, text.replace(old, new));
    }
    files
}

fn example(folder: &Path) -> (Files, Vec<String>) {
    let mut files = small();
    folder::overlay(&mut files, folder, "");
    let mut expected = Vec::new();
    for line in fs::read_to_string(folder.join("expected")).unwrap().lines() {
        match line.split_once(' ') {
            Some(("without", file)) => folder::without(&mut files, file),
            Some(("grow", file)) => folder::set(&mut files, file, vec![b' '; LARGEST_FILE + 1]),
            _ => expected.push(line.to_owned()),
        }
    }
    (files, expected)
}

#[test]
fn the_questionnaires_of_the_tests_are_sound() {
    for name in ["small", "swelling"] {
        let files = folder::read(&folder::tests().join("questionnaires").join(name), name);
        let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
        assert!(questionnaire.is_some() && findings.is_empty(), "{}", draw(&findings, &files, &Site::default(), false));
    }
}

#[test]
fn every_example_gives_exactly_its_finding() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder::tests().join("findings")).unwrap() {
        let path = entry.unwrap().path();
        let (files, expected) = example(&path);
        let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
        if lines(&findings) != expected {
            wrong.push(format!("{}\n  expected {expected:?}\n  found    {:?}", path.display(), lines(&findings)));
        }
        let errors = findings.iter().any(|finding| finding.severity() == Severity::Error);
        assert_eq!(questionnaire.is_none(), errors, "{}", path.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_an_example_and_every_example_is_a_code() {
    let entries = fs::read_dir(folder::tests().join("findings")).unwrap();
    let examples: BTreeSet<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.word().to_owned()).collect();
    assert_eq!(examples, codes);
    for name in &examples {
        let (_, expected) = example(&folder::tests().join("findings").join(name));
        assert!(
            matches!(&expected[..], [only] if only.starts_with(&format!("{name} "))),
            "{name} expects {expected:?}"
        );
    }
}

#[test]
fn every_finding_says_what_to_do() {
    for code in Code::ALL {
        let (files, _) = example(&folder::tests().join("findings").join(code.word()));
        for finding in read(&files, &Site::default(), TODAY).1 {
            for text in [&finding.message, &finding.help] {
                assert!(text.chars().count() > 5 && !text.contains(char::is_control), "{}: {text:?}", code.word());
            }
            assert!(finding.help.ends_with(['.', '?']), "{}: {:?}", code.word(), finding.help);
            assert!(!finding.message.ends_with('.'), "{}: {:?}", code.word(), finding.message);
        }
    }
}
