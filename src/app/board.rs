//! What a screen shows in its body, as rows: a question with its choices or its field, or a list to pick from.

use super::question::{Entry, Tick};
use crate::export::{Visit, number_words};
use crate::questionnaire::{Answer, AnswerKind, Choice, Question};
use crate::text::{Row, Span, Tone, clip, columns, typed, wrap};
use crate::words::{Words, fill};

/// The rows of a body.
#[derive(Clone, Debug, Default)]
pub struct Board {
    /// From the top.
    pub rows: Vec<Row>,
    /// Where the focus is: column and row.
    pub cursor: (u16, u16),
    /// The least rows on which all that must be seen can be seen.
    pub needs: usize,
    /// The rows that would show everything; of a list too long for any screen, a good part of it.
    pub wants: usize,
}

impl Board {
    fn row(&mut self, tone: Tone, text: impl Into<String>) {
        self.rows.push(Row::of(tone, text));
    }

    /// Where there is room for so many more rows than `rest`, an empty one.
    fn gap(&mut self, height: usize, rest: usize) {
        if self.rows.len() + rest < height {
            self.rows.push(Row::default());
        }
    }

    fn point(&mut self, x: usize) {
        self.cursor = (x.min(usize::from(u16::MAX)) as u16, self.rows.len().min(usize::from(u16::MAX)) as u16);
    }

    /// A window on a list that keeps the item under the cursor whole and says where more is above and below: in rows of
    /// their own where there is room for them, else by a sign before the first and the last row.
    fn list(&mut self, w: &Words, items: &[Vec<Row>], cursor: usize, height: usize) {
        let total: usize = items.iter().map(Vec::len).sum();
        let start: usize = items.iter().take(cursor).map(Vec::len).sum();
        let own = items.get(cursor).map_or(0, Vec::len);
        let mark_rows = height >= own + 4;
        let mut offset = 0;
        if total > height {
            offset = (start + own / 2).saturating_sub(height / 2).min(total - height);
            let above = usize::from(mark_rows && offset > 0);
            let below = usize::from(mark_rows && offset + height < total);
            offset = offset.min(start.saturating_sub(above)).max((start + own + below).saturating_sub(height));
        }
        let last = offset + height;
        // A choice of which one row is missing counts as one that is not shown.
        let ends: Vec<usize> = items
            .iter()
            .scan(0, |end, item| {
                *end += item.len();
                Some(*end)
            })
            .collect();
        let hidden_above = ends.iter().zip(items).filter(|(end, item)| *end - item.len() <= offset).count();
        let hidden_below = ends.iter().filter(|&&end| end >= last).count();
        for (place, row) in items.iter().flatten().enumerate().skip(offset).take(height) {
            let above = place == offset && offset > 0;
            let below = place + 1 == last && place + 1 < total;
            if place == start {
                self.point(0);
            }
            match (mark_rows, above, below) {
                (true, true, _) => {
                    self.row(Tone::Quiet, format!("  -- {} --", fill(w.more_above, &[("count", &hidden_above)])))
                }
                (true, _, true) => {
                    self.row(Tone::Quiet, format!("  -- {} --", fill(w.more_below, &[("count", &hidden_below)])))
                }
                (false, true, _) => self.rows.push(signed(row, "^")),
                (false, _, true) => self.rows.push(signed(row, "v")),
                _ => self.rows.push(row.clone()),
            }
        }
    }
}

/// The row with a sign in its second column, which is blank in every item.
fn signed(row: &Row, sign: &str) -> Row {
    let mut row = row.clone();
    if let Some(first) = row.spans.first_mut()
        && first.text.len() >= 2
    {
        first.text.replace_range(1..2, sign);
    }
    row
}

/// A list to pick from under a heading, the cursor on one of its items.
pub(super) fn list(w: &Words, heading: &str, items: &[Item], cursor: usize, width: usize, height: usize) -> Board {
    let mut board = Board::default();
    for row in wrap(heading, width) {
        board.row(Tone::Heading, row);
    }
    board.gap(height, items.len() + 3);
    let rows: Vec<Vec<Row>> = items.iter().enumerate().map(|(i, item)| item.rows(i == cursor, width)).collect();
    let room = height.saturating_sub(board.rows.len());
    board.list(w, &rows, cursor, room);
    board
}

