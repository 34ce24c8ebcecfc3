//! Patients who are led, change by change, to where a wire holds: a search from what is to what is wanted.

use fastrand::Rng;
use hashbrown::HashMap;

use super::lanes;
use super::world::World;
use crate::logic::{Gate, Lanes, Values, Wire};

/// Sixty-four patients, and what the circuit says of them.
pub(super) struct Hunt<'w> {
    world: &'w World<'w>,
    pub(super) inputs: Vec<u64>,
    values: Values<Lanes>,
    pub(super) rng: Rng,
    /// For each block of the world, the lanes in which changing it was considered since they were filled.
    touched: Vec<u64>,
    /// While one lane is changed: how many inputs it takes, roughly, to turn a wire.
    costs: HashMap<Wire, u32>,
}

/// What cannot be had, or not within reason.
const NEVER: u32 = u32::MAX / 4;

/// How deep below a wire, and among how many, the cheapest change is looked for.
const DEEP: usize = 1000;
const WIDE: usize = 20_000;

impl<'w> Hunt<'w> {
    /// What is learnt never depends on the seed, only how fast; a fixed one makes every run alike.
    pub(super) fn new(world: &'w World<'w>, seed: u64) -> Hunt<'w> {
        let inputs = vec![0; world.circuit.inputs()];
        let values = world.circuit.run(Lanes, &inputs);
        let touched = vec![0; world.blocks.len()];
        Hunt { world, inputs, values, rng: Rng::with_seed(seed), touched, costs: HashMap::new() }
    }

    /// Puts random patients into the lanes.
    pub(super) fn random(&mut self) {
        lanes::random(self.world, &mut self.rng, &mut self.inputs);
        self.run();
    }

    /// Puts the same patient into every lane.
    pub(super) fn all(&mut self, patient: &[bool]) {
        for (word, &on) in self.inputs.iter_mut().zip(patient) {
            *word = if on { u64::MAX } else { 0 };
        }
        self.touched.fill(0);
        self.run();
    }

    /// The blocks of which a change in a lane was considered since [`Hunt::all`].
    pub(super) fn touched(&self, lane: u32) -> Vec<usize> {
        (0..self.touched.len()).filter(|&block| self.touched[block] >> lane & 1 == 1).collect()
    }

    /// Gives inputs of one lane what they carry.
    pub(super) fn put(&mut self, lane: u32, inputs: &[(usize, bool)]) {
        for &(input, on) in inputs {
            self.inputs[input] = self.inputs[input] & !(1 << lane) | u64::from(on) << lane;
        }
    }

    /// The patient of a lane.
    pub(super) fn patient(&self, lane: u32) -> Vec<bool> {
        self.inputs.iter().map(|word| word >> lane & 1 == 1).collect()
    }

    /// Computes what holds for the patients as they now are.
    pub(super) fn run(&mut self) {
        self.world.circuit.run_again(&self.inputs, &mut self.values);
    }

    /// The lanes in which a wire held at the last run.
    pub(super) fn held(&mut self, wire: Wire) -> u64 {
        self.values.get(wire)
    }

    /// Changes answers of one lane in the hope that the wire holds there; whether it does, the next run shows.
    pub(super) fn aim(&mut self, lane: u32, wire: Wire) {
        self.costs.clear();
        self.lead(lane, wire);
        let inputs = 1..=self.inputs.len();
        for wire in self.costs.keys().filter(|wire| inputs.contains(&wire.node())) {
            self.touched[self.world.roles[wire.node() - 1].0] |= 1 << lane;
        }
    }

    fn lead(&mut self, lane: u32, wire: Wire) {
        let mut goals = vec![wire];
        // A goal met twice is reached on one way; more steps than this lead nowhere.
        let mut steps = 2000;
        while let Some(wire) = goals.pop() {
            steps -= 1;
            if steps == 0 {
                return;
            }
            if self.values.holds(wire, lane) || self.cost(lane, wire, 0) >= NEVER {
                continue;
            }
            let Some(gate) = self.world.circuit.gate(wire.node()) else {
                if wire.node() > 0 {
                    let (input, value) = (wire.node() - 1, !wire.is_inverted());
                    lanes::want(self.world, &mut self.inputs, lane, input, value, &mut self.rng);
                }
                continue;
            };
            match (gate, wire.is_inverted()) {
                (Gate::And(a, b), false) => goals.extend([a, b]),
                (Gate::And(a, b), true) => goals.push(self.cheaper(lane, !a, !b)),
                (Gate::Xor(a, b), _) => {
                    let (a, b) = (self.turned(lane, a), self.turned(lane, b));
                    goals.push(self.cheaper(lane, a, b));
                }
            }
        }
    }

    /// The wire that holds where this one does not, and the other way round, in that lane.
    fn turned(&self, lane: u32, wire: Wire) -> Wire {
        if self.values.holds(wire, lane) { !wire } else { wire }
    }

    /// The wire that is made to hold with fewer changes; now and then the other one, so as not to go in circles.
    fn cheaper(&mut self, lane: u32, a: Wire, b: Wire) -> Wire {
        let (first, second) = (self.cost(lane, a, 0), self.cost(lane, b, 0));
        let astray = first.max(second) < NEVER && self.rng.u8(..) < 24;
        match first.cmp(&second) {
            std::cmp::Ordering::Equal if self.rng.bool() => a,
            std::cmp::Ordering::Less if !astray => a,
            std::cmp::Ordering::Greater if astray => a,
            _ => b,
        }
    }

    /// How many inputs have to change in the lane for the wire to hold, if what they have in common is counted twice.
    fn cost(&mut self, lane: u32, wire: Wire, depth: usize) -> u32 {
        if self.values.holds(wire, lane) {
            return 0;
        }
        if let Some(&known) = self.costs.get(&wire) {
            return known;
        }
        if depth > DEEP || self.costs.len() > WIDE {
            return NEVER;
        }
        let cost = match (self.world.circuit.gate(wire.node()), wire.is_inverted()) {
            (None, _) if wire.node() == 0 => NEVER,
            (None, _) => 1,
            (Some(Gate::And(a, b)), false) => {
                let one = self.cost(lane, a, depth + 1);
                if one >= NEVER { NEVER } else { (one + self.cost(lane, b, depth + 1)).min(NEVER) }
            }
            (Some(Gate::And(a, b)), true) => self.cost(lane, !a, depth + 1).min(self.cost(lane, !b, depth + 1)),
            (Some(Gate::Xor(a, b)), _) => {
                let (a, b) = (self.turned(lane, a), self.turned(lane, b));
                self.cost(lane, a, depth + 1).min(self.cost(lane, b, depth + 1))
            }
        };
        self.costs.insert(wire, cost);
        cost
    }
}
