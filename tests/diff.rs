//! `redflag diff` is right: for small random questionnaires and small changes to them every pair of interviews there can be
//! is tried, by the second evaluator, and must agree about every move. Every patient shows what he is there for, and no
//! answer of his can be left out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/mutate.rs"]
mod mutate;
#[path = "support/naive.rs"]
#[allow(dead_code, reason = "other tests ask for single conditions")]
mod naive;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "other tests try larger ones, and answers at random")]
mod random;

use std::collections::{BTreeMap, BTreeSet};

use naive::{Naive, every_answer};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use random::{Dice, Limits};
use redflag::interview::Outcome;
use redflag::logic::Program;
use redflag::proof::{self, Difference, Direction, Ending, Found, Patient, Shift, Version, difference};
use redflag::questionnaire::{Answer, AnswerKind, Question, QuestionIx, Questionnaire, Status, Value, answer};

/// Only pairs of questionnaires with at most so many pairs of interviews are tried.
const MOST: usize = 40_000;

const LIMITS: Limits = Limits { sections: 2, questions: 2, choices: 3, rules: 4, depth: 2 };

type Answers = Vec<Option<Answer>>;

fn compared(old: &Questionnaire, new: &Questionnaire) -> Difference {
    let programs = [old, new].map(Program::compile);
    let version = |questionnaire, program| Version { questionnaire, program };
    difference(version(old, &programs[0]), version(new, &programs[1]), &proof::Limits::none())
}

/// Every interview in which each question is answered: which of its answers each has, and what comes of it.
fn every_interview(questionnaire: &Questionnaire) -> Option<Vec<(Vec<usize>, Outcome)>> {
    let each: Vec<Vec<Answer>> =
        questionnaire.questions().map(|(index, _)| every_answer(questionnaire, index)).collect();
    let count = each.iter().try_fold(1usize, |count, of| count.checked_mul(of.len()).filter(|&count| count <= MOST))?;
    let interviews = (0..count).map(|mut code| {
        let mut chosen = Vec::new();
        let mut answers: Answers = Vec::new();
        for of in &each {
            chosen.push(code % of.len());
            answers.push(Some(of[code % of.len()].clone()));
            code /= of.len();
        }
        let outcome = Naive { questionnaire, answers: &answers }.outcome();
        (chosen, outcome)
    });
    Some(interviews.collect())
}

/// Whether one patient can give these answers to a question of both versions. Written from the rules in the guide.
fn go_together(old: &Question, before: &Answer, new: &Question, after: &Answer) -> bool {
    match (&old.answer, &new.answer) {
        (AnswerKind::YesNo, AnswerKind::YesNo) | (AnswerKind::Text, AnswerKind::Text) => {
            before == after || (*before == Answer::Unsure && !new.unsure) || (*after == Answer::Unsure && !old.unsure)
        }
        (AnswerKind::One(these), AnswerKind::One(those)) => {
            let id = |choices: &[redflag::questionnaire::Choice], answer: &Answer| match answer {
                Answer::One(choice) => choices[*choice].id.clone(),
                _ => "unsure".to_owned(),
            };
            let (before, after) = (id(these, before), id(those, after));
            let has = |question: &Question, id: &str| match id {
                "unsure" => question.unsure,
                id => question.choices().iter().any(|choice| choice.id == id),
            };
            before == after || !has(new, &before) || !has(old, &after)
        }
        (AnswerKind::Many(these), AnswerKind::Many(those)) => {
            // 0 no, 1 yes, 2 not sure.
            let state = |choice: usize, answer: &Answer| match answer {
                Answer::Many { yes, .. } if yes.contains(&choice) => 1,
                Answer::Many { unsure, .. } if !unsure.contains(&choice) => 0,
                _ => 2,
            };
            these.iter().enumerate().all(|(at, choice)| {
                let Some(there) = those.iter().position(|other| other.id == choice.id) else { return true };
                let (before, after) = (state(at, before), state(there, after));
                before == after || (before == 2 && !new.unsure) || (after == 2 && !old.unsure)
            })
        }
        (AnswerKind::Number(these), AnswerKind::Number(those)) if these.unit == those.unit => {
            let finest = these.decimals.max(those.decimals);
            let scale = |number: &redflag::questionnaire::Number| 10i64.pow(u32::from(finest - number.decimals));
            let (a, b) = (scale(these), scale(those));
            // The patient's number, or not sure; each side cuts it, and takes any answer instead of what is none there.
            let on = |question: &Question, answer: &Answer, number: Option<i64>| {
                let AnswerKind::Number(of) = &question.answer else { panic!("a number") };
                match number {
                    None if question.unsure => *answer == Answer::Unsure,
                    None => true,
                    Some(number) => {
                        let cut = number.div_euclid(scale(of));
                        !(of.min..=of.max).contains(&cut) || *answer == Answer::Number(cut)
                    }
                }
            };
            let numbers = (these.min * a).min(those.min * b)..=(these.max * a).max(those.max * b);
            let unsure = (old.unsure || new.unsure).then_some(None);
            numbers.map(Some).chain(unsure).any(|number| on(old, before, number) && on(new, after, number))
        }
        _ => true,
    }
}

