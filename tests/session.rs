//! The loop and the terminal around a screen that is not the real one: whatever the screen asks for, and whatever
//! happens outside, the terminal is given back as it was.
//!
//! The program in the terminal is this test program itself, run again with only [`stand_in`]. So these tests say nothing
//! of questionnaires; `tests/terminal.rs` runs the real program.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/pty.rs"]
mod pty;

use std::time::Duration;

use portable_pty::CommandBuilder;
use ratatui::Frame;
use ratatui::widgets::Paragraph;
use redflag::app::{Effect, Input, Key, Leave, Size};
use redflag::shell::{Ask, Clock, Ending, Screen, run};
use rustix::process::Signal;

use pty::{Pty, command};

/// Set for the program in the terminal, and there alone.
const STAND_IN: &str = "REDFLAG_TEST_STAND_IN";

/// Not a test but the program in the terminal, which has to live somewhere.
#[test]
fn stand_in() {
    if std::env::var_os(STAND_IN).is_some() {
        let ending = run(&mut StandIn::default(), Clock::new(), &mut |ask| match ask {
            Ask::Open(0) => panic!("the opener fell over"),
            Ask::Open(entry) => Input::Refused(format!("entry {entry} is refused")),
            Ask::CheckPin(_) => Input::PinChecked(false),
            Ask::Record(_) => Input::Refused("there is no store".to_owned()),
            Ask::Speak(tag) => Input::NotSpoken(format!("{tag} is not spoken")),
        });
        std::process::exit(match ending {
            Ending::Left(Leave::Done) => 0,
            Ending::Left(Leave::Abandoned) => 3,
            Ending::Interrupted | Ending::Lost(_) => 130,
        });
    }
}

/// Shows what it was told, and does what it is told.
#[derive(Default)]
struct StandIn {
    size: Size,
    keys: Vec<Key>,
    uptime: Duration,
    news: String,
    fall_over: bool,
}

impl Screen for StandIn {
    fn update(&mut self, input: Input) -> Effect {
        match input {
            Input::Resize(size) => self.size = size,
            Input::Paste(text) => self.news = format!("pasted {text:?}"),
            Input::Opened(_)
            | Input::Spoken(_)
            | Input::Tick(_)
            | Input::PinChecked(_)
            | Input::Recording(_)
            | Input::Record(_) => {}
            Input::Refused(reason) | Input::NotSpoken(reason) => self.news = reason,
            Input::Saved(path) => self.news = format!("saved {path}"),
            Input::NotSaved(why) => self.news = why.words(&redflag::words::ENGLISH),
            Input::Printed => self.news = "printed".to_owned(),
            Input::NotPrinted(why) => self.news = why.words(&redflag::words::ENGLISH),
            Input::Key(key, moment) => {
                assert!(moment.uptime >= self.uptime, "time runs forwards");
                self.uptime = moment.uptime;
                self.keys.push(key);
                match key {
                    Key::Char('q') => return Effect::Leave(Leave::Done),
                    Key::Char('a') => return Effect::Leave(Leave::Abandoned),
                    Key::Char('p') => panic!("the update fell over"),
                    Key::Char('d') => self.fall_over = true,
                    Key::Char('o') => return Effect::Open(1),
                    Key::Char('l') => return Effect::Speak("xx".into()),
                    Key::Char('O') => return Effect::Open(0),
                    Key::Char('c') => return Effect::Copy("a note".into()),
                    Key::Char('s') => return Effect::Save { name: "note.txt".into(), text: "a note".into() },
                    Key::Char('P') => return Effect::Print { text: format!("{}the end\n", "a note\n".repeat(20_000)) },
                    Key::Char('w') => std::thread::sleep(Duration::from_secs(3600)),
                    Key::Ctrl('z') => return Effect::Suspend,
                    _ => {}
                }
            }
        }
        Effect::None
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        assert_eq!((frame.area().width, frame.area().height), (self.size.width, self.size.height));
        assert!(!self.fall_over, "the drawing fell over");
        let Size { width, height } = self.size;
        let keys: String = self.keys.iter().map(|key| format!("{key:?} ")).collect();
        let text = format!("ready at {width}x{height}\n{}\n{} keys\n{keys}", self.news, self.keys.len());
        frame.render_widget(Paragraph::new(text), frame.area());
        frame.set_cursor_position((3, 1));
    }
}

