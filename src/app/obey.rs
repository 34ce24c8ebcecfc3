//! What each key does, by what is shown.

mod sheet;

use super::field::Field;
use super::keys::{self, Command, Scene};
use super::question::{Step, moved};
use super::session::{Place, Session};
use super::sheet::{Outlet, Sheet, Sure, levels, listed};
use super::{App, Effect, Key, Leave, Recording, Scroll, pages, why};
use crate::export::{file_name, note};
use crate::questionnaire::{Answer, QuestionIx};
use crate::words::fill;

impl App {
    /// A key that is meant.
    pub(super) fn obey_key(&mut self, key: Key) -> Effect {
        let w = self.words;
        let mut scene = self.scene();
        if self.needs(self.size).is_some() {
            // What cannot be seen is not answered; but one can leave, and go back from a question that needs more room.
            if scene != Scene::Lose {
                scene = Scene::TooSmall;
            }
            return match keys::command(key, scene) {
                Some(Command::Back) if !self.shows_question() => Effect::None,
                // The field for the PIN could not be seen.
                Some(Command::Leave) if self.is_kiosk() => Effect::None,
                Some(command) => self.obey(command),
                None => Effect::None,
            };
        }
        if self.unread() {
            self.say(w.read_first);
            return Effect::None;
        }
        if self.write(key, scene) {
            return Effect::None;
        }
        match keys::command(key, scene) {
            Some(command) => self.obey(command),
            None if scene == Scene::Reading => {
                self.sheets.pop();
                Effect::None
            }
            None => {
                self.say(w.no_such_key);
                Effect::None
            }
        }
    }

    /// Text from the clipboard: into a field, and nowhere else.
    pub(super) fn paste(&mut self, text: &str) {
        let covered = self.kiosk.as_ref().is_some_and(|kiosk| kiosk.scene().is_some());
        if covered || self.counts_down() || self.needs(self.size).is_some() {
            return;
        }
        match (self.sheets.last_mut(), &mut self.session) {
            (Some(sheet), _) => {
                if let Some(field) = sheet.field_mut() {
                    field.paste(text);
                }
            }
            (None, Some(session)) => {
                let scene = session.scene();
                let Place::Question(entry) = &mut session.place else { return };
                match scene {
                    Scene::Text | Scene::FindOne | Scene::FindMany => entry.field_mut().paste(text),
                    Scene::Number => {
                        let line = text.trim().lines().next().unwrap_or_default();
                        // The first number of it: digits that stand apart are not one number.
                        let digits: String = line
                            .chars()
                            .map(keys::narrow_char)
                            .skip_while(|&c| !keys::types(c, scene))
                            .take_while(|&c| keys::types(c, scene))
                            .collect();
                        entry.field_mut().paste(&digits);
                    }
                    _ => {}
                }
                entry.refind(&session.visit.questionnaire()[entry.question]);
            }
            (None, None) => {}
        }
    }

    /// Types into the field that is shown, or edits it; `false` where the key is a command.
    fn write(&mut self, key: Key, scene: Scene) -> bool {
        let w = self.words;
        let finding = matches!(scene, Scene::FindOne | Scene::FindMany);
        if let (Some(sheet), Scene::Field) = (self.sheets.last_mut(), scene) {
            let Some(field) = sheet.field_mut() else { return false };
            return match key {
                Key::Char(c) => {
                    field.put(c);
                    true
                }
                key => field.edit(key),
            };
        }
        let Some(session) = self.session.as_mut().filter(|_| self.sheets.is_empty()) else { return false };
        let Place::Question(entry) = &mut session.place else { return false };
        let empty = entry.typed().is_empty();
        match key {
            Key::Char('0') if scene == Scene::FindMany && empty => return false,
            Key::Char(' ') if finding && empty => self.said = Some(w.space_finds_nothing.to_owned()),
            Key::Char(c) if keys::types(c, scene) => entry.field_mut().put(c),
            Key::Backspace | Key::Ctrl('u') if finding => {
                if !entry.field_mut().edit(key) {
                    return false;
                }
            }
            // In a question's field the other arrows are commands.
            Key::Backspace | Key::Delete | Key::Home | Key::End | Key::Right | Key::Ctrl('u')
                if matches!(scene, Scene::Number | Scene::Text) =>
            {
                if !entry.field_mut().edit(key) {
                    return false;
                }
            }
            _ => return false,
        }
        entry.refind(&session.visit.questionnaire()[entry.question]);
        true
    }

