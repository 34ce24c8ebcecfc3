//! The questionnaire `leg-symptoms`: its worked patients get what is expected of them, its guarantees are proved for every
//! patient there can be, and nobody pays more keys than promised.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
mod load;
#[path = "support/patients.rs"]
mod patients;

use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use patients::Chance;
use redflag::interview::{Outcome, Plan};
use redflag::logic::Lanes;
use redflag::proof::coverage::{Coverage, Item, Kind};
use redflag::proof::{self, cases};
use redflag::questionnaire::{Answer, Claim, Level, Places, Status, unused};

fn plan() -> Rc<Plan> {
    Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")))
}

#[test]
fn every_worked_patient_gets_what_is_expected() {
    let plan = plan();
    for case in &plan.questionnaire.cases {
        // `redflag test` says why.
        assert_eq!(cases::run(&plan, case), [], "{}", case.name);
    }
}

/// Every question, choice, rule, piece of advice, score item and guarantee is exercised by somebody.
#[test]
fn the_worked_patients_leave_nothing_out() {
    let plan = plan();
    let q = &plan.questionnaire;
    let mut coverage = Coverage::new(q);
    for case in &q.cases {
        let interview = cases::answered(&plan, case);
        assert!(interview.outcome().ignored.is_empty(), "{} answers what is not asked", case.name);
        coverage.add(&interview);
    }
    assert_eq!(coverage.missing().collect::<Vec<Item>>(), []);
    for kind in [Kind::Rules, Kind::Deciding, Kind::Advice, Kind::Choices] {
        assert!(coverage.of(kind).total > 0 && coverage.of(kind).percent() == 100, "{kind:?}");
    }
    // Those that never decide alone: whatever makes a clot possible is Orange together with the rule of that name, whatever
    // ends the questions together with the rule that says so; nerve pain is Green together with the pain from the back that
    // it spares from more, simvastatin that is raised Yellow together with cramps on a statin, and whatever only names
    // something for others (a plain cramp, a known diabetes) together with what it is named for.
    let by_reference: Vec<&str> = coverage.by_reference().map(|rule| q[rule].id.as_str()).collect();
    assert_eq!(
        by_reference,
        [
            "sudden-foot-pain",
            "new-weakness",
            "tingling-or-locking",
            "long-spasm",
            "poor-supply",
            "sore-or-black-toe",
            "vein-cord-high-risk",
            "plain-cramp",
            "nerve-pain",
            "one-sided-swelling",
            "one-sided-steady-pain",
            "one-sided-not-cramp",
            "hot-skin",
            "hot-joint",
            "sudden-walking-pain",
            "cramps-elsewhere",
            "tear-or-tendon",
            "fall-older",
            "tight-cast",
            "long-lie",
            "diabetes-known",
            "simvastatin-raised",
            "clot-likely",
            "pregnant-leg",
            "clot-risk-leg",
            "clot-sign-one-leg",
            "clot-history-leg",
            "clot-possible",
            "today-in-any-case",
        ]
    );
}

#[test]
fn the_worked_patients_cover_every_level_and_the_hand_over() {
    let plan = plan();
    let cases = &plan.questionnaire.cases;
    assert!(cases.len() >= 80, "{} cases", cases.len());
    for level in Level::ALL {
        assert!(cases.iter().filter(|case| case.expect.urgency == Some(level)).count() >= 3, "{level:?}");
    }
    assert!(cases.iter().any(|case| case.expect.status == Some(Status::HandedOver)));
    assert!(plan.questionnaire.guarantees.len() >= 40);
}

#[test]
fn the_medicines_are_found_by_brand_and_asked_for_by_class() {
    let plan = plan();
    let medicines = plan.questionnaire.questions.iter().find(|q| q.id == "medicines").unwrap();
    assert!(medicines.choices().len() >= 80);
    assert!(medicines.choices().iter().filter(|choice| choice.aliases.len() >= 2).count() >= 80);
    assert!(medicines.choices().iter().all(|choice| !choice.tags.is_empty()));
}

#[test]
fn no_list_but_the_medicines_needs_more_than_one_key_a_choice() {
    for question in &plan().questionnaire.questions {
        assert!(question.choices().len() <= 9 || question.id == "medicines", "{}", question.id);
        assert!(question.help.is_some(), "{} has no help", question.id);
    }
}

/// No tag, choice, score or source without a use, and no two rules or questions that say the same.
#[test]
fn nothing_in_it_is_unused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/leg-symptoms");
    let places = Places::of(&load::folder::read(&folder, "leg-symptoms"));
    let findings = unused(&plan().questionnaire, &places);
    assert!(findings.is_empty(), "{findings:#?}");
}

/// What lets it be built in: no start of the program proves it again. Nothing is found, not even a warning.
#[test]
fn it_is_proved() {
    let plan = plan();
    let Plan { questionnaire, program } = &*plan;
    let proof = proof::check(questionnaire, program, &proof::Limits::none());
    assert!(proof.unproved.is_empty(), "{:?}", proof.unproved);
    assert!(proof.notes.is_empty(), "{:#?}", proof.notes);
    for (guarantee, proved) in questionnaire.guarantees.iter().zip(&proof.guarantees) {
        assert_eq!(proved.holds, Some(true), "{}", guarantee.id);
    }
    for (rule, reachable) in questionnaire.rules.iter().zip(&proof.rules) {
        assert_eq!(*reachable, Some(true), "{}", rule.id);
    }
    for (question, reachable) in questionnaire.questions.iter().zip(&proof.questions) {
        assert_eq!(*reachable, Some(true), "{}", question.id);
    }
    // What was proved is all there is.
    assert_eq!(proof.guarantees.len(), questionnaire.guarantees.len());
    assert_eq!(proof.rules.len(), questionnaire.rules.len());
    assert_eq!(proof.questions.len(), questionnaire.questions.len());
}

