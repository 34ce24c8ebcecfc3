//! Small changes to a questionnaire, as an author would make them from one version to the next.

use redflag::questionnaire::{
    AdviceKind, AnswerKind, Choice, Condition, Effect, Level, Number, Question, QuestionIx, Questionnaire, RuleIx,
};

use crate::random::Dice;

/// Words that tell one from the other.
pub fn name(questionnaire: &mut Questionnaire) {
    for rule in &mut questionnaire.rules {
        rule.because = format!("because of {}", rule.id);
    }
    for advice in &mut questionnaire.advice {
        advice.text = format!("advice {}", advice.id);
    }
}

/// One change, if there is anything to change so.
pub fn mutate(dice: &mut Dice, q: &mut Questionnaire) {
    let questions = q.questions.len();
    match dice.roll(20) {
        0 | 1 => {
            let at = dice.roll(q.rules.len());
            q.rules[at].effect = Effect::Urgency(*dice.pick(&Level::ALL));
        }
        2 => {
            let at = dice.roll(q.rules.len());
            q.rules[at].effect = Effect::HandOver("others".into());
        }
        3 | 4 => {
            let at = dice.roll(q.rules.len());
            negate(&mut q.rules[at].when);
        }
        5 if !q.advice.is_empty() => {
            let at = dice.roll(q.advice.len());
            negate(&mut q.advice[at].when);
        }
        6 if questions > 0 => {
            let at = dice.roll(questions);
            negate(&mut q.questions[at].when);
        }
        7 => {
            let by = if dice.roll(2) == 0 { 1 } else { -1 };
            each_condition(q, &mut |condition| {
                if let Condition::AtLeast(_, n) | Condition::Below(_, n) | Condition::Score(_, n) = condition {
                    *n += by;
                }
            });
        }
        8 if q.rules.len() > 1 => {
            let gone = dice.roll(q.rules.len());
            q.rules.remove(gone);
            each_condition(q, &mut |condition| match condition {
                Condition::Fires(rule) if rule.at() == gone => *condition = Condition::Any(vec![]),
                Condition::Fires(rule) if rule.at() > gone => *rule = RuleIx(rule.0 - 1),
                _ => {}
            });
        }
        9 if questions > 0 => {
            let gone = dice.roll(questions);
            q.questions.remove(gone);
            each_condition(q, &mut |condition| {
                if let Some(question) = of(condition) {
                    if question.at() == gone {
                        *condition = Condition::Any(vec![]);
                    } else if question.at() > gone
                        && let Some(question) = of_mut(condition)
                    {
                        question.0 -= 1;
                    }
                }
            });
        }
        10 => {
            let id = format!("n{questions}");
            let section = redflag::questionnaire::SectionIx(q.sections.len() as u32 - 1);
            let (ask, when) = (format!("Question {id}?"), Condition::Always);
            let answer = AnswerKind::YesNo;
            let unsure = dice.roll(2) == 0;
            q.questions.push(Question { id, section, ask, help: None, when, unsure, cite: vec![], answer });
            let rule = q.rules.len() - 1;
            let before = std::mem::replace(&mut q.rules[rule].when, Condition::Always);
            q.rules[rule].when = Condition::Any(vec![Condition::Yes(QuestionIx(questions as u32)), before]);
        }
        11 if questions > 0 => drop_choice(dice, q),
        12 if questions > 0 => add_choice(dice, q),
        13 if questions > 0 => number(dice, q),
        14 | 18 | 19 if questions > 0 => {
            let at = dice.roll(questions);
            q.questions[at].unsure ^= true;
        }
        15 if questions > 0 => {
            let at = dice.roll(questions);
            q.questions[at].answer = AnswerKind::YesNo;
            each_condition(q, &mut |condition| {
                if of(condition).is_some_and(|question| question.at() == at) {
                    *condition = Condition::Yes(QuestionIx(at as u32));
                }
            });
        }
        16 => q.stop_at = *dice.pick(&Level::ALL),
        17 => {
            let rule = dice.roll(q.rules.len());
            q.rules[rule].id.push_str("-renamed");
            if !q.advice.is_empty() {
                let advice = dice.roll(q.advice.len());
                q.advice[advice].kind = *dice.pick(&[AdviceKind::Do, AdviceKind::Dont]);
            }
        }
        _ => {}
    }
}

