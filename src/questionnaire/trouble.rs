//! What ron could not read, in an author's words, and how to read on all the same.

use std::borrow::Cow;

use ron::Error;
use serde::de::IgnoredAny;

use super::finding::Code;
use super::place::{Found, Place};
use super::scan;
use super::spot::{Trouble, offset_of, options};

/// A file's text, ready to be parsed without any mistake that would hide others.
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
}

/// Reads a text as some type, and says whether that can be done and what is wrong.
pub(super) type Probe = fn(&str) -> (bool, Vec<Trouble>);

/// The probe for a type. A macro, since the type borrows from a text of any lifetime.
macro_rules! probe {
    ($type:ty) => {
        |text| {
            let (value, troubles) = $crate::questionnaire::spot::read_located::<$type>(text);
            (value.is_some(), troubles)
        }
    };
}
pub(super) use probe;

/// Notes everything in a text that cannot be read; `None` where nothing of it can.
///
/// Unknown and duplicate fields, and list items that are not even RON, would hide what comes after them. So they are
/// noted, blanked out in a copy of the text, and the rest is read again.
pub(super) fn prepare<'a>(text: &'a str, page: usize, probe: Probe, found: &mut Found) -> Option<Prepared<'a>> {
    /// A file with more layers of mistakes than this is corrected in several goes. Large ones get fewer.
    const ROUNDS: usize = 24;
    const BYTES: usize = 16 * 1024 * 1024;
    let rounds = (BYTES / (text.len() + 1)).clamp(2, ROUNDS);
    let mut text = Cow::Borrowed(text);
    let mut last_error = None;
    for round in 1..=rounds {
        if let Err(error) = options().from_str::<IgnoredAny>(&text) {
            let start = offset_of(&text, &error.span.start);
            let end = offset_of(&text, &error.span.end).max(start);
            let at = if points_at_start(&error.code) { start } else { end };
            if last_error >= Some(at) {
                return None;
            }
            last_error = Some(at);
            found.set_incomplete();
            let (_, message, help) = describe(&error.code, found);
            let code = if error.code == Error::ExceededRecursionLimit { Code::TooDeep } else { Code::Syntax };
            found.note(code, Place::new(page, at..token_end(&text, at)), message, help);
            let item = scan::item_around(&text, at).filter(|_| round < rounds)?;
            text = Cow::Owned(scan::blank(&text, [item]));
            continue;
        }
        let (readable, troubles) = probe(&text);
        let base = text.as_ptr() as usize;
        let mut blanks = Vec::new();
        for trouble in &troubles {
            let is_field =
                matches!(trouble.error, Error::NoSuchStructField { .. } | Error::DuplicateStructField { .. });
            if is_field && round < rounds {
                blanks
                    .extend(scan::field(&text, trouble.base - base + trouble.span.start).map(|range| (range, trouble)));
            }
        }
        if blanks.is_empty() {
            for trouble in &troubles {
                note(trouble, base, &text, page, found);
            }
            return readable.then_some(Prepared { text });
        }
        for (_, trouble) in &blanks {
            note(trouble, base, &text, page, found);
        }
        text = Cow::Owned(scan::blank(&text, blanks.into_iter().map(|(range, _)| range)));
    }
    None
}

fn note(trouble: &Trouble, base: usize, text: &str, page: usize, found: &mut Found) {
    let offset = trouble.base - base;
    let span = if points_at_start(&trouble.error) { trouble.span.clone() } else { trouble.span.end..trouble.span.end };
    // What ends too early is marked where it begins: its end is somebody else's.
    let start = match trouble.error {
        Error::Eof => scan::skip_trivia(text, offset),
        // After a text ron points behind its opening quote.
        Error::InvalidValueForType { .. } if text[..offset + span.start].ends_with('"') => offset + span.start - 1,
        _ => scan::skip_trivia(text, offset + span.start),
    };
    let end = (offset + span.end).max(token_end(text, start));
    let (code, message, help) = describe(&trouble.error, found);
    found.note(code, Place::new(page, start..end), message, help);
}

/// The end of what is marked where ron names only a point.
fn token_end(text: &str, at: usize) -> usize {
    let end = scan::value_end(text, at);
    let line = text.get(at..end).and_then(|value| value.find('\n')).map_or(end, |newline| at + newline);
    line.max(at)
}

/// Whether ron has already read past what it complains of.
fn points_at_start(error: &Error) -> bool {
    matches!(
        error,
        Error::NoSuchStructField { .. }
            | Error::DuplicateStructField { .. }
            | Error::NoSuchEnumVariant { .. }
            | Error::InvalidValueForType { .. }
            | Error::IntegerOutOfBounds
            | Error::InvalidIntegerDigit { .. }
            | Error::ExpectedDifferentStructName { .. }
            | Error::Message(_)
    )
}

