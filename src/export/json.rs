//! A visit as JSON: for programs that take it over. Names and order of the fields are stable; what is added comes as another field.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::recommendation::assessed;
use super::visit::{Stamp, Tongue, Visit, answer_words, level_word};
use super::{ExportError, Recorded};
use crate::interview::{Inconsistency, State};
use crate::questionnaire::{
    AdviceKind, Answer, Effect, Level, QuestionIx, Questionnaire, RuleIx, Source, SourceIx, WrittenAnswers,
};

/// The visits as a list, one object each, in the questionnaire's own language.
pub(super) fn json(visits: &[Recorded]) -> Result<Vec<u8>, ExportError> {
    let written: Vec<Written<'_>> = visits.iter().map(|it| Written::of(&it.visit, &it.stamp)).collect();
    let mut text = serde_json::to_vec_pretty(&written).map_err(|error| ExportError::Unwritable(error.to_string()))?;
    text.push(b'\n');
    Ok(text)
}

/// The answers to questions that are asked, as `eval` reads them.
pub(super) fn answers(visit: &Visit) -> Answers<'_> {
    Answers::of(visit, |question| visit.interview.is_asked(question))
}

/// A time as RFC 3339 in UTC, in whole seconds.
pub(super) fn time(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[derive(Serialize)]
struct Written<'v> {
    record: &'v str,
    reference: Option<&'v str>,
    operator: Option<&'v str>,
    began: String,
    ended: String,
    questionnaire: Content<'v>,
    status: &'static str,
    /// What cannot be, if it is: then `urgency` is the most urgent level that there is.
    inconsistent: Option<&'static str>,
    /// The level that counts.
    urgency: Option<Disposed<'v>>,
    /// The recommendation.
    computed: Option<Disposed<'v>>,
    /// The nurse's own level.
    chosen: Option<ChosenLevel<'v>>,
    floor: Option<&'static str>,
    ceiling: Option<&'static str>,
    hand_over: Vec<HandOver<'v>>,
    answers: Answers<'v>,
    answers_in_words: Vec<InWords<'v>>,
    not_sure: Vec<NotSure<'v>>,
    unanswered: Vec<&'v str>,
    set_aside: Answers<'v>,
    fires: Vec<Reason<'v>>,
    not_ruled_out: Vec<Reason<'v>>,
    scores: Vec<Sum<'v>>,
    advice: Vec<Given<'v>>,
    notes: Vec<Note<'v>>,
    earlier: Option<Before<'v>>,
    answered_in: Vec<AnsweredIn<'v>>,
}

#[derive(Serialize)]
struct Content<'v> {
    id: &'v str,
    version: &'v str,
    fingerprint: &'v str,
    title: &'v str,
    audience: &'v str,
    language: &'v str,
    reviewed: String,
    review_due: String,
    /// Why it ran as a draft.
    draft: Option<&'v str>,
}

#[derive(Serialize)]
struct Disposed<'v> {
    level: &'static str,
    /// 1 is the most urgent of 5.
    rank: usize,
    title: &'v str,
    act: Option<&'v str>,
    within: Option<&'v str>,
}

#[derive(Serialize)]
struct ChosenLevel<'v> {
    level: &'static str,
    reason: &'v str,
}

#[derive(Serialize)]
struct HandOver<'v> {
    rule: &'v str,
    to: &'v str,
    because: &'v str,
}

#[derive(Serialize)]
struct InWords<'v> {
    question: &'v str,
    ask: &'v str,
    answer: String,
}

#[derive(Serialize)]
struct NotSure<'v> {
    question: &'v str,
    /// `None` where it is the whole question.
    choices: Option<Vec<&'v str>>,
}

#[derive(Serialize)]
struct Reason<'v> {
    id: &'v str,
    /// `None` of a hand-over.
    level: Option<&'static str>,
    because: &'v str,
    sources: Vec<Cited<'v>>,
    /// The questions that leave it open.
    open_questions: Vec<&'v str>,
}

#[derive(Serialize)]
struct Cited<'v> {
    publisher: &'v str,
    title: &'v str,
    year: Option<u16>,
    url: Option<&'v str>,
}

