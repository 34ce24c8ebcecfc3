//! Patients for what no worked patient exercises.
//!
//! Each is the smallest there is whose interview ends. What can be exercised by nobody is proved to be so.

use std::rc::Rc;

use super::coverage::{Coverage, Item, Kind};
use super::witness::smallest;
use super::world::Draft;
use super::{Limits, Step};
use crate::interview::{Interview, Plan};
use crate::logic::{FactInput, Wire};
use crate::questionnaire::{Answer, AnswerKind, Effect, Level, QuestionIx};

/// A patient who exercises what no other does so far.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// What he was looked for.
    pub aim: Item,
    /// Everything that he exercises and nobody before him does, kind by kind, in file order; the aim is among it.
    pub items: Vec<Item>,
    /// His answers, in the order asked.
    pub answers: Vec<(QuestionIx, Answer)>,
    /// What comes of them.
    pub interview: Interview,
}

/// Patients for everything that is missing.
#[derive(Clone, Debug)]
pub struct Suggested {
    /// The patients, in the order in which they were looked for.
    pub patients: Vec<Suggestion>,
    /// What nobody exercises whose interview ends: this is proved.
    pub never: Vec<Item>,
    /// For what the time was up.
    pub unknown: Vec<Item>,
}

/// The order in which patients are looked for: first what brings much else with it.
const ORDER: [Kind; 8] = [
    Kind::Deciding,
    Kind::Rules,
    Kind::Guarantees,
    Kind::Points,
    Kind::Advice,
    Kind::Withheld,
    Kind::Choices,
    Kind::Questions,
];

/// Finds patients for all that is missing, as long as the limits allow. The same questionnaire and the same coverage give
/// the same patients.
pub fn suggest(plan: &Rc<Plan>, mut coverage: Coverage, limits: &Limits) -> Suggested {
    let mut missing: Vec<Item> = coverage.missing().collect();
    missing.sort_by_key(|item| ORDER.iter().position(|kind| *kind == item.kind()));
    let mut seeker = Seeker::new(plan);
    let wires: Vec<Vec<Wire>> = missing.iter().map(|&item| seeker.wires(item)).collect();
    let world = seeker.draft.finish();
    let mut suggested = Suggested { patients: Vec::new(), never: Vec::new(), unknown: Vec::new() };
    for (n, (&item, wires)) in missing.iter().zip(wires).enumerate() {
        if coverage.is_covered(item) {
            continue;
        }
        limits.tell(Step::Suggestion(n + 1, missing.len()));
        let found = wires.into_iter().find_map(|wire| match limits.is_over() {
            true => None,
            false => smallest(&world, wire, limits),
        });
        let Some(mut answers) = found else {
            let list = if limits.is_over() { &mut suggested.unknown } else { &mut suggested.never };
            list.push(item);
            continue;
        };
        by_hand(plan, item, &mut answers);
        let mut all = vec![None; plan.questionnaire.questions.len()];
        for (question, answer) in &answers {
            all[question.at()] = Some(answer.clone());
        }
        let interview = Interview::with(plan.clone(), all);
        let before: Vec<Item> = coverage.missing().collect();
        coverage.add(&interview);
        debug_assert!(coverage.is_covered(item), "{item:?} is not exercised by {answers:?}");
        let items = before.into_iter().filter(|item| coverage.is_covered(*item)).collect();
        suggested.patients.push(Suggestion { aim: item, items, answers, interview });
    }
    // Who came to be exercised by the way is no longer missing.
    suggested.unknown.retain(|item| !coverage.is_covered(*item));
    suggested
}

/// Puts the answer that is wanted in place of one that means the same to every condition.
fn by_hand(plan: &Plan, item: Item, answers: &mut [(QuestionIx, Answer)]) {
    let (question, wanted) = match item {
        Item::Choice(question, choice) => (question, Some(choice)),
        Item::YesNo(question, true) => (question, None),
        _ => return,
    };
    if plan.program.facts.fact(question, wanted.unwrap_or(0) as i64).is_some() {
        return;
    }
    for (_, answer) in answers.iter_mut().filter(|(own, _)| *own == question) {
        match (&mut *answer, wanted) {
            (Answer::Many { yes, .. }, Some(choice)) => {
                yes.push(choice);
                yes.sort_unstable();
                yes.dedup();
            }
            (answer, Some(choice)) => *answer = Answer::One(choice),
            (answer, None) => *answer = Answer::YesNo(true),
        }
    }
}

