//! What a finding can be about.

use crate::questionnaire::{AdviceIx, QuestionIx, RuleIx, ScoreIx, SectionIx, SourceIx};

/// A thing that a finding can be about. It stands at its opening bracket where nothing else is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A section: its name in the header's `sections`.
    Section(SectionIx),
    /// A question.
    Question(QuestionIx),
    /// A choice of a question, by position.
    Choice(QuestionIx, usize),
    /// A tag: its first use on a choice of that question.
    Tag(QuestionIx, String),
    /// A score.
    Score(ScoreIx),
    /// An item of a score, by position.
    Item(ScoreIx, usize),
    /// A rule.
    Rule(RuleIx),
    /// A piece of advice.
    Advice(AdviceIx),
    /// A name in the `contradicts` of advice, by position.
    Contradicts(AdviceIx, usize),
    /// A guarantee, by position.
    Guarantee(usize),
    /// A fact that the `never_lowers` of a guarantee lists, by position: its word.
    Fact(usize, usize),
    /// A source: its key in the header's map.
    Source(SourceIx),
    /// A case, by position.
    Case(usize),
    /// A condition of that owner, or a part of it: its word. The path leads from the outermost condition inwards, by
    /// position in a list; the condition in `Not` is 0.
    Condition(Owner, Vec<usize>),
}

/// Whose condition it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// A section's.
    Section(SectionIx),
    /// A question's.
    Question(QuestionIx),
    /// That of an item of a score.
    Item(ScoreIx, usize),
    /// A rule's.
    Rule(RuleIx),
    /// That of advice.
    Advice(AdviceIx),
    /// The `given` of a guarantee, by position.
    Given(usize),
    /// The `then` of a guarantee, by position.
    Then(usize),
}
