//! Random patients, the same on every machine.

use crate::rules::{LARGEST, QUESTIONS};

/// The answers of a patient in the order of the questions: 1 for yes, 0 for no, or the number.
pub type Patient = [u8; QUESTIONS];

/// Where the numbers start.
const SEED: u64 = 1;

/// So many patients. Each says yes with a probability of one third, and every number is as likely as any other.
pub fn patients(count: usize) -> Vec<Patient> {
    let mut chance = Chance::new(SEED);
    let mut patients = vec![[0; QUESTIONS]; count];
    for (question, answer) in patients.iter_mut().flat_map(|patient| patient.iter_mut().enumerate()) {
        *answer = if question % 2 == 0 { (chance.roll(3) == 0).into() } else { chance.roll(LARGEST + 1) as u8 };
    }
    patients
}

/// A small generator of numbers (xorshift64*), the one of the main package's tests.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }
}
