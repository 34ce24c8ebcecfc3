//! What is written as FHIR R4 fits the official definitions, says what the interview says, and can be read back.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
mod load;
#[path = "support/naive.rs"]
#[allow(dead_code, reason = "random questionnaires know every answer from there")]
mod naive;
#[path = "support/patients.rs"]
#[allow(dead_code, reason = "not every test turns answers")]
mod patients;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "not every test makes claims")]
mod random;
#[path = "fhir/read.rs"]
mod read;
#[path = "fhir/world.rs"]
mod world;

use std::fs;
use std::path::Path;
use std::rc::Rc;

use redflag::fhir;
use redflag::interview::Plan;
use redflag::questionnaire::Answer;
use serde_json::{Value, json};

use patients::Chance;
use world::{faults, patient, stamp};

const FOLDERS: [&str; 2] = ["questionnaires/leg-symptoms", "tests/questionnaires/swelling"];

#[test]
fn what_is_written_fits_the_official_schema() {
    let schema = world::schema();
    let mut chance = Chance::new(1);
    for folder in FOLDERS {
        let (questionnaire, translations) = world::told(folder);
        assert!(!translations.is_empty());
        let resource = fhir::questionnaire(&questionnaire, &translations, false);
        assert_eq!(faults(&schema, &resource), Vec::<String>::new());
        let plan = Rc::new(Plan::new(questionnaire));
        for number in 0..40 {
            let bundle = fhir::bundle(&patient(&plan, &mut chance), &stamp(number), number % 3 != 0);
            assert_eq!(faults(&schema, &bundle), Vec::<String>::new());
        }
    }
    for number in 0..150 {
        let plan = Rc::new(Plan::new(world::random(&mut chance)));
        let bundle = fhir::bundle(&patient(&plan, &mut chance), &stamp(number), true);
        assert_eq!(faults(&schema, &bundle), Vec::<String>::new());
    }
}

#[test]
fn the_official_schema_refuses_what_is_broken() {
    let schema = world::schema();
    let plan = Rc::new(Plan::new(load::sound(FOLDERS[1])));
    let good = fhir::bundle(&patient(&plan, &mut Chance::new(3)), &stamp(1), true);
    assert!(faults(&schema, &good).is_empty());
    for (pointer, value) in [
        ("/entry/0/resource/status", json!("approved")),
        ("/entry/0/resource/rules", json!([])),
        ("/entry/0/resource/item/1/type", json!("section")),
        ("/entry/1/resource/authored", json!("yesterday")),
        ("/entry/1/resource/item/0/linkId", json!(7)),
        ("/entry/2/resource/finding/0/itemCodeableConcept/coding", json!("Orange")),
        ("/entry/2/resource/subject/display", json!(7)),
        ("/type", json!("pile")),
    ] {
        let mut bad = good.clone();
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        bad.pointer_mut(parent).unwrap()[field] = value;
        assert!(!faults(&schema, &bad).is_empty(), "{pointer}");
    }
}

#[test]
fn a_response_reads_back_as_the_answers_that_were_asked_for() {
    let mut chance = Chance::new(7);
    let mut plans: Vec<Rc<Plan>> = FOLDERS.map(|folder| Rc::new(Plan::new(load::sound(folder)))).into();
    plans.extend((0..300).map(|_| Rc::new(Plan::new(world::random(&mut chance)))));
    for plan in plans {
        for number in 0..8 {
            let visit = patient(&plan, &mut chance);
            let response = fhir::response(&visit, &stamp(number), true);
            let questionnaire = &plan.questionnaire;
            let asked = questionnaire
                .questions()
                .map(|(index, _)| visit.interview.answer(index).filter(|_| visit.interview.is_asked(index)).cloned());
            assert_eq!(read::answers(questionnaire, &response), asked.collect::<Vec<Option<Answer>>>(), "{response:#}");
        }
    }
}

#[test]
fn the_same_visit_always_gives_the_same_bundle_and_its_parts_refer_to_each_other() {
    let plan = Rc::new(Plan::new(load::sound(FOLDERS[1])));
    let visits = || patient(&plan, &mut Chance::new(11));
    let bundle = fhir::bundle(&visits(), &stamp(5), true);
    assert_eq!(bundle, fhir::bundle(&visits(), &stamp(5), true));
    let [form, answers, impression] = bundle["entry"].as_array().unwrap().as_slice() else { panic!("{bundle:#}") };
    let canonical = format!("{}|{}", form["resource"]["url"].as_str().unwrap(), plan.questionnaire.version);
    assert_eq!(canonical, "urn:redflag:questionnaire:swelling|1.2.0");
    assert_eq!(answers["resource"]["questionnaire"], canonical.as_str());
    assert_eq!(impression["resource"]["protocol"], json!([canonical]));
    assert_eq!(impression["resource"]["supportingInfo"], json!([{"reference": answers["fullUrl"]}]));
    for resource in [&bundle, &form["resource"], &answers["resource"], &impression["resource"]] {
        assert_eq!(resource["meta"]["tag"][0]["code"], plan.questionnaire.fingerprint.as_str());
    }
    // The visit before points to what that visit's own bundle calls its recommendation.
    let mut again = visits();
    again.earlier =
        Some(redflag::export::Earlier { record: stamp(5).record, reference: None, at: again.began, level: None });
    let again = fhir::bundle(&again, &stamp(6), true);
    assert_eq!(again["entry"][2]["resource"]["previous"]["reference"], impression["fullUrl"]);
}

