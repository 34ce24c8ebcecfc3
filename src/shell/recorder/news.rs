//! What is known of a patient, and what of it is new.

use std::collections::BTreeMap;

use super::super::keeper::Tray;
use crate::app::{self, App, Session, Spot};
use crate::export::{Chosen, Visit, answer_words, level_word};
use crate::interview::Interview;
use crate::questionnaire::{Level, QuestionIx, Questionnaire, RuleIx, Value};
use crate::record::{Began, Event, Half, HalfAnswer, Link, Place, Standing, Writing};

/// What is known of a patient.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Known {
    answers: BTreeMap<String, Value>,
    set_aside: Vec<String>,
    notes: BTreeMap<Option<String>, String>,
    chosen: Option<Chosen>,
    pub(super) place: Option<Place>,
    went_on: (Option<Level>, Vec<RuleIx>),
    language: String,
    reference: Option<String>,
    fingerprint: String,
    pub(super) half: Half,
}

impl Known {
    /// The same with nothing on the screen.
    pub(super) fn not_shown(self) -> Known {
        Known { place: None, ..self }
    }

    /// Whether anything was done that would be missed.
    pub(super) fn matters(&self) -> bool {
        !self.answers.is_empty() || !self.notes.is_empty() || self.chosen.is_some() || is_written(&self.half)
    }
}

/// Whether anything is typed or ticked, and not only a cursor moved.
fn is_written(half: &Half) -> bool {
    let answer = |half: &HalfAnswer| {
        !half.yes.is_empty()
            || !half.unsure.is_empty()
            || !half.typed.is_empty()
            || half.find.as_ref().is_some_and(|typed| !typed.is_empty())
    };
    half.writing.is_some() || half.answers.iter().any(answer)
}

/// What is on the screen.
pub(super) fn known(app: &App, session: &Session) -> Known {
    let visit = &session.visit;
    let questionnaire = visit.interview.questionnaire();
    let id = |index: QuestionIx| questionnaire[index].id.clone();
    let (level, hand_over) = session.went_on();
    Known {
        answers: answers(&visit.interview),
        set_aside: visit.interview.outcome().ignored.iter().map(|&index| id(index)).collect(),
        notes: visit.notes.iter().map(|(about, text)| (about.map(id), text.clone())).collect(),
        chosen: visit.chosen.clone(),
        place: Some(match session.spot() {
            Spot::Intro => Place::Intro,
            Spot::Question(index) => Place::Question(id(index)),
            Spot::Alarm => Place::Alarm,
            Spot::HandOver => Place::HandOver,
            Spot::Recommendation => Place::Recommendation,
        }),
        went_on: (level, hand_over.to_vec()),
        language: visit.questionnaire().language.clone(),
        reference: visit.reference.clone(),
        fingerprint: questionnaire.fingerprint.clone(),
        half: half(questionnaire, app.half()),
    }
}

fn answers(interview: &Interview) -> BTreeMap<String, Value> {
    let questions = interview.questionnaire().questions();
    let given = questions.filter_map(|(index, question)| Some((question, interview.answer(index)?)));
    given.map(|(question, answer)| (question.id.clone(), Value::of(question, answer))).collect()
}

/// What is half typed, by ids.
fn half(questionnaire: &Questionnaire, half: app::Half) -> Half {
    let answers = half.answers.into_iter().map(|half| {
        let question = &questionnaire[half.question];
        let ids = |places: &[usize]| places.iter().map(|&place| question.choices()[place].id.clone()).collect();
        HalfAnswer {
            question: question.id.clone(),
            cursor: half.cursor,
            yes: ids(&half.yes),
            unsure: ids(&half.unsure),
            typed: half.typed,
            find: half.find,
        }
    });
    let writing = half.writing.map(|writing| match writing {
        app::Writing::Note(about, text) => {
            Writing::Note { about: about.map(|index| questionnaire[index].id.clone()), text }
        }
        app::Writing::Reason(level, text) => Writing::Reason { level, text },
    });
    Half { answers: answers.collect(), writing }
}