fn stand_in_command() -> CommandBuilder {
    let mut command = command(std::env::current_exe().unwrap().to_str().unwrap());
    command.args(["--exact", "stand_in", "--nocapture", "--quiet", "--test-threads=1"]);
    command.env(STAND_IN, "1");
    command
}

fn started() -> Pty {
    let pty = Pty::start(stand_in_command(), (80, 24));
    pty.wait_for("ready at 80x24");
    pty
}

#[test]
fn leaving_gives_the_terminal_back() {
    for (key, status) in [("q", 0), ("a", 3)] {
        let mut pty = started();
        let screen = pty.screen();
        assert!(screen.alternate_screen() && screen.bracketed_paste() && !screen.hide_cursor());
        assert_eq!(screen.cursor_position(), (1, 3));
        pty.keys(key);
        pty.assert_ends_with(status);
    }
}

#[test]
fn a_panic_gives_the_terminal_back_before_it_says_why() {
    for (key, message) in [("p", "the update fell over"), ("d", "the drawing fell over"), ("O", "the opener fell over")]
    {
        let mut pty = started();
        pty.keys(key);
        pty.assert_ends_with(101);
        // On the main screen, where it can be read after the program is gone.
        pty.wait_for(message);
        let bytes = String::from_utf8_lossy(&pty.bytes()).into_owned();
        let (_, after) = bytes.split_once("\x1b[?1049l").unwrap();
        assert!(after.contains(message));
        assert!(!after.contains("ready at"), "nothing is drawn any more: {after:?}");
    }
}

#[test]
fn a_signal_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut pty = started();
        pty.signal(signal);
        pty.assert_ends_with(130);
    }
}

#[test]
fn a_second_signal_ends_a_program_that_is_stuck() {
    let mut pty = started();
    pty.keys("w");
    pty.signal(Signal::TERM);
    // The two must not fall into one: a signal that is pending already is not sent again.
    while pty.is_running() {
        pty.signal(Signal::TERM);
        std::thread::sleep(Duration::from_millis(20));
    }
    pty.assert_ends_with(130);
}

#[test]
fn hanging_up_ends_the_program() {
    let mut pty = started();
    pty.hang_up_after("x");
    assert_eq!(pty.wait().exit_code(), 130);
}

/// Without a session of its own that the terminal belongs to, no signal comes when it hangs up.
#[test]
fn hanging_up_ends_the_program_without_a_signal_too() {
    let mut command = stand_in_command();
    command.set_controlling_tty(false);
    let mut pty = Pty::start(command, (80, 24));
    pty.wait_for("ready at 80x24");
    pty.hang_up_after("x");
    assert_eq!(pty.wait().exit_code(), 130);
}

/// The stand-in as a line for a shell.
fn stand_in_line() -> String {
    let program = stand_in_command();
    let line: Vec<_> = program.get_argv().iter().map(|word| word.to_str().unwrap()).collect();
    line.join(" ")
}

/// An interactive shell, which does job control.
fn shell() -> Pty {
    let mut pty = Pty::start(command("bash"), (80, 24));
    pty.send(b"PS1='prompt> '; stty -g >before\r");
    // The line that sets the prompt holds the word, too.
    wait_for_prompt(&pty);
    pty
}

/// Waits until the shell has the terminal back and waits for a command itself.
fn wait_for_prompt(pty: &Pty) {
    pty.wait_until("the shell's prompt", |screen| {
        !screen.alternate_screen() && pty::contents(screen).trim_end().ends_with("prompt>")
    });
}

