//! `redflag test --suggest`: the patients suggested exercise what no case does, pass, and leave out only what nobody can
//! exercise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/folder.rs"]
#[allow(dead_code, reason = "other tests use the rest of it")]
mod folder;
#[path = "support/naive.rs"]
#[allow(dead_code, reason = "only its list of answers is needed here")]
mod naive;
#[path = "support/program.rs"]
mod program;
#[path = "support/random.rs"]
#[allow(dead_code, reason = "other tests try larger ones, and answers at random")]
mod random;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use program::redflag;
use random::{Dice, Limits};
use redflag::interview::{Interview, Plan};
use redflag::proof;
use redflag::proof::coverage::{Coverage, Item};
use redflag::proof::suggest::suggest;
use redflag::questionnaire::{Answer, Files, Questionnaire, Site, Status, read};

/// Writes the files into a folder of the tests' own.
fn written(name: &str, files: &Files) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("suggest").join(name).join(&files.folder);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("lang")).unwrap();
    for file in &files.files {
        std::fs::write(folder.join(&file.name), &file.bytes).unwrap();
    }
    folder
}

/// The files with these cases, checked, all of whose cases must pass; and what they exercise.
fn passing(files: &Files) -> (Rc<Plan>, Coverage) {
    let (questionnaire, findings) = read(files, &Site::default(), jiff::civil::date(2026, 11, 22));
    assert!(findings.is_empty(), "{findings:#?}");
    let plan = Rc::new(Plan::new(questionnaire.unwrap()));
    let mut coverage = Coverage::new(&plan.questionnaire);
    for case in &plan.questionnaire.cases {
        assert_eq!(proof::cases::run(&plan, case), [], "{}", case.name);
        coverage.add(&proof::cases::answered(&plan, case));
    }
    (plan, coverage)
}

fn swelling() -> Files {
    folder::read(&folder::tests().join("questionnaires/swelling"), "swelling")
}

/// The elements of a list that is written down, to be put into another.
fn elements(list: &str) -> &str {
    list.split_once("\n[\n").unwrap().1.rsplit_once("\n]\n").unwrap().0
}

#[test]
fn what_is_suggested_completes_the_cases_that_are_there() {
    let mut files = swelling();
    let folder = written("few", &files);
    let (status, suggested, report) = redflag(&["test", folder.to_str().unwrap(), "--suggest"]);
    assert_eq!(status, 0, "{report}");
    // The report is not among the cases.
    assert!(report.contains("swelling 1.2.0: 5 cases, all pass."), "{report}");
    for said in ["A clinician checks every one against the\n// sources", "none is taken over unread"] {
        assert!(suggested.contains(said), "{suggested}");
    }
    let cases = std::fs::read_to_string(folder.join("cases.ron")).unwrap();
    let (own, _) = cases.rsplit_once(']').unwrap();
    folder::set(&mut files, "cases.ron", format!("{own}{}\n]\n", elements(&suggested)));
    let (plan, coverage) = passing(&files);
    assert_eq!(coverage.missing().collect::<Vec<_>>(), []);
    let new = &plan.questionnaire.cases[5..];
    assert!(!new.is_empty() && new.iter().all(|case| case.name.starts_with("REVIEW: ")));

    // Now there is nothing to suggest, and the same is said every time.
    let full = written("full", &files);
    let (status, nothing, _) = redflag(&["test", full.to_str().unwrap(), "--suggest"]);
    assert_eq!((status, nothing.as_str()), (0, "// swelling 1.2.0: there is no case to suggest.\n"));
    assert_eq!(redflag(&["test", folder.to_str().unwrap(), "--suggest"]).1, suggested);
}

/// Patients whom a nurse could have asked, by hand from the files. A child is handed over as soon as the age is known.
#[test]
fn a_suggested_patient_answers_as_he_is_asked_and_expects_what_he_is_there_for() {
    let mut files = swelling();
    folder::without(&mut files, "cases.ron");
    let folder = written("none", &files);
    let (status, suggested, _) = redflag(&["test", folder.to_str().unwrap(), "--suggest"]);
    assert_eq!(status, 0);
    for expected in [
        r#"
    (
        name: "REVIEW: rule foot decides alone",
        answers: {
            "chest-pain": "no",
            "signs": ["numb"],
        },
        expect: (urgency: Red, fires: ["foot"]),
    ),
"#,
        r#"
            "age": 17,
        },
        expect: (urgency: None, hand_over: ["child"], status: "handed-over"),
    ),
"#,
        // No condition asks for this choice.
        r#"
            "medicines": ["ibuprofen"],
            "remarks": "-",
        },
        expect: (urgency: Blue, fires: ["nothing-else"]),
    ),
"#,
    ] {
        assert!(suggested.contains(expected), "{expected}\n---\n{suggested}");
    }
    folder::set(&mut files, "cases.ron", suggested);
    let (_, coverage) = passing(&files);
    assert_eq!(coverage.missing().collect::<Vec<_>>(), []);
}

