//! What is proved is so: for small random questionnaires every interview there can be is tried, by the second evaluator,
//! and must agree with the proof about everything that is claimed. Every witness is evaluated and shows its finding, and
//! none with fewer answers does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/naive.rs"]
mod naive;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "other tests try larger ones, and answers at random")]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use naive::{Naive, Reading, every_answer};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use random::{Dice, Limits};
use redflag::interview::Outcome;
use redflag::logic::Program;
use redflag::proof::{self, Note, Proof};
use redflag::questionnaire::{
    AdviceIx, Answer, Claim, Code, Condition, Effect, Fact, Level, Owner, QuestionIx, Questionnaire, RuleIx, SectionIx,
    Status, Thing, Witness,
};

/// So many interviews of one questionnaire are tried at most; those with more are left out.
const MOST: usize = 1200;

const LIMITS: Limits = Limits { sections: 2, questions: 3, choices: 3, rules: 4, depth: 3 };

type Answers = Vec<Option<Answer>>;

/// One interview and what comes of it.
struct Interview {
    answers: Answers,
    outcome: Outcome,
}

/// Every interview there can be: each question unanswered or with any answer. `None` where there are too many.
fn every_interview(questionnaire: &Questionnaire) -> Option<Vec<Interview>> {
    let each: Vec<Vec<Option<Answer>>> = questionnaire
        .questions()
        .map(|(index, _)| {
            std::iter::once(None).chain(every_answer(questionnaire, index).into_iter().map(Some)).collect()
        })
        .collect();
    let count = each.iter().try_fold(1usize, |count, of| count.checked_mul(of.len()).filter(|&count| count <= MOST))?;
    let interviews = (0..count).map(|mut code| {
        let answers: Answers = each
            .iter()
            .map(|of| {
                let answer = of[code % of.len()].clone();
                code /= of.len();
                answer
            })
            .collect();
        let outcome = Naive { questionnaire, answers: &answers }.outcome();
        Interview { answers, outcome }
    });
    Some(interviews.collect())
}

fn has_ended(outcome: &Outcome) -> bool {
    outcome.status != Status::Incomplete
}

fn is_concluded(outcome: &Outcome) -> bool {
    matches!(outcome.status, Status::Complete | Status::Stopped)
}

fn height(level: Option<Level>) -> usize {
    level.map_or(0, |level| 5 - level.place())
}

fn holds(questionnaire: &Questionnaire, answers: &Answers, condition: &Condition) -> (bool, bool) {
    Naive { questionnaire, answers }.holds(condition, Reading::Now)
}

/// Whether the guarantee says something of this patient, and whether it is broken by him.
fn met_and_broken(
    questionnaire: &Questionnaire,
    interview: &Interview,
    given: &Condition,
    then: &Condition,
) -> (bool, bool) {
    let met = is_concluded(&interview.outcome) && holds(questionnaire, &interview.answers, given).1;
    (met, met && !holds(questionnaire, &interview.answers, then).0)
}

/// The patient with one fact no, not sure, or yes.
fn turned(questionnaire: &Questionnaire, answers: &Answers, fact: Fact, state: usize) -> Answers {
    let mut answers = answers.clone();
    let choices = questionnaire[fact.question].choices().len();
    let place = &mut answers[fact.question.at()];
    *place = Some(match fact.choice {
        None => [Answer::YesNo(false), Answer::Unsure, Answer::YesNo(true)][state].clone(),
        Some(choice) => {
            let (mut yes, mut unsure) = match place.as_ref() {
                Some(Answer::Many { yes, unsure }) => (yes.clone(), unsure.clone()),
                Some(Answer::Unsure) => (vec![], (0..choices).collect()),
                _ => (vec![], vec![]),
            };
            yes.retain(|&other| other != choice);
            unsure.retain(|&other| other != choice);
            match state {
                1 => unsure.push(choice),
                2 => yes.push(choice),
                _ => {}
            }
            yes.sort_unstable();
            unsure.sort_unstable();
            Answer::Many { yes, unsure }
        }
    });
    answers
}

