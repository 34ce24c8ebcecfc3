//! How long a proof may take, and what is shown meanwhile.

use std::cell::Cell;
use std::io::{self, IsTerminal as _, Write as _};
use std::rc::Rc;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, value_parser};

use crate::proof::{Limits, Step};

/// Progress is shown once a proof takes longer than this, and then as often.
const SILENT: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_millis(200);

/// The option that ends a proof.
pub(super) fn time_limit() -> Arg {
    Arg::new("time-limit")
        .long("time-limit")
        .value_name("SECONDS")
        .value_parser(value_parser!(u64).range(..=86_400))
        .help("End the proof of each questionnaire after so long, and say what is not proved")
}

/// The limit that the arguments set.
pub(super) fn asked(matches: &ArgMatches) -> Option<Duration> {
    matches.get_one::<u64>("time-limit").map(|seconds| Duration::from_secs(*seconds))
}

/// A proof that may take so long, counted from now, and that says on a terminal how far it has come.
pub(super) fn limits(of: &str, limit: Option<Duration>) -> Limits {
    let bar = Rc::new(Bar {
        of: of.to_owned(),
        start: Instant::now(),
        step: Cell::new(None),
        shown: Cell::new(None),
        is_seen: io::stderr().is_terminal(),
    });
    let telling = Rc::clone(&bar);
    Limits {
        stop: Rc::new(move || {
            let since = bar.start.elapsed();
            bar.show(since);
            limit.is_some_and(|limit| since >= limit)
        }),
        tell: Rc::new(move |step| telling.step.set(Some(step))),
    }
}

/// A proof that may take so long, counted from now, and says nothing meanwhile.
pub(super) fn silent(limit: Duration) -> Limits {
    let start = Instant::now();
    Limits { stop: Rc::new(move || start.elapsed() >= limit), tell: Rc::new(|_| {}) }
}

/// One line on the terminal, for as long as a proof lasts.
struct Bar {
    of: String,
    start: Instant,
    step: Cell<Option<Step>>,
    shown: Cell<Option<Duration>>,
    is_seen: bool,
}

impl Bar {
    fn show(&self, since: Duration) {
        let next = self.shown.get().map_or(SILENT, |shown| shown + AGAIN);
        if !self.is_seen || since < next {
            return;
        }
        self.shown.set(Some(since));
        let what = match self.step.get() {
            None | Some(Step::Patients) => "every complete interview".to_owned(),
            Some(Step::Unanswered) => "interviews that stop early".to_owned(),
            Some(Step::Questions) => "what each question changes".to_owned(),
            Some(Step::NeverLowers) => "what never lowers the level".to_owned(),
            Some(Step::Witness(n, of)) => format!("the smallest patient for finding {n} of {of}"),
            Some(Step::Suggestion(n, of)) => format!("a patient for what no case exercises, {n} of {of}"),
        };
        // Erased and written anew; a terminal that is gone is not our mistake.
        let _ = write!(io::stderr(), "\r\x1b[K{}: {what} ({} s)", self.of, since.as_secs());
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.shown.get().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
