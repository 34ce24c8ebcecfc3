//! What reaches the screen from outside, and what it asks of the outside.

use std::rc::Rc;
use std::time::Duration;

use super::recording::{RecordAsk, RecordReply, Recording};
use crate::export::Tongue;
use crate::interview::Plan;
use crate::words::{Words, fill};

/// Something that happened outside.
#[derive(Debug)]
pub enum Input {
    /// A key was pressed (never a repeat or release report).
    Key(Key, Moment),
    /// Time has come to [`super::App::deadline`].
    Tick(Moment),
    /// Whether the PIN of [`Effect::CheckPin`] is right.
    PinChecked(bool),
    /// Text was pasted; it never answers anything and reaches only text fields.
    Paste(String),
    /// The terminal has this size now. Also sent once before the first frame.
    Resize(Size),
    /// The questionnaire that [`Effect::Open`] asked for, ready to run.
    Opened(Box<Opened>),
    /// [`Effect::Open`] failed or was refused: what to tell the nurse.
    Refused(String),
    /// The language that [`Effect::Speak`] asked for.
    Spoken(Tongue),
    /// [`Effect::Speak`] failed: why.
    NotSpoken(String),
    /// How recording goes, where that has changed.
    Recording(Recording),
    /// The answer to [`Effect::Record`].
    Record(RecordReply),
    /// [`Effect::Save`] succeeded: where the note is.
    Saved(String),
    /// [`Effect::Save`] failed: why.
    NotSaved(NotSaved),
    /// [`Effect::Print`] succeeded.
    Printed,
    /// [`Effect::Print`] failed: why.
    NotPrinted(NotPrinted),
}

/// Why a note could not be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPrinted {
    /// There is no program to print with any more.
    Gone,
    /// It refused, in these words; empty where it gave none.
    Refused(String),
    /// It did not end in so many seconds, and was stopped.
    Stuck(u64),
}

impl NotPrinted {
    /// Why, and what to do about it.
    pub fn words(&self, w: &Words) -> String {
        match self {
            NotPrinted::Gone => w.note.print_gone.to_owned(),
            NotPrinted::Refused(error) if error.is_empty() => w.note.print_failed.to_owned(),
            NotPrinted::Refused(error) => fill(w.note.print_refused, &[("error", error)]),
            NotPrinted::Stuck(seconds) => fill(w.note.print_stuck, &[("seconds", seconds)]),
        }
    }
}

/// Why a note could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSaved {
    /// The folder it was to be in.
    pub folder: String,
    /// What is wrong there.
    pub cause: SaveTrouble,
}

/// What keeps a note from being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveTrouble {
    /// The folder cannot be written to.
    Refused,
    /// There is no room left.
    Full,
    /// There are too many notes of that name.
    TooMany,
    /// The folder is gone.
    Gone,
    /// Something else, in the system's words.
    Other(String),
}

impl NotSaved {
    /// Why, and what to do about it.
    pub fn words(&self, w: &Words) -> String {
        let text = match &self.cause {
            SaveTrouble::Refused => w.save_refused,
            SaveTrouble::Full => w.save_full,
            SaveTrouble::TooMany => w.save_too_many,
            SaveTrouble::Gone => w.save_gone,
            SaveTrouble::Other(error) => {
                return fill(w.save_failed, &[("folder", &self.folder), ("error", error)]);
            }
        };
        fill(text, &[("folder", &self.folder)])
    }
}

/// A questionnaire that is ready to run.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The content with its circuit.
    pub plan: Rc<Plan>,
    /// Why it runs as a draft: what `check` found; `None` for one that is sound.
    pub draft: Option<String>,
    /// The tags of the languages that it can be shown in, its own first.
    pub languages: Vec<String>,
    /// The language that each patient begins in.
    pub tongue: Tongue,
}

impl Opened {
    /// A questionnaire that speaks its own language alone.
    pub fn new(plan: Rc<Plan>, draft: Option<String>) -> Opened {
        let (languages, tongue) = (vec![plan.questionnaire.language.clone()], Tongue::of(&plan.questionnaire));
        Opened { plan, draft, languages, tongue }
    }
}

/// When something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Monotonic time since the program started: for the key guard.
    pub uptime: Duration,
    /// Local wall clock: for the time on a recommendation and for overdue reviews.
    pub wall: jiff::civil::DateTime,
}

/// Columns and rows of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// A key, whatever the terminal calls it. Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A printable character.
    Char(char),
    /// A letter, in lower case, with Ctrl.
    Ctrl(char),
    /// A function key, from 1.
    F(u8),
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// Cursor left.
    Left,
    /// Cursor right.
    Right,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Home.
    Home,
    /// End.
    End,
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Tab.
    Tab,
    /// Shift-Tab.
    BackTab,
}

/// What the outside world is asked to do after an update. The screen is drawn anew after every update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing more.
    None,
    /// Leave the program.
    Leave(Leave),
    /// Give the terminal back to the shell until continued (Ctrl-Z).
    Suspend,
    /// Load the picker's entry of that position and answer with [`Input::Opened`] or [`Input::Refused`].
    Open(usize),
    /// Load the open questionnaire in the language of that tag and answer with [`Input::Spoken`] or [`Input::NotSpoken`].
    Speak(String),
    /// Compare this PIN with the one that staff know, and answer with [`Input::PinChecked`].
    CheckPin(String),
    /// Wipe the screen, its scrollback and the clipboard, if it was filled: a patient is gone.
    Wipe,
    /// Ask this of the store, and answer with [`Input::Record`].
    Record(RecordAsk),
    /// Put this text on the clipboard (OSC 52).
    Copy(String),
    /// Write this text to a new file of about this name in the current directory, never over an existing one, and
    /// answer with [`Input::Saved`] or [`Input::NotSaved`].
    Save {
        /// Suggested file name.
        name: String,
        /// The note.
        text: String,
    },
    /// Print this text, and answer with [`Input::Printed`] or [`Input::NotPrinted`].
    Print {
        /// The note.
        text: String,
    },
}

/// How the program is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Nothing was lost: exit status 0.
    Done,
    /// An unfinished interview was abandoned: exit status 3.
    Abandoned,
}
