//! The patients there can be: what may stand at the inputs of a circuit.

use std::cell::OnceCell;

use crate::logic::{Builder, Circuit, Copied, Program, QuestionInputs, Users, Wire};
use crate::questionnaire::{Answer, AnswerKind, Question, QuestionIx, Questionnaire};

/// The answers to one question, where they enter the circuit.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) question: QuestionIx,
    pub(super) inputs: QuestionInputs,
}

/// What an input of the circuit says about its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It is unanswered.
    Open,
    /// The whole of it is answered "not sure".
    Unsure,
    /// That fact, by its position among the question's, is so.
    Yes(usize),
    /// That choice of a `Many` question is not sure.
    ChoiceUnsure(usize),
}

/// A circuit, and what may stand at its inputs.
#[derive(Debug)]
pub(super) struct World<'p> {
    pub(super) questionnaire: &'p Questionnaire,
    pub(super) circuit: Circuit,
    pub(super) blocks: Vec<Block>,
    /// For each input: its block and what it says there.
    pub(super) roles: Vec<(usize, Role)>,
    /// Whether questions may be unanswered.
    pub(super) open: bool,
    users: OnceCell<Users>,
}

/// A world that is being made: the program's circuit, to which questions about it are added as gates.
#[derive(Debug)]
pub(super) struct Draft<'p> {
    pub(super) questionnaire: &'p Questionnaire,
    pub(super) program: &'p Program,
    pub(super) builder: Builder,
    /// Where the program's wires are.
    pub(super) copied: Copied,
    blocks: Vec<Block>,
    /// Where the second answers begin.
    first: usize,
    open: bool,
}

impl<'p> Draft<'p> {
    /// Every patient, whichever of the questions are answered.
    pub(super) fn any(questionnaire: &'p Questionnaire, program: &'p Program) -> Draft<'p> {
        Draft::new(questionnaire, program, true, &[])
    }

    /// Every patient of whom each question is answered. An answer to a question that is not asked counts for nothing, so
    /// these are all those of whom no question is left.
    pub(super) fn answered(questionnaire: &'p Questionnaire, program: &'p Program) -> Draft<'p> {
        Draft::new(questionnaire, program, false, &[])
    }

    /// [`Draft::answered`], with a second answer to each of these questions.
    pub(super) fn answered_twice(
        questionnaire: &'p Questionnaire,
        program: &'p Program,
        twice: &[QuestionIx],
    ) -> Draft<'p> {
        Draft::new(questionnaire, program, false, twice)
    }

    fn new(questionnaire: &'p Questionnaire, program: &'p Program, open: bool, twice: &[QuestionIx]) -> Draft<'p> {
        let facts = &program.facts;
        let mut end = facts.inputs();
        let mut second = Vec::with_capacity(twice.len());
        for &question in twice {
            let own = facts.question(question);
            let inputs = own.shifted(end as isize - own.all().start as isize);
            end = inputs.all().end;
            second.push(Block { question, inputs });
        }
        let mut builder = Builder::new(end);
        let mut inputs: Vec<Wire> = (0..facts.inputs()).map(|i| builder.input(i)).collect();
        let blocks: Vec<Block> = questionnaire
            .questions()
            .map(|(question, _)| Block { question, inputs: facts.question(question).clone() })
            .collect();
        if !open {
            for block in &blocks {
                inputs[block.inputs.open] = Wire::FALSE;
            }
        }
        let copied = builder.copy(&program.circuit, &inputs);
        let first = blocks.len();
        let blocks = blocks.into_iter().chain(second).collect();
        Draft { questionnaire, program, builder, copied, blocks, first, open }
    }

    /// The second answers, in the order in which they were asked for.
    pub(super) fn second(&self) -> &[Block] {
        &self.blocks[self.first..]
    }

    /// The program's wire.
    pub(super) fn wire(&self, wire: Wire) -> Wire {
        self.copied.get(wire)
    }

    /// The interview can end complete or stopped.
    pub(super) fn concluded(&mut self) -> Wire {
        self.program.concluded(&mut self.builder, |wire| self.copied.get(wire))
    }

    /// The interview can end: complete, stopped or handed over.
    pub(super) fn ended(&mut self) -> Wire {
        self.program.ended(&mut self.builder, |wire| self.copied.get(wire))
    }

    /// The world made.
    pub(super) fn finish(self) -> World<'p> {
        let Draft { questionnaire, builder, blocks, open, .. } = self;
        World::new(questionnaire, builder.finish(), blocks, open)
    }
}