#[test]
fn suspended_under_a_shell_and_continued() {
    let mut pty = shell();
    pty.send(format!("{STAND_IN}=1 {}\r", stand_in_line()).as_bytes());
    pty.wait_for("ready at 80x24");
    for round in 1..=3 {
        pty.keys("x ctrl-z");
        wait_for_prompt(&pty);
        assert!(pty.text().contains("Stopped"), "{}", pty.text());
        pty.send(format!("clear; stty -g >after; cmp before after && echo same-{round}-modes\r").as_bytes());
        pty.wait_for_row(&format!("same-{round}-modes"));
        wait_for_prompt(&pty);
        pty.resize((80 + round, 24));
        pty.send(b"fg\r");
        pty.wait_for(&format!("ready at {}x24", 80 + round));
        pty.keys("y");
        pty.wait_for(&format!("{} keys", 3 * round));
        assert!(pty.screen().alternate_screen() && pty.screen().bracketed_paste());
    }
    pty.keys("q");
    wait_for_prompt(&pty);
    pty.send(b"clear; stty -g >after; cmp before after && echo same-modes-at-last\r");
    pty.wait_for_row("same-modes-at-last");
}

#[test]
fn stopped_from_outside_under_a_shell_and_continued() {
    // SIGTSTP can be caught, and the terminal given back; SIGSTOP cannot, and the shell finds it taken.
    for signal in ["TSTP", "STOP"] {
        let mut pty = shell();
        // The shell's other child waits for the screen to be up, and for a word that it may.
        let other = format!("(until [ -e now ]; do sleep 0.1; done; kill -{signal} $(cat pid)) &");
        let program = format!("{STAND_IN}=1 bash -c 'echo $$ >pid; exec \"$@\"' - {}", stand_in_line());
        pty.send(format!("{other} {program}\r").as_bytes());
        pty.wait_for("ready at 80x24");
        std::fs::write(pty.home().join("now"), "").unwrap();
        pty.wait_for("Stopped");
        pty.send(b"fg\r");
        pty.wait_until("the screen again", |screen| {
            screen.alternate_screen() && pty::contents(screen).starts_with("ready at")
        });
        pty.keys("x");
        pty.wait_for("1 keys");
        pty.keys("q");
        pty.wait_until("the main screen", |screen| !screen.alternate_screen());
    }
}

