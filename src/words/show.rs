//! The words of what `redflag show` prints: the document to sign off, and the diagrams.

// The document: its parts.
/// Head of what a reader must know first.
pub const HOW_TO_READ: &str = "How to read this";
/// What a reader must know first.
pub const READING: [&str; 4] = [
    "Q, S, R, A, G and C number the questions, scores, rules, advice, guarantees and cases; the id behind a number is \
     its name in the files. \"And\" and \"or\" are grouped by brackets.",
    "A question that is not asked counts as none of its answers. So \"is not answered yes\" holds where the answer is no \
     and where the question is not asked.",
    "\"Not sure\" leaves open what depends on it. What is open counts: a question is asked, a rule that sets a level \
     counts and advice is given unless its condition is ruled out. Only advice of the kind \"Do\" and handing over need \
     a condition that is certain.",
    "The most urgent of the rules that count decides the level.",
];
/// Head of the words before the first question.
pub const INTRODUCTION: &str = "Shown before the first question";
/// Head of the words that a site may replace.
pub const TERMS: &str = "Words that a site may replace";
/// Head of the levels.
pub const LEVELS: &str = "Levels";
/// Head of the sources.
pub const SOURCES: &str = "Sources";
/// Head of a section's condition and questions.
pub const QUESTIONS: &str = "Questions";
/// Head of a section's scores.
pub const SCORES: &str = "Scores";
/// Head of a section's rules.
pub const RULES: &str = "Rules";
/// Head of a section's advice.
pub const ADVICE: &str = "Advice";
/// Head of what must hold for every patient.
pub const GUARANTEES: &str = "Guarantees";
/// Head of the worked patients.
pub const CASES: &str = "Cases";
/// Head of the place to sign.
pub const SIGN_OFF: &str = "Sign-off";
/// The lines of the place to sign.
pub const SIGNATURE: [&str; 4] = ["Name", "Role", "Date", "Signature"];

// The document: its fields.
/// A name in the files.
pub const ID: &str = "Id";
/// Of the questionnaire.
pub const VERSION: &str = "Version";
/// Of the questionnaire.
pub const FINGERPRINT: &str = "Fingerprint";
/// For whom it is written.
pub const AUDIENCE: &str = "Audience";
/// The day of the last review.
pub const REVIEWED: &str = "Last reviewed";
/// The day of the next review.
pub const REVIEW_DUE: &str = "Next review due";
/// Of the texts.
pub const LANGUAGE: &str = "Language";
/// The level at which the interview can stop.
pub const STOPS_AT: &str = "Can stop once this or a more urgent level is certain";
/// Where a source can be read.
pub const ADDRESS: &str = "Address";
/// What to do.
pub const ACT: &str = "Do";
/// Within what time.
pub const WITHIN: &str = "When";
/// How to ask, what counts.
pub const HELP: &str = "Help";
/// What can be answered.
pub const ANSWER: &str = "Answer";
/// What a person may type to find a choice.
pub const ALIASES: &str = "Also found as";
/// The classes of a choice.
pub const TAGS: &str = "Tags";
/// The choices of a class.
pub const TAGGED: &str = "With the tag";
/// When a question is asked.
pub const ASKED: &str = "Asked";
/// Where its section has a condition of its own.
pub const WITH_SECTION: &str = "with its section";
/// Before a condition.
pub const ONLY_IF: &str = "if ";
/// Of a piece of advice.
pub const KIND: &str = "Kind";
/// When a rule fires, an item counts, advice is given.
pub const IF: &str = "If";
/// What is cited.
pub const CITED: &str = "Sources";
/// What a rule gives.
pub const LEVEL: &str = "Level";
/// To whom a rule hands over.
pub const HAND_OVER: &str = "Hand over to";
/// What a guarantee starts from.
pub const GIVEN: &str = "Where this is not ruled out";
/// What a guarantee promises.
pub const THEN: &str = "This is then certain";
/// What `never_lowers` promises.
pub const NEVER_LOWERS: &str =
    "Answered \"not sure\" instead of no, or yes instead of \"not sure\", none of these ever gives a less urgent level";
