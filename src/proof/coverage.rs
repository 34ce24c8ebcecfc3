//! What the worked patients exercise, and what they leave out.
//!
//! Only what a case settles counts: what is merely open because a question is not yet answered proves nothing about the
//! content. A case whose interview stops early therefore exercises little beyond what stopped it.

use std::collections::HashSet;

use crate::interview::{Interview, Plan};
use crate::questionnaire::{
    AdviceIx, Answer, AnswerKind, Claim, Condition, Effect, QuestionIx, Questionnaire, RuleIx, ScoreIx, Status,
};

/// Something that a case can exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// The question is asked and answered ("not sure" is an answer).
    Question(QuestionIx),
    /// The choice of a One or Many question, by position, is taken.
    Choice(QuestionIx, usize),
    /// The YesNo question is answered so: its two choices.
    YesNo(QuestionIx, bool),
    /// The rule, of either kind, fires surely.
    Rule(RuleIx),
    /// The rule decides the level alone: without it the level would be another. See [`Coverage::by_reference`].
    Deciding(RuleIx),
    /// The advice is given, and not only because an unanswered question does not rule it out.
    Advice(AdviceIx),
    /// The advice is not given to somebody who has answered every question. None of advice that everybody gets.
    Withheld(AdviceIx),
    /// The item of a score, by position, surely counts.
    Points(ScoreIx, usize),
    /// What is `given` in the guarantee, by position, holds for somebody who ends complete or stopped, and not only because
    /// of an unanswered question. None of `never_lowers`, which compares two patients.
    Guarantee(usize),
}

/// The kinds of items, each with a figure of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`Item::Question`].
    Questions,
    /// [`Item::Choice`] and [`Item::YesNo`].
    Choices,
    /// [`Item::Rule`].
    Rules,
    /// [`Item::Deciding`].
    Deciding,
    /// [`Item::Advice`].
    Advice,
    /// [`Item::Withheld`].
    Withheld,
    /// [`Item::Points`].
    Points,
    /// [`Item::Guarantee`].
    Guarantees,
}

impl Kind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Kind; 8] = [
        Kind::Questions,
        Kind::Choices,
        Kind::Rules,
        Kind::Deciding,
        Kind::Advice,
        Kind::Withheld,
        Kind::Points,
        Kind::Guarantees,
    ];
}

impl Item {
    /// Its kind.
    pub fn kind(self) -> Kind {
        match self {
            Item::Question(_) => Kind::Questions,
            Item::Choice(..) | Item::YesNo(..) => Kind::Choices,
            Item::Rule(_) => Kind::Rules,
            Item::Deciding(_) => Kind::Deciding,
            Item::Advice(_) => Kind::Advice,
            Item::Withheld(_) => Kind::Withheld,
            Item::Points(..) => Kind::Points,
            Item::Guarantee(_) => Kind::Guarantees,
        }
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Exercised by a case that passes.
    pub covered: usize,
    /// All there are.
    pub total: usize,
}

impl Figure {
    /// In whole percent, rounded down; of nothing all is covered.
    pub fn percent(self) -> usize {
        (self.covered * 100).checked_div(self.total).unwrap_or(100)
    }
}

/// What the cases seen so far exercise.
#[derive(Clone, Debug)]
pub struct Coverage {
    items: Vec<Item>,
    hit: HashSet<Item>,
    referred: HashSet<RuleIx>,
}

impl Coverage {
    /// Nothing is exercised yet.
    pub fn new(questionnaire: &Questionnaire) -> Coverage {
        let mut referred = HashSet::new();
        for condition in questionnaire.conditions() {
            condition.visit(&mut |part| {
                if let Condition::Fires(rule) = part {
                    referred.insert(*rule);
                }
            });
        }
        Coverage { items: items(questionnaire), hit: HashSet::new(), referred }
    }

    /// Counts what a patient exercises. It is for the caller to leave out those whose case fails.
    pub fn add(&mut self, interview: &Interview) {
        exercised(interview, |item| {
            self.hit.insert(item);
        });
    }

    /// Everything that can be exercised, kind by kind, in file order, and whether it is.
    pub fn items(&self) -> impl Iterator<Item = (Item, bool)> {
        self.items.iter().map(|&item| (item, self.is_covered(item)))
    }

    /// What no case exercises, kind by kind, in file order.
    pub fn missing(&self) -> impl Iterator<Item = Item> {
        self.items().filter(|(_, covered)| !covered).map(|(item, _)| item)
    }

    /// Rules that never decide alone and are counted as if they did: they fire, and others refer to them, which may be all
    /// that they are for.
    pub fn by_reference(&self) -> impl Iterator<Item = RuleIx> {
        self.items.iter().filter(|item| self.is_covered(**item) && !self.hit.contains(item)).filter_map(|item| {
            match item {
                Item::Deciding(rule) => Some(*rule),
                _ => None,
            }
        })
    }

