//! A translation's file written anew: every text there is to translate, with what is translated of it.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::super::authored;
use super::super::finding::Finding;
use super::super::read::{self, Files, Way};
use super::super::site::Site;
use super::super::spot::{Field, read_located};
use super::texts::{Slot, walk};
use super::{attempt, file_name, hash};

/// A translation's file, and what there is to do in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewed {
    /// What is to be written to `lang/<tag>.ron`.
    pub text: String,
    /// How many texts there are.
    pub texts: usize,
    /// How many of them are not translated.
    pub missing: usize,
    /// How many were translated from a text that has changed since.
    pub stale: usize,
    /// How many translations have no text any more; they stay, at the end, until somebody takes them out.
    pub surplus: usize,
}

/// Writes the file of a translation anew, in the order of the questionnaire, each text under a comment with its original.
/// Whatever is translated is kept. `Err` has the findings where the file that is there cannot be read, and nothing where
/// the questionnaire cannot.
pub fn renew(files: &Files, tag: &str) -> Result<Renewed, Vec<Finding>> {
    let mut kept: HashMap<String, (String, String)> = HashMap::new();
    let mut aliases: Vec<(String, Vec<String>)> = Vec::new();
    let mut reviewed = None;
    if let Some(at) = files.find(&file_name(tag)) {
        let (_, findings) = attempt(files, &Site::default(), tag, at, Way::Located);
        let text = read::text_of(&files.files[at].bytes);
        match read_located::<authored::Translation<'_>>(text) {
            (Some(written), troubles) if troubles.is_empty() => {
                reviewed = written.reviewed.and_then(|spot| Some(spot.value?.0.into_owned()));
                let texts = written.texts.and_then(|spot| spot.value).map(|map| map.0).unwrap_or_default();
                for (key, entry) in texts {
                    let (Some(name), Some(entry)) = (key.value, entry.value) else { continue };
                    let word = |field: Field<'_, authored::Text<'_>>| {
                        field.and_then(|spot| spot.value).map(|text| text.0.into_owned()).unwrap_or_default()
                    };
                    kept.insert(name.0.into_owned(), (word(entry.is), word(entry.of)));
                }
                let named = written.aliases.and_then(|spot| spot.value).map(|map| map.0).unwrap_or_default();
                for (key, list) in named {
                    let (Some(name), Some(list)) = (key.value, list.value) else { continue };
                    let names = list.into_iter().filter_map(|spot| Some(spot.value?.0.into_owned()));
                    aliases.push((name.0.into_owned(), names.collect()));
                }
            }
            _ => return Err(findings),
        }
    }
    let mut renewed = Renewed { text: String::new(), texts: 0, missing: 0, stale: 0, surplus: 0 };
    let body = read::book(files, &Site::default(), |mut book, _| {
        let mut body = String::new();
        walk(&mut book, &mut |name, slot| {
            let Slot::Text(original, _) = slot else { return };
            let (is, of) = kept.remove(name).unwrap_or_default();
            let now = hash(&original.0);
            renewed.texts += 1;
            for line in original.0.lines() {
                let _ = writeln!(body, "        // {line}");
            }
            let of = if is.is_empty() {
                renewed.missing += 1;
                now
            } else if of == now {
                of
            } else {
                renewed.stale += 1;
                let _ = writeln!(
                    body,
                    "        // STALE: it was made of another text. Where it fits this one, of: {now:?}"
                );
                of
            };
            let _ = writeln!(body, "        {}: (is: {}, of: {}),", quoted(name), quoted(&is), quoted(&of));
        });
        body
    })
    .ok_or_else(Vec::new)?;
    let mut surplus: Vec<_> = kept.into_iter().filter(|(_, (is, _))| !is.is_empty()).collect();
    surplus.sort();
    renewed.surplus = surplus.len();
    let mut text = format!("Translation(\n    language: {},\n", quoted(tag));
    // What was reviewed is not what stands here now, where anything is new or has changed.
    match reviewed.filter(|_| renewed.missing + renewed.stale == 0) {
        Some(date) => {
            let _ = writeln!(text, "    reviewed: {},", quoted(&date));
        }
        None => text.push_str("    // reviewed: \"2026-11-21\", once a clinician has read it beside the original\n"),
    }
    let _ = write!(text, "    texts: {{\n{body}");
    for (name, (is, of)) in surplus {
        let _ = writeln!(text, "        // SURPLUS: nothing is called so any more.");
        let _ = writeln!(text, "        {}: (is: {}, of: {}),", quoted(&name), quoted(&is), quoted(&of));
    }
    text.push_str("    },\n");
    if !aliases.is_empty() {
        text.push_str("    aliases: {\n");
        for (name, names) in aliases {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            let _ = writeln!(text, "        {}: [{}],", quoted(&name), names.join(", "));
        }
        text.push_str("    },\n");
    }
    text.push_str(")\n");
    Ok(Renewed { text, ..renewed })
}

/// A text as RON writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
