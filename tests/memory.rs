//! What stays in memory: nothing of what opened the store, nothing of a patient who has left; and no image of a crash.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/memory.rs"]
mod memory;
#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use redflag::record::{Secret, Store};
use redflag::words::ENGLISH;
use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;
use zeroize::Zeroizing;

use clinic::{Clinic, KEY, SIZE, begin};
use pty::{Pty, command};

const REDFLAG: &str = env!("CARGO_BIN_EXE_redflag");

const REFERENCE: &str = "bed-seventeen";
const OPERATOR: &str = "Nurse Okafor";
const NOTE: &str = "limps since the ferry";

/// The files in a folder.
fn listing(folder: &Path) -> BTreeSet<PathBuf> {
    fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect()
}

#[test]
fn nothing_that_opens_the_store_stays_in_memory_nor_a_patient_who_has_left() {
    let clinic = Clinic::new();
    let passphrase = "correct horse battery staple";
    let (store, words) = (clinic.folder().join("other").join("records.db"), clinic.folder().join("words"));
    Store::create(&store, &Secret::passphrase(Zeroizing::new(passphrase.into())).unwrap()).unwrap();
    fs::write(&words, format!("{passphrase}\n")).unwrap();
    let mut by_passphrase = command(REDFLAG);
    by_passphrase.args(["run", "leg-symptoms", "--key-guard", "0", "--reference", REFERENCE]);
    by_passphrase.args(["--records", store.to_str().unwrap()]);
    by_passphrase.env("REDFLAG_PASSPHRASE_FILE", &words);
    for (command, secret) in [
        (clinic.command(&["--reference", REFERENCE, "--operator", OPERATOR]), &KEY[..]),
        (by_passphrase, passphrase.as_bytes()),
    ] {
        let mut pty = Pty::start(command, SIZE);
        begin(&mut pty);
        if !memory::can_be_read(pty.process()) {
            println!("SKIPPED: this machine does not let a process read the memory of its child");
            return;
        }
        let what = String::from_utf8_lossy(secret).into_owned();
        for part in [secret, &secret[..16], &secret[secret.len() - 16..]] {
            assert_eq!(memory::in_memory(pty.process(), part), 0, "{what:?} is in memory after opening");
        }
        pty.keys("0 t");
        pty.wait_for(ENGLISH.write_note);
        // Key by key, as people type: what comes in one piece stays in the buffer of the library that reads the terminal.
        for (at, c) in NOTE.char_indices() {
            pty.send(c.to_string().as_bytes());
            pty.wait_for(NOTE[..at + 1].trim_end());
            if c == ' ' {
                std::thread::sleep(std::time::Duration::from_millis(50));
            }
        }
        pty.keys("enter");
        pty.wait_for("1 answered");
        // The control: it is found while it is there.
        assert!(memory::in_memory(pty.process(), NOTE.as_bytes()) > 0);
        pty.keys("ctrl-n");
        pty.wait_for("0 answered");
        // What was drawn of it is overdrawn by the next two frames.
        for key in ["down", "up"] {
            pty.keys(key);
            pty.wait_for(if key == "down" { "> 2" } else { "> 1" });
        }
        assert_eq!(memory::in_memory(pty.process(), NOTE.as_bytes()), 0, "what was written is still in memory");
        assert_eq!(memory::in_memory(pty.process(), secret), 0);
        pty.keys("ctrl-c");
        pty.assert_ends_with(0);
    }
}

/// A program without a screen, as somebody who is not the system's owner.
fn as_nobody(program: &mut Command, folder: &Path) -> Child {
    program.current_dir(folder).env("HOME", folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    if geteuid().is_root() {
        program.uid(65_534).gid(65_534);
    }
    program.spawn().unwrap()
}

/// Sends the signal until it ends of it: a first SIGSEGV that no fault is behind is let pass by Rust's own handler.
fn crash(child: &mut Child, signal: Signal) -> ExitStatus {
    loop {
        kill_process(Pid::from_raw(child.id() as i32).unwrap(), signal).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(5));
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
    }
}

#[test]
fn a_crash_leaves_no_image_and_nobody_else_looks_in() {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    // Where others may read it, wherever it was built.
    let copy = folder.path().join("redflag");
    fs::copy(REDFLAG, &copy).unwrap();
    let before = listing(folder.path());
    for signal in [Signal::ABORT, Signal::SEGV] {
        let limit = "ulimit -c unlimited 2>/dev/null; exec \"$@\"";
        let shell = |args: &[&str]| {
            let mut program = Command::new("sh");
            program.args(["-c", limit, "sh"]).args(args);
            program
        };
        let mut child =
            as_nobody(&mut shell(&[copy.to_str().unwrap(), "run", "leg-symptoms", "--plain"]), folder.path());
        // It has begun once it has said something.
        let mut said = [0; 8];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut said).unwrap();
        let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        assert_eq!(core.split_whitespace().rev().take(3).collect::<Vec<_>>(), ["bytes", "0", "0"], "{core}");
        // What cannot be dumped belongs to the system: nobody but that looks into it.
        let owner = |child: &Child| fs::metadata(format!("/proc/{}/mem", child.id())).unwrap().uid();
        assert_eq!(owner(&child), 0);
        let status = crash(&mut child, signal);
        assert!(status.signal().is_some() && !status.core_dumped(), "{status:?}");
        assert_eq!(listing(folder.path()), before);

        // The control: another program is its user's, and leaves an image where the machine makes any.
        let mut other = as_nobody(&mut shell(&["cat"]), folder.path());
        std::io::Write::write_all(other.stdin.as_mut().unwrap(), b"12345678").unwrap();
        std::io::Read::read_exact(other.stdout.as_mut().unwrap(), &mut said).unwrap();
        assert_ne!(owner(&other), 0);
        let status = crash(&mut other, signal);
        println!("an image of another program: {}", status.core_dumped());
        for file in fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            if path != copy {
                fs::remove_file(path).unwrap();
            }
        }
    }
}
