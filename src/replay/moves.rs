//! What became of the patients that were taken through two versions.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::line::LineError;
use crate::questionnaire::{Level, Status};

/// So many examples are kept of each move.
const EXAMPLES: usize = 3;

/// So many of the lines that could not be used are kept.
const ERRORS: usize = 10;

/// What an interview ends in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// A recommendation.
    Level(Level),
    /// Handed over, without one.
    HandedOver,
    /// Neither: questions are left.
    Open,
}

impl End {
    /// Every end: the levels, most urgent first, then those without one.
    pub const ALL: [End; 7] = [
        End::Level(Level::Red),
        End::Level(Level::Orange),
        End::Level(Level::Yellow),
        End::Level(Level::Green),
        End::Level(Level::Blue),
        End::HandedOver,
        End::Open,
    ];

    /// Position in [`End::ALL`].
    pub fn place(self) -> usize {
        match self {
            End::Level(level) => level.place(),
            End::HandedOver => 5,
            End::Open => 6,
        }
    }

    /// The word in JSON and in the table: the level's, or the status of those without one.
    pub fn word(self) -> &'static str {
        match self {
            End::Level(level) => level.word(),
            End::HandedOver => Status::HandedOver.word(),
            End::Open => Status::Incomplete.word(),
        }
    }
}

/// From one end to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Move {
    /// Under the old version.
    pub old: End,
    /// Under the new version.
    pub new: End,
}

/// Which way a move goes, the one to look at first being first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// To a less urgent level.
    Lowered,
    /// From a level to none.
    Lost,
    /// To a more urgent level.
    Raised,
    /// From no level to one.
    Gained,
    /// Between two ends without a level.
    Other,
    /// To the same end.
    Same,
}

impl Way {
    /// Every way that moves.
    pub const MOVED: [Way; 5] = [Way::Lowered, Way::Lost, Way::Raised, Way::Gained, Way::Other];

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Way::Lowered => "lowered",
            Way::Lost => "level-lost",
            Way::Raised => "raised",
            Way::Gained => "level-gained",
            Way::Other => "other",
            Way::Same => "same",
        }
    }
}

impl Move {
    /// Every move from one end to another, those to look at first being first: the furthest to a less urgent level, then
    /// the others as [`Way`] has them.
    pub fn all() -> Vec<Move> {
        let mut all: Vec<Move> = End::ALL
            .into_iter()
            .flat_map(|old| End::ALL.into_iter().map(move |new| Move { old, new }))
            .filter(|step| step.old != step.new)
            .collect();
        all.sort_by_key(|step| (step.way(), std::cmp::Reverse(step.old.place().abs_diff(step.new.place())), step.old));
        all
    }

    /// Which way it goes.
    pub fn way(self) -> Way {
        match (self.old, self.new) {
            (old, new) if old == new => Way::Same,
            (End::Level(old), End::Level(new)) if old < new => Way::Lowered,
            (End::Level(_), End::Level(_)) => Way::Raised,
            (End::Level(_), _) => Way::Lost,
            (_, End::Level(_)) => Way::Gained,
            _ => Way::Other,
        }
    }

    /// Whether a level is lowered or lost.
    pub fn is_calmer(self) -> bool {
        matches!(self.way(), Way::Lowered | Way::Lost)
    }
}

/// What one patient ends in under one version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EndIn {
    /// How far the interview has come.
    #[serde(serialize_with = "status")]
    pub status: Status,
    /// The recommendation.
    pub urgency: Option<Level>,
    /// The least urgent level that it can still end in.
    pub floor: Option<Level>,
    /// The most urgent level that it can still end in.
    pub ceiling: Option<Level>,
}

fn status<S: Serializer>(status: &Status, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.word())
}

impl EndIn {
    /// The same in a word.
    pub fn end(self) -> End {
        match (self.urgency, self.status) {
            (Some(level), _) => End::Level(level),
            (None, Status::HandedOver) => End::HandedOver,
            (None, _) => End::Open,
        }
    }
}

/// Whether a rule fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RuleState {
    /// It does not, or the version has no such rule.
    No,
    /// It fires perhaps.
    NotRuledOut,
    /// It fires surely.
    Fires,
}

impl RuleState {
    /// The word, in JSON as well.
    pub fn word(self) -> &'static str {
        match self {
            RuleState::No => "no",
            RuleState::NotRuledOut => "not-ruled-out",
            RuleState::Fires => "fires",
        }
    }
}

/// A rule that does something else for a patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleMove {
    /// Its id.
    pub id: String,
    /// Under the old version.
    pub old: RuleState,
    /// Under the new version.
    pub new: RuleState,
}

/// A patient that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The id as it was written; empty without one.
    pub id: Vec<u8>,
    /// The number of the line, counted from 1.
    pub line: u64,
    /// Under the old version.
    pub old: EndIn,
    /// Under the new version.
    pub new: EndIn,
    /// The rules that do something else, those of the old version first.
    pub rules: Vec<RuleMove>,
}

impl Case {
    /// From where to where.
    pub fn step(&self) -> Move {
        Move { old: self.old.end(), new: self.new.end() }
    }

    /// Writes the patient as one line of JSON.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        if let Ok(line) = serde_json::to_string(self) {
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
    }
}

