//! What another answer would do.

use crate::questionnaire::{Answer, Level, QuestionIx};

/// What changing one answer would do, computed before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Answered questions that would no longer be asked: their answers are kept and set aside.
    pub set_aside: Vec<QuestionIx>,
    /// Set-aside answers that would count again.
    pub returns: Vec<QuestionIx>,
    /// Unanswered questions that would newly be asked.
    pub opens: Vec<QuestionIx>,
    /// Floor and ceiling as they are.
    pub before: (Option<Level>, Option<Level>),
    /// Floor and ceiling as they would be.
    pub after: (Option<Level>, Option<Level>),
}

/// One answer that would move the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The question; it is asked at present.
    pub question: QuestionIx,
    /// The answer that would be given instead of the present one, or to the unanswered question.
    pub answer: Answer,
    /// Floor and ceiling as they would be.
    pub after: (Option<Level>, Option<Level>),
}
