//! Taking the terminal, drawing on it, and giving it back as it was.

use std::cell::RefCell;
use std::io::{self, Write};
use std::panic;
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::{Attribute, SetAttribute};
use crossterm::terminal::{Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{Command, cursor, execute, queue, terminal};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use crate::app::Size;

/// The size to draw for where the terminal does not know its own, as on a serial line.
const UNKNOWN: Size = Size { width: 80, height: 24 };

/// The largest size that is drawn for. No screen has it; a terminal that reports more is wrong, and would cost gigabytes.
const LARGEST: Size = Size { width: 1000, height: 500 };

/// Whether the terminal is ours at present. There is one terminal and so one such word for the whole process: the panic
/// hook, which can run on any thread, has nothing else to go by.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether nothing may be left on the terminal when it is given back: it is a kiosk's.
static LEAVES_NOTHING: AtomicBool = AtomicBool::new(false);

/// Whether the clipboard holds something of ours.
static COPIED: AtomicBool = AtomicBool::new(false);

/// From now on the terminal is given back empty, however the program ends.
pub(super) fn leave_nothing() {
    LEAVES_NOTHING.store(true, Ordering::SeqCst);
}

/// The clipboard holds something of ours now.
pub(super) fn copied() {
    COPIED.store(true, Ordering::SeqCst);
}

/// Whether the clipboard was filled since this was last asked.
pub(super) fn take_copied() -> bool {
    COPIED.swap(false, Ordering::SeqCst)
}

/// The terminal, taken: raw mode, alternate screen, bracketed paste. It is given back when this is dropped.
///
/// It is given back as well, and first, when anything panics, so that the message stands readable in the scrollback.
/// That needs unwinding or the hook, so neither `panic = "abort"` nor `process::exit` in other places loses it.
#[derive(Debug)]
pub struct Session {
    _only_by_enter: (),
}

impl Session {
    /// Takes the terminal. Call it after anything else has installed its panic hook.
    pub fn enter() -> io::Result<Session> {
        restore_before_panics();
        // ===== FROM HERE ON leaving without `restore` leaves a broken terminal. =====
        // The word is set before the deed: `restore` undoes what was never done without harm, not the other way round.
        TAKEN.store(true, Ordering::SeqCst);
        let session = Session { _only_by_enter: () };
        terminal::enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
        Ok(session)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
        // ===== UP TO HERE. =====
    }
}

/// Gives the terminal back as it was; nothing, if it is not taken. It cannot fail: what can still be done is done, even
/// where the terminal is gone.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    // The mode first: it is set without waiting, while the writing waits as long as the terminal is held with Ctrl-S.
    let _ = terminal::disable_raw_mode();
    if LEAVES_NOTHING.load(Ordering::SeqCst) {
        // Before the alternate screen is left: where there is none, as on many a console, this is the screen.
        let _ = execute!(io::stdout(), SetAttribute(Attribute::Reset), Clear(ClearType::All), Clear(ClearType::Purge));
        if take_copied() {
            let _ = execute!(io::stdout(), CopyToClipboard::to_clipboard_from(""));
        }
    }
    let _ = execute!(
        io::stdout(),
        SetAttribute(Attribute::Reset),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
}

fn restore_before_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            restore();
            before(panic);
        }));
    });
}

/// The terminal's size at this moment.
pub(super) fn size() -> io::Result<Size> {
    // Not `crossterm::terminal::size`: that opens `/dev/tty` for each call and, where it fails, starts `tput`.
    #[cfg(unix)]
    let (width, height) = {
        let size = rustix::termios::tcgetwinsize(io::stdout())?;
        (size.ws_col, size.ws_row)
    };
    #[cfg(not(unix))]
    let (width, height) = terminal::size()?;

    Ok(if width == 0 || height == 0 {
        UNKNOWN
    } else {
        Size { width: width.min(LARGEST.width), height: height.min(LARGEST.height) }
    })
}

/// What is drawn on: a whole screen of one size, sent in one piece.
#[derive(Debug)]
pub struct Canvas {
    terminal: Terminal<CrosstermBackend<Sheet>>,
    sheet: Sheet,
}

impl Canvas {
    /// A canvas of that size, of which nothing is known to be on the terminal yet: the first frame is drawn in full.
    ///
    /// A new size, and the return after a suspend, want a new canvas. `Terminal::clear` would do too, but in ratatui
    /// 0.30.2 it asks the terminal where its cursor is and fails when there is no answer within two seconds
    /// (ratatui#2691). The size is fixed so that a frame is always of the size that the screen was told, even when the
    /// terminal changes its own in between; the loop looks for that.
    pub fn new(size: Size) -> io::Result<Canvas> {
        let mut sheet = Sheet::default();
        let area = Rect::new(0, 0, size.width, size.height);
        let options = TerminalOptions { viewport: Viewport::Fixed(area) };
        let terminal = Terminal::with_options(CrosstermBackend::new(sheet.clone()), options)?;
        queue!(sheet, Clear(ClearType::All))?;
        Ok(Canvas { terminal, sheet })
    }

    /// Draws a frame and sends what differs from the one before.
    pub fn draw(&mut self, frame: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(frame)?;
        self.sheet.send()
    }

    /// Sends a command that is not about the picture.
    pub fn send(&mut self, command: impl Command) -> io::Result<()> {
        queue!(self.sheet, command)?;
        self.sheet.send()
    }
}

/// Writes to the terminal and keeps nothing.
#[cfg(unix)]
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(io::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn write_all(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}

/// Collects a frame, to send it in one write.
///
/// The backend flushes up to four times for one frame (clearing, cursor), and each would be a write of its own that the
/// terminal may show half drawn. And what is collected when something panics must not come out after the terminal was
/// given back, as it would from a `BufWriter`. Hence `flush` does nothing and there is nothing to do on drop.
#[derive(Clone, Debug, Default)]
struct Sheet(Rc<RefCell<Vec<u8>>>);

impl Sheet {
    fn send(&mut self) -> io::Result<()> {
        let mut bytes = self.0.borrow_mut();
        // Another thread may have panicked and given the terminal back: then the picture is not wanted any more.
        if TAKEN.load(Ordering::SeqCst) {
            // Not through the library's buffer, where what was written last would stay in memory.
            write_all(&bytes)?;
        }
        bytes.clear();
        Ok(())
    }
}

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
