//! The meaning of a questionnaire a second time, written straight from the text of LANGUAGE.md, Semantics, with plain
//! recursion over the conditions and no circuit. Slow, and for that easy to hold against the text.

use redflag::interview::{Inconsistency, Outcome};
use redflag::questionnaire::{
    AdviceIx, AdviceKind, Answer, AnswerKind, Condition, Effect, Level, QuestionIx, Questionnaire, RuleIx, ScoreIx,
    Status,
};

/// One patient's answers, by question.
pub struct Naive<'a> {
    pub questionnaire: &'a Questionnaire,
    pub answers: &'a [Option<Answer>],
}

/// Semantics 2: the four states of a fact.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Yes,
    No,
    NotSure,
    Unanswered,
}

/// Semantics 3: the two readings.
#[derive(Clone, Copy, PartialEq)]
pub enum Reading {
    Now,
    Standing,
}

pub type Pair = (bool, bool);

impl Naive<'_> {
    pub fn outcome(&self) -> Outcome {
        let q = self.questionnaire;
        let questions = || (0..q.questions.len()).map(|i| QuestionIx(i as u32));
        let rules = || (0..q.rules.len()).map(|i| RuleIx(i as u32));
        let asked: Vec<bool> = questions().map(|i| self.relevance(i).1).collect();
        let answered = |i: QuestionIx| self.answers[i.at()].is_some();
        let unanswered: Vec<_> = questions().filter(|&i| asked[i.at()] && !answered(i)).collect();
        let fires: Vec<_> = rules().filter(|&r| self.fires(r, Reading::Now).0).collect();
        let not_ruled_out: Vec<_> =
            rules().filter(|&r| self.fires(r, Reading::Now).1 && !self.fires(r, Reading::Now).0).collect();
        let hand_over: Vec<_> = fires.iter().copied().filter(|&r| matches!(q[r].effect, Effect::HandOver(_))).collect();
        let (floor, ceiling) = (self.floor(), self.ceiling());
        let left = !unanswered.is_empty();
        let met = floor == ceiling && floor.is_some_and(|level| level <= q.stop_at);
        let ceiling_below = ceiling.is_none_or(|level| level > q.stop_at);
        let status = if met && left {
            Status::Stopped
        } else if !hand_over.is_empty() && ceiling_below {
            Status::HandedOver
        } else if !left {
            Status::Complete
        } else {
            Status::Incomplete
        };
        let urgency = if status == Status::Stopped || !left { ceiling } else { None };
        Outcome {
            status,
            urgency,
            floor,
            ceiling,
            fires,
            not_ruled_out,
            stands: rules().filter(|&r| self.fires(r, Reading::Standing).0).collect(),
            scores: (0..q.scores.len()).map(|i| self.sums(ScoreIx(i as u32), Reading::Now)).collect(),
            hand_over,
            advice: (0..q.advice.len()).map(|i| AdviceIx(i as u32)).filter(|&a| self.given(a)).collect(),
            advice_stands: (0..q.advice.len()).map(|i| AdviceIx(i as u32)).filter(|&a| self.will_be_given(a)).collect(),
            ignored: questions().filter(|&i| !asked[i.at()] && answered(i)).collect(),
            certain: unanswered.iter().filter(|&&i| self.relevance(i).0).count(),
            unanswered,
            asked,
            inconsistent: match (status, urgency) {
                (Status::Stopped | Status::Complete, None) => Some(Inconsistency::NoLevel),
                _ => None,
            },
        }
    }

    /// Semantics 4: (both conditions stand, both perhaps hold).
    pub fn relevance(&self, question: QuestionIx) -> Pair {
        let own = &self.questionnaire[question];
        let section = &self.questionnaire[own.section];
        let stand = |c: &Condition| self.holds(c, Reading::Standing).0;
        let perhaps = |c: &Condition| self.holds(c, Reading::Now).1;
        (stand(&section.when) && stand(&own.when), perhaps(&section.when) && perhaps(&own.when))
    }

    fn fact(&self, question: QuestionIx, reading: Reading, so: impl Fn(&Answer) -> State) -> Pair {
        let state = match &self.answers[question.at()] {
            None => State::Unanswered,
            Some(Answer::Unsure) => State::NotSure,
            Some(answer) => so(answer),
        };
        let pair = match (state, reading) {
            (State::Yes, _) => (true, true),
            (State::No, _) => (false, false),
            (State::Unanswered, _) => (false, true),
            (State::NotSure, Reading::Now) => (false, true),
            (State::NotSure, Reading::Standing) => (true, false),
        };
        let relevance = self.relevance(question);
        (pair.0 && relevance.0, pair.1 && relevance.1)
    }

    /// Semantics 3: (surely, perhaps), or the same in the reading that stands.
    pub fn holds(&self, condition: &Condition, reading: Reading) -> Pair {
        let yes_if = |so: bool| if so { State::Yes } else { State::No };
        match condition {
            Condition::Always => (true, true),
            Condition::Yes(q) => self.fact(*q, reading, |a| yes_if(*a == Answer::YesNo(true))),
            Condition::No(q) => self.fact(*q, reading, |a| yes_if(*a == Answer::YesNo(false))),
            Condition::IsAny(q, choices) => choices.iter().fold((false, false), |any, choice| {
                let one = self.fact(*q, reading, |answer| match answer {
                    Answer::One(taken) => yes_if(taken == choice),
                    Answer::Many { yes, .. } if yes.contains(choice) => State::Yes,
                    Answer::Many { unsure, .. } if unsure.contains(choice) => State::NotSure,
                    _ => State::No,
                });
                (any.0 || one.0, any.1 || one.1)
            }),
            Condition::AtLeast(q, n) => {
                self.fact(*q, reading, |a| yes_if(matches!(a, Answer::Number(value) if value >= n)))
            }
            Condition::Below(q, n) => {
                self.fact(*q, reading, |a| yes_if(matches!(a, Answer::Number(value) if value < n)))
            }
            Condition::Score(s, n) => {
                let sums = self.sums(*s, reading);
                (sums.0 >= *n, sums.1 >= *n)
            }
            Condition::Fires(r) => self.fires(*r, reading),
            Condition::All(parts) => {
                let pairs: Vec<Pair> = parts.iter().map(|part| self.holds(part, reading)).collect();
                (pairs.iter().all(|p| p.0), pairs.iter().all(|p| p.1))
            }
            Condition::Any(parts) => {
                let pairs: Vec<Pair> = parts.iter().map(|part| self.holds(part, reading)).collect();
                (pairs.iter().any(|p| p.0), pairs.iter().any(|p| p.1))
            }
            Condition::Not(part) => {
                let (a, b) = self.holds(part, reading);
                (!b, !a)
            }
            Condition::AtLeastOf(n, parts) => {
                let pairs: Vec<Pair> = parts.iter().map(|part| self.holds(part, reading)).collect();
                let count = |side: fn(&Pair) -> bool| pairs.iter().filter(|p| side(p)).count() >= *n as usize;
                (count(|p| p.0), count(|p| p.1))
            }
            Condition::UrgencyAtLeast(level) => (
                self.floor().is_some_and(|floor| floor <= *level),
                self.ceiling().is_some_and(|ceiling| ceiling <= *level),
            ),
            Condition::Advised(advice) => (self.given(*advice), self.given(*advice)),
        }
    }

    fn sums(&self, score: ScoreIx, reading: Reading) -> (i64, i64) {
        let mut sums = (0, 0);
        for item in &self.questionnaire[score].points {
            let (a, b) = self.holds(&item.when, reading);
            let (a, b) = if item.points < 0 { (b, a) } else { (a, b) };
            sums.0 += if a { item.points } else { 0 };
            sums.1 += if b { item.points } else { 0 };
        }
        sums
    }

    fn fires(&self, rule: RuleIx, reading: Reading) -> Pair {
        self.holds(&self.questionnaire[rule].when, reading)
    }

    fn floor(&self) -> Option<Level> {
        self.most_urgent(|rule| self.fires(rule, Reading::Standing).0)
    }

    fn ceiling(&self) -> Option<Level> {
        self.most_urgent(|rule| self.fires(rule, Reading::Now).0 || self.fires(rule, Reading::Now).1)
    }

    fn most_urgent(&self, counts: impl Fn(RuleIx) -> bool) -> Option<Level> {
        let rules = self.questionnaire.rules.iter().enumerate();
        rules
            .filter_map(|(i, rule)| match rule.effect {
                Effect::Urgency(level) if counts(RuleIx(i as u32)) => Some(level),
                _ => None,
            })
            .min()
    }

    fn given(&self, advice: AdviceIx) -> bool {
        let (surely, perhaps) = self.holds(&self.questionnaire[advice].when, Reading::Now);
        match self.questionnaire[advice].kind {
            AdviceKind::Do => surely,
            _ => perhaps,
        }
    }

    fn will_be_given(&self, advice: AdviceIx) -> bool {
        let when = &self.questionnaire[advice].when;
        match self.questionnaire[advice].kind {
            AdviceKind::Do => self.holds(when, Reading::Now).0,
            _ => self.holds(when, Reading::Standing).0,
        }
    }
}

/// Every answer that a question takes, "not sure" included where it is allowed: each number between the conditions'
/// constants once would do, here it is each number of the range.
pub fn every_answer(questionnaire: &Questionnaire, question: QuestionIx) -> Vec<Answer> {
    let question = &questionnaire[question];
    let mut answers = match &question.answer {
        AnswerKind::YesNo => vec![Answer::YesNo(true), Answer::YesNo(false)],
        AnswerKind::One(choices) => (0..choices.len()).map(Answer::One).collect(),
        AnswerKind::Many(choices) => {
            let states: usize = if question.unsure { 3 } else { 2 };
            (0..states.pow(choices.len() as u32))
                .map(|code| {
                    let of =
                        |state| (0..choices.len()).filter(|&c| code / states.pow(c as u32) % states == state).collect();
                    Answer::Many { yes: of(1), unsure: of(2) }
                })
                .collect()
        }
        AnswerKind::Number(number) => (number.min..=number.max).map(Answer::Number).collect(),
        AnswerKind::Text => vec![Answer::Text("words".into())],
    };
    if question.unsure {
        answers.push(Answer::Unsure);
    }
    answers
}
