//! What the terminal reports, in the words of the screen.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Instant;

use crossterm::event::{self, KeyCode, KeyEvent, KeyModifiers};

use super::run::Message;
use crate::app::Key;

/// Reads the terminal on a thread of its own, which sleeps until something comes: no polling, and so no wake-up while
/// nobody presses a key.
///
/// `crossterm` must be built with `use-dev-tty`. Its other reader watches the terminal with edge-triggered events and
/// handles one of a batch: where a key and a resize arrive together it forgets the second until something else comes.
pub(super) fn read(outbox: Sender<Message>) -> io::Result<()> {
    thread::Builder::new().name("input".into()).spawn(move || {
        let farewell = Farewell(outbox);
        loop {
            let message = match event::read() {
                Ok(event) => Message::Event(event, Instant::now()),
                Err(error) => Message::Lost(error),
            };
            let last = matches!(message, Message::Lost(_));
            if farewell.0.send(message).is_err() || last {
                return;
            }
        }
    })?;
    Ok(())
}

/// Tells the loop when the reader is gone, even by a panic: nobody could type any more, least of all to leave.
struct Farewell(Sender<Message>);

impl Drop for Farewell {
    fn drop(&mut self) {
        let _ = self.0.send(Message::Lost(io::ErrorKind::BrokenPipe.into()));
    }
}

/// The one place where the terminal's keys become the screen's. `None` is a key that means nothing here.
///
/// Releases and repeats are not keys: Windows reports the first, and a held key must never count twice by a report that
/// says so. With Alt nothing is meant either. (A terminal sends Alt-n as Esc and n, so the two pressed quickly one after
/// the other arrive as Alt-n: dropping them answers nothing, where "n" might.)
pub fn key(event: &KeyEvent) -> Option<Key> {
    if !event.is_press() || !(event.modifiers - KeyModifiers::SHIFT - KeyModifiers::CONTROL).is_empty() {
        return None;
    }
    if event.modifiers.contains(KeyModifiers::CONTROL) {
        return match event.code {
            // Terminals that send Ctrl-H for Backspace are still about.
            KeyCode::Char('h' | 'H') => Some(Key::Backspace),
            KeyCode::Char(c) if c.is_ascii_alphabetic() => Some(Key::Ctrl(c.to_ascii_lowercase())),
            _ => None,
        };
    }
    Some(match event.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::F(n) => Key::F(n),
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyEventKind, KeyEventState};

    use super::*;

    fn check(code: KeyCode, modifiers: KeyModifiers, expected: Option<Key>) {
        assert_eq!(key(&KeyEvent::new(code, modifiers)), expected, "{code:?} {modifiers:?}");
    }

    #[test]
    fn shift_is_part_of_the_character() {
        check(KeyCode::Char('u'), KeyModifiers::NONE, Some(Key::Char('u')));
        check(KeyCode::Char('U'), KeyModifiers::SHIFT, Some(Key::Char('U')));
        check(KeyCode::Char('?'), KeyModifiers::SHIFT, Some(Key::Char('?')));
        check(KeyCode::Char('５'), KeyModifiers::NONE, Some(Key::Char('５')));
        check(KeyCode::BackTab, KeyModifiers::SHIFT, Some(Key::BackTab));
        check(KeyCode::Up, KeyModifiers::SHIFT, Some(Key::Up));
    }

    #[test]
    fn ctrl_goes_with_letters_only() {
        check(KeyCode::Char('c'), KeyModifiers::CONTROL, Some(Key::Ctrl('c')));
        check(KeyCode::Char('C'), KeyModifiers::CONTROL | KeyModifiers::SHIFT, Some(Key::Ctrl('c')));
        check(KeyCode::Char('h'), KeyModifiers::CONTROL, Some(Key::Backspace));
        check(KeyCode::Char('4'), KeyModifiers::CONTROL, None);
        check(KeyCode::Char(' '), KeyModifiers::CONTROL, None);
        check(KeyCode::Left, KeyModifiers::CONTROL, None);
        check(KeyCode::Enter, KeyModifiers::CONTROL, None);
    }

    #[test]
    fn alt_and_what_is_not_a_press_mean_nothing() {
        check(KeyCode::Char('y'), KeyModifiers::ALT, None);
        check(KeyCode::Char('c'), KeyModifiers::ALT | KeyModifiers::CONTROL, None);
        check(KeyCode::Char('y'), KeyModifiers::SUPER, None);
        check(KeyCode::Enter, KeyModifiers::ALT, None);
        for kind in [KeyEventKind::Release, KeyEventKind::Repeat] {
            let event =
                KeyEvent { code: KeyCode::Char('y'), modifiers: KeyModifiers::NONE, kind, state: KeyEventState::NONE };
            assert_eq!(key(&event), None, "{kind:?}");
        }
    }
}
