//! What a line means where we are.

use super::Plain;
use super::lines::command;
use crate::app::Effect;
use crate::app::field::Field;
use crate::app::find::find;
use crate::app::keys::{Command, Scene, narrow_char};
use crate::app::question::Tick;
use crate::app::session::Place;
use crate::app::sheet::{Content, Sheet};
use crate::export::level_word;
use crate::questionnaire::{AnswerKind, Question};
use crate::text::clip;
use crate::words::fill;

impl Plain {
    /// Has the app obey a line.
    pub(super) fn obey(&mut self, line: &str) -> Effect {
        // As keys are: an input method may write the colon wide; and what cannot be seen is not taken.
        let seen = line.chars().filter(|c| !c.is_control() && *c != '\u{feff}');
        let line: String = seen.map(narrow_char).collect();
        let line = line.trim();
        if let Some(word) = line.strip_prefix(':') {
            return self.obey_command(word);
        }
        match self.app.scene() {
            Scene::Intro | Scene::Alarm | Scene::HandOver if line.is_empty() => self.app.obey(Command::Accept),
            Scene::Picker
            | Scene::Override
            | Scene::Languages
            | Scene::Outlets
            | Scene::Review
            | Scene::Unfinished
            | Scene::History => self.pick(line),
            Scene::Newer if line.is_empty() => self.app.obey(Command::Accept),
            Scene::Record if line.is_empty() => self.close(),
            Scene::Change | Scene::Lose => self.decide(line),
            Scene::Field => self.write(line),
            _ if line.is_empty() => {
                self.again = true;
                Effect::None
            }
            Scene::Intro | Scene::Alarm | Scene::HandOver | Scene::Result | Scene::Newer | Scene::Record => {
                self.refuse(self.app.words().line_bad)
            }
            _ => self.answer(line),
        }
    }

    fn obey_command(&mut self, line: &str) -> Effect {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let scene = self.app.scene();
        let found = command(word, scene).filter(|line| line.command == Command::Back || self.app.can(line.command));
        let Some(line) = found else {
            let w = self.app.words();
            return self.refuse(&fill(w.line_no_command, &[("command", &format!(":{word}"))]));
        };
        match line.command {
            Command::Find => {
                self.list_found(rest.trim());
                Effect::None
            }
            Command::Help => {
                self.aside.extend(self.help());
                Effect::None
            }
            Command::Close => self.close(),
            Command::Next => {
                self.told.clear();
                self.app.obey(Command::Next)
            }
            command => self.app.obey(command),
        }
    }

    /// Says why a line is not taken.
    fn refuse(&mut self, why: &str) -> Effect {
        // Part of it may be what was entered.
        self.app.said = Some(format!("{}{}", self.app.words().not_accepted, clip(why, 200)));
        Effect::None
    }

    /// Closes what lies over the place. A change that is not made leaves no trace.
    fn close(&mut self) -> Effect {
        let effect = self.app.obey(Command::Close);
        self.app.sheets.clear();
        if let Some(session) = &mut self.app.session {
            session.drop_unconfirmed();
        }
        effect
    }

    /// A number out of a list; nothing closes the list.
    fn pick(&mut self, line: &str) -> Effect {
        if line.is_empty() {
            return match self.app.scene() {
                Scene::Picker => self.refuse(self.app.words().line_bad),
                _ => self.close(),
            };
        }
        let visit = self.app.session.as_ref().map(|session| &session.visit);
        let length = match self.app.sheets.last().map(|sheet| sheet.content(self.app.words(), visit)) {
            Some(Some(Content::List { items, .. })) => items.len(),
            Some(_) => 0,
            None => self.app.entries.len(),
        };
        let Some(place) = number(line).filter(|number| (1..=length).contains(number)) else {
            return self.refuse_number(line);
        };
        if let Some(Sheet::Review(cursor)) = self.app.sheets.last_mut() {
            *cursor = place - 1;
            return self.app.obey(Command::Accept);
        }
        self.app.obey(Command::Take(place - 1))
    }

    fn refuse_number(&mut self, number: &str) -> Effect {
        let w = self.app.words();
        self.refuse(&fill(w.line_bad_number, &[("number", &number)]))
    }

