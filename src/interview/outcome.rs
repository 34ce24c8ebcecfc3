//! What a list of answers means.

use super::Plan;
use crate::logic::{One, Values, Wire};
use crate::questionnaire::{AdviceIx, Answer, Effect, Level, QuestionIx, RuleIx};

pub use crate::questionnaire::Status;

/// What the answers so far mean (LANGUAGE.md, What the program says on one patient).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How far the interview has come.
    pub status: Status,
    /// The recommendation: where the interview is stopped, or no question is left. `None` there, too, where no rule
    /// with a level fires.
    pub urgency: Option<Level>,
    /// The least urgent level that the interview can still end in; `None` where no rule with a level stands.
    pub floor: Option<Level>,
    /// The most urgent level that the interview can still end in; `None` where none perhaps fires.
    pub ceiling: Option<Level>,
    /// Rules that fire surely, both kinds, in file order.
    pub fires: Vec<RuleIx>,
    /// Rules that fire perhaps and not surely, both kinds, in file order.
    pub not_ruled_out: Vec<RuleIx>,
    /// Rules that stand, both kinds, in file order: they will fire, surely or perhaps, whatever is answered next.
    pub stands: Vec<RuleIx>,
    /// The interval of each score, by its index.
    pub scores: Vec<(i64, i64)>,
    /// The hand-over rules among `fires`.
    pub hand_over: Vec<RuleIx>,
    /// The advice given, in file order.
    pub advice: Vec<AdviceIx>,
    /// Of that advice, what stands: it will be given whatever is answered next. The rest is given because an unanswered
    /// question does not rule it out.
    pub advice_stands: Vec<AdviceIx>,
    /// Questions asked and not answered, in order: as many as can still come.
    pub unanswered: Vec<QuestionIx>,
    /// How many of them will be asked whatever is answered, unless the interview is stopped before.
    pub certain: usize,
    /// Questions answered and not asked (set aside), in file order.
    pub ignored: Vec<QuestionIx>,
    /// Whether each question, by its index, is asked.
    pub asked: Vec<bool>,
    /// What cannot be, in words, if it is. Then the screen says so and shows the most urgent disposition.
    pub inconsistent: Option<Inconsistency>,
}

/// What cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inconsistency {
    /// The least level so far is above the greatest possible one.
    Bounds,
    /// No question is left, and the level is still open.
    Open,
    /// No rule gives this patient a level.
    NoLevel,
}

impl Outcome {
    /// What these answers, one place for each question, mean.
    pub fn of(plan: &Plan, answers: &[Option<Answer>]) -> Outcome {
        let Plan { questionnaire, program } = plan;
        let mut values = program.run(answers);
        let asked: Vec<bool> = program.questions.iter().map(|wires| values.get(wires.asked)).collect();
        let questions = || (0..answers.len()).map(|i| QuestionIx(i as u32));
        let unanswered: Vec<QuestionIx> = questions().filter(|q| asked[q.at()] && answers[q.at()].is_none()).collect();
        let certain = unanswered.iter().filter(|q| values.get(program.questions[q.at()].stands)).count();
        let ignored = questions().filter(|q| !asked[q.at()] && answers[q.at()].is_some()).collect();

        let (mut fires, mut not_ruled_out, mut stands) = (Vec::new(), Vec::new(), Vec::new());
        for (i, wires) in program.rules.iter().enumerate() {
            let rule = RuleIx(i as u32);
            if values.get(wires.surely) {
                fires.push(rule);
            } else if values.get(wires.perhaps) {
                not_ruled_out.push(rule);
            }
            if values.get(wires.stands) {
                stands.push(rule);
            }
        }
        let is_hand_over = |rule: &RuleIx| matches!(questionnaire[*rule].effect, Effect::HandOver(_));
        let hand_over = fires.iter().copied().filter(is_hand_over).collect();
        let (mut advice, mut advice_stands) = (Vec::new(), Vec::new());
        for (i, wires) in program.advice.iter().enumerate() {
            for (list, wire) in [(&mut advice, wires.given), (&mut advice_stands, wires.stands)] {
                if values.get(wire) {
                    list.push(AdviceIx(i as u32));
                }
            }
        }

        let floor = most_urgent(&mut values, &program.floor);
        let ceiling = most_urgent(&mut values, &program.ceiling);
        let left = values.get(program.left);
        let status = Status::of(left, values.get(program.met), values.get(program.hands_over));
        let urgency = if status == Status::Stopped || !left { floor } else { None };
        let inconsistent = if floor.map_or(5, Level::place) < ceiling.map_or(5, Level::place) {
            Some(Inconsistency::Bounds)
        } else if !left && floor != ceiling {
            Some(Inconsistency::Open)
        } else if matches!(status, Status::Stopped | Status::Complete) && urgency.is_none() {
            Some(Inconsistency::NoLevel)
        } else {
            None
        };
        let scores = program.scores.iter().map(|score| score.interval(&mut values)).collect();
        Outcome {
            status,
            urgency,
            floor,
            ceiling,
            fires,
            not_ruled_out,
            stands,
            scores,
            hand_over,
            advice,
            advice_stands,
            unanswered,
            certain,
            ignored,
            asked,
            inconsistent,
        }
    }
}

fn most_urgent(values: &mut Values<One>, at_least: &[Wire; 5]) -> Option<Level> {
    Level::ALL.into_iter().find(|level| values.get(at_least[level.place()]))
}