/// Whether the patient shows what the note says, by the second evaluator.
fn shows(questionnaire: &Questionnaire, answers: &Answers, note: &Note) -> bool {
    let outcome = Naive { questionnaire, answers }.outcome();
    let interview = Interview { answers: answers.clone(), outcome };
    let outcome = &interview.outcome;
    match (note.code, &note.thing) {
        (Code::GuaranteeBroken, Thing::Guarantee(i)) => match &questionnaire.guarantees[*i].claim {
            Claim::GivenThen { given, then } => met_and_broken(questionnaire, &interview, given, then).1,
            Claim::NeverLowers(_) => panic!("shown by two patients"),
        },
        (Code::PatientWithoutLevel, _) => is_concluded(outcome) && outcome.urgency.is_none(),
        (Code::AdviceContradicts, Thing::Contradicts(advice, n)) => {
            let other = questionnaire[*advice].contradicts[*n];
            has_ended(outcome) && outcome.advice.contains(advice) && outcome.advice.contains(&other)
        }
        (Code::RuleNeverDecides, Thing::Rule(rule)) => {
            let Effect::Urgency(level) = questionnaire[*rule].effect else { panic!("{note:?}") };
            let stands = |other: &RuleIx| {
                other != rule && matches!(questionnaire[*other].effect, Effect::Urgency(l) if l <= level)
            };
            outcome.fires.contains(rule) && outcome.stands.iter().any(stands)
        }
        (Code::QuestionWithoutEffect, Thing::Question(question)) => {
            let (surely, perhaps) = Naive { questionnaire, answers }.relevance(*question);
            surely || has_ended(outcome) && perhaps
        }
        other => panic!("{other:?} has no witness"),
    }
}

/// The answers by question of a witness.
fn spread(questionnaire: &Questionnaire, list: &[(QuestionIx, Answer)]) -> Answers {
    assert!(list.is_sorted_by(|a, b| a.0 < b.0), "not in the order asked: {list:?}");
    let mut answers = vec![None; questionnaire.questions.len()];
    for (question, answer) in list {
        answers[question.at()] = Some(answer.clone());
    }
    answers
}

fn given(answers: &Answers) -> usize {
    answers.iter().flatten().count()
}