/// What a case answers.
pub const ANSWERS: &str = "Answers";
/// What a case expects.
pub const EXPECTED: &str = "Expected";
/// Rules expected to fire.
pub const APPLIES: &str = "Certainly applies";
/// Rules expected not to.
pub const NOT_APPLIES: &str = "Not certain to apply";
/// Rules expected to be open.
pub const NOT_RULED_OUT: &str = "Not ruled out";
/// Rules expected to hand over.
pub const HANDS_OVER: &str = "Hands over";
/// Advice expected.
pub const ADVISED: &str = "Advised";
/// Advice expected to be withheld.
pub const NOT_ADVISED: &str = "Not advised";
/// The status expected.
pub const STATUS: &str = "The interview is";
/// An expected status: any but incomplete.
pub const SETTLED: &str = "complete, stopped or handed over";
/// An expected status.
pub const STOPPED: &str = "stopped: questions are left that cannot change the level";
/// An expected status.
pub const HANDED_OVER: &str = "handed over";
/// An expected status.
pub const COMPLETE: &str = "complete";
/// An expected status.
pub const INCOMPLETE: &str = "incomplete";
/// No level is expected.
pub const NO_LEVEL: &str = "none";

// The document: sentences.
/// A condition without conditions.
pub const ALWAYS: &str = "always";
/// A condition that cannot hold.
pub const NEVER: &str = "never";
/// A section without a condition.
pub const SECTION_ALWAYS: &str = "always, but for questions that say otherwise";
/// Behind a section's condition: its scores, rules and advice do not hang on it.
pub const SECTION_ONLY_QUESTIONS: &str =
    "Only the section's questions hang on this; its scores, rules and advice always count.";
/// The answers of a YesNo question.
pub const YES_NO: &str = "yes or no";
/// The answers of a One question.
pub const ONE_OF: &str = "exactly one of these";
/// The answers of a Many question.
pub const ANY_OF: &str = "any number of these, or none of them";
/// The answers of a Text question.
pub const FREE_WORDS: &str = "free words for the record; nothing hangs on them";
/// Behind the answers.
pub const OR_NOT_SURE: &str = "; or \"not sure\"";
/// Behind the answers of a Many question.
pub const OR_SOME_NOT_SURE: &str = "; or \"not sure\", of the whole or of single ones";
/// Behind the answers.
pub const NO_NOT_SURE: &str = "; \"not sure\" is no answer here";
/// What is signed.
pub const SIGNED: &str =
    "I have read every question, rule, piece of advice, guarantee and case above, of exactly this fingerprint.";

/// The head of a section.
pub fn section(number: usize, title: &str) -> String {
    format!("Section {number}: {title}")
}

/// The answers of a Number question.
pub fn number(min: &str, max: &str, unit: &str) -> String {
    format!("a number, {min} to {max} {unit}")
}

/// Behind the answers of a Number question.
pub fn likely(min: &str, max: &str) -> String {
    format!("; outside {min} to {max} it must be confirmed")
}

/// An item of a score.
pub fn points(points: i64) -> String {
    match points {
        1 | -1 => format!("{points:+} point"),
        _ => format!("{points:+} points"),
    }
}

// The diagrams.
/// Above a section's questions in a diagram.
pub const ASKED_ONLY_IF: &str = "Section asked only if";
/// Above a question that is not always asked.
pub const ASKED_IF: &str = "Asked if";
/// At the head of a question in the picture.
pub const ONE: &str = "one choice";
/// At the head of a question in the picture.
pub const MANY: &str = "any number of choices";
/// At the head of a question in the picture.
pub const FREE: &str = "free words";
/// Legend of the picture.
pub const LEGEND: &str = "Legend";
/// Legend of the picture.
pub const LEGEND_QUESTION: &str = "Question";
/// Legend of the picture.
pub const LEGEND_GATE: &str = "When a section is asked";
/// Legend of the picture.
pub const LEGEND_SCORE: &str = "Score";
/// Legend of the picture, and the word of a rule that hands over.
pub const LEGEND_HAND_OVER: &str = "Hand over";
/// Legend of the picture.
pub const LEGEND_ARROW: &str = "A line leads from what is asked to what hangs on it; the sign at its arrow says where it \
     comes from. Point at a box to read all of it. Advice, guarantees and cases stand in the document.";

/// How many choices, or words, a diagram leaves out.
pub fn more(count: usize) -> String {
    format!("and {count} more")
}

/// How much a section holds, of what it holds at all.
pub fn holds(questions: usize, scores: usize, rules: usize, advice: usize) -> String {
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{count} {many}")),
    };
    let all = [
        counted(questions, "question", "questions"),
        counted(scores, "score", "scores"),
        counted(rules, "rule", "rules"),
        counted(advice, "piece of advice", "pieces of advice"),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
