//! From the bytes of a folder to a checked questionnaire.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::Questionnaire;
use super::authored::{Case, Header, Section};
use super::check::{self, Book, Part};
use super::finding::{Code, Finding};
use super::place::{Found, Page, Place};
use super::scan;
use super::site::Site;
use super::spot::{List, read_fast, read_located};
use super::trouble::{self, Prepared, Probe, probe};

/// The header's file.
pub const HEADER: &str = "questionnaire.ron";

/// The file of worked patients.
pub const CASES: &str = "cases.ron";

/// A file larger than this is refused unread.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// The files of a questionnaire's folder.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The folder's name, which the header's `id` must be; empty where there is none.
    pub folder: String,
    /// The `.ron` files of the folder and of its `lang/`.
    pub files: Vec<File>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// The name within the folder, e.g. `questionnaire.ron` or `lang/es.ron`.
    pub name: String,
    /// Its bytes as they are stored. One byte more than [`LARGEST_FILE`] is enough of a file that is too large.
    pub bytes: Cow<'static, [u8]>,
}

impl Files {
    /// The place of a file in the list.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.files.iter().position(|file| file.name == name)
    }
}

/// Reads and checks a questionnaire. `Some` only where no finding is an error.
///
/// The findings stand in the header's order of files, then by line and column. There are all of them, up to ten
/// thousand.
pub fn read(files: &Files, site: &Site, today: Date) -> (Option<Questionnaire>, Vec<Finding>) {
    let (questionnaire, findings) = attempt(files, site, today, Way::Fast);
    if findings.iter().all(has_its_place) {
        return (questionnaire, findings);
    }
    attempt(files, site, today, Way::Located)
}

/// Whether a finding of the fast reading is as it would be in the located one. Those that are met in daily use are: an
/// overdue review must not make every start slow.
fn has_its_place(finding: &Finding) -> bool {
    match finding.code {
        Code::UnusedFile => true,
        Code::ReviewOverdue | Code::ClockBeforeReview | Code::ThresholdOutOfRange => !finding.span.is_empty(),
        _ => false,
    }
}

/// How to read (see [`super::spot`]).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Fast,
    Located,
}

