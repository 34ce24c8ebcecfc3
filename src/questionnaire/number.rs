//! Decimal numbers as scaled integers, so that no condition ever compares floats.

use std::fmt;

/// An exact decimal number: `value / 10^decimals`.
///
/// It is what an author or a data file wrote, before it is fitted to a question's own decimals with
/// [`Decimal::exactly`] (an answer) or [`Decimal::round_up`] (a threshold).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    value: i128,
    decimals: u8,
}

impl Decimal {
    /// Digits after the point that are kept; anything finer is not a measurement.
    const FINEST: u8 = 9;

    /// Reads digits with an optional sign and point: `54`, `-2.5`, `54.0`. `None` for anything else, for more
    /// than 18 digits before the point, and for more than nine after it unless the rest are zeros.
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && fraction.is_empty()
            || !all_digits(whole)
            || !all_digits(fraction)
            || whole.trim_start_matches('0').len() > 18
            || fraction.len() > usize::from(Self::FINEST)
        {
            return None;
        }
        let mut value: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            value = value * 10 + i128::from(digit - b'0');
        }
        Some(Decimal { value: if negative { -value } else { value }, decimals: fraction.len() as u8 })
    }

    /// The decimal that the float prints as; `None` for infinities, NaN and what [`Decimal::parse`] refuses.
    pub fn from_f64(number: f64) -> Option<Decimal> {
        if number.is_finite() { Decimal::parse(&number.to_string()) } else { None }
    }

    /// The number scaled by `10^decimals`, or `None` where a digit would be lost, or it is
    /// too large for an `i64`.
    pub fn exactly(self, decimals: u8) -> Option<i64> {
        let scaled = if self.decimals > decimals {
            let step = 10i128.pow(u32::from(self.decimals - decimals));
            (self.value % step == 0).then_some(self.value / step)?
        } else {
            self.value * 10i128.pow(u32::from(decimals - self.decimals))
        };
        i64::try_from(scaled).ok()
    }

    /// The least number with that many decimals that is not below this one, scaled: `v >= 3.25` and `v >= 3.3`
    /// are the same question of a number with one decimal. Saturates at the ends of `i64`.
    pub fn round_up(self, decimals: u8) -> i64 {
        let scaled = if self.decimals > decimals {
            let step = 10i128.pow(u32::from(self.decimals - decimals));
            let whole = self.value.div_euclid(step);
            if self.value.rem_euclid(step) > 0 { whole + 1 } else { whole }
        } else {
            self.value * 10i128.pow(u32::from(decimals - self.decimals))
        };
        i64::try_from(scaled).unwrap_or(if scaled < 0 { i64::MIN } else { i64::MAX })
    }

    /// Whether its size, whatever its sign, is greater than that.
    pub fn exceeds(self, bound: u64) -> bool {
        self.value.unsigned_abs() > u128::from(bound) * 10u128.pow(u32::from(self.decimals))
    }

    /// A number without digits after the point.
    pub(super) fn whole(value: i128) -> Decimal {
        Decimal { value, decimals: 0 }
    }

    /// The number that a scaled integer stands for.
    pub fn scaled(value: i64, decimals: u8) -> Decimal {
        Decimal { value: i128::from(value), decimals }
    }
}

impl From<u64> for Decimal {
    fn from(number: u64) -> Self {
        Decimal::whole(number.into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let step = 10u128.pow(u32::from(self.decimals));
        let size = self.value.unsigned_abs();
        let sign = if self.value < 0 { "-" } else { "" };
        if self.decimals == 0 {
            write!(f, "{sign}{size}")
        } else {
            write!(f, "{sign}{}.{:0width$}", size / step, size % step, width = usize::from(self.decimals))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn a_decimal_fits_a_question_only_where_no_digit_is_lost() {
        for (text, decimals, expected) in [
            ("54", 0, Some(54)),
            ("54.0", 0, Some(54)),
            ("54.5", 0, None),
            ("54.5", 1, Some(545)),
            ("-2.5", 1, Some(-25)),
            ("0.125", 3, Some(125)),
            (".5", 1, Some(5)),
            ("5.", 0, Some(5)),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().exactly(decimals), expected, "{text} with {decimals}");
        }
    }

    #[test]
    fn what_is_not_a_decimal_is_refused() {
        for text in ["", ".", "-", "1e5", "1,5", "0x10", "1.2.3", "NaN", "1234567890123456789", "0.0000000001"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert_eq!(Decimal::from_f64(f64::NAN), None);
        assert_eq!(Decimal::from_f64(f64::INFINITY), None);
    }

    #[test]
    fn a_threshold_between_two_values_is_the_upper_one() {
        for (text, decimals, expected) in
            [("3.25", 1, 33), ("3.2", 1, 32), ("-3.25", 1, -32), ("2.5", 0, 3), ("7", 2, 700)]
        {
            assert_eq!(Decimal::parse(text).unwrap().round_up(decimals), expected, "{text} with {decimals}");
        }
    }

    #[test]
    fn it_prints_as_it_is_written() {
        for (value, decimals, expected) in
            [(54, 0, "54"), (545, 1, "54.5"), (-25, 1, "-2.5"), (5, 3, "0.005"), (-5, 1, "-0.5")]
        {
            assert_eq!(Decimal::scaled(value, decimals).to_string(), expected);
        }
    }
}