/// A field under a heading.
pub(super) fn field(heading: &str, about: &str, before: &str, text: &str, width: usize, height: usize) -> Board {
    let mut board = Board::default();
    for row in wrap(heading, width) {
        board.row(Tone::Heading, row);
    }
    if !about.is_empty() {
        for row in wrap(about, width).into_iter().take(height.saturating_sub(4).max(1)) {
            board.row(Tone::Plain, row);
        }
    }
    board.gap(height, 3);
    written(&mut board, "> ", before, text, width, height);
    board
}

/// In which words, and in how many columns and rows.
#[derive(Clone, Copy)]
struct Room<'w> {
    w: &'w Words,
    width: usize,
    height: usize,
}

/// One thing to pick.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// The key that takes it, or a mark; as wide in all items of a list.
    pub(super) mark: String,
    /// What it is.
    pub(super) text: String,
    /// More about it, on rows of its own.
    pub(super) more: Vec<String>,
    /// How it is said.
    pub(super) tone: Tone,
}

impl Item {
    fn rows(&self, under_cursor: bool, width: usize) -> Vec<Row> {
        let lead = columns(&self.mark) + 2;
        let mut rows = Vec::new();
        for (number, text) in wrap(&self.text, width.saturating_sub(lead).max(2)).into_iter().enumerate() {
            let before = match number {
                0 => vec![
                    Span::new(Tone::Plain, if under_cursor { "> " } else { "  " }),
                    Span::new(Tone::Key, self.mark.clone()),
                ],
                _ => vec![Span::new(Tone::Plain, " ".repeat(lead))],
            };
            let mut row = Row { spans: before, fill: Tone::Plain };
            row.spans.push(Span::new(self.tone, text));
            rows.push(if under_cursor { row.chosen() } else { row });
        }
        for text in self.more.iter().flat_map(|more| wrap(more, width.saturating_sub(lead).max(2))) {
            rows.push(Row {
                spans: vec![Span::new(Tone::Quiet, format!("{}{text}", " ".repeat(lead)))],
                fill: Tone::Plain,
            });
        }
        rows
    }
}

/// The question that is being asked.
pub(super) fn question(visit: &Visit, entry: &Entry, width: usize, height: usize) -> Board {
    let w = visit.words();
    let on = Room { w, width, height };
    let question = &visit.questionnaire()[entry.question];
    let given = visit.interview.answer(entry.question);
    let mut board = Board::default();
    for row in wrap(&question.ask, width) {
        board.row(Tone::Strong, row);
    }
    match &question.answer {
        AnswerKind::YesNo => yes_no(&mut board, question, entry, given, on),
        AnswerKind::One(choices) | AnswerKind::Many(choices) => {
            self::choices(&mut board, question, choices, entry, given, on);
        }
        AnswerKind::Number(number) => {
            board.gap(height, 1);
            board.needs = board.rows.len() + 1;
            board.wants = board.needs + 3;
            written(&mut board, "> ", entry.field.before(), entry.field.text(), width, height);
            if let Some(row) = board.rows.last_mut() {
                row.spans.push(Span::new(Tone::Plain, format!(" {}", number.unit)));
            }
            let (min, max) = (number_words(number, number.min), number_words(number, number.max));
            let range = fill(w.range, &[("min", &min), ("max", &max), ("unit", &number.unit)]);
            options(&mut board, question, false, given, &[("", &range)], on);
        }
        AnswerKind::Text => {
            board.gap(height, 1);
            board.needs = board.rows.len() + 1;
            board.wants = board.needs + 3;
            written(&mut board, "> ", entry.field.before(), entry.field.text(), width, height);
            options(&mut board, question, false, given, &[], on);
        }
    }
    board
}

/// Rows of a list that is long on any screen.
const LONG: usize = 24;

