//! Words as CommonMark in which nothing is markup.

/// The text with everything escaped that Markdown would take for its own. Line ends stay line ends; `depth` is how many lists
/// it stands in.
pub fn literal(text: &str, depth: usize) -> String {
    let mut out = String::new();
    let indent = "  ".repeat(depth);
    let mut before: Option<&str> = None;
    for line in text.split('\n').map(str::trim) {
        match before {
            // A line end within a paragraph, and an empty row between two.
            Some(before) if !before.is_empty() && !line.is_empty() => out.push_str(&format!("\\\n{indent}")),
            Some(before) if before.is_empty() && !line.is_empty() => out.push_str(&format!("\n\n{indent}")),
            _ => {}
        }
        escape(line, &mut out);
        before = Some(line);
    }
    out
}

fn escape(line: &str, out: &mut String) {
    // What at the beginning of a line would make it a list, a heading or a rule.
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let opening = match line[digits..].chars().next() {
        Some('.' | ')') if digits > 0 => Some(digits),
        Some('-' | '+' | '=') if digits == 0 => Some(0),
        _ => None,
    };
    for (at, c) in line.char_indices() {
        if "\\`*_{}[]<>|~&#$^!".contains(c) || opening == Some(at) {
            out.push('\\');
        }
        out.push(c);
    }
}
