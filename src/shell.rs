//! The outside world: the terminal, its keys and signals, files, the clock. Everything here can fail; nothing here
//! knows what a question is.
//!
//! Start at [`run()`]: it drives anything that is a [`Screen`] until that is left. [`Session`] is what gives the terminal
//! back as it was, however the program ends.

mod clock;
mod colours;
mod input;
mod keeper;
pub mod library;
mod locale;
mod pin;
mod plain;
mod print;
mod recorder;
mod run;
mod save;
mod secret;
#[cfg(unix)]
mod signals;
mod terminal;
mod watch;

pub use clock::Clock;
pub use colours::{ColourChoice, colours, ground, insist_on_colours};
pub use input::key;
pub use keeper::{Keeper, Tray};
pub use locale::language;
pub use pin::{Pin, make_pin};
pub use plain::run_plain;
pub use print::{has_printer, print};
pub use recorder::{Recorder, plain as plain_trouble};
pub use run::{Ask, Ending, INTERRUPTED, Loader, Screen, Shown, is_a_terminal, run};
pub use save::{replace, save_new};
pub use secret::{NEW_PASSPHRASE_FILE, PASSPHRASE_FILE, Purpose, is_asked, keep_memory_private, own_store, secret};
pub use terminal::{Canvas, Session, restore};
pub use watch::Watch;
