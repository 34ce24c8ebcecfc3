//! What hangs on what, as a directed graph for Graphviz.

use std::fmt::Write as _;

use crate::questionnaire::Questionnaire;
use crate::text::wrap;
use crate::words::show as words;

use super::graph::{arrows, colours, effect, labels, lanes, tooltip};
use super::name::Node;

/// The rows of a box take at most so many columns.
const WIDTH: usize = 40;

/// A box lists at most so many choices.
const CHOICES: usize = 9;

/// The graph.
pub(super) fn dot(questionnaire: &Questionnaire) -> String {
    let title = format!("{} {}\n{}", questionnaire.title, questionnaire.version, questionnaire.fingerprint);
    let mut out = format!("digraph {} {{\n", quoted(&questionnaire.id));
    let _ = writeln!(out, "  graph [rankdir=LR, label={}, labelloc=t, fontname=\"sans-serif\"];", quoted(&title));
    out.push_str("  node [shape=box, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=10];\n");
    for (section, nodes) in lanes(questionnaire) {
        let title = format!("{}. {}", section.at() + 1, questionnaire[section].title);
        let _ = writeln!(out, "  subgraph cluster_{} {{\n    label={};", section.at() + 1, quoted(&title));
        for node in nodes {
            let _ = writeln!(out, "    {} [{}];", node.key(), attributes(questionnaire, node));
        }
        out.push_str("  }\n");
    }
    for arrow in arrows(questionnaire) {
        let _ = writeln!(out, "  {} -> {} [label={}];", arrow.from.key(), arrow.to.key(), quoted(&arrow.label));
    }
    out.push_str("}\n");
    out
}

fn attributes(questionnaire: &Questionnaire, node: Node) -> String {
    let rows = |text: &str| wrap(text, WIDTH).join("\n");
    let number = node.number();
    let own = rows(&format!("{number}: {}", node.words(questionnaire)));
    let (label, look) = match node {
        Node::Section(_) => (words::ASKED_ONLY_IF.to_owned(), ", shape=hexagon".to_owned()),
        Node::Question(question) => {
            let choices: String = labels(questionnaire, question, CHOICES)
                .iter()
                .map(|label| format!("\n{}", rows(&format!("- {label}"))))
                .collect();
            (own + &choices, String::new())
        }
        Node::Score(_) => (own, ", style=rounded".to_owned()),
        Node::Rule(rule) => {
            let (ground, text) = colours(questionnaire, node);
            let look = format!(", style=filled, fillcolor=\"{ground}\", fontcolor=\"{text}\"");
            let head = rows(&format!("{number}: {}", effect(questionnaire, rule)));
            (format!("{head}\n{}", rows(node.words(questionnaire))), look)
        }
    };
    format!("label={}{look}, tooltip={}", quoted(&label), quoted(&tooltip(questionnaire, node)))
}

/// A quoted string: Graphviz reads backslashes and entities in it.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;").replace('\n', "\\n");
    format!("\"{text}\"")
}
