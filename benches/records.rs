//! What recording costs: from a key to its frame without a store, with one, and with one on a disk that syncs in a
//! millisecond; and how long a store of a year takes to be listed and verified.
//!
//! `cargo bench --bench records`. The programs take turns, so that whatever else the machine does touches all alike. It ends
//! with an error when a figure that was promised is not reached.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails should stop")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use redflag::questionnaire::Value;
use redflag::record::{Began, Entry, Event, Finish, InterviewId, Secret, Standing, Store};
use zeroize::Zeroizing;

use program::Program;

#[path = "support/program.rs"]
mod program;

/// How many keys each is given.
const KEYS: usize = 400;

/// What was promised of the median on a disk that syncs in a millisecond.
const PROMISED: Duration = Duration::from_millis(5);

/// Interviews of a busy desk in half a year, and entries of each.
const INTERVIEWS: usize = 10_000;
const ENTRIES: usize = 20;

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this as well, with no wish for figures of a debug build.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("run by `cargo bench --bench records`");
        return ExitCode::SUCCESS;
    }
    let folder = tempfile::TempDir::new().unwrap();
    let median = keys(folder.path());
    store(folder.path());
    match median <= PROMISED {
        true => ExitCode::SUCCESS,
        false => {
            println!("A figure that was promised is not reached.");
            ExitCode::FAILURE
        }
    }
}

/// From a key to its frame; the median on a disk that syncs in a millisecond.
fn keys(folder: &Path) -> Duration {
    let key = folder.join("key");
    std::fs::write(&key, [7; 32]).unwrap();
    let slow = slow_disk(folder);
    let program = |name: &str, environment: Vec<(&'static str, PathBuf)>| {
        let mut arguments = ["run", "leg-symptoms", "--key-guard", "0"].map(str::to_owned).to_vec();
        if !name.is_empty() {
            let file = folder.join(name);
            Store::create(&file, &secret()).unwrap();
            let named = ["--records".into(), file.into_os_string(), "--key-file".into(), key.clone().into_os_string()];
            arguments.extend(named.map(|name| name.into_string().unwrap()));
        }
        let path = PathBuf::from(env!("CARGO_BIN_EXE_redflag"));
        // An answer, and back to it: each shows another question, which is an entry that must be on the disk first.
        Program { path, arguments, environment, begin: "\r", keys: ["0", "\x1b[D"] }
    };
    let programs =
        [program("", Vec::new()), program("disk.db", Vec::new()), program("slow.db", vec![("LD_PRELOAD", slow)])];
    let mut running = programs.each_ref().map(|program| program.start(folder).0);
    for (program, running) in programs.iter().zip(&mut running) {
        running.key(program.begin);
    }
    let mut times = [vec![], vec![], vec![]];
    for turn in 0..KEYS {
        for ((program, running), times) in programs.iter().zip(&mut running).zip(&mut times) {
            times.push(running.key(program.keys[turn % 2]));
        }
    }
    let medians = times.map(|mut times| {
        times.sort();
        (times[times.len() / 2], times[times.len() * 95 / 100])
    });
    println!("{:<44} {:>10} {:>10} {:>8}", "key to frame, ms", "median", "95 in 100", "ratio");
    let names = ["without a store", "with a store, on this disk", "with a store, each sync 1 ms"];
    for (name, (median, most)) in names.iter().zip(medians) {
        let ratio = median.as_secs_f64() / medians[0].0.as_secs_f64();
        println!("{name:<44} {:>10.3} {:>10.3} {ratio:>8.2}", millis(median), millis(most));
    }
    println!("promised of the last: {} ms at the median", PROMISED.as_millis());
    // It was on record, and not only fast.
    drop(running);
    let entries = Store::look(&folder.join("slow.db"), &secret()).unwrap().verify().unwrap().entries;
    assert!(entries as usize > KEYS, "{entries} entries");
    medians[2].0
}

/// How long the commands on a large store take.
fn store(folder: &Path) {
    let mut store = Store::create(&folder.join("large.db"), &secret()).unwrap();
    let mut singles = Vec::new();
    let begin = Instant::now();
    for number in 0..INTERVIEWS {
        let interview = InterviewId::new().unwrap();
        let entries: Vec<(InterviewId, Entry)> = (0..ENTRIES).map(|n| (interview, entry(n))).collect();
        if number < 200 {
            for one in entries {
                let begin = Instant::now();
                store.append(&[one]).unwrap();
                singles.push(begin.elapsed());
            }
        } else {
            store.append(&entries).unwrap();
        }
    }
    let filled = begin.elapsed();
    singles.sort();
    let begin = Instant::now();
    assert_eq!(store.list().unwrap().len(), INTERVIEWS);
    let listed = begin.elapsed();
    let begin = Instant::now();
    let verdict = store.verify().unwrap();
    let verified = begin.elapsed();
    assert_eq!((verdict.entries as usize, verdict.faults.len()), (INTERVIEWS * ENTRIES, 0));
    let size = std::fs::metadata(folder.join("large.db")).unwrap().len();
    println!(
        "\n{INTERVIEWS} interviews of {ENTRIES} entries, {} MB, filled in {:.1} s",
        size / 1_000_000,
        filled.as_secs_f64()
    );
    for (name, time) in [
        ("append one entry, on this disk, median", singles[singles.len() / 2]),
        ("list all interviews", listed),
        ("verify the whole chain", verified),
    ] {
        println!("{name:<44} {:>10.3} ms", millis(time));
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn secret() -> Secret {
    Secret::key_file(Zeroizing::new(vec![7; 32])).unwrap()
}

/// An entry of an interview, of about the size that they have.
fn entry(n: usize) -> Entry {
    let event = match n {
        0 => Event::Began(Box::new(Began {
            questionnaire: "leg-symptoms".to_owned(),
            title: "Leg cramp or swelling".to_owned(),
            version: "0.2.0".to_owned(),
            fingerprint: format!("sha256:{}", "0".repeat(64)),
            content: "0".repeat(64),
            language: "en".to_owned(),
            draft: None,
            reference: Some("bed 4".to_owned()),
            earlier: None,
            program: "0.1.0".to_owned(),
        })),
        n if n + 1 == ENTRIES => Event::Ended(Finish::Recommended),
        n => Event::Answered {
            question: format!("question-{n}"),
            asked: "In either leg or foot, is any of this so?".to_owned(),
            answer: Value::Bool(n % 2 == 0),
            words: "none of these".to_owned(),
        },
    };
    let at = Timestamp::from_second(1_790_000_000).unwrap();
    let standing = Standing { status: "incomplete".to_owned(), ..Standing::default() };
    Entry { at, operator: Some("Nurse Ito".to_owned()), event, standing }
}

/// The disk that syncs in a millisecond, built.
fn slow_disk(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/support/slow_disk.c");
    let library = folder.join("slow_disk.so");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(source).status();
    assert!(built.is_ok_and(|status| status.success()), "a C compiler is needed, as it is to build the store");
    library
}
