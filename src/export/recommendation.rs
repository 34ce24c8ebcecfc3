//! The recommendation, in parts ordered by urgency.

use jiff::civil::{Date, DateTime};

use super::gaps::{gaps, is_unsure};
use super::visit::{Chosen, Review, Visit, answer_words, level_word, most_urgent, source_words};
use crate::interview::{Inconsistency, State};
use crate::questionnaire::{Effect, Level, QuestionIx, Questionnaire, RuleIx, ScoreIx, SourceIx, Status};
use crate::text::{Block, Large, Page, Span, Tone};
use crate::words::{self, Words, fill};

/// The whole recommendation: the level, the act and the first reason stand first, then the rest by urgency.
pub fn recommendation(visit: &Visit, at: DateTime) -> Page {
    let mut page = headline(visit);
    enlarge(visit, &mut page);
    // Without a recommendation what was not answered matters most.
    let ended_early = visit.interview.outcome().status == Status::Incomplete;
    if ended_early {
        page.append(gaps(visit));
    }
    page.append(reasons(visit));
    if let Some(retriage) = retriage(visit) {
        page.gap();
        page.text(Tone::Strong, retriage);
    }
    page.append(advice(visit));
    page.append(scores(visit));
    if !ended_early {
        page.append(gaps(visit));
    }
    page.append(notes(visit));
    page.append(made_from(visit, at));
    page.append(merely_open(visit));
    page
}

/// What to do: the level with its act, to whom the patient is handed over, or that there is no recommendation.
pub(super) fn headline(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    if let Some(what) = outcome.inconsistent {
        // A questionnaire that leaves a patient without a level is the author's mistake and not the program's.
        let text = match what {
            Inconsistency::NoLevel => w.no_level.to_owned(),
            Inconsistency::Bounds => format!("{}{}.", w.inconsistent, w.inconsistent_bounds),
            Inconsistency::Open => format!("{}{}.", w.inconsistent, w.inconsistent_open),
        };
        page.text(Tone::Alert, text);
        if let Some(level) = most_urgent(questionnaire) {
            disposition(visit, level, &mut page);
        }
        if let Some(chosen) = &visit.chosen {
            page.badge(chosen.level, level_word(questionnaire, chosen.level), false);
            chosen_because(visit, chosen, &mut page);
        }
        return page;
    }
    if let Some(chosen) = &visit.chosen {
        disposition(visit, chosen.level, &mut page);
        chosen_because(visit, chosen, &mut page);
        // In a row, so that the first reason is in sight on a small screen.
        if let (Some(level), true) = (outcome.urgency, outcome.status != Status::HandedOver) {
            let computed = format!("{} {}", words::rank(level), level_word(questionnaire, level));
            page.item(Span::new(Tone::Plain, format!("{}: ", w.computed)), Span::new(Tone::Badge(level), computed));
            return page;
        }
        page.heading(w.computed);
    }
    if outcome.status == Status::HandedOver {
        page.append(hand_over(visit));
        if outcome.urgency.is_some() {
            page.gap();
        }
    }
    match outcome.urgency {
        Some(level) => disposition(visit, level, &mut page),
        None if outcome.status == Status::Incomplete => {
            page.text(Tone::Strong, w.no_recommendation);
            bounds(visit, &mut page);
        }
        None => {}
    }
    page
}

/// That the nurse chose the level, and why.
fn chosen_because(visit: &Visit, chosen: &Chosen, page: &mut Page) {
    let w = visit.words();
    let reason = if chosen.reason.is_empty() { w.no_reason } else { &chosen.reason };
    page.text(Tone::Strong, format!("{}: {reason}", w.chosen_by_nurse));
}

