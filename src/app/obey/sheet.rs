//! What each key does on what lies over a patient's screen.

use super::super::keys::Command;
use super::super::question::moved;
use super::super::sheet::{Sheet, Sure, levels, listed, picked};
use super::super::{App, Effect, Leave, RecordAsk, Session};
use crate::export::{Chosen, Tongue};
use crate::questionnaire::Level;

impl App {
    pub(super) fn obey_on_sheet(&mut self, command: Command) -> Effect {
        let w = self.words;
        let page = self.page();
        if command == Command::Close {
            self.sheets.pop();
            return Effect::None;
        }
        let Some(sheet) = self.sheets.last_mut() else { return Effect::None };
        if let Some(scroll) = sheet.scroll_mut()
            && scroll.scroll(command)
        {
            return Effect::None;
        }
        if command == Command::Accept
            && let Sheet::Sure(sure @ Sure::Discard(_), _) = sheet
        {
            let sure = sure.clone();
            self.sheets.pop();
            return self.go_through_with(sure);
        }
        if let Some(effect) = self.obey_on_records(command) {
            return effect;
        }
        let (Some(session), Some(sheet)) = (&mut self.session, self.sheets.last_mut()) else { return Effect::None };
        match (&mut *sheet, command) {
            (Sheet::Review(cursor), _) => {
                let listed = listed(&session.visit);
                let under = listed.get(*cursor).copied();
                match (command, under) {
                    (Command::Accept, Some(question)) if session.visit.interview.is_asked(question) => {
                        session.visit_question(question);
                        self.sheets.clear();
                    }
                    (Command::Accept, Some(_)) => self.say(w.not_asked_now),
                    (Command::Note, Some(question)) => self.note(Some(question)),
                    _ => *cursor = moved(*cursor, command, listed.len(), page),
                }
            }
            (Sheet::Override(cursor), _) => {
                let levels = levels(&session.visit);
                if let Some(&level) = picked(cursor, command, levels.len(), page).and_then(|place| levels.get(place)) {
                    self.choose(level);
                }
            }
            (Sheet::Languages(tags, cursor), _) => {
                let taken = picked(cursor, command, tags.len(), page).and_then(|place| tags.get(place));
                if let Some(tag) = taken.cloned() {
                    self.sheets.pop();
                    return self.choose_language(tag);
                }
            }
            (Sheet::Reason { level, lowers, field }, Command::Accept) => {
                let reason = field.text().trim().to_owned();
                if *lowers && reason.is_empty() {
                    self.say(&format!("{}{}", w.not_accepted, w.reason_needed));
                    return Effect::None;
                }
                session.visit.chosen =
                    Some(Chosen { level: *level, reason, floor: session.visit.interview.outcome().floor });
                self.sheets.clear();
                session.refresh(self.now);
                session.to_the_top();
            }
            (Sheet::Note { about, field }, Command::Accept) => {
                let text = field.text().trim().to_owned();
                match text.is_empty() {
                    true => session.visit.notes.remove(about),
                    false => session.visit.notes.insert(*about, text),
                };
                self.sheets.pop();
                session.refresh(self.now);
            }
            (Sheet::Reference(field), Command::Accept) => {
                let text = field.text().trim().to_owned();
                session.visit.reference = Some(text).filter(|text| !text.is_empty());
                self.sheets.pop();
                session.refresh(self.now);
            }
            // What is said before it is done is read to its end first.
            (Sheet::Sure(_, scroll), Command::Accept) if !scroll.seen() => {
                scroll.scroll(Command::PageDown);
            }
            (Sheet::Sure(sure, _), Command::Accept) => {
                let sure = sure.clone();
                self.sheets.pop();
                self.stepped = true;
                return self.go_through_with(sure);
            }
            _ => {}
        }
        Effect::None
    }

    fn go_through_with(&mut self, sure: Sure) -> Effect {
        match sure {
            Sure::Change(question, answer) => self.commit(question, answer),
            Sure::Unlikely(question, answer) => self.answer(question, answer),
            Sure::Next => return self.next_patient(),
            Sure::Discard(record) => return Effect::Record(RecordAsk::Discard(record)),
            Sure::Leave => {
                return Effect::Leave(self.session.as_ref().map_or(Leave::Abandoned, Session::leaving));
            }
        }
        Effect::None
    }

    /// Chooses a level in place of the computed one, or (`None`) the computed one again.
    fn choose(&mut self, level: Option<Level>) {
        let w = self.words;
        let Some(session) = &mut self.session else { return };
        let visit = &mut session.visit;
        match level {
            Some(level) if visit.interview.outcome().urgency != Some(level) => {
                let lowers = visit.lowers(level);
                self.sheets.push(Sheet::Reason { level, lowers, field: Default::default() });
            }
            _ => {
                visit.chosen = None;
                self.sheets.clear();
                session.refresh(self.now);
                session.to_the_top();
                self.say(w.as_computed);
            }
        }
    }

    /// Shows everything in the language of that tag: at once where it is the questionnaire's own, else when it is loaded.
    fn choose_language(&mut self, tag: String) -> Effect {
        let Some(session) = &self.session else { return Effect::None };
        if tag != session.visit.interview.questionnaire().language {
            return Effect::Speak(tag);
        }
        self.speak(session.visit.on_record().tongue);
        Effect::None
    }

    /// Speaks another language from here on; nothing else changes.
    pub(in crate::app) fn speak(&mut self, tongue: Tongue) {
        let Some(session) = &mut self.session else { return };
        // The questionnaire may have been changed on the disk since it was opened: its words belong to another circuit then.
        let own = &session.visit.interview.questionnaire().fingerprint;
        if tongue.translation.as_ref().is_some_and(|translation| translation.questionnaire.fingerprint != *own) {
            self.said = Some(self.words.language_of_another.to_owned());
            return;
        }
        self.words = tongue.words;
        self.before = None;
        session.speak(tongue, self.now);
    }
}
