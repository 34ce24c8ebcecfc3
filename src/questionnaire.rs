//! The questionnaire: RON text in, a checked questionnaire and its findings out. No I/O.
//!
//! Start at [`read`]. What it returns as a [`Questionnaire`] has no unresolved names, no empty lists and no
//! circles, so nothing after it can fail on the content. The types here are the checked ones; what an author
//! writes is in `authored`, and what is wrong with it is a [`Finding`].

mod answer;
mod authored;
mod check;
mod draw;
mod finding;
mod level;
mod locate;
mod number;
mod outline;
mod packed;
mod place;
mod read;
mod scan;
mod similar;
mod site;
mod spot;
mod translation;
mod trouble;
mod unused;
mod value;
mod walk;
mod witness;

use std::ops::Index;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use answer::{AnswerError, answer, fit};
pub use check::is_language;
pub use draw::draw;
pub use finding::{Code, Finding, Severity};
pub use level::Level;
pub use locate::{Owner, Places, Thing};
pub use number::Decimal;
pub use packed::{Packed, pack};
pub use read::{CASES, File, Files, HEADER, LARGEST_FILE, cover, hex, identity, read};
pub(crate) use similar::similar;
pub use site::Site;
pub use translation::{Renewed, Translation, languages, renew, translate, translations};
pub use unused::unused;
pub use value::Value;
pub use witness::{Witness, WrittenAnswers, WrittenWitness};

/// Declares a typed index into one of the lists of a [`Questionnaire`].
macro_rules! index {
    ($(#[$doc:meta])* $name:ident, $list:ident, $item:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the list, from 0.
            pub fn at(self) -> usize {
                self.0 as usize
            }
        }

        impl Index<$name> for Questionnaire {
            type Output = $item;

            fn index(&self, index: $name) -> &$item {
                &self.$list[index.at()]
            }
        }
    };
}

index!(
    /// A section, in the header's order.
    SectionIx, sections, Section
);
index!(
    /// A question, in the order in which questions are asked.
    QuestionIx, questions, Question
);
index!(
    /// A score, in file order.
    ScoreIx, scores, Score
);
index!(
    /// A rule, in file order.
    RuleIx, rules, Rule
);
index!(
    /// A piece of advice, in file order.
    AdviceIx, advice, Advice
);
index!(
    /// A source, in the header's order.
    SourceIx, sources, Source
);

/// A checked questionnaire. Its texts are as shown: terms are already replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// The folder's name, in kebab-case.
    pub id: String,
    /// Semantic version.
    pub version: String,
    /// What the nurse reads in the picker and at the head of every screen.
    pub title: String,
    /// For whom it is written.
    pub audience: String,
    /// Day of the last clinical review.
    #[serde(with = "packed::day")]
    pub reviewed: jiff::civil::Date,
    /// Day past which every screen that recommends says that the review is overdue.
    #[serde(with = "packed::day")]
    pub review_due: jiff::civil::Date,
    /// BCP 47 tag of the texts.
    pub language: String,
    /// The level at which the interview can stop (LANGUAGE.md, Semantics 6).
    pub stop_at: Level,
    /// Shown before the first question.
    pub intro: Option<String>,
    /// The terms and the words they stand for here, the site's where it has replaced them.
    pub terms: Vec<(String, String)>,
    /// What the content is taken from.
    pub sources: Vec<Source>,
    /// What each level means, by [`Level::place`]; every level that a rule sets has one.
    pub dispositions: [Option<Disposition>; 5],
    /// The sections, in the header's order.
    pub sections: Vec<Section>,
    /// All questions, in the order in which they are asked.
    pub questions: Vec<Question>,
    /// All scores, in file order.
    pub scores: Vec<Score>,
    /// All rules, in file order.
    pub rules: Vec<Rule>,
    /// All advice, in file order.
    pub advice: Vec<Advice>,
    /// What must hold for every patient there can be.
    pub guarantees: Vec<Guarantee>,
    /// Worked patients with the result expected of them.
    #[serde(skip)]
    pub cases: Vec<Case>,
    /// `sha256:` and 64 hex digits, over the header and the section files.
    pub fingerprint: String,
}

impl Questionnaire {
    /// What a level means here; `None` where no rule sets it and the author wrote nothing for it.
    pub fn disposition(&self, level: Level) -> Option<&Disposition> {
        self.dispositions[level.place()].as_ref()
    }

