//! Patients for what no worked patient exercises.
//!
//! Each is a patient as he is asked: the smallest there is whose interview runs to its end or, if there is none, is stopped
//! or handed over on the way. What is exercised by nobody whose interview ends is proved to be so.

use std::rc::Rc;

use super::coverage::{Coverage, Item, Kind, exercised};
use super::witness::Witnesses;
use super::world::Draft;
use super::{Limits, Step};
use crate::interview::{Interview, Plan};
use crate::logic::{FactInput, Wire};
use crate::questionnaire::{Answer, AnswerKind, Effect, QuestionIx, Status};

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
    let mut witnesses = Witnesses::of(&world);
    let mut suggested = Suggested { patients: Vec::new(), never: Vec::new(), unknown: Vec::new() };
    for (n, (&item, wires)) in missing.iter().zip(wires).enumerate() {
        if coverage.is_covered(item) {
            continue;
        }
        limits.tell(Step::Suggestion(n + 1, missing.len()));
        let found = wires.into_iter().find_map(|wire| match limits.is_over() {
            true => None,
            false => witnesses.smallest(wire, limits),
        });
        let Some(mut answers) = found else {
            let list = if limits.is_over() { &mut suggested.unknown } else { &mut suggested.never };
            list.push(item);
            continue;
        };
        by_hand(plan, item, &mut answers);
        let interview = asked(plan, item, &mut answers);
        let before: Vec<Item> = coverage.missing().collect();
        coverage.add(&interview);
        debug_assert!(coverage.is_covered(item), "{item:?} is not exercised by {answers:?}");
        let items = before.into_iter().filter(|item| coverage.is_covered(*item)).collect();
        suggested.patients.push(Suggestion { aim: item, items, answers, interview });
    }
    // What came to be exercised by the way is no longer missing.
    suggested.never.retain(|item| !coverage.is_covered(*item));
    suggested.unknown.retain(|item| !coverage.is_covered(*item));
    suggested
}

/// The interview with these answers, and no more of them than are asked before it ends, if the item is exercised by then.
fn asked(plan: &Rc<Plan>, item: Item, answers: &mut Vec<(QuestionIx, Answer)>) -> Interview {
    let first = |n: usize| {
        let mut all = vec![None; plan.questionnaire.questions.len()];
        for (question, answer) in &answers[..n] {
            all[question.at()] = Some(answer.clone());
        }
        Interview::with(plan.clone(), all)
    };
    let is_enough = |interview: &Interview| {
        let mut is_there = false;
        exercised(interview, |own| is_there |= own == item);
        is_there && interview.outcome().status != Status::Incomplete
    };
    // What has ended stays ended, as a rule: it is halved, and what comes of that is tried.
    let (mut less, mut enough) = (0, answers.len());
    while less < enough {
        let middle = usize::midpoint(less, enough);
        if is_enough(&first(middle)) {
            enough = middle;
        } else {
            less = middle + 1;
        }
    }
    let interview = first(enough);
    answers.truncate(enough);
    interview
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
    /// Complete or stopped.
    concluded: Wire,
    /// Complete, stopped or handed over.
    ended: Wire,
    /// No question is left.
    answered: Wire,
    /// It is stopped, if a question is left.
    met: Wire,
    /// No question is left, and nothing would have stopped it or handed it over.
    complete: Wire,
    /// It has a level: it is stopped, or no question is left.
    recommended: Wire,
}

impl<'p> Seeker<'p> {
    fn new(plan: &'p Plan) -> Seeker<'p> {
        let mut draft = Draft::any(&plan.questionnaire, &plan.program);
        let (concluded, ended) = (draft.concluded(), draft.ended());
        let [left, met, hands_over] =
            [plan.program.left, plan.program.met, plan.program.hands_over].map(|wire| draft.wire(wire));
        let complete = draft.builder.all([!left, !met, !hands_over]);
        let recommended = draft.builder.or(met, !left);
        Seeker { plan, draft, concluded, ended, answered: !left, met, complete, recommended }
    }

    /// Each holds for patients who exercise the item and whose interview ends; the first for whom there is anybody is best.
    fn wires(&mut self, item: Item) -> Vec<Wire> {
        let what = self.what(item);
        let builder = &mut self.draft.builder;
        let sure = match item {
            // Somebody for whom it is surely so shows more than somebody for whom it is not ruled out.
            Item::Deciding(rule) => Some(self.draft.copied.get(self.plan.program.rules[rule.at()].surely)),
            Item::Guarantee(i) => {
                let wires = self.plan.program.guarantees[i].as_ref();
                wires.map(|wires| self.draft.copied.get(wires.trace.surely))
            }
            _ => None,
        };
        let best = sure.map(|sure| builder.and(what, sure));
        let mut wires = Vec::new();
        for what in best.into_iter().chain([what]) {
            // Nobody stops such a patient: what stops an interview never goes away.
            let complete = builder.and(what, self.complete);
            let answered = builder.and(what, self.answered);
            wires.extend([complete, builder.and(answered, !self.met), answered, what]);
        }
        wires
    }

    /// The item is exercised, in an interview that ends.
    fn what(&mut self, item: Item) -> Wire {
        let program = &self.plan.program;
        let (within, what) = match item {
            Item::Question(question) => (self.ended, self.given(question)),
            Item::Choice(question, choice) => (self.ended, self.taken(question, choice as i64, true)),
            Item::YesNo(question, yes) => (self.ended, self.taken(question, 0, yes)),
            Item::Rule(rule) => (self.ended, self.draft.wire(program.rules[rule.at()].surely)),
            Item::Deciding(rule) => (self.recommended, self.alone(rule.at())),
            Item::Advice(advice) => (self.ended, self.draft.wire(program.advice[advice.at()].stands)),
            Item::Withheld(advice) => (self.answered, !self.draft.wire(program.advice[advice.at()].given)),
            Item::Points(score, item) => (self.ended, self.draft.wire(program.scores[score.at()].items[item].surely)),
            Item::Guarantee(i) => {
                let given = program.guarantees[i].as_ref().map_or(Wire::FALSE, |wires| wires.given_stands);
                (self.concluded, self.draft.wire(given))
            }
        };
        self.draft.builder.and(within, what)
    }

    /// The rule stands, and no other at its level or above.
    fn alone(&mut self, rule: usize) -> Wire {
        let Effect::Urgency(level) = self.plan.questionnaire.rules[rule].effect else { return Wire::FALSE };
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
    fn given(&mut self, question: QuestionIx) -> Wire {
        let open = self.draft.builder.input(self.plan.program.facts.question(question).open);
        let asked = self.draft.wire(self.plan.program.questions[question.at()].asked);
        self.draft.builder.and(asked, !open)
    }

    /// It is, and with that choice or, if it should not be, without. A choice that no condition asks for can be put in
    /// place of any other answer that means nothing.
    fn taken(&mut self, question: QuestionIx, key: i64, taken: bool) -> Wire {
        let inputs = self.plan.program.facts.question(question);
        let given = self.given(question);
        let mut wires = vec![given, !self.draft.builder.input(inputs.unsure)];
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
