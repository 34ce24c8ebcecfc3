//! Why a rule fires or is not ruled out.

use crate::questionnaire::{AdviceIx, Answer, QuestionIx, RuleIx, ScoreIx};

/// How a part of a condition stands, in the reading now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It surely holds.
    Yes,
    /// It surely does not hold.
    No,
    /// It perhaps holds.
    Perhaps,
}

/// Something that is so, and what makes it so: a tree whose leaves are answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about.
    pub part: Part,
    /// How it stands.
    pub state: State,
    /// What makes it so, in order asked; only what contributes. Empty for an answer.
    pub because: Vec<Explanation>,
}

/// What an explanation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A rule, with its own reason in words.
    Rule(RuleIx),
    /// A score that is compared with `at_least`; its interval is in the outcome, its counting items follow.
    Score(ScoreIx, i64),
    /// An item of a score, by position.
    Item(ScoreIx, usize),
    /// The answer to a question (or that it has none): what the question says and what was answered.
    Answer(QuestionIx),
}
