//! Patients through two versions: who ends elsewhere, and by which rules.

use std::collections::HashMap;
use std::io::{self, Write};

use super::block::{Block, Patient};
use super::head::Head;
use super::moves::{Case, End, EndIn, Move, Moves, RuleMove, RuleState};
use super::order::Worker;
use super::versions::{Version, Versions};
use crate::logic::{Board, Tape, Wire, Word};

/// Where the patients that moved are written: those whose level is lowered or lost, and the others.
pub type Spool<'w> = Option<[&'w mut (dyn Write + Send); 2]>;

/// What both versions make of a block, as wires of one tape.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) tape: Tape,
    /// For each rule of both versions, by its id: surely and perhaps, for each version.
    rules: Vec<String>,
}

/// The outputs of each side before the rules: those of the head, and whether an answer was left out.
const LEFT_OUT: usize = Head::BITS;
const OUTPUTS: usize = Head::BITS + 1;

impl Layout {
    pub(super) fn of(versions: &Versions<'_>) -> Layout {
        let [old, new] = [&versions.sides[0], &versions.sides[1]];
        let mut wires = Vec::new();
        for side in [old, new] {
            wires.extend(Head::wires(side));
            wires.push(Wire::of(1 + side.left_out as usize));
        }
        let mut rules: Vec<String> = old.questionnaire().rules.iter().map(|rule| rule.id.clone()).collect();
        let places = [old, new].map(by_id);
        let added = new.questionnaire().rules.iter().filter(|rule| !places[0].contains_key(rule.id.as_str()));
        rules.extend(added.map(|rule| rule.id.clone()));
        for id in &rules {
            for (side, places) in [old, new].into_iter().zip(&places) {
                let own = places.get(id.as_str()).map(|&at| &side.plan.program.rules[at]);
                wires.extend(own.map_or([Wire::FALSE; 2], |rule| [rule.surely, rule.perhaps].map(|w| side.wire(w))));
            }
        }
        let tape = Tape::of(&versions.circuit, &wires);
        Layout { tape, rules }
    }

    fn head(&self, board: &Board, side: usize, output: usize) -> Word {
        self.tape.output(board, side * OUTPUTS + output)
    }

    /// The output of a rule on one side: that it fires perhaps, or surely.
    fn rule(&self, board: &Board, rule: usize, side: usize, perhaps: bool) -> Word {
        self.tape.output(board, 2 * OUTPUTS + 4 * rule + 2 * side + usize::from(perhaps))
    }

    /// For each end, the patients who have it.
    fn ends(&self, board: &Board, side: usize) -> [Word; End::ALL.len()] {
        let mut ends = [Word::default(); End::ALL.len()];
        for part in 0..Word::default().len() {
            let bit = |output: usize| self.head(board, side, output)[part];
            let settled = !bit(Head::LEFT) | bit(Head::MET);
            let mut above = 0;
            for (place, end) in ends.iter_mut().take(5).enumerate() {
                end[part] = settled & bit(place) & !above;
                above |= bit(place);
            }
            let none = !(settled & above);
            ends[End::HandedOver.place()][part] = none & bit(Head::HANDS_OVER);
            ends[End::Open.place()][part] = none & !bit(Head::HANDS_OVER);
        }
        ends
    }

    /// What one patient ends in.
    fn end_in(&self, board: &Board, side: usize, lane: usize) -> EndIn {
        let bit = |output: usize| u64::from(holds(self.head(board, side, output), lane)) << output;
        Head((0..Head::BITS).map(bit).sum()).end_in()
    }
}

fn by_id<'v>(side: &'v Version<'_>) -> HashMap<&'v str, usize> {
    side.questionnaire().rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect()
}

fn holds(word: Word, lane: usize) -> bool {
    word[lane / 64] >> (lane % 64) & 1 == 1
}

fn count(word: Word) -> u64 {
    word.iter().map(|word| u64::from(word.count_ones())).sum()
}

fn zip(a: Word, b: Word, gate: impl Fn(u64, u64) -> u64) -> Word {
    std::array::from_fn(|part| gate(a[part], b[part]))
}

/// What one core compares with.
pub(super) struct Comparer<'v> {
    layout: &'v Layout,
    block: Block<'v>,
    moves: Moves,
    /// Whether all that moved are written.
    spooled: bool,
    /// Lines of patients that moved: lowered or lost, and others.
    moved: [Vec<u8>; 2],
}

