//! A cell as the JSON value that says the same.

use serde_json::value::RawValue;

use crate::questionnaire::{AnswerKind, Decimal, Question};

/// A text as JSON.
pub(super) fn quoted(text: &str, out: &mut Vec<u8>) {
    if let Ok(text) = serde_json::to_string(text) {
        out.extend_from_slice(text.as_bytes());
    }
}

/// The answer in a cell; `None` where it is empty, which is no answer. What no answer is becomes a text, of which is said
/// what is wrong with it.
pub(super) fn value(question: &Question, cell: &str) -> Option<Vec<u8>> {
    let trimmed = cell.trim();
    if trimmed.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    match &question.answer {
        AnswerKind::YesNo if matches!(trimmed, "true" | "false") => out.extend_from_slice(trimmed.as_bytes()),
        AnswerKind::Number(_) => match Decimal::parse(trimmed) {
            Some(number) => out.extend_from_slice(number.to_string().as_bytes()),
            None => quoted(trimmed, &mut out),
        },
        AnswerKind::Many(_) if trimmed != "unsure" => choices(trimmed, &mut out),
        AnswerKind::YesNo | AnswerKind::One(_) | AnswerKind::Many(_) => quoted(trimmed, &mut out),
        AnswerKind::Text => quoted(cell, &mut out),
    }
    Some(out)
}

/// `a;b;?c`, or the value as JSON has it: `[]` is none of the choices.
fn choices(cell: &str, out: &mut Vec<u8>) {
    if cell.starts_with(['[', '{']) && serde_json::from_str::<&RawValue>(cell).is_ok() {
        // On one line, as the line is one.
        out.extend(cell.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }));
        return;
    }
    let named = || cell.split(';').map(str::trim).filter(|choice| !choice.is_empty());
    let list = |choices: &mut dyn Iterator<Item = &str>, out: &mut Vec<u8>| {
        out.push(b'[');
        for (at, choice) in choices.enumerate() {
            out.extend_from_slice(if at == 0 { b"" } else { b"," });
            quoted(choice, out);
        }
        out.push(b']');
    };
    out.extend_from_slice(b"{\"yes\":");
    list(&mut named().filter(|choice| !choice.starts_with('?')), out);
    out.extend_from_slice(b",\"unsure\":");
    list(&mut named().filter_map(|choice| choice.strip_prefix('?').map(str::trim)), out);
    out.push(b'}');
}