fn ending(outcome: &Outcome) -> Option<Ending> {
    let handed_over = outcome.status == Status::HandedOver;
    let settled = outcome.floor == outcome.ceiling && outcome.status != Status::Incomplete;
    settled.then_some(Ending { level: outcome.floor, handed_over })
}

/// What a version says of one patient, by id.
struct Said {
    asked: BTreeSet<String>,
    told: BTreeSet<String>,
    certain: BTreeSet<String>,
    advice: BTreeSet<String>,
}

/// Without the mark of a changed name: those have the same words.
fn plain(id: &str) -> String {
    id.replace("-renamed", "")
}

fn said(q: &Questionnaire, outcome: &Outcome) -> Said {
    let rules = |rules: &[redflag::questionnaire::RuleIx]| {
        rules.iter().map(|&rule| plain(&q[rule].id)).collect::<BTreeSet<_>>()
    };
    let certain = rules(&outcome.fires);
    Said {
        asked: q.questions().filter(|(index, _)| outcome.asked[index.at()]).map(|(_, one)| one.id.clone()).collect(),
        told: rules(&outcome.not_ruled_out).union(&certain).cloned().collect(),
        certain,
        advice: outcome.advice.iter().map(|&advice| q[advice].id.clone()).collect(),
    }
}

/// Every way in which two outcomes differ: `+` is what the new version alone says.
fn differences([old, new]: [&Questionnaire; 2], [before, after]: [&Outcome; 2]) -> Vec<String> {
    let (before, after) = (said(old, before), said(new, after));
    let mut found = Vec::new();
    let mut compare = |kind: &str, before: &BTreeSet<String>, after: &BTreeSet<String>| {
        found.extend(after.difference(before).map(|id| format!("{kind} +{id}")));
        found.extend(before.difference(after).map(|id| format!("{kind} -{id}")));
    };
    compare("asked", &before.asked, &after.asked);
    compare("told", &before.told, &after.told);
    compare("advice", &before.advice, &after.advice);
    let both: BTreeSet<String> = before.told.intersection(&after.told).cloned().collect();
    let of_both = |set: &BTreeSet<String>| set.intersection(&both).cloned().collect::<BTreeSet<_>>();
    compare("certain", &of_both(&before.certain), &of_both(&after.certain));
    found
}

/// What can differ, by trying: the pairs of endings and the rest in words.
fn expected(old: &Questionnaire, new: &Questionnaire) -> Option<(BTreeSet<String>, BTreeSet<String>)> {
    let interviews = [old, new].map(every_interview);
    let [Some(before), Some(after)] = &interviews else { return None };
    if before.len() * after.len() > MOST {
        return None;
    }
    let mut tables = Vec::new();
    for (index, question) in old.questions() {
        let Some(other) = new.find(&question.id) else { continue };
        let table: Vec<Vec<bool>> = every_answer(old, index)
            .iter()
            .map(|before| {
                let go = |after: &Answer| go_together(question, before, &new[other], after);
                every_answer(new, other).iter().map(go).collect()
            })
            .collect();
        tables.push((index.at(), other.at(), table));
    }
    let (mut moves, mut rest) = (BTreeSet::new(), BTreeSet::new());
    for (chosen, outcome) in before {
        for (other, there) in after {
            if tables.iter().all(|(at, to, table)| table[chosen[*at]][other[*to]]) {
                moves.insert(format!("{:?}", (ending(outcome).unwrap(), ending(there).unwrap())));
                rest.extend(differences([old, new], [outcome, there]));
            }
        }
    }
    Some((moves, rest))
}

