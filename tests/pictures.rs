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

/// Each picture: its file, what it shows, language, size, whether it is a kiosk, and the keys that lead there.
const PICTURES: &[(&str, &str, &str, (u16, u16), bool, &str)] = &[
    (
        "question",
        "A question, with what was answered before it and the levels that are still possible",
        "en",
        (100, 28),
        false,
        "enter 0 0 0 0 2",
    ),
    ("emergency", "An emergency takes over the screen", "en", (80, 24), false, "enter 3 enter"),
    (
        "recommendation",
        "The recommendation with its reasons",
        "en",
        (80, 30),
        false,
        "enter 0 0 0 0 2 1 0 1 0 0 0 1 enter 0",
    ),
    ("medicines", "Finding a medicine by typing", "en", (80, 24), false, "enter 0 0 0 0 2 1 0 1 0 0 'norv'"),
    ("chinese", "The first question in Simplified Chinese", "zh-Hans", (80, 24), false, "enter"),
    ("arabic", "The first question in Arabic, at the right edge", "ar", (80, 24), false, "enter"),
    ("kiosk", "The start screen of a kiosk", "en", (80, 24), true, ""),
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
    for (name, shows, language, size, kiosk, keys) in PICTURES {
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
