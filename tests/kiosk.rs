//! A kiosk: what it wipes and when, what stays, and that nothing leads out. First the screen alone, with a clock of its own;
//! then a real terminal with hands of the clock that the test moves; then the real program and its memory.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[cfg(target_os = "linux")]
#[path = "support/memory.rs"]
mod memory;
#[path = "support/pty.rs"]
mod pty;
mod support;

use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use redflag::app::keys::Scene;
use redflag::app::{App, Effect, Input, Key, KioskSetup, Leave, Opened, Setup};
use redflag::interview::Plan;
use redflag::questionnaire::{Level, Site, read, translate};
use redflag::shell::library::Library;
use redflag::shell::{Ask, Clock, Ending, Shown, run};
use redflag::view::{Colours, Ground, Theme};
use redflag::words::{self, ENGLISH};
use rustix::process::{Signal, getpid, kill_process};

use pty::{Pty, command};
use support::{Screen, TODAY, setup};

const IDLE: Duration = Duration::from_secs(60);
const COUNTDOWN: Duration = Duration::from_secs(15);
const PIN: &str = "2468";
/// What a patient said, which must be nowhere afterwards.
const SECRET: &str = "limps since the ferry";

fn plan() -> Rc<Plan> {
    let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap();
    Rc::new(Plan::new(read(&files, &Site::default(), TODAY).0.unwrap()))
}

fn kiosk_setup(has_pin: bool) -> Setup {
    Setup { kiosk: Some(KioskSetup { idle: IDLE, has_pin }), key_guard: Duration::ZERO, ..setup(plan()) }
}

/// A kiosk on a screen, and what it asked to be done outside.
struct Desk {
    screen: Screen,
}

impl Desk {
    fn new(has_pin: bool) -> Desk {
        Desk { screen: Screen::with(kiosk_setup(has_pin)) }
    }

    fn keys(&mut self, script: &str) -> Effect {
        self.screen.keys(script)
    }

    /// Time passes without a key, and the screen is told whenever it wants to be.
    fn wait(&mut self, time: Duration) -> Vec<Effect> {
        let until = self.screen.uptime + time;
        let mut effects = Vec::new();
        while let Some(deadline) = self.screen.app.deadline().filter(|deadline| *deadline <= until) {
            assert!(deadline >= self.screen.uptime || effects.is_empty(), "time runs forwards");
            self.screen.uptime = self.screen.uptime.max(deadline);
            let effect = self.screen.app.update(Input::Tick(self.screen.moment()));
            if effect != Effect::None {
                effects.push(effect);
            }
        }
        self.screen.uptime = until;
        effects
    }

    fn is_fresh(&self) -> bool {
        let session = self.screen.app.session().unwrap();
        self.screen.app.scene() == Scene::Intro
            && session.visit.answered() == 0
            && session.visit.notes.is_empty()
            && session.visit.chosen.is_none()
            && session.visit.reference.is_none()
            && session.given.is_empty()
            && self.screen.app.said().is_none()
    }
}

/// Every screen on which a patient's answers can stand, by the keys that lead there from the start.
const SCREENS: &[(&str, &str)] = &[
    ("the first question", "enter"),
    ("ticked", "enter 2"),
    ("a note in the making", "enter 0 t 'limps since the ferry'"),
    ("a note", "enter 0 t 'limps since the ferry' enter"),
    ("the review", "enter 0 0 r"),
    ("why", "enter 0 0 w"),
    ("help", "enter 0 ?"),
    ("about", "enter 0 i"),
    ("the languages", "enter 0 l"),
    ("an override", "enter 0 o 2"),
    ("a change", "enter 0 0 left left 1 enter"),
    ("finding", "enter 0 0 / 'col'"),
    ("leaving", "enter 0 q '24'"),
    ("ended early", "enter 0 0 f10"),
    ("next patient", "enter 0 0 ctrl-n"),
];

