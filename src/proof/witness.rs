//! Witnesses: the fewest answers that show something.

use rustsat::encodings::card::{BoundUpper, BoundUpperIncremental, Totalizer};
use rustsat::instances::{BasicVarManager, Cnf};
use rustsat::types::Lit;

use super::Limits;
use super::hunt::Hunt;
use super::lanes;
use super::world::{Session, World};
use crate::logic::{FactInput, Lanes, Values, Wire};
use crate::questionnaire::{Answer, AnswerKind, QuestionIx};

/// Up to so many questions a witness is the smallest there is; beyond, it is only as small as taking out one answer after
/// the other makes it.
const EXACT: usize = 100;

/// So often a patient is changed who does not show it yet.
const CHANGES: usize = 8;

/// Answers for which the wire holds, as few as can be, by block; `None` where there are none, or none was found in time.
///
/// It depends on the wire alone: whatever else is asked, and in what order, the same wire has the same witness.
pub(super) fn smallest(world: &World<'_>, wire: Wire, limits: &Limits) -> Option<Vec<(QuestionIx, Answer)>> {
    let mut shorten = Shorten { world, wire, values: world.circuit.run(Lanes, &vec![0; world.circuit.inputs()]) };
    let mut inputs;
    if world.blocks.len() > EXACT {
        inputs = shorten.aimed().or_else(|| {
            let mut session = Session::new(world, limits.stop.clone());
            let lit = session.lit(wire);
            (session.literals().solve(&[lit]) == Some(true)).then(|| shorten.found(&session))
        })?;
        shorten.leave_out(&mut inputs);
    } else {
        let mut session = Session::new(world, limits.stop.clone());
        let lit = session.lit(wire);
        session.literals().clause(&[lit]);
        if session.literals().solve(&[]) != Some(true) {
            return None;
        }
        inputs = shorten.found(&session);
        shorten.leave_out(&mut inputs);
        let given: Vec<Lit> =
            world.blocks.iter().filter_map(|block| session.known(block.inputs.open)).map(|o| !o).collect();
        let mut fewer = Fewer::of(&given, &mut session);
        while !limits.is_over() {
            let Some(bound) = shorten.given(&inputs).checked_sub(1) else { break };
            let assumed = fewer.than(bound, &mut session);
            if session.literals().solve(&assumed) != Some(true) {
                break;
            }
            inputs = shorten.found(&session);
            shorten.leave_out(&mut inputs);
        }
    }
    shorten.calm(&mut inputs);
    let answers = world.blocks.iter().filter_map(|block| Some((block.question, world.answer(block, |i| inputs[i])?)));
    Some(answers.collect())
}

/// A counter of answers, written down for the solver.
struct Fewer {
    counter: Totalizer,
    variables: BasicVarManager,
}

impl Fewer {
    fn of(given: &[Lit], session: &mut Session<'_>) -> Fewer {
        let variables = BasicVarManager::from_next_free(session.literals().next_free());
        Fewer { counter: given.iter().copied().collect(), variables }
    }

    /// What to assume so that at most so many answers are given.
    fn than(&mut self, bound: usize, session: &mut Session<'_>) -> Vec<Lit> {
        let mut clauses = Cnf::new();
        let encoded = self.counter.encode_ub_change(bound..=bound, &mut clauses, &mut self.variables);
        for clause in clauses {
            session.literals().clause(&clause.iter().copied().collect::<Vec<_>>());
        }
        match (encoded, self.counter.enforce_ub(bound)) {
            (Ok(()), Ok(assumed)) => assumed.into_iter().collect(),
            // Without a bound nothing smaller is found, and what was found stands.
            _ => Vec::new(),
        }
    }
}

struct Shorten<'w> {
    world: &'w World<'w>,
    wire: Wire,
    values: Values<Lanes>,
}

