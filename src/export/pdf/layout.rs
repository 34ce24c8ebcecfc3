//! Where everything stands on the one page, and what does not fit on it.

use super::super::sbar::{Handover, Part, Spare};
use super::helvetica::{Face, width};
use crate::text::{Block, Page, Tone, wrap_by};
use crate::words::{Words, fill};

/// A4, in points of 1/72 inch.
pub(super) const PAPER: (f32, f32) = (595.28, 841.89);

/// What is left free around everything: printers do not reach the edge.
const MARGIN: f32 = 36.0;

/// Between two columns.
const GUTTER: f32 = 18.0;

/// Within the box.
const PADDING: f32 = 8.0;

/// The sizes of letters and the numbers of columns that are tried in turn. Smaller is not read on paper.
const TRIES: [(f32, usize); 9] =
    [(10.0, 1), (9.5, 1), (9.0, 1), (9.0, 2), (8.5, 2), (8.0, 2), (7.5, 2), (7.0, 2), (6.5, 2)];

/// Columns of the note, whose lines are counted where they are left out here.
const NOTE: usize = 72;

/// The page.
pub(super) struct Paper {
    /// All rows, each with how far from the left and from the top it stands.
    pub(super) rows: Vec<(f32, f32, Row)>,
    /// The box around the level.
    pub(super) frame: Frame,
    /// How far down the line above what it was made from stands.
    pub(super) rule: f32,
}

/// A box.
pub(super) struct Frame {
    /// From the left edge of the paper.
    pub(super) left: f32,
    /// From its upper edge.
    pub(super) top: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// A row of words, all of one size.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// From the left of its column.
    pub(super) indent: f32,
    /// The words.
    pub(super) spans: Vec<(Face, String)>,
    /// The size of its letters.
    pub(super) size: f32,
    /// What it takes from top to bottom.
    pub(super) height: f32,
}

/// The document on one page; `None` where what must not be left out does not fit.
pub(super) fn lay_out(handover: &Handover, words: &Words) -> Option<Paper> {
    let [first, middle @ .., last] = &handover.parts[..] else { return None };
    for (size, columns) in TRIES {
        let sheet = Sheet::new(handover, first, last, size, columns);
        if let Some(paper) = sheet.fill(&Body::new(middle, size, sheet.column_width()).rows(words)) {
            return Some(paper);
        }
    }
    // At the smallest size: without what matters least, until the rest fits.
    let (size, columns) = *TRIES.last()?;
    let sheet = Sheet::new(handover, first, last, size, columns);
    let mut body = Body::new(middle, size, sheet.column_width());
    let fits = |body: &Body| sheet.fill(&body.rows(words));
    while fits(&body).is_none() {
        if !body.leave_out() {
            return None;
        }
    }
    body.take_back(|body| fits(body).is_some());
    fits(&body)
}

/// The page with what stands across it, and the columns still empty.
struct Sheet {
    paper: Paper,
    columns: usize,
    /// Where the columns begin and end.
    top: f32,
    bottom: f32,
}

impl Sheet {
    /// Above the columns what it is and the box with the level, below them what it was made from.
    fn new(handover: &Handover, first: &Part, last: &Part, size: f32, columns: usize) -> Sheet {
        let wide = PAPER.0 - 2.0 * MARGIN;
        let mut rows = Vec::new();
        let mut top = MARGIN;
        for row in page_rows(&handover.head, size * 1.2, wide) {
            put(row, MARGIN, &mut top, &mut rows);
        }
        for row in title_rows(first, size, wide) {
            put(row, MARGIN, &mut top, &mut rows);
        }
        top += PADDING / 2.0;
        let frame_top = top;
        top += PADDING;
        for (_, page) in &first.pages {
            for row in page_rows(page, size * 1.15, wide - 2.0 * PADDING) {
                put(row, MARGIN + PADDING, &mut top, &mut rows);
            }
        }
        top += PADDING;
        let frame = Frame { left: MARGIN, top: frame_top, width: wide, height: top - frame_top };
        top += PADDING;

        // What stands below is laid out upwards from the margin.
        let mut below = title_rows(last, size, wide);
        below.extend(last.pages.iter().flat_map(|(_, page)| page_rows(page, size, wide)));
        let bottom = PAPER.1 - MARGIN - below.iter().map(|row| row.height).sum::<f32>();
        let mut at = bottom;
        for row in below {
            put(row, MARGIN, &mut at, &mut rows);
        }
        let rule = bottom - 2.0;
        Sheet { paper: Paper { rows, frame, rule }, columns, top, bottom: bottom - PADDING }
    }

