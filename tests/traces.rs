//! What the program leaves behind: without a store no file, with one nothing that can be read, and never a socket.
//!
//! The kernel watches: under a filter of system calls the program is killed at the first socket, and at the first file that it
//! would make. The filter is put on a thread of the test, and whatever that starts inherits it.

#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/pty.rs"]
mod pty;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use pty::{Pty, command};
use redflag::record::{Secret, Store};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    apply_filter,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// System calls of Linux on this architecture.
const OPEN: i64 = 2;
const SOCKET: i64 = 41;
const RENAME: i64 = 82;
const MKDIR: i64 = 83;
const CREAT: i64 = 85;
const LINK: i64 = 86;
const SYMLINK: i64 = 88;
const OPENAT: i64 = 257;
const MKDIRAT: i64 = 258;
const RENAMEAT: i64 = 264;
const LINKAT: i64 = 265;
const SYMLINKAT: i64 = 266;
const RENAMEAT2: i64 = 316;
const OPENAT2: i64 = 437;

/// Flags of opening: to make the file, to empty it, to make one without a name.
const O_CREAT: u64 = 0o100;
const O_TRUNC: u64 = 0o1000;
const O_TMPFILE: u64 = 0o20_000_000;

/// The signal of a call that is not allowed.
const SIGSYS: i32 = 31;

/// What the kernel does not let pass.
#[derive(Clone, Copy)]
enum Watch {
    Sockets,
    SocketsAndFiles,
}

fn filter(watch: Watch) -> BpfProgram {
    let flag = |argument: u8, flag: u64| {
        let condition =
            SeccompCondition::new(argument, SeccompCmpArgLen::Dword, SeccompCmpOp::MaskedEq(flag), flag).unwrap();
        SeccompRule::new(vec![condition]).unwrap()
    };
    let opens = |argument: u8| [O_CREAT, O_TRUNC, O_TMPFILE].map(|it| flag(argument, it)).to_vec();
    let mut rules = vec![(SOCKET, Vec::new())];
    if let Watch::SocketsAndFiles = watch {
        rules.extend([(OPEN, opens(1)), (OPENAT, opens(2))]);
        let outright = [RENAME, MKDIR, CREAT, LINK, SYMLINK, MKDIRAT, RENAMEAT, LINKAT, SYMLINKAT, RENAMEAT2, OPENAT2];
        rules.extend(outright.map(|call| (call, Vec::new())));
    }
    let architecture = std::env::consts::ARCH.try_into().unwrap();
    let filter =
        SeccompFilter::new(rules.into_iter().collect(), SeccompAction::Allow, SeccompAction::KillProcess, architecture);
    filter.unwrap().try_into().unwrap()
}

/// Runs it on a thread that is watched, so that what it starts is.
fn watched<T: Send>(watch: Watch, run: impl FnOnce() -> T + Send) -> T {
    let filter = filter(watch);
    thread::scope(|scope| {
        let thread = scope.spawn(|| {
            apply_filter(&filter).unwrap();
            run()
        });
        thread.join().unwrap()
    })
}

/// The signal that ended a program, if one did.
fn signal(command: &mut Command, watch: Watch) -> Option<i32> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    watched(watch, || command.status().unwrap().signal())
}

/// Everything in a folder, with its size.
fn listing(folder: &Path) -> BTreeSet<(PathBuf, u64)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let metadata = fs::symlink_metadata(&path).unwrap();
        if metadata.is_dir() {
            found.extend(listing(&path));
        }
        found.insert((path, metadata.len()));
    }
    found
}

/// A whole interview on the screen: to a recommendation, with why, a note, a level of one's own and the next patient.
fn walk(pty: &mut Pty, footer: &str) {
    pty.wait_for("Enter begin");
    pty.wait_for(footer);
    pty.keys("enter");
    pty.wait_for("Is any of this happening now?");
    pty.keys("0 0 0 0 2 1 0 1 0 0 0 1 enter 0");
    pty.wait_for("Routine (Green, 4 of 5)");
    pty.keys("w");
    pty.wait_for("Settled  [!!---]");
    pty.keys("q");
    pty.wait_for("Enter next page");
    pty.keys("o 1");
    pty.wait_for("You raise the level.");
    pty.keys("telltale-reason enter");
    pty.wait_for("Chosen by the nurse");
    pty.keys("t");
    pty.wait_for("To the whole");
    pty.keys("telltale-note enter");
    pty.wait_for("Chosen by the nurse");
}

/// The program on a screen, with these options.
fn screen(options: &[&str]) -> Pty {
    let mut command = command(env!("CARGO_BIN_EXE_redflag"));
    command.args(["run", "leg-symptoms", "--key-guard", "0", "--reference", "telltale-bed"]);
    command.args(options);
    Pty::start(command, (80, 24))
}

#[test]
fn without_a_store_no_file_is_written_and_no_socket_opened() {
    // Made before, because the thread that is watched cannot make a folder either.
    let mut pty = thread::scope(|scope| {
        let start = scope.spawn(|| {
            let mut command = command("sh");
            // Waits for a line, so that the home is there and listed before the program begins.
            let program = env!("CARGO_BIN_EXE_redflag");
            command.args([
                "-c",
                &format!("read _; exec {program} run leg-symptoms --key-guard 0 --reference telltale-bed"),
            ]);
            let filter = filter(Watch::SocketsAndFiles);
            Pty::start_with(command, (80, 24), || apply_filter(&filter).unwrap())
        });
        start.join().unwrap()
    });
    let before = listing(pty.home());
    pty.keys("enter");
    walk(&mut pty, "not recorded");
    pty.keys("ctrl-c");
    pty.wait_for("Leave?");
    assert_eq!(listing(pty.home()), before, "nothing while it runs");
    pty.keys("y");
    assert_eq!(pty.wait().exit_code(), 0, "{}", pty.text());
    assert_eq!(listing(pty.home()), before, "nothing afterwards");
}