impl<'v> Comparer<'v> {
    pub(super) fn new(layout: &'v Layout, block: Block<'v>, spooled: bool) -> Comparer<'v> {
        let moves = Moves::of(&layout.rules);
        Comparer { layout, block, moves, spooled, moved: Default::default() }
    }

    pub(super) fn into_moves(self) -> Moves {
        self.moves
    }
}

impl<'v> Worker<'v, Spool<'_>> for Comparer<'v> {
    fn block(&mut self) -> &mut Block<'v> {
        &mut self.block
    }

    fn gathered(&self) -> usize {
        self.moved.iter().map(Vec::len).sum()
    }

    fn write(&mut self, spool: &mut Spool<'_>) -> io::Result<()> {
        for (output, lines) in spool.iter_mut().flatten().zip(&mut self.moved) {
            output.write_all(lines)?;
            lines.clear();
        }
        Ok(())
    }

    /// Runs both circuits for the block, and counts.
    fn run(&mut self) {
        self.block.run();
        let board = self.block.board();
        let patients = self.block.patients();
        let valid: Word = std::array::from_fn(|part| match patients.saturating_sub(part * 64) {
            0 => 0,
            left @ 1..64 => (1 << left) - 1,
            _ => u64::MAX,
        });
        let ends = [0, 1].map(|side| self.layout.ends(board, side).map(|end| zip(end, valid, |a, b| a & b)));
        let mut moved = Word::default();
        for (old, before) in ends[0].iter().enumerate() {
            for (new, after) in ends[1].iter().enumerate() {
                let both = zip(*before, *after, |a, b| a & b);
                self.moves.ends[old][new] += count(both);
                if old != new {
                    moved = zip(moved, both, |a, b| a | b);
                }
            }
        }
        for (rule, counts) in self.moves.rules.iter_mut().enumerate() {
            for perhaps in [false, true] {
                let [old, new] = [0, 1].map(|side| {
                    let word = self.layout.rule(board, rule, side, perhaps);
                    zip(word, valid, |a, b| a & b)
                });
                let counts = if perhaps { &mut counts.perhaps } else { &mut counts.surely };
                counts.old += count(old);
                counts.new += count(new);
                counts.started += count(zip(new, old, |a, b| a & !b));
                counts.stopped += count(zip(old, new, |a, b| a & !b));
            }
        }
        for (side, left_out) in self.moves.left_out.iter_mut().enumerate() {
            *left_out += count(zip(self.layout.head(board, side, LEFT_OUT), valid, |a, b| a & b));
        }
        self.moves.patients += patients as u64;
        self.note(moved);
        self.block.clear();
    }
}

impl Comparer<'_> {
    /// Keeps examples of the patients that moved, and the lines that could not be used.
    fn note(&mut self, moved: Word) {
        for line in self.block.lines() {
            match &line.read {
                Ok(patient) if holds(moved, patient.lane) => {
                    let [old, new] = [0, 1].map(|side| self.layout.end_in(self.block.board(), side, patient.lane));
                    let (from, to) = (old.end(), new.end());
                    let is_wanted = self.moves.wants(from, to);
                    if self.spooled || is_wanted {
                        let case = case(self.layout, &self.block, patient, line.number, [old, new]);
                        if self.spooled {
                            case.write(&mut self.moved[usize::from(!Move { old: from, new: to }.is_calmer())]);
                        }
                        if is_wanted {
                            self.moves.keep(case);
                        }
                    }
                }
                Ok(_) => {}
                Err(error) => self.moves.refuse(line.number, error),
            }
        }
    }
}

fn case(layout: &Layout, block: &Block<'_>, patient: &Patient, line: u64, [old, new]: [EndIn; 2]) -> Case {
    let board = block.board();
    let state = |rule: usize, side: usize| {
        let [surely, perhaps] = [false, true].map(|perhaps| layout.rule(board, rule, side, perhaps));
        if holds(surely, patient.lane) {
            RuleState::Fires
        } else if holds(perhaps, patient.lane) {
            RuleState::NotRuledOut
        } else {
            RuleState::No
        }
    };
    let rules = layout.rules.iter().enumerate().filter_map(|(at, id)| {
        let [old, new] = [0, 1].map(|side| state(at, side));
        (old != new).then(|| RuleMove { id: id.clone(), old, new })
    });
    Case { id: block.id(patient).to_vec(), line, old, new, rules: rules.collect() }
}
