//! The answer that is being made: cursor, ticks, what is typed, and finding.

use super::field::Field;
use super::find::find;
use super::keys::{Command, Scene};
use super::recording::HalfAnswer;
use crate::export::number_words;
use crate::questionnaire::{Answer, AnswerKind, Decimal, Number, Question, QuestionIx};
use crate::words::{Words, fill};

/// What a choice of a Many question is marked as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tick {
    /// Not taken.
    #[default]
    No,
    /// Taken.
    Yes,
    /// Not sure.
    Unsure,
}

/// Finding a choice by typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// What is typed.
    pub(super) field: Field,
    /// The choices that match, the best first.
    pub(super) found: Vec<usize>,
}

/// An answer in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// To this question.
    pub(super) question: QuestionIx,
    /// What the cursor stands on: a place in what is listed.
    pub(super) cursor: usize,
    /// The choices of a Many question.
    pub(super) ticks: Vec<Tick>,
    /// What is typed as a number or a text.
    pub(super) field: Field,
    /// Set while finding.
    pub(super) find: Option<Finding>,
}

/// What a command did to an answer in the making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing, or what can be seen.
    Stay,
    /// Something is to be said.
    Say(String),
    /// This is the answer.
    Answer(Answer),
    /// This would be the answer, and is unlikely: why.
    Unlikely(Answer, String),
}

/// More choices than there are digits open in finding.
const MANY: usize = 9;

impl Entry {
    /// A question that begins from the answer it has.
    pub(super) fn new(ix: QuestionIx, question: &Question, given: Option<&Answer>) -> Entry {
        let mut entry = Entry {
            question: ix,
            cursor: 0,
            ticks: vec![Tick::No; question.choices().len()],
            field: Field::default(),
            find: (question.choices().len() > MANY).then(|| Finding::new(question)),
        };
        match (given, &question.answer) {
            (Some(Answer::YesNo(yes)), _) => entry.cursor = usize::from(!yes),
            (Some(Answer::One(choice)), _) => entry.cursor = *choice,
            (Some(Answer::Many { yes, unsure }), _) => {
                yes.iter().for_each(|&choice| entry.ticks[choice] = Tick::Yes);
                unsure.iter().for_each(|&choice| entry.ticks[choice] = Tick::Unsure);
            }
            (Some(Answer::Number(value)), AnswerKind::Number(number)) => {
                entry.field = Field::new(number_words(number, *value));
            }
            (Some(Answer::Text(text)), _) => entry.field = Field::new(text.clone()),
            _ => {}
        }
        entry
    }

    /// What is half typed of it, for whoever keeps that.
    pub(super) fn half(&self) -> HalfAnswer {
        let marked = |wanted: Tick| {
            let ticks = self.ticks.iter().enumerate().filter(|(_, tick)| **tick == wanted);
            ticks.map(|(choice, _)| choice).collect()
        };
        HalfAnswer {
            question: self.question,
            cursor: self.cursor,
            yes: marked(Tick::Yes),
            unsure: marked(Tick::Unsure),
            typed: self.field.text().to_owned(),
            find: self.find.as_ref().map(|find| find.field.text().to_owned()),
        }
    }

    /// Takes up what was half typed.
    pub(super) fn take_up(&mut self, half: &HalfAnswer, question: &Question) {
        let choices = question.choices().len();
        self.ticks = vec![Tick::No; choices];
        for (list, tick) in [(&half.yes, Tick::Yes), (&half.unsure, Tick::Unsure)] {
            for &choice in list.iter().filter(|choice| **choice < choices) {
                self.ticks[choice] = tick;
            }
        }
        self.field = Field::new(half.typed.clone());
        self.find = half.find.as_ref().filter(|_| choices > 0).map(|typed| {
            let mut finding = Finding::new(question);
            finding.field = Field::new(typed.clone());
            finding
        });
        self.refind(question);
        let listed = self.find.as_ref().map_or(choices.max(2), |find| find.found.len());
        self.cursor = half.cursor.min(listed.saturating_sub(1));
    }