#[test]
fn idle_in_every_screen_wipes_everything_after_a_visible_countdown() {
    for (name, keys) in SCREENS {
        let mut desk = Desk::new(true);
        desk.keys(keys);
        assert_eq!(desk.wait(IDLE - Duration::from_millis(1)), [], "{name}");
        assert!(!desk.screen.app.counts_down() && !desk.is_fresh(), "{name}");
        assert_eq!(desk.wait(Duration::from_secs(2)), [], "{name}");
        desk.screen.shows("Seconds until everything is wiped: 14. Any key goes on.");
        assert_eq!(desk.wait(COUNTDOWN - Duration::from_millis(2500)), [], "{name}");
        desk.screen.shows("wiped: 1.");
        assert_eq!(desk.wait(Duration::from_secs(1)), [Effect::Wipe], "{name}");
        assert!(desk.is_fresh(), "{name}:\n{}", desk.screen.text());
        desk.screen.hides(SECRET);
        // Nobody is there: nothing wakes it any more.
        assert_eq!(desk.screen.app.deadline(), None, "{name}");
    }
}

#[test]
fn any_key_stops_the_countdown_and_answers_nothing() {
    for key in ["n", "0", "enter", "esc", "q", "ctrl-l", "ctrl-n", "f10"] {
        let mut desk = Desk::new(true);
        desk.keys("enter 0");
        desk.wait(IDLE + Duration::from_secs(3));
        assert!(desk.screen.app.counts_down());
        assert_eq!(desk.keys(key), Effect::None);
        assert!(!desk.screen.app.counts_down(), "{key}");
        assert_eq!(desk.screen.app.session().unwrap().visit.answered(), 1, "{key}");
        assert_eq!(desk.screen.app.scene(), Scene::Many, "{key}");
        // The time runs anew.
        assert_eq!(desk.wait(IDLE - Duration::from_secs(2)), []);
    }
}

#[test]
fn a_key_that_comes_too_late_is_the_next_patient_s_and_answers_nothing() {
    let mut desk = Desk::new(true);
    desk.keys("enter 0 0");
    desk.screen.uptime += IDLE + COUNTDOWN + Duration::from_secs(5);
    assert_eq!(desk.keys("0"), Effect::Wipe);
    assert!(desk.is_fresh());
}

#[test]
fn an_emergency_stays_until_staff_dismiss_it_and_tells_nothing_of_the_answers() {
    for keys in
        ["enter 3 enter", "enter 3 enter enter", "enter 3 enter g", "enter 3 enter w", "enter 3 enter o 4 'x' enter"]
    {
        let mut desk = Desk::new(true);
        desk.keys(keys);
        assert_eq!(desk.wait(IDLE + COUNTDOWN), [Effect::Wipe], "{keys}");
        assert_eq!(desk.screen.app.scene(), Scene::Held);
        for words in ["[!!!!!] Emergency now (Red, 1 of 5)", "Call 999 now", "until staff dismiss it"] {
            desk.screen.shows(words);
        }
        for words in ["Because", "emergency that comes before", "Pain, tightness", "to go"] {
            desk.screen.hides(words);
        }
        assert_eq!(desk.screen.app.session().unwrap().visit.answered(), 0);
        // It stays for ever, whatever is pressed, and however long.
        desk.keys("y n 0 1 space esc f10 ctrl-n ctrl-z l");
        assert_eq!(desk.wait(IDLE * 100), []);
        assert_eq!(desk.screen.app.scene(), Scene::Held);
        // A PIN that is begun and left is gone after a while.
        desk.keys("enter '24'");
        assert_eq!(desk.screen.app.scene(), Scene::Pin);
        assert_eq!(desk.wait(IDLE + COUNTDOWN), [Effect::Wipe]);
        assert_eq!(desk.screen.app.scene(), Scene::Held);
        assert_eq!(desk.keys("enter '2468' enter"), Effect::CheckPin(PIN.to_owned()));
        assert_eq!(desk.screen.app.update(Input::PinChecked(true)), Effect::Wipe);
        assert!(desk.is_fresh());
    }
    // Without a PIN it is the operator's key.
    let mut desk = Desk::new(false);
    desk.keys("enter 3 enter");
    desk.wait(IDLE + COUNTDOWN);
    desk.keys("enter q");
    assert_eq!(desk.screen.app.scene(), Scene::Held);
    desk.keys("ctrl-l");
    assert!(desk.is_fresh());
}

