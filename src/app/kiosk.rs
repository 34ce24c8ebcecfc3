//! A kiosk: one questionnaire for ever, in a place where anybody may come by (COMMANDS.md, Kiosk).
//!
//! After a time without a key a countdown runs, and at its end everything about the patient is wiped. Where a red floor was
//! reached, the level and the act stay until staff dismiss them. Nothing leads out but the PIN.

use std::time::Duration;

use super::field::Field;
use super::guard::Verdict;
use super::keys::{self, Scene};
use super::{App, Effect, Key, Leave, Moment, Scroll};
use crate::export::emergency;
use crate::questionnaire::Level;
use crate::words::fill;

/// For so long the countdown runs, visibly, before everything is wiped.
const COUNTDOWN: Duration = Duration::from_secs(15);

/// So many wrong PINs are taken before one has to wait.
const TRIES: u32 = 3;

/// For so long one has to wait after that, and after each wrong one more.
const WAIT: Duration = Duration::from_secs(30);

/// And never longer.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// What a kiosk is begun with.
#[derive(Clone, Copy, Debug)]
pub struct KioskSetup {
    /// After so long without a key the countdown begins.
    pub idle: Duration,
    /// Whether there is a PIN. Without one nothing leads out, and Ctrl-L alone unlocks.
    pub has_pin: bool,
}

/// A kiosk's state.
#[derive(Debug)]
pub(super) struct Kiosk {
    setup: KioskSetup,
    /// When the last key came that counts.
    seen: Duration,
    /// The nurse was called away.
    locked: bool,
    /// The emergency that stays when all else is wiped.
    pub(super) held: Option<Scroll>,
    /// The emergency that this patient has reached, whatever was answered after it.
    reached: Option<Scroll>,
    /// The field for the PIN, and what it opens.
    gate: Option<(Gate, Field)>,
    /// Wrong PINs in a row.
    wrong: u32,
    /// Until then no PIN is taken.
    wait_until: Duration,
}

/// What the PIN opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gate {
    /// The way out of the program.
    Leave,
    /// The emergency that stays.
    Dismiss,
    /// The locked screen.
    Unlock,
}

impl Kiosk {
    pub(super) fn new(setup: KioskSetup, now: Duration) -> Kiosk {
        Kiosk {
            setup,
            seen: now,
            locked: false,
            held: None,
            reached: None,
            gate: None,
            wrong: 0,
            wait_until: Duration::ZERO,
        }
    }

    /// What lies over everything else, as far as keys are concerned.
    pub(super) fn scene(&self) -> Option<Scene> {
        match () {
            () if self.gate.is_some() => Some(Scene::Pin),
            () if self.locked => Some(Scene::Locked),
            () if self.held.is_some() => Some(Scene::Held),
            () => None,
        }
    }

    /// The field for the PIN as it is shown: a sign for each character.
    pub(super) fn pin(&self) -> Option<String> {
        self.gate.as_ref().map(|(_, field)| "*".repeat(field.text().chars().count()))
    }

    pub(super) fn has_pin(&self) -> bool {
        self.setup.has_pin
    }

    pub(super) fn is_locked(&self) -> bool {
        self.locked
    }
}

impl App {
    /// Whether this is a kiosk.
    pub fn is_kiosk(&self) -> bool {
        self.kiosk.is_some()
    }

    /// Up to when nothing happens unless a key is pressed: then the app wants to be told of the time
    /// ([`super::Input::Tick`]). Never, where nobody could see or lose anything.
    pub fn deadline(&self) -> Option<Duration> {
        let kiosk = self.kiosk.as_ref()?;
        if self.is_untouched() {
            return None;
        }
        let begins = kiosk.seen + kiosk.setup.idle;
        let since = self.now.uptime.checked_sub(begins);
        Some(match since {
            // On to the next whole second of the countdown.
            Some(since) if since < COUNTDOWN => begins + Duration::from_secs(since.as_secs() + 1),
            Some(_) => self.now.uptime,
            None => begins,
        })
    }

    /// Whether the countdown runs.
    pub fn counts_down(&self) -> bool {
        self.kiosk.as_ref().is_some_and(|kiosk| {
            !self.is_untouched() && !kiosk.locked && self.now.uptime >= kiosk.seen + kiosk.setup.idle
        })
    }

