//! The parts that a nurse waits for: loading and compiling a questionnaire, one patient evaluated, one key.
//!
//! `cargo bench --bench parts`. Figures to reach, in release on one core: load and compile under 1.5 ms, key to
//! finished frame under 0.3 ms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails should stop")]

use std::rc::Rc;
use std::time::Duration;

use divan::{Bencher, black_box};
use jiff::civil::Date;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use redflag::app::{App, Input, Key, Moment, Opened, Setup, Size};
use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, Files, QuestionIx, Site, read};
use redflag::shell::library::Library;
use redflag::view::{Colours, Ground, Theme, draw};

fn main() {
    divan::main();
}

/// The files of `leg-symptoms` that `redflag run` reads.
fn files() -> Files {
    Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap()
}

fn load(files: &Files) -> Plan {
    let (questionnaire, _) = read(files, &Site::default(), Date::constant(2026, 12, 1));
    Plan::new(questionnaire.unwrap())
}

/// What comes before the first question of what is built in, which was read when the program was built.
#[divan::bench]
fn open_and_compile(bencher: Bencher) {
    let entry = Library::of(Vec::new()).find("leg-symptoms").unwrap();
    bencher.bench_local(|| Plan::new(black_box(entry.packed()).unwrap().whole().unwrap().0));
}

/// The same, read at the start: where the site has words of its own. What is installed has its worked patients read, too.
#[divan::bench]
fn load_and_compile(bencher: Bencher) {
    let files = files();
    bencher.bench_local(|| load(black_box(&files)));
}

/// What `check` begins with.
#[divan::bench]
fn load_and_compile_with_cases(bencher: Bencher) {
    let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files().unwrap();
    bencher.bench_local(|| load(black_box(&files)));
}

/// The patients of `cases.ron`, one after the other: each from no answer to the last one, as a nurse gives them, with
/// the recommendation and all that the screen shows of it computed after every answer.
#[divan::bench]
fn a_patient_answer_by_answer(bencher: Bencher) {
    let (plan, patients) = patients();
    let mut next = (0..patients.len()).cycle();
    bencher.with_inputs(|| (Interview::new(Rc::clone(&plan)), &patients[next.next().unwrap()])).bench_local_values(
        |(mut interview, answers)| {
            for (question, answer) in answers {
                interview.set(*question, Some(answer.clone()));
            }
            interview
        },
    );
}

/// One evaluation of all answers of a patient: what one key costs the engine.
#[divan::bench]
fn a_patient_at_once(bencher: Bencher) {
    let (plan, patients) = patients();
    let answers = patients.iter().max_by_key(|answers| answers.len()).unwrap();
    let mut interview = Interview::new(plan);
    for (question, answer) in answers {
        interview.set(*question, Some(answer.clone()));
    }
    let (question, answer) = answers.last().unwrap();
    bencher.bench_local(|| interview.set(*question, black_box(Some(answer.clone()))));
}

type Answers = Vec<(QuestionIx, Answer)>;

fn patients() -> (Rc<Plan>, Vec<Answers>) {
    let plan = Rc::new(load(&Library::of(Vec::new()).find("leg-symptoms").unwrap().files().unwrap()));
    let patients: Vec<_> = plan.questionnaire.cases.iter().map(|case| case.answers.clone()).collect();
    assert!(!patients.is_empty());
    (plan, patients)
}

/// The program without a terminal: keys in, what would be written out.
struct Desk {
    app: App,
    terminal: Terminal<CrosstermBackend<Vec<u8>>>,
}

impl Desk {
    fn new((width, height): (u16, u16)) -> Desk {
        let opened = Opened::new(Rc::new(load(&files())), None);
        let setup = Setup {
            entries: vec![],
            opened: Some(opened),
            cover: false,
            reference: None,
            operator: None,
            recording: redflag::app::Recording::Off,
            unfinished: Vec::new(),
            words: &redflag::words::ENGLISH,
            kiosk: None,
            large: true,
            printer: false,
            key_guard: Duration::ZERO,
            now: NOW,
        };
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, width, height)) };
        let terminal = Terminal::with_options(CrosstermBackend::new(Vec::new()), options).unwrap();
        let mut desk = Desk { app: App::new(setup), terminal };
        desk.app.update(Input::Resize(Size { width, height }));
        desk.key(Key::Enter);
        desk
    }

    /// One key, and the frame after it.
    fn key(&mut self, key: Key) {
        black_box(self.app.update(Input::Key(key, NOW)));
        let theme = Theme::new(Colours::Many, Ground::Unknown, false);
        self.terminal.draw(|frame| draw(&self.app, &theme, frame)).unwrap();
    }
}

const NOW: Moment = Moment { uptime: Duration::ZERO, wall: jiff::civil::date(2026, 12, 1).at(12, 0, 0, 0) };

/// An answer and the next question, and back again: each the whole screen anew. (What is written is only counted up: it
/// is some kilobytes for each key.)
#[divan::bench(args = [(80, 24), (200, 60)])]
fn key_to_frame_answer(bencher: Bencher, size: (u16, u16)) {
    keys(bencher, Desk::new(size), [Key::Char('0'), Key::Left]);
}

#[divan::bench]
fn key_to_frame_cursor(bencher: Bencher) {
    keys(bencher, Desk::new((80, 24)), [Key::Down, Key::Up]);
}

/// The emergency comes up, with all that is left open, and is taken back.
#[divan::bench]
fn key_to_frame_emergency(bencher: Bencher) {
    let mut desk = Desk::new((80, 24));
    desk.key(Key::Char('1'));
    keys(bencher, desk, [Key::Enter, Key::Left]);
}

/// The longest page there is, scrolled.
#[divan::bench]
fn key_to_frame_recommendation(bencher: Bencher) {
    let mut desk = Desk::new((80, 24));
    [Key::Char('1'), Key::Enter, Key::Enter].into_iter().for_each(|key| desk.key(key));
    keys(bencher, desk, [Key::PageDown, Key::PageUp]);
}

fn keys(bencher: Bencher, mut desk: Desk, pair: [Key; 2]) {
    let mut turn = 0;
    bencher.bench_local(|| {
        desk.key(pair[turn % 2]);
        turn += 1;
    });
}