/// What must be found, by trying everything: the code and what it is about.
fn expected(questionnaire: &Questionnaire, interviews: &[Interview]) -> BTreeSet<(Code, Thing)> {
    let ended: Vec<&Interview> = interviews.iter().filter(|interview| has_ended(&interview.outcome)).collect();
    let nothing_left: Vec<&Interview> =
        interviews.iter().filter(|interview| interview.outcome.unanswered.is_empty()).collect();
    let mut found = BTreeSet::new();
    for (index, _) in questionnaire.questions() {
        if !ended.iter().any(|interview| interview.outcome.asked[index.at()]) {
            found.insert((Code::QuestionNeverAsked, Thing::Question(index)));
        } else if !matches!(questionnaire[index].answer, redflag::questionnaire::AnswerKind::Text) {
            // What the others answer, and what comes of it whatever this one does.
            let mut seen: BTreeMap<String, String> = BTreeMap::new();
            let mut changes = false;
            for Interview { answers, outcome } in interviews.iter().filter(|i| i.answers.iter().all(Option::is_some)) {
                let mut others = answers.clone();
                others[index.at()] = None;
                let hands_over = |rule: &&RuleIx| matches!(questionnaire[**rule].effect, Effect::HandOver(_));
                let away: Vec<Vec<&RuleIx>> = [&outcome.fires, &outcome.not_ruled_out]
                    .map(|rules| rules.iter().filter(hands_over).collect())
                    .into();
                let comes = format!("{:?}", (outcome.floor, outcome.ceiling, away, &outcome.advice, &outcome.asked));
                let before = seen.entry(format!("{others:?}")).or_insert_with(|| comes.clone());
                changes |= *before != comes;
            }
            if !changes {
                found.insert((Code::QuestionWithoutEffect, Thing::Question(index)));
            }
        }
    }
    let mut referred = BTreeSet::new();
    for condition in questionnaire.conditions() {
        condition.visit(&mut |part| {
            if let Condition::Fires(rule) = part {
                referred.insert(*rule);
            }
        });
    }
    for (i, rule) in questionnaire.rules.iter().enumerate() {
        let index = RuleIx(i as u32);
        if !ended.iter().any(|interview| interview.outcome.fires.contains(&index)) {
            found.insert((Code::RuleNeverFires, Thing::Rule(index)));
            continue;
        }
        let Effect::Urgency(level) = rule.effect else { continue };
        let decides = nothing_left.iter().any(|Interview { outcome, .. }| {
            let mut perhaps = outcome.fires.iter().chain(&outcome.not_ruled_out);
            let at_or_above =
                |other: &&RuleIx| matches!(questionnaire[**other].effect, Effect::Urgency(l) if l <= level);
            let alone = perhaps.clone().filter(at_or_above).all(|other| *other == index);
            alone && perhaps.any(|other| *other == index)
        });
        if !decides && !referred.contains(&index) {
            found.insert((Code::RuleNeverDecides, Thing::Rule(index)));
        }
    }
    for (i, advice) in questionnaire.advice.iter().enumerate() {
        let index = AdviceIx(i as u32);
        let gets = |interview: &&&Interview, advice| interview.outcome.advice.contains(advice);
        if !ended.iter().any(|interview| gets(&interview, &index)) {
            found.insert((Code::AdviceNeverGiven, Thing::Advice(index)));
        }
        for (n, other) in advice.contradicts.iter().enumerate() {
            if ended.iter().any(|interview| gets(&interview, &index) && gets(&interview, other)) {
                found.insert((Code::AdviceContradicts, Thing::Contradicts(index, n)));
            }
        }
    }
    for (i, guarantee) in questionnaire.guarantees.iter().enumerate() {
        match &guarantee.claim {
            Claim::GivenThen { given, then } => {
                let all: Vec<(bool, bool)> =
                    interviews.iter().map(|interview| met_and_broken(questionnaire, interview, given, then)).collect();
                if all.iter().any(|(_, broken)| *broken) {
                    found.insert((Code::GuaranteeBroken, Thing::Guarantee(i)));
                }
                if !all.iter().any(|(met, _)| *met) {
                    found.insert((Code::GuaranteeEmpty, Thing::Guarantee(i)));
                }
            }
            Claim::NeverLowers(facts) => {
                for (n, fact) in facts.iter().enumerate() {
                    if interviews.iter().any(|interview| falls(questionnaire, &interview.answers, *fact)) {
                        found.insert((Code::GuaranteeBroken, Thing::Fact(i, n)));
                    }
                }
            }
        }
    }
    if interviews.iter().any(|i| is_concluded(&i.outcome) && i.outcome.urgency.is_none()) {
        found.insert((Code::PatientWithoutLevel, Thing::Section(SectionIx(0))));
    }
    found
}

/// Whether the ceiling falls anywhere as the fact goes from no by not sure to yes.
fn falls(questionnaire: &Questionnaire, answers: &Answers, fact: Fact) -> bool {
    let ceilings = [0, 1, 2].map(|state| {
        let answers = turned(questionnaire, answers, fact, state);
        height(Naive { questionnaire, answers: &answers }.outcome().ceiling)
    });
    !ceilings.is_sorted()
}