#[test]
fn the_next_patient_of_an_emergency_finds_it_there() {
    let mut desk = Desk::new(true);
    assert_eq!(desk.keys("enter 3 enter ctrl-n"), Effect::Wipe);
    assert_eq!(desk.screen.app.scene(), Scene::Held);
    // And of any other patient the start screen, without the answers.
    let mut desk = Desk::new(true);
    assert_eq!(desk.keys("enter 0 ctrl-n y"), Effect::Wipe);
    assert!(desk.is_fresh());
}

/// An answer that is changed afterwards does not make the emergency never to have been.
#[test]
fn an_emergency_that_was_reached_stays_though_its_answer_is_changed() {
    let mut desk = Desk::new(true);
    desk.keys("enter 3 enter left 3 0 y");
    assert_ne!(desk.screen.app.session().unwrap().visit.interview.outcome().floor, Some(Level::Red));
    assert_eq!(desk.keys("ctrl-n y"), Effect::Wipe);
    assert_eq!(desk.screen.app.scene(), Scene::Held);
    desk.screen.shows("Call 999 now");
}

#[test]
fn what_cannot_be_seen_is_neither_dismissed_nor_unlocked() {
    for has_pin in [true, false] {
        let mut desk = Desk::new(has_pin);
        desk.keys("enter 3 enter");
        desk.wait(IDLE + COUNTDOWN);
        desk.screen.resize(30, 6);
        desk.screen.shows("[!!!!!] Call 999 now");
        desk.keys("ctrl-l enter q");
        desk.screen.resize(80, 24);
        assert_eq!(desk.screen.app.scene(), Scene::Held);
    }
    // The countdown is seen at any size.
    let mut desk = Desk::new(true);
    desk.keys("enter 0");
    desk.screen.resize(30, 6);
    desk.wait(IDLE + Duration::from_secs(5));
    desk.screen.shows("wiped: 10.");
}

/// On a small screen the whole of it can be read.
#[test]
fn an_emergency_that_stays_scrolls_on_a_small_screen() {
    for words in words::ALL {
        let mut desk = Desk::new(true);
        if words.tag != "en" {
            let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap();
            let translation = translate(&files, &Site::default(), words.tag).0.map(Rc::new);
            desk.screen.app.update(Input::Spoken(redflag::export::Tongue { words, translation }));
        }
        desk.keys("enter 3 enter");
        desk.wait(IDLE + COUNTDOWN);
        desk.screen.resize(40, 12);
        desk.screen.shows("999");
        desk.keys("pgdn pgdn pgdn end");
        assert!(desk.screen.app.scroll().unwrap().at_end(), "{}", words.tag);
        assert_eq!(desk.screen.app.scene(), Scene::Held);
    }
}

/// A key that is held down stops the countdown, or opens the lock, and answers nothing behind it.
#[test]
fn a_held_key_answers_nothing_behind_the_countdown_or_the_lock() {
    let guarded = || {
        let setup = Setup { key_guard: Duration::from_millis(80), ..kiosk_setup(true) };
        let mut desk = Desk { screen: Screen::with(setup) };
        desk.keys("enter 0");
        desk
    };
    let held = |desk: &mut Desk, key: Key| {
        for _ in 0..30 {
            desk.screen.press(key, Duration::from_millis(30));
        }
    };
    let mut desk = guarded();
    desk.wait(IDLE + Duration::from_secs(3));
    desk.keys("0");
    held(&mut desk, Key::Char('0'));
    assert_eq!(desk.screen.app.session().unwrap().visit.answered(), 1);

    let mut desk = guarded();
    desk.keys("2 ctrl-l '2468' enter");
    desk.screen.app.update(Input::PinChecked(true));
    held(&mut desk, Key::Enter);
    assert_eq!(desk.screen.app.session().unwrap().visit.answered(), 1);

    // Without a PIN one key does both, once.
    let setup = Setup { key_guard: Duration::from_millis(80), ..kiosk_setup(false) };
    let mut desk = Desk { screen: Screen::with(setup) };
    desk.keys("enter ctrl-l");
    held(&mut desk, Key::Ctrl('l'));
    assert_eq!(desk.screen.app.scene(), Scene::Locked);
}

