//! Patients by the dozen: legal answers in 64 lanes, at random, calm, or changed in one place.

use fastrand::Rng;

use super::world::{Block, Role, World, all_named};
use crate::questionnaire::AnswerKind;

/// Lanes in four groups of rising rarity, and another four across them for "not sure" and unanswered.
const GROUPS: [u64; 4] = [0xFFFF, 0xFFFF << 16, 0xFFFF << 32, 0xFFFF << 48];
const ACROSS: [u64; 4] = [0x1111_1111_1111_1111, 0x2222_2222_2222_2222, 0x4444_4444_4444_4444, 0x8888_8888_8888_8888];

/// Random bits: half of them in the first group of lanes, then one in 8, in 64 and in 1024.
fn rare(rng: &mut Rng) -> u64 {
    let mut bits = |n: u32| (0..n).fold(u64::MAX, |all, _| all & rng.u64(..));
    let half = bits(1);
    let eighth = half & bits(2);
    let few = eighth & bits(3);
    let hardly = few & bits(4);
    half & GROUPS[0] | eighth & GROUPS[1] | few & GROUPS[2] | hardly & GROUPS[3]
}

/// The same across the groups, and none at all in a quarter of the lanes.
fn seldom(rng: &mut Rng) -> u64 {
    let mut bits = |n: u32| (0..n).fold(u64::MAX, |all, _| all & rng.u64(..));
    let half = bits(1);
    let eighth = half & bits(2);
    half & ACROSS[1] | eighth & ACROSS[2] | eighth & bits(3) & ACROSS[3]
}

/// Sixty-four random patients.
pub(super) fn random(world: &World<'_>, rng: &mut Rng, inputs: &mut [u64]) {
    for block in &world.blocks {
        let question = world.question(block);
        let own = &block.inputs;
        let open = if world.open { seldom(rng) } else { 0 };
        let unsure = if question.unsure { seldom(rng) & !open } else { 0 };
        let many = matches!(question.answer, AnswerKind::Many(_));
        inputs[own.open] = open;
        inputs[own.unsure] = if many { 0 } else { unsure };
        let mut left = !open & !unsure;
        match &question.answer {
            AnswerKind::YesNo | AnswerKind::Text => {
                for fact in &own.facts {
                    inputs[fact.yes] = rare(rng) & left;
                }
            }
            AnswerKind::One(_) => {
                let start = rng.usize(..own.facts.len().max(1));
                let (after, before) = (own.facts.iter().skip(start), own.facts.iter().take(start));
                let mut last = None;
                for fact in after.chain(before) {
                    inputs[fact.yes] = left & rng.u64(..);
                    left &= !inputs[fact.yes];
                    last = Some(fact.yes);
                }
                if let Some(last) = last.filter(|_| all_named(question, own)) {
                    inputs[last] |= left;
                }
            }
            AnswerKind::Many(_) => {
                for fact in &own.facts {
                    let some_unsure = if question.unsure { seldom(rng) & rng.u64(..) } else { 0 };
                    inputs[fact.unsure] = (unsure | some_unsure) & !open;
                    inputs[fact.yes] = rare(rng) & !open & !inputs[fact.unsure];
                }
            }
            AnswerKind::Number(number) => {
                for fact in &own.facts {
                    if fact.key > number.max {
                        left = 0;
                    } else if fact.key > number.min {
                        left &= rng.u64(..) | rng.u64(..) & ACROSS[0] | ACROSS[3] & rng.u64(..);
                    }
                    inputs[fact.yes] = left;
                }
            }
        }
    }
}

/// The calmest patient: every question is answered, as far as can be with no.
pub(super) fn calm(world: &World<'_>) -> Vec<bool> {
    let mut inputs = vec![false; world.circuit.inputs()];
    for block in &world.blocks {
        let mut words: Vec<u64> = vec![0; block.inputs.all().len()];
        let start = block.inputs.all().start;
        clear(world, block, |input, on| words[input - start] = u64::from(on));
        for (i, word) in words.into_iter().enumerate() {
            inputs[start + i] = word == 1;
        }
    }
    inputs
}

/// The patient who has answered nothing, where that may be; else the calmest.
pub(super) fn silent(world: &World<'_>) -> Vec<bool> {
    if !world.open {
        return calm(world);
    }
    let mut inputs = vec![false; world.circuit.inputs()];
    for block in &world.blocks {
        inputs[block.inputs.open] = true;
    }
    inputs
}