fn yes_no(board: &mut Board, question: &Question, entry: &Entry, given: Option<&Answer>, on: Room<'_>) {
    let Room { w, width, height } = on;
    board.needs = board.rows.len() + 2;
    board.wants = board.needs + 3;
    board.gap(height, 2);
    for (place, (key, word, yes)) in [("y  ", w.choice_yes, true), ("n  ", w.choice_no, false)].into_iter().enumerate()
    {
        let mark = if given == Some(&Answer::YesNo(yes)) { w.given } else { "" };
        let item = Item { mark: key.to_owned(), text: format!("{word}{mark}"), ..Item::default() };
        if entry.cursor == place {
            board.point(0);
        }
        board.rows.extend(item.rows(entry.cursor == place, width));
    }
    options(board, question, false, given, &[], on);
}

fn choices(
    board: &mut Board,
    question: &Question,
    choices: &[Choice],
    entry: &Entry,
    given: Option<&Answer>,
    on: Room<'_>,
) {
    let Room { w, width, height } = on;
    let many = matches!(question.answer, AnswerKind::Many(_));
    let asked = board.rows.len();
    let shown: Vec<usize> = entry.find.as_ref().map_or_else(|| (0..choices.len()).collect(), |find| find.found.clone());
    let items: Vec<Vec<Row>> = shown
        .iter()
        .enumerate()
        .map(|(place, &choice)| item(w, choices, entry, given, many, choice, width).rows(place == entry.cursor, width))
        .collect();
    let total: usize = items.iter().map(Vec::len).sum();
    let tallest = items.iter().map(Vec::len).max().unwrap_or(1);
    let least = total.min(tallest.max(2)).max(1);
    let finding = usize::from(entry.find.is_some());
    let picking = usize::from(entry.find.is_some() && many);
    board.needs = asked + finding + picking + least;
    let enough = if finding > 0 { 8 } else { LONG };
    let extras = usize::from(many && nothing(entry)) + usize::from(question.unsure);
    board.wants = asked + 1 + finding + picking + total.min(enough) + extras + usize::from(extras > 0);
    board.gap(height, finding + picking + total.min(tallest + 4));
    if picking > 0 {
        picked(w, board, choices, entry, width);
    }
    if let Some(find) = &entry.find {
        let before = format!("{}{}", w.find_prompt, find.field.before());
        // The end of what is typed stays in sight.
        let before = typed(&before, width.saturating_sub(1)).pop().unwrap_or_default();
        board.point(columns(&before));
        let cursor = board.cursor;
        board.row(Tone::Strong, before);
        if items.is_empty() {
            for row in wrap(w.nothing_found, width) {
                board.row(Tone::Alert, row);
            }
        }
        let room = height
            .saturating_sub(board.rows.len() + option_rows(board, question, many && nothing(entry), height, total));
        board.list(w, &items, entry.cursor, room);
        board.cursor = cursor;
    } else {
        let room = height
            .saturating_sub(board.rows.len() + option_rows(board, question, many && nothing(entry), height, total));
        board.list(w, &items, entry.cursor, room);
    }
    let answered = given == Some(&Answer::Many { yes: Vec::new(), unsure: Vec::new() });
    let none = format!("{}{}", w.choice_none, if answered { w.given } else { "" });
    let none = (many && nothing(entry)).then_some(("0", none.as_str()));
    options(board, question, entry.find.is_some(), given, none.as_slice(), on);
}

/// Rows that the options under a list of so many rows take, where the list keeps enough of its own.
fn option_rows(board: &Board, question: &Question, none: bool, height: usize, total: usize) -> usize {
    let wanted = usize::from(none) + usize::from(question.unsure);
    let room = height.saturating_sub(board.rows.len() + total.min(6));
    if wanted > 0 && wanted < room { wanted + 1 } else { 0 }
}

/// Whether `0` means none: nothing is ticked, and nothing typed that it would belong to.
fn nothing(entry: &Entry) -> bool {
    let typed = entry.find.as_ref().is_some_and(|find| !find.field.text().is_empty());
    !typed && entry.ticks.iter().all(|tick| *tick == Tick::No)
}

/// Columns before a choice: the cursor, the digit and the tick.
const MARKS: usize = 8;

