//! The picture: sections as lanes, questions and rules as boxes, conditions as lines.

use std::fmt::Write as _;

use crate::questionnaire::{Level, Questionnaire};
use crate::text::clip;
use crate::words;
use crate::words::show as own;

use super::graph::{HAND_OVER, LEVELS, colours, tooltip};
use super::layout::{
    Branch, HEAD_HEIGHT, LEFT, Layout, Line, MARGIN, Placed, RIGHT, SIDE, STEP, Wire, layout, row_width,
};
use super::name::{self, Node};

/// Of the lines, one after the other: dark enough on white, and told apart beside each other.
const INKS: [&str; 8] = ["#1b5e8c", "#9c3d00", "#2e6b2e", "#6a3d9a", "#8c1b4a", "#4d4d4d", "#00696b", "#7a5c00"];

/// What all elements of a kind share; what is pointed at stands out.
const STYLE: &str = "text{font-family:Arial,Helvetica,'Liberation Sans','DejaVu Sans',sans-serif;fill:#000}\
    .b{font-weight:bold}.wire{fill:none;stroke-width:1.3}.wire:hover path{stroke-width:4}.node:hover .box{stroke-width:3}";

/// The picture.
pub(super) fn svg(questionnaire: &Questionnaire) -> String {
    let layout = layout(questionnaire);
    let Layout { width, height, .. } = layout;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"{}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n",
        escaped(&questionnaire.language)
    );
    let _ = writeln!(out, "<title>{}</title>\n<style>{STYLE}</style>", escaped(&questionnaire.title));
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
    head(questionnaire, &layout, &mut out);
    lanes(questionnaire, &layout, &mut out);
    for (place, wire) in layout.wires.iter().enumerate() {
        draw_wire(questionnaire, wire, INKS[place % INKS.len()], &mut out);
    }
    for placed in &layout.boxes {
        draw_box(questionnaire, placed, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

/// Title and legend.
fn head(questionnaire: &Questionnaire, layout: &Layout, out: &mut String) {
    let room = layout.width - 2 * MARGIN;
    let mut text = |y, size, bold, words: String| {
        let words = clip(&words, squeezable(room, size));
        write_line(out, MARGIN, y, room, &line(words, size, bold), None);
    };
    text(44, 22, true, questionnaire.title.clone());
    let what = format!("{} {}, {}", questionnaire.id, questionnaire.version, questionnaire.fingerprint);
    let (reviewed, due) = (questionnaire.reviewed, questionnaire.review_due);
    text(66, 12, false, format!("{what}. {}: {reviewed}. {}: {due}.", own::REVIEWED, own::REVIEW_DUE));
    text(84, 12, false, questionnaire.audience.clone());
    text(116, 13, true, own::LEGEND.to_owned());
    text(190, 12, false, own::LEGEND_ARROW.to_owned());
    let mut x = MARGIN;
    let levels = Level::ALL.into_iter().filter(|&level| questionnaire.disposition(level).is_some());
    let levels = levels.map(|level| {
        let words = format!("{} {}", name::level(questionnaire, level), words::rank(level));
        (words, LEVELS[level.place()], 0)
    });
    for (words, colours, round) in levels.chain([(own::LEGEND_HAND_OVER.to_owned(), HAND_OVER, 0)]) {
        x += swatch(out, x, 126, room, &words, colours, round);
    }
    x = MARGIN;
    for (words, ground, round) in
        [(own::LEGEND_QUESTION, QUESTION, 0), (own::LEGEND_GATE, GATE, 10), (own::LEGEND_SCORE, SCORE, 6)]
    {
        x += swatch(out, x, 152, room, words, (ground, "#000000"), round);
    }
}

/// So many columns of letters can be read in so much room; fewer stand in it at ease.
fn squeezable(room: i32, size: i32) -> usize {
    usize::try_from(room * 100 / (size * 48)).unwrap_or_default()
}

/// A box of the legend; how much room it takes.
fn swatch(out: &mut String, x: i32, y: i32, room: i32, words: &str, (ground, ink): (&str, &str), round: i32) -> i32 {
    let most = room / 6 - 10;
    let words = line(clip(words, squeezable(most, 12)), 12, true);
    let width = (row_width(&words) + 2 * SIDE).min(most);
    let _ = writeln!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"20\" rx=\"{round}\" fill=\"{ground}\" stroke=\"#333333\"/>"
    );
    write_line(out, x + SIDE, y + 14, width - 2 * SIDE, &words, Some(ink));
    width + 10
}

fn lanes(questionnaire: &Questionnaire, layout: &Layout, out: &mut String) {
    for (place, lane) in layout.lanes.iter().enumerate() {
        let ground = if place % 2 == 0 { "#f3f5f7" } else { "#ffffff" };
        let section = &questionnaire[lane.section];
        let width = layout.width - MARGIN;
        let _ = writeln!(
            out,
            "<rect class=\"lane\" x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{}\" fill=\"{ground}\" stroke=\"#c8ccd0\"/>",
            MARGIN / 2,
            lane.top,
            lane.height
        );
        let of = |home| home == lane.section;
        let holds = own::holds(
            questionnaire.questions.iter().filter(|it| of(it.section)).count(),
            questionnaire.scores.iter().filter(|it| of(it.section)).count(),
            questionnaire.rules.iter().filter(|it| of(it.section)).count(),
            questionnaire.advice.iter().filter(|it| of(it.section)).count(),
        );
        // Each above its column: the lines run between them.
        let title = clip(&format!("{}. {}", lane.section.at() + 1, section.title), squeezable(LEFT, 16));
        write_line(out, MARGIN + STEP, lane.top + 23, LEFT, &line(title, 16, true), None);
        write_line(out, layout.right, lane.top + 23, RIGHT, &line(holds, 12, false), None);
    }
}

/// Grounds of the heads of what is asked.
const QUESTION: &str = "#d9e2ec";
const GATE: &str = "#fff2cc";
const SCORE: &str = "#e4dcf1";

fn draw_box(questionnaire: &Questionnaire, placed: &Placed, out: &mut String) {
    let Placed { node, card, x, y, width, height } = placed;
    let ((ground, ink), round) = match node {
        Node::Section(_) => ((GATE, "#000000"), 10),
        Node::Question(_) => ((QUESTION, "#000000"), 0),
        Node::Score(_) => ((SCORE, "#000000"), 6),
        Node::Rule(_) => (colours(questionnaire, *node), 0),
    };
    let _ = writeln!(
        out,
        "<g class=\"node\" id=\"{}\"><title>{}</title>",
        node.key(),
        escaped(&tooltip(questionnaire, *node))
    );
    let _ = writeln!(
        out,
        "<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\" fill=\"#ffffff\" \
         stroke=\"#333333\"/>\n<rect class=\"head\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{round}\" \
         fill=\"{ground}\"/>",
        x + 1,
        y + 1,
        width - 2,
        HEAD_HEIGHT - 1
    );
    for row in &card.lines {
        let ink = row.head.then_some(ink);
        write_line(out, x + SIDE + row.indent, y + row.base, width - 2 * SIDE - row.indent, row, ink);
    }
    out.push_str("</g>\n");
}

/// All lines from one source, each saying what it asks to whoever points at it.
fn draw_wire(questionnaire: &Questionnaire, wire: &Wire, ink: &str, out: &mut String) {
    let Wire { from, start, trunk, branches } = wire;
    let _ = writeln!(out, "<g class=\"wire\" stroke=\"{ink}\"><title>{}</title>", escaped(&from.called(questionnaire)));
    let ys = || branches.iter().map(|branch| branch.end.1).chain([start.1]);
    let (top, bottom) = (ys().min().unwrap_or(start.1), ys().max().unwrap_or(start.1));
    let _ = writeln!(out, "<path d=\"M{} {}H{trunk}M{trunk} {top}V{bottom}\"/>", start.0, start.1);
    for branch in branches {
        draw_branch(questionnaire, wire, branch, ink, out);
    }
    out.push_str("</g>\n");
}

fn draw_branch(questionnaire: &Questionnaire, wire: &Wire, branch: &Branch, ink: &str, out: &mut String) {
    let Branch { to, label, end: (x, y) } = branch;
    // Into the right column from its left, into the left column from its right.
    let on = if *x > wire.trunk { 1 } else { -1 };
    let said = format!("{}: {label}\n{}", wire.from.called(questionnaire), to.called(questionnaire));
    let sign = wire.from.number();
    let room = 8 * sign.len() as i32;
    let (broken, tip) = (x - on * (room + 14), x - on * 7);
    let _ = writeln!(
        out,
        "<g><title>{}</title><path d=\"M{} {y}H{broken}M{} {y}H{tip}\"/>\
         <path d=\"M{x} {y}l{} -3.5v7z\" fill=\"{ink}\" stroke=\"none\"/>\
         <circle cx=\"{}\" cy=\"{y}\" r=\"2.5\" fill=\"{ink}\" stroke=\"none\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"10\" text-anchor=\"middle\" stroke=\"none\" style=\"fill:{ink}\">{sign}</text></g>",
        escaped(&said),
        wire.trunk,
        x - on * 12,
        -7 * on,
        wire.trunk,
        x - on * (room / 2 + 13),
        y + 3,
    );
}

fn line(text: String, size: i32, bold: bool) -> Line {
    Line { text, size, bold, indent: 0, head: false, base: 0 }
}

/// Words in a row, squeezed where a wide font would not fit the room.
fn write_line(out: &mut String, x: i32, y: i32, room: i32, line: &Line, ink: Option<&str>) {
    let squeezed = if row_width(line) > room {
        format!(" textLength=\"{room}\" lengthAdjust=\"spacingAndGlyphs\"")
    } else {
        String::new()
    };
    let bold = if line.bold { " class=\"b\"" } else { "" };
    let ink = ink.map(|ink| format!(" style=\"fill:{ink}\"")).unwrap_or_default();
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\"{bold}{ink}{squeezed}>{}</text>",
        line.size,
        escaped(&line.text)
    );
}

/// The words, as XML writes them; what XML cannot hold at all is left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