    /// Every question with its index, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = (QuestionIx, &Question)> {
        self.questions.iter().enumerate().map(|(i, q)| (QuestionIx(i as u32), q))
    }

    /// The question of that id.
    pub fn find(&self, id: &str) -> Option<QuestionIx> {
        self.questions.iter().position(|q| q.id == id).map(|i| QuestionIx(i as u32))
    }
}

/// Where a statement comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Unique among the sources.
    pub id: String,
    /// The publication's title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// The year of publication.
    pub year: Option<u16>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// What a level means: the recommendation in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Disposition {
    /// The level's word on screen, e.g. "Emergency".
    pub title: String,
    /// What to do.
    pub act: String,
    /// Within what time.
    pub within: String,
}

/// A group of questions, with the scores, rules and advice that belong to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// The name in the header, and of the file without `.ron`.
    pub id: String,
    /// Shown above its questions.
    pub title: String,
    /// Its questions are asked only when this holds.
    pub when: Condition,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Unique among the questions.
    pub id: String,
    /// The section it stands in.
    pub section: SectionIx,
    /// What the nurse asks.
    pub ask: String,
    /// How to ask it, and what counts as yes.
    pub help: Option<String>,
    /// Asked only when this, and the section's condition, perhaps hold.
    pub when: Condition,
    /// Whether "not sure" may be answered.
    pub unsure: bool,
    /// What it is taken from.
    pub cite: Vec<SourceIx>,
    /// What can be answered.
    pub answer: AnswerKind,
}

impl Question {
    /// The choices of a `One` or `Many` question; none for the other kinds.
    pub fn choices(&self) -> &[Choice] {
        match &self.answer {
            AnswerKind::One(choices) | AnswerKind::Many(choices) => choices,
            AnswerKind::YesNo | AnswerKind::Number(_) | AnswerKind::Text => &[],
        }
    }
}

/// What a question takes as its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AnswerKind {
    /// Yes or no.
    YesNo,
    /// Exactly one of these choices; never empty.
    One(Vec<Choice>),
    /// Any number of these choices; never empty.
    Many(Vec<Choice>),
    /// A number in a range.
    Number(Number),
    /// Free words for the record.
    Text,
}

/// A choice of a `One` or `Many` question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Unique within the question.
    pub id: String,
    /// What the nurse reads.
    pub label: String,
    /// What a person may type to find it.
    pub aliases: Vec<String>,
    /// Classes that conditions ask for.
    pub tags: Vec<String>,
    /// What counts as this choice.
    pub help: Option<String>,
}

/// The range of a number question. All values are scaled by `10^decimals`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// The unit's word, e.g. "years".
    pub unit: String,
    /// The least value that is accepted, scaled.
    pub min: i64,
    /// The greatest value that is accepted, scaled.
    pub max: i64,
    /// Digits after the point, 0 to 3.
    pub decimals: u8,
    /// Outside this closed range, scaled, the nurse is asked to confirm.
    pub likely: Option<(i64, i64)>,
}

/// A condition with its names resolved (LANGUAGE.md, A condition).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Holds always.
    Always,
    /// The question was answered yes.
    Yes(QuestionIx),
    /// The question was answered no.
    No(QuestionIx),
    /// At least one of those choices, by position, was taken: `Is`, `IsAny` and `Tagged`.
    IsAny(QuestionIx, Arc<[usize]>),
    /// The number, scaled, is at least so much.
    AtLeast(QuestionIx, i64),
    /// The number, scaled, is less than so much.
    Below(QuestionIx, i64),
    /// The score is at least so much.
    Score(ScoreIx, i64),
    /// The rule fires.
    Fires(RuleIx),
    /// All of them hold.
    All(Vec<Condition>),
    /// At least one of them holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// So many or more of them hold.
    AtLeastOf(u32, Vec<Condition>),
    /// The recommended level is that or more urgent; advice and guarantees only.
    UrgencyAtLeast(Level),
    /// The advice is given; guarantees only.
    Advised(AdviceIx),
}

/// A sum of points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Unique among the scores.
    pub id: String,
    /// The section it stands in.
    pub section: SectionIx,
    /// The score's name on screen.
    pub title: String,
    /// What it is taken from.
    pub cite: Vec<SourceIx>,
    /// The items; never empty.
    pub points: Vec<Points>,
}

/// One item of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Points {
    /// Added to the sum when the condition holds; may be negative.
    pub points: i64,
    /// When it counts.
    pub when: Condition,
    /// The item's words.
    pub label: String,
}

/// A rule: sets a level or hands the patient over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Unique among the rules.
    pub id: String,
    /// The section it stands in.
    pub section: SectionIx,
    /// When it fires.
    pub when: Condition,
    /// What it does.
    pub effect: Effect,
    /// The reason in words.
    pub because: String,
    /// What it is taken from.
    pub cite: Vec<SourceIx>,
}

