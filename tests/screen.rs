//! What the keys do, as scripts of keys against the small questionnaire in `tests/support/legs`.

#![allow(clippy::expect_used, clippy::panic, reason = "this is all test code")]

mod support;

use std::time::Duration;

use redflag::app::{Effect, Input, Key, Leave, NotPrinted, NotSaved, Opened, SaveTrouble, Size};
use redflag::questionnaire::{Answer, Level, Status};
use support::{Screen, legs, moment, picker, setup};

const CHEST: &str = "Is there chest pain, or has the patient collapsed?";
const BREATH: &str = "Is the patient newly short of breath?";
const FOOT: &str = "What is the foot like compared with the other one?";
const COMPLAINT: &str = "What is the main problem in the leg?";
const NIGHTS: &str = "How many nights a week do cramps wake the patient?";
const AGE: &str = "How old is the patient?";
const MEDICINES: &str = "Which of these medicines does the patient take?";
const REMARKS: &str = "Anything else the patient said?";

/// A cramp, up to the medicines.
const TO_MEDICINES: &str = "enter n n 0 1 4 enter '61' enter";
/// The same, up to the remarks.
const TO_REMARKS: &str = "enter n n 0 1 4 enter '61' enter 'femara' enter enter";
/// A whole interview: Routine.
const ROUTINE: &str = "enter n n 0 1 4 enter '61' enter 'femara' enter enter enter";

fn after(script: &str) -> Screen {
    let mut screen = Screen::new();
    screen.keys(script);
    screen
}

fn answer(screen: &Screen, id: &str) -> Option<Answer> {
    let visit = &screen.app.session()?.visit;
    visit.interview.answer(visit.questionnaire().find(id)?).cloned()
}

fn status(screen: &Screen) -> Status {
    screen.app.session().expect("a patient").visit.interview.outcome().status
}

/// Each script of keys, and what is on the screen after it.
#[track_caller]
fn check(table: &[(&str, &[&str])]) {
    for (script, shown) in table {
        let screen = after(script);
        for words in *shown {
            screen.shows(words);
        }
    }
}

#[test]
fn one_key_answers_and_moves_on() {
    check(&[
        ("", &["For a leg that hurts", "Enter begin"]),
        ("enter", &[CHEST, "0 answered, 6 to 10 to go"]),
        ("space", &[CHEST]),
        ("enter n", &[BREATH, "collapsed? no"]),
        ("enter n u", &["Not ruled out", "[!!!!!] Emergency"]),
        ("enter down enter", &[BREATH, "collapsed? no"]),
        ("enter n n 0", &[COMPLAINT, "none of these"]),
        ("enter n n 0 2", &["Is one leg swollen", "Swelling"]),
        ("enter n n 0 down enter", &["Is one leg swollen", "Swelling"]),
        ("enter n n 0 2 2", &[AGE]),
        (TO_MEDICINES, &[MEDICINES, "61 years"]),
    ]);
}

#[test]
fn a_key_that_means_nothing_answers_nothing_and_says_so() {
    for key in ["z", "5", "tab", "f5", "0", "/"] {
        let mut screen = after("enter");
        screen.keys(key);
        assert_eq!(screen.answered(), 0, "{key}");
        screen.shows("That key does nothing here.");
    }
}

#[test]
fn many_is_ticked_by_digit_or_space_and_confirmed_by_enter() {
    for (script, id, expected) in [
        ("enter n n 1 3 enter", "foot", Answer::Many { yes: vec![0, 2], unsure: vec![] }),
        ("enter n n 1 1 2 enter", "foot", Answer::Many { yes: vec![1], unsure: vec![] }),
        ("enter n n down space u up enter", "foot", Answer::Many { yes: vec![], unsure: vec![1] }),
        ("enter n n 1 j u enter", "foot", Answer::Many { yes: vec![0], unsure: vec![1] }),
        ("enter n n U", "foot", Answer::Unsure),
        ("enter n n down f2 enter", "foot", Answer::Many { yes: vec![], unsure: vec![1] }),
        ("enter n n 0", "foot", Answer::Many { yes: vec![], unsure: vec![] }),
    ] {
        assert_eq!(answer(&after(script), id), Some(expected), "{script}");
    }
}

#[test]
fn none_is_said_and_not_left_blank() {
    let mut screen = after("enter n n enter");
    screen.shows("Nothing is ticked: 0 answers \"none of these\".");
    assert_eq!(answer(&screen, "foot"), None);
    screen.keys("2 0");
    screen.shows("Something is ticked");
    assert_eq!(answer(&screen, "foot"), None);
}

