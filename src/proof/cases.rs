//! Worked patients: whether what a case expects is what comes, and if not, why.
//!
//! A case is judged by the same [`Interview`] that the screen runs.

mod why;

use std::rc::Rc;

use crate::interview::{Interview, Outcome, Plan, State};
use crate::questionnaire::{AdviceIx, Case, Expect, Level, RuleIx, Status};

pub use why::{Reason, What, why};

/// Something that a case expects and that is not so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// Another level was expected; `None` is none.
    Urgency {
        /// What the case expects.
        expected: Option<Level>,
        /// What came.
        got: Option<Level>,
    },
    /// Another status was expected.
    Status {
        /// What the case expects.
        expected: Status,
        /// What came.
        got: Status,
    },
    /// The case says nothing of the status, and its interview is incomplete.
    Incomplete,
    /// The rule was expected to fire surely, and does not.
    Fires(RuleIx, State),
    /// The rule was expected not to fire surely, and does.
    NotFires(RuleIx),
    /// The rule was expected to be left open, and fires surely or not at all.
    NotRuledOut(RuleIx, State),
    /// The rule was expected to hand the patient over, and does not surely fire.
    HandOver(RuleIx, State),
    /// The advice was expected, and is not given.
    Advised(AdviceIx),
    /// The advice was expected not to be given, and is.
    NotAdvised(AdviceIx),
}

impl Mismatch {
    /// The field of `expect` that it is about, as it is written.
    pub fn field(self) -> &'static str {
        match self {
            Mismatch::Urgency { .. } => "urgency",
            Mismatch::Status { .. } | Mismatch::Incomplete => "status",
            Mismatch::Fires(..) => "fires",
            Mismatch::NotFires(_) => "not_fires",
            Mismatch::NotRuledOut(..) => "not_ruled_out",
            Mismatch::HandOver(..) => "hand_over",
            Mismatch::Advised(_) => "advised",
            Mismatch::NotAdvised(_) => "not_advised",
        }
    }
}

/// What of the case's expectation is not so; nothing if it passes.
pub fn run(plan: &Rc<Plan>, case: &Case) -> Vec<Mismatch> {
    judge(answered(plan, case).outcome(), &case.expect)
}

/// The interview with all of the case's answers.
pub fn answered(plan: &Rc<Plan>, case: &Case) -> Interview {
    let mut answers = vec![None; plan.questionnaire.questions.len()];
    for (question, answer) in &case.answers {
        answers[question.at()] = Some(answer.clone());
    }
    Interview::with(plan.clone(), answers)
}

/// What of an expectation is not so in an outcome, in the order in which the language lists the fields, the status before
/// the rules.
pub fn judge(outcome: &Outcome, expect: &Expect) -> Vec<Mismatch> {
    let mut found = Vec::new();
    let mut demand = |so: bool, mismatch: Mismatch| {
        if !so {
            found.push(mismatch);
        }
    };
    let urgency = Mismatch::Urgency { expected: expect.urgency, got: outcome.urgency };
    demand(outcome.urgency == expect.urgency, urgency);
    match expect.status {
        Some(expected) => demand(outcome.status == expected, Mismatch::Status { expected, got: outcome.status }),
        None => demand(outcome.status != Status::Incomplete, Mismatch::Incomplete),
    }
    for &rule in &expect.fires {
        let got = fires(outcome, rule);
        demand(got == State::Yes, Mismatch::Fires(rule, got));
    }
    for &rule in &expect.not_fires {
        demand(fires(outcome, rule) != State::Yes, Mismatch::NotFires(rule));
    }
    for &rule in &expect.not_ruled_out {
        let got = fires(outcome, rule);
        demand(got == State::Perhaps, Mismatch::NotRuledOut(rule, got));
    }
    for &rule in &expect.hand_over {
        let hands_over = outcome.hand_over.binary_search(&rule).is_ok();
        demand(hands_over, Mismatch::HandOver(rule, fires(outcome, rule)));
    }
    for &advice in &expect.advised {
        demand(outcome.advice.binary_search(&advice).is_ok(), Mismatch::Advised(advice));
    }
    for &advice in &expect.not_advised {
        demand(outcome.advice.binary_search(&advice).is_err(), Mismatch::NotAdvised(advice));
    }
    found
}

/// Whether the rule fires, in the reading now. The outcome's lists are in file order.
fn fires(outcome: &Outcome, rule: RuleIx) -> State {
    if outcome.fires.binary_search(&rule).is_ok() {
        State::Yes
    } else if outcome.not_ruled_out.binary_search(&rule).is_ok() {
        State::Perhaps
    } else {
        State::No
    }
}
