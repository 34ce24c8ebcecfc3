//! Many patients at a time are what one patient at a time is: `eval` and `replay`, which go by lines, tables and lanes of
//! 256, against the exact evaluator, patient by patient and field by field, on random questionnaires and on `leg-symptoms`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/lines.rs"]
mod lines;
#[path = "support/load.rs"]
mod load;
#[path = "support/mutate.rs"]
#[allow(dead_code, reason = "other tests tell things apart by their words")]
mod mutate;
#[path = "support/naive.rs"]
#[allow(dead_code, reason = "other tests ask for single conditions")]
mod naive;
#[path = "support/patients.rs"]
#[allow(dead_code, reason = "other tests turn single answers")]
mod patients;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "other tests want claims and single answers")]
mod random;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::rc::Rc;

use naive::{Naive, every_answer};
use patients::Chance;
use random::{Dice, Limits, SMALL};
use redflag::interview::{Outcome, Plan};
use redflag::questionnaire::{Answer, QuestionIx, Questionnaire, answer};
use redflag::replay::{End, Field, Form, Move, Options, eval, replay};

/// Random questionnaires, and random patients of each.
const QUESTIONNAIRES: u64 = 700;
const PATIENTS: usize = 3_000;
/// Every so many patients are written oddly, and every so many are asked of the second evaluator as well.
const ODD: usize = 8;
const NAIVE: usize = 50;

fn options(threads: usize) -> Options {
    let threads = NonZeroUsize::new(threads).unwrap();
    Options { threads, input: Form::Ndjson, output: Form::Ndjson, fields: Field::ALL.to_vec() }
}

fn evaluated(plan: &Plan, threads: usize, input: &str) -> String {
    let mut output = Vec::new();
    eval(plan, &options(threads), input.as_bytes(), &mut output).unwrap();
    String::from_utf8(output).unwrap()
}

fn random_questionnaire(seed: u64, limits: Limits) -> Questionnaire {
    let mut chance = Chance::new(seed);
    let dice = &mut Dice::new((0..600).map(|_| chance.roll(1 << 30) as u32).collect());
    random::questionnaire(dice, limits)
}

/// Compares the output line by line, and says which patient it is about.
fn compare(input: &str, output: &str, expected: &[String]) {
    let mut patients = input.lines().zip(output.lines()).zip(expected);
    if let Some(((patient, line), expected)) = patients.find(|((_, line), expected)| line != expected) {
        panic!("of {patient}\ncame {line}\nnot  {expected}");
    }
    assert_eq!(output.lines().count(), expected.len());
}

/// Random patients of random questionnaires: half of this on each of two threads.
fn random_patients(seeds: impl Iterator<Item = u64>) -> usize {
    let mut patients = 0;
    for seed in seeds {
        let plan = Plan::new(random_questionnaire(seed, SMALL));
        let q = &plan.questionnaire;
        let each: Vec<Vec<Answer>> = q.questions().map(|(index, _)| every_answer(q, index)).collect();
        let mut chance = Chance::new(seed + 1);
        let (mut input, mut expected) = (String::new(), Vec::new());
        for n in 0..PATIENTS {
            let given: Vec<Option<Answer>> =
                each.iter().map(|of| (chance.roll(5) != 0).then(|| of[chance.roll(of.len())].clone())).collect();
            // As some programs write what is not ASCII.
            let id = if n % 7 == 0 { format!("\"\\u00e9 {n}\\n\"") } else { n.to_string() };
            let answers = lines::answers(q, &given);
            let line = if n % ODD == 0 { lines::odd(&mut chance, &id, &answers) } else { lines::plain(&id, &answers) };
            input.push_str(&line);
            input.push('\n');
            let outcome = Outcome::of(&plan, &given);
            if n % NAIVE == 0 {
                assert_eq!(outcome, Naive { questionnaire: q, answers: &given }.outcome());
            }
            expected.push(lines::outcome(q, &id, &outcome));
        }
        compare(&input, &evaluated(&plan, 1 + seed as usize % 3, &input), &expected);
        patients += PATIENTS;
    }
    patients
}

