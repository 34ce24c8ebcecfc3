//! Large letters, to be read from a few steps away: each character in four columns and four rows of quarter blocks.

use font8x8::{BASIC_FONTS, LATIN_FONTS, UnicodeFonts};

use super::wrap;

/// Columns of a large letter.
const WIDE: usize = 4;

/// The most lines of large letters: more is not read at a glance, however large the screen.
const MOST: usize = 16;

/// Quarter blocks by which of their quarters are filled: upper left 1, upper right 2, lower left 4, lower right 8.
const QUARTERS: [char; 16] = [' ', '▘', '▝', '▀', '▖', '▌', '▞', '▛', '▗', '▚', '▐', '▜', '▄', '▙', '▟', '█'];

/// The text in large letters, in rows of at most so many columns; `None` where it does not fit, or has characters that there
/// are no large letters for.
pub fn big(text: &str, width: usize) -> Option<Vec<String>> {
    let lines = wrap(text, width / WIDE);
    let fits = width >= WIDE
        && lines.len() <= MOST
        && text.split_whitespace().all(|word| word.chars().count() * WIDE <= width);
    if !fits {
        return None;
    }
    let mut rows = Vec::new();
    for line in lines {
        let glyphs: Vec<[u8; 8]> = line.chars().map(glyph).collect::<Option<_>>()?;
        for pair in 0..4 {
            let row: String = glyphs.iter().flat_map(|glyph| quarters(glyph[2 * pair], glyph[2 * pair + 1])).collect();
            rows.push(row.trim_end().to_owned());
        }
    }
    Some(rows)
}

/// Two rows of eight dots as four quarter blocks.
fn quarters(upper: u8, lower: u8) -> impl Iterator<Item = char> {
    (0..WIDE).map(move |column| {
        // The font has its leftmost dot in the lowest bit.
        let (up, down) = ((upper >> (2 * column)) & 3, (lower >> (2 * column)) & 3);
        QUARTERS[usize::from(up | (down << 2))]
    })
}

fn glyph(c: char) -> Option<[u8; 8]> {
    BASIC_FONTS.get(c).or_else(|| LATIN_FONTS.get(c))
}

#[cfg(test)]
mod tests {
    use super::big;

    #[test]
    fn a_large_letter_takes_four_columns_and_four_rows() {
        let rows = big("H", 4).unwrap();
        assert_eq!(rows, ["█ █", "█▄█", "█ █", "▀ ▀"].map(|row| row.to_owned()), "{}", rows.join("\n"));
    }

    #[test]
    fn what_does_not_fit_or_has_no_large_letters_stays_small() {
        assert!(big("Emergency now", 36).is_some());
        assert!(big("Emergency now", 35).is_none(), "a word that would be broken");
        assert!(big(&"one two ".repeat(17), 28).is_none(), "more than sixteen lines");
        for text in ["急", "طوارئ"] {
            assert!(big(text, 80).is_none(), "{text}");
        }
        assert!(big("Même jour ¿Aún?", 80).is_some());
    }
}
