//! `redflag test`: worked patients, and what they exercise.

mod print;
mod report;
mod suggest;
mod words;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::rc::Rc;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::{Status, patience};
use crate::interview::Plan;
use crate::proof::suggest::suggest;
use crate::questionnaire::{Finding, Places, Severity, Site, draw, read};
use crate::shell::library::{self, Entry, Failure};
pub(super) use print::failures;
pub(super) use report::Report;

pub(super) fn command() -> Command {
    Command::new("test").about("Runs the worked patients of cases.ron, and tells what they exercise").defer(|command| {
        command
            .arg(super::several())
            .arg(super::json())
            .arg(
                Arg::new("coverage")
                    .long("coverage")
                    .action(ArgAction::SetTrue)
                    .help("Print what no case exercises, each with its place"),
            )
            .arg(
                Arg::new("min-coverage")
                    .long("min-coverage")
                    .value_name("N")
                    .value_parser(value_parser!(u8).range(0..=100))
                    .help("Fail where the cases exercise less than N percent of a questionnaire"),
            )
            .arg(Arg::new("suggest").long("suggest").action(ArgAction::SetTrue).conflicts_with("json").help(
                "Write cases for what no case exercises, as RON to be reviewed; the report goes to standard error",
            ))
            .arg(
                patience::time_limit()
                    .requires("suggest")
                    .help("With --suggest: look no longer for each questionnaire"),
            )
    })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let (site, site_findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let least = matches.get_one::<u8>("min-coverage").map(|least| usize::from(*least));
    let suggests = matches.get_flag("suggest");
    let mut reports = Vec::new();
    let mut status = Status::Done;
    for entry in super::entries(matches)? {
        match entry.and_then(|entry| tested(&entry, &site, &site_findings)) {
            Ok((report, plan)) => {
                if suggests {
                    let limits = patience::limits(&report.questionnaire, patience::asked(matches));
                    let suggested = suggest(&plan, report.exercised.clone(), &limits);
                    drop(limits);
                    super::print(&suggest::text(&plan, &suggested))?;
                }
                let too_little = least.is_some_and(|least| report.coverage.percent < least);
                if status == Status::Done && (report.failed() > 0 || too_little) {
                    status = Status::Findings;
                }
                reports.push(report);
            }
            // The others are tested all the same.
            Err(failure) => {
                super::report(&failure);
                status = Status::Unusable;
            }
        }
    }
    let text = || print::text(&reports, matches.get_flag("coverage"), least);
    if matches.get_flag("json") {
        super::print_json(&reports)?;
    } else if suggests {
        // Standard output holds nothing but cases, so that it can be kept as a file.
        let _ = io::stderr().write_all(text().as_bytes());
    } else {
        super::print(&text())?;
    }
    Ok(status)
}

/// Runs the cases of one questionnaire.
fn tested(entry: &Entry, site: &Site, site_findings: &[Finding]) -> Result<(Report, Rc<Plan>), Failure> {
    let files = entry.files()?;
    let (questionnaire, found) = read(&files, site, super::today());
    let findings = [site_findings, &found].concat();
    let sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    let Some(questionnaire) = questionnaire.filter(|_| sound) else {
        let drawn = draw(&findings, &files, site, false);
        return Err(Failure::new(format!("{} has errors, no case was run\n{drawn}", entry.id)));
    };
    let plan = Rc::new(Plan::new(questionnaire));
    Ok((Report::of(&entry.id, &plan, &Places::of(&files)), plan))
}
