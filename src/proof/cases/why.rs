//! Why a case came out as it did: the rules that made the level, and the parts of conditions that hold or do not.

use std::collections::HashSet;

use super::Mismatch;
use crate::interview::{Interview, Plan, State};
use crate::logic::{One, Trace, Values};
use crate::questionnaire::{Condition, QuestionIx, RuleIx, ScoreIx, Status};

/// Something that is so, and what makes it so. The words are for the author: names are those of the files.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What it is about.
    pub what: What,
    /// How it stands, in the reading now.
    pub state: State,
    /// What makes it so.
    pub because: Vec<Reason>,
}

/// What a reason is about.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A rule.
    Rule(RuleIx),
    /// A part of a condition that is not made of others.
    Part(Condition),
    /// An item of a score, by position.
    Item(ScoreIx, usize),
    /// A question that is asked and not answered.
    Unanswered(QuestionIx),
}

/// Why the mismatch came: for a level the rules that made it, for rules and advice the parts of the condition that make it
/// what it is, for what is incomplete the questions that are left.
pub fn why(interview: &Interview, mismatch: &Mismatch) -> Vec<Reason> {
    let plan = &**interview.plan();
    let values = plan.program.run(interview.answers());
    let mut teller = Teller { interview, plan, values, told: HashSet::new(), depth: 0 };
    let outcome = interview.outcome();
    match *mismatch {
        Mismatch::Urgency { got: Some(_), .. } => teller.rules(&interview.floor_rules()),
        Mismatch::Urgency { got: None, .. } | Mismatch::Status { .. } | Mismatch::Incomplete => match outcome.status {
            Status::Incomplete => unanswered(interview),
            Status::HandedOver => teller.rules(&outcome.hand_over),
            Status::Stopped => teller.rules(&interview.floor_rules()),
            Status::Complete => Vec::new(),
        },
        Mismatch::Fires(rule, _)
        | Mismatch::NotFires(rule)
        | Mismatch::NotRuledOut(rule, _)
        | Mismatch::HandOver(rule, _) => teller.rules(&[rule]),
        Mismatch::Advised(advice) | Mismatch::NotAdvised(advice) => {
            let mut reasons = Vec::new();
            teller.condition(&plan.questionnaire[advice].when, &plan.program.advice[advice.at()].trace, &mut reasons);
            reasons
        }
    }
}

fn unanswered(interview: &Interview) -> Vec<Reason> {
    let left = interview.outcome().unanswered.iter();
    left.map(|&q| Reason { what: What::Unanswered(q), state: State::Perhaps, because: Vec::new() }).collect()
}

struct Teller<'i> {
    interview: &'i Interview,
    plan: &'i Plan,
    values: Values<One>,
    /// Rules that are already explained: each is told once.
    told: HashSet<RuleIx>,
    /// How many rules are being explained, one inside the other.
    depth: usize,
}

/// So many rules are explained one inside the other; nobody reads deeper, and a chain of rules has no other end.
const DEEPEST: usize = 16;

impl Teller<'_> {
    fn rules(&mut self, rules: &[RuleIx]) -> Vec<Reason> {
        rules.iter().map(|&rule| self.rule(rule)).collect()
    }

    fn rule(&mut self, rule: RuleIx) -> Reason {
        let plan = self.plan;
        let trace = &plan.program.rules[rule.at()].trace;
        let mut because = Vec::new();
        if self.depth < DEEPEST && self.told.insert(rule) {
            self.depth += 1;
            self.condition(&plan.questionnaire[rule].when, trace, &mut because);
            self.depth -= 1;
        }
        Reason { what: What::Rule(rule), state: self.state(trace), because }
    }

    /// Adds the parts that make the condition what it is: of what holds those that hold, of what does not those that do
    /// not, of what is open those that are open.
    fn condition(&mut self, condition: &Condition, trace: &Trace, reasons: &mut Vec<Reason>) {
        let state = self.state(trace);
        let reason = match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
                let before = reasons.len();
                for (part, trace) in parts.iter().zip(&trace.parts) {
                    if self.state(trace) == state {
                        self.condition(part, trace, reasons);
                    }
                }
                // Where none is like the whole (`All([])`, too few of many), the whole is the reason.
                if reasons.len() > before || parts.iter().zip(&trace.parts).any(|(_, t)| self.state(t) == state) {
                    return;
                }
                Reason { what: What::Part(condition.clone()), state, because: Vec::new() }
            }
            Condition::Not(part) => return self.condition(part, &trace.parts[0], reasons),
            Condition::Fires(rule) => self.rule(*rule),
            Condition::Score(score, _) => {
                let because = self.items(*score);
                Reason { what: What::Part(condition.clone()), state, because }
            }
            Condition::UrgencyAtLeast(_) => {
                let rules = self.interview.floor_rules();
                let because = self.rules(&rules);
                Reason { what: What::Part(condition.clone()), state, because }
            }
            _ => Reason { what: What::Part(condition.clone()), state, because: Vec::new() },
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }

    /// The items that count or perhaps count.
    fn items(&mut self, score: ScoreIx) -> Vec<Reason> {
        let plan = self.plan;
        let traces = &plan.program.scores[score.at()].items;
        let mut items = Vec::new();
        for (i, (item, trace)) in plan.questionnaire[score].points.iter().zip(traces).enumerate() {
            let state = self.state(trace);
            if state != State::No {
                let mut because = Vec::new();
                self.condition(&item.when, trace, &mut because);
                items.push(Reason { what: What::Item(score, i), state, because });
            }
        }
        items
    }

    fn state(&mut self, trace: &Trace) -> State {
        State::of(&mut self.values, trace)
    }
}