#[derive(Serialize)]
struct Sum<'v> {
    id: &'v str,
    title: &'v str,
    low: i64,
    high: i64,
    items: Vec<Item<'v>>,
    sources: Vec<Cited<'v>>,
}

#[derive(Serialize)]
struct Item<'v> {
    points: i64,
    label: &'v str,
    /// `false`: it counts perhaps.
    surely: bool,
}

#[derive(Serialize)]
struct Given<'v> {
    id: &'v str,
    kind: &'static str,
    text: &'v str,
    /// `false`: it is given because questions that are not answered do not rule it out.
    stands: bool,
    sources: Vec<Cited<'v>>,
}

#[derive(Serialize)]
struct Note<'v> {
    /// `None` is a note to the whole.
    question: Option<&'v str>,
    text: &'v str,
}

#[derive(Serialize)]
struct Before<'v> {
    record: &'v str,
    reference: Option<&'v str>,
    /// In local time.
    at: String,
    level: Option<&'static str>,
    title: Option<&'v str>,
}

#[derive(Serialize)]
struct AnsweredIn<'v> {
    language: &'v str,
    reviewed: bool,
}

/// Answers as `eval` reads them.
pub(super) struct Answers<'v> {
    questionnaire: &'v Questionnaire,
    answers: Vec<(QuestionIx, Answer)>,
}

impl Answers<'_> {
    fn of(visit: &Visit, wanted: impl Fn(QuestionIx) -> bool) -> Answers<'_> {
        let questionnaire = visit.interview.questionnaire();
        let given = |(question, _)| Some((question, visit.interview.answer(question)?.clone()));
        let wanted = |(question, _): &(QuestionIx, Answer)| wanted(*question);
        Answers { questionnaire, answers: questionnaire.questions().filter_map(given).filter(wanted).collect() }
    }
}

impl Serialize for Answers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        WrittenAnswers { questionnaire: self.questionnaire, answers: &self.answers }.serialize(serializer)
    }
}

