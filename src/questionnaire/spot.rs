//! Values with a place, read in one of two ways.
//!
//! Reading fast, a [`Spot`] is just its value, and the first mistake fails the whole file. Reading located, each is
//! found in the text first and then parsed apart, so that its place is known and its mistakes leave its neighbours
//! readable. Everything is read fast; only where something is wrong is it read again, located.

use std::cell::RefCell;
use std::fmt;

use ron::Options;
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::{Deserialize, Deserializer, de};

/// A value that an author wrote, and where.
pub(super) struct Spot<'a, T> {
    /// The text it was read from, with white space and comments around it; empty when reading fast.
    pub(super) text: &'a str,
    /// The value; `None` where it could not be read, which is then already noted as a [`Trouble`].
    pub(super) value: Option<T>,
}

/// A field that may be left out.
pub(super) type Field<'a, T> = Option<Spot<'a, T>>;

/// A list in which each item has its own place.
pub(super) type List<'a, T> = Vec<Spot<'a, T>>;

/// A map in the order in which it is written, with the keys that are there twice.
pub(super) struct Map<'a, K, T>(pub(super) Vec<(Spot<'a, K>, Spot<'a, T>)>);

/// A part that could not be read.
pub(super) struct Trouble {
    /// Address of the first byte of the text in which it was met.
    pub(super) base: usize,
    /// Bytes from there to where ron gave up, and to the end of what it looked at.
    pub(super) span: std::ops::Range<usize>,
    pub(super) error: ron::Error,
}

thread_local! {
    /// `Some` while reading located. ron has no way to hand a context to a `Deserialize`.
    static TROUBLES: RefCell<Option<Vec<Trouble>>> = const { RefCell::new(None) };
}

/// The ron options of every file.
pub(super) fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Reads a file fast.
pub(super) fn read_fast<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    options().from_str(text).ok()
}

/// Reads a file with all places and all troubles.
pub(super) fn read_located<'a, T: Deserialize<'a>>(text: &'a str) -> (Option<T>, Vec<Trouble>) {
    TROUBLES.set(Some(Vec::new()));
    let value = apart(text);
    (value, TROUBLES.take().unwrap_or_default())
}

fn is_located() -> bool {
    TROUBLES.with_borrow(Option::is_some)
}

/// Parses a text by itself, and notes what is wrong with it.
fn apart<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    match options().from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let start = offset_of(text, &error.span.start);
            let end = offset_of(text, &error.span.end).max(start);
            let trouble = Trouble { base: text.as_ptr() as usize, span: start..end, error: error.code };
            TROUBLES.with_borrow_mut(|troubles| troubles.get_or_insert_default().push(trouble));
            None
        }
    }
}

/// The byte offset of a line and column as ron counts them, both from 1 and in characters.
pub(super) fn offset_of(text: &str, position: &ron::error::Position) -> usize {
    let mut offset = 0;
    for _ in 1..position.line {
        match text[offset..].find('\n') {
            Some(newline) => offset += newline + 1,
            None => return text.len(),
        }
    }
    let line = &text[offset..];
    offset + line.char_indices().nth(position.col.saturating_sub(1)).map_or(line.len(), |(i, _)| i)
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Spot<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if is_located() {
            let text = <&'de RawValue>::deserialize(deserializer)?.get_ron();
            Ok(Spot { text, value: apart(text) })
        } else {
            Ok(Spot { text: "", value: Some(T::deserialize(deserializer)?) })
        }
    }
}

impl<'de: 'a, 'a, K: Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for Map<'a, K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<K, T>(std::marker::PhantomData<(K, T)>);

        impl<'de, K: Deserialize<'de>, T: Deserialize<'de>> de::Visitor<'de> for Entries<K, T> {
            type Value = Vec<(Spot<'de, K>, Spot<'de, T>)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map in { }")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(entries)
            }
        }

        deserializer.deserialize_map(Entries(std::marker::PhantomData)).map(Map)
    }
}

/// The id of a thing that cannot be read otherwise.
pub(super) fn ghost_id<'a, T>(spot: &Spot<'a, T>) -> Option<&'a str> {
    match options().from_str::<super::authored::Ghost<'a>>(spot.text).ok()?.id?.0 {
        std::borrow::Cow::Borrowed(id) => Some(id),
        std::borrow::Cow::Owned(_) => None,
    }
}