/// What to do and by when, and to whom the patient is handed over, without the level; or that there is no recommendation.
pub(super) fn act(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let outcome = visit.interview.outcome();
    // What is urgent comes before who goes on with it.
    if let Some(level) = visit.level() {
        act_of(visit, level, &mut page);
    }
    for &rule in &outcome.hand_over {
        if let Effect::HandOver(to) = &visit.questionnaire()[rule].effect {
            page.text(Tone::Strong, format!("{}{to}", w.hand_over_open));
        }
    }
    match (visit.level(), outcome.floor, outcome.status) {
        (None, Some(floor), Status::HandedOver) => {
            page.text(Tone::Plain, w.at_least);
            act_of(visit, floor, &mut page);
        }
        (None, _, Status::Incomplete) => page.text(Tone::Strong, w.no_recommendation),
        _ => {}
    }
    page
}

/// How a time is written.
pub(super) const TIME: &str = "%Y-%m-%d %H:%M";

/// Which visit this one triages again, and what the level was then and is now; `None` where it is the first.
pub fn retriage(visit: &Visit) -> Option<String> {
    let w = visit.words();
    let earlier = visit.earlier.as_ref()?;
    let level = |level: Option<(Level, &str)>| match level {
        Some((level, word)) => format!("{} {word}", words::rank(level)),
        None => w.note.no_level.to_owned(),
    };
    let now = visit.level().map(|level| (level, level_word(visit.questionnaire(), level)));
    let before = level(earlier.level.as_ref().map(|(level, word)| (*level, word.as_str())));
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("which", earlier.reference.as_ref().unwrap_or(&earlier.record)),
        ("at", &earlier.at.strftime(TIME)),
        ("before", &before),
        ("now", &level(now)),
    ];
    Some(fill(w.note.retriage, &values))
}

/// The most urgent level and its act alone, without anything that tells what was answered.
pub fn emergency(visit: &Visit) -> Page {
    let mut page = Page::default();
    if let Some(level) = most_urgent(visit.questionnaire()) {
        disposition(visit, level, &mut page);
        enlarge(visit, &mut page);
    }
    page.gap();
    page.text(Tone::Plain, visit.words().kiosk_held);
    page.append(translated(visit));
    page
}

/// Has the level, and the act if it can be, shown in large letters.
fn enlarge(visit: &Visit, page: &mut Page) {
    let Some(at) = page.blocks.iter().position(|block| block.band) else { return };
    if let Some(Span { tone: Tone::Badge(level), .. }) = page.blocks[at].text {
        page.blocks[at].large = Large::Above(level_word(visit.questionnaire(), level).to_owned());
    }
    if let Some(act) = page.blocks.get_mut(at + 1).filter(|block| block.lead.is_none()) {
        act.large = act.text.as_ref().map_or(Large::Nothing, |act| Large::Above(act.text.clone()));
    }
}

/// To whom the patient is handed over and why, with the floor if there is one.
pub fn hand_over(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    page.text(Tone::Heading, w.hand_over_to);
    for &rule in &outcome.hand_over {
        if let Effect::HandOver(to) = &questionnaire[rule].effect {
            page.text(Tone::Strong, to);
        }
    }
    for &rule in &outcome.hand_over {
        page.item(dash(), Span::new(Tone::Plain, &questionnaire[rule].because));
    }
    if let (Some(floor), None) = (outcome.floor, outcome.urgency) {
        page.gap();
        page.text(Tone::Plain, w.at_least);
        disposition(visit, floor, &mut page);
    }
    page
}

/// The level that takes over the screen, its act, and what made it.
pub fn alarm(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = headline(visit);
    enlarge(visit, &mut page);
    // The level and the act stand apart: this is read from across the room.
    page.blocks.insert(1.min(page.blocks.len()), Block::default());
    let (sure, open): (Vec<RuleIx>, Vec<RuleIx>) =
        visit.interview.floor_rules().into_iter().partition(|rule| visit.interview.outcome().fires.contains(rule));
    for (heading, rules) in [(w.because, sure), (w.not_ruled_out, open)] {
        if !rules.is_empty() {
            page.heading(heading);
        }
        // What is ruled out by nothing is told with the "not sure" that leaves it so.
        let settled_by = visit.interview.settled_by(&rules);
        for (rule, questions) in rules.into_iter().zip(settled_by) {
            reason(visit, rule, &mut page);
            open_because(visit, questions, &mut page);
        }
    }
    page
}

