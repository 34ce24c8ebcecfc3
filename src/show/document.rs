//! The document to print and sign off, before anybody knows how it is written.
//!
//! It holds all that the questionnaire holds: whoever signs it has seen everything.

mod proof;
mod section;

use crate::questionnaire::{Condition, Level, Questionnaire, SectionIx, Source, SourceIx};
use crate::text::columns;
use crate::words;
use crate::words::show as own;

use super::name;
use super::plain::{Phrase, phrase};

/// A text in parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) parts: Vec<Part>,
}

/// A part of the document.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// The head of what follows; 1 is the document's own.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// Things one under the other.
    List(Vec<Item>),
}

/// One of a list, and what belongs to it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) label: Label,
    pub(super) text: String,
    pub(super) items: Vec<Item>,
}

/// What stands before an item's text.
#[derive(Clone, Debug)]
pub(super) enum Label {
    /// A dash.
    Bullet,
    /// A number that others call it by.
    Number(String),
    /// What the text is.
    Field(&'static str),
}

/// A condition whose sentence takes more columns than this is an outline.
const LONG: usize = 160;

impl Item {
    pub(super) fn bullet(text: impl Into<String>) -> Item {
        Item { label: Label::Bullet, text: text.into(), items: Vec::new() }
    }

    pub(super) fn number(number: String, text: impl Into<String>, items: Vec<Item>) -> Item {
        Item { label: Label::Number(number), text: text.into(), items }
    }

    pub(super) fn field(field: &'static str, text: impl Into<String>) -> Item {
        Item { label: Label::Field(field), text: text.into(), items: Vec::new() }
    }

    pub(super) fn list(field: &'static str, items: Vec<Item>) -> Item {
        Item { label: Label::Field(field), text: String::new(), items }
    }

    /// A field with a condition: a sentence, or an outline where that would be long.
    pub(super) fn condition(
        field: &'static str,
        before: &str,
        questionnaire: &Questionnaire,
        condition: &Condition,
    ) -> Item {
        let mut item = outline(&phrase(questionnaire, condition));
        item.label = Label::Field(field);
        item.text.insert_str(0, before);
        item
    }
}

fn outline(phrase: &Phrase) -> Item {
    let sentence = phrase.sentence();
    match phrase {
        Phrase::Group(group, parts) if columns(&sentence) > LONG => Item {
            label: Label::Bullet,
            text: format!("{} these:", group.of()),
            items: parts.iter().map(outline).collect(),
        },
        _ => Item::bullet(sentence),
    }
}

/// The questionnaire as a document.
pub(super) fn document(questionnaire: &Questionnaire) -> Document {
    let mut document = Document::default();
    head(questionnaire, &mut document);
    for section in 0..questionnaire.sections.len() {
        section::write(questionnaire, SectionIx(section as u32), &mut document);
    }
    proof::guarantees(questionnaire, &mut document);
    proof::cases(questionnaire, &mut document);
    document.heading(2, own::SIGN_OFF);
    let what = format!("{} {}, {}", questionnaire.id, questionnaire.version, questionnaire.fingerprint);
    document.text(format!("{} {what}", own::SIGNED));
    document.list(own::SIGNATURE.into_iter().map(|line| Item::field(line, "_".repeat(40))).collect());
    document
}

impl Document {
    pub(super) fn heading(&mut self, depth: u8, text: impl Into<String>) {
        self.parts.push(Part::Heading(depth, text.into()));
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.parts.push(Part::Text(text.into()));
    }

    /// The list, where there is anything in it.
    pub(super) fn list(&mut self, items: Vec<Item>) {
        if !items.is_empty() {
            self.parts.push(Part::List(items));
        }
    }

    /// The list under its head, where there is anything in it.
    pub(super) fn headed(&mut self, depth: u8, heading: &str, items: Vec<Item>) {
        if !items.is_empty() {
            self.heading(depth, heading);
            self.list(items);
        }
    }
}

/// What the questionnaire is, how to read it, its levels and sources.
fn head(questionnaire: &Questionnaire, document: &mut Document) {
    document.heading(1, &*questionnaire.title);
    document.list(vec![
        Item::field(own::ID, &*questionnaire.id),
        Item::field(own::VERSION, &*questionnaire.version),
        Item::field(own::FINGERPRINT, &*questionnaire.fingerprint),
        Item::field(own::AUDIENCE, &*questionnaire.audience),
        Item::field(own::REVIEWED, questionnaire.reviewed.to_string()),
        Item::field(own::REVIEW_DUE, questionnaire.review_due.to_string()),
        Item::field(own::LANGUAGE, &*questionnaire.language),
        Item::field(own::STOPS_AT, name::level(questionnaire, questionnaire.stop_at)),
    ]);
    document.headed(2, own::HOW_TO_READ, own::READING.into_iter().map(Item::bullet).collect());
    if let Some(intro) = &questionnaire.intro {
        document.heading(2, own::INTRODUCTION);
        document.text(&**intro);
    }
    let term = |(term, word): &(String, String)| Item::bullet(format!("{{{term}}}: {word}"));
    document.headed(2, own::TERMS, questionnaire.terms.iter().map(term).collect());
    document.headed(2, own::LEVELS, Level::ALL.into_iter().filter_map(|level| meaning(questionnaire, level)).collect());
    let sources = questionnaire.sources.iter().enumerate().map(|(place, source)| {
        let mut fields = vec![Item::field(own::ID, &*source.id)];
        fields.extend(source.url.as_ref().map(|url| Item::field(own::ADDRESS, &**url)));
        let year = source.year.map(|year| format!(", {year}")).unwrap_or_default();
        Item::number(source_number(place), publication(source) + &year, fields)
    });
    document.headed(2, own::SOURCES, sources.collect());
}

/// What a level means, where the author says so.
fn meaning(questionnaire: &Questionnaire, level: Level) -> Option<Item> {
    let disposition = questionnaire.disposition(level)?;
    let fields = vec![Item::field(own::ACT, &*disposition.act), Item::field(own::WITHIN, &*disposition.within)];
    let text = format!("{} ({})", disposition.title, words::ENGLISH.rank_spoken(level));
    Some(Item { label: Label::Bullet, text: format!("{} {text}", words::rank(level)), items: fields })
}

fn publication(source: &Source) -> String {
    format!("{}: {}", source.publisher, source.title)
}

fn source_number(place: usize) -> String {
    format!("[{}]", place + 1)
}

/// What is cited, where anything is.
fn cited(questionnaire: &Questionnaire, cite: &[SourceIx]) -> Option<Item> {
    let called = |source: &SourceIx| format!("{} {}", source_number(source.at()), publication(&questionnaire[*source]));
    let called: Vec<String> = cite.iter().map(called).collect();
    (!called.is_empty()).then(|| Item::field(own::CITED, called.join("; ")))
}
