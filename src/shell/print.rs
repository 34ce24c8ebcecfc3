//! Printing, through the program `lp` that CUPS and every other Unix print system have.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::NotPrinted;

/// The program.
const LP: &str = "lp";

/// What the job is called in the printer's queue, where others can read it: nothing of the patient.
const TITLE: &str = "redflag";

/// How long it may take to hand a note over. A print server that is away lets `lp` wait far longer than a nurse can.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked whether it has ended.
const LOOK: Duration = Duration::from_millis(20);

/// The most that is kept of what it says.
const LONGEST: u64 = 400;

/// Whether there is a program to print with: a look through PATH, and nothing is run.
pub fn has_printer() -> bool {
    lp().is_some()
}

/// Hands the text over to the printer that is the user's default. Whether it comes out on paper nobody can know.
///
/// No shell is between: the text goes to the program's standard input. It is stopped where it does not end in 10 seconds.
pub fn print(text: &str) -> Result<(), NotPrinted> {
    let program = lp().ok_or(NotPrinted::Gone)?;
    let mut command = Command::new(program);
    command.args(["-t", TITLE]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| NotPrinted::Refused(error.to_string()))?;
    let taken = hand_over(&mut child, text.to_owned());
    let said = listen(&mut child);
    let status = wait(&mut child)?;
    // It has ended; what it left running behind it may keep the pipes open, and is not waited for.
    let whole = taken.recv_timeout(LOOK * 10).unwrap_or(false);
    match status {
        status if status.success() && whole => Ok(()),
        _ => Err(NotPrinted::Refused(said.recv_timeout(LOOK * 10).unwrap_or_default())),
    }
}

/// Writes the text while we wait, and says whether all of it was taken: a program that hangs does not read.
fn hand_over(child: &mut Child, text: String) -> Receiver<bool> {
    let (sender, receiver) = mpsc::channel();
    let stdin = child.stdin.take();
    thread::spawn(move || {
        let whole = stdin.is_some_and(|mut stdin| stdin.write_all(text.as_bytes()).is_ok());
        let _ = sender.send(whole);
    });
    receiver
}

/// What it says is wrong, on one line and without anything that would upset a terminal.
fn listen(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    let stderr = child.stderr.take();
    thread::spawn(move || {
        let mut said = Vec::new();
        if let Some(stderr) = stderr {
            let _ = stderr.take(LONGEST).read_to_end(&mut said);
        }
        let said = String::from_utf8_lossy(&said).replace(char::is_control, " ");
        let said = said.trim().trim_start_matches("lp:").trim().trim_end_matches('.');
        let _ = sender.send(said.to_owned());
    });
    receiver
}

/// Waits until it has ended, or stops it.
fn wait(child: &mut Child) -> Result<ExitStatus, NotPrinted> {
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) => thread::sleep(LOOK),
            Err(error) => return Err(NotPrinted::Refused(error.to_string())),
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(NotPrinted::Stuck(PATIENCE.as_secs()))
}

/// Where the program is.
fn lp() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    // An empty or relative entry would run what lies in the folder where redflag was started.
    std::env::split_paths(&path).filter(|folder| folder.is_absolute()).map(|it| it.join(LP)).find(|it| runs(it))
}

fn runs(path: &Path) -> bool {
    let Ok(about) = path.metadata() else { return false };
    #[cfg(unix)]
    let may_run = std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let may_run = false;
    about.is_file() && may_run
}
