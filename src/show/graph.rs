//! What hangs on what: the arrows that every diagram draws.

use std::collections::BTreeMap;

use crate::questionnaire::{
    AnswerKind, Condition, Decimal, Effect, Level, Question, QuestionIx, Questionnaire, RuleIx, ScoreIx, SectionIx,
};
use crate::text::clip;
use crate::words::show as words;

use super::name::{self, Node};
use super::plain::{condition, tag};

/// What is said on an arrow is at most so long.
const LABEL: usize = 40;

/// From what a condition speaks of to what it governs.
#[derive(Clone, Debug)]
pub(super) struct Arrow {
    /// What is asked.
    pub(super) from: Node,
    /// What hangs on it.
    pub(super) to: Node,
    /// Shortly, what is asked of it.
    pub(super) label: String,
}

/// Everything that has a box, section by section: its condition if it has one, its questions, scores and rules.
pub(super) fn lanes(questionnaire: &Questionnaire) -> Vec<(SectionIx, Vec<Node>)> {
    let mut lanes: Vec<(SectionIx, Vec<Node>)> = Vec::new();
    for (place, section) in questionnaire.sections.iter().enumerate() {
        let ix = SectionIx(place as u32);
        let gate = (section.when != Condition::Always).then_some(Node::Section(ix));
        lanes.push((ix, gate.into_iter().collect()));
    }
    let homes = questionnaire.questions().map(|(ix, question)| (question.section, Node::Question(ix)));
    let scores = questionnaire.scores.iter().enumerate().map(|(i, it)| (it.section, Node::Score(ScoreIx(i as u32))));
    let rules = questionnaire.rules.iter().enumerate().map(|(i, it)| (it.section, Node::Rule(RuleIx(i as u32))));
    for (section, node) in homes.chain(scores).chain(rules) {
        if let Some((_, nodes)) = lanes.get_mut(section.at()) {
            nodes.push(node);
        }
    }
    lanes
}

/// The conditions that decide over a node, each with the points it brings where the node is a score.
fn conditions(questionnaire: &Questionnaire, node: Node) -> Vec<(Option<i64>, &Condition)> {
    match node {
        Node::Section(section) => vec![(None, &questionnaire[section].when)],
        Node::Question(question) => vec![(None, &questionnaire[question].when)],
        Node::Rule(rule) => vec![(None, &questionnaire[rule].when)],
        Node::Score(score) => questionnaire[score].points.iter().map(|item| (Some(item.points), &item.when)).collect(),
    }
}

/// Every arrow, one for each pair, by what it leads to and then by where it comes from.
pub(super) fn arrows(questionnaire: &Questionnaire) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for to in lanes(questionnaire).into_iter().flat_map(|(_, nodes)| nodes) {
        let mut asked: BTreeMap<Node, Vec<String>> = BTreeMap::new();
        for (points, condition) in conditions(questionnaire, to) {
            let mut facts = Vec::new();
            ask(questionnaire, condition, true, &mut facts);
            for (from, fact) in facts {
                let fact = match points {
                    Some(points) => format!("{points:+}: {fact}"),
                    None => fact,
                };
                let said = asked.entry(from).or_default();
                if !said.contains(&fact) {
                    said.push(fact);
                }
            }
        }
        for (from, facts) in asked {
            arrows.push(Arrow { from, to, label: clip(&facts.join("; "), LABEL) });
        }
    }
    arrows
}

/// What the condition asks, of whom.
fn ask(questionnaire: &Questionnaire, condition: &Condition, holds: bool, facts: &mut Vec<(Node, String)>) {
    let not = if holds { "" } else { "not " };
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
            parts.iter().for_each(|part| ask(questionnaire, part, holds, facts));
        }
        Condition::Not(inner) => ask(questionnaire, inner, !holds, facts),
        Condition::Yes(question) => facts.push((Node::Question(*question), format!("{not}yes"))),
        Condition::No(question) => facts.push((Node::Question(*question), format!("{not}no"))),
        Condition::IsAny(question, choices) => {
            let short = choices_in_short(&questionnaire[*question], choices);
            facts.push((Node::Question(*question), format!("{not}{short}")));
        }
        Condition::AtLeast(question, least) => {
            let least = bare(&questionnaire[*question], *least);
            facts.push((Node::Question(*question), format!("{not}{least} or more")));
        }
        Condition::Below(question, bound) => {
            let bound = bare(&questionnaire[*question], *bound);
            facts.push((Node::Question(*question), format!("{not}below {bound}")));
        }
        Condition::Score(score, least) => facts.push((Node::Score(*score), format!("{not}{least} or more"))),
        Condition::Fires(rule) => facts.push((Node::Rule(*rule), format!("{not}so"))),
        // None of these speaks of anything that has a box.
        Condition::Always | Condition::UrgencyAtLeast(_) | Condition::Advised(_) => {}
    }
}

