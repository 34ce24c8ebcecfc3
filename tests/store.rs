//! The store of records on a real SQLite file: what it keeps, what it hides, and what it notices.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use redflag::questionnaire::{Level, Value};
use redflag::record::{
    Began, Content, Entry, Event, Fault, Finish, Half, HalfAnswer, InterviewId, Place, Secret, Standing, State, Store,
    Trouble,
};
use rusqlite::Connection;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// What no byte of the files may show.
const TELLTALES: [&str; 5] = ["bed-seventeen", "calf-hurts", "Nurse Okafor", "half-typed-words", "Does the calf hurt"];

fn key(byte: u8) -> Secret {
    Secret::key_file(Zeroizing::new(vec![byte; 32])).unwrap()
}

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
}

fn entry(minute: i64, event: Event) -> Entry {
    let reference = Some("bed-seventeen".to_owned());
    let standing =
        Standing { reference, status: "incomplete".to_owned(), floor: Some(Level::Green), ..Standing::default() };
    Entry { at: at(minute), operator: Some("Nurse Okafor".to_owned()), event, standing }
}

fn began(reference: &str) -> Event {
    Event::Began(Box::new(Began {
        questionnaire: "legs".to_owned(),
        title: "Legs".to_owned(),
        version: "1.0.0".to_owned(),
        fingerprint: "sha256:00".to_owned(),
        content: content().name(),
        language: "en".to_owned(),
        draft: None,
        reference: Some(reference.to_owned()),
        earlier: None,
        program: "0".to_owned(),
    }))
}

fn content() -> Content {
    let files = vec![("questionnaire.ron".to_owned(), "Questionnaire()".to_owned())];
    Content { folder: "legs".to_owned(), files, site: None }
}

fn answered(question: &str, yes: bool) -> Event {
    Event::Answered {
        question: question.to_owned(),
        asked: "Does the calf hurt?".to_owned(),
        answer: Value::Bool(yes),
        words: if yes { "Yes" } else { "No" }.to_owned(),
    }
}

/// A store with two interviews: 1 to 4 of the first, which ended, 5 to 7 of the second.
fn two(folder: &TempDir) -> (PathBuf, InterviewId, InterviewId) {
    let path = folder.path().join("inner").join("records.db");
    let mut store = Store::create(&path, &key(1)).unwrap();
    store.keep_content(&content()).unwrap();
    let (one, two) = (InterviewId::new().unwrap(), InterviewId::new().unwrap());
    let entries = [
        began("bed-seventeen"),
        answered("calf-hurts", true),
        Event::Shown(Place::Recommendation),
        Event::Ended(Finish::Recommended),
    ];
    for (minute, event) in entries.into_iter().enumerate() {
        store.append(&[(one, entry(minute as i64, event))]).unwrap();
    }
    let entries = [began("bed 3"), answered("calf-hurts", false), answered("fever", true)];
    let entries: Vec<_> = entries.into_iter().zip(4..).map(|(event, minute)| (two, entry(minute, event))).collect();
    store.append(&entries).unwrap();
    (path, one, two)
}

fn faults(path: &Path) -> Vec<Fault> {
    Store::look(path, &key(1)).unwrap().verify().unwrap().faults
}