    /// Yes or no to what is said before it is done.
    fn decide(&mut self, line: &str) -> Effect {
        match self.yes_or_no(line) {
            Some(true) => {
                if self.app.scene() == Scene::Lose {
                    self.told.clear();
                }
                // On paper all of it was seen.
                if let Some(Sheet::Sure(_, scroll)) = self.app.sheets.last_mut() {
                    scroll.scroll(Command::End);
                    self.app.fit();
                }
                self.app.obey(Command::Accept)
            }
            Some(false) => self.close(),
            None => self.refuse(self.app.words().line_bad),
        }
    }

    /// A note or a reason; nothing leaves it as it is, a dash makes it empty.
    fn write(&mut self, line: &str) -> Effect {
        if line.is_empty() {
            return self.close();
        }
        if let Some(field) = self.app.sheets.last_mut().and_then(Sheet::field_mut) {
            *field = written(if line == "-" { "" } else { line });
        }
        let what = match self.app.sheets.last() {
            Some(Sheet::Note { .. }) => Some(self.app.words().write_note),
            Some(Sheet::Reference(_)) => Some(self.app.words().reference.trim_end_matches([':', '：', ' '])),
            _ => None,
        };
        let effect = self.app.obey(Command::Accept);
        // What is kept is said: a slip is heard at once.
        if self.app.sheets.is_empty() {
            self.app.said = match what {
                Some(note) => Some(format!("{note}: {line}")),
                None => self.chosen(),
            };
        }
        effect
    }

    /// The level that the nurse chose in place of the computed one.
    pub(super) fn chosen(&self) -> Option<String> {
        let visit = &self.app.session.as_ref()?.visit;
        let level = visit.chosen.as_ref()?.level;
        let w = visit.words();
        let word = level_word(visit.questionnaire(), level);
        Some(format!("{}: {}: {word}", w.chosen_by_nurse, w.levels[level.place()].to_uppercase()))
    }

    fn yes_or_no(&self, line: &str) -> Option<bool> {
        let w = self.app.words();
        let line = line.to_lowercase();
        let is = |letter: &str, word: &str| line == letter || line == word.to_lowercase();
        match () {
            () if is("y", w.choice_yes) => Some(true),
            () if is("n", w.choice_no) => Some(false),
            () => None,
        }
    }

    /// An answer to the question.
    fn answer(&mut self, line: &str) -> Effect {
        let w = self.app.words();
        let Some(question) = self.question() else { return Effect::None };
        let kind = question.answer.clone();
        let unsure = question.unsure;
        if line.eq_ignore_ascii_case("u") || line.to_lowercase() == w.choice_not_sure.to_lowercase() {
            return self.app.obey(Command::Unsure);
        }
        match kind {
            AnswerKind::YesNo => match self.yes_or_no(line) {
                Some(true) => self.app.obey(Command::Yes),
                Some(false) => self.app.obey(Command::No),
                None => self.refuse(w.line_bad),
            },
            AnswerKind::One(choices) => match number(line) {
                Some(place) if (1..=choices.len()).contains(&place) => self.app.obey(Command::Take(place - 1)),
                Some(_) => self.refuse_number(line),
                None => self.refuse(w.line_bad),
            },
            AnswerKind::Many(choices) => match ticks(line, choices.len()) {
                Err(part) => self.refuse_number(&part),
                Ok(ticks) if !unsure && ticks.contains(&Tick::Unsure) => self.refuse(w.no_unsure),
                Ok(ticks) => {
                    let none = ticks.iter().all(|tick| *tick == Tick::No);
                    self.entry(|entry| entry.ticks = ticks);
                    self.app.obey(if none { Command::NoneOfThese } else { Command::Accept })
                }
            },
            AnswerKind::Number(_) | AnswerKind::Text => {
                let before = self.answers();
                let line = if line == "-" && matches!(kind, AnswerKind::Text) { "" } else { line };
                self.entry(|entry| entry.field = written(line));
                let effect = self.app.obey(Command::Accept);
                // What was refused is not kept for later.
                if self.answers() == before && self.app.sheets.is_empty() {
                    let had = self.app.session.as_mut().is_some_and(|session| session.drop_unconfirmed());
                    if !had {
                        self.entry(|entry| entry.field = Field::default());
                    }
                }
                effect
            }
        }
    }

