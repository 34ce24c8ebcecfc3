//! All that is on record of one interview, and what it comes to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rusqlite::params;

use super::entry::{Began, Entry, Event, Place};
use super::store::{InterviewId, Store};
use super::trouble::Trouble;
use crate::questionnaire::{Level, Value};

/// The entries of one interview, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Trail {
    /// The interview.
    pub interview: InterviewId,
    /// Its entries.
    pub entries: Vec<Dated>,
}

/// An entry with its number in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// Its number, from 1, over all interviews of the store.
    pub counter: u64,
    /// What it says; `None` where it was purged or cannot be read.
    pub entry: Option<Entry>,
}

/// What the entries of an interview come to: what is needed to show it, or to go on with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Come {
    /// How it began.
    pub began: Began,
    /// When it began.
    pub at: Timestamp,
    /// When it was last changed.
    pub last: Timestamp,
    /// Who sat at the terminal last, where that was said.
    pub operator: Option<String>,
    /// The name of the content that it goes on with, see [`Store::content`].
    pub content: String,
    /// The answers by the questions' ids, in the order in which they were given last.
    pub answers: Vec<(String, Value)>,
    /// The notes by the questions' ids; `None` is to the whole.
    pub notes: BTreeMap<Option<String>, String>,
    /// The level that the nurse chose, why, and the floor at that time.
    pub chosen: Option<(Level, String, Option<Level>)>,
    /// What was on the screen last.
    pub place: Place,
    /// Whether the nurse had gone on after the level was settled or the patient handed over.
    pub went_on: bool,
    /// The language of the screen, by tag.
    pub language: String,
    /// The languages in which anything was answered, by tag.
    pub answered_in: BTreeSet<String>,
}

impl Store {
    /// The entries of an interview; none where there is no such interview.
    pub fn trail(&self, interview: InterviewId) -> Result<Trail, Trouble> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT counter, sealed FROM entries WHERE interview = ?1 ORDER BY counter")?;
        let rows = statement.query_map(params![interview.0], |row| {
            Ok((row.get::<_, i64>(0)? as u64, row.get::<_, Option<Vec<u8>>>(1)?))
        })?;
        let mut entries = Vec::new();
        for row in rows {
            let (counter, sealed) = row?;
            let entry = sealed.and_then(|sealed| self.read(interview, counter, &sealed));
            entries.push(Dated { counter, entry });
        }
        Ok(Trail { interview, entries })
    }
}

impl Trail {
    /// What the entries come to. An error where one of them cannot be read: then what was answered is not known.
    pub fn come(&self) -> Result<Come, Trouble> {
        let unreadable = |counter: u64| Trouble::Damaged(format!("entry {counter} cannot be read"));
        let mut entries = self.entries.iter().map(|dated| {
            dated.entry.as_ref().map(|entry| (dated.counter, entry)).ok_or_else(|| unreadable(dated.counter))
        });
        let (counter, first) = entries.next().unwrap_or_else(|| Err(unreadable(0)))?;
        let Event::Began(began) = &first.event else { return Err(unreadable(counter)) };
        let mut come = Come {
            began: (**began).clone(),
            at: first.at,
            last: first.at,
            operator: first.operator.clone(),
            content: began.content.clone(),
            answers: Vec::new(),
            notes: BTreeMap::new(),
            chosen: None,
            place: Place::Intro,
            went_on: false,
            language: began.language.clone(),
            answered_in: BTreeSet::new(),
        };
        for entry in entries {
            come.follow(entry?.1);
        }
        Ok(come)
    }
}

impl Come {
    fn follow(&mut self, entry: &Entry) {
        self.last = entry.at;
        if entry.operator.is_some() {
            self.operator.clone_from(&entry.operator);
        }
        match &entry.event {
            Event::Answered { question, answer, .. } | Event::Revised { question, to: answer, .. } => {
                self.answers.retain(|(known, _)| known != question);
                self.answers.push((question.clone(), answer.clone()));
                self.answered_in.insert(self.language.clone());
            }
            Event::Withdrawn { question, .. } => self.answers.retain(|(known, _)| known != question),
            Event::Noted { about, to, .. } => {
                match to {
                    Some(text) => self.notes.insert(about.clone(), text.clone()),
                    None => self.notes.remove(about),
                };
            }
            Event::Overridden { level, reason, floor, .. } => self.chosen = Some((*level, reason.clone(), *floor)),
            Event::OverrideEnded { .. } => self.chosen = None,
            Event::Shown(place) => self.place = place.clone(),
            Event::WentOn => self.went_on = true,
            Event::Called { to, .. } => self.began.reference.clone_from(to),
            Event::Spoke(language) => self.language.clone_from(language),
            Event::Continued { content, version, fingerprint, draft, .. } => {
                self.began.draft.clone_from(draft);
                self.content.clone_from(content);
                self.began.version.clone_from(version);
                self.began.fingerprint.clone_from(fingerprint);
            }
            Event::Began(_)
            | Event::SetAside(_)
            | Event::Returned(_)
            | Event::Kept(_)
            | Event::Left
            | Event::Resumed
            | Event::Ended(_)
            | Event::Purged { .. } => {}
        }
    }
}
