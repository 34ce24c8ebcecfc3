//! Walking over conditions.

use super::{Claim, Condition, Questionnaire};

impl Questionnaire {
    /// Every condition that is written or left out, from the outside: of sections, questions, items of scores, rules,
    /// advice and guarantees.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let points = self.scores.iter().flat_map(|score| &score.points);
        let guaranteed = self.guarantees.iter().flat_map(|guarantee| match &guarantee.claim {
            Claim::GivenThen { given, then } => vec![given, then],
            Claim::NeverLowers(_) => Vec::new(),
        });
        self.sections
            .iter()
            .map(|section| &section.when)
            .chain(self.questions.iter().map(|question| &question.when))
            .chain(points.map(|item| &item.when))
            .chain(self.rules.iter().map(|rule| &rule.when))
            .chain(self.advice.iter().map(|advice| &advice.when))
            .chain(guaranteed)
    }
}

impl Condition {
    /// The conditions that this one is made of, in their order; none of a fact.
    pub fn parts(&self) -> &[Condition] {
        match self {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => parts,
            Condition::Not(part) => std::slice::from_ref(part),
            _ => &[],
        }
    }

    /// Calls `each` with this condition and with every part of it.
    pub fn visit<'c>(&'c self, each: &mut impl FnMut(&'c Condition)) {
        each(self);
        for part in self.parts() {
            part.visit(each);
        }
    }
}
