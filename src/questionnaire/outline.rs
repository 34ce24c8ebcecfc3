//! The outline of a RON text: its values and the brackets they stand in, each with its place.
//!
//! It is many times quicker than reading located (see [`super::spot`]), and enough for a text that is known to be
//! sound. Of any other text it makes what it can.

use std::borrow::Cow;

use super::scan::{skip_trivia, token_end};
use super::spot::options;

/// A value of the text.
#[derive(Default)]
pub(super) struct Node<'t> {
    /// The field or key before it, with its offset.
    pub(super) key: Option<(usize, &'t str)>,
    /// The offset of its first character.
    pub(super) start: usize,
    /// Its first word or text; empty where it begins with a bracket.
    pub(super) head: &'t str,
    /// What stands in its brackets.
    pub(super) items: Vec<Node<'t>>,
}

/// The value that a text is.
pub(super) fn outline(text: &str) -> Node<'_> {
    let mut walk = Walk { text, at: 0, depth: 0 };
    // Extensions of RON may be named before it.
    while walk.next() == Some(b'#') {
        walk.at += 1;
        if walk.next() == Some(b'!') {
            walk.at += 1;
        }
        if walk.next() == Some(b'[') {
            walk.at += 1;
            walk.list();
        }
    }
    walk.value()
}

impl<'t> Node<'t> {
    /// The value of a field.
    pub(super) fn field(&self, name: &str) -> Option<&Node<'t>> {
        let field = self.items.iter().find(|item| item.key.is_some_and(|(_, key)| key == name))?;
        match (field.head, &field.items[..]) {
            ("Some", [value]) => Some(value),
            _ => Some(field),
        }
    }

    /// The items of a list in a field; none where it is left out.
    pub(super) fn list(&self, name: &str) -> &[Node<'t>] {
        self.field(name).map(|list| &list.items[..]).unwrap_or_default()
    }

    /// The text that it is.
    pub(super) fn text(&self) -> Cow<'t, str> {
        let plain = self.head.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match plain.filter(|text| !text.contains('\\')) {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(options().from_str(self.head).unwrap_or_default()),
        }
    }
}

struct Walk<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Walk<'t> {
    /// What can be read is never nested so deeply.
    const DEEPEST: usize = 256;

    /// Moves on to the next token, and looks at its first byte.
    fn next(&mut self) -> Option<u8> {
        self.at = skip_trivia(self.text, self.at);
        self.text.as_bytes().get(self.at).copied()
    }

    fn token(&mut self) -> &'t str {
        let start = self.at;
        self.at = token_end(self.text, start);
        &self.text[start..self.at]
    }

    /// Everything up to the closing bracket, and that.
    fn list(&mut self) -> Vec<Node<'t>> {
        let mut items = Vec::new();
        while let Some(byte) = self.next() {
            match byte {
                b')' | b']' | b'}' => {
                    self.at += 1;
                    break;
                }
                b',' | b':' => self.at += 1,
                _ => {
                    let node = self.value();
                    items.push(if self.next() == Some(b':') {
                        self.at += 1;
                        Node { key: Some((node.start, node.head)), ..self.value() }
                    } else {
                        node
                    });
                }
            }
        }
        items
    }

    fn value(&mut self) -> Node<'t> {
        let mut node = Node::default();
        let mut empty = true;
        while let Some(byte) = self.next() {
            if matches!(byte, b',' | b':' | b')' | b']' | b'}') {
                break;
            }
            if empty {
                node.start = self.at;
            }
            let token = self.token();
            if !matches!(byte, b'(' | b'[' | b'{') || self.depth == Self::DEEPEST {
                if empty {
                    node.head = token;
                }
            } else {
                self.depth += 1;
                node.items = self.list();
                self.depth -= 1;
            }
            empty = false;
        }
        node
    }
}

#[cfg(test)]
mod tests {
    use super::{Node, outline};

    /// The outline without places, in a form of its own.
    fn drawn(node: &Node<'_>) -> String {
        let items: Vec<String> = node.items.iter().map(drawn).collect();
        let key = node.key.map(|(_, key)| format!("{key}=")).unwrap_or_default();
        format!("{key}{}<{}>", node.head, items.join(" "))
    }

    #[test]
    fn values_stand_in_their_brackets() {
        for (text, expected) in [
            ("", "<>"),
            ("A(b: 1, c: [x, (\"y)\", -1.5),],) // z", "A<b=1<> c=<x<> <\"y)\"<> -<>>>>"),
            ("#![enable(a)]\n#![enable(b)] /* ( */ { \"k\": r#\"\"]\"#, 'x': () }", "<\"k\"=r#\"\"]\"#<> 'x'=<>>"),
            ("Not(All([Yes(\"a\"), Always]))", "Not<All<<Yes<\"a\"<>> Always<>>>>"),
            ("(((", "<<<>>>"),
            (")a", "<>"),
        ] {
            assert_eq!(drawn(&outline(text)), expected, "{text}");
        }
        assert_eq!(outline(" /* */ (a /* : */ : \"b\")").field("a").map(|node| node.start), Some(20));
        assert_eq!(outline("(a: Some([1]))").list("a").len(), 1);
        assert_eq!(outline(r#""a\u{62}""#).text(), "ab");
    }

    #[test]
    fn what_is_nested_without_end_is_no_trouble() {
        for text in ["(", "[(", "a(b:", "(:", "(a:,", "{", "\"", "'"] {
            outline(&text.repeat(10_000));
        }
    }
}
