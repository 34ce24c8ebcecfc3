//! Witnesses: the fewest answers that show something.

use fastrand::Rng;
use rustsat::encodings::card::{BoundUpper, BoundUpperIncremental, Totalizer};
use rustsat::instances::{BasicVarManager, Cnf};
use rustsat::types::Lit;

use super::Limits;
use super::hunt::Hunt;
use super::lanes;
use super::near::{self, Near};
use super::session::Session;
use super::world::World;
use crate::logic::{FactInput, Lanes, Values, Wire};
use crate::questionnaire::{Answer, AnswerKind, QuestionIx};

/// Up to so many questions a witness is the smallest there is; beyond, it is only as small as taking out one answer after
/// the other makes it.
const EXACT: usize = 100;

/// One seed for all, so that none depends on those before it.
const SEED: u64 = 2;

/// So many patients are led to where it shows, and so often one is changed who is not there yet.
const AIMED: u32 = 8;
const CHANGES: usize = 8;

/// A search for witnesses in one world. They depend on the wire alone: whatever else is asked, and in what order, the same
/// wire has the same witness.
pub(super) struct Witnesses<'w> {
    world: &'w World<'w>,
    /// What the search from the patient who has answered nothing needs, once it is needed.
    silent: Option<(Hunt<'w>, Near<'w>)>,
}

impl<'w> Witnesses<'w> {
    pub(super) fn of(world: &'w World<'w>) -> Witnesses<'w> {
        Witnesses { world, silent: None }
    }

    /// Answers for which the wire holds, as few as can be, in the order of the blocks; `None` where there are none, or
    /// none was found in time.
    pub(super) fn smallest(&mut self, wire: Wire, limits: &Limits) -> Option<Vec<(QuestionIx, Answer)>> {
        if wire == Wire::FALSE {
            None
        } else if self.world.blocks.len() > EXACT {
            self.out_of_silence(wire).or_else(|| roughly(self.world, wire, limits))
        } else {
            exactly(self.world, wire, limits)
        }
    }

    /// Answers of which none can be taken out, found from where nothing is answered: that takes the fewest, and what is not
    /// answered need not be looked at again.
    fn out_of_silence(&mut self, wire: Wire) -> Option<Vec<(QuestionIx, Answer)>> {
        let world = self.world;
        let (hunt, near) = self.silent.get_or_insert_with(|| {
            let silent = lanes::silent(world);
            (Hunt::new(world, SEED), Near::to(world, &silent))
        });
        hunt.rng = Rng::with_seed(SEED);
        let inputs = aimed(hunt, near.patient(), wire)?;
        let given = given_blocks(world, &inputs);
        (given.len() <= near::MOST).then(|| plain(world, near, wire, &given, &inputs))
    }
}

/// The fewest answers there can be.
fn exactly(world: &World<'_>, wire: Wire, limits: &Limits) -> Option<Vec<(QuestionIx, Answer)>> {
    let mut session = Session::new(world, limits.stop.clone());
    let lit = session.lit(wire);
    session.literals().clause(&[lit]);
    if session.literals().solve(&[]) != Some(true) {
        return None;
    }
    let mut shorten = Shorten::new(world, wire);
    let mut inputs = found(world, &session);
    shorten.leave_out(&mut inputs);
    let given: Vec<Lit> =
        world.blocks.iter().filter_map(|block| session.known(block.inputs.open)).map(|open| !open).collect();
    let mut fewer = Fewer::of(&given, &mut session);
    while !limits.is_over() {
        let Some(bound) = given_blocks(world, &inputs).len().checked_sub(1) else { break };
        let assumed = fewer.than(bound, &mut session);
        if session.literals().solve(&assumed) != Some(true) {
            break;
        }
        inputs = found(world, &session);
        shorten.leave_out(&mut inputs);
    }
    Some(shorten.calmed(inputs))
}

