//! What two versions of a questionnaire do differently, for every patient there can be.
//!
//! Both circuits stand in one, fed by one patient. The interviews compared are those in which no question is left on
//! either side. A patient answers every question of both versions, by these rules:
//!
//! - Questions are matched by id. What only one side asks is answered there alone, with any answer.
//! - What both sides take as an answer is the same answer on both.
//! - An answer that only one side takes (a choice that the other does not have, a number outside of its range, "not sure"
//!   where it does not allow that) leaves the question free on the other side: any of its answers goes with it.
//! - In a `Many` question this holds choice by choice: one that only one side has is free there; one that is not sure,
//!   where the other side wants yes or no, is free there.
//! - A number with more digits after the point than a side takes is cut there, downwards.
//! - Of another kind (yes or no, one of, any of, number, text), or in another unit, it is another question: each side's
//!   is answered on its own.
//!
//! So nothing is missed: where somebody could answer the new questions in two ways, both are tried.

mod union;

use std::cmp::Ordering;

use super::asks::{Asks, Reach};
use super::pairs::Pair;
use super::reach::reach;
use super::witness::Witnesses;
use super::world::World;
use super::{Limits, Step};
use crate::logic::{Builder, Circuit, Copied, Program, Wire};
use crate::questionnaire::{AdviceIx, Answer, Level, QuestionIx, Questionnaire, RuleIx};
use union::Union;

/// One of the two versions.
#[derive(Clone, Copy, Debug)]
pub struct Version<'d> {
    /// The content.
    pub questionnaire: &'d Questionnaire,
    /// Its meaning.
    pub program: &'d Program,
}

/// What the versions do differently.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// For each way in which an interview can end on the old side and on the new one, unless it is proved that there is no
    /// such patient. Lowered levels first, the urgent ones before the others.
    pub moves: Vec<Move>,
    /// For each question whether it is asked, in the new order.
    pub questions: Vec<Shift<QuestionIx>>,
    /// For each rule whether it is told, as a reason or as not ruled out, in the new order.
    pub rules: Vec<Reason>,
    /// For each piece of advice whether it is given, in the new order.
    pub advice: Vec<Shift<AdviceIx>>,
}

/// How an interview ends in which no question is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The level, where a rule gives one.
    pub level: Option<Level>,
    /// Whether the patient is handed over.
    pub handed_over: bool,
}

/// Patients whose interview ends so on the old side, and so on the new one.
#[derive(Clone, Debug)]
pub struct Move {
    /// By the old version.
    pub old: Ending,
    /// By the new version.
    pub new: Ending,
    /// Whether there can be such a patient, and the smallest; no patient is looked for where nothing moves.
    pub found: Found,
}

/// What kind of move it is; the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To a less urgent level, or to none.
    Lowered,
    /// Handed over who was not, or no longer, at the same level or a more urgent one: whoever is kept may now be told to
    /// stay at home.
    HandOver,
    /// To a more urgent level.
    Raised,
    /// Not at all.
    Same,
}

/// Something of the one version, the other or both.
#[derive(Clone, Debug)]
pub struct Shift<Ix> {
    /// In the old version.
    pub old: Option<Ix>,
    /// In the new version.
    pub new: Option<Ix>,
    /// There can be a patient who gets it from the new version alone.
    pub appears: Found,
    /// There can be a patient who gets it from the old version alone.
    pub vanishes: Found,
}

/// What becomes of a rule.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Whether it is told, as a reason or as not ruled out.
    pub told: Shift<RuleIx>,
    /// Told by both versions, there can be a patient for whom only the new one is certain of it.
    pub certain: Found,
    /// Told by both versions, there can be a patient for whom only the old one is certain of it.
    pub doubtful: Found,
}

/// Whether there can be a patient, and the smallest one.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// `None` where the search was ended before it was known.
    pub possible: Option<bool>,
    /// As few answers as can be.
    pub patient: Option<Patient>,
}

/// The answers of one patient to the questions of both versions.
#[derive(Clone, Debug)]
pub struct Patient {
    /// In an order that is that of both versions, as far as theirs is the same.
    pub given: Vec<Given>,
}

/// The answer to a question of the old version, of the new one, or of both.
#[derive(Clone, Debug)]
pub struct Given {
    /// What the old version reads.
    pub old: Option<(QuestionIx, Answer)>,
    /// What the new version reads.
    pub new: Option<(QuestionIx, Answer)>,
}

