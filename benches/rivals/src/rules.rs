//! The rules every rival evaluates, and a plain reading of them that says what is right.

use crate::patients::Patient;

/// How many questions there are. The even ones are yes or no, the odd ones whole numbers up to [`LARGEST`].
pub const QUESTIONS: usize = 100;
/// The largest number a patient answers.
pub const LARGEST: usize = 100;
/// How many rules have conditions. One more rule, the last, always fires.
pub const RULES: usize = 100;
/// How many levels there are. The first is the most urgent.
pub const LEVELS: usize = 5;

/// Fires when the question `yes` is yes, the question `number` is at least `least` and the question `no` is no.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Rule {
    pub yes: u8,
    pub number: u8,
    pub least: u8,
    pub no: u8,
}

/// What a patient's answers come to: the most urgent level of the rules that fire, and these rules as a bit set.
#[derive(Clone, Debug, Default, PartialEq)]
#[repr(C)]
pub struct Outcome {
    pub fired: [u64; 2],
    pub level: u64,
}

impl Outcome {
    /// Nothing fires yet.
    pub fn none() -> Outcome {
        Outcome { fired: [0; 2], level: LEVELS as u64 }
    }

    /// One more rule fires.
    pub fn fire(&mut self, rule: usize, level: usize) {
        self.fired[rule / 64] |= 1 << (rule % 64);
        self.level = self.level.min(level as u64);
    }
}

/// The rules that have conditions, in order.
pub fn rules() -> [Rule; RULES] {
    std::array::from_fn(|i| {
        let yes = 2 * ((i * 7) % 50);
        let number = 2 * ((i * 13) % 50) + 1;
        let least = 20 + (i * 17) % 60;
        let no = match 2 * ((i * 29 + 11) % 50) {
            no if no == yes => (no + 2) % 100,
            no => no,
        };
        Rule { yes: yes as u8, number: number as u8, least: least as u8, no: no as u8 }
    })
}

/// The level a rule sets.
pub fn level(rule: usize) -> usize {
    if rule == RULES { LEVELS - 1 } else { rule % LEVELS }
}

/// The plain reading of the rules.
pub fn outcome(rules: &[Rule; RULES], patient: &Patient) -> Outcome {
    let mut outcome = Outcome::none();
    for (i, rule) in rules.iter().enumerate() {
        let yes = patient[rule.yes as usize] == 1;
        let enough = patient[rule.number as usize] >= rule.least;
        let no = patient[rule.no as usize] == 0;
        if yes && enough && no {
            outcome.fire(i, level(i));
        }
    }
    outcome.fire(RULES, level(RULES));
    outcome
}
