//! What a list of answers means.

use super::Plan;
use crate::questionnaire::{AdviceIx, Answer, Level, QuestionIx, RuleIx};

pub use crate::questionnaire::Status;

/// What the answers so far mean (LANGUAGE.md, What the program says on one patient).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How far the interview has come.
    pub status: Status,
    /// The recommendation: where the interview is stopped, or no question is left.
    pub urgency: Option<Level>,
    /// The least urgent level that the interview can still end in; `None` where no rule with a level stands.
    pub floor: Option<Level>,
    /// The most urgent level that the interview can still end in; `None` where none perhaps fires.
    pub ceiling: Option<Level>,
    /// Rules that fire surely, both kinds, in file order.
    pub fires: Vec<RuleIx>,
    /// Rules that fire perhaps and not surely, both kinds, in file order.
    pub not_ruled_out: Vec<RuleIx>,
    /// Rules that stand, both kinds, in file order: they will fire, surely or perhaps, whatever is answered next.
    pub stands: Vec<RuleIx>,
    /// The interval of each score, by its index.
    pub scores: Vec<(i64, i64)>,
    /// The hand-over rules among `fires`.
    pub hand_over: Vec<RuleIx>,
    /// The advice given, in file order.
    pub advice: Vec<AdviceIx>,
    /// Questions asked and not answered, in order.
    pub unanswered: Vec<QuestionIx>,
    /// Questions answered and not asked (set aside), in file order.
    pub ignored: Vec<QuestionIx>,
    /// Whether each question, by its index, is asked.
    pub asked: Vec<bool>,
    /// What cannot be, said in words, if it is: then `urgency` is `Red` (DESIGN.md, Safety).
    pub inconsistent: Option<&'static str>,
}
