//! A terminal for tests: a program runs in it, keys are typed into it, and what it shows can be read.
//!
//! Nothing here sleeps for a time that was guessed. A test waits for what it wants to see, and fails with the screen
//! that it got instead.

#![allow(dead_code, reason = "every test program compiles this file, and none uses all of it")]

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take before a test gives up. Generous: the machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program in a terminal.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    /// `None` once hung up.
    line: Option<Line>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    reader: Option<JoinHandle<()>>,
    modes: String,
    home: PathBuf,
}

/// The machine's end of the terminal.
struct Line {
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    /// Kept so that the terminal's modes can still be read when the program has ended.
    _slave: Box<dyn SlavePty + Send>,
}

/// What the program has written so far.
struct Seen {
    bytes: Vec<u8>,
    parser: vt100::Parser,
    hang_up: bool,
}

impl Pty {
    /// Starts the program to be tested, in a terminal of that many columns and rows.
    pub(crate) fn redflag(arguments: &[&str], size: (u16, u16)) -> Pty {
        let mut command = command(env!("CARGO_BIN_EXE_redflag"));
        command.args(arguments);
        Pty::start(command, size)
    }

    /// Starts any [`command()`].
    pub(crate) fn start(command: CommandBuilder, size: (u16, u16)) -> Pty {
        Pty::start_with(command, size, || {})
    }

    /// The same, with something done just before the program is started.
    pub(crate) fn start_with(mut command: CommandBuilder, size: (u16, u16), before: impl FnOnce()) -> Pty {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let home = std::env::temp_dir().join(format!("redflag-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&home).unwrap();
        command.env("HOME", &home);
        command.cwd(&home);

        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let modes = format!("{:?}", pair.master.get_termios());
        let mut output = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (rows, columns) = rows_and_columns(size);
        let seen = Seen { bytes: Vec::new(), parser: vt100::Parser::new(rows, columns, 1000), hang_up: false };
        let seen = Arc::new((Mutex::new(seen), Condvar::new()));
        before();
        let child = pair.slave.spawn_command(command).unwrap();

        let shared = Arc::clone(&seen);
        let reader = thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                let mut seen = shared.0.lock().unwrap();
                seen.bytes.extend_from_slice(&buffer[..count]);
                seen.parser.process(&buffer[..count]);
                shared.1.notify_all();
                if seen.hang_up {
                    return;
                }
            }
        });
        let line = Line { writer, master: pair.master, _slave: pair.slave };
        Pty { child, line: Some(line), seen, reader: Some(reader), modes, home }
    }

    /// The folder that the program was started in, which is its home as well and empty.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The program's process.
    pub(crate) fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Types a script: words apart by blanks, each the name of a key (`enter`, `f10`, `ctrl-c`, `pgdn`) or characters
    /// to type. What follows Esc at once would be Alt with it, so Esc must come last: wait for what it does.
    pub(crate) fn keys(&mut self, script: &str) {
        let mut words = script.split_whitespace().peekable();
        while let Some(word) = words.next() {
            assert!(word != "esc" || words.peek().is_none(), "wait for what Esc does before typing on: {script}");
            self.send(&bytes_of(word));
        }
    }

    /// Types those bytes.
    pub(crate) fn send(&mut self, bytes: &[u8]) {
        let line = self.line.as_mut().expect("not hung up");
        line.writer.write_all(bytes).unwrap();
        line.writer.flush().unwrap();
    }

    /// Pastes, as a terminal does that was asked to mark pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes());
    }

    /// Gives the terminal another size.
    pub(crate) fn resize(&mut self, size: (u16, u16)) {
        let (rows, columns) = rows_and_columns(size);
        // Both under one lock, so that nothing the program draws for the new size is read at the old one.
        let mut seen = self.seen.0.lock().unwrap();
        seen.parser.set_size(rows, columns);
        self.line.as_ref().expect("not hung up").master.resize(pty_size(size)).unwrap();
    }

    /// Sends the program a signal.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.process() as i32).unwrap(), signal).unwrap();
    }

    /// Hangs up, as when the window is closed or the connection lost, after a key to which the program must draw.
    pub(crate) fn hang_up_after(&mut self, key: &str) {
        // The reader holds the line open too, and looks up only when there is something to read.
        self.lock().hang_up = true;
        self.keys(key);
        self.reader.take().expect("not hung up").join().unwrap();
        self.line = None;
    }

    /// Waits until the text is on the screen, in one row, and returns the screen.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait_until(text, |screen| contents(screen).contains(text))
    }

    /// Waits until a row holds that text and nothing else: what a shell prints, not the line that has it printed.
    pub(crate) fn wait_for_row(&self, text: &str) -> String {
        self.wait_until(text, |screen| contents(screen).lines().any(|row| row == text))
    }

    /// Waits until the screen is as wanted, and returns its text.
    pub(crate) fn wait_until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> String {
        self.wait_until_seen(what, |seen| wanted(seen.parser.screen()))
    }

    /// Waits until those bytes were written.
    pub(crate) fn wait_for_bytes(&self, bytes: &str) {
        self.wait_until_seen(bytes, |seen| String::from_utf8_lossy(&seen.bytes).contains(bytes));
    }

    fn wait_until_seen(&self, what: &str, wanted: impl Fn(&Seen) -> bool) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut seen = self.lock();
        while !wanted(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what:?}; the screen is\n{}", contents(seen.parser.screen()));
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        contents(seen.parser.screen())
    }

    /// The text on the screen at this moment.
    pub(crate) fn text(&self) -> String {
        contents(self.lock().parser.screen())
    }

    /// The screen at this moment, with its styles.
    pub(crate) fn screen(&self) -> vt100::Screen {
        self.lock().parser.screen().clone()
    }

    /// Everything written so far.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.lock().bytes.clone()
    }

    /// Forgets what was written so far, though not the screen.
    pub(crate) fn forget_bytes(&self) {
        self.lock().bytes.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap()
    }

    /// Whether the program still runs.
    pub(crate) fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until the program has ended and everything that it wrote is read.
    pub(crate) fn wait(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.read_to_the_end();
                return status;
            }
            assert!(Instant::now() < deadline, "waited in vain for the end; the screen is\n{}", self.text());
            thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until everything is read that a program wrote which has ended: on a busy machine it has ended long before that
    /// comes through the terminal. What this end writes behind it comes after it: a NUL, which no program of ours writes
    /// and no terminal shows.
    fn read_to_the_end(&mut self) {
        // Nothing comes any more once the line is hung up.
        let Some(line) = &self.line else { return };
        let mut slave = std::fs::OpenOptions::new().write(true).open(line.master.tty_name().unwrap()).unwrap();
        slave.write_all(b"\0").unwrap();
        self.wait_until_seen("the last of what it wrote", |seen| seen.bytes.contains(&0));
    }

    /// Waits until the program has ended with that status, and demands that it gave the terminal back: main screen,
    /// cursor shown, no bracketed paste, no colours left behind, and every mode as it was.
    pub(crate) fn assert_ends_with(&mut self, status: u32) {
        assert_eq!(self.wait().exit_code(), status, "{}", self.text());
        self.assert_given_back();
        assert_eq!(self.modes(), self.modes, "the terminal's modes");
    }

    /// Waits until the program has given the screen back.
    pub(crate) fn assert_given_back(&self) {
        self.wait_until("the main screen, as it was", |screen| {
            !screen.alternate_screen()
                && !screen.bracketed_paste()
                && !screen.hide_cursor()
                && !screen.bold()
                && !screen.inverse()
                && screen.fgcolor() == vt100::Color::Default
                && screen.bgcolor() == vt100::Color::Default
        });
        let bytes = String::from_utf8_lossy(&self.bytes()).into_owned();
        let last = bytes.rsplit("\x1b[?1049h").next().unwrap_or_default();
        for undone in ["\x1b[?1049l", "\x1b[?2004l", "\x1b[?25h"] {
            assert!(last.contains(undone), "{undone:?} is missing at the end of {bytes:?}");
        }
    }

    /// The terminal's modes (`stty -a`) at this moment, to compare.
    pub(crate) fn modes(&self) -> String {
        format!("{:?}", self.line.as_ref().expect("not hung up").master.get_termios())
    }

    /// How often the program's threads have been given a processor or have lost it, in total, and how many there are.
    #[cfg(target_os = "linux")]
    pub(crate) fn switches(&self) -> (u64, usize) {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.process())).unwrap();
        let counts: Vec<u64> = tasks
            .map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).unwrap())
            .map(|status| {
                let counted = status.lines().filter(|line| line.contains("voluntary_ctxt_switches"));
                counted.map(|line| line.rsplit('\t').next().unwrap().parse::<u64>().unwrap()).sum()
            })
            .collect();
        (counts.iter().sum(), counts.len())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// A command with a clean environment: a terminal of 256 colours, and nothing of whoever runs the tests.
