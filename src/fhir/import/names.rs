//! Ids in kebab-case, each once.

use std::collections::BTreeSet;

/// The ids of one kind.
#[derive(Default)]
pub(super) struct Ids {
    taken: BTreeSet<String>,
}

impl Ids {
    /// Ids of which these are not to be had.
    pub(super) fn without(reserved: &[&str]) -> Ids {
        Ids { taken: reserved.iter().map(|id| (*id).to_owned()).collect() }
    }

    /// An id like the name, that no other has; `or` is what it is called of which nothing is left.
    pub(super) fn give(&mut self, name: &str, or: &str) -> String {
        let id = kebab(name).unwrap_or_else(|| or.to_owned());
        let mut number = 1;
        let mut unique = id.clone();
        while !self.taken.insert(unique.clone()) {
            number += 1;
            unique = format!("{id}-{number}");
        }
        unique
    }
}

/// Small letters and digits, in parts joined by single hyphens; `None` where nothing is left.
pub(super) fn kebab(name: &str) -> Option<String> {
    let spaced: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    let kebab: String = spaced.split_whitespace().collect::<Vec<_>>().join("-").chars().take(60).collect();
    let kebab = kebab.trim_end_matches('-');
    (!kebab.is_empty()).then(|| kebab.to_owned())
}
