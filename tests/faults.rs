//! What goes wrong with a store while somebody is triaged: the nurse is told in words, the interview goes on, and when
//! the fault is gone all that was answered meanwhile is on record.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/pty.rs"]
mod pty;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use redflag::record::State;
use redflag::words::ENGLISH;
use rusqlite::Connection;
use rustix::process::Signal;
use tempfile::TempDir;

use clinic::{Clinic, FIRST, SIZE, begin};
use disk::Disk;
use pty::Pty;

/// What the footer says when all is well; the other words for it end in a colon or have "not" before it.
fn wait_for_recorded(pty: &Pty) {
    pty.wait_until("recorded", |screen| {
        let text = pty::contents(screen);
        text.contains(" recorded") && !text.contains("not recorded")
    });
}

/// Waits for the footer and the sentence that tell of a fault.
fn wait_for_fault(pty: &Pty, why: &str) {
    let sentence = ENGLISH.records.failed.replace("{why}", why);
    let footer = format!("not recorded: {why}");
    pty.wait_until(&sentence, |screen| {
        let text = unwrapped(screen);
        text.contains(&footer) && text.contains(&sentence)
    });
}

/// The words of a screen in one line: sentences may be wrapped anywhere.
fn unwrapped(screen: &vt100::Screen) -> String {
    pty::contents(screen).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The program with a disk that does as it is told, at the second question.
fn on_disk(clinic: &Clinic, disk: &Disk, reference: &str) -> Pty {
    let mut command = clinic.command(&["--reference", reference]);
    for (name, value) in disk.variables() {
        command.env(name, value);
    }
    let mut pty = Pty::start(command, SIZE);
    begin(&mut pty);
    wait_for_recorded(&pty);
    pty.keys("0");
    pty.wait_for("1 answered");
    pty
}

/// Leaves while nothing is recorded: it is asked for first, and in the end said what is missing.
fn leave_with_loss(pty: &mut Pty, why: &str) {
    pty.keys("ctrl-c");
    pty.wait_for(ENGLISH.leave_head);
    pty.keys("y");
    assert_eq!(pty.wait().exit_code(), 3);
    pty.wait_until("what is missing", |screen| {
        // Outside of our screen it is the terminal that wraps, in the midst of words.
        let text = unwrapped(screen).replace(' ', "");
        text.contains("isnotonrecord") && text.contains(&why.replace(' ', ""))
    });
}

#[test]
fn a_full_disk_and_one_for_reading_only_are_told_and_made_up_for() {
    for (state, why, end) in [("full", "disk full", "the disk is full"), ("ro", "read-only", "cannot be written to")] {
        let clinic = Clinic::new();
        let disk = Disk::new(clinic.folder());
        let mut pty = on_disk(&clinic, &disk, "bed 1");
        disk.is(state);
        pty.keys("0");
        wait_for_fault(&pty, why);
        pty.wait_for("2 answered");
        // Nobody waits at every answer while it lasts.
        let begin = Instant::now();
        pty.keys("0 0 2");
        pty.wait_for("5 answered");
        assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
        // What was there before is there still, and no more.
        clinic.assert_whole();
        assert_eq!(clinic.answered("bed 1"), ["emergency-now"], "{state}");
        // It is made up for by itself, though no key comes.
        disk.is("ok");
        wait_for_recorded(&pty);
        let screen = pty.wait_for(ENGLISH.records.works_again);
        assert!(screen.contains("5 answered"), "{screen}");
        assert_eq!(clinic.answered("bed 1").len(), 5);
        clinic.assert_whole();
        // Left while it lasts again, it is asked for and told.
        disk.is(state);
        pty.keys("1");
        wait_for_fault(&pty, why);
        leave_with_loss(&mut pty, end);
        clinic.assert_whole();
        assert_eq!(clinic.answered("bed 1").len(), 5);
    }
}

#[test]
fn a_patient_who_left_before_the_fault_was_gone_is_not_forgotten() {
    let clinic = Clinic::new();
    let disk = Disk::new(clinic.folder());
    let mut pty = on_disk(&clinic, &disk, "bed 1");
    disk.is("full");
    pty.keys("0");
    wait_for_fault(&pty, "disk full");
    pty.keys("ctrl-n");
    pty.wait_for(ENGLISH.next_head);
    pty.keys("y");
    pty.wait_for("0 answered");
    // Nothing is answered of this one, and still something would be lost.
    pty.keys("ctrl-c");
    pty.wait_for(ENGLISH.leave_head);
    pty.keys("n");
    pty.wait_for(FIRST);
    disk.is("ok");
    wait_for_recorded(&pty);
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
    assert_eq!(clinic.answered("bed 1").len(), 2);
    clinic.assert_whole();
}

#[test]
fn a_slow_disk_is_waited_for_and_one_that_hangs_is_not() {
    let clinic = Clinic::new();
    let disk = Disk::new(clinic.folder());
    let mut pty = on_disk(&clinic, &disk, "bed 1");
    disk.is("slow 300");
    let begin = Instant::now();
    pty.keys("0");
    pty.wait_for("2 answered");
    assert!(begin.elapsed() >= Duration::from_millis(300), "shown before it was on the disk: {:?}", begin.elapsed());
    assert_eq!(clinic.answered("bed 1").len(), 2);
    wait_for_recorded(&pty);

    disk.is("hang");
    pty.keys("0");
    wait_for_fault(&pty, "disk does not answer");
    pty.wait_for("3 answered");
    pty.keys("0 2");
    pty.wait_for("5 answered");
    // What is asked of the store meanwhile does not hang the screen either.
    pty.keys("h");
    pty.wait_until("why it cannot be shown", |screen| pty::contents(screen).contains("This cannot be shown"));
    disk.is("ok");
    wait_for_recorded(&pty);
    // What came while it hung follows at once.
    let deadline = Instant::now() + Duration::from_secs(10);
    while clinic.answered("bed 1").len() < 5 {
        assert!(Instant::now() < deadline, "{:?}", clinic.answered("bed 1"));
        std::thread::sleep(Duration::from_millis(5));
    }
    clinic.assert_whole();

    // It can be left though it hangs, and does not hang the shell.
    disk.is("hang");
    pty.keys("1");
    wait_for_fault(&pty, "disk does not answer");
    leave_with_loss(&mut pty, "the disk does not answer");
    clinic.assert_whole();
}

#[test]
fn while_a_disk_hangs_nothing_is_busy() {
    let clinic = Clinic::new();
    let disk = Disk::new(clinic.folder());
    let mut pty = on_disk(&clinic, &disk, "bed 1");
    disk.is("hang");
    pty.keys("0");
    wait_for_fault(&pty, "disk does not answer");
    let ticks = || {
        let stat = fs::read_to_string(format!("/proc/{}/task/{0}/stat", pty.process())).unwrap();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    // Longer than it is until the next attempt, from which on it once looked without a rest.
    std::thread::sleep(Duration::from_secs(6));
    let before = ticks();
    std::thread::sleep(Duration::from_secs(2));
    let used = ticks() - before;
    assert!(used < 20, "{used} of 200 ticks");
    disk.is("ok");
    wait_for_recorded(&pty);
}

#[test]
fn a_locked_store_is_told_and_made_up_for() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 1"]);
    pty.keys("0");
    pty.wait_for("1 answered");
    let other = Connection::open(clinic.store_path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    pty.keys("0");
    wait_for_fault(&pty, "locked");
    // It stays that, and is not now this and now that.
    pty.forget_bytes();
    for answered in 3..=5 {
        pty.keys(if answered == 5 { "2" } else { "0" });
        let screen = pty.wait_for(&format!("{answered} answered"));
        assert!(screen.contains("not recorded: locked"), "{screen}");
    }
    assert!(!String::from_utf8_lossy(&pty.bytes()).contains("does not answer"));
    other.execute_batch("ROLLBACK").unwrap();
    wait_for_recorded(&pty);
    assert_eq!(clinic.answered("bed 1").len(), 5);
    clinic.assert_whole();

    // Locked at the start as well: it is told, and what is answered is recorded once it is free.
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut pty = clinic.screen(&["--reference", "bed 2"]);
    pty.wait_for("Not finished");
    pty.wait_for("not recorded: locked");
    pty.keys("esc");
    wait_for_fault(&pty, "locked");
    pty.keys("enter");
    begin(&mut pty);
    pty.keys("0 0");
    pty.wait_for("2 answered");
    other.execute_batch("ROLLBACK").unwrap();
    wait_for_recorded(&pty);
    assert_eq!(clinic.answered("bed 2").len(), 2);
}

#[test]
fn a_store_that_is_damaged_keeps_nobody_from_being_triaged() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 1"]);
    pty.keys("0");
    pty.wait_for("1 answered");
    // While it runs: its last entry is taken out.
    let other = Connection::open(clinic.store_path()).unwrap();
    other.execute_batch("CREATE TABLE away AS SELECT * FROM entries ORDER BY counter DESC LIMIT 1").unwrap();
    other.execute_batch("DELETE FROM entries WHERE counter = (SELECT counter FROM away)").unwrap();
    pty.keys("0");
    wait_for_fault(&pty, "damaged");
    pty.wait_for("2 answered");
    // And put back.
    other.execute_batch("INSERT INTO entries SELECT * FROM away; DROP TABLE away").unwrap();
    wait_for_recorded(&pty);
    assert_eq!(clinic.answered("bed 1").len(), 2);
    clinic.assert_whole();
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);
    drop(other);

    // At the start: bytes that are no database, and a database cut in the middle.
    let sound = fs::read(clinic.store_path()).unwrap();
    let wiped: Vec<u8> = sound.iter().enumerate().map(|(at, byte)| if at < 4096 { *byte } else { 0xa5 }).collect();
    for bytes in [&wiped[..], &sound[..sound.len() / 2], &[0; 8192], b""] {
        fs::write(clinic.store_path(), bytes).unwrap();
        let mut pty = clinic.screen(&["--reference", "bed 2"]);
        pty.wait_for("not recorded: damaged");
        // In a sentence, too, before anything else.
        pty.wait_for("This is not being recorded: damaged");
        pty.keys("esc");
        begin(&mut pty);
        pty.keys("0");
        pty.wait_for("1 answered");
        pty.keys("ctrl-c");
        pty.wait_for(ENGLISH.leave_head);
        pty.keys("y");
        assert_eq!(pty.wait().exit_code(), 3);
        assert_eq!(fs::read(clinic.store_path()).unwrap(), bytes, "it is left as it was found");
        let (status, said) = clinic.run(&["records", "verify"]);
        assert!(status != 0 && said.contains("store of records"), "{said}");
    }
}