/// Asks for patients who exercise something.
struct Seeker<'p> {
    plan: &'p Plan,
    draft: Draft<'p>,
    concluded: Wire,
    ended: Wire,
}

impl<'p> Seeker<'p> {
    fn new(plan: &'p Plan) -> Seeker<'p> {
        let mut draft = Draft::any(&plan.questionnaire, &plan.program);
        let (concluded, ended) = (draft.concluded(), draft.ended());
        Seeker { plan, draft, concluded, ended }
    }

    /// Holds for the patients who exercise the item and whose interview ends; where there are several, the first for whom
    /// there is anybody is best.
    fn wires(&mut self, item: Item) -> Vec<Wire> {
        let program = &self.plan.program;
        let (within, what) = match item {
            Item::Question(question) => (self.ended, self.answered(question)),
            Item::Choice(question, choice) => (self.ended, self.taken(question, choice as i64, true)),
            Item::YesNo(question, yes) => (self.ended, self.taken(question, 0, yes)),
            Item::Rule(rule) => {
                let surely = self.draft.wire(program.rules[rule.at()].surely);
                let mut wires = vec![self.draft.builder.and(self.ended, surely)];
                if let Effect::HandOver(_) = self.plan.questionnaire[rule].effect {
                    let hands_over = self.draft.wire(program.hands_over);
                    wires.insert(0, self.draft.builder.and(hands_over, surely));
                }
                return wires;
            }
            Item::Deciding(rule) => {
                let Effect::Urgency(level) = self.plan.questionnaire[rule].effect else { return Vec::new() };
                let alone = self.alone(rule.at(), level);
                // Whoever is handed over with no question left has a level, too.
                let (met, left) = (self.draft.wire(program.met), self.draft.wire(program.left));
                let recommended = self.draft.builder.or(met, !left);
                let concluded = self.draft.builder.and(self.concluded, alone);
                return vec![concluded, self.draft.builder.and(recommended, alone)];
            }
            Item::Advice(advice) => (self.ended, self.draft.wire(program.advice[advice.at()].stands)),
            Item::Withheld(advice) => {
                let (given, left) = (self.draft.wire(program.advice[advice.at()].given), self.draft.wire(program.left));
                (!left, !given)
            }
            Item::Points(score, item) => {
                let surely = self.draft.wire(program.scores[score.at()].items[item].surely);
                (self.ended, surely)
            }
            Item::Guarantee(i) => {
                let given = program.guarantees[i].as_ref().map_or(Wire::FALSE, |wires| wires.given_stands);
                (self.concluded, self.draft.wire(given))
            }
        };
        vec![self.draft.builder.and(within, what)]
    }

    /// The rule stands, and no other at its level or above.
    fn alone(&mut self, rule: usize, level: Level) -> Wire {
        let mut wires = Vec::new();
        for (i, other) in self.plan.questionnaire.rules.iter().enumerate() {
            if let Effect::Urgency(own) = other.effect
                && own.place() <= level.place()
            {
                let stands = self.draft.wire(self.plan.program.rules[i].stands);
                wires.push(if i == rule { stands } else { !stands });
            }
        }
        self.draft.builder.all(wires)
    }

    /// The question is asked and answered.
    fn answered(&mut self, question: QuestionIx) -> Wire {
        let open = self.draft.builder.input(self.plan.program.facts.question(question).open);
        let asked = self.draft.wire(self.plan.program.questions[question.at()].asked);
        self.draft.builder.and(asked, !open)
    }

    /// It is, and with that choice or, if it should not be, without. A choice that no condition asks for can be put in
    /// place of any other answer that means nothing.
    fn taken(&mut self, question: QuestionIx, key: i64, taken: bool) -> Wire {
        let inputs = self.plan.program.facts.question(question);
        let answered = self.answered(question);
        let mut wires = vec![answered, !self.draft.builder.input(inputs.unsure)];
        let yes = |draft: &mut Draft<'_>, fact: &FactInput| draft.builder.input(fact.yes);
        match inputs.facts.iter().find(|fact| fact.key == key) {
            Some(fact) => {
                let wire = yes(&mut self.draft, fact);
                wires.push(if taken { wire } else { !wire });
            }
            None if matches!(self.plan.questionnaire[question].answer, AnswerKind::One(_)) => {
                for fact in &inputs.facts {
                    wires.push(!yes(&mut self.draft, fact));
                }
            }
            None => {}
        }
        self.draft.builder.all(wires)
    }
}
