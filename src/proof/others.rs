//! For each rule, whether others give its level or a more urgent one.

use super::world::Draft;
use crate::logic::{RuleWires, Wire};
use crate::questionnaire::{Effect, Level};

/// For each rule with a level, the wire that holds where the chosen output of another rule at its level or above does;
/// for the others, which hand over, false.
pub(super) fn others(draft: &mut Draft<'_>, of: fn(&RuleWires) -> Wire) -> Vec<Wire> {
    let (rules, program) = (&draft.questionnaire.rules, draft.program);
    let mut others = vec![Wire::FALSE; rules.len()];
    let mut above = Wire::FALSE;
    for level in Level::ALL {
        let here: Vec<usize> = (0..rules.len()).filter(|&i| rules[i].effect == Effect::Urgency(level)).collect();
        let wires: Vec<Wire> = here.iter().map(|&i| draft.wire(of(&program.rules[i]))).collect();
        let mut after = vec![above; here.len() + 1];
        for i in (0..here.len()).rev() {
            after[i] = draft.builder.or(after[i + 1], wires[i]);
        }
        let mut before = Wire::FALSE;
        for (i, &rule) in here.iter().enumerate() {
            others[rule] = draft.builder.or(before, after[i + 1]);
            before = draft.builder.or(before, wires[i]);
        }
        above = after[0];
    }
    others
}