    /// What it is, as far as keys are concerned.
    pub(super) fn scene(&self, question: &Question) -> Scene {
        match (&question.answer, &self.find) {
            (AnswerKind::YesNo, _) => Scene::YesNo,
            (AnswerKind::One(_), None) => Scene::One,
            (AnswerKind::One(_), Some(_)) => Scene::FindOne,
            (AnswerKind::Many(_), None) => Scene::Many,
            (AnswerKind::Many(_), Some(_)) => Scene::FindMany,
            (AnswerKind::Number(_), _) => Scene::Number,
            (AnswerKind::Text, _) => Scene::Text,
        }
    }

    /// The field that is typed into, if there is one.
    pub(super) fn field_mut(&mut self) -> &mut Field {
        match &mut self.find {
            Some(find) => &mut find.field,
            None => &mut self.field,
        }
    }

    /// The field that is typed into.
    pub(super) fn typed(&self) -> &Field {
        self.find.as_ref().map_or(&self.field, |find| &find.field)
    }

    /// Finds anew after something was typed.
    pub(super) fn refind(&mut self, question: &Question) {
        if let Some(finding) = &mut self.find {
            finding.found = find(question.choices(), finding.field.text());
            self.cursor = 0;
        }
    }

    /// Whether something is ticked or not sure.
    pub(super) fn is_marked(&self) -> bool {
        self.ticks.iter().any(|tick| *tick != Tick::No)
    }

    /// Carries out a command; a page is so many items.
    pub(super) fn obey(&mut self, w: &Words, command: Command, question: &Question, page: usize) -> Step {
        let unsure = if question.unsure { Step::Answer(Answer::Unsure) } else { Step::Say(w.no_unsure.to_owned()) };
        match command {
            Command::Yes => Step::Answer(Answer::YesNo(true)),
            Command::No => Step::Answer(Answer::YesNo(false)),
            Command::Unsure => unsure,
            Command::Accept => self.accept(w, question),
            Command::Take(choice) if choice < question.choices().len() => {
                self.cursor = choice;
                match question.answer {
                    AnswerKind::Many(_) => self.tick(choice),
                    _ => return Step::Answer(Answer::One(choice)),
                }
                Step::Stay
            }
            Command::Take(_) => Step::Say(w.no_such_key.to_owned()),
            Command::Tick => {
                self.tick(self.cursor);
                Step::Stay
            }
            Command::UnsureChoice if !question.unsure => unsure,
            Command::UnsureChoice => {
                if let Some(tick) = self.ticks.get_mut(self.cursor) {
                    *tick = if *tick == Tick::Unsure { Tick::No } else { Tick::Unsure };
                }
                Step::Stay
            }
            Command::NoneOfThese if self.is_marked() => Step::Say(w.something_ticked.to_owned()),
            Command::NoneOfThese => Step::Answer(self.marked()),
            Command::Find => {
                self.find = Some(Finding::new(question));
                self.cursor = 0;
                Step::Stay
            }
            Command::Close => {
                if let Some(find) = self.find.take() {
                    self.cursor = find.found.get(self.cursor).copied().unwrap_or(0);
                }
                Step::Stay
            }
            _ => {
                self.step_cursor(command, question, page);
                Step::Stay
            }
        }
    }

    fn step_cursor(&mut self, command: Command, question: &Question, page: usize) {
        let length = match (&question.answer, &self.find) {
            (AnswerKind::YesNo, _) => 2,
            (_, Some(find)) => find.found.len(),
            _ => question.choices().len(),
        };
        self.cursor = moved(self.cursor, command, length, page);
    }

