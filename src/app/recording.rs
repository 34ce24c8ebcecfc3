//! Whether what is asked and answered is being recorded, and what is on record.
//!
//! The store is the outside's: it follows what [`super::App`] shows (see [`super::Session`]), and tells how that goes.

use jiff::civil::DateTime;

use super::board::Item;
use super::input::Opened;
use crate::export::{Earlier, Visit};
use crate::questionnaire::{Level, QuestionIx};
use crate::text::Tone;
use crate::words::{self, Words, fill};

/// Whether what is asked and answered is being recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Recording {
    /// There is no store: nothing is written anywhere.
    #[default]
    Off,
    /// All of it is in the store.
    On,
    /// There is a store, and it does not take it at present.
    Failing(RecordTrouble),
}

/// Why a store takes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordTrouble {
    /// The disk is full.
    Full,
    /// It cannot be written to.
    ReadOnly,
    /// Another program keeps it locked.
    Busy,
    /// It was changed or broke.
    Damaged,
    /// The disk does not answer.
    Slow,
    /// Something else, in the system's words.
    Other(String),
}

impl RecordTrouble {
    /// It in a word or two.
    pub fn short(&self, w: &Words) -> &'static str {
        w.records.why[match self {
            RecordTrouble::Full => 0,
            RecordTrouble::ReadOnly => 1,
            RecordTrouble::Busy => 2,
            RecordTrouble::Damaged => 3,
            RecordTrouble::Slow => 4,
            RecordTrouble::Other(_) => 5,
        }]
    }

    /// It with what the system says.
    fn long(&self, w: &Words) -> String {
        match self {
            RecordTrouble::Other(error) => format!("{} ({error})", self.short(w)),
            trouble => trouble.short(w).to_owned(),
        }
    }
}

impl Recording {
    /// It in the footer.
    pub fn words(&self, w: &Words) -> String {
        match self {
            Recording::Off => w.records.not_recorded.to_owned(),
            Recording::On => w.records.recorded.to_owned(),
            Recording::Failing(why) => fill(w.records.failing, &[("why", &why.short(w))]),
        }
    }

    /// What is said when it comes to this from `before`; `None` where there is nothing to say.
    pub(super) fn news(&self, before: &Recording, w: &Words) -> Option<String> {
        match (before, self) {
            (before, now) if before == now => None,
            (_, Recording::Failing(why)) => Some(fill(w.records.failed, &[("why", &why.long(w))])),
            (Recording::Failing(_), Recording::On) => Some(w.records.works_again.to_owned()),
            _ => None,
        }
    }
}

/// What is asked of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordAsk {
    /// What is on record, the last first; answered with [`RecordReply::Listed`].
    List,
    /// To go on with the interview of that name; answered with [`RecordReply::Resumed`].
    Resume(String),
    /// To offer it no more; answered with [`RecordReply::Unfinished`].
    Discard(String),
    /// To read the interview of that name; answered with [`RecordReply::Read`].
    Read(String),
    /// A new interview with the questionnaire of that one, as it is installed now; answered with [`RecordReply::Again`].
    Again(String),
}

/// What the store answers.
#[derive(Debug)]
pub enum RecordReply {
    /// What is on record, the last first.
    Listed(Vec<Past>),
    /// What is not finished.
    Unfinished(Vec<Past>),
    /// All that is needed to go on with an interview.
    Resumed(Box<Resumed>),
    /// An interview, to read, with the time of its end.
    Read(Box<Visit>, DateTime),
    /// A questionnaire for a new interview, and which it triages again.
    Again(Box<Opened>, Earlier),
    /// Why it cannot be.
    Failed(String),
}

/// An interview on record, in a line or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// What it is called in the store.
    pub record: String,
    /// What the patient is called.
    pub reference: Option<String>,
    /// The questionnaire's title.
    pub title: String,
    /// The version that it was begun with.
    pub version: String,
    /// When it was last changed, in local time.
    pub when: DateTime,
    /// How many minutes ago that was.
    pub minutes: u64,
    /// The level that it came to, with its word in the content of then.
    pub level: Option<(Level, String)>,
    /// How it stands.
    pub state: PastState,
}

/// How an interview on record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastState {
    /// It is not finished, and can be gone on with.
    Unfinished,
    /// It is held at another terminal.
    Elsewhere,
    /// It ended.
    Ended,
    /// It ended before there was a recommendation.
    EndedEarly,
    /// It was left and discarded.
    Discarded,
    /// It cannot be read.
    Unreadable,
}

impl Past {
    /// It as an item of a list.
    pub(super) fn item(&self, place: usize, w: &Words) -> Item {
        let r = &w.records;
        let digit = if place < 9 { (place + 1).to_string() } else { " ".to_owned() };
        let reference = self.reference.as_deref().unwrap_or(r.no_reference);
        let about: [(&str, &dyn std::fmt::Display); 4] = [
            ("title", &self.title),
            ("version", &self.version),
            ("when", &self.when.strftime("%Y-%m-%d %H:%M")),
            ("age", &r.age(self.minutes)),
        ];
        let state = r.states[self.state as usize];
        let (text, tone) = match &self.level {
            Some((level, word)) => (format!("{reference}: {} {word}, {state}", words::rank(*level)), Tone::Plain),
            None => (format!("{reference}: {state}"), Tone::Plain),
        };
        Item { mark: format!("{digit}  "), text, more: vec![fill(r.about, &about)], tone }
    }
}

/// All that is needed to go on with an interview.
#[derive(Debug)]
pub struct Resumed {
    /// All that is known of the patient.
    pub visit: Visit,
    /// The answered questions in the order in which they were answered.
    pub given: Vec<QuestionIx>,
    /// The content that it was begun with, whatever is installed now.
    pub opened: Opened,
    /// What is installed now, where that is other content: what to go on with instead.
    pub newer: Option<Opened>,
    /// What was on the screen.
    pub spot: Spot,
    /// Whether the nurse had gone on after the level was settled or the patient handed over.
    pub went_on: bool,
    /// What was half typed.
    pub half: Half,
}

/// What is on the screen of a patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The words before the first question.
    Intro,
    /// A question.
    Question(QuestionIx),
    /// The settled level, over the whole screen.
    Alarm,
    /// To whom the patient is handed over.
    HandOver,
    /// The recommendation, or that there is none.
    Recommendation,
}

/// What is half typed, beside the answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Half {
    /// Answers in the making; the last one is that on the screen, if a question is.
    pub answers: Vec<HalfAnswer>,
    /// What is written over it.
    pub writing: Option<Writing>,
}

/// An answer in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfAnswer {
    /// To this question.
    pub question: QuestionIx,
    /// Where the cursor stands.
    pub cursor: usize,
    /// The choices ticked.
    pub yes: Vec<usize>,
    /// The choices marked not sure.
    pub unsure: Vec<usize>,
    /// What is typed as an answer.
    pub typed: String,
    /// What is typed to find a choice.
    pub find: Option<String>,
}

/// What is written beside the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Writing {
    /// A note, to a question or to the whole.
    Note(Option<QuestionIx>, String),
    /// The reason for a level.
    Reason(Level, String),
}
