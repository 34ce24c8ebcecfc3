//! What an author waits for: reading and checking questionnaires of 50, 1,000 and 10,000 questions, and `leg-symptoms`.
//!
//! `cargo bench --bench check`. Figures to reach, in release on one core: `leg-symptoms` checked in under 0.5 s, 1,000
//! questions proved in under 2 s, 10,000 in under 30 s, their structure alone in under 0.5 s.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails should stop")]

#[path = "support/generate.rs"]
mod generate;

use divan::{Bencher, black_box};
use jiff::civil::Date;
use redflag::interview::Plan;
use redflag::proof::{Limits, Report, Version, difference, errors};
use redflag::questionnaire::{Files, Finding, Questionnaire, Site, read};
use redflag::shell::library::Library;

const TODAY: Date = Date::constant(2026, 12, 1);
const SIZES: [usize; 3] = [50, 1_000, 10_000];

fn main() {
    divan::main();
}

fn built_in() -> Files {
    Library::of(Vec::new()).find("leg-symptoms").unwrap().files().unwrap()
}

fn sound(files: &Files) -> (Questionnaire, Vec<Finding>) {
    let (questionnaire, findings) = read(files, &Site::default(), TODAY);
    (questionnaire.unwrap(), findings)
}

fn proved(files: &Files) -> Report {
    let (questionnaire, findings) = sound(files);
    let report = Report::of(&questionnaire, files, findings, &Limits::none());
    assert!(report.proof.unproved.is_empty());
    assert!(report.proof.guarantees.iter().all(|guarantee| guarantee.holds == Some(true)));
    report
}

/// The structural part: from the bytes to a checked questionnaire.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn structure(bencher: Bencher, questions: usize) {
    let files = generate::generated(questions);
    bencher.bench_local(|| sound(black_box(&files)));
}

/// Everything that `redflag check` does, findings and witnesses included.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn check(bencher: Bencher, questions: usize) {
    let files = generate::generated(questions);
    bencher.bench_local(|| proved(black_box(&files)));
}

/// The same of what is built in.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn check_leg_symptoms(bencher: Bencher) {
    let files = built_in();
    bencher.bench_local(|| proved(black_box(&files)));
}

/// What `redflag run` proves before it runs a questionnaire that is not built in.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn errors_of_leg_symptoms(bencher: Bencher) {
    let plan = Plan::new(sound(&built_in()).0);
    bencher.bench_local(|| errors(black_box(&plan.questionnaire), &plan.program, &Limits::none()));
}

/// A version against itself: nothing moves, which takes a proof.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn difference_of_leg_symptoms(bencher: Bencher) {
    let plan = Plan::new(sound(&built_in()).0);
    let version = || Version { questionnaire: &plan.questionnaire, program: &plan.program };
    bencher.bench_local(|| difference(black_box(version()), version(), &Limits::none()));
}
