//! The store at work: a thread of its own writes to it, so that what is typed never waits for the disk.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::record::{Content, Entry, Half, InterviewId, Store, Trouble};

/// What is half typed is written so long after the first key that changed it: well within a second, and seldom enough that
/// the disk rests while somebody types.
const HALF_AFTER: Duration = Duration::from_millis(300);

/// So long the store is waited for where something of it is wanted, or at the end. A disk that hangs is not to hang the
/// screen, nor the shell afterwards.
const PATIENCE: Duration = Duration::from_secs(5);

/// The store's thread.
#[derive(Debug)]
pub struct Keeper {
    tray: Tray,
    thread: Option<JoinHandle<()>>,
}

/// What the store's thread does; clones of it have jobs done, too.
#[derive(Clone, Debug)]
pub struct Tray {
    jobs: Sender<Job>,
    /// The names of the contents that interviews begin with, by fingerprint.
    contents: Rc<RefCell<HashMap<String, String>>>,
}

/// The way to hear whether entries are on the disk.
pub(super) type Written = Receiver<Result<(), Trouble>>;

enum Job {
    /// Append these, and say when they are on the disk.
    Append(Vec<(InterviewId, Entry)>, Sender<Result<(), Trouble>>),
    /// Keep this as half typed, when there is time.
    Half(InterviewId, Half),
    /// Keep this content, so that an interview can begin with it.
    Hold(Content),
    /// Something that needs an answer.
    Ask(Box<dyn FnOnce(&mut Store) + Send>),
    /// Nothing more; say when the store is closed.
    Stop(Sender<()>),
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Job::Append(..) => "Append",
            Job::Half(..) => "Half",
            Job::Hold(_) => "Hold",
            Job::Ask(_) => "Ask",
            Job::Stop(_) => "Stop",
        })
    }
}

impl Keeper {
    /// Hands the store to a thread of its own.
    pub fn start(store: Store) -> std::io::Result<Keeper> {
        let (jobs, inbox) = mpsc::channel();
        let thread = thread::Builder::new().name("records".to_owned()).spawn(move || work(store, &inbox))?;
        Ok(Keeper { tray: Tray { jobs, contents: Rc::default() }, thread: Some(thread) })
    }

    /// Somewhere to leave jobs.
    pub fn tray(&self) -> Tray {
        self.tray.clone()
    }
}

/// Waits until everything is written that was left to be, unless the disk hangs.
impl Drop for Keeper {
    fn drop(&mut self) {
        let (sender, stopped) = mpsc::channel();
        let _ = self.tray.jobs.send(Job::Stop(sender));
        if !matches!(stopped.recv_timeout(PATIENCE), Err(RecvTimeoutError::Timeout))
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

impl Tray {
    /// Has entries appended.
    pub(super) fn append(&self, entries: Vec<(InterviewId, Entry)>) -> Written {
        let (sender, receiver) = mpsc::channel();
        let _ = self.jobs.send(Job::Append(entries, sender));
        receiver
    }

    /// Has what is half typed kept.
    pub(super) fn keep_half(&self, interview: InterviewId, half: Half) {
        let _ = self.jobs.send(Job::Half(interview, half));
    }

    /// Has content kept. Interviews with the questionnaire of that fingerprint begin with it from here on.
    pub fn hold(&self, fingerprint: &str, content: Content) {
        self.contents.borrow_mut().insert(fingerprint.to_owned(), content.name());
        let _ = self.jobs.send(Job::Hold(content));
    }

    /// What the content is called with which interviews of that fingerprint begin.
    pub(super) fn content_of(&self, fingerprint: &str) -> String {
        self.contents.borrow().get(fingerprint).cloned().unwrap_or_default()
    }

    /// Asks the store something and waits for the answer, though not for ever. What nobody waits for any more is not begun.
    pub fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Store) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (sender, receiver) = mpsc::channel();
        let given_up = Arc::new(AtomicBool::new(false));
        let unwanted = Arc::clone(&given_up);
        let job = move |store: &mut Store| {
            if !unwanted.load(Ordering::SeqCst) {
                let _ = sender.send(question(store));
            }
        };
        let _ = self.jobs.send(Job::Ask(Box::new(job)));
        receiver.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            given_up.store(true, Ordering::SeqCst);
            Err(Trouble::Slow)
        })
    }
}

fn work(mut store: Store, inbox: &Receiver<Job>) {
    let mut held: Vec<Content> = Vec::new();
    let mut half: Option<(InterviewId, Half, Instant)> = None;
    loop {
        let job = match &half {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some((.., due)) => inbox.recv_timeout(due.saturating_duration_since(Instant::now())),
        };
        match job {
            Ok(Job::Append(entries, written)) => {
                // With the entries that ended it goes what is half typed now: it costs the disk nothing more.
                let with = half.as_ref().map(|(interview, text, _)| (*interview, text));
                let result = keep_contents(&mut store, &mut held).and_then(|()| store.append_with(&entries, with));
                if result.is_ok() {
                    half = None;
                }
                let _ = written.send(result);
            }
            Ok(Job::Half(interview, text)) => {
                match half.take() {
                    // Of another interview: that one is not to be lost for this.
                    Some((other, text, _)) if other != interview => {
                        let _ = store.keep_half(other, &text);
                    }
                    Some((_, _, due)) => {
                        half = Some((interview, text, due));
                        continue;
                    }
                    None => {}
                }
                half = Some((interview, text, Instant::now() + HALF_AFTER));
            }
            Ok(Job::Hold(content)) => {
                held.push(content);
                // Where it fails now it is tried again before the interview that needs it.
                let _ = keep_contents(&mut store, &mut held);
            }
            Ok(Job::Ask(question)) => {
                keep_half(&mut store, &mut half);
                question(&mut store);
            }
            Err(RecvTimeoutError::Timeout) => keep_half(&mut store, &mut half),
            Ok(Job::Stop(stopped)) => {
                keep_half(&mut store, &mut half);
                drop(store);
                let _ = stopped.send(());
                return;
            }
            Err(RecvTimeoutError::Disconnected) => return keep_half(&mut store, &mut half),
        }
    }
}

/// Keeps what is half typed. Where it fails it is no answer that is lost, and it is told again with the next key.
fn keep_half(store: &mut Store, half: &mut Option<(InterviewId, Half, Instant)>) {
    if let Some((interview, text, _)) = half.take() {
        let _ = store.keep_half(interview, &text);
    }
}

/// Keeps what is not kept yet.
fn keep_contents(store: &mut Store, held: &mut Vec<Content>) -> Result<(), Trouble> {
    while let Some(content) = held.last() {
        store.keep_content(content)?;
        held.pop();
    }
    Ok(())
}
