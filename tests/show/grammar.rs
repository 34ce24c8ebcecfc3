//! Readers of the two kinds of charts, stricter than the tools that draw them: they take the forms that are written and
//! no others, and every name must be declared before it is used.

use std::collections::BTreeMap;

/// A chart: its boxes with their words, and what leads where.
#[derive(Default)]
pub struct Chart {
    pub nodes: BTreeMap<String, String>,
    pub arrows: Vec<(String, String)>,
}

impl Chart {
    fn declare(&mut self, key: &str, label: String) {
        assert!(!key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric()), "{key:?} is no name");
        assert!(self.nodes.insert(key.to_owned(), label).is_none(), "{key} is declared twice");
    }

    fn lead(&mut self, from: &str, to: &str) {
        for key in [from, to] {
            assert!(self.nodes.contains_key(key), "{key} is not declared");
        }
        self.arrows.push((from.to_owned(), to.to_owned()));
    }

    fn sorted(mut self) -> Chart {
        self.arrows.sort();
        self
    }
}

/// Reads a flowchart line by line.
pub fn mermaid(text: &str) -> Chart {
    let mut chart = Chart::default();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("---"));
    let title = lines.next().and_then(|line| line.strip_prefix("title: ")).expect("a title");
    serde_json::from_str::<String>(title).expect("the title is a quoted text");
    assert_eq!(lines.next(), Some("---"));
    assert_eq!(lines.next(), Some("flowchart LR"));
    let mut within = false;
    for line in lines {
        let words = line.trim_start();
        if let Some(rest) = words.strip_prefix("subgraph ") {
            let (_, title) = rest.split_once('[').expect("a title");
            label(title.strip_suffix(']').expect("a bracket"));
            assert!(!std::mem::replace(&mut within, true));
        } else if words == "end" {
            assert!(std::mem::replace(&mut within, false));
        } else if let Some(rest) = words.strip_prefix("classDef ") {
            let (_, style) = rest.split_once(' ').expect("a style");
            assert!(style.chars().all(|c| c.is_ascii_alphanumeric() || ":#,".contains(c)), "{style}");
        } else if let Some(rest) = words.strip_prefix("class ") {
            let (keys, _) = rest.split_once(' ').expect("a class");
            assert!(keys.split(',').all(|key| chart.nodes.contains_key(key)), "{keys}");
        } else if let Some((from, rest)) = words.split_once(" -->|") {
            let (said, to) = rest.split_once("| ").expect("a label");
            label(said);
            chart.lead(from, to);
        } else {
            assert!(within, "{line}");
            let start = words.find(['[', '{', '(']).expect("a shape");
            let (key, shape) = words.split_at(start);
            let of = |open, close| shape.strip_prefix(open).and_then(|shape| shape.strip_suffix(close));
            let said = of("{{", "}}").or(of("([", "])")).or(of("[", "]")).expect("a shape that is closed");
            chart.declare(key, label(said));
        }
    }
    assert!(!within);
    chart.sorted()
}

/// The words of a quoted label. Signs that could mean anything outside of it stand there as codes.
fn label(quoted: &str) -> String {
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).expect("quotes");
    let mut out = String::new();
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("<br/>") {
            out.push('\n');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('#') {
            let (code, after) = after.split_once(';').expect("a code is closed");
            out.push(char::from_u32(code.parse().expect("a code is a number")).expect("a sign"));
            rest = after;
        } else {
            assert!(!"\"<>&;:`|[]{}%\\*_~$^=!@".contains(c) && !c.is_control(), "{c:?} in {inner:?}");
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Reads a graph token by token.
pub fn dot(text: &str) -> Chart {
    let mut tokens = tokens(text).into_iter().peekable();
    let mut chart = Chart::default();
    let mut depth = 0;
    assert_eq!(tokens.next().as_deref(), Some("digraph"));
    assert!(tokens.next().is_some_and(|name| name.starts_with('"')));
    while let Some(token) = tokens.next() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "subgraph" => assert!(tokens.next().is_some_and(|name| name.starts_with("cluster_"))),
            "label" => {
                assert_eq!(tokens.next().as_deref(), Some("="));
                assert!(tokens.next().is_some_and(|text| text.starts_with('"')));
                assert_eq!(tokens.next().as_deref(), Some(";"));
            }
            key => {
                let to = if tokens.next_if(|token| token == "->").is_some() { tokens.next() } else { None };
                let attributes = attributes(&mut tokens);
                match to {
                    Some(to) => chart.lead(key, &to),
                    None if matches!(key, "graph" | "node" | "edge") => {}
                    None => chart.declare(key, attributes["label"].clone()),
                }
            }
        }
        assert!(depth > 0 || tokens.peek().is_none(), "something follows the graph");
    }
    assert_eq!(depth, 0);
    chart.sorted()
}

fn attributes(tokens: &mut impl Iterator<Item = String>) -> BTreeMap<String, String> {
    assert_eq!(tokens.next().as_deref(), Some("["));
    let mut attributes = BTreeMap::new();
    loop {
        let name = tokens.next().unwrap();
        assert_eq!(tokens.next().as_deref(), Some("="));
        let value = tokens.next().unwrap();
        attributes.insert(name, value.strip_prefix('"').unwrap_or(&value).to_owned());
        match tokens.next().as_deref() {
            Some(",") => {}
            Some("]") => break,
            other => panic!("{other:?} within attributes"),
        }
    }
    assert_eq!(tokens.next().as_deref(), Some(";"));
    attributes
}

/// The tokens; a quoted one begins with its quote and is unescaped, as Graphviz does for a label.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_whitespace() => {}
            '"' => {
                let mut token = "\"".to_owned();
                loop {
                    match chars.next().expect("a quote is closed") {
                        '"' => break,
                        '\\' => match chars.next().expect("a sign is escaped") {
                            'n' => token.push('\n'),
                            c @ ('"' | '\\') => token.push(c),
                            c => panic!("\\{c} means something else"),
                        },
                        '&' => {
                            let name: String = chars.by_ref().take_while(|&c| c != ';').collect();
                            assert_eq!(name, "amp");
                            token.push('&');
                        }
                        c => {
                            assert!(!c.is_control());
                            token.push(c);
                        }
                    }
                }
                tokens.push(token);
            }
            '-' => {
                assert_eq!(chars.next(), Some('>'));
                tokens.push("->".to_owned());
            }
            '{' | '}' | '[' | ']' | '=' | ',' | ';' => tokens.push(c.to_string()),
            c => {
                assert!(c.is_ascii_alphanumeric() || c == '_', "{c:?} outside quotes");
                let mut token = c.to_string();
                while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
                    token.push(c);
                }
                tokens.push(token);
            }
        }
    }
    tokens
}
