//! The circuit means what LANGUAGE.md says: it is held against a second, naive evaluator on random questionnaires and
//! random answers, and against every complete interview by brute force.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/naive.rs"]
mod naive;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "claims are for the proofs")]
mod random;

use std::rc::Rc;

use naive::{Naive, every_answer};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use random::{Dice, Limits, SMALL, TINY};
use redflag::interview::{Interview, Outcome, Plan};
use redflag::logic::{Lanes, Program};
use redflag::questionnaire::{Answer, Level, QuestionIx, Status};

fn plan(dice: &mut Dice, limits: Limits) -> Rc<Plan> {
    Rc::new(Plan::new(random::questionnaire(dice, limits)))
}

/// The questions in random order, each with a random answer; some are left out.
fn answers_in_any_order(dice: &mut Dice, plan: &Plan) -> Vec<(QuestionIx, Answer)> {
    let mut left: Vec<QuestionIx> = plan.questionnaire.questions().map(|(index, _)| index).collect();
    let mut order = Vec::new();
    while !left.is_empty() {
        let question = left.swap_remove(dice.roll(left.len()));
        if dice.roll(8) != 0 {
            order.push((question, random::answer(dice, &plan.questionnaire, question)));
        }
    }
    order
}

fn naive(plan: &Plan, answers: &[Option<Answer>]) -> Outcome {
    Naive { questionnaire: &plan.questionnaire, answers }.outcome()
}

/// 0 for no level, then 1 for Blue to 5 for Red: what only rises or only falls.
fn height(level: Option<Level>) -> usize {
    level.map_or(0, |level| 5 - level.place())
}