#[test]
fn a_store_that_is_taken_away_is_missed() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 1"]);
    pty.keys("0");
    pty.wait_for("1 answered");
    // Moved away and back.
    let (here, away) = (clinic.store_path().parent().unwrap().to_owned(), clinic.folder().join("away"));
    fs::rename(&here, &away).unwrap();
    pty.keys("0");
    pty.wait_for("not recorded: error");
    pty.wait_for("the store is gone");
    pty.keys("0");
    pty.wait_for("3 answered");
    fs::rename(&away, &here).unwrap();
    wait_for_recorded(&pty);
    assert_eq!(clinic.answered("bed 1").len(), 3);
    clinic.assert_whole();
    // Deleted for good: nobody is told that it is recorded.
    for file in fs::read_dir(&here).unwrap() {
        fs::remove_file(file.unwrap().path()).unwrap();
    }
    pty.keys("0");
    pty.wait_for("not recorded: error");
    // Nor when another has taken its place.
    let other = TempDir::new().unwrap();
    fs::copy(Clinic::within(other.path()).store_path(), clinic.store_path()).unwrap();
    pty.keys("2");
    let screen = pty.wait_for("5 answered");
    assert!(screen.contains("not recorded: error"), "{screen}");
    leave_with_loss(&mut pty, "there is no store");
}