fn negate(condition: &mut Condition) {
    let before = std::mem::replace(condition, Condition::Always);
    *condition = Condition::Not(Box::new(before));
}

fn drop_choice(dice: &mut Dice, q: &mut Questionnaire) {
    let at = dice.roll(q.questions.len());
    let (AnswerKind::One(choices) | AnswerKind::Many(choices)) = &mut q.questions[at].answer else { return };
    if choices.len() < 2 {
        return;
    }
    let gone = dice.roll(choices.len());
    choices.remove(gone);
    each_condition(q, &mut |condition| {
        if let Condition::IsAny(question, list) = condition
            && question.at() == at
        {
            let left = list.iter().filter(|&&choice| choice != gone).map(|&choice| choice - usize::from(choice > gone));
            *list = left.collect::<Vec<_>>().into();
            if list.is_empty() {
                *condition = Condition::Any(vec![]);
            }
        }
    });
}

fn add_choice(dice: &mut Dice, q: &mut Questionnaire) {
    let at = dice.roll(q.questions.len());
    let (AnswerKind::One(choices) | AnswerKind::Many(choices)) = &mut q.questions[at].answer else { return };
    let new = choices.len();
    let id = format!("n{new}");
    choices.push(Choice { id, label: "New".into(), aliases: vec![], tags: vec![], help: None });
    let mut first = dice.roll(2) == 0;
    each_condition(q, &mut |condition| {
        if let Condition::IsAny(question, list) = condition
            && question.at() == at
            && std::mem::take(&mut first)
        {
            *list = list.iter().copied().chain([new]).collect();
        }
    });
}

fn number(dice: &mut Dice, q: &mut Questionnaire) {
    let at = dice.roll(q.questions.len());
    let AnswerKind::Number(number) = &mut q.questions[at].answer else { return };
    match dice.roll(6) {
        0 => number.max += 1,
        1 => number.min += 1,
        2 if number.max > number.min => number.max -= 1,
        3 => *number = Number { min: number.min + 3, max: number.max + 2, ..number.clone() },
        4 => number.unit = "months".into(),
        _ if number.decimals == 0 => {
            *number = Number { unit: number.unit.clone(), min: -6, max: 7, decimals: 1, likely: None };
            each_condition(q, &mut |condition| {
                if let Condition::AtLeast(question, n) | Condition::Below(question, n) = condition
                    && question.at() == at
                {
                    *n = *n * 10 - 5;
                }
            });
        }
        _ => {}
    }
}

fn of(condition: &Condition) -> Option<QuestionIx> {
    match condition {
        Condition::Yes(question)
        | Condition::No(question)
        | Condition::IsAny(question, _)
        | Condition::AtLeast(question, _)
        | Condition::Below(question, _) => Some(*question),
        _ => None,
    }
}

fn of_mut(condition: &mut Condition) -> Option<&mut QuestionIx> {
    match condition {
        Condition::Yes(question)
        | Condition::No(question)
        | Condition::IsAny(question, _)
        | Condition::AtLeast(question, _)
        | Condition::Below(question, _) => Some(question),
        _ => None,
    }
}

/// Calls `change` with every part of every condition of sections, questions, scores, rules and advice.
fn each_condition(q: &mut Questionnaire, change: &mut impl FnMut(&mut Condition)) {
    fn visit(condition: &mut Condition, change: &mut impl FnMut(&mut Condition)) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
                parts.iter_mut().for_each(|part| visit(part, change));
            }
            Condition::Not(part) => visit(part, change),
            _ => change(condition),
        }
    }
    let points = q.scores.iter_mut().flat_map(|score| &mut score.points).map(|item| &mut item.when);
    q.sections
        .iter_mut()
        .map(|section| &mut section.when)
        .chain(q.questions.iter_mut().map(|question| &mut question.when))
        .chain(points)
        .chain(q.rules.iter_mut().map(|rule| &mut rule.when))
        .chain(q.advice.iter_mut().map(|advice| &mut advice.when))
        .for_each(|condition| visit(condition, change));
}