    /// Carries out a command where it means the same everywhere, else where it is given.
    pub(super) fn obey(&mut self, command: Command) -> Effect {
        match command {
            Command::Help => {
                let page = pages::help(self.words, self.scene(), self.is_kiosk());
                self.open(Sheet::Reading(Scroll::new(page)));
            }
            Command::Leave if self.is_kiosk() => return self.leave_kiosk(),
            // Nothing of a patient goes to the disk, and nothing leads to the shell.
            Command::Suspend | Command::Save if self.is_kiosk() => self.say(self.words.no_such_key),
            Command::Suspend => return Effect::Suspend,
            Command::Lock | Command::Staff => self.say(self.words.no_such_key),
            Command::Language => {
                let tags = self.languages().to_vec();
                let here = self.session.as_ref().map_or("", |session| session.visit.questionnaire().language.as_str());
                let cursor = tags.iter().position(|tag| tag == here).unwrap_or(0);
                match tags.len() {
                    0 | 1 => self.say(self.words.one_language),
                    _ => self.open(Sheet::Languages(tags, cursor)),
                }
            }
            Command::Leave => return self.leave(),
            Command::History => return self.history(),
            Command::Reference if self.is_kiosk() => self.say(self.words.no_such_key),
            Command::Reference => {
                if let Some(session) = &self.session {
                    let called = session.visit.reference.clone().unwrap_or_default();
                    self.open(Sheet::Reference(Field::new(called)));
                }
            }
            _ if !self.sheets.is_empty() => return self.obey_on_sheet(command),
            _ => match self.session.as_ref().map(|session| &session.place) {
                None => return self.obey_in_picker(command),
                Some(Place::Question(_)) => return self.obey_on_question(command),
                Some(_) => return self.obey_on_page(command),
            },
        }
        Effect::None
    }

    fn obey_in_picker(&mut self, command: Command) -> Effect {
        let w = self.words;
        let picked = match command {
            Command::Take(entry) => entry,
            Command::Accept => self.picked,
            _ => {
                self.picked = moved(self.picked, command, self.entries.len(), self.page());
                return Effect::None;
            }
        };
        if picked >= self.entries.len() {
            self.say(w.no_such_key);
            return Effect::None;
        }
        self.picked = picked;
        self.say(w.opening);
        self.stepped = true;
        Effect::Open(picked)
    }

    fn obey_on_question(&mut self, command: Command) -> Effect {
        let w = self.words;
        let page = self.page();
        let now = self.now;
        let Some(session) = &mut self.session else { return Effect::None };
        let Place::Question(entry) = &mut session.place else { return Effect::None };
        let question = entry.question;
        let leaves = [Command::Back, Command::Close, Command::EndNow, Command::Next, Command::Review];
        if leaves.contains(&command) && session.drop_unconfirmed() {
            self.say(w.not_confirmed);
            return Effect::None;
        }
        let Place::Question(entry) = &mut session.place else { return Effect::None };
        match command {
            Command::Back => {
                if !session.back() {
                    self.say(w.first_question);
                }
            }
            Command::Close if entry.find.is_none() => {
                if session.visit.interview.next_question() == Some(question) {
                    self.say(w.no_such_key);
                } else {
                    session.advance(now);
                    self.stepped = true;
                }
            }
            Command::EndNow => {
                session.end(now);
                self.stepped = true;
            }
            Command::Next => return self.next(),
            Command::About | Command::Review | Command::Why | Command::Override | Command::Note => self.look(command),
            _ => {
                let content = &session.visit.questionnaire()[question];
                match entry.obey(w, command, content, page) {
                    Step::Stay => {}
                    Step::Say(text) => self.said = Some(text),
                    Step::Answer(answer) => self.answer(question, answer),
                    Step::Unlikely(answer, why) => {
                        let page = pages::sure(w.unlikely_head, &why);
                        self.open(Sheet::Sure(Sure::Unlikely(question, answer), Scroll::new(page)));
                        self.stepped = true;
                    }
                }
            }
        }
        Effect::None
    }

    /// On the intro, a settled level, a hand-over or the recommendation.
    fn obey_on_page(&mut self, command: Command) -> Effect {
        let w = self.words;
        let now = self.now;
        let Some(session) = &mut self.session else { return Effect::None };
        let scene = session.scene();
        match command {
            Command::Accept => match scene {
                Scene::Intro => {
                    session.advance(now);
                    self.stepped = true;
                }
                Scene::Alarm | Scene::HandOver => {
                    session.end(now);
                    self.stepped = true;
                }
                _ => match session.scroll_mut() {
                    Some(scroll) if !scroll.at_end() => {
                        scroll.scroll(Command::PageDown);
                    }
                    _ => self.say(w.end_of_page),
                },
            },
            Command::GoOn if session.visit.interview.next_question().is_none() => self.say(w.no_such_key),
            Command::GoOn => {
                session.go_on(now);
                self.stepped = true;
            }
            Command::Back => {
                session.back();
            }
            Command::Save => return self.save(),
            Command::Copy => {
                let text = note(&session.visit, now.wall);
                session.keep();
                self.say(w.copied);
                return Effect::Copy(text);
            }
            Command::Next => return self.next(),
            Command::Review | Command::Why | Command::Override | Command::Note => self.look(command),
            _ => {
                if let Some(scroll) = session.scroll_mut() {
                    scroll.scroll(command);
                }
            }
        }
        Effect::None
    }

