//! Questionnaires, visits and the official schema, for the tests of FHIR.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::date;
use jsonschema::Validator;
use redflag::export::{Chosen, Earlier, Stamp, Tongue, Visit};
use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, Level, QuestionIx, Questionnaire, Site, Translation, languages, translate};
use serde_json::Value;

use crate::load;
use crate::patients::{self, Chance};
use crate::random::{Dice, SMALL, questionnaire};

/// A questionnaire of this repository with all its translations.
pub fn told(folder: &str) -> (Questionnaire, Vec<Translation>) {
    let questionnaire = load::sound(folder);
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = load::folder::read(&path, &questionnaire.id);
    let tags = languages(&questionnaire, &files);
    let read = |tag: &String| translate(&files, &Site::default(), tag).0;
    let translations = tags.iter().skip(1).filter_map(read).collect();
    (questionnaire, translations)
}

/// A random questionnaire.
pub fn random(chance: &mut Chance) -> Questionnaire {
    let numbers = (0..600).map(|_| chance.roll(1 << 30) as u32).collect();
    questionnaire(&mut Dice::new(numbers), SMALL)
}

/// A visit with these answers, in which everything is said that can be.
pub fn visit(plan: &Rc<Plan>, answers: Vec<Option<Answer>>, chance: &mut Chance) -> Visit {
    let interview = Interview::with(plan.clone(), answers);
    let chosen = Chosen { level: Level::Orange, reason: "Looks \u{7} ill".to_owned(), floor: None };
    let notes = [(None, "To the whole"), (Some(QuestionIx(0)), "To a question\nin two rows")];
    let notes =
        notes.into_iter().filter(|(question, _)| question.is_none() || !plan.questionnaire.questions.is_empty());
    let mut some = |likely: usize| chance.roll(likely) == 0;
    Visit {
        interview,
        notes: if some(2) { notes.map(|(q, text)| (q, text.to_owned())).collect() } else { Default::default() },
        chosen: some(2).then_some(chosen),
        draft: some(3).then(|| "Not proved".to_owned()),
        reference: some(2).then(|| "Bed 7".to_owned()),
        tongue: Tongue::of(&plan.questionnaire),
        answered_in: if some(3) { [("es".to_owned(), false)].into() } else { Default::default() },
        record: None,
        operator: some(2).then(|| "Nurse A".to_owned()),
        began: date(2026, 11, 22).at(14, 5, 0, 0),
        earlier: some(3).then(|| Earlier {
            record: "f".repeat(32),
            reference: None,
            at: date(2026, 11, 21).at(9, 0, 0, 0),
            level: None,
        }),
    }
}

/// Any patient of a plan: one who answered to the end, or one who answered here and there.
pub fn patient(plan: &Rc<Plan>, chance: &mut Chance) -> Visit {
    let answers = if chance.roll(2) == 0 { patients::ended(plan, chance) } else { patients::any(plan, chance) };
    visit(plan, answers, chance)
}

pub fn stamp(number: usize) -> Stamp {
    let at = |text: &str| text.parse().unwrap();
    Stamp { record: format!("{number:032x}"), began: at("2026-11-22T14:05:00Z"), ended: at("2026-11-22T14:09:30.25Z") }
}

/// The official JSON schema of R4, by the kind of resource: of all kinds at once it only says that none fits.
pub struct Schema(BTreeMap<&'static str, Validator>);

pub fn schema() -> Schema {
    let whole: Value = serde_json::from_str(include_str!("r4.schema.json")).unwrap();
    let of = |kind| {
        let mut schema = whole.clone();
        schema.as_object_mut().unwrap().remove("oneOf");
        schema["allOf"] = serde_json::json!([{"$ref": format!("#/definitions/{kind}")}]);
        (kind, jsonschema::validator_for(&schema).unwrap())
    };
    Schema(["Bundle", "Questionnaire", "QuestionnaireResponse", "ClinicalImpression"].into_iter().map(of).collect())
}

/// What the official schema finds wrong with a resource, and with those that a bundle holds.
pub fn faults(schema: &Schema, resource: &Value) -> Vec<String> {
    let Some(validator) = resource["resourceType"].as_str().and_then(|kind| schema.0.get(kind)) else {
        return vec![format!("no resource: {resource:.100}")];
    };
    let short = |error: jsonschema::ValidationError| {
        let message: String = error.to_string().chars().take(200).collect();
        format!("{message} at {}", error.instance_path())
    };
    let mut faults: Vec<String> = Vec::new();
    for entry in resource["entry"].as_array().into_iter().flatten() {
        faults.extend(self::faults(schema, &entry["resource"]));
    }
    if faults.is_empty() {
        faults.extend(validator.iter_errors(resource).map(short));
    }
    faults
}
