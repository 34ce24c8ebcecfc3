//! "Did you mean ...?"

/// The candidate that is nearly the name: a slip of the finger, a swapped pair, a lost part.
pub(crate) fn similar<'n>(name: &str, candidates: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    // What is so long was not mistyped.
    const LONGEST: usize = 200;
    let fits = |text: &str| !text.is_empty() && text.len() <= LONGEST;
    if !fits(name) {
        return None;
    }
    let lower = name.to_lowercase();
    candidates
        .filter(|candidate| fits(candidate))
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let likeness = strsim::normalized_damerau_levenshtein(&lower, &other);
            // A part left out or added at the end is a long way in single letters, but a short one for an author.
            let part = lower.len().min(other.len()) >= 4 && (other.starts_with(&lower) || lower.starts_with(&other));
            let likeness = if part { likeness.max(0.7) } else { likeness };
            (likeness >= 0.6).then_some((likeness, candidate))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn a_slip_is_recognised_and_a_different_word_is_not() {
        let names = ["chest-pain", "calf-swollen", "age", "Orange", "help"];
        for (typed, meant) in [
            ("chest-pian", Some("chest-pain")),
            ("chestpain", Some("chest-pain")),
            ("calf-swolen", Some("calf-swollen")),
            ("orange", Some("Orange")),
            ("calf", Some("calf-swollen")),
            ("helpp", Some("help")),
            ("agee", Some("age")),
            ("breathless", None),
            ("", None),
        ] {
            assert_eq!(similar(typed, names.into_iter()), meant, "{typed}");
        }
    }
}
