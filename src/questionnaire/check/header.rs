//! The header: identity, dates, terms, sources, dispositions, guarantees.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::questionnaire::authored::{
    Condition as Authored, ConditionKind, Disposition as Outcome, Guarantee as Promise,
};
use crate::questionnaire::authored::{Text, Word};
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::{Found, Place};
use crate::questionnaire::spot::{Field, Map};
use crate::questionnaire::{AnswerKind, Claim, Condition, Disposition, Fact, Guarantee, Level, Questionnaire, Source};

use super::condition::{Resolver, Speaker};
use super::desk::{Desk, Lines, Terms};
use super::names::{Names, Table, duplicate};
use super::{Book, forms};

/// The header's terms, each with the site's word for it where the site has one.
pub(super) fn terms(book: &Book<'_>, found: &mut Found) -> Terms {
    let mut desk = Desk { page: book.header_page, terms: &Terms::default(), found };
    let own = term_map(&mut desk, &book.header.terms);
    let mut replaced: HashMap<&str, &str> = HashMap::new();
    for (term, word) in book.site {
        replaced.entry(term).or_insert(word);
    }
    let word = |name: &str, own| replaced.get(name).map_or(own, |word| (*word).to_owned());
    Terms::new(own.into_iter().map(|(name, own, _)| (name.clone(), word(&name, own))).collect())
}

/// Reads the terms of a header or a site. Their words are shown as they are: a word holds no terms itself.
pub(super) fn term_map<'a>(
    desk: &mut Desk<'_>,
    field: &Field<'a, Map<'a, Text<'a>, Text<'a>>>,
) -> Vec<(String, String, Place)> {
    let mut terms: Vec<(String, String, Place)> = Vec::new();
    let mut seen = HashSet::new();
    for (key, value) in desk.have(field).into_iter().flat_map(|(map, _)| &map.0) {
        let Some(name) = &key.value else { continue };
        let place = desk.place(key);
        if name.0.trim().is_empty() || name.0.contains(|c| matches!(c, '{' | '}') || forms::is_control(c)) {
            let help = "Name a term with plain words, e.g. \"emergency\"; texts then hold {emergency}.";
            desk.note(Code::BadId, place, format!("{:?} cannot be the name of a term", name.0), help);
        }
        if !seen.insert(&*name.0) {
            duplicate_key(desk, &name.0, place);
        }
        if let Some(word) = &value.value {
            let at = desk.place(value);
            if word.0.trim().is_empty() {
                let help = "Write the word that is to be shown for this term.";
                desk.note(Code::EmptyText, at, format!("the term {:?} has no word", name.0), help);
            }
            desk.refuse_controls(word, &name.0, at, Lines::One);
        }
        let word = value.value.as_ref().map(|word| word.0.to_string()).unwrap_or_default();
        terms.push((name.0.to_string(), word, place));
    }
    terms
}

/// Everything in the header but the guarantees. Sections, questions and the rest are still empty.
pub(super) fn check<'a>(
    book: &'a Book<'a>,
    terms: &Terms,
    today: Date,
    names: &mut Names<'a>,
    found: &mut Found,
) -> Questionnaire {
    let header = &book.header;
    let mut desk = Desk { page: book.header_page, terms, found };
    let desk = &mut desk;
    let owner = desk.slice(&desk.page.text[header_start(desk.page.text)..], Place::start_of(0));
    let (reviewed, review_due) = dates(desk, book, owner, today);
    let stop_at = desk.have(&header.stop_at).and_then(|(word, place)| level(desk, *word, place));
    if header.sections.as_ref().is_none_or(|spot| spot.value.as_ref().is_some_and(Vec::is_empty)) {
        let place = header.sections.as_ref().map_or(super::desk::first_sign(owner), |spot| desk.place(spot));
        let help = "Name the section files in their order, e.g. sections: [\"warning-signs\"].";
        desk.note(Code::EmptyList, place, "`sections` names no section", help);
    }
    Questionnaire {
        id: id(desk, book, owner),
        version: version(desk, book, owner),
        title: desk.text(&header.title, "title", owner),
        audience: desk.text(&header.audience, "audience", owner),
        reviewed,
        review_due,
        language: language(desk, book, owner),
        stop_at: stop_at.unwrap_or(Level::Red),
        intro: desk.optional(&header.intro, "intro", Lines::Many),
        terms: terms.list.clone(),
        sources: sources(desk, book, &mut names.sources),
        dispositions: dispositions(desk, book),
        sections: Vec::new(),
        questions: Vec::new(),
        scores: Vec::new(),
        rules: Vec::new(),
        advice: Vec::new(),
        guarantees: Vec::new(),
        cases: Vec::new(),
        fingerprint: String::new(),
    }
}

