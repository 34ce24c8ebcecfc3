//! `redflag watch` beside an editor: what is saved is checked and tested again, whatever state the files are in.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/pty.rs"]
mod pty;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use pty::Pty;
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take before a test gives up. Generous: the machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// The questionnaire of `tests/questionnaires/swelling`, copied to where it can be spoiled.
fn copied(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("watch").join(name).join("swelling");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questionnaires/swelling");
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// Replaces text in a file of the folder, in place.
fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(from), "{file} has no {from:?}");
    fs::write(folder.join(file), text.replace(from, to)).unwrap();
}

/// The program with its output in a pipe.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn of(arguments: &[&str]) -> Watching {
        let mut child = Command::new(env!("CARGO_BIN_EXE_redflag"))
            .arg("watch")
            .args(arguments)
            .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let out = BufReader::new(child.stdout.take().unwrap());
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Watching { child, lines }
    }

    /// The next report, to its closing line.
    fn report(&self) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut text = String::new();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left).unwrap_or_else(|_| panic!("no report, only {text:?}"));
            text.push_str(&line);
            text.push('\n');
            if line.ends_with("waiting for a change, Ctrl-C ends") {
                return text;
            }
        }
    }

    /// The first report that says this. One between two steps of a change may say something else.
    fn report_with(&self, wanted: &str) -> String {
        loop {
            let report = self.report();
            if report.contains(wanted) {
                return report;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_save_is_checked_and_tested_and_nothing_ends_it_but_the_author() {
    let folder = copied("save");
    let mut watching = Watching::of(&[folder.to_str().unwrap()]);
    let first = watching.report();
    assert!(first.contains("  swelling 1.2.0\n"), "{first}");
    assert!(first.contains("swelling 1.2.0: nothing is wrong.\n3 guarantees are proved"), "{first}");
    assert!(first.contains("\n5 cases pass; nothing is wrong; checked in "), "{first}");

    // A level lowered: a guarantee is broken, with the patient who shows it, and two cases fail with their reasons.
    edit(&folder, "danger.ron", "when: Yes(\"chest-pain\"), urgency: Red", "when: Yes(\"chest-pain\"), urgency: Blue");
    let broken = watching.report_with("guarantee-broken");
    assert!(broken.starts_with("-----"), "{broken}");
    assert!(broken.contains("A patient for whom it does not hold:"), "{broken}");
    assert!(broken.contains("\"Chest pain stops at once\" fails\n  urgency: expected: Red; got: "), "{broken}");
    assert!(broken.contains("\n4 cases pass, 1 fails; 1 error"), "{broken}");
    assert!(broken.find("error[") < broken.find("fails\n"), "{broken}");

    // Put right, saved as many editors do: written beside and renamed.
    let text = fs::read_to_string(folder.join("danger.ron")).unwrap().replace("urgency: Blue", "urgency: Red");
    fs::write(folder.join(".danger.ron.swp"), text).unwrap();
    fs::rename(folder.join(".danger.ron.swp"), folder.join("danger.ron")).unwrap();
    watching.report_with("\n5 cases pass; nothing is wrong");

    // Half typed.
    edit(&folder, "leg.ron", "Section(", "Section((");
    let typing = watching.report_with("leg.ron");
    assert!(typing.contains("\nno case was run; "), "{typing}");
    edit(&folder, "leg.ron", "Section((", "Section(");
    watching.report_with("\n5 cases pass; nothing is wrong");

    // A file that is gone, and comes back.
    let leg = fs::read(folder.join("leg.ron")).unwrap();
    fs::remove_file(folder.join("leg.ron")).unwrap();
    watching.report_with("section-missing");
    fs::write(folder.join("leg.ron"), leg).unwrap();
    watching.report_with("\n5 cases pass; nothing is wrong");

    // The whole folder is gone, and comes back.
    let away = folder.with_file_name("away");
    let _ = fs::remove_dir_all(&away);
    fs::rename(&folder, &away).unwrap();
    let gone = watching.report_with("nothing was checked");
    assert!(gone.contains("is not there any more"), "{gone}");
    fs::rename(&away, &folder).unwrap();
    watching.report_with("\n5 cases pass; nothing is wrong");

    kill_process(Pid::from_raw(watching.child.id() as i32).unwrap(), Signal::INT).unwrap();
    assert_eq!(watching.child.wait().unwrap().signal(), Some(2));
}

/// The site's words belong to what is checked.
#[test]
fn the_site_s_file_is_watched_as_well() {
    let folder = copied("site");
    let site = folder.with_file_name("site.ron");
    fs::write(&site, "(terms: { \"emergency\": \"112\" })").unwrap();
    let watching = Watching::of(&[folder.to_str().unwrap(), "--site", site.to_str().unwrap()]);
    watching.report_with("nothing is wrong");
    fs::write(&site, "(terms: { \"emergencies\": \"112\" })").unwrap();
    watching.report_with("unknown-term");
    fs::remove_file(&site).unwrap();
    watching.report_with("cannot read the site's file");
    fs::write(&site, "(terms: {})").unwrap();
    watching.report_with("nothing is wrong");
}

#[test]
fn a_proof_that_takes_too_long_is_ended_and_that_is_said() {
    let folder = copied("limit");
    let watching = Watching::of(&[folder.to_str().unwrap(), "--time-limit", "0"]);
    let report = watching.report();
    assert!(report.contains("nothing was found, and not all is proved; the proof was ended after 0 s"), "{report}");
    assert!(report.contains("Not proved, because the time was up:"), "{report}");
}

#[test]
fn what_is_not_a_folder_is_refused_at_once() {
    for (path, said) in [("no/such/folder", "check the spelling"), ("Cargo.toml", "is a file")] {
        let output = Command::new(env!("CARGO_BIN_EXE_redflag"))
            .args(["watch", path])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.contains(path) && errors.contains(said), "{errors}");
    }
}

#[test]
fn a_screen_is_cleared_and_drawn_anew_and_the_terminal_left_as_it_was() {
    let folder = copied("screen");
    let mut pty = Pty::redflag(&["watch", folder.to_str().unwrap()], (80, 24));
    let modes = pty.modes();
    pty.wait_for("5 cases pass; nothing is wrong");
    edit(&folder, "danger.ron", "when: Yes(\"chest-pain\"), urgency: Red", "when: Yes(\"chest-pain\"), urgency: Blue");
    pty.wait_for("4 cases pass, 1 fails; 1 error");
    let screen = pty.text();
    // What was there is gone; the first error and the summary are in sight, and what does not fit is said.
    assert!(!screen.contains("nothing is wrong"), "{screen}");
    assert!(screen.contains("  swelling 1.2.0"), "{screen}");
    assert!(screen.contains("guarantee-broken"), "{screen}");
    assert!(screen.contains("more lines do not fit here"), "{screen}");
    edit(&folder, "danger.ron", "when: Yes(\"chest-pain\"), urgency: Blue", "when: Yes(\"chest-pain\"), urgency: Red");
    pty.wait_for("5 cases pass; nothing is wrong");
    assert!(!pty.text().contains("guarantee-broken"), "{}", pty.text());

    #[cfg(target_os = "linux")]
    {
        // Idle, it looks at the files now and then and does nothing else.
        let (before, threads) = pty.switches();
        let start = Instant::now();
        thread::sleep(Duration::from_secs(1));
        let looks = pty.switches().0 - before;
        assert!(
            threads == 1 && looks <= 10 * (1 + start.elapsed().as_secs()),
            "{looks} wake-ups in {:?}",
            start.elapsed()
        );
    }

    assert_eq!(pty.modes(), modes);
    pty.keys("ctrl-c");
    assert!(!pty.wait().success());
    assert_eq!(pty.modes(), modes);
    let screen = pty.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bold(), "{}", pty.text());
}
