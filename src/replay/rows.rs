//! Outcomes out of lanes: for each patient of a block one row of bits, in which every list is a run of words.

use super::Field;
use super::head::Head;
use super::versions::Versions;
use crate::logic::{BLOCK, Board, Tape, Wire};
use crate::questionnaire::Effect;

/// Where each part of an outcome stands in a row, and the tape that computes them.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) tape: Tape,
    /// Words in a row.
    width: usize,
    fires: Run,
    perhaps: Run,
    advice: Run,
    asked: Run,
    open: Run,
    scores: Vec<ScoreBits>,
    /// Which rules hand over, as a run of words.
    hands_over: Vec<u64>,
}

/// A list: one bit for each thing, in whole words.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    start: usize,
    words: usize,
    /// How many things there are.
    length: usize,
}

/// A score's two sums, each within one word.
#[derive(Clone, Copy, Debug)]
struct ScoreBits {
    low: (usize, usize),
    high: (usize, usize),
    base: i64,
}

/// The rows of a block.
#[derive(Debug, Default)]
pub(super) struct Rows {
    bits: Vec<u64>,
    width: usize,
}

/// One patient's outcome.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'r> {
    layout: &'r Layout,
    bits: &'r [u64],
}

impl Layout {
    /// For the only version, and these fields.
    pub(super) fn of(versions: &Versions<'_>, fields: &[Field]) -> Layout {
        let side = &versions.sides[0];
        let program = &side.plan.program;
        let wanted = |any: &[Field]| any.iter().any(|field| fields.contains(field));
        let mut wires: Vec<Wire> = Head::wires(side).collect();
        let mut list = |is_wanted: bool, of: &mut dyn Iterator<Item = Wire>| {
            if !is_wanted {
                return Run::default();
            }
            let start = wires.len().div_ceil(64);
            wires.resize(start * 64, Wire::FALSE);
            wires.extend(of);
            let length = wires.len() - start * 64;
            Run { start, words: length.div_ceil(64), length }
        };
        let own = |wire: Wire| side.wire(wire);
        let rules = &program.rules;
        let any_rule = wanted(&[Field::Fires, Field::NotRuledOut, Field::HandOver]);
        let fires = list(any_rule, &mut rules.iter().map(|rule| own(rule.surely)));
        let perhaps = list(wanted(&[Field::NotRuledOut]), &mut rules.iter().map(|rule| own(rule.perhaps)));
        let advice = list(wanted(&[Field::Advice]), &mut program.advice.iter().map(|advice| own(advice.given)));
        let any_question = wanted(&[Field::Unanswered, Field::Ignored]);
        let asked = list(any_question, &mut program.questions.iter().map(|question| own(question.asked)));
        let questions = side.questionnaire().questions();
        let open = list(any_question, &mut questions.map(|(at, _)| Wire::of(1 + side.open(at) as usize)));
        // The words of a list are its own.
        wires.resize(wires.len().next_multiple_of(64), Wire::FALSE);
        let mut scores = Vec::new();
        if wanted(&[Field::Scores]) {
            for score in &program.scores {
                let [low, high] = [&score.low, &score.high].map(|bits| {
                    // Within one word.
                    let start =
                        if wires.len() % 64 + bits.len() > 64 { wires.len().next_multiple_of(64) } else { wires.len() };
                    wires.resize(start, Wire::FALSE);
                    wires.extend(bits.iter().map(|&bit| own(bit)));
                    (start, bits.len())
                });
                scores.push(ScoreBits { low, high, base: score.base });
            }
        }
        let mut hands_over = vec![0; fires.words];
        for (at, rule) in side.questionnaire().rules.iter().enumerate().take(fires.length) {
            if matches!(rule.effect, Effect::HandOver(_)) {
                hands_over[at / 64] |= 1 << (at % 64);
            }
        }
        let width = wires.len().div_ceil(64);
        wires.resize(width * 64, Wire::FALSE);
        let tape = Tape::of(&versions.circuit, &wires);
        Layout { tape, width, fires, perhaps, advice, asked, open, scores, hands_over }
    }
}

impl Rows {
    /// Takes the outcomes from a board on which the layout's tape was run.
    pub(super) fn take(&mut self, layout: &Layout, board: &Board) {
        self.width = layout.width;
        self.bits.resize(layout.width * BLOCK, 0);
        let mut square = [0u64; 64];
        for word in 0..layout.width {
            for part in 0..BLOCK / 64 {
                for (bit, row) in square.iter_mut().enumerate() {
                    *row = layout.tape.output(board, word * 64 + bit)[part];
                }
                transpose(&mut square);
                for (lane, &row) in square.iter().enumerate() {
                    self.bits[(part * 64 + lane) * layout.width + word] = row;
                }
            }
        }
    }

