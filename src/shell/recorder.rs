//! What is recorded of what is on the screen.
//!
//! Nothing tells the recorder what happened. After every key it compares what is answered, written, chosen and shown with
//! what it knows, and what is new goes on record: so no way to change an answer can pass it by.

mod news;

use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use jiff::Timestamp;

use super::keeper::{Tray, Written};
use crate::app::keys::Scene;
use crate::app::{App, Input, RecordTrouble, Recording, Session};
use crate::record::{Entry, Event, Finish, InterviewId, Kept, Place, Standing, Trouble};
use news::{Known, began, known, news, standing};

/// So long the next frame waits for the disk. One that takes longer is told of, and heard when it is done.
const PATIENCE: Duration = Duration::from_secs(2);

/// So long while the store takes nothing anyway: the nurse is not to wait at every answer.
const IMPATIENCE: Duration = Duration::from_millis(20);

/// So often it is tried again, though nothing happens, while the store takes nothing.
const RETRY: Duration = Duration::from_secs(5);

/// So often it is looked whether a disk that did not answer has.
const LISTEN: Duration = Duration::from_millis(250);

/// Puts on record what is on the screen.
#[derive(Debug)]
pub struct Recorder {
    tray: Tray,
    /// The patient on the screen.
    current: Option<Current>,
    /// What is to be appended, in order.
    queue: Vec<(InterviewId, Entry)>,
    /// So many of it are on their way to the disk.
    on_their_way: Option<(usize, Written)>,
    /// How much of it there was when it was last tried, and when, in uptime.
    tried: (usize, Duration),
    /// When it was last looked whether what is on its way has arrived, in uptime.
    listened: Duration,
    trouble: Option<Trouble>,
    state: Recording,
}

/// A patient who is followed.
#[derive(Debug)]
struct Current {
    number: u64,
    interview: InterviewId,
    /// Whether it is on record. An interview in which nothing was answered is none.
    begun: bool,
    /// What it would begin with: what was shown before anything was answered.
    early: Vec<Entry>,
    known: Known,
    operator: Option<String>,
    standing: Standing,
}

impl Recorder {
    /// A recorder that leaves its entries there.
    pub fn new(tray: Tray, state: Recording) -> Recorder {
        Recorder {
            tray,
            current: None,
            queue: Vec::new(),
            on_their_way: None,
            tried: (0, Duration::ZERO),
            listened: Duration::ZERO,
            trouble: None,
            state,
        }
    }

    /// Looks at the screen, and notes what is new.
    pub fn follow(&mut self, app: &App) {
        let Some(session) = app.session() else { return self.leave() };
        if self.current.as_ref().is_none_or(|current| current.number != session.number) {
            self.leave();
            self.current = self.meet(app, session);
        }
        let Some(current) = &mut self.current else { return };
        let now = known(app, session);
        (current.operator, current.standing) = (session.visit.operator.clone(), standing(&session.visit));
        let at = Timestamp::now();
        for event in news(&current.known, &now, session, &self.tray) {
            let entry = Entry { at, operator: current.operator.clone(), event, standing: current.standing.clone() };
            match current.begun {
                true => self.queue.push((current.interview, entry)),
                false => current.early.push(entry),
            }
        }
        if !current.begun && now.matters() {
            current.begun = true;
            let interview = current.interview;
            self.queue.extend(current.early.drain(..).map(|entry| (interview, entry)));
        }
        if current.begun && (current.known.half != now.half) {
            self.tray.keep_half(current.interview, now.half.clone());
        }
        current.known = now;
    }

    /// The note of the patient on the screen left the program.
    pub fn kept(&mut self, app: &App, how: Kept) {
        let Some(current) = self.current.as_ref().filter(|current| current.begun) else { return };
        // What is read on record is another interview.
        if app.scene() != Scene::Record {
            let entry = current.entry(Event::Kept(how));
            self.queue.push((current.interview, entry));
        }
    }

    /// Has everything that is new written, and waits until it is on the disk; says how recording goes where that has
    /// changed. `now` is the uptime.
    pub fn commit(&mut self, now: Duration) -> Option<Recording> {
        let patience = if self.state == Recording::On { PATIENCE } else { IMPATIENCE };
        self.listened = now;
        self.hear(patience);
        let (length, when) = self.tried;
        let due = self.trouble.is_none() || self.queue.len() > length || now.saturating_sub(when) >= RETRY;
        if self.on_their_way.is_none() && !self.queue.is_empty() && due {
            self.tried = (self.queue.len(), now);
            self.on_their_way = Some((self.queue.len(), self.tray.append(self.queue.clone())));
            self.hear(patience);
        }
        let state = match &self.trouble {
            Some(trouble) => Recording::Failing(plain(trouble)),
            None => Recording::On,
        };
        if state == self.state || (self.queue.is_empty() && self.trouble.is_none() && self.tried.0 == 0) {
            return None;
        }
        self.state = state.clone();
        Some(state)
    }

