//! What an entry of the trail says.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::questionnaire::{Level, Status, Value};

/// One entry: who did what when, and how the interview stood then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the computer's clock.
    pub at: Timestamp,
    /// Who sat at the terminal, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// What happened.
    pub event: Event,
    /// How the interview stands after it.
    #[serde(default)]
    pub standing: Standing,
}

/// What happened. Questions and choices are named by their ids, and what the nurse read is written beside them: a trail can
/// be read without the questionnaire.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// An interview began.
    Began(Box<Began>),
    /// This was on the screen.
    Shown(Place),
    /// A question was answered that had no answer.
    Answered {
        /// The question's id.
        question: String,
        /// The question, as it was asked.
        asked: String,
        /// The answer.
        answer: Value,
        /// The answer, as it was read.
        words: String,
    },
    /// An answer was changed.
    Revised {
        /// The question's id.
        question: String,
        /// The question, as it was asked.
        asked: String,
        /// The answer before.
        from: Value,
        /// The answer now.
        to: Value,
        /// The answer now, as it was read.
        words: String,
    },
    /// An answer was taken back: it came from a held key.
    Withdrawn {
        /// The question's id.
        question: String,
        /// The answer before.
        from: Value,
    },
    /// These answered questions are not asked any more: their answers are kept and do not count.
    SetAside(Vec<String>),
    /// These answers count again.
    Returned(Vec<String>),
    /// A note was written, changed or taken out.
    Noted {
        /// The question that it is to; `None`: to the whole.
        about: Option<String>,
        /// The note before.
        from: Option<String>,
        /// The note now.
        to: Option<String>,
    },
    /// The patient is called something else.
    Called {
        /// What he was called.
        from: Option<String>,
        /// What he is called.
        to: Option<String>,
    },
    /// The nurse chose a level.
    Overridden {
        /// The level.
        level: Level,
        /// Why; empty only where it was raised.
        reason: String,
        /// The computed level at that time.
        computed: Option<Level>,
        /// The floor at that time.
        floor: Option<Level>,
    },
    /// The level that the nurse had chosen does not count any more.
    OverrideEnded {
        /// The level.
        was: Level,
        /// Why it had been chosen.
        reason: String,
    },
    /// The nurse went on with the questions though the level was settled, or the patient handed over.
    WentOn,
    /// The screen speaks the language of that tag from here on.
    Spoke(String),
    /// The note left the program.
    Kept(Kept),
    /// The interview was taken up again.
    Resumed,
    /// It goes on with other content: a newer version.
    Continued {
        /// Its version.
        version: String,
        /// Its fingerprint.
        fingerprint: String,
        /// What it is called in the store.
        content: String,
        /// Why it runs as a draft, if it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        draft: Option<String>,
        /// What changes for this patient, in words.
        changes: Vec<String>,
    },
    /// It was left unfinished, and nobody holds it.
    Left,
    /// The interview ended.
    Ended(Finish),
    /// The content of these interviews was removed: all that had ended, or had last been changed, before then.
    Purged {
        /// The interviews.
        interviews: Vec<String>,
        /// Everything before this.
        before: Timestamp,
    },
}

/// How an interview began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Began {
    /// The questionnaire's id.
    pub questionnaire: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its fingerprint.
    pub fingerprint: String,
    /// What the content is called in the store.
    pub content: String,
    /// The language of the screen, by tag.
    pub language: String,
    /// Why it runs as a draft, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<String>,
    /// What the patient is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The interview of the same patient that this one triages again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Link>,
    /// The program's version.
    pub program: String,
}

/// An earlier interview, as the one that triages its patient again names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// What it is called in the store.
    pub interview: String,
    /// What the patient was called.
    pub reference: Option<String>,
    /// When it was last changed, in local time.
    pub at: DateTime,
    /// The level that it came to, with its word.
    pub level: Option<(Level, String)>,
}

/// What was on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// The words before the first question.
    Intro,
    /// The question of that id.
    Question(String),
    /// The settled level, over the whole screen.
    Alarm,
    /// To whom the patient is handed over.
    HandOver,
    /// The recommendation, or that there is none.
    Recommendation,
}

/// How the note left the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// To a file.
    Saved,
    /// To the clipboard.
    Copied,
    /// To a printer.
    Printed,
}

/// How an interview ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finish {
    /// With a recommendation, or a hand-over.
    Recommended,
    /// The nurse ended it before there was a recommendation.
    Early,
    /// It was left unfinished and later discarded.
    Discarded,
}

/// How an interview stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// What the patient is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How far it has come, in the word that `eval` prints.
    pub status: String,
    /// The least urgent level that it can still end in.
    pub floor: Option<Level>,
    /// The most urgent level that it can still end in.
    pub ceiling: Option<Level>,
    /// The computed recommendation.
    pub computed: Option<Level>,
    /// The level that counts: the nurse's where she chose one, else the computed one.
    pub level: Option<Level>,
    /// What that level is called in the content.
    pub word: String,
}

impl Standing {
    /// Whether it can be left as it is.
    pub fn is_complete(&self) -> bool {
        !self.status.is_empty() && self.status != Status::Incomplete.word()
    }
}

/// What is half typed: kept beside the trail, written over and over, gone when it is confirmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Half {
    /// Answers in the making; the last one is that on the screen, if a question is.
    pub answers: Vec<HalfAnswer>,
    /// What is written over it.
    pub writing: Option<Writing>,
}

/// An answer in the making.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfAnswer {
    /// The question's id.
    pub question: String,
    /// Where the cursor stands.
    pub cursor: usize,
    /// The choices ticked, by id.
    pub yes: Vec<String>,
    /// The choices marked not sure, by id.
    pub unsure: Vec<String>,
    /// What is typed as an answer.
    pub typed: String,
    /// What is typed to find a choice.
    pub find: Option<String>,
}

/// What is written beside the answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Writing {
    /// A note, to a question or to the whole.
    Note {
        /// The question's id.
        about: Option<String>,
        /// What is typed.
        text: String,
    },
    /// The reason for a level.
    Reason {
        /// The level.
        level: Level,
        /// What is typed.
        text: String,
    },
}