pub(crate) fn command(program: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("TZ", "UTC");
    command
}

/// The text of a screen, with its rows apart and nothing wrapped.
pub(crate) fn contents(screen: &vt100::Screen) -> String {
    let columns = screen.size().1.get();
    let mut text = String::new();
    for row in screen.rows(0, columns) {
        let _ = writeln!(text, "{}", row.trim_end());
    }
    text
}

/// What a terminal sends for a key of that name, or the characters themselves.
fn bytes_of(word: &str) -> Vec<u8> {
    let sequence = match word {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "backtab" => "\x1b[Z",
        "space" => " ",
        "backspace" => "\x7f",
        "del" => "\x1b[3~",
        "up" => "\x1b[A",
        "down" => "\x1b[B",
        "right" => "\x1b[C",
        "left" => "\x1b[D",
        "home" => "\x1b[H",
        "end" => "\x1b[F",
        "pgup" => "\x1b[5~",
        "pgdn" => "\x1b[6~",
        "f1" => "\x1bOP",
        "f2" => "\x1bOQ",
        "f3" => "\x1bOR",
        "f4" => "\x1bOS",
        "f5" => "\x1b[15~",
        "f6" => "\x1b[17~",
        "f7" => "\x1b[18~",
        "f8" => "\x1b[19~",
        "f9" => "\x1b[20~",
        "f10" => "\x1b[21~",
        "f11" => "\x1b[23~",
        "f12" => "\x1b[24~",
        _ => match word.strip_prefix("ctrl-") {
            Some(letter) => return vec![letter.as_bytes()[0] & 0x1f],
            None => word,
        },
    };
    sequence.into()
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn rows_and_columns((columns, rows): (u16, u16)) -> (NonZeroU16, NonZeroU16) {
    let at_least_one = |count: u16| NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN);
    (at_least_one(rows), at_least_one(columns))
}
