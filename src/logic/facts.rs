//! Facts: what a condition can ask of an answer, as inputs of the circuit.

use crate::questionnaire::{Answer, AnswerKind, Condition, QuestionIx, Questionnaire};

/// Where the answers enter the circuit.
#[derive(Clone, Debug)]
pub struct Facts {
    questions: Vec<QuestionInputs>,
    inputs: usize,
}

/// The inputs of one question. Of `open`, `unsure` and the facts, what an answer does not set is false.
#[derive(Clone, Debug)]
pub struct QuestionInputs {
    /// True while the question is unanswered.
    pub open: usize,
    /// True where the whole question is answered "not sure".
    pub unsure: usize,
    /// The facts that some condition asks for, ascending by key.
    pub facts: Vec<FactInput>,
}

/// The inputs of one fact.
#[derive(Clone, Copy, Debug)]
pub struct FactInput {
    /// The choice's position; the threshold of a number, scaled ("at least so much"); 0 for yes of a YesNo question.
    pub key: i64,
    /// True where the fact is so.
    pub yes: usize,
    /// True where the fact is not sure: the question's own, but for a choice of a `Many` question.
    pub unsure: usize,
}

impl Facts {
    /// Lays out the inputs for every fact that the questionnaire's conditions ask for.
    pub fn of(questionnaire: &Questionnaire) -> Facts {
        let mut keys = vec![Vec::new(); questionnaire.questions.len()];
        for condition in questionnaire.conditions() {
            condition.visit(&mut |part| collect(part, &mut keys));
        }
        let mut inputs = 0;
        let questions = questionnaire
            .questions
            .iter()
            .zip(keys)
            .map(|(question, keys)| {
                let own = QuestionInputs::laid_out(inputs, &question.answer, keys);
                inputs = own.all().end;
                own
            })
            .collect();
        Facts { questions, inputs }
    }

    /// The number of inputs in all.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// The inputs of one question.
    pub fn question(&self, question: QuestionIx) -> &QuestionInputs {
        &self.questions[question.at()]
    }

    /// The inputs of one fact, if a condition asks for it.
    pub fn fact(&self, question: QuestionIx, key: i64) -> Option<FactInput> {
        self.question(question).fact(key)
    }

    /// Calls `set` with each input of the question and the value that the answer, or its absence, gives it.
    pub fn feed(&self, question: QuestionIx, answer: Option<&Answer>, set: impl FnMut(usize, bool)) {
        self.question(question).feed(answer, set);
    }
}

impl QuestionInputs {
    /// The inputs of a question with these facts, in any order, from the first free one on.
    pub fn laid_out(first: usize, answer: &AnswerKind, mut keys: Vec<i64>) -> QuestionInputs {
        keys.sort_unstable();
        keys.dedup();
        let mut inputs = first..;
        let mut next = || inputs.next().unwrap_or(first);
        let (open, unsure) = (next(), next());
        let many = matches!(answer, AnswerKind::Many(_));
        let mut fact = |key| FactInput { key, yes: next(), unsure: if many { next() } else { unsure } };
        QuestionInputs { open, unsure, facts: keys.into_iter().map(&mut fact).collect() }
    }

    /// The fact of that key, if some condition asks for it.
    pub fn fact(&self, key: i64) -> Option<FactInput> {
        self.facts.binary_search_by_key(&key, |fact| fact.key).ok().map(|i| self.facts[i])
    }

    /// The same inputs, further on by so many: those of a second patient.
    pub fn shifted(&self, by: isize) -> QuestionInputs {
        let shift = |input: usize| input.wrapping_add_signed(by);
        let fact = |fact: &FactInput| FactInput { key: fact.key, yes: shift(fact.yes), unsure: shift(fact.unsure) };
        QuestionInputs {
            open: shift(self.open),
            unsure: shift(self.unsure),
            facts: self.facts.iter().map(fact).collect(),
        }
    }

    /// Every input of the question, ascending.
    pub fn all(&self) -> std::ops::Range<usize> {
        let last = self.facts.last().map_or(self.unsure, |fact| fact.yes.max(fact.unsure));
        self.open..last + 1
    }

    /// Calls `set` with each input and the value that the answer, or its absence, gives it.
    pub fn feed(&self, answer: Option<&Answer>, mut set: impl FnMut(usize, bool)) {
        let whole = matches!(answer, Some(Answer::Unsure));
        set(self.open, answer.is_none());
        set(self.unsure, whole);
        for fact in &self.facts {
            let (yes, unsure) = match answer {
                None => (false, false),
                Some(Answer::Unsure) => (false, true),
                Some(Answer::YesNo(yes)) => (*yes, false),
                Some(Answer::One(choice)) => (fact.key == *choice as i64, false),
                Some(Answer::Number(number)) => (*number >= fact.key, false),
                Some(Answer::Many { yes, unsure }) => {
                    let is_in = |list: &[usize]| list.iter().any(|&choice| fact.key == choice as i64);
                    (is_in(yes), is_in(unsure))
                }
                Some(Answer::Text(_)) => (false, false),
            };
            set(fact.yes, yes);
            if fact.unsure != self.unsure {
                set(fact.unsure, unsure);
            }
        }
    }
}

/// Adds what a condition itself asks for.
fn collect(condition: &Condition, keys: &mut [Vec<i64>]) {
    match condition {
        Condition::Yes(question) | Condition::No(question) => keys[question.at()].push(0),
        Condition::IsAny(question, choices) => keys[question.at()].extend(choices.iter().map(|&c| c as i64)),
        Condition::AtLeast(question, number) | Condition::Below(question, number) => keys[question.at()].push(*number),
        _ => {}
    }
}