#[test]
fn what_was_appended_is_there_when_it_is_opened_again() {
    let folder = TempDir::new().unwrap();
    let (path, one, two) = two(&folder);
    let store = Store::open(&path, &key(1)).unwrap();
    let list = store.list().unwrap();
    assert_eq!(list.iter().map(|it| it.interview).collect::<Vec<_>>(), [one, two]);
    assert_eq!(list[0].state, State::Ended(Finish::Recommended));
    assert_eq!(list[0].known.as_ref().unwrap().reference.as_deref(), Some("bed-seventeen"));
    assert_eq!((list[0].known.as_ref().unwrap().began, list[0].known.as_ref().unwrap().last), (at(0), at(3)));
    // The terminal that held it is gone.
    assert_eq!(list[1].state, State::Unfinished);
    let come = store.trail(two).unwrap().come().unwrap();
    let answers = [("calf-hurts".to_owned(), Value::Bool(false)), ("fever".to_owned(), Value::Bool(true))];
    assert_eq!(come.answers, answers);
    assert_eq!(store.content(&come.content).unwrap(), content());
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn nobody_else_can_read_its_files_and_they_show_nothing() {
    let folder = TempDir::new().unwrap();
    let (path, _, two) = two(&folder);
    let mut store = Store::open(&path, &key(1)).unwrap();
    let half = HalfAnswer { typed: "half-typed-words".to_owned(), ..HalfAnswer::default() };
    store.append(&[(two, entry(9, Event::Resumed))]).unwrap();
    store.keep_half(two, &Half { answers: vec![half.clone()], writing: None }).unwrap();
    assert_eq!(store.half(two).unwrap().answers, [half]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    let mut seen = 0;
    // The log and its index are there while the store is open, and so is this terminal's lock.
    for file in fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        let bytes = fs::read(&file).unwrap();
        for telltale in TELLTALES {
            let found = bytes.windows(telltale.len()).any(|window| window == telltale.as_bytes());
            assert!(!found, "{} shows {telltale:?}", file.display());
        }
        seen += bytes.len();
    }
    assert!(seen > 20_000, "{seen} bytes are no store");
    // A copy that others could read is taken out of their sight.
    drop(store);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    Store::open(&path, &key(1)).unwrap();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn only_its_secret_opens_it_and_another_can_be_set() {
    let folder = TempDir::new().unwrap();
    let (path, ..) = two(&folder);
    let wrong = Trouble::WrongSecret { needs_file: true, given_file: true };
    assert_eq!(Store::open(&path, &key(2)).unwrap_err(), wrong);
    let words = || Secret::passphrase(Zeroizing::new(b"four words are best".to_vec())).unwrap();
    Store::open(&path, &key(1)).unwrap().rewrap(&key(1), &words()).unwrap();
    assert!(matches!(Store::open(&path, &key(1)), Err(Trouble::WrongSecret { needs_file: false, given_file: true })));
    let mut store = Store::open(&path, &words()).unwrap();
    assert_eq!(store.verify().unwrap().faults, []);
    assert!(store.rewrap(&key(1), &key(2)).is_err(), "only who can open it can set another");
}

#[test]
fn what_is_no_store_is_said_to_be_none_and_not_touched() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("records.db");
    assert_eq!(Store::open(&path, &key(1)).unwrap_err(), Trouble::Missing);
    for bytes in [&b""[..], b"a note", &[0; 4096]] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(Store::open(&path, &key(1)).unwrap_err(), Trouble::NoStore, "{} bytes", bytes.len());
        assert_eq!(Store::create(&path, &key(1)).unwrap_err(), Trouble::Exists);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    fs::remove_file(&path).unwrap();
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE head (sealed)").unwrap();
    assert_eq!(Store::open(&path, &key(1)).unwrap_err(), Trouble::NoStore, "another program's database");
}

/// Every change that somebody without the key can make to the file, and what is found.
#[test]
fn every_way_to_meddle_with_the_chain_is_found() {
    let swap = "CREATE TEMP TABLE t AS SELECT * FROM entries WHERE counter IN (2, 6);
        UPDATE entries SET sealed = (SELECT sealed FROM t WHERE counter = 8 - entries.counter),
            digest = (SELECT digest FROM t WHERE counter = 8 - entries.counter),
            mac = (SELECT mac FROM t WHERE counter = 8 - entries.counter) WHERE counter IN (2, 6);";
    let renumber = "DELETE FROM entries WHERE counter = 3; UPDATE entries SET counter = counter - 1 WHERE counter > 3";
    let table: &[(&str, &str, &[Fault])] = &[
        ("a byte of an entry", "UPDATE entries SET sealed = CAST(sealed || x'00' AS BLOB) WHERE counter = 2", &[Fault::Changed(2)]),
        (
            "an entry and its hash",
            "UPDATE entries SET sealed = x'00', digest = x'6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
             WHERE counter = 2",
            &[Fault::Changed(2)],
        ),
        ("a MAC", "UPDATE entries SET mac = zeroblob(32) WHERE counter = 2", &[Fault::Changed(2), Fault::Changed(3)]),
        ("one removed", "DELETE FROM entries WHERE counter = 2", &[Fault::Removed(2, 2)]),
        ("the first removed", "DELETE FROM entries WHERE counter < 3", &[Fault::Removed(1, 2)]),
        ("the end cut off", "DELETE FROM entries WHERE counter > 5", &[Fault::CutOff(6, 7)]),
        ("all removed", "DELETE FROM entries", &[Fault::CutOff(1, 7)]),
        (
            "two swapped",
            swap,
            &[Fault::Changed(2), Fault::Changed(3), Fault::Changed(6), Fault::Changed(7)],
        ),
        (
            "one removed and the rest renumbered",
            renumber,
            &[Fault::Changed(3), Fault::Changed(4), Fault::Changed(5), Fault::Changed(6), Fault::CutOff(7, 7)],
        ),
        (
            "given to another patient",
            "UPDATE entries SET interview = (SELECT interview FROM entries WHERE counter = 1) WHERE counter = 6",
            &[Fault::Changed(6)],
        ),
        ("emptied", "UPDATE entries SET sealed = NULL WHERE counter = 2", &[Fault::Emptied(2)]),
        (
            "one put in behind the end",
            "INSERT INTO entries SELECT 8, interview, sealed, digest, mac FROM entries WHERE counter = 7",
            &[Fault::Foreign(8)],
        ),
        ("the head removed", "DELETE FROM head", &[Fault::NoHead]),
        ("the head changed", "UPDATE head SET sealed = zeroblob(80)", &[Fault::NoHead]),
    ];
    for (name, sql, expected) in table {
        let folder = TempDir::new().unwrap();
        let (path, one, two) = two(&folder);
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        assert_eq!(&faults(&path), expected, "{name}");
        // Whatever is done, no interview shows what was answered in another.
        if let Ok(store) = Store::look(&path, &key(1)) {
            for (interview, mine) in [(one, true), (two, false)] {
                let trail = store.trail(interview).unwrap();
                for entry in trail.entries.iter().filter_map(|dated| dated.entry.as_ref()) {
                    if let Event::Answered { question, answer, .. } = &entry.event
                        && question == "calf-hurts"
                    {
                        assert_eq!(*answer, Value::Bool(mine), "{name}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_store_with_another_end_is_not_written_to() {
    let folder = TempDir::new().unwrap();
    let (path, _, two) = two(&folder);
    let mut store = Store::open(&path, &key(1)).unwrap();
    Connection::open(&path).unwrap().execute_batch("DELETE FROM entries WHERE counter = 7").unwrap();
    assert!(matches!(store.append(&[(two, entry(9, answered("age", true)))]), Err(Trouble::Damaged(_))));
    assert!(matches!(Store::open(&path, &key(1)), Err(Trouble::Damaged(_))));
}

#[test]
fn half_typed_words_never_come_back_in_another_interview() {
    let folder = TempDir::new().unwrap();
    let (path, one, two) = two(&folder);
    let mut store = Store::open(&path, &key(1)).unwrap();
    let half = Half { answers: vec![HalfAnswer { typed: "his".to_owned(), ..HalfAnswer::default() }], writing: None };
    store.keep_half(two, &half).unwrap();
    assert_eq!(store.half(two).unwrap(), half);
    assert_eq!(store.half(one).unwrap(), Half::default(), "that one ended");
    let three = InterviewId::new().unwrap();
    store.append(&[(three, entry(9, began("bed 4")))]).unwrap();
    let give = "UPDATE unfinished SET half = (SELECT half FROM unfinished WHERE half IS NOT NULL) WHERE half IS NULL";
    assert_eq!(Connection::open(&path).unwrap().execute(give, []).unwrap(), 1);
    assert_eq!(store.half(three).unwrap(), Half::default());
}

#[test]
fn an_interview_is_held_by_one_terminal() {
    let folder = TempDir::new().unwrap();
    let (path, _, two) = two(&folder);
    let mut here = Store::open(&path, &key(1)).unwrap();
    let mut there = Store::open(&path, &key(1)).unwrap();
    here.append(&[(two, entry(8, Event::Resumed))]).unwrap();
    assert_eq!(there.unfinished().unwrap(), []);
    assert_eq!(there.list().unwrap()[1].state, State::Elsewhere);
    assert_eq!(there.append(&[(two, entry(9, Event::Resumed))]).unwrap_err(), Trouble::Taken);
    assert_eq!(here.list().unwrap()[1].state, State::Here);
    assert_eq!(here.unfinished().unwrap(), []);
    // Both write to the one chain.
    let three = InterviewId::new().unwrap();
    there.append(&[(three, entry(9, began("bed 4")))]).unwrap();
    here.append(&[(two, entry(9, answered("age", true)))]).unwrap();
    there.append(&[(three, entry(9, answered("age", false)))]).unwrap();
    drop(here);
    there.append(&[(two, entry(10, Event::Resumed))]).unwrap();
    assert_eq!(there.verify().unwrap().faults, []);
    assert_eq!(there.trail(two).unwrap().come().unwrap().answers.len(), 3);
    assert_eq!(there.append(&[(two, entry(10, Event::Resumed))]), Ok(()), "it is its own already");
}

#[test]
fn the_locks_of_terminals_that_were_killed_are_swept_away_and_no_others() {
    let folder = TempDir::new().unwrap();
    let (path, _, two) = two(&folder);
    let beside = |name: &str| path.with_file_name(name);
    let (left, held, other) =
        (beside("records.db.terminal-00"), beside("records.db.terminal-01"), beside("else.db.terminal-00"));
    for file in [&left, &held, &other] {
        fs::write(file, "").unwrap();
    }
    let live = fs::File::open(&held).unwrap();
    live.lock().unwrap();
    let mut store = Store::open(&path, &key(1)).unwrap();
    store.append(&[(two, entry(8, Event::Resumed))]).unwrap();
    assert_eq!((left.exists(), held.exists(), other.exists()), (false, true, true));
}

#[test]
fn a_purge_takes_the_content_and_leaves_the_chain() {
    let folder = TempDir::new().unwrap();
    let (path, one, two) = two(&folder);
    let mut store = Store::open(&path, &key(1)).unwrap();
    let sealed = |path: &Path, counter: i64| -> Option<Vec<u8>> {
        let connection = Connection::open(path).unwrap();
        connection.query_row("SELECT sealed FROM entries WHERE counter = ?1", [counter], |row| row.get(0)).unwrap()
    };
    let before = sealed(&path, 2).unwrap();
    assert_eq!(store.purge(at(3), at(20), None).unwrap(), [], "the last entry of the first is of that minute");
    assert_eq!(store.purge(at(5), at(20), None).unwrap(), [one]);
    let verdict = store.verify().unwrap();
    assert_eq!((verdict.faults, verdict.entries, verdict.purged), (vec![], 8, 4));
    let list = store.list().unwrap();
    assert_eq!((list[0].state, list[1].state), (State::Purged, State::Unfinished));
    assert_eq!(list[0].known, None);
    assert!(store.trail(one).unwrap().come().is_err());
    assert_eq!(store.trail(two).unwrap().come().unwrap().answers.len(), 2, "nothing of the other went with it");
    assert!(store.content(&content().name()).is_ok(), "the other one still needs it");
    assert_eq!(sealed(&path, 2), None);
    for file in fs::read_dir(path.parent().unwrap()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let found = bytes.windows(before.len()).any(|window| window == before);
        assert!(!found, "what was sealed is gone from the disk as well");
    }
    assert_eq!(store.purge(at(15), at(20), None).unwrap(), [two]);
    assert!(store.content(&content().name()).is_err(), "nobody needs it any more");
    assert_eq!(store.verify().unwrap().faults, []);
    // What a purge did not take is not excused by it.
    drop(store);
    let meddle = "UPDATE entries SET sealed = NULL";
    Connection::open(&path).unwrap().execute_batch(meddle).unwrap();
    assert!(faults(&path).contains(&Fault::Emptied(8)));
}

#[test]
fn a_clock_that_goes_back_is_told() {
    let folder = TempDir::new().unwrap();
    let (path, _, two) = two(&folder);
    let mut store = Store::open(&path, &key(1)).unwrap();
    store.append(&[(two, entry(2, answered("age", true)))]).unwrap();
    let verdict = store.verify().unwrap();
    assert_eq!(verdict.clock_went_back, [(8, at(6), at(2))]);
    assert_eq!(verdict.faults, []);
}

#[test]
fn a_store_for_reading_only_is_read() {
    let folder = TempDir::new().unwrap();
    let (path, one, _) = two(&folder);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o500)).unwrap();
    let store = Store::look(&path, &key(1)).unwrap();
    assert_eq!(store.trail(one).unwrap().come().unwrap().answers.len(), 1);
    drop(store);
    fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_locked_store_is_said_to_be_locked_and_takes_all_when_it_is_free() {
    let folder = TempDir::new().unwrap();
    let (path, _, two) = two(&folder);
    let mut store = Store::open(&path, &key(1)).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let late = [(two, entry(9, answered("age", true)))];
    assert_eq!(store.append(&late).unwrap_err(), Trouble::Busy);
    assert_eq!(store.try_to_write().unwrap_err(), Trouble::Busy);
    other.execute_batch("ROLLBACK").unwrap();
    store.append(&late).unwrap();
    assert_eq!(store.verify().unwrap().faults, []);
}
