//! A questionnaire in another language: `lang/<tag>.ron`.
//!
//! A translation holds each text beside the hash of the text it translates. What is missing, or was made of a text that
//! has changed since, or has lost a term on the way, is not shown: the original stands in its place, since a text that
//! nurses can look up is better than one that may say something else.

mod texts;
mod write;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use super::authored::{self, Text, Translated};
use super::check::{self, Book, Desk, Lines};
use super::finding::{Code, Finding, Severity};
use super::place::{Found, Page, Place};
use super::read::{self, Files, Way};
use super::site::Site;
use super::spot::{Map, Spot};
use super::trouble::probe;
use super::{Questionnaire, is_language};
use texts::{Room, Slot, walk};

pub use write::{Renewed, renew};

/// Columns of the smallest screen, without its margins.
const NARROW: usize = 36;

/// A questionnaire in another language than its own.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The day on which a clinician reviewed the translation; `None` where nobody has.
    pub reviewed: Option<Date>,
    /// How many texts are shown in the questionnaire's own language for want of a translation that fits.
    pub untranslated: usize,
    /// The same questionnaire in these words, with their language: the same places for everything, and the same fingerprint.
    pub questionnaire: Questionnaire,
}

/// The languages that a questionnaire can be shown in: its own, then those that it has a file for, sorted.
pub fn languages(questionnaire: &Questionnaire, files: &Files) -> Vec<String> {
    let own = questionnaire.language.as_str();
    std::iter::once(own.to_owned()).chain(tags(files).into_iter().filter(|tag| tag != own)).collect()
}

/// The languages that there is a file for, sorted.
fn tags(files: &Files) -> Vec<String> {
    let tags = files.files.iter().filter_map(|file| file.name.strip_prefix("lang/")?.strip_suffix(".ron"));
    let mut tags: Vec<String> = tags.filter(|tag| is_language(tag)).map(str::to_owned).collect();
    tags.sort();
    tags
}

/// Everything that is to be said about a questionnaire's translations. Nothing where the questionnaire itself is not sound:
/// then nobody knows what is to be translated.
pub fn translations(files: &Files) -> Vec<Finding> {
    tags(files).iter().flat_map(|tag| translate(files, &Site::default(), tag).1).collect()
}

/// Reads the questionnaire in the language of that tag; `None` where its file is not there or cannot be read, or where the
/// questionnaire itself is not sound. The findings are about the translation alone.
pub fn translate(files: &Files, site: &Site, tag: &str) -> (Option<Translation>, Vec<Finding>) {
    let Some(at) = files.find(&file_name(tag)) else { return (None, Vec::new()) };
    let (translation, findings) = attempt(files, site, tag, at, Way::Fast);
    if findings.is_empty() { (translation, findings) } else { attempt(files, site, tag, at, Way::Located) }
}

/// The name of a translation's file within the folder.
fn file_name(tag: &str) -> String {
    format!("lang/{tag}.ron")
}

/// The first eight digits of a text's SHA-256: enough to notice that it changed.
fn hash(text: &str) -> String {
    read::hex(&Sha256::digest(text.as_bytes())[..4])
}