/// What a rule does when it fires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// Recommends at least this level.
    Urgency(Level),
    /// Takes the patient out of scope: to whom.
    HandOver(String),
}

/// What kind of advice it is; decides whether certainty is needed (LANGUAGE.md, Semantics 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdviceKind {
    /// What to do; given only when its condition surely holds.
    Do,
    /// What to avoid; given as soon as it perhaps holds.
    Dont,
    /// Come back or call if; given as soon as it perhaps holds.
    Watch,
    /// Whom to send to, what to ask them; given as soon as it perhaps holds.
    Refer,
}

/// A piece of advice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// Unique among the advice.
    pub id: String,
    /// The section it stands in.
    pub section: SectionIx,
    /// What kind of advice.
    pub kind: AdviceKind,
    /// The advice in words.
    pub text: String,
    /// When it is given.
    pub when: Condition,
    /// Advice that must never be given to the same patient, in the order written, each once.
    pub contradicts: Vec<AdviceIx>,
    /// What it is taken from.
    pub cite: Vec<SourceIx>,
}

/// What must hold for every patient there can be (LANGUAGE.md, Semantics 8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guarantee {
    /// Unique among the guarantees.
    pub id: String,
    /// What is claimed.
    pub claim: Claim,
}

/// The claim of a guarantee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Claim {
    /// Where the first perhaps holds, the second must surely hold.
    GivenThen {
        /// When the claim applies.
        given: Condition,
        /// What must then hold.
        then: Condition,
    },
    /// Turning one of these facts from no to "not sure", or from "not sure" to yes, never gives a less urgent ceiling.
    NeverLowers(Vec<Fact>),
}

/// A fact that `never_lowers` speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// A YesNo or Many question that allows "not sure".
    pub question: QuestionIx,
    /// The choice's position in a Many question; `None` for yes of a YesNo question.
    pub choice: Option<usize>,
}

/// The answer to one question. The absence of an answer is `None` in an `Option<Answer>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// "Not sure", for the whole question.
    Unsure,
    /// Yes or no.
    YesNo(bool),
    /// The choice taken, by position.
    One(usize),
    /// The choices taken and those not sure, by position, each in ascending order and none in both; all others are no.
    Many {
        /// Taken.
        yes: Vec<usize>,
        /// Not sure.
        unsure: Vec<usize>,
    },
    /// A number in the question's range, scaled by its decimals.
    Number(i64),
    /// Free words.
    Text(String),
}

/// A worked patient with the result expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What kind of patient it is.
    pub name: String,
    /// The answers given; what is not named is unanswered.
    pub answers: Vec<(QuestionIx, Answer)>,
    /// What must come of it.
    pub expect: Expect,
}

/// What a case expects; an empty list or `None` expects nothing of that kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// The recommended level; `None` expects none.
    pub urgency: Option<Level>,
    /// Rules that must fire surely.
    pub fires: Vec<RuleIx>,
    /// Rules that must not fire surely.
    pub not_fires: Vec<RuleIx>,
    /// Rules that must fire perhaps, and not surely.
    pub not_ruled_out: Vec<RuleIx>,
    /// Hand-over rules that must fire surely.
    pub hand_over: Vec<RuleIx>,
    /// Advice that must be given.
    pub advised: Vec<AdviceIx>,
    /// Advice that must not be given.
    pub not_advised: Vec<AdviceIx>,
    /// The status that the interview must have; without it any but incomplete.
    pub status: Option<Status>,
}

/// How far an interview has come (LANGUAGE.md, What the program says on one patient).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Floor and ceiling met at `stop_at` or above, and questions are left.
    Stopped,
    /// A hand-over rule fires surely and the ceiling is below `stop_at`.
    HandedOver,
    /// No question is left.
    Complete,
    /// None of these.
    Incomplete,
}

impl Status {
    /// The first that fits (LANGUAGE.md, What the program says on one patient): whether a question is left, floor and
    /// ceiling have met at `stop_at` or above, and the interview can end with handing over.
    pub fn of(left: bool, met: bool, hands_over: bool) -> Status {
        match (left, met, hands_over) {
            (true, true, _) => Status::Stopped,
            (_, _, true) => Status::HandedOver,
            (false, _, _) => Status::Complete,
            (true, false, false) => Status::Incomplete,
        }
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Stopped => "stopped",
            Status::HandedOver => "handed-over",
            Status::Complete => "complete",
            Status::Incomplete => "incomplete",
        }
    }
}
