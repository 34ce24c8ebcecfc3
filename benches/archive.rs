//! An archive of patients, through `eval` and `replay` on one core, each beside what the machine can do with the same
//! bytes in the same run.
//!
//! `cargo bench --bench archive`. The patients are the worked ones of `leg-symptoms`, over and over. All take turns, and
//! what counts are ratios and medians. It ends with an error when a figure that was promised is not reached.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails should stop")]

#[path = "support/generate.rs"]
mod generate;
#[path = "support/hundred.rs"]
mod hundred;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use redflag::interview::Plan;
use redflag::logic::{BLOCK, Tape, Wire};
use redflag::questionnaire::{Files, Site, Value, read};
use redflag::shell::library::Library;
use serde::de::IgnoredAny;

/// Patients in the archive.
const PATIENTS: usize = 1_000_000;
/// How often each is measured.
const TURNS: usize = 7;

/// What was promised: millions of patients a second on one core, and ratios.
const CIRCUIT: f64 = 20.0;
const CIRCUIT_OF_HUNDRED: f64 = 10.0;
const URGENCY: f64 = 1.0;
const EVERYTHING: f64 = 0.4;
const REPLAY_RATIO: f64 = 1.3;
const PARSE_RATIO: f64 = 1.0 / 3.0;
const MEMORY_MB: f64 = 100.0;

fn main() -> ExitCode {
    // `cargo test --all-targets` runs this as well, with no wish for figures of a debug build.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("run by `cargo bench --bench archive`");
        return ExitCode::SUCCESS;
    }
    let home = std::env::temp_dir().join(format!("redflag-archive-{}", std::process::id()));
    std::fs::create_dir_all(&home).unwrap();
    let kept = circuits() & archive(&home);
    let _ = std::fs::remove_dir_all(&home);
    if kept {
        ExitCode::SUCCESS
    } else {
        println!("A figure that was promised is not reached.");
        ExitCode::FAILURE
    }
}

fn plan(files: &Files) -> Plan {
    let (questionnaire, findings) = read(files, &Site::default(), Date::constant(2026, 12, 1));
    Plan::new(questionnaire.unwrap_or_else(|| panic!("{findings:#?}")))
}

fn leg_symptoms() -> Plan {
    plan(&Library::of(Vec::new()).find("leg-symptoms").unwrap().files().unwrap())
}

/// What `eval` asks of the circuit: floor, ceiling and status; and with everything.
fn outputs(plan: &Plan, everything: bool) -> Vec<Wire> {
    let program = &plan.program;
    let mut wires: Vec<Wire> = program.floor.iter().chain(&program.ceiling).copied().collect();
    wires.extend([program.left, program.met, program.hands_over]);
    if everything {
        wires.extend(program.rules.iter().flat_map(|rule| [rule.surely, rule.perhaps]));
        wires.extend(program.advice.iter().map(|advice| advice.given));
        wires.extend(program.questions.iter().map(|question| question.asked));
        wires.extend(program.scores.iter().flat_map(|score| score.low.iter().chain(&score.high).copied()));
    }
    wires
}

