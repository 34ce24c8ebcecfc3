//! What is wrong with a questionnaire, where, and what to do about it.

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The questionnaire cannot be run.
    Error,
    /// It can be run, and somebody should look.
    Warning,
}

/// Stable names of the kinds of finding. Each has a failing example under `tests/findings/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The text is not RON.
    Syntax,
}

/// One thing that is wrong, with its place and its remedy.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which kind.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// The file's name within the questionnaire's folder.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Byte range in the file that the finding is about, for drawing it.
    pub span: std::ops::Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}