/// Finds what two versions do differently, with the smallest patient for each difference.
pub fn difference(old: Version<'_>, new: Version<'_>, limits: &Limits) -> Difference {
    let comparison = Comparison { union: Union::of(old, new), old, new };
    limits.tell(Step::Patients);
    let (circuit, wires) = comparison.ask(false);
    let blocks = comparison.union.blocks();
    let world = World::new(&comparison.union.questionnaire, circuit, blocks.clone(), false);
    // Most differences are not there: nobody is led to them.
    let mut asks = Asks::default();
    wires.into_iter().for_each(|wire| {
        asks.doubt(wire);
    });
    let known = reach(&world, &asks, limits);

    let (circuit, wires) = comparison.ask(true);
    let world = World::new(&comparison.union.questionnaire, circuit, blocks, true);
    let wanted = |&(at, reach): &(usize, &Reach)| *reach == Reach::Can && Ending::pair(at).is_none_or(|(a, b)| a != b);
    let of = known.iter().enumerate().filter(wanted).count();
    let mut n = 0;
    let mut witnesses = Witnesses::of(&world);
    let found = known.iter().enumerate().map(|(at, reach)| {
        let mut patient = None;
        if wanted(&(at, reach)) {
            n += 1;
            limits.tell(Step::Witness(n, of));
            let answers = if limits.is_over() { None } else { witnesses.smallest(wires[at], limits) };
            patient = answers.map(|answers| comparison.union.patient(&answers));
        }
        Found { possible: reach.known(), patient }
    });
    comparison.told(found.collect())
}

impl Difference {
    /// Whether everything was found out, the patients included.
    pub fn is_complete(&self) -> bool {
        let moves = self.moves.iter().all(|one| match one.direction() {
            Direction::Same => one.found.possible.is_some(),
            _ => one.found.is_complete(),
        });
        let reason = |reason: &Reason| reason.certain.is_complete() && reason.doubtful.is_complete();
        moves
            && self.questions.iter().all(Shift::is_complete)
            && self.rules.iter().all(|rule| rule.told.is_complete() && reason(rule))
            && self.advice.iter().all(Shift::is_complete)
    }
}

impl Move {
    /// What kind of move it is.
    pub fn direction(&self) -> Direction {
        // No level at all is the least of them.
        let rank = |ending: Ending| ending.level.map_or(Level::ALL.len(), Level::place);
        match rank(self.new).cmp(&rank(self.old)) {
            Ordering::Greater => Direction::Lowered,
            _ if self.old.handed_over != self.new.handed_over => Direction::HandOver,
            Ordering::Less => Direction::Raised,
            Ordering::Equal => Direction::Same,
        }
    }
}

impl<Ix> Shift<Ix> {
    fn is_complete(&self) -> bool {
        self.appears.is_complete() && self.vanishes.is_complete()
    }
}

impl Found {
    fn is_complete(&self) -> bool {
        match self.possible {
            Some(true) => self.patient.is_some(),
            Some(false) => true,
            None => false,
        }
    }
}

impl Patient {
    /// The answers that the old version reads, in its order.
    pub fn old_answers(&self) -> Vec<(QuestionIx, Answer)> {
        sorted(self.given.iter().filter_map(|given| given.old.clone()).collect())
    }

    /// The answers that the new version reads, in its order.
    pub fn new_answers(&self) -> Vec<(QuestionIx, Answer)> {
        sorted(self.given.iter().filter_map(|given| given.new.clone()).collect())
    }
}

fn sorted(mut answers: Vec<(QuestionIx, Answer)>) -> Vec<(QuestionIx, Answer)> {
    answers.sort_by_key(|(question, _)| *question);
    answers
}

impl Ending {
    /// Every ending: at each level and without one, each not handed over and handed over.
    pub fn all() -> impl Iterator<Item = Ending> {
        let levels = Level::ALL.into_iter().map(Some).chain([None]);
        levels.flat_map(|level| [false, true].map(|handed_over| Ending { level, handed_over }))
    }

    /// The ending on the old side and on the new one that the ask of that number is about.
    fn pair(number: usize) -> Option<(Ending, Ending)> {
        let count = Ending::all().count();
        Some((Ending::all().nth(number / count)?, Ending::all().nth(number % count)?))
    }
}

/// The sides in the one circuit.
struct Sides<'d> {
    copied: [Copied; 2],
    programs: [&'d Program; 2],
}