#[test]
fn a_number_is_taken_in_its_range_and_confirmed_where_it_is_unlikely() {
    let to_age = "enter n n 0 2 2";
    for (typed, shown) in [
        ("enter", "Type a number"),
        ("'130' enter", "Not accepted: 130 is not between 0 and 120 years."),
        ("'-1' enter", "Not accepted: -1 is not between 0 and 120 years."),
        ("'99999999999999999' enter", "not between 0 and 120 years"),
        ("'61,5' enter", "Not accepted: whole numbers only."),
        ("'6-1' enter", "Not accepted: this is not a number."),
        ("'12' enter", "12 years is outside the usual 18 to 100."),
    ] {
        let screen = after(&format!("{to_age} {typed}"));
        screen.shows(shown);
        assert_eq!(answer(&screen, "age"), None, "{typed}");
    }
    for (typed, expected) in [
        ("'61' enter", 61),
        ("'61.0' enter", 61),
        ("'61,0' enter", 61),
        ("'7' backspace '61' enter", 61),
        ("'６１' enter", 61),
        ("'12' enter enter", 12),
        ("'12' enter y", 12),
        ("'12' enter esc backspace backspace '61' enter", 61),
    ] {
        assert_eq!(answer(&after(&format!("{to_age} {typed}")), "age"), Some(Answer::Number(expected)), "{typed}");
    }
    assert_eq!(answer(&after(&format!("{to_age} u")), "age"), Some(Answer::Unsure));
}

#[test]
fn letters_stay_commands_in_a_number_field_and_are_typed_in_a_text_field() {
    after("enter n n 0 2 2 '6' w").shows("Why");
    let mut screen = after(TO_REMARKS);
    screen.shows(REMARKS);
    screen.keys("'quinine? 0/1 u'");
    screen.shows("> quinine? 0/1 u");
    screen.keys("enter");
    assert_eq!(answer(&screen, "remarks"), Some(Answer::Text("quinine? 0/1 u".to_owned())));
}

#[test]
fn not_sure_is_refused_where_the_question_has_none() {
    for script in ["enter n n 0 1 u", "enter n n 0 1 f2"] {
        let screen = after(script);
        screen.shows("cannot be answered \"not sure\"");
        screen.shows(NIGHTS);
        screen.hides("u not sure");
    }
}

#[test]
fn long_lists_open_in_finding() {
    let many = |yes: &[usize]| Some(Answer::Many { yes: yes.to_vec(), unsure: vec![] });
    for (typed, expected) in [
        ("'Norvsac' enter enter", many(&[0])),
        ("'letrozle' enter enter", many(&[2])),
        ("'femara' enter 'zocor' enter enter", many(&[2, 7])),
        ("'femara' enter 'femara' enter enter", many(&[2])),
        ("'in' down enter esc enter", None),
        ("0", many(&[])),
        ("f2", Some(Answer::Unsure)),
        ("enter", None),
        ("'xyzxyz' enter", None),
        ("'femara' enter 0", None),
        ("'femara' enter esc space 0", many(&[])),
        ("esc 9 enter", many(&[8])),
        ("esc end space enter", many(&[11])),
        ("esc / 'lipitor' enter enter", many(&[8])),
        ("'b12'", None),
    ] {
        let screen = after(&format!("{TO_MEDICINES} {typed}"));
        if expected.is_some() || !typed.starts_with("'in'") {
            assert_eq!(answer(&screen, "medicines"), expected, "{typed}");
        }
    }
    check(&[
        (&format!("{TO_MEDICINES} 'norvsac' enter"), &["Picked 1: Amlodipine", "Find:", "Nifedipine"]),
        (&format!("{TO_MEDICINES} 'femara' enter 'femara' enter"), &["Already picked: Letrozole"]),
        (&format!("{TO_MEDICINES} 'xyzxyz'"), &["Nothing like it here."]),
        (&format!("{TO_MEDICINES} space"), &["Type a name to find it."]),
    ]);
}

