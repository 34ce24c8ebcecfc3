//! The signals that end, suspend and continue the program, and a terminal that goes away.

use std::io::{self, PipeReader, Read};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::flag;
use signal_hook::low_level::pipe;

use super::run::{INTERRUPTED, Message};
use super::terminal::restore;

/// The signals that are caught. Some mean the same.
const CAUGHT: [(i32, Meaning); 7] = [
    (SIGHUP, Meaning::Stop),
    (SIGINT, Meaning::Stop),
    (SIGQUIT, Meaning::Stop),
    (SIGTERM, Meaning::Stop),
    (SIGTSTP, Meaning::Suspend),
    (SIGCONT, Meaning::Continued),
    // The reader tells of new sizes as well, but of none that came before it had begun to read.
    (SIGWINCH, Meaning::Resized),
];

/// What a signal wants.
#[derive(Clone, Copy)]
enum Meaning {
    Stop,
    Suspend,
    Continued,
    Resized,
}

/// The signals that were caught and not yet told of.
pub(super) struct Signals {
    /// Has something to read when a signal came.
    bell: PipeReader,
    /// Which it was.
    came: Vec<(Meaning, Arc<AtomicBool>)>,
}

/// Catches them. From the return of this on none ends the program with the terminal taken: it waits for [`watch`].
pub(super) fn catch() -> io::Result<Signals> {
    let (bell, rope) = io::pipe()?;
    let mut came = Vec::new();
    for (signal, meaning) in CAUGHT {
        let raised = Arc::new(AtomicBool::new(false));
        // In this order, so that whoever hears the bell finds who rang it.
        flag::register(signal, Arc::clone(&raised))?;
        pipe::register(signal, rope.try_clone()?)?;
        came.push((meaning, raised));
    }
    Ok(Signals { bell, came })
}

/// Tells of those that were caught, from a thread of its own, which sleeps until one comes.
pub(super) fn watch(mut signals: Signals, outbox: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("signals".into()).spawn(move || {
        let mut asked_to_stop = false;
        while let Ok(news) = next(&mut signals) {
            for message in news {
                if matches!(message, Message::Stop) && asked_to_stop {
                    // The loop did not come round to the first one: it is stuck, and the user wants out.
                    restore();
                    process::exit(INTERRUPTED.into());
                }
                asked_to_stop |= matches!(message, Message::Stop);
                let last = matches!(message, Message::Lost(_));
                if outbox.send(message).is_err() || last {
                    return;
                }
            }
        }
    })?;
    Ok(())
}

/// Sleeps until there is something to tell.
fn next(signals: &mut Signals) -> io::Result<Vec<Message>> {
    // Of the terminal we want to know only that it hung up. A hang-up comes as a signal too, but only to the terminal's
    // own session; without it the reader would spin on the end of its input for ever.
    let stdin = io::stdin();
    let mut watched = [PollFd::new(&signals.bell, PollFlags::IN), PollFd::new(&stdin, PollFlags::empty())];
    match poll(&mut watched, None) {
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Ok(Vec::new()),
        Err(error) => return Err(error.into()),
    }
    let rung = watched[0].revents().contains(PollFlags::IN);
    let gone = watched[1].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
    if rung {
        // Does not wait: there is something. What it is does not matter.
        let _ = signals.bell.read(&mut [0; 64])?;
    }
    let came = signals.came.iter().filter(|(_, raised)| raised.swap(false, Ordering::SeqCst));
    let mut news: Vec<Message> = came
        .map(|(meaning, _)| match meaning {
            Meaning::Stop => Message::Stop,
            Meaning::Suspend => Message::Suspend,
            Meaning::Continued => Message::Continued,
            Meaning::Resized => Message::Resized,
        })
        .collect();
    if gone {
        news.push(Message::Lost(io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(news)
}

/// Stops this process and what it was started with (a script, `sudo`), as the terminal itself would; returns when
/// continued. It is SIGSTOP because SIGTSTP would only come back to [`watch`].
pub(super) fn stop() -> io::Result<()> {
    Ok(kill_current_process_group(Signal::STOP)?)
}

/// Whether there is a shell that could continue us. Where we are in the group of the session's leader (`xterm -e`,
/// `ssh -t host redflag`) there is none, and stopping would hang the terminal and lose the interview.
pub(super) fn can_be_continued() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}
