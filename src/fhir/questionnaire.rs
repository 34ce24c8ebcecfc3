//! A questionnaire as a FHIR R4 Questionnaire.
//!
//! | here | there |
//! | --- | --- |
//! | section | item `section.ID` of type `group` |
//! | question | item `ID` |
//! | help | a `display` item below it, marked as help |
//! | `YesNo` | `boolean`; where "not sure" can be answered a `choice` of R4's own value set `yesnodontknow`: Y, N, asked-unknown |
//! | `One` | `choice` of codings, and asked-unknown |
//! | `Many` | `choice` that repeats; `none` says that nothing was taken, asked-unknown that the whole is not sure |
//! | single choices of a `Many` that are not sure | item `ID.unsure` behind it, with the same choices |
//! | `Number` | `integer` or `decimal`, with range, digits and unit; "not sure" is ticked in the `boolean` item `ID.unsure` |
//! | `Text` | `text`; "not sure" as for a number |
//! | when it is asked | see `enable` |
//! | a translation | the R4 extension `translation` on each text |
//!
//! So whoever fills in the form with any program can say "not sure", nobody takes it for a yes or a no, and every answer
//! can be read back. FHIR has no place for rules, scores, levels, advice, guarantees, sources, other names and classes of
//! choices, and for the likely range of a number: they are left out, and the description says so.
//!
//! <http://hl7.org/fhir/R4/questionnaire.html>

use serde_json::{Value, json};

use super::enable;
use super::item;
use super::names::{self, FINGERPRINT, INTRO, Object, extension};
use super::path::Writer;
use crate::questionnaire::{Decimal, Number, Questionnaire, SectionIx, Translation};

/// The questionnaire as a FHIR R4 Questionnaire, with these translations; a draft is one that must not be relied on.
///
/// The canonical address is `urn:redflag:questionnaire:ID`: it names the content and promises no server.
pub fn questionnaire(questionnaire: &Questionnaire, translations: &[Translation], draft: bool) -> Value {
    let teller = Teller { questionnaire, translations };
    let mut writer = Writer::new(questionnaire);
    let mut items = Vec::new();
    if questionnaire.intro.is_some() {
        let mut intro = Object::new();
        intro.insert("linkId".to_owned(), INTRO.into());
        intro.insert("type".to_owned(), "display".into());
        teller.say(&mut intro, "text", |q| q.intro.as_deref());
        items.push(Value::from(intro));
    }
    for section in (0..questionnaire.sections.len()).map(|i| SectionIx(i as u32)) {
        items.extend(group(&teller, &mut writer, section));
    }
    let mut resource = Object::new();
    let mut put = |field: &str, value: Value| {
        resource.insert(field.to_owned(), value);
    };
    put("resourceType", "Questionnaire".into());
    if questionnaire.id.len() <= 64 {
        put("id", questionnaire.id.as_str().into());
    }
    put("meta", names::meta(questionnaire, draft));
    put("language", questionnaire.language.as_str().into());
    put("url", names::canonical(questionnaire).into());
    put("identifier", json!([{"system": FINGERPRINT, "value": questionnaire.fingerprint}]));
    put("version", questionnaire.version.as_str().into());
    put("name", name(&questionnaire.id).into());
    put("status", if draft { "draft" } else { "active" }.into());
    put("subjectType", json!(["Patient"]));
    put("date", questionnaire.reviewed.to_string().into());
    put("lastReviewDate", questionnaire.reviewed.to_string().into());
    put("effectivePeriod", json!({"end": questionnaire.review_due.to_string()}));
    put("description", description(questionnaire, translations).into());
    let variables = writer.variables();
    if !variables.is_empty() {
        put("extension", variables.into());
    }
    if !items.is_empty() {
        put("item", items.into());
    }
    teller.say(&mut resource, "title", |q| Some(&q.title));
    names::clean(resource.into())
}

/// A section with its questions; `None` where it has none, which FHIR has no group for.
fn group(teller: &Teller<'_>, writer: &mut Writer<'_>, section: SectionIx) -> Option<Value> {
    let questionnaire = teller.questionnaire;
    let mut items = Vec::new();
    for (index, question) in questionnaire.questions().filter(|(_, question)| question.section == section) {
        for mut item in item::items(teller, index) {
            enable::put(&mut item, questionnaire, writer, &question.when, Some(section));
            items.push(Value::from(item));
        }
    }
    if items.is_empty() {
        return None;
    }
    let mut group = Object::new();
    group.insert("linkId".to_owned(), names::section(questionnaire, section).into());
    group.insert("type".to_owned(), "group".into());
    teller.say(&mut group, "text", |q| Some(&q[section].title));
    enable::put(&mut group, questionnaire, writer, &questionnaire[section].when, None);
    group.insert("item".to_owned(), items.into());
    Some(group.into())
}

/// The texts, with their translations.
pub(super) struct Teller<'q> {
    pub(super) questionnaire: &'q Questionnaire,
    pub(super) translations: &'q [Translation],
}

impl Teller<'_> {
    /// Puts a text into a field, and its translations beside it.
    pub(super) fn say(&self, object: &mut Object, field: &str, text: impl Fn(&Questionnaire) -> Option<&str>) {
        let Some(own) = text(self.questionnaire) else { return };
        object.insert(field.to_owned(), own.into());
        let other = |translation: &Translation| {
            let language = translation.questionnaire.language.as_str();
            let content = text(&translation.questionnaire).filter(|content| *content != own)?;
            Some(json!({
                "url": extension::TRANSLATION,
                "extension": [
                    {"url": "lang", "valueCode": language},
                    {"url": "content", "valueString": content},
                ],
            }))
        };
        let others: Vec<Value> = self.translations.iter().filter_map(other).collect();
        if !others.is_empty() {
            object.insert(format!("_{field}"), json!({ "extension": others }));
        }
    }
}

/// Whether FHIR's integers, of 32 bits, take every answer.
pub(super) fn is_integer(number: &Number) -> bool {
    number.decimals == 0 && [number.min, number.max].into_iter().all(|end| i32::try_from(end).is_ok())
}

/// A scaled number as a JSON number with the same digits.
pub(super) fn decimal(value: i64, decimals: u8) -> Value {
    // No number of the language has more digits than a double keeps.
    serde_json::from_str(&Decimal::scaled(value, decimals).to_string()).unwrap_or_default()
}

/// A name for programs, as FHIR wants it: `LegSymptoms`.
fn name(id: &str) -> String {
    let capital = |part: &str| {
        let mut chars = part.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    let name: String = id.split('-').map(capital).collect();
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { name } else { format!("Q{name}") }
}

/// For whom it is, and what is not in it.
fn description(questionnaire: &Questionnaire, translations: &[Translation]) -> String {
    let mut text = format!(
        "{}\n\nThe questions, their answers and when each is asked. The rules that set the level, the scores, the advice, the \
         guarantees and the sources have no place in a Questionnaire, nor have other names and classes of choices and the \
         likely range of a number: they stand in the redflag questionnaire {} {}, {}.",
        questionnaire.audience, questionnaire.id, questionnaire.version, questionnaire.fingerprint
    );
    for translation in translations {
        let reviewed = match translation.reviewed {
            Some(date) => format!("reviewed by a clinician on {date}"),
            None => "not reviewed by a clinician".to_owned(),
        };
        text.push_str(&format!("\n\nTranslation {}: {reviewed}.", translation.questionnaire.language));
    }
    text
}