/// Where the header's text begins, after the comments at its head.
fn header_start(text: &str) -> usize {
    crate::questionnaire::scan::skip_trivia(text, 0)
}

fn id(desk: &mut Desk<'_>, book: &Book<'_>, owner: Place) -> String {
    let Some((id, place)) = desk.id(&book.header.id, owner) else { return String::new() };
    let id = id.to_owned();
    if !book.folder.is_empty() && id != book.folder {
        let help = format!("Give both the same name: rename the folder to {id:?}, or write id: {:?}.", book.folder);
        let message = format!("the id {id:?} is not the name of the folder, {:?}", book.folder);
        desk.note(Code::IdNotFolder, place, message, help);
    }
    id
}

fn version(desk: &mut Desk<'_>, book: &Book<'_>, owner: Place) -> String {
    let Some((version, place)) = desk.need(&book.header.version, "version", owner) else { return String::new() };
    let version = version.0.to_string();
    if semver::Version::parse(&version).is_err() {
        let help = "Write three numbers with points between them, e.g. \"1.0.0\".";
        desk.note(Code::BadVersion, place, format!("{version:?} is not a semantic version"), help);
    }
    version
}

fn language(desk: &mut Desk<'_>, book: &Book<'_>, owner: Place) -> String {
    let Some((tag, place)) = desk.need(&book.header.language, "language", owner) else { return String::new() };
    let tag = tag.0.to_string();
    if !forms::is_language(&tag) {
        let help = "Write a BCP 47 tag, e.g. \"en\" or \"pt-BR\".";
        desk.note(Code::BadLanguage, place, format!("{tag:?} is not a language tag"), help);
    }
    tag
}

/// The two dates of the review, and what today makes of them.
fn dates(desk: &mut Desk<'_>, book: &Book<'_>, owner: Place, today: Date) -> (Date, Date) {
    let reviewed = date(desk, &book.header.reviewed, "reviewed", owner);
    let due = date(desk, &book.header.review_due, "review_due", owner);
    if let Some((reviewed, place)) = reviewed
        && today < reviewed
    {
        let message = format!("reviewed on {reviewed}, but this computer's date is {today}");
        desk.note(Code::ClockBeforeReview, place, message, "Set the computer's clock, or correct `reviewed`.");
    }
    if let (Some((reviewed, _)), Some((due, place))) = (reviewed, due)
        && due < reviewed
    {
        let message = format!("the review is due on {due}, before the last one on {reviewed}");
        desk.note(Code::ReviewBeforeReviewed, place, message, "Put the date of the next review into `review_due`.");
    } else if let Some((due, place)) = due
        && today > due
    {
        let help = "Have a clinician review the content, then set `reviewed` and `review_due`.";
        desk.note(Code::ReviewOverdue, place, format!("the review was due on {due}"), help);
    }
    (reviewed.map_or(Date::ZERO, |(date, _)| date), due.map_or(Date::ZERO, |(date, _)| date))
}

fn date<'a>(desk: &mut Desk<'_>, field: &Field<'a, Text<'a>>, name: &str, owner: Place) -> Option<(Date, Place)> {
    let (text, place) = desk.need(field, name, owner)?;
    // Known even when reading fast.
    let place = desk.name(text, place);
    Some((date_of(desk, text, place)?, place))
}