/// The circuit alone: how fast it goes through blocks of random facts.
fn circuits() -> bool {
    println!(
        "{:<34} {:>9} {:>9} {:>10} {:>9} {:>9}",
        "the circuit alone, one core", "steps", "places", "ns a step", "M/s", "promised"
    );
    let mut kept = true;
    let leg_symptoms = leg_symptoms();
    let hundred = plan(&hundred::hundred());
    let generated = [50, 1_000, 10_000].map(|size| (size, plan(&generate::generated(size))));
    let mut row = |name: String, plan: &Plan, everything: bool, promised: Option<f64>| {
        let tape = Tape::of(&plan.program.circuit, &outputs(plan, everything));
        let mut board = tape.board();
        let mut rng = fastrand::Rng::with_seed(1);
        board.inputs(&tape).iter_mut().flatten().for_each(|word| *word = rng.u64(..) & rng.u64(..));
        let runs = (40_000_000 / tape.steps()).clamp(1, 50_000);
        let time = median((0..TURNS).map(|_| {
            let start = Instant::now();
            for run in 0..runs {
                board.inputs(&tape)[0][0] ^= run as u64;
                tape.run(&mut board);
                black_box(tape.output(&board, 0));
            }
            start.elapsed() / runs as u32
        }));
        let speed = BLOCK as f64 / time.as_secs_f64() / 1e6;
        let step = time.as_secs_f64() * 1e9 / tape.steps() as f64;
        let promise = promised.map_or(String::new(), |promised| format!("{promised:.0}"));
        println!("{name:<34} {:>9} {:>9} {step:>10.2} {speed:>9.2} {promise:>9}", tape.steps(), tape.places());
        kept &= promised.is_none_or(|promised| speed >= promised);
    };
    row("leg-symptoms, everything".to_owned(), &leg_symptoms, true, Some(CIRCUIT));
    row("leg-symptoms, urgency".to_owned(), &leg_symptoms, false, Some(CIRCUIT));
    row("100 questions, 100 rules".to_owned(), &hundred, true, Some(CIRCUIT_OF_HUNDRED));
    for (size, plan) in &generated {
        row(format!("{size} questions, {} rules", plan.questionnaire.rules.len()), plan, true, None);
    }
    println!();
    kept
}