impl Shorten<'_> {
    /// The lanes in which the wire holds.
    fn holds(&mut self, inputs: &[u64]) -> u64 {
        self.world.circuit.run_again(inputs, &mut self.values);
        self.values.get(self.wire)
    }

    /// A patient found without the solver, by aiming.
    fn aimed(&mut self) -> Option<Vec<bool>> {
        let mut hunt = Hunt::new(self.world, 2);
        for base in [lanes::calm(self.world), lanes::unsure(self.world)] {
            hunt.all(&base);
            for _ in 0..CHANGES {
                for lane in 0..Lanes::WIDTH as u32 {
                    hunt.aim(lane, self.wire);
                }
                hunt.run();
                let holds = hunt.held(self.wire);
                if holds != 0 {
                    return Some(hunt.patient(holds.trailing_zeros()));
                }
            }
        }
        None
    }

    /// The patient that the solver found. What nothing depends on is not answered.
    fn found(&self, session: &Session<'_>) -> Vec<bool> {
        let mut inputs = vec![false; self.world.circuit.inputs()];
        for block in &self.world.blocks {
            let known = block.inputs.all().any(|input| session.input(input).is_some());
            for input in block.inputs.all() {
                inputs[input] = session.input(input).unwrap_or(false);
            }
            inputs[block.inputs.open] |= !known;
        }
        inputs
    }

    /// How many answers are given.
    fn given(&self, inputs: &[bool]) -> usize {
        self.world.blocks.iter().filter(|block| !inputs[block.inputs.open]).count()
    }

    /// Takes back answers as long as the wire holds without them, many at a time at first.
    fn leave_out(&mut self, inputs: &mut Vec<bool>) {
        let mut size = self.world.blocks.len().div_ceil(Lanes::WIDTH).max(1);
        loop {
            let given: Vec<usize> = (0..self.world.blocks.len())
                .rev()
                .filter(|&block| !inputs[self.world.blocks[block].inputs.open])
                .collect();
            let mut found = false;
            for some in given.chunks(size).collect::<Vec<_>>().chunks(Lanes::WIDTH) {
                let mut lanes: Vec<u64> = inputs.iter().map(|&on| if on { u64::MAX } else { 0 }).collect();
                for (lane, blocks) in some.iter().enumerate() {
                    for &block in *blocks {
                        let own = &self.world.blocks[block].inputs;
                        own.all().for_each(|input| lanes[input] &= !(1 << lane));
                        lanes[own.open] |= 1 << lane;
                    }
                }
                let used = if some.len() == Lanes::WIDTH { u64::MAX } else { (1 << some.len()) - 1 };
                let holds = self.holds(&lanes) & used;
                if holds == 0 {
                    continue;
                }
                found = true;
                // All that could go alone may go together; where not, the first of them goes.
                let mut all = inputs.clone();
                let could = some.iter().enumerate().filter(|(lane, _)| holds >> lane & 1 == 1);
                could.flat_map(|(_, blocks)| *blocks).for_each(|&block| self.open(&mut all, block));
                let word = |on: &bool| if *on { u64::MAX } else { 0 };
                if self.holds(&all.iter().map(word).collect::<Vec<_>>()) != 0 {
                    *inputs = all;
                } else {
                    let first = holds.trailing_zeros() as usize;
                    some[first].iter().for_each(|&block| self.open(inputs, block));
                }
            }
            if !found {
                if size == 1 {
                    return;
                }
                size = size.div_ceil(4).min(size - 1);
            }
        }
    }

    fn open(&self, inputs: &mut [bool], block: usize) {
        let own = &self.world.blocks[block].inputs;
        own.all().for_each(|input| inputs[input] = false);
        inputs[own.open] = true;
    }

    /// Makes the answers that remain as plain as can be: no instead of yes, sure instead of not sure, no choice too many.
    fn calm(&mut self, inputs: &mut Vec<bool>) {
        let calm = lanes::calm(self.world);
        for block in 0..self.world.blocks.len() {
            let own = self.world.blocks[block].inputs.clone();
            if inputs[own.open] {
                continue;
            }
            self.attempt(inputs, |inputs| own.all().for_each(|input| inputs[input] = calm[input]));
            if matches!(self.world.question(&self.world.blocks[block]).answer, AnswerKind::Many(_)) {
                for fact in &own.facts {
                    self.attempt(inputs, |inputs| {
                        inputs[fact.yes] = false;
                        inputs[fact.unsure] = false;
                    });
                }
            }
            self.settle(inputs, block);
        }
    }

    /// Makes an answer of "not sure" a sure one, where that shows it as well: one can imagine such a patient.
    fn settle(&mut self, inputs: &mut Vec<bool>, block: usize) {
        let own = self.world.blocks[block].inputs.clone();
        let range = match &self.world.question(&self.world.blocks[block]).answer {
            AnswerKind::Number(number) => Some((number.min, number.max)),
            _ => None,
        };
        for fact in &own.facts {
            if !inputs[fact.unsure] || range.is_some_and(|(_, max)| fact.key > max) {
                continue;
            }
            // A number that is at least so much is at least all that is less, and within its range.
            let most = range.map(|(min, _)| fact.key.max(min));
            let with = |other: &&FactInput| other.key == fact.key || most.is_some_and(|most| other.key <= most);
            self.attempt(inputs, |inputs| {
                inputs[fact.unsure] = false;
                own.facts.iter().filter(with).for_each(|other| inputs[other.yes] = true);
            });
        }
    }

    /// Makes a change if the wire still holds after it.
    fn attempt(&mut self, inputs: &mut Vec<bool>, change: impl FnOnce(&mut [bool])) {
        let mut other = inputs.clone();
        change(&mut other);
        if other != *inputs {
            let words: Vec<u64> = other.iter().map(|&on| if on { u64::MAX } else { 0 }).collect();
            if self.holds(&words) != 0 {
                *inputs = other;
            }
        }
    }
}