    /// Whether there is nothing of anybody: the start screen, or an emergency that stays.
    fn is_untouched(&self) -> bool {
        let Some(kiosk) = &self.kiosk else { return false };
        let (Some(session), Some(opened)) = (&self.session, &self.opened) else { return true };
        let at_start = session.scene() == Scene::Intro && self.sheets.is_empty();
        let begun_in = opened.tongue.translation.as_ref().map_or(&opened.plan.questionnaire, |it| &it.questionnaire);
        let at_start = at_start && begun_in.language == session.visit.questionnaire().language;
        kiosk.gate.is_none() && !kiosk.locked && (kiosk.held.is_some() || at_start)
    }

    /// Time passed: the countdown begins or goes on, or everything is wiped.
    pub(super) fn tick(&mut self, now: Moment) -> Effect {
        self.now = now;
        let Some(kiosk) = &self.kiosk else { return Effect::None };
        let since = now.uptime.checked_sub(kiosk.seen + kiosk.setup.idle);
        match since {
            _ if self.is_untouched() => Effect::None,
            Some(since) if since >= COUNTDOWN => self.wipe(),
            Some(since) if !kiosk.locked => {
                let left = COUNTDOWN.as_secs() - since.as_secs();
                self.said = Some(fill(self.words.kiosk_idle, &[("seconds", &left)]));
                Effect::None
            }
            _ => Effect::None,
        }
    }

    /// A key in a kiosk, before anything else; `None` where it goes on to what is shown.
    pub(super) fn press_in_kiosk(&mut self, key: Key) -> Option<Effect> {
        let counting = self.counts_down();
        // What came after the countdown is for the next patient.
        if self.kiosk.is_some() && self.tick(self.now) == Effect::Wipe {
            return Some(Effect::Wipe);
        }
        let uptime = self.now.uptime;
        let too_small = self.needs(self.size).is_some();
        let kiosk = self.kiosk.as_mut()?;
        if !kiosk.locked {
            kiosk.seen = uptime;
        }
        if counting {
            // It stops the countdown, and is no answer to what it hid; nor is its repetition, if it is held.
            self.said = None;
            self.guard.stepped(key, uptime);
            return Some(Effect::None);
        }
        self.said = None;
        // What cannot be seen is not opened, dismissed or unlocked.
        if too_small && kiosk.scene().is_some() {
            return Some(Effect::None);
        }
        // Locking and unlocking with one key: held down it does one of the two.
        if key == Key::Ctrl('l') && self.guard.judge(key, uptime) != Verdict::Pass {
            return Some(Effect::None);
        }
        match kiosk.scene() {
            Some(Scene::Pin) => Some(self.press_at_gate(key)),
            Some(Scene::Locked) => Some(self.press_locked(key)),
            Some(_) => Some(self.press_held(key)),
            None if key == Key::Ctrl('l') => {
                kiosk.locked = true;
                self.before = None;
                self.guard.stepped(key, uptime);
                Some(Effect::None)
            }
            None => None,
        }
    }

    /// A key in the field for the PIN.
    fn press_at_gate(&mut self, key: Key) -> Effect {
        let (w, uptime) = (self.words, self.now.uptime);
        let Some(kiosk) = &mut self.kiosk else { return Effect::None };
        let Some((_, field)) = &mut kiosk.gate else { return Effect::None };
        match key {
            Key::Esc => kiosk.gate = None,
            Key::Enter if uptime < kiosk.wait_until => {
                let seconds = (kiosk.wait_until - uptime).as_secs() + 1;
                self.said = Some(fill(w.kiosk_wait, &[("seconds", &seconds)]));
            }
            Key::Enter if field.is_empty() => {}
            Key::Enter => return Effect::CheckPin(field.text().to_owned()),
            Key::Char(c) => field.put(c),
            key => {
                field.edit(key);
            }
        }
        Effect::None
    }

    /// A key on a locked screen: the first of the PIN, or where there is none the one that unlocks.
    fn press_locked(&mut self, key: Key) -> Effect {
        let uptime = self.now.uptime;
        let Some(kiosk) = &mut self.kiosk else { return Effect::None };
        if kiosk.setup.has_pin {
            let mut field = Field::default();
            if let Key::Char(c) = key {
                field.put(c);
            }
            kiosk.gate = Some((Gate::Unlock, field));
        } else if key == Key::Ctrl('l') {
            kiosk.locked = false;
            kiosk.seen = uptime;
            self.guard.stepped(key, uptime);
        }
        Effect::None
    }

