//! A questionnaire as people want to see it: a document to print and sign off, and diagrams.
//!
//! Both start from the checked questionnaire alone, and the same content always gives the same bytes. [`condition`] says a
//! condition in plain language, for all of them. The document is built once (`document`) and written in two ways (`print`,
//! `markdown`); what hangs on what is found once (`graph`) and drawn in three (`mermaid`, `dot`, `svg`).

mod document;
mod dot;
mod graph;
mod layout;
mod markdown;
mod mermaid;
mod name;
mod plain;
mod print;
mod svg;

use crate::questionnaire::Questionnaire;

pub use plain::condition;

/// What a questionnaire is shown as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The document, in rows of 80 columns.
    Text,
    /// The document, as CommonMark.
    Markdown,
    /// A flowchart for Mermaid.
    Mermaid,
    /// A directed graph for Graphviz.
    Dot,
    /// A picture.
    Svg,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 5] = [Format::Text, Format::Markdown, Format::Mermaid, Format::Dot, Format::Svg];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Mermaid => "mermaid",
            Format::Dot => "dot",
            Format::Svg => "svg",
        }
    }

    /// The format of that word.
    pub fn named(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// The questionnaire in that format, with a line end at its end.
pub fn show(questionnaire: &Questionnaire, format: Format) -> String {
    match format {
        Format::Text => print::text(&document::document(questionnaire)),
        Format::Markdown => markdown::markdown(&document::document(questionnaire)),
        Format::Mermaid => mermaid::mermaid(questionnaire),
        Format::Dot => dot::dot(questionnaire),
        Format::Svg => svg::svg(questionnaire),
    }
}
