//! The loop: wait for something to happen, tell the screen, do what it asks, draw.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::event::Event;
use crossterm::terminal::{Clear, ClearType};
use ratatui::Frame;

use super::clock::Clock;
use super::input;
use super::print::print;
use super::recorder::{Recorder, kept_by};
use super::save::save_new;
use super::terminal::{self, Canvas, Session, size};
use crate::app::{App, Effect, Input, Leave, RecordAsk, Size};
use crate::record::Kept;
use crate::view::{self, Theme};

/// The exit status of a program that was interrupted and could not end by itself.
#[cfg(unix)]
pub const INTERRUPTED: u8 = 130;

/// How long it is slept at most where there is a deadline.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

/// How many keys are handled at most before the screen is drawn again, so that a flood of them cannot keep it still.
const BURST: usize = 64;

/// A program on a screen: what the loop drives.
pub trait Screen {
    /// Something happened; what is to be done about it outside?
    fn update(&mut self, input: Input) -> Effect;

    /// Paints the whole frame. It is of the size that the last [`Input::Resize`] gave.
    fn draw(&self, frame: &mut Frame<'_>);

    /// The uptime at which it wants an [`Input::Tick`], whatever happens until then.
    fn deadline(&self) -> Option<Duration> {
        None
    }

    /// Has what happened put where it is kept, before it is drawn; what is to be told the screen of how that went.
    fn settle(&mut self) -> Option<Input> {
        None
    }

    /// The user has left it.
    fn left(&mut self) {}

    /// Whether it must not be suspended, and nothing be left of it when it ends.
    fn is_kiosk(&self) -> bool {
        false
    }
}

/// The app and how it looks: the screen that nurses see.
#[derive(Debug)]
pub struct Shown {
    /// What is shown.
    pub app: App,
    /// How it looks.
    pub theme: Theme,
    /// What puts it on record, where there is a store.
    pub recorder: Option<Recorder>,
}

impl Screen for Shown {
    fn update(&mut self, input: Input) -> Effect {
        let kept = kept_by(&input);
        let effect = self.app.update(input);
        if let Some(recorder) = &mut self.recorder {
            recorder.follow(&self.app);
            let copied = matches!(effect, Effect::Copy(_)).then_some(Kept::Copied);
            if let Some(kept) = kept.or(copied) {
                recorder.kept(&self.app, kept);
            }
        }
        effect
    }

    fn settle(&mut self) -> Option<Input> {
        self.recorder.as_mut()?.commit(self.app.now().uptime).map(Input::Recording)
    }

    fn left(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            recorder.end();
        }
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        view::draw(&self.app, &self.theme, frame);
    }

    fn deadline(&self) -> Option<Duration> {
        let retry = self.recorder.as_ref().and_then(Recorder::retry_at);
        [self.app.deadline(), retry].into_iter().flatten().min()
    }

    fn is_kiosk(&self) -> bool {
        self.app.is_kiosk()
    }
}

/// What is to be loaded from outside for the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The picker's entry of that position.
    Open(usize),
    /// The open questionnaire in the language of that tag.
    Speak(String),
    /// Whether this is the PIN of staff.
    CheckPin(String),
    /// Something of the store.
    Record(RecordAsk),
}

/// Loads what is asked for, and says what came of it.
pub type Loader<'a> = dyn FnMut(Ask) -> Input + 'a;

/// How a run ended.
#[derive(Debug)]
pub enum Ending {
    /// The user left.
    Left(Leave),
    /// A signal ended it.
    Interrupted,
    /// The terminal went away, or cannot be read or written.
    Lost(io::Error),
}

/// Something for the loop, from one of the threads that wait for it.
#[derive(Debug)]
pub(super) enum Message {
    /// The terminal reported something, at that instant.
    Event(Event, Instant),
    /// The terminal may have another size.
    #[cfg_attr(not(unix), expect(dead_code, reason = "no signals"))]
    Resized,
    /// We are asked to suspend from outside.
    #[cfg_attr(not(unix), expect(dead_code, reason = "no signals"))]
    Suspend,
    /// We were stopped and are continued.
    #[cfg_attr(not(unix), expect(dead_code, reason = "no signals"))]
    Continued,
    /// We are asked to end.
    #[cfg_attr(not(unix), expect(dead_code, reason = "no signals"))]
    Stop,
    /// Nothing can come from the terminal any more.
    Lost(io::Error),
}

