//! All that is known of one patient, and how it is said.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::interview::Interview;
use crate::questionnaire::{
    Answer, AnswerKind, Decimal, Level, Number, Question, QuestionIx, Questionnaire, Source, Translation,
};
use crate::words::{self, Words};

/// One patient: the interview, and what the nurse added to it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Questions and answers.
    pub interview: Interview,
    /// What the nurse wrote, to a question or (`None`) to the whole. No empty ones.
    pub notes: BTreeMap<Option<QuestionIx>, String>,
    /// The level that the nurse chose in place of the computed one.
    pub chosen: Option<Chosen>,
    /// Why the questionnaire runs as a draft, if it does.
    pub draft: Option<String>,
    /// What the patient is called in the outputs.
    pub reference: Option<String>,
    /// In which words it is told.
    pub tongue: Tongue,
    /// The translations in which anything was answered, by tag, each with whether a clinician had reviewed it.
    pub answered_in: BTreeMap<String, bool>,
    /// What it is called in the store, where it was taken from there.
    pub record: Option<String>,
    /// Who asks, where that was said.
    pub operator: Option<String>,
    /// When it began, in local time.
    pub began: DateTime,
    /// The visit of the same patient that this one triages again.
    pub earlier: Option<Earlier>,
}

/// A visit on record, as the one that triages its patient again names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// What the record is called in the store.
    pub record: String,
    /// What the patient was called.
    pub reference: Option<String>,
    /// When it ended, in local time.
    pub at: DateTime,
    /// The level that it ended in, the nurse's own where she chose one, with its word in the content of then; `None`
    /// where it ended without one.
    pub level: Option<(Level, String)>,
}

/// Where and when a visit stands on record: what outputs need that other systems read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// What the record is called in the store: 32 hexadecimal digits, at random.
    pub record: String,
    /// When the visit began.
    pub began: Timestamp,
    /// When it ended; of one that is not finished, when it was last changed.
    pub ended: Timestamp,
}

/// A language to tell a visit in.
#[derive(Clone, Debug)]
pub struct Tongue {
    /// The program's own words.
    pub words: &'static Words,
    /// The questionnaire in another language; `None` is its own.
    pub translation: Option<Rc<Translation>>,
}

impl Tongue {
    /// The questionnaire's own language; the program's words are English where it does not speak that.
    pub fn of(questionnaire: &Questionnaire) -> Tongue {
        Tongue { words: words::of(&questionnaire.language).unwrap_or(&words::ENGLISH), translation: None }
    }
}

/// A level chosen by the nurse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// The level.
    pub level: Level,
    /// Why; empty only where the level was raised.
    pub reason: String,
    /// The floor when it was chosen.
    pub floor: Option<Level>,
}

impl Visit {
    /// The content, in the words of the visit's tongue.
    pub fn questionnaire(&self) -> &Questionnaire {
        match &self.tongue.translation {
            Some(translation) => &translation.questionnaire,
            None => self.interview.questionnaire(),
        }
    }

