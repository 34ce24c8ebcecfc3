//! Which wires can hold: patients first, who show it for nearly all, then the solver, who proves the rest.

use fastrand::Rng;

use super::Limits;
use super::lanes::{self, Aim};
use super::world::{Session, World};
use crate::logic::{Lanes, Values, Wire};

/// Whether a wire can hold for any patient of a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// For one there can be.
    Can,
    /// For none: this is proved.
    Never,
    /// The search was ended before it was known.
    Unknown,
}

/// What is learnt never depends on it, only how fast; a fixed one makes every run alike.
const SEED: u64 = 0x7269_6167;

/// Rounds of random patients: at most so many, and no more once so many in a row have shown nothing new.
const ROUNDS: usize = 128;
const IDLE: usize = 12;

/// Answers, for each wire, whether it can hold.
pub(super) fn reach(world: &World<'_>, wires: &[Wire], limits: &Limits) -> Vec<Reach> {
    let mut search = Search::new(world, wires);
    search.at_random(limits);
    search.aimed(limits);
    let proved = search.prove(limits);
    let mut left: Vec<Wire> = search.open;
    left.sort_unstable();
    let rest = if proved { Reach::Never } else { Reach::Unknown };
    let known = |wire: &Wire| match *wire {
        Wire::FALSE => Reach::Never,
        wire if left.binary_search(&wire).is_ok() => rest,
        _ => Reach::Can,
    };
    wires.iter().map(known).collect()
}

struct Search<'w> {
    world: &'w World<'w>,
    /// The wires that have not been seen to hold.
    open: Vec<Wire>,
    rng: Rng,
    inputs: Vec<u64>,
    values: Values<Lanes>,
}

impl<'w> Search<'w> {
    fn new(world: &'w World<'w>, wires: &[Wire]) -> Search<'w> {
        let mut open: Vec<Wire> = wires.to_vec();
        open.sort_unstable();
        open.dedup();
        open.retain(|&wire| wire != Wire::FALSE && wire != Wire::TRUE);
        let inputs = vec![0; world.circuit.inputs()];
        let values = world.circuit.run(Lanes, &inputs);
        Search { world, open, rng: Rng::with_seed(SEED), inputs, values }
    }

    /// Runs the patients in the lanes, and strikes out what holds for one of them. How many that were.
    fn run(&mut self) -> usize {
        self.world.circuit.run_again(&self.inputs, &mut self.values);
        let before = self.open.len();
        let values = &mut self.values;
        self.open.retain(|&wire| values.get(wire) == 0);
        before - self.open.len()
    }

    fn at_random(&mut self, limits: &Limits) {
        let mut idle = 0;
        for _ in 0..ROUNDS {
            if self.open.is_empty() || idle >= IDLE || limits.is_over() {
                return;
            }
            lanes::random(self.world, &mut self.rng, &mut self.inputs);
            let found = self.run();
            // A few new ones among many left are found faster by aiming at them.
            idle = if found * 200 > self.open.len() { 0 } else { idle + 1 };
        }
    }

    fn aimed(&mut self, limits: &Limits) {
        for unsure in [false, true, false] {
            if self.open.is_empty() || limits.is_over() {
                return;
            }
            let base = if unsure { lanes::unsure(self.world) } else { lanes::calm(self.world) };
            self.aim_from(base, limits);
        }
    }

    /// Aims at everything that is open, each from the same patient.
    fn aim_from(&mut self, base: Vec<bool>, limits: &Limits) {
        let aim = Aim::from(self.world, base);
        // Wires near to each other often hold together, so that the neighbours of one that is found are gone as well.
        let targets = self.open.clone();
        let mut still: Vec<Wire> = targets.into_iter().rev().collect();
        while !still.is_empty() && !limits.is_over() {
            aim.spread(&mut self.inputs);
            let from = still.len().saturating_sub(Lanes::WIDTH);
            for (lane, wire) in still.drain(from..).enumerate() {
                aim.at(&mut self.inputs, lane as u32, wire, &mut self.rng);
            }
            if self.run() > 0 {
                let open = &self.open;
                still.retain(|wire| open.binary_search(wire).is_ok());
            }
        }
    }

    /// Lets the solver find a patient for any of those left, again and again, until there is none. Whether it got there.
    fn prove(&mut self, limits: &Limits) -> bool {
        if self.open.is_empty() {
            return true;
        }
        let mut session = Session::new(self.world, limits.stop.clone());
        while !self.open.is_empty() {
            if limits.is_over() {
                return false;
            }
            let mut any: Vec<_> = self.open.iter().map(|&wire| session.lit(wire)).collect();
            let on = session.literals().free();
            any.push(!on);
            session.literals().clause(&any);
            match session.literals().solve(&[on]) {
                Some(true) => {}
                Some(false) => return true,
                None => return false,
            }
            let mut base = lanes::calm(self.world);
            for block in &self.world.blocks {
                if block.inputs.all().any(|input| session.input(input).is_some()) {
                    for input in block.inputs.all() {
                        base[input] = session.input(input).unwrap_or(false);
                    }
                }
            }
            session.literals().clause(&[!on]);
            // Its neighbours are likely to show more; the patient himself stands in one of the lanes at least.
            let aim = Aim::from(self.world, base);
            aim.spread(&mut self.inputs);
            let wanted: Vec<Wire> = self.open.iter().copied().take(Lanes::WIDTH - 1).collect();
            for (lane, wire) in wanted.into_iter().enumerate() {
                aim.at(&mut self.inputs, lane as u32, wire, &mut self.rng);
            }
            if self.run() == 0 {
                // The solver and the circuit disagree: then nothing is proved.
                return false;
            }
        }
        true
    }
}
