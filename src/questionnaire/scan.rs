//! Finds the ends of things in RON text, for places and for taking a broken part out.
//!
//! This is not a parser: it knows brackets, commas, colons, strings, characters and comments, believes everything
//! else, and never fails. What the text means is ron's business.

/// The offset of the first byte at or after `at` that is neither white space nor in a comment.
pub(super) fn skip_trivia(text: &str, mut at: usize) -> usize {
    while let Some(rest) = text.get(at..) {
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        at += blank;
        match comment_end(text, at) {
            Some(end) => at = end,
            None => break,
        }
    }
    at
}

/// The end of the value that begins at `at`: before the comma, colon or closing bracket that follows it, without
/// trailing white space.
pub(super) fn value_end(text: &str, at: usize) -> usize {
    let mut depth = 0usize;
    let mut end = at;
    let mut here = skip_trivia(text, at);
    while let Some(&byte) = text.as_bytes().get(here) {
        match byte {
            b',' | b':' | b')' | b']' | b'}' if depth == 0 => return end,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        end = token_end(text, here);
        here = skip_trivia(text, end);
    }
    end
}

/// The range of the field whose name begins at `at`, with the comma that follows it; `None` where there is no field.
pub(super) fn field(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let colon = skip_trivia(text, value_end(text, at));
    if text.as_bytes().get(colon) != Some(&b':') {
        return None;
    }
    Some(at..with_comma(text, value_end(text, colon + 1)))
}

/// The range of the innermost list item that holds the offset, with the comma that follows it.
pub(super) fn item_around(text: &str, offset: usize) -> Option<std::ops::Range<usize>> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut here = skip_trivia(text, 0);
    while let Some(&byte) = text.as_bytes().get(here) {
        if here > offset {
            break;
        }
        let end = token_end(text, here);
        match byte {
            b'(' | b'[' | b'{' => open.push((byte, end)),
            b')' | b']' | b'}' => {
                open.pop();
            }
            b',' => {
                if let Some(top) = open.last_mut() {
                    top.1 = end;
                }
            }
            _ => {}
        }
        here = skip_trivia(text, end);
    }
    let (_, begin) = open.iter().rev().find(|(bracket, _)| *bracket == b'[')?;
    let begin = skip_trivia(text, *begin);
    let end = value_end(text, begin);
    (begin <= offset && offset <= end && begin < end).then(|| begin..with_comma(text, end))
}

/// The text with blanks in place of every byte of the ranges, so that all other offsets stay.
pub(super) fn blank(text: &str, ranges: impl IntoIterator<Item = std::ops::Range<usize>>) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for range in ranges {
        bytes[range].fill(b' ');
    }
    // The ranges end between characters, so nothing is ever replaced here.
    String::from_utf8_lossy(&bytes).into_owned()
}

fn with_comma(text: &str, end: usize) -> usize {
    let comma = skip_trivia(text, end);
    if text.as_bytes().get(comma) == Some(&b',') { comma + 1 } else { end }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200E}' | '\u{200F}')
}

/// The end of the comment that begins at `at`, if one does. Block comments nest.
fn comment_end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    if rest.starts_with("//") {
        return Some(at + rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let bytes = rest.as_bytes();
    let mut depth = 1usize;
    let mut i = 2;
    while i < bytes.len() && depth > 0 {
        match &bytes[i..] {
            [b'/', b'*', ..] => {
                depth += 1;
                i += 2;
            }
            [b'*', b'/', ..] => {
                depth -= 1;
                i += 2;
            }
            _ => i += 1,
        }
    }
    Some(at + i)
}

/// The end of the token that begins at `at`, which is not white space: a string, a character, a word or one sign.
pub(super) fn token_end(text: &str, at: usize) -> usize {
    let Some(rest) = text.get(at..) else { return text.len() };
    let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
    if matches!(&rest[..word], "" | "b") && rest[word..].starts_with('"') {
        return at + word + 1 + quoted(&rest[word + 1..]);
    }
    if matches!(&rest[..word], "r" | "br") {
        let hashes = rest[word..].len() - rest[word..].trim_start_matches('#').len();
        let body = word + hashes;
        if rest[body..].starts_with('"') {
            let closing = format!("\"{}", "#".repeat(hashes));
            let found = rest[body + 1..].find(&closing);
            return at + found.map_or(rest.len(), |end| body + 1 + end + closing.len());
        }
    }
    if word == 0 && rest.starts_with('\'') {
        return at + character(rest);
    }
    if word > 0 {
        return at + word;
    }
    at + rest.chars().next().map_or(0, char::len_utf8)
}

/// The length up to and with the closing quote of a string whose opening quote is already passed.
fn quoted(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 2,
            b'"' => return i + 1,
            _ => i += 1,
        }
    }
    rest.len()
}

/// The length of a character literal, or 1 where the quote is just a quote.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => {
            chars.next();
        }
        Some(_) => {}
        None => return 1,
    }
    // `'\u{1F600}'` is the longest there is.
    chars.take(10).find(|(_, c)| *c == '\'').map_or(1, |(i, _)| i + 1)
}

#[cfg(test)]
mod tests {
    use super::{blank, field, item_around, skip_trivia, value_end};

    #[test]
    fn a_value_ends_where_its_brackets_do() {
        for (text, value) in [
            ("Yes(\"a\"), b: 1", "Yes(\"a\")"),
            ("[1, (2, 3), {4: 5}] // rest\n)", "[1, (2, 3), {4: 5}]"),
            ("\"a, \\\" b)\" , c", "\"a, \\\" b)\""),
            ("r#\"a\", \"b\"# )", "r#\"a\", \"b\"#"),
            ("'\"', x", "'\"'"),
            ("1 /* , /* ) */ */ , 2", "1"),
            ("  x", "  x"),
        ] {
            assert_eq!(&text[..value_end(text, 0)], value, "{text}");
        }
    }

    #[test]
    fn a_field_reaches_over_its_comma() {
        let text = "(a: 1, helpp: Any([\"x\", (y: 2)]), b: 3)";
        let range = field(text, 7).unwrap();
        assert_eq!(&text[range.clone()], "helpp: Any([\"x\", (y: 2)]),");
        let blanked = format!("(a: 1, {}b: 3)", " ".repeat(range.len() + 1));
        assert_eq!(blank(text, [range]), blanked);
        assert_eq!(field("Red)", 0), None);
    }

    #[test]
    fn the_item_around_an_offset_is_that_of_the_innermost_list() {
        let text = "S(questions: [(id: \"a\"), (id: \"b\" ask: \"c\"), (id: \"d\")])";
        let range = item_around(text, text.find("ask").unwrap()).unwrap();
        assert_eq!(&text[range], "(id: \"b\" ask: \"c\"),");
        assert_eq!(item_around("(a b)", 3), None);
    }

    #[test]
    fn nothing_makes_it_run_past_the_end() {
        for text in ["", "\"", "\"\\", "r#\"", "'", "'\\", "/*", "//", "((((", "))))", "é'", "b'", "\u{2028}", "/* /*"]
        {
            assert!(skip_trivia(text, 0) <= text.len(), "{text}");
            assert!(value_end(text, 0) <= text.len(), "{text}");
            item_around(text, text.len());
            field(text, 0);
        }
    }
}