#[test]
fn two_million_random_patients_have_the_outcome_of_the_exact_evaluator() {
    let halves = [0, 1].map(|half| std::thread::spawn(move || random_patients((half..QUESTIONNAIRES).step_by(2))));
    let patients: usize = halves.into_iter().map(|half| half.join().unwrap()).sum();
    assert_eq!(patients, 2_100_000);
}

#[test]
fn fields_that_are_asked_for_are_what_they_are_among_all() {
    for seed in 0..40 {
        let plan = Rc::new(Plan::new(random_questionnaire(seed, SMALL)));
        let mut chance = Chance::new(seed);
        let input: String = (0..300)
            .map(|n| {
                let given = patients::any(&plan, &mut chance);
                lines::plain(&n.to_string(), &lines::answers(&plan.questionnaire, &given)) + "\n"
            })
            .collect();
        let all: Vec<serde_json::Value> =
            evaluated(&plan, 1, &input).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for n in 0..20 {
            // Each alone, and some together.
            let fields: Vec<Field> = match Field::ALL.get(n) {
                Some(field) => vec![*field],
                None => Field::ALL.into_iter().filter(|_| chance.roll(3) == 0).collect(),
            };
            let mut output = Vec::new();
            let only = Options { fields: fields.clone(), ..options(1) };
            eval(&plan, &only, input.as_bytes(), &mut output).unwrap();
            for (line, whole) in String::from_utf8(output).unwrap().lines().zip(&all) {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                assert_eq!(line.as_object().unwrap().len(), 1 + fields.len());
                let names = fields.iter().map(|field| field.word()).chain(["id"]);
                names.for_each(|name| assert_eq!(line[name], whole[name], "{fields:?}"));
            }
        }
    }
}

#[test]
fn leg_symptoms_has_the_outcome_of_the_exact_evaluator() {
    let plan = Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")));
    let q = &plan.questionnaire;
    let mut chance = Chance::new(9);
    let (mut input, mut expected) = (String::new(), Vec::new());
    for n in 0..30_000 {
        let given = if n % 3 == 0 { patients::ended(&plan, &mut chance) } else { patients::any(&plan, &mut chance) };
        let id = format!("\"p{n}\"");
        let answers = lines::answers(q, &given);
        let line = if n % ODD == 0 { lines::odd(&mut chance, &id, &answers) } else { lines::plain(&id, &answers) };
        input.push_str(&line);
        input.push('\n');
        expected.push(lines::outcome(q, &id, &Outcome::of(&plan, &given)));
    }
    compare(&input, &evaluated(&plan, 2, &input), &expected);
}

/// What a patient ends in, by the exact evaluator.
fn end(plan: &Plan, given: &BTreeMap<String, redflag::questionnaire::Value>) -> (End, Outcome) {
    let q = &plan.questionnaire;
    let mut answers = vec![None; q.questions.len()];
    for (id, value) in given {
        if let Some(at) = q.find(id) {
            answers[at.at()] = answer(&q[at], value.clone()).unwrap_or(None);
        }
    }
    let outcome = Outcome::of(plan, &answers);
    let end = match (outcome.urgency, outcome.status.word()) {
        (Some(level), _) => End::Level(level),
        (None, "handed-over") => End::HandedOver,
        (None, _) => End::Open,
    };
    (end, outcome)
}

