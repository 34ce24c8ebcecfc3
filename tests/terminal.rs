//! The real program in a real terminal, with `leg-symptoms`: from the first question to every level, whatever is typed
//! and whatever size the terminal has, and the terminal given back in the end. `tests/session.rs` has the rest of the
//! terminal's behaviour, around a screen that does what a test wants.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/load.rs"]
#[allow(dead_code, reason = "not all of it is needed here")]
mod load;
#[path = "support/patients.rs"]
#[allow(dead_code, reason = "only its dice are needed here")]
mod patients;
#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, AnswerKind, Case, Effect, Level, Number, Question, Status};
use redflag::words::{self, ENGLISH};
use rustix::process::Signal;

use patients::Chance;
use pty::{Pty, command};

/// Grounds of the levels' badges in 256 colours, most urgent first (HABITS 4.5).
const GROUNDS: [u8; 5] = [88, 208, 230, 37, 19];

/// `leg-symptoms` with a clean slate, at its first question.
fn at_first_question(arguments: &[&str], size: (u16, u16)) -> Pty {
    let mut pty = Pty::redflag(&[&["run", "leg-symptoms"], arguments].concat(), size);
    pty.wait_for("begin");
    pty.keys("enter");
    pty.wait_for("0 answered");
    pty
}

#[test]
fn every_worked_patient_is_walked_to_the_level_expected() {
    let plan = Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")));
    let mut seen = BTreeSet::new();
    for case in &plan.questionnaire.cases {
        seen.extend(walk(&plan, case));
    }
    let all: BTreeSet<_> = Level::ALL.iter().map(|level| level.word()).chain(["handed over"]).collect();
    assert_eq!(seen, all, "not every end was reached");
}

/// Answers as the case says, by keys alone, and reads the end off the screen. The engine runs beside it only to know
/// which question must be on the screen. Returns the ends that were seen.
fn walk(plan: &Rc<Plan>, case: &Case) -> Vec<&'static str> {
    let mut interview = Interview::new(Rc::clone(plan));
    // The same key answers many questions in a row here, faster than any hand: the guard would take it for a held one.
    let mut pty = at_first_question(&["--key-guard", "0"], (80, 24));
    while interview.outcome().status == Status::Incomplete {
        let asked = interview.next_question().unwrap();
        let question = &plan.questionnaire[asked];
        let Some((_, answer)) = case.answers.iter().find(|(named, _)| *named == asked) else { break };
        pty.wait_for(&beginning(&question.ask, 30));
        give(&mut pty, question, answer);
        interview.set(asked, Some(answer.clone()));
    }
    let outcome = interview.outcome();
    let mut seen = Vec::new();
    match outcome.status {
        Status::HandedOver => {
            let rule = outcome.hand_over.first().map(|rule| &plan.questionnaire[*rule].effect);
            let Some(Effect::HandOver(whom)) = rule else { panic!("{}: handed over to nobody", case.name) };
            pty.wait_for(ENGLISH.hand_over_to);
            pty.wait_for(&beginning(whom, 20));
            seen.push("handed over");
        }
        Status::Stopped => {
            // The level takes over the whole screen, in its colour, before the recommendation.
            assert_level(&pty, plan, outcome.urgency.unwrap());
            pty.keys("enter");
        }
        Status::Complete => {}
        Status::Incomplete => pty.keys("f10"),
    }
    if let Some(level) = outcome.urgency
        && outcome.status != Status::HandedOver
    {
        // Every row of the recommendation can be reached, the screen says how.
        pty.wait_for("w why");
        assert_level(&pty, plan, level);
        assert_eq!(case.expect.urgency, Some(level), "{}", case.name);
        seen.push(level.word());
    }
    pty.keys("ctrl-c");
    if outcome.status == Status::Incomplete {
        pty.wait_for(ENGLISH.no_recommendation);
    } else {
        // Neither saved nor copied: that is said.
        pty.wait_for(ENGLISH.leave_head);
        pty.keys("y");
        pty.assert_ends_with(0);
    }
    seen
}

