//! The key guard: a held key answers one question, no more.
//!
//! Terminals send a held key as presses some 30 ms apart after a first pause of 250 to 660 ms. The first press answers;
//! the second, after the pause, looks like a deliberate one and answers the next question; only the third, so soon
//! after, shows that the key was held all along. Then the second answer is taken back.

use std::time::Duration;

use super::input::Key;

/// What to do with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is meant.
    Pass,
    /// It is a key that is held down.
    Ignore,
    /// It is a key that is held down, and so was the press that took the last step.
    TakeBack,
}

/// Watches for held keys. A step is what moves the interview on: an answer, or leaving a screen that must be read.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    quiet: Duration,
    step: Option<Step>,
}

/// The last step, as long as no other key came.
#[derive(Clone, Debug)]
struct Step {
    key: Key,
    /// When that key was last pressed and not let through.
    seen: Duration,
    /// Whether the same key took the step before this one, too.
    again: bool,
}

impl Guard {
    /// A guard that waits for so long a silence; zero is off.
    pub(super) fn new(quiet: Duration) -> Guard {
        Guard { quiet, step: None }
    }

    /// The silence that it waits for.
    pub(super) fn quiet(&self) -> Duration {
        self.quiet
    }

    /// Judges a key that comes at this time since the start.
    pub(super) fn judge(&mut self, key: Key, now: Duration) -> Verdict {
        match &mut self.step {
            Some(step) if step.key == key => {
                if now.saturating_sub(step.seen) >= self.quiet {
                    return Verdict::Pass;
                }
                step.seen = now;
                if std::mem::take(&mut step.again) { Verdict::TakeBack } else { Verdict::Ignore }
            }
            _ => {
                self.step = None;
                Verdict::Pass
            }
        }
    }

    /// Forgets every key.
    pub(super) fn forget(&mut self) {
        self.step = None;
    }

    /// Whether a step by this key could turn out to be a held key's.
    pub(super) fn follows(&self, key: Key) -> bool {
        self.step.as_ref().is_some_and(|step| step.key == key)
    }

    /// The key took a step.
    pub(super) fn stepped(&mut self, key: Key, now: Duration) {
        let again = self.follows(key);
        self.step = Some(Step { key, seen: now, again });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: Key = Key::Char('n');
    const Y: Key = Key::Char('y');

    /// Feeds presses, each of which would answer a question; returns how many answers stand at the end.
    fn answers(quiet: u64, presses: &[(Key, u64)]) -> i32 {
        let mut guard = Guard::new(Duration::from_millis(quiet));
        let mut answers = 0;
        for &(key, at) in presses {
            let at = Duration::from_millis(at);
            match guard.judge(key, at) {
                Verdict::Pass => {
                    guard.stepped(key, at);
                    answers += 1;
                }
                Verdict::Ignore => {}
                Verdict::TakeBack => answers -= 1,
            }
        }
        answers
    }

    fn held(key: Key, from: u64, pause: u64, every: u64, presses: u64) -> Vec<(Key, u64)> {
        let repeats = (0..presses - 1).map(|i| (key, from + pause + i * every));
        std::iter::once((key, from)).chain(repeats).collect()
    }

    #[test]
    fn a_held_key_answers_one_question_at_any_common_rate() {
        for pause in [200, 250, 400, 500, 660, 1000] {
            for every in [10, 20, 25, 30, 33, 40, 50, 66] {
                assert_eq!(answers(80, &held(N, 0, pause, every, 60)), 1, "{pause} then every {every}");
            }
        }
    }

    #[test]
    fn letting_go_and_holding_again_answers_one_more() {
        let mut presses = held(N, 0, 500, 30, 40);
        presses.extend(held(N, 5000, 500, 30, 40));
        assert_eq!(answers(80, &presses), 2);
    }

    #[test]
    fn single_presses_all_count() {
        for (presses, expected) in [
            (vec![(N, 0), (N, 150), (N, 300)], 3),
            (vec![(N, 0), (Y, 1), (N, 2), (Y, 3)], 4),
            (vec![(N, 0), (N, 10)], 1),
            (vec![(N, 0), (N, 79), (N, 158), (N, 237)], 1),
            (vec![(N, 0), (N, 80)], 2),
        ] {
            assert_eq!(answers(80, &presses), expected, "{presses:?}");
        }
    }

    #[test]
    fn an_answer_is_taken_back_only_where_the_same_key_gave_the_one_before() {
        // Another key between shows that this one was let go.
        assert_eq!(answers(80, &[(N, 0), (Y, 400), (N, 800), (N, 810)]), 3);
        assert_eq!(answers(80, &[(N, 0), (N, 400), (N, 430), (N, 460)]), 1);
    }

    #[test]
    fn off_is_off() {
        assert_eq!(answers(0, &held(N, 0, 300, 30, 10)), 10);
    }
}
