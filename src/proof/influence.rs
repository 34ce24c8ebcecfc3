//! Questions that change nothing: whatever is answered, level, handing over, advice and the questions after them stay as
//! they are.

use super::Limits;
use super::asks::{Asks, Reach};
use super::hunt::Hunt;
use super::lanes;
use super::reach::reach;
use super::ways::Ways;
use super::world::{Draft, World};
use crate::logic::{Lanes, Program, Users, Wire};
use crate::questionnaire::{Effect, QuestionIx, Questionnaire};

/// What an answer can change.
pub(super) struct Effects {
    /// Floor, ceiling, to whom the patient is handed over, and advice.
    results: Vec<Wire>,
    /// For each question, that it is asked.
    pub(super) asked: Vec<Wire>,
}

impl Effects {
    /// The program's wires; `wire` says where they are.
    pub(super) fn of(questionnaire: &Questionnaire, program: &Program, wire: impl Fn(Wire) -> Wire) -> Effects {
        let levels = program.floor.iter().chain(&program.ceiling);
        let rules = questionnaire.rules.iter().zip(&program.rules);
        let hand_over = rules
            .filter(|(rule, _)| matches!(rule.effect, Effect::HandOver(_)))
            .flat_map(|(_, wires)| [&wires.surely, &wires.perhaps]);
        let advice = program.advice.iter().map(|advice| &advice.given);
        Effects {
            results: levels.chain(hand_over).chain(advice).map(|&of| wire(of)).collect(),
            asked: program.questions.iter().map(|question| wire(question.asked)).collect(),
        }
    }

    fn all(&self) -> impl Iterator<Item = Wire> {
        self.results.iter().chain(&self.asked).copied()
    }
}

/// The lanes that hold the first of two patients, who differ in one answer.
const FIRST: u64 = 0x5555_5555_5555_5555;

/// So often a question is tried before the solver is asked, and so often a patient is changed for it.
const ROUNDS: usize = 8;
const CHANGES: usize = 3;

/// For each of these questions, whether an answer to it can change anything, in interviews in which no question is left.
/// `world` is one of answered questions in which the effects and ways are those of the program.
pub(super) fn influence(
    questionnaire: &Questionnaire,
    program: &Program,
    world: &World<'_>,
    (effects, ways): (&Effects, &Ways),
    questions: &[QuestionIx],
    limits: &Limits,
) -> Vec<Reach> {
    let mut left = questions.to_vec();
    let mut hunt = Hunt::new(world, 1);
    let (calm, unsure) = (lanes::calm(world), lanes::unsure(world));
    for round in 0..ROUNDS {
        let mut still = Vec::new();
        for some in left.chunks(Lanes::WIDTH / 2) {
            if limits.is_over() {
                break;
            }
            // Where nobody is sure of anything, nearly everything is asked, and a sure answer shows.
            let (patient, changes) = if round % 2 == 1 { (&unsure, 0) } else { (&calm, CHANGES) };
            hunt.all(patient);
            for _ in 0..changes {
                for (pair, question) in some.iter().enumerate() {
                    let way = ways.at(*question, round / 2).unwrap_or(effects.asked[question.at()]);
                    hunt.aim(2 * pair as u32, way);
                }
                hunt.run();
            }
            for word in &mut hunt.inputs {
                *word = *word & FIRST | (*word & FIRST) << 1;
            }
            for (pair, question) in some.iter().enumerate() {
                // What was answered so that something holds is likely to change it; anything else now and then.
                let lane = 2 * pair as u32 + 1;
                let own: Vec<usize> = program.facts.question(*question).all().skip(1).collect();
                let given: Vec<usize> =
                    own.iter().copied().filter(|&input| hunt.inputs[input] >> lane & 1 == 1).collect();
                let of = if given.is_empty() || round % 4 == 2 { &own } else { &given };
                let input = of[hunt.rng.usize(..of.len())];
                let value = hunt.inputs[input] >> lane & 1 == 0;
                lanes::want(world, &mut hunt.inputs, lane, input, value, &mut hunt.rng);
            }
            hunt.run();
            let differ = effects.all().fold(0, |differ, wire| {
                let word = hunt.held(wire);
                differ | (word ^ word >> 1) & FIRST
            });
            still.extend(some.iter().enumerate().filter(|(pair, _)| differ >> (2 * pair) & 1 == 0).map(|(_, q)| *q));
        }
        if limits.is_over() {
            break;
        }
        left = still;
    }
    // There is no use in writing down what nobody has the time to solve.
    let rest = if limits.is_over() {
        vec![Reach::Unknown; left.len()]
    } else {
        by_proof(questionnaire, program, &left, limits)
    };
    let of = |question| match left.binary_search(question) {
        Ok(at) => rest[at],
        Err(_) => Reach::Can,
    };
    questions.iter().map(of).collect()
}

/// The same by the solver: two patients who differ in the one answer, and in something else that follows.
fn by_proof(questionnaire: &Questionnaire, program: &Program, questions: &[QuestionIx], limits: &Limits) -> Vec<Reach> {
    if questions.is_empty() {
        return Vec::new();
    }
    let users = Users::of_all(&program.circuit);
    let mut draft = Draft::answered_twice(questionnaire, program, questions);
    let effects = Effects::of(questionnaire, program, |wire| wire);
    let second: Vec<_> = draft.second().to_vec();
    let mut asks = Asks::default();
    for block in &second {
        let own = program.facts.question(block.question).all();
        let open = program.facts.question(block.question).open;
        let builder = &mut draft.builder;
        let changes: Vec<(usize, Wire)> = own
            .zip(block.inputs.all())
            .filter(|(own, _)| *own != open)
            .map(|(own, second)| (own, builder.input(second)))
            .collect();
        let changed = builder.copy_changed(&program.circuit, &users, &draft.copied, &changes);
        let differ: Vec<Wire> = effects
            .all()
            .filter(|&wire| changed.get(wire) != draft.copied.get(wire))
            .map(|wire| builder.xor(changed.get(wire), draft.copied.get(wire)))
            .collect();
        // What the rounds before did not show is hardly ever so, and the circuit is large.
        asks.doubt(builder.any(differ));
    }
    reach(&draft.finish(), &asks, limits)
}
