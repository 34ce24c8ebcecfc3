//! Where everything stands in the picture.
//!
//! Sections are lanes, one under the other. In a lane what is asked stands on the left (the section's condition, its
//! questions and scores), the rules on the right. All lines run in the channel between the two columns and nowhere else,
//! so none can run through a box: each source has one trunk there, and a branch to everything that hangs on it.

mod card;
mod wires;

use std::collections::{BTreeMap, BTreeSet};

use crate::questionnaire::{Questionnaire, SectionIx};

use super::graph::{Arrow, arrows, lanes};
use super::name::Node;

use card::card;
pub(super) use card::{Card, HEAD as HEAD_HEIGHT, Line, SIDE, row_width};
pub(super) use wires::{Branch, Wire};

/// Everything in the picture, in pixels.
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// Where the column of the rules begins.
    pub(super) right: i32,
    pub(super) lanes: Vec<Lane>,
    pub(super) boxes: Vec<Placed>,
    pub(super) wires: Vec<Wire>,
}

/// A section's band across the picture.
pub(super) struct Lane {
    pub(super) section: SectionIx,
    pub(super) top: i32,
    pub(super) height: i32,
}

/// A box and where it stands.
pub(super) struct Placed {
    pub(super) node: Node,
    pub(super) card: Card,
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// Free at all four edges of the picture.
pub(super) const MARGIN: i32 = 24;
/// Above the lanes: title and legend.
pub(super) const HEAD: i32 = 216;
/// Of a box with something asked.
pub(super) const LEFT: i32 = 372;
/// Of a rule.
pub(super) const RIGHT: i32 = 568;
/// A lane's title.
const TITLE: i32 = 36;
/// Tops and heights are whole steps, so that lines from the left and from the right never lie on each other.
pub(super) const STEP: i32 = 12;

/// Lays the questionnaire out.
pub(super) fn layout(questionnaire: &Questionnaire) -> Layout {
    let arrows = arrows(questionnaire);
    let ports = ports(&arrows);
    let mut boxes = Vec::new();
    let mut bands = Vec::new();
    let mut top = HEAD;
    for (section, nodes) in lanes(questionnaire) {
        let mut bottoms = [top + TITLE; 2];
        for node in nodes {
            let rule = is_rule(node);
            let (x, width) = if rule { (0, RIGHT) } else { (MARGIN + STEP, LEFT) };
            let card = card(questionnaire, node, width);
            let height = stepped(card.height.max(ports.get(&node).copied().unwrap_or_default() * STEP + STEP));
            let bottom = &mut bottoms[usize::from(rule)];
            boxes.push(Placed { node, card, x, y: *bottom, width, height });
            *bottom += height + STEP;
        }
        let bottom = bottoms[0].max(bottoms[1]).max(top + TITLE) + STEP;
        bands.push(Lane { section, top, height: bottom - top });
        top = bottom;
    }
    let channel = MARGIN + STEP + LEFT;
    let (wires, right) = wires::route(&arrows, &mut boxes, channel);
    let width = right + RIGHT + STEP + MARGIN;
    Layout { width, height: top + MARGIN, right, lanes: bands, boxes, wires }
}

/// How many lines begin or end at each box.
fn ports(arrows: &[Arrow]) -> BTreeMap<Node, i32> {
    let mut ports = BTreeMap::new();
    for arrow in arrows {
        *ports.entry(arrow.to).or_default() += 1;
    }
    // All that begin at a box leave it together.
    for source in arrows.iter().map(|arrow| arrow.from).collect::<BTreeSet<Node>>() {
        *ports.entry(source).or_default() += 1;
    }
    ports
}

/// Whether it stands on the right.
fn is_rule(node: Node) -> bool {
    matches!(node, Node::Rule(_))
}

fn stepped(height: i32) -> i32 {
    (height + STEP - 1) / STEP * STEP
}
