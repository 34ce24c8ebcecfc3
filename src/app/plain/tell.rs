//! What is new, in lines.

use super::Plain;
use super::hear::choice_line;
use super::lines::COMMANDS;
use crate::app::keys::{Command, Scene};
use crate::app::pages;
use crate::app::session::Place;
use crate::app::sheet::{Content, Sheet};
use crate::export::{answer_words, level_word, number_words, short_flags};
use crate::questionnaire::{Answer, AnswerKind, Level};
use crate::text::{Page, Tone};
use crate::words::{fill, rank};

impl Plain {
    /// The answers as they stand.
    pub(super) fn answers(&self) -> Vec<Option<Answer>> {
        self.app.session().map_or_else(Vec::new, |session| session.visit.interview.answers().to_vec())
    }

    /// Everything that is new since those were the answers, and what can be entered now.
    pub(super) fn news(&mut self, before: &[Option<Answer>]) -> String {
        let mut lines: Vec<String> = Vec::new();
        lines.extend(self.answered(before));
        lines.extend(self.app.said.take());
        lines.append(&mut self.aside);
        while let Some(Sheet::Reading(scroll)) = self.app.sheets.last() {
            lines.extend(self.page(scroll.page()));
            self.app.sheets.pop();
        }
        let over = self.sheet();
        if self.app.sheets.is_empty() {
            let place = self.place();
            let is_new = place.join("\n") != self.told;
            if is_new || std::mem::take(&mut self.again) {
                lines.extend(self.bounds_if_moved());
                self.told = place.join("\n");
                lines.extend(place);
            } else if !self.told_over.is_empty() {
                // Back from what lay over it: where we are, and no more of it.
                lines.extend(self.question().map(|question| question.ask.clone()));
            }
        } else if over.join("\n") != self.told_over {
            lines.extend(over.iter().cloned());
        }
        self.told_over = over.join("\n");
        lines.extend(self.recording_if_new());
        lines.push(self.prompt());
        lines.retain(|line| !line.trim().is_empty());
        lines.join("\n") + "\n"
    }

    /// The answer that was given or changed: a slip is heard at once.
    fn answered(&self, before: &[Option<Answer>]) -> Option<String> {
        let visit = &self.app.session()?.visit;
        let now = visit.interview.answers();
        let (question, _) = visit.questionnaire().questions().find(|(question, _)| {
            let at = question.at();
            before.len() == now.len() && now[at].is_some() && now[at] != before[at]
        })?;
        let answer = visit.interview.answer(question)?;
        let w = visit.words();
        let answer = answer_words(w, &visit.questionnaire()[question], answer);
        Some(fill(w.line_answered, &[("answer", &answer)]))
    }

    /// Whether it is being recorded: once a patient, and where that changes.
    fn recording_if_new(&mut self) -> Option<String> {
        let now = (self.app.session()?.number, self.app.recording().clone());
        let is_new = self.told_recording.as_ref() != Some(&now);
        let words = format!("({})", now.1.words(self.app.words()));
        self.told_recording = Some(now);
        is_new.then_some(words)
    }

    /// Floor and ceiling, where they are not what was said of them last.
    fn bounds_if_moved(&mut self) -> Option<String> {
        let session = self.app.session()?;
        session.question()?;
        let outcome = session.visit.interview.outcome();
        let bounds = self.signless(&pages::bounds_words(&session.visit, (outcome.floor, outcome.ceiling)));
        let bounds = self.chosen().map_or(bounds.clone(), |chosen| format!("{bounds}. {chosen}"));
        let moved = bounds != self.bounds && session.visit.answered() > 0;
        let text = format!("{}: {bounds}", self.app.words().so_far);
        self.bounds = bounds;
        moved.then_some(text)
    }

