//! What was looked at and what was not: whatever nobody asked for is remarked on at the end.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Remark;
use crate::fhir::names::extension;

/// Where remarks go, and translations.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) remarks: Vec<Remark>,
    /// What a text is called by translations, its original as it stands in the file, its language, the translation.
    pub(super) translations: Vec<(String, String, String, String)>,
}

impl Desk {
    /// Something does not come along.
    pub(super) fn lost(&mut self, path: &str, message: impl Into<String>) {
        self.remarks.push(Remark { path: path.to_owned(), message: message.into(), lost: true });
    }

    /// Something is otherwise now.
    pub(super) fn note(&mut self, path: &str, message: impl Into<String>) {
        self.remarks.push(Remark { path: path.to_owned(), message: message.into(), lost: false });
    }

    /// Keeps the translations of a text, which the field beside it holds.
    pub(super) fn translations(&mut self, node: &Node<'_>, field: &str, name: &str, original: &str) {
        let path = node.at(&format!("_{field}"));
        let Some(beside) = node.get(&format!("_{field}")) else { return };
        let Some(beside) = Node::of(beside, path) else { return };
        for (place, extended) in beside.list("extension").iter().enumerate() {
            let path = format!("{}.extension[{place}]", beside.path);
            let part = |url: &str, kind: &str| {
                let parts = extended.get("extension")?.as_array()?;
                parts.iter().find(|part| part.get("url").and_then(Value::as_str) == Some(url))?.get(kind)?.as_str()
            };
            let content = part("content", "valueString").or_else(|| part("content", "valueMarkdown"));
            let is_translation = extended.get("url").and_then(Value::as_str) == Some(extension::TRANSLATION);
            match (part("lang", "valueCode"), content) {
                (Some(language), Some(content)) if is_translation && crate::questionnaire::is_language(language) => {
                    let content = super::ron::shown(content, true);
                    self.translations.push((name.to_owned(), original.to_owned(), language.to_owned(), content));
                }
                _ => self.lost(&path, "this extension of a text does not come along"),
            }
        }
        beside.finish(self);
    }
}

/// An object of the form, with its path and what was asked of it.
pub(super) struct Node<'v> {
    fields: &'v Map<String, Value>,
    pub(super) path: String,
    seen: RefCell<BTreeSet<String>>,
}

impl<'v> Node<'v> {
    /// The object there; `None` where it is none.
    pub(super) fn of(value: &'v Value, path: String) -> Option<Node<'v>> {
        Some(Node { fields: value.as_object()?, path, seen: RefCell::default() })
    }

    /// A field, which somebody looks at now.
    pub(super) fn get(&self, name: &str) -> Option<&'v Value> {
        self.seen.borrow_mut().insert(name.to_owned());
        self.fields.get(name)
    }

    /// A field that is a text with something in it.
    pub(super) fn text(&self, name: &str) -> Option<&'v str> {
        let text = self.fields.get(name)?.as_str().filter(|text| !text.trim().is_empty())?;
        self.get(name);
        Some(text)
    }

    /// A field that is true or false.
    pub(super) fn flag(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(Value::Bool(value)) => {
                self.get(name);
                *value
            }
            _ => false,
        }
    }

    /// A field that is a list.
    pub(super) fn list(&self, name: &str) -> &'v [Value] {
        match self.fields.get(name) {
            Some(Value::Array(items)) => {
                self.get(name);
                items
            }
            _ => &[],
        }
    }

    /// The path of a field.
    pub(super) fn at(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The value of the extension of that url, by the name of its value.
    pub(super) fn extension(&self, url: &str) -> Option<(&'v Value, String)> {
        let extensions = self.fields.get("extension").and_then(Value::as_array)?;
        let found = extensions.iter().position(|extended| extended.get("url").and_then(Value::as_str) == Some(url))?;
        self.seen.borrow_mut().insert(format!("extension[{found}]"));
        let fields = extensions[found].as_object()?;
        let value = fields.iter().find(|(name, _)| name.starts_with("value"))?.1;
        Some((value, format!("{}[{found}]", self.at("extension"))))
    }

    /// Remarks on every field and extension that nobody looked at.
    pub(super) fn finish(&self, desk: &mut Desk) {
        let seen = self.seen.borrow();
        for (name, value) in self.fields {
            let path = self.at(name);
            match (name.as_str(), value) {
                _ if seen.contains(name) => {}
                ("extension", Value::Array(extensions)) => {
                    for (place, extended) in extensions.iter().enumerate() {
                        if !seen.contains(&format!("extension[{place}]")) {
                            let url = extended.get("url").and_then(Value::as_str).unwrap_or("without a url");
                            desk.lost(&format!("{path}[{place}]"), unknown_extension(url));
                        }
                    }
                }
                _ => desk.lost(&path, format!("{name:?} has no place here and does not come along")),
            }
        }
    }
}

/// What is lost with an extension, and the remedy where there is one.
fn unknown_extension(url: &str) -> String {
    let remedy = match url {
        extension::ENABLE_WHEN => "; the question is always asked: write its condition into `when`",
        extension::VARIABLE => "; expressions that speak of it do not come along either",
        extension::EXCLUSIVE => "; several choices can be taken together with this one: write a rule for that",
        "http://hl7.org/fhir/StructureDefinition/ordinalValue" => "; write a score for the points",
        _ => "",
    };
    format!("the extension {url:.120} does not come along{remedy}")
}
