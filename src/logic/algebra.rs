//! The small Boolean algebras that the circuit is run over.

/// A Boolean algebra: what a wire carries, and the gates over it.
///
/// The gates take `&mut self` because an algebra may write down what it is asked to compute, as clauses say.
pub trait Algebra {
    /// What a wire carries.
    type Bit: Copy;

    /// False or true.
    fn constant(&mut self, value: bool) -> Self::Bit;

    /// The inverse.
    fn not(&mut self, a: Self::Bit) -> Self::Bit;

    /// Both.
    fn and(&mut self, a: Self::Bit, b: Self::Bit) -> Self::Bit;

    /// Exactly one of the two.
    fn xor(&mut self, a: Self::Bit, b: Self::Bit) -> Self::Bit;
}

/// One patient: a wire carries a `bool`.
#[derive(Clone, Copy, Debug, Default)]
pub struct One;

impl Algebra for One {
    type Bit = bool;

    fn constant(&mut self, value: bool) -> bool {
        value
    }

    fn not(&mut self, a: bool) -> bool {
        !a
    }

    fn and(&mut self, a: bool, b: bool) -> bool {
        a & b
    }

    fn xor(&mut self, a: bool, b: bool) -> bool {
        a ^ b
    }
}

/// Sixty-four patients at a time: bit `n` of a wire belongs to patient `n`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lanes;

impl Lanes {
    /// Patients in one run.
    pub const WIDTH: usize = 64;
}

impl Algebra for Lanes {
    type Bit = u64;

    fn constant(&mut self, value: bool) -> u64 {
        if value { u64::MAX } else { 0 }
    }

    fn not(&mut self, a: u64) -> u64 {
        !a
    }

    fn and(&mut self, a: u64, b: u64) -> u64 {
        a & b
    }

    fn xor(&mut self, a: u64, b: u64) -> u64 {
        a ^ b
    }
}