impl<'p> World<'p> {
    /// A circuit at whose inputs stand answers to these questions.
    pub(super) fn new(questionnaire: &'p Questionnaire, circuit: Circuit, blocks: Vec<Block>, open: bool) -> World<'p> {
        let mut roles = vec![(0, Role::Open); circuit.inputs()];
        for (i, block) in blocks.iter().enumerate() {
            roles[block.inputs.open] = (i, Role::Open);
            roles[block.inputs.unsure] = (i, Role::Unsure);
            for (k, fact) in block.inputs.facts.iter().enumerate() {
                if fact.unsure != block.inputs.unsure {
                    roles[fact.unsure] = (i, Role::ChoiceUnsure(k));
                }
                roles[fact.yes] = (i, Role::Yes(k));
            }
        }
        World { questionnaire, circuit, blocks, roles, open, users: OnceCell::new() }
    }
}

impl World<'_> {
    /// Who uses what in the circuit.
    pub(super) fn users(&self) -> &Users {
        self.users.get_or_init(|| Users::of_all(&self.circuit))
    }

    /// The question of a block.
    pub(super) fn question(&self, block: &Block) -> &Question {
        &self.questionnaire[block.question]
    }

    /// The answer that stands at a block's inputs.
    pub(super) fn answer(&self, block: &Block, at: impl Fn(usize) -> bool) -> Option<Answer> {
        let inputs = &block.inputs;
        let question = self.question(block);
        if self.open && at(inputs.open) {
            return None;
        }
        if at(inputs.unsure) {
            return Some(Answer::Unsure);
        }
        let taken = || inputs.facts.iter().filter(|fact| at(fact.yes));
        Some(match &question.answer {
            AnswerKind::YesNo => Answer::YesNo(taken().next().is_some()),
            AnswerKind::One(choices) => Answer::One(match taken().next() {
                Some(fact) => fact.key as usize,
                None => unnamed(inputs, choices.len()),
            }),
            AnswerKind::Many(choices) => {
                let yes: Vec<usize> = taken().map(|fact| fact.key as usize).collect();
                let unsure = inputs.facts.iter().filter(|fact| at(fact.unsure)).map(|fact| fact.key as usize);
                let unsure: Vec<usize> = unsure.collect();
                if unsure.len() == choices.len() { Answer::Unsure } else { Answer::Many { yes, unsure } }
            }
            AnswerKind::Number(number) => {
                let least = taken().last().map_or(number.min, |fact| fact.key.max(number.min));
                let above = inputs.facts.iter().find(|fact| !at(fact.yes) && fact.key > least);
                let most = above.map_or(number.max, |fact| (fact.key - 1).min(number.max));
                // One that is likely, if there is one, so that the witness is a patient whom one can imagine.
                let likely = number.likely.unwrap_or((least, most));
                Answer::Number(likely.0.clamp(least, most.max(least)))
            }
            AnswerKind::Text => Answer::Text("-".to_owned()),
        })
    }
}

/// The first choice that no condition names.
fn unnamed(inputs: &QuestionInputs, choices: usize) -> usize {
    let named = |choice: &usize| inputs.facts.iter().any(|fact| fact.key == *choice as i64);
    (0..choices).find(|choice| !named(choice)).unwrap_or(0)
}

/// Whether every choice of a `One` question is named by some condition: then one of the facts must hold.
pub(super) fn all_named(question: &Question, inputs: &QuestionInputs) -> bool {
    matches!(question.answer, AnswerKind::One(_)) && inputs.facts.len() == question.choices().len()
}
