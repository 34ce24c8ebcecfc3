//! All interviews of a store, each in a line.

use jiff::Timestamp;
use rusqlite::params;

use super::entry::{Entry, Event, Finish, Link, Standing};
use super::lease;
use super::seal::At;
use super::store::{InterviewId, Store};
use super::trouble::Trouble;

/// An interview, in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// What it is called in the store.
    pub interview: InterviewId,
    /// How it stands.
    pub state: State,
    /// The entries of it, from the first.
    pub entries: u64,
    /// What is known of it; `None` where its content was purged or cannot be read.
    pub known: Option<Known>,
}

/// What is known of an interview.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// What the patient is called.
    pub reference: Option<String>,
    /// Who began it.
    pub operator: Option<String>,
    /// The questionnaire's id.
    pub questionnaire: String,
    /// Its title.
    pub title: String,
    /// The version that it was begun with.
    pub version: String,
    /// The fingerprint that it was begun with.
    pub fingerprint: String,
    /// The interview of the same patient that it triages again.
    pub earlier: Option<Link>,
    /// When it began.
    pub began: Timestamp,
    /// When it was last changed.
    pub last: Timestamp,
    /// How it stands.
    pub standing: Standing,
}

/// How an interview stands in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is held at this terminal at present.
    Here,
    /// It is held at another terminal at present.
    Elsewhere,
    /// It is not finished, and nobody holds it.
    Unfinished,
    /// It ended.
    Ended(Finish),
    /// It was purged.
    Purged,
    /// What is left of it cannot be read.
    Unreadable,
}

impl State {
    /// It in a word, for lists.
    pub fn word(self) -> &'static str {
        match self {
            State::Here | State::Elsewhere => "open",
            State::Unfinished => "unfinished",
            State::Ended(Finish::Recommended) => "ended",
            State::Ended(Finish::Early) => "ended early",
            State::Ended(Finish::Discarded) => "discarded",
            State::Purged => "purged",
            State::Unreadable => "unreadable",
        }
    }
}

impl Store {
    /// Every interview, the one that was last changed last.
    pub fn list(&self) -> Result<Vec<Summary>, Trouble> {
        let mut statement = self.connection.prepare_cached(
            "SELECT interview, min(counter), max(counter), count(*), count(sealed) FROM entries
             WHERE interview <> ?1 GROUP BY interview ORDER BY max(counter)",
        )?;
        let spans = statement.query_map(params![InterviewId::STORE.0], |row| {
            let counter = |column| row.get::<_, i64>(column).map(|counter| counter as u64);
            Ok((InterviewId(row.get(0)?), counter(1)?, counter(2)?, counter(3)?, counter(4)?))
        })?;
        let mut list = Vec::new();
        for span in spans {
            let (interview, first, last, entries, readable) = span?;
            let known = self.known(interview, first, last)?;
            let state = match &known {
                _ if readable == 0 => State::Purged,
                None => State::Unreadable,
                Some((_, Event::Ended(finish))) => State::Ended(*finish),
                Some(_) => self.held(interview)?,
            };
            list.push(Summary { interview, state, entries, known: known.map(|(known, _)| known) });
        }
        Ok(list)
    }

    /// The interviews that are not finished and that nobody holds, the one that was last changed first.
    pub fn unfinished(&self) -> Result<Vec<Summary>, Trouble> {
        let mut list = self.list()?;
        list.retain(|summary| summary.state == State::Unfinished);
        list.reverse();
        Ok(list)
    }

    /// What the first and the last entry tell.
    fn known(&self, interview: InterviewId, first: u64, last: u64) -> Result<Option<(Known, Event)>, Trouble> {
        let (Some(first), Some(last)) = (self.entry(interview, first)?, self.entry(interview, last)?) else {
            return Ok(None);
        };
        let Event::Began(began) = first.event else { return Ok(None) };
        let known = Known {
            reference: last.standing.reference.clone(),
            operator: first.operator,
            questionnaire: began.questionnaire,
            title: began.title,
            version: began.version,
            fingerprint: began.fingerprint,
            earlier: began.earlier,
            began: first.at,
            last: last.at,
            standing: last.standing,
        };
        Ok(Some((known, last.event)))
    }

    /// The entry of that number; `None` where it is not there, was purged or does not open.
    pub(super) fn entry(&self, interview: InterviewId, counter: u64) -> Result<Option<Entry>, Trouble> {
        let mut statement =
            self.connection.prepare_cached("SELECT sealed FROM entries WHERE counter = ?1 AND interview = ?2")?;
        let sealed: Option<Vec<u8>> = statement.query_row(params![counter as i64, interview.0], |row| row.get(0))?;
        Ok(sealed.and_then(|sealed| self.read(interview, counter, &sealed)))
    }

    /// What is sealed as that entry; `None` where it is not that.
    pub(super) fn read(&self, interview: InterviewId, counter: u64, sealed: &[u8]) -> Option<Entry> {
        let opened = self.seal.open(At::Entry { counter, interview: &interview.0 }, sealed)?;
        serde_json::from_slice(&opened).ok()
    }

    /// How an interview stands that has not ended.
    fn held(&self, interview: InterviewId) -> Result<State, Trouble> {
        let mut statement = self.connection.prepare_cached("SELECT terminal FROM unfinished WHERE interview = ?1")?;
        let mut rows = statement.query(params![interview.0])?;
        let terminal = rows.next()?.map(|row| row.get(0)).transpose()?;
        Ok(match terminal {
            Some(terminal) if self.is_here(&terminal) => State::Here,
            Some(terminal) if lease::is_live(&self.path, &terminal) => State::Elsewhere,
            _ => State::Unfinished,
        })
    }
}
