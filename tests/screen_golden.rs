//! The screens as they look: at home, at the least size and on a wide terminal, without colours; some with.

#![allow(clippy::expect_used, clippy::panic, reason = "this is all test code")]

mod support;

use redflag::app::{Effect, Input, Opened, Past, PastState, RecordAsk, RecordReply, RecordTrouble, Recording, Setup};
use redflag::questionnaire::Level;
use redflag::view::{Colours, Ground, Theme};
use support::{Screen, legs, picker, setup};

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (120, 40)];
const ROUTINE: &str = "enter n n 0 1 4 enter '61' enter 'femara' enter enter enter";

/// The screen at the three sizes.
fn sizes(mut screen: Screen) -> String {
    let mut shown = String::new();
    for (width, height) in SIZES {
        screen.resize(width, height);
        let rule = "=".repeat(usize::from(width));
        shown.push_str(&format!("{width}x{height}\n{rule}\n{}\n{rule}\n\n", screen.text()));
    }
    shown
}

fn after(script: &str) -> Screen {
    let mut screen = Screen::new();
    screen.keys(script);
    screen
}

#[test]
fn screens() {
    for (name, script) in [
        ("intro", ""),
        ("yes_no", "enter n"),
        ("yes_no_answered", "enter n n left"),
        ("many", "enter n n 1 down u"),
        ("one", "enter n n 0"),
        ("number", "enter n n 0 2 2 '6'"),
        ("number_refused", "enter n n 0 2 2 '130' enter"),
        ("number_unlikely", "enter n n 0 2 2 '12' enter"),
        ("finding", "enter n n 0 1 4 enter '61' enter 'norvsac' enter 'in'"),
        ("list", "enter n n 0 1 4 enter '61' enter 'femara' enter esc end"),
        ("text", "enter n n 0 1 4 enter '61' enter 0 'says it began on Monday'"),
        ("alarm", "enter y"),
        ("alarm_not_sure", "enter u"),
        ("hand_over", "enter n n 0 2 2 '12' enter enter"),
        ("recommendation", ROUTINE),
        ("recommendation_end", &format!("{ROUTINE} end enter")),
        ("recommendation_same_day", "enter n n 0 2 1 y '61' enter enter"),
        ("ended_early", "enter n f10"),
        ("override_levels", &format!("{ROUTINE} o")),
        ("override_reason", &format!("{ROUTINE} o 5 'walks well'")),
        ("overridden", &format!("{ROUTINE} o 5 'walks well' enter")),
        ("review", "enter n n 0 2 1 y left left left 1 enter r"),
        ("change", "enter n n 0 2 1 y left left left 1"),
        ("why", &format!("{ROUTINE} w")),
        ("about", "enter i"),
        ("help", "enter n n ?"),
        ("note", "enter t 'since Monday'"),
        ("leave", "enter n q"),
    ] {
        insta::assert_snapshot!(name, sizes(after(script)), script);
    }
}

/// An interview on record.
fn past(reference: Option<&str>, level: Option<Level>, minutes: u64, state: PastState) -> Past {
    Past {
        record: "00112233445566778899aabbccddeeff".to_owned(),
        reference: reference.map(str::to_owned),
        title: "Leg cramp or swelling".to_owned(),
        version: "1.2.0".to_owned(),
        when: jiff::civil::datetime(2026, 11, 22, 13, 5, 0, 0),
        minutes,
        level: level.map(|level| (level, level.word().to_lowercase())),
        state,
    }
}

#[test]
fn records() {
    let unfinished = vec![
        past(Some("bed 4"), None, 12, PastState::Unfinished),
        past(None, Some(Level::Red), 3 * 60 + 5, PastState::Unfinished),
    ];
    let setup = || Setup { recording: Recording::On, ..setup(legs()) };
    let offered = Screen::with(Setup { unfinished: unfinished.clone(), ..setup() });
    insta::assert_snapshot!("unfinished", sizes(offered));
    let mut discard = Screen::with(Setup { unfinished, ..setup() });
    discard.keys("down d");
    insta::assert_snapshot!("discard", sizes(discard));

    let mut history = Screen::with(setup());
    assert_eq!(history.keys("enter h"), Effect::Record(RecordAsk::List));
    let list = vec![
        past(Some("bed 4"), Some(Level::Green), 1, PastState::Ended),
        past(Some("bed 2"), None, 59, PastState::Unfinished),
        past(Some("bed 1"), Some(Level::Orange), 60, PastState::Elsewhere),
        past(None, None, 1440, PastState::EndedEarly),
        past(Some("bed 9"), None, 2 * 1440, PastState::Discarded),
    ];
    history.app.update(Input::Record(RecordReply::Listed(list)));
    insta::assert_snapshot!("history", sizes(history));

    // A record to read: of a patient who is on another screen here.
    let mut other = Screen::with(setup());
    other.keys(ROUTINE);
    let visit = other.app.session().expect("a patient").visit.clone();
    let mut record = Screen::with(setup());
    let at = jiff::civil::datetime(2026, 11, 22, 13, 5, 0, 0);
    record.app.update(Input::Record(RecordReply::Read(Box::new(visit), at)));
    insta::assert_snapshot!("record", sizes(record));

    // What is not recorded is said at once, and in the footer until it is.
    let mut failing = Screen::with(setup());
    failing.keys("enter n");
    failing.app.update(Input::Recording(Recording::Failing(RecordTrouble::Full)));
    insta::assert_snapshot!("not_recorded", sizes(failing));
}

#[test]
fn other_beginnings() {
    insta::assert_snapshot!("picker", sizes(Screen::with(picker())));
    let mut refused = Screen::with(picker());
    refused.keys("enter");
    refused.app.update(Input::Refused("check found 2 errors: no-level, guarantee-broken".to_owned()));
    insta::assert_snapshot!("refused", sizes(refused));
    let opened = Some(Opened::new(legs(), Some("check found guarantee-broken".to_owned())));
    let mut draft = Screen::with(Setup { opened, ..setup(legs()) });
    draft.keys("enter y");
    insta::assert_snapshot!("draft", sizes(draft));
}

#[test]
fn too_small() {
    let mut screen = after("enter n");
    screen.resize(39, 10);
    insta::assert_snapshot!("too_small", screen.text());
}

/// Text and style runs.
#[test]
fn colours() {
    for (colours, ascii, name) in
        [(Colours::Many, false, "256"), (Colours::Sixteen, true, "16_ascii"), (Colours::None, true, "none_ascii")]
    {
        for (screen_name, script) in [("question", "enter n n 0 1"), ("alarm", "enter y"), ("result", ROUTINE)] {
            let mut screen = after(script);
            screen.theme = Theme::new(colours, Ground::Unknown, ascii);
            let sizes = [(80, 24), (40, 12), (120, 40)];
            let pictures = sizes.map(|(width, height)| format!("{:?}", screen.resize(width, height).buffer()));
            insta::assert_snapshot!(format!("colour_{name}_{screen_name}"), pictures.join("\n"), script);
        }
    }
}

#[test]
fn the_note() {
    let mut screen = after(&format!("{ROUTINE} o 5 'walks well, seen today' enter"));
    let redflag::app::Effect::Copy(note) = screen.keys("c") else { panic!("no note") };
    insta::assert_snapshot!("note_text", note);
}
