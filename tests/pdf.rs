//! The printed page: one, readable, with the level in black and white, and nothing left out that matters.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/load.rs"]
mod load;
mod support;
#[path = "support/visits.rs"]
mod visits;

use std::rc::Rc;

use lopdf::content::Content;
use lopdf::{Document, Object};
use redflag::export::{Chosen, ExportError, Format, Recorded, export, level_word, note};
use redflag::interview::Plan;
use redflag::questionnaire::{Answer, Level};
use redflag::words::rank;
use support::legs;
use visits::{many, of, recorded};

fn pdf(it: &Recorded) -> Result<Vec<u8>, ExportError> {
    export(Format::Pdf, std::slice::from_ref(it))
}

/// What stands on the one page, a row each, with the size of its letters and how high it stands.
fn rows(it: &Recorded) -> Vec<(String, f32, f32)> {
    let document = Document::load_mem(&pdf(it).unwrap()).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 1);
    let content = Content::decode(&document.get_page_content(pages[&1])).unwrap();
    let (mut rows, mut size, mut at) = (Vec::new(), 0.0, (0.0, 0.0));
    let mut text = String::new();
    for operation in content.operations {
        let number = |place: usize| operation.operands[place].as_float().unwrap();
        match operation.operator.as_str() {
            "BT" => text.clear(),
            "Td" => at = (number(0), number(1)),
            "Tf" => size = number(1),
            "Tj" => {
                let Object::String(bytes, _) = &operation.operands[0] else { panic!("{operation:?}") };
                // The test patients' letters are the same in Latin-1.
                text.extend(bytes.iter().map(|&byte| char::from(byte)));
            }
            "ET" if !text.is_empty() => {
                assert!((36.0..560.0).contains(&at.0) && (36.0..806.0).contains(&at.1), "{text:?} stands at {at:?}");
                rows.push((text.clone(), size, at.1));
            }
            _ => {}
        }
    }
    rows
}

fn words(text: &str) -> Vec<String> {
    let words = text.split_whitespace().filter(|word| *word != "-" && !word.starts_with("=="));
    let mut words: Vec<String> = words.map(str::to_lowercase).collect();
    words.sort();
    words
}

fn joined(rows: &[(String, f32, f32)]) -> String {
    let text = rows.iter().map(|(text, ..)| text.as_str()).collect::<Vec<_>>().join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn leg_symptoms() -> Rc<Plan> {
    Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")))
}

#[test]
fn the_page_says_what_the_note_says_for_every_worked_patient() {
    let plan = leg_symptoms();
    let mut whole = 0;
    for case in &plan.questionnaire.cases {
        let it = of(&plan, &case.answers);
        let rows = rows(&it);
        let text = joined(&rows);
        assert!(rows.iter().all(|(_, size, _)| *size >= 6.5), "{}", case.name);
        let outcome = it.visit.interview.outcome();
        if let Some(level) = it.visit.level() {
            let word = format!("{} {}", rank(level), level_word(&plan.questionnaire, level));
            let (.., size, _) = rows.iter().find(|(row, ..)| row.starts_with(&word)).expect("the level");
            let largest = rows.iter().map(|(_, size, _)| *size).fold(0.0, f32::max);
            assert!(*size == largest && *size >= 14.0, "{}: {size}", case.name);
            let disposition = plan.questionnaire.disposition(level).unwrap();
            assert!(text.contains(&disposition.act) && text.contains(&disposition.within), "{}", case.name);
        }
        for &rule in &outcome.fires {
            assert!(text.contains(&plan.questionnaire[rule].because), "{}:\n{text}", case.name);
        }
        for &advice in &outcome.advice_stands {
            assert!(text.contains(&plan.questionnaire[advice].text), "{}:\n{text}", case.name);
        }
        assert!(text.contains(&plan.questionnaire.fingerprint), "{}", case.name);
        if !text.contains("Lines that stand only in the note") {
            whole += 1;
            let (here, there) = (words(&text), words(&note(&it.visit, it.at)));
            let differ = here.iter().zip(&there).find(|(here, there)| here != there);
            assert!(differ.is_none() && here.len() == there.len(), "{}: {differ:?}", case.name);
        }
    }
    assert!(whole * 10 > plan.questionnaire.cases.len() * 8, "{whole} of {}", plan.questionnaire.cases.len());
}

fn patient() -> Recorded {
    let answers = [
        ("chest-pain", Answer::YesNo(false)),
        ("breathless", Answer::YesNo(false)),
        ("foot", many(&[], &[1])),
        ("complaint", Answer::One(2)),
        ("side", Answer::One(0)),
    ];
    let mut it = recorded(&legs(), &answers);
    it.visit.chosen =
        Some(Chosen { level: Level::Orange, reason: "foot seen, warm".to_owned(), floor: Some(Level::Red) });
    it
}

#[test]
fn what_does_not_fit_is_counted_and_what_matters_stays() {
    let mut it = patient();
    let long = "He walked to the bus, and from the bus to here, without stopping. ".repeat(200);
    it.visit.notes.insert(None, "Short.".to_owned());
    for (question, _) in it.visit.interview.questionnaire().questions() {
        it.visit.notes.insert(Some(question), long.clone());
    }
    let text = joined(&rows(&it));
    for words in [
        "[!!!!-] Same day (Orange, 2 of 5)",
        "Have the leg examined today by a clinician",
        "Chosen by the nurse: foot seen, warm",
        "Computed: [!!!!!] Emergency",
        "The foot may have no blood supply",
        "Swelling of one leg alone",
        "sha256:",
        "Lines that stand only in the note: ",
        // There is room for all but the notes.
        "Answers: negative - No to: - Is there chest pain",
        "NOTES - To the whole Short.",
    ] {
        assert!(text.contains(words), "{words} in\n{text}");
    }
    // A reason without an end cannot be cut, nor does it fit.
    it.visit.chosen = Some(Chosen { level: Level::Orange, reason: long.repeat(3), floor: Some(Level::Red) });
    assert_eq!(pdf(&it), Err(ExportError::TooLong));
}

#[test]
fn a_letter_that_the_page_lacks_is_an_error_and_no_other_sign() {
    let mut it = patient();
    it.visit.reference = Some("床 4".to_owned());
    assert_eq!(pdf(&it), Err(ExportError::Character('床')));
    let said = ExportError::Character('床').to_string();
    assert_eq!(
        said,
        "pdf has no letter for '床' (U+5E8A), which this record holds: take note or markdown, which have all"
    );
    // Those that it has, and blanks that are only narrower.
    it.visit.reference = Some("Zoë Ñúñez\u{202f}: 37,5\u{a0}°C ½ ß".to_owned());
    let text = joined(&rows(&it));
    assert!(text.contains("Zoë Ñúñez : 37,5 °C ½ ß") || text.contains("Zoë Ñúñez\u{a0}: 37,5\u{a0}°C ½ ß"), "{text}");
    // Control characters, which no terminal and no printer is to get.
    it.visit.reference = Some("bed\u{1b}[2J 4".to_owned());
    assert!(joined(&rows(&it)).contains("Reference: bed [2J 4"));
}