    fn accept(&mut self, w: &Words, question: &Question) -> Step {
        match &question.answer {
            AnswerKind::YesNo => Step::Answer(Answer::YesNo(self.cursor == 0)),
            AnswerKind::Number(number) => self.number(w, number),
            AnswerKind::Text => Step::Answer(Answer::Text(self.field.text().trim().to_owned())),
            AnswerKind::One(choices) => match &self.find {
                Some(find) => match find.found.get(self.cursor) {
                    Some(&choice) => Step::Answer(Answer::One(choice)),
                    None => Step::Say(w.nothing_found.to_owned()),
                },
                None if self.cursor < choices.len() => Step::Answer(Answer::One(self.cursor)),
                None => Step::Stay,
            },
            AnswerKind::Many(choices) => match &mut self.find {
                Some(find) if !find.field.is_empty() => {
                    let Some(&choice) = find.found.get(self.cursor) else {
                        return Step::Say(w.nothing_found.to_owned());
                    };
                    *find = Finding::new(question);
                    self.cursor = choice;
                    if self.ticks[choice] == Tick::Yes {
                        return Step::Say(fill(w.already_picked, &[("label", &choices[choice].label)]));
                    }
                    self.ticks[choice] = Tick::Yes;
                    Step::Stay
                }
                _ => {
                    let answer = self.marked();
                    if self.is_marked() { Step::Answer(answer) } else { Step::Say(w.zero_is_none.to_owned()) }
                }
            },
        }
    }

    fn tick(&mut self, choice: usize) {
        if let Some(tick) = self.ticks.get_mut(choice) {
            *tick = if *tick == Tick::Yes { Tick::No } else { Tick::Yes };
        }
    }

    fn marked(&self) -> Answer {
        let HalfAnswer { yes, unsure, .. } = self.half();
        Answer::Many { yes, unsure }
    }

    fn number(&self, w: &Words, number: &Number) -> Step {
        let typed = self.field.text().trim();
        if typed.is_empty() {
            return Step::Say(w.type_a_number.to_owned());
        }
        // "1,000" may be a thousand to who typed it: so many digits after the point, if they are zeros, are refused, too.
        let fraction = typed.rsplit_once(['.', ',']).map_or(0, |(_, digits)| digits.len());
        if fraction >= 3 && fraction > usize::from(number.decimals) {
            return Step::Say(too_fine(w, number.decimals));
        }
        let Some(decimal) = Decimal::parse(&typed.replace(',', ".")) else {
            return Step::Say(format!("{}{}", w.not_accepted, w.not_a_number));
        };
        let show = |value: i64| number_words(number, value);
        let outside = || Step::Say(out_of_range(w, typed, number));
        let Some(value) = decimal.exactly(number.decimals) else {
            let too_large = decimal.exactly(9).is_none();
            return if too_large { outside() } else { Step::Say(too_fine(w, number.decimals)) };
        };
        if value < number.min || value > number.max {
            return outside();
        }
        match number.likely {
            Some((least, most)) if value < least || value > most => Step::Unlikely(
                Answer::Number(value),
                fill(
                    w.unlikely,
                    &[("number", &show(value)), ("least", &show(least)), ("most", &show(most)), ("unit", &number.unit)],
                ),
            ),
            _ => Step::Answer(Answer::Number(value)),
        }
    }
}

/// A number with more digits after the point than are taken.
fn too_fine(w: &Words, decimals: u8) -> String {
    let why = if decimals == 0 { w.whole_only.to_owned() } else { fill(w.too_fine, &[("decimals", &decimals)]) };
    format!("{}{why}", w.not_accepted)
}

/// A number outside the range that is taken.
fn out_of_range(w: &Words, typed: &str, number: &Number) -> String {
    let (min, max) = (number_words(number, number.min), number_words(number, number.max));
    let values: [(&str, &dyn std::fmt::Display); 4] =
        [("number", &typed), ("min", &min), ("max", &max), ("unit", &number.unit)];
    format!("{}{}", w.not_accepted, fill(w.out_of_range, &values))
}

impl Finding {
    fn new(question: &Question) -> Finding {
        Finding { field: Field::default(), found: (0..question.choices().len()).collect() }
    }
}

/// The cursor in a list of that length after a command of moving.
pub(super) fn moved(cursor: usize, command: Command, length: usize, page: usize) -> usize {
    match command {
        Command::Up => cursor.saturating_sub(1),
        Command::Down => cursor + 1,
        Command::PageUp => cursor.saturating_sub(page.max(1)),
        Command::PageDown => cursor + page.max(1),
        Command::Home => 0,
        Command::End => length,
        _ => cursor,
    }
    .min(length.saturating_sub(1))
}