#[test]
fn going_back_changes_nothing() {
    for back in ["left", "backspace", "backtab"] {
        let screen = after(&format!("enter n n {back}"));
        screen.shows(BREATH);
        screen.shows("(answered)");
        assert_eq!(screen.answered(), 2);
    }
    check(&[
        ("enter left", &["This is the first question."]),
        ("enter n n left left esc", &[FOOT]),
        ("enter n n left n", &[FOOT]),
        ("enter n n 0 2 2 '6' backspace backspace", &["Is one leg swollen"]),
    ]);
    // What was ticked or typed and not confirmed is still there.
    assert_eq!(
        answer(&after("enter n n 3 left esc enter"), "foot"),
        Some(Answer::Many { yes: vec![2], unsure: vec![] })
    );
    assert_eq!(answer(&after("enter n n 0 2 2 '61' left esc enter"), "age"), Some(Answer::Number(61)));
}

#[test]
fn a_change_says_first_what_it_sets_aside_and_how_the_level_moves() {
    let mut screen = after("enter n n 0 2 1 y left left left");
    screen.shows(COMPLAINT);
    screen.keys("1");
    screen.shows("Change this answer?");
    screen.shows("Swelling -> Sudden painful spasm");
    screen.shows("No longer asked, answers set aside: - Is one leg swollen, or are both? One leg");
    screen.shows("To be asked: - How many nights");
    screen.shows("Before: [!!!!-] Same day After: [!----] Self-care to [!!!--] Soon");
    assert_eq!(answer(&screen, "complaint"), Some(Answer::One(1)));
    screen.keys("esc");
    assert_eq!(answer(&screen, "complaint"), Some(Answer::One(1)));
    screen.keys("1 enter");
    assert_eq!(answer(&screen, "complaint"), Some(Answer::One(0)));
    screen.shows(NIGHTS);
    // The answers set aside return with their question.
    screen.keys("left 2");
    screen.shows("Asked again, answers count again: - Is one leg swollen, or are both? One leg");
    screen.keys("y");
    screen.shows(AGE);
    assert_eq!(answer(&screen, "calf"), Some(Answer::YesNo(true)));
}

#[test]
fn an_emergency_takes_over_within_two_keys_and_going_on_is_not_the_default() {
    let mut screen = after("enter y");
    screen.shows("[!!!!!] Emergency");
    screen.shows("Call an ambulance now and stay with the patient");
    screen.shows("g go on asking");
    assert_eq!(status(&screen), Status::Stopped);
    // Anything but its keys leaves it where it is.
    screen.keys("n y 0 1 j");
    screen.shows("g go on asking");
    screen.keys("g");
    screen.shows(BREATH);
    // Going on, the same level does not take over again.
    screen.keys("y");
    screen.shows(FOOT);
    screen.keys("f10");
    screen.shows("[!!!!!] Emergency");
    // A slip is mended by going back, and the level is announced.
    let mut screen = after("enter y left n");
    screen.shows("The level moves");
    screen.keys("enter");
    screen.shows(BREATH);
    screen.keys("y");
    screen.shows("g go on asking");
}

#[test]
fn keys_typed_ahead_do_not_take_the_emergency_away() {
    let mut screen = after("enter");
    screen.keys("y");
    screen.press(Key::Enter, Duration::from_millis(5));
    screen.shows("Read this first.");
    screen.shows("g go on asking");
    screen.keys("enter");
    screen.shows("Enter next page");
}

#[test]
fn the_recommendation_is_read_to_its_end() {
    let mut screen = after(ROUTINE);
    screen.resize(40, 12);
    for words in
        ["[!!---] Routine", "Book a routine appointment", "When: 2 weeks", "Because", "Cramps wake the patient"]
    {
        screen.shows(words);
    }
    screen.shows("-- more (PgDn) --");
    for _ in 0..20 {
        screen.keys("enter");
    }
    screen.shows("interview complete");
    screen.shows("This is the end.");
    screen.hides("-- more (PgDn) --");
}

#[test]
fn a_hand_over_says_to_whom_and_why() {
    let script = "enter n n 0 2 2 '12' enter enter";
    let screen = after(script);
    for words in
        ["Hand over to", "Paediatric nurse", "This questionnaire is for adults", "At least", "[!----] Self-care"]
    {
        screen.shows(words);
    }
    assert_eq!(status(&screen), Status::HandedOver);
    after(&format!("{script} g")).shows(REMARKS);
    after(&format!("{script} g enter")).shows("Paediatric nurse");
    after(&format!("{script} enter pgdn")).shows("Not answered - Anything else the patient said?");
}

