//! What is wrong with a questionnaire, where, and what to do about it.

use std::ops::Range;

use super::Witness;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The questionnaire cannot be run.
    Error,
    /// It can be run, and somebody should look.
    Warning,
}

impl Severity {
    /// The word in output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Declares the codes: variant, word, severity, meaning. The word and severity of a code stand here and nowhere else.
macro_rules! codes {
    ($($variant:ident $word:literal $severity:ident $meaning:literal)*) => {
        /// Stable names of the kinds of finding. Each has a failing example under `tests/findings/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the authoring guide.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The stable word, in kebab-case.
            pub fn word(self) -> &'static str {
                match self { $(Code::$variant => $word,)* }
            }

            /// How grave a finding of this kind is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// One sentence that says what it means.
            pub fn meaning(self) -> &'static str {
                match self { $(Code::$variant => $meaning,)* }
            }
        }
    };
}

codes! {
    HeaderMissing "header-missing" Error "The folder has no `questionnaire.ron`."
    SectionMissing "section-missing" Error "The header names a section that has no file."
    UnusedFile "unused-file" Warning "A `.ron` file in the folder that the header does not name; it is not read."
    NotUtf8 "not-utf8" Error "The file is not UTF-8 text."
    ByteOrderMark "byte-order-mark" Error "The file begins with an invisible byte-order mark."
    TooLarge "too-large" Error "The file is larger than any questionnaire is."
    Syntax "syntax" Error "The text is not RON: a bracket, a comma, a colon or a quote is missing or in the wrong place."
    TooDeep "too-deep" Error "Brackets or conditions are nested too deeply."
    UnknownFormat "unknown-format" Error "`format` is not one that this program reads."
    UnknownField "unknown-field" Error "A field that does not exist here."
    DuplicateField "duplicate-field" Error "The same field twice in one pair of brackets."
    MissingField "missing-field" Error "A field that must be there is not."
    WrongType "wrong-type" Error "A value of the wrong kind, such as a text where a number belongs."
    UnknownWord "unknown-word" Error "A word that is none of those possible here: a level, a kind of advice, of answer or of condition, a status."
    BadId "bad-id" Error "An id that is not in kebab-case."
    IdNotFolder "id-not-folder" Error "An installed questionnaire's `id` is not the name of its folder."
    ReservedName "reserved-name" Error "A name that has a meaning of its own."
    DuplicateId "duplicate-id" Error "Two things of one kind have the same id or name."
    DuplicateKey "duplicate-key" Error "The same key twice in one map."
    BadVersion "bad-version" Error "`version` is not a semantic version."
    BadDate "bad-date" Error "A date that is not of the form 2026-11-21, or that no calendar has."
    BadLanguage "bad-language" Error "`language` is not a BCP 47 language tag."
    ReviewBeforeReviewed "review-before-reviewed" Error "The next review is due before the last one was done."
    ReviewOverdue "review-overdue" Warning "The clinical review is overdue."
    ClockBeforeReview "clock-before-review" Warning "The computer's date is before the last review: its clock is wrong, or the date is."
    EmptyText "empty-text" Error "A text with nothing in it."
    ControlCharacter "control-character" Error "A text with an invisible control character in it."
    UnbalancedBrace "unbalanced-brace" Error "A `{` without its `}` in a text, or the other way round."
    UnknownTerm "unknown-term" Error "A term that the header's `terms` does not have."
    EmptyList "empty-list" Error "A list that must not be empty is empty."
    RangeUpsideDown "range-upside-down" Error "The least value of a range is greater than its greatest."
    LikelyOutsideRange "likely-outside-range" Error "`likely` reaches beyond `min` or `max`."
    TooManyDecimals "too-many-decimals" Error "A number with more digits after the point than the question has, or `decimals` above 3."
    NumberTooLarge "number-too-large" Error "A number beyond what can be calculated with."
    ThresholdOutOfRange "threshold-out-of-range" Warning "A comparison that always or never holds, whatever is answered."
    ZeroPoints "zero-points" Warning "An item of a score that adds nothing."
    UnknownQuestion "unknown-question" Error "No question has this id."
    UnknownChoice "unknown-choice" Error "The question has no choice with this id."
    UnknownTag "unknown-tag" Error "No choice of the question bears this tag."
    UnknownScore "unknown-score" Error "No score has this id."
    UnknownRule "unknown-rule" Error "No rule has this id."
    UnknownAdvice "unknown-advice" Error "No advice has this id."
    UnknownSource "unknown-source" Error "The header's `sources` has no such source."
    WrongKind "wrong-kind" Error "What is asked does not fit what it is asked about, such as `Yes` of a number."
    LaterReference "later-reference" Error "A condition speaks of something that comes after it."
    LaterThrough "later-through" Error "A question's condition speaks of a score or rule that depends on this or a later question."
    UrgencyNotHere "urgency-not-here" Error "`UrgencyAtLeast` outside advice and guarantees."
    AdvisedNotHere "advised-not-here" Error "`Advised` outside guarantees."
    RuleEffect "rule-effect" Error "A rule with both of `urgency` and `hand_over`, or neither."
    ContradictsItself "contradicts-itself" Error "Advice that contradicts itself."
    DispositionMissing "disposition-missing" Error "A rule sets a level that the header's `dispositions` does not describe."
    GuaranteeForm "guarantee-form" Error "A guarantee that is neither `given` and `then` nor `never_lowers`."
    NeverLowersFact "never-lowers-fact" Error "`never_lowers` lists something that cannot be answered \"not sure\", or that is not a single fact."
    NoQuestions "no-questions" Warning "There is no question in the whole questionnaire."
    NoLevel "no-level" Warning "No rule sets a level, so nobody could ever be given one."
    OutOfRange "out-of-range" Error "A number outside the question's range."
    UnsureNotAllowed "unsure-not-allowed" Error "\"Not sure\" to a question that does not allow it."
    ChoiceInBoth "choice-in-both" Error "A choice that is answered both yes and not sure."
    GuaranteeBroken "guarantee-broken" Error "A patient there can be for whom a guarantee does not hold."
    PatientWithoutLevel "patient-without-level" Error "A patient there can be whose interview ends without a level."
    AdviceContradicts "advice-contradicts" Error "Two pieces of advice that contradict each other, given to the same patient."
    QuestionNeverAsked "question-never-asked" Warning "A question that nobody is ever asked."
    QuestionWithoutEffect "question-without-effect" Warning "A question that changes no level, no handing over, no advice and no later question."
    RuleNeverFires "rule-never-fires" Warning "A rule that can never surely fire."
    RuleNeverDecides "rule-never-decides" Warning "A rule that never decides the level: others always give its level or a more urgent one."
    AdviceNeverGiven "advice-never-given" Warning "Advice that nobody is ever given."
    ConditionNever "condition-never" Warning "A condition, or a part of one, that can never be true where it stands."
    ConditionAlways "condition-always" Warning "A condition, or a part of one, that is always true where it stands."
    ScoreOutOfReach "score-out-of-reach" Warning "A score that can never reach the number it is compared with."
    GuaranteeEmpty "guarantee-empty" Warning "A guarantee that speaks of nobody."

    UnusedChoice "unused-choice" Warning "A choice that no condition speaks of, directly or by a tag. A single one of a `One` question may stand for all the rest."
    UnusedTag "unused-tag" Warning "A tag that no condition asks for."
    UnusedScore "unused-score" Warning "A score that no condition speaks of."
    UnusedSource "unused-source" Warning "A source that nothing cites."
    SameTextRule "same-text-rule" Warning "Two rules give the same reason."
    SameTextQuestion "same-text-question" Warning "Two questions ask the same."

    TranslationUnreadable "translation-unreadable" Warning "A translation that cannot be read; its language is not offered."
    TranslationMissing "translation-missing" Warning "A text that a translation does not have; the original is shown."
    TranslationSurplus "translation-surplus" Warning "A translation of a text that the questionnaire does not have."
    TranslationStale "translation-stale" Warning "The original has changed since it was translated; the original is shown."
    TranslationTerms "translation-terms" Warning "A translation with other terms in braces than its original; the original is shown."
    TranslationTooLong "translation-too-long" Warning "A translation that has no room on a screen of 40 columns."
}

impl Code {
    /// Whether it says that something is not there, which is not known while a part of the text cannot be read.
    pub(super) fn is_about_absence(self) -> bool {
        matches!(
            self,
            Code::UnusedFile
                | Code::EmptyList
                | Code::UnknownQuestion
                | Code::UnknownChoice
                | Code::UnknownTag
                | Code::UnknownScore
                | Code::UnknownRule
                | Code::UnknownAdvice
                | Code::NoQuestions
                | Code::NoLevel
        )
    }
}

/// More than anybody reads; a file of pure garbage could have millions.
pub(super) const MOST_FINDINGS: usize = 10_000;

/// One thing that is wrong, with its place and its remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which kind; it also says how grave.
    pub code: Code,
    /// The file's name within the questionnaire's folder; for the site's file its path.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// Byte range that the finding is about, in the file's text without a byte-order mark, for drawing it.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Answers that show it, where it is about logic.
    pub witness: Option<Witness>,
}

impl Finding {
    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}
