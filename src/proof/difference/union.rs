//! The questions of two versions as one list, so that one patient answers both. The rules stand in
//! [`difference`](super::difference).

use super::{Given, Patient, Version};
use crate::logic::{Builder, Copied, QuestionInputs, Wire};
use crate::proof::pairs::{Pair, paired};
use crate::proof::world::Block;
use crate::questionnaire::{
    Answer, AnswerKind, Choice, Condition, Number, Question, QuestionIx, Questionnaire, SectionIx,
};

/// The questions of both sides, and how an answer to them is one to those of each side.
pub(super) struct Union<'d> {
    sides: [Version<'d>; 2],
    /// The questions and nothing else.
    pub(super) questionnaire: Questionnaire,
    inputs: Vec<QuestionInputs>,
    /// For each side, for each of its questions.
    sources: [Vec<Source>; 2],
    /// The questions of both sides, in an order that holds for both as far as theirs is the same.
    pairs: Vec<Pair>,
}

/// Where the answer to a side's question comes from.
#[derive(Clone, Debug)]
struct Source {
    /// The question of the union.
    main: QuestionIx,
    /// The side's own question, where that has answers which the side does not take.
    spare: Option<QuestionIx>,
    /// For each of the side's choices its place among those of the union.
    choices: Vec<usize>,
    /// What a number of the side is multiplied with, for the union's decimals.
    scale: i64,
}

impl Source {
    /// The union's key of a side's fact.
    fn key(&self, question: &Question, key: i64) -> i64 {
        match &question.answer {
            AnswerKind::One(_) | AnswerKind::Many(_) => self.choices.get(key as usize).map_or(key, |&at| at as i64),
            AnswerKind::Number(_) => key.saturating_mul(self.scale),
            AnswerKind::YesNo | AnswerKind::Text => key,
        }
    }

    /// The union's numbers that are answers on the side: from the first, to below the second. A number is cut to the
    /// side's digits.
    fn range(&self, number: &Number) -> (i64, i64) {
        (number.min.saturating_mul(self.scale), (number.max + 1).saturating_mul(self.scale))
    }
}

