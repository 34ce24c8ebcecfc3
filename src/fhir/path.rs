//! When a question is asked, as FHIRPath.
//!
//! FHIR knows whether an item is enabled; this program knows (surely, perhaps) in two readings (LANGUAGE.md, Semantics 3 and
//! 4). An item is enabled when its conditions perhaps hold, and to say that exactly all four sides are needed: "not" turns
//! one into another, and what is sure of a question hangs on whether it stands that it is asked.
//!
//! What more than one expression needs is a variable of the Questionnaire (the R4 extension `variable`), so that expressions
//! stay short however long the chains are. A variable is called after the number that the printed document gives: `%q3`
//! are the answers to the third question, `%rule7Perhaps` is that the seventh rule perhaps fires. Every Boolean
//! here is true or false and never empty.
//!
//! FHIRPath: <http://hl7.org/fhirpath/N1/>. Variables and what `%resource` is: <http://hl7.org/fhir/uv/sdc/expressions.html>.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::names::{self, ABSENT, extension};
use crate::questionnaire::{
    AnswerKind, Condition, Decimal, Question, QuestionIx, Questionnaire, RuleIx, ScoreIx, SectionIx,
};

/// One side of a condition in one of the two readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Now, the first: it surely holds.
    Surely,
    /// Now, the second: it perhaps holds.
    Perhaps,
    /// Standing, the first: it will hold, surely or perhaps, whatever is answered next.
    Stands,
    /// Standing, the second.
    MayStand,
}

impl Side {
    /// `Not` of (a, b) is (not b, not a).
    fn inverse(self) -> Side {
        match self {
            Side::Surely => Side::Perhaps,
            Side::Perhaps => Side::Surely,
            Side::Stands => Side::MayStand,
            Side::MayStand => Side::Stands,
        }
    }

    /// What a variable's name ends in.
    fn word(self) -> &'static str {
        match self {
            Side::Surely => "Surely",
            Side::Perhaps => "Perhaps",
            Side::Stands => "Stands",
            Side::MayStand => "MayStand",
        }
    }
}

/// An expression whose value is a Boolean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Boolean {
    /// True or false, whatever is answered.
    Constant(bool),
    /// An expression that needs no brackets around it.
    Term(String),
}

impl Boolean {
    /// In words of FHIRPath.
    pub(super) fn text(&self) -> String {
        match self {
            Boolean::Constant(value) => value.to_string(),
            Boolean::Term(text) => text.clone(),
        }
    }

    fn inverse(self) -> Boolean {
        match self {
            Boolean::Constant(value) => Boolean::Constant(!value),
            Boolean::Term(text) => Boolean::Term(format!("{text}.not()")),
        }
    }

    fn all(parts: impl IntoIterator<Item = Boolean>) -> Boolean {
        Boolean::joined(parts, " and ", false)
    }

    fn any(parts: impl IntoIterator<Item = Boolean>) -> Boolean {
        Boolean::joined(parts, " or ", true)
    }

    /// Joins the parts; `decisive` is the constant that makes the whole so.
    fn joined(parts: impl IntoIterator<Item = Boolean>, by: &str, decisive: bool) -> Boolean {
        let mut terms: Vec<String> = Vec::new();
        for part in parts {
            match part {
                Boolean::Constant(value) if value == decisive => return Boolean::Constant(decisive),
                Boolean::Constant(_) => {}
                Boolean::Term(term) if terms.contains(&term) => {}
                Boolean::Term(term) => terms.push(term),
            }
        }
        match terms.as_slice() {
            [] => Boolean::Constant(!decisive),
            [only] => Boolean::Term(only.clone()),
            _ => Boolean::Term(format!("({})", terms.join(by))),
        }
    }
}

/// Writes expressions, and gathers the variables that they need.
pub(super) struct Writer<'q> {
    questionnaire: &'q Questionnaire,
    named: BTreeSet<String>,
    variables: Vec<(String, String, String)>,
}

