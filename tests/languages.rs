//! The languages that the program speaks: nothing is missing in any, every name in braces has its value, and every screen of
//! the leg questionnaire can be shown in each.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use redflag::app::keys::{Scene, TABLE};
use redflag::app::plain::COMMANDS;
use redflag::app::{Effect, Input, Opened};
use redflag::export::Tongue;
use redflag::interview::Plan;
use redflag::questionnaire::{Files, Site, languages, read, translate};
use redflag::shell::library::Library;
use redflag::text::columns;
use redflag::words::{self, ENGLISH, Words};
use support::{Screen, TODAY, setup};

/// The fields of a language with their texts, as Rust itself prints them.
fn fields(words: &Words) -> BTreeMap<String, String> {
    // Rust escapes what is not seen.
    let printed = format!("{words:#?}").replace("\\u{a0}", "\u{a0}");
    let mut group = String::new();
    let mut fields = BTreeMap::new();
    let mut place = 0;
    for line in printed.lines().skip(1) {
        let line = line.trim().trim_end_matches(',');
        match line.split_once(": ") {
            Some((name, text)) if text.starts_with('"') => {
                place += 1;
                let name =
                    if line.starts_with('"') { format!("{group}.{place}") } else { format!("{group}.{name}.{place}") };
                fields.insert(name, text.to_owned());
            }
            Some((name, _)) => (group, place) = (name.to_owned(), 0),
            None if line.starts_with('"') => {
                place += 1;
                fields.insert(format!("{group}.{place}"), line.to_owned());
            }
            None => {}
        }
    }
    fields
}

/// The names in braces.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').expect("a closing brace").0).collect()
}

#[test]
fn every_language_has_every_text_with_the_same_values() {
    let english = fields(&ENGLISH);
    assert!(english.len() > 250, "{}", english.len());
    for words in words::ALL {
        let own = fields(words);
        assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{}", words.tag);
        for (name, text) in &own {
            let original = &english[name];
            assert_eq!(names(text), names(original), "{} {name}: {text}", words.tag);
            assert_eq!(text == "\"\"", original == "\"\"", "{} {name}: {text}", words.tag);
            // What stands before something else ends in a blank, in each.
            assert_eq!(text.ends_with(" \""), original.ends_with(" \""), "{} {name}: {text:?}", words.tag);
        }
    }
}

#[test]
fn every_row_of_the_tables_has_words_and_no_words_are_without_a_row() {
    let rows: BTreeSet<&str> = TABLE.iter().map(|row| row.id).chain(COMMANDS.iter().map(|line| line.id)).collect();
    for words in words::ALL {
        let named: Vec<&str> = words.keys.iter().map(|key| key.id).collect();
        assert_eq!(named.iter().copied().collect::<BTreeSet<_>>(), rows, "{}", words.tag);
        assert_eq!(named.len(), rows.len(), "{} has words twice", words.tag);
        for key in words.keys {
            assert_eq!(key.name.is_empty(), ENGLISH.key(key.id).name.is_empty(), "{} {}", words.tag, key.id);
            assert!(!key.does.is_empty(), "{} {}", words.tag, key.id);
        }
    }
}

#[test]
fn what_has_one_row_fits_into_forty_columns() {
    for words in words::ALL {
        for (text, most) in [
            (words.unreviewed_flag, 26),
            (words.draft, 10),
            (words.overdue_flag, 20),
            (words.clock_wrong_flag, 20),
            (words.at_least, 9),
            (words.at_most, 9),
            (words.settled, 9),
        ] {
            assert!(columns(text) <= most, "{}: {text:?} takes {}", words.tag, columns(text));
        }
        assert!(columns(&words.progress(28, (10, 28), true)) <= 26, "{}", words.progress(28, (10, 28), true));
        assert_eq!(columns(words.from), columns(words.to), "{}: before and after stand under each other", words.tag);
    }
}

#[test]
fn the_nearest_language_is_spoken() {
    for (wanted, tag) in [
        ("es-MX", Some("es")),
        ("fr", Some("fr")),
        ("FR-ca", Some("fr")),
        ("zh-CN", Some("zh-Hans")),
        ("zh", Some("zh-Hans")),
        ("zh-Hans-SG", Some("zh-Hans")),
        // Other signs than those that are read there.
        ("zh-TW", None),
        ("zh-Hant", None),
        ("ar-EG", Some("ar")),
        ("de", None),
    ] {
        assert_eq!(words::of(wanted).map(|words| words.tag), tag, "{wanted}");
    }
}