#[test]
fn a_replay_counts_what_the_exact_evaluator_says_of_each_version() {
    let mut moved = 0;
    let mut left_out = 0;
    for seed in 0..400 {
        let old = random_questionnaire(seed, SMALL);
        let mut new = old.clone();
        let mut chance = Chance::new(seed + 77);
        let dice = &mut Dice::new((0..100).map(|_| chance.roll(1 << 30) as u32).collect());
        for _ in 0..1 + seed % 4 {
            mutate::mutate(dice, &mut new);
        }
        let plans = [Plan::new(old), Plan::new(new)];
        // Of whichever version a patient is, the other may have no place for an answer.
        let sides: Vec<Vec<Vec<Answer>>> = plans
            .iter()
            .map(|plan| {
                let q = &plan.questionnaire;
                q.questions().map(|(index, _)| every_answer(q, index)).collect()
            })
            .collect();
        let mut input = String::new();
        let mut all = Vec::new();
        let mut expected = [[0u64; 7]; 7];
        let mut fires: BTreeMap<String, [u64; 4]> = BTreeMap::new();
        for n in 0..700 {
            let side = chance.roll(2);
            let q = &plans[side].questionnaire;
            let mut given = BTreeMap::new();
            for (at, of) in sides[side].iter().enumerate() {
                let question = &q[QuestionIx(at as u32)];
                if chance.roll(6) != 0 {
                    let answer = &of[chance.roll(of.len())];
                    given.insert(question.id.clone(), redflag::questionnaire::Value::of(question, answer));
                }
            }
            let answers: Vec<(String, serde_json::Value)> =
                given.iter().map(|(id, value)| (id.clone(), serde_json::to_value(value).unwrap())).collect();
            let id = n.to_string();
            let line = if n % 5 == 0 { lines::odd(&mut chance, &id, &answers) } else { lines::plain(&id, &answers) };
            input.push_str(&line);
            input.push('\n');
            // What is written: `true` is yes where the other version takes a text, which yes would be.
            let written: serde_json::Value = serde_json::from_str(&line).unwrap();
            let given = serde_json::from_value(written["answers"].clone()).unwrap();
            let ends = [0, 1].map(|side| end(&plans[side], &given));
            expected[ends[0].0.place()][ends[1].0.place()] += 1;
            all.push(ends.each_ref().map(|(end, _)| *end));
            let ids = [0, 1].map(|side| {
                let q = &plans[side].questionnaire;
                ends[side].1.fires.iter().map(|&rule| q[rule].id.clone()).collect::<Vec<String>>()
            });
            for rule in ids.concat() {
                let has = [0, 1].map(|side| ids[side].contains(&rule));
                let counts = fires.entry(rule).or_default();
                // A rule that fires in both is met twice.
                match has {
                    [true, true] => counts[0] += 1,
                    [true, false] => counts[1] += 1,
                    _ => counts[2] += 1,
                }
            }
        }
        let threads = NonZeroUsize::new(1 + seed as usize % 2).unwrap();
        let found = replay([&plans[0], &plans[1]], input.as_bytes(), Form::Ndjson, threads, None).unwrap();
        assert_eq!(found.refused, 0, "{:?}", found.errors);
        if found.ends != expected {
            for (line, [old, new]) in input.lines().zip(all) {
                let one = replay([&plans[0], &plans[1]], line.as_bytes(), Form::Ndjson, threads, None).unwrap();
                assert_eq!(one.took(Move { old, new }), 1, "seed {seed}: {line} is not {old:?} -> {new:?}");
            }
        }
        assert_eq!(found.ends, expected, "seed {seed}");
        for rule in &found.rules {
            let [both, stopped, started, _] = fires.get(&rule.id).copied().unwrap_or_default();
            let both = both / 2;
            let counts = (rule.surely.old, rule.surely.new, rule.surely.started, rule.surely.stopped);
            assert_eq!(counts, (both + stopped, both + started, started, stopped), "seed {seed}, {}", rule.id);
        }
        for case in &found.examples {
            assert_ne!(case.old.end(), case.new.end());
            assert!(found.took(Move { old: case.old.end(), new: case.new.end() }) > 0);
        }
        moved += expected.iter().enumerate().map(|(at, row)| row.iter().sum::<u64>() - row[at]).sum::<u64>();
        left_out += found.left_out[0] + found.left_out[1];
    }
    // There was something to see.
    assert!(moved > 1000 && left_out > 1000, "{moved} moved, of {left_out} an answer was left out");
}