#[test]
fn only_the_pin_leads_out() {
    let mut desk = Desk::new(true);
    for keys in ["q", "ctrl-c", "enter q"] {
        assert_eq!(desk.keys(keys), Effect::None);
        desk.screen.shows(ENGLISH.kiosk_pin);
        assert_eq!(desk.keys("'13579'"), Effect::None);
        desk.screen.hides("13579");
        desk.screen.shows("*****");
        assert_eq!(desk.keys("enter"), Effect::CheckPin("13579".to_owned()));
        assert_eq!(desk.screen.app.update(Input::PinChecked(false)), Effect::None);
        desk.screen.shows(if keys == "enter q" { "Too many wrong PINs. Wait 30" } else { ENGLISH.kiosk_wrong });
        desk.keys("esc");
    }
    // After three wrong ones even the right one has to wait.
    assert_eq!(desk.keys("0 q '2468' enter"), Effect::None);
    desk.screen.shows("Too many wrong PINs. Wait");
    desk.screen.uptime += Duration::from_secs(40);
    let Effect::CheckPin(_) = desk.keys("enter") else { panic!("it is asked for again") };
    assert_eq!(desk.screen.app.update(Input::PinChecked(true)), Effect::Leave(Leave::Done));

    let mut desk = Desk::new(false);
    for keys in ["q", "ctrl-c", "enter q", "ctrl-z", "f10 q"] {
        assert_eq!(desk.keys(keys), Effect::None, "{keys}");
    }
    // Nothing of a patient goes to the disk.
    assert_eq!(desk.keys("p"), Effect::None);
    desk.screen.hides("save note");
    // Nor to a printer, where there is one.
    let mut screen = Screen::with(Setup { printer: true, ..kiosk_setup(false) });
    assert_eq!(screen.keys("enter 1 enter p"), Effect::None);
    screen.hides(ENGLISH.note.outlets);
    assert_eq!(screen.keys("2"), Effect::None);
}

#[test]
fn a_locked_screen_shows_nothing_and_is_wiped_all_the_same() {
    let mut desk = Desk::new(true);
    desk.keys("enter 0 t 'limps since the ferry' enter ctrl-l");
    desk.screen.shows(ENGLISH.kiosk_locked);
    for words in [SECRET, "answered", "none of these", "In the last days"] {
        desk.screen.hides(words);
    }
    // Keys without the PIN open nothing, nor do they keep the patient there.
    desk.keys("n 0 enter");
    desk.screen.app.update(Input::PinChecked(false));
    desk.keys("esc esc");
    desk.screen.hides("answered");
    assert_eq!(desk.keys("'2468' enter"), Effect::CheckPin(PIN.to_owned()));
    desk.screen.app.update(Input::PinChecked(true));
    desk.screen.shows("1 answered");
    desk.keys("ctrl-l");
    desk.wait(IDLE - Duration::from_secs(5));
    desk.keys("1 2");
    assert_eq!(desk.wait(COUNTDOWN + Duration::from_secs(6)), [Effect::Wipe]);
    assert!(desk.is_fresh());
    // Without a PIN the same key unlocks.
    let mut desk = Desk::new(false);
    desk.keys("enter 0 ctrl-l n");
    desk.screen.hides("answered");
    desk.keys("ctrl-l");
    desk.screen.shows("1 answered");
}

