//! Why a rule fires or is not ruled out.

use super::{Interview, Plan, change};
use crate::logic::{One, Trace, Values};
use crate::questionnaire::{Answer, Condition, QuestionIx, RuleIx, ScoreIx};

/// How a part of a condition stands, in the reading now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It surely holds.
    Yes,
    /// It surely does not hold.
    No,
    /// It perhaps holds.
    Perhaps,
}

impl State {
    /// How the condition of that trace stands.
    pub fn of(values: &mut Values<One>, trace: &Trace) -> State {
        if values.get(trace.surely) {
            State::Yes
        } else if values.get(trace.perhaps) {
            State::Perhaps
        } else {
            State::No
        }
    }
}

/// Something that is so, and what makes it so: a tree whose leaves are answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What it is about.
    pub part: Part,
    /// How it stands.
    pub state: State,
    /// What makes it so, in order asked; only what contributes. Empty for an answer.
    pub because: Vec<Explanation>,
}

/// What an explanation is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A rule, with its own reason in words.
    Rule(RuleIx),
    /// A score that is compared with `at_least`; its interval is in the outcome, its counting items follow.
    Score(ScoreIx, i64),
    /// An item of a score, by position.
    Item(ScoreIx, usize),
    /// The answer to a question (or that it has none): what the question says and what was answered.
    Answer(QuestionIx),
}

pub(super) fn rule(interview: &Interview, rule: RuleIx) -> Explanation {
    let plan = &*interview.plan;
    let values = plan.program.run(&interview.answers);
    Explainer { plan, answers: &interview.answers, values, told: Vec::new() }.rule(rule)
}

pub(super) fn settled_by(interview: &Interview, rules: &[RuleIx]) -> Vec<Vec<QuestionIx>> {
    let mut open: Vec<Vec<QuestionIx>> = rules.iter().map(|&rule| hangs_on(rule, interview)).collect();
    let mut questions = open.concat();
    questions.sort_unstable();
    questions.dedup();
    let other = |&question| change::other_answers(interview, question).into_iter().map(move |a| (question, a));
    let candidates: Vec<(QuestionIx, Answer)> = questions.iter().flat_map(other).collect();
    let mut alone = vec![Vec::new(); rules.len()];
    change::in_lanes(interview, &candidates, |batch, values| {
        for (rule, alone) in rules.iter().zip(&mut alone) {
            let wires = &interview.plan.program.rules[rule.at()];
            let settled = values.get(wires.surely) | !values.get(wires.perhaps);
            let settling = batch.iter().enumerate().filter(|(lane, _)| settled >> lane & 1 == 1);
            alone.extend(settling.map(|(_, (question, _))| *question));
        }
    });
    // A question that settles it alone is the one to ask; where none does, all that it hangs on.
    for (open, alone) in open.iter_mut().zip(alone) {
        if open.iter().any(|question| alone.contains(question)) {
            open.retain(|question| alone.contains(question));
        }
    }
    open
}

/// The questions, unanswered or not sure, that leave the rule open, in order asked.
fn hangs_on(rule: RuleIx, interview: &Interview) -> Vec<QuestionIx> {
    let mut open: Vec<QuestionIx> = Vec::new();
    let mut parts = vec![self::rule(interview, rule)];
    while let Some(explanation) = parts.pop() {
        if let Part::Answer(question) = explanation.part
            && explanation.state == State::Perhaps
        {
            open.push(question);
        }
        parts.extend(explanation.because);
    }
    open.sort_unstable();
    open.dedup();
    open
}

pub(super) fn items(interview: &Interview, score: ScoreIx) -> Vec<(usize, State)> {
    let plan = &*interview.plan;
    let values = plan.program.run(&interview.answers);
    let mut explainer = Explainer { plan, answers: &interview.answers, values, told: Vec::new() };
    let states = plan.program.scores[score.at()].items.iter().map(|trace| explainer.state(trace)).enumerate();
    states.filter(|(_, state)| *state != State::No).collect()
}

struct Explainer<'p> {
    plan: &'p Plan,
    answers: &'p [Option<Answer>],
    values: Values<One>,
    /// What is already explained: each is told once, so that a shared one does not repeat without end.
    told: Vec<Told>,
}

#[derive(PartialEq)]
enum Told {
    Rule(RuleIx),
    Score(ScoreIx, State),
    Question(QuestionIx),
}