/// Whether both ends of the program are terminals, so that a screen can be shown and keys can be read.
pub fn is_a_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Runs a screen on the terminal until it is left, and gives the terminal back. Ask [`is_a_terminal`] before. The clock
/// is the one that the screen was begun with.
pub fn run(screen: &mut impl Screen, clock: Clock, load: &mut Loader<'_>) -> Ending {
    let ending = start(screen, clock, load).unwrap_or_else(Ending::Lost);
    if let Ending::Left(_) = ending {
        screen.left();
    }
    ending
}

fn start(screen: &mut impl Screen, clock: Clock, load: &mut Loader<'_>) -> io::Result<Ending> {
    if screen.is_kiosk() {
        terminal::leave_nothing();
    }
    // Before the terminal is touched: no signal that comes from here on leaves it taken.
    #[cfg(unix)]
    let signals = super::signals::catch()?;
    let mut running = Running { screen, load, clock, stage: Some(Stage::take()?) };
    if let Some(ending) = running.tell_size()? {
        return Ok(ending);
    }
    running.draw()?;
    // Not before the first frame is out: threads that start cost it half a millisecond, and nobody can have read
    // anything yet to press a key for.
    let (outbox, inbox) = mpsc::channel();
    #[cfg(unix)]
    super::signals::watch(signals, outbox.clone())?;
    input::read(outbox)?;
    running.until_left(&inbox)
}

/// The terminal while it is ours.
struct Stage {
    canvas: Canvas,
    /// The size of the canvas, which the screen was told.
    size: Size,
    /// Last, so that it is dropped last.
    _session: Session,
}

impl Stage {
    fn take() -> io::Result<Stage> {
        let session = Session::enter()?;
        let size = size()?;
        Ok(Stage { canvas: Canvas::new(size)?, size, _session: session })
    }

    /// Wipes the screen, what the terminal keeps of earlier ones, and the clipboard where it was filled.
    fn wipe(&mut self, copied: bool) -> io::Result<()> {
        self.canvas = Canvas::new(self.size)?;
        self.canvas.send(Clear(ClearType::Purge))?;
        if copied {
            self.canvas.send(CopyToClipboard::to_clipboard_from(""))?;
        }
        Ok(())
    }
}

struct Running<'a, 'o, S> {
    screen: &'a mut S,
    load: &'a mut Loader<'o>,
    clock: Clock,
    /// `None` while suspended.
    stage: Option<Stage>,
}

impl<S: Screen> Running<'_, '_, S> {
    fn until_left(&mut self, inbox: &Receiver<Message>) -> io::Result<Ending> {
        loop {
            // What was typed ahead is handled at once, and only the end of it drawn.
            for message in self.wait(inbox)?.into_iter().chain(inbox.try_iter().take(BURST)) {
                if let Some(ending) = self.handle(message)? {
                    return Ok(ending);
                }
            }
            let now = self.clock.now();
            if self.screen.deadline().is_some_and(|deadline| deadline <= now.uptime)
                && let Some(ending) = self.tell(Input::Tick(now))?
            {
                return Ok(ending);
            }
            self.draw()?;
        }
    }

    /// Sleeps until something happens, or until the screen wants to be told of the time.
    fn wait(&self, inbox: &Receiver<Message>) -> io::Result<Option<Message>> {
        // The threads that send say so before they end: this does not fail before that was heard.
        let Some(deadline) = self.screen.deadline() else {
            return Ok(Some(inbox.recv().map_err(|_| io::ErrorKind::BrokenPipe)?));
        };
        // Not for long at once: the timer stands still while the computer sleeps, and the deadline does not.
        match inbox.recv_timeout(deadline.saturating_sub(self.clock.now().uptime).min(LONGEST_SLEEP)) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        // What is on the screen is on record, or the screen says that it is not.
        if let Some(input) = self.screen.settle() {
            let _nothing_more = self.screen.update(input);
        }
        match &mut self.stage {
            Some(stage) => stage.canvas.draw(|frame| self.screen.draw(frame)),
            None => Ok(()),
        }
    }

    fn handle(&mut self, message: Message) -> io::Result<Option<Ending>> {
        match message {
            Message::Event(event, arrived) => self.event(event, arrived),
            Message::Resized => self.repaint(),
            Message::Suspend => self.suspend(),
            Message::Continued => self.resume(),
            Message::Stop => Ok(Some(Ending::Interrupted)),
            Message::Lost(error) => Ok(Some(Ending::Lost(error))),
        }
    }