fn item(
    w: &Words,
    choices: &[Choice],
    entry: &Entry,
    given: Option<&Answer>,
    many: bool,
    choice: usize,
    width: usize,
) -> Item {
    let digit = match choice {
        0..=8 if entry.find.is_none() => (choice + 1).to_string(),
        _ => " ".to_owned(),
    };
    let tick = match entry.ticks.get(choice) {
        _ if !many => "",
        Some(Tick::Yes) => "[x] ",
        Some(Tick::Unsure) => "[?] ",
        _ => "[ ] ",
    };
    let mut text = choices[choice].label.clone();
    if entry.find.is_some() && !choices[choice].aliases.is_empty() {
        // The names it is found by may be cut off, the label is not.
        let names = format!("{text} ({})", choices[choice].aliases.join(", "));
        let room = width.saturating_sub(MARKS);
        text = if columns(&text) + 6 < room { clip(&names, room) } else { text };
    }
    if given == Some(&Answer::One(choice)) {
        text.push_str(w.given);
    }
    Item { mark: format!("{digit} {tick}{}", if many { "" } else { " " }), text, ..Item::default() }
}

/// What is ticked, in one row: how many, and as many names as fit.
fn picked(w: &Words, board: &mut Board, choices: &[Choice], entry: &Entry, width: usize) {
    let labels = |wanted: Tick| {
        let ticked = entry.ticks.iter().enumerate().filter(move |(_, tick)| **tick == wanted);
        ticked.map(|(choice, _)| choices[choice].label.as_str()).collect::<Vec<_>>()
    };
    let (yes, unsure) = (labels(Tick::Yes), labels(Tick::Unsure));
    let mut names = yes.join(", ");
    if !unsure.is_empty() {
        let gap = if names.is_empty() { "" } else { "; " };
        names = format!("{names}{gap}{}: {}", w.not_sure, unsure.join(", "));
    }
    if names.is_empty() {
        return board.row(Tone::Quiet, w.nothing_picked);
    }
    let text = format!("{} {}: {names}", w.picked, yes.len() + unsure.len());
    board.row(Tone::Strong, clip(&text, width));
}

/// What else can be answered, each with its key, where there is room: the footer has the keys in any case.
fn options(
    board: &mut Board,
    question: &Question,
    finding: bool,
    given: Option<&Answer>,
    others: &[(&str, &str)],
    on: Room<'_>,
) {
    let Room { w, width, height } = on;
    let mut rows: Vec<(String, String)> = others.iter().map(|&(key, text)| (key.to_owned(), text.to_owned())).collect();
    if question.unsure {
        let whole = match question.answer {
            AnswerKind::Many(_) if !finding => "U",
            AnswerKind::Many(_) | AnswerKind::Text => "F2",
            AnswerKind::One(_) if finding => "F2",
            _ => "u",
        };
        let mark = if given == Some(&Answer::Unsure) { w.given } else { "" };
        let words = if matches!(question.answer, AnswerKind::Many(_)) { w.all_not_sure } else { w.choice_not_sure };
        rows.push((whole.to_owned(), format!("{words}{mark}")));
    }
    if board.rows.len() + rows.len() > height {
        return;
    }
    board.gap(height, rows.len());
    for (key, text) in rows {
        let row = vec![
            Span::new(Tone::Plain, "  "),
            Span::new(Tone::Key, format!("{key:<3}")),
            Span::new(Tone::Quiet, clip(text.trim_start(), width.saturating_sub(5))),
        ];
        board.rows.push(Row { spans: row, fill: Tone::Plain });
    }
}

/// What is being written, with the cursor in it; the part around the cursor where there is no room for all.
fn written(board: &mut Board, mark: &str, before: &str, text: &str, width: usize, height: usize) {
    let lead = columns(mark);
    let width = width.saturating_sub(lead + 1).max(2);
    let rows = typed(text, width);
    let ahead = typed(before, width);
    let line = ahead.len() - 1;
    let column = ahead.last().map_or(0, |row| columns(row));
    let room = height.saturating_sub(board.rows.len()).max(1);
    let first = (line + 1).saturating_sub(room);
    for (number, row) in rows.iter().enumerate().skip(first).take(room) {
        if number == line {
            board.point(lead + column);
        }
        let mark = if number == 0 { mark.to_owned() } else { " ".repeat(lead) };
        board.rows.push(Row {
            spans: vec![Span::new(Tone::Key, mark), Span::new(Tone::Strong, row.clone())],
            fill: Tone::Plain,
        });
    }
}
