//! Seeded faults in `leg-symptoms`: how many of them its worked patients and its guarantees catch, and which not.
//!
//! The faults are made one by one in every place where there can be one, not sampled. One that changes nothing for any
//! patient there can be (no level, no handing over, no advice, no question) is proved to do so, and then not counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
mod load;
#[path = "support/mutants.rs"]
mod mutants;

use std::rc::Rc;
use std::time::Instant;

use mutants::{Class, Fault};
use redflag::interview::Plan;
use redflag::logic::Program;
use redflag::proof::{self, Direction, Limits, Variant, Version, cases};
use redflag::questionnaire::{Questionnaire, Thing};

/// What became of a fault.
struct Tried {
    by_cases: bool,
    /// One of the kind given/then; `never_lowers` is not tried, which takes much longer and would only catch more.
    by_guarantees: bool,
    variant: Variant,
}

impl Tried {
    fn is_caught(&self) -> bool {
        self.by_cases || self.by_guarantees
    }

    /// No patient is told anything else.
    fn is_equivalent(&self) -> bool {
        !self.is_caught() && self.variant.differs == Some(false)
    }
}

/// So many faults stand in one circuit together.
const TOGETHER: usize = 32;

fn tried(questionnaire: &Questionnaire, faults: &[&Fault]) -> Vec<Tried> {
    let mut all = Vec::new();
    for faults in faults.chunks(TOGETHER) {
        let plans = faults.iter().map(|fault| Rc::new(Plan::new(mutants::mutant(questionnaire, fault))));
        let plans: Vec<Rc<Plan>> = plans.collect();
        let sides: Vec<_> = plans.iter().map(|plan| (&plan.questionnaire, &plan.program)).collect();
        let variants = proof::variants(questionnaire, &sides, &Limits::none());
        all.extend(plans.iter().zip(variants).map(|(plan, variant)| {
            assert!(variant.differs.is_some() && variant.refused.is_some(), "everything is found out");
            let fails = |case| !cases::run(plan, case).is_empty();
            let same = variant.differs == Some(false) && variant.reasons == Some(false);
            let by_cases = plan.questionnaire.cases.iter().any(fails);
            assert!(!(same && by_cases), "a worked patient shows a difference of which it is proved that it cannot be");
            Tried { by_cases, by_guarantees: variant.refused == Some(true), variant }
        }));
    }
    all
}

/// What was proved of a fault, held against what `check` and `diff` find by other ways.
fn cross_examine(questionnaire: &Questionnaire, faults: &[Fault], tried: &[Tried]) {
    let program = Program::compile(questionnaire);
    for (n, (fault, tried)) in faults.iter().zip(tried).enumerate() {
        let compiled = || Plan::new(mutants::mutant(questionnaire, fault));
        if tried.is_equivalent() {
            let Plan { questionnaire: new, program: changed } = &compiled();
            let old = Version { questionnaire, program: &program };
            let new = Version { questionnaire: new, program: changed };
            let found = proof::difference(old, new, &Limits::none());
            assert!(found.moves.iter().all(|one| one.direction() == Direction::Same), "{}", fault.words);
            let questions = found.questions.iter().flat_map(|shift| [&shift.appears, &shift.vanishes]);
            let advice = found.advice.iter().flat_map(|shift| [&shift.appears, &shift.vanishes]);
            assert!(questions.chain(advice).all(|found| found.possible == Some(false)), "{}", fault.words);
        }
        if n % 400 == 0 {
            let Plan { questionnaire, program } = &compiled();
            let proof = proof::errors(questionnaire, program, &Limits::none());
            let of_two = |thing: &Thing| matches!(thing, Thing::Fact(..));
            let of_one = proof.notes.iter().any(|note| !of_two(&note.thing));
            assert_eq!(of_one, tried.by_guarantees, "{}: {:#?}", fault.words, proof.notes);
        }
    }
}

#[test]
fn seeded_faults_are_caught() {
    let begin = Instant::now();
    let questionnaire = load::sound("questionnaires/leg-symptoms");
    let faults = mutants::faults(&questionnaire);
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
    // Faults that lie side by side cost alike, so they are dealt out like cards.
    let hands: Vec<Vec<&Fault>> = (0..threads).map(|n| faults.iter().skip(n).step_by(threads).collect()).collect();
    let mut hands: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = hands.iter().map(|hand| scope.spawn(|| tried(&questionnaire, hand))).collect();
        running.into_iter().map(|running| running.join().unwrap().into_iter()).collect()
    });
    let tried: Vec<Tried> = (0..faults.len()).map(|n| hands[n % threads].next().unwrap()).collect();
    cross_examine(&questionnaire, &faults, &tried);
    println!("class: faults, equivalent, caught by cases, by guarantees alone, by either, missed");
    let mut rates = Vec::new();
    let classes = Class::ALL.map(Some).into_iter().chain([None]);
    for class in classes {
        let all: Vec<(&Fault, &Tried)> =
            faults.iter().zip(&tried).filter(|(fault, _)| class.is_none_or(|class| fault.class == class)).collect();
        let count = |of: &dyn Fn(&Tried) -> bool| all.iter().filter(|(_, tried)| of(tried)).count();
        let equivalent = count(&|tried| tried.is_equivalent());
        let caught = count(&Tried::is_caught);
        let missed = all.len() - equivalent - caught;
        println!(
            "{}: {}, {equivalent}, {}, {}, {caught}, {missed}",
            class.map_or("all".into(), |class| format!("{class:?}")),
            all.len(),
            count(&|tried| tried.by_cases),
            count(&|tried| tried.by_guarantees),
        );
        rates.push((class, caught, all.len() - equivalent));
    }
    for (fault, tried) in faults.iter().zip(&tried) {
        let what = match (tried.is_equivalent(), tried.is_caught()) {
            (true, _) if tried.variant.reasons == Some(true) => "changes the reasons only",
            (true, _) => "changes nothing",
            (false, false) => "missed",
            (false, true) => continue,
        };
        println!("{what}: {:?}: {}", fault.class, fault.words);
    }
    println!("{} faults in {:.1?}", faults.len(), begin.elapsed());
    for (class, caught, of) in rates {
        assert!(caught * 100 >= of * 95, "{class:?}: only {caught} of {of} are caught");
    }
}
