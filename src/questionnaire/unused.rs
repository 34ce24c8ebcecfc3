//! What nothing uses, and what is said twice: warnings about a questionnaire that is sound.
//!
//! This is no part of reading, which every start pays for. Who checks a questionnaire asks for it.

use std::collections::{HashMap, HashSet};

use super::finding::{Code, Finding, MOST_FINDINGS};
use super::locate::{Places, Thing};
use super::{AnswerKind, Claim, Condition, QuestionIx, Questionnaire, RuleIx, ScoreIx, SourceIx};

/// Finds choices, tags, scores and sources that nothing uses, and rules and questions with the same text.
pub fn unused(questionnaire: &Questionnaire, places: &Places) -> Vec<Finding> {
    let mut remarks = Remarks { places, findings: Vec::new() };
    let spoken_of = SpokenOf::by(questionnaire);
    choices(questionnaire, &spoken_of, &mut remarks);
    tags(questionnaire, &mut remarks);
    for (i, score) in questionnaire.scores.iter().enumerate().filter(|(i, _)| !spoken_of.scores[*i]) {
        let message = format!("no condition speaks of the score {:?}", score.id);
        let help = format!("Ask for it with Score({:?}, ...) in a rule or in advice, or delete it.", score.id);
        remarks.note(Thing::Score(ScoreIx(i as u32)), Code::UnusedScore, message, help);
    }
    sources(questionnaire, &mut remarks);
    let rules = questionnaire.rules.iter().map(|rule| (&rule.id, &rule.because));
    for (i, id, first) in same_texts(rules) {
        let message = format!("the rule {id:?} has the same reason as {first:?}");
        let help = "Say in each what sets it apart, or make one rule of the two with Any.".to_owned();
        remarks.note(Thing::Rule(RuleIx(i as u32)), Code::SameTextRule, message, help);
    }
    let questions = questionnaire.questions.iter().map(|question| (&question.id, &question.ask));
    for (i, id, first) in same_texts(questions) {
        let message = format!("the question {id:?} asks the same as {first:?}");
        let help = "Word each so that it cannot be taken for the other, or ask only once.".to_owned();
        remarks.note(Thing::Question(QuestionIx(i as u32)), Code::SameTextQuestion, message, help);
    }
    remarks.findings
}

struct Remarks<'p> {
    places: &'p Places,
    findings: Vec<Finding>,
}

impl Remarks<'_> {
    fn note(&mut self, thing: Thing, code: Code, message: String, help: String) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(self.places.finding(&thing, code, message, help, None));
        }
    }
}

/// What the conditions speak of.
struct SpokenOf {
    /// By question, then by choice.
    choices: Vec<Vec<bool>>,
    scores: Vec<bool>,
}

impl SpokenOf {
    fn by(questionnaire: &Questionnaire) -> SpokenOf {
        let choices = questionnaire.questions.iter().map(|question| vec![false; question.choices().len()]);
        let mut spoken_of = SpokenOf { choices: choices.collect(), scores: vec![false; questionnaire.scores.len()] };
        for condition in questionnaire.conditions() {
            condition.visit(&mut |part| match part {
                Condition::IsAny(question, choices) => spoken_of.add_choices(*question, choices),
                Condition::Score(score, _) => spoken_of.scores[score.at()] = true,
                _ => {}
            });
        }
        for guarantee in &questionnaire.guarantees {
            if let Claim::NeverLowers(facts) = &guarantee.claim {
                for fact in facts {
                    spoken_of.add_choices(fact.question, fact.choice.as_slice());
                }
            }
        }
        spoken_of
    }

    fn add_choices(&mut self, question: QuestionIx, choices: &[usize]) {
        for choice in choices {
            self.choices[question.at()][*choice] = true;
        }
    }
}

fn choices(questionnaire: &Questionnaire, spoken_of: &SpokenOf, remarks: &mut Remarks<'_>) {
    for (ix, question) in questionnaire.questions() {
        let spoken = &spoken_of.choices[ix.at()];
        let unused: Vec<usize> = (0..spoken.len()).filter(|choice| !spoken[*choice]).collect();
        let one = matches!(question.answer, AnswerKind::One(_));
        // That one alone is what the answer is where it is none of the others.
        if one && unused.len() == 1 {
            continue;
        }
        for choice in unused {
            let id = &question.choices()[choice].id;
            let message = format!("no condition speaks of the choice {id:?} of {:?}", question.id);
            let help = match one {
                true => "Speak of it in a condition, or make a single choice of all that make no difference.",
                false => "Speak of it in a condition, or take it out.",
            };
            remarks.note(Thing::Choice(ix, choice), Code::UnusedChoice, message, help.to_owned());
        }
    }
}

fn tags(questionnaire: &Questionnaire, remarks: &mut Remarks<'_>) {
    for (ix, question) in questionnaire.questions() {
        let mut seen = HashSet::new();
        let tags = question.choices().iter().flat_map(|choice| &choice.tags);
        for tag in tags.filter(|tag| seen.insert(*tag)) {
            if !remarks.places.is_asked_for(&question.id, tag) {
                let message = format!("no condition asks for the tag {tag:?} of {:?}", question.id);
                let help = format!("Ask for it with Tagged({:?}, {tag:?}), or take it out.", question.id);
                remarks.note(Thing::Tag(ix, tag.clone()), Code::UnusedTag, message, help);
            }
        }
    }
}

fn sources(questionnaire: &Questionnaire, remarks: &mut Remarks<'_>) {
    let questions = questionnaire.questions.iter().map(|question| &question.cite);
    let scores = questionnaire.scores.iter().map(|score| &score.cite);
    let rules = questionnaire.rules.iter().map(|rule| &rule.cite);
    let advice = questionnaire.advice.iter().map(|advice| &advice.cite);
    let cited: HashSet<SourceIx> = questions.chain(scores).chain(rules).chain(advice).flatten().copied().collect();
    for (i, source) in questionnaire.sources.iter().enumerate() {
        let ix = SourceIx(i as u32);
        if !cited.contains(&ix) {
            let message = format!("nothing cites the source {:?}", source.id);
            let help = "Cite it where something is taken from it, or take it out.".to_owned();
            remarks.note(Thing::Source(ix), Code::UnusedSource, message, help);
        }
    }
}

/// Those with the text of one before them: position, id, and the id of the first with that text. Blanks and capitals
/// make no difference.
fn same_texts<'q>(texts: impl Iterator<Item = (&'q String, &'q String)>) -> Vec<(usize, &'q str, &'q str)> {
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut same = Vec::new();
    for (i, (id, text)) in texts.enumerate() {
        let plain = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let first = *first.entry(plain).or_insert(id);
        if first != id {
            same.push((i, id.as_str(), first));
        }
    }
    same
}