/// How an interview begins.
pub(super) fn began(session: &Session, tray: &Tray) -> Began {
    let visit = &session.visit;
    let questionnaire = visit.interview.questionnaire();
    Began {
        questionnaire: questionnaire.id.clone(),
        title: questionnaire.title.clone(),
        version: questionnaire.version.to_string(),
        fingerprint: questionnaire.fingerprint.clone(),
        content: tray.content_of(&questionnaire.fingerprint),
        language: visit.questionnaire().language.clone(),
        draft: visit.draft.clone(),
        reference: visit.reference.clone(),
        earlier: visit.earlier.as_ref().map(|earlier| Link {
            interview: earlier.record.clone(),
            reference: earlier.reference.clone(),
            at: earlier.at,
            level: earlier.level.clone(),
        }),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// How the interview stands.
pub(super) fn standing(visit: &Visit) -> Standing {
    let outcome = visit.interview.outcome();
    let level = visit.chosen.as_ref().map(|chosen| chosen.level).or(outcome.urgency);
    let questionnaire = visit.interview.questionnaire();
    Standing {
        reference: visit.reference.clone(),
        status: outcome.status.word().to_owned(),
        floor: outcome.floor,
        ceiling: outcome.ceiling,
        computed: outcome.urgency,
        level,
        word: level.map(|level| level_word(questionnaire, level).to_owned()).unwrap_or_default(),
    }
}

/// What happened between the one and the other.
pub(super) fn news(before: &Known, now: &Known, session: &Session, tray: &Tray) -> Vec<Event> {
    let mut news = Vec::new();
    let visit = &session.visit;
    if !before.fingerprint.is_empty() && before.fingerprint != now.fingerprint {
        let lost = before.answers.keys().filter(|id| !now.answers.contains_key(*id));
        news.push(Event::Continued {
            version: visit.interview.questionnaire().version.to_string(),
            fingerprint: now.fingerprint.clone(),
            content: tray.content_of(&now.fingerprint),
            draft: visit.draft.clone(),
            changes: lost.cloned().collect(),
        });
    }
    if !before.language.is_empty() && before.language != now.language {
        news.push(Event::Spoke(now.language.clone()));
    }
    if !before.fingerprint.is_empty() && before.reference != now.reference {
        news.push(Event::Called { from: before.reference.clone(), to: now.reference.clone() });
    }
    news.extend(answered(before, now, session));
    let other = |from: &Known, to: &Known| -> Vec<String> {
        let kept = from.set_aside.iter().filter(|id| !to.set_aside.contains(id));
        kept.filter(|id| now.answers.contains_key(*id)).cloned().collect()
    };
    let (set_aside, returned) = (other(now, before), other(before, now));
    news.extend((!set_aside.is_empty()).then_some(Event::SetAside(set_aside)));
    news.extend((!returned.is_empty()).then_some(Event::Returned(returned)));
    let abouts = before.notes.keys().chain(now.notes.keys().filter(|about| !before.notes.contains_key(*about)));
    for about in abouts {
        let (from, to) = (before.notes.get(about).cloned(), now.notes.get(about).cloned());
        if from != to {
            news.push(Event::Noted { about: about.clone(), from, to });
        }
    }
    match (&before.chosen, &now.chosen) {
        (before, now) if before == now => {}
        (_, Some(Chosen { level, reason, floor })) => news.push(Event::Overridden {
            level: *level,
            reason: reason.clone(),
            computed: visit.interview.outcome().urgency,
            floor: *floor,
        }),
        (Some(chosen), None) => {
            news.push(Event::OverrideEnded { was: chosen.level, reason: chosen.reason.clone() });
        }
        (None, None) => {}
    }
    if before.went_on != now.went_on && now.went_on != (None, Vec::new()) {
        news.push(Event::WentOn);
    }
    if before.place != now.place {
        news.extend(now.place.clone().map(Event::Shown));
    }
    news
}

/// The answers that are new, changed or gone, in the order in which they were given.
fn answered(before: &Known, now: &Known, session: &Session) -> Vec<Event> {
    let visit = &session.visit;
    let gone = before.answers.iter().filter(|(id, _)| !now.answers.contains_key(*id));
    let mut events: Vec<Event> =
        gone.map(|(id, from)| Event::Withdrawn { question: id.clone(), from: from.clone() }).collect();
    for &index in &session.given {
        let question = &visit.questionnaire()[index];
        let (Some(answer), Some(to)) = (visit.interview.answer(index), now.answers.get(&question.id)) else { continue };
        let (id, asked) = (question.id.clone(), question.ask.clone());
        let words = answer_words(visit.words(), question, answer);
        match before.answers.get(&question.id) {
            Some(from) if from == to => {}
            Some(from) => {
                let (from, to) = (from.clone(), to.clone());
                events.push(Event::Revised { question: id, asked, from, to, words });
            }
            None => events.push(Event::Answered { question: id, asked, answer: to.clone(), words }),
        }
    }
    events
}