impl Explainer<'_> {
    fn rule(&mut self, rule: RuleIx) -> Explanation {
        let plan = self.plan;
        let trace = &plan.program.rules[rule.at()].trace;
        let mut because = Vec::new();
        if self.first_time(Told::Rule(rule)) {
            self.condition(&plan.questionnaire[rule].when, trace, &mut because);
        }
        Explanation { part: Part::Rule(rule), state: self.state(trace), because }
    }

    /// Adds what makes the condition what it is.
    fn condition(&mut self, condition: &Condition, trace: &Trace, because: &mut Vec<Explanation>) {
        let state = self.state(trace);
        match condition {
            Condition::Always | Condition::UrgencyAtLeast(_) | Condition::Advised(_) => {}
            Condition::Yes(question)
            | Condition::No(question)
            | Condition::AtLeast(question, _)
            | Condition::Below(question, _) => self.fact(*question, &[], state, because),
            Condition::IsAny(question, choices) => self.fact(*question, choices, state, because),
            Condition::Score(score, least) => {
                let items = self.items(*score, state);
                add(because, Explanation { part: Part::Score(*score, *least), state, because: items });
            }
            Condition::Fires(rule) => {
                let explanation = self.rule(*rule);
                add(because, explanation);
            }
            Condition::All(parts) => {
                // What holds surely holds by all its parts; what does not, by any that does not.
                self.parts(parts, trace, because, |part| {
                    part == state || state == State::Perhaps && part == State::Yes
                });
            }
            Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
                self.parts(parts, trace, because, |part| part == state);
            }
            Condition::Not(part) => self.condition(part, &trace.parts[0], because),
        }
    }

    /// A fact can be left open by its answer, by whether its question is going to be asked, or by both.
    fn fact(&mut self, question: QuestionIx, choices: &[usize], state: State, because: &mut Vec<Explanation>) {
        let plan = self.plan;
        let wires = &plan.program.questions[question.at()];
        if state == State::Perhaps && !self.values.get(wires.stands) && self.first_time(Told::Question(question)) {
            let own = &plan.questionnaire[question];
            if let Some(trace) = &plan.program.sections[own.section.at()] {
                self.open_condition(&plan.questionnaire[own.section].when, trace, because);
            }
            self.open_condition(&own.when, &wires.trace, because);
        }
        let open = match &self.answers[question.at()] {
            None | Some(Answer::Unsure) => true,
            Some(Answer::Many { unsure, .. }) => choices.iter().any(|choice| unsure.contains(choice)),
            Some(_) => false,
        };
        let state = if state == State::Perhaps && !open { State::Yes } else { state };
        add(because, Explanation { part: Part::Answer(question), state, because: Vec::new() });
    }

    fn open_condition(&mut self, condition: &Condition, trace: &Trace, because: &mut Vec<Explanation>) {
        if self.state(trace) == State::Perhaps {
            self.condition(condition, trace, because);
        }
    }

    fn parts(
        &mut self,
        parts: &[Condition],
        trace: &Trace,
        because: &mut Vec<Explanation>,
        contributes: impl Fn(State) -> bool,
    ) {
        for (part, trace) in parts.iter().zip(&trace.parts) {
            if contributes(self.state(trace)) {
                self.condition(part, trace, because);
            }
        }
    }

    /// The items that count towards the score, and those that perhaps do where that is what leaves it open.
    fn items(&mut self, score: ScoreIx, of: State) -> Vec<Explanation> {
        let plan = self.plan;
        let mut items = Vec::new();
        if !self.first_time(Told::Score(score, of)) {
            return items;
        }
        let traces = &plan.program.scores[score.at()].items;
        for (i, (item, trace)) in plan.questionnaire[score].points.iter().zip(traces).enumerate() {
            let state = self.state(trace);
            if state == State::Yes || state == State::Perhaps && of == State::Perhaps {
                let mut because = Vec::new();
                self.condition(&item.when, trace, &mut because);
                items.push(Explanation { part: Part::Item(score, i), state, because });
            }
        }
        items
    }

    fn state(&mut self, trace: &Trace) -> State {
        State::of(&mut self.values, trace)
    }

    fn first_time(&mut self, told: Told) -> bool {
        let first = !self.told.contains(&told);
        if first {
            self.told.push(told);
        }
        first
    }
}

/// Adds an explanation unless it is there: two conditions often ask of the same answer.
fn add(because: &mut Vec<Explanation>, explanation: Explanation) {
    if !because.iter().any(|known| known.part == explanation.part && known.state == explanation.state) {
        because.push(explanation);
    }
}