#[test]
fn the_next_patient_is_spoken_to_in_the_language_of_the_start() {
    let mut desk = Desk::new(true);
    let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap();
    let translation = translate(&files, &Site::default(), "fr").0.map(Rc::new);
    let french = redflag::export::Tongue { words: words::of("fr").unwrap(), translation };
    desk.screen.app.update(Input::Spoken(french));
    desk.screen.shows("Crampe");
    // Somebody was there, though nothing is answered.
    assert_eq!(desk.wait(IDLE + COUNTDOWN), [Effect::Wipe]);
    desk.screen.shows("Leg cramp or swelling");
    assert!(desk.is_fresh());
}

// ===== In a terminal: this test program again, as a kiosk whose clock the test moves. =====

/// Where the program in the terminal reads by how much its clock is to be moved on.
const HANDS: &str = "REDFLAG_TEST_HANDS";

/// Not a test but the program in the terminal.
#[test]
fn stand_in() {
    let Some(hands) = std::env::var_os(HANDS) else { return };
    let ahead = Arc::new(AtomicU64::new(0));
    let clock = Clock::ahead_by(ahead.clone());
    std::thread::spawn(move || {
        let lines = std::io::BufReader::new(std::fs::File::open(hands).unwrap()).lines();
        for line in lines.map_while(Result::ok) {
            ahead.fetch_add(line.trim().parse().unwrap(), Ordering::SeqCst);
            // Wakes the loop, which then looks at the clock.
            kill_process(getpid(), Signal::WINCH).unwrap();
        }
    });
    let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap();
    let mut opened = Opened::new(Rc::new(Plan::new(read(&files, &Site::default(), TODAY).0.unwrap())), None);
    opened.languages.push("es".to_owned());
    let setup = Setup { opened: Some(opened), now: clock.now(), ..kiosk_setup(true) };
    let mut shown =
        Shown { app: App::new(setup), theme: Theme::new(Colours::Many, Ground::Unknown, false), recorder: None };
    let ending = run(&mut shown, clock, &mut |ask| match ask {
        Ask::CheckPin(pin) => Input::PinChecked(pin == PIN),
        _ => panic!("the loader fell over"),
    });
    std::process::exit(match ending {
        Ending::Left(Leave::Done) => 0,
        Ending::Left(Leave::Abandoned) => 3,
        Ending::Interrupted | Ending::Lost(_) => 130,
    });
}

struct Kiosk {
    pty: Pty,
    hands: std::fs::File,
    path: PathBuf,
}

impl Kiosk {
    fn start(size: (u16, u16)) -> Kiosk {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hands-{}-{number}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        let mut command = command(std::env::current_exe().unwrap().to_str().unwrap());
        command.args(["--exact", "stand_in", "--nocapture", "--quiet", "--test-threads=1"]);
        command.env(HANDS, &path);
        let pty = Pty::start(command, size);
        // Opens once the other side has.
        let hands = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        pty.wait_for(ENGLISH.kiosk_begin);
        Kiosk { pty, hands, path }
    }

    fn move_on(&mut self, time: Duration) {
        writeln!(self.hands, "{}", time.as_millis()).unwrap();
    }
}

