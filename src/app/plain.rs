//! The same screen in lines: [`Plain`] hears a line, has the [`App`] obey it, and says what is new.
//!
//! For screen readers, terminals that can only append, and pipes: no escape codes, no boxes, nothing said twice, and what is
//! new is at the end. A line is an answer, or a command with a colon before it. What an answer means, which question comes
//! next and what is said before something is done are the app's business: here are only lines and their words.

mod hear;
mod lines;
mod tell;

use super::{App, Effect, Input, Leave, Moment, Recording, Setup, Size};
use crate::questionnaire::Status;

pub use lines::COMMANDS;

/// The size that the app is told: nothing scrolls, everything is laid out whole.
const ENDLESS: Size = Size { width: 200, height: 20_000 };

/// The screen in lines.
#[derive(Debug)]
pub struct Plain {
    app: App,
    /// What was last said of the place where we are, so that it is not said again.
    told: String,
    /// What was last said of what lies over it.
    told_over: String,
    /// The bounds that were last said.
    bounds: String,
    /// Whether the place is to be told again.
    again: bool,
    /// What was last said of whether it is being recorded, and of which patient.
    told_recording: Option<(u64, Recording)>,
    /// What is said first, in place of the place: a list that was asked for.
    aside: Vec<String>,
}

/// What a line led to.
#[derive(Debug)]
pub struct Heard {
    /// What is said: whole lines, the last of which says what can be entered.
    pub text: String,
    /// What the outside is to do.
    pub effect: Effect,
}

impl Plain {
    /// The app, begun, and the first words.
    pub fn new(setup: Setup) -> (Plain, Heard) {
        let mut plain = Plain {
            app: App::new(setup),
            told: String::new(),
            told_over: String::new(),
            bounds: String::new(),
            again: false,
            told_recording: None,
            aside: Vec::new(),
        };
        let heard = plain.learn(Input::Resize(ENDLESS));
        (plain, heard)
    }

    /// The app as it stands.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// A line was entered.
    pub fn hear(&mut self, line: &str, now: Moment) -> Heard {
        self.app.now = now;
        self.app.said = None;
        let answers = self.answers();
        let effect = self.obey(line);
        self.app.fit();
        let text = self.news(&answers);
        Heard { text, effect }
    }

    /// A line was longer than any answer, so nothing of it is taken.
    pub fn refuse_long_line(&mut self) -> Heard {
        let answers = self.answers();
        let w = self.app.words();
        self.app.said = Some(format!("{}{}", w.not_accepted, w.line_too_long));
        Heard { text: self.news(&answers), effect: Effect::None }
    }

    /// Something else happened outside.
    pub fn learn(&mut self, input: Input) -> Heard {
        let answers = self.answers();
        // In another language all of it is new.
        if matches!(input, Input::Spoken(_) | Input::Opened(_)) {
            self.told.clear();
        }
        let effect = self.app.update(input);
        let text = self.news(&answers);
        Heard { text, effect }
    }

    /// The end of the input: the interview is abandoned, unless it had come to its end. Never an answer.
    pub fn end(&self) -> (String, Leave) {
        let Some(session) = self.app.session() else { return (String::new(), Leave::Done) };
        match session.visit.interview.outcome().status {
            // A level that the nurse chose is there all the same.
            Status::Incomplete if session.visit.chosen.is_some() => (String::new(), Leave::Abandoned),
            Status::Incomplete => (format!("{}\n", self.app.words().line_end), Leave::Abandoned),
            _ => (String::new(), Leave::Done),
        }
    }
}
