//! What things are called in FHIR: canonical addresses, code systems, extensions, link ids.

use serde_json::{Map, Value, json};

use crate::questionnaire::{Level, Question, Questionnaire, SectionIx};

/// An object that is being filled.
pub(super) type Object = Map<String, Value>;

/// Yes and no, of the R4 value set `yesnodontknow`.
pub(super) const YES_NO: &str = "http://terminology.hl7.org/CodeSystem/v2-0136";
/// Why there is no answer; [`ASKED_UNKNOWN`] is "not sure", as in the R4 value set `yesnodontknow`.
pub(super) const ABSENT: &str = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
/// The person was asked and does not know: "not sure".
pub(super) const ASKED_UNKNOWN: &str = "asked-unknown";

/// How a multiple choice is answered in which nothing was taken.
pub(super) const ANSWER: &str = "urn:redflag:answer";
/// Nothing was taken, and nothing is not sure.
pub(super) const NONE: &str = "none";
/// Nothing was taken, and some choices are not sure; they stand in the item for those.
pub(super) const NONE_CERTAIN: &str = "none-certain";

/// The levels, by the small letters of their English words.
pub(super) const LEVEL: &str = "urn:redflag:level";
/// The levels again, for what was computed where the nurse chose another.
pub(super) const COMPUTED: &str = "urn:redflag:level:computed";
/// What a finding is that is neither a level nor a rule.
pub(super) const FINDING: &str = "urn:redflag:finding";
/// The hash of the content, as an identifier and as a tag.
pub(super) const FINGERPRINT: &str = "urn:redflag:fingerprint";
/// A record of the store.
pub(super) const RECORD: &str = "urn:redflag:record";
/// What must be known of a resource before it is relied on.
pub(super) const FLAG: &str = "urn:redflag:flag";

/// Extensions of R4, and of Structured Data Capture (SDC).
pub(super) mod extension {
    pub(in crate::fhir) const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";
    pub(in crate::fhir) const MIN_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
    pub(in crate::fhir) const MAX_VALUE: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
    pub(in crate::fhir) const MAX_DECIMALS: &str = "http://hl7.org/fhir/StructureDefinition/maxDecimalPlaces";
    pub(in crate::fhir) const UNIT: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";
    pub(in crate::fhir) const ITEM_CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
    pub(in crate::fhir) const EXCLUSIVE: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";
    pub(in crate::fhir) const VARIABLE: &str = "http://hl7.org/fhir/StructureDefinition/variable";
    pub(in crate::fhir) const ENABLE_WHEN: &str =
        "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";
}

/// The code system of [`extension::ITEM_CONTROL`].
pub(super) const CONTROLS: &str = "http://hl7.org/fhir/questionnaire-item-control";

/// The link id of the introduction. No question's id has a point in it.
pub(super) const INTRO: &str = "questionnaire.intro";
/// What stands before a section's id: a question may be called like a section.
pub(super) const SECTION: &str = "section.";
/// What stands behind a question's id for the item that takes what is not sure.
pub(super) const UNSURE: &str = ".unsure";
/// What stands behind a question's id for its help.
pub(super) const HELP: &str = ".help";

/// The canonical address of a questionnaire, without its version. It names the content and promises no server.
pub(super) fn canonical(questionnaire: &Questionnaire) -> String {
    format!("urn:redflag:questionnaire:{}", questionnaire.id)
}

/// The canonical address with the version.
pub(super) fn versioned(questionnaire: &Questionnaire) -> String {
    format!("{}|{}", canonical(questionnaire), questionnaire.version)
}

/// The code system of a question's choices, whose ids are unique only among themselves.
pub(super) fn choices(questionnaire: &Questionnaire, question: &Question) -> String {
    format!("{}:choices:{}", canonical(questionnaire), question.id)
}

/// The link id of a section.
pub(super) fn section(questionnaire: &Questionnaire, section: SectionIx) -> String {
    format!("{SECTION}{}", questionnaire[section].id)
}

/// The link id of the item that takes what is not sure, where it is not the question's own.
pub(super) fn unsure(question: &Question) -> String {
    format!("{}{UNSURE}", question.id)
}

/// The code of a level.
pub(super) fn level(level: Level) -> String {
    level.word().to_lowercase()
}

/// A coding.
pub(super) fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({"system": system, "code": code, "display": display})
}

/// An extension with a value; `kind` is the name of the value, such as `valueInteger`.
pub(super) fn extended(url: &str, kind: &str, value: impl Into<Value>) -> Value {
    let mut extension = Object::new();
    extension.insert("url".to_owned(), url.into());
    extension.insert(kind.to_owned(), value.into());
    extension.into()
}

/// What every resource bears: the fingerprint of the content that made it.
pub(super) fn meta(questionnaire: &Questionnaire, draft: bool) -> Value {
    let mut tags = vec![json!({"system": FINGERPRINT, "code": questionnaire.fingerprint})];
    if draft {
        tags.push(coding(FLAG, "draft", "Draft: not to be relied on"));
    }
    json!({ "tag": tags })
}

/// The resource with texts as FHIR takes them: of all white space and control characters its strings have only the space, the
/// tab and the breaks of lines (<http://hl7.org/fhir/R4/datatypes.html#string>). Others, such as the narrow space before a
/// French question mark, become spaces.
pub(super) fn clean(value: Value) -> Value {
    let plain = |c: char| if c.is_control() || c.is_whitespace() || c == '\u{FEFF}' { ' ' } else { c };
    let shown = |c: char| if matches!(c, '\n' | '\r' | '\t') { c } else { plain(c) };
    match value {
        Value::String(text) => Value::String(text.chars().map(shown).collect()),
        Value::Array(items) => items.into_iter().map(clean).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, clean(value))).collect(),
        other => other,
    }
}