    /// The outcome of the patient in one lane.
    pub(super) fn row<'r>(&'r self, layout: &'r Layout, lane: usize) -> Row<'r> {
        Row { layout, bits: &self.bits[lane * self.width..(lane + 1) * self.width] }
    }
}

impl<'r> Row<'r> {
    /// Its level and status: the first word of the row.
    pub(super) fn head(self) -> Head {
        Head(self.bits[0])
    }

    fn run(self, run: Run) -> &'r [u64] {
        &self.bits[run.start..run.start + run.words]
    }

    /// The positions of the rules that fire surely, in file order.
    pub(super) fn fires(self) -> impl Iterator<Item = usize> + 'r {
        positions(self.run(self.layout.fires).iter().copied())
    }

    /// Those that fire perhaps and not surely.
    pub(super) fn not_ruled_out(self) -> impl Iterator<Item = usize> + 'r {
        let [perhaps, surely] = [self.layout.perhaps, self.layout.fires].map(|run| self.run(run));
        positions(perhaps.iter().zip(surely).map(|(perhaps, surely)| perhaps & !surely))
    }

    /// Those that hand over among those that fire surely.
    pub(super) fn hand_over(self) -> impl Iterator<Item = usize> + 'r {
        let fires = self.run(self.layout.fires);
        positions(fires.iter().zip(&self.layout.hands_over).map(|(fires, hands_over)| fires & hands_over))
    }

    /// The positions of the advice given.
    pub(super) fn advice(self) -> impl Iterator<Item = usize> + 'r {
        positions(self.run(self.layout.advice).iter().copied())
    }

    /// The positions of the questions asked and not answered.
    pub(super) fn unanswered(self) -> impl Iterator<Item = usize> + 'r {
        let [asked, open] = [self.layout.asked, self.layout.open].map(|run| self.run(run));
        positions(asked.iter().zip(open).map(|(asked, open)| asked & open))
    }

    /// The positions of the questions answered and not asked.
    pub(super) fn ignored(self) -> impl Iterator<Item = usize> + 'r {
        let [asked, open] = [self.layout.asked, self.layout.open].map(|run| self.run(run));
        let neither = asked.iter().zip(open).map(|(asked, open)| !asked & !open);
        let length = self.layout.asked.length;
        positions(neither).take_while(move |&at| at < length)
    }

    /// The interval of each score, in file order.
    pub(super) fn scores(self) -> impl Iterator<Item = (i64, i64)> + 'r {
        let sum = move |(start, length): (usize, usize)| {
            // A sum that is always 0 has no bits, and perhaps no word.
            match length {
                0 => 0,
                _ => (self.bits[start / 64] >> (start % 64) & u64::MAX >> (64 - length)) as i64,
            }
        };
        self.layout.scores.iter().map(move |score| (sum(score.low) + score.base, sum(score.high) + score.base))
    }
}

/// The positions of the bits that are set, ascending.
fn positions(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(at, word)| {
        let mut left = word;
        std::iter::from_fn(move || {
            let bit = left.trailing_zeros() as usize;
            let found = (left != 0).then_some(at * 64 + bit);
            left &= left.wrapping_sub(1);
            found
        })
    })
}

/// Turns 64 rows of 64 bits into columns, by halves of halves (Warren, Hacker's Delight, 2nd edition, section 7-3).
fn transpose(rows: &mut [u64; 64]) {
    let mut half = 32;
    let mut mask = u64::MAX >> 32;
    while half != 0 {
        for block in (0..64).step_by(half * 2) {
            for at in block..block + half {
                let swap = (rows[at] >> half ^ rows[at + half]) & mask;
                rows[at] ^= swap << half;
                rows[at + half] ^= swap;
            }
        }
        half /= 2;
        mask ^= mask << half;
    }
}

#[cfg(test)]
mod tests {
    use super::{positions, transpose};

    #[test]
    fn what_was_a_row_is_a_column() {
        let mut rng = fastrand::Rng::with_seed(3);
        let before: [u64; 64] = std::array::from_fn(|_| rng.u64(..));
        let mut after = before;
        transpose(&mut after);
        for (row, bits) in before.iter().enumerate() {
            for (column, across) in after.iter().enumerate() {
                assert_eq!(bits >> column & 1, across >> row & 1);
            }
        }
    }

    #[test]
    fn bits_are_found_from_the_lowest_up() {
        assert_eq!(positions([0b101, 0, 1 << 63].into_iter()).collect::<Vec<_>>(), [0, 2, 191]);
        assert_eq!(positions([].into_iter()).count(), 0);
    }
}