    /// The figure of one kind.
    pub fn of(&self, kind: Kind) -> Figure {
        self.count(|item| item.kind() == kind)
    }

    /// The figure over all kinds.
    pub fn overall(&self) -> Figure {
        self.count(|_| true)
    }

    fn count(&self, counts: impl Fn(Item) -> bool) -> Figure {
        let counted = self.items().filter(|(item, _)| counts(*item));
        counted.fold(Figure { covered: 0, total: 0 }, |figure, (_, covered)| Figure {
            covered: figure.covered + usize::from(covered),
            total: figure.total + 1,
        })
    }

    /// Whether a case exercises the item.
    pub fn is_covered(&self, item: Item) -> bool {
        let referred = match item {
            Item::Deciding(rule) => self.referred.contains(&rule) && self.hit.contains(&Item::Rule(rule)),
            _ => false,
        };
        referred || self.hit.contains(&item)
    }
}

/// Tells everything that a patient exercises; some of it twice.
pub(super) fn exercised(interview: &Interview, mut hit: impl FnMut(Item)) {
    let Plan { questionnaire, program } = &**interview.plan();
    let outcome = interview.outcome();
    for question in interview.asked() {
        let Some(answer) = interview.answer(question) else { continue };
        hit(Item::Question(question));
        match answer {
            Answer::YesNo(yes) => hit(Item::YesNo(question, *yes)),
            Answer::One(choice) => hit(Item::Choice(question, *choice)),
            Answer::Many { yes, .. } => yes.iter().for_each(|&choice| hit(Item::Choice(question, choice))),
            Answer::Unsure | Answer::Number(_) | Answer::Text(_) => {}
        }
    }
    outcome.fires.iter().for_each(|&rule| hit(Item::Rule(rule)));
    outcome.advice_stands.iter().for_each(|&advice| hit(Item::Advice(advice)));
    if outcome.unanswered.is_empty() {
        let given: HashSet<&AdviceIx> = outcome.advice.iter().collect();
        let all = (0..questionnaire.advice.len()).map(|i| AdviceIx(i as u32));
        all.filter(|advice| !given.contains(advice)).for_each(|advice| hit(Item::Withheld(advice)));
    }
    // The level is the floor, which the rules that stand make; what only an unanswered question leaves open decides
    // nothing.
    if outcome.urgency.is_some()
        && let [alone] = interview.floor_rules()[..]
    {
        hit(Item::Deciding(alone));
    }
    let mut values = program.run(interview.answers());
    for (score, wires) in program.scores.iter().enumerate() {
        for (i, item) in wires.items.iter().enumerate() {
            if values.get(item.surely) {
                hit(Item::Points(ScoreIx(score as u32), i));
            }
        }
    }
    if matches!(outcome.status, Status::Complete | Status::Stopped) {
        for (i, wires) in program.guarantees.iter().enumerate() {
            if wires.as_ref().is_some_and(|wires| values.get(wires.given_stands)) {
                hit(Item::Guarantee(i));
            }
        }
    }
}

/// Everything that can be exercised, kind by kind, in file order.
fn items(questionnaire: &Questionnaire) -> Vec<Item> {
    let mut items = Vec::new();
    items.extend(questionnaire.questions().map(|(index, _)| Item::Question(index)));
    for (index, question) in questionnaire.questions() {
        match &question.answer {
            AnswerKind::YesNo => items.extend([Item::YesNo(index, true), Item::YesNo(index, false)]),
            _ => items.extend((0..question.choices().len()).map(|choice| Item::Choice(index, choice))),
        }
    }
    let rules = || questionnaire.rules.iter().enumerate().map(|(i, rule)| (RuleIx(i as u32), rule));
    items.extend(rules().map(|(index, _)| Item::Rule(index)));
    let sets_level = rules().filter(|(_, rule)| matches!(rule.effect, Effect::Urgency(_)));
    items.extend(sets_level.map(|(index, _)| Item::Deciding(index)));
    let advice = || questionnaire.advice.iter().enumerate().map(|(i, advice)| (AdviceIx(i as u32), advice));
    items.extend(advice().map(|(index, _)| Item::Advice(index)));
    let can_be_withheld = advice().filter(|(_, advice)| advice.when != Condition::Always);
    items.extend(can_be_withheld.map(|(index, _)| Item::Withheld(index)));
    for (i, score) in questionnaire.scores.iter().enumerate() {
        items.extend((0..score.points.len()).map(|item| Item::Points(ScoreIx(i as u32), item)));
    }
    for (i, guarantee) in questionnaire.guarantees.iter().enumerate() {
        if matches!(guarantee.claim, Claim::GivenThen { .. }) {
            items.push(Item::Guarantee(i));
        }
    }
    items
}