    /// The uptime at which it wants to [`Recorder::commit`] again though nothing happens.
    pub fn retry_at(&self) -> Option<Duration> {
        match &self.on_their_way {
            Some(_) => Some(self.listened + LISTEN),
            None => (!self.queue.is_empty()).then(|| self.tried.1 + RETRY),
        }
    }

    /// The user leaves: what is complete ends here.
    pub fn end(&mut self) {
        self.leave();
        self.commit(self.tried.1 + RETRY);
        // Nobody waits for the next frame any more.
        self.hear(PATIENCE);
    }

    /// How many entries are not on record, and why; `None` where all of them are.
    pub fn unrecorded(&self) -> Option<(usize, &Trouble)> {
        self.trouble.as_ref().filter(|_| !self.queue.is_empty()).map(|trouble| (self.queue.len(), trouble))
    }

    /// The patient is gone from the screen.
    fn leave(&mut self) {
        let Some(current) = self.current.take().filter(|current| current.begun) else { return };
        let event = match (current.standing.is_complete(), &current.known.place) {
            (true, _) => Event::Ended(Finish::Recommended),
            (false, Some(Place::Recommendation)) => Event::Ended(Finish::Early),
            (false, _) => Event::Left,
        };
        let entry = current.entry(event);
        self.queue.push((current.interview, entry));
    }

    /// A patient whom the recorder does not know yet.
    fn meet(&mut self, app: &App, session: &Session) -> Option<Current> {
        let operator = session.visit.operator.clone();
        let standing = standing(&session.visit);
        let number = session.number;
        let record = session.visit.record.as_deref().and_then(InterviewId::parse);
        if let Some(interview) = record {
            // It is on record up to here. What is shown now is shown again.
            let known = known(app, session).not_shown();
            return Some(Current { number, interview, begun: true, early: Vec::new(), known, operator, standing });
        }
        let interview = match InterviewId::new() {
            Ok(interview) => interview,
            Err(trouble) => {
                self.trouble = Some(trouble);
                return None;
            }
        };
        let mut current =
            Current { number, interview, begun: false, early: Vec::new(), known: Known::default(), operator, standing };
        current.early.push(current.entry(Event::Began(Box::new(began(session, &self.tray)))));
        Some(current)
    }

    /// Waits for what is on its way.
    fn hear(&mut self, patience: Duration) {
        let Some((count, written)) = self.on_their_way.take() else { return };
        match written.recv_timeout(patience) {
            Ok(Ok(())) => {
                self.queue.drain(..count.min(self.queue.len()));
                // What was half typed meanwhile had nowhere to go.
                if let (Some(_), Some(current)) = (self.trouble.take(), &self.current) {
                    self.tray.keep_half(current.interview, current.known.half.clone());
                }
            }
            Ok(Err(trouble)) => self.trouble = Some(trouble),
            Err(RecvTimeoutError::Timeout) => {
                // It is not known yet whether what was wrong still is.
                self.trouble.get_or_insert(Trouble::Slow);
                self.on_their_way = Some((count, written));
            }
            Err(RecvTimeoutError::Disconnected) => self.trouble = Some(Trouble::Other("nobody writes".to_owned())),
        }
    }
}

impl Current {
    fn entry(&self, event: Event) -> Entry {
        Entry { at: Timestamp::now(), operator: self.operator.clone(), event, standing: self.standing.clone() }
    }
}

/// How the note left the program, where this says that it did.
pub(super) fn kept_by(input: &Input) -> Option<Kept> {
    match input {
        Input::Saved(_) => Some(Kept::Saved),
        Input::Printed => Some(Kept::Printed),
        _ => None,
    }
}

/// What the nurse is told of it.
pub fn plain(trouble: &Trouble) -> RecordTrouble {
    match trouble {
        Trouble::Full => RecordTrouble::Full,
        Trouble::ReadOnly => RecordTrouble::ReadOnly,
        Trouble::Busy => RecordTrouble::Busy,
        Trouble::Damaged(_) | Trouble::NoStore => RecordTrouble::Damaged,
        Trouble::Slow => RecordTrouble::Slow,
        Trouble::Missing => RecordTrouble::Other("the store is gone".to_owned()),
        trouble => RecordTrouble::Other(trouble.to_string()),
    }
}
