//! A questionnaire's meaning as gates: LANGUAGE.md, Semantics, line by line.

use super::arithmetic;
use super::circuit::{Builder, Circuit, Values, Wire};
use super::facts::Facts;
use super::{Algebra, One};
use crate::questionnaire::{
    AdviceIx, AdviceKind, Answer, Claim, Condition, Effect, Level, QuestionIx, Questionnaire, RuleIx, ScoreIx,
};

/// A questionnaire compiled: its circuit, where the answers enter and where the results come out.
#[derive(Debug)]
pub struct Program {
    /// The gates.
    pub circuit: Circuit,
    /// The inputs.
    pub facts: Facts,
    /// For each question.
    pub questions: Vec<QuestionWires>,
    /// For each section that has questions: its condition, part by part.
    pub sections: Vec<Option<Trace>>,
    /// For each rule.
    pub rules: Vec<RuleWires>,
    /// For each score.
    pub scores: Vec<ScoreWires>,
    /// By [`Level::place`]: the floor is that level or more urgent (Semantics 5).
    pub floor: [Wire; 5],
    /// By [`Level::place`]: the ceiling is that level or more urgent.
    pub ceiling: [Wire; 5],
    /// For each piece of advice.
    pub advice: Vec<AdviceWires>,
    /// For each guarantee of the kind given/then; `None` for `never_lowers`, which compares two patients.
    pub guarantees: Vec<Option<GuaranteeWires>>,
    /// A question is asked and not answered.
    pub left: Wire,
    /// Floor and ceiling meet at `stop_at` or above (Semantics 6).
    pub met: Wire,
    /// A hand-over rule fires surely and the ceiling is below `stop_at` (Semantics 10).
    pub hands_over: Wire,
}

/// The outputs of a question (Semantics 4).
#[derive(Clone, Debug)]
pub struct QuestionWires {
    /// It is asked: its own and its section's condition perhaps hold.
    pub asked: Wire,
    /// It is surely going to be asked: both stand.
    pub stands: Wire,
    /// Its own condition, part by part.
    pub trace: Trace,
}

/// The outputs of a rule.
#[derive(Clone, Debug)]
pub struct RuleWires {
    /// It fires surely.
    pub surely: Wire,
    /// It fires perhaps, or surely.
    pub perhaps: Wire,
    /// It stands: it will fire, surely or perhaps, whatever is answered next.
    pub stands: Wire,
    /// Its condition, part by part.
    pub trace: Trace,
}

/// The outputs of a piece of advice (Semantics 7).
#[derive(Clone, Debug)]
pub struct AdviceWires {
    /// It is given.
    pub given: Wire,
    /// It stands: it will be given whatever is answered next.
    pub stands: Wire,
    /// Its condition, part by part.
    pub trace: Trace,
}

/// The outputs of a guarantee (Semantics 8). They mean something only where the interview can end complete or stopped.
#[derive(Clone, Debug)]
pub struct GuaranteeWires {
    /// What is given perhaps holds: the guarantee has something to say.
    pub given: Wire,
    /// What is given stands: it will hold, surely or perhaps, whatever is answered next.
    pub given_stands: Wire,
    /// It is kept: what is given does not even perhaps hold, or what then must hold surely does.
    pub kept: Wire,
    /// What is given, part by part.
    pub trace: Trace,
}

/// The outputs of a score: the interval of its sum. A sum is the binary number of its bits, lowest first, plus the base.
#[derive(Clone, Debug)]
pub struct ScoreWires {
    /// The bits of the lower end.
    pub low: Vec<Wire>,
    /// The bits of the upper end.
    pub high: Vec<Wire>,
    /// Added to both: the sum of the negative items.
    pub base: i64,
    /// The items' conditions, part by part.
    pub items: Vec<Trace>,
}

/// The wires of a condition in the reading *now*, and of its parts in their order.
#[derive(Clone, Debug)]
pub struct Trace {
    /// It surely holds.
    pub surely: Wire,
    /// It perhaps holds, or surely.
    pub perhaps: Wire,
    /// The parts of `All`, `Any`, `AtLeastOf` and `Not`; none otherwise.
    pub parts: Vec<Trace>,
}

impl Program {
    /// Compiles a checked questionnaire. The cost grows linearly with its conditions.
    pub fn compile(questionnaire: &Questionnaire) -> Program {
        Compiler::new(questionnaire).compile()
    }

    /// Runs the circuit for one patient.
    pub fn run(&self, answers: &[Option<Answer>]) -> Values<One> {
        self.circuit.run(One, &self.inputs(answers))
    }