/// The date that a text says; noted where it says none.
pub(in crate::questionnaire) fn date_of(desk: &mut Desk<'_>, text: &Text<'_>, place: Place) -> Option<Date> {
    let date = forms::date(&text.0);
    if date.is_none() {
        let help = "Write year, month and day, e.g. \"2026-11-21\".";
        desk.note(Code::BadDate, place, format!("{:?} is not a date", text.0), help);
    }
    date
}

fn sources<'a>(desk: &mut Desk<'_>, book: &'a Book<'a>, table: &mut Table<'a>) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    let mut seen = HashSet::new();
    if book.header.sources.as_ref().is_some_and(|spot| spot.value.is_none()) {
        table.may_have_more();
    }
    for (key, value) in desk.have(&book.header.sources).into_iter().flat_map(|(map, _)| &map.0) {
        let place = desk.place(key);
        let id = key.value.as_ref().map_or("", |text| &*text.0);
        if key.value.is_some() {
            desk.kebab(id, "id of a source", place);
        }
        if key.value.is_some() && !seen.insert(id) {
            duplicate_key(desk, id, place);
            continue;
        }
        table.add(desk, key.value.as_ref().map(|text| (&*text.0, place)));
        let mut source =
            Source { id: id.to_owned(), title: String::new(), publisher: String::new(), year: None, url: None };
        if let Some(written) = &value.value {
            let owner = desk.place(value);
            source.title = desk.text(&written.title, "title", owner);
            source.publisher = desk.text(&written.publisher, "publisher", owner);
            source.year = desk.have(&written.year).and_then(|(year, place)| {
                let known = u16::try_from(year.0).ok().filter(|year| (1..=9999).contains(year));
                if known.is_none() {
                    let help = "Write the year of publication, e.g. 2020, or leave it out.";
                    desk.note(Code::WrongType, place, format!("{} is not a year", year.0), help);
                }
                known
            });
            // An address may have braces of its own, and is never read aloud.
            source.url = desk.have(&written.url).map(|(url, place)| {
                desk.plain(url, "url", place);
                url.0.to_string()
            });
        }
        sources.push(source);
    }
    sources
}

fn dispositions(desk: &mut Desk<'_>, book: &Book<'_>) -> [Option<Disposition>; 5] {
    let mut dispositions = [const { None }; 5];
    for (key, value) in desk.have(&book.header.dispositions).into_iter().flat_map(|(map, _)| &map.0) {
        let disposition = value.value.as_ref().map(|written| {
            let owner = desk.place(value);
            let Outcome { title, act, within } = written;
            Disposition {
                title: desk.text(title, "title", owner),
                act: desk.text(act, "act", owner),
                within: desk.text(within, "within", owner),
            }
        });
        let Some(word) = key.value else { continue };
        let place = desk.place(key);
        let Some(level) = level(desk, word, place) else { continue };
        let slot = &mut dispositions[level.place()];
        if slot.is_some() {
            duplicate_key(desk, word.0, place);
        }
        // A broken one is there all the same: its mistake is noted, and its rules are not wrong.
        let placeholder = Disposition { title: String::new(), act: String::new(), within: String::new() };
        *slot = Some(disposition.unwrap_or(placeholder));
    }
    dispositions
}

/// The level of a word; an unknown one is noted.
pub(super) fn level(desk: &mut Desk<'_>, word: Word<'_>, place: Place) -> Option<Level> {
    let level = Level::ALL.into_iter().find(|level| level.word() == word.0);
    if level.is_none() {
        let help = match desk.found.similar(word.0, Level::ALL.into_iter().map(Level::word)) {
            Some(meant) => format!("Did you mean {meant}?"),
            None => "The levels are Red, Orange, Yellow, Green and Blue, from most to least urgent.".to_owned(),
        };
        desk.note(Code::UnknownWord, place, format!("{} is not a level", word.0), help);
    }
    level
}