    /// Changes the answer in the making.
    fn entry(&mut self, change: impl FnOnce(&mut crate::app::question::Entry)) {
        if let Some(session) = &mut self.app.session
            && let Place::Question(entry) = &mut session.place
        {
            change(entry);
        }
    }

    /// The choices like a word, each with the number that takes it; all of them where there is no word.
    fn list_found(&mut self, word: &str) {
        let w = self.app.words();
        let Some(question) = self.question() else { return };
        let found = find(question.choices(), word);
        let names = |choice: usize| match &question.choices()[choice].aliases[..] {
            [] => String::new(),
            names => format!(" ({})", names.join(", ")),
        };
        let lines: Vec<String> =
            found.iter().map(|&choice| format!("{}{}", choice_line(question, choice), names(choice))).collect();
        if lines.is_empty() {
            self.aside.push(w.line_nothing_found.to_owned());
        }
        self.aside.extend(lines);
    }

    /// The question that is asked.
    pub(super) fn question(&self) -> Option<&Question> {
        let session = self.app.session.as_ref()?;
        Some(&session.visit.questionnaire()[session.question()?])
    }
}

/// A choice with its number.
pub(super) fn choice_line(question: &Question, choice: usize) -> String {
    format!("{}. {}", choice + 1, question.choices()[choice].label)
}

/// A field in which that is written: without what cannot be seen, and no longer than a field may be.
fn written(line: &str) -> Field {
    let mut field = Field::default();
    field.paste(line);
    field
}

/// A number from 1 on, or 0.
fn number(text: &str) -> Option<usize> {
    let digits: String = text.trim().trim_end_matches('.').chars().map(narrow_char).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

/// The choices of a line such as `1 3, 4?`; `0` alone is none of them. `Err` has the part that is no such thing.
fn ticks(line: &str, length: usize) -> Result<Vec<Tick>, String> {
    let mut ticks = vec![Tick::No; length];
    let line: String = line.chars().map(narrow_char).collect();
    let parts: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '、' | '،'))
        .filter(|part| !part.is_empty())
        .collect();
    if parts == ["0"] {
        return Ok(ticks);
    }
    for part in parts {
        let (digits, tick) = match part.strip_suffix('?') {
            Some(digits) => (digits, Tick::Unsure),
            None => (part, Tick::Yes),
        };
        let place = number(digits).filter(|number| (1..=length).contains(number));
        // The same choice both taken and not sure says nothing.
        match place.and_then(|place| ticks.get_mut(place - 1)) {
            Some(slot) if *slot == Tick::No || *slot == tick => *slot = tick,
            _ => return Err(part.to_owned()),
        }
    }
    Ok(ticks)
}

#[cfg(test)]
mod tests {
    use super::{Tick, number, ticks};

    #[test]
    fn a_line_of_numbers_is_read_as_it_is_written() {
        let marked = |line: &str| {
            ticks(line, 4).map(|ticks| {
                let sign = |tick: &Tick| match tick {
                    Tick::No => '.',
                    Tick::Yes => 'x',
                    Tick::Unsure => '?',
                };
                ticks.iter().map(sign).collect::<String>()
            })
        };
        for (line, expected) in [
            ("0", "...."),
            ("1", "x..."),
            ("1 3", "x.x."),
            ("1,3,", "x.x."),
            ("3? 1", "x.?."),
            ("１、３？", "x.?."),
            ("2 2", ".x.."),
        ] {
            assert_eq!(marked(line).as_deref(), Ok(expected), "{line}");
        }
        for (line, part) in [("0 1", "0"), ("5", "5"), ("1 x", "x"), ("-1", "-1"), ("1 1?", "1?"), ("1?3", "1?3")] {
            assert_eq!(marked(line), Err(part.to_owned()), "{line}");
        }
    }

    #[test]
    fn a_number_is_digits_alone() {
        for (text, expected) in
            [("3", Some(3)), ("3.", Some(3)), ("１２", Some(12)), ("", None), ("+3", None), ("3x", None)]
        {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
