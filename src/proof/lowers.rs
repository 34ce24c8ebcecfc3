//! `never_lowers`: two patients who differ in one answer, and whose ceilings must not fall (LANGUAGE.md, Semantics 8).

use super::world::Draft;
use crate::logic::{Changed, Users, Wire};
use crate::questionnaire::{Answer, Fact, Question};

/// One turn of an answer that must not lower the ceiling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// From no to "not sure".
    ToUnsure,
    /// From "not sure" to yes.
    ToYes,
}

impl Turn {
    pub(super) const BOTH: [Turn; 2] = [Turn::ToUnsure, Turn::ToYes];

    /// The fact before and after it: (yes, not sure).
    fn states(self) -> [(bool, bool); 2] {
        match self {
            Turn::ToUnsure => [(false, false), (false, true)],
            Turn::ToYes => [(false, true), (true, false)],
        }
    }
}

/// For both turns of a fact, the wire that holds where the ceiling falls. The draft is one of any patients: it is claimed
/// whatever else is answered.
pub(super) fn falls(draft: &mut Draft<'_>, users: &Users, fact: Fact) -> [Wire; 2] {
    let program = draft.program;
    let inputs = program.facts.question(fact.question);
    let key = fact.choice.unwrap_or(0) as i64;
    // What no condition asks for changes nothing.
    let Some(own) = program.facts.fact(fact.question, key) else { return [Wire::FALSE; 2] };
    let constant = |on: bool| if on { Wire::TRUE } else { Wire::FALSE };
    let [no, unsure, yes] = [(false, false), (false, true), (true, false)].map(|(yes, unsure)| {
        let changes = [(inputs.open, Wire::FALSE), (own.unsure, constant(unsure)), (own.yes, constant(yes))];
        draft.builder.copy_changed(&program.circuit, users, &draft.copied, &changes)
    });
    let mut fall = |less: &Changed<'_>, more: &Changed<'_>| {
        let levels = program.ceiling.map(|wire| (less.get(wire), more.get(wire)));
        let lost: Vec<Wire> = levels.into_iter().map(|(less, more)| draft.builder.and(less, !more)).collect();
        draft.builder.any(lost)
    };
    [fall(&no, &unsure), fall(&unsure, &yes)]
}

/// The two answers that a turn leads from and to, with the other choices as they are.
pub(super) fn answers(question: &Question, fact: Fact, turn: Turn, others: Option<&Answer>) -> [Answer; 2] {
    turn.states().map(|(yes, unsure)| {
        let Some(choice) = fact.choice else {
            return if unsure { Answer::Unsure } else { Answer::YesNo(yes) };
        };
        let (mut taken, mut open) = match others {
            Some(Answer::Many { yes, unsure }) => (yes.clone(), unsure.clone()),
            Some(Answer::Unsure) => (Vec::new(), (0..question.choices().len()).collect()),
            _ => (Vec::new(), Vec::new()),
        };
        for list in [&mut taken, &mut open] {
            list.retain(|&other| other != choice);
        }
        if yes || unsure {
            let list = if yes { &mut taken } else { &mut open };
            list.push(choice);
            list.sort_unstable();
        }
        Answer::Many { yes: taken, unsure: open }
    })
}
