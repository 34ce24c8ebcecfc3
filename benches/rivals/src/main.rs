//! How many patients a second others evaluate: the rules engine `zen-engine`, and a scan written by hand in C.
//!
//! Run it with `cargo run --release --manifest-path benches/rivals/Cargo.toml`.
//!
//! Both get the same patients and the same rules: 100 questions, 100 rules of three conditions each, and one rule that
//! always fires. Both say for each patient which rules fire and how urgent that is. Every answer is compared with a
//! plain reading of the rules in Rust, and a difference stops the program.
//!
//! One thread does all the work. The clock counts the time that this thread has a core, so that other work on the
//! machine changes the figures little. Each rival runs five times, and the middle run is printed.
//!
//! What is not equal:
//!
//! - `zen-engine` takes JSON values and looks the questions up by name. The scan takes an array of bytes. Both kinds of
//!   input are ready before the clock starts, so neither parses anything.
//! - `zen-engine` reads rules of any shape. The scan knows one shape.
//! - `zen-engine` writes a list with the number and the level of each rule that fires. The scan writes a bit set and
//!   the most urgent level. Picking the most urgent level from the list is not on the clock.
//! - `zen-engine` is measured twice, because the layout of a decision table matters: once with a column for each
//!   question, and once with a single column that holds each rule's conditions as an expression. Both tables are
//!   compiled before the clock starts.
//! - The scan takes one patient after the other and one rule after the other. It is compiled for any machine of the
//!   kind, without the newest instructions.

mod clock;
mod patients;
mod rules;
mod scan;
mod zen;

use std::error::Error;

use patients::Patient;
use rules::{Outcome, RULES, Rule};
use zen::Layout;

/// The patients of the scan, and how often it goes over them in a run.
const SCANNED: usize = 100_000;
const PASSES: usize = 20;
/// The patients of the engine.
const TABLED: usize = 3_000;

fn main() -> Result<(), Box<dyn Error>> {
    let rules = rules::rules();
    let patients = patients::patients(SCANNED);
    let right: Vec<Outcome> = patients.iter().map(|patient| rules::outcome(&rules, patient)).collect();
    let zen = format!("zen-engine {}", zen::VERSION);

    line("", "patients a second", "built with");
    for (name, layout) in
        [("zen, a column a question", Layout::Columns), ("zen, an expression a rule", Layout::Expression)]
    {
        line(name, &rounded(tabled(&rules, layout, &patients[..TABLED], &right[..TABLED])?), &zen);
    }
    line("C, a scan", &rounded(scanned(&rules, &patients, &right)?), scan::COMPILER);
    Ok(())
}

/// The patients a second of the scan in C.
fn scanned(rules: &[Rule; RULES], patients: &[Patient], right: &[Outcome]) -> Result<f64, Box<dyn Error>> {
    let rules = scan::Rules::new(*rules);
    let run = || {
        let mut outcomes = vec![Outcome::none(); patients.len()];
        for _ in 0..PASSES {
            rules.evaluate(patients, &mut outcomes);
        }
        Ok(outcomes)
    };
    clock::rate(patients.len() * PASSES, run, |outcomes| assert!(outcomes == right, "the scan is wrong"))
}

/// The patients a second of the decision table.
fn tabled(
    rules: &[Rule; RULES],
    layout: Layout,
    patients: &[Patient],
    right: &[Outcome],
) -> Result<f64, Box<dyn Error>> {
    let table = zen::table(rules, layout)?;
    let answers: Vec<_> = patients.iter().map(zen::answers).collect();
    let run = || pollster::block_on(zen::evaluate(&table, &answers));
    clock::rate(patients.len(), run, |results| {
        assert!(results.iter().map(zen::outcome).eq(right.iter().cloned()), "the table is wrong");
    })
}

/// A figure with a blank between the thousands.
fn rounded(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut shown = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}

fn line(name: &str, rate: &str, built: &str) {
    println!("{name:<26}  {rate:>17}  {built}");
}
