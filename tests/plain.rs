//! Plain mode, as the real program: through pipes, and on a terminal that can only append.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[cfg(unix)]
#[path = "support/pty.rs"]
mod pty;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program says to these lines, and its exit status.
fn said(args: &[&str], lines: &str) -> (String, i32) {
    said_in(&folder("any"), args, lines)
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("plain").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn said_in(folder: &Path, args: &[&str], lines: &str) -> (String, i32) {
    said_with(folder, "", args, lines)
}

/// The same with programs in the folders of that PATH.
fn said_with(folder: &Path, path: &str, args: &[&str], lines: &str) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command
        .args(args)
        .env_clear()
        .env("PATH", path)
        .current_dir(folder)
        .env("HOME", folder)
        .env("TERM", "xterm-256color");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(lines.as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "only text and line ends: {text:?}");
    assert!(!text.contains(['\u{2500}', '\u{2502}', '[']), "no boxes, no signs: {text}");
    (text, output.status.code().unwrap())
}

const LEGS: &[&str] = &["run", "leg-symptoms", "--plain"];

#[test]
fn an_emergency_is_said_as_a_word_first() {
    let (text, status) = said(LEGS, "\n3\n\n:quit\ny\n");
    assert_eq!(status, 0, "{text}");
    assert!(
        text.contains(
            "\n> Answered: Pain, tightness or pressure in the chest\nRecommendation: RED, Emergency now, 1 of 5\n"
        ),
        "{text}"
    );
    let recommendation = text.split("Recommendation: RED").nth(2).unwrap();
    for words in ["Call 999 now", "Because", "sha256:", "interview stopped"] {
        assert!(recommendation.contains(words), "{words} in {recommendation}");
    }
}

#[test]
fn the_end_of_the_input_is_never_an_answer() {
    for lines in ["", "\n", "\n0\n", "\n0\n0\n:note\n", "\n3", "\n:quit\n"] {
        let (text, status) = said(LEGS, lines);
        // A line that breaks off is what came before something went wrong, and no answer.
        let done = lines == "\n:quit\n";
        assert_eq!(status, if done { 0 } else { 3 }, "{lines:?}: {text}");
        assert_eq!(text.contains("the interview is abandoned"), !done, "{lines:?}: {text}");
    }
}

#[test]
fn a_line_that_is_no_answer_is_refused_with_the_reason_and_nothing_moves() {
    for (line, why) in [
        ("zzz", "Not accepted: there is no number zzz here."),
        ("10", "Not accepted: there is no number 10 here."),
        ("1 1?", "Not accepted: there is no number 1? here."),
        ("0 1", "Not accepted: there is no number 0 here."),
        (":nonsense", "Not accepted: there is no command :nonsense here."),
        (":go", "Not accepted: there is no command :go here."),
        (":", "Not accepted: there is no command : here."),
    ] {
        let (text, status) = said(LEGS, &format!("\n{line}\n"));
        assert_eq!(status, 3);
        assert!(text.contains(&format!("\n> {why}\n")), "{line}: {text}");
        assert_eq!(text.matches("Is any of this happening now?").count(), 1, "nothing is said twice: {text}");
    }
}

/// At an emergency there is no note, and `n` is not the next patient.
#[test]
fn an_abbreviation_never_means_another_command() {
    let (text, status) = said(LEGS, "\n3\n:n\n");
    assert!(text.contains("there is no command :n here"), "{text}");
    assert_eq!((status, text.matches("Is any of this happening now?").count()), (0, 1), "{text}");
}

#[test]
fn what_is_entered_cannot_write_to_the_terminal() {
    for lines in ["\n\x1bc3\n", "\n0\n:note\n\x1bcred\x07\n:note\n", "\n0\0\n", "\n\u{feff}0\n"] {
        // `said` refuses every control character.
        let (text, status) = said(LEGS, lines);
        assert_eq!(status, 3, "{text}");
    }
    let long = format!("\n{}\n0\n", "1 ".repeat(60_000));
    let (text, _) = said(LEGS, &long);
    assert!(text.contains("this line is too long") && text.contains("Answered: none of these"), "{text}");
}

