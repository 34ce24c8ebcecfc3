//! The screens about records: what is unfinished, what is on record, reading it, and a newer version.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::field::Field;
use super::keys::Command;
use super::recording::{PastState, RecordAsk, RecordReply, Recording, Resumed, Writing};
use super::session::Session;
use super::sheet::{Outlet, Sheet, Sure, picked};
use super::{App, Effect, Opened, Scroll, pages};
use crate::export::{Visit, note, recommendation, retriage, with_answer};
use crate::interview::Interview;
use crate::questionnaire::{Answer, Question, QuestionIx, Value, fit};
use crate::text::{Page, Span, Tone};
use crate::words::fill;

impl App {
    /// How recording goes from here on.
    pub(super) fn hear_recording(&mut self, recording: Recording) {
        let news = recording.news(&self.recording, self.words);
        self.recording = recording;
        self.behind &= self.recording != Recording::On;
        if let Some(news) = news {
            self.tell(news);
        }
    }

    /// What the store answers.
    pub(super) fn hear_record(&mut self, reply: RecordReply) {
        self.said = None;
        match reply {
            RecordReply::Listed(list) => self.put_list(Sheet::History(list, 0)),
            RecordReply::Unfinished(list) => match list.is_empty() {
                true => self.sheets.retain(|sheet| !matches!(sheet, Sheet::Unfinished(..))),
                false => self.put_list(Sheet::Unfinished(list, 0)),
            },
            RecordReply::Resumed(resumed) => self.resume(*resumed),
            RecordReply::Read(visit, at) => {
                let mut page = Page::default();
                page.text(Tone::Quiet, self.words.records.read_only);
                page.gap();
                page.append(recommendation(&visit, at));
                self.sheets.push(Sheet::Record { visit, at, scroll: Scroll::new(page) });
            }
            RecordReply::Again(opened, earlier) => {
                self.reference.clone_from(&earlier.reference);
                // The next patient begins with what was open before.
                let before = self.opened.take();
                self.begin(*opened, true);
                self.opened = before.or(self.opened.take());
                if let Some(session) = &mut self.session {
                    session.visit.earlier = Some(earlier);
                    let text = retriage(&session.visit);
                    text.into_iter().for_each(|text| self.tell(text));
                }
            }
            RecordReply::Failed(why) => self.tell(fill(self.words.records.unreadable, &[("why", &why)])),
        }
    }

    /// A list in place of one of its kind, with the cursor where it was.
    fn put_list(&mut self, mut list: Sheet) {
        let same = |sheet: &Sheet| std::mem::discriminant(sheet) == std::mem::discriminant(&list);
        if let Some(at) = self.sheets.iter().position(same) {
            if let (
                Sheet::History(items, cursor) | Sheet::Unfinished(items, cursor),
                Sheet::History(_, was) | Sheet::Unfinished(_, was),
            ) = (&mut list, &self.sheets[at])
            {
                *cursor = (*was).min(items.len().saturating_sub(1));
            }
            self.sheets[at] = list;
        } else {
            self.sheets.push(list);
        }
    }

    /// What is on record, if there is a store.
    pub(super) fn history(&mut self) -> Effect {
        if self.recording == Recording::Off {
            self.said = Some(self.words.records.no_store.to_owned());
            return Effect::None;
        }
        Effect::Record(RecordAsk::List)
    }

    /// A key on what was found on record; `None` where something else lies on top.
    pub(super) fn obey_on_records(&mut self, command: Command) -> Option<Effect> {
        let page = self.page();
        let effect = match self.sheets.last_mut()? {
            Sheet::Unfinished(list, cursor) => {
                if command == Command::Discard {
                    let past = list.get(*cursor)?;
                    let reference =
                        past.reference.clone().unwrap_or_else(|| self.words.records.no_reference.to_owned());
                    let text = format!("{reference}. {}", self.words.records.discard_means);
                    let sure = Sure::Discard(past.record.clone());
                    let page = pages::sure(self.words.records.discard_head, &text);
                    self.sheets.push(Sheet::Sure(sure, Scroll::new(page)));
                    return Some(Effect::None);
                }
                match picked(cursor, command, list.len(), page).and_then(|place| list.get(place)) {
                    Some(past) => Effect::Record(RecordAsk::Resume(past.record.clone())),
                    None => Effect::None,
                }
            }
            Sheet::History(list, cursor) => {
                match picked(cursor, command, list.len(), page).and_then(|place| list.get(place)) {
                    Some(past) if past.state == PastState::Unfinished => {
                        Effect::Record(RecordAsk::Resume(past.record.clone()))
                    }
                    Some(past) => Effect::Record(RecordAsk::Read(past.record.clone())),
                    None => Effect::None,
                }
            }
            Sheet::Outlets(cursor) => {
                let taken = picked(cursor, command, Outlet::ALL.len(), page).and_then(|place| Outlet::ALL.get(place));
                match taken {
                    Some(&outlet) => {
                        self.sheets.pop();
                        self.hand_out(outlet)
                    }
                    None => Effect::None,
                }
            }
            Sheet::Record { .. } if command == Command::Save => self.save(),
            Sheet::Record { visit, at, scroll } => match command {
                Command::Copy => {
                    let text = note(visit, *at);
                    self.said = Some(self.words.copied.to_owned());
                    Effect::Copy(text)
                }
                Command::Again => match visit.record.clone() {
                    Some(record) => Effect::Record(RecordAsk::Again(record)),
                    None => Effect::None,
                },
                Command::Accept => {
                    scroll.scroll(Command::PageDown);
                    Effect::None
                }
                _ => Effect::None,
            },
            Sheet::Newer(..) => match command {
                Command::Newer => {
                    if let Some(Sheet::Newer(resumed, _)) = self.sheets.pop() {
                        self.go_on_with_newer(*resumed);
                    }
                    Effect::None
                }
                Command::Accept => {
                    self.sheets.pop();
                    Effect::None
                }
                _ => Effect::None,
            },
            _ => return None,
        };
        if let Effect::Record(_) = effect {
            // A questionnaire may have to be proved again first.
            self.said = Some(self.words.opening.to_owned());
            self.stepped = true;
        }
        Some(effect)
    }

