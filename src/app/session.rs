//! One patient on the screen: the visit, and where in it we are.

use std::collections::BTreeMap;
use std::time::Duration;

use super::input::{Leave, Moment, Opened};
use super::keys::{Command, Scene};
use super::pages;
use super::question::Entry;
use super::recording::{HalfAnswer, Resumed, Spot};
use super::scroll::Scroll;
use crate::export::{Chosen, Tongue, Visit, alarm, hand_over, recommendation};
use crate::interview::{Interview, Outcome};
use crate::questionnaire::{Answer, Level, QuestionIx, RuleIx, Status};

/// One patient on the screen.
#[derive(Clone, Debug)]
pub struct Session {
    /// All that is known of the patient.
    pub visit: Visit,
    /// What is shown.
    pub(super) place: Place,
    /// Answered questions in the order in which they were answered, each once.
    pub given: Vec<QuestionIx>,
    /// Whether it is held in a kiosk.
    kiosk: bool,
    /// Answers in the making that were left unfinished.
    drafts: Vec<Entry>,
    /// What was last saved or copied.
    kept: Option<Kept>,
    /// The settled level after which the nurse went on with the questions.
    went_on_at: Option<Level>,
    /// The hand-overs after which the nurse went on with the questions.
    went_on_past: Vec<RuleIx>,
    /// Which patient of this terminal it is, from 1.
    pub number: u64,
}

/// For whom a patient's interview is held.
#[derive(Clone, Debug)]
pub struct By {
    /// Who asks, where that was said.
    pub operator: Option<String>,
    /// Which patient of this terminal it is.
    pub number: u64,
    /// Whether it is held in a kiosk.
    pub kiosk: bool,
}

/// What can be lost of a patient.
#[derive(Clone, Debug, PartialEq)]
struct Kept {
    answers: Vec<Option<Answer>>,
    notes: BTreeMap<Option<QuestionIx>, String>,
    chosen: Option<Chosen>,
}

/// What is shown of a patient.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// The words before the first question.
    Intro(Scroll),
    /// A question.
    Question(Entry),
    /// The settled level, over the whole screen, since then.
    Alarm(Scroll, Duration),
    /// To whom the patient is handed over.
    HandOver(Scroll),
    /// The recommendation.
    Result(Scroll),
}

impl Session {
    /// A new patient, at the intro or, where there is none or it is known, the first question. A kiosk has a start screen of
    /// its own.
    pub fn new(opened: &Opened, reference: Option<String>, by: By, skip_intro: bool, now: Moment) -> Session {
        let kiosk = by.kiosk;
        let visit = Visit {
            interview: Interview::new(opened.plan.clone()),
            notes: Default::default(),
            chosen: None,
            draft: opened.draft.clone(),
            reference,
            tongue: opened.tongue.clone(),
            answered_in: Default::default(),
            record: None,
            operator: by.operator,
            began: now.wall,
            earlier: None,
        };
        let intro = if kiosk { pages::start } else { pages::intro };
        let intro = intro(&visit, now.wall.date());
        let skip = skip_intro || (visit.questionnaire().intro.is_none() && !kiosk);
        let mut session = Session {
            visit,
            place: Place::Intro(Scroll::new(intro)),
            given: Vec::new(),
            kiosk,
            drafts: Vec::new(),
            kept: None,
            went_on_at: None,
            went_on_past: Vec::new(),
            number: by.number,
        };
        if skip {
            session.advance(now);
        }
        session
    }