    /// An answer: at once, or first what it changes beside itself.
    fn answer(&mut self, question: QuestionIx, answer: Answer) {
        self.stepped = true;
        let Some(session) = &self.session else { return };
        let interview = &session.visit.interview;
        if interview.answer(question).is_some_and(|before| *before != answer) {
            let preview = interview.preview(question, Some(answer.clone()));
            let quiet = preview.set_aside.is_empty() && preview.returns.is_empty() && preview.opens.is_empty();
            if !quiet || preview.before != preview.after {
                let page = pages::change(&session.visit, question, &answer, &preview);
                self.open(Sheet::Sure(Sure::Change(question, answer), Scroll::new(page)));
                return;
            }
        }
        self.commit(question, answer);
    }

    fn commit(&mut self, question: QuestionIx, answer: Answer) {
        let w = self.words;
        let Some(session) = &mut self.session else { return };
        if session.answer(question, answer, self.now) {
            self.say(w.withdrawn);
        }
    }

    /// Opens what is looked up or written beside the answers.
    fn look(&mut self, command: Command) {
        let w = self.words;
        let Some(session) = &self.session else { return };
        let question = session.question();
        let visit = &session.visit;
        match (command, question) {
            (Command::About, Some(question)) => {
                self.open(Sheet::Reading(Scroll::new(pages::about(visit, question))));
            }
            (Command::Review, _) => {
                let listed = listed(visit);
                let here = question.or(session.given.last().copied());
                let cursor = listed.iter().position(|listed| Some(*listed) == here).unwrap_or(0);
                self.open(Sheet::Review(cursor));
            }
            (Command::Why, _) => {
                let page = why::why(visit, question.is_none());
                self.open(Sheet::Reading(Scroll::new(page)));
            }
            (Command::Override, _) => {
                if levels(visit).is_empty() {
                    self.say(w.override_nothing);
                } else {
                    self.open(Sheet::Override(0));
                }
            }
            (Command::Note, question) => self.note(question),
            _ => {}
        }
    }

    fn note(&mut self, about: Option<QuestionIx>) {
        let Some(session) = &self.session else { return };
        let written = session.visit.notes.get(&about).cloned().unwrap_or_default();
        self.sheets.push(Sheet::Note { about, field: Field::new(written) });
    }

    /// Asks where the note is to go, where there is more than one way.
    pub(super) fn save(&mut self) -> Effect {
        if self.printer {
            self.open(Sheet::Outlets(0));
            return Effect::None;
        }
        self.hand_out(Outlet::File)
    }

    /// Sends the note where it is to go: of the record that is read, or of the patient.
    pub(super) fn hand_out(&mut self, outlet: Outlet) -> Effect {
        let (visit, at) = match (self.sheets.last(), &self.session) {
            (Some(Sheet::Record { visit, at, .. }), _) => (&**visit, *at),
            (_, Some(session)) => (&session.visit, self.now.wall),
            (_, None) => return Effect::None,
        };
        let (name, text) = (file_name(visit, at), note(visit, at));
        match outlet {
            Outlet::File => Effect::Save { name, text },
            Outlet::Printer => {
                self.say(self.words.note.printing);
                Effect::Print { text }
            }
        }
    }

    fn next(&mut self) -> Effect {
        let w = self.words;
        match &self.session {
            Some(session) if self.recording != Recording::On && session.would_lose_work() => {
                let page = pages::sure(w.next_head, &fill(w.next_loses, &[("answers", &session.visit.answered())]));
                self.open(Sheet::Sure(Sure::Next, Scroll::new(page)));
                self.stepped = true;
                Effect::None
            }
            _ => {
                self.stepped = true;
                self.next_patient()
            }
        }
    }

    fn leave(&mut self) -> Effect {
        let w = self.words;
        match &self.session {
            // What is on record is not lost, and can be gone on with.
            Some(session) if session.would_lose() && self.recording == Recording::On => {
                Effect::Leave(session.leaving())
            }
            session if self.behind || session.as_ref().is_some_and(Session::would_lose) => {
                let page = pages::sure(w.leave_head, w.leave_loses);
                self.sheets.clear();
                self.open(Sheet::Sure(Sure::Leave, Scroll::new(page)));
                self.stepped = true;
                Effect::None
            }
            _ => Effect::Leave(Leave::Done),
        }
    }

    /// Whether what takes over the screen has stood there for less than anybody needs to see it: keys typed ahead of it
    /// were not meant for it.
    fn unread(&self) -> bool {
        match self.session.as_ref().map(|session| &session.place) {
            Some(Place::Alarm(_, since)) if self.sheets.is_empty() => {
                self.now.uptime.saturating_sub(*since) < self.guard.quiet()
            }
            _ => false,
        }
    }

    /// Rows of a page of a list.
    pub(super) fn page(&self) -> usize {
        usize::from(self.layout(self.size).body.height / 2).max(1)
    }

    fn open(&mut self, sheet: Sheet) {
        self.sheets.push(sheet);
    }

    fn say(&mut self, text: &str) {
        self.said = Some(text.to_owned());
    }
}