#[test]
fn the_impression_holds_both_levels_and_tells_what_is_sure_from_what_is_not_ruled_out() {
    let mut chance = Chance::new(13);
    let plan = Rc::new(Plan::new(load::sound(FOLDERS[0])));
    let (mut overridden, mut computed, mut open) = (0, 0, 0);
    for number in 0..200 {
        let visit = patient(&plan, &mut chance);
        let (outcome, questionnaire) = (visit.interview.outcome(), &plan.questionnaire);
        let bundle = fhir::bundle(&visit, &stamp(number), true);
        let resource = &bundle["entry"][2]["resource"];
        let codes = |system: &str| -> Vec<&str> {
            let findings = resource["finding"].as_array().unwrap().iter();
            let codings = findings.map(|finding| &finding["itemCodeableConcept"]["coding"][0]);
            codings.filter(|coding| coding["system"] == system).map(|coding| coding["code"].as_str().unwrap()).collect()
        };
        let word = |level: redflag::questionnaire::Level| level.word().to_lowercase();
        let urgency = outcome.urgency.map(word);
        let level = visit.chosen.as_ref().map(|chosen| word(chosen.level));
        assert_eq!(
            codes("urn:redflag:level"),
            level.iter().chain(urgency.iter().filter(|_| level.is_none())).collect::<Vec<_>>()
        );
        assert_eq!(
            codes("urn:redflag:level:computed"),
            urgency.iter().filter(|_| level.is_some()).collect::<Vec<_>>(),
            "both levels stand in it"
        );
        overridden += usize::from(level.is_some() && urgency.is_some());
        computed += usize::from(level.is_none() && urgency.is_some());
        let ids = |rules: &[redflag::questionnaire::RuleIx]| -> Vec<String> {
            rules.iter().map(|&rule| questionnaire[rule].id.clone()).collect()
        };
        let rules = "urn:redflag:questionnaire:leg-symptoms:rules";
        assert_eq!(codes(rules), ids(&outcome.fires));
        let standing: Vec<_> =
            outcome.not_ruled_out.iter().copied().filter(|rule| outcome.stands.contains(rule)).collect();
        assert_eq!(codes(&format!("{rules}-not-ruled-out")), ids(&standing));
        open += standing.len();
        if let Some(chosen) = &visit.chosen {
            let reason = chosen.reason.replace('\u{7}', " ");
            assert!(resource["finding"][0]["basis"].as_str().unwrap().contains(&reason), "{resource:#}");
        }
        let act = outcome.urgency.and_then(|level| questionnaire.disposition(level)).map_or("", |d| &d.act);
        assert!(resource["summary"].as_str().unwrap().contains(act));
    }
    assert!(overridden > 20 && computed > 20 && open > 20, "{overridden} {computed} {open}");
}

/// Every question that is asked and its item, every link id of the form, and the files that `tests/fhir/check.py` holds
/// against each other with other programs than this one.
#[test]
fn the_files_for_the_other_programs_are_written() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fhir");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let mut chance = Chance::new(5);
    let mut plans: Vec<(Rc<Plan>, Value, usize)> = FOLDERS
        .map(|folder| {
            let (questionnaire, translations) = world::told(folder);
            let form = fhir::questionnaire(&questionnaire, &translations, false);
            (Rc::new(Plan::new(questionnaire)), form, 40)
        })
        .into();
    for _ in 0..120 {
        let questionnaire = world::random(&mut chance);
        let form = fhir::questionnaire(&questionnaire, &[], true);
        plans.push((Rc::new(Plan::new(questionnaire)), form, 6));
    }
    let mut expressions = 0;
    for (number, (plan, form, patients)) in plans.into_iter().enumerate() {
        expressions += form.to_string().matches("enableWhenExpression").count();
        let patients: Vec<Value> = (0..patients)
            .map(|number| {
                let visit = patient(&plan, &mut chance);
                let asked = visit.interview.asked().map(|question| plan.questionnaire[question].id.as_str());
                json!({"asked": asked.collect::<Vec<_>>(), "bundle": fhir::bundle(&visit, &stamp(number), true)})
            })
            .collect();
        let text = json!({"form": form, "patients": patients}).to_string();
        fs::write(folder.join(format!("{number:03}.json")), text).unwrap();
    }
    assert!(expressions > 100, "{expressions} expressions are few");
}
