//! Arguments to one command, and an exit code.

mod check;
mod desk;
mod diff;
mod eval;
mod import;
mod kiosk;
mod list;
mod patience;
mod patients;
mod recording;
mod records;
mod replay;
mod run;
mod show;
mod test;
mod translate;
mod walk;
mod watch;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use crate::questionnaire::{Questionnaire, Severity, draw, read};
use crate::shell::library::{self, Entry, Failure, Library};

/// How a command ended: the exit status of COMMANDS.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    /// Done.
    Done = 0,
    /// Findings that are errors, failed cases, lines that could not be used.
    Findings = 1,
    /// Wrong use, or something that cannot be found or read at all.
    Unusable = 2,
    /// An interview was abandoned.
    Abandoned = 3,
    /// A signal, or the loss of the terminal.
    Interrupted = crate::shell::INTERRUPTED as isize,
}

/// Runs the program with the arguments of its command line, the first of which is its name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version come this way too, and go to standard output.
            let printed = printed(error.print().and_then(|()| io::stdout().flush()));
            if error.use_stderr() {
                return ExitCode::from(Status::Unusable as u8);
            }
            if let Err(failure) = printed {
                report(&failure);
                return ExitCode::from(Status::Unusable as u8);
            }
            return ExitCode::from(Status::Done as u8);
        }
    };
    let status = match matches.subcommand() {
        Some(("list", matches)) => list::run(matches),
        Some(("check", matches)) => check::run(matches),
        Some(("test", matches)) => test::run(matches),
        Some(("watch", matches)) => watch::run(matches),
        Some(("diff", matches)) => diff::run(matches),
        Some(("replay", matches)) => replay::run(matches),
        Some(("show", matches)) => show::run(matches),
        Some(("eval", matches)) => eval::run(matches),
        Some(("import", matches)) => import::run(matches),
        Some(("translate", matches)) => translate::run(matches),
        Some(("records", matches)) => records::run(matches),
        Some(("run", matches)) => run::run(matches),
        Some(("kiosk", matches)) => kiosk::run(matches),
        // Without a command: the screen, with nothing asked for.
        _ => run::run(&matches),
    };
    match status {
        Ok(status) => ExitCode::from(status as u8),
        Err(failure) => {
            report(&failure);
            ExitCode::from(Status::Unusable as u8)
        }
    }
}

/// The whole command line. The arguments of a command are put together only when it is the one that was asked for.
pub fn command() -> Command {
    Command::new("redflag")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Walks a nurse through a triage questionnaire to a colour-coded recommendation")
        .arg(
            Arg::new("questionnaires")
                .long("questionnaires")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .action(ArgAction::Append)
                .global(true)
                .help("A folder of installed questionnaires; may be given several times"),
        )
        .arg(
            Arg::new("site")
                .long("site")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .global(true)
                .help("The site's own words for terms such as {emergency}"),
        )
        .subcommand(run::command())
        .subcommand(kiosk::command())
        .subcommand(list::command())
        .subcommand(check::command())
        .subcommand(test::command())
        .subcommand(watch::command())
        .subcommand(diff::command())
        .subcommand(replay::command())
        .subcommand(show::command())
        .subcommand(eval::command())
        .subcommand(import::command())
        .subcommand(translate::command())
        .subcommand(records::command())
}

/// The installed questionnaires that the arguments and the environment name.
fn library(matches: &ArgMatches) -> Library {
    Library::new(matches.get_many::<PathBuf>("questionnaires").into_iter().flatten().cloned())
}

/// The questionnaires that the arguments name, each or why there is none; all built-in and installed ones where none is
/// named.
fn entries(matches: &ArgMatches) -> Result<Vec<Result<Entry, Failure>>, Failure> {
    let library = library(matches);
    match matches.get_many::<String>("q") {
        Some(named) => Ok(named.map(|q| library.find(q)).collect()),
        None => Ok(library.entries()?.into_iter().map(Ok).collect()),
    }
}

/// A questionnaire whose structure is sound; `undone` says what was not done where it is not.
fn sound(matches: &ArgMatches, q: &str, undone: &str) -> Result<Questionnaire, Failure> {
    let entry = library(matches).find(q)?;
    let (site, mut findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
    let files = entry.files()?;
    let (questionnaire, found) = read(&files, &site, today());
    findings.extend(found);
    let is_sound = findings.iter().all(|finding| finding.severity() != Severity::Error);
    questionnaire.filter(|_| is_sound).ok_or_else(|| {
        let drawn = draw(&findings, &files, &site, false);
        Failure::new(format!("{q} has errors, nothing was {undone}\n{drawn}"))
    })
}

/// Several questionnaires, for [`entries`].
fn several() -> Arg {
    Arg::new("q").value_name("Q").num_args(0..).help("Id or folder; all built-in and installed ones without")
}

/// Two versions of a questionnaire.
fn versions() -> [Arg; 2] {
    let q = |id, name, help| Arg::new(id).value_name(name).required(true).help(help);
    [q("old", "OLD", "Id or folder of the version in use"), q("new", "NEW", "Id or folder of the version to come")]
}

/// The switch for output that a program reads.
fn json() -> Arg {
    Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON, whose form is stable")
}

/// Today, where this computer is.
fn today() -> jiff::civil::Date {
    crate::shell::Clock::new().now().wall.date()
}

/// Prints to standard output. Whoever reads it may have gone away; that is not our mistake.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// What became of standard output.
fn printed(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("cannot write to standard output: {error}; what was printed is not complete")))
        }
        _ => Ok(()),
    }
}

/// Prints to standard error what could not be done.
fn report(failure: &Failure) {
    complain(&failure.to_string());
}

/// Prints to standard error. That may be gone, with the terminal, which is not our mistake.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "redflag: {message}");
}

/// Prints as JSON, one element a line of a list where that is possible.
fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    // Nothing that is printed has keys or numbers that JSON lacks.
    print(&format!("{}\n", serde_json::to_string_pretty(value).unwrap_or_default()))
}

/// Whether standard output takes colours.
fn colour() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_a_screen() && !set("NO_COLOR")
}

/// Whether standard output is a terminal on which anything can be done but to append.
fn is_a_screen() -> bool {
    io::stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
