//! Worked patients: what a questionnaire's `cases.ron` expects, and whether it comes.

use std::rc::Rc;

use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Case, QuestionIx, Questionnaire, Status};

/// The interview with all of the case's answers.
pub fn answered(plan: &Rc<Plan>, case: &Case) -> Interview {
    let mut interview = Interview::new(plan.clone());
    for (question, answer) in &case.answers {
        interview.set(*question, Some(answer.clone()));
    }
    interview
}

/// What of the case's expectation is not so, in words that name the case.
pub fn failures(plan: &Rc<Plan>, case: &Case) -> Vec<String> {
    let interview = answered(plan, case);
    let (questionnaire, outcome) = (interview.questionnaire(), interview.outcome());
    let expect = &case.expect;
    let mut failures = Vec::new();
    let mut demand = |so: bool, what: String| {
        if !so {
            failures.push(format!("{}: {what}", case.name));
        }
    };
    demand(outcome.urgency == expect.urgency, format!("urgency is {:?}", outcome.urgency));
    match expect.status {
        Some(status) => demand(outcome.status == status, format!("status is {:?}", outcome.status)),
        None => demand(
            outcome.status != Status::Incomplete,
            format!("not answered: {:?}", ids(questionnaire, &outcome.unanswered)),
        ),
    }
    for &rule in &expect.fires {
        demand(outcome.fires.contains(&rule), format!("{} does not fire", questionnaire[rule].id));
    }
    for &rule in &expect.not_fires {
        demand(!outcome.fires.contains(&rule), format!("{} fires", questionnaire[rule].id));
    }
    for &rule in &expect.not_ruled_out {
        demand(outcome.not_ruled_out.contains(&rule), format!("{} is not open", questionnaire[rule].id));
    }
    for &rule in &expect.hand_over {
        demand(outcome.hand_over.contains(&rule), format!("{} does not hand over", questionnaire[rule].id));
    }
    for &advice in &expect.advised {
        demand(outcome.advice.contains(&advice), format!("{} is not advised", questionnaire[advice].id));
    }
    for &advice in &expect.not_advised {
        demand(!outcome.advice.contains(&advice), format!("{} is advised", questionnaire[advice].id));
    }
    failures
}

fn ids<'q>(questionnaire: &'q Questionnaire, questions: &[QuestionIx]) -> Vec<&'q str> {
    questions.iter().map(|&q| questionnaire[q].id.as_str()).collect()
}