/// The level stands on the screen as a sign, as a word and as what to do, and the sign in the level's colour.
fn assert_level(pty: &Pty, plan: &Plan, level: Level) {
    let disposition = plan.questionnaire.disposition(level).unwrap();
    let sign = words::rank(level);
    let wanted = [sign, &beginning(&disposition.title, 60), &beginning(&disposition.act, 40)];
    // Words and colour are read off one and the same screen: a frame may still be on its way.
    pty.wait_until(&format!("{wanted:?} in the colour of {level:?}"), |screen| {
        let text = pty::contents(screen);
        let place = text.lines().enumerate().find_map(|(row, line)| {
            let at = line.find(sign)?;
            Some((row as u16, line[..at].chars().count() as u16))
        });
        let ground = place.and_then(|(row, column)| screen.cell(row, column)).map(vt100::Cell::bgcolor);
        wanted.iter().all(|wanted| text.contains(wanted)) && ground == Some(vt100::Color::Idx(GROUNDS[level.place()]))
    });
}

/// The first words of a text, to look for where it may be wrapped after them.
fn beginning(text: &str, columns: usize) -> String {
    let mut beginning = String::new();
    for word in text.split_whitespace() {
        if !beginning.is_empty() && beginning.len() + word.len() >= columns {
            break;
        }
        if !beginning.is_empty() {
            beginning.push(' ');
        }
        beginning.push_str(word);
    }
    beginning
}

/// Types an answer to the question on the screen.
fn give(pty: &mut Pty, question: &Question, answer: &Answer) {
    match (&question.answer, answer) {
        (AnswerKind::Many(choices), Answer::Unsure) if choices.len() <= 9 => pty.keys("U"),
        (_, Answer::Unsure) => pty.keys("f2"),
        (_, Answer::YesNo(yes)) => pty.keys(if *yes { "y" } else { "n" }),
        (AnswerKind::One(choices), Answer::One(taken)) if choices.len() > 9 => {
            pty.send(choices[*taken].label.as_bytes());
            pty.keys("enter");
        }
        (_, Answer::One(taken)) => pty.keys(&(taken + 1).to_string()),
        (_, Answer::Many { yes, unsure }) if yes.is_empty() && unsure.is_empty() => pty.keys("0"),
        (AnswerKind::Many(choices), Answer::Many { yes, unsure }) => {
            if choices.len() > 9 {
                assert!(unsure.is_empty(), "not while finding");
                for &taken in yes {
                    pty.send(choices[taken].label.as_bytes());
                    pty.keys("enter");
                }
            } else {
                for taken in yes {
                    pty.keys(&(taken + 1).to_string());
                }
                for &at in unsure {
                    pty.keys("home");
                    (0..at).for_each(|_| pty.keys("down"));
                    pty.keys("u");
                }
            }
            pty.keys("enter");
        }
        (AnswerKind::Number(number), Answer::Number(value)) => {
            pty.keys(&typed(number, *value));
            pty.keys("enter");
            if number.likely.is_some_and(|(least, most)| *value < least || *value > most) {
                pty.wait_for(ENGLISH.unlikely_head);
                pty.keys("enter");
            }
        }
        (_, Answer::Text(text)) => {
            pty.send(text.as_bytes());
            pty.keys("enter");
        }
        (kind, answer) => panic!("{answer:?} is no answer to {kind:?}"),
    }
}

fn typed(number: &Number, value: i64) -> String {
    let scale = 10_i64.pow(number.decimals.into());
    let sign = if value < 0 { "-" } else { "" };
    let (whole, rest) = (value.abs() / scale, value.abs() % scale);
    match number.decimals {
        0 => format!("{sign}{whole}"),
        decimals => format!("{sign}{whole}.{rest:0width$}", width = usize::from(decimals)),
    }
}