/// Code, message and remedy.
fn describe(error: &Error, found: &mut Found) -> (Code, String, String) {
    let (message, help) = match error {
        Error::NoSuchStructField { expected, found: field, .. } => {
            return (
                Code::UnknownField,
                format!("there is no field `{field}` here"),
                alternatives(field, expected, found),
            );
        }
        Error::DuplicateStructField { field, .. } => {
            let help = "Delete one of the two.".to_owned();
            return (Code::DuplicateField, format!("the field `{field}` is here twice"), help);
        }
        Error::NoSuchEnumVariant { expected, found: word, .. } => {
            return (
                Code::UnknownWord,
                format!("`{word}` is not a word that can stand here"),
                alternatives(word, expected, found),
            );
        }
        Error::ExceededRecursionLimit => {
            let help = "No questionnaire needs so many brackets inside each other; look for one too many.".to_owned();
            return (Code::TooDeep, "the brackets are nested too deeply".to_owned(), help);
        }
        Error::Eof => ("something is missing at the end".into(), "Look for a bracket or quote that is not closed."),
        Error::ExpectedArray => ("a list is expected here".into(), "Write it in square brackets: [ ... ]."),
        Error::ExpectedMap => {
            ("a map is expected here".into(), "Write it in braces, each key with a colon: { \"key\": ... }.")
        }
        Error::ExpectedString => ("a text is expected here".into(), "Write it in double quotes: \"...\"."),
        Error::ExpectedInteger => ("a whole number is expected here".into(), "Write digits without quotes, e.g. 2."),
        Error::ExpectedFloat => ("a number is expected here".into(), "Write digits without quotes, e.g. 2 or 37.5."),
        Error::ExpectedBoolean => {
            ("`true` or `false` is expected here".into(), "Write one of the two words, without quotes.")
        }
        Error::IntegerOutOfBounds => {
            ("this number is not possible here".into(), "Write a whole number that is neither too large nor too small.")
        }
        Error::ExpectedIdentifier => {
            ("a word without quotes is expected here".into(), "Take away the quotes, or look for a missing name.")
        }
        Error::SuggestRawIdentifier(word) => (
            format!("`{word}` is not a word that can stand here"),
            "If it is an id or a text, write it in double quotes.",
        ),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => {
            ("round brackets are expected here".into(), "Write what belongs together in round brackets: ( ... ).")
        }
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => {
            ("a closing `)` is expected here".into(), "Close the bracket, or look for a value too many.")
        }
        Error::ExpectedArrayEnd => ("a closing `]` is expected here".into(), "Close the list."),
        Error::ExpectedMapEnd => ("a closing `}` is expected here".into(), "Close the map."),
        Error::ExpectedMapColon => {
            ("a colon is expected here".into(), "Write the name, a colon and the value: name: value.")
        }
        Error::ExpectedComma => (
            "a comma is expected here".into(),
            "Separate what stands side by side by commas; look also for a quote or bracket too many.",
        ),
        Error::ExpectedStringEnd => {
            ("a text that does not end".into(), "Close it with a double quote; write \\\" for a quote inside it.")
        }
        Error::UnclosedBlockComment => ("a comment that does not end".into(), "Close it with */."),
        Error::TrailingCharacters => {
            ("nothing more is expected here".into(), "Delete it, or look for a bracket that is closed too early.")
        }
        Error::ExpectedDifferentStructName { expected, found } => (
            format!("`{expected}(...)` is expected here, not `{found}(...)`"),
            "Write the name that is expected, or none.",
        ),
        Error::ExpectedDifferentLength { expected, found } => (
            format!("{expected} expected here, not {found}"),
            "Write as many values as belong here, separated by commas.",
        ),
        Error::InvalidValueForType { expected, found } => {
            (format!("{expected} is expected here, not {found}"), "Write a value of that kind.")
        }
        Error::Message(message) => (message.clone(), "Write a value of that kind."),
        Error::UnexpectedChar(sign) => (
            format!("the sign {sign:?} cannot stand here"),
            "Delete it, or put the text it belongs to in double quotes.",
        ),
        Error::InvalidEscape(_) => {
            ("a \\ that means nothing in a text".into(), "Write \\\\ for the sign itself, \\\" for a quote.")
        }
        other => (format!("this cannot be read: {other}"), "Compare it with the example in the authoring guide."),
    };
    (Code::WrongType, message, help.to_owned())
}

/// "Did you mean", or else all that is possible.
fn alternatives(word: &str, possible: &[&'static str], found: &mut Found) -> String {
    // ron's own words for what may be left out: one of them too many is no mistyped other word.
    if word == "Some" || word == "None" {
        return format!("Take `{word}` away. Possible are: {}.", possible.join(", "));
    }
    match found.similar(word, possible.iter().copied()) {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => format!("Possible are: {}.", possible.join(", ")),
    }
}
