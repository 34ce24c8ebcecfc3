//! The lines between the two columns.

use std::collections::BTreeMap;

use crate::show::graph::Arrow;
use crate::show::name::Node;

use super::{Placed, STEP, is_rule};

/// All lines from one source: a trunk, and a branch to everything that hangs on it.
pub(in crate::show) struct Wire {
    pub(in crate::show) from: Node,
    /// Where it leaves its box.
    pub(in crate::show) start: (i32, i32),
    /// Where its trunk runs.
    pub(in crate::show) trunk: i32,
    pub(in crate::show) branches: Vec<Branch>,
}

/// A line from a trunk to a box.
pub(in crate::show) struct Branch {
    pub(in crate::show) to: Node,
    /// What is asked of the source.
    pub(in crate::show) label: String,
    /// Where it enters the box.
    pub(in crate::show) end: (i32, i32),
}

/// Between two trunks.
const TRACK: i32 = 8;
/// Beside each column: no trunk runs here, so there is room for the sign of the source and for the arrow.
pub(in crate::show) const STRIP: i32 = 48;

/// Routes every arrow in the channel that begins at this column, and puts the rules on its other side, which is returned.
pub(super) fn route(arrows: &[Arrow], boxes: &mut [Placed], channel: i32) -> (Vec<Wire>, i32) {
    let mut free = ports(boxes);
    let mut sources: Vec<Node> = arrows.iter().map(|arrow| arrow.from).collect();
    sources.sort_unstable_by_key(|source| free.get(source).copied());
    sources.dedup();
    let mut next = |node: Node| {
        let port = free.get(&node).copied().unwrap_or_default();
        free.insert(node, port + STEP);
        port
    };
    // A box's own line leaves at its top, above all that enter it.
    let mut wires: Vec<Wire> = sources
        .iter()
        .map(|&from| Wire { from, start: (channel, next(from)), trunk: 0, branches: Vec::new() })
        .collect();
    let places: BTreeMap<Node, usize> = sources.into_iter().enumerate().map(|(place, from)| (from, place)).collect();
    for arrow in arrows {
        if let Some(wire) = places.get(&arrow.from).and_then(|&place| wires.get_mut(place)) {
            wire.branches.push(Branch { to: arrow.to, label: arrow.label.clone(), end: (channel, next(arrow.to)) });
        }
    }
    let right = channel + 2 * STRIP + tracks(&mut wires, channel + STRIP) * TRACK;
    for placed in boxes.iter_mut().filter(|placed| is_rule(placed.node)) {
        placed.x = right;
    }
    for wire in &mut wires {
        if is_rule(wire.from) {
            wire.start.0 = right;
        }
        for branch in wire.branches.iter_mut().filter(|branch| is_rule(branch.to)) {
            branch.end.0 = right;
        }
    }
    (wires, right)
}

/// Where the first line of each box is: half a step lower on the left than on the right.
fn ports(boxes: &[Placed]) -> BTreeMap<Node, i32> {
    boxes.iter().map(|placed| (placed.node, placed.y + if is_rule(placed.node) { STEP / 2 } else { STEP })).collect()
}

/// Gives each trunk a track on which nothing else runs where it does; how many tracks there are.
fn tracks(wires: &mut [Wire], left: i32) -> i32 {
    let span = |wire: &Wire| {
        let ys = wire.branches.iter().map(|branch| branch.end.1).chain([wire.start.1]);
        ys.fold((i32::MAX, i32::MIN), |(top, bottom), y| (top.min(y), bottom.max(y)))
    };
    let mut order: Vec<usize> = (0..wires.len()).collect();
    order.sort_by_key(|&place| (span(&wires[place]), place));
    let mut bottoms: Vec<i32> = Vec::new();
    for place in order {
        let (top, bottom) = span(&wires[place]);
        let track = bottoms.iter().position(|&taken| taken + STEP < top).unwrap_or(bottoms.len());
        if track == bottoms.len() {
            bottoms.push(bottom);
        } else {
            bottoms[track] = bottom;
        }
        wires[place].trunk = left + track as i32 * TRACK + TRACK / 2;
    }
    bottoms.len() as i32
}
