//! A small questionnaire, and the screen driven by keys as text.

#![allow(dead_code, reason = "every test program compiles this file, and none uses all of it")]

use std::rc::Rc;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use redflag::app::{App, Effect, Entry, Input, Key, Moment, Opened, Setup, Size};
use redflag::interview::Plan;
use redflag::questionnaire::{File, Files, Site, read};
use redflag::view::{Colours, Ground, Theme, draw};

/// The day on which all tests run.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// The questionnaire in `tests/support/legs`, ready to run.
pub fn legs() -> Rc<Plan> {
    plan(&[
        ("questionnaire.ron", include_str!("legs/questionnaire.ron")),
        ("signs.ron", include_str!("legs/signs.ron")),
        ("complaint.ron", include_str!("legs/complaint.ron")),
        ("person.ron", include_str!("legs/person.ron")),
    ])
}

/// A questionnaire from its files.
pub fn plan(files: &[(&str, &'static str)]) -> Rc<Plan> {
    let files = files.iter().map(|(name, text)| File { name: (*name).to_owned(), bytes: text.as_bytes().into() });
    let files = Files { folder: "legs".to_owned(), files: files.collect() };
    let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
    Rc::new(Plan::new(questionnaire.unwrap_or_else(|| panic!("{findings:#?}"))))
}

/// A screen with a clock of its own: a second passes before each key unless told otherwise.
pub struct Screen {
    pub app: App,
    pub uptime: Duration,
    pub size: Size,
    pub theme: Theme,
}

impl Screen {
    /// The questionnaire at 80x24, without colours.
    pub fn new() -> Screen {
        Screen::with(setup(legs()))
    }

    pub fn with(setup: Setup) -> Screen {
        let app = App::new(setup);
        let mut screen = Screen {
            app,
            uptime: Duration::from_secs(1),
            size: Size::default(),
            theme: Theme::new(Colours::None, Ground::Unknown, false),
        };
        screen.resize(80, 24);
        screen
    }

    pub fn resize(&mut self, width: u16, height: u16) -> &mut Screen {
        self.size = Size { width, height };
        self.app.update(Input::Resize(self.size));
        self
    }

    /// Presses keys written as text: `2 enter 0 n 6 1`, `'some words'`, `ctrl-n`, `f10`; the effect of the last one.
    pub fn keys(&mut self, script: &str) -> Effect {
        let mut effect = Effect::None;
        for key in parse(script) {
            effect = self.press(key, Duration::from_secs(1));
        }
        effect
    }

    /// Presses a key so long after the one before.
    pub fn press(&mut self, key: Key, after: Duration) -> Effect {
        self.uptime += after;
        self.app.update(Input::Key(key, self.moment()))
    }

    pub fn moment(&self) -> Moment {
        moment(self.uptime)
    }

    /// What is on the screen, row by row.
    pub fn text(&self) -> String {
        let Size { width, height } = self.size;
        if width == 0 || height == 0 {
            return String::new();
        }
        let buffer = self.buffer();
        let rows = buffer.content.chunks(usize::from(width));
        let rows = rows.map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned());
        rows.collect::<Vec<_>>().join("\n")
    }

    /// What is on the screen, with styles.
    pub fn buffer(&self) -> ratatui::buffer::Buffer {
        self.terminal().backend().buffer().clone()
    }

    pub fn terminal(&self) -> Terminal<TestBackend> {
        let backend = TestBackend::new(self.size.width, self.size.height);
        let Ok(mut terminal) = Terminal::new(backend);
        let Ok(_) = terminal.draw(|frame| draw(&self.app, &self.theme, frame));
        terminal
    }

    #[track_caller]
    pub fn shows(&self, words: &str) {
        let text = self.text();
        // Sentences run over rows, and the bounds stand beside them.
        let column =
            |side: usize| text.lines().filter_map(|row| row.split('\u{2502}').nth(side)).collect::<Vec<_>>().join(" ");
        let flat = [column(0), column(1)].map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        let found = text.contains(words) || flat.iter().any(|text| text.contains(words));
        assert!(found, "{words:?} is not on\n{text}");
    }

    #[track_caller]
    pub fn hides(&self, words: &str) {
        let text = self.text();
        assert!(!text.contains(words), "{words:?} is on\n{text}");
    }

    /// How many questions are answered.
    pub fn answered(&self) -> usize {
        self.app.session().map_or(0, |session| session.visit.answered())
    }
}

pub fn setup(plan: Rc<Plan>) -> Setup {
    Setup {
        entries: Vec::new(),
        opened: Some(Opened::new(plan, None)),
        cover: false,
        reference: None,
        operator: None,
        recording: redflag::app::Recording::Off,
        unfinished: Vec::new(),
        words: &redflag::words::ENGLISH,
        kiosk: None,
        large: false,
        printer: false,
        key_guard: Duration::from_millis(80),
        now: moment(Duration::ZERO),
    }
}

/// A picker with two questionnaires.
pub fn picker() -> Setup {
    let entry = |title: &str, overdue| Entry {
        title: title.to_owned(),
        version: "1.2.0".to_owned(),
        audience: "Nurses, adults aged 18 and over".to_owned(),
        origin: "built-in".to_owned(),
        overdue,
    };
    Setup {
        entries: vec![entry("Leg cramp or swelling", false), entry("Back pain", true)],
        opened: None,
        ..setup(legs())
    }
}

pub fn moment(uptime: Duration) -> Moment {
    Moment { uptime, wall: TODAY.at(14, 5, 0, 0) }
}

pub fn parse(script: &str) -> Vec<Key> {
    let mut keys = Vec::new();
    let mut rest = script.trim();
    while !rest.is_empty() {
        if let Some(text) = rest.strip_prefix('\'') {
            let end = text.find('\'').expect("a closing quote");
            keys.extend(text[..end].chars().map(Key::Char));
            rest = text[end + 1..].trim_start();
            continue;
        }
        let end = rest.find(' ').unwrap_or(rest.len());
        keys.push(named(&rest[..end]));
        rest = rest[end..].trim_start();
    }
    keys
}

fn named(name: &str) -> Key {
    match name {
        "enter" => Key::Enter,
        "space" => Key::Char(' '),
        "esc" => Key::Esc,
        "up" => Key::Up,
        "down" => Key::Down,
        "left" => Key::Left,
        "right" => Key::Right,
        "pgup" => Key::PageUp,
        "pgdn" => Key::PageDown,
        "home" => Key::Home,
        "end" => Key::End,
        "backspace" => Key::Backspace,
        "delete" => Key::Delete,
        "tab" => Key::Tab,
        "backtab" => Key::BackTab,
        _ => match (name.strip_prefix("ctrl-"), name.strip_prefix('f').and_then(|number| number.parse().ok())) {
            (Some(letter), _) => Key::Ctrl(letter.chars().next().expect("a letter")),
            (_, Some(number)) => Key::F(number),
            _ if name.chars().count() == 1 => Key::Char(name.chars().next().expect("one character")),
            _ => panic!("{name} is no key"),
        },
    }
}
