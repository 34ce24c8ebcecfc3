//! The screen as a state machine: [`App::update`] takes an [`Input`] and returns an [`Effect`]. No ratatui, no
//! crossterm, no clock, no I/O.

mod input;

pub use input::{Effect, Input, Key, Leave, Moment, Opened, Size};