fn attempt(files: &Files, site: &Site, tag: &str, at: usize, way: Way) -> (Option<Translation>, Vec<Finding>) {
    let mut found = Found::default();
    let translation = read::book(files, site, |book, fingerprint| {
        let text = read::prepare(files, at, way, probe!(authored::Translation<'_>), &mut found)?;
        let written = read::parsed(&text, at, way, &mut found)?;
        put(book, fingerprint, &written, tag, Page { index: at, text: &text.text }, &mut found)
    });
    let pages: Vec<(&str, &str)> =
        files.files.iter().map(|file| (file.name.as_str(), read::text_of(&file.bytes))).collect();
    let errors = found.has_errors();
    let mut findings = found.finish(&pages, &[at]);
    // Whatever is wrong with a translation, the questionnaire runs in its own language.
    for finding in findings.iter_mut().filter(|finding| finding.severity() == Severity::Error) {
        finding.code = Code::TranslationUnreadable;
    }
    (translation.flatten().filter(|_| !errors), findings)
}

/// Puts the translation in place of the texts.
fn put<'a>(
    mut book: Book<'a>,
    fingerprint: String,
    written: &authored::Translation<'_>,
    tag: &str,
    page: Page<'_>,
    found: &mut Found,
) -> Option<Translation> {
    let terms = check::terms(&book);
    let mut desk = Desk { page, terms: &terms, found };
    let owner = Place::start_of(page.index);
    if let Some((language, place)) = desk.need(&written.language, "language", owner)
        && language.0 != tag
    {
        let message = format!("the language {:?} is not the name of the file, {tag:?}", language.0);
        desk.note(Code::BadLanguage, place, message, "Give both the same name.");
    }
    let reviewed = desk.have(&written.reviewed).and_then(|(text, place)| check::date(&mut desk, text, place));
    let (texts, texts_at) = match desk.need(&written.texts, "texts", owner) {
        Some((map, place)) => (by_name(&mut desk, map), place),
        None => (HashMap::new(), owner),
    };
    let aliases = desk.have(&written.aliases).map(|(map, _)| by_name(&mut desk, map)).unwrap_or_default();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut untranslated = 0;
    // The last text, where a translation has taken its place.
    let mut replaced: Option<String> = None;
    walk(&mut book, &mut |name, slot| match slot {
        Slot::Text(text, room) => {
            let entry = texts.get(name);
            used.insert(name.to_owned());
            match translated(&mut desk, name, text, room, entry, Place { end: texts_at.start, ..texts_at }) {
                Some(word) => {
                    replaced = Some(text.0.to_string());
                    *text = Text(word.into());
                }
                None => {
                    replaced = None;
                    untranslated += 1;
                }
            }
        }
        Slot::Aliases(choice) => {
            let mut more: Vec<String> = Vec::new();
            if let Some((_, list)) = aliases.get(name) {
                used.insert(name.to_owned());
                for (alias, place) in desk.items_of(list) {
                    desk.plain(alias, "alias", place);
                    more.push(alias.0.to_string());
                }
            }
            // Who reads the name in the original language on a box of tablets finds it, too.
            more.extend(replaced.take());
            let more = more.into_iter().map(|name| Spot { text: "", value: Some(Text(name.into())) });
            let field = choice.aliases.get_or_insert(Spot { text: "", value: Some(Vec::new()) });
            field.value.get_or_insert_default().splice(0..0, more);
        }
    });
    let names = texts.iter().map(|(name, (place, _))| (name, *place));
    for (name, place) in names.chain(aliases.iter().map(|(name, (place, _))| (name, *place))) {
        if !used.contains(*name) {
            let help = match desk.found.similar(name, used.iter().map(String::as_str)) {
                Some(meant) => format!("Did you mean {meant:?}?"),
                None => "Take it out: nothing in the questionnaire is called so.".to_owned(),
            };
            desk.note(Code::TranslationSurplus, place, format!("there is no text {name:?} to translate"), help);
        }
    }
    // What was wrong with the originals is the business of who reads those.
    let mut questionnaire = check::check(&book, Date::ZERO, &mut Found::default());
    questionnaire.language = tag.to_owned();
    questionnaire.fingerprint = fingerprint;
    Some(Translation { reviewed, untranslated, questionnaire })
}

/// The entries of a map by their names, each with the place of its name; one that is there twice is noted.
fn by_name<'s, T>(desk: &mut Desk<'_>, map: &'s Map<'_, Text<'_>, T>) -> HashMap<&'s str, (Place, &'s T)> {
    let mut entries = HashMap::with_capacity(map.0.len());
    for (key, value) in &map.0 {
        let (Some(name), Some(value)) = (&key.value, &value.value) else { continue };
        let place = desk.place(key);
        if entries.insert(&*name.0, (place, value)).is_some() {
            check::duplicate_key(desk, &name.0, place);
        }
    }
    entries
}

/// The translation of a text, where there is one that can be shown in its place.
fn translated(
    desk: &mut Desk<'_>,
    name: &str,
    original: &Text<'_>,
    room: Room,
    entry: Option<&(Place, &Translated<'_>)>,
    missing: Place,
) -> Option<String> {
    const RENEW: &str = "`redflag translate` writes every text that is to be translated into the file.";
    let Some((place, Translated { is, of })) = entry else {
        desk.note(Code::TranslationMissing, missing, format!("{name:?} is not translated"), RENEW);
        return None;
    };
    let (text, at) = desk.need(is, "is", *place)?;
    let (made_of, _) = desk.need(of, "of", *place)?;
    if text.0.is_empty() {
        desk.note(Code::TranslationMissing, *place, format!("{name:?} is not translated"), RENEW);
        return None;
    }
    if made_of.0 != hash(&original.0) {
        let message = format!("the text that {name:?} translates has changed since; it is now: {}", original.0);
        let help = format!("Look whether the translation still says the same, then write of: {:?}.", hash(&original.0));
        desk.note(Code::TranslationStale, *place, message, help);
        return None;
    }
    let lines = if original.0.contains('\n') { Lines::Many } else { Lines::One };
    let shown = desk.shown(text, name, at, lines);
    let (wanted, has) = (terms_in(&original.0), terms_in(&text.0));
    if wanted != has {
        let list = |terms: &BTreeSet<&str>| match terms.len() {
            0 => "none".to_owned(),
            _ => terms.iter().map(|term| format!("{{{term}}}")).collect::<Vec<_>>().join(", "),
        };
        let message = format!("{name:?} has other terms than the text it translates: {}", list(&has));
        let help = format!("Use the same, which are filled in for each site: {}.", list(&wanted));
        desk.note(Code::TranslationTerms, at, message, help);
        return None;
    }
    if let Some(why) = too_long(&shown, room) {
        let help = "Say it in fewer or shorter words: some screens have 40 columns.";
        desk.note(Code::TranslationTooLong, at, format!("{name:?} {why}"), help);
    }
    Some(text.0.to_string())
}

/// The terms that a text holds in braces.
fn terms_in(text: &str) -> BTreeSet<&str> {
    let mut terms = BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (brace, behind) = rest[at..].split_at(1);
        if behind.starts_with(brace) {
            rest = &behind[1..];
        } else if let (true, Some(end)) = (brace == "{", behind.find('}')) {
            terms.insert(&behind[..end]);
            rest = &behind[end + 1..];
        } else {
            rest = behind;
        }
    }
    terms
}

/// Why a text does not fit on a screen of 40 columns, if it does not.
fn too_long(text: &str, room: Room) -> Option<String> {
    let word = text.split_whitespace().max_by_key(|word| word.width()).unwrap_or_default();
    // Where words are not set apart by spaces a row can end anywhere.
    if word.width() > NARROW && word.is_ascii() {
        return Some(format!("has a word that is wider than the screen: {word:?}"));
    }
    match room {
        Room::Row(columns) if text.width() > columns => {
            Some(format!("is {} columns wide and has one row of {columns}", text.width()))
        }
        Room::Rows(rows) if text.width() > rows * NARROW => {
            Some(format!("takes more than {rows} rows of {NARROW} columns"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, hash, terms_in, too_long};

    #[test]
    fn the_terms_of_a_text_are_those_in_single_braces() {
        let found: Vec<&str> = terms_in("Call {emergency} or {urgent-line}; {{no}} } {").into_iter().collect();
        assert_eq!(found, ["emergency", "urgent-line"]);
    }

    #[test]
    fn a_hash_is_the_beginning_of_the_sha_256() {
        // `printf abc | sha256sum`
        assert_eq!(hash("abc"), "ba7816bf");
    }

    #[test]
    fn what_is_too_long_depends_on_the_room() {
        assert_eq!(too_long("Today", Room::Row(5)), None);
        assert!(too_long("Today!", Room::Row(5)).is_some());
        assert!(too_long(&"wort".repeat(10), Room::Page).is_some());
        assert_eq!(too_long(&"漢字".repeat(30), Room::Page), None);
        assert!(too_long(&"漢字".repeat(40), Room::Rows(4)).is_some());
    }
}
