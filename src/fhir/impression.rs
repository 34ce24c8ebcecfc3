//! The recommendation of one visit as a FHIR R4 ClinicalImpression.
//!
//! A ClinicalImpression and no RiskAssessment: what a visit ends in is no probability of an outcome, which is what a
//! RiskAssessment's predictions are, but how urgently somebody must be seen, found by a protocol and for reasons. A
//! ClinicalImpression has a place for each of these: the protocol, each finding with its basis, who assessed, and the
//! assessment before, which this one triages again.
//!
//! - `finding`: first the level (code system `urn:redflag:level`); where the nurse chose another than was computed, the
//!   computed one next (`urn:redflag:level:computed`), so that both stand in it; then to whom the patient is handed over, then
//!   each reason with its sources as basis; then what is not ruled out, in a code system of its own, so that nobody takes it for
//!   a finding; then the scores that were gone into.
//! - `summary`: what to do and within what time. `note`: the advice by its kind, what the nurse wrote, and what must be known
//!   of the content: draft, review overdue, translations that nobody reviewed.
//!
//! An interview without a recommendation says so, with the levels that it can still end in.
//!
//! <http://hl7.org/fhir/R4/clinicalimpression.html>

use serde_json::{Value, json};

use super::names::{self, COMPUTED, FINDING, FINGERPRINT, LEVEL, Object, RECORD};
use super::response::subject;
use crate::export::{self, Stamp, Visit, source_words};
use crate::questionnaire::{Effect, Level, Questionnaire, RuleIx, Score, ScoreIx, SourceIx, Status};
use crate::text::Page;
use crate::words::{self, fill};

/// The recommendation as a ClinicalImpression; `response` refers to the answers, `previous` to the visit before.
pub(super) fn impression(visit: &Visit, stamp: &Stamp, ended: bool, response: &str, previous: Option<&str>) -> Value {
    let shown = visit;
    let visit = &visit.on_record();
    let questionnaire = visit.questionnaire();
    let mut resource = Object::new();
    let mut put = |field: &str, value: Value| {
        resource.insert(field.to_owned(), value);
    };
    put("resourceType", "ClinicalImpression".into());
    put("meta", names::meta(questionnaire, visit.draft.is_some()));
    put("language", questionnaire.language.as_str().into());
    put(
        "identifier",
        json!([
            {"system": RECORD, "value": stamp.record},
            {"system": FINGERPRINT, "value": questionnaire.fingerprint},
        ]),
    );
    put("status", if ended { "completed" } else { "in-progress" }.into());
    put("code", json!({"text": "Triage recommendation"}));
    let content = format!("{} ({})", questionnaire.title, questionnaire.id);
    put("description", format!("{content} {}, {}", questionnaire.version, questionnaire.fingerprint).into());
    put("subject", subject(visit));
    put("effectivePeriod", json!({"start": stamp.began.to_string(), "end": stamp.ended.to_string()}));
    put("date", stamp.ended.to_string().into());
    if let Some(operator) = &visit.operator {
        put("assessor", json!({"display": operator.as_str()}));
    }
    if let Some(previous) = previous {
        put("previous", json!({ "reference": previous }));
    }
    put("protocol", json!([names::versioned(questionnaire)]));
    put("summary", summary(visit).into());
    put("finding", findings(visit).into());
    put("supportingInfo", json!([{ "reference": response }]));
    let notes = notes(visit, shown, stamp);
    if !notes.is_empty() {
        put("note", notes.into());
    }
    names::clean(resource.into())
}