fn files() -> Files {
    Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap()
}

/// The languages that it is translated into.
fn translated() -> Vec<String> {
    let own = read(&files(), &Site::default(), TODAY).0.unwrap();
    languages(&own, &files()).split_off(1)
}

/// The leg questionnaire, to begin in that language.
fn opened(tag: &str) -> Opened {
    let files = files();
    let plan = Rc::new(Plan::new(read(&files, &Site::default(), TODAY).0.unwrap()));
    let mut opened = Opened::new(plan, None);
    opened.languages.extend(translated());
    if tag != "en" {
        opened.tongue = tongue(tag);
    }
    opened
}

fn tongue(tag: &str) -> Tongue {
    let (translation, findings) = translate(&files(), &Site::default(), tag);
    assert!(findings.is_empty(), "{findings:#?}");
    Tongue { words: words::of(tag).unwrap(), translation: translation.map(Rc::new) }
}

fn begun(tag: &str, size: (u16, u16)) -> Screen {
    let setup = setup(Rc::new(Plan::new(read(&files(), &Site::default(), TODAY).0.unwrap())));
    let words = words::of(tag).unwrap();
    let mut screen = Screen::with(redflag::app::Setup { opened: Some(opened(tag)), words, ..setup });
    screen.resize(size.0, size.1);
    screen
}

