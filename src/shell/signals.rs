//! The signals that end, suspend and continue the program, and a terminal that goes away.

use std::io;
use std::os::unix::net::UnixStream;
use std::process;
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::run::{INTERRUPTED, Message};
use super::terminal::restore;

/// The signals that were caught and not yet told of.
pub(super) type Signals = SignalDelivery<UnixStream, SignalOnly>;

/// Catches them. From the return of this on none ends the program with the terminal taken: it waits for [`watch`].
pub(super) fn catch() -> io::Result<Signals> {
    let (read, write) = UnixStream::pair()?;
    Signals::with_pipe(read, write, SignalOnly, [SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH])
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
    let gone = {
        let stdin = io::stdin();
        let mut watched = [PollFd::new(signals.get_read(), PollFlags::IN), PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) => watched[1].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            Err(rustix::io::Errno::INTR) => false,
            Err(error) => return Err(error.into()),
        }
    };
    let mut news: Vec<Message> = signals
        .pending()
        .map(|signal| match signal {
            SIGCONT => Message::Continued,
            SIGTSTP => Message::Suspend,
            // The reader tells of new sizes as well, but of none that came before it had begun to read.
            SIGWINCH => Message::Resized,
            _ => Message::Stop,
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