    fn event(&mut self, event: Event, arrived: Instant) -> io::Result<Option<Ending>> {
        // What was typed while we gave the terminal back was meant for the shell.
        let Some(stage) = &self.stage else { return Ok(None) };
        // Before every event, not only when told of a change: a key must never act at a size that the screen does not
        // know of, because then what it acts on may not have been seen.
        if stage.size != size()?
            && let Some(ending) = self.repaint()?
        {
            return Ok(Some(ending));
        }
        match event {
            Event::Key(event) => match input::key(&event) {
                Some(key) => self.tell(Input::Key(key, self.clock.moment(arrived))),
                None => Ok(None),
            },
            Event::Paste(text) => self.tell(Input::Paste(text)),
            // Elsewhere the signal tells.
            Event::Resize(..) if cfg!(not(unix)) => self.repaint(),
            Event::Resize(..) | Event::FocusGained | Event::FocusLost | Event::Mouse(_) => Ok(None),
        }
    }

    /// Begins anew with the size that the terminal has now. That may be the one it had: where it changed twice before we
    /// looked, the terminal has cut and wrapped what was on it all the same.
    fn repaint(&mut self) -> io::Result<Option<Ending>> {
        if let Some(stage) = &mut self.stage {
            stage.size = size()?;
            stage.canvas = Canvas::new(stage.size)?;
        }
        self.tell_size()
    }

    fn tell_size(&mut self) -> io::Result<Option<Ending>> {
        match &self.stage {
            Some(stage) => self.tell(Input::Resize(stage.size)),
            None => Ok(None),
        }
    }

    /// Tells the screen and does what it asks, which may be something to tell again.
    fn tell(&mut self, mut input: Input) -> io::Result<Option<Ending>> {
        loop {
            input = match self.screen.update(input) {
                Effect::None => return Ok(None),
                Effect::Leave(leave) => return Ok(Some(Ending::Left(leave))),
                Effect::Suspend => return self.suspend(),
                Effect::Copy(text) => {
                    if let Some(stage) = &mut self.stage {
                        stage.canvas.send(CopyToClipboard::to_clipboard_from(text))?;
                        terminal::copied();
                    }
                    return Ok(None);
                }
                Effect::Open(entry) => {
                    // Loading takes longer than drawing: what there is to see is seen meanwhile.
                    self.draw()?;
                    (self.load)(Ask::Open(entry))
                }
                Effect::Speak(tag) => (self.load)(Ask::Speak(tag)),
                Effect::CheckPin(pin) => (self.load)(Ask::CheckPin(pin)),
                Effect::Record(ask) => {
                    // What was answered last is to be in the store, and on the screen what is being done.
                    self.draw()?;
                    (self.load)(Ask::Record(ask))
                }
                Effect::Wipe => {
                    if let Some(stage) = &mut self.stage {
                        stage.wipe(terminal::take_copied())?;
                    }
                    return Ok(None);
                }
                Effect::Save { name, text } => match save_new(Path::new("."), &name, &text) {
                    Ok(path) => Input::Saved(path.display().to_string()),
                    Err(reason) => Input::NotSaved(reason),
                },
                Effect::Print { text } => {
                    // A printer may let us wait.
                    self.draw()?;
                    match print(&text) {
                        Ok(()) => Input::Printed,
                        Err(why) => Input::NotPrinted(why),
                    }
                }
            };
        }
    }

    #[cfg(unix)]
    fn suspend(&mut self) -> io::Result<Option<Ending>> {
        if self.stage.is_none() || self.screen.is_kiosk() || !super::signals::can_be_continued() {
            return Ok(None);
        }
        self.stage = None;
        match super::signals::stop() {
            // We were stopped, and are continued: `Message::Continued` is on its way, and what lies before it in the
            // queue was typed before, so it is left to that to take the terminal again.
            Ok(()) => Ok(None),
            Err(_) => self.resume(),
        }
    }

    #[cfg(not(unix))]
    fn suspend(&mut self) -> io::Result<Option<Ending>> {
        Ok(None)
    }

    /// Takes the terminal again. That it may still be ours is no matter: stopped by a SIGSTOP from outside we had no
    /// time to give it back, and the shell has set it to its own liking since.
    fn resume(&mut self) -> io::Result<Option<Ending>> {
        self.stage = None;
        self.stage = Some(Stage::take()?);
        self.tell_size()
    }
}
