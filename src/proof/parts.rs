//! Conditions part by part: which of them is always or never so where it stands.

use super::asks::{Asks, Reach, Ticket};
use super::world::Draft;
use crate::logic::{Trace, Wire};
use crate::questionnaire::{AnswerKind, Condition, Questionnaire};

/// A condition, with what is to be found out about it.
///
/// A part of `All` stands where the parts before it surely hold, a part of `Any` where those before it surely do not:
/// so it is read, and so only one of two that say the same is superfluous.
pub(super) struct Part<'q> {
    pub(super) condition: &'q Condition,
    /// It surely holds for somebody, where it stands.
    holds: Ticket,
    /// It surely does not hold for somebody, where it stands.
    fails: Ticket,
    parts: Vec<Part<'q>>,
}

/// What is the matter with a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// It never holds.
    Never,
    /// It always holds.
    Always,
}

impl<'q> Part<'q> {
    /// Asks about a condition and all its parts; `within` is where it stands.
    pub(super) fn ask(
        draft: &mut Draft<'_>,
        asks: &mut Asks,
        condition: &'q Condition,
        trace: &Trace,
        within: Wire,
    ) -> Part<'q> {
        let (surely, perhaps) = (draft.wire(trace.surely), draft.wire(trace.perhaps));
        let holds = asks.ask(draft.builder.and(within, surely));
        let fails = asks.ask(draft.builder.and(within, !perhaps));
        let of = condition.parts();
        let mut within = within;
        let mut parts = Vec::with_capacity(of.len());
        for (part, trace) in of.iter().zip(&trace.parts) {
            parts.push(Part::ask(draft, asks, part, trace, within));
            let (surely, perhaps) = (draft.wire(trace.surely), draft.wire(trace.perhaps));
            within = match condition {
                Condition::All(_) => draft.builder.and(within, surely),
                Condition::Any(_) => draft.builder.and(within, !perhaps),
                _ => within,
            };
        }
        Part { condition, holds, fails, parts }
    }

    /// What is the matter with it; `None` too where nobody gets there at all, which is somebody else's fault.
    fn flaw(&self, known: &[Reach]) -> Option<Flaw> {
        match (known[self.holds.0], known[self.fails.0]) {
            (Reach::Never, Reach::Can) => Some(Flaw::Never),
            (Reach::Can, Reach::Never) => Some(Flaw::Always),
            _ => None,
        }
    }

    /// Whether the search was ended before everything about it was known.
    pub(super) fn is_unknown(&self, known: &[Reach]) -> bool {
        known[self.holds.0] == Reach::Unknown
            || known[self.fails.0] == Reach::Unknown
            || self.parts.iter().any(|part| part.is_unknown(known))
    }

    /// Calls `report` with each faulty part: the innermost that explains it, and each fault once. `said`: that it never
    /// holds is already said of whom it belongs to.
    pub(super) fn flaws(
        &self,
        questionnaire: &Questionnaire,
        known: &[Reach],
        said: bool,
        report: &mut impl FnMut(&[usize], Flaw),
    ) {
        self.walk(questionnaire, known, said, &mut Vec::new(), report);
    }

    fn walk(
        &self,
        questionnaire: &Questionnaire,
        known: &[Reach],
        said: bool,
        path: &mut Vec<usize>,
        report: &mut impl FnMut(&[usize], Flaw),
    ) {
        let fault = self.flaw(known);
        let by_a_part = |fault| self.parts.iter().any(|part| part.flaw(known) == Some(fault));
        // Whether the fault of the whole can be that of one part: `All` never holds because one part never does.
        let parts_explain = match (self.condition, fault) {
            (Condition::All(_), Some(Flaw::Never)) => by_a_part(Flaw::Never),
            (Condition::Any(_), Some(Flaw::Always)) => by_a_part(Flaw::Always),
            (_, None) => true,
            _ => false,
        };
        if let Some(fault) = fault
            && !parts_explain
        {
            // That a score is out of reach says why; anything else would say the same again.
            let said = said && fault == Flaw::Never && !matches!(self.condition, Condition::Score(..));
            if !said && !is_plain(self.condition, questionnaire) {
                report(path, fault);
            }
            // Where the whole is at fault by all its parts together, each of them says the same again.
            return;
        }
        for (i, part) in self.parts.iter().enumerate() {
            path.push(i);
            part.walk(questionnaire, known, false, path, report);
            path.pop();
        }
    }
}

/// `Always`, which says so itself, and what was already found to be outside of its range when it was read.
fn is_plain(condition: &Condition, questionnaire: &Questionnaire) -> bool {
    match condition {
        Condition::Always => true,
        Condition::AtLeast(question, n) | Condition::Below(question, n) => {
            matches!(&questionnaire[*question].answer, AnswerKind::Number(number) if *n <= number.min || *n > number.max)
        }
        Condition::AtLeastOf(n, list) => *n == 0 || *n as usize > list.len(),
        _ => false,
    }
}
