//! What is written in a box, broken into rows that fit it.

use crate::questionnaire::{AnswerKind, Condition, Decimal, Questionnaire};
use crate::show::graph::{effect, labels, level};
use crate::show::name::Node;
use crate::show::plain::brief;
use crate::text::{clip, columns, wrap};
use crate::words;
use crate::words::show as own;

/// The rows of a box, from its top.
pub(in crate::show) struct Card {
    pub(in crate::show) lines: Vec<Line>,
    pub(in crate::show) height: i32,
}

/// A row of words.
pub(in crate::show) struct Line {
    pub(in crate::show) text: String,
    /// Of the letters.
    pub(in crate::show) size: i32,
    pub(in crate::show) bold: bool,
    /// How far in it stands.
    pub(in crate::show) indent: i32,
    /// Stands on the coloured head of the box.
    pub(in crate::show) head: bool,
    /// Of its base, from the box's top.
    pub(in crate::show) base: i32,
}

/// The head of a box.
pub(in crate::show) const HEAD: i32 = 20;
/// Free on both sides of the words.
pub(in crate::show) const SIDE: i32 = 8;
/// Before a choice.
const MARK: &str = "\u{2022} ";
/// How far further rows of a choice stand in.
const HANGING: i32 = 8;
/// Conditions take at most so many rows here.
const ROWS: usize = 4;
/// Behind the last of them where that is not all.
const LEFT_OUT: &str = " ..";
/// A question lists at most so many choices.
const CHOICES: usize = 9;

/// What the node's box says, where it is so wide.
pub(super) fn card(questionnaire: &Questionnaire, node: Node, width: i32) -> Card {
    let mut card = Card { lines: Vec::new(), height: HEAD + 4 };
    let number = node.number();
    let when = |words: &str, condition: &Condition| format!("{words}: {}", brief(questionnaire, condition));
    match node {
        Node::Section(section) => {
            card.head(own::ASKED_ONLY_IF, width);
            card.rows(&brief(questionnaire, &questionnaire[section].when), width, 11, false, ROWS);
        }
        Node::Question(ix) => {
            let question = &questionnaire[ix];
            card.head(&format!("{number}: {}", kind(&question.answer)), width);
            card.rows(&question.ask, width, 13, true, usize::MAX);
            if question.when != Condition::Always {
                card.rows(&when(own::ASKED_IF, &question.when), width, 11, false, ROWS);
            }
            for label in labels(questionnaire, ix, CHOICES) {
                card.rows(&format!("{MARK}{label}"), width, 11, false, usize::MAX);
            }
        }
        Node::Score(ix) => {
            card.head(&format!("{number}: {}", own::LEGEND_SCORE), width);
            card.rows(&questionnaire[ix].title, width, 13, true, usize::MAX);
            for item in &questionnaire[ix].points {
                card.rows(&format!("{:+} {}", item.points, item.label), width, 11, false, usize::MAX);
            }
        }
        Node::Rule(ix) => {
            let rank = level(questionnaire, node).map(|level| format!(" {}", words::rank(level))).unwrap_or_default();
            card.head(&format!("{number}: {}{rank}", effect(questionnaire, ix)), width);
            card.rows(&questionnaire[ix].because, width, 12, true, usize::MAX);
            card.rows(&when(own::IF, &questionnaire[ix].when), width, 11, false, ROWS);
        }
    }
    card.height += 6;
    card
}

/// What kind of answer a question takes, in a word or two.
fn kind(answer: &AnswerKind) -> String {
    match answer {
        AnswerKind::YesNo => own::YES_NO.to_owned(),
        AnswerKind::One(_) => own::ONE.to_owned(),
        AnswerKind::Many(_) => own::MANY.to_owned(),
        AnswerKind::Text => own::FREE.to_owned(),
        AnswerKind::Number(number) => {
            let words = |value| Decimal::scaled(value, number.decimals).to_string();
            own::number(&words(number.min), &words(number.max), &number.unit)
        }
    }
}

impl Card {
    fn head(&mut self, text: &str, width: i32) {
        let text = clip(text, fitting(width, 11, true));
        self.lines.push(Line { text, size: 11, bold: true, indent: 0, head: true, base: 14 });
    }

    /// The words in at most so many rows, the last of which says where some are left out.
    fn rows(&mut self, text: &str, width: i32, size: i32, bold: bool, most: usize) {
        let text_is_marked = text.starts_with(MARK);
        let fitting = fitting(width - if text_is_marked { HANGING } else { 0 }, size, bold);
        let mut rows = wrap(text, fitting);
        if rows.len() > most {
            rows.truncate(most);
            if let Some(last) = rows.last_mut() {
                while columns(last) + LEFT_OUT.len() > fitting && last.contains(' ') {
                    last.truncate(last.rfind(' ').unwrap_or_default());
                }
                *last = clip(last, fitting.saturating_sub(LEFT_OUT.len())) + LEFT_OUT;
            }
        }
        for (place, text) in rows.into_iter().enumerate() {
            self.height += size + 4;
            // What is marked hangs behind its mark.
            let indent = if place > 0 && text_is_marked { HANGING } else { 0 };
            self.lines.push(Line { text, size, bold, indent, head: false, base: self.height - 4 });
        }
    }
}

/// How many columns of such letters fit into a box.
fn fitting(width: i32, size: i32, bold: bool) -> usize {
    let column = size * if bold { 64 } else { 58 };
    usize::try_from((width - 2 * SIDE) * 100 / column).unwrap_or(1)
}

/// How wide the row is in a wide font; where that is too wide, it must be squeezed.
pub(in crate::show) fn row_width(line: &Line) -> i32 {
    let letters: i32 = line
        .text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | '(' | ')' | '['
            | ']' => 36,
            'm' | 'w' | 'M' | 'W' | '%' | '@' => 90,
            c if c.is_ascii_uppercase() => 72,
            c if c.is_ascii() => 61,
            c => 61 * columns(c.encode_utf8(&mut [0; 4])).max(1) as i32,
        })
        .sum();
    letters * line.size * if line.bold { 110 } else { 100 } / 10_000
}
