//! Everything that `redflag check` says of a questionnaire.

use jiff::civil::Date;
use redflag::questionnaire::{Files, Finding, Places, Questionnaire, Site, read, unused};

/// The day on which examples are checked.
pub const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// The questionnaire, where nothing in it is an error of structure, and all findings in their order.
pub fn findings_of(files: &Files) -> (Option<Questionnaire>, Vec<Finding>) {
    let (questionnaire, mut findings) = read(files, &Site::default(), TODAY);
    if let Some(questionnaire) = &questionnaire {
        let places = Places::of(files);
        findings.extend(unused(questionnaire, &places));
        places.sort(&mut findings);
    }
    (questionnaire, findings)
}