/// The first choice and how many more there are, or the tag they share.
fn choices_in_short(question: &Question, choices: &[usize]) -> String {
    if let Some(tag) = tag(question.choices(), choices) {
        return tag.to_owned();
    }
    let first = choices.first().and_then(|&choice| question.choices().get(choice));
    let first = clip(first.map_or("", |choice| &choice.label), 24);
    if choices.len() > 1 { format!("{first} {}", words::more(choices.len() - 1)) } else { first }
}

fn bare(question: &Question, value: i64) -> String {
    match &question.answer {
        AnswerKind::Number(number) => Decimal::scaled(value, number.decimals).to_string(),
        _ => value.to_string(),
    }
}

/// All that there is to say of a node, for whoever points at it.
pub(super) fn tooltip(questionnaire: &Questionnaire, node: Node) -> String {
    let mut lines = vec![node.called(questionnaire)];
    let always = |when: &Condition| *when == Condition::Always;
    match node {
        Node::Section(section) => {
            lines.push(format!("{}: {}", words::ASKED_ONLY_IF, condition(questionnaire, &questionnaire[section].when)));
        }
        Node::Question(question) => {
            let when = &questionnaire[question].when;
            if !always(when) {
                lines.push(format!("{}: {}", words::ASKED_IF, condition(questionnaire, when)));
            }
            lines.extend(questionnaire[question].help.clone());
            lines.extend(questionnaire[question].choices().iter().map(|choice| format!("- {}", choice.label)));
        }
        Node::Score(score) => {
            for item in &questionnaire[score].points {
                let when = condition(questionnaire, &item.when);
                lines.push(format!("{}: {}: {when}", words::points(item.points), item.label));
            }
        }
        Node::Rule(rule) => {
            lines.push(effect(questionnaire, rule));
            lines.push(format!("{}: {}", words::IF, condition(questionnaire, &questionnaire[rule].when)));
        }
    }
    lines.join("\n")
}

/// What a rule does, in words.
pub(super) fn effect(questionnaire: &Questionnaire, rule: RuleIx) -> String {
    match &questionnaire[rule].effect {
        Effect::Urgency(level) => name::level(questionnaire, *level),
        Effect::HandOver(to) => format!("{}: {to}", words::LEGEND_HAND_OVER),
    }
}

/// The level that a rule sets.
pub(super) fn level(questionnaire: &Questionnaire, node: Node) -> Option<Level> {
    match node {
        Node::Rule(rule) => match questionnaire[rule].effect {
            Effect::Urgency(level) => Some(level),
            Effect::HandOver(_) => None,
        },
        _ => None,
    }
}

/// Ground and text of a level, as on the screen, by [`Level::place`]; colour never stands without the level's word.
pub(super) const LEVELS: [(&str, &str); 5] = [
    ("#870000", "#ffffff"),
    ("#ff5f00", "#000000"),
    ("#ffffaf", "#000000"),
    ("#00afaf", "#000000"),
    ("#005faf", "#ffffff"),
];

/// Ground and text of a rule that hands over.
pub(super) const HAND_OVER: (&str, &str) = ("#585858", "#ffffff");

/// The colours of a rule.
pub(super) fn colours(questionnaire: &Questionnaire, node: Node) -> (&'static str, &'static str) {
    level(questionnaire, node).map_or(HAND_OVER, |level| LEVELS[level.place()])
}

/// The labels of the first choices, and how many more there are.
pub(super) fn labels(questionnaire: &Questionnaire, question: QuestionIx, most: usize) -> Vec<String> {
    let choices = questionnaire[question].choices();
    // A last row that says "and 1 more" would take the place of that one.
    let shown = if choices.len() <= most + 1 { choices.len() } else { most };
    let mut labels: Vec<String> = choices.iter().take(shown).map(|choice| choice.label.clone()).collect();
    if shown < choices.len() {
        labels.push(words::more(choices.len() - shown));
    }
    labels
}
