//! What lies over a patient's screen: something to read, a list, a field, or what is said before something is done.

use jiff::civil::DateTime;

use super::board::{self, Board, Item};
use super::field::Field;
use super::input::Opened;
use super::keys::{Command, Scene};
use super::question::moved;
use super::recording::Past;
use super::scroll::Scroll;
use crate::export::{Visit, answer_words, level_word};
use crate::questionnaire::{Answer, Level, QuestionIx};
use crate::text::Tone;
use crate::words::{self, Words};

/// What lies over a patient's screen.
#[derive(Clone, Debug)]
pub(super) enum Sheet {
    /// Something to read: help, why.
    Reading(Scroll),
    /// All answers, with a cursor.
    Review(usize),
    /// The levels that can be chosen, with a cursor.
    Override(usize),
    /// The languages that can be spoken, by tag, with a cursor.
    Languages(Vec<String>, usize),
    /// What can be done with the note, with a cursor: [`Outlet::ALL`].
    Outlets(usize),
    /// The reason for that level; needed where it lowers.
    Reason {
        /// The level.
        level: Level,
        /// Whether it is less urgent than the computed one.
        lowers: bool,
        /// What is written.
        field: Field,
    },
    /// A note.
    Note {
        /// To this question; `None`: to the whole.
        about: Option<QuestionIx>,
        /// What is written.
        field: Field,
    },
    /// What the patient is called.
    Reference(Field),
    /// What is said before this is done.
    Sure(Sure, Scroll),
    /// The interviews that were not finished, with a cursor.
    Unfinished(Vec<Past>, usize),
    /// The interviews on record, with a cursor.
    History(Vec<Past>, usize),
    /// An interview on record, to read.
    Record {
        /// All that is known of it.
        visit: Box<Visit>,
        /// When it ended.
        at: DateTime,
        /// Its recommendation.
        scroll: Scroll,
    },
    /// A newer version that the interview could go on with, and what that would change.
    Newer(Box<Opened>, Scroll),
}

/// What can be done with the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outlet {
    /// It is saved as a file.
    File,
    /// It is printed.
    Printer,
}

impl Outlet {
    /// All of them, in the list's order.
    pub(super) const ALL: [Outlet; 2] = [Outlet::File, Outlet::Printer];
}

/// What is about to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sure {
    /// Another answer, which changes more than itself.
    Change(QuestionIx, Answer),
    /// A number that is possible and seldom.
    Unlikely(QuestionIx, Answer),
    /// Leaving the program.
    Leave,
    /// The next patient.
    Next,
    /// Offering the unfinished interview of that name no more.
    Discard(String),
}

impl Sheet {
    /// What it is, as far as keys are concerned.
    pub(super) fn scene(&self) -> Scene {
        match self {
            Sheet::Reading(_) => Scene::Reading,
            Sheet::Review(_) => Scene::Review,
            Sheet::Override(_) => Scene::Override,
            Sheet::Languages(..) => Scene::Languages,
            Sheet::Outlets(_) => Scene::Outlets,
            Sheet::Reason { .. } | Sheet::Note { .. } | Sheet::Reference(_) => Scene::Field,
            Sheet::Sure(Sure::Change(..) | Sure::Unlikely(..) | Sure::Discard(_), _) => Scene::Change,
            Sheet::Sure(Sure::Leave | Sure::Next, _) => Scene::Lose,
            Sheet::Unfinished(..) => Scene::Unfinished,
            Sheet::History(..) => Scene::History,
            Sheet::Record { .. } => Scene::Record,
            Sheet::Newer(..) => Scene::Newer,
        }
    }

    /// Its page, if it is one.
    pub(super) fn scroll(&self) -> Option<&Scroll> {
        match self {
            Sheet::Reading(scroll)
            | Sheet::Sure(_, scroll)
            | Sheet::Record { scroll, .. }
            | Sheet::Newer(_, scroll) => Some(scroll),
            _ => None,
        }
    }