/// Why, and what is not ruled out: each reason with its sources, the most urgent first.
pub(super) fn reasons(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    if !outcome.fires.is_empty() {
        page.heading(w.because);
        for rule in by_urgency(questionnaire, &outcome.fires) {
            reason(visit, rule, &mut page);
        }
    }
    // What an unanswered question alone leaves open says nothing about this patient, and stands at the end.
    let (standing, open) = not_ruled_out(visit);
    if !outcome.not_ruled_out.is_empty() {
        page.heading(w.not_ruled_out);
    }
    let settled_by = visit.interview.settled_by(&standing);
    for (rule, questions) in standing.into_iter().zip(settled_by) {
        reason(visit, rule, &mut page);
        open_because(visit, questions, &mut page);
    }
    if !open.is_empty() {
        page.text(
            Tone::Quiet,
            fill(w.open_count, &[("reasons", &open.len()), ("questions", &outcome.unanswered.len())]),
        );
    }
    page
}

/// The questions that leave a reason open.
fn open_because(visit: &Visit, questions: Vec<QuestionIx>, page: &mut Page) {
    let w = visit.words();
    for question in questions {
        let unsure = is_unsure(visit.interview.answer(question));
        let head = if unsure { w.open_because } else { w.settled_by };
        page.indented(2, Tone::Plain, format!("{head}{}", with_answer(visit, question)));
    }
}

/// The rules that are not ruled out, the most urgent first: those that an answer of "not sure" leaves open, which count,
/// and those that hang on questions not answered.
fn not_ruled_out(visit: &Visit) -> (Vec<RuleIx>, Vec<RuleIx>) {
    let outcome = visit.interview.outcome();
    let rules = by_urgency(visit.questionnaire(), &outcome.not_ruled_out);
    rules.into_iter().partition(|rule| outcome.stands.contains(rule))
}

/// What unanswered questions leave open, in short: the reasons, and the advice that is given until it is ruled out.
fn merely_open(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    let (_, open) = not_ruled_out(visit);
    if !open.is_empty() {
        page.heading(w.open_reasons);
    }
    for rule in open {
        because(visit, rule, &mut page);
    }
    let open = outcome.advice.iter().filter(|advice| !outcome.advice_stands.contains(advice));
    for (number, &advice) in open.enumerate() {
        if number == 0 {
            page.heading(w.open_advice);
        }
        page.item(dash(), Span::new(Tone::Plain, &questionnaire[advice].text));
    }
    page
}

/// The advice that stands, by kind.
pub(super) fn advice(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    for (kind, heading) in w.advice() {
        let given = visit.interview.outcome().advice_stands.iter().map(|&advice| &questionnaire[advice]);
        for (number, advice) in given.filter(|advice| advice.kind == kind).enumerate() {
            if number == 0 {
                page.heading(heading);
            }
            page.item(dash(), Span::new(Tone::Plain, &advice.text));
            // Who says so, in a row: advice is read aloud, and whole titles between its sentences are in the way.
            let mut publishers: Vec<&str> = Vec::new();
            for &source in &advice.cite {
                let publisher = questionnaire[source].publisher.as_str();
                if !publishers.contains(&publisher) {
                    publishers.push(publisher);
                }
            }
            if !publishers.is_empty() {
                page.indented(2, Tone::Quiet, publishers.join("; "));
            }
        }
    }
    page
}

/// The scores that were gone into. One of whose section nothing was answered is none that anybody assessed, and its 0
/// would say that somebody did.
pub(super) fn assessed(visit: &Visit) -> Vec<ScoreIx> {
    let questionnaire = visit.questionnaire();
    let answered = |question| visit.interview.is_asked(question) && visit.interview.answer(question).is_some();
    let scores = (0..questionnaire.scores.len()).map(|score| ScoreIx(score as u32));
    let gone_into = |score: &ScoreIx| {
        let section = questionnaire[*score].section;
        let mut own = questionnaire.questions().filter(|(_, question)| question.section == section).peekable();
        own.peek().is_none() || own.any(|(question, _)| answered(question))
    };
    scores.filter(gone_into).collect()
}

