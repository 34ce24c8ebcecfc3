//! Whether two versions say the same, by ids.

use super::Said;
use crate::questionnaire::{AnswerKind, Condition, Question, QuestionIx, Questionnaire};

/// Whether a field says the same in both versions.
pub(super) fn says_the_same(of: [&Questionnaire; 2], old: &Said, new: &Said) -> bool {
    match (old, new) {
        (Said::When(old), Said::When(new)) => is_same(of, old, new),
        _ => old == new,
    }
}

/// Whether conditions of two versions say the same, by ids.
pub(super) fn is_same(of: [&Questionnaire; 2], old: &Condition, new: &Condition) -> bool {
    use Condition::{
        Advised, All, Always, Any, AtLeast, AtLeastOf, Below, Fires, IsAny, No, Not, Score, UrgencyAtLeast, Yes,
    };
    let [q, p] = of;
    let asks = |a: &QuestionIx, b: &QuestionIx| q[*a].id == p[*b].id;
    let parts =
        |a: &[Condition], b: &[Condition]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(of, a, b));
    match (old, new) {
        (Always, Always) => true,
        (Yes(a), Yes(b)) | (No(a), No(b)) => asks(a, b),
        (IsAny(a, these), IsAny(b, those)) => {
            let sorted = |question: &Question, choices: &[usize]| {
                let mut ids: Vec<String> =
                    choices.iter().filter_map(|&at| Some(question.choices().get(at)?.id.clone())).collect();
                ids.sort_unstable();
                ids
            };
            asks(a, b) && sorted(&q[*a], these) == sorted(&p[*b], those)
        }
        (AtLeast(a, n), AtLeast(b, m)) | (Below(a, n), Below(b, m)) => {
            let at = |question: &Question, n: i64| match &question.answer {
                AnswerKind::Number(number) => i128::from(n) * 10i128.pow(9 - u32::from(number.decimals.min(9))),
                _ => i128::from(n),
            };
            asks(a, b) && at(&q[*a], *n) == at(&p[*b], *m)
        }
        (Score(a, n), Score(b, m)) => q[*a].id == p[*b].id && n == m,
        (Fires(a), Fires(b)) => q[*a].id == p[*b].id,
        (All(a), All(b)) | (Any(a), Any(b)) => parts(a, b),
        (Not(a), Not(b)) => is_same(of, a, b),
        (AtLeastOf(n, a), AtLeastOf(m, b)) => n == m && parts(a, b),
        (UrgencyAtLeast(a), UrgencyAtLeast(b)) => a == b,
        (Advised(a), Advised(b)) => q[*a].id == p[*b].id,
        _ => false,
    }
}