    fn column_width(&self) -> f32 {
        let wide = PAPER.0 - 2.0 * MARGIN;
        (wide - GUTTER * (self.columns - 1) as f32) / self.columns as f32
    }

    /// The page with these rows in its columns, if they fit. A head does not stand at the foot of a column.
    fn fill(&self, body: &[(bool, Row)]) -> Option<Paper> {
        if self.top >= self.bottom {
            return None;
        }
        let mut rows = self.paper.rows.clone();
        let (mut column, mut top) = (0, self.top);
        for (number, (heads, row)) in body.iter().enumerate() {
            let next = body.get(number + 1).filter(|_| *heads).map_or(0.0, |(_, next)| next.height);
            if top + row.height + next > self.bottom {
                (column, top) = (column + 1, self.top);
            }
            // Nor an empty row at its top.
            if row.spans.is_empty() && top == self.top {
                continue;
            }
            if column >= self.columns || top + row.height > self.bottom {
                return None;
            }
            let left = MARGIN + column as f32 * (self.column_width() + GUTTER);
            put(row.clone(), left, &mut top, &mut rows);
        }
        let Paper { frame, rule, .. } = &self.paper;
        let frame = Frame { left: frame.left, top: frame.top, width: frame.width, height: frame.height };
        Some(Paper { rows, frame, rule: *rule })
    }
}

/// What stands in the columns.
struct Body {
    pieces: Vec<Piece>,
    size: f32,
    width: f32,
}

/// The title of a part, or a page of it.
struct Piece {
    spare: Spare,
    /// Its paragraphs in rows, each with whether it is a head.
    blocks: Vec<(bool, Vec<Row>)>,
    /// How many lines of the note each takes.
    lines: Vec<usize>,
    /// How many of them stay.
    kept: usize,
}

impl Body {
    fn new(parts: &[Part], size: f32, width: f32) -> Body {
        let mut pieces = Vec::new();
        for part in parts {
            let title = title_rows(part, size, width);
            pieces.push(Piece { spare: Spare::Never, blocks: vec![(true, title)], lines: vec![0], kept: 1 });
            for (number, (spare, page)) in part.pages.iter().enumerate() {
                let mut blocks = Vec::new();
                let mut lines = Vec::new();
                if number > 0 {
                    blocks.push((true, vec![blank(size)]));
                    lines.push(0);
                }
                for block in &page.blocks {
                    let heads = block.text.as_ref().is_none_or(|text| text.tone == Tone::Heading);
                    blocks.push((heads, block_rows(block, size, width)));
                    lines.push(block.rows(NOTE).len());
                }
                pieces.push(Piece { spare: *spare, kept: blocks.len(), blocks, lines });
            }
        }
        Body { pieces, size, width }
    }

    /// Leaves out one more paragraph; `false` where nothing can be.
    fn leave_out(&mut self) -> bool {
        // Of what matters equally the last goes first; a head stays, and says of how much it is one.
        let least = |piece: &Piece| piece.blocks.iter().take_while(|(heads, _)| *heads).count().max(1);
        let shrinks = self.pieces.iter_mut().rev().filter(|it| it.spare != Spare::Never && it.kept > least(it));
        match shrinks.min_by_key(|piece| piece.spare) {
            Some(piece) => {
                piece.kept -= 1;
                true
            }
            None => false,
        }
    }