    /// Goes on with an interview from the store.
    fn resume(&mut self, resumed: Resumed) {
        let Resumed { opened, newer, .. } = &resumed;
        let version = opened.plan.questionnaire.version.to_string();
        self.sheets.clear();
        self.before = None;
        self.words = opened.tongue.words;
        let newer = newer.clone();
        let writing = resumed.half.writing.clone();
        let by = self.by();
        let session = Session::resume(resumed, by, self.now);
        self.sheets.extend(writing.map(|writing| match writing {
            Writing::Note(about, text) => Sheet::Note { about, field: Field::new(text) },
            Writing::Reason(level, text) => {
                Sheet::Reason { level, lowers: session.visit.lowers(level), field: Field::new(text) }
            }
        }));
        self.session = Some(session);
        match newer {
            Some(newer) => {
                let Some(session) = &self.session else { return };
                let page = newer_page(&session.visit, &newer);
                self.sheets.push(Sheet::Newer(Box::new(newer), Scroll::new(page)));
            }
            None => self.said = Some(fill(self.words.records.resumed, &[("version", &version)])),
        }
    }

    /// Puts the answers to the questions of the newer version, and goes on with that.
    fn go_on_with_newer(&mut self, newer: Opened) {
        let Some(session) = &mut self.session else { return };
        let carried = carry(&session.visit.interview, &newer);
        session.go_on_with(&newer, carried.answers, self.now);
        self.words = newer.tongue.words;
    }
}

/// The answers of an interview under other content.
struct Carried {
    /// What can be carried over, in the order of the questions.
    answers: Vec<(QuestionIx, Answer)>,
    /// The questions, of the old content, whose answers cannot.
    lost: Vec<QuestionIx>,
}

/// Carries the answers over. One whose question or choices are worded in another way is not: it was given to other words.
fn carry(interview: &Interview, newer: &Opened) -> Carried {
    let old = interview.questionnaire();
    let new = &newer.plan.questionnaire;
    let given = || old.questions().filter_map(|(index, question)| Some((index, question, interview.answer(index)?)));
    let same = |question: &Question| {
        new.find(&question.id).is_some_and(|index| {
            let other = &new[index];
            let labels =
                |question: &Question| question.choices().iter().map(|choice| choice.label.clone()).collect::<Vec<_>>();
            (&other.ask, &other.help) == (&question.ask, &question.help) && labels(other) == labels(question)
        })
    };
    let values = given()
        .filter(|(_, question, _)| same(question))
        .map(|(_, question, answer)| (question.id.clone(), Value::of(question, answer)));
    let (answers, _) = fit(new, values);
    let has = |id: &str| answers.iter().any(|(index, _)| new[*index].id == id);
    let lost = given().filter(|(_, question, _)| !has(&question.id)).map(|(index, ..)| index).collect();
    Carried { answers, lost }
}

/// That a newer version is installed, and what it would change for this patient.
fn newer_page(visit: &Visit, newer: &Opened) -> Page {
    let w = visit.words();
    let r = &w.records;
    let mut page = Page::default();
    let (old_version, new_version) = (&visit.questionnaire().version, &newer.plan.questionnaire.version);
    page.text(Tone::Strong, r.newer_head);
    page.gap();
    page.text(Tone::Plain, fill(r.newer, &[("old", old_version), ("new", new_version)]));
    page.heading(r.newer_changes);
    let carried = carry(&visit.interview, newer);
    let mut answers = vec![None; newer.plan.questionnaire.questions.len()];
    for (index, answer) in carried.answers {
        answers[index.at()] = Some(answer);
    }
    let after = Visit {
        interview: Interview::with(Rc::clone(&newer.plan), answers),
        tongue: newer.tongue.clone(),
        notes: BTreeMap::new(),
        ..visit.clone()
    };
    let bounds = |visit: &Visit| {
        let outcome = visit.interview.outcome();
        pages::bounds_words(visit, (outcome.floor, outcome.ceiling))
    };
    let moved = bounds(visit) != bounds(&after);
    if moved {
        for (word, text) in [(w.from, bounds(visit)), (w.to, bounds(&after))] {
            page.item(Span::new(Tone::Plain, word), Span::new(Tone::Strong, text));
        }
    }
    let ids = |visit: &Visit| -> Vec<String> {
        visit.interview.asked().map(|index| visit.questionnaire()[index].id.clone()).collect()
    };
    let (before_ids, after_ids) = (ids(visit), ids(&after));
    let only = |of: &Visit, others: &[String]| -> Vec<String> {
        let asked = of.interview.asked().map(|index| &of.questionnaire()[index]);
        asked.filter(|question| !others.contains(&question.id)).map(|question| question.ask.clone()).collect()
    };
    let lost: Vec<String> = carried.lost.iter().map(|&index| with_answer(visit, index)).collect();
    let lists =
        [(r.newer_lost, lost), (r.newer_asks, only(&after, &before_ids)), (r.newer_drops, only(visit, &after_ids))];
    if !moved && lists.iter().all(|(_, list)| list.is_empty()) {
        page.text(Tone::Plain, r.newer_nothing);
    }
    for (heading, list) in lists {
        if !list.is_empty() {
            page.text(Tone::Plain, heading);
        }
        for text in list {
            page.item(Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, text));
        }
    }
    page
}