/// The same of the proof, each with its patient.
fn found<'d>(old: &Questionnaire, new: &Questionnaire, of: &'d Difference) -> BTreeMap<String, &'d Patient> {
    let mut all = BTreeMap::new();
    let mut add = |kind: &str, mark: &str, id: &str, found: &'d Found| {
        if found.possible.unwrap() {
            all.insert(format!("{kind} {mark}{id}"), found.patient.as_ref().unwrap());
        }
    };
    fn id<Ix: Copy>(shift: &Shift<Ix>, old: impl Fn(Ix) -> String, new: impl Fn(Ix) -> String) -> String {
        shift.new.map(new).or_else(|| shift.old.map(old)).unwrap()
    }
    for one in &of.questions {
        let id = id(one, |ix| old[ix].id.clone(), |ix| new[ix].id.clone());
        add("asked", "+", &id, &one.appears);
        add("asked", "-", &id, &one.vanishes);
    }
    for one in &of.rules {
        let id = id(&one.told, |ix| plain(&old[ix].id), |ix| plain(&new[ix].id));
        add("told", "+", &id, &one.told.appears);
        add("told", "-", &id, &one.told.vanishes);
        add("certain", "+", &id, &one.certain);
        add("certain", "-", &id, &one.doubtful);
    }
    for one in &of.advice {
        let id = id(one, |ix| old[ix].id.clone(), |ix| new[ix].id.clone());
        add("advice", "+", &id, &one.appears);
        add("advice", "-", &id, &one.vanishes);
    }
    all
}

/// A side's answers by question, each of which the question takes.
fn spread(questionnaire: &Questionnaire, list: &[(QuestionIx, Answer)]) -> Answers {
    assert!(list.is_sorted_by(|a, b| a.0 < b.0), "not in the order asked: {list:?}");
    let mut answers = vec![None; questionnaire.questions.len()];
    for (index, given) in list {
        let question = &questionnaire[*index];
        let again = answer(question, Value::of(question, given)).unwrap();
        let whole = |answer: &Answer| match answer {
            Answer::Many { unsure, .. } if unsure.len() == question.choices().len() => Answer::Unsure,
            other => other.clone(),
        };
        assert_eq!(again.as_ref().map(whole), Some(whole(given)));
        answers[index.at()] = Some(given.clone());
    }
    answers
}

fn outcomes([old, new]: [&Questionnaire; 2], patient: &Patient) -> [Outcome; 2] {
    [(old, patient.old_answers()), (new, patient.new_answers())]
        .map(|(questionnaire, list)| Naive { questionnaire, answers: &spread(questionnaire, &list) }.outcome())
}

/// Checks that the patient shows it, that he is one patient, and that no question of his can be left out.
fn check(
    of: [&Questionnaire; 2],
    patient: &Patient,
    shows: impl Fn([&Outcome; 2]) -> bool,
) -> Result<(), TestCaseError> {
    let [old, new] = of;
    let [before, after] = &outcomes(of, patient);
    prop_assert!(shows([before, after]), "{:?}", patient);
    for given in &patient.given {
        if let (Some((question, before)), Some((other, after))) = (&given.old, &given.new) {
            prop_assert_eq!(&old[*question].id, &new[*other].id);
            prop_assert!(go_together(&old[*question], before, &new[*other], after), "{:?}", given);
        }
    }
    for at in 0..patient.given.len() {
        let mut less = patient.clone();
        less.given.remove(at);
        let [before, after] = &outcomes(of, &less);
        prop_assert!(!shows([before, after]), "{:?} without {}", patient, at);
    }
    Ok(())
}

