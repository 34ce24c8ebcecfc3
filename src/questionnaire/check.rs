//! From what an author wrote to a checked questionnaire, with every finding on the way.
//!
//! Two passes, since rules may speak of later questions: the first knows every thing by its name and kind, the
//! second resolves what conditions say about them. Where something is wrong a placeholder stands in its place, so
//! that the rest is checked too; a questionnaire with errors is thrown away at the end.

mod case;
mod condition;
mod desk;
mod forms;
mod header;
mod logic;
mod names;
mod question;
mod reach;

use jiff::civil::Date;

use super::authored;
use super::place::{Found, Page, Place};
use super::spot::List;
use super::{Questionnaire, SectionIx};
use names::Names;

pub(super) use desk::{Desk, Lines, Terms};
pub use forms::is_language;
pub(super) use forms::{is_control, is_kebab};
pub(super) use header::{date_of as date, duplicate_key};

/// The files of a questionnaire, parsed.
pub(super) struct Book<'a> {
    /// The folder's name; empty where there is none to compare with.
    pub(super) folder: &'a str,
    pub(super) header_page: Page<'a>,
    pub(super) header: authored::Header<'a>,
    pub(super) parts: Vec<Part<'a>>,
    pub(super) cases: Option<(Page<'a>, List<'a, authored::Case<'a>>)>,
    /// The site's words for terms.
    pub(super) site: &'a [(String, String)],
}

/// A section that could be read.
pub(super) struct Part<'a> {
    pub(super) name: String,
    pub(super) page: Page<'a>,
    pub(super) section: authored::Section<'a>,
}

/// Checks what the header says of itself.
pub(super) fn cover(book: &Book<'_>, today: Date, found: &mut Found) -> Questionnaire {
    let terms = header::terms(book, found);
    header::check(book, &terms, today, &mut Names::default(), found)
}

/// Checks everything; the result is of use only where no error was found.
pub(super) fn check(book: &Book<'_>, today: Date, found: &mut Found) -> Questionnaire {
    let terms = header::terms(book, found);
    let mut names = Names::default();
    let mut questionnaire = header::check(book, &terms, today, &mut names, found);
    for (index, part) in book.parts.iter().enumerate() {
        let mut desk = Desk { page: part.page, terms: &terms, found: &mut *found };
        let ix = SectionIx(index as u32);
        question::section(&mut desk, &part.name, &part.section, ix, &mut names, &mut questionnaire);
        logic::items(&mut desk, &part.section, ix, &mut names, &mut questionnaire);
    }
    condition::resolve_all(book, &terms, &names, &mut questionnaire, found);
    logic::contradictions(book, &terms, &names, &mut questionnaire, found);
    header::guarantees(book, &terms, &names, &mut questionnaire, found);
    logic::whole(book, &terms, &names, &questionnaire, found);
    case::check(book, &terms, &names, &mut questionnaire, found);
    questionnaire
}

/// The terms of a book, with the site's words for them.
pub(super) fn terms(book: &Book<'_>) -> Terms {
    header::terms(book, &mut Found::default())
}

/// The terms of a site's file, with their places.
pub(super) fn site_terms<'a>(
    page: Page<'a>,
    site: &authored::Site<'a>,
    found: &mut Found,
) -> Vec<(String, String, Place)> {
    let mut desk = Desk { page, terms: &Terms::default(), found };
    header::term_map(&mut desk, &site.terms)
}
