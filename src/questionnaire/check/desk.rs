//! What every check needs: the file it reads, the terms, and where findings go.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::questionnaire::authored::Text;
use crate::questionnaire::finding::Code;
use crate::questionnaire::place::{Found, Page, Place};
use crate::questionnaire::scan::{skip_trivia, value_end};
use crate::questionnaire::spot::{Field, List, Spot};

use super::forms;

/// One file on the desk.
pub(in crate::questionnaire) struct Desk<'d> {
    pub(in crate::questionnaire) page: Page<'d>,
    pub(in crate::questionnaire) terms: &'d Terms,
    pub(in crate::questionnaire) found: &'d mut Found,
}

/// Terms and the words they stand for here.
#[derive(Default)]
pub(in crate::questionnaire) struct Terms {
    pub(super) list: Vec<(String, String)>,
    by_name: HashMap<String, usize>,
}

impl Terms {
    /// Of a term that is there twice, which is an error, the first counts.
    pub(super) fn new(list: Vec<(String, String)>) -> Self {
        let mut by_name = HashMap::with_capacity(list.len());
        for (index, (name, _)) in list.iter().enumerate() {
            by_name.entry(name.clone()).or_insert(index);
        }
        Terms { list, by_name }
    }

    /// The word for a term.
    pub(super) fn word(&self, name: &str) -> Option<&str> {
        let (_, word) = self.list.get(*self.by_name.get(name)?)?;
        Some(word)
    }
}

/// Whether a text may have line breaks in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::questionnaire) enum Lines {
    One,
    Many,
}

