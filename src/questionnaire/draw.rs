//! Findings for people: the line of the file, a marker under the place, and the remedy.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::finding::{Finding, Severity};
use super::read::Files;
use super::site::Site;

/// So many characters of a line are given to the renderer on either side of the place; it trims them to the width.
/// A file of one line of megabytes would be drawn for ever.
const AROUND: usize = 400;

/// Findings are drawn for a terminal of this width; file names and messages may be longer.
const WIDTH: usize = 100;

/// Draws findings one under the other, in the order given. Safe to print whatever is in the files.
pub fn draw(findings: &[Finding], files: &Files, site: &Site, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let mut drawn = String::new();
    for finding in findings {
        let cut = cut(super::read::source(files, site, &finding.file), finding);
        let level = match finding.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(printable(&finding.message)).id(finding.code.word());
        let file = printable(&finding.file);
        let mark = AnnotationKind::Primary.span(cut.marked.clone());
        let snippet = Snippet::source(cut.line.as_str()).line_start(finding.line).annotation(mark);
        let help = Level::HELP.message(printable(&finding.help));
        // The renderer counts the column in what it is given, which is wrong where the line is cut at the front.
        let report = if cut.whole {
            title.element(snippet.path(file)).element(help)
        } else {
            let origin = Origin::path(file).line(finding.line).char_column(finding.column);
            title.element(origin).element(snippet).element(help)
        };
        let _ = writeln!(drawn, "{}\n", renderer.render(&[report]));
    }
    drawn
}

/// The part of a line that is shown, and what is marked in it.
struct Cut {
    line: String,
    /// Whether it begins where the line begins.
    whole: bool,
    marked: std::ops::Range<usize>,
}

/// Cuts the line of a finding down to what fits, with every character that could disturb a terminal replaced.
fn cut(text: &str, finding: &Finding) -> Cut {
    let at = finding.span.start.min(text.len());
    let (before, after) = match (text.get(..at), text.get(at..)) {
        (Some(before), Some(after)) => (before, after),
        _ => ("", ""),
    };
    let mut start: Vec<char> = before.chars().rev().take_while(|c| *c != '\n').take(AROUND + 1).collect();
    let mut line = String::new();
    let whole = start.len() <= AROUND;
    if !whole {
        start.pop();
        line.push_str("...");
    }
    line.extend(start.iter().rev().map(|c| visible(*c)));
    let begin = line.len();
    let mut end = begin;
    let mut rest = after.char_indices().take_while(|(_, c)| *c != '\n');
    for (offset, c) in rest.by_ref().take(AROUND) {
        line.push(visible(c));
        if at + offset < finding.span.end {
            end = line.len();
        }
    }
    if rest.next().is_some() {
        line.push_str("...");
    }
    Cut { marked: begin..end, line, whole }
}

/// The character, or a stand-in for one that is not seen or not of a known width.
fn visible(c: char) -> char {
    // A tab has no width of its own, a carriage return only ends the line of a file from Windows.
    if matches!(c, '\t' | '\r') {
        ' '
    } else if super::check::is_control(c) {
        '\u{FFFD}'
    } else {
        c
    }
}

fn printable(text: &str) -> String {
    text.chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::draw;
    use crate::questionnaire::{Code, File, Files, Finding, Site};

    fn drawn(text: &str, span: std::ops::Range<usize>, line: usize, column: usize) -> String {
        let file = File { name: "a.ron".to_owned(), bytes: Cow::Owned(text.as_bytes().to_vec()) };
        let files = Files { folder: "a".to_owned(), files: vec![file] };
        let (message, help) = ("what is wrong".to_owned(), "what to do".to_owned());
        let (code, file) = (Code::BadId, "a.ron".to_owned());
        let finding = Finding { code, file, line, column, span, message, help, witness: None };
        draw(&[finding], &files, &Site::default(), false)
    }

    #[test]
    fn a_finding_shows_its_line_with_a_marker_and_the_remedy() {
        let expected = "error[bad-id]: what is wrong\n --> a.ron:2:5\n  |\n2 | id: \"A\"\n  |     ^^^\n  |\n  = help: what to do\n\n";
        assert_eq!(drawn("(\nid: \"A\"\n)", 6..9, 2, 5), expected);
    }

    #[test]
    fn control_characters_of_the_file_never_reach_the_terminal() {
        let drawn = drawn("id: \"\u{1b}[31m\u{202e}\u{9b}x\ty\"", 5..9, 1, 6);
        assert!(drawn.chars().all(|c| c == '\n' || !super::super::check::is_control(c)), "{drawn:?}");
    }

    #[test]
    fn a_very_long_line_is_shown_around_the_place() {
        let text = format!("{}HERE{}", "a".repeat(50_000), "b".repeat(50_000));
        let drawn = drawn(&text, 50_000..50_004, 1, 50_001);
        assert!(drawn.contains("a.ron:1:50001"), "{drawn}");
        assert!(drawn.contains("HERE") && drawn.contains("^^^^"), "{drawn}");
        assert!(drawn.lines().all(|line| line.chars().count() <= 110), "{drawn}");
    }

    #[test]
    fn a_place_at_the_end_or_outside_of_the_text_is_no_trouble() {
        for (text, span) in [("", 0..0), ("abc", 3..3), ("abc", 90..95), ("é", 1..2), ("漢字 x", 7..8)] {
            assert!(drawn(text, span, 1, 1).contains("what to do"));
        }
    }
}