    /// A patient from the store, where the interview was left.
    pub fn resume(resumed: Resumed, by: By, now: Moment) -> Session {
        let Resumed { visit, given, opened, spot, went_on, half, newer: _ } = resumed;
        let mut session = Session::new(&opened, None, by, true, now);
        (session.visit, session.given) = (visit, given);
        let visit = &session.visit;
        let questionnaire = visit.interview.questionnaire();
        let drafts = half.answers.iter().map(|half| {
            let question = &questionnaire[half.question];
            let mut entry = Entry::new(half.question, question, visit.interview.answer(half.question));
            entry.take_up(half, question);
            entry
        });
        let drafts: Vec<Entry> = drafts.collect();
        if went_on {
            session.went_on_at = settled(session.visit.interview.outcome());
            session.went_on_past = session.visit.interview.outcome().hand_over.clone();
        }
        // Before what was half typed is there: the place that it was begun at is none of it.
        session.place = Place::HandOver(Scroll::default());
        session.drafts = drafts;
        match spot {
            Spot::Question(question) if session.visit.interview.is_asked(question) => session.visit_question(question),
            Spot::Intro if session.given.is_empty() && session.drafts.is_empty() => {
                session.place = Place::Intro(Scroll::new(pages::intro(&session.visit, now.wall.date())));
            }
            Spot::HandOver if session.visit.interview.outcome().status == Status::HandedOver => {
                session.place = Place::HandOver(Scroll::new(hand_over(&session.visit)));
            }
            Spot::Alarm => {
                // Seen or not: a level that takes over the screen does so again.
                session.went_on_at = None;
                session.advance(now);
            }
            Spot::Recommendation => session.end(now),
            _ => session.advance(now),
        }
        session
    }

    /// Goes on with other content, with those answers. Notes and what is written to no question stay.
    pub(super) fn go_on_with(&mut self, opened: &Opened, answers: Vec<(QuestionIx, Answer)>, now: Moment) {
        let old = self.visit.interview.questionnaire();
        let new = &opened.plan.questionnaire;
        let find = |index: QuestionIx| new.find(&old[index].id);
        let notes = std::mem::take(&mut self.visit.notes);
        let notes = notes.into_iter().map(|(about, text)| (about.and_then(find), text));
        // Two may stand at the whole now.
        let mut kept: BTreeMap<Option<QuestionIx>, String> = BTreeMap::new();
        for (about, text) in notes {
            kept.entry(about).and_modify(|note| *note = format!("{note}; {text}")).or_insert(text);
        }
        let given = self.given.iter().filter_map(|&index| find(index));
        let given: Vec<QuestionIx> = given.filter(|index| answers.iter().any(|(known, _)| known == index)).collect();
        let mut all = vec![None; new.questions.len()];
        for (index, answer) in answers {
            all[index.at()] = Some(answer);
        }
        self.visit.notes = kept;
        self.visit.interview = Interview::with(opened.plan.clone(), all);
        self.visit.tongue = opened.tongue.clone();
        self.visit.draft = opened.draft.clone();
        self.visit.withdraw_outdated_choice();
        self.given = given;
        (self.went_on_at, self.went_on_past) = (None, Vec::new());
        self.drafts.clear();
        self.place = Place::HandOver(Scroll::default());
        self.advance(now);
    }

    /// What is on the screen.
    pub fn spot(&self) -> Spot {
        match &self.place {
            Place::Intro(_) => Spot::Intro,
            Place::Question(entry) => Spot::Question(entry.question),
            Place::Alarm(..) => Spot::Alarm,
            Place::HandOver(_) => Spot::HandOver,
            Place::Result(_) => Spot::Recommendation,
        }
    }

    /// What is half typed of answers; the last one is that on the screen, if a question is.
    pub(super) fn half(&self) -> Vec<HalfAnswer> {
        let here = match &self.place {
            Place::Question(entry) => {
                let fresh = self.fresh(entry.question);
                (entry.half() != fresh.half()).then(|| entry.half())
            }
            _ => None,
        };
        self.drafts.iter().map(Entry::half).chain(here).collect()
    }

    /// The settled level and the hand-overs after which the nurse went on with the questions.
    pub fn went_on(&self) -> (Option<Level>, &[RuleIx]) {
        (self.went_on_at, &self.went_on_past)
    }

    /// What is shown, as far as keys are concerned.
    pub fn scene(&self) -> Scene {
        match &self.place {
            Place::Intro(_) => Scene::Intro,
            Place::Question(entry) => entry.scene(&self.visit.questionnaire()[entry.question]),
            Place::Alarm(..) => Scene::Alarm,
            Place::HandOver(_) => Scene::HandOver,
            Place::Result(_) => Scene::Result,
        }
    }

    /// The question on the screen.
    pub fn question(&self) -> Option<QuestionIx> {
        match &self.place {
            Place::Question(entry) => Some(entry.question),
            _ => None,
        }
    }