/// The header of a questionnaire alone, without sections: what can be shown while the rest is read. `None` where anything
/// is wrong with it; then [`read`] says what.
pub fn cover(files: &Files, today: Date) -> Option<Questionnaire> {
    let mut found = Found::default();
    let at = files.find(HEADER)?;
    let text = prepare(files, at, Way::Fast, probe!(Header<'_>), &mut found)?;
    let header = parsed(&text, at, Way::Fast, &mut found)?;
    let header_page = Page { index: at, text: &text.text };
    let book = Book { folder: &files.folder, header_page, header, parts: Vec::new(), cases: None, site: &[] };
    let questionnaire = check::cover(&book, today, &mut found);
    (!found.has_errors()).then_some(questionnaire)
}

/// The version and the fingerprint as far as they are known: of a questionnaire with mistakes in it, too. The version needs
/// a header that can be read, the fingerprint also every section that the header names.
pub fn identity(files: &Files) -> (Option<String>, Option<String>) {
    [Way::Fast, Way::Located].into_iter().find_map(|way| identity_read(files, way)).unwrap_or_default()
}

fn identity_read(files: &Files, way: Way) -> Option<(Option<String>, Option<String>)> {
    let mut found = Found::default();
    let at = files.find(HEADER)?;
    let text = prepare(files, at, way, probe!(Header<'_>), &mut found)?;
    let header: Header<'_> = parsed(&text, at, way, &mut found)?;
    let page = Page { index: at, text: &text.text };
    check_format(&header, page, &mut found)?;
    let version = header.version.as_ref().and_then(|spot| Some(spot.value.as_ref()?.0.to_string()));
    let named = header.sections.as_ref().and_then(|spot| spot.value.as_ref());
    let mut wrong = Found::default();
    let sections = section_files(files, &header, page, &mut wrong);
    let order: Vec<usize> = std::iter::once(at).chain(sections.iter().map(|(_, at)| *at)).collect();
    // Of a file that is too large only the beginning was read.
    let whole = |at: &usize| files.files.get(*at).is_some_and(|file| file.bytes.len() <= LARGEST_FILE);
    let known = named.is_some_and(|list| !list.is_empty() && list.iter().all(|spot| spot.value.is_some()))
        && !wrong.has_errors()
        && order.iter().all(whole);
    Some((version, known.then(|| fingerprint(files, order.into_iter()))))
}

fn attempt(files: &Files, site: &Site, today: Date, way: Way) -> (Option<Questionnaire>, Vec<Finding>) {
    let mut found = Found::default();
    let mut order = Vec::with_capacity(files.files.len());
    let questionnaire = parse(files, site, today, way, &mut found, &mut order);
    let questionnaire = questionnaire.filter(|_| !found.has_errors());
    if found.is_empty() {
        return (questionnaire, Vec::new());
    }
    // The header's page is there even where its file is not; the site's is the last.
    let mut pages: Vec<(&str, &str)> =
        files.files.iter().map(|file| (file.name.as_str(), text_of(&file.bytes))).collect();
    pages.push((HEADER, ""));
    pages.push((&site.file, &site.text));
    (questionnaire, found.finish(&pages, &order))
}

/// What can be read of a file as text: all of it, without a byte-order mark, or as far as it is UTF-8.
pub(super) fn text_of(bytes: &[u8]) -> &str {
    let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.valid_up_to(),
    };
    std::str::from_utf8(&bytes[..valid]).unwrap_or_default()
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

fn parse(
    files: &Files,
    site: &Site,
    today: Date,
    way: Way,
    found: &mut Found,
    order: &mut Vec<usize>,
) -> Option<Questionnaire> {
    open(files, site, way, found, order, |book, sections, found| {
        let mut questionnaire = check::check(&book, today, found);
        site.note_unknown_terms(&questionnaire.terms, files.files.len() + 1, found);
        if !found.has_errors() {
            questionnaire.fingerprint = fingerprint(files, sections.iter().copied());
        }
        questionnaire
    })
}

/// Opens a questionnaire that is known to be sound and hands over what its author wrote, without the worked patients, and
/// the fingerprint; `None` where it is not sound after all.
pub(super) fn book<R>(files: &Files, site: &Site, work: impl FnOnce(Book<'_>, String) -> R) -> Option<R> {
    let without_cases = |mut book: Book<'_>, sections: &[usize], found: &mut Found| {
        book.cases = None;
        (!found.has_errors()).then(|| work(book, fingerprint(files, sections.iter().copied())))
    };
    open(files, site, Way::Fast, &mut Found::default(), &mut Vec::new(), without_cases).flatten()
}

/// Parses the header, its sections and the worked patients and hands them over, with the places of the header and the
/// sections in the list of files.
fn open<R>(
    files: &Files,
    site: &Site,
    way: Way,
    found: &mut Found,
    order: &mut Vec<usize>,
    work: impl FnOnce(Book<'_>, &[usize], &mut Found) -> R,
) -> Option<R> {
    let Some(header_at) = files.find(HEADER) else {
        let help = "Name the folder that holds one, or write it: the authoring guide shows an example.";
        let message = format!("there is no `{HEADER}` in this folder");
        found.note(Code::HeaderMissing, Place::start_of(files.files.len()), message, help);
        return None;
    };
    order.push(header_at);
    let header_text = prepare(files, header_at, way, probe!(Header<'_>), found)?;
    let header_page = Page { index: header_at, text: &header_text.text };
    let header: Header<'_> = parsed(&header_text, header_at, way, found)?;
    check_format(&header, header_page, found)?;

    let sections = section_files(files, &header, header_page, found);
    order.extend(sections.iter().map(|(_, at)| *at));
    let section_probe: Probe = probe!(Section<'_>);
    let texts: Vec<_> = sections.iter().map(|(_, at)| prepare(files, *at, way, section_probe, found)).collect();
    let mut parts = Vec::with_capacity(texts.len());
    for ((name, at), text) in sections.iter().zip(&texts) {
        let section = text.as_ref().and_then(|text| Some((text, parsed(text, *at, way, found)?)));
        match section {
            Some((text, section)) => {
                parts.push(Part { name: name.clone(), page: Page { index: *at, text: &text.text }, section });
            }
            None => found.set_incomplete(),
        }
    }
    let cases_at = files.find(CASES);
    let cases_text = cases_at.and_then(|at| Some((at, prepare(files, at, way, probe!(List<'_, Case<'_>>), found)?)));
    let cases = cases_text
        .as_ref()
        .and_then(|(at, text)| Some((Page { index: *at, text: &text.text }, parsed(text, *at, way, found)?)));
    let content = order.len();
    order.extend(cases_at);
    note_unused(files, order, found);

    let book = Book { folder: &files.folder, header_page, header, parts, cases, site: &site.words };
    Some(work(book, &order[..content], found))
}

/// Stops at a header that was written for another version of this program: what else is wrong with it, is right there.
fn check_format(header: &Header<'_>, page: Page<'_>, found: &mut Found) -> Option<()> {
    let Some(spot) = &header.format else { return Some(()) };
    match spot.value?.0 {
        1 => Some(()),
        format => {
            let start = scan::skip_trivia(spot.text, 0);
            let slice = &spot.text[start..scan::value_end(spot.text, start)];
            let place = page.place_of(slice).unwrap_or(Place::start_of(page.index));
            let (message, help) = if format > 1 {
                // Fields that this program does not know are no mistakes in a newer format.
                *found = Found::default();
                (
                    format!("format {format} is newer than this program, which reads format 1"),
                    "Use a newer version of redflag to run this questionnaire.",
                )
            } else {
                (format!("there is no format {format}"), "Write `format: 1`, or leave it out.")
            };
            found.note(Code::UnknownFormat, place, message, help);
            None
        }
    }
}

/// The section files that the header names and that are there: name, and place in the list of files.
fn section_files(files: &Files, header: &Header<'_>, page: Page<'_>, found: &mut Found) -> Vec<(String, usize)> {
    let mut sections: Vec<(String, usize)> = Vec::new();
    let Some(spot) = &header.sections else { return sections };
    let Some(list) = &spot.value else {
        found.set_incomplete();
        return sections;
    };
    for spot in list {
        let Some(name) = &spot.value else {
            found.set_incomplete();
            continue;
        };
        let start = scan::skip_trivia(spot.text, 0);
        let slice = &spot.text[start..scan::value_end(spot.text, start)];
        let place = page.place_of(slice).unwrap_or(Place::start_of(page.index));
        let name = name.0.to_string();
        if !check::is_kebab(&name) {
            let help =
                "Write the name of the section's file without .ron, in small letters, digits and single hyphens.";
            found.note(Code::BadId, place, format!("{name:?} cannot be the name of a section"), help);
            found.set_incomplete();
        } else if matches!(name.as_str(), "questionnaire" | "cases") {
            let help = "Give the section and its file another name.";
            found.note(Code::ReservedName, place, format!("{name}.ron has a meaning of its own"), help);
            found.set_incomplete();
        } else if sections.iter().any(|(other, _)| *other == name) {
            let help = "Delete one of the two, or give one of the files another name.";
            found.note(Code::DuplicateId, place, format!("there is already a section {name:?}"), help);
        } else if let Some(at) = files.find(&format!("{name}.ron")) {
            sections.push((name, at));
        } else {
            let stems = files.files.iter().filter_map(|file| file.name.strip_suffix(".ron"));
            let stems = stems.filter(|stem| !stem.contains('/') && !matches!(*stem, "questionnaire" | "cases"));
            let help = match found.similar(&name, stems) {
                Some(meant) => format!("Did you mean {meant:?}?"),
                None => format!("Add the file {name}.ron to the folder, or take the name out of `sections`."),
            };
            found.note(Code::SectionMissing, place, format!("there is no file {name}.ron"), help);
            found.set_incomplete();
        }
    }
    sections
}

/// Warns of files that are not read: probably a section was forgotten in the header.
fn note_unused(files: &Files, order: &[usize], found: &mut Found) {
    for (index, file) in files.files.iter().enumerate() {
        let stem = file.name.strip_suffix(".ron").unwrap_or(&file.name);
        let translation = stem.strip_prefix("lang/");
        if !order.contains(&index) && !translation.is_some_and(check::is_language) {
            let help = match translation {
                Some(_) => "Call it by the tag of its language, e.g. lang/es.ron.".to_owned(),
                None => format!("Add {stem:?} to `sections` in {HEADER}, or take the file out of the folder."),
            };
            found.note(Code::UnusedFile, Place::start_of(index), format!("{} is not read", file.name), help);
        }
    }
}

/// Parses what is prepared. When reading located, what is wrong with it is noted already.
pub(super) fn parsed<'a, T: Deserialize<'a>>(
    prepared: &'a Prepared<'_>,
    index: usize,
    way: Way,
    found: &mut Found,
) -> Option<T> {
    match way {
        Way::Fast => {
            let value = read_fast(&prepared.text);
            if value.is_none() {
                found.note(Code::Syntax, Place::start_of(index), "", "");
            }
            value
        }
        Way::Located => read_located(&prepared.text).0,
    }
}

/// The text of a file, with everything noted that cannot be read in it; `None` where nothing can.
pub(super) fn prepare<'a>(
    files: &'a Files,
    index: usize,
    way: Way,
    probe: Probe,
    found: &mut Found,
) -> Option<Prepared<'a>> {
    let text = decode(&files.files.get(index)?.bytes, index, found)?;
    match way {
        Way::Fast => Some(Prepared { text: Cow::Borrowed(text) }),
        Way::Located => trouble::prepare(text, index, probe, found),
    }
}

/// The text of a file's bytes; `None`, noted, where they are no text of a sensible size.
pub(super) fn decode<'a>(bytes: &'a [u8], page: usize, found: &mut Found) -> Option<&'a str> {
    if bytes.len() > LARGEST_FILE {
        let message = format!("the file is larger than {} MiB", LARGEST_FILE / (1024 * 1024));
        let help = "A questionnaire is some hundred kilobytes at most; this is probably another file.";
        found.note(Code::TooLarge, Place::start_of(page), message, help);
        return None;
    }
    let unmarked = bytes.strip_prefix(BYTE_ORDER_MARK);
    if unmarked.is_some() {
        let help = "Save the file as UTF-8 without byte-order mark (in some editors \"UTF-8 without BOM\").";
        found.note(Code::ByteOrderMark, Place::start_of(page), "the file begins with a byte-order mark", help);
    }
    let text = text_of(bytes);
    if text.len() < unmarked.unwrap_or(bytes).len() {
        let place = Place::new(page, text.len()..text.len());
        found.note(Code::NotUtf8, place, "the file is not UTF-8 text from here on", "Save the file as UTF-8.");
        return None;
    }
    Some(text)
}

/// SHA-256 over the header and the sections in the header's order (LANGUAGE.md, Fingerprint).
fn fingerprint(files: &Files, order: impl Iterator<Item = usize>) -> String {
    let mut hash = Sha256::new();
    for file in order.filter_map(|index| files.files.get(index)) {
        hash.update(file.name.as_bytes());
        hash.update([0]);
        hash.update(file.bytes.len().to_string());
        hash.update([0]);
        hash.update(&file.bytes);
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

/// Bytes as two digits each.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// The text of a file that a finding names.
pub(super) fn source<'a>(files: &'a Files, site: &'a Site, file: &str) -> &'a str {
    match files.find(file).and_then(|index| files.files.get(index)) {
        Some(file) => text_of(&file.bytes),
        None if file == site.file => &site.text,
        None => "",
    }
}