#[test]
fn leaving_says_whether_something_was_lost() {
    for leave in ["q", "ctrl-c"] {
        let mut pty = at_first_question(&[], (80, 24));
        pty.keys(leave);
        pty.assert_ends_with(0);

        let mut pty = at_first_question(&[], (80, 24));
        pty.keys("0");
        pty.wait_for("1 answered");
        pty.keys(leave);
        pty.wait_for(ENGLISH.leave_head);
        pty.keys("n");
        pty.wait_for("1 answered");
        pty.keys(leave);
        pty.wait_for(ENGLISH.leave_head);
        pty.keys("y");
        pty.assert_ends_with(3);
    }
}

#[test]
fn signals_and_a_lost_terminal_end_it() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let mut pty = at_first_question(&[], (80, 24));
        pty.keys("0");
        pty.wait_for("1 answered");
        pty.signal(signal);
        pty.assert_ends_with(130);
    }
    let mut pty = at_first_question(&[], (80, 24));
    pty.hang_up_after("0");
    assert_eq!(pty.wait().exit_code(), 130);
}

#[test]
fn an_interview_outlives_a_suspend() {
    let mut pty = Pty::start(command("bash"), (80, 24));
    pty.send(b"PS1='prompt> '\r");
    pty.wait_for("prompt>");
    pty.send(format!("{} run leg-symptoms\r", env!("CARGO_BIN_EXE_redflag")).as_bytes());
    pty.wait_for("begin");
    pty.keys("enter");
    pty.wait_for("0 answered");
    pty.keys("0");
    pty.wait_for("1 answered");
    settle(&pty);
    let before = pty.text();
    pty.keys("ctrl-z");
    pty.wait_for("Stopped");
    assert!(!pty.screen().alternate_screen());
    pty.send(b"fg\r");
    pty.wait_until("the same screen again", |screen| pty::contents(screen) == before);
    pty.keys("left");
    pty.wait_for("> 1 [ ]");
    pty.keys("ctrl-c");
    pty.wait_for(ENGLISH.leave_head);
    pty.keys("y");
    pty.wait_until("the shell again", |screen| {
        !screen.alternate_screen() && pty::contents(screen).trim_end().ends_with("prompt>")
    });
    pty.send(b"echo status $?\r");
    pty.wait_for_row("status 3");
}

#[test]
fn neither_a_held_key_nor_pasted_text_answers_on() {
    let mut pty = at_first_question(&[], (80, 24));
    pty.paste("0\r0\r0\r");
    pty.keys("0");
    pty.wait_for("1 answered");
    for _ in 0..40 {
        pty.keys("0");
        std::thread::sleep(Duration::from_millis(10));
    }
    // Another key ends it, and shows that all of the others have been seen.
    pty.keys("?");
    pty.wait_for(ENGLISH.keys_head);
    pty.keys("?");
    let screen = pty.wait_for(" answered");
    assert!(screen.contains("1 answered"), "{screen}");
}

#[cfg(target_os = "linux")]
#[test]
fn it_sleeps_while_nobody_types() {
    let mut pty = at_first_question(&[], (80, 24));
    pty.keys("0");
    pty.wait_for("1 answered");
    settle(&pty);
    let before = pty.switches();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(pty.switches(), before, "it woke up while idle");
}

/// Waits until the program has seen everything: it sleeps, and goes on sleeping for a while.
#[cfg(target_os = "linux")]
fn settle(pty: &Pty) {
    let mut before = pty.switches();
    loop {
        std::thread::sleep(Duration::from_millis(40));
        let now = pty.switches();
        if now == before {
            return;
        }
        before = now;
    }
}