    /// Adds the wire that the interview can end complete or stopped (Semantics 6, 10 and what `status` says) to a circuit
    /// into which this one was copied; `at` says where its wires are there.
    pub fn concluded(&self, builder: &mut Builder, at: impl Fn(Wire) -> Wire) -> Wire {
        let complete = builder.and(!at(self.left), !at(self.hands_over));
        builder.or(at(self.met), complete)
    }

    /// The same of complete, stopped or handed over.
    pub fn ended(&self, builder: &mut Builder, at: impl Fn(Wire) -> Wire) -> Wire {
        let concluded = self.concluded(builder, &at);
        builder.or(concluded, at(self.hands_over))
    }

    /// The inputs that these answers, by question, give.
    pub fn inputs(&self, answers: &[Option<Answer>]) -> Vec<bool> {
        let mut inputs = vec![false; self.facts.inputs()];
        for (i, answer) in answers.iter().enumerate() {
            self.facts.feed(QuestionIx(i as u32), answer.as_ref(), |input, value| inputs[input] = value);
        }
        inputs
    }
}

impl ScoreWires {
    /// The interval for one patient: lower and upper end.
    pub fn interval(&self, values: &mut Values<One>) -> (i64, i64) {
        (number(values, &self.low) + self.base, number(values, &self.high) + self.base)
    }
}

fn number<A: Algebra<Bit = bool>>(values: &mut Values<A>, bits: &[Wire]) -> i64 {
    bits.iter().enumerate().map(|(i, &bit)| i64::from(values.get(bit)) << i).sum()
}

/// The two sides of a condition in one reading (Semantics 3).
#[derive(Clone, Copy)]
struct Pair {
    first: Wire,
    second: Wire,
}

impl Pair {
    const ALWAYS: Pair = Pair { first: Wire::TRUE, second: Wire::TRUE };
    const NEVER: Pair = Pair { first: Wire::FALSE, second: Wire::FALSE };
}

/// A condition in both readings.
#[derive(Clone, Copy)]
struct Sides {
    now: Pair,
    standing: Pair,
}

impl Sides {
    const ALWAYS: Sides = Sides { now: Pair::ALWAYS, standing: Pair::ALWAYS };
    const NEVER: Sides = Sides { now: Pair::NEVER, standing: Pair::NEVER };

    /// `Not` of (a, b) is (not b, not a), in both readings.
    fn inverse(self) -> Sides {
        let inverse = |pair: Pair| Pair { first: !pair.second, second: !pair.first };
        Sides { now: inverse(self.now), standing: inverse(self.standing) }
    }
}

/// A score's sums in both readings.
struct Sums {
    now: (Vec<Wire>, Vec<Wire>),
    standing: (Vec<Wire>, Vec<Wire>),
    base: i64,
}

struct Compiler<'q> {
    questionnaire: &'q Questionnaire,
    builder: Builder,
    facts: Facts,
    /// For each section: its condition.
    sections: Vec<Option<(Sides, Trace)>>,
    /// For each question compiled: (its conditions stand, they perhaps hold), and its own condition.
    relevance: Vec<(Pair, Trace)>,
    scores: Vec<Option<(Sums, Vec<Trace>)>>,
    rules: Vec<Option<(Sides, Trace)>>,
    /// (floor, ceiling) is that level or more urgent; known before advice is compiled.
    urgency: [Pair; 5],
    advised: Vec<AdviceWires>,
}

/// A score or a rule, in file order.
#[derive(Clone, Copy)]
enum Item {
    Score(ScoreIx),
    Rule(RuleIx),
}

