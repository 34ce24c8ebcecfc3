//! A program in a terminal, timed from its start and from a key to the frame that follows.

#![allow(dead_code, reason = "each bench compiles this file, and none uses all of it")]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A program to be timed.
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    pub(crate) arguments: Vec<String>,
    pub(crate) environment: Vec<(&'static str, PathBuf)>,
    /// The key that leads to where it is timed.
    pub(crate) begin: &'static str,
    /// Two keys that take turns.
    pub(crate) keys: [&'static str; 2],
}

/// A program that runs.
pub(crate) struct Running {
    child: Box<dyn Child + Send + Sync>,
    output: Box<dyn Read + Send>,
    input: Box<dyn Write + Send>,
    _master: Box<dyn MasterPty + Send>,
}

impl Program {
    /// Starts it, and says how long its first frame took.
    pub(crate) fn start(&self, home: &Path) -> (Running, Duration) {
        let pair =
            native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
        let output = pair.master.try_clone_reader().unwrap();
        let input = pair.master.take_writer().unwrap();
        let mut command = CommandBuilder::new(&self.path);
        command.args(&self.arguments);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("HOME", home);
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        command.cwd(home);
        // From before the spawning, which forks this program first: the same for both, a third of a millisecond or so.
        // From after it would be nearer to the truth, were it not that the program is often half through by then.
        let begin = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        let mut running = Running { child, output, input, _master: pair.master };
        running.frame();
        let time = begin.elapsed();
        (running, time)
    }
}

impl Running {
    /// Presses a key, and says how long its frame took.
    pub(crate) fn key(&mut self, key: &str) -> Duration {
        let begin = Instant::now();
        self.input.write_all(key.as_bytes()).unwrap();
        self.frame();
        begin.elapsed()
    }

    /// Reads up to the end of a frame: the last thing in each is to show the cursor or to hide it.
    fn frame(&mut self) {
        let mut buffer = [0; 64 * 1024];
        let mut frame = Vec::new();
        loop {
            let count = self.output.read(&mut buffer).unwrap();
            assert!(count > 0, "the program ended: {}", String::from_utf8_lossy(&frame));
            frame.extend_from_slice(&buffer[..count]);
            if frame.windows(5).any(|end| end == b"\x1b[?25") {
                return;
            }
        }
    }

    /// A number of its status.
    pub(crate) fn status(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id().unwrap())).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// How often its threads got a processor or lost it.
    pub(crate) fn switches(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.process_id().unwrap())).unwrap();
        let mut switches = 0;
        for task in tasks {
            let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            for line in status.lines().filter(|line| line.contains("voluntary_ctxt_switches")) {
                switches += line.rsplit('\t').next().unwrap().parse::<u64>().unwrap();
            }
        }
        switches
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
