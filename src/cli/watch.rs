//! `redflag watch`: checks and tests a questionnaire again on every save, beside the author's editor.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::check::Checked;
use super::test::{self, Report};
use super::{Status, patience};
use crate::interview::Plan;
use crate::questionnaire::{Places, Severity};
use crate::shell::library::{self, Entry, Failure};
use crate::shell::{Clock, Watch};

/// A proof is ended after so long unless it is said otherwise: what was saved meanwhile waits for it.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn command() -> Command {
    Command::new("watch")
        .about("Checks a questionnaire and runs its worked patients again whenever one of its files is saved")
        .defer(|command| {
            command
                .arg(
                    Arg::new("dir")
                        .value_name("DIR")
                        .value_parser(value_parser!(PathBuf))
                        .required(true)
                        .help("The questionnaire's folder"),
                )
                .arg(patience::time_limit())
        })
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    // The argument is required.
    let folder = matches.get_one::<PathBuf>("dir").map(PathBuf::as_path).unwrap_or(Path::new("."));
    let site = matches.get_one::<PathBuf>("site").map(PathBuf::as_path);
    let limit = patience::asked(matches).unwrap_or(PATIENCE);
    let entry = Entry::at(folder)?;
    library::site(site)?;
    let mut watch = Watch::new(folder, site);
    let mut first = true;
    loop {
        let page = page(&entry, folder, site, limit);
        if !show(&page, first)? {
            return Ok(Status::Done);
        }
        first = false;
        watch.wait();
    }
}

/// What is said after a save. Whatever became of the files, it is said and the next save is waited for.
struct Page {
    head: String,
    body: String,
    summary: String,
}

fn page(entry: &Entry, folder: &Path, site: Option<&Path>, limit: Duration) -> Page {
    let time = Clock::new().now().wall.strftime("%H:%M:%S").to_string();
    match looked(entry, site, limit) {
        Ok((name, body, summary)) => Page { head: format!("{time}  {name}"), body, summary },
        Err(failure) => {
            let body = match folder.is_dir() {
                true => format!("{failure}.\n"),
                false => format!("The folder {} is not there any more.\n", folder.display()),
            };
            Page { head: format!("{time}  {}", entry.id), body, summary: "nothing was checked".to_owned() }
        }
    }
}

/// The questionnaire's name, what is wrong and a summary.
fn looked(entry: &Entry, site: Option<&Path>, limit: Duration) -> Result<(String, String, String), Failure> {
    let start = Instant::now();
    let (site, site_findings) = library::site(site)?;
    let mut checked = Checked::of(entry, &site, &site_findings, Some(limit))?;
    // Errors first: of a long list only the beginning stays in sight.
    checked.findings.sort_by_key(|finding| finding.severity() != Severity::Error);
    let mut text = checked.drawn(checked.findings.iter(), &site, super::colour());
    let (name, verdict, closing) = (checked.name(), checked.verdict(), checked.closing());
    let unproved = checked.is_unproved();
    let cases = match checked.questionnaire.filter(|_| checked.sound) {
        Some(questionnaire) => {
            let plan = Rc::new(Plan::new(questionnaire));
            let report = Report::of(&entry.id, &plan, &Places::of(&checked.files));
            text.push_str(&test::failures(&report));
            counted(report.cases.len(), report.failed())
        }
        None => "no case was run".to_owned(),
    };
    text.push_str(&closing);
    let mut summary = format!("{cases}; {verdict}");
    if unproved {
        let _ = write!(summary, "; the proof was ended after {} s", limit.as_secs());
    }
    let _ = write!(summary, "; checked in {:.1} s", start.elapsed().as_secs_f64());
    Ok((name, text, summary))
}