/// The scores that were gone into, with the items that count or may count.
pub(super) fn scores(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    for ix in assessed(visit) {
        let score = &questionnaire[ix];
        if page.blocks.is_empty() {
            page.heading(w.scores);
        }
        page.item(dash(), Span::new(Tone::Plain, w.score(&score.title, outcome.scores[ix.at()])));
        for (item, state) in visit.interview.items(ix) {
            let points = &score.points[item];
            let open = if state == State::Perhaps { " (?)" } else { "" };
            page.marked(
                2,
                Span::new(Tone::Plain, format!("{:+} ", points.points)),
                Span::new(Tone::Plain, format!("{}{open}", points.label)),
            );
        }
        sources(questionnaire, &score.cite, &mut page);
    }
    page
}

/// What the nurse wrote.
pub(super) fn notes(visit: &Visit) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    for (number, (question, note)) in visit.notes.iter().enumerate() {
        if number == 0 {
            page.heading(w.notes);
        }
        let about = question.map_or(w.note_to_all, |question| &visit.questionnaire()[question].ask);
        page.item(dash(), Span::new(Tone::Plain, about));
        page.indented(2, Tone::Strong, note);
    }
    page
}

/// Questionnaire, version, fingerprint and time, and whether it may be relied on.
pub(super) fn made_from(visit: &Visit, at: DateTime) -> Page {
    let w = visit.words();
    let mut page = Page::default();
    let questionnaire = visit.questionnaire();
    page.heading(w.made_from);
    flags(visit, at.date(), &mut page);
    page.text(Tone::Plain, format!("{} ({}) {}", questionnaire.title, questionnaire.id, questionnaire.version));
    page.text(Tone::Plain, &questionnaire.audience);
    page.text(
        Tone::Plain,
        fill(w.reviewed, &[("reviewed", &questionnaire.reviewed), ("due", &questionnaire.review_due)]),
    );
    page.blocks.extend(translated(visit).blocks);
    page.text(Tone::Quiet, &questionnaire.fingerprint);
    if let Some(reference) = &visit.reference {
        page.text(Tone::Plain, format!("{}{reference}", w.reference));
    }
    page.text(
        Tone::Plain,
        format!("{}, {}", at.strftime("%Y-%m-%d %H:%M"), interview_words(w, visit.interview.outcome().status)),
    );
    page
}

/// How the interview ended.
fn interview_words(w: &Words, status: Status) -> &'static str {
    w.interview[match status {
        Status::Complete => 0,
        Status::Stopped => 1,
        Status::HandedOver => 2,
        Status::Incomplete => 3,
    }]
}

/// That it is shown in a translation, and whether anybody has reviewed that.
pub fn translated(visit: &Visit) -> Page {
    let mut page = Page::default();
    let w = visit.words();
    let Some(translation) = &visit.tongue.translation else { return page };
    match translation.reviewed {
        Some(date) => page.text(Tone::Plain, fill(w.translation_reviewed, &[("date", &date)])),
        None => page.text(Tone::Alert, w.unreviewed),
    }
    if translation.untranslated > 0 {
        page.text(Tone::Plain, fill(w.untranslated, &[("count", &translation.untranslated)]));
    }
    page
}

/// What must be known of the content wherever it is shown, each in a word or two: a draft, a review that is past, a clock
/// that is wrong, a translation that nobody has reviewed.
pub fn short_flags(visit: &Visit, today: Date) -> Vec<&'static str> {
    let w = visit.words();
    let review = match Review::on(visit.questionnaire(), today) {
        Review::Current => None,
        Review::Overdue => Some(w.overdue_flag),
        Review::ClockWrong => Some(w.clock_wrong_flag),
    };
    let translation = visit.tongue.translation.as_ref().filter(|translation| translation.reviewed.is_none());
    let flags = [visit.draft.as_ref().map(|_| w.draft), review, translation.map(|_| w.unreviewed_flag)];
    flags.into_iter().flatten().collect()
}

