//! Random patients of a questionnaire.

use std::rc::Rc;

use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, AnswerKind, Question, QuestionIx, Questionnaire, Status};

/// A small generator of numbers, the same on every machine (xorshift64*).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }
}

/// A patient who was asked question by question until the interview could end, with a temper of his own: some say
/// mostly no, as most patients do, some are often not sure.
pub fn ended(plan: &Rc<Plan>, chance: &mut Chance) -> Vec<Option<Answer>> {
    let temper = chance.roll(4);
    let mut interview = Interview::new(plan.clone());
    while !matches!(interview.outcome().status, Status::Complete | Status::Stopped) {
        let Some(question) = interview.next_question() else { break };
        let answer = answer(&plan.questionnaire[question], chance, temper);
        interview.set(question, Some(answer));
    }
    (0..plan.questionnaire.questions.len()).map(|i| interview.answer(QuestionIx(i as u32)).cloned()).collect()
}

/// A patient who answered any of the questions, asked or not.
pub fn any(plan: &Rc<Plan>, chance: &mut Chance) -> Vec<Option<Answer>> {
    let temper = chance.roll(4);
    let questions = &plan.questionnaire.questions;
    questions.iter().map(|q| (chance.roll(6) != 0).then(|| answer(q, chance, temper))).collect()
}

fn answer(question: &Question, chance: &mut Chance, temper: usize) -> Answer {
    let rare = [40, 12, 5, 3][temper];
    if question.unsure && chance.roll(rare * 2) == 0 {
        return Answer::Unsure;
    }
    match &question.answer {
        AnswerKind::YesNo => Answer::YesNo(chance.roll(rare) == 0),
        AnswerKind::One(choices) => Answer::One(chance.roll(choices.len())),
        AnswerKind::Many(choices) => {
            let (mut yes, mut unsure) = (Vec::new(), Vec::new());
            for choice in 0..choices.len() {
                match chance.roll(rare * choices.len() / 2 + 1) {
                    0 => yes.push(choice),
                    1 if question.unsure => unsure.push(choice),
                    _ => {}
                }
            }
            Answer::Many { yes, unsure }
        }
        AnswerKind::Number(number) => {
            let (from, to) = if chance.roll(10) == 0 {
                (number.min, number.max)
            } else {
                number.likely.unwrap_or((number.min, number.max))
            };
            Answer::Number(from + chance.roll((to - from + 1) as usize) as i64)
        }
        AnswerKind::Text => Answer::Text("words".into()),
    }
}

/// An answer in which one fact is yes, not sure or no and the others are as they were.
pub fn turned(answer: Option<&Answer>, choice: Option<usize>, yes: bool, unsure: bool) -> Answer {
    let Some(choice) = choice else {
        return if unsure { Answer::Unsure } else { Answer::YesNo(yes) };
    };
    let (mut taken, mut open) = match answer {
        Some(Answer::Many { yes, unsure }) => (yes.clone(), unsure.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    for list in [&mut taken, &mut open] {
        list.retain(|&c| c != choice);
    }
    let list = if yes { &mut taken } else { &mut open };
    if yes || unsure {
        list.push(choice);
        list.sort_unstable();
    }
    Answer::Many { yes: taken, unsure: open }
}

/// The answers by id, for a person who wants to see the patient.
pub fn described(questionnaire: &Questionnaire, answers: &[Option<Answer>]) -> String {
    let ids = |question: &Question, choices: &[usize]| {
        choices.iter().map(|&c| question.choices()[c].id.clone()).collect::<Vec<_>>().join(" ")
    };
    let mut lines = String::new();
    for (question, answer) in questionnaire.questions.iter().zip(answers) {
        let Some(answer) = answer else { continue };
        let said = match answer {
            Answer::One(choice) => ids(question, &[*choice]),
            Answer::Many { yes, unsure } => format!("[{}] unsure [{}]", ids(question, yes), ids(question, unsure)),
            other => format!("{other:?}"),
        };
        lines.push_str(&format!("\n  {}: {said}", question.id));
    }
    lines
}
