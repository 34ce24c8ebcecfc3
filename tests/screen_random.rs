//! Random keys at random sizes with random resizes: the screen never panics, and never takes an answer to a question
//! that it cannot show.

#![allow(clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/load.rs"]
mod load;
mod support;

use std::time::Duration;

use proptest::prelude::*;
use redflag::app::{Effect, Input, Key, Opened};
use redflag::questionnaire::Answer;
use support::{Screen, legs, picker, setup};

/// Something that can happen.
#[derive(Clone, Debug)]
enum Event {
    Key(Key, u64),
    Resize(u16, u16),
    Paste(String),
}

fn keys() -> impl Strategy<Value = Key> {
    prop_oneof![
        12 => prop::sample::select("ynu01239 qgrwiotpc?/jkU.,-".chars().collect::<Vec<_>>()).prop_map(Key::Char),
        2 => any::<char>().prop_map(Key::Char),
        10 => prop::sample::select(vec![
            Key::Enter, Key::Esc, Key::Up, Key::Down, Key::Left, Key::Right, Key::PageUp, Key::PageDown, Key::Home, Key::End,
            Key::Backspace, Key::Delete, Key::Tab, Key::BackTab, Key::F(1), Key::F(2), Key::F(10), Key::Ctrl('c'), Key::Ctrl('n'),
            Key::Ctrl('u'), Key::Ctrl('z'),
        ]),
        8 => prop::sample::select(vec![Key::Enter, Key::Char('n'), Key::Char('0')]),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        20 => (keys(), prop_oneof![Just(30u64), Just(400), Just(2000)]).prop_map(|(key, after)| Event::Key(key, after)),
        2 => (0u16..130, 0u16..50).prop_map(|(width, height)| Event::Resize(width, height)),
        2 => (36u16..90, 10u16..26).prop_map(|(width, height)| Event::Resize(width, height)),
        1 => any::<String>().prop_map(Event::Paste),
    ];
    prop::collection::vec(event, 1..120)
}

fn answers(screen: &Screen) -> Vec<Option<Answer>> {
    screen.app.session().map_or_else(Vec::new, |session| {
        let interview = &session.visit.interview;
        session.visit.questionnaire().questions().map(|(question, _)| interview.answer(question).cloned()).collect()
    })
}

/// How many answers differ.
fn changed(before: &[Option<Answer>], after: &[Option<Answer>]) -> usize {
    before.iter().zip(after).filter(|(before, after)| before != after).count()
}

