//! How far into the questionnaire a score or rule looks, itself or through others.

use crate::questionnaire::{Condition, QuestionIx, Questionnaire, RuleIx, ScoreIx};

/// The latest question that something speaks of, and through what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) question: QuestionIx,
    /// The score or rule through which it is reached; `None` where it is spoken of directly.
    pub(super) through: Option<Item>,
}

/// A score or a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Score(ScoreIx),
    Rule(RuleIx),
}

/// The reach of every score and rule; `None` for one that speaks of no question.
pub(super) struct Reaches {
    scores: Vec<Option<Reach>>,
    rules: Vec<Option<Reach>>,
}

impl Reaches {
    /// Needs the conditions of scores and rules. They speak only of what is before them, so one walk in file order
    /// is enough; what speaks of something later is an error already, and nothing here relies on it.
    pub(super) fn new(questionnaire: &Questionnaire) -> Self {
        let mut reaches =
            Reaches { scores: vec![None; questionnaire.scores.len()], rules: vec![None; questionnaire.rules.len()] };
        let mut scores = questionnaire.scores.iter().enumerate().peekable();
        let mut rules = questionnaire.rules.iter().enumerate().peekable();
        for section in (0u32..).map(crate::questionnaire::SectionIx).take(questionnaire.sections.len()) {
            while let Some((index, score)) = scores.next_if(|(_, score)| score.section == section) {
                let spoken_of = score.points.iter().filter_map(|item| reaches.of(&item.when));
                // A question of a later section is an error of the score's own.
                let allowed = spoken_of
                    .filter(|reach| reach.through.is_some() || questionnaire[reach.question].section <= section);
                reaches.scores[index] = allowed.max_by_key(|reach| reach.question);
            }
            while let Some((index, rule)) = rules.next_if(|(_, rule)| rule.section == section) {
                reaches.rules[index] = reaches.of(&rule.when);
            }
        }
        reaches
    }

    /// The reach of a score or rule.
    pub(super) fn item(&self, item: Item) -> Option<Reach> {
        match item {
            Item::Score(score) => self.scores.get(score.at()).copied().flatten(),
            Item::Rule(rule) => self.rules.get(rule.at()).copied().flatten(),
        }
    }

    /// The reach of a condition.
    fn of(&self, condition: &Condition) -> Option<Reach> {
        let through = |item| self.item(item).map(|reach| Reach { through: Some(item), ..reach });
        match condition {
            Condition::Yes(question)
            | Condition::No(question)
            | Condition::IsAny(question, _)
            | Condition::AtLeast(question, _)
            | Condition::Below(question, _) => Some(Reach { question: *question, through: None }),
            Condition::Score(score, _) => through(Item::Score(*score)),
            Condition::Fires(rule) => through(Item::Rule(*rule)),
            Condition::All(list) | Condition::Any(list) | Condition::AtLeastOf(_, list) => {
                list.iter().filter_map(|condition| self.of(condition)).max_by_key(|reach| reach.question)
            }
            Condition::Not(condition) => self.of(condition),
            Condition::Always | Condition::UrgencyAtLeast(_) | Condition::Advised(_) => None,
        }
    }

    /// The way from a score or rule to its latest question, in words.
    pub(super) fn way(&self, questionnaire: &Questionnaire, item: Item) -> String {
        let mut words = Vec::new();
        let mut next = Some(item);
        while let Some(item) = next {
            words.push(match item {
                Item::Score(score) => format!("score {:?}", questionnaire[score].id),
                Item::Rule(rule) => format!("rule {:?}", questionnaire[rule].id),
            });
            let reach = self.item(item);
            next = reach.and_then(|reach| reach.through);
            if let Some(reach) = reach.filter(|reach| reach.through.is_none()) {
                words.push(format!("question {:?}", questionnaire[reach.question].id));
            }
        }
        words.join(" -> ")
    }
}
