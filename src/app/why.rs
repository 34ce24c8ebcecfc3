//! Why: each reason down to the answers that made it true; and which single answers would change the level.

use super::pages::{bounds, bounds_words};
use crate::export::{Visit, answer_words, with_answer};
use crate::interview::{Alternative, Explanation, Part, State};
use crate::questionnaire::{Effect, Level, RuleIx};
use crate::text::{Page, Span, Tone};
use crate::words::{self, fill};

/// Why the level is what it is; `ended` adds what would change it.
pub(super) fn why(visit: &Visit, ended: bool) -> Page {
    let w = visit.words();
    let outcome = visit.interview.outcome();
    let mut page = Page::default();
    page.text(Tone::Strong, w.why_head);
    page.gap();
    bounds(visit, (outcome.floor, outcome.ceiling), &mut page);
    // What only an unanswered question leaves open says nothing about this patient; what stands does.
    let open: Vec<RuleIx> =
        outcome.not_ruled_out.iter().copied().filter(|rule| outcome.stands.contains(rule)).collect();
    if outcome.fires.is_empty() && open.is_empty() {
        page.gap();
        page.text(Tone::Plain, w.no_reasons);
    }
    for (heading, rules) in [(w.because, &outcome.fires), (w.not_ruled_out, &open)] {
        if !rules.is_empty() {
            page.heading(heading);
        }
        for &rule in rules {
            tree(visit, &visit.interview.why(rule), 0, &mut page);
        }
    }
    if ended {
        would_change(visit, &mut page);
    }
    page.gap();
    page.text(Tone::Quiet, w.any_key);
    page
}

/// An explanation and, further in, what makes it so.
fn tree(visit: &Visit, explanation: &Explanation, depth: usize, page: &mut Page) {
    let w = visit.words();
    let questionnaire = visit.questionnaire();
    let open = match explanation.state {
        State::Yes => "",
        State::Perhaps => " (?)",
        State::No => w.not_so,
    };
    let dash = Span::new(Tone::Plain, "- ");
    let indent = 2 * depth;
    match &explanation.part {
        Part::Rule(rule) => {
            let rule = &questionnaire[*rule];
            let (mark, text) = match &rule.effect {
                Effect::Urgency(level) => {
                    (Span::new(Tone::Badge(*level), format!("{} ", words::rank(*level))), rule.because.clone())
                }
                Effect::HandOver(to) => (dash, format!("{}{to}: {}", w.hand_over_open, rule.because)),
            };
            page.marked(indent, mark, Span::new(Tone::Strong, format!("{text}{open}")));
        }
        Part::Score(score, least) => {
            let title = fill(w.score_at_least, &[("title", &questionnaire[*score].title), ("least", least)]);
            let interval = visit.interview.outcome().scores[score.at()];
            let is = w.score(&title, interval);
            page.marked(indent, dash, Span::new(Tone::Plain, format!("{is}{open}")));
        }
        Part::Item(score, item) => {
            let item = &questionnaire[*score].points[*item];
            let mark = Span::new(Tone::Plain, format!("{:+} ", item.points));
            page.marked(indent, mark, Span::new(Tone::Plain, format!("{}{open}", item.label)));
        }
        Part::Answer(question) => page.marked(indent, dash, Span::new(Tone::Plain, with_answer(visit, *question))),
    }
    for part in &explanation.because {
        tree(visit, part, depth + 1, page);
    }
}

/// The single answers that would move the level: what raises it, then what lowers it, each the most urgent first.
fn would_change(visit: &Visit, page: &mut Page) {
    let w = visit.words();
    page.heading(w.what_would_change);
    let alternatives = visit.interview.what_would_change();
    if alternatives.is_empty() {
        page.text(Tone::Plain, w.nothing_would);
        return;
    }
    page.text(Tone::Plain, w.one_answer_alone);
    let outcome = visit.interview.outcome();
    let before = (outcome.floor, outcome.ceiling);
    for (heading, wanted) in
        [(w.would_raise, Move::Raises), (w.would_lower, Move::Lowers), (w.would_bound, Move::Widens)]
    {
        let mut moving: Vec<&Alternative> =
            alternatives.iter().filter(|other| Move::of(before, other.after) == wanted).collect();
        moving.sort_by_key(|other| (place(other.after.1), place(other.after.0)));
        if !moving.is_empty() {
            page.heading(heading);
        }
        for other in moving {
            let question = &visit.questionnaire()[other.question];
            let text = format!(
                "{} {} -> {}",
                question.ask,
                answer_words(w, question, &other.answer),
                bounds_words(visit, other.after)
            );
            page.item(Span::new(Tone::Plain, "- "), Span::new(Tone::Plain, text));
        }
    }
}

/// Which way floor and ceiling move.
#[derive(Clone, Copy, PartialEq)]
enum Move {
    Raises,
    Lowers,
    Widens,
}

type Bounds = (Option<Level>, Option<Level>);

impl Move {
    fn of(before: Bounds, after: Bounds) -> Move {
        let (floor, ceiling) = (place(after.0).cmp(&place(before.0)), place(after.1).cmp(&place(before.1)));
        // A higher place is a less urgent level.
        if floor.is_le() && ceiling.is_le() {
            Move::Raises
        } else if floor.is_ge() && ceiling.is_ge() {
            Move::Lowers
        } else {
            Move::Widens
        }
    }
}

fn place(level: Option<Level>) -> usize {
    level.map_or(Level::ALL.len(), Level::place)
}
