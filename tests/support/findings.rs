//! Everything that `redflag check` says of a questionnaire.

use jiff::civil::Date;
use redflag::proof::{Limits, Report};
use redflag::questionnaire::{Files, Finding, Questionnaire, Site, read};

/// The day on which examples are checked.
pub const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// The questionnaire, where nothing in it is an error of structure, and all findings in their order.
pub fn findings_of(files: &Files) -> (Option<Questionnaire>, Vec<Finding>) {
    let (questionnaire, findings) = read(files, &Site::default(), TODAY);
    match &questionnaire {
        Some(sound) => {
            let report = Report::of(sound, files, findings, &Limits::none());
            assert!(report.proof.unproved.is_empty(), "{:?}", report.proof.unproved);
            (questionnaire, report.findings)
        }
        None => (None, findings),
    }
}
