//! The form of `replay --json`.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::interview::Plan;
use crate::replay::{Case, Counts, Move, Moves, RuleCounts, Way};

/// What became of all patients.
#[derive(Serialize)]
pub(super) struct Report<'m> {
    old: Version<'m>,
    new: Version<'m>,
    patients: u64,
    unusable: u64,
    moved: u64,
    ways: Vec<Share<'m>>,
    levels: Vec<Level>,
    rules: Vec<Rule<'m>>,
    left_out: LeftOut,
    sample: &'m [Case],
    errors: Vec<Box<RawValue>>,
}

#[derive(Serialize)]
struct Version<'m> {
    questionnaire: &'m str,
    version: &'m str,
    fingerprint: &'m str,
}

/// How many went one way.
#[derive(Serialize)]
struct Share<'m> {
    way: &'m str,
    patients: u64,
    percent: f64,
}

/// One cell of the matrix: patients that end in one level under the old version and in another under the new.
#[derive(Serialize)]
struct Level {
    old: &'static str,
    new: &'static str,
    patients: u64,
    percent: f64,
}

#[derive(Serialize)]
struct Rule<'m> {
    id: &'m str,
    fires: &'m Counts,
    perhaps: &'m Counts,
}

/// Patients of whom an answer was left out, because the version has no place for it.
#[derive(Serialize)]
struct LeftOut {
    old: u64,
    new: u64,
}

impl<'m> Report<'m> {
    pub(super) fn new(plans: [&'m Plan; 2], moves: &'m Moves) -> Report<'m> {
        let [old, new] = plans.map(|plan| Version {
            questionnaire: &plan.questionnaire.id,
            version: &plan.questionnaire.version,
            fingerprint: &plan.questionnaire.fingerprint,
        });
        let percent = |patients| percent(patients, moves.patients);
        let ways = Way::MOVED.into_iter().map(|way| {
            let patients = moves.went(way);
            Share { way: way.word(), patients, percent: percent(patients) }
        });
        let cell = |step: Move| {
            let patients = moves.took(step);
            Level { old: step.old.word(), new: step.new.word(), patients, percent: percent(patients) }
        };
        let error = |(number, error): &(u64, crate::replay::LineError)| to_raw_value(&error.line(*number)).ok();
        Report {
            old,
            new,
            patients: moves.patients,
            unusable: moves.refused,
            moved: moved(moves),
            ways: ways.collect(),
            levels: every_move().map(cell).filter(|cell| cell.patients > 0).collect(),
            rules: changed(moves)
                .map(|rule| Rule { id: &rule.id, fires: &rule.surely, perhaps: &rule.perhaps })
                .collect(),
            left_out: LeftOut { old: moves.left_out[0], new: moves.left_out[1] },
            sample: &moves.examples,
            errors: moves.errors.iter().filter_map(error).collect(),
        }
    }
}

/// The moves to look at first, then those that stay where they are.
fn every_move() -> impl Iterator<Item = Move> {
    let same = crate::replay::End::ALL.into_iter().map(|end| Move { old: end, new: end });
    Move::all().into_iter().chain(same)
}

/// How many end elsewhere.
pub(super) fn moved(moves: &Moves) -> u64 {
    Way::MOVED.into_iter().map(|way| moves.went(way)).sum()
}

/// The rules that do something else for somebody.
pub(super) fn changed(moves: &Moves) -> impl Iterator<Item = &RuleCounts> {
    moves.rules.iter().filter(|rule| rule.surely.is_changed() || rule.perhaps.is_changed())
}

/// So many in a hundred of all; 0 of none.
pub(super) fn percent(patients: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { patients as f64 * 100.0 / all as f64 }
}
