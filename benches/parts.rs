//! The parts that a nurse waits for: loading and compiling a questionnaire, one patient evaluated, one key.
//!
//! `cargo bench --bench parts`. Figures to reach, in release on one core: load and compile under 1.5 ms, key to
//! finished frame under 0.3 ms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that fails should stop")]

use std::rc::Rc;

use divan::{Bencher, black_box};
use jiff::civil::Date;
use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, Files, QuestionIx, Site, read};
use redflag::shell::library::Library;

fn main() {
    divan::main();
}

/// The files of `leg-symptoms` that `redflag run` reads.
fn files() -> Files {
    Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap()
}

fn load(files: &Files) -> Plan {
    let (questionnaire, _) = read(files, &Site::default(), Date::constant(2026, 12, 1));
    Plan::new(questionnaire.unwrap())
}

#[divan::bench]
fn load_and_compile(bencher: Bencher) {
    let files = files();
    bencher.bench_local(|| load(black_box(&files)));
}

#[divan::bench]
fn load_alone(bencher: Bencher) {
    let files = files();
    bencher.bench_local(|| read(black_box(&files), &Site::default(), Date::constant(2026, 12, 1)));
}

/// The patients of `cases.ron`, one after the other: each from no answer to the last one, as a nurse gives them, with
/// the recommendation and all that the screen shows of it computed after every answer.
#[divan::bench]
fn a_patient_answer_by_answer(bencher: Bencher) {
    let (plan, patients) = patients();
    let mut next = (0..patients.len()).cycle();
    bencher.with_inputs(|| (Interview::new(Rc::clone(&plan)), &patients[next.next().unwrap()])).bench_local_values(
        |(mut interview, answers)| {
            for (question, answer) in answers {
                interview.set(*question, Some(answer.clone()));
            }
            interview
        },
    );
}

/// One evaluation of all answers of a patient: what one key costs the engine.
#[divan::bench]
fn a_patient_at_once(bencher: Bencher) {
    let (plan, patients) = patients();
    let answers = patients.iter().max_by_key(|answers| answers.len()).unwrap();
    let mut interview = Interview::new(plan);
    for (question, answer) in answers {
        interview.set(*question, Some(answer.clone()));
    }
    let (question, answer) = answers.last().unwrap();
    bencher.bench_local(|| interview.set(*question, black_box(Some(answer.clone()))));
}

type Answers = Vec<(QuestionIx, Answer)>;

fn patients() -> (Rc<Plan>, Vec<Answers>) {
    let plan = Rc::new(load(&Library::of(Vec::new()).find("leg-symptoms").unwrap().files().unwrap()));
    let patients: Vec<_> = plan.questionnaire.cases.iter().map(|case| case.answers.clone()).collect();
    assert!(!patients.is_empty());
    (plan, patients)
}