#[test]
fn ending_early_gives_no_recommendation() {
    let mut screen = after("enter n f10");
    for words in ["No recommendation", "At most", "[!!!!!] Emergency", "At least", "Not answered"] {
        screen.resize(80, 60).shows(words);
    }
    screen.keys("left");
    screen.shows(BREATH);
    assert_eq!(after("enter n f10 q y").answered(), 1);
    assert_eq!(after("enter n f10").keys("q"), Effect::None);
    assert_eq!(after("enter n f10 q").keys("y"), Effect::Leave(Leave::Abandoned));
}

#[test]
fn leaving_asks_where_answers_would_be_lost() {
    for (script, key, effect) in [
        ("", "q", Effect::Leave(Leave::Done)),
        ("enter", "q", Effect::Leave(Leave::Done)),
        ("enter n", "q", Effect::None),
        ("enter n q", "y", Effect::Leave(Leave::Abandoned)),
        ("enter n ctrl-c", "y", Effect::Leave(Leave::Abandoned)),
        ("enter n q", "enter", Effect::None),
        ("enter n q", "esc", Effect::None),
        ("enter n q", "q", Effect::None),
        (TO_MEDICINES, "q", Effect::None),
        (&format!("{TO_MEDICINES} ctrl-c"), "y", Effect::Leave(Leave::Abandoned)),
        // A recommendation that was neither saved nor copied is lost, too.
        (ROUTINE, "q", Effect::None),
        (&format!("{ROUTINE} q"), "y", Effect::Leave(Leave::Done)),
        (&format!("{ROUTINE} c"), "q", Effect::Leave(Leave::Done)),
        (&format!("{ROUTINE} c t 'later' enter"), "q", Effect::None),
        ("enter y q", "y", Effect::Leave(Leave::Done)),
        ("enter t 'a note' enter", "q", Effect::None),
        ("enter n", "ctrl-z", Effect::Suspend),
    ] {
        assert_eq!(after(script).keys(key), effect, "{script}, then {key}");
    }
    after("enter n q enter").shows(BREATH);
}

#[test]
fn the_next_patient_starts_from_nothing() {
    let mut screen = after(ROUTINE);
    screen.keys("ctrl-n");
    screen.shows(CHEST);
    assert_eq!(screen.answered(), 0);
    let mut screen = after("enter n ctrl-n");
    screen.shows("Answers given: 1. They and the notes are neither saved nor copied");
    screen.keys("n");
    screen.shows(BREATH);
    screen.keys("ctrl-n y");
    assert_eq!(screen.answered(), 0);
    // A reference was the first patient's.
    let mut screen = Screen::with(redflag::app::Setup { reference: Some("bed 4".to_owned()), ..setup(legs()) });
    let Effect::Copy(note) = screen.keys(&format!("{ROUTINE} c")) else { panic!("no note") };
    assert!(note.contains("Reference: bed 4"));
    let Effect::Copy(note) = screen.keys("ctrl-n y c") else { panic!("no note") };
    assert!(!note.contains("bed 4"), "{note}");
}

#[test]
fn the_level_is_raised_freely_and_lowered_with_a_reason() {
    let chosen = |screen: &Screen| {
        screen
            .app
            .session()
            .and_then(|session| session.visit.chosen.clone())
            .map(|chosen| (chosen.level, chosen.reason))
    };
    let mut screen = after(&format!("{ROUTINE} o 1"));
    screen.shows("You raise the level. You may write why:");
    screen.keys("enter");
    assert_eq!(chosen(&screen), Some((Level::Red, String::new())));
    for words in ["Chosen by the nurse", "[!!!!!] Emergency", "Computed: [!!---] Routine"] {
        screen.shows(words);
    }
    let mut screen = after(&format!("{ROUTINE} o 5 enter"));
    screen.shows("Not accepted: a lower level needs a written reason.");
    assert_eq!(chosen(&screen), None);
    screen.keys("'  ' enter");
    assert_eq!(chosen(&screen), None);
    screen.keys("'seen today' enter");
    assert_eq!(chosen(&screen), Some((Level::Blue, "seen today".to_owned())));
    // More urgent answers take a lower level back; the nurse is told.
    screen.keys("r home enter");
    screen.shows(CHEST);
    screen.keys("y enter");
    screen.shows("the level you chose is withdrawn");
    assert_eq!(chosen(&screen), None);
    // Both levels stand in the note.
    let Effect::Copy(note) = after(&format!("{ROUTINE} o 5 'seen' enter")).keys("c") else { panic!("no note") };
    for words in [" [!----] Self-care (Blue, 5 of 5)", "Chosen by the nurse: seen", "Computed: [!!---] Routine"] {
        assert!(note.contains(words), "{words} in\n{note}");
    }
    assert_eq!(chosen(&after(&format!("{ROUTINE} o 1 enter o end enter"))), None);
}