fn pair(numbers: Vec<u32>, changes: Vec<u32>) -> (Questionnaire, Questionnaire) {
    let mut old = random::questionnaire(&mut Dice::new(numbers), LIMITS);
    mutate::name(&mut old);
    let mut new = old.clone();
    let mut dice = Dice::new(changes);
    for _ in 0..1 + dice.roll(3) {
        mutate::mutate(&mut dice, &mut new);
    }
    // Which of the two comes first makes what was added gone.
    if dice.roll(2) == 0 { (old, new) } else { (new, old) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_difference_is_what_trying_every_pair_of_interviews_shows(
        numbers in prop::collection::vec(any::<u32>(), 0..200),
        changes in prop::collection::vec(any::<u32>(), 12),
    ) {
        let (old, new) = &pair(numbers, changes);
        let Some((moves, rest)) = expected(old, new) else { return Ok(()) };
        let difference = compared(old, new);
        let got: BTreeSet<String> = difference.moves.iter().map(|one| format!("{:?}", (one.old, one.new))).collect();
        prop_assert_eq!(got, moves, "{:#?}\n{:#?}", old, new);
        prop_assert!(difference.is_complete(), "{:?}\n{:#?}\n{:#?}", difference, old, new);
        let got = found(old, new, &difference);
        prop_assert_eq!(got.keys().cloned().collect::<BTreeSet<_>>(), rest, "{:#?}\n{:#?}", old, new);

        for one in &difference.moves {
            prop_assert_eq!(one.found.patient.is_some(), one.direction() != Direction::Same);
            if let Some(patient) = &one.found.patient {
                check([old, new], patient, |[a, b]| (ending(a), ending(b)) == (Some(one.old), Some(one.new)))?;
            }
        }
        for (what, patient) in got {
            check([old, new], patient, |[a, b]| {
                let complete = a.unanswered.is_empty() && b.unanswered.is_empty();
                complete && differences([old, new], [a, b]).contains(&what)
            })?;
        }
        let ranks: Vec<Direction> = difference.moves.iter().map(|one| one.direction()).collect();
        prop_assert!(ranks.is_sorted(), "lowered levels come first");
    }

    #[test]
    fn a_difference_is_the_same_asked_twice_and_none_against_itself(
        numbers in prop::collection::vec(any::<u32>(), 0..200),
        changes in prop::collection::vec(any::<u32>(), 12),
    ) {
        let (old, new) = &pair(numbers, changes);
        prop_assert_eq!(format!("{:?}", compared(old, new)), format!("{:?}", compared(old, new)));
        let same = compared(old, old);
        prop_assert!(same.moves.iter().all(|one| one.direction() == Direction::Same));
        prop_assert!(found(old, old, &same).is_empty());
        prop_assert!(proof::changes(old, old).is_empty());
    }
}

/// The pairs are many enough that nothing agreed merely by not being there.
#[test]
fn random_pairs_differ_in_every_way() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32
    };
    for _ in 0..600 {
        let numbers = (0..200).map(|_| next()).collect();
        let (old, new) = &pair(numbers, (0..12).map(|_| next()).collect());
        let mut count = |what: String| *seen.entry(what).or_default() += 1;
        let counts =
            [old, new].map(|q| q.questions().map(|(index, _)| every_answer(q, index).len()).product::<usize>());
        if counts[0] * counts[1] <= MOST {
            count("tried".into());
        }
        let difference = compared(old, new);
        difference.moves.iter().for_each(|one| count(format!("{:?}", one.direction())));
        let found = found(old, new, &difference);
        found.keys().for_each(|what| count(what.split_inclusive(['+', '-']).next().unwrap().to_owned()));
        for given in found.values().flat_map(|patient| &patient.given) {
            count(match (&given.old, &given.new) {
                (Some((question, before)), Some((other, after))) => {
                    let same = Value::of(&old[*question], before) == Value::of(&new[*other], after);
                    if same { "answered alike".into() } else { "answered differently".into() }
                }
                (Some(_), None) => "answered in the old one".into(),
                _ => "answered in the new one".into(),
            });
        }
        for change in proof::changes(old, new) {
            let what = format!("{:?}", change.what);
            count(format!("{:?} {}", change.kind, what.split(['(', ' ']).next().unwrap()));
        }
    }
    println!("{seen:#?}");
    for what in [
        "tried",
        "Lowered",
        "Raised",
        "HandOver",
        "Same",
        "asked +",
        "asked -",
        "told +",
        "told -",
        "certain +",
        "certain -",
        "advice +",
        "advice -",
        "answered alike",
        "answered differently",
        "answered in the old one",
        "answered in the new one",
        "Question New",
        "Question Gone",
        "Question Changed",
        "Choice New",
        "Choice Gone",
        "Rule New",
        "Rule Gone",
        "Rule Renamed",
        "Rule Changed",
        "Advice Changed",
    ] {
        assert!(seen.get(what).is_some_and(|&count| count >= 10), "{what}: {:?}", seen.get(what));
    }
}