    /// The page on the screen.
    pub fn scroll(&self) -> Option<&Scroll> {
        match &self.place {
            Place::Question(_) => None,
            Place::Intro(scroll) | Place::Alarm(scroll, _) | Place::HandOver(scroll) | Place::Result(scroll) => {
                Some(scroll)
            }
        }
    }

    /// The page on the screen.
    pub fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match &mut self.place {
            Place::Question(_) => None,
            Place::Intro(scroll) | Place::Alarm(scroll, _) | Place::HandOver(scroll) | Place::Result(scroll) => {
                Some(scroll)
            }
        }
    }

    /// To what follows from the answers: what takes over the screen, the next question, or the recommendation.
    pub fn advance(&mut self, now: Moment) {
        self.keep_draft();
        let outcome = self.visit.interview.outcome();
        let settled = settled(outcome);
        if settled.is_none() {
            self.went_on_at = None;
        }
        self.place = if settled.is_some() && settled != self.went_on_at {
            Place::Alarm(Scroll::new(alarm(&self.visit)), now.uptime)
        } else if outcome.status == Status::HandedOver && outcome.hand_over != self.went_on_past {
            Place::HandOver(Scroll::new(hand_over(&self.visit)))
        } else if let Some(next) = self.visit.interview.next_question() {
            self.entry(next)
        } else {
            self.result(now)
        };
    }

    /// Goes on with the questions after the level is settled or the patient handed over.
    pub fn go_on(&mut self, now: Moment) {
        let outcome = self.visit.interview.outcome();
        self.went_on_at = settled(outcome);
        self.went_on_past = outcome.hand_over.clone();
        self.advance(now);
    }

    /// To the recommendation, or to that there is none.
    pub fn end(&mut self, now: Moment) {
        self.keep_draft();
        self.place = self.result(now);
    }

    /// To a question that is asked.
    pub fn visit_question(&mut self, question: QuestionIx) {
        self.keep_draft();
        self.place = self.entry(question);
    }

    /// To the question before this one; from the end, to the last one that was answered. `false` where there is none.
    pub fn back(&mut self) -> bool {
        let interview = &self.visit.interview;
        let to = match &self.place {
            Place::Question(entry) => interview.before(entry.question),
            Place::Result(_) if interview.outcome().status == Status::Incomplete => interview.next_question(),
            _ => {
                let given = self.given.iter().rev().copied().find(|&question| interview.is_asked(question));
                given.or_else(|| interview.asked().next_back())
            }
        };
        if let Some(to) = to {
            self.visit_question(to);
        }
        to.is_some()
    }

    /// Gives an answer to the question on the screen and goes on. Whether this withdrew the nurse's own level.
    pub fn answer(&mut self, question: QuestionIx, answer: Answer, now: Moment) -> bool {
        self.visit.interview.set(question, Some(answer));
        self.visit.note_tongue();
        self.given.retain(|&given| given != question);
        self.given.push(question);
        let withdrawn = self.visit.withdraw_outdated_choice();
        if let Place::Question(entry) = &mut self.place {
            // Nothing unfinished is left of it: forget what was typed to make it.
            let content = self.visit.interview.questionnaire();
            *entry = Entry::new(entry.question, &content[entry.question], self.visit.interview.answer(entry.question));
        }
        self.drafts.retain(|draft| draft.question != question);
        self.advance(now);
        withdrawn
    }

    /// Makes the page on the screen anew after a note or the nurse's own level changed it.
    pub fn refresh(&mut self, now: Moment) {
        let page = match &self.place {
            Place::Alarm(..) => alarm(&self.visit),
            Place::HandOver(_) => hand_over(&self.visit),
            Place::Result(_) => recommendation(&self.visit, now.wall),
            Place::Intro(_) | Place::Question(_) => return,
        };
        if let Some(scroll) = self.scroll_mut() {
            scroll.replace(page);
        }
    }

    /// Tells everything in another language from here on.
    pub fn speak(&mut self, tongue: Tongue, now: Moment) {
        self.visit.tongue = tongue;
        match &mut self.place {
            Place::Intro(scroll) => {
                let intro = if self.kiosk { pages::start } else { pages::intro };
                scroll.replace(intro(&self.visit, now.wall.date()));
            }
            // The order of what is found goes by the names.
            Place::Question(entry) => {
                let at = entry.find.as_ref().and_then(|find| find.found.get(entry.cursor).copied());
                entry.refind(&self.visit.questionnaire()[entry.question]);
                let found = entry.find.as_ref().and_then(|find| find.found.iter().position(|&it| Some(it) == at));
                entry.cursor = found.unwrap_or(entry.cursor);
            }
            Place::Alarm(..) | Place::HandOver(_) | Place::Result(_) => self.refresh(now),
        }
    }

    /// Shows the beginning of the page, where the level stands.
    pub fn to_the_top(&mut self) {
        if let Some(scroll) = self.scroll_mut() {
            scroll.scroll(Command::Home);
        }
    }

    /// Whether anything would be lost that was neither saved nor copied.
    pub fn would_lose(&self) -> bool {
        let anything = self.visit.answered() > 0 || !self.visit.notes.is_empty() || self.visit.chosen.is_some();
        anything && self.kept.as_ref() != Some(&self.all())
    }

    /// How the program is left from here: an interview that is not finished is abandoned, on record or not.
    pub(super) fn leaving(&self) -> Leave {
        match self.visit.interview.outcome().status {
            Status::Incomplete => Leave::Abandoned,
            _ => Leave::Done,
        }
    }

    /// Whether the next patient would take away more than a finished recommendation, which is there to be left.
    pub fn would_lose_work(&self) -> bool {
        let incomplete = self.visit.interview.outcome().status == Status::Incomplete;
        let added = !self.visit.notes.is_empty() || self.visit.chosen.is_some();
        self.would_lose() && (incomplete || added || self.question().is_some())
    }

    /// Everything up to now was saved or copied.
    pub fn keep(&mut self) {
        self.kept = Some(self.all());
    }

    /// All that was answered, written and chosen.
    fn all(&self) -> Kept {
        let questions = self.visit.questionnaire().questions();
        Kept {
            answers: questions.map(|(question, _)| self.visit.interview.answer(question).cloned()).collect(),
            notes: self.visit.notes.clone(),
            chosen: self.visit.chosen.clone(),
        }
    }

    /// Drops what was changed of an answer and not confirmed; says whether there was anything. What is ticked or typed
    /// of a question that has no answer yet is kept, see [`Session::keep_draft`].
    pub fn drop_unconfirmed(&mut self) -> bool {
        let Place::Question(entry) = &self.place else { return false };
        let fresh = self.fresh(entry.question);
        let answered = self.visit.interview.answer(entry.question).is_some();
        let changed = answered && (entry.ticks != fresh.ticks || entry.field != fresh.field);
        if changed {
            self.place = Place::Question(fresh);
        }
        changed
    }

    fn result(&self, now: Moment) -> Place {
        Place::Result(Scroll::new(recommendation(&self.visit, now.wall)))
    }

    fn entry(&mut self, question: QuestionIx) -> Place {
        let kept = self.drafts.iter().position(|draft| draft.question == question);
        Place::Question(match kept {
            Some(kept) => self.drafts.swap_remove(kept),
            None => self.fresh(question),
        })
    }

    fn fresh(&self, question: QuestionIx) -> Entry {
        Entry::new(question, &self.visit.questionnaire()[question], self.visit.interview.answer(question))
    }

    /// Keeps what was ticked or typed and not confirmed.
    fn keep_draft(&mut self) {
        if let Place::Question(entry) = &self.place {
            let fresh = self.fresh(entry.question);
            let answered = self.visit.interview.answer(entry.question).is_some();
            if !answered && (entry.ticks != fresh.ticks || entry.field != fresh.field) {
                let kept = Entry { find: fresh.find, ..entry.clone() };
                self.drafts.retain(|draft| draft.question != kept.question);
                self.drafts.push(kept);
            }
        }
    }
}

/// The level that takes over the screen: red, or the one at which nothing can change any more.
fn settled(outcome: &Outcome) -> Option<Level> {
    if outcome.inconsistent.is_some() {
        return Some(Level::Red);
    }
    outcome.floor.filter(|&floor| floor == Level::Red || outcome.status == Status::Stopped)
}