#[test]
fn a_note_is_kept_with_its_question() {
    let mut screen = after("enter n t 'since Monday, left' enter");
    screen.shows(BREATH);
    screen.keys("n r up");
    screen.shows("Note: since Monday, left");
    screen.keys("esc t esc");
    assert_eq!(screen.app.session().map(|session| session.visit.notes.len()), Some(1));
    screen.keys("left t backspace backspace backspace backspace 'right' enter f10");
    let Effect::Copy(note) = screen.keys("c") else { panic!("no note") };
    assert!(note.contains("  since Monday, right"), "{note}");
}

#[test]
fn the_review_jumps_and_comes_back() {
    check(&[
        ("enter n n r", &["All answers", "breath? no", "(not answered)"]),
        ("enter n n r home enter", &[CHEST]),
        ("enter n n r home enter n", &[FOOT]),
        ("enter n n r esc", &[FOOT]),
        ("enter n n 0 2 1 y left left left 1 enter r", &["(set aside)"]),
    ]);
    let mut screen = after("enter n n 0 2 1 y left left left 1 enter r");
    screen.keys("home down down down down enter");
    screen.shows("This question is not asked at present");
}

#[test]
fn why_goes_down_to_the_answers_and_says_what_would_change_it() {
    let mut screen = after(&format!("{ROUTINE} w"));
    screen.resize(100, 60);
    for words in [
        "Cramps wake the patient three nights a week or more",
        "- How many nights a week do cramps wake the patient? 4 nights",
        "What would change this",
        "More urgent",
        "- Is the patient newly short of breath? yes -> [!!!!!] Emergency",
    ] {
        screen.shows(words);
    }
    after("enter w").hides("What would change this");
}

#[test]
fn help_and_about_are_one_key_away() {
    check(&[
        ("enter ?", &["Keys", "Not sure (F2 too)"]),
        ("enter f1", &["Keys"]),
        (&format!("{TO_MEDICINES} f1"), &["Leaves finding"]),
        ("enter i", &["Any new pain, tightness or pressure", "NICE NG158", "https://www.nice.org.uk"]),
        ("enter n i", &["says nothing more"]),
        ("enter n n i", &["Colder to the back of the hand"]),
        ("enter ? x", &[CHEST]),
    ]);
    assert_eq!(after("enter ? y").answered(), 0);
}

#[test]
fn drafts_and_reviews_that_are_past_are_said_everywhere() {
    let opened = Opened::new(legs(), Some("guarantee-broken".to_owned()));
    let mut screen = Screen::with(redflag::app::Setup { opened: Some(opened), ..setup(legs()) });
    screen.shows("DRAFT, not for patients: guarantee-broken");
    for script in ["enter", "?", "x", "y", "enter"] {
        screen.keys(script);
        screen.shows("DRAFT");
    }
    screen.resize(39, 9).shows("DRAFT. [!!!!!] Call an ambulance now");
    screen.shows("Needs 40x12");
    screen.resize(80, 24);
    let Effect::Copy(note) = screen.keys("c") else { panic!("no note") };
    assert!(note.contains("DRAFT, not for patients: guarantee-broken"));

    for (day, words) in
        [(jiff::civil::date(2028, 1, 1), "REVIEW OVERDUE"), (jiff::civil::date(2026, 1, 1), "CLOCK WRONG")]
    {
        let mut now = moment(Duration::ZERO);
        now.wall = day.at(9, 0, 0, 0);
        let mut app = redflag::app::App::new(redflag::app::Setup { now, ..setup(legs()) });
        let keys = support::parse("enter y enter");
        for (second, key) in (1..).zip(keys) {
            now.uptime = Duration::from_secs(second);
            app.update(Input::Resize(Size { width: 80, height: 24 }));
            app.update(Input::Key(key, now));
            let mut screen = Screen::new();
            std::mem::swap(&mut screen.app, &mut app);
            screen.shows(words);
            std::mem::swap(&mut screen.app, &mut app);
        }
    }
}

