//! The loop of plain mode: lines in, lines out, nothing else. No escape codes: what reads it may be no terminal at all.

use std::io::{self, BufRead as _, Write as _};
use std::path::Path;

use super::clock::Clock;
use super::print::print as to_printer;
use super::recorder::{Recorder, kept_by};
use super::run::{Ask, Ending, Loader};
use super::save::save_new;
use crate::app::plain::{Heard, Plain};
use crate::app::{Effect, Input, Setup};

/// The longest line that is taken. Nobody types so much, and a file that has no line ends must not fill the memory.
const LONGEST: usize = 64 * 1024;

/// Runs the interview in lines until it is left or the input ends.
pub fn run_plain(setup: Setup, clock: &Clock, recorder: Option<&mut Recorder>, load: &mut Loader<'_>) -> Ending {
    let (plain, first) = Plain::new(setup);
    let mut talk = Talk { plain, recorder, load };
    let ending = talk.talk(first, clock).unwrap_or_else(Ending::Lost);
    if let (Ending::Left(_), Some(recorder)) = (&ending, &mut talk.recorder) {
        recorder.end();
    }
    ending
}

struct Talk<'a, 'o> {
    plain: Plain,
    recorder: Option<&'a mut Recorder>,
    load: &'a mut Loader<'o>,
}

impl Talk<'_, '_> {
    fn talk(&mut self, first: Heard, clock: &Clock) -> io::Result<Ending> {
        let mut ending = self.settle(first, clock)?;
        let mut input = io::stdin().lock();
        loop {
            if let Some(ending) = ending {
                return Ok(ending);
            }
            print("> ")?;
            let mut line = Vec::new();
            let read = io::Read::take(&mut input, LONGEST as u64).read_until(b'\n', &mut line)?;
            let whole = line.last() == Some(&b'\n');
            // A line that breaks off is what came before something went wrong, and no answer.
            if !whole && read < LONGEST {
                let (text, leave) = self.plain.end();
                print(&format!("\n{text}"))?;
                return Ok(Ending::Left(leave));
            }
            let heard = if whole {
                self.plain.hear(&String::from_utf8_lossy(&line), clock.now())
            } else {
                input.skip_until(b'\n')?;
                self.plain.refuse_long_line()
            };
            ending = self.settle(heard, clock)?;
        }
    }

    /// Says what there is to say and does what is asked, which may lead to more to say.
    fn settle(&mut self, mut heard: Heard, clock: &Clock) -> io::Result<Option<Ending>> {
        loop {
            let unrecorded = self.record(clock);
            let input = match heard.effect {
                // Neither a kiosk nor anything that takes a terminal's codes is held in lines.
                Effect::None | Effect::Suspend | Effect::Copy(_) | Effect::CheckPin(_) | Effect::Wipe => {
                    print(&heard.text)?;
                    match unrecorded {
                        Some(input) => input,
                        None => return Ok(None),
                    }
                }
                Effect::Leave(leave) => {
                    return Ok(Some(Ending::Left(leave)));
                }
                // What is loaded or saved is said in place of what was before.
                Effect::Open(entry) => (self.load)(Ask::Open(entry)),
                Effect::Speak(tag) => (self.load)(Ask::Speak(tag)),
                Effect::Record(ask) => (self.load)(Ask::Record(ask)),
                Effect::Save { name, text } => match save_new(Path::new("."), &name, &text) {
                    Ok(path) => Input::Saved(path.display().to_string()),
                    Err(why) => Input::NotSaved(why),
                },
                Effect::Print { text } => match to_printer(&text) {
                    Ok(()) => Input::Printed,
                    Err(why) => Input::NotPrinted(why),
                },
            };
            let kept = kept_by(&input);
            heard = self.plain.learn(input);
            if let (Some(kept), Some(recorder)) = (kept, &mut self.recorder) {
                recorder.kept(self.plain.app(), kept);
            }
        }
    }

    /// Puts on record what happened, before it is said; what is to be told of how that went.
    fn record(&mut self, clock: &Clock) -> Option<Input> {
        let recorder = self.recorder.as_mut()?;
        recorder.follow(self.plain.app());
        recorder.commit(clock.now().uptime).map(Input::Recording)
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