/// Calls `each` with every complete interview that goes on from these answers, up to a bound on their number.
fn complete_interviews(
    plan: &Plan,
    answers: &mut Vec<Option<Answer>>,
    budget: &mut usize,
    each: &mut impl FnMut(&Outcome) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    if *budget == 0 {
        return Ok(());
    }
    let outcome = Outcome::of(plan, answers);
    let Some(&question) = outcome.unanswered.first() else {
        *budget -= 1;
        return each(&outcome);
    };
    for answer in every_answer(&plan.questionnaire, question) {
        answers[question.at()] = Some(answer);
        complete_interviews(plan, answers, budget, each)?;
    }
    answers[question.at()] = None;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8000, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_circuit_agrees_with_the_naive_evaluator(numbers in prop::collection::vec(any::<u32>(), 0..400)) {
        let dice = &mut Dice::new(numbers);
        let plan = plan(dice, SMALL);
        let mut interview = Interview::new(plan.clone());
        let mut answers = vec![None; plan.questionnaire.questions.len()];
        prop_assert_eq!(interview.outcome(), &naive(&plan, &answers));
        for (question, answer) in answers_in_any_order(dice, &plan) {
            interview.set(question, Some(answer.clone()));
            answers[question.at()] = Some(answer);
            prop_assert_eq!(interview.outcome(), &naive(&plan, &answers));
        }
    }

    #[test]
    fn the_floor_only_rises_and_the_ceiling_only_falls(numbers in prop::collection::vec(any::<u32>(), 0..400)) {
        let dice = &mut Dice::new(numbers);
        let plan = plan(dice, SMALL);
        let mut interview = Interview::new(plan.clone());
        for (question, answer) in answers_in_any_order(dice, &plan) {
            let before = interview.outcome().clone();
            interview.set(question, Some(answer));
            let after = interview.outcome();
            prop_assert!(height(after.floor) >= height(before.floor), "{before:?} then {after:?}");
            prop_assert!(height(after.ceiling) <= height(before.ceiling), "{before:?} then {after:?}");
            prop_assert!(height(after.floor) <= height(after.ceiling));
            prop_assert!(before.stands.iter().all(|rule| after.stands.contains(rule)));
            prop_assert!(before.advice_stands.iter().all(|advice| after.advice_stands.contains(advice)));
            prop_assert!(after.advice_stands.iter().all(|advice| after.advice.contains(advice)));
        }
    }

    #[test]
    fn every_complete_interview_ends_between_floor_and_ceiling(numbers in prop::collection::vec(any::<u32>(), 0..200)) {
        let dice = &mut Dice::new(numbers);
        let plan = plan(dice, TINY);
        let mut answers = vec![None; plan.questionnaire.questions.len()];
        for (question, answer) in answers_in_any_order(dice, &plan) {
            if dice.roll(2) == 0 {
                answers[question.at()] = Some(answer);
            }
        }
        let start = Outcome::of(&plan, &answers);
        let mut budget = 2000;
        complete_interviews(&plan, &mut answers, &mut budget, &mut |end| {
            prop_assert_eq!(end.floor, end.ceiling);
            prop_assert_eq!(end.urgency, end.ceiling);
            prop_assert!(height(start.floor) <= height(end.ceiling), "{start:?} ends {end:?}");
            prop_assert!(height(end.ceiling) <= height(start.ceiling), "{start:?} ends {end:?}");
            if start.status == Status::Stopped {
                prop_assert_eq!(end.urgency, start.urgency);
            }
            Ok(())
        })?;
    }

    #[test]
    fn sixty_four_lanes_agree_with_sixty_four_patients(numbers in prop::collection::vec(any::<u32>(), 200..1200)) {
        let dice = &mut Dice::new(numbers);
        let plan = plan(dice, SMALL);
        let Program { circuit, facts, floor, ceiling, rules, questions, advice, .. } = &plan.program;
        let patients: Vec<Vec<Option<Answer>>> = (0..Lanes::WIDTH).map(|_| {
            let mut answers = vec![None; plan.questionnaire.questions.len()];
            for (question, answer) in answers_in_any_order(dice, &plan) {
                answers[question.at()] = Some(answer);
            }
            answers
        }).collect();
        let mut inputs = vec![0u64; facts.inputs()];
        for (lane, answers) in patients.iter().enumerate() {
            for (input, on) in plan.program.inputs(answers).into_iter().enumerate() {
                inputs[input] |= u64::from(on) << lane;
            }
        }
        let mut lanes = circuit.run(Lanes, &inputs);
        for (lane, answers) in patients.iter().enumerate() {
            let mut one = plan.program.run(answers);
            let outputs = floor.iter().chain(ceiling).chain(advice.iter().flat_map(|a| [&a.given, &a.stands])).chain(questions.iter().map(|q| &q.asked));
            for &wire in outputs.chain(rules.iter().flat_map(|r| [&r.surely, &r.perhaps, &r.stands])) {
                prop_assert_eq!(lanes.get(wire) >> lane & 1 == 1, one.get(wire));
            }
        }
    }

    #[test]
    fn what_is_said_of_another_answer_comes_true(numbers in prop::collection::vec(any::<u32>(), 0..400)) {
        let dice = &mut Dice::new(numbers);
        let plan = plan(dice, SMALL);
        let mut interview = Interview::new(plan.clone());
        for (question, answer) in answers_in_any_order(dice, &plan) {
            interview.set(question, Some(answer));
        }
        let now = interview.outcome().clone();
        for alternative in interview.what_would_change() {
            let preview = interview.preview(alternative.question, Some(alternative.answer.clone()));
            prop_assert_eq!(preview.after, alternative.after);
            prop_assert_ne!(preview.after, (now.floor, now.ceiling));
            let mut other = interview.clone();
            other.set(alternative.question, Some(alternative.answer));
            let then = other.outcome();
            prop_assert_eq!(alternative.after, (then.floor, then.ceiling));
            prop_assert!(preview.set_aside.iter().all(|q| then.ignored.contains(q) && !now.ignored.contains(q)));
            prop_assert!(preview.returns.iter().all(|q| now.ignored.contains(q) && !then.ignored.contains(q)));
            prop_assert!(preview.opens.iter().all(|q| then.unanswered.contains(q) && !now.unanswered.contains(q)));
        }
    }

    #[test]
    fn every_open_rule_names_the_questions_that_leave_it_open(numbers in prop::collection::vec(any::<u32>(), 0..400)) {
        let dice = &mut Dice::new(numbers);
        let plan = plan(dice, SMALL);
        let mut interview = Interview::new(plan.clone());
        for (question, answer) in answers_in_any_order(dice, &plan) {
            interview.set(question, Some(answer));
        }
        let open = &interview.outcome().not_ruled_out;
        for (&rule, settled_by) in open.iter().zip(interview.settled_by(open)) {
            prop_assert!(!settled_by.is_empty(), "{:?}", plan.questionnaire[rule]);
            for question in settled_by {
                let open = match interview.answer(question) {
                    None | Some(Answer::Unsure) => true,
                    Some(Answer::Many { unsure, .. }) => !unsure.is_empty(),
                    Some(_) => false,
                };
                prop_assert!(open, "{question:?} is answered for sure");
            }
        }
        for &rule in interview.outcome().fires.iter().chain(&interview.outcome().not_ruled_out) {
            interview.why(rule);
        }
    }
}
