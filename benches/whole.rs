//! The whole program in a terminal, beside the least that a ratatui program can be, in the same run: how long from exec
//! to the first frame, how long from a key to its frame, how much memory at the most, and whether it sleeps when idle.
//!
//! Beside them what nothing can be faster than: a process that does nothing, and a screenful through a pipe.
//!
//! `cargo bench --bench whole`. The two take turns, so that whatever else the machine does touches both alike; what
//! counts are the ratios of the medians. It ends with an error when a figure that was promised is not reached.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails should stop")]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use program::{Program, Running};

#[path = "support/program.rs"]
mod program;

/// How often each is started.
const STARTS: usize = 100;
/// How many keys each is given.
const KEYS: usize = 400;
/// How long to look at them doing nothing.
const IDLE: Duration = Duration::from_secs(5);

/// What was promised.
const START_RATIO: f64 = 1.5;
const KEY_RATIO: f64 = 1.3;
/// Most of it are pages of the program's own file: it counts how much of that a nurse's walk through the questions touches.
const MEMORY_RATIO: f64 = 2.5;

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this as well, with no wish for figures of a debug build.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("run by `cargo bench --bench whole`");
        return ExitCode::SUCCESS;
    }
    let home = std::env::temp_dir().join(format!("redflag-bench-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let programs = [
        Program { path: minimal(), arguments: Vec::new(), environment: Vec::new(), begin: "x", keys: ["x", "x"] },
        Program {
            path: PathBuf::from(env!("CARGO_BIN_EXE_redflag")),
            arguments: ["run", "leg-symptoms"].map(str::to_owned).to_vec(),
            environment: Vec::new(),
            // Past the intro.
            begin: "\r",
            // An answer, and back to it: two whole screens that differ.
            keys: ["0", "\x1b[D"],
        },
    ];

    let mut starts = [vec![], vec![]];
    let (mut processes, mut screens) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        processes.push(timed(|| Command::new("true").status().unwrap()));
        screens.push(timed(screenful));
        for (program, times) in programs.iter().zip(&mut starts) {
            times.push(program.start(&home).1);
        }
    }

    let mut running = programs.each_ref().map(|program| program.start(&home).0);
    for (program, running) in programs.iter().zip(&mut running) {
        running.key(program.begin);
    }
    let mut keys = [vec![], vec![]];
    for turn in 0..KEYS {
        for ((program, running), times) in programs.iter().zip(&mut running).zip(&mut keys) {
            times.push(running.key(program.keys[turn % 2]));
        }
    }
    let memory = running.each_ref().map(|running| running.status("VmHWM:"));

    // The frame comes out just before the program goes to sleep.
    std::thread::sleep(Duration::from_millis(200));
    let before = running.each_ref().map(Running::switches);
    std::thread::sleep(IDLE);
    let after = running.each_ref().map(Running::switches);
    let woken = [after[0] - before[0], after[1] - before[1]];
    drop(running);
    let _ = std::fs::remove_dir_all(&home);

    println!("limit: a process that does nothing, ms {:>16.3}", median(&processes));
    println!("limit: a screenful through a pipe, ms  {:>16.3}", median(&screens));
    println!("{:<30} {:>12} {:>12} {:>8} {:>10}", "", "minimal", "redflag", "ratio", "promised");
    let size = programs.each_ref().map(|program| std::fs::metadata(&program.path).unwrap().len() / 1024);
    let ratio = size[1] as f64 / size[0] as f64;
    println!("{:<30} {:>12} {:>12} {ratio:>8.2}", "binary, KB", size[0], size[1]);
    let starts = report("exec to first frame, ms", &starts, START_RATIO);
    let keys = report("key to frame, ms", &keys, KEY_RATIO);
    let ratio = memory[1] as f64 / memory[0] as f64;
    println!("{:<30} {:>12} {:>12} {ratio:>8.2} {MEMORY_RATIO:>10.1}", "peak memory, KB", memory[0], memory[1]);
    println!(
        "{:<30} {:>12} {:>12} {:>8} {:>10}",
        format!("wake-ups in {} s idle", IDLE.as_secs()),
        woken[0],
        woken[1],
        "",
        0
    );

    if starts <= START_RATIO && keys <= KEY_RATIO && ratio <= MEMORY_RATIO && woken[1] == 0 {
        ExitCode::SUCCESS
    } else {
        println!("A figure that was promised is not reached.");
        ExitCode::FAILURE
    }
}

/// Prints the medians and their ratio, and returns that.
fn report(what: &str, times: &[Vec<Duration>; 2], promised: f64) -> f64 {
    let [minimal, redflag] = times.each_ref().map(|times| median(times));
    let ratio = redflag / minimal;
    println!("{what:<30} {minimal:>12.3} {redflag:>12.3} {ratio:>8.2} {promised:>10.1}");
    ratio
}

/// In milliseconds.
fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let begin = Instant::now();
    std::hint::black_box(work());
    begin.elapsed()
}

/// As many bytes as a whole screen takes, written and read.
fn screenful() {
    let (mut reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(&[b' '; 80 * 24]).unwrap();
    reader.read_exact(&mut [0; 80 * 24]).unwrap();
}

/// The program to compare with, built the same way.
fn minimal() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo).args(["build", "--release", "--locked", "--example", "minimal"]).status().unwrap();
    assert!(built.success());
    let here = std::env::current_exe().unwrap();
    here.parent()
        .and_then(Path::parent)
        .unwrap()
        .join("examples")
        .join(format!("minimal{}", std::env::consts::EXE_SUFFIX))
}