/// How many cases pass and fail, in words.
fn counted(all: usize, failed: usize) -> String {
    let fail = |n: usize| if n == 1 { "1 fails".to_owned() } else { format!("{n} fail") };
    match (all, all - failed, failed) {
        (0, ..) => "there are no cases".to_owned(),
        (_, 0, failed) if failed > 1 => format!("all {failed} cases fail"),
        (_, 0, _) => "1 case fails".to_owned(),
        (_, 1, 0) => "1 case passes".to_owned(),
        (_, passed, 0) => format!("{passed} cases pass"),
        (_, 1, failed) => format!("1 case passes, {}", fail(failed)),
        (_, passed, failed) => format!("{passed} cases pass, {}", fail(failed)),
    }
}

/// Shows the page, on a screen in place of the one before, else after it. Whether anybody is there to read it.
fn show(page: &Page, first: bool) -> Result<bool, Failure> {
    let summary = format!("{}; waiting for a change, Ctrl-C ends", page.summary);
    let text = if super::is_a_screen() {
        let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
        let body = fitted(page, &summary, usize::from(columns).max(1), usize::from(rows));
        // The screen is cleared and not the lines that have scrolled out of it: they are the author's.
        format!("\x1b[2J\x1b[H{}\n\n{body}{summary}\n", page.head)
    } else {
        let line = if first { "" } else { "----------------------------------------\n" };
        format!("{line}{}\n\n{}{summary}\n", page.head, page.body)
    };
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    let gone = matches!(&written, Err(error) if error.kind() == io::ErrorKind::BrokenPipe);
    super::printed(written)?;
    Ok(!gone)
}

/// So much of the page as stays in sight above the summary.
fn fitted(page: &Page, summary: &str, columns: usize, rows: usize) -> String {
    let height = |line: &str| width(line).div_ceil(columns).max(1);
    let total: usize = page.body.lines().map(height).sum();
    // The head, a blank, the summary, and the line in which the cursor stands.
    let Some(room) = rows.checked_sub(height(&page.head) + 1 + height(summary) + 1) else { return String::new() };
    if total <= room {
        return page.body.clone();
    }
    const MORE: &str = "more lines do not fit here: `redflag check` and `redflag test` print all";
    let room = room.saturating_sub(height(&format!("0000 {MORE}")));
    let mut body = String::new();
    let mut used = 0;
    let mut shown = 0;
    for line in page.body.lines() {
        used += height(line);
        if used > room {
            break;
        }
        shown += 1;
        let _ = writeln!(body, "{line}");
    }
    // A colour that was begun ends with what is cut off.
    let reset = if body.contains('\x1b') { "\x1b[0m" } else { "" };
    let _ = writeln!(body, "{reset}{} {MORE}", page.body.lines().count() - shown);
    body
}

/// The columns that a line takes, its colours aside.
fn width(line: &str) -> usize {
    let mut parts = line.split('\x1b');
    let plain = parts.next().map_or(0, crate::text::columns);
    let after = parts.map(|part| part.split_once('m').map_or(0, |(_, rest)| crate::text::columns(rest)));
    plain + after.sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_in_words() {
        for (all, failed, words) in [
            (0, 0, "there are no cases"),
            (1, 0, "1 case passes"),
            (1, 1, "1 case fails"),
            (2, 2, "all 2 cases fail"),
            (2, 1, "1 case passes, 1 fails"),
            (13, 1, "12 cases pass, 1 fails"),
            (13, 3, "10 cases pass, 3 fail"),
            (13, 0, "13 cases pass"),
        ] {
            assert_eq!(counted(all, failed), words);
        }
    }

    #[test]
    fn what_does_not_fit_is_cut_from_below_and_said() {
        let body = "\x1b[1mone\x1b[0m\ntwo\nthree is wide\nfour\nfive\nsix\n".to_owned();
        let page = Page { head: "head".to_owned(), body, summary: String::new() };
        assert_eq!(fitted(&page, "sum", 80, 10), page.body);
        assert_eq!(
            fitted(&page, "sum", 80, 9),
            "\x1b[1mone\x1b[0m\ntwo\nthree is wide\nfour\n\x1b[0m2 more lines do not fit here: `redflag check` and `redflag test` print all\n"
        );
        assert_eq!(fitted(&page, "sum", 80, 3), "");
    }
}