/// Draft, overdue and clock, each in a sentence.
pub fn flags(visit: &Visit, today: Date, page: &mut Page) {
    let w = visit.words();
    if let Some(why) = &visit.draft {
        page.text(Tone::Alert, format!("{}{why}", w.draft_means));
    }
    let questionnaire = visit.questionnaire();
    match Review::on(questionnaire, today) {
        Review::Current => {}
        Review::Overdue => page.text(Tone::Alert, fill(w.overdue, &[("due", &questionnaire.review_due)])),
        Review::ClockWrong => page.text(Tone::Alert, fill(w.clock_wrong, &[("reviewed", &questionnaire.reviewed)])),
    }
}

/// A question, and what was answered to it or that nothing was.
pub fn with_answer(visit: &Visit, question: QuestionIx) -> String {
    let w = visit.words();
    let asked = &visit.questionnaire()[question];
    match visit.interview.answer(question) {
        Some(answer) => format!("{} {}", asked.ask, answer_words(visit.words(), asked, answer)),
        None => format!("{} ({})", asked.ask, w.not_answered),
    }
}

pub(super) fn dash() -> Span {
    Span::new(Tone::Plain, "- ")
}

/// A level's badge across the page, its act and by when.
fn disposition(visit: &Visit, level: Level, page: &mut Page) {
    let (w, questionnaire) = (visit.words(), visit.questionnaire());
    page.badge(level, &format!("{} ({})", level_word(questionnaire, level), w.rank_spoken(level)), true);
    act_of(visit, level, page);
}

/// A level's act and by when.
fn act_of(visit: &Visit, level: Level, page: &mut Page) {
    if let Some(disposition) = visit.questionnaire().disposition(level) {
        page.text(Tone::Strong, &disposition.act);
        page.text(Tone::Plain, format!("{}{}", visit.words().within, disposition.within));
    }
}

/// The floor and the ceiling of an interview that was ended early.
fn bounds(visit: &Visit, page: &mut Page) {
    let w = visit.words();
    let questionnaire = visit.questionnaire();
    let outcome = visit.interview.outcome();
    page.text(Tone::Plain, w.ended_between);
    for (words, level) in [(w.at_most, outcome.ceiling), (w.at_least, outcome.floor)] {
        match level {
            Some(level) => {
                page.text(Tone::Plain, words);
                page.badge(level, level_word(questionnaire, level), false);
            }
            None => page.text(Tone::Plain, format!("{words}: {}", w.no_level_yet)),
        }
    }
}

fn reason(visit: &Visit, rule: RuleIx, page: &mut Page) {
    because(visit, rule, page);
    let questionnaire = visit.questionnaire();
    sources(questionnaire, &questionnaire[rule].cite, page);
}

fn because(visit: &Visit, rule: RuleIx, page: &mut Page) {
    let w = visit.words();
    let rule = &visit.questionnaire()[rule];
    match &rule.effect {
        Effect::Urgency(level) => page.item(
            Span::new(Tone::Badge(*level), format!("{} ", words::rank(*level))),
            Span::new(Tone::Plain, &rule.because),
        ),
        Effect::HandOver(to) => {
            page.item(dash(), Span::new(Tone::Plain, format!("{}{to}: {}", w.hand_over_open, rule.because)));
        }
    }
}

fn sources(questionnaire: &Questionnaire, cite: &[SourceIx], page: &mut Page) {
    for &source in cite {
        page.indented(2, Tone::Quiet, source_words(&questionnaire[source]));
    }
}

/// Rules that set a level first, the most urgent before the others, then hand-overs; each kind in file order.
fn by_urgency(questionnaire: &Questionnaire, rules: &[RuleIx]) -> Vec<RuleIx> {
    let mut sorted = rules.to_vec();
    sorted.sort_by_key(|&rule| match questionnaire[rule].effect {
        Effect::Urgency(level) => level.place(),
        Effect::HandOver(_) => Level::ALL.len(),
    });
    sorted
}