/// What to do, in one text.
fn summary(visit: &Visit) -> String {
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    let w = visit.words();
    let mut lines = Vec::new();
    if let Some(chosen) = &visit.chosen {
        lines.push(disposition(visit, chosen.level));
        let reason = if chosen.reason.is_empty() { w.no_reason } else { &chosen.reason };
        lines.push(format!("{}: {}", w.chosen_by_nurse, reason));
    }
    if let Some(what) = outcome.inconsistent {
        // Whatever cannot be is said, and never calmly.
        lines.push(format!("The level is inconsistent ({what:?})"));
        let worst = Level::ALL.into_iter().find(|level| questionnaire.disposition(*level).is_some());
        lines.extend(worst.map(|level| disposition(visit, level)));
        return lines.join("\n");
    }
    for &rule in &outcome.hand_over {
        if let (Status::HandedOver, Effect::HandOver(to)) = (outcome.status, &questionnaire[rule].effect) {
            lines.push(format!("{} {to}: {}", w.hand_over_to, questionnaire[rule].because));
        }
    }
    match outcome.urgency {
        Some(level) if visit.chosen.is_some() => lines.push(format!("{}: {}", w.computed, disposition(visit, level))),
        Some(level) => lines.push(disposition(visit, level)),
        None if outcome.status == Status::Incomplete => {
            lines.push(w.no_recommendation.to_owned());
            for (head, level) in [(w.at_most, outcome.ceiling), (w.at_least, outcome.floor)] {
                let level = level.map_or_else(|| w.no_level_yet.to_owned(), |level| word(questionnaire, level));
                lines.push(format!("{head} {level}"));
            }
        }
        None => {}
    }
    lines.join("\n")
}

/// A level in words: its title, its act and by when.
fn disposition(visit: &Visit, level: Level) -> String {
    let questionnaire = visit.questionnaire();
    let title = word(questionnaire, level);
    match questionnaire.disposition(level) {
        Some(disposition) => {
            format!("{title}. {} {}{}", disposition.act, visit.words().within, disposition.within)
        }
        None => title,
    }
}

fn word(questionnaire: &Questionnaire, level: Level) -> String {
    format!("{} {}", words::rank(level), export::level_word(questionnaire, level))
}

fn findings(visit: &Visit) -> Vec<Value> {
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    let w = visit.words();
    let mut findings = Vec::new();
    let mut add = |system: &str, code: &str, display: &str, said: String, basis: String| {
        let mut finding = Object::new();
        let concept = json!({"coding": [names::coding(system, code, display)], "text": said});
        finding.insert("itemCodeableConcept".to_owned(), concept);
        if !basis.is_empty() {
            finding.insert("basis".to_owned(), basis.into());
        }
        findings.push(Value::from(finding));
    };
    let mut level = |system: &str, level: Level, basis: &str| {
        let title = export::level_word(questionnaire, level);
        add(system, &names::level(level), title, disposition(visit, level), basis.to_owned());
    };
    if let Some(chosen) = &visit.chosen {
        let reason = if chosen.reason.is_empty() { w.no_reason } else { &chosen.reason };
        level(LEVEL, chosen.level, &format!("{}: {}", w.chosen_by_nurse, reason));
    }
    let worst = || Level::ALL.into_iter().find(|level| questionnaire.disposition(*level).is_some());
    let computed = if outcome.inconsistent.is_some() { worst() } else { outcome.urgency };
    if let Some(urgency) = computed {
        level(if visit.chosen.is_some() { COMPUTED } else { LEVEL }, urgency, "");
    }
    if computed.is_none() && outcome.status == Status::Incomplete {
        add(FINDING, "no-recommendation", w.no_recommendation, summary(visit), String::new());
    }
    for &rule in &outcome.hand_over {
        if let Effect::HandOver(to) = &questionnaire[rule].effect {
            let said = format!("{} {to}", w.hand_over_to);
            add(FINDING, "hand-over", w.hand_over_to, said, questionnaire[rule].because.clone());
        }
    }
    let rules = format!("{}:rules", names::canonical(questionnaire));
    for &rule in &outcome.fires {
        let Reason { id, because, basis } = reason(questionnaire, rule);
        add(&rules, id, because, because.to_owned(), basis);
    }
    let open = format!("{}:rules-not-ruled-out", names::canonical(questionnaire));
    // What unanswered questions alone leave open says nothing about this patient; it stands in a note.
    let standing = standing(visit);
    let settled_by = visit.interview.settled_by(&standing);
    for (rule, questions) in standing.into_iter().zip(settled_by) {
        let Reason { id, because, basis } = reason(questionnaire, rule);
        let said = format!("{}: {because}", w.not_ruled_out);
        let left_open = questions.into_iter().map(|question| export::with_answer(visit, question));
        let basis: Vec<String> = left_open.chain((!basis.is_empty()).then_some(basis)).collect();
        add(&open, id, &said, said.clone(), basis.join("; "));
    }
    let scores = format!("{}:scores", names::canonical(questionnaire));
    for (number, (score, &interval)) in questionnaire.scores.iter().zip(&outcome.scores).enumerate() {
        if !is_assessed(visit, score) {
            continue;
        }
        let items = visit.interview.items(ScoreIx(number as u32));
        let items = items.into_iter().filter_map(|(item, state)| {
            let open = if state == crate::interview::State::Perhaps { " (?)" } else { "" };
            score.points.get(item).map(|points| format!("{:+} {}{open}", points.points, points.label))
        });
        let basis: Vec<String> = items.chain(cited(questionnaire, &score.cite)).collect();
        add(&scores, &score.id, &score.title, w.score(&score.title, interval), basis.join("; "));
    }
    findings
}