impl<'d> Union<'d> {
    pub(super) fn of(old: Version<'d>, new: Version<'d>) -> Union<'d> {
        let sides = [old, new];
        let [old_ids, new_ids] = sides.map(|side| ids(side.questionnaire));
        let mut union = Union {
            sides,
            questionnaire: Questionnaire {
                questions: Vec::new(),
                scores: Vec::new(),
                rules: Vec::new(),
                advice: Vec::new(),
                guarantees: Vec::new(),
                cases: Vec::new(),
                ..new.questionnaire.clone()
            },
            inputs: Vec::new(),
            sources: [Vec::new(), Vec::new()],
            pairs: Vec::new(),
        };
        let mut sources = sides.map(|side| vec![None; side.questionnaire.questions.len()]);
        for pair in paired(&old_ids, &new_ids, |_, _| false) {
            let at = [pair.old, pair.new];
            let questions = [0, 1].map(|side| at[side].map(|at| &sides[side].questionnaire.questions[at]));
            if let [Some(old), Some(new)] = questions
                && let Some(both) = merged(old, new)
            {
                union.pairs.push(pair);
                for (side, source) in union.add_both([old, new], at, both).into_iter().enumerate() {
                    if let Some(at) = at[side] {
                        sources[side][at] = Some(source);
                    }
                }
                continue;
            }
            for side in [0, 1] {
                if let (Some(at), Some(question)) = (at[side], questions[side]) {
                    union.pairs.push(if side == 0 {
                        Pair { old: Some(at), new: None }
                    } else {
                        Pair { old: None, new: Some(at) }
                    });
                    let main = union.add_own(side, at, question);
                    let choices = (0..question.choices().len()).collect();
                    sources[side][at] = Some(Source { main, spare: None, choices, scale: 1 });
                }
            }
        }
        union.sources = sources.map(|side| side.into_iter().flatten().collect());
        union
    }

    /// The number of inputs of a circuit in which both sides stand.
    pub(super) fn inputs(&self) -> usize {
        self.inputs.last().map_or(0, |inputs| inputs.all().end)
    }

    /// The questions of the union, with their inputs.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let blocks = self.inputs.iter().enumerate();
        blocks.map(|(at, inputs)| Block { question: QuestionIx(at as u32), inputs: inputs.clone() }).collect()
    }

    fn add(&mut self, question: Question, keys: Vec<i64>) -> QuestionIx {
        self.inputs.push(QuestionInputs::laid_out(self.inputs(), &question.answer, keys));
        let plain = Question { section: SectionIx(0), when: Condition::Always, cite: Vec::new(), ..question };
        self.questionnaire.questions.push(plain);
        QuestionIx(self.inputs.len() as u32 - 1)
    }

    /// A question that is one side's own.
    fn add_own(&mut self, side: usize, at: usize, question: &Question) -> QuestionIx {
        let keys = self.keys(side, at).collect();
        self.add(question.clone(), keys)
    }

    /// A question of both, with each side's own where the union has answers that the side does not take.
    fn add_both(&mut self, questions: [&Question; 2], at: [Option<usize>; 2], both: Question) -> [Source; 2] {
        let mut keys = Vec::new();
        let mut spare = [false; 2];
        let mut sources = questions.map(|question| source(question, &both));
        for side in [0, 1] {
            let (source, question) = (&sources[side], questions[side]);
            keys.extend(at[side].into_iter().flat_map(|at| self.keys(side, at)).map(|key| source.key(question, key)));
            spare[side] = both.unsure && !question.unsure;
            match (&both.answer, &question.answer) {
                (AnswerKind::One(choices), AnswerKind::One(_)) => {
                    let foreign = (0..choices.len()).filter(|choice| !source.choices.contains(choice));
                    let before = keys.len();
                    keys.extend(foreign.map(|choice| choice as i64));
                    spare[side] |= keys.len() > before;
                }
                (AnswerKind::Number(all), AnswerKind::Number(own)) => {
                    let (from, to) = source.range(own);
                    let ends = [(all.min < from, from), (all.max >= to, to)];
                    for (_, key) in ends.into_iter().filter(|(outside, _)| *outside) {
                        keys.push(key);
                        spare[side] = true;
                    }
                }
                _ => {}
            }
        }
        let main = self.add(both, keys);
        for side in [0, 1] {
            sources[side].main = main;
            if let (true, Some(at)) = (spare[side], at[side]) {
                sources[side].spare = Some(self.add_own(side, at, questions[side]));
            }
        }
        sources
    }

    /// What the conditions of a side ask of a question of theirs.
    fn keys(&self, side: usize, at: usize) -> impl Iterator<Item = i64> + use<'d> {
        let Version { program, .. } = self.sides[side];
        program.facts.question(QuestionIx(at as u32)).facts.iter().map(|fact| fact.key)
    }

    /// A side's circuit, at whose inputs the union's answers stand as the side understands them.
    pub(super) fn enter(&self, side: usize, builder: &mut Builder, may_be_open: bool) -> Copied {
        let Version { questionnaire, program } = self.sides[side];
        let mut wires = vec![Wire::FALSE; program.facts.inputs()];
        let is_open = |builder: &Builder, inputs: &QuestionInputs| match may_be_open {
            true => builder.input(inputs.open),
            false => Wire::FALSE,
        };
        for (index, question) in questionnaire.questions() {
            let own = program.facts.question(index);
            let source = &self.sources[side][index.at()];
            let main = &self.inputs[source.main.at()];
            let spare = source.spare.map(|spare| &self.inputs[spare.at()]);
            let main_open = is_open(builder, main);
            let other = self.is_no_answer(side, index, builder, main_open);
            let mut open = main_open;
            if let Some(spare) = spare {
                let spare_open = is_open(builder, spare);
                let neither = builder.and(other, spare_open);
                open = builder.or(open, neither);
            }
            wires[own.open] = open;
            let many = matches!(question.answer, AnswerKind::Many(_));
            if question.unsure && !many {
                let unsure = spare.map_or(Wire::FALSE, |spare| builder.input(spare.unsure));
                wires[own.unsure] = either(builder, other, unsure, builder.input(main.unsure));
            }
            for fact in &own.facts {
                let Some(there) = main.fact(source.key(question, fact.key)) else { continue };
                let spare = spare.and_then(|spare| spare.fact(fact.key));
                let spare = spare.map_or(Wire::FALSE, |spare| builder.input(spare.yes));
                let yes = builder.input(there.yes);
                wires[fact.yes] = if !many {
                    either(builder, other, spare, yes)
                } else if question.unsure {
                    wires[fact.unsure] = builder.input(there.unsure);
                    yes
                } else {
                    let instead = builder.and(builder.input(there.unsure), spare);
                    let taken = builder.or(yes, instead);
                    builder.and(taken, !open)
                };
            }
        }
        builder.copy(&program.circuit, &wires)
    }

    /// What was answered is no answer on the side: or, of a `Many` question, a choice is not sure that must be yes or no.
    fn is_no_answer(&self, side: usize, index: QuestionIx, builder: &mut Builder, open: Wire) -> Wire {
        let Version { questionnaire, program } = self.sides[side];
        let source = &self.sources[side][index.at()];
        if source.spare.is_none() {
            return Wire::FALSE;
        }
        let question = &questionnaire[index];
        let main = &self.inputs[source.main.at()];
        let unsure = builder.input(main.unsure);
        let mut other = if question.unsure { Wire::FALSE } else { unsure };
        match &question.answer {
            AnswerKind::Many(_) => {
                let own = program.facts.question(index).facts.iter();
                let facts: Vec<Wire> = own
                    .filter_map(|fact| main.fact(source.key(question, fact.key)))
                    .map(|fact| builder.input(fact.unsure))
                    .collect();
                other = builder.any(facts);
            }
            AnswerKind::One(_) => {
                let foreign = main.facts.iter().filter(|fact| !source.choices.contains(&(fact.key as usize)));
                let foreign: Vec<Wire> = foreign.map(|fact| builder.input(fact.yes)).collect();
                let foreign = builder.any(foreign);
                other = builder.or(other, foreign);
            }
            AnswerKind::Number(number) => {
                let (from, to) = source.range(number);
                if let (Some(from), true) = (main.fact(from), self.reaches(source, |all| all.min < from)) {
                    let from = builder.input(from.yes);
                    let below = builder.all([!from, !open, !unsure]);
                    other = builder.or(other, below);
                }
                if let (Some(to), true) = (main.fact(to), self.reaches(source, |all| all.max >= to)) {
                    let above = builder.input(to.yes);
                    other = builder.or(other, above);
                }
            }
            AnswerKind::YesNo | AnswerKind::Text => {}
        }
        other
    }

    /// Whether the union's number goes further than the side's.
    fn reaches(&self, source: &Source, further: impl Fn(&Number) -> bool) -> bool {
        matches!(&self.questionnaire[source.main].answer, AnswerKind::Number(all) if further(all))
    }

    /// The patient who gives these answers to the union's questions.
    pub(super) fn patient(&self, answers: &[(QuestionIx, Answer)]) -> Patient {
        let mut all = vec![None; self.inputs.len()];
        for (question, answer) in answers {
            all[question.at()] = Some(answer);
        }
        let given = self.pairs.iter().map(|pair| {
            let [old, new] = [pair.old, pair.new].map(|at| at.map(|at| QuestionIx(at as u32)));
            let given = |side, question: Option<QuestionIx>| Some((question?, self.answer(side, question?, &all)?));
            Given { old: given(0, old), new: given(1, new) }
        });
        Patient { given: given.filter(|given| given.old.is_some() || given.new.is_some()).collect() }
    }

    /// What a side is answered.
    fn answer(&self, side: usize, index: QuestionIx, all: &[Option<&Answer>]) -> Option<Answer> {
        let Version { questionnaire, program } = self.sides[side];
        let question = &questionnaire[index];
        let source = &self.sources[side][index.at()];
        let main = all[source.main.at()]?;
        let spare = || source.spare.and_then(|spare| all[spare.at()]);
        let own = |choice: &usize| source.choices.iter().position(|at| at == choice);
        match (main, &question.answer) {
            (Answer::Unsure | Answer::Many { .. }, AnswerKind::Many(choices)) => {
                let every: Vec<usize> = source.choices.clone();
                let (yes, unsure) = match main {
                    Answer::Many { yes, unsure } => (yes, unsure),
                    _ => (&Vec::new(), &every),
                };
                let mut yes: Vec<usize> = yes.iter().filter_map(own).collect();
                let mut unsure: Vec<usize> = unsure.iter().filter_map(own).collect();
                if !question.unsure {
                    // Only what a condition asks about was left to be answered otherwise.
                    let facts = program.facts.question(index);
                    unsure.retain(|&choice| facts.fact(choice as i64).is_some());
                    if !unsure.is_empty() {
                        let Answer::Many { yes: instead, .. } = spare()? else { return None };
                        yes.extend(unsure.drain(..).filter(|choice| instead.contains(choice)));
                    }
                }
                yes.sort_unstable();
                unsure.sort_unstable();
                let whole = unsure.len() == choices.len();
                Some(if whole { Answer::Unsure } else { Answer::Many { yes, unsure } })
            }
            (Answer::Unsure, _) if !question.unsure => spare().cloned(),
            (Answer::One(choice), _) => own(choice).map(Answer::One).or_else(|| spare().cloned()),
            (Answer::Number(value), AnswerKind::Number(number)) => {
                let cut = value.div_euclid(source.scale);
                if (number.min..=number.max).contains(&cut) { Some(Answer::Number(cut)) } else { spare().cloned() }
            }
            _ => Some(main.clone()),
        }
    }
}