/// The guarantees once more without a solver, on random patients who answer until nothing is left or the interview can
/// stop, and who now and then are not sure.
#[test]
fn no_random_patient_breaks_a_guarantee() {
    let plan = plan();
    let Plan { questionnaire, program } = &*plan;
    let mut chance = Chance::new(2026);
    let worked = questionnaire.cases.iter().map(|case| {
        let interview = cases::answered(&plan, case);
        questionnaire.questions().map(|(question, _)| interview.answer(question).cloned()).collect()
    });
    let mut patients: Vec<Vec<Option<Answer>>> = worked.collect();
    patients.extend((0..250 * Lanes::WIDTH).map(|_| patients::ended(&plan, &mut chance)));
    let mut met = vec![false; questionnaire.guarantees.len()];
    for batch in patients.chunks(Lanes::WIDTH) {
        let mut inputs = vec![0u64; program.facts.inputs()];
        for (lane, answers) in batch.iter().enumerate() {
            for (input, on) in program.inputs(answers).into_iter().enumerate() {
                inputs[input] |= u64::from(on) << lane;
            }
        }
        let mut values = program.circuit.run(Lanes, &inputs);
        // Guarantees speak of interviews that end with a recommendation, not of those that are handed over.
        let used = u64::MAX >> (Lanes::WIDTH - batch.len());
        let complete = !values.get(program.left) & !values.get(program.hands_over);
        let ended = used & (values.get(program.met) | complete);
        for ((guarantee, wires), met) in questionnaire.guarantees.iter().zip(&program.guarantees).zip(&mut met) {
            let Some(wires) = wires else { continue };
            *met |= ended & values.get(wires.given) != 0;
            let broken = ended & !values.get(wires.kept);
            if broken != 0 {
                let answers = &batch[broken.trailing_zeros() as usize];
                panic!("{} is broken by {}", guarantee.id, patients::described(questionnaire, answers));
            }
        }
    }
    // A guarantee that no patient puts to the test was not tried.
    let untried = questionnaire.guarantees.iter().zip(&program.guarantees).zip(met);
    let untried: Vec<&str> =
        untried.filter(|((_, wires), met)| wires.is_some() && !met).map(|((g, _), _)| g.id.as_str()).collect();
    assert!(untried.is_empty(), "{untried:?}");
}

#[test]
fn no_answer_that_never_lowers_lowers_the_level_of_a_random_patient() {
    let plan = plan();
    let questionnaire = &plan.questionnaire;
    let mut chance = Chance::new(7);
    let facts: Vec<_> = questionnaire
        .guarantees
        .iter()
        .filter_map(|guarantee| match &guarantee.claim {
            Claim::NeverLowers(facts) => Some(facts.iter().map(move |fact| (guarantee, *fact))),
            Claim::GivenThen { .. } => None,
        })
        .flatten()
        .collect();
    assert!(!facts.is_empty());
    for _ in 0..100 {
        let mut answers = patients::any(&plan, &mut chance);
        for (guarantee, fact) in &facts {
            let kept = answers[fact.question.at()].clone();
            let ceilings: Vec<Option<Level>> = [(false, false), (false, true), (true, false)]
                .map(|(yes, unsure)| {
                    let turned = patients::turned(kept.as_ref(), fact.choice, yes, unsure);
                    answers[fact.question.at()] = Some(turned);
                    Outcome::of(&plan, &answers).ceiling
                })
                .into();
            let height = |level: Option<Level>| level.map_or(0, |level| 5 - level.place());
            assert!(
                ceilings.is_sorted_by_key(|&level| height(level)),
                "{} is broken by {}: {ceilings:?}",
                guarantee.id,
                patients::described(questionnaire, &answers)
            );
            answers[fact.question.at()] = kept;
        }
    }
}

#[test]
fn every_random_patient_who_is_done_has_a_level() {
    let plan = plan();
    let mut chance = Chance::new(42);
    let mut ends: BTreeMap<&str, usize> = BTreeMap::new();
    for _ in 0..2000 {
        let outcome = Outcome::of(&plan, &patients::ended(&plan, &mut chance));
        let is_done = matches!(outcome.status, Status::Complete | Status::Stopped);
        assert!(outcome.urgency.is_some() || !is_done, "{outcome:?}");
        assert_eq!(outcome.inconsistent, None);
        *ends.entry(outcome.status.word()).or_default() += 1;
    }
    println!("{ends:?}");
    assert_eq!(ends.len(), 3, "{ends:?}");
}

#[test]
fn every_rule_says_where_it_is_from() {
    for rule in &plan().questionnaire.rules {
        assert!(!rule.cite.is_empty(), "{}", rule.id);
    }
}
