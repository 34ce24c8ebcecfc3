//! Visits that are on record, for tests of what leaves the program.

#![allow(dead_code, reason = "not every test program uses all of it")]

use std::rc::Rc;

use jiff::civil::datetime;
use redflag::export::{Recorded, Stamp, Tongue, Visit};
use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, QuestionIx};

/// A visit with these answers, by the ids of the questions: it began at 13:58 and ended at 14:05, an hour east of London.
pub fn recorded(plan: &Rc<Plan>, answers: &[(&str, Answer)]) -> Recorded {
    let named = |id: &str| {
        let mut questions = plan.questionnaire.questions();
        questions.find(|(_, question)| question.id == id).unwrap_or_else(|| panic!("no question {id}")).0
    };
    let answers: Vec<(QuestionIx, Answer)> = answers.iter().map(|(id, answer)| (named(id), answer.clone())).collect();
    of(plan, &answers)
}

/// The same by the places of the questions.
pub fn of(plan: &Rc<Plan>, answers: &[(QuestionIx, Answer)]) -> Recorded {
    let mut interview = Interview::new(plan.clone());
    for (question, answer) in answers {
        interview.set(*question, Some(answer.clone()));
    }
    let visit = Visit {
        interview,
        notes: Default::default(),
        chosen: None,
        draft: None,
        reference: Some("bed 4".to_owned()),
        tongue: Tongue::of(&plan.questionnaire),
        answered_in: Default::default(),
        record: None,
        operator: Some("N. Okafor".to_owned()),
        began: datetime(2026, 11, 22, 13, 58, 0, 0),
        earlier: None,
    };
    let stamp = Stamp {
        record: "00112233445566778899aabbccddeeff".to_owned(),
        began: "2026-11-22T12:58:00Z".parse().unwrap(),
        ended: "2026-11-22T13:05:00.25Z".parse().unwrap(),
    };
    Recorded { visit, stamp, at: datetime(2026, 11, 22, 14, 5, 0, 0) }
}

/// Some of these choices, and some not sure.
pub fn many(yes: &[usize], unsure: &[usize]) -> Answer {
    Answer::Many { yes: yes.to_vec(), unsure: unsure.to_vec() }
}