#[test]
fn leg_symptoms_is_whole_in_each_language_and_the_same_questionnaire() {
    let own = read(&files(), &Site::default(), TODAY).0.unwrap();
    assert_eq!(languages(&own, &files()), ["en", "ar", "es", "fr", "zh-Hans"]);
    for tag in translated() {
        let translation = tongue(&tag).translation.unwrap();
        assert_eq!((translation.untranslated, translation.reviewed), (0, None), "{tag}");
        let other = &translation.questionnaire;
        assert_eq!((&other.fingerprint, &other.language, &other.version), (&own.fingerprint, &tag, &own.version));
        // Nothing that is computed with is another.
        let conditions = |q: &redflag::questionnaire::Questionnaire| {
            q.questions
                .iter()
                .map(|question| question.when.clone())
                .chain(q.rules.iter().map(|rule| rule.when.clone()))
                .chain(q.advice.iter().map(|advice| advice.when.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(conditions(other), conditions(&own), "{tag}");
        let told = own.questions.iter().zip(&other.questions).filter(|(own, other)| own.ask != other.ask).count();
        assert_eq!(told, own.questions.len(), "{tag}: every question is in other words");
    }
}

/// A dose, a time or a temperature that is lost in translation is the worst of slips.
#[test]
fn every_number_of_a_text_stands_in_its_translation() {
    let numbers = |text: &str| {
        let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let mut numbers: Vec<String> = digits.map(str::to_owned).collect();
        numbers.sort();
        numbers
    };
    let texts = |q: &redflag::questionnaire::Questionnaire| {
        let mut texts: Vec<String> = Vec::new();
        for question in &q.questions {
            texts.push(question.ask.clone());
            texts.extend(question.help.clone());
            for choice in question.choices() {
                texts.push(choice.label.clone());
                texts.extend(choice.help.clone());
            }
        }
        texts.extend(q.dispositions.iter().flatten().flat_map(|it| [it.act.clone(), it.within.clone()]));
        texts.extend(q.rules.iter().map(|rule| rule.because.clone()));
        texts.extend(q.advice.iter().map(|advice| advice.text.clone()));
        texts
    };
    let own = texts(&read(&files(), &Site::default(), TODAY).0.unwrap());
    assert!(own.iter().filter(|text| !numbers(text).is_empty()).count() > 40);
    for tag in translated() {
        let other = texts(&tongue(&tag).translation.unwrap().questionnaire);
        assert_eq!(own.len(), other.len());
        for (own, other) in own.iter().zip(&other) {
            assert_eq!(numbers(own), numbers(other), "{tag}: {own}\n{other}");
        }
    }
}

/// Every question must be answerable on the least screen, in every language, and say by which key it goes on.
#[test]
fn every_question_has_room_at_forty_columns_in_each_language() {
    for words in words::ALL {
        let mut screen = begun(words.tag, (40, 12));
        screen.keys("enter");
        let (mut asked, mut found, mut confirmed) = (0, 0, 0);
        for _ in 0..60 {
            let size = screen.size;
            assert_eq!(screen.app.needs(size), None, "{}:\n{}", words.tag, screen.text());
            if screen.app.scene() == Scene::Result {
                break;
            }
            asked += usize::from(screen.app.shows_question());
            // One thing to say to each list, which leads deep.
            let scene = screen.app.scene();
            let (answer, on) = match scene {
                Scene::FindMany | Scene::FindOne => ("esc down down down space", "enter"),
                Scene::Many => ("down down down space", "enter"),
                Scene::One => ("down", "enter"),
                Scene::YesNo => ("", "y"),
                Scene::Number => ("'5'", "enter"),
                Scene::Alarm | Scene::HandOver => ("", "g"),
                _ => ("", "enter"),
            };
            screen.keys(answer);
            if scene == Scene::FindMany {
                screen.keys("/");
                assert_eq!(screen.app.scene(), scene);
                says_how_to_go_on(&screen);
                found += 1;
                screen.keys("esc");
            }
            if matches!(screen.app.scene(), Scene::Many | Scene::Number) {
                says_how_to_go_on(&screen);
                confirmed += 1;
            }
            screen.keys(on);
        }
        assert!(asked >= 12 && found >= 1 && confirmed >= 5, "{}: {asked}, {found}, {confirmed}", words.tag);
    }
}

fn says_how_to_go_on(screen: &Screen) {
    let text = screen.text();
    let footer = text.lines().last().unwrap_or_default();
    assert!(footer.contains("Enter"), "{footer:?} under\n{text}");
}

#[test]
fn a_key_switches_the_language_and_nothing_is_lost() {
    let mut screen = begun("en", (80, 24));
    screen.keys("enter 0 0 2 space enter t 'seen at home' enter");
    let before = format!("{:?}", screen.app.session().unwrap().visit.interview.answers());
    screen.keys("l");
    for name in ["English", "العربية", "Español", "Français", "简体中文"] {
        // A wide sign takes two cells, the second of which is blank.
        let text = screen.text().replace(' ', "");
        assert!(text.contains(&name.replace(' ', "")), "{name} in\n{text}");
    }
    assert_eq!(screen.keys("3"), Effect::Speak("es".to_owned()));
    screen.app.update(Input::Spoken(tongue("es")));
    let spanish = tongue("es").translation.unwrap();
    let question = screen.app.session().unwrap().question().unwrap();
    screen.shows(&spanish.questionnaire[question].ask[..20]);
    screen.shows(words::of("es").unwrap().unreviewed_flag);
    assert_eq!(before, format!("{:?}", screen.app.session().unwrap().visit.interview.answers()));
    // The record is in the questionnaire's own language, and says in which the screen was.
    screen.keys("f10");
    let Effect::Copy(note) = screen.keys("c") else { panic!("no note") };
    for words in
        ["TRIAGE NOTE: Leg cramp or swelling", "seen at home", "shown in this language: es", "not been reviewed"]
    {
        assert!(note.contains(words), "{words} in\n{note}");
    }
    // And back, at once.
    assert_eq!(screen.keys("l 1"), Effect::None);
    screen.shows("No recommendation");
    screen.hides(words::of("es").unwrap().unreviewed_flag);
}

/// The questionnaire on the disk may be another by now: its words belong to another circuit.
#[test]
fn words_of_another_questionnaire_are_not_put_over_this_one() {
    let mut screen = begun("en", (80, 24));
    screen.keys("enter 0");
    let before = screen.text();
    let mut other = tongue("es");
    let mut translation = (*other.translation.take().unwrap()).clone();
    translation.questionnaire.fingerprint = "sha256:another".to_owned();
    other.translation = Some(Rc::new(translation));
    screen.app.update(Input::Spoken(other));
    screen.shows("changed meanwhile");
    assert_eq!(screen.app.words().tag, "en");
    assert!(before.lines().nth(4) == screen.text().lines().nth(4), "{}", screen.text());
}

#[test]
fn arabic_stands_at_the_right_edge() {
    let mut screen = begun("ar", (80, 24));
    screen.keys("enter");
    let text = screen.text();
    let question = text.lines().find(|row| row.contains('؟')).expect("a question");
    assert!(question.starts_with("      "), "it begins after blanks:\n{text}");
    // No row is wider than the screen, and the keys are still at hand.
    assert!(text.lines().all(|row| columns(row) <= 80), "{text}");
    assert!(text.contains(words::of("ar").unwrap().key("help").name), "{text}");
}