#[test]
fn what_nobody_exercises_is_said_with_the_reason() {
    let mut files = folder::read(&folder::tests().join("questionnaires/small"), "small");
    let section = std::fs::read_to_string(folder::tests().join("findings/rule-never-fires/second.ron")).unwrap();
    folder::set(&mut files, "second.ron", section);
    let folder = written("never", &files);
    let (status, suggested, _) = redflag(&["test", folder.to_str().unwrap(), "--suggest"]);
    assert_eq!(status, 0);
    let (_, said) =
        suggested.split_once("\n]\n// No patient whose interview ends exercises this, which is proved").unwrap();
    assert!(
        said.contains("\n//   rule nobody fires\n") && said.contains("\n//   rule nobody decides alone\n"),
        "{said}"
    );

    let (_, nothing, _) = redflag(&["test", folder.to_str().unwrap(), "--suggest", "--time-limit", "0"]);
    let (_, said) = nothing.split_once("// No patient was found for this before the time was up:\n").unwrap();
    assert!(nothing.contains("there is no case to suggest") && said.contains("rule nobody fires"), "{nothing}");
}

#[test]
fn a_case_that_fails_still_fails_and_what_does_not_go_together_is_refused() {
    let mut files = swelling();
    let wrong = "[(name: \"Wrong\", answers: { \"chest-pain\": \"yes\" }, expect: (urgency: Blue))]";
    folder::set(&mut files, "cases.ron", wrong);
    let folder = written("wrong", &files);
    let (status, suggested, report) = redflag(&["test", folder.to_str().unwrap(), "--suggest"]);
    assert_eq!(status, 1);
    assert!(report.contains("\"Wrong\" fails") && suggested.contains("REVIEW: rule chest decides alone"), "{report}");
    for options in [&["--suggest", "--json"][..], &["--time-limit", "5"]] {
        let (status, output, errors) = redflag(&[&["test", "leg-symptoms"], options].concat());
        assert_eq!((status, output.as_str()), (2, ""));
        assert!(errors.contains("--suggest"), "{errors}");
    }
}

/// The built-in questionnaire without its cases.
#[test]
fn leg_symptoms_is_exercised_in_full_by_what_is_suggested() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/leg-symptoms");
    let mut files = folder::read(&root, "leg-symptoms");
    folder::without(&mut files, "cases.ron");
    let folder = written("legs", &files);
    let (status, suggested, _) = redflag(&["test", folder.to_str().unwrap(), "--suggest"]);
    assert_eq!(status, 0);
    folder::set(&mut files, "cases.ron", suggested);
    let (_, coverage) = passing(&files);
    assert_eq!(coverage.missing().collect::<Vec<_>>(), []);
}

/// Every interview there can be: each question unanswered or with any answer. `None` where there are too many.
fn every_interview(plan: &Rc<Plan>) -> Option<Vec<Interview>> {
    let each: Vec<Vec<Option<Answer>>> = plan
        .questionnaire
        .questions()
        .map(|(index, _)| {
            let answers = naive::every_answer(&plan.questionnaire, index);
            std::iter::once(None).chain(answers.into_iter().map(Some)).collect()
        })
        .collect();
    let count = each.iter().try_fold(1usize, |count, of| count.checked_mul(of.len()).filter(|&count| count <= 1200))?;
    let interviews = (0..count).map(|mut code| {
        let mut answer = |of: &Vec<Option<Answer>>| {
            let answer = of[code % of.len()].clone();
            code /= of.len();
            answer
        };
        Interview::with(plan.clone(), each.iter().map(&mut answer).collect())
    });
    Some(interviews.collect())
}

fn covered<'i>(questionnaire: &Questionnaire, of: impl Iterator<Item = &'i Interview>) -> HashSet<Item> {
    let mut coverage = Coverage::new(questionnaire);
    of.for_each(|interview| coverage.add(interview));
    coverage.items().filter(|(_, is)| *is).map(|(item, _)| item).collect()
}

/// Of small random questionnaires every interview that can end is tried: what one of them exercises is exercised by the
/// patients suggested, and what none exercises is proved to be so.
#[test]
fn all_that_can_be_exercised_is_and_nothing_else_is_given_up() {
    let (mut tried, mut given_up) = (0, 0);
    let mut number = 1_u32;
    while tried < 300 {
        let numbers = (0..200).map(|_| {
            number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            number >> 8
        });
        let limits = Limits { sections: 2, questions: 3, choices: 3, rules: 4, depth: 3 };
        let plan = Rc::new(Plan::new(random::with_claims(&mut Dice::new(numbers.collect()), limits)));
        let Some(every) = every_interview(&plan) else { continue };
        tried += 1;
        let questionnaire = &plan.questionnaire;
        let ended = every.iter().filter(|interview| interview.outcome().status != Status::Incomplete);
        let can = covered(questionnaire, ended);
        let suggested = suggest(&plan, Coverage::new(questionnaire), &proof::Limits::none());
        for patient in &suggested.patients {
            assert_ne!(patient.interview.outcome().status, Status::Incomplete, "{patient:?}");
            assert!(covered(questionnaire, [&patient.interview].into_iter()).contains(&patient.aim), "{patient:?}");
        }
        assert_eq!(covered(questionnaire, suggested.patients.iter().map(|patient| &patient.interview)), can);
        let never: HashSet<Item> = suggested.never.iter().copied().collect();
        let not: HashSet<Item> =
            Coverage::new(questionnaire).items().map(|(item, _)| item).filter(|item| !can.contains(item)).collect();
        assert_eq!(never, not);
        assert_eq!(suggested.unknown, []);
        given_up += never.len();
    }
    assert!(given_up > 300, "only {given_up} things were given up: the questionnaires are too plain");
}