    /// The place where we are, without what lies over it, with what must be known of its content.
    fn place(&self) -> Vec<String> {
        let today = self.app.now().wall.date();
        let flags = self.app.session().map(|session| short_flags(&session.visit, today)).unwrap_or_default();
        let mut lines = self.bare_place();
        // The level is the first word of all.
        let at = lines.len().min(usize::from(self.app.session().is_some_and(|session| session.question().is_none())));
        if !flags.is_empty() {
            lines.insert(at, format!("{}.", flags.join(". ")));
        }
        lines
    }

    fn bare_place(&self) -> Vec<String> {
        let Some(session) = self.app.session() else {
            let w = self.app.words();
            let entries = self.app.entries.iter().enumerate();
            let mut lines = vec![if self.app.entries.is_empty() { w.nothing_to_pick } else { w.pick }.to_owned()];
            lines.extend(entries.map(|(i, entry)| format!("{}. {} {}", i + 1, entry.title, entry.version)));
            return lines;
        };
        match &session.place {
            Place::Question(entry) => self.asked(entry.question),
            Place::Intro(scroll) => {
                let title = session.visit.questionnaire().title.clone();
                std::iter::once(title).chain(self.page(scroll.page())).collect()
            }
            Place::Alarm(scroll, _) | Place::HandOver(scroll) | Place::Result(scroll) => {
                let mut lines = self.page(scroll.page());
                let is_level = scroll.page().blocks.first().is_some_and(|block| block.band);
                if let (Some(first), true) = (lines.first_mut(), is_level) {
                    *first = format!("{}: {first}", self.app.words().line_recommendation);
                }
                lines
            }
        }
    }

    /// A question with its choices, and the answer it has.
    fn asked(&self, ix: crate::questionnaire::QuestionIx) -> Vec<String> {
        let Some(session) = self.app.session() else { return Vec::new() };
        let visit = &session.visit;
        let w = visit.words();
        let questionnaire = visit.questionnaire();
        let question = &questionnaire[ix];
        let progress = visit.progress(false);
        let mut lines = vec![format!("{}. {progress}.", questionnaire[question.section].title), question.ask.clone()];
        let choices = question.choices();
        match &question.answer {
            AnswerKind::YesNo | AnswerKind::Text | AnswerKind::Number(_) => {}
            // A long list is not read out: it is found in.
            AnswerKind::One(_) | AnswerKind::Many(_) if choices.len() > 12 => {
                lines.push(fill(w.line_choices, &[("count", &choices.len())]));
            }
            AnswerKind::One(_) | AnswerKind::Many(_) => {
                lines.extend((0..choices.len()).map(|choice| choice_line(question, choice)));
            }
        }
        if let Some(answer) = visit.interview.answer(ix) {
            lines.push(fill(w.line_answered, &[("answer", &answer_words(w, question, answer))]));
        }
        lines
    }

    /// What lies over the place.
    fn sheet(&self) -> Vec<String> {
        let Some(sheet) = self.app.sheets.last() else { return Vec::new() };
        let Some(content) = sheet.content(self.app.words(), self.app.session().map(|session| &session.visit)) else {
            return Vec::new();
        };
        match content {
            Content::Page => sheet.scroll().map_or_else(Vec::new, |scroll| self.page(scroll.page())),
            Content::List { heading, items, .. } => {
                let mut lines = vec![heading.to_owned()];
                for (i, item) in items.iter().enumerate() {
                    lines.push(format!("{}. {}", i + 1, self.signless(&item.text)));
                    lines.extend(item.more.iter().cloned());
                }
                lines
            }
            Content::Field { heading, about, field } => {
                vec![heading.to_owned(), self.signless(&about), field.text().to_owned()]
            }
        }
    }

