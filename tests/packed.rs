//! What is built in was read when the program was built, and is the same as if it were read now.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::{Date, date};
use redflag::questionnaire::{Files, Site, cover, languages, pack, read};
use redflag::shell::library::{Entry, Library, Origin};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

const TODAY: Date = date(2026, 12, 1);

/// The questionnaire that uses every part of the language.
fn swelling() -> Files {
    folder::read(&folder::tests().join("questionnaires/swelling"), "swelling")
}

#[test]
fn what_is_built_in_is_packed_and_opens_as_it_is_read() {
    for entry in Library::of(Vec::new()).entries().unwrap() {
        let packed = entry.packed().unwrap_or_else(|| panic!("{} is read at each start", entry.id));
        let files = entry.files_to_run().unwrap();
        let questionnaire = read(&files, &Site::default(), TODAY).0.unwrap();
        let languages = languages(&questionnaire, &files);
        assert!(packed.whole() == Some((questionnaire, languages)), "{}", entry.id);
        assert!(packed.cover() == cover(&files, TODAY), "{}", entry.id);
    }
}

#[test]
fn every_part_of_the_language_is_packed() {
    let files = swelling();
    let packed = pack(&files).unwrap();
    let mut questionnaire = read(&files, &Site::default(), TODAY).0.unwrap();
    assert_eq!(packed.cover(), cover(&files, TODAY));
    let languages = languages(&questionnaire, &files);
    // All but the worked patients.
    questionnaire.cases.clear();
    assert_eq!(packed.whole(), Some((questionnaire, languages)));
}

#[test]
fn what_can_be_found_fault_with_is_not_packed() {
    let mut files = swelling();
    folder::without(&mut files, "danger.ron");
    assert!(pack(&files).is_none(), "an error");
    let mut files = swelling();
    folder::set(&mut files, "other.ron", "");
    assert!(pack(&files).is_none(), "a warning");
}

#[test]
fn only_what_is_built_in_was_packed() {
    let entry = |origin| Entry { id: "leg-symptoms".to_owned(), origin, instead_of_built_in: true };
    assert!(entry(Origin::BuiltIn).packed().is_some());
    assert!(entry(Origin::Folder("leg-symptoms".into())).packed().is_none());
    assert!(entry(Origin::Path("leg-symptoms".into())).packed().is_none());
}

#[test]
fn what_is_damaged_does_not_open() {
    let mut packed = pack(&swelling()).unwrap();
    packed.whole.truncate(packed.whole.len() / 2);
    packed.cover.clear();
    assert!(packed.whole().is_none() && packed.cover().is_none());
}