impl Drop for Kiosk {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Everything that the terminal still knows: the cells of its screen and of what scrolled out of it.
fn all_cells(pty: &Pty) -> String {
    let mut screen = pty.screen();
    let mut text = pty::contents(&screen);
    screen.set_scrollback(usize::MAX);
    text.push_str(&pty::contents(&screen));
    text
}

#[test]
fn after_the_wipe_no_cell_and_nothing_of_the_scrollback_holds_an_answer() {
    for keys in ["enter 0 t", "enter 0 0 t"] {
        let mut kiosk = Kiosk::start((80, 24));
        kiosk.pty.keys(keys);
        kiosk.pty.wait_for(ENGLISH.write_note);
        for c in SECRET.chars() {
            kiosk.pty.send(c.to_string().as_bytes());
        }
        kiosk.pty.wait_for(SECRET);
        kiosk.move_on(IDLE);
        kiosk.pty.wait_for("Seconds until everything is wiped");
        kiosk.pty.forget_bytes();
        kiosk.move_on(COUNTDOWN);
        kiosk.pty.wait_for(ENGLISH.kiosk_begin);
        // Purged: the terminal was told to forget what scrolled away.
        kiosk.pty.wait_for_bytes("\x1b[3J");
        let cells = all_cells(&kiosk.pty);
        assert!(!cells.contains("limps") && !cells.contains("answered"), "{cells}");
        assert!(kiosk.pty.is_running());
    }
}

#[test]
fn finding_is_wiped_in_a_terminal_too() {
    let mut kiosk = Kiosk::start((80, 24));
    kiosk.pty.keys("enter 0 0 / s u d d");
    kiosk.pty.wait_for("Find: sudd");
    kiosk.move_on(IDLE + COUNTDOWN);
    kiosk.pty.wait_for(ENGLISH.kiosk_begin);
    let cells = all_cells(&kiosk.pty);
    assert!(!cells.contains("sudd") && !cells.contains("answered"), "{cells}");
}

#[test]
fn the_start_screen_is_large_where_there_is_room() {
    for (size, title, intro) in [((80, 24), true, false), ((40, 12), false, false), ((240, 67), true, true)] {
        let mut desk = Desk { screen: Screen::with(Setup { large: true, ..kiosk_setup(true) }) };
        desk.screen.resize(size.0, size.1);
        let text = desk.screen.text();
        assert_eq!(text.contains('▟'), title, "{size:?}\n{text}");
        assert_eq!(!text.contains("Danger signs come"), intro, "{size:?}\n{text}");
        desk.screen.shows(if size.1 > 12 { ENGLISH.kiosk_begin } else { "Enter begin" });
    }
}

#[test]
fn the_clipboard_is_emptied_if_it_was_filled() {
    let mut kiosk = Kiosk::start((80, 24));
    kiosk.pty.keys("enter 3 enter");
    kiosk.pty.wait_for("Call 999 now");
    kiosk.move_on(Duration::from_secs(1));
    kiosk.pty.keys("c");
    kiosk.pty.wait_for_bytes("\x1b]52;c;");
    kiosk.pty.wait_for("clipboard");
    kiosk.pty.forget_bytes();
    kiosk.move_on(IDLE + COUNTDOWN);
    kiosk.pty.wait_for("What was answered is wiped.");
    kiosk.pty.wait_for_bytes("\x1b]52;c;\x1b\\");
}

#[test]
fn a_kiosk_takes_a_pin_and_no_signal_of_the_keyboard() {
    let mut kiosk = Kiosk::start((80, 24));
    kiosk.pty.keys("enter 0");
    kiosk.pty.wait_for("1 answered");
    kiosk.pty.signal(Signal::TSTP);
    kiosk.pty.keys("ctrl-z q");
    kiosk.pty.wait_for(ENGLISH.kiosk_pin);
    kiosk.pty.keys("1 2 3 4 enter");
    kiosk.pty.wait_for(ENGLISH.kiosk_wrong);
    kiosk.pty.resize((100, 30));
    kiosk.pty.keys("2 4 6 8");
    kiosk.pty.wait_for("****");
    kiosk.pty.keys("enter");
    kiosk.pty.assert_ends_with(0);
}

#[test]
fn it_ends_clean_and_not_with_zero_for_its_supervisor() {
    for signal in [Signal::HUP, Signal::TERM, Signal::INT] {
        let mut kiosk = Kiosk::start((80, 24));
        kiosk.pty.keys("enter 0");
        kiosk.pty.wait_for("1 answered");
        kiosk.pty.forget_bytes();
        kiosk.pty.signal(signal);
        kiosk.pty.assert_ends_with(130);
        assert_wiped_before_it_is_left(&kiosk.pty);
    }
}

/// A console may have no alternate screen: what was on it is wiped before that is left.
fn assert_wiped_before_it_is_left(pty: &Pty) {
    let bytes = String::from_utf8_lossy(&pty.bytes()).into_owned();
    let (before, _) = bytes.split_once("\x1b[?1049l").unwrap();
    assert!(before.contains("\x1b[2J") && before.contains("\x1b[3J"), "{before:?}");
}

#[test]
fn a_panic_leaves_nothing_behind_either() {
    let mut kiosk = Kiosk::start((80, 24));
    kiosk.pty.keys("enter 0");
    kiosk.pty.wait_for("1 answered");
    kiosk.pty.forget_bytes();
    // Asks for what the stand-in's loader falls over.
    kiosk.pty.keys("l 2");
    kiosk.pty.wait_for("the loader fell over");
    kiosk.pty.assert_ends_with(101);
    assert_wiped_before_it_is_left(&kiosk.pty);
}

// ===== The real program. =====

fn pin_file() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pin-{}", std::process::id()));
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_redflag"));
    program.args(["kiosk", "--make-pin"]).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = program.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PIN}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    std::fs::write(&path, output.stdout).unwrap();
    path
}

