//! One questionnaire, or two versions of it, as one circuit over one set of inputs.

use std::collections::HashSet;

use crate::interview::Plan;
use crate::logic::{Builder, Circuit, Copied, Wire};
use crate::questionnaire::{Answer, AnswerKind, Question, QuestionIx, Questionnaire};

/// What patients are evaluated with.
///
/// A fact that both versions ask for in the same way is one input, so what the versions have in common is computed once.
#[derive(Debug)]
pub(super) struct Versions<'p> {
    pub(super) sides: Vec<Version<'p>>,
    pub(super) circuit: Circuit,
}

/// One version in the common circuit.
#[derive(Debug)]
pub(super) struct Version<'p> {
    pub(super) plan: &'p Plan,
    /// Where the inputs of its own circuit are.
    inputs: Vec<u32>,
    /// Set for a patient of whom an answer was left out, because this version has no place for it.
    pub(super) left_out: u32,
    wires: Copied,
}

impl Version<'_> {
    pub(super) fn questionnaire(&self) -> &Questionnaire {
        &self.plan.questionnaire
    }

    /// Where a wire of its own circuit is.
    pub(super) fn wire(&self, wire: Wire) -> Wire {
        self.wires.get(wire)
    }

    /// The input that is true while the question is unanswered.
    pub(super) fn open(&self, question: QuestionIx) -> u32 {
        self.inputs[self.plan.program.facts.question(question).open]
    }

    /// The inputs that an answer makes true.
    pub(super) fn set(&self, question: QuestionIx, answer: &Answer, mut set: impl FnMut(u32)) {
        self.plan.program.facts.feed(question, Some(answer), |input, on| {
            if on {
                set(self.inputs[input]);
            }
        });
    }

    /// The least numbers, scaled, that make an input true, with that input.
    pub(super) fn thresholds(&self, question: QuestionIx) -> impl Iterator<Item = (i64, u32)> {
        let facts = &self.plan.program.facts.question(question).facts;
        facts.iter().map(|fact| (fact.key, self.inputs[fact.yes]))
    }
}

impl<'p> Versions<'p> {
    pub(super) fn of(plans: &[&'p Plan]) -> Versions<'p> {
        let mut free = 0u32;
        let mut next = || {
            free += 1;
            free - 1
        };
        let mut maps: Vec<Vec<u32>> = Vec::new();
        for (side, plan) in plans.iter().enumerate() {
            let mut map = vec![u32::MAX; plan.program.circuit.inputs()];
            // The first version's inputs, where this one's are the same.
            if let Some((first, inputs)) = plans.first().zip(maps.first()) {
                share(first, inputs, plan, &mut map);
            }
            map.iter_mut().filter(|input| **input == u32::MAX).for_each(|input| *input = next());
            debug_assert_eq!(maps.len(), side);
            maps.push(map);
        }
        let left_out: Vec<u32> = plans.iter().map(|_| next()).collect();

        let mut builder = Builder::new(free as usize);
        let copies: Vec<Copied> = plans
            .iter()
            .zip(&maps)
            .map(|(plan, map)| {
                let inputs: Vec<Wire> = map.iter().map(|&input| builder.input(input as usize)).collect();
                builder.copy(&plan.program.circuit, &inputs)
            })
            .collect();
        let sides = plans.iter().zip(maps).zip(left_out).zip(copies);
        let sides =
            sides.map(|(((plan, inputs), left_out), wires)| Version { plan, inputs, left_out, wires }).collect();
        Versions { sides, circuit: builder.finish() }
    }
}

/// Gives the second version's inputs the places of the first one's, where every answer sets both alike.
fn share(first: &Plan, inputs: &[u32], second: &Plan, map: &mut [u32]) {
    for (at, question) in second.questionnaire.questions() {
        let Some(before) = first.questionnaire.find(&question.id) else { continue };
        let old = &first.questionnaire[before];
        if !is_answered_alike(old, question) {
            continue;
        }
        let [from, to] = [(first, before), (second, at)].map(|(plan, at)| plan.program.facts.question(at));
        map[to.open] = inputs[from.open];
        map[to.unsure] = inputs[from.unsure];
        for fact in &to.facts {
            let key = match question.choices().get(fact.key as usize) {
                Some(choice) => old.choices().iter().position(|other| other.id == choice.id).map(|at| at as i64),
                None => Some(fact.key),
            };
            if let Some(same) = key.and_then(|key| from.fact(key)) {
                map[fact.yes] = inputs[same.yes];
                map[fact.unsure] = inputs[same.unsure];
            }
        }
    }
}

/// Whether every value is an answer to both or to neither.
fn is_answered_alike(old: &Question, new: &Question) -> bool {
    let ids = |question: &Question| question.choices().iter().map(|choice| choice.id.clone()).collect::<HashSet<_>>();
    old.unsure == new.unsure
        && match (&old.answer, &new.answer) {
            (AnswerKind::YesNo, AnswerKind::YesNo) | (AnswerKind::Text, AnswerKind::Text) => true,
            (AnswerKind::One(_), AnswerKind::One(_)) | (AnswerKind::Many(_), AnswerKind::Many(_)) => {
                ids(old) == ids(new)
            }
            (AnswerKind::Number(old), AnswerKind::Number(new)) => {
                (old.min, old.max, old.decimals) == (new.min, new.max, new.decimals)
            }
            _ => false,
        }
}