/// Checks the faults of conditions: what is reported is at fault, and where a condition or a part of it is at fault
/// something is reported of its owner.
fn check_conditions(
    questionnaire: &Questionnaire,
    interviews: &[Interview],
    found: &Proof,
) -> Result<(), TestCaseError> {
    let patients: Vec<&Answers> =
        interviews.iter().filter(|i| i.outcome.unanswered.is_empty()).map(|i| &i.answers).collect();
    let mut owners: Vec<(Owner, &Condition, Vec<&Condition>)> = Vec::new();
    for (i, section) in questionnaire.sections.iter().enumerate() {
        if questionnaire.questions.iter().any(|question| question.section.at() == i) {
            owners.push((Owner::Section(SectionIx(i as u32)), &section.when, vec![]));
        }
    }
    for (index, question) in questionnaire.questions() {
        owners.push((Owner::Question(index), &question.when, vec![&questionnaire[question.section].when]));
    }
    for (i, rule) in questionnaire.rules.iter().enumerate() {
        owners.push((Owner::Rule(RuleIx(i as u32)), &rule.when, vec![]));
    }
    for (i, advice) in questionnaire.advice.iter().enumerate() {
        owners.push((Owner::Advice(AdviceIx(i as u32)), &advice.when, vec![]));
    }
    for (owner, condition, within) in owners {
        let mut faults = BTreeMap::new();
        let there: Vec<&Answers> = patients
            .iter()
            .copied()
            .filter(|answers| within.iter().all(|condition| holds(questionnaire, answers, condition).0))
            .collect();
        walk(questionnaire, condition, &there, &mut Vec::new(), &mut faults);
        let reported: Vec<&Note> =
            found.notes.iter().filter(|note| matches!(&note.thing, Thing::Condition(of, _) if *of == owner)).collect();
        for note in &reported {
            let Thing::Condition(_, path) = &note.thing else { continue };
            let always = note.code == Code::ConditionAlways;
            prop_assert_eq!(faults.get(path), Some(&always), "{:?} in {:?}", note, condition);
        }
        let said_of_owner = found.notes.iter().any(|note| match (&owner, &note.thing) {
            (Owner::Question(a), Thing::Question(b)) => a == b && note.code == Code::QuestionNeverAsked,
            (Owner::Rule(a), Thing::Rule(b)) => a == b && note.code == Code::RuleNeverFires,
            (Owner::Advice(a), Thing::Advice(b)) => a == b && note.code == Code::AdviceNeverGiven,
            _ => false,
        });
        if !reported.is_empty() || said_of_owner {
            continue;
        }
        // Comparisons outside of a number's range and sums that cannot be are found when the files are read.
        let by_reading = |path: &Vec<usize>| {
            let part = path.iter().fold(condition, |part, &i| &part.parts()[i]);
            match part {
                Condition::Always | Condition::AtLeast(..) | Condition::Below(..) => true,
                Condition::AtLeastOf(n, list) => *n == 0 || *n as usize > list.len(),
                _ => false,
            }
        };
        let unsaid: Vec<_> = faults.keys().filter(|path| !by_reading(path)).collect();
        let explained = |path: &&&Vec<usize>| {
            // By a part of it, or by what it is a part of.
            faults.keys().any(|other| (other.starts_with(path) || path.starts_with(other)) && by_reading(other))
        };
        let unsaid: Vec<_> = unsaid.iter().filter(|path| !explained(path)).collect();
        prop_assert!(unsaid.is_empty(), "{:?} of {:?}: {:?}", unsaid, owner, condition);
    }
    Ok(())
}

/// Finds, by trying, the parts that are always (true) or never (false) so where they stand.
fn walk(
    questionnaire: &Questionnaire,
    condition: &Condition,
    there: &[&Answers],
    path: &mut Vec<usize>,
    faults: &mut BTreeMap<Vec<usize>, bool>,
) {
    let can_hold = there.iter().any(|answers| holds(questionnaire, answers, condition).0);
    let can_fail = there.iter().any(|answers| !holds(questionnaire, answers, condition).1);
    if can_hold != can_fail {
        faults.insert(path.clone(), can_hold);
    }
    let mut there = there.to_vec();
    for (i, part) in condition.parts().iter().enumerate() {
        path.push(i);
        walk(questionnaire, part, &there, path, faults);
        path.pop();
        match condition {
            Condition::All(_) => there.retain(|answers| holds(questionnaire, answers, part).0),
            Condition::Any(_) => there.retain(|answers| !holds(questionnaire, answers, part).1),
            _ => {}
        }
    }
}