#[test]
fn two_terminals_record_into_one_store() {
    let clinic = Clinic::new();
    let mut one = clinic.first_question(&["--reference", "bed 1"]);
    let mut two = clinic.first_question(&["--reference", "bed 2"]);
    for answered in 1..=4 {
        for pty in [&mut one, &mut two] {
            pty.keys("0");
            pty.wait_for(&format!("{answered} answered"));
            wait_for_recorded(pty);
        }
    }
    let states: Vec<State> = clinic.look().list().unwrap().iter().map(|summary| summary.state).collect();
    assert_eq!(states, [State::Elsewhere; 2]);
    // One is killed; the other goes on, and finds what that one held.
    one.signal(Signal::KILL);
    one.wait();
    two.keys("2");
    two.wait_for("5 answered");
    two.keys("h");
    let screen = two.wait_for("On record, the last first");
    assert!(screen.contains("bed 1: not finished") && !screen.contains("bed 2"), "{screen}");
    assert_eq!((clinic.answered("bed 1").len(), clinic.answered("bed 2").len()), (4, 5));
    clinic.assert_whole();
}

/// A real disk of one megabyte, where the machine lets us have one: filled up, and made room on.
#[test]
fn a_disk_that_is_really_full_is_made_up_for() {
    const SELF: &str = "REDFLAG_TEST_SMALL_DISK";
    let Some(folder) = std::env::var_os(SELF) else {
        let folder = TempDir::new().unwrap();
        let mount = format!("mount -t tmpfs -o size=1m none {}", folder.path().display());
        let possible = |command: &str| {
            let mut program = Command::new("unshare");
            program.args(["-rm", "sh", "-c", command]).stdin(Stdio::null());
            program
        };
        if !possible(&mount).output().is_ok_and(|output| output.status.success()) {
            println!("SKIPPED: no disk can be mounted here; only the disk in C was tried");
            return;
        }
        println!("a tmpfs of 1 MB was filled");
        let this = std::env::current_exe().unwrap();
        let again =
            format!("{mount} && exec {} --exact a_disk_that_is_really_full_is_made_up_for --nocapture", this.display());
        let output = possible(&again).env(SELF, folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("really full"), "{said}");
        return;
    };
    let clinic = Clinic::within(Path::new(&folder));
    let mut pty = clinic.first_question(&["--reference", "bed 1"]);
    pty.keys("0");
    pty.wait_for("1 answered");
    let filler = Path::new(&folder).join("filler");
    let full = fs::write(&filler, vec![1; 2 << 20]).unwrap_err();
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    // Some room may be left in the pages that the log has already.
    let mut answered = 1;
    while !pty.text().contains("not recorded: disk full") {
        answered += 1;
        assert!(answered < 5, "it is not full");
        pty.keys("0");
        pty.wait_for(&format!("{answered} answered"));
    }
    println!("really full after {answered} answers");
    clinic.assert_whole();
    fs::remove_file(&filler).unwrap();
    wait_for_recorded(&pty);
    assert_eq!(clinic.answered("bed 1").len(), answered);
    clinic.assert_whole();
}