/// The patient of whom nobody is sure about anything, where that may be.
pub(super) fn unsure(world: &World<'_>) -> Vec<bool> {
    let mut inputs = calm(world);
    for block in &world.blocks {
        if !world.question(block).unsure {
            continue;
        }
        let many = matches!(world.question(block).answer, AnswerKind::Many(_));
        inputs[block.inputs.unsure] = !many;
        for fact in &block.inputs.facts {
            inputs[fact.yes] = false;
            if many {
                inputs[fact.unsure] = true;
            }
        }
    }
    inputs
}

/// Sets a block to its calmest answer: no, none of these, what no condition names, the least number.
fn clear(world: &World<'_>, block: &Block, mut set: impl FnMut(usize, bool)) {
    let question = world.question(block);
    set(block.inputs.open, false);
    set(block.inputs.unsure, false);
    for (k, fact) in block.inputs.facts.iter().enumerate() {
        if fact.unsure != block.inputs.unsure {
            set(fact.unsure, false);
        }
        let must = match &question.answer {
            AnswerKind::Number(number) => fact.key <= number.min,
            AnswerKind::One(_) => k == 0 && all_named(question, &block.inputs),
            AnswerKind::YesNo | AnswerKind::Many(_) | AnswerKind::Text => false,
        };
        set(fact.yes, must);
    }
}

/// Changes the answer of one lane so that the input is as wanted, and the answer one that can be given. `false` where
/// there is none.
pub(super) fn want(world: &World<'_>, inputs: &mut [u64], lane: u32, input: usize, value: bool, rng: &mut Rng) -> bool {
    let (block, role) = world.roles[input];
    let block = &world.blocks[block];
    let own = &block.inputs;
    let question = world.question(block);
    let bit = 1u64 << lane;
    let is = |inputs: &[u64], input: usize| inputs[input] & bit != 0;
    if is(inputs, input) == value {
        return true;
    }
    if !is_possible(world, block, role, value) {
        return false;
    }
    let mut set = |input: usize, on: bool| {
        if on {
            inputs[input] |= bit;
        } else {
            inputs[input] &= !bit;
        }
    };
    match (role, value) {
        (Role::Open, true) => {
            own.all().for_each(|input| set(input, false));
            set(own.open, true);
        }
        (Role::Unsure, true) => {
            own.all().for_each(|input| set(input, false));
            set(own.unsure, true);
        }
        (Role::Open | Role::Unsure, false) => clear(world, block, set),
        (Role::ChoiceUnsure(k), true) => {
            set(own.open, false);
            set(own.facts[k].yes, false);
            set(own.facts[k].unsure, true);
        }
        (Role::ChoiceUnsure(k), false) => set(own.facts[k].unsure, false),
        (Role::Yes(k), true) => {
            set(own.open, false);
            set(own.unsure, false);
            match &question.answer {
                AnswerKind::Number(number) => {
                    // Every number of the range is at least so much.
                    let sure = own.facts.iter().filter(|fact| fact.key <= number.min);
                    own.facts[..k].iter().chain(sure).for_each(|fact| set(fact.yes, true));
                }
                AnswerKind::One(_) => own.facts.iter().for_each(|fact| set(fact.yes, false)),
                AnswerKind::Many(_) => set(own.facts[k].unsure, false),
                AnswerKind::YesNo | AnswerKind::Text => {}
            }
            set(own.facts[k].yes, true);
        }
        (Role::Yes(k), false) => {
            set(own.facts[k].yes, false);
            match &question.answer {
                AnswerKind::Number(_) => own.facts[k..].iter().for_each(|fact| set(fact.yes, false)),
                AnswerKind::One(_) if all_named(question, own) => {
                    let other = (k + 1 + rng.usize(..own.facts.len() - 1)) % own.facts.len();
                    set(own.facts[other].yes, true);
                }
                _ => {}
            }
        }
    }
    true
}

/// Whether some answer makes the input so.
fn is_possible(world: &World<'_>, block: &Block, role: Role, value: bool) -> bool {
    let question = world.question(block);
    match (role, value, &question.answer) {
        (Role::Open, true, _) => world.open,
        (Role::Unsure, true, kind) => question.unsure && !matches!(kind, AnswerKind::Many(_)),
        (Role::ChoiceUnsure(_), true, _) => question.unsure,
        (Role::Yes(k), true, AnswerKind::Number(number)) => block.inputs.facts[k].key <= number.max,
        (Role::Yes(k), false, AnswerKind::Number(number)) => block.inputs.facts[k].key > number.min,
        (Role::Yes(_), false, AnswerKind::One(_)) => {
            !all_named(question, &block.inputs) || block.inputs.facts.len() > 1
        }
        _ => true,
    }
}
