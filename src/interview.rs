//! One patient: answers in; position, outcome, why, what would settle it and what a change would set aside out. No I/O.
//!
//! Start at [`Interview::new`], then [`Interview::next_question`] and [`Interview::set`]. An interview is the list of
//! answers given and nothing else: everything here is computed from them by the questionnaire's one circuit.

mod change;
mod explain;
mod outcome;

use std::rc::Rc;

use crate::logic::Program;
use crate::questionnaire::{Answer, Effect, QuestionIx, Questionnaire, RuleIx, ScoreIx};

pub use change::{Alternative, Preview};
pub use explain::{Explanation, Part, State};
pub use outcome::{Inconsistency, Outcome, Status};

/// A questionnaire with its circuit: what an interview runs on.
#[derive(Debug)]
pub struct Plan {
    /// The content.
    pub questionnaire: Questionnaire,
    /// Its meaning.
    pub program: Program,
}

impl Plan {
    /// Compiles the questionnaire.
    pub fn new(questionnaire: Questionnaire) -> Plan {
        let program = Program::compile(&questionnaire);
        Plan { questionnaire, program }
    }
}

/// The answers of one patient, and what they mean.
#[derive(Clone, Debug)]
pub struct Interview {
    plan: Rc<Plan>,
    answers: Vec<Option<Answer>>,
    outcome: Outcome,
}

impl Interview {
    /// An interview in which nothing is answered yet.
    pub fn new(plan: Rc<Plan>) -> Interview {
        let answers = vec![None; plan.questionnaire.questions.len()];
        Interview::with(plan, answers)
    }

    /// An interview in which these answers, one place for each question, are given.
    pub fn with(plan: Rc<Plan>, answers: Vec<Option<Answer>>) -> Interview {
        let outcome = Outcome::of(&plan, &answers);
        Interview { plan, answers, outcome }
    }

    /// The content.
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.plan.questionnaire
    }

    /// The content with its circuit, to begin another interview on.
    pub fn plan(&self) -> &Rc<Plan> {
        &self.plan
    }

    /// What the answers so far mean.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The answer kept for a question, whether it is asked at present or not.
    pub fn answer(&self, question: QuestionIx) -> Option<&Answer> {
        self.answers[question.at()].as_ref()
    }

    /// The answers kept, one place for each question.
    pub fn answers(&self) -> &[Option<Answer>] {
        &self.answers
    }

    /// Whether the question is asked, given the answers before it.
    pub fn is_asked(&self, question: QuestionIx) -> bool {
        self.outcome.asked[question.at()]
    }

    /// The questions asked at present, answered or not, in order.
    pub fn asked(&self) -> impl DoubleEndedIterator<Item = QuestionIx> {
        (0..self.answers.len()).filter(|&i| self.outcome.asked[i]).map(|i| QuestionIx(i as u32))
    }

    /// The first question that is asked and not answered; `None` when no question is left.
    pub fn next_question(&self) -> Option<QuestionIx> {
        self.outcome.unanswered.first().copied()
    }

    /// The asked question before this one.
    pub fn before(&self, question: QuestionIx) -> Option<QuestionIx> {
        self.asked().rev().find(|&q| q < question)
    }

    /// The asked question after this one.
    pub fn after(&self, question: QuestionIx) -> Option<QuestionIx> {
        self.asked().find(|&q| q > question)
    }

    /// Gives, changes or (with `None`) takes back one answer. Answers to other questions are kept, asked or not.
    ///
    /// The answer must be one that the question takes: the types of [`Answer`] and the screen see to it.
    pub fn set(&mut self, question: QuestionIx, answer: Option<Answer>) {
        self.answers[question.at()] = answer;
        self.outcome = Outcome::of(&self.plan, &self.answers);
    }

    /// What [`Interview::set`] would do, before it is done.
    pub fn preview(&self, question: QuestionIx, answer: Option<Answer>) -> Preview {
        change::preview(self, question, answer)
    }

    /// Single answers that would move the floor, the ceiling or the recommendation, in order asked.
    pub fn what_would_change(&self) -> Vec<Alternative> {
        change::alternatives(self)
    }

    /// Why a rule fires, or is not ruled out: down to the answers that make it so.
    pub fn why(&self, rule: RuleIx) -> Explanation {
        explain::rule(self, rule)
    }

    /// For each of these rules, the questions, unanswered or not sure, whose answers would settle whether it fires, in
    /// order asked.
    pub fn settled_by(&self, rules: &[RuleIx]) -> Vec<Vec<QuestionIx>> {
        explain::settled_by(self, rules)
    }

    /// The items of a score that count or perhaps count, by position, in their order.
    pub fn items(&self, score: ScoreIx) -> Vec<(usize, State)> {
        explain::items(self, score)
    }

    /// The rules that make the floor what it is: those that stand at the floor's level.
    pub fn floor_rules(&self) -> Vec<RuleIx> {
        let Some(floor) = self.outcome.floor else { return Vec::new() };
        let at_floor = |rule: &RuleIx| self.questionnaire()[*rule].effect == Effect::Urgency(floor);
        self.outcome.stands.iter().copied().filter(at_floor).collect()
    }
}