/// The watch can fail: each of these is what it must stop.
#[test]
fn what_makes_a_file_or_a_socket_is_stopped() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("key"), [7; 32]).unwrap();
    let redflag = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        command.args(args).current_dir(folder.path()).env("HOME", folder.path());
        command
    };
    let init = ["records", "init", "--records", "r.db", "--key-file", "key"];
    assert_eq!(signal(&mut redflag(&init), Watch::SocketsAndFiles), Some(SIGSYS), "a store is a file");
    assert!(!folder.path().join("r.db").exists());
    assert_eq!(signal(&mut redflag(&init), Watch::Sockets), None, "and no socket");
    assert!(folder.path().join("r.db").exists());
    assert_eq!(signal(&mut redflag(&["list"]), Watch::SocketsAndFiles), None);
    // The programs that every system has need no compiler.
    let mut touch = Command::new("sh");
    touch.args(["-c", "exec touch new"]).current_dir(folder.path());
    assert_eq!(signal(&mut touch, Watch::SocketsAndFiles), Some(SIGSYS));
    let source = folder.path().join("socket.c");
    fs::write(&source, "#include <sys/socket.h>\nint main(void) { return socket(AF_INET, SOCK_STREAM, 0) < 0; }\n")
        .unwrap();
    let socket = folder.path().join("socket");
    // The store is built with a C compiler, so there is one.
    assert!(Command::new("cc").arg("-o").arg(&socket).arg(&source).status().unwrap().success());
    assert_eq!(signal(&mut Command::new(&socket), Watch::Sockets), Some(SIGSYS));
}

#[test]
fn with_a_store_only_its_own_files_are_written_and_none_shows_anything() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("key"), [7; 32]).unwrap();
    let (store, key) = (path("r.db"), path("key"));
    let files = ["--records", &store, "--key-file", &key, "--operator", "telltale-nurse"];
    let init =
        Command::new(env!("CARGO_BIN_EXE_redflag")).args(["records", "init"]).args(&files[..4]).status().unwrap();
    assert!(init.success());
    let mut pty = thread::scope(|scope| {
        let start = scope.spawn(|| {
            let mut command = command(env!("CARGO_BIN_EXE_redflag"));
            command.args(["run", "leg-symptoms", "--key-guard", "0", "--reference", "telltale-bed"]);
            command.args(files);
            let filter = filter(Watch::Sockets);
            Pty::start_with(command, (80, 24), || apply_filter(&filter).unwrap())
        });
        start.join().unwrap()
    });
    walk(&mut pty, " recorded");
    // What is half typed is to be in the files, too, before they are looked at.
    pty.keys("t");
    pty.wait_for("telltale-note");
    pty.keys("telltale-half");
    pty.wait_for("telltale-notetelltale-half");
    let secret = Secret::key_file(Zeroizing::new(vec![7; 32])).unwrap();
    let reader = Store::look(Path::new(&store), &secret).unwrap();
    let interview = reader.list().unwrap()[0].interview;
    let deadline = Instant::now() + Duration::from_secs(30);
    while !format!("{:?}", reader.half(interview).unwrap()).contains("telltale-half") {
        assert!(Instant::now() < deadline, "what is half typed is not kept");
        thread::sleep(Duration::from_millis(10));
    }
    let known = ["r.db", "r.db-wal", "r.db-shm", "key"];
    let mut bytes = 0;
    for (file, size) in listing(folder.path()) {
        use std::os::unix::fs::PermissionsExt as _;
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(known.contains(&name) || name.starts_with("r.db.terminal-"), "{name}");
        if name != "key" {
            let mode = fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
        bytes += size;
        let content = fs::read(&file).unwrap();
        for telltale in ["telltale", "18-to-64", "Routine", "Emergency now"] {
            let wide: Vec<u8> = telltale.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let shows = |needle: &[u8]| content.windows(needle.len()).any(|window| window == needle);
            assert!(!shows(telltale.as_bytes()) && !shows(&wide), "{name} shows {telltale:?}");
        }
    }
    assert!(bytes > 100_000, "the questionnaire alone is larger than {bytes}");
    assert_eq!(listing(pty.home()), BTreeSet::new());
    // No image of the memory can be written.
    let limits = fs::read_to_string(format!("/proc/{}/limits", pty.process())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    pty.signal(rustix::process::Signal::ABORT);
    pty.wait();
    assert!(!listing(pty.home()).iter().any(|(path, _)| path.to_string_lossy().contains("core")));
}

/// The walk itself is no dead letter: without any watch it comes to the same end.
#[test]
fn the_walk_is_one_that_ends() {
    let mut pty = screen(&[]);
    walk(&mut pty, "not recorded");
    pty.keys("ctrl-c");
    pty.wait_for("Leave?");
    pty.keys("y");
    pty.assert_ends_with(0);
}