impl<'q> Writer<'q> {
    /// A writer that needs no variables yet.
    pub(super) fn new(questionnaire: &'q Questionnaire) -> Writer<'q> {
        Writer { questionnaire, named: BTreeSet::new(), variables: Vec::new() }
    }

    /// The extensions that declare the variables, each behind those that it needs.
    pub(super) fn variables(&self) -> Vec<Value> {
        let declared = |(name, what, expression): &(String, String, String)| {
            let value =
                json!({"name": name, "description": what, "language": "text/fhirpath", "expression": expression});
            names::extended(extension::VARIABLE, "valueExpression", value)
        };
        self.variables.iter().map(declared).collect()
    }

    /// Whether the question and its section are asked of everybody: then all that is said of them hangs on the answer alone.
    pub(super) fn is_always_asked(&mut self, question: QuestionIx) -> bool {
        [Side::Perhaps, Side::Stands].into_iter().all(|side| self.relevance(question, side) == Boolean::Constant(true))
    }

    /// The condition, seen from one side.
    pub(super) fn condition(&mut self, condition: &Condition, side: Side) -> Boolean {
        match condition {
            Condition::Always => Boolean::Constant(true),
            Condition::Yes(question) => {
                let yes = self.yes_or_no(*question, true);
                self.fact(*question, yes, None, side)
            }
            Condition::No(question) => {
                let no = self.yes_or_no(*question, false);
                self.fact(*question, no, None, side)
            }
            Condition::IsAny(question, choices) => self.taken(*question, choices, side),
            Condition::AtLeast(question, least) => {
                let yes = self.compared(*question, ">=", *least);
                self.fact(*question, yes, None, side)
            }
            Condition::Below(question, bound) => {
                let yes = self.compared(*question, "<", *bound);
                self.fact(*question, yes, None, side)
            }
            Condition::Score(score, least) => {
                let sum = self.sum(*score, side);
                Boolean::Term(format!("({sum} >= {least})"))
            }
            Condition::Fires(rule) => self.rule(*rule, side),
            Condition::All(parts) => {
                let parts: Vec<Boolean> = parts.iter().map(|part| self.condition(part, side)).collect();
                Boolean::all(parts)
            }
            Condition::Any(parts) => {
                let parts: Vec<Boolean> = parts.iter().map(|part| self.condition(part, side)).collect();
                Boolean::any(parts)
            }
            Condition::Not(part) => self.condition(part, side.inverse()).inverse(),
            Condition::AtLeastOf(least, parts) => {
                let counted: Vec<String> =
                    parts.iter().map(|part| format!("iif({}, 1, 0)", self.condition(part, side).text())).collect();
                let least = *least as usize;
                if least == 0 || least > counted.len() {
                    return Boolean::Constant(least == 0);
                }
                Boolean::Term(format!("(({}) >= {least})", counted.join(" + ")))
            }
            // Advice and guarantees only; no question hangs on them.
            Condition::UrgencyAtLeast(_) | Condition::Advised(_) => Boolean::Constant(false),
        }
    }

    /// Semantics 4: (the conditions stand, they perhaps hold), for [`Side::Stands`] and [`Side::Perhaps`].
    fn relevance(&mut self, question: QuestionIx, side: Side) -> Boolean {
        let asked = &self.questionnaire[question];
        let section = self.section(asked.section, side);
        let own = self.condition(&asked.when, side);
        let both = Boolean::all([section, own]);
        let what = format!("{:?}: its conditions, {}", asked.id, side.word());
        self.shared(format!("asked{}{}", question.at() + 1, side.word()), what, both)
    }

    fn section(&mut self, section: SectionIx, side: Side) -> Boolean {
        let whole = self.questionnaire;
        let when = self.condition(&whole[section].when, side);
        let what = format!("section {:?}: its condition, {}", whole[section].id, side.word());
        self.shared(format!("section{}{}", section.at() + 1, side.word()), what, when)
    }

    fn rule(&mut self, rule: RuleIx, side: Side) -> Boolean {
        let whole = self.questionnaire;
        let when = self.condition(&whole[rule].when, side);
        let what = format!("rule {:?}, {}", whole[rule].id, side.word());
        self.shared(format!("rule{}{}", rule.at() + 1, side.word()), what, when)
    }

    /// A side of a score's sum: a negative item counts in the lower sum where its second side holds.
    fn sum(&mut self, score: ScoreIx, side: Side) -> String {
        let name = format!("score{}{}", score.at() + 1, side.word());
        if !self.named.contains(&name) {
            let whole = self.questionnaire;
            let other = match side {
                Side::Surely => Side::Perhaps,
                Side::Perhaps => Side::Surely,
                Side::Stands => Side::MayStand,
                Side::MayStand => Side::Stands,
            };
            let mut items = Vec::new();
            for item in &whole[score].points {
                let counts = self.condition(&item.when, if item.points < 0 { other } else { side });
                items.push(format!("iif({}, {}, 0)", counts.text(), item.points));
            }
            let what = format!("score {:?}, {}", whole[score].id, side.word());
            self.declare(&name, what, items.join(" + "));
        }
        format!("%{name}")
    }

    /// A fact side by side with the question's relevance: `yes` is that it is so, `unsure` that it alone is not sure.
    fn fact(&mut self, question: QuestionIx, yes: Boolean, unsure: Option<Boolean>, side: Side) -> Boolean {
        let mut parts = vec![yes];
        if matches!(side, Side::Perhaps | Side::Stands) {
            parts.extend(unsure);
            parts.extend(self.unsure(question));
        }
        if matches!(side, Side::Perhaps | Side::MayStand) {
            parts.push(self.open(question));
        }
        let relevance = self.relevance(
            question,
            if matches!(side, Side::Surely | Side::Stands) { Side::Stands } else { Side::Perhaps },
        );
        Boolean::all([relevance, Boolean::any(parts)])
    }

    fn taken(&mut self, question: QuestionIx, choices: &[usize], side: Side) -> Boolean {
        let asked = &self.questionnaire[question];
        let codes: Vec<String> = choices
            .iter()
            .filter_map(|&choice| asked.choices().get(choice))
            .map(|choice| literal(&choice.id))
            .collect();
        let codes = match codes.as_slice() {
            [] => return Boolean::Constant(false),
            [only] => format!("code = {only}"),
            _ => format!("code in ({})", codes.join(" | ")),
        };
        let system = literal(&names::choices(self.questionnaire, asked));
        let yes = Boolean::Term(format!("{}.where(system = {system} and {codes}).exists()", self.answers(question)));
        let unsure = match &asked.answer {
            AnswerKind::Many(_) if asked.unsure => {
                let answers = self.unsure_answers(question);
                Some(Boolean::Term(format!("{answers}.where({codes}).exists()")))
            }
            _ => None,
        };
        self.fact(question, yes, unsure, side)
    }

    fn yes_or_no(&mut self, question: QuestionIx, yes: bool) -> Boolean {
        let answers = self.answers(question);
        Boolean::Term(if self.questionnaire[question].unsure {
            format!("{answers}.where(code = '{}').exists()", if yes { "Y" } else { "N" })
        } else {
            format!("({yes} in {answers})")
        })
    }

    fn compared(&mut self, question: QuestionIx, operator: &str, value: i64) -> Boolean {
        let decimals = decimals(&self.questionnaire[question]);
        let value = Decimal::scaled(value, decimals);
        Boolean::Term(format!("{}.where($this {operator} {value}).exists()", self.answers(question)))
    }

    /// The whole question is answered "not sure"; `None` where it cannot be.
    fn unsure(&mut self, question: QuestionIx) -> Option<Boolean> {
        let asked = &self.questionnaire[question];
        asked.unsure.then(|| match asked.answer {
            AnswerKind::YesNo | AnswerKind::One(_) | AnswerKind::Many(_) => {
                Boolean::Term(format!("{}.where(system = '{ABSENT}').exists()", self.answers(question)))
            }
            AnswerKind::Number(_) | AnswerKind::Text => {
                Boolean::Term(format!("(true in {})", self.unsure_answers(question)))
            }
        })
    }

    /// The question is not answered.
    fn open(&mut self, question: QuestionIx) -> Boolean {
        let asked = &self.questionnaire[question];
        let empty = Boolean::Term(format!("{}.empty()", self.answers(question)));
        match asked.answer {
            AnswerKind::Number(_) | AnswerKind::Text if asked.unsure => {
                let unsure = self.unsure(question).unwrap_or(Boolean::Constant(false));
                Boolean::all([empty, unsure.inverse()])
            }
            _ => empty,
        }
    }

    fn answers(&mut self, question: QuestionIx) -> String {
        let id = self.questionnaire[question].id.clone();
        self.values(question, format!("q{}", question.at() + 1), &id)
    }

    fn unsure_answers(&mut self, question: QuestionIx) -> String {
        let id = names::unsure(&self.questionnaire[question]);
        self.values(question, format!("q{}Unsure", question.at() + 1), &id)
    }

    /// The values of an item's answers.
    fn values(&mut self, question: QuestionIx, name: String, id: &str) -> String {
        if !self.named.contains(&name) {
            let section = names::section(self.questionnaire, self.questionnaire[question].section);
            let (of_section, of_item) = (literal(&section), literal(id));
            let path =
                format!("%resource.item.where(linkId = {of_section}).item.where(linkId = {of_item}).answer.value");
            self.declare(&name, format!("what is answered to {id:?}"), path);
        }
        format!("%{name}")
    }

    /// A variable for what is worth one.
    fn shared(&mut self, name: String, what: String, value: Boolean) -> Boolean {
        let Boolean::Term(text) = &value else { return value };
        // Another variable already, or the inverse of one.
        if text.strip_prefix('%').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric())) {
            return value;
        }
        if !self.named.contains(&name) {
            self.declare(&name, what, text.clone());
        }
        Boolean::Term(format!("%{name}"))
    }

    fn declare(&mut self, name: &str, what: String, expression: String) {
        self.named.insert(name.to_owned());
        self.variables.push((name.to_owned(), what, expression));
    }
}

/// The digits after the point of a number question.
fn decimals(question: &Question) -> u8 {
    match &question.answer {
        AnswerKind::Number(number) => number.decimals,
        _ => 0,
    }
}

/// A string in quotes.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
