//! Every example in README.md does what the README says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};
use std::process::Command;

const README: &str = include_str!("../README.md");

/// The fenced blocks of that kind, each with the last line of text before it.
fn blocks(kind: &str) -> Vec<(&'static str, &'static str)> {
    let fence = format!("```{kind}\n");
    let mut blocks = Vec::new();
    let mut rest = 0;
    while let Some(start) = README[rest..].find(&fence) {
        let start = rest + start;
        let body = start + fence.len();
        let end = body + README[body..].find("\n```").unwrap() + 1;
        let before = README[..start].trim_end().lines().last().unwrap();
        blocks.push((before, &README[body..end]));
        rest = end + 3;
    }
    blocks
}

/// The README's questionnaire and its patients, written into a folder.
fn written() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    std::fs::create_dir_all(folder.join("sprain")).unwrap();
    let files = blocks("ron");
    assert_eq!(files.len(), 3);
    for (before, text) in files {
        let name = before.rsplit('`').nth(1).unwrap();
        assert!(name.starts_with("sprain/"), "{before}");
        std::fs::write(folder.join(name), text).unwrap();
    }
    let [(_, patients)] = blocks("json")[..] else { panic!("one block of patients") };
    std::fs::write(folder.join("patients.ndjson"), patients).unwrap();
    let [(_, patients)] = blocks("csv")[..] else { panic!("one sheet of patients") };
    std::fs::write(folder.join("patients.csv"), patients).unwrap();
    let next = folder.join("sprain-next");
    std::fs::create_dir_all(&next).unwrap();
    for (name, was, is) in [
        ("questionnaire.ron", "id: \"sprain\"", "id: \"sprain-next\""),
        ("ankle.ron", "urgency: Orange", "urgency: Red"),
    ] {
        let text = std::fs::read_to_string(folder.join("sprain").join(name)).unwrap();
        assert_eq!(text.matches(was).count(), 1);
        std::fs::write(next.join(name), text.replace(was, is)).unwrap();
    }
    folder
}

#[test]
fn what_the_readme_shows_of_the_command_line_is_what_comes() {
    let folder = written();
    let mut commands = 0;
    for (_, block) in blocks("console") {
        for session in block.split("$ ").filter(|session| !session.is_empty()) {
            let (command, expected) = session.split_once('\n').unwrap();
            let words: Vec<&str> = command.split(' ').collect();
            assert_eq!(words[0], "redflag");
            let output =
                Command::new(env!("CARGO_BIN_EXE_redflag")).args(&words[1..]).current_dir(&folder).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let got = String::from_utf8(output.stdout).unwrap();
            snapbox::assert_data_eq!(got.trim_end(), expected.trim_end().to_owned());
            commands += 1;
        }
    }
    assert_eq!(commands, 6);
}

#[test]
fn every_command_and_option_that_the_readme_names_is_known() {
    let help = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_redflag")).args(args).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let all = help(&["--help"]);
    let run = help(&["run", "--help"]);
    let check = help(&["check", "--help"]);
    for option in ["--json", "--deny-warnings", "--time-limit"] {
        assert!(README.contains(option) && check.contains(option), "{option}");
    }
    let test = help(&["test", "--help"]);
    for option in ["--json", "--coverage", "--min-coverage", "--suggest"] {
        assert!(README.contains(option) && test.contains(option), "{option}");
    }
    for command in ["run", "kiosk", "list", "check", "test", "watch", "diff", "show", "translate", "eval", "records"] {
        assert!(README.contains(&format!("`redflag {command}")), "{command}");
        assert!(all.contains(&format!("  {command} ")), "{command}");
    }
    for option in [
        "--plain",
        "--lang",
        "--color",
        "--theme",
        "--ascii",
        "--reference",
        "--records",
        "--key-file",
        "--operator",
        "--site",
        "--key-guard",
        "--draft",
        "--questionnaires",
    ] {
        assert!(README.contains(option) && run.contains(option), "{option}");
    }
}

/// What plain mode says is what the README shows of it.
#[test]
fn the_readme_s_lines_are_what_is_said() {
    use std::io::Write as _;
    let [(_, shown)] = blocks("plain")[..] else { panic!("one session") };
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(["run", "leg-symptoms", "--plain"]).env_clear();
    let mut child = command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"\n3\n").unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    // What was typed stands on the terminal, and not in what was said.
    assert!(said.contains(&shown.replace("\n> 3\n", "\n> ")), "{said}");
}

/// The commands about records do what they are shown to do, one after the other.
#[test]
fn the_readme_s_records_are_kept() {
    let [(_, script)] = blocks("sh records")[..] else { panic!("one session") };
    let folder = tempfile::TempDir::new().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_redflag")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-e", "-c", script]).current_dir(folder.path()).env("PATH", path).env("HOME", folder.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    for part in [
        "sealed by its key file",
        "unfinished",
        "operator: N. Ito",
        "answered body-signs",
        "\"QuestionnaireResponse\"",
        "Nothing was changed, removed, swapped or cut off.",
        "Nothing is that old.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// The commands of a kiosk are ones that the program takes: it gets as far as to miss its terminal.
#[test]
fn the_readme_s_kiosk_starts() {
    let [(_, unit)] = blocks("ini")[..] else { panic!("one unit") };
    let [(_, profile)] = blocks("sh kiosk")[..] else { panic!("one profile") };
    let started = unit.lines().find_map(|line| line.strip_prefix("ExecStart=/usr/local/bin/redflag ")).unwrap();
    let profile = profile.split_once("&& redflag ").unwrap().1.split_once(';').unwrap().0;
    for line in [started, profile] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        let output = command.args(line.split(' ')).stdin(std::process::Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("a kiosk needs a terminal"), "{line}: {said}");
    }
}

#[path = "support/load.rs"]
mod load;

#[test]
fn the_readme_s_cases_come_true() {
    let folder = written();
    let questionnaire = load::sound(folder.join("sprain"));
    let plan = std::rc::Rc::new(redflag::interview::Plan::new(questionnaire));
    assert_eq!(plan.questionnaire.cases.len(), 2);
    for case in &plan.questionnaire.cases {
        assert_eq!(redflag::proof::cases::run(&plan, case), [], "{}", case.name);
    }
}

#[path = "support/mod.rs"]
mod support;

/// A cramp in the calf three nights a week, by keys: what the README shows is what then stands on the screen.
#[test]
fn the_readme_s_picture_is_the_recommendation() {
    let plan = std::rc::Rc::new(redflag::interview::Plan::new(load::sound("questionnaires/leg-symptoms")));
    // With large letters, as it comes.
    let mut screen = support::Screen::with(redflag::app::Setup { large: true, ..support::setup(plan) });
    screen.keys("enter 0 0 0 0 2 1 0 1 0 0 0 1 enter 0");
    let [(_, picture)] = blocks("text")[..] else { panic!("one picture") };
    snapbox::assert_data_eq!(screen.text(), picture.trim_end().to_owned());
}