    /// Its page, if it is one.
    pub(super) fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match self {
            Sheet::Reading(scroll)
            | Sheet::Sure(_, scroll)
            | Sheet::Record { scroll, .. }
            | Sheet::Newer(_, scroll) => Some(scroll),
            _ => None,
        }
    }

    /// Its field, if it has one.
    pub(super) fn field_mut(&mut self) -> Option<&mut Field> {
        match self {
            Sheet::Reason { field, .. } | Sheet::Note { field, .. } | Sheet::Reference(field) => Some(field),
            _ => None,
        }
    }

    /// Its rows, if it is a list or a field.
    pub(super) fn board(&self, w: &'static Words, visit: Option<&Visit>, width: usize, height: usize) -> Option<Board> {
        match self.content(w, visit)? {
            Content::Page => None,
            Content::List { heading, items, cursor } => Some(board::list(w, heading, &items, cursor, width, height)),
            Content::Field { heading, about, field } => {
                Some(board::field(heading, &about, field.before(), field.text(), width, height))
            }
        }
    }

    /// What stands on it, of that patient; `None` where it has nothing to stand on without one.
    pub(super) fn content(&self, w: &'static Words, visit: Option<&Visit>) -> Option<Content<'_>> {
        let content = match (self, visit) {
            (Sheet::Unfinished(list, cursor) | Sheet::History(list, cursor), _) => {
                let items = list.iter().enumerate().map(|(place, past)| past.item(place, w)).collect();
                let heading = match self {
                    Sheet::Unfinished(..) => w.records.unfinished_head,
                    _ if list.is_empty() => w.records.history_empty,
                    _ => w.records.history_head,
                };
                Content::List { heading, items, cursor: *cursor }
            }
            (Sheet::Reading(_) | Sheet::Sure(..) | Sheet::Record { .. } | Sheet::Newer(..), _) => Content::Page,
            (Sheet::Review(cursor), Some(visit)) => {
                let items: Vec<Item> = listed(visit).iter().map(|&question| answered(visit, question)).collect();
                let heading = if items.is_empty() { w.no_answers } else { w.review_head };
                Content::List { heading, items, cursor: *cursor }
            }
            (Sheet::Override(cursor), Some(visit)) => {
                let questionnaire = visit.questionnaire();
                let item = |(place, level): (usize, Option<Level>)| {
                    let digit = format!("{}  ", place + 1);
                    match level {
                        Some(level) => Item {
                            mark: digit,
                            text: format!("{} {}", words::rank(level), level_word(questionnaire, level)),
                            more: questionnaire.disposition(level).map(|it| it.act.clone()).into_iter().collect(),
                            tone: Tone::Badge(level),
                        },
                        None => Item { mark: digit, text: w.as_computed.to_owned(), ..Item::default() },
                    }
                };
                let items = levels(visit).into_iter().enumerate().map(item).collect();
                Content::List { heading: w.choose_level, items, cursor: *cursor }
            }
            (Sheet::Languages(tags, cursor), _) => {
                let name = |tag: &String| {
                    let words = words::of(tag).filter(|words| words.tag == tag);
                    words.map_or_else(|| tag.clone(), |words| words.name.to_owned())
                };
                let item = |(place, tag)| Item { mark: format!("{}  ", place + 1), text: name(tag), ..Item::default() };
                let items = tags.iter().enumerate().map(item).collect();
                Content::List { heading: w.choose_language, items, cursor: *cursor }
            }
            (Sheet::Outlets(cursor), _) => {
                let item = |(place, outlet)| {
                    let text = match outlet {
                        Outlet::File => w.note.to_file,
                        Outlet::Printer => w.note.to_printer,
                    };
                    Item { mark: format!("{}  ", place + 1), text: text.to_owned(), ..Item::default() }
                };
                let items = Outlet::ALL.into_iter().enumerate().map(item).collect();
                Content::List { heading: w.note.outlets, items, cursor: *cursor }
            }
            (Sheet::Reason { level, lowers, field }, Some(visit)) => {
                let questionnaire = visit.questionnaire();
                let heading = if *lowers { w.write_reason } else { w.write_reason_raised };
                let about = format!("{} {}", words::rank(*level), level_word(questionnaire, *level));
                Content::Field { heading, about, field }
            }
            (Sheet::Note { about, field }, Some(visit)) => {
                let questionnaire = visit.questionnaire();
                let about = about.map_or(w.note_to_all, |question| &questionnaire[question].ask).to_owned();
                Content::Field { heading: w.write_note, about, field }
            }
            (Sheet::Reference(field), _) => {
                Content::Field { heading: w.reference.trim_end(), about: w.key("reference").does.to_owned(), field }
            }
            (Sheet::Review(_) | Sheet::Override(_) | Sheet::Reason { .. } | Sheet::Note { .. }, None) => return None,
        };
        Some(content)
    }
}

/// What stands on a sheet.
pub(super) enum Content<'s> {
    /// A page, see [`Sheet::scroll`].
    Page,
    /// A list to pick from.
    List {
        /// What is picked.
        heading: &'static str,
        /// What there is.
        items: Vec<Item>,
        /// Which of them is under the cursor.
        cursor: usize,
    },
    /// A field to write in.
    Field {
        /// What is written.
        heading: &'static str,
        /// What about.
        about: String,
        /// What is written so far.
        field: &'s Field,
    },
}

/// The questions that the review lists: all that are asked, and those whose answers are set aside.
pub(super) fn listed(visit: &Visit) -> Vec<QuestionIx> {
    let interview = &visit.interview;
    let questions = visit.questionnaire().questions().map(|(question, _)| question);
    questions.filter(|&question| interview.is_asked(question) || interview.answer(question).is_some()).collect()
}

/// The levels that the nurse can choose, most urgent first; `None` is the computed one, where another was chosen.
pub(super) fn levels(visit: &Visit) -> Vec<Option<Level>> {
    let questionnaire = visit.questionnaire();
    let mut levels: Vec<Option<Level>> =
        Level::ALL.into_iter().filter(|&level| questionnaire.disposition(level).is_some()).map(Some).collect();
    if visit.chosen.is_some() {
        levels.push(None);
    }
    levels
}

/// A question with its answer, and how the answer stands.
fn answered(visit: &Visit, question: QuestionIx) -> Item {
    let w = visit.words();
    let asked = &visit.questionnaire()[question];
    let (answer, tone) = match visit.interview.answer(question) {
        Some(answer) => (answer_words(w, asked, answer), Tone::Plain),
        None => (format!("({})", w.not_answered), Tone::Quiet),
    };
    let aside = if visit.interview.is_asked(question) { "" } else { "~ " };
    let mut item = Item { mark: aside.to_owned(), text: format!("{} {answer}", asked.ask), more: Vec::new(), tone };
    if !visit.interview.is_asked(question) {
        item.tone = Tone::Quiet;
        item.text = format!("{} ({})", item.text, w.set_aside);
    }
    if let Some(note) = visit.notes.get(&Some(question)) {
        item.more.push(format!("{}: {note}", w.write_note));
    }
    item
}

/// What a command picks out of a list of that length, by its digit or under the cursor; any other moves the cursor.
pub(super) fn picked(cursor: &mut usize, command: Command, length: usize, page: usize) -> Option<usize> {
    match command {
        Command::Accept => Some(*cursor),
        Command::Take(place) => {
            *cursor = place.min(length.saturating_sub(1));
            Some(place)
        }
        command => {
            *cursor = moved(*cursor, command, length, page);
            None
        }
    }
}