/// The rules that an answer of "not sure" leaves open, which count.
fn standing(visit: &Visit) -> Vec<RuleIx> {
    let outcome = visit.interview.outcome();
    outcome.not_ruled_out.iter().copied().filter(|rule| outcome.stands.contains(rule)).collect()
}

/// Whether anybody went into a score: one of whose section nothing was answered is none that anybody assessed.
fn is_assessed(visit: &Visit, score: &Score) -> bool {
    let mut own =
        visit.questionnaire().questions().filter(|(_, question)| question.section == score.section).peekable();
    let answered = |question| visit.interview.is_asked(question) && visit.interview.answer(question).is_some();
    own.peek().is_none() || own.any(|(question, _)| answered(question))
}

/// A rule as a reason.
struct Reason<'q> {
    id: &'q str,
    because: &'q str,
    basis: String,
}

fn reason(questionnaire: &Questionnaire, rule: RuleIx) -> Reason<'_> {
    let rule = &questionnaire[rule];
    let basis = cited(questionnaire, &rule.cite).collect::<Vec<_>>().join("; ");
    Reason { id: &rule.id, because: &rule.because, basis }
}

fn cited<'q>(questionnaire: &'q Questionnaire, cite: &'q [SourceIx]) -> impl Iterator<Item = String> + 'q {
    cite.iter().map(|&source| source_words(&questionnaire[source]))
}

/// The advice, what the nurse wrote, and what must be known of the content.
fn notes(visit: &Visit, shown: &Visit, stamp: &Stamp) -> Vec<Value> {
    let questionnaire = visit.questionnaire();
    let w = visit.words();
    let mut notes = Vec::new();
    for (kind, heading) in w.advice() {
        let given = visit.interview.outcome().advice_stands.iter().map(|&advice| &questionnaire[advice]);
        for advice in given.filter(|advice| advice.kind == kind) {
            let sources = cited(questionnaire, &advice.cite).collect::<Vec<_>>().join("; ");
            let sources = if sources.is_empty() { sources } else { format!(" ({sources})") };
            notes.push(json!({"text": format!("{heading}: {}{sources}", advice.text)}));
        }
    }
    let outcome = visit.interview.outcome();
    let open = outcome.not_ruled_out.iter().filter(|rule| !outcome.stands.contains(rule));
    let open: Vec<&str> = open.map(|&rule| questionnaire[rule].because.as_str()).collect();
    if !open.is_empty() {
        notes.push(json!({"text": format!("{}: {}", w.open_reasons, open.join("; "))}));
    }
    for (question, written) in &visit.notes {
        let about = question.map_or(w.note_to_all, |question| &questionnaire[question].ask);
        let mut note = Object::new();
        note.insert("text".to_owned(), format!("{about}: {}", written).into());
        note.insert("time".to_owned(), stamp.ended.to_string().into());
        if let Some(operator) = &visit.operator {
            note.insert("authorString".to_owned(), operator.as_str().into());
        }
        notes.push(note.into());
    }
    let mut page = Page::default();
    // The nurse's own day is not known here; that in UTC is another at most for some hours.
    export::flags(visit, stamp.ended.to_zoned(jiff::tz::TimeZone::UTC).date(), &mut page);
    let flags = page.blocks.iter().filter_map(|block| block.text.as_ref());
    notes.extend(flags.map(|flag| json!({"text": flag.text})));
    let mut shown = shown.clone();
    shown.note_tongue();
    for (language, reviewed) in &shown.answered_in {
        let unreviewed = if *reviewed { String::new() } else { format!(" {}", w.unreviewed) };
        notes.push(json!({"text": format!("{}{unreviewed}", fill(w.shown_in, &[("language", language)]))}));
    }
    notes
}