/// Answers of which none can be taken out.
fn roughly(world: &World<'_>, wire: Wire, limits: &Limits) -> Option<Vec<(QuestionIx, Answer)>> {
    let mut hunt = Hunt::new(world, SEED);
    let bases = [lanes::calm(world), lanes::unsure(world)];
    let mut inputs = bases.iter().find_map(|base| aimed(&mut hunt, base, wire)).or_else(|| {
        let mut session = Session::new(world, limits.stop.clone());
        let lit = session.lit(wire);
        (session.literals().solve(&[lit]) == Some(true)).then(|| found(world, &session))
    })?;
    let mut shorten = Shorten::new(world, wire);
    shorten.leave_out(&mut inputs);
    let given = given_blocks(world, &inputs);
    Some(plain(world, &Near::to(world, &inputs), wire, &given, &inputs))
}

/// The answers of these blocks, as few and as plain as can be. Only they can change, so that is all of the circuit that
/// matters.
fn plain(
    world: &World<'_>,
    near: &Near<'_>,
    wire: Wire,
    given: &[usize],
    inputs: &[bool],
) -> Vec<(QuestionIx, Answer)> {
    let (small, target) = near.around(wire, given);
    let mut few: Vec<bool> =
        given.iter().flat_map(|&block| world.blocks[block].inputs.all()).map(|input| inputs[input]).collect();
    let mut shorten = Shorten::new(&small, target);
    shorten.leave_out(&mut few);
    shorten.calmed(few)
}

/// A patient led from this one to where the wire holds.
fn aimed(hunt: &mut Hunt<'_>, from: &[bool], wire: Wire) -> Option<Vec<bool>> {
    hunt.all(from);
    for _ in 0..CHANGES {
        for lane in 0..AIMED {
            hunt.aim(lane, wire);
        }
        hunt.run();
        let holds = hunt.held(wire);
        if holds != 0 {
            return Some(hunt.patient(holds.trailing_zeros()));
        }
    }
    None
}

/// The patient that the solver found. What nothing depends on is not answered.
fn found(world: &World<'_>, session: &Session<'_>) -> Vec<bool> {
    let mut inputs = vec![false; world.circuit.inputs()];
    for block in &world.blocks {
        let known = block.inputs.all().any(|input| session.input(input).is_some());
        for input in block.inputs.all() {
            inputs[input] = session.input(input).unwrap_or(false);
        }
        inputs[block.inputs.open] |= !known;
    }
    inputs
}

/// The blocks that are answered.
fn given_blocks(world: &World<'_>, inputs: &[bool]) -> Vec<usize> {
    (0..world.blocks.len()).filter(|&block| !inputs[world.blocks[block].inputs.open]).collect()
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

impl<'w> Shorten<'w> {
    fn new(world: &'w World<'w>, wire: Wire) -> Shorten<'w> {
        Shorten { world, wire, values: world.circuit.run(Lanes, &vec![0; world.circuit.inputs()]) }
    }

    /// The lanes in which the wire holds.
    fn holds(&mut self, inputs: &[u64]) -> u64 {
        self.world.circuit.run_again(inputs, &mut self.values);
        self.values.get(self.wire)
    }

    /// Takes back answers as long as the wire holds without them, many at a time at first.
    fn leave_out(&mut self, inputs: &mut Vec<bool>) {
        let mut size = self.world.blocks.len().div_ceil(Lanes::WIDTH).max(1);
        loop {
            let mut given = given_blocks(self.world, inputs);
            given.reverse();
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

    /// The answers that remain, as plain as can be: no instead of yes, sure instead of not sure, no choice too many.
    fn calmed(mut self, mut inputs: Vec<bool>) -> Vec<(QuestionIx, Answer)> {
        self.calm(&mut inputs);
        let blocks = self.world.blocks.iter();
        blocks.filter_map(|block| Some((block.question, self.world.answer(block, |i| inputs[i])?))).collect()
    }

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