fn archive(home: &Path) -> bool {
    let old = folder(home, "old", |text| text);
    // One threshold, as a clinical lead would move it.
    let new = folder(home, "new", |text| {
        text.replace("when: Score(\"wells-dvt\", 2), urgency", "when: Score(\"wells-dvt\", 1), urgency")
    });
    let file = home.join("patients.ndjson");
    let text = patients(&leg_symptoms());
    std::fs::write(&file, &text).unwrap();
    let part = home.join("quarter.ndjson");
    let quarter = text.lines().take(PATIENTS / 4).map(|line| line.len() + 1).sum::<usize>();
    std::fs::write(&part, &text[..quarter]).unwrap();
    let none = home.join("none.ndjson");
    std::fs::write(&none, "").unwrap();
    println!("{PATIENTS} patients, {} bytes each, one core; medians of {TURNS} turns", text.len() / PATIENTS);

    let [old, new, file, part, none] = [&old, &new, &file, &part, &none].map(|path| path.to_str().unwrap().to_owned());
    let start = ["eval", &old, &none, "--threads", "1"].map(str::to_owned).to_vec();
    let run = |arguments: &[&str]| {
        arguments.iter().map(|&word| word.to_owned()).chain(["--threads".into(), "1".into()]).collect::<Vec<String>>()
    };
    let commands = [
        start,
        run(&["eval", &old, &file, "--only", "urgency"]),
        run(&["eval", &old, &file]),
        run(&["replay", &old, &new, &file]),
        run(&["eval", &old, &part, "--only", "urgency"]),
        run(&["eval", &old, &file, "--output", "csv"]),
        // All cores.
        ["eval", &old, &file, "--only", "urgency"].map(str::to_owned).to_vec(),
    ];
    let mut limits: [Vec<Duration>; 3] = Default::default();
    let mut times: [Vec<Duration>; 7] = Default::default();
    for _ in 0..TURNS {
        limits[0].push(timed(|| {
            text.as_bytes().chunks_exact(8).fold(0u64, |sum, word| sum ^ u64::from_le_bytes(word.try_into().unwrap()))
        }));
        limits[1].push(timed(|| memchr::memchr_iter(b'\n', text.as_bytes()).count()));
        limits[2].push(timed(|| {
            let mut start = 0;
            memchr::memchr_iter(b'\n', text.as_bytes())
                .filter(|&end| {
                    let line = &text.as_bytes()[std::mem::replace(&mut start, end + 1)..end];
                    serde_json::from_slice::<IgnoredAny>(line).is_ok()
                })
                .count()
        }));
        for (command, times) in commands.iter().zip(&mut times) {
            times.push(timed(|| whole(command)));
        }
    }
    let [bandwidth, lines, parsed] = limits.map(|times| median(times.into_iter()));
    let [start, urgency, everything, replay, quarter, csv, cores] = times.map(|times| median(times.into_iter()));
    let speed = |time: Duration| PATIENTS as f64 / time.as_secs_f64() / 1e6;
    let bytes = |time: Duration| text.len() as f64 / time.as_secs_f64() / 1e9;
    println!("{:<50} {:>8} {:>8} {:>9} {:>9}", "", "s", "M/s", "GB/s", "promised");
    let row = |name: &str, time: Duration, promised: Option<f64>| {
        let promise = promised.map_or(String::new(), |promised| format!("{promised:.1} M/s"));
        println!("{name:<50} {:>8.3} {:>8.2} {:>9.2} {promise:>9}", time.as_secs_f64(), speed(time), bytes(time));
        promised.is_none_or(|promised| speed(time) >= promised)
    };
    row("limit: every byte read once", bandwidth, None);
    row("limit: the lines found (memchr)", lines, None);
    row("limit: the lines found and parsed (serde_json)", parsed, None);
    let mut kept = row("eval --only urgency", urgency, Some(URGENCY));
    kept &= row("eval, everything", everything, Some(EVERYTHING));
    row("eval, everything, as CSV", csv, None);
    row("replay", replay, None);
    row("eval --only urgency, all cores", cores, None);
    println!("process start with nothing to do: {:.1} ms", start.as_secs_f64() * 1e3);
    let mut ratio = |name: &str, ratio: f64, is_kept: bool, promised: &str| {
        println!("{name:<50} {ratio:>8.2} {promised:>20}");
        kept &= is_kept;
    };
    let ratios = [replay, parsed].map(|time| time.as_secs_f64() / urgency.as_secs_f64());
    ratio("replay / eval --only urgency", ratios[0], ratios[0] <= REPLAY_RATIO, "at most 1.3");
    ratio("lines found and parsed / eval --only urgency", ratios[1], ratios[1] >= PARSE_RATIO, "at least 0.33");
    let linear = (urgency - start).as_secs_f64() / (quarter - start).as_secs_f64();
    ratio("four times the patients, times the cost", linear, true, "4");
    let memory = peak(&["eval", &old, "--threads", "2"], &text);
    ratio("peak memory from a pipe, two cores, MB", memory, memory <= MEMORY_MB, "at most 100");
    kept
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

fn redflag(arguments: &[impl AsRef<std::ffi::OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(arguments).stdout(Stdio::null());
    command
}

/// The whole program, from start to end.
fn whole(arguments: &[String]) {
    assert!(redflag(arguments).status().unwrap().success(), "{arguments:?}");
}

/// The most memory that the program has held when it has read all of this, in MB.
fn peak(arguments: &[&str], text: &str) -> f64 {
    let mut child = redflag(arguments).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..3 {
        stdin.write_all(text.as_bytes()).unwrap();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    drop(stdin);
    assert!(child.wait().unwrap().success());
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kb| kb / 1024.0)
}

/// The files of `leg-symptoms`, changed, as a folder.
fn folder(home: &Path, name: &str, change: impl Fn(String) -> String) -> PathBuf {
    let folder = home.join(name).join("leg-symptoms");
    std::fs::create_dir_all(&folder).unwrap();
    for file in Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap().files {
        let text = change(String::from_utf8(file.bytes.into_owned()).unwrap());
        let path = folder.join(&file.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The worked patients, over and over.
fn patients(plan: &Plan) -> String {
    let questionnaire = &plan.questionnaire;
    let lines: Vec<String> = questionnaire
        .cases
        .iter()
        .map(|case| {
            let answers = case.answers.iter().map(|(question, answer)| {
                let question = &questionnaire[*question];
                format!("\"{}\":{}", question.id, serde_json::to_string(&Value::of(question, answer)).unwrap())
            });
            answers.collect::<Vec<_>>().join(",")
        })
        .collect();
    let mut text = String::new();
    for patient in 0..PATIENTS {
        // Not in their order, which a processor might learn.
        let line = &lines[(patient * 7919) % lines.len()];
        let _ = writeln!(text, "{{\"id\":\"p{patient}\",\"answers\":{{{line}}}}}");
    }
    text
}
