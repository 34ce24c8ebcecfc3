//! Which wires can hold: patients first, who show it for nearly all, then the solver, who proves the rest.

use hashbrown::HashSet;

use super::Limits;
use super::asks::{Asks, Reach};
use super::hunt::Hunt;
use super::lanes;
use super::near::Near;
use super::session::Session;
use super::world::World;
use crate::logic::{Lanes, Wire};

/// Rounds of random patients: at most so many, and no more once so many in a row have shown little that is new.
const ROUNDS: usize = 128;
const IDLE: usize = 12;

/// So often a patient is changed who is not yet where he should be.
const CHANGES: usize = 5;

/// Most of what cannot hold is refuted within a few decisions of the solver, and what is hard should not stand in the way
/// of what is not. All at once even the easy ones are hard: it would set about everything else first.
const FEW: u32 = 100;
const MORE: [u32; 2] = [3_000, 100_000];

/// Answers, for each wire that was asked about, whether it can hold.
pub(super) fn reach(world: &World<'_>, asks: &Asks, limits: &Limits) -> Vec<Reach> {
    let mut search = Search::new(world, asks);
    search.at_random(limits);
    if !limits.is_over() {
        search.hunt.all(&lanes::unsure(world));
        search.strike();
    }
    let calm = lanes::calm(world);
    search.aim_from(&calm, Care::Little, limits);
    let mut session = Session::new(world, limits.stop.clone());
    // What is dear to ask waits until those are gone for whom a patient is found.
    search.settle(&mut session, search.open_but(&asks.broad), FEW, limits);
    search.aim_from(&calm, Care::Great, limits);
    search.settle(&mut session, search.open.clone(), FEW, limits);
    search.aim_from_solved(&mut session, &asks.from, limits);
    for decisions in MORE {
        search.settle(&mut session, search.open.clone(), decisions, limits);
    }
    let proved = search.prove(&mut session, limits);
    let Search { open: left, mut refuted, .. } = search;
    refuted.sort_unstable();
    let rest = if proved { Reach::Never } else { Reach::Unknown };
    let known = |wire: &Wire| match *wire {
        Wire::FALSE => Reach::Never,
        wire if refuted.binary_search(&wire).is_ok() => Reach::Never,
        wire if left.binary_search(&wire).is_ok() => rest,
        _ => Reach::Can,
    };
    asks.wires.iter().map(known).collect()
}

/// How much is done to lead a patient somewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    Little,
    /// Where he does not get there, every change nearby is tried.
    Great,
}

struct Search<'w> {
    world: &'w World<'w>,
    /// The wires that have not been seen to hold.
    open: Vec<Wire>,
    /// Those that cannot hold, as far as that was proved one by one.
    refuted: Vec<Wire>,
    /// Those that are expected not to hold for anybody: nobody is led there.
    unlikely: &'w [Wire],
    hunt: Hunt<'w>,
}

