//! Findings for people: the line of the file, a marker under the place, and the remedy.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::finding::{Finding, Severity};
use super::read::Files;
use super::site::Site;

/// So many characters of a line are shown on either side of the place.
const AROUND: usize = 60;

/// Draws findings one under the other, in the order given. Safe to print whatever is in the files.
pub fn draw(findings: &[Finding], files: &Files, site: &Site, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut drawn = String::new();
    for finding in findings {
        let text = super::read::source(files, site, &finding.file);
        let cut = cut(text, finding);
        let level = match finding.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let message = printable(&finding.message);
        let help = printable(&finding.help);
        let file = printable(&finding.file);
        let origin = Origin::path(file).line(finding.line).char_column(finding.column);
        let snippet = Snippet::source(cut.line.as_str())
            .line_start(finding.line)
            .annotation(AnnotationKind::Primary.span(cut.marked.clone()));
        let report = &[level
            .primary_title(message)
            .id(finding.code.word())
            .element(origin)
            .element(snippet)
            .element(Level::HELP.message(help))];
        let _ = writeln!(drawn, "{}\n", renderer.render(report));
    }
    drawn
}

/// The part of a line that is shown, and what is marked in it.
struct Cut {
    line: String,
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
    if start.len() > AROUND {
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
    Cut { marked: begin..end, line: line.trim_end().to_owned() }.within()
}

impl Cut {
    /// The mark kept inside the line.
    fn within(self) -> Cut {
        let end = self.marked.end.min(self.line.len());
        Cut { marked: self.marked.start.min(end)..end, ..self }
    }
}

/// The character, or a stand-in for one that is not seen or not of a known width.
fn visible(c: char) -> char {
    if c == '\t' {
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