/// Two patients, left unfinished with something half typed: `one` was told of a chest pain, `two` of nothing.
fn two_patients() -> Clinic {
    let clinic = Clinic::new();
    for (reference, keys, half) in [("one", "1", "4"), ("two", "0", "2")] {
        let mut pty = clinic.screen(&["--reference", reference]);
        if reference == "two" {
            pty.wait_for("Not finished");
            pty.keys("esc");
        }
        begin(&mut pty);
        if keys == "1" {
            pty.keys("1 enter");
            pty.wait_for("Emergency now (Red, 1 of 5)");
            pty.keys("g");
        } else {
            pty.keys(keys);
        }
        pty.wait_for("1 answered");
        pty.keys(half);
        pty.wait_for(&format!("{half} [x]"));
        let kept = || {
            let half = clinic.look().half(clinic.interview(reference)).unwrap();
            half.answers.last().is_some_and(|half| half.yes.len() == 1)
        };
        let deadline = Instant::now() + Duration::from_secs(10);
        while !kept() {
            assert!(Instant::now() < deadline, "{reference}: nothing half typed is kept");
            std::thread::sleep(Duration::from_millis(5));
        }
        pty.signal(Signal::KILL);
        pty.wait();
    }
    // Whoever closes a store last leaves no log beside it: the file is all there is.
    clinic.assert_whole();
    assert!(!clinic.store_path().with_file_name("records.db-wal").exists());
    clinic
}

