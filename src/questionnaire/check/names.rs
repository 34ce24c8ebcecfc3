//! The names of a questionnaire, and what is said where one is not known.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use crate::questionnaire::authored::Text;
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::Place;
use crate::questionnaire::{Choice, QuestionIx};

use super::desk::Desk;

/// Every name that can be referred to, by kind.
pub(super) struct Names<'a> {
    pub(super) questions: Table<'a>,
    pub(super) scores: Table<'a>,
    pub(super) rules: Table<'a>,
    pub(super) advice: Table<'a>,
    pub(super) sources: Table<'a>,
    /// For each question, whether its answer was read without a mistake; if not, nothing is said about its use.
    pub(super) sound: Vec<bool>,
    /// The choices of questions that have many of them.
    pub(super) choices: HashMap<QuestionIx, Choices>,
}

impl Default for Names<'_> {
    fn default() -> Self {
        Names {
            questions: Table::new("question", Code::UnknownQuestion),
            scores: Table::new("score", Code::UnknownScore),
            rules: Table::new("rule", Code::UnknownRule),
            advice: Table::new("advice", Code::UnknownAdvice),
            sources: Table::new("source", Code::UnknownSource),
            sound: Vec::new(),
            choices: HashMap::new(),
        }
    }
}

/// Where the choices of a question stand. Few are as quickly looked through, so only many are put down here.
pub(super) struct Choices {
    by_id: HashMap<String, usize>,
    by_tag: HashMap<String, Arc<[usize]>>,
}

impl Choices {
    /// From here on it is worth it.
    const MANY: usize = 32;

    /// `None` where there are few.
    pub(super) fn of(choices: &[Choice]) -> Option<Self> {
        if choices.len() < Self::MANY {
            return None;
        }
        let mut by_id = HashMap::with_capacity(choices.len());
        let mut by_tag: HashMap<String, Vec<usize>> = HashMap::new();
        for (position, choice) in choices.iter().enumerate() {
            by_id.entry(choice.id.clone()).or_insert(position);
            for tag in &choice.tags {
                let positions = by_tag.entry(tag.clone()).or_default();
                if positions.last() != Some(&position) {
                    positions.push(position);
                }
            }
        }
        Some(Choices { by_id, by_tag: by_tag.into_iter().map(|(tag, positions)| (tag, positions.into())).collect() })
    }
}

impl Names<'_> {
    /// The position of the choice of that id among a question's.
    pub(super) fn choice(&self, question: QuestionIx, choices: &[Choice], id: &str) -> Option<usize> {
        match self.choices.get(&question) {
            Some(known) => known.by_id.get(id).copied(),
            None => choices.iter().position(|choice| choice.id == id),
        }
    }

    /// The positions of the choices that bear the tag.
    pub(super) fn tagged(&self, question: QuestionIx, choices: &[Choice], tag: &str) -> Arc<[usize]> {
        let bears = |choice: &Choice| choice.tags.iter().any(|other| other == tag);
        match self.choices.get(&question) {
            Some(known) => known.by_tag.get(tag).cloned().unwrap_or_default(),
            None => choices.iter().enumerate().filter(|(_, c)| bears(c)).map(|(position, _)| position).collect(),
        }
    }
}

/// The names of one kind.
pub(super) struct Table<'a> {
    what: &'static str,
    unknown: Code,
    by_name: HashMap<&'a str, u32>,
    next: u32,
    /// Whether one of the kind has no name that could be read, so that an unknown name may be that one's.
    incomplete: bool,
}

impl<'a> Table<'a> {
    fn new(what: &'static str, unknown: Code) -> Self {
        Table { what, unknown, by_name: HashMap::new(), next: 0, incomplete: false }
    }

    /// Gives the next thing of this kind its name; `None` where its name could not be read.
    pub(super) fn add(&mut self, desk: &mut Desk<'_>, name: Option<(&'a str, Place)>) {
        let index = self.next;
        self.next += 1;
        let Some((name, place)) = name else {
            self.incomplete = true;
            return;
        };
        match self.by_name.entry(name) {
            Entry::Vacant(entry) => {
                entry.insert(index);
            }
            Entry::Occupied(_) => duplicate(desk, self.what, name, place),
        }
    }

    /// Says that there may be more of this kind than can be known.
    pub(super) fn may_have_more(&mut self) {
        self.incomplete = true;
    }

    pub(super) fn is_incomplete(&self) -> bool {
        self.incomplete
    }

    /// The thing of that name, if there is one.
    pub(super) fn find_quietly(&self, name: &Text<'_>) -> Option<u32> {
        self.by_name.get(&*name.0).copied()
    }

    /// The thing of that name; an unknown one is noted at its use.
    pub(super) fn find(&self, desk: &mut Desk<'_>, name: &Text<'_>, or: Place) -> Option<u32> {
        let known = self.by_name.get(&*name.0).copied();
        if known.is_none() && !self.incomplete {
            let place = desk.name(name, or);
            let help = match desk.found.similar(&name.0, self.by_name.keys().copied()) {
                Some(meant) => format!("Did you mean {meant:?}?"),
                None if self.unknown == Code::UnknownSource => "Add it to `sources` in questionnaire.ron.".to_owned(),
                None => format!("Check the spelling, or add the {}.", self.what),
            };
            let message = match self.unknown {
                Code::UnknownAdvice => format!("there is no advice {:?}", name.0),
                _ => format!("there is no {} {:?}", self.what, name.0),
            };
            desk.note(self.unknown, place, message, help);
        }
        known
    }
}

/// Notes a name that is there already.
pub(super) fn duplicate(desk: &mut Desk<'_>, what: &str, name: &str, place: Place) {
    let message = format!("there is already a {what} {name:?}").replace("a advice", "advice");
    desk.note(Code::DuplicateId, place, message, "Give one of the two another name.");
}
