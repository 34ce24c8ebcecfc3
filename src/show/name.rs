//! How the document and the diagrams call things: by number, and by their own words.

use crate::questionnaire::{AdviceIx, Level, QuestionIx, Questionnaire, RuleIx, ScoreIx, SectionIx};

/// Something with a number, that a condition may hang on or that may hang on a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    /// The condition of a section.
    Section(SectionIx),
    /// A question.
    Question(QuestionIx),
    /// A score.
    Score(ScoreIx),
    /// A rule.
    Rule(RuleIx),
}

impl Node {
    /// Its number, such as `Q3`.
    pub(super) fn number(self) -> String {
        match self {
            Node::Section(section) => format!("Section {}", section.at() + 1),
            Node::Question(question) => format!("Q{}", question.at() + 1),
            Node::Score(score) => format!("S{}", score.at() + 1),
            Node::Rule(rule) => format!("R{}", rule.at() + 1),
        }
    }

    /// A name for it that every format takes.
    pub(super) fn key(self) -> String {
        match self {
            Node::Section(section) => format!("gate{}", section.at() + 1),
            Node::Question(_) | Node::Score(_) | Node::Rule(_) => self.number().to_lowercase(),
        }
    }

    /// Its own words.
    pub(super) fn words(self, questionnaire: &Questionnaire) -> &str {
        match self {
            Node::Section(section) => &questionnaire[section].title,
            Node::Question(question) => &questionnaire[question].ask,
            Node::Score(score) => &questionnaire[score].title,
            Node::Rule(rule) => &questionnaire[rule].because,
        }
    }

    /// The number, then the words between quotes.
    pub(super) fn called(self, questionnaire: &Questionnaire) -> String {
        format!("{} {}", self.number(), quoted(self.words(questionnaire)))
    }
}

/// The number of a piece of advice.
pub(super) fn advice_number(advice: AdviceIx) -> String {
    format!("A{}", advice.at() + 1)
}

/// A piece of advice by its number and words.
pub(super) fn advice(questionnaire: &Questionnaire, advice: AdviceIx) -> String {
    format!("{} {}", advice_number(advice), quoted(&questionnaire[advice].text))
}

/// A level by its title here and its colour.
pub(super) fn level(questionnaire: &Questionnaire, level: Level) -> String {
    match questionnaire.disposition(level) {
        Some(disposition) => format!("{} ({})", disposition.title, level.word()),
        None => level.word().to_owned(),
    }
}

/// The author's words, told apart from the program's.
pub(super) fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}
