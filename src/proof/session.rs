//! A world before a SAT solver.

use rustsat::types::Lit;

use super::lanes;
use super::literals::{Literals, Stop};
use super::world::{World, all_named};
use crate::logic::{Algebra as _, Demand, Wire};
use crate::questionnaire::AnswerKind;

/// A world before a SAT solver. Only what is asked about is written down, with the rules of the questions that it
/// depends on.
pub(super) struct Session<'w> {
    world: &'w World<'w>,
    demand: Demand<'w, Literals>,
    inputs: Vec<Option<Lit>>,
}

impl<'w> Session<'w> {
    pub(super) fn new(world: &'w World<'w>, stop: Stop) -> Session<'w> {
        let demand = Demand::new(&world.circuit, Literals::new(stop));
        Session { world, demand, inputs: vec![None; world.circuit.inputs()] }
    }

    /// The literal of a wire.
    pub(super) fn lit(&mut self, wire: Wire) -> Lit {
        let Session { world, demand, inputs } = self;
        demand.get(wire, |literals, input| match inputs[input] {
            Some(lit) => lit,
            None => {
                introduce(literals, world, world.roles[input].0, inputs);
                inputs[input].unwrap_or_else(|| literals.constant(false))
            }
        })
    }

    /// The literal of an input; `None` where nothing that was asked depends on it.
    pub(super) fn known(&self, input: usize) -> Option<Lit> {
        self.inputs[input]
    }

    /// The patient of the solver's answer; of what nothing that was asked depends on, the calmest.
    pub(super) fn patient(&self) -> Vec<bool> {
        let mut patient = lanes::calm(self.world);
        for block in &self.world.blocks {
            if block.inputs.all().any(|input| self.inputs[input].is_some()) {
                for input in block.inputs.all() {
                    patient[input] = self.input(input).unwrap_or(false);
                }
            }
        }
        patient
    }

    /// The solver.
    pub(super) fn literals(&mut self) -> &mut Literals {
        &mut self.demand.algebra
    }

    /// What stands at an input in the solver's answer; `None` where nothing that was asked depends on it.
    pub(super) fn input(&self, input: usize) -> Option<bool> {
        self.inputs[input].map(|lit| self.demand.algebra.value(lit))
    }
}

/// Writes down the interview's rules for one question: unanswered, "not sure" where that is allowed, or one answer.
fn introduce(literals: &mut Literals, world: &World<'_>, block: usize, inputs: &mut [Option<Lit>]) {
    let block = &world.blocks[block];
    let question = world.question(block);
    let own = &block.inputs;
    let never = literals.constant(false);
    let many = matches!(question.answer, AnswerKind::Many(_));
    let open = if world.open { literals.free() } else { never };
    // All choices not sure is what "not sure" to the whole of a `Many` question means.
    let unsure = if question.unsure && !many { literals.free() } else { never };
    literals.exclude(open, unsure);
    inputs[own.open] = Some(open);
    inputs[own.unsure] = Some(unsure);
    let mut before = never;
    for fact in &own.facts {
        let yes = literals.free();
        inputs[fact.yes] = Some(yes);
        literals.exclude(yes, open);
        literals.exclude(yes, unsure);
        match &question.answer {
            AnswerKind::Many(_) => {
                let choice_unsure = if question.unsure { literals.free() } else { never };
                inputs[fact.unsure] = Some(choice_unsure);
                literals.exclude(choice_unsure, yes);
                literals.exclude(choice_unsure, open);
            }
            AnswerKind::One(_) => {
                literals.exclude(yes, before);
                let (not_before, not_yes) = (!before, !yes);
                before = !literals.and(not_before, not_yes);
            }
            AnswerKind::Number(number) => {
                if fact.key <= number.min {
                    literals.clause(&[yes, open, unsure]);
                } else if fact.key > number.max {
                    literals.clause(&[!yes]);
                } else if before != never {
                    literals.clause(&[!yes, before]);
                }
                if fact.key > number.min {
                    before = yes;
                }
            }
            AnswerKind::YesNo | AnswerKind::Text => {}
        }
    }
    if all_named(question, own) {
        literals.clause(&[before, open, unsure]);
    }
}