    /// Takes back what there is room for after all, what matters most first: something long may have left with much else
    /// before it.
    fn take_back(&mut self, fits: impl Fn(&Body) -> bool) {
        let mut order: Vec<usize> = (0..self.pieces.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse(self.pieces[at].spare));
        for at in order {
            while self.pieces[at].kept < self.pieces[at].blocks.len() {
                self.pieces[at].kept += 1;
                if !fits(self) {
                    self.pieces[at].kept -= 1;
                    break;
                }
            }
        }
    }

    /// Its rows, each with whether it is a head. Where something of a page is left out, that is said in its place.
    fn rows(&self, words: &Words) -> Vec<(bool, Row)> {
        let mut rows = Vec::new();
        for piece in &self.pieces {
            for (heads, block) in &piece.blocks[..piece.kept] {
                rows.extend(block.iter().map(|row| (*heads, row.clone())));
            }
            let count: usize = piece.lines[piece.kept..].iter().sum();
            if count > 0 {
                let mut said = Page::default();
                said.text(Tone::Strong, fill(words.note.left_out, &[("count", &count)]));
                rows.extend(page_rows(&said, self.size, self.width).into_iter().map(|row| (false, row)));
            }
        }
        rows
    }
}

fn put(row: Row, left: f32, top: &mut f32, rows: &mut Vec<(f32, f32, Row)>) {
    let height = row.height;
    rows.push((left, *top, row));
    *top += height;
}

/// The title of a part, with some room above it.
fn title_rows(part: &Part, size: f32, width: f32) -> Vec<Row> {
    let mut title = Page::default();
    title.text(Tone::Heading, part.title.to_uppercase());
    std::iter::once(blank(size)).chain(page_rows(&title, size * 1.1, width)).collect()
}

fn page_rows(page: &Page, size: f32, width: f32) -> Vec<Row> {
    page.blocks.iter().flat_map(|block| block_rows(block, size, width)).collect()
}

fn blank(size: f32) -> Row {
    Row { indent: 0.0, spans: Vec::new(), size, height: size * 0.6 }
}

/// A paragraph in rows of at most that width.
fn block_rows(block: &Block, size: f32, wide: f32) -> Vec<Row> {
    let Some(text) = &block.text else { return vec![blank(size)] };
    let (face, size) = match text.tone {
        // The level.
        Tone::Badge(_) if block.band => (Face::Bold, size * 2.0),
        Tone::Heading | Tone::Alert | Tone::Badge(_) | Tone::Key | Tone::Chosen => (Face::Bold, size),
        Tone::Strong => (Face::Bold, size * 1.05),
        Tone::Plain | Tone::Quiet => (Face::Regular, size),
    };
    let points = |thousandths: usize| thousandths as f32 * size / 1000.0;
    let lead = block.lead.as_ref().map(|lead| {
        let bold = block.band || matches!(lead.tone, Tone::Badge(_));
        (if bold { Face::Bold } else { Face::Regular }, lead.text.trim_start().to_owned())
    });
    let indent = block.indent as f32 * size * 0.4;
    let hang = lead.as_ref().map_or(0.0, |(face, lead)| points(width(*face, lead)));
    let room = ((wide - indent - hang) * 1000.0 / size).max(1.0) as usize;
    let rows = wrap_by(&text.text, room, |text| width(face, text));
    let row = |(number, words): (usize, String)| {
        let mut spans = Vec::new();
        let mut left = indent;
        match &lead {
            Some(lead) if number == 0 => spans.push(lead.clone()),
            _ => left += hang,
        }
        spans.push((face, words));
        Row { indent: left, spans, size, height: size * 1.18 }
    };
    rows.into_iter().enumerate().map(row).collect()
}