impl Desk<'_> {
    pub(in crate::questionnaire) fn note(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.note(code, place, message, help);
    }

    /// Where a value stands. Nowhere in particular when reading fast.
    pub(in crate::questionnaire) fn place<T>(&self, spot: &Spot<'_, T>) -> Place {
        let start = skip_trivia(spot.text, 0);
        let end = value_end(spot.text, start);
        self.slice(&spot.text[start..end.max(start)], Place::start_of(self.page.index))
    }

    /// Where a name in quotes stands, from its opening quote; `or` where it is a copy.
    pub(super) fn name(&self, text: &Text<'_>, or: Place) -> Place {
        let Cow::Borrowed(slice) = text.0 else { return or };
        let Some(place) = self.page.place_of(slice) else { return or };
        let before = self.page.text.get(..place.start as usize).unwrap_or_default();
        let before = before.strip_suffix('"').unwrap_or(before);
        let unhashed = before.trim_end_matches('#');
        let before = unhashed.strip_suffix('r').unwrap_or(before);
        let end = (place.end as usize + 1).min(self.page.text.len());
        Place::new(self.page.index, before.len()..end)
    }

    /// Where a word without quotes stands.
    pub(super) fn slice(&self, slice: &str, or: Place) -> Place {
        self.page.place_of(slice).unwrap_or(or)
    }

    /// A field that may be left out.
    pub(in crate::questionnaire) fn have<'s, T>(&self, field: &'s Field<'_, T>) -> Option<(&'s T, Place)> {
        let spot = field.as_ref()?;
        Some((spot.value.as_ref()?, self.place(spot)))
    }

    /// A field that must be there. What is there and cannot be read is already noted.
    pub(in crate::questionnaire) fn need<'s, T>(
        &mut self,
        field: &'s Field<'_, T>,
        name: &str,
        owner: Place,
    ) -> Option<(&'s T, Place)> {
        if field.is_none() {
            let help = format!("Add a line `{name}: ...,` here.");
            self.note(Code::MissingField, first_sign(owner), format!("the field `{name}` is missing"), help);
        }
        self.have(field)
    }

    /// The items of a list that may be left out, with their places.
    pub(super) fn items<'s, 'a, T>(&self, field: &'s Field<'a, List<'a, T>>) -> Vec<(&'s T, Place)> {
        field.as_ref().and_then(|spot| spot.value.as_ref()).map(|list| self.items_of(list)).unwrap_or_default()
    }

    /// The items of a list that could be read, with their places.
    pub(in crate::questionnaire) fn items_of<'s, T>(&self, list: &'s List<'_, T>) -> Vec<(&'s T, Place)> {
        list.iter().filter_map(|spot| Some((spot.value.as_ref()?, self.place(spot)))).collect()
    }

    /// A text that must be there, as it is shown.
    pub(super) fn text(&mut self, field: &Field<'_, Text<'_>>, name: &str, owner: Place) -> String {
        match self.need(field, name, owner) {
            Some((text, place)) => self.shown(text, name, place, Lines::One),
            None => String::new(),
        }
    }

    /// A text that may be left out, as it is shown.
    pub(super) fn optional(&mut self, field: &Field<'_, Text<'_>>, name: &str, lines: Lines) -> Option<String> {
        let (text, place) = self.have(field)?;
        Some(self.shown(text, name, place, lines))
    }

    /// An id that must be there, in kebab-case. A bad one is still the name by which it is known.
    pub(super) fn id<'s>(&mut self, field: &'s Field<'_, Text<'_>>, owner: Place) -> Option<(&'s str, Place)> {
        let (id, place) = self.need(field, "id", owner)?;
        self.kebab(&id.0, "id", place);
        Some((&id.0, place))
    }

    /// Notes a name that is not in kebab-case.
    pub(super) fn kebab(&mut self, name: &str, what: &str, place: Place) {
        if !forms::is_kebab(name) {
            let message = format!("the {what} {name:?} is not in kebab-case");
            let help = match forms::to_kebab(name) {
                Some(better) => format!("Write it in small letters and digits with single hyphens, e.g. {better:?}."),
                None => "Write it in small letters and digits with single hyphens, e.g. \"calf-swollen\".".to_owned(),
            };
            self.note(Code::BadId, place, message, help);
        }
    }

    /// A text as it is shown: checked, with its terms replaced. `name` is the field's.
    pub(in crate::questionnaire) fn shown(
        &mut self,
        text: &Text<'_>,
        name: &str,
        place: Place,
        lines: Lines,
    ) -> String {
        let raw: &str = &text.0;
        if raw.trim().is_empty() {
            let help = "Write what is to be read there, or leave the field out if it is optional.";
            self.note(Code::EmptyText, place, format!("`{name}` is an empty text"), help);
        }
        let special = |b: u8| !(b' '..0x7f).contains(&b) || b == b'{' || b == b'}';
        if !raw.bytes().any(special) {
            return raw.to_owned();
        }
        self.refuse_controls(text, name, place, lines);
        if raw.bytes().any(|b| matches!(b, b'{' | b'}')) {
            self.with_terms(text, place)
        } else {
            raw.replace("\r\n", "\n")
        }
    }

    /// Checks a text that is not shown in sentences, such as a tag: it holds no terms.
    pub(in crate::questionnaire) fn plain(&mut self, text: &Text<'_>, name: &str, place: Place) {
        if text.0.trim().is_empty() {
            self.note(
                Code::EmptyText,
                place,
                format!("`{name}` is an empty text"),
                "Write something there, or leave it out.",
            );
        }
        self.refuse_controls(text, name, place, Lines::One);
    }

    /// Notes the first control character of a text.
    pub(super) fn refuse_controls(&mut self, text: &Text<'_>, name: &str, place: Place, lines: Lines) {
        let raw: &str = &text.0;
        let mut rest = raw.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let is_break = c == '\n' || c == '\r' && rest.peek().is_some_and(|(_, next)| *next == '\n');
            if !forms::is_control(c) || is_break && lines == Lines::Many {
                continue;
            }
            let (message, help) = if is_break {
                (
                    format!("`{name}` has a line break in it"),
                    "Write it on one line: only `help` and `intro` may have several. To break a long line of the file, \
                     end it with \\."
                        .to_owned(),
                )
            } else {
                (
                    format!("`{name}` has the control character U+{:04X} in it", u32::from(c)),
                    "Delete it; it cannot be seen in most editors, so it may be quickest to type the text anew."
                        .to_owned(),
                )
            };
            let place = self.part(text, at..at + c.len_utf8(), place);
            self.note(Code::ControlCharacter, place, message, help);
            return;
        }
    }

    /// Replaces `{term}` by its word, and `{{` and `}}` by braces.
    fn with_terms(&mut self, text: &Text<'_>, place: Place) -> String {
        const BRACES: &str = "A term stands in braces, e.g. {emergency}; write {{ or }} for a brace itself.";
        let raw: &str = &text.0;
        let mut shown = String::with_capacity(raw.len());
        let mut at = 0;
        while let Some(brace) = raw[at..].find(['{', '}']).map(|i| at + i) {
            shown.push_str(&raw[at..brace]);
            let rest = &raw[brace..];
            let name_end = rest[1..].find(['{', '}']).map(|i| brace + 1 + i);
            if rest.starts_with("{{") || rest.starts_with("}}") {
                shown.push_str(&rest[..1]);
                at = brace + 2;
            } else if let Some(end) = name_end.filter(|&end| rest.starts_with('{') && raw[end..].starts_with('}')) {
                let name = &raw[brace + 1..end];
                match self.terms.word(name) {
                    Some(word) => shown.push_str(word),
                    None => {
                        let place = self.part(text, brace..end + 1, place);
                        let terms = self.terms;
                        let known = || terms.list.iter().map(|(term, _)| term.as_str());
                        let help = match self.found.similar(name, known()) {
                            Some(meant) => format!("Did you mean {{{meant}}}?"),
                            None => "Add it to `terms` in questionnaire.ron; write {{ and }} for braces themselves."
                                .to_owned(),
                        };
                        self.note(Code::UnknownTerm, place, format!("there is no term {name:?}"), help);
                    }
                }
                at = end + 1;
            } else {
                let place = self.part(text, brace..brace + 1, place);
                let message = format!("a `{}` that has no partner", &rest[..1]);
                self.note(Code::UnbalancedBrace, place, message, BRACES);
                at = brace + 1;
            }
        }
        shown.push_str(&raw[at..]);
        shown.replace("\r\n", "\n")
    }

    /// The place of a part of a text; that of the whole where the text is a copy.
    fn part(&self, text: &Text<'_>, range: std::ops::Range<usize>, or: Place) -> Place {
        match &text.0 {
            Cow::Borrowed(slice) => self.slice(&slice[range], or),
            Cow::Owned(_) => or,
        }
    }
}

/// The first character of a place, for what is not there: marking the whole of it would mark what is right.
pub(super) fn first_sign(place: Place) -> Place {
    Place { end: place.end.min(place.start + 1), ..place }
}