impl Serialize for Case {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Line<'a> {
            id: Option<&'a RawValue>,
            line: u64,
            way: &'static str,
            old: &'a EndIn,
            new: &'a EndIn,
            rules: &'a [RuleMove],
        }
        let id = std::str::from_utf8(&self.id).ok().and_then(|id| serde_json::from_str(id).ok());
        let way = self.step().way().word();
        Line { id, line: self.line, way, old: &self.old, new: &self.new, rules: &self.rules }.serialize(serializer)
    }
}

/// How often something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Patients under the old version.
    pub old: u64,
    /// Patients under the new version.
    pub new: u64,
    /// Patients under the new version only.
    pub started: u64,
    /// Patients under the old version only.
    pub stopped: u64,
}

impl Counts {
    /// Whether it is otherwise for somebody.
    pub fn is_changed(&self) -> bool {
        self.started > 0 || self.stopped > 0
    }

    fn add(&mut self, other: Counts) {
        let Counts { old, new, started, stopped } = other;
        self.old += old;
        self.new += new;
        self.started += started;
        self.stopped += stopped;
    }
}

/// What became of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleCounts {
    /// Its id.
    pub id: String,
    /// Patients for whom it fires surely.
    pub surely: Counts,
    /// Patients for whom it fires perhaps, or surely.
    pub perhaps: Counts,
}

/// What became of the patients that were taken through two versions.
#[derive(Clone, Debug)]
pub struct Moves {
    /// Patients evaluated.
    pub patients: u64,
    /// Lines that could not be used.
    pub refused: u64,
    /// By [`End::place`], under the old version and the new.
    pub ends: [[u64; End::ALL.len()]; End::ALL.len()],
    /// Every rule of either version, by its id, those of the old version first.
    pub rules: Vec<RuleCounts>,
    /// Patients of whom an answer was left out under the old version, and under the new: it has no place for it.
    pub left_out: [u64; 2],
    /// The first patients of each move, in the order of [`Move::all`].
    pub examples: Vec<Case>,
    /// The first of the lines that could not be used, with their numbers.
    pub errors: Vec<(u64, LineError)>,
}

impl Moves {
    pub(super) fn of(rules: &[String]) -> Moves {
        let rules = rules.iter().map(|id| RuleCounts { id: id.clone(), ..RuleCounts::default() }).collect();
        Moves {
            patients: 0,
            refused: 0,
            ends: Default::default(),
            rules,
            left_out: [0; 2],
            examples: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// How many went this way.
    pub fn went(&self, way: Way) -> u64 {
        let all = End::ALL.into_iter().flat_map(|old| End::ALL.into_iter().map(move |new| Move { old, new }));
        all.filter(|step| step.way() == way).map(|step| self.took(step)).sum()
    }

    /// How many took this move.
    pub fn took(&self, step: Move) -> u64 {
        self.ends[step.old.place()][step.new.place()]
    }

    /// Whether one more example of this move is kept.
    pub(super) fn wants(&self, old: End, new: End) -> bool {
        self.examples.iter().filter(|case| case.step() == Move { old, new }).count() < EXAMPLES
    }

    pub(super) fn keep(&mut self, case: Case) {
        self.examples.push(case);
    }

    pub(super) fn refuse(&mut self, number: u64, error: &LineError) {
        self.refused += 1;
        if self.errors.len() < ERRORS {
            self.errors.push((number, error.clone()));
        }
    }

    /// Adds what another core has found. Each has kept the first of its own, so the first of all are among them.
    pub(super) fn add(&mut self, other: Moves) {
        let Moves { patients, refused, ends, rules, left_out, examples, errors } = other;
        self.patients += patients;
        self.refused += refused;
        for (own, other) in self.ends.iter_mut().flatten().zip(ends.into_iter().flatten()) {
            *own += other;
        }
        for (own, other) in self.rules.iter_mut().zip(rules) {
            own.surely.add(other.surely);
            own.perhaps.add(other.perhaps);
        }
        for (own, other) in self.left_out.iter_mut().zip(left_out) {
            *own += other;
        }
        self.examples.extend(examples);
        self.errors.extend(errors);
    }

    /// Puts in order what was kept, however the cores shared it.
    pub(super) fn finish(mut self) -> Moves {
        self.examples.sort_by_key(|case| case.line);
        let kept = std::mem::take(&mut self.examples);
        for step in Move::all() {
            self.examples.extend(kept.iter().filter(|case| case.step() == step).take(EXAMPLES).cloned());
        }
        self.errors.sort_by_key(|(number, _)| *number);
        self.errors.truncate(ERRORS);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::{End, Move, Way};
    use crate::questionnaire::Level::{Blue, Green, Orange, Red};

    #[test]
    fn the_furthest_to_a_less_urgent_level_comes_first() {
        let all = Move::all();
        let level = End::Level;
        assert_eq!(all.len(), 42);
        assert_eq!(all[0], Move { old: level(Red), new: level(Blue) });
        assert_eq!(all[1], Move { old: level(Red), new: level(Green) });
        assert_eq!(all[2], Move { old: level(Orange), new: level(Blue) });
        let ways: Vec<Way> = all.iter().map(|step| step.way()).collect();
        assert!(ways.is_sorted());
        assert_eq!(ways.iter().filter(|way| **way == Way::Lowered).count(), 10);
    }
}