impl<'v> Written<'v> {
    fn of(visit: &'v Visit, stamp: &'v Stamp) -> Written<'v> {
        // The questionnaire's own words, whatever it was held in.
        let questionnaire = visit.interview.questionnaire();
        let words = Tongue::of(questionnaire).words;
        let interview = &visit.interview;
        let outcome = interview.outcome();
        let id = |question: &QuestionIx| questionnaire[*question].id.as_str();
        let disposed = |level: Level| Disposed {
            level: level.word(),
            rank: level.place() + 1,
            title: level_word(questionnaire, level),
            act: questionnaire.disposition(level).map(|disposition| disposition.act.as_str()),
            within: questionnaire.disposition(level).map(|disposition| disposition.within.as_str()),
        };
        let hand_over = outcome.hand_over.iter().filter_map(|&rule| match &questionnaire[rule].effect {
            Effect::HandOver(to) => {
                let rule = &questionnaire[rule];
                Some(HandOver { rule: &rule.id, to, because: &rule.because })
            }
            Effect::Urgency(_) => None,
        });
        let answered = answers(visit);
        let in_words = answered.answers.iter().map(|(question, answer)| {
            let question = &questionnaire[*question];
            InWords { question: &question.id, ask: &question.ask, answer: answer_words(words, question, answer) }
        });
        let not_sure = answered.answers.iter().filter_map(|(question, answer)| {
            let question = &questionnaire[*question];
            let choices = match answer {
                Answer::Unsure => None,
                Answer::Many { unsure, .. } if !unsure.is_empty() => {
                    Some(unsure.iter().map(|&choice| question.choices()[choice].id.as_str()).collect())
                }
                _ => return None,
            };
            Some(NotSure { question: &question.id, choices })
        });
        let open = interview.settled_by(&outcome.not_ruled_out);
        let open = outcome.not_ruled_out.iter().zip(open);
        let sums = assessed(visit).into_iter().map(|ix| {
            let score = &questionnaire[ix];
            let (low, high) = outcome.scores[ix.at()];
            let items = interview.items(ix).into_iter().map(|(item, state)| {
                let points = &score.points[item];
                Item { points: points.points, label: &points.label, surely: state != State::Perhaps }
            });
            let sources = cited(questionnaire, &score.cite);
            Sum { id: &score.id, title: &score.title, low, high, items: items.collect(), sources }
        });
        let advice = outcome.advice.iter().map(|ix| {
            let advice = &questionnaire[*ix];
            Given {
                id: &advice.id,
                kind: kind(advice.kind),
                text: &advice.text,
                stands: outcome.advice_stands.contains(ix),
                sources: cited(questionnaire, &advice.cite),
            }
        });
        let mut shown = BTreeMap::new();
        if let Some(translation) = &visit.tongue.translation {
            shown.insert(translation.questionnaire.language.as_str(), translation.reviewed.is_some());
        }
        shown.extend(visit.answered_in.iter().map(|(language, reviewed)| (language.as_str(), *reviewed)));
        Written {
            record: &stamp.record,
            reference: visit.reference.as_deref(),
            operator: visit.operator.as_deref(),
            began: time(stamp.began),
            ended: time(stamp.ended),
            questionnaire: Content {
                id: &questionnaire.id,
                version: &questionnaire.version,
                fingerprint: &questionnaire.fingerprint,
                title: &questionnaire.title,
                audience: &questionnaire.audience,
                language: &questionnaire.language,
                reviewed: questionnaire.reviewed.to_string(),
                review_due: questionnaire.review_due.to_string(),
                draft: visit.draft.as_deref(),
            },
            status: outcome.status.word(),
            inconsistent: outcome.inconsistent.map(|what| match what {
                Inconsistency::Bounds => "bounds",
                Inconsistency::Open => "open",
                Inconsistency::NoLevel => "no-level",
            }),
            urgency: visit.level().map(disposed),
            computed: outcome.urgency.map(disposed),
            chosen: visit
                .chosen
                .as_ref()
                .map(|chosen| ChosenLevel { level: chosen.level.word(), reason: &chosen.reason }),
            floor: outcome.floor.map(Level::word),
            ceiling: outcome.ceiling.map(Level::word),
            hand_over: hand_over.collect(),
            answers_in_words: in_words.collect(),
            not_sure: not_sure.collect(),
            unanswered: outcome.unanswered.iter().map(id).collect(),
            set_aside: Answers::of(visit, |question| !interview.is_asked(question)),
            fires: outcome.fires.iter().map(|&rule| reason(questionnaire, rule, &[])).collect(),
            not_ruled_out: open.map(|(&rule, questions)| reason(questionnaire, rule, &questions)).collect(),
            scores: sums.collect(),
            advice: advice.collect(),
            notes: visit
                .notes
                .iter()
                .map(|(question, text)| Note { question: question.as_ref().map(id), text })
                .collect(),
            earlier: visit.earlier.as_ref().map(|earlier| Before {
                record: &earlier.record,
                reference: earlier.reference.as_deref(),
                at: earlier.at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                level: earlier.level.as_ref().map(|(level, _)| level.word()),
                title: earlier.level.as_ref().map(|(_, title)| title.as_str()),
            }),
            answered_in: shown.into_iter().map(|(language, reviewed)| AnsweredIn { language, reviewed }).collect(),
            answers: answered,
        }
    }
}

fn reason<'v>(questionnaire: &'v Questionnaire, rule: RuleIx, open: &[QuestionIx]) -> Reason<'v> {
    let rule = &questionnaire[rule];
    let level = match rule.effect {
        Effect::Urgency(level) => Some(level.word()),
        Effect::HandOver(_) => None,
    };
    let open_questions = open.iter().map(|&question| questionnaire[question].id.as_str()).collect();
    Reason { id: &rule.id, level, because: &rule.because, sources: cited(questionnaire, &rule.cite), open_questions }
}

fn cited<'v>(questionnaire: &'v Questionnaire, cite: &[SourceIx]) -> Vec<Cited<'v>> {
    let cited = |&source: &SourceIx| {
        let Source { publisher, title, year, url, .. } = &questionnaire[source];
        Cited { publisher, title, year: *year, url: url.as_deref() }
    };
    cite.iter().map(cited).collect()
}

/// The kind of advice as it is written in RON.
fn kind(kind: AdviceKind) -> &'static str {
    match kind {
        AdviceKind::Do => "Do",
        AdviceKind::Dont => "Dont",
        AdviceKind::Watch => "Watch",
        AdviceKind::Refer => "Refer",
    }
}
