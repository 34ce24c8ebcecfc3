//! The form as a whole: its head, its groups as sections, its items as questions.

use serde_json::Value;

use super::condition::{self, Known};
use super::desk::{Desk, Node};
use super::names::{Ids, kebab};
use super::question::{self, Kind, Question};
use super::ron::{self, Head, Section, shown};
use super::{Imported, Unreadable};
use crate::fhir::names::{CONTROLS, HELP, INTRO, SECTION, UNSURE, extension};

/// Imports a form whose kind of resource is known.
pub(super) fn import(form: &Value) -> Result<Imported, Unreadable> {
    let Some(root) = Node::of(form, String::new()) else { return Err(Unreadable("this is no object".to_owned())) };
    root.get("resourceType");
    let mut walk = Walk::default();
    collect(form, "", &mut walk.known)?;
    let head = head(&root, &mut walk.desk);
    walk.top(&root);
    walk.contained(&root);
    root.finish(&mut walk.desk);
    if walk.known.questions.is_empty() {
        return Err(Unreadable("the form holds no question that can be asked here".to_owned()));
    }
    Ok(ron::files(head, walk.sections, walk.known.questions, walk.desk))
}

/// Gathers every link id; each must be there, and once, or nobody knows what a condition speaks of.
fn collect(of: &Value, path: &str, known: &mut Known) -> Result<(), Unreadable> {
    for (place, item) in of.get("item").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let path = if path.is_empty() { format!("item[{place}]") } else { format!("{path}.item[{place}]") };
        let link = item.get("linkId").and_then(Value::as_str).filter(|link| !link.trim().is_empty());
        let Some(link) = link else { return Err(Unreadable(format!("{path} has no linkId"))) };
        if !known.all.insert(link.to_owned()) {
            return Err(Unreadable(format!(
                "{path}: the linkId {link:.80?} is there twice; give one of the two another"
            )));
        }
        collect(item, &path, known)?;
    }
    Ok(())
}

/// Walks the items in their order.
struct Walk {
    desk: Desk,
    known: Known,
    sections: Vec<Section>,
    questions: Ids,
    section_ids: Ids,
    /// Texts that stand before the next question.
    before: Vec<(String, String)>,
}

impl Default for Walk {
    fn default() -> Self {
        Walk {
            desk: Desk::default(),
            known: Known::default(),
            sections: Vec::new(),
            questions: Ids::default(),
            section_ids: Ids::without(&["questionnaire", "cases"]),
            before: Vec::new(),
        }
    }
}

/// What the items around an item make of it.
#[derive(Clone, Default)]
struct Around {
    conditions: Vec<String>,
    headings: Vec<String>,
}

impl Walk {
    fn top(&mut self, root: &Node<'_>) {
        // Questions outside of every group share a section as long as no group comes between.
        let mut open = None;
        for (place, value) in root.list("item").iter().enumerate() {
            let path = format!("item[{place}]");
            let Some(item) = Node::of(value, path.clone()) else {
                self.desk.lost(&path, "this is no item");
                continue;
            };
            if item.text("type") == Some("group") {
                self.group(root, &item);
                open = None;
            } else if item.text("type") == Some("display") {
                if item.text("linkId") != Some(INTRO) || place > 0 {
                    self.display(&item);
                }
            } else {
                let section = *open.get_or_insert_with(|| {
                    let id = self.section_ids.give("questions", "questions");
                    self.sections.push(Section {
                        id,
                        title: "Questions".to_owned(),
                        when: None,
                        questions: Vec::new(),
                    });
                    self.sections.len() - 1
                });
                self.question(root, &item, section, &Around::default());
            }
        }
        self.left_over();
    }

