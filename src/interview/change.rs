//! What another answer would do.

use super::{Interview, Outcome};
use crate::logic::{Lanes, Program, Values};
use crate::questionnaire::{Answer, AnswerKind, Level, QuestionIx};

/// What changing one answer would do, computed before it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Answered questions that would no longer be asked: their answers are kept and set aside.
    pub set_aside: Vec<QuestionIx>,
    /// Set-aside answers that would count again.
    pub returns: Vec<QuestionIx>,
    /// Unanswered questions that would newly be asked.
    pub opens: Vec<QuestionIx>,
    /// Floor and ceiling as they are.
    pub before: (Option<Level>, Option<Level>),
    /// Floor and ceiling as they would be.
    pub after: (Option<Level>, Option<Level>),
}

/// One answer that would move the level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The question; it is asked at present.
    pub question: QuestionIx,
    /// The answer that would be given instead of the present one, or to the unanswered question.
    pub answer: Answer,
    /// Floor and ceiling as they would be.
    pub after: (Option<Level>, Option<Level>),
}

pub(super) fn preview(interview: &Interview, question: QuestionIx, answer: Option<Answer>) -> Preview {
    let mut answers = interview.answers.clone();
    answers[question.at()] = answer;
    let now = &interview.outcome;
    let then = Outcome::of(&interview.plan, &answers);
    let others = || (0..answers.len()).filter(|&i| i != question.at());
    let changed = |asked: &[bool], asked_then: &[bool], answered: bool| {
        others()
            .filter(|&i| asked[i] && !asked_then[i] && answers[i].is_some() == answered)
            .map(|i| QuestionIx(i as u32))
            .collect()
    };
    Preview {
        set_aside: changed(&now.asked, &then.asked, true),
        returns: changed(&then.asked, &now.asked, true),
        opens: changed(&then.asked, &now.asked, false),
        before: (now.floor, now.ceiling),
        after: (then.floor, then.ceiling),
    }
}

pub(super) fn alternatives(interview: &Interview) -> Vec<Alternative> {
    let Interview { plan, outcome, .. } = interview;
    let program = &plan.program;
    let candidates: Vec<(QuestionIx, Answer)> = interview
        .asked()
        .flat_map(|question| other_answers(interview, question).into_iter().map(move |answer| (question, answer)))
        .collect();
    let mut found = Vec::new();
    in_lanes(interview, &candidates, |batch, values| {
        let levels = levels(program, values);
        for ((question, answer), after) in batch.iter().zip(levels) {
            if after != (outcome.floor, outcome.ceiling) {
                found.push(Alternative { question: *question, answer: answer.clone(), after });
            }
        }
    });
    found
}

/// Runs the circuit for every candidate: the interview as it is, with that one answer instead. `read` gets up to 64
/// candidates at a time and the values in whose lanes they are, in their order.
pub(super) fn in_lanes(
    interview: &Interview,
    candidates: &[(QuestionIx, Answer)],
    mut read: impl FnMut(&[(QuestionIx, Answer)], &mut Values<Lanes>),
) {
    let program = &interview.plan.program;
    let base: Vec<u64> =
        program.inputs(&interview.answers).into_iter().map(|on| if on { u64::MAX } else { 0 }).collect();
    for batch in candidates.chunks(Lanes::WIDTH) {
        let mut inputs = base.clone();
        for (lane, (question, answer)) in batch.iter().enumerate() {
            program.facts.feed(*question, Some(answer), |input, value| {
                inputs[input] = inputs[input] & !(1 << lane) | u64::from(value) << lane;
            });
        }
        read(batch, &mut program.circuit.run(Lanes, &inputs));
    }
}

/// Floor and ceiling in each lane.
fn levels(program: &Program, values: &mut Values<Lanes>) -> Vec<(Option<Level>, Option<Level>)> {
    let floor = program.floor.map(|wire| values.get(wire));
    let ceiling = program.ceiling.map(|wire| values.get(wire));
    let level = |at_least: &[u64; 5], lane: usize| {
        Level::ALL.into_iter().find(|level| at_least[level.place()] >> lane & 1 == 1)
    };
    (0..Lanes::WIDTH).map(|lane| (level(&floor, lane), level(&ceiling, lane))).collect()
}

/// The definite answers that the question takes and that differ from its present one: in a `Many` question those that
/// differ in one choice, of a number the nearest in each range that no condition divides.
pub(super) fn other_answers(interview: &Interview, question: QuestionIx) -> Vec<Answer> {
    let present = interview.answer(question);
    let all: Vec<Answer> = match &interview.questionnaire()[question].answer {
        AnswerKind::YesNo => vec![Answer::YesNo(true), Answer::YesNo(false)],
        AnswerKind::One(choices) => (0..choices.len()).map(Answer::One).collect(),
        AnswerKind::Many(choices) => match present {
            Some(Answer::Many { yes, unsure }) => {
                (0..choices.len()).flat_map(|choice| turned(yes, unsure, choice)).collect()
            }
            _ => std::iter::once(Vec::new())
                .chain((0..choices.len()).map(|choice| vec![choice]))
                .map(|yes| Answer::Many { yes, unsure: Vec::new() })
                .collect(),
        },
        AnswerKind::Number(number) => {
            let facts = &interview.plan.program.facts.question(question).facts;
            let inside = facts.iter().map(|fact| fact.key).filter(|&key| key > number.min && key <= number.max);
            let starts: Vec<i64> = std::iter::once(number.min).chain(inside).collect();
            let ends = starts.iter().skip(1).map(|next| next - 1).chain([number.max]);
            let ranges = starts.iter().copied().zip(ends);
            match present {
                Some(Answer::Number(now)) => ranges
                    .filter(|(start, end)| now < start || now > end)
                    .map(|(start, end)| Answer::Number(if *now < start { start } else { end }))
                    .collect(),
                _ => ranges.map(|(start, _)| Answer::Number(start)).collect(),
            }
        }
        AnswerKind::Text => Vec::new(),
    };
    all.into_iter().filter(|answer| Some(answer) != present).collect()
}

/// The answers in which one choice is turned to yes or no, whichever it is not.
fn turned(yes: &[usize], unsure: &[usize], choice: usize) -> Vec<Answer> {
    let without = |list: &[usize]| list.iter().copied().filter(|&c| c != choice).collect::<Vec<_>>();
    let mut with = without(yes);
    with.push(choice);
    with.sort_unstable();
    let is_yes = yes.contains(&choice);
    let is_no = !is_yes && !unsure.contains(&choice);
    let to_yes = (!is_yes).then(|| Answer::Many { yes: with, unsure: without(unsure) });
    let to_no = (!is_no).then(|| Answer::Many { yes: without(yes), unsure: without(unsure) });
    to_yes.into_iter().chain(to_no).collect()
}
