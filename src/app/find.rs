//! Finding a choice by typing: on label and alias, tolerant of slips, the best match first.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::questionnaire::Choice;

/// How well a choice matches; the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// A name begins with what was typed; how much of the name is left.
    Begins(usize),
    /// Every word typed stands in a name, at the start of a word.
    HasWord(u32),
    /// Every word typed stands somewhere in a name.
    Has(u32),
    /// A word in a name begins almost like it; how many slips.
    Slips(usize),
    /// Its letters stand in a name in this order, from the first on.
    Letters(u32),
}

/// The positions of the choices that match what was typed, the best first; all of them where nothing is typed.
pub(super) fn find(choices: &[Choice], typed: &str) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return (0..choices.len()).collect();
    }
    let mut finder = Finder::new(&typed);
    let mut found: Vec<(Fit, usize)> = Vec::new();
    for (position, choice) in choices.iter().enumerate() {
        let names = std::iter::once(&choice.label).chain(&choice.aliases);
        if let Some(fit) = names.filter_map(|name| finder.fit(name)).min() {
            found.push((fit, position));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, position)| position).collect()
}

struct Finder<'t> {
    typed: &'t str,
    length: usize,
    parts: Pattern,
    letters: Pattern,
    matcher: Matcher,
}

impl Finder<'_> {
    fn new(typed: &str) -> Finder<'_> {
        let pattern = |kind| Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind);
        Finder {
            typed,
            length: typed.chars().count(),
            parts: pattern(AtomKind::Substring),
            letters: pattern(AtomKind::Fuzzy),
            matcher: Matcher::new(Config::DEFAULT),
        }
    }

    fn fit(&mut self, name: &str) -> Option<Fit> {
        let lower = name.to_lowercase();
        if let Some(rest) = lower.strip_prefix(self.typed) {
            return Some(Fit::Begins(rest.len()));
        }
        // Scores are better the higher, fits the lower.
        let mut buffer = Vec::new();
        let haystack = Utf32Str::new(name, &mut buffer);
        if let Some(score) = self.parts.score(haystack, &mut self.matcher) {
            let at_word = words(&lower).any(|word| word.starts_with(self.typed));
            return Some(if at_word { Fit::HasWord(u32::MAX - score) } else { Fit::Has(u32::MAX - score) });
        }
        if let Some(slips) = self.slips(&lower) {
            return Some(Fit::Slips(slips));
        }
        // Letters in order alone would find almost anything in a long name: Enter takes the best match, so it must be
        // one. They have to be most of a word that begins alike.
        let word = words(&lower).find(|word| word.chars().next() == self.typed.chars().next())?;
        let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if self.length < 3 || 2 * self.length < word.chars().count() || self.length > word.chars().count() {
            return None;
        }
        let mut left = word.chars();
        if !self.typed.chars().all(|typed| left.any(|c| c == typed)) {
            return None;
        }
        self.letters.score(haystack, &mut self.matcher).map(|score| Fit::Letters(u32::MAX - score))
    }

    /// The least number of slips (a wrong, missing, added or swapped letter) by which the beginning of a word differs
    /// from what was typed, if it is small for so many letters.
    fn slips(&self, name: &str) -> Option<usize> {
        let allowed = match self.length {
            0..=3 => return None,
            4..=6 => 1,
            _ => 2,
        };
        let mut least = None;
        for word in words(name) {
            for length in self.length - 1..=self.length + 1 {
                let end = word.char_indices().nth(length).map_or(word.len(), |(at, _)| at);
                let slips = strsim::osa_distance(self.typed, &word[..end]);
                // Whoever slips twice has at least the first letter right; else it is another word.
                let alike = slips < 2 || word.chars().next() == self.typed.chars().next();
                if slips <= allowed && alike && least.is_none_or(|least| slips < least) {
                    least = Some(slips);
                }
                if end == word.len() {
                    break;
                }
            }
        }
        least
    }
}

/// The rests of the name from the start of each word: what is typed may go on over a blank.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let starts = name.char_indices().scan(true, |after_gap, (at, c)| {
        let starts = *after_gap && c.is_alphanumeric();
        *after_gap = !c.is_alphanumeric();
        Some((at, starts))
    });
    starts.filter(|&(_, starts)| starts).map(|(at, _)| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::questionnaire::Choice;

    fn choices() -> Vec<Choice> {
        [
            ("Amlodipine", "Norvasc,Istin"),
            ("Amitriptyline", "Elavil"),
            ("Letrozole", "Femara"),
            ("Anastrozole", "Arimidex"),
            ("Co-amilofruse", "Frumil"),
            ("Nifedipine", "Adalat,Coracten"),
            ("Statin (any)", "simvastatin,atorvastatin,Lipitor"),
            ("Metformín", ""),
            ("Spironolactone", "Aldactone"),
        ]
        .into_iter()
        .map(|(label, aliases)| Choice {
            id: label.to_lowercase(),
            label: label.to_owned(),
            aliases: aliases.split(',').map(str::to_owned).collect(),
            tags: Vec::new(),
            help: None,
        })
        .collect()
    }

    #[test]
    fn the_best_match_comes_first() {
        for (typed, best) in [
            ("am", "Amlodipine"),
            ("AMI", "Amitriptyline"),
            ("norv", "Amlodipine"),
            ("Norvsac", "Amlodipine"),
            ("letrozle", "Letrozole"),
            ("letrozol", "Letrozole"),
            ("lertozole", "Letrozole"),
            ("fenara", "Letrozole"),
            ("femmara", "Letrozole"),
            ("amlodpine", "Amlodipine"),
            ("amolodipin", "Amlodipine"),
            ("amilo", "Co-amilofruse"),
            ("simva", "Statin (any)"),
            ("atorvastin", "Statin (any)"),
            ("liptor", "Statin (any)"),
            ("metformin", "Metformín"),
            ("nfdpn", "Nifedipine"),
        ] {
            let choices = choices();
            let found = find(&choices, typed);
            assert_eq!(found.first().map(|&at| choices[at].label.as_str()), Some(best), "{typed}");
        }
    }

    #[test]
    fn what_is_like_nothing_finds_nothing() {
        for typed in ["warfarin", "xyz", "zzzzzz", "paracetamol", "adn", "staircase", "aspirin"] {
            assert!(find(&choices(), typed).is_empty(), "{typed}");
        }
    }

    #[test]
    fn nothing_typed_finds_everything_in_its_order() {
        assert_eq!(find(&choices(), "  "), (0..9).collect::<Vec<_>>());
    }
}