#[test]
fn the_note_is_saved_and_copied_and_says_what_it_was_made_from() {
    let mut screen = after(ROUTINE);
    let Effect::Save { name, text } = screen.keys("p") else { panic!("nothing to save") };
    assert_eq!(name, "redflag-20261122-1405.txt");
    assert!(text.lines().all(|line| redflag::text::columns(line) <= 72), "{text}");
    for words in [
        "[!!---] Routine",
        "Answers: positive",
        "Answers: negative",
        "Which of these medicines does the patient take? Letrozole",
        "Not asked: did not apply",
        "sha256:",
        "(legs) 1.2.0",
        "2026-11-22 14:05",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    assert!(text.find("Answers: positive") < text.find("Answers: negative"));
    screen.app.update(Input::Saved("redflag-20261122-1405.txt".to_owned()));
    screen.shows("Saved: redflag-20261122-1405.txt");
    let refused = |folder: &str, cause| Input::NotSaved(NotSaved { folder: folder.to_owned(), cause });
    screen.app.update(refused("/notes", SaveTrouble::Full));
    screen.shows("The note was NOT saved: There is no room left in /notes. Free some");
    screen.app.update(refused("/notes", SaveTrouble::Other("the file system is read-only. ".repeat(9))));
    screen.shows("Any key closes");
    screen.keys("esc");
    assert_eq!(screen.keys("c"), Effect::Copy(text));
    screen.shows("went to the clipboard");
}

#[test]
fn where_there_is_a_printer_the_note_is_saved_or_printed() {
    let with_printer = || {
        let mut screen = Screen::with(redflag::app::Setup { printer: true, ..setup(legs()) });
        assert_eq!(screen.keys(&format!("{ROUTINE} p")), Effect::None);
        screen
    };
    let mut screen = with_printer();
    for words in ["What with the note?", "1  Save it as a file", "2  Print it", "Enter do it"] {
        screen.shows(words);
    }
    screen.keys("esc");
    screen.hides("What with the note?");
    // The file is the first, and stands ready.
    assert!(matches!(screen.keys("p enter"), Effect::Save { .. }));
    assert!(matches!(screen.keys("p 1"), Effect::Save { .. }));
    assert!(matches!(screen.keys("p down enter"), Effect::Print { .. }));
    assert_eq!(screen.keys("p 3"), Effect::None);
    screen.keys("esc");
    let Effect::Copy(note) = with_printer().keys("esc c") else { panic!("no note") };
    assert_eq!(screen.keys("p 2"), Effect::Print { text: note });
    screen.shows("Printing ...");
    // What was not printed can still be lost; what was, not.
    for (why, words) in [
        (NotPrinted::Gone, "The note was NOT printed: The program lp is not there any more. Save the note instead."),
        (NotPrinted::Refused("no paper".to_owned()), "lp says: no paper. Check the printer"),
        (NotPrinted::Refused(String::new()), "lp gives no reason. Check the printer"),
        (NotPrinted::Stuck(10), "lp did not answer within 10 seconds."),
    ] {
        screen.app.update(Input::NotPrinted(why));
        screen.shows(words);
    }
    screen.keys("q");
    assert!(screen.app.asks_to_lose());
    screen.keys("n");
    screen.app.update(Input::Printed);
    screen.shows("The note went to the printer.");
    assert_eq!(screen.keys("q"), Effect::Leave(Leave::Done));
}

#[test]
fn pasted_text_answers_nothing() {
    for (script, pasted) in
        [("enter", "y\r\rn\n"), ("enter n n", "1\r0\r"), ("enter n n 0", "1"), ("enter y", "\r"), ("", "\r")]
    {
        let mut screen = after(script);
        let before = (screen.answered(), screen.text());
        screen.app.update(Input::Paste(pasted.to_owned()));
        assert_eq!((screen.answered(), screen.text()), before, "{pasted:?} after {script}");
    }
    let mut screen = after("enter n n 0 2 2");
    screen.app.update(Input::Paste(" 61 years\r\n62\r\n".to_owned()));
    screen.shows("> 61 years");
    assert_eq!(answer(&screen, "age"), None);
}

#[test]
fn a_held_key_answers_one_question() {
    for (start, key) in [
        ("enter", Key::Char('n')),
        ("enter", Key::Char('u')),
        ("enter", Key::Enter),
        ("", Key::Enter),
        ("", Key::Char(' ')),
    ] {
        let mut screen = after(start);
        let before = screen.answered();
        screen.press(key, Duration::from_secs(1));
        screen.press(key, Duration::from_millis(400));
        for _ in 0..100 {
            screen.press(key, Duration::from_millis(33));
        }
        let answered = screen.answered() - before;
        assert!(answered <= 1, "{key:?} from {start:?} answered {answered}");
        assert!(start.is_empty() || answered == 1);
    }
    let mut screen = after("enter");
    for after in [1000, 400, 33, 33] {
        screen.press(Key::Char('n'), Duration::from_millis(after));
    }
    screen.shows("n was held down: its last answer was taken back.");
    screen.shows(BREATH);
}

#[test]
fn a_screen_that_is_too_small_says_what_it_needs_and_takes_no_answer() {
    let mut screen = after("enter");
    for (width, height) in [(39, 12), (40, 11), (20, 5), (1, 1), (0, 0), (200, 3)] {
        screen.resize(width, height);
        screen.keys("y n u enter 1 0 f2 space");
        assert_eq!(screen.answered(), 0, "{width}x{height}");
        if width >= 25 {
            screen.shows("Needs 40x12");
        }
    }
    screen.resize(30, 5);
    assert_eq!(screen.keys("q"), Effect::Leave(Leave::Done));
    let mut screen = after("enter n");
    screen.resize(40, 8);
    assert_eq!(screen.keys("q"), Effect::None);
    screen.shows("Answers would be lost. y: leave, n: stay");
    assert_eq!(screen.keys("y"), Effect::Leave(Leave::Abandoned));
}

#[test]
fn the_picker_opens_what_is_picked_and_says_why_not() {
    let mut screen = Screen::with(picker());
    screen.shows("Which questionnaire?");
    screen.shows("REVIEW OVERDUE");
    assert_eq!(screen.keys("2"), Effect::Open(1));
    screen.app.update(Input::Refused("check found: no-level".to_owned()));
    screen.shows("cannot be run");
    screen.shows("check found: no-level");
    screen.keys("esc");
    assert_eq!(screen.keys("up enter"), Effect::Open(0));
    screen.app.update(Input::Opened(Box::new(Opened::new(legs(), None))));
    screen.keys("enter n ctrl-n y");
    screen.shows("Which questionnaire?");
    assert_eq!(screen.keys("q"), Effect::Leave(Leave::Done));
}

#[test]
fn the_footer_shows_what_works_now() {
    for (script, shown, hidden) in [
        ("enter", "y yes", "Left back"),
        ("enter n", "Left back", "1-9"),
        ("enter n n", "0 none", "Enter confirm"),
        ("enter n n 1", "Enter confirm", "0 none"),
        ("enter n n 0 1", "Left back", "u not sure"),
    ] {
        let screen = after(script);
        let text = screen.text();
        let footer = text.lines().last().unwrap_or_default();
        assert!(footer.contains(shown) && !footer.contains(hidden), "{script}: {footer}");
    }
}

#[test]
fn what_cannot_be_is_said_and_shown_as_the_most_urgent() {
    let questions = r#"Section(title: "Only", questions: [(id: "a", ask: "Is it so?", answer: YesNo)],
        rules: [(id: "r", when: Yes("a"), urgency: Yellow, because: "It is so")])"#;
    let header = r#"Questionnaire(id: "legs", version: "1.0.0", title: "Gap", audience: "Nurses", reviewed: "2026-11-01",
        review_due: "2027-11-01", language: "en", sources: {}, sections: ["only"], dispositions: {
            Orange: (title: "Today", act: "See a clinician today", within: "4 hours"),
            Yellow: (title: "Soon", act: "Arrange an appointment", within: "3 days") })"#;
    let mut screen = Screen::with(setup(support::plan(&[("questionnaire.ron", header), ("only.ron", questions)])));
    screen.keys("n");
    screen.shows("The questionnaire gives these answers no level");
    screen.shows("[!!!!-] Today");
    screen.keys("enter");
    screen.shows("The questionnaire gives these answers no level");
    let Effect::Copy(note) = screen.keys("c") else { panic!("no note") };
    assert!(
        note.contains("The questionnaire gives these answers no level") && note.contains("See a clinician today"),
        "{note}"
    );
}