fn is_about_a_condition(code: Code) -> bool {
    matches!(code, Code::ConditionAlways | Code::ConditionNever | Code::ScoreOutOfReach)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_proof_agrees_with_trying_every_interview(numbers in prop::collection::vec(any::<u32>(), 0..250)) {
        let questionnaire = &random::with_claims(&mut Dice::new(numbers), LIMITS);
        let Some(interviews) = every_interview(questionnaire) else { return Ok(()) };
        let proof = proof::check(questionnaire, &Program::compile(questionnaire), &proof::Limits::none());
        prop_assert!(proof.unproved.is_empty());

        let notes = proof.notes.iter().filter(|note| !is_about_a_condition(note.code));
        let found: BTreeSet<(Code, Thing)> = notes.map(|note| (note.code, note.thing.clone())).collect();
        let expected = expected(questionnaire, &interviews);
        prop_assert_eq!(&found, &expected, "{:#?}", questionnaire);

        let holds = |i: usize| !expected.iter().any(|(code, thing)| {
            *code == Code::GuaranteeBroken && matches!(thing, Thing::Guarantee(g) | Thing::Fact(g, _) if *g == i)
        });
        let guarantees: Vec<Option<bool>> = (0..questionnaire.guarantees.len()).map(|i| Some(holds(i))).collect();
        prop_assert_eq!(proof.guarantees.iter().map(|g| g.holds).collect::<Vec<_>>(), guarantees);
        let asked = |i: usize| !expected.contains(&(Code::QuestionNeverAsked, Thing::Question(QuestionIx(i as u32))));
        let questions: Vec<Option<bool>> = (0..questionnaire.questions.len()).map(|i| Some(asked(i))).collect();
        prop_assert_eq!(&proof.questions, &questions);
        let fires = |i: usize| !expected.contains(&(Code::RuleNeverFires, Thing::Rule(RuleIx(i as u32))));
        let rules: Vec<Option<bool>> = (0..questionnaire.rules.len()).map(|i| Some(fires(i))).collect();
        prop_assert_eq!(&proof.rules, &rules);

        for note in &proof.notes {
            match &note.witness {
                None => prop_assert!(is_about_a_condition(note.code) || matches!(note.code,
                    Code::QuestionNeverAsked | Code::RuleNeverFires | Code::AdviceNeverGiven | Code::GuaranteeEmpty), "{:?}", note),
                Some(Witness::One(list)) => {
                    let answers = spread(questionnaire, list);
                    prop_assert!(shows(questionnaire, &answers, note), "{:?}", note);
                    let fewest = interviews.iter().map(|i| &i.answers).filter(|a| shows(questionnaire, a, note)).map(given).min();
                    // Of a question that is surely asked for somebody, the patient is one such.
                    let fewest_sure = interviews.iter().map(|i| &i.answers).filter(|a| match &note.thing {
                        Thing::Question(q) if note.code == Code::QuestionWithoutEffect => Naive { questionnaire, answers: a }.relevance(*q).0,
                        _ => false,
                    }).map(given).min();
                    prop_assert_eq!(Some(list.len()), fewest_sure.or(fewest), "{:?}", note);
                }
                Some(Witness::Pair { less, more }) => {
                    let Thing::Fact(guarantee, n) = note.thing else { panic!("{note:?}") };
                    let Claim::NeverLowers(facts) = &questionnaire.guarantees[guarantee].claim else { panic!("{note:?}") };
                    let fact = facts[n];
                    let (less, more) = (spread(questionnaire, less), spread(questionnaire, more));
                    let is_turn = [0, 1].iter().any(|&state| {
                        turned(questionnaire, &less, fact, state) == less && turned(questionnaire, &less, fact, state + 1) == more
                    });
                    prop_assert!(is_turn, "{:?}", note);
                    let ceiling = |answers: &Answers| height(Naive { questionnaire, answers }.outcome().ceiling);
                    prop_assert!(ceiling(&less) > ceiling(&more), "{:?}", note);
                }
            }
        }
        check_conditions(questionnaire, &interviews, &proof)?;
    }

    #[test]
    fn errors_alone_are_those_of_the_whole_proof(numbers in prop::collection::vec(any::<u32>(), 0..250)) {
        let questionnaire = &random::with_claims(&mut Dice::new(numbers), LIMITS);
        let program = Program::compile(questionnaire);
        let all = proof::check(questionnaire, &program, &proof::Limits::none());
        let errors = proof::errors(questionnaire, &program, &proof::Limits::none());
        let said = |note: &Note| format!("{note:?}");
        let is_error = |note: &&Note| note.code.severity() == redflag::questionnaire::Severity::Error;
        let expected: BTreeSet<String> = all.notes.iter().filter(is_error).map(said).collect();
        prop_assert_eq!(errors.notes.iter().map(said).collect::<BTreeSet<_>>(), expected);
        prop_assert_eq!(errors.guarantees, all.guarantees);
        prop_assert!(errors.unproved.is_empty());
    }

    #[test]
    fn a_proof_is_the_same_asked_alone_or_with_others(numbers in prop::collection::vec(any::<u32>(), 0..250)) {
        let all = random::with_claims(&mut Dice::new(numbers), LIMITS);
        let together = proof::check(&all, &Program::compile(&all), &proof::Limits::none());
        for (i, guarantee) in all.guarantees.iter().enumerate() {
            let mut alone = all.clone();
            alone.guarantees = vec![guarantee.clone()];
            let alone = proof::check(&alone, &Program::compile(&alone), &proof::Limits::none());
            prop_assert_eq!(alone.guarantees[0].holds, together.guarantees[i].holds);
            let size = |proof: &Proof, i: usize| proof.guarantees[i].witness.as_ref().map(|witness| match witness {
                Witness::One(answers) | Witness::Pair { less: answers, .. } => answers.len(),
            });
            prop_assert_eq!(size(&alone, 0), size(&together, i));
        }
    }

    #[test]
    fn a_proof_is_the_same_asked_twice(numbers in prop::collection::vec(any::<u32>(), 0..250)) {
        let questionnaire = &random::with_claims(&mut Dice::new(numbers), LIMITS);
        let program = Program::compile(questionnaire);
        let first = proof::check(questionnaire, &program, &proof::Limits::none());
        let second = proof::check(questionnaire, &program, &proof::Limits::none());
        prop_assert_eq!(format!("{first:?}"), format!("{second:?}"));
    }
}