/// `xterm -e redflag`, `ssh -t host redflag`: a program that stopped there would stay stopped.
#[test]
fn without_a_shell_there_is_no_suspending() {
    let mut pty = started();
    pty.keys("ctrl-z x");
    pty.wait_for("2 keys");
    pty.signal(Signal::TSTP);
    pty.keys("y");
    pty.wait_for("3 keys");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn every_size_is_told_and_drawn() {
    let mut pty = started();
    for size in [(40, 12), (1, 1), (200, 60), (0, 0), (80, 24)] {
        pty.resize(size);
        let (width, height) = if size == (0, 0) { (80, 24) } else { size };
        if width > 20 && size != (0, 0) {
            pty.wait_for(&format!("ready at {width}x{height}"));
        }
    }
    // A storm of them, with keys in between, none of which may be lost.
    pty.forget_bytes();
    for round in 0..100 {
        pty.resize((60 + round % 50, 20 + round % 7));
        pty.keys("x");
    }
    pty.resize((100, 30));
    pty.wait_for("ready at 100x30");
    pty.wait_for("100 keys");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn what_is_typed_ahead_is_not_lost() {
    let mut pty = Pty::start(stand_in_command(), (80, 60));
    pty.wait_for("ready at 80x60");
    for _ in 0..30 {
        pty.send(&[b'x'; 100]);
    }
    pty.wait_for("3000 keys");
    pty.send(b"\x1b[Ay\x1bOPn\xef\xbc\x95\x08");
    pty.wait_for("3006 keys");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn what_is_pasted_is_not_typed() {
    let mut pty = started();
    pty.paste("q\ry\n");
    pty.wait_for(r#"pasted "q\ry\n""#);
    pty.wait_for("0 keys");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn the_screen_is_told_what_came_of_its_wishes() {
    let mut pty = started();
    pty.keys("o");
    pty.wait_for("entry 1 is refused");
    pty.keys("l");
    pty.wait_for("xx is not spoken");
    let first = pty.home().join("note.txt");
    let second = pty.home().join("note-2.txt");
    pty.keys("s");
    pty.wait_for(&format!("saved {}", first.display()));
    pty.keys("s");
    pty.wait_until("a second note", |_| second.exists());
    assert_eq!(std::fs::read_to_string(first).unwrap(), "a note");
    assert_eq!(std::fs::read_to_string(second).unwrap(), "a note");
    pty.keys("c");
    pty.wait_for_bytes("\x1b]52;c;YSBub3Rl\x1b\\");
    pty.keys("q");
    pty.assert_ends_with(0);
}

/// A folder with a program `lp` in it that does this.
fn printer(pty_name: &str, script: &str) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("printers").join(pty_name);
    std::fs::create_dir_all(&folder).unwrap();
    let lp = folder.join("lp");
    std::fs::write(&lp, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&lp, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn started_with(printer: &std::path::Path) -> Pty {
    let mut command = stand_in_command();
    let path = std::env::var("PATH").unwrap();
    command.env("PATH", format!("{}:{path}", printer.display()));
    let pty = Pty::start(command, (80, 24));
    pty.wait_for("ready at 80x24");
    pty
}

#[test]
fn a_note_goes_to_the_printer_whole_and_what_goes_wrong_is_said() {
    let mut pty = started_with(&printer("works", "printf '%s\\n' \"$@\" >arguments; cat >job; echo request id is p-1"));
    pty.keys("P");
    pty.wait_for("printed");
    // Far more than a pipe holds.
    let job = std::fs::read_to_string(pty.home().join("job")).unwrap();
    assert_eq!(job, format!("{}the end\n", "a note\n".repeat(20_000)));
    assert_eq!(std::fs::read_to_string(pty.home().join("arguments")).unwrap(), "-t\nredflag\n");
    // Nothing of what it says is on the screen.
    assert!(!pty.text().contains("request id"), "{}", pty.text());
    pty.keys("q");
    pty.assert_ends_with(0);
    for (name, script, words) in [
        ("refuses", "echo 'lp: Error - no default destination available.' >&2; exit 1", "lp says: Error - no default"),
        ("says-nothing", "cat >/dev/null; exit 3", "lp gives no reason"),
        ("takes-half", "head -c 10 >/dev/null; exit 0", "lp gives no reason"),
        ("writes-codes", "printf 'no\\033[2Jpaper' >&2; exit 1", "lp says: no [2Jpaper."),
    ] {
        let mut pty = started_with(&printer(name, script));
        pty.keys("P");
        pty.wait_for(words);
        pty.keys("q");
        pty.assert_ends_with(0);
    }
}

#[test]
fn a_printer_that_does_not_answer_does_not_hold_the_screen_for_ever() {
    let began = std::time::Instant::now();
    let mut pty = started_with(&printer("hangs", "sleep 300"));
    pty.keys("P");
    pty.wait_for("lp did not answer within 10 seconds.");
    assert!(began.elapsed() < Duration::from_secs(25));
    pty.keys("x");
    pty.wait_for("2 keys");
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[test]
fn without_a_printer_nothing_is_run() {
    // What lies in the folder where the program was started is not run, whatever PATH says.
    let mut command = stand_in_command();
    command.env("PATH", ":.:/nowhere");
    let mut pty = Pty::start(command, (80, 24));
    pty.wait_for("ready at 80x24");
    std::fs::copy(printer("planted", "touch ran; cat >/dev/null").join("lp"), pty.home().join("lp")).unwrap();
    pty.keys("P");
    pty.wait_for("The program lp is not there any more.");
    assert!(!pty.home().join("ran").exists());
    pty.keys("q");
    pty.assert_ends_with(0);
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_happens_while_nothing_happens() {
    let mut pty = started();
    pty.keys("x");
    pty.wait_for("1 keys");
    std::thread::sleep(Duration::from_millis(300));
    let (before, threads) = pty.switches();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(pty.switches(), (before, threads), "the program woke up while idle");
    // And it is not asleep for good.
    pty.keys("x");
    pty.wait_for("2 keys");
    assert_ne!(pty.switches().0, before);
}