#[test]
fn a_cover_takes_no_key_and_gives_way_to_what_is_loaded() {
    let cover = |plan| {
        let mut app = redflag::app::App::new(redflag::app::Setup { cover: true, ..setup(plan) });
        let size = Size { width: 80, height: 24 };
        assert_eq!(app.update(Input::Resize(size)), Effect::Open(0));
        for key in [Key::Enter, Key::Char('q')] {
            assert_eq!(app.update(Input::Key(key, app.now())), Effect::None);
        }
        assert!(!app.shows_question());
        app
    };
    let mut app = cover(legs());
    app.update(Input::Opened(Box::new(Opened::new(legs(), None))));
    app.update(Input::Key(Key::Enter, app.now()));
    assert!(app.shows_question());
    // What cannot be loaded after all leaves nothing behind that could be taken for a questionnaire.
    let mut app = cover(legs());
    app.update(Input::Refused("it is broken".to_owned()));
    assert!(app.session().is_none() && app.scroll().is_some());
}

#[test]
fn an_emergency_takes_back_a_level_that_was_lowered_before_it() {
    let mut screen = after("enter o 5 'looks well' enter");
    screen.shows("Chosen by the nurse: [!----] Self-care");
    screen.keys("y");
    screen.shows("[!!!!!] Emergency (Red, 1 of 5)");
    screen.shows("Call an ambulance now");
    screen.shows("the level you chose is withdrawn");
}

