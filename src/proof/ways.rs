//! Where an answer shows: the rules, advice and later questions that speak of it, themselves or through others.

use crate::logic::Wire;
use crate::questionnaire::{Condition, QuestionIx, Questionnaire, RuleIx, ScoreIx};

/// Of these there can be thousands; a few are enough to find one that works.
const MOST: usize = 8;

/// For each question, wires that are likely to depend on its answer where they hold.
pub(super) struct Ways {
    questions: Vec<Vec<Wire>>,
    scores: Vec<Vec<Wire>>,
    rules: Vec<Vec<Wire>>,
}

/// The wires in which something shows by itself.
pub(super) struct Shown<'s> {
    /// For each question, that it is asked.
    pub(super) asked: &'s [Wire],
    /// For each rule, that it alone decides or hands over; `None` of one that shows only in what refers to it.
    pub(super) rules: Vec<Option<Wire>>,
    /// For each piece of advice, that it is given.
    pub(super) advice: Vec<Wire>,
}

impl Ways {
    /// Finds them.
    pub(super) fn of(questionnaire: &Questionnaire, shown: &Shown<'_>) -> Ways {
        let mut ways = Ways {
            questions: vec![Vec::new(); questionnaire.questions.len()],
            scores: vec![Vec::new(); questionnaire.scores.len()],
            rules: vec![Vec::new(); questionnaire.rules.len()],
        };
        for (advice, &given) in questionnaire.advice.iter().zip(&shown.advice) {
            ways.add(&advice.when, &[given]);
        }
        for (index, question) in questionnaire.questions() {
            let asked = [shown.asked[index.at()]];
            ways.add(&question.when, &asked);
            ways.add(&questionnaire[question.section].when, &asked);
        }
        // Scores and rules speak of what stands before them, so from the last to the first all that speaks of one is known.
        let (mut score, mut rule) = (questionnaire.scores.len(), questionnaire.rules.len());
        for section in (0..questionnaire.sections.len()).rev() {
            while rule > 0 && questionnaire.rules[rule - 1].section.at() == section {
                rule -= 1;
                let own = match shown.rules[rule] {
                    Some(wire) => vec![wire],
                    None => ways.rules[rule].clone(),
                };
                ways.add(&questionnaire.rules[rule].when, &own);
            }
            while score > 0 && questionnaire.scores[score - 1].section.at() == section {
                score -= 1;
                let own = ways.scores[score].clone();
                for item in &questionnaire.scores[score].points {
                    ways.add(&item.when, &own);
                }
            }
        }
        ways
    }

    /// The way of a question that comes round at that time; `None` where it has none.
    pub(super) fn at(&self, question: QuestionIx, round: usize) -> Option<Wire> {
        let ways = &self.questions[question.at()];
        ways.get(round.checked_rem(ways.len())?).copied()
    }

    /// All that the condition speaks of shows in these.
    fn add(&mut self, condition: &Condition, ways: &[Wire]) {
        condition.visit(&mut |part| {
            let of = match part {
                Condition::Yes(QuestionIx(question))
                | Condition::No(QuestionIx(question))
                | Condition::IsAny(QuestionIx(question), _)
                | Condition::AtLeast(QuestionIx(question), _)
                | Condition::Below(QuestionIx(question), _) => &mut self.questions[*question as usize],
                Condition::Score(ScoreIx(score), _) => &mut self.scores[*score as usize],
                Condition::Fires(RuleIx(rule)) => &mut self.rules[*rule as usize],
                _ => return,
            };
            let room = MOST.saturating_sub(of.len());
            of.extend(ways.iter().take(room));
        });
    }
}