/// Keys that leave are left out, so that one run sees many screens; Ctrl-Z does nothing without a shell.
const ANY: &[&str] = &[
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "0",
    "y",
    "n",
    "u",
    "U",
    "enter",
    "enter",
    "enter",
    "space",
    "up",
    "down",
    "left",
    "right",
    "pgup",
    "pgdn",
    "home",
    "end",
    "backspace",
    "backtab",
    "tab",
    "del",
    "j",
    "k",
    "/",
    "?",
    "i",
    "r",
    "w",
    "o",
    "t",
    "c",
    "g",
    "f1",
    "f2",
    "f10",
    "ctrl-n",
    "ctrl-z",
    "ctrl-l",
    "x",
    "é",
    "安",
    "5",
    "3.5",
    "amlo",
];

/// Often a usual one, sometimes one at the edge of what is enough, sometimes far too small.
fn any_size(chance: &mut Chance) -> (u16, u16) {
    let mut from = |least: usize, sides: usize| (least + chance.roll(sides)) as u16;
    match from(0, 4) {
        0 => (from(1, 12), from(1, 6)),
        1 => (from(35, 12), from(8, 10)),
        _ => (from(60, 80), from(16, 30)),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn random_keys_at_random_sizes_never_break_it() {
    for seed in 1..=8 {
        let mut chance = Chance::new(seed);
        let first = any_size(&mut chance);
        let mut pty = Pty::redflag(&["run", "leg-symptoms", "--key-guard", "0"], first);
        pty.wait_until("the screen", vt100::Screen::alternate_screen);
        for turn in 0..60 {
            for _ in 0..chance.roll(12) {
                pty.keys(ANY[chance.roll(ANY.len())]);
            }
            if chance.roll(3) == 0 {
                pty.keys("esc");
            }
            if chance.roll(2) == 0 {
                pty.resize(any_size(&mut chance));
            }
            if turn % 10 == 9 {
                settle(&pty);
                assert!(pty.is_running(), "seed {seed}: {}", pty.text());
            }
        }
        // It is still of sense: a large screen with something on it.
        pty.resize((100, 30));
        pty.keys("?");
        settle(&pty);
        assert!(!pty.text().trim().is_empty(), "seed {seed}: nothing on the screen");
        pty.signal(Signal::TERM);
        pty.assert_ends_with(130);
        let written = String::from_utf8_lossy(&pty.bytes()).into_owned();
        assert!(!written.contains("panicked"), "seed {seed}: {written}");
    }
}

#[test]
fn without_colours_there_are_none() {
    let coloured = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        ["\x1b[38;", "\x1b[48;"].iter().any(|start| text.contains(start))
    };
    let run = |arguments: &[&str], no_color: &str| {
        let mut program = command(env!("CARGO_BIN_EXE_redflag"));
        program.args([&["run", "leg-symptoms"], arguments].concat());
        program.env("NO_COLOR", no_color);
        let mut pty = Pty::start(program, (80, 24));
        pty.wait_for("begin");
        pty.keys("enter 1 enter");
        pty.wait_for("[!!!!!]");
        let bytes = pty.bytes();
        // A colour command that crossterm empties is a reset, which takes bold and reverse away as well.
        let emptied = String::from_utf8_lossy(&bytes).contains("\x1b[;m");
        assert!(!emptied, "{arguments:?}");
        coloured(&bytes)
    };
    assert!(run(&[], ""));
    assert!(!run(&[], "1"));
    assert!(!run(&["--color", "never"], ""));
    assert!(run(&["--color", "256"], "1"));
    assert!(run(&["--color", "16"], "1"));
}

#[test]
fn ascii_is_ascii() {
    let mut pty = at_first_question(&["--ascii"], (80, 24));
    pty.keys("0");
    pty.wait_for("1 answered");
    assert!(pty.bytes().is_ascii(), "{}", pty.text());
}

#[test]
fn without_a_terminal_it_speaks_in_lines_and_a_kiosk_refuses() {
    for arguments in [&[][..], &["run", "leg-symptoms"]] {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_redflag"));
        let output = program.args(arguments).stdin(std::process::Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert!(output.stderr.is_empty() && !output.stdout.contains(&0x1b));
        assert!(String::from_utf8_lossy(&output.stdout).contains(ENGLISH.line_begin));
    }
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_redflag"));
    let program = program.args(["kiosk", "leg-symptoms", "--idle", "30"]).stdin(std::process::Stdio::null());
    let output = program.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("terminal"));
}

#[test]
fn alone_it_opens_the_only_questionnaire_there_is() {
    let mut pty = Pty::redflag(&[], (80, 24));
    pty.wait_for("Leg cramp or swelling");
    pty.wait_for("begin");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn a_second_questionnaire_brings_the_picker() {
    let installed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questionnaires");
    let mut pty = Pty::redflag(&["--questionnaires", installed], (80, 40));
    let screen = pty.wait_for(ENGLISH.pick);
    assert!(screen.contains("Leg cramp or swelling") && screen.contains(installed), "{screen}");
    pty.keys("enter");
    pty.wait_for("begin");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn what_check_finds_wrong_is_not_run_but_as_a_draft() {
    let folder = std::env::temp_dir().join(format!("redflag-draft-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // The site's words are part of what is shown: a mistake in them is a mistake in every questionnaire.
    let site = folder.join("site.ron");
    std::fs::write(&site, "Site(terms: {)").unwrap();
    let arguments = ["run", "leg-symptoms", "--site", site.to_str().unwrap(), "--draft"];

    let mut pty = Pty::redflag(&arguments[..4], (100, 30));
    assert_eq!(pty.wait().exit_code(), 1);
    let screen = pty.wait_for("--draft");
    assert!(screen.contains("site.ron:1:14"), "{screen}");
    assert!(!String::from_utf8_lossy(&pty.bytes()).contains("\x1b[?1049h"), "the screen was opened");

    let mut pty = Pty::redflag(&arguments, (100, 30));
    pty.wait_for(ENGLISH.draft);
    pty.keys("enter");
    pty.wait_for("0 answered");
    assert!(pty.text().contains(ENGLISH.draft));
    pty.keys("q");
    pty.assert_ends_with(0);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_questionnaire_of_which_a_guarantee_is_broken_is_refused_with_the_patient_who_shows_it() {
    let folder = std::env::temp_dir().join(format!("redflag-unproved-{}", std::process::id()));
    let path = folder.join("leg-symptoms");
    std::fs::create_dir_all(&path).unwrap();
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/questionnaires/leg-symptoms")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_dir() {
            continue;
        }
        std::fs::copy(entry.path(), path.join(entry.file_name())).unwrap();
    }
    // A copy of what is built in is proved anew, and passes.
    let q = path.to_str().unwrap();
    let mut pty = Pty::redflag(&["run", q], (100, 30));
    pty.wait_for("begin");
    pty.keys("q");
    pty.assert_ends_with(0);

    let emergency = std::fs::read_to_string(path.join("emergency.ron")).unwrap();
    let changed = emergency.replace("urgency: Red", "urgency: Orange");
    assert_ne!(emergency, changed);
    std::fs::write(path.join("emergency.ron"), changed).unwrap();
    let mut pty = Pty::redflag(&["run", q], (100, 60));
    assert_eq!(pty.wait().exit_code(), 1);
    let output = String::from_utf8_lossy(&pty.bytes()).into_owned();
    assert!(output.contains("--draft"), "{output}");
    assert!(output.contains("guarantee-broken") && output.contains("A patient for whom it does not hold:"), "{output}");
    assert!(output.contains(r#"{"answers":{"emergency-now""#), "{output}");
    assert!(!output.contains("\x1b[?1049h"), "the screen was opened");

    let mut pty = Pty::redflag(&["run", q, "--draft"], (100, 30));
    pty.wait_for(ENGLISH.draft);
    pty.keys("q");
    pty.assert_ends_with(0);
    std::fs::remove_dir_all(folder).unwrap();
}