fn ids(questionnaire: &Questionnaire) -> Vec<&str> {
    questionnaire.questions.iter().map(|question| question.id.as_str()).collect()
}

/// One wire where `other` holds, and else the other one.
fn either(builder: &mut Builder, other: Wire, then: Wire, otherwise: Wire) -> Wire {
    let then = builder.and(other, then);
    let otherwise = builder.and(!other, otherwise);
    builder.or(then, otherwise)
}

/// The question that takes what either takes; `None` where an answer to one tells nothing about the other.
fn merged(old: &Question, new: &Question) -> Option<Question> {
    let choices = |old: &[Choice], new: &[Choice]| {
        let gone = old.iter().filter(|choice| new.iter().all(|other| other.id != choice.id));
        new.iter().chain(gone).cloned().collect()
    };
    let answer = match (&old.answer, &new.answer) {
        (AnswerKind::YesNo, AnswerKind::YesNo) => AnswerKind::YesNo,
        (AnswerKind::Text, AnswerKind::Text) => AnswerKind::Text,
        (AnswerKind::One(old), AnswerKind::One(new)) => AnswerKind::One(choices(old, new)),
        (AnswerKind::Many(old), AnswerKind::Many(new)) => AnswerKind::Many(choices(old, new)),
        (AnswerKind::Number(old), AnswerKind::Number(new)) if old.unit == new.unit => {
            let decimals = old.decimals.max(new.decimals);
            let fit = |number: &Number, value: i64| value.saturating_mul(scale(number, decimals));
            let likely = [new, old].into_iter().find_map(|number| {
                let (from, to) = number.likely?;
                Some((fit(number, from), fit(number, to)))
            });
            AnswerKind::Number(Number {
                unit: new.unit.clone(),
                min: fit(old, old.min).min(fit(new, new.min)),
                max: fit(old, old.max).max(fit(new, new.max)),
                decimals,
                likely,
            })
        }
        _ => return None,
    };
    Some(Question { unsure: old.unsure || new.unsure, answer, ..new.clone() })
}

fn scale(number: &Number, decimals: u8) -> i64 {
    10i64.pow(u32::from(decimals.saturating_sub(number.decimals)))
}

/// How a question of one side hangs on that of the union; which is not yet in its place.
fn source(question: &Question, both: &Question) -> Source {
    let place = |choice: &Choice| both.choices().iter().position(|other| other.id == choice.id);
    let choices = question.choices().iter().filter_map(place).collect();
    let scale = match (&question.answer, &both.answer) {
        (AnswerKind::Number(number), AnswerKind::Number(all)) => scale(number, all.decimals),
        _ => 1,
    };
    Source { main: QuestionIx(0), spare: None, choices, scale }
}