impl<'q> Compiler<'q> {
    fn new(questionnaire: &'q Questionnaire) -> Compiler<'q> {
        let facts = Facts::of(questionnaire);
        Compiler {
            questionnaire,
            builder: Builder::new(facts.inputs()),
            facts,
            sections: questionnaire.sections.iter().map(|_| None).collect(),
            relevance: Vec::with_capacity(questionnaire.questions.len()),
            scores: questionnaire.scores.iter().map(|_| None).collect(),
            rules: questionnaire.rules.iter().map(|_| None).collect(),
            urgency: [Pair::NEVER; 5],
            advised: Vec::with_capacity(questionnaire.advice.len()),
        }
    }

    fn compile(mut self) -> Program {
        // A score or rule is compiled as soon as the last question that it speaks of is, so that the questions
        // after that one may speak of it, whatever file it stands in.
        let mut ready = self.by_last_question();
        for item in std::mem::take(&mut ready[0]) {
            self.item(item);
        }
        for (question, _) in self.questionnaire.questions() {
            self.question(question);
            for item in std::mem::take(&mut ready[question.at() + 1]) {
                self.item(item);
            }
        }
        let rules: Vec<(Sides, Trace)> = self.rules.iter_mut().filter_map(Option::take).collect();
        let mut above = Pair::NEVER;
        for level in Level::ALL {
            let at_level = self.questionnaire.rules.iter().zip(&rules);
            let at_level =
                at_level.filter(|(rule, _)| rule.effect == Effect::Urgency(level)).map(|(_, (sides, _))| sides);
            let here = Pair {
                first: self.builder.any(at_level.clone().map(|sides| sides.standing.first)),
                second: self.builder.any(at_level.map(|sides| sides.now.second)),
            };
            above = Pair {
                first: self.builder.or(above.first, here.first),
                second: self.builder.or(above.second, here.second),
            };
            self.urgency[level.place()] = above;
        }
        self.rules = rules.into_iter().map(Some).collect();
        for i in 0..self.questionnaire.advice.len() {
            self.advice(AdviceIx(i as u32));
        }
        let guarantees =
            self.questionnaire.guarantees.iter().map(|guarantee| self.guarantee(&guarantee.claim)).collect();
        self.finish(guarantees)
    }

    /// Scores and rules, in file order, by the last question they speak of, themselves or through others: first those
    /// that speak of none, then those of each question.
    fn by_last_question(&self) -> Vec<Vec<Item>> {
        let questionnaire = self.questionnaire;
        let mut last = Last { scores: vec![0; questionnaire.scores.len()], rules: vec![0; questionnaire.rules.len()] };
        let mut ready = vec![Vec::new(); questionnaire.questions.len() + 1];
        let (mut score, mut rule) = (0, 0);
        for section in 0..questionnaire.sections.len() {
            while score < questionnaire.scores.len() && questionnaire.scores[score].section.at() == section {
                let points = &questionnaire.scores[score].points;
                last.scores[score] = points.iter().map(|item| last.of(&item.when)).max().unwrap_or(0);
                ready[last.scores[score]].push(Item::Score(ScoreIx(score as u32)));
                score += 1;
            }
            while rule < questionnaire.rules.len() && questionnaire.rules[rule].section.at() == section {
                last.rules[rule] = last.of(&questionnaire.rules[rule].when);
                ready[last.rules[rule]].push(Item::Rule(RuleIx(rule as u32)));
                rule += 1;
            }
        }
        ready
    }

    fn question(&mut self, index: QuestionIx) {
        let question = &self.questionnaire[index];
        let section = match &self.sections[question.section.at()] {
            Some((sides, _)) => *sides,
            None => {
                let compiled = self.condition(&self.questionnaire[question.section].when);
                self.sections[question.section.at()].insert(compiled).0
            }
        };
        let (own, trace) = self.condition(&question.when);
        let relevance = Pair {
            first: self.builder.and(section.standing.first, own.standing.first),
            second: self.builder.and(section.now.second, own.now.second),
        };
        self.relevance.push((relevance, trace));
    }

    fn item(&mut self, item: Item) {
        match item {
            Item::Score(score) => {
                let compiled = self.score(score);
                self.scores[score.at()] = Some(compiled);
            }
            Item::Rule(rule) => {
                let compiled = self.condition(&self.questionnaire[rule].when);
                self.rules[rule.at()] = Some(compiled);
            }
        }
    }

    /// A positive item counts in the first sum where its first side holds, in the second where its second does; a
    /// negative item the other way round. So that all weights are positive, a negative item is taken off the base and
    /// given back where it does not count.
    fn score(&mut self, score: ScoreIx) -> (Sums, Vec<Trace>) {
        let mut terms: [Vec<(u64, Wire)>; 4] = Default::default();
        let mut base = 0;
        let mut traces = Vec::new();
        for item in &self.questionnaire[score].points {
            let (sides, trace) = self.condition(&item.when);
            traces.push(trace);
            base += item.points.min(0);
            for (terms, pair) in terms.chunks_mut(2).zip([sides.now, sides.standing]) {
                let weight = item.points.unsigned_abs();
                let (low, high) =
                    if item.points >= 0 { (pair.first, pair.second) } else { (!pair.second, !pair.first) };
                terms[0].push((weight, low));
                terms[1].push((weight, high));
            }
        }
        let [now_low, now_high, standing_low, standing_high] =
            terms.map(|terms| arithmetic::sum(&mut self.builder, &terms));
        (Sums { now: (now_low, now_high), standing: (standing_low, standing_high), base }, traces)
    }

    fn advice(&mut self, advice: AdviceIx) {
        let (sides, trace) = self.condition(&self.questionnaire[advice].when);
        let (given, stands) = match self.questionnaire[advice].kind {
            AdviceKind::Do => (sides.now.first, sides.now.first),
            AdviceKind::Dont | AdviceKind::Watch | AdviceKind::Refer => (sides.now.second, sides.standing.first),
        };
        self.advised.push(AdviceWires { given, stands, trace });
    }

    fn guarantee(&mut self, claim: &Claim) -> Option<GuaranteeWires> {
        let Claim::GivenThen { given, then } = claim else { return None };
        let (sides, trace) = self.condition(given);
        let then = self.condition(then).0.now.first;
        let kept = self.builder.or(!sides.now.second, then);
        Some(GuaranteeWires { given: sides.now.second, given_stands: sides.standing.first, kept, trace })
    }

    fn condition(&mut self, condition: &Condition) -> (Sides, Trace) {
        let (sides, parts) = match condition {
            Condition::Always => (Sides::ALWAYS, Vec::new()),
            Condition::Yes(question) => (self.fact(*question, 0, false), Vec::new()),
            Condition::No(question) => (self.fact(*question, 0, true), Vec::new()),
            Condition::IsAny(question, choices) => {
                let facts: Vec<Sides> = choices.iter().map(|&c| self.fact(*question, c as i64, false)).collect();
                (self.any(&facts), Vec::new())
            }
            Condition::AtLeast(question, number) => (self.fact(*question, *number, false), Vec::new()),
            Condition::Below(question, number) => (self.fact(*question, *number, true), Vec::new()),
            Condition::Score(score, least) => (self.score_at_least(*score, *least), Vec::new()),
            Condition::Fires(rule) => (self.rules[rule.at()].as_ref().map_or(Sides::NEVER, |r| r.0), Vec::new()),
            Condition::All(parts) => {
                let (sides, traces) = self.parts(parts);
                // De Morgan holds on pairs: all hold where not any does not.
                let inverse: Vec<Sides> = sides.into_iter().map(Sides::inverse).collect();
                (self.any(&inverse).inverse(), traces)
            }
            Condition::Any(parts) => {
                let (sides, traces) = self.parts(parts);
                (self.any(&sides), traces)
            }
            Condition::Not(part) => {
                let (sides, trace) = self.condition(part);
                (sides.inverse(), vec![trace])
            }
            Condition::AtLeastOf(least, parts) => {
                let (sides, traces) = self.parts(parts);
                (
                    self.sides(&sides, |builder, wires| {
                        let terms: Vec<(u64, Wire)> = wires.map(|wire| (1, wire)).collect();
                        let bits = arithmetic::sum(builder, &terms);
                        arithmetic::at_least(builder, &bits, i64::from(*least))
                    }),
                    traces,
                )
            }
            Condition::UrgencyAtLeast(level) => {
                let pair = self.urgency[level.place()];
                (Sides { now: pair, standing: pair }, Vec::new())
            }
            Condition::Advised(advice) => {
                let given = self.advised.get(advice.at()).map_or(Wire::FALSE, |wires| wires.given);
                let pair = Pair { first: given, second: given };
                (Sides { now: pair, standing: pair }, Vec::new())
            }
        };
        (sides, Trace { surely: sides.now.first, perhaps: sides.now.second, parts })
    }

    fn parts(&mut self, parts: &[Condition]) -> (Vec<Sides>, Vec<Trace>) {
        parts.iter().map(|part| self.condition(part)).unzip()
    }

    fn any(&mut self, sides: &[Sides]) -> Sides {
        self.sides(sides, |builder, wires| builder.any(wires))
    }

    /// The same over each of the four sides.
    fn sides(&mut self, of: &[Sides], over: impl Fn(&mut Builder, &mut dyn Iterator<Item = Wire>) -> Wire) -> Sides {
        let builder = &mut self.builder;
        let mut side = |side: fn(&Sides) -> Wire| over(builder, &mut of.iter().map(side));
        Sides {
            now: Pair { first: side(|s| s.now.first), second: side(|s| s.now.second) },
            standing: Pair { first: side(|s| s.standing.first), second: side(|s| s.standing.second) },
        }
    }

    fn score_at_least(&mut self, score: ScoreIx, least: i64) -> Sides {
        let Some((sums, _)) = &self.scores[score.at()] else { return Sides::NEVER };
        let builder = &mut self.builder;
        let mut pair = |(low, high): &(Vec<Wire>, Vec<Wire>)| Pair {
            first: arithmetic::at_least(builder, low, least.saturating_sub(sums.base)),
            second: arithmetic::at_least(builder, high, least.saturating_sub(sums.base)),
        };
        Sides { now: pair(&sums.now), standing: pair(&sums.standing) }
    }

    /// A fact, or what it is when the question was answered the other way (`No`, `Below`), side by side with the
    /// question's relevance.
    fn fact(&mut self, question: QuestionIx, key: i64, other: bool) -> Sides {
        let Some(input) = self.facts.fact(question, key) else { return Sides::NEVER };
        let open = self.builder.input(self.facts.question(question).open);
        let unsure = self.builder.input(input.unsure);
        let mut yes = self.builder.input(input.yes);
        if other {
            yes = self.builder.all([!yes, !open, !unsure]);
        }
        let relevance = self.relevance[question.at()].0;
        let builder = &mut self.builder;
        let yes_or_open = builder.or(yes, open);
        let yes_or_unsure = builder.or(yes, unsure);
        let perhaps = builder.or(yes_or_open, unsure);
        let mut pair = |first, second| Pair {
            first: builder.and(first, relevance.first),
            second: builder.and(second, relevance.second),
        };
        Sides { now: pair(yes, perhaps), standing: pair(yes_or_unsure, yes_or_open) }
    }

    fn finish(mut self, guarantees: Vec<Option<GuaranteeWires>>) -> Program {
        let builder = &mut self.builder;
        let questionnaire = self.questionnaire;
        let floor = self.urgency.map(|pair| pair.first);
        let ceiling = self.urgency.map(|pair| pair.second);
        let questions: Vec<QuestionWires> = self
            .relevance
            .into_iter()
            .map(|(pair, trace)| QuestionWires { asked: pair.second, stands: pair.first, trace })
            .collect();
        let facts = &self.facts;
        let left: Vec<Wire> = questionnaire
            .questions()
            .map(|(index, _)| {
                let open = builder.input(facts.question(index).open);
                builder.and(questions[index.at()].asked, open)
            })
            .collect();
        let left = builder.any(left);
        let mut met = Wire::FALSE;
        for place in 0..=questionnaire.stop_at.place() {
            let above = if place == 0 { Wire::FALSE } else { ceiling[place - 1] };
            let here = builder.and(floor[place], !above);
            met = builder.or(met, here);
        }
        let rules: Vec<RuleWires> = self
            .rules
            .into_iter()
            .flatten()
            .map(|(sides, trace)| RuleWires {
                surely: sides.now.first,
                perhaps: sides.now.second,
                stands: sides.standing.first,
                trace,
            })
            .collect();
        let hands_over = questionnaire.rules.iter().zip(&rules).filter_map(|(rule, wires)| match rule.effect {
            Effect::HandOver(_) => Some(wires.surely),
            Effect::Urgency(_) => None,
        });
        let hands_over = builder.any(hands_over);
        let hands_over = builder.and(hands_over, !ceiling[questionnaire.stop_at.place()]);
        let scores = self
            .scores
            .into_iter()
            .flatten()
            .map(|(sums, items)| ScoreWires { low: sums.now.0, high: sums.now.1, base: sums.base, items })
            .collect();
        Program {
            questions,
            sections: self.sections.into_iter().map(|section| section.map(|(_, trace)| trace)).collect(),
            rules,
            scores,
            floor,
            ceiling,
            advice: self.advised,
            guarantees,
            left,
            met,
            hands_over,
            facts: self.facts,
            circuit: self.builder.finish(),
        }
    }
}

/// For each score and rule, 1 + the last question that it speaks of, itself or through others; 0 for none.
struct Last {
    scores: Vec<usize>,
    rules: Vec<usize>,
}

impl Last {
    fn of(&self, condition: &Condition) -> usize {
        match condition {
            Condition::Always | Condition::UrgencyAtLeast(_) | Condition::Advised(_) => 0,
            Condition::Yes(question)
            | Condition::No(question)
            | Condition::IsAny(question, _)
            | Condition::AtLeast(question, _)
            | Condition::Below(question, _) => question.at() + 1,
            Condition::Score(score, _) => self.scores[score.at()],
            Condition::Fires(rule) => self.rules[rule.at()],
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
                parts.iter().map(|part| self.of(part)).max().unwrap_or(0)
            }
            Condition::Not(part) => self.of(part),
        }
    }
}