/// Everything that somebody without the key can swap between two patients in the file, and then going on with each, and
/// exporting each: never an answer of the other one.
#[test]
fn never_another_patients_answers() {
    let swapped = |table: &str, columns: &str, key: &str| {
        let set = |column: &str| format!("{column} = (SELECT {column} FROM other WHERE other.{key} <> {table}.{key})");
        let columns: Vec<String> = columns.split(' ').map(set).collect();
        format!(
            "CREATE TEMP TABLE other AS SELECT * FROM {table} WHERE {key} IN (SELECT {key} FROM picked);
             UPDATE {table} SET {} WHERE {key} IN (SELECT {key} FROM picked);",
            columns.join(", ")
        )
    };
    // The last entry of each, the first entry of each, and what each has half typed.
    let last = "CREATE TEMP TABLE picked AS SELECT max(counter) AS counter FROM entries GROUP BY interview;";
    let first = "CREATE TEMP TABLE picked AS SELECT min(counter) AS counter FROM entries GROUP BY interview;";
    let each = "CREATE TEMP TABLE picked AS SELECT interview FROM unfinished;";
    let ids = "CREATE TEMP TABLE both AS SELECT DISTINCT interview FROM entries;
        UPDATE entries SET interview = (SELECT interview FROM both WHERE both.interview <> entries.interview);";
    let table = [
        ("the last entries", format!("{last}{}", swapped("entries", "sealed", "counter"))),
        ("the last entries with their MACs", format!("{last}{}", swapped("entries", "sealed digest mac", "counter"))),
        ("to whom the last entries belong", format!("{last}{}", swapped("entries", "interview", "counter"))),
        ("the first entries", format!("{first}{}", swapped("entries", "sealed digest mac", "counter"))),
        ("to whom the first entries belong", format!("{first}{}", swapped("entries", "interview", "counter"))),
        ("to whom all entries belong", ids.to_owned()),
        ("what is half typed", format!("{each}{}", swapped("unfinished", "half", "interview"))),
        ("who holds which", format!("{each}{}", swapped("unfinished", "terminal half", "interview"))),
        ("the content", "UPDATE contents SET sealed = zeroblob(length(sealed))".to_owned()),
        ("the content's name", "UPDATE contents SET name = randomblob(32)".to_owned()),
        ("nothing", "UPDATE head SET sealed = sealed".to_owned()),
    ];
    let sound = two_patients();
    let ids = ["one", "two"].map(|reference| sound.interview(reference).to_string());
    for (what, sql) in table {
        let clinic = Clinic::new();
        fs::copy(sound.store_path(), clinic.store_path()).unwrap();
        let before: Vec<_> = ["one", "two"].map(|reference| clinic.come(reference).answers).to_vec();
        assert_ne!(before[0], before[1], "the control: they do differ");
        {
            let other = Connection::open(clinic.store_path()).unwrap();
            other.execute_batch(&sql).unwrap();
            assert!(other.total_changes() > 0, "{what}: nothing was changed");
        }
        // On the screen.
        let mut said_no = 0;
        for (number, key) in ["1", "2"].into_iter().enumerate() {
            let mut pty = clinic.screen(&[]);
            pty.wait_until("the first screen", |screen| {
                let text = pty::contents(screen);
                text.contains("Not finished") || text.contains("Enter begin") || text.contains("damaged")
            });
            let offered = pty.text();
            let nth = offered.lines().find(|line| line.trim_start().starts_with(&format!("{key}  "))).unwrap_or("");
            let nth = nth.trim_start().trim_start_matches("> ").to_owned();
            let reference = ["one", "two"].into_iter().find(|name| offered_as(&offered, number).contains(name));
            let Some(reference) = reference else {
                said_no += 1;
                continue;
            };
            pty.keys(key);
            let screen = pty.wait_until("a patient, or why not", |screen| {
                let text = pty::contents(screen);
                text.contains(" answered") || text.contains("cannot be shown")
            });
            let mut screen = screen;
            if screen.contains("cannot be shown") {
                said_no += 1;
                continue;
            }
            if screen.contains("Newer") {
                pty.keys("enter");
                screen = pty.text();
            }
            let (mine, others) = match reference {
                "one" => ("4 [x]", "2 [x]"),
                _ => ("2 [x]", "4 [x]"),
            };
            assert!(!screen.contains(others), "{what}, {nth}: what another patient half said\n{screen}");
            assert!(
                what == "what is half typed" || what == "who holds which" || screen.contains(mine),
                "{what}\n{screen}"
            );
            let collapsed = screen.contains("now? Collapsed");
            assert_eq!(collapsed, reference == "one", "{what}: another patient's answer\n{screen}");
            pty.signal(Signal::KILL);
            pty.wait();
        }
        // In what is exported.
        for (at, id) in ids.iter().enumerate() {
            let (status, said) = clinic.run(&["records", "export", id]);
            let reference = ["one", "two"][at];
            let collapsed = said.split_whitespace().collect::<Vec<_>>().join(" ").contains("now? Collapsed");
            match status {
                0 => assert_eq!(collapsed, reference == "one", "{what}: {said}"),
                _ => {
                    assert!(
                        !collapsed && said.contains("store of records") || said.contains("cannot"),
                        "{what}: {said}"
                    );
                    said_no += 1;
                }
            }
        }
        // What is half typed is no answer, and content that is the installed one is kept anew.
        let does_without = ["what is half typed", "who holds which", "the content's name", "nothing"].contains(&what);
        assert_eq!(said_no > 0, !does_without, "{what}: {said_no} said in words that it cannot be");
    }
}

/// The item of the list at that place.
fn offered_as(screen: &str, place: usize) -> String {
    let mark = format!("{}  ", place + 1);
    let line = screen.lines().find(|line| line.trim_start_matches([' ', '>']).starts_with(&mark));
    line.unwrap_or_default().to_owned()
}
