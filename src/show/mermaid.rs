//! What hangs on what, as a flowchart for Mermaid.

use std::fmt::Write as _;

use crate::questionnaire::{Level, Questionnaire};
use crate::text::clip;
use crate::words::show as words;

use super::graph::{HAND_OVER, LEVELS, arrows, effect, lanes, level};
use super::name::Node;

/// Mermaid refuses charts of more than 50 000 characters, so a box holds at most so much of what it stands for.
const LABEL: usize = 72;

/// The flowchart.
pub(super) fn mermaid(questionnaire: &Questionnaire) -> String {
    let mut out = "---\n".to_owned();
    // JSON is YAML, and a title in it can hold anything.
    let title = format!("{} {} ({})", questionnaire.title, questionnaire.version, questionnaire.fingerprint);
    let _ = writeln!(out, "title: {}\n---\nflowchart LR", serde_json::Value::from(title));
    for (section, nodes) in lanes(questionnaire) {
        let title = format!("{}. {}", section.at() + 1, questionnaire[section].title);
        let _ = writeln!(out, "  subgraph lane{}[\"{}\"]", section.at() + 1, escaped(&title));
        for node in nodes {
            let _ = writeln!(out, "    {}", shape(questionnaire, node));
        }
        out.push_str("  end\n");
    }
    for arrow in arrows(questionnaire) {
        let _ = writeln!(out, "  {} -->|\"{}\"| {}", arrow.from.key(), escaped(&arrow.label), arrow.to.key());
    }
    let all = || lanes(questionnaire).into_iter().flat_map(|(_, nodes)| nodes);
    let classes =
        LEVELS.iter().enumerate().map(|(place, colours)| (Some(place), format!("level{}", place + 1), *colours));
    for (place, class, (ground, text)) in classes.chain([(None, "handover".to_owned(), HAND_OVER)]) {
        let of = |node: &Node| matches!(node, Node::Rule(_)) && level(questionnaire, *node).map(Level::place) == place;
        let members: Vec<String> = all().filter(of).map(Node::key).collect();
        if !members.is_empty() {
            let _ = writeln!(out, "  classDef {class} fill:{ground},color:{text},stroke:#000000");
            let _ = writeln!(out, "  class {} {class}", members.join(","));
        }
    }
    out
}

fn shape(questionnaire: &Questionnaire, node: Node) -> String {
    let own = escaped(&clip(node.words(questionnaire), LABEL));
    let number = node.number();
    let key = node.key();
    match node {
        Node::Section(_) => format!("{key}{{{{\"{}\"}}}}", escaped(words::ASKED_ONLY_IF)),
        Node::Question(_) => format!("{key}[\"{number} {own}\"]"),
        Node::Score(_) => format!("{key}([\"{number} {own}\"])"),
        Node::Rule(rule) => {
            let effect = escaped(&clip(&effect(questionnaire, rule), LABEL));
            format!("{key}[\"{number} {effect}<br/>{own}\"]")
        }
    }
}

/// The words, with every sign that Mermaid could take for its own as a code. The colon is one of them: after the word
/// "style" Mermaid takes it, and what follows, for colours.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || " ,.()/?-'+".contains(c) || (!c.is_ascii() && !c.is_control()) {
            out.push(c);
        } else if c == '\n' {
            out.push_str("<br/>");
        } else {
            let _ = write!(out, "#{};", u32::from(c));
        }
    }
    out
}