    /// The program's own words.
    pub fn words(&self) -> &'static Words {
        self.tongue.words
    }

    /// How many questions were answered and can still come, in a sentence or, where there is little room, less.
    pub fn progress(&self, short: bool) -> String {
        let outcome = self.interview.outcome();
        let left = outcome.unanswered.len();
        self.words().progress(self.interview.asked().count() - left, (outcome.certain, left), short)
    }

    /// Notes that something is answered in the present words.
    pub fn note_tongue(&mut self) {
        if let Some(translation) = &self.tongue.translation {
            self.answered_in.insert(translation.questionnaire.language.clone(), translation.reviewed.is_some());
        }
    }

    /// The visit as it goes on record: in the questionnaire's own language, whatever it was held in.
    pub fn on_record(&self) -> Visit {
        Visit { tongue: Tongue::of(self.interview.questionnaire()), ..self.clone() }
    }

    /// The level that counts: the nurse's own where she chose one, else the recommendation. Where something cannot be, the
    /// most urgent one that there is.
    pub fn level(&self) -> Option<Level> {
        let outcome = self.interview.outcome();
        if outcome.inconsistent.is_some() {
            return most_urgent(self.questionnaire());
        }
        self.chosen.as_ref().map(|chosen| chosen.level).or(outcome.urgency)
    }

    /// What a level chosen by the nurse is measured against: the recommendation, or what the interview can still end
    /// in.
    pub fn measure(&self) -> Option<Level> {
        let outcome = self.interview.outcome();
        outcome.urgency.or(outcome.ceiling)
    }

    /// Whether a level is less urgent than what the interview ends in or can still end in; any is where that is nothing,
    /// as over a hand-over: then too the nurse writes why.
    pub fn lowers(&self, level: Level) -> bool {
        self.measure().is_none_or(|measure| level > measure)
    }

    /// Takes the nurse's level back where the floor has since risen above it: what is sure now was not when it was
    /// chosen. Says whether it did.
    pub fn withdraw_outdated_choice(&mut self) -> bool {
        let floor = self.interview.outcome().floor;
        let outdated = self.chosen.as_ref().is_some_and(|chosen| {
            floor.is_some_and(|floor| floor < chosen.level && chosen.floor.is_none_or(|then| floor < then))
        });
        if outdated {
            self.chosen = None;
        }
        outdated
    }

    /// How many questions were answered, asked at present or not.
    pub fn answered(&self) -> usize {
        self.questionnaire().questions().filter(|(question, _)| self.interview.answer(*question).is_some()).count()
    }
}

/// Whether the content's clinical review is current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    /// It is.
    Current,
    /// It was due.
    Overdue,
    /// Today is before the last review: the clock is wrong.
    ClockWrong,
}

impl Review {
    /// How the review stands on that day.
    pub fn on(questionnaire: &Questionnaire, today: Date) -> Review {
        if today < questionnaire.reviewed {
            Review::ClockWrong
        } else if today > questionnaire.review_due {
            Review::Overdue
        } else {
            Review::Current
        }
    }
}

/// The most urgent level that the questionnaire has.
pub(super) fn most_urgent(questionnaire: &Questionnaire) -> Option<Level> {
    Level::ALL.into_iter().find(|&level| questionnaire.disposition(level).is_some())
}

/// The level's word in this questionnaire.
pub fn level_word(questionnaire: &Questionnaire, level: Level) -> &str {
    questionnaire.disposition(level).map_or(level.word(), |disposition| &disposition.title)
}

/// The answer in words.
pub fn answer_words(w: &Words, question: &Question, answer: &Answer) -> String {
    let labels = |choices: &[usize]| labels(question, choices, ", ");
    match answer {
        Answer::Unsure => w.not_sure.to_owned(),
        Answer::YesNo(true) => w.yes.to_owned(),
        Answer::YesNo(false) => w.no.to_owned(),
        Answer::One(choice) => labels(&[*choice]),
        Answer::Many { yes, unsure } => match (yes.is_empty(), unsure.is_empty()) {
            (true, true) => w.none_of_these.to_owned(),
            (false, true) => labels(yes),
            (true, false) => format!("{}: {}", w.not_sure, labels(unsure)),
            (false, false) => format!("{}; {}: {}", labels(yes), w.not_sure, labels(unsure)),
        },
        Answer::Number(value) => match &question.answer {
            AnswerKind::Number(number) => format!("{} {}", number_words(number, *value), number.unit).trim().to_owned(),
            _ => value.to_string(),
        },
        Answer::Text(text) if text.is_empty() => w.nothing.to_owned(),
        Answer::Text(text) => text.clone(),
    }
}

/// The names of these choices.
pub(super) fn labels(question: &Question, choices: &[usize], between: &str) -> String {
    choices.iter().map(|&choice| question.choices()[choice].label.as_str()).collect::<Vec<_>>().join(between)
}

/// The scaled number as it is written.
pub fn number_words(number: &Number, value: i64) -> String {
    Decimal::scaled(value, number.decimals).to_string()
}

/// The source in one line, without its address.
pub fn source_words(source: &Source) -> String {
    let year = source.year.map_or_else(String::new, |year| format!(", {year}"));
    format!("{}: {}{year}", source.publisher, source.title)
}