#[test]
fn a_level_over_a_hand_over_needs_a_reason() {
    let mut screen = after("enter n n 0 1 4 enter '12' enter enter");
    screen.shows("Hand over to");
    screen.keys("o 5 enter");
    screen.shows("Not accepted: a lower level needs a written reason.");
}

#[test]
fn a_change_that_is_not_confirmed_is_dropped_aloud() {
    let mut screen = after("enter n n 0 left 1");
    screen.shows("1 [x]");
    screen.keys("left");
    screen.shows("The change was not confirmed and is dropped");
    screen.shows("1 [ ]");
    // Of a question without an answer nothing is dropped.
    let mut screen = after("enter n n 1 left right");
    screen.keys("esc");
    screen.shows("1 [x]");
}

#[test]
fn a_thousand_is_not_taken_for_one() {
    let screen = after("enter n n 0 1 4 enter '1,000' enter");
    screen.shows("Not accepted");
    assert_eq!(answer(&screen, "age"), None);
    // Two numbers in what is pasted are not one.
    let mut screen = after("enter n n 0 1 4 enter");
    screen.app.update(Input::Paste("12 to 13 years".to_owned()));
    screen.shows("> 12 years");
}

/// With a store nothing is lost by leaving, so nothing is asked; where it takes nothing at present, all is as without.
#[test]
fn leaving_asks_only_for_what_is_not_on_record() {
    use redflag::app::{RecordTrouble, Recording};
    let with = |recording: Recording| {
        let mut screen = Screen::with(redflag::app::Setup { recording: Recording::On, ..setup(legs()) });
        screen.keys("enter n");
        screen.app.update(Input::Recording(recording));
        screen
    };
    assert_eq!(with(Recording::On).keys("q"), Effect::Leave(Leave::Abandoned));
    for recording in [Recording::Off, Recording::Failing(RecordTrouble::Full)] {
        let mut screen = with(recording);
        assert_eq!(screen.keys("q"), Effect::None);
        assert!(screen.text().contains("Leave?"), "{}", screen.text());
    }
    // It failed and works again: then it is on record.
    let mut screen = with(Recording::Failing(RecordTrouble::Busy));
    screen.app.update(Input::Recording(Recording::On));
    assert_eq!(screen.app.said(), Some("Recording works again, and nothing is missing."));
    assert_eq!(screen.keys("q"), Effect::Leave(Leave::Abandoned));
    // The next patient comes at once, and the one before is said to be kept.
    let mut screen = with(Recording::On);
    screen.keys("ctrl-n");
    assert_eq!(screen.app.said(), Some("The last interview is kept unfinished: h finds it."));
    assert_eq!(screen.app.session().map(|session| session.visit.answered()), Some(0));
    let mut screen = with(Recording::Off);
    screen.keys("ctrl-n");
    assert!(screen.text().contains("Next patient?"), "{}", screen.text());
}

/// `h` has a use only where there is a store, and says so elsewhere.
#[test]
fn records_are_looked_up_only_where_there_are_any() {
    use redflag::app::{RecordAsk, Recording};
    let mut screen = Screen::new();
    assert_eq!(screen.keys("enter h"), Effect::None);
    assert_eq!(screen.app.said(), Some("Nothing is recorded here: there is no store."));
    assert!(!screen.text().contains("h records"), "{}", screen.text());
    let mut screen = Screen::with(redflag::app::Setup { recording: Recording::On, ..setup(legs()) });
    assert!(screen.text().contains("h records"), "{}", screen.text());
    assert_eq!(screen.keys("enter h"), Effect::Record(RecordAsk::List));
}