    fn group(&mut self, root: &Node<'_>, item: &Node<'_>) {
        let link = item.text("linkId").unwrap_or_default();
        let own = link.strip_prefix(SECTION);
        let id = self.section_ids.give(own.unwrap_or(link), "section");
        if own.is_none() && id != link {
            self.desk.note(&item.at("linkId"), format!("the section is called {id:?} here"));
        }
        let title = item.text("text").map(|text| shown(text, false)).filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| {
            self.desk.note(&item.path, "the group has no text: write the section's `title`");
            id.clone()
        });
        self.desk.translations(item, "text", &format!("sections.{id}.title"), &title);
        let when = condition::read(item, &self.known, &mut self.desk);
        self.once(item);
        self.sections.push(Section { id, title, when, questions: Vec::new() });
        let section = self.sections.len() - 1;
        self.items(root, item, section, &Around::default());
        item.finish(&mut self.desk);
    }

    /// A group is gone through once, and whether it must be is said by its questions.
    fn once(&mut self, item: &Node<'_>) {
        if item.flag("repeats") {
            self.desk.lost(&item.at("repeats"), "the group is gone through once");
        }
        item.flag("required");
    }

    fn items(&mut self, root: &Node<'_>, of: &Node<'_>, section: usize, around: &Around) {
        self.list(root, of, section, around, |_| true);
    }

    /// The items below a question, without the texts, which are its help.
    fn below(&mut self, root: &Node<'_>, of: &Node<'_>, section: usize, around: &Around) {
        self.list(root, of, section, around, |item| !is_help(item));
    }

    fn list(&mut self, root: &Node<'_>, of: &Node<'_>, section: usize, around: &Around, wanted: fn(&Node<'_>) -> bool) {
        for (place, value) in of.list("item").iter().enumerate() {
            let path = format!("{}[{place}]", of.at("item"));
            let Some(item) = Node::of(value, path.clone()) else {
                self.desk.lost(&path, "this is no item");
                continue;
            };
            if !wanted(&item) {
                continue;
            }
            match item.text("type") {
                Some("display") => self.display(&item),
                Some("group") => {
                    // Sections do not nest: the heading stands in the help of each question.
                    let mut within = around.clone();
                    within.headings.extend(item.text("text").map(|text| shown(text, true)));
                    within.conditions.extend(condition::read(&item, &self.known, &mut self.desk));
                    self.once(&item);
                    item.text("linkId");
                    self.desk.note(&item.path, "a group within a group: its text is in the help of its questions");
                    self.items(root, &item, section, &within);
                    item.finish(&mut self.desk);
                }
                _ => self.question(root, &item, section, around),
            }
        }
    }

    /// A text to read becomes help of the question behind it.
    fn display(&mut self, item: &Node<'_>) {
        item.text("linkId");
        if item.get("enableWhen").is_some() {
            self.desk.lost(&item.at("enableWhen"), "the text is always shown, as help of the next question");
            item.get("enableBehavior");
        }
        if let Some(text) = item.text("text") {
            self.before.push((shown(text, true), item.path.clone()));
        }
        item.finish(&mut self.desk);
    }

    fn left_over(&mut self) {
        for (_, path) in std::mem::take(&mut self.before) {
            self.desk.lost(&path, "no question comes behind this text; put it into an advice");
        }
    }

    fn question(&mut self, root: &Node<'_>, item: &Node<'_>, section: usize, around: &Around) {
        let link = item.text("linkId").unwrap_or_default();
        if self.companion(item, link) {
            return;
        }
        let id = self.questions.give(link, "question");
        if id != link {
            self.desk.note(&item.at("linkId"), format!("the question {link:.80?} is called {id:?} here"));
        }
        let mut when = around.conditions.clone();
        when.extend(condition::read(item, &self.known, &mut self.desk));
        let when = condition::all(when);
        let mut help: Vec<String> = around.headings.clone();
        help.extend(std::mem::take(&mut self.before).into_iter().map(|(text, _)| text));
        let ask = item.text("text").map(|text| shown(text, false)).filter(|ask| !ask.is_empty());
        let ask = ask.unwrap_or_else(|| {
            self.desk.note(&item.path, "the item has no text: write what is asked");
            id.clone()
        });
        self.desk.translations(item, "text", &format!("questions.{id}.ask"), &ask);
        let own_help = self.help(item, link, &id, help.is_empty());
        help.extend(own_help);
        if let Some((kind, unsure)) = question::kind(root, item, &id, &mut self.desk) {
            let question = Question { id, ask, help, when: when.clone(), unsure, kind };
            self.sections[section].questions.push(link.to_owned());
            self.known.questions.insert(link.to_owned(), question);
        }
        // What stands below a question is shown where the question is.
        let mut within = around.clone();
        within.conditions = when.into_iter().collect();
        let below = item.list("item");
        if below.iter().any(|item| item.get("type").and_then(Value::as_str) != Some("display")) {
            self.desk.note(&item.at("item"), "questions below a question stand behind it");
        }
        self.below(root, item, section, &within);
        item.finish(&mut self.desk);
    }

    /// The texts below a question that help with it.
    fn help(&mut self, item: &Node<'_>, link: &str, id: &str, alone: bool) -> Vec<String> {
        let mut help = Vec::new();
        for (place, value) in item.list("item").iter().enumerate() {
            let Some(below) = Node::of(value, format!("{}[{place}]", item.at("item"))) else { continue };
            if !is_help(&below) {
                continue;
            }
            let control = below.extension(extension::ITEM_CONTROL).map(|(control, _)| control.to_string());
            if control.is_some_and(|control| !control.contains(CONTROLS)) {
                self.desk.lost(&below.path, "how this text is to be shown does not come along");
            }
            if below.get("enableWhen").is_some() {
                self.desk.lost(&below.at("enableWhen"), "the text is always shown, as help of its question");
                below.get("enableBehavior");
            }
            if let Some(text) = below.text("text") {
                let text = shown(text, true);
                if alone && help.is_empty() && below.text("linkId") == Some(&format!("{link}{HELP}")) {
                    self.desk.translations(&below, "text", &format!("questions.{id}.help"), &text);
                }
                help.push(text);
            }
            below.text("linkId");
            below.finish(&mut self.desk);
        }
        help
    }

    /// Takes an item that was written for what is not sure of the question before it. Says whether it was one.
    fn companion(&mut self, item: &Node<'_>, link: &str) -> bool {
        let Some(of) = link.strip_suffix(UNSURE) else { return false };
        let Some(question) = self.known.questions.get_mut(of) else { return false };
        let fits = match (&question.kind, item.text("type")) {
            (Kind::Number { .. } | Kind::Text, Some("boolean")) => true,
            (Kind::Many(choices), Some("choice")) => {
                let value = |option: &Value| option.get("valueCoding").and_then(|coding| coding.get("code")).cloned();
                let codes: Vec<_> = item.list("answerOption").iter().map(value).collect();
                item.flag("repeats")
                    && codes == choices.iter().map(|c| c.value.get("code").cloned()).collect::<Vec<_>>()
            }
            _ => false,
        };
        if fits {
            question.unsure = true;
            self.known.companions.insert(link.to_owned(), of.to_owned());
        }
        fits
    }

    /// Remarks on what the form holds for others that is no value set.
    fn contained(&mut self, root: &Node<'_>) {
        for (place, resource) in root.list("contained").iter().enumerate() {
            let kind = resource.get("resourceType").and_then(Value::as_str).unwrap_or("resource");
            if kind != "ValueSet" {
                self.desk.lost(&format!("contained[{place}]"), format!("a {kind:.40} does not come along"));
            }
        }
    }
}