    /// A key on an emergency that stays.
    fn press_held(&mut self, key: Key) -> Effect {
        let Some(kiosk) = &mut self.kiosk else { return Effect::None };
        // What does not fit on a small screen can still be read.
        let scrolls = keys::command(key, Scene::HandOver)
            .is_some_and(|command| kiosk.held.as_mut().is_some_and(|held| held.scroll(command)));
        match (key, kiosk.setup.has_pin) {
            _ if scrolls => {}
            (Key::Enter | Key::Char('q') | Key::Ctrl('c'), true) => {
                kiosk.gate = Some((Gate::Dismiss, Field::default()));
            }
            (Key::Ctrl('l'), false) => kiosk.held = None,
            _ => self.said = Some(self.words.kiosk_held.to_owned()),
        }
        Effect::None
    }

    /// The way out of a kiosk: by the PIN, where there is one.
    pub(super) fn leave_kiosk(&mut self) -> Effect {
        let w = self.words;
        if let Some(kiosk) = &mut self.kiosk {
            match kiosk.setup.has_pin {
                true => kiosk.gate = Some((Gate::Leave, Field::default())),
                false => self.said = Some(w.kiosk_no_way_out.to_owned()),
            }
        }
        Effect::None
    }

    /// Whether the PIN was right.
    pub(super) fn pin_checked(&mut self, right: bool) -> Effect {
        let w = self.words;
        let uptime = self.now.uptime;
        let Some(kiosk) = &mut self.kiosk else { return Effect::None };
        let Some((gate, field)) = &mut kiosk.gate else { return Effect::None };
        if !right {
            field.clear();
            kiosk.wrong += 1;
            if kiosk.wrong >= TRIES {
                // Not longer and longer: whoever types at random must not shut staff out.
                kiosk.wait_until = uptime + (WAIT * (kiosk.wrong + 1 - TRIES)).min(LONGEST_WAIT);
            }
            self.said = Some(match kiosk.wait_until.saturating_sub(uptime).as_secs() {
                0 => w.kiosk_wrong.to_owned(),
                seconds => fill(w.kiosk_wait, &[("seconds", &seconds)]),
            });
            return Effect::None;
        }
        let gate = *gate;
        (kiosk.gate, kiosk.wrong, kiosk.seen) = (None, 0, uptime);
        // The Enter that confirmed it, if it is held, is no answer to what it opens.
        self.guard.stepped(Key::Enter, uptime);
        match gate {
            Gate::Leave => Effect::Leave(Leave::Done),
            Gate::Unlock => {
                kiosk.locked = false;
                Effect::None
            }
            Gate::Dismiss => {
                kiosk.held = None;
                Effect::Wipe
            }
        }
    }

    /// Keeps the emergency that the patient has reached: an answer that is changed afterwards does not make it never to have
    /// been.
    pub(super) fn latch(&mut self) {
        let (Some(kiosk), Some(session)) = (&mut self.kiosk, &self.session) else { return };
        let outcome = session.visit.interview.outcome();
        if kiosk.reached.is_none() && (outcome.floor == Some(Level::Red) || outcome.inconsistent.is_some()) {
            kiosk.reached = Some(Scroll::new(emergency(&session.visit)));
        }
    }

    /// Forgets everything about the patient, here and outside. An emergency stays, as level and act alone.
    pub(super) fn wipe(&mut self) -> Effect {
        self.latch();
        (self.session, self.before, self.said, self.reference) = (None, None, None, None);
        self.sheets.clear();
        self.guard.forget();
        if let Some(opened) = self.opened.take() {
            self.begin(opened, false);
        }
        if let Some(kiosk) = &mut self.kiosk {
            let held = kiosk.reached.take().or(kiosk.held.take());
            *kiosk = Kiosk {
                held,
                wrong: kiosk.wrong,
                wait_until: kiosk.wait_until,
                ..Kiosk::new(kiosk.setup, self.now.uptime)
            };
        }
        Effect::Wipe
    }
}
