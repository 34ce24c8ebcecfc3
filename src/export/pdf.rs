//! The note on one page of A4, to print or to send: the level in a box, large, with its rank sign and its word, so that it is
//! read on a black and white printer.

mod helvetica;
mod layout;

use jiff::civil::DateTime;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::ExportError;
use super::sbar::Handover;
use super::visit::Visit;
use crate::text::Block;
use helvetica::{Face, code};
use layout::{PAPER, Paper};

/// The visit, which ended then, on one page.
///
/// Letters shrink, down to what can be read, and stand in two columns before anything is left out; what is left out then is
/// what matters least, and the page says of how many lines the note has more. The level, its act, the reasons, the nurse's own
/// level and what made them are never left out: [`ExportError::TooLong`] where they do not fit. A character that the page's
/// font lacks is [`ExportError::Character`], never a sign in its place.
pub(super) fn pdf(visit: &Visit, at: DateTime) -> Result<Vec<u8>, ExportError> {
    let handover = Handover::of(visit, at);
    if let Some(lacking) = characters(&handover).find(|&c| !c.is_control() && code(c).is_none()) {
        return Err(ExportError::Character(lacking));
    }
    let words = visit.on_record().words();
    let paper = layout::lay_out(&handover, words).ok_or(ExportError::TooLong)?;
    let title = handover.head.blocks.first().and_then(|block| block.text.as_ref()).map_or("", |text| &text.text);
    Ok(written(&paper, title, &visit.interview.questionnaire().language))
}

/// Every character of the document.
fn characters(handover: &Handover) -> impl Iterator<Item = char> {
    let texts =
        |block: &Block| -> Vec<String> { block.lead.iter().chain(&block.text).map(|span| span.text.clone()).collect() };
    let pages = handover.parts.iter().flat_map(|part| part.pages.iter().map(|(_, page)| page));
    let blocks = pages.chain([&handover.head]).flat_map(|page| &page.blocks);
    let titles = handover.parts.iter().map(|part| part.title.to_uppercase());
    let texts: Vec<String> = blocks.flat_map(texts).chain(titles).collect();
    texts.into_iter().flat_map(|text| text.chars().collect::<Vec<_>>())
}

const REGULAR: Name<'_> = Name(b"F1");
const BOLD: Name<'_> = Name(b"F2");

/// The file.
fn written(paper: &Paper, title: &str, language: &str) -> Vec<u8> {
    let [catalog, pages, page, regular, bold, content, info] = [1, 2, 3, 4, 5, 6, 7].map(Ref::new);
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(pages).lang(TextStr(language));
    pdf.pages(pages).kids([page]).count(1);
    pdf.document_info(info).title(TextStr(title)).creator(TextStr("redflag"));
    let mut only = pdf.page(page);
    only.media_box(Rect::new(0.0, 0.0, PAPER.0, PAPER.1)).parent(pages).contents(content);
    only.resources().fonts().pair(REGULAR, regular).pair(BOLD, bold);
    only.finish();
    for (font, name) in [(regular, &b"Helvetica"[..]), (bold, &b"Helvetica-Bold"[..])] {
        pdf.type1_font(font).base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    pdf.stream(content, &drawn(paper));
    pdf.finish()
}

/// What is drawn: the box around the level, the line above what it was made from, and all rows.
fn drawn(paper: &Paper) -> Vec<u8> {
    let mut content = Content::new();
    // Heights are counted from the top here, and from the bottom there.
    let up = |down: f32| PAPER.1 - down;
    let frame = &paper.frame;
    content.set_line_width(2.0);
    content.rect(frame.left, up(frame.top + frame.height), frame.width, frame.height).stroke();
    content.set_line_width(0.5);
    content.move_to(frame.left, up(paper.rule)).line_to(frame.left + frame.width, up(paper.rule)).stroke();
    for (left, top, row) in &paper.rows {
        content.begin_text();
        content.next_line(left + row.indent, up(top + row.size));
        for (face, text) in &row.spans {
            content.set_font(if *face == Face::Bold { BOLD } else { REGULAR }, row.size);
            let bytes: Vec<u8> = text.chars().filter_map(code).collect();
            content.show(Str(&bytes));
        }
        content.end_text();
    }
    content.finish().into_vec()
}