/// Whether an item below a question is a text about it.
fn is_help(item: &Node<'_>) -> bool {
    item.text("type") == Some("display")
}

/// The head of the form.
fn head(root: &Node<'_>, desk: &mut Desk) -> Head {
    let named = root.text("url").and_then(|url| url.rsplit(['/', ':']).next()).and_then(kebab);
    let id = root.text("id").and_then(kebab).or_else(|| root.text("name").and_then(kebab)).or(named);
    let id = id.or_else(|| root.text("title").and_then(kebab)).unwrap_or_else(|| "imported".to_owned());
    let title = root.text("title").or_else(|| root.text("name")).map(|title| shown(title, false));
    let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| id.clone());
    desk.translations(root, "title", "title", &title);
    let written = root.text("version");
    let version = written.and_then(version).unwrap_or_else(|| {
        desk.note("version", "there is no semantic version: it is 0.1.0 here");
        "0.1.0".to_owned()
    });
    let language = root.text("language").filter(|tag| crate::questionnaire::is_language(tag));
    let language = language.unwrap_or_else(|| {
        desk.note("language", "the form names no language: it is called English here; write `language`");
        "en"
    });
    let date = |text: &str| text.get(..10).and_then(|day| day.parse::<jiff::civil::Date>().ok());
    let reviewed = ["lastReviewDate", "approvalDate", "date"].into_iter().filter_map(|name| date(root.text(name)?));
    let reviewed = reviewed.collect::<Vec<_>>().first().copied().unwrap_or_else(|| {
        desk.note("lastReviewDate", "nobody says when it was reviewed: write `reviewed` and `review_due`");
        jiff::civil::date(1970, 1, 1)
    });
    let period = root.get("effectivePeriod").and_then(|period| Node::of(period, "effectivePeriod".to_owned()));
    let due = period.as_ref().and_then(|period| date(period.text("end")?)).filter(|due| *due >= reviewed);
    if let Some(period) = period {
        period.get("end");
        period.finish(desk);
    }
    let due = due.unwrap_or_else(|| {
        desk.note("effectivePeriod", "nobody says when the next review is due: write `review_due`");
        reviewed
    });
    let intro = root.list("item").first().and_then(|item| Node::of(item, "item[0]".to_owned()));
    let intro = intro.filter(|item| item.text("linkId") == Some(INTRO) && item.text("type") == Some("display"));
    let intro = intro.and_then(|item| {
        let text = shown(item.text("text")?, true);
        desk.translations(&item, "text", "intro", &text);
        item.finish(desk);
        Some(text)
    });
    let mut comments = Vec::new();
    for field in ["url", "name", "version", "status", "publisher", "purpose", "copyright", "description"] {
        comments.extend(root.text(field).map(|text| format!("{field}: {text}")));
    }
    for identifier in root.list("identifier") {
        let part = |name: &str| identifier.get(name).and_then(Value::as_str).unwrap_or_default();
        comments.push(format!("identifier: {} {}", part("system"), part("value")));
    }
    if root.get("subjectType").is_some_and(|kind| *kind != serde_json::json!(["Patient"])) {
        desk.lost("subjectType", "the questions are about a patient here");
    }
    for field in ["text", "meta"] {
        if root.get(field).is_some() {
            desk.note(field, "what is said of the resource and not of the form does not come along");
        }
    }
    desk.note(
        "",
        "rules, levels and advice are for you to write: until then `redflag check` says that there is no level",
    );
    Head { id, version, title, language: language.to_owned(), reviewed, due, intro, comments }
}

/// A semantic version, of one or two numbers too.
fn version(written: &str) -> Option<String> {
    let tries = [written.to_owned(), format!("{written}.0"), format!("{written}.0.0")];
    tries.into_iter().find(|version| semver::Version::parse(version).is_ok())
}