impl<'d> Sides<'d> {
    fn wire(&self, side: usize, of: impl Fn(&'d Program) -> Wire) -> Wire {
        self.copied[side].get(of(self.programs[side]))
    }

    /// The same of a thing on both sides; never, where it is not.
    fn both(&self, pair: Pair, of: impl Fn(&'d Program, usize) -> Wire) -> [Wire; 2] {
        let one = |side, at: Option<usize>| at.map_or(Wire::FALSE, |at| self.wire(side, |program| of(program, at)));
        [one(0, pair.old), one(1, pair.new)]
    }

    /// For each ending: the interview can end on that side, and this is how it ends whatever else is answered.
    fn endings(&self, side: usize, builder: &mut Builder) -> Vec<Wire> {
        let [met, left, hands_over] =
            [self.wire(side, |p| p.met), self.wire(side, |p| p.left), self.wire(side, |p| p.hands_over)];
        let settled = builder.or(met, !left);
        let concluded = builder.and(settled, !hands_over);
        let endings = Ending::all().map(|ending| {
            let level = match ending.level.map(Level::place) {
                Some(place) => {
                    let above = if place == 0 { Wire::FALSE } else { self.wire(side, |p| p.ceiling[place - 1]) };
                    builder.and(self.wire(side, |p| p.floor[place]), !above)
                }
                None => !self.wire(side, |p| p.ceiling[Level::Blue.place()]),
            };
            builder.and(level, if ending.handed_over { hands_over } else { concluded })
        });
        endings.collect()
    }
}

struct Comparison<'d> {
    union: Union<'d>,
    old: Version<'d>,
    new: Version<'d>,
}

impl<'d> Comparison<'d> {
    /// One circuit with both sides in it, and a wire for everything that is asked, always in the same order: the endings,
    /// the questions, the rules, the advice.
    fn ask(&self, may_be_open: bool) -> (Circuit, Vec<Wire>) {
        let builder = &mut Builder::new(self.union.inputs());
        let copied = [0, 1].map(|side| self.union.enter(side, builder, may_be_open));
        let sides = Sides { copied, programs: [self.old.program, self.new.program] };
        let mut wires = Vec::new();
        let [old, new] = [0, 1].map(|side| sides.endings(side, builder));
        for &old in &old {
            wires.extend(new.iter().map(|&new| builder.and(old, new)));
        }
        let left = [0, 1].map(|side| sides.wire(side, |program| program.left));
        let complete = builder.and(!left[0], !left[1]);
        let mut shift = |builder: &mut Builder, [old, new]: [Wire; 2], within: Wire| {
            for (one, other) in [(new, old), (old, new)] {
                wires.push(builder.all([one, !other, within]));
            }
        };
        for pair in self.questions() {
            shift(builder, sides.both(pair, |program, at| program.questions[at].asked), complete);
        }
        for pair in self.rules() {
            let told = sides.both(pair, |program, at| program.rules[at].perhaps);
            shift(builder, told, complete);
            let within = builder.all([told[0], told[1], complete]);
            shift(builder, sides.both(pair, |program, at| program.rules[at].surely), within);
        }
        for pair in self.advice() {
            shift(builder, sides.both(pair, |program, at| program.advice[at].given), complete);
        }
        (std::mem::replace(builder, Builder::new(0)).finish(), wires)
    }

    fn questions(&self) -> Vec<Pair> {
        super::changes::questions(self.old.questionnaire, self.new.questionnaire)
    }

    fn rules(&self) -> Vec<Pair> {
        super::changes::rules(self.old.questionnaire, self.new.questionnaire)
    }

    fn advice(&self) -> Vec<Pair> {
        super::changes::advice(self.old.questionnaire, self.new.questionnaire)
    }

    /// What was found out about each ask, told of whom it is.
    fn told(&self, found: Vec<Found>) -> Difference {
        let mut found = found.into_iter();
        let mut next = || found.next().unwrap_or_default();
        let mut moves = Vec::new();
        for old in Ending::all() {
            for new in Ending::all() {
                let found = next();
                if found.possible != Some(false) {
                    moves.push(Move { old, new, found });
                }
            }
        }
        let place = |ending: Ending| ending.level.map_or(Level::ALL.len(), Level::place);
        // The steepest fall first.
        moves.sort_by_key(|one| (one.direction(), place(one.old), std::cmp::Reverse(place(one.new))));
        let questions = self.questions().into_iter().map(|pair| shift(pair, QuestionIx, &mut next)).collect();
        let rules = self.rules().into_iter().map(|pair| {
            let told = shift(pair, RuleIx, &mut next);
            Reason { told, certain: next(), doubtful: next() }
        });
        let rules = rules.collect();
        let advice = self.advice().into_iter().map(|pair| shift(pair, AdviceIx, &mut next)).collect();
        Difference { moves, questions, rules, advice }
    }
}

fn shift<Ix>(pair: Pair, index: fn(u32) -> Ix, next: &mut impl FnMut() -> Found) -> Shift<Ix> {
    let at = |at: Option<usize>| at.map(|at| index(at as u32));
    Shift { old: at(pair.old), new: at(pair.new), appears: next(), vanishes: next() }
}
