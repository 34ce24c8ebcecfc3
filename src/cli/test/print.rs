//! The report as text: failures first, then a line or two for each questionnaire.

use std::fmt::Write as _;

use super::report::{CaseRow, CoverageRow, KindRow, Place, ReasonRow, Report};

/// Everything that is printed. `least` is the coverage that is demanded, in percent.
pub(super) fn text(reports: &[Report], coverage: bool, least: Option<usize>) -> String {
    let mut text = String::new();
    for report in reports {
        text.push_str(&failures(report));
    }
    for report in reports {
        summary(&mut text, report, least);
        if coverage {
            missing(&mut text, report);
        }
    }
    if reports.is_empty() {
        text.push_str("No case was run.\n");
    }
    text
}

/// The cases that fail, each with what was expected and why it did not come.
pub(in crate::cli) fn failures(report: &Report) -> String {
    let mut text = String::new();
    for case in report.cases.iter().filter(|case| !case.passed) {
        failed(&mut text, &report.questionnaire, case);
    }
    text
}

fn failed(text: &mut String, questionnaire: &str, case: &CaseRow) {
    let _ = writeln!(text, "{questionnaire}/{}: {:?} fails", at(&case.place), case.name);
    for mismatch in &case.mismatches {
        let id = mismatch.id.as_ref().map(|id| format!(" {id:?}")).unwrap_or_default();
        let _ = writeln!(text, "  {}{id}: expected: {}; got: {}", mismatch.field, mismatch.expected, mismatch.got);
        reasons(text, &mismatch.why, 2);
    }
    text.push('\n');
}

fn reasons(text: &mut String, rows: &[ReasonRow], depth: usize) {
    for row in rows {
        let place = row.place.as_ref().map(|place| format!(" ({})", at(place))).unwrap_or_default();
        let _ = writeln!(text, "{:width$}{}{place}", "", row.text, width = depth * 2);
        reasons(text, &row.because, depth + 1);
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}:{}", place.file, place.line, place.column)
}

fn summary(text: &mut String, report: &Report, least: Option<usize>) {
    let Report { questionnaire, version, coverage, .. } = report;
    let (all, failed) = (report.cases.len(), report.failed());
    let outcome = match (all, failed) {
        (0, _) => "there are no cases, so nothing is shown to be right".to_owned(),
        (1, 0) => "1 case, it passes".to_owned(),
        (1, _) => "1 case, it fails".to_owned(),
        (_, 0) => format!("{all} cases, all pass"),
        (_, 1) => format!("{all} cases, 1 fails"),
        _ => format!("{all} cases, {failed} fail"),
    };
    let _ = writeln!(text, "{questionnaire} {version}: {outcome}.");
    let there = kinds(coverage).into_iter().filter(|(_, kind)| kind.total > 0);
    let figures: Vec<String> = there.map(|(name, kind)| format!("{name} {}/{}", kind.covered, kind.total)).collect();
    let _ = writeln!(text, "  covered {}%: {}", coverage.percent, figures.join(", "));
    if let Some(least) = least.filter(|least| coverage.percent < *least) {
        let _ = writeln!(text, "  {}% is below the {least}% demanded.", coverage.percent);
    }
}

fn missing(text: &mut String, report: &Report) {
    let coverage = &report.coverage;
    for (name, kind) in kinds(coverage) {
        for (id, place) in kind.missing.iter().zip(&kind.places) {
            let _ = writeln!(text, "  not covered, {name}: {id} ({})", at(place));
        }
    }
    if !coverage.deciding.by_reference.is_empty() {
        let rules = coverage.deciding.by_reference.join(", ");
        let _ = writeln!(text, "  decide nothing alone, counted because others refer to them: {rules}");
    }
}

/// The kinds with their names, in the order in which they are told.
fn kinds(coverage: &CoverageRow) -> [(&'static str, &KindRow); 8] {
    [
        ("questions", &coverage.questions),
        ("choices", &coverage.choices),
        ("rules fire", &coverage.rules),
        ("rules decide alone", &coverage.deciding.kind),
        ("advice given", &coverage.advice),
        ("advice withheld", &coverage.withheld),
        ("score items", &coverage.items),
        ("guarantees", &coverage.guarantees),
    ]
}
