//! `never_lowers`: two patients who differ in one answer, and whose ceilings must not fall (LANGUAGE.md, Semantics 8).

use std::collections::HashMap;

use super::world::Draft;
use crate::logic::{Changed, Circuit, Gate, Users, Wire};
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
        if only_rise(&program.circuit, less, more, &program.ceiling) {
            return Wire::FALSE;
        }
        let levels = program.ceiling.map(|wire| (less.get(wire), more.get(wire)));
        let lost: Vec<Wire> = levels.into_iter().map(|(less, more)| draft.builder.and(less, !more)).collect();
        draft.builder.any(lost)
    };
    [fall(&no, &unsure), fall(&unsure, &yes)]
}

/// How a node of one copy compares with the same of another, as far as the gates alone show it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trend {
    Same,
    /// Whenever it holds in the first, it holds in the second.
    Rises,
    Falls,
    Unknown,
}

impl Trend {
    fn inverted_if(self, inverted: bool) -> Trend {
        match self {
            Trend::Rises if inverted => Trend::Falls,
            Trend::Falls if inverted => Trend::Rises,
            trend => trend,
        }
    }

    fn and(self, other: Trend) -> Trend {
        match (self, other) {
            (one, Trend::Same) | (Trend::Same, one) => one,
            (one, other) if one == other => one,
            _ => Trend::Unknown,
        }
    }
}

/// Whether the gates alone show that these wires, where they hold in the first copy, hold in the second. Nearly all of
/// what never lowers is written so that it does not take a search to see it.
fn only_rise(circuit: &Circuit, less: &Changed<'_>, more: &Changed<'_>, wires: &[Wire]) -> bool {
    let mut nodes: Vec<usize> = less.nodes().chain(more.nodes()).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let mut trends: HashMap<usize, Trend> = HashMap::with_capacity(nodes.len());
    let of = |trends: &HashMap<usize, Trend>, wire: Wire| {
        trends.get(&wire.node()).map_or(Trend::Same, |trend| trend.inverted_if(wire.is_inverted()))
    };
    for node in nodes {
        let trend = match (less.get(Wire::of(node)), more.get(Wire::of(node))) {
            (one, other) if one == other => continue,
            (Wire::FALSE, _) | (_, Wire::TRUE) => Trend::Rises,
            (Wire::TRUE, _) | (_, Wire::FALSE) => Trend::Falls,
            _ => match circuit.gate(node) {
                Some(Gate::And(a, b)) => of(&trends, a).and(of(&trends, b)),
                Some(Gate::Xor(..)) | None => Trend::Unknown,
            },
        };
        trends.insert(node, trend);
    }
    wires.iter().all(|&wire| matches!(of(&trends, wire), Trend::Same | Trend::Rises))
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