pub(in crate::questionnaire) fn duplicate_key(desk: &mut Desk<'_>, key: &str, place: Place) {
    desk.note(Code::DuplicateKey, place, format!("the key {key:?} is here twice"), "Delete one of the two.");
}

/// The guarantees, which speak of everything else.
pub(super) fn guarantees(
    book: &Book<'_>,
    terms: &Terms,
    names: &Names<'_>,
    questionnaire: &mut Questionnaire,
    found: &mut Found,
) {
    let mut desk = Desk { page: book.header_page, terms, found };
    let mut guarantees: Vec<Guarantee> = Vec::new();
    let mut seen = HashSet::new();
    let resolver = Resolver { names, questionnaire, reaches: None };
    for (promise, owner) in desk.items(&book.header.guarantees) {
        let id = desk.id(&promise.id, owner);
        if let Some((id, place)) = id
            && !seen.insert(id)
        {
            duplicate(&mut desk, "guarantee", id, place);
        }
        let id = id.map(|(id, _)| id.to_owned()).unwrap_or_default();
        guarantees.push(Guarantee { id, claim: claim(&mut desk, &resolver, promise, owner) });
    }
    questionnaire.guarantees = guarantees;
}

fn claim(desk: &mut Desk<'_>, resolver: &Resolver<'_>, promise: &Promise<'_>, owner: Place) -> Claim {
    let Promise { id, given, then, never_lowers } = promise;
    let one_form = matches!((given, then, never_lowers), (Some(_), Some(_), None) | (None, None, Some(_)));
    if !one_form {
        let place = desk.have(id).map_or(super::desk::first_sign(owner), |(_, place)| place);
        let help = "Write either `given` and `then`, or `never_lowers` with a list of facts.";
        desk.note(Code::GuaranteeForm, place, "this guarantee has not exactly one of its two forms", help);
    }
    let given = resolver.field(desk, Speaker::Guarantee, given);
    let then = resolver.field(desk, Speaker::Guarantee, then);
    let Some((list, place)) = desk.have(never_lowers) else { return Claim::GivenThen { given, then } };
    if list.is_empty() {
        let help = "List the facts that never reassure, e.g. Yes(\"chest-pain\").";
        desk.note(Code::EmptyList, place, "`never_lowers` is an empty list", help);
    }
    let conditions = desk.items(never_lowers);
    Claim::NeverLowers(
        conditions.into_iter().filter_map(|(fact, place)| never_lowered(desk, resolver, fact, place)).collect(),
    )
}

/// A fact of which "not sure" lies between no and yes.
fn never_lowered(desk: &mut Desk<'_>, resolver: &Resolver<'_>, written: &Authored<'_>, place: Place) -> Option<Fact> {
    const HELP: &str = "List Yes of a YesNo question or Is of a Many question, of questions that allow \"not sure\".";
    let condition = resolver.condition(desk, Speaker::Guarantee, written, place);
    let fact = match (&written.kind, condition) {
        (ConditionKind::Yes(_), Condition::Yes(question)) => Fact { question, choice: None },
        (ConditionKind::Is(..), Condition::IsAny(question, choices)) => {
            Fact { question, choice: choices.first().copied() }
        }
        // A name in it is wrong, and that is noted.
        (ConditionKind::Yes(_) | ConditionKind::Is(..), _) => return None,
        _ => {
            desk.note(Code::NeverLowersFact, place, format!("{} is not a single fact", written.word), HELP);
            return None;
        }
    };
    let question = &resolver.questionnaire[fact.question];
    let problem = match question.answer {
        AnswerKind::One(_) => "takes exactly one choice",
        _ if !question.unsure => "does not allow \"not sure\"",
        _ => return Some(fact),
    };
    desk.note(Code::NeverLowersFact, place, format!("the question {:?} {problem}", question.id), HELP);
    None
}
