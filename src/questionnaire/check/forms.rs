//! The shapes of names, dates, versions and language tags.

use jiff::civil::Date;

/// Small letters and digits, in parts joined by single hyphens.
pub(in crate::questionnaire) fn is_kebab(name: &str) -> bool {
    !name.is_empty()
        && name
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// What a name would be in kebab-case; `None` where nothing would be left of it.
pub(super) fn to_kebab(name: &str) -> Option<String> {
    let spaced: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let kebab = spaced.split_whitespace().collect::<Vec<_>>().join("-");
    (!kebab.is_empty() && kebab.len() <= 60).then_some(kebab)
}

/// A date as `2026-11-21` and in no other way.
pub(super) fn date(text: &str) -> Option<Date> {
    let shape = |(i, b): (usize, u8)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() };
    if text.len() == 10 && text.bytes().enumerate().all(shape) { text.parse().ok() } else { None }
}

/// The shape of a BCP 47 tag: a language of two to eight letters, then parts of one to eight letters and digits.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Characters that are not seen but change what is: controls, separators of lines, and those that turn the
/// direction of writing, with which a text can be made to read otherwise than it is.
pub(in crate::questionnaire) fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::{date, is_control, is_kebab, is_language, to_kebab};

    #[test]
    fn kebab_case_is_small_letters_and_digits_with_single_hyphens() {
        for (name, expected) in [
            ("calf-swollen", true),
            ("a", true),
            ("nice-ng158", true),
            ("", false),
            ("Calf", false),
            ("calf_swollen", false),
            ("-a", false),
            ("a--b", false),
            ("wade-ü", false),
        ] {
            assert_eq!(is_kebab(name), expected, "{name}");
        }
        assert_eq!(to_kebab("Calf Swollen?").as_deref(), Some("calf-swollen"));
        assert_eq!(to_kebab("--"), None);
    }

    #[test]
    fn a_date_has_one_form() {
        for (text, valid) in [
            ("2026-11-21", true),
            ("2026-02-30", false),
            ("21.11.2026", false),
            ("20261121", false),
            ("2026-1-1", false),
        ] {
            assert_eq!(date(text).is_some(), valid, "{text}");
        }
    }

    #[test]
    fn a_language_tag_has_the_shape_of_bcp_47() {
        for (tag, valid) in
            [("en", true), ("pt-BR", true), ("zh-Hant-TW", true), ("e", false), ("en_GB", false), ("en-", false)]
        {
            assert_eq!(is_language(tag), valid, "{tag}");
        }
    }

    #[test]
    fn what_turns_a_text_around_is_a_control() {
        for c in ['\u{7}', '\u{9b}', '\u{202e}', '\u{feff}', '\t'] {
            assert!(is_control(c));
        }
        for c in ['a', 'é', '\u{200d}', '漢'] {
            assert!(!is_control(c));
        }
    }
}