#[test]
fn a_level_of_the_nurse_s_own_and_a_note_are_said_when_they_are_kept() {
    let (text, _) = said(LEGS, "\n0\n:note\nseen at home\n:override\n1\nbecause\n0\n");
    assert!(text.contains("\n> Note: seen at home\n"), "{text}");
    assert!(text.contains("\n> Chosen by the nurse: RED: Emergency now\n"), "{text}");
}

#[test]
fn every_function_has_a_line() {
    let folder = folder("functions");
    for note in fs::read_dir(&folder).unwrap().flatten().filter(|entry| entry.path().extension().is_some()) {
        fs::remove_file(note.path()).unwrap();
    }
    let lines = [
        ("", "0. Is any of this happening now?"),
        (":help", ":why Why, and on the recommendation"),
        (":about", "Any other key closes this"),
        ("0", "In the last days, is any of this new?"),
        (":note", "Note"),
        ("seen at home", "commands"),
        (":review", "1. Is any of this happening now? none of these"),
        ("1", "Answered: none of these"),
        ("8", "Change this answer?"),
        ("n", "Is any of this happening now?"),
        (":b", "This is the first question."),
        (":find fit", "7. A fit, now or just before"),
        (":override", "2. ORANGE: Same day"),
        ("5", "You lower the level. Write why:"),
        ("", "commands"),
        (":why", "No rule of the questionnaire applies"),
        (":end", "No recommendation: the interview was ended early."),
        (":w", "What would change this"),
        (":save", "Saved: "),
        (":quit", ""),
    ];
    let input: String = lines.iter().map(|(line, _)| format!("{line}\n")).collect();
    let (text, status) = said_in(&folder, LEGS, &input);
    assert_eq!(status, 0, "{text}");
    // What each line led to stands between its prompt and the next.
    let replies: Vec<&str> = text.split("\n> ").skip(1).collect();
    assert_eq!(replies.len(), lines.len(), "{text}");
    for ((line, expected), reply) in lines.iter().zip(&replies) {
        let expected = expected.strip_prefix("0. ").unwrap_or(expected);
        // What keys would do is not said.
        let found = reply.contains(expected) != (expected == "Any other key closes this");
        assert!(found, "{line:?} led to {reply:?}, without {expected:?}");
    }
    let note =
        fs::read_dir(&folder).unwrap().flatten().find(|entry| entry.path().extension().is_some_and(|e| e == "txt"));
    assert!(fs::read_to_string(note.unwrap().path()).unwrap().contains("seen at home"));
}

#[cfg(unix)]
#[test]
fn a_note_is_printed_where_there_is_a_printer() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("printer");
    let lp = folder.join("lp");
    fs::write(&lp, "#!/bin/sh\n/bin/cat >job\n").unwrap();
    fs::set_permissions(&lp, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}", folder.display());
    let lines = "\n3\n\n:save\n\n:save\n3\n2\n:quit\n";
    let (text, status) = said_with(&folder, &path, LEGS, lines);
    assert_eq!(status, 0, "{text}");
    for words in [
        "What with the note?\n1. Save it as a file\n2. Print it\nnumber of what to do with the note; Enter: nothing",
        "there is no number 3 here",
        "The note went to the printer.",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    let job = fs::read_to_string(folder.join("job")).unwrap();
    assert!(job.starts_with("TRIAGE NOTE: Leg cramp or swelling") && job.contains("sha256:"), "{job}");
    // What went to the printer is kept: nobody asked whether to lose it.
    assert!(!text.contains("Leave?"), "{text}");
}