fn run(mut screen: Screen, events: Vec<Event>) -> Result<(), TestCaseError> {
    for event in events {
        let before = answers(&screen);
        let small = screen.app.needs(screen.size).is_some();
        let losing = screen.app.asks_to_lose();
        match event.clone() {
            Event::Key(key, after) => {
                if let Effect::Open(_) = screen.press(key, Duration::from_millis(after)) {
                    screen.app.update(Input::Opened(Box::new(Opened::new(legs(), None))));
                }
            }
            Event::Resize(width, height) => {
                screen.resize(width, height);
            }
            Event::Paste(text) => {
                screen.app.update(Input::Paste(text));
            }
        }
        let now = answers(&screen);
        let begun_anew = now.iter().all(Option::is_none);
        prop_assert!(!small || losing || changed(&before, &now) == 0, "{event:?} answered on a screen too small");
        prop_assert!(matches!(event, Event::Key(..)) || changed(&before, &now) == 0, "{event:?} answered");
        prop_assert!(begun_anew || changed(&before, &now) <= 1, "{event:?} answered more than one question");
        let mut terminal = screen.terminal();
        if screen.size.width > 0 && screen.size.height > 0 {
            let Ok(cursor) = terminal.get_cursor_position();
            prop_assert!(cursor.x < screen.size.width && cursor.y < screen.size.height, "the cursor left the screen");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_patient_survives_any_keys(events in events(), guard in prop_oneof![Just(0u64), Just(80)]) {
        let setup = redflag::app::Setup { key_guard: Duration::from_millis(guard), ..setup(legs()) };
        run(Screen::with(setup), events)?;
    }

    #[test]
    fn the_picker_survives_any_keys(events in events()) {
        run(Screen::with(picker()), events)?;
    }

    /// What the screen says of the level is what the engine says, whatever way led there.
    #[test]
    fn the_level_shown_at_the_end_is_the_engines(events in events()) {
        let mut screen = Screen::new();
        for event in events {
            if let Event::Key(key, after) = event {
                screen.press(key, Duration::from_millis(after));
            }
        }
        let Some(session) = screen.app.session() else { return Ok(()) };
        let visit = &session.visit;
        let mut again = redflag::interview::Interview::new(visit.interview.plan().clone());
        for (question, _) in visit.questionnaire().questions() {
            again.set(question, visit.interview.answer(question).cloned());
        }
        prop_assert_eq!(again.outcome(), visit.interview.outcome());
        if screen.app.scene() == redflag::app::keys::Scene::Alarm && visit.chosen.is_none() {
            let level = again.outcome().urgency.expect("a settled level");
            prop_assert!(screen.text().contains(redflag::words::rank(level)));
        }
    }
}

#[test]
fn every_size_can_be_drawn_on_every_screen() {
    let routine = "enter n n 0 1 4 enter '61' enter 'femara' enter enter enter";
    let scripts = ["", "enter", "enter n n", "enter n n 0 1", "enter n n 0 1 4 enter '61' enter", "enter y", routine];
    for script in scripts {
        for over in ["", "?", "f1", "w", "r", "o", "t", "q", "i"] {
            let mut screen = Screen::new();
            screen.keys(script);
            screen.keys(over);
            for width in (0..=130).step_by(7) {
                for height in 0..=30 {
                    screen.resize(width, height);
                    screen.text();
                }
            }
        }
    }
}

#[test]
fn at_the_least_size_every_question_of_the_small_questionnaire_can_be_answered() {
    let mut screen = Screen::new();
    screen.resize(40, 12);
    screen.keys("enter n n 0 1 4 enter '61' enter 'femara' enter enter enter");
    assert_eq!(screen.answered(), 8);
    screen.shows("Routine");
}

/// Every questionnaire that is built in, ready to run.
fn shipped() -> Vec<std::rc::Rc<redflag::interview::Plan>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires");
    let folders = std::fs::read_dir(root).expect("the questionnaires").map(|entry| entry.expect("an entry").path());
    let folders = folders.filter(|folder| folder.is_dir());
    folders.map(|folder| std::rc::Rc::new(redflag::interview::Plan::new(load::sound(&folder)))).collect()
}

/// At 40x12 and at 80x24 every question that a random walk meets can be answered, and at every end the level, the act
/// and the first reason stand on the first screen.
#[test]
fn the_shipped_questionnaires_fit_the_least_size_and_home() {
    use redflag::app::keys::Scene;
    let mut seed = 1u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) % below
    };
    for plan in shipped() {
        for (round, (width, height)) in [(40, 12), (80, 24)].into_iter().cycle().take(120).enumerate() {
            let mut screen = Screen::with(setup(plan.clone()));
            screen.resize(width, height);
            loop {
                assert_eq!(screen.app.needs(screen.size), None, "round {round}\n{}", screen.text());
                let rarely = random(6) == 0;
                let script = match screen.app.scene() {
                    Scene::YesNo => {
                        if rarely {
                            "y"
                        } else {
                            "n"
                        }
                    }
                    Scene::One => ["1", "2", "3", "4"][random(4) as usize],
                    Scene::Many => {
                        if rarely {
                            "1 enter"
                        } else {
                            "0"
                        }
                    }
                    Scene::FindMany => {
                        if rarely {
                            "'a' enter enter"
                        } else {
                            "0"
                        }
                    }
                    Scene::FindOne => "down enter",
                    Scene::Number => {
                        ["ctrl-u '61' enter", "ctrl-u '3' enter", "ctrl-u '90' enter", "ctrl-u '38.5' enter"]
                            [random(4) as usize]
                    }
                    Scene::Intro | Scene::Text => "enter",
                    Scene::Alarm if random(2) == 0 => "g",
                    Scene::Alarm | Scene::HandOver | Scene::Change => "enter",
                    Scene::Result => break,
                    scene => panic!("{scene:?}\n{}", screen.text()),
                };
                screen.keys(script);
            }
            let text = screen.text();
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let visit = &screen.app.session().expect("a patient").visit;
            let outcome = visit.interview.outcome();
            let Some(level) = outcome.urgency else { continue };
            let act = &visit.questionnaire().disposition(level).expect("a disposition").act;
            let reasons =
                outcome.fires.iter().chain(&outcome.not_ruled_out).map(|&rule| &visit.questionnaire()[rule].because);
            assert!(text.contains(redflag::words::rank(level)), "{text}");
            assert!(flat.contains(act.as_str()), "{act:?} is not on\n{text}");
            let first = |reason: &str| flat.contains(reason);
            assert!(reasons.into_iter().any(|reason| first(reason)), "no reason is on\n{text}");
        }
    }
}
