//! The pictures of the README are the screens. `UPDATE_PICTURES=1 cargo test --test pictures` draws them anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

mod support;
#[path = "support/svg.rs"]
mod svg;

use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use redflag::app::{KioskSetup, Opened, Setup};
use redflag::export::Tongue;
use redflag::interview::Plan;
use redflag::questionnaire::{Site, read, translate};
use redflag::shell::library::Library;
use redflag::view::{Colours, Ground, Theme};
use redflag::words;
use support::{Screen, TODAY, setup};

/// A picture of the README.
struct Picture {
    /// The file's name, without `.svg`.
    name: &'static str,
    /// What it shows, for readers who cannot see it.
    shows: &'static str,
    language: &'static str,
    size: (u16, u16),
    kiosk: bool,
    /// The keys that lead there.
    keys: &'static str,
}

const PICTURES: &[Picture] = &[
    Picture {
        name: "question",
        shows: "A question, with what was answered before it and the levels that are still possible",
        language: "en",
        size: (100, 28),
        kiosk: false,
        keys: "enter 0 0 0 0 2",
    },
    Picture {
        name: "emergency",
        shows: "An emergency takes over the screen",
        language: "en",
        size: (80, 24),
        kiosk: false,
        keys: "enter 3 enter",
    },
    Picture {
        name: "recommendation",
        shows: "The recommendation with its reasons",
        language: "en",
        size: (80, 30),
        kiosk: false,
        keys: "enter 0 0 0 0 2 1 0 1 0 0 0 1 enter 0",
    },
    Picture {
        name: "medicines",
        shows: "Finding a medicine by typing",
        language: "en",
        size: (80, 24),
        kiosk: false,
        keys: "enter 0 0 0 0 2 1 0 1 0 0 'norv'",
    },
    Picture {
        name: "chinese",
        shows: "The first question in Simplified Chinese",
        language: "zh-Hans",
        size: (80, 24),
        kiosk: false,
        keys: "enter",
    },
    Picture {
        name: "arabic",
        shows: "The first question in Arabic, at the right edge",
        language: "ar",
        size: (80, 24),
        kiosk: false,
        keys: "enter",
    },
    Picture {
        name: "kiosk",
        shows: "The start screen of a kiosk",
        language: "en",
        size: (80, 24),
        kiosk: true,
        keys: "",
    },
];

fn screen(language: &str, size: (u16, u16), kiosk: bool) -> Screen {
    let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap();
    let plan = Rc::new(Plan::new(read(&files, &Site::default(), TODAY).0.unwrap()));
    let mut opened = Opened::new(plan.clone(), None);
    if language != "en" {
        let translation = translate(&files, &Site::default(), language).0.map(Rc::new);
        opened.tongue = Tongue { words: words::of(language).unwrap(), translation };
    }
    let kiosk = kiosk.then_some(KioskSetup { idle: Duration::from_secs(120), has_pin: true });
    let mut screen = Screen::with(Setup { opened: Some(opened), kiosk, large: true, ..setup(plan) });
    screen.theme = Theme::new(Colours::Many, Ground::Dark, false);
    screen.resize(size.0, size.1);
    screen
}

#[test]
fn the_pictures_are_the_screens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    let readme = include_str!("../README.md");
    for Picture { name, shows, language, size, kiosk, keys } in PICTURES {
        let mut screen = screen(language, *size, *kiosk);
        screen.keys(keys);
        let drawn = svg::svg(&screen.buffer(), shows);
        roxmltree::Document::parse(&drawn).expect("well-formed");
        let path = folder.join(format!("{name}.svg"));
        if std::env::var_os("UPDATE_PICTURES").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &drawn).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == drawn,
            "{name} is another screen now: UPDATE_PICTURES=1 cargo test --test pictures\n{}",
            screen.text()
        );
        assert!(readme.contains(&format!("docs/pictures/{name}.svg")), "the README does not show {name}");
    }
    let files = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(files, PICTURES.len(), "a picture of nothing lies in docs/pictures");
}