#[test]
fn it_speaks_the_languages_of_the_questionnaire_and_goes_on_record_in_its_own() {
    let (text, status) = said(&["run", "leg-symptoms", "--plain", "--lang", "es"], "\n3\n\n:language\n1\n");
    assert_eq!(status, 0, "{text}");
    assert!(text.starts_with("Calambre"), "{text}");
    assert!(text.contains("This translation") || text.contains("traducción"), "{text}");
    // The last word is English again.
    assert!(text.rsplit("\n> ").nth(1).unwrap().contains("Recommendation: RED, Emergency now, 1 of 5"), "{text}");
    let output = Command::new(env!("CARGO_BIN_EXE_redflag"))
        .args(["run", "leg-symptoms", "--plain", "--lang", "tlh"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(why.contains("has no language tlh; it has: en, ar, es, fr, zh-Hans"), "{why}");
}

/// What the computer speaks is spoken, where there is such a translation that can be read; else the questionnaire's own.
#[test]
fn the_computer_s_language_is_spoken_where_it_can_be() {
    let folder = folder("locale");
    let root = folder.join("roots/swelling");
    fs::create_dir_all(root.join("lang")).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questionnaires/swelling");
    for file in fs::read_dir(&source).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        fs::copy(file.path(), root.join(file.file_name())).unwrap();
    }
    let first_line = |variables: &[(&str, &str)], translation: &str| {
        fs::write(root.join("lang/es.ron"), translation).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        command.args(["run", "swelling", "--questionnaires", "roots", "--plain"]).env_clear().current_dir(&folder);
        let output = command.envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().next().unwrap().to_owned()
    };
    let spanish = fs::read_to_string(source.join("lang/es.ron")).unwrap();
    let (own, other) = ("Swollen leg (test content)", "Pierna hinchada (contenido de prueba)");
    for (variables, expected) in [
        (&[][..], own),
        (&[("LANG", "es_MX.UTF-8")], other),
        (&[("LANG", "es_ES"), ("LC_MESSAGES", "C")], own),
        (&[("LANG", "de_DE"), ("LC_ALL", "es")], other),
        (&[("LANG", "fr_FR.UTF-8")], own),
    ] {
        assert_eq!(first_line(variables, &spanish), expected, "{variables:?}");
    }
    assert_eq!(first_line(&[("LANG", "es_ES.UTF-8")], "Translation("), own, "what cannot be read is not shown");
}

#[test]
fn a_list_of_questionnaires_is_picked_from_by_number() {
    let folder = folder("picker");
    let roots = folder.join("roots/swelling");
    fs::create_dir_all(&roots).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questionnaires/swelling");
    for file in fs::read_dir(source).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        fs::copy(file.path(), roots.join(file.file_name())).unwrap();
    }
    let (text, status) = said_in(&folder, &["--questionnaires", "roots"], "9\n2\n\ny\n\n:quit\ny\n");
    assert!(
        text.starts_with("Which questionnaire?\n1. Leg cramp or swelling 0.2.0\n2. Swollen leg (test content)"),
        "{text}"
    );
    assert!(text.contains("there is no number 9 here"), "{text}");
    assert!(text.contains("Is there chest pain or breathlessness?"), "{text}");
    assert_eq!(status, 0, "{text}");
}

/// Whoever cannot use a screen gets none, without asking.
#[cfg(unix)]
#[test]
fn a_terminal_that_can_only_append_and_a_screen_reader_get_lines() {
    for (variable, value) in [("TERM", "dumb"), ("ACCESSIBLE", "1")] {
        let mut command = pty::command(env!("CARGO_BIN_EXE_redflag"));
        command.args(["run", "leg-symptoms"]);
        command.env(variable, value);
        let mut pty = pty::Pty::start(command, (80, 24));
        pty.wait_for("Enter begins");
        pty.keys("enter");
        pty.wait_for("Is any of this happening now?");
        pty.keys("0 enter");
        pty.wait_for("Answered: none of these");
        assert!(!pty.bytes().contains(&0x1b), "{variable}: no escape codes");
        // Ctrl-D is the end of the input.
        pty.send(b"\x04");
        pty.wait_for("the interview is abandoned");
        assert_eq!(pty.wait().exit_code(), 3);
    }
}
