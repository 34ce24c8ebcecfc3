//! The scan written in C.
#![expect(unsafe_code, reason = "the scan is a C function")]

use crate::patients::Patient;
use crate::rules::{LEVELS, Outcome, QUESTIONS, RULES, Rule, level};

/// The compiler of the scan and how it was asked to optimise.
pub const COMPILER: &str = concat!(env!("C_COMPILER"), ", -O3");

/// The rules as the scan reads them, field for field the same as in `scan.c`.
#[repr(C)]
pub struct Rules {
    rules: [Rule; RULES],
    always: [u64; 2],
    of_level: [[u64; 2]; LEVELS],
}

unsafe extern "C" {
    fn scan(rules: *const Rules, patients: *const Patient, count: usize, outcomes: *mut Outcome);
}

impl Rules {
    pub fn new(rules: [Rule; RULES]) -> Rules {
        let questions = rules.iter().flat_map(|rule| [rule.yes, rule.number, rule.no]);
        assert!(questions.map(usize::from).max() < Some(QUESTIONS), "a rule names a question that there is not");
        let bit = |rule: usize, word: usize| if rule / 64 == word { 1 << (rule % 64) } else { 0 };
        let mut of_level = [[0; 2]; LEVELS];
        for rule in 0..=RULES {
            for (word, bits) in of_level[level(rule)].iter_mut().enumerate() {
                *bits |= bit(rule, word);
            }
        }
        Rules { rules, always: [bit(RULES, 0), bit(RULES, 1)], of_level }
    }

    /// Evaluates the patients, and writes an outcome for each.
    pub fn evaluate(&self, patients: &[Patient], outcomes: &mut [Outcome]) {
        assert_eq!(patients.len(), outcomes.len(), "an outcome for each patient");
        // SAFETY: the pointers come from references, both arrays hold as many items as is said, the types are laid out
        // as in `scan.c`, and `new` made sure that every question a rule names is one of the patient's answers.
        unsafe { scan(self, patients.as_ptr(), patients.len(), outcomes.as_mut_ptr()) }
    }
}
