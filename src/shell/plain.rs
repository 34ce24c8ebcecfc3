//! The loop of plain mode: lines in, lines out, nothing else. No escape codes: what reads it may be no terminal at all.

use std::io::{self, BufRead as _, Write as _};
use std::path::Path;

use super::clock::Clock;
use super::print::print as to_printer;
use super::run::{Ask, Ending, Loader};
use super::save::save_new;
use crate::app::plain::{Heard, Plain};
use crate::app::{Effect, Input, Setup};

/// The longest line that is taken. Nobody types so much, and a file that has no line ends must not fill the memory.
const LONGEST: usize = 64 * 1024;

/// Runs the interview in lines until it is left or the input ends.
pub fn run_plain(setup: Setup, clock: &Clock, load: &mut Loader<'_>) -> Ending {
    talk(setup, clock, load).unwrap_or_else(Ending::Lost)
}

fn talk(setup: Setup, clock: &Clock, load: &mut Loader<'_>) -> io::Result<Ending> {
    let (mut plain, first) = Plain::new(setup);
    let mut ending = settle(&mut plain, first, load)?;
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
            let (text, leave) = plain.end();
            print(&format!("\n{text}"))?;
            return Ok(Ending::Left(leave));
        }
        let heard = if whole {
            plain.hear(&String::from_utf8_lossy(&line), clock.now())
        } else {
            input.skip_until(b'\n')?;
            plain.refuse_long_line()
        };
        ending = settle(&mut plain, heard, load)?;
    }
}

/// Says what there is to say and does what is asked, which may lead to more to say.
fn settle(plain: &mut Plain, mut heard: Heard, load: &mut Loader<'_>) -> io::Result<Option<Ending>> {
    loop {
        let input = match heard.effect {
            // Neither a kiosk nor anything that takes a terminal's codes is held in lines.
            Effect::None | Effect::Suspend | Effect::Copy(_) | Effect::CheckPin(_) | Effect::Wipe => {
                print(&heard.text)?;
                return Ok(None);
            }
            Effect::Leave(leave) => {
                return Ok(Some(Ending::Left(leave)));
            }
            // What is loaded or saved is said in place of what was before.
            Effect::Open(entry) => load(Ask::Open(entry)),
            Effect::Speak(tag) => load(Ask::Speak(tag)),
            Effect::Save { name, text } => match save_new(Path::new("."), &name, &text) {
                Ok(path) => Input::Saved(path.display().to_string()),
                Err(why) => Input::NotSaved(why),
            },
            Effect::Print { text } => match to_printer(&text) {
                Ok(()) => Input::Printed,
                Err(why) => Input::NotPrinted(why),
            },
        };
        heard = plain.learn(input);
    }
}

fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