impl<'w> Search<'w> {
    fn new(world: &'w World<'w>, asks: &'w Asks) -> Search<'w> {
        let mut open: Vec<Wire> = asks.wires.clone();
        open.sort_unstable();
        open.dedup();
        open.retain(|&wire| wire != Wire::FALSE && wire != Wire::TRUE);
        Search { world, open, refuted: Vec::new(), unlikely: &asks.unlikely, hunt: Hunt::new(world, 0) }
    }

    /// Strikes out what holds for one of the patients in the lanes. How many that were.
    fn strike(&mut self) -> usize {
        let before = self.open.len();
        let hunt = &mut self.hunt;
        self.open.retain(|&wire| hunt.held(wire) == 0);
        before - self.open.len()
    }

    fn is_open(&self, wire: Wire) -> bool {
        self.open.binary_search(&wire).is_ok()
    }

    /// What is open, but for these.
    fn open_but(&self, these: &[Wire]) -> Vec<Wire> {
        let these: HashSet<Wire> = these.iter().copied().collect();
        self.open.iter().copied().filter(|wire| !these.contains(wire)).collect()
    }

    fn at_random(&mut self, limits: &Limits) {
        let mut idle = 0;
        for _ in 0..ROUNDS {
            if self.open.is_empty() || idle >= IDLE || limits.is_over() {
                return;
            }
            self.hunt.random();
            let found = self.strike();
            // A few new ones among many left are found faster by aiming at them.
            idle = if found * 200 > self.open.len() { 0 } else { idle + 1 };
        }
    }

    /// Aims at everything open that is likely, each from the same patient, and looks more closely around where that failed.
    fn aim_from(&mut self, patient: &[bool], care: Care, limits: &Limits) {
        let mut near: Option<Near<'_>> = None;
        // From the last to the first: what comes late in the circuit often makes what comes before it hold as well.
        let mut still = self.open_but(self.unlikely);
        while !still.is_empty() && !limits.is_over() {
            let targets = still.split_off(still.len().saturating_sub(Lanes::WIDTH));
            self.hunt.all(patient);
            self.lead(&targets, if care == Care::Great { CHANGES } else { 1 });
            let missed: Vec<(usize, Wire)> =
                targets.into_iter().enumerate().filter(|(_, wire)| self.is_open(*wire)).collect();
            if care == Care::Great && !missed.is_empty() {
                let near = near.get_or_insert_with(|| Near::to(self.world, patient));
                let touched: Vec<Vec<usize>> = missed.iter().map(|(lane, _)| self.hunt.touched(*lane as u32)).collect();
                self.hunt.all(patient);
                for ((lane, wire), blocks) in missed.iter().zip(touched) {
                    if let Some(found) = near.find(*wire, &blocks, limits) {
                        self.hunt.put(*lane as u32, &found);
                    }
                }
                self.hunt.run();
                self.strike();
            }
            still.retain(|&wire| self.is_open(wire));
        }
    }

    /// Leads the patient of each lane to where its wire holds, and strikes out what is met on the way.
    fn lead(&mut self, targets: &[Wire], changes: usize) {
        for _ in 0..changes {
            let mut any = false;
            for (lane, &wire) in targets.iter().enumerate() {
                if self.is_open(wire) {
                    self.hunt.aim(lane as u32, wire);
                    any = true;
                }
            }
            if !any {
                return;
            }
            self.hunt.run();
            self.strike();
        }
    }

    /// Aims from the patient whom the solver finds for the first of these wires that can hold, unless it holds for the
    /// calm one already.
    fn aim_from_solved(&mut self, session: &mut Session<'_>, wires: &[Wire], limits: &Limits) {
        self.hunt.all(&lanes::calm(self.world));
        for &wire in wires {
            if self.open.is_empty() || limits.is_over() || self.hunt.held(wire) != 0 {
                return;
            }
            let lit = session.lit(wire);
            if session.literals().solve(&[lit]) == Some(true) {
                let patient = session.patient();
                return self.aim_from(&patient, Care::Great, limits);
            }
        }
    }

    /// Strikes out of these wires what so many decisions each show: not to hold for anybody, or for whom it holds.
    fn settle(&mut self, session: &mut Session<'_>, wires: Vec<Wire>, decisions: u32, limits: &Limits) {
        for wire in wires {
            if limits.is_over() {
                return;
            }
            if !self.is_open(wire) {
                continue;
            }
            let lit = session.lit(wire);
            match session.literals().solve_briefly(lit, decisions) {
                Some(false) => {
                    session.literals().clause(&[!lit]);
                    self.open.retain(|&open| open != wire);
                    self.refuted.push(wire);
                }
                // Whoever is found at once will be led there, which is quicker than to look at each.
                Some(true) if decisions > FEW => {
                    let patient = session.patient();
                    self.hunt.all(&patient);
                    self.strike();
                }
                Some(true) | None => {}
            }
        }
    }

    /// Lets the solver find a patient for any of those left, again and again, until there is none. Whether it got there.
    fn prove(&mut self, session: &mut Session<'_>, limits: &Limits) -> bool {
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
            let patient = session.patient();
            session.literals().clause(&[!on]);
            self.hunt.all(&patient);
            if self.strike() == 0 {
                // The solver and the circuit disagree: then nothing is proved.
                return false;
            }
        }
        true
    }
}
