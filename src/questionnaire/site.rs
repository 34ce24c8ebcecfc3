//! A site's own words for the terms of questionnaires: `site.ron`.

use std::collections::HashSet;

use super::authored;
use super::check;
use super::finding::{Code, Finding};
use super::place::{Found, Page, Place};
use super::spot::read_located;
use super::trouble::{self, probe};

/// The words that a site puts in place of a questionnaire's own. The default replaces nothing.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The file's path, for findings.
    pub(super) file: String,
    /// The file's text, for the places of findings.
    pub(super) text: String,
    /// Terms and the site's words for them.
    pub(super) words: Vec<(String, String)>,
    /// Where each term stands in the text, in the order of `words`.
    places: Vec<std::ops::Range<usize>>,
}

impl Site {
    /// Whether it replaces nothing.
    pub fn is_silent(&self) -> bool {
        self.words.is_empty()
    }

    /// Reads a site's file. `file` is the name by which findings call it.
    pub fn read(file: &str, bytes: &[u8]) -> (Site, Vec<Finding>) {
        let mut found = Found::default();
        let text = super::read::decode(bytes, 0, &mut found).unwrap_or_default();
        let mut site = Site { file: file.to_owned(), text: text.to_owned(), ..Site::default() };
        let prepared = trouble::prepare(text, 0, probe!(authored::Site<'_>), &mut found);
        if let Some(prepared) = &prepared
            && let Some(written) = read_located::<authored::Site<'_>>(&prepared.text).0
        {
            let page = Page { index: 0, text: &prepared.text };
            for (term, word, place) in check::site_terms(page, &written, &mut found) {
                site.words.push((term, word));
                site.places.push(place.start as usize..place.end as usize);
            }
        }
        let findings = found.finish(&[(file, text)], &[0]);
        (site, findings)
    }

    /// The file's name and text, for drawing findings.
    pub fn source(&self) -> (&str, &str) {
        (&self.file, &self.text)
    }

    /// Notes the terms that a questionnaire does not have: they are mistyped, or it has no use for them.
    pub(super) fn note_unknown_terms(&self, known: &[(String, String)], page: usize, found: &mut Found) {
        let names: HashSet<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        for ((term, _), place) in self.words.iter().zip(&self.places) {
            if names.contains(term.as_str()) {
                continue;
            }
            let help = match found.similar(term, known.iter().map(|(other, _)| other.as_str())) {
                Some(meant) => format!("Did you mean {meant:?}?"),
                None => "Take it out, or keep a site file of its own for this questionnaire (--site).".to_owned(),
            };
            let message = format!("the questionnaire has no term {term:?}");
            found.note(Code::UnknownTerm, Place::new(page, place.clone()), message, help);
        }
    }
}
