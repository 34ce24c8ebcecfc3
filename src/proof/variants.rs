//! What small changes of a questionnaire do: whether any patient is told something else, and whether a guarantee would
//! have kept it out. It is how the guarantees themselves are tried.
//!
//! The questionnaire and its variants stand in one circuit, fed by one patient. What a change leaves as it was is then the
//! same wire, and nothing has to be proved of it again.

use std::collections::HashSet;

use super::asks::Asks;
use super::reach::reach;
use super::world::{Block, World};
use super::{Limits, Step};
use crate::logic::{Builder, Copied, Program, QuestionInputs, Wire};
use crate::questionnaire::{Level, QuestionIx, Questionnaire};

/// What a variant does, for every patient there can be. `None` where the search was ended before it was known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Variant {
    /// In some interview that can end the level, the handing over, the advice or the questions asked are others.
    pub differs: Option<bool>,
    /// In some interview that can end the reasons are others: the rules that fire, or that are not ruled out.
    pub reasons: Option<bool>,
    /// A single patient shows an error in it: a broken guarantee, no level, advice that contradicts other advice. What takes
    /// two patients to show, `never_lowers`, is not looked for.
    pub refused: Option<bool>,
}

/// Finds out what variants of a questionnaire do that is itself without an error. They have its questions, sections, rules,
/// advice and guarantees, in its order; only what is said of these is changed.
pub fn variants(original: &Questionnaire, variants: &[(&Questionnaire, &Program)], limits: &Limits) -> Vec<Variant> {
    let program = Program::compile(original);
    let sides: Vec<(&Questionnaire, &Program)> = [(original, &program)].iter().chain(variants).copied().collect();
    let inputs = inputs(&sides);
    let mut builder = Builder::new(inputs.last().map_or(0, |own| own.all().end));
    let mut sides = sides.into_iter().map(|(questionnaire, program)| {
        let copied = enter(&mut builder, program, &inputs);
        Side::of(&mut builder, questionnaire, program, &copied)
    });
    let Some(before) = sides.next() else { return Vec::new() };
    let afters: Vec<Side> = sides.collect();
    let known: HashSet<Wire> = before.errors.iter().copied().collect();
    let mut asks = Asks::default();
    let tickets: Vec<_> = afters
        .into_iter()
        .map(|after| {
            let ended = builder.or(before.ended, after.ended);
            let mut differ = |before: &[Wire], after: &[Wire]| {
                let differ: Vec<Wire> = before.iter().zip(after).map(|(&a, &b)| builder.xor(a, b)).collect();
                let any = builder.any(differ);
                asks.doubt(builder.and(ended, any))
            };
            let (differs, reasons) = (differ(&before.told, &after.told), differ(&before.reasons, &after.reasons));
            let errors = after.errors.into_iter().filter(|wire| !known.contains(wire));
            (differs, reasons, asks.doubt(builder.any(errors)))
        })
        .collect();
    let blocks = inputs.into_iter().enumerate();
    let blocks = blocks.map(|(i, inputs)| Block { question: QuestionIx(i as u32), inputs }).collect();
    let world = World::new(original, builder.finish(), blocks, true);
    limits.tell(Step::Patients);
    let known = reach(&world, &asks, limits);
    let found = tickets.into_iter().map(|(differs, reasons, refused)| {
        let [differs, reasons, refused] = [differs, reasons, refused].map(|ticket| known[ticket.0].known());
        Variant { differs, reasons, refused }
    });
    found.collect()
}

/// What comes out on one side.
struct Side {
    /// The interview can end: complete, stopped or handed over.
    ended: Wire,
    /// The levels, the handing over, the advice and the questions asked.
    told: Vec<Wire>,
    /// The rules that fire, surely and perhaps.
    reasons: Vec<Wire>,
    /// What `check` reports as an error of a single patient.
    errors: Vec<Wire>,
}

impl Side {
    fn of(builder: &mut Builder, questionnaire: &Questionnaire, program: &Program, copied: &Copied) -> Side {
        let wire = |wire: Wire| copied.get(wire);
        let hands_over = wire(program.hands_over);
        let (concluded, ended) = (program.concluded(builder, wire), program.ended(builder, wire));

        let given = |advice: usize| wire(program.advice[advice].given);
        let mut told: Vec<Wire> = program.floor.iter().chain(&program.ceiling).map(|&level| wire(level)).collect();
        told.push(hands_over);
        told.extend((0..program.advice.len()).map(given));
        told.extend(program.questions.iter().map(|question| wire(question.asked)));
        let reasons = program.rules.iter().flat_map(|rule| [wire(rule.surely), wire(rule.perhaps)]).collect();

        let no_level = !wire(program.ceiling[Level::Blue.place()]);
        let mut errors = vec![builder.and(concluded, no_level)];
        for guarantee in program.guarantees.iter().flatten() {
            errors.push(builder.and(concluded, !wire(guarantee.kept)));
        }
        for (i, advice) in questionnaire.advice.iter().enumerate() {
            for other in &advice.contradicts {
                errors.push(builder.all([given(i), given(other.at()), ended]));
            }
        }
        Side { ended, told, reasons, errors }
    }
}

/// For each question the inputs of all the facts that some side asks for.
fn inputs(sides: &[(&Questionnaire, &Program)]) -> Vec<QuestionInputs> {
    let mut end = 0;
    let Some((original, _)) = sides.first() else { return Vec::new() };
    let inputs = original.questions().map(|(index, question)| {
        let facts = sides.iter().flat_map(|(_, program)| &program.facts.question(index).facts);
        let own = QuestionInputs::laid_out(end, &question.answer, facts.map(|fact| fact.key).collect());
        end = own.all().end;
        own
    });
    inputs.collect()
}

/// A side's circuit, at whose inputs those answers stand.
fn enter(builder: &mut Builder, program: &Program, inputs: &[QuestionInputs]) -> Copied {
    let mut wires = vec![Wire::FALSE; program.facts.inputs()];
    for (i, common) in inputs.iter().enumerate() {
        let own = program.facts.question(QuestionIx(i as u32));
        wires[own.open] = builder.input(common.open);
        wires[own.unsure] = builder.input(common.unsure);
        for fact in &own.facts {
            if let Some(common) = common.fact(fact.key) {
                wires[fact.yes] = builder.input(common.yes);
                wires[fact.unsure] = builder.input(common.unsure);
            }
        }
    }
    builder.copy(&program.circuit, &wires)
}