    /// A page in lines, each paragraph on one.
    fn page(&self, page: &Page) -> Vec<String> {
        let mut lines = Vec::new();
        for block in &page.blocks {
            let Some(text) = &block.text else { continue };
            let lead = block.lead.as_ref().map_or("", |lead| lead.text.as_str());
            let line = match (text.tone, self.app.session()) {
                (Tone::Badge(level), Some(session)) if block.band => {
                    let w = session.visit.words();
                    let place = level.place();
                    let word = level_word(session.visit.questionnaire(), level);
                    let level = format!("{}, {word}", w.levels[place].to_uppercase());
                    fill(w.spoken, &[("level", &level), ("rank", &(place + 1))])
                }
                _ => self.signless(&format!("{lead}{}", text.text)),
            };
            lines.extend(line.lines().map(|line| line.trim().to_owned()));
        }
        // What keys would do to a page has no meaning here.
        let w = self.app.words();
        lines.retain(|line| line != w.any_key);
        lines
    }

    /// The text with words for the signs of rank, which nobody can listen to.
    fn signless(&self, text: &str) -> String {
        let w = self.app.words();
        Level::ALL.into_iter().fold(text.to_owned(), |text, level| {
            let word = w.levels[level.place()].to_uppercase();
            text.replace(&format!("{} ", rank(level)), &format!("{word}: ")).replace(rank(level), &word)
        })
    }

    /// What can be entered.
    fn prompt(&self) -> String {
        let w = self.app.words();
        let scene = self.app.scene();
        let mut words: Vec<String> = Vec::new();
        match scene {
            Scene::Picker => words.push(w.line_pick.to_owned()),
            Scene::Intro => words.push(w.line_begin.to_owned()),
            Scene::Alarm | Scene::HandOver => words.push(w.line_result.to_owned()),
            Scene::Review => words.push(w.line_review.to_owned()),
            Scene::Override => words.push(w.line_level.to_owned()),
            Scene::Languages => words.push(w.line_language.to_owned()),
            Scene::Unfinished => words.push(w.records.line_unfinished.to_owned()),
            Scene::History => words.push(w.records.line_history.to_owned()),
            Scene::Newer => words.push(w.key("go-on-old").does.to_owned()),
            Scene::Outlets => words.push(w.note.line_outlet.to_owned()),
            Scene::Field => words.push(w.line_field.to_owned()),
            Scene::Change | Scene::Lose => words.push(w.line_sure.to_owned()),
            Scene::Result | Scene::Reading | Scene::Record | Scene::TooSmall => {}
            _ => {
                if let Some(question) = self.question() {
                    words.push(match &question.answer {
                        AnswerKind::YesNo => w.line_sure.to_owned(),
                        AnswerKind::One(_) => w.line_one.to_owned(),
                        AnswerKind::Many(_) => w.line_many.to_owned(),
                        AnswerKind::Text => w.line_text.to_owned(),
                        AnswerKind::Number(number) => {
                            let (min, max) = (number_words(number, number.min), number_words(number, number.max));
                            fill(w.range, &[("min", &min), ("max", &max), ("unit", &number.unit)])
                        }
                    });
                    if question.unsure {
                        words.push(w.line_unsure.to_owned());
                    }
                }
            }
        }
        let mut commands: Vec<String> = Vec::new();
        for line in COMMANDS.iter().filter(|line| line.scenes.contains(&scene) && self.app.can(line.command)) {
            commands.push(format!(":{}", line.word));
        }
        words.push(fill(w.line_commands, &[("commands", &commands.join(" "))]));
        words.join("; ")
    }

    /// Every command that can be entered here, and what it does.
    pub(super) fn help(&self) -> Vec<String> {
        let w = self.app.words();
        let scene = self.app.scene();
        let here = COMMANDS.iter().filter(|line| line.scenes.contains(&scene) && self.app.can(line.command));
        let mut lines: Vec<String> = here.map(|line| format!(":{} {}", line.word, w.key(line.id).does)).collect();
        if self.question().is_some() {
            lines.push(w.line_again.to_owned());
        }
        lines
    }
}

impl crate::app::App {
    /// Whether a command has a use just now, entered as a line.
    pub(super) fn can(&self, command: Command) -> bool {
        match command {
            Command::Find | Command::Help | Command::Leave => true,
            command => self.works(command),
        }
    }
}
