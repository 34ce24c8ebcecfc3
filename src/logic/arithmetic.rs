//! Sums of weighted wires, bit by bit, and their comparison with constants: scores as plain gates.

use super::circuit::{Builder, Wire};

/// The sum of the weights of the wires that hold, as an unsigned binary number, lowest bit first.
pub(super) fn sum(builder: &mut Builder, terms: &[(u64, Wire)]) -> Vec<Wire> {
    let mut columns: Vec<Vec<Wire>> = Vec::new();
    for &(weight, wire) in terms {
        for bit in 0..u64::BITS as usize {
            if weight >> bit & 1 == 1 && wire != Wire::FALSE {
                put(&mut columns, bit, wire);
            }
        }
    }
    let mut bits = Vec::new();
    let mut column = 0;
    while column < columns.len() {
        let mut wires = std::mem::take(&mut columns[column]);
        while wires.len() > 1 {
            // Taking from the front keeps the adders a tree, not a chain.
            let count = wires.len().min(3);
            let taken: Vec<Wire> = wires.drain(..count).collect();
            let (low, carry) = add(builder, taken[0], taken[1], taken.get(2).copied().unwrap_or(Wire::FALSE));
            wires.push(low);
            put(&mut columns, column + 1, carry);
        }
        bits.push(wires.first().copied().unwrap_or(Wire::FALSE));
        column += 1;
    }
    bits
}

/// Whether the binary number is at least `least`.
pub(super) fn at_least(builder: &mut Builder, bits: &[Wire], least: i64) -> Wire {
    let Ok(least) = u64::try_from(least) else { return Wire::TRUE };
    if bits.len() < u64::BITS as usize && least >> bits.len() != 0 {
        return Wire::FALSE;
    }
    bits.iter().enumerate().fold(Wire::TRUE, |below, (i, &bit)| {
        if least >> i & 1 == 1 { builder.and(bit, below) } else { builder.or(bit, below) }
    })
}

fn put(columns: &mut Vec<Vec<Wire>>, column: usize, wire: Wire) {
    if columns.len() <= column {
        columns.resize_with(column + 1, Vec::new);
    }
    columns[column].push(wire);
}

fn add(builder: &mut Builder, a: Wire, b: Wire, c: Wire) -> (Wire, Wire) {
    let half = builder.xor(a, b);
    let low = builder.xor(half, c);
    let both = builder.and(a, b);
    let through = builder.and(half, c);
    (low, builder.or(both, through))
}

#[cfg(test)]
mod tests {
    use super::{at_least, sum};
    use crate::logic::One;
    use crate::logic::circuit::Builder;

    #[test]
    fn sums_and_comparisons_are_those_of_integers() {
        for weights in [&[1u64, 1, 1, 1, 1, 1, 1, 1, 1][..], &[3, 5, 2], &[1000, 1, 7, 7], &[]] {
            let mut builder = Builder::new(weights.len());
            let terms: Vec<_> = weights.iter().enumerate().map(|(i, &w)| (w, builder.input(i))).collect();
            let bits = sum(&mut builder, &terms);
            let total: u64 = weights.iter().sum();
            let thresholds: Vec<i64> = (-1..=total as i64 + 2).collect();
            let tests: Vec<_> = thresholds.iter().map(|&n| at_least(&mut builder, &bits, n)).collect();
            let circuit = builder.finish();
            for mask in 0..1u32 << weights.len() {
                let inputs: Vec<bool> = (0..weights.len()).map(|i| mask >> i & 1 == 1).collect();
                let expected: u64 = weights.iter().zip(&inputs).filter(|(_, on)| **on).map(|(w, _)| w).sum();
                let mut values = circuit.run(One, &inputs);
                let got: u64 = bits.iter().enumerate().map(|(i, &bit)| u64::from(values.get(bit)) << i).sum();
                assert_eq!(got, expected);
                for (&n, &test) in thresholds.iter().zip(&tests) {
                    assert_eq!(values.get(test), expected as i64 >= n, "{expected} >= {n}");
                }
            }
        }
    }
}