/// The cases are many enough that nothing agreed merely by not being there.
#[test]
fn random_questionnaires_have_every_kind_of_fault() {
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    let mut tried = 0;
    let mut state = 1u64;
    for _ in 0..600 {
        let numbers = (0..250).map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32
        });
        let questionnaire = random::with_claims(&mut Dice::new(numbers.collect()), LIMITS);
        let count = questionnaire.questions().map(|(index, _)| 1 + every_answer(&questionnaire, index).len());
        tried += usize::from(count.product::<usize>() <= MOST);
        let proof = proof::check(&questionnaire, &Program::compile(&questionnaire), &proof::Limits::none());
        for note in proof.notes {
            *seen.entry(note.code).or_default() += 1;
        }
    }
    println!("{tried} of 600 small enough; {seen:?}");
    assert!(tried >= 400, "{tried}");
    for code in [
        Code::GuaranteeBroken,
        Code::PatientWithoutLevel,
        Code::AdviceContradicts,
        Code::QuestionNeverAsked,
        Code::QuestionWithoutEffect,
        Code::RuleNeverFires,
        Code::RuleNeverDecides,
        Code::AdviceNeverGiven,
        Code::ConditionNever,
        Code::ConditionAlways,
        Code::ScoreOutOfReach,
        Code::GuaranteeEmpty,
    ] {
        assert!(seen.get(&code).is_some_and(|&count| count >= 10), "{code:?}: {:?}", seen.get(&code));
    }
}