#[cfg(target_os = "linux")]
#[test]
fn the_memory_of_the_process_holds_no_answer_after_the_wipe() {
    let pin = pin_file();
    let mut command = command(env!("CARGO_BIN_EXE_redflag"));
    command.args(["kiosk", "leg-symptoms", "--idle", "600", "--pin-file", pin.to_str().unwrap(), "--key-guard", "0"]);
    let mut pty = Pty::start(command, (100, 30));
    pty.wait_for(ENGLISH.kiosk_begin);
    // Some machines let nobody look into another process, not even a parent.
    if !memory::can_be_read(pty.process()) {
        println!("SKIPPED: this machine does not let a process read the memory of its child");
        return;
    }
    pty.keys("enter 0 0 t");
    pty.wait_for(ENGLISH.write_note);
    // Key by key, as people type: what comes in one piece (a paste) stays in the input buffer of the library that reads the
    // terminal until other keys come, out of this program's reach.
    for (at, c) in SECRET.char_indices() {
        pty.send(c.to_string().as_bytes());
        pty.wait_for(SECRET[..at + 1].trim_end());
        if c == ' ' {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    pty.keys("enter r");
    pty.wait_for("All answers");
    // It is there while it is needed: what finds nothing now would prove nothing afterwards.
    assert!(memory::in_memory(pty.process(), SECRET.as_bytes()) > 0);
    pty.keys("esc");
    pty.wait_for("1-9 tick");
    pty.keys("f10");
    pty.wait_for("No recommendation");
    pty.keys("c");
    pty.wait_for("clipboard");
    pty.keys("ctrl-n");
    pty.wait_for(ENGLISH.kiosk_begin);
    pty.wait_for_bytes("\x1b[3J");
    for text in [SECRET, "ferry", "TRIAGE NOTE: "] {
        // The program's own words for the note are its own.
        let own = usize::from(text == "TRIAGE NOTE: ");
        assert!(memory::in_memory(pty.process(), text.as_bytes()) <= own, "{text:?} is still in memory");
    }
    // The PIN leads out of the real program, too.
    pty.keys("q");
    pty.wait_for(ENGLISH.kiosk_pin);
    pty.keys("2 4 6 8 enter");
    pty.assert_ends_with(0);
}

#[test]
fn what_a_kiosk_needs_is_asked_for() {
    let run = |args: &[&str]| {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_redflag"));
        let output = program.args(args).stdin(std::process::Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(run(&["kiosk"]).contains("--idle"));
    assert!(run(&["kiosk", "leg-symptoms"]).contains("--idle"));
    assert!(run(&["kiosk", "leg-symptoms", "--idle", "0"]).contains("idle"));
    assert!(run(&["kiosk", "--make-pin"]).contains("at least 4"));
}
