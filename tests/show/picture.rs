//! A reader of the picture, and what makes it legible.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

/// A rectangle: left, top, right, bottom.
type Rect = (i32, i32, i32, i32);

/// A straight line: from, to, and the wire it belongs to.
struct Stroke {
    wire: usize,
    from: (i32, i32),
    to: (i32, i32),
}

/// A box with its words.
pub struct Shown {
    pub rect: Rect,
    /// The colour of its head.
    pub head: String,
    pub rows: Vec<String>,
}

/// What is drawn.
pub struct Picture {
    pub boxes: BTreeMap<String, Shown>,
    pub tooltips: Vec<String>,
    pub branches: usize,
    lanes: Vec<Rect>,
    /// The beginnings of all words: left and base.
    words: Vec<(i32, i32)>,
    strokes: Vec<Stroke>,
    size: (i32, i32),
}

fn number(node: Node<'_, '_>, name: &str) -> i32 {
    node.attribute(name).and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("{name} of {node:?}"))
}

fn rect(node: Node<'_, '_>) -> Rect {
    let (x, y) = (number(node, "x"), number(node, "y"));
    (x, y, x + number(node, "width"), y + number(node, "height"))
}

/// Reads the picture; panics where it is not well-formed.
pub fn read(svg: &str) -> Picture {
    let document = Document::parse(svg).expect("well-formed");
    let root = document.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    let class = |class: &'static str| root.descendants().filter(move |node| node.attribute("class") == Some(class));
    let titles = root.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title")));
    let mut boxes = BTreeMap::new();
    for group in class("node") {
        let part = |class: &str| group.children().find(|node| node.attribute("class") == Some(class)).unwrap();
        let rows = group.children().filter(|node| node.tag_name().name() == "text");
        let shown = Shown {
            rect: rect(part("box")),
            head: part("head").attribute("fill").unwrap().to_owned(),
            rows: rows.clone().map(|row| row.text().unwrap().to_owned()).collect(),
        };
        for row in rows {
            let (left, top, right, bottom) = shown.rect;
            let (x, base) = (number(row, "x"), number(row, "y"));
            assert!(left < x && x < right && top < base && base < bottom, "{row:?} stands outside its box");
        }
        assert!(boxes.insert(group.attribute("id").unwrap().to_owned(), shown).is_none());
    }
    let mut strokes = Vec::new();
    let mut branches = 0;
    for (wire, group) in class("wire").enumerate() {
        branches += group.children().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "g"))).count();
        for path in group.descendants().filter_map(|node| node.attribute("d").filter(|d| !d.ends_with('z'))) {
            straight(wire, path, &mut strokes);
        }
    }
    let text = root.descendants().filter(|node| node.tag_name().name() == "text");
    Picture {
        tooltips: titles.filter_map(|title| title.text().map(str::to_owned)).collect(),
        lanes: class("lane").map(rect).collect(),
        words: text.map(|node| (number(node, "x"), number(node, "y"))).collect(),
        size: (number(root, "width"), number(root, "height")),
        boxes,
        branches,
        strokes,
    }
}

/// The strokes of a path of `M x y`, `H x` and `V y`.
fn straight(wire: usize, path: &str, strokes: &mut Vec<Stroke>) {
    let mut at = (0, 0);
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| end + 1);
        let numbers: Vec<i32> = rest[1..end].split_whitespace().map(|number| number.parse().unwrap()).collect();
        let to = match (command, numbers.as_slice()) {
            ('M', [x, y]) => {
                at = (*x, *y);
                at
            }
            ('H', [x]) => (*x, at.1),
            ('V', [y]) => (at.0, *y),
            other => panic!("{other:?}"),
        };
        if to != at {
            strokes.push(Stroke { wire, from: at, to });
        }
        at = to;
        rest = &rest[end..];
    }
}

impl Picture {
    /// No box overlaps another, no line runs through a box or through words, no two lines of different sources lie on
    /// each other, and everything stands in a lane and in the picture.
    pub fn assert_legible(&self) {
        let boxes: Vec<(&String, Rect)> = self.boxes.iter().map(|(id, shown)| (id, shown.rect)).collect();
        let apart = |a: Rect, b: Rect| a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
        let inside = |a: Rect, b: Rect| b.0 <= a.0 && b.1 <= a.1 && a.2 <= b.2 && a.3 <= b.3;
        for (i, (id, rect)) in boxes.iter().enumerate() {
            for (other, with) in &boxes[i + 1..] {
                assert!(apart(*rect, *with), "{id} overlaps {other}");
            }
            assert_eq!(self.lanes.iter().filter(|lane| inside(*rect, **lane)).count(), 1, "{id} is in no lane");
        }
        for (i, lane) in self.lanes.iter().enumerate() {
            assert!(self.lanes[i + 1..].iter().all(|other| apart(*lane, *other)));
            assert!(inside(*lane, (0, 0, self.size.0, self.size.1)));
        }
        for stroke in &self.strokes {
            let (x, y) = (sorted(stroke.from.0, stroke.to.0), sorted(stroke.from.1, stroke.to.1));
            for (id, (left, top, right, bottom)) in &boxes {
                let through = x.0 < *right && x.1 > *left && y.0 < *bottom && y.1 > *top;
                assert!(!through, "a line from {:?} to {:?} runs through {id}", stroke.from, stroke.to);
            }
            // Words that no box holds begin in the columns of the boxes or at the end of a line.
            let hit =
                self.words.iter().find(|(left, base)| (x.0..x.1).contains(left) && (y.0..=y.1).contains(&(base - 3)));
            assert_eq!(hit, None, "a line runs through words");
        }
        for (i, a) in self.strokes.iter().enumerate() {
            for b in self.strokes[i + 1..].iter().filter(|b| b.wire != a.wire) {
                let level = |s: &Stroke| s.from.1 == s.to.1;
                let on_each_other = match (level(a), level(b)) {
                    (true, true) => a.from.1 == b.from.1 && overlap((a.from.0, a.to.0), (b.from.0, b.to.0)),
                    (false, false) => a.from.0 == b.from.0 && overlap((a.from.1, a.to.1), (b.from.1, b.to.1)),
                    _ => false,
                };
                assert!(!on_each_other, "lines lie on each other at {:?} and {:?}", a.from, b.from);
            }
        }
    }
}

fn sorted(a: i32, b: i32) -> (i32, i32) {
    (a.min(b), a.max(b))
}

fn overlap(a: (i32, i32), b: (i32, i32)) -> bool {
    let (a, b) = (sorted(a.0, a.1), sorted(b.0, b.1));
    a.0 <= b.1 && b.0 <= a.1
}
