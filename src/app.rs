//! The screen as a state machine: [`App::update`] takes an [`Input`] and returns an [`Effect`]. No ratatui, no
//! crossterm, no clock, no I/O.
//!
//! An [`App`] is the picker or one patient ([`Session`]), with sheets ([`Sheet`]) over it; the topmost has the keys. A
//! key becomes a [`keys::Command`] by the one table in [`keys`], and what follows from an answer is the interview's
//! business: nothing here knows how branching works.

mod board;
mod field;
mod find;
mod guard;
mod input;
pub mod keys;
mod kiosk;
pub mod layout;
mod obey;
mod pages;
pub mod plain;
mod question;
mod recording;
mod records;
mod scroll;
mod session;
mod sheet;
mod why;

use std::time::Duration;

use board::Item;
use guard::{Guard, Verdict};
use keys::{Command, Scene};
use kiosk::Kiosk;
use layout::{Density, LEAST, Layout};
use session::{By, Place};
use sheet::Sheet;

use crate::questionnaire::{Level, Status};
use crate::words::{Words, fill, rank};

pub use board::Board;
pub use input::{Effect, Input, Key, Leave, Moment, NotPrinted, NotSaved, Opened, SaveTrouble, Size};
pub use kiosk::KioskSetup;
pub use recording::{
    Half, HalfAnswer, Past, PastState, RecordAsk, RecordReply, RecordTrouble, Recording, Resumed, Spot, Writing,
};
pub use scroll::Scroll;
pub use session::Session;

/// What an [`App`] begins with.
#[derive(Debug)]
pub struct Setup {
    /// What can be picked; empty where one questionnaire is run and there is no picker.
    pub entries: Vec<Entry>,
    /// The questionnaire to begin with; `None` begins in the picker.
    pub opened: Option<Opened>,
    /// Whether `opened` is only the header of the first thing that can be opened, shown while the rest is loaded: it takes
    /// no key, and asks for [`Effect::Open`] as soon as it has a size.
    pub cover: bool,
    /// What the first patient is called in the outputs.
    pub reference: Option<String>,
    /// Who asks, where that was said.
    pub operator: Option<String>,
    /// Whether it is being recorded.
    pub recording: Recording,
    /// The interviews that were not finished: they are offered first.
    pub unfinished: Vec<Past>,
    /// The language to begin in.
    pub words: &'static Words,
    /// For so long a key must be quiet after it answered; zero is off.
    pub key_guard: Duration,
    /// Set in a kiosk.
    pub kiosk: Option<KioskSetup>,
    /// Whether large letters can be drawn.
    pub large: bool,
    /// Whether there is a program to print with.
    pub printer: bool,
    /// Now.
    pub now: Moment,
}

/// A questionnaire in the picker.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it is about.
    pub title: String,
    /// Its version.
    pub version: String,
    /// For whom it is written.
    pub audience: String,
    /// `built-in`, or the folder it comes from.
    pub origin: String,
    /// Whether its clinical review is past.
    pub overdue: bool,
}

/// The screen.
#[derive(Debug)]
pub struct App {
    entries: Vec<Entry>,
    picked: usize,
    opened: Option<Opened>,
    /// Whether what is open is only a cover, see [`Setup`].
    cover: bool,
    session: Option<Session>,
    sheets: Vec<Sheet>,
    said: Option<String>,
    reference: Option<String>,
    operator: Option<String>,
    recording: Recording,
    /// Whether the store does not have an earlier patient yet.
    behind: bool,
    /// How many patients there were.
    patients: u64,
    /// The language of the screen.
    words: &'static Words,
    guard: Guard,
    /// Whether large letters can be drawn.
    large: bool,
    /// Whether there is a program to print with.
    printer: bool,
    /// Set in a kiosk.
    kiosk: Option<Kiosk>,
    /// Set while a key is obeyed that takes a step, see [`Guard`].
    stepped: bool,
    /// What was before the last step, where that step may be a held key's.
    before: Option<(Option<Session>, Vec<Sheet>)>,
    size: Size,
    /// What is left out around the question on the screen.
    density: Density,
    now: Moment,
}

impl App {
    /// The picker, or the questionnaire that is open.
    pub fn new(setup: Setup) -> App {
        let Setup {
            entries,
            opened,
            cover,
            reference,
            operator,
            recording,
            unfinished,
            words,
            key_guard,
            kiosk,
            large,
            printer,
            now,
        } = setup;
        let mut app = App {
            entries,
            picked: 0,
            opened: None,
            cover,
            session: None,
            sheets: Vec::new(),
            said: None,
            reference,
            operator,
            recording: Recording::Off,
            behind: false,
            patients: 0,
            words,
            guard: Guard::new(key_guard),
            large,
            printer,
            kiosk: kiosk.map(|setup| Kiosk::new(setup, now.uptime)),
            stepped: false,
            before: None,
            size: Size::default(),
            density: Density::default(),
            now,
        };
        if let Some(opened) = opened {
            app.begin(opened, false);
        }
        app.hear_recording(recording);
        if !unfinished.is_empty() {
            app.sheets.push(Sheet::Unfinished(unfinished, 0));
        }
        app
    }

    /// Takes what happened, and says what the outside is to do.
    pub fn update(&mut self, input: Input) -> Effect {
        let w = self.words;
        let mut effect = Effect::None;
        match input {
            // A cover has no answers to take; what is loaded behind it does.
            Input::Key(..) | Input::Paste(_) if self.cover => {}
            Input::Key(key, moment) => {
                self.now = moment;
                effect = self.press(keys::narrow(key));
            }
            Input::Tick(moment) => effect = self.tick(moment),
            Input::PinChecked(right) => effect = self.pin_checked(right),
            Input::Paste(text) => self.paste(&text),
            Input::Resize(size) => {
                self.size = size;
                if self.cover {
                    effect = Effect::Open(0);
                }
            }
            Input::Opened(opened) => {
                self.said = None;
                self.cover = false;
                self.begin(*opened, false);
            }
            Input::Refused(why) => {
                self.said = None;
                if std::mem::take(&mut self.cover) {
                    (self.session, self.opened) = (None, None);
                }
                self.sheets.push(Sheet::Reading(Scroll::new(pages::refused(w, &why))));
            }
            Input::Spoken(tongue) => self.speak(tongue),
            Input::NotSpoken(why) => self.tell(why),
            Input::Recording(recording) => self.hear_recording(recording),
            Input::Record(reply) => self.hear_record(reply),
            Input::Saved(place) => self.kept(fill(w.saved, &[("place", &place)])),
            Input::Printed => self.kept(w.note.printed.to_owned()),
            Input::NotSaved(why) => {
                let why = why.words(w);
                self.tell(fill(w.not_saved, &[("why", &why)]));
            }
            Input::NotPrinted(why) => {
                let why = why.words(w);
                self.tell(fill(w.note.not_printed, &[("why", &why)]));
            }
        }
        self.latch();
        self.fit();
        effect
    }

    /// Whether what is asked and answered is being recorded.
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// What is half typed beside the answers.
    pub fn half(&self) -> Half {
        let writing = self.sheets.iter().rev().find_map(|sheet| match sheet {
            Sheet::Note { about, field } => Some(Writing::Note(*about, field.text().to_owned())),
            Sheet::Reason { level, field, .. } => Some(Writing::Reason(*level, field.text().to_owned())),
            _ => None,
        });
        Half { answers: self.session.as_ref().map(Session::half).unwrap_or_default(), writing }
    }

    /// The patient on the screen; `None` in the picker.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What was said last, until the next key.
    pub fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    /// The program's words in the language of the screen.
    pub fn words(&self) -> &'static Words {
        self.words
    }

    /// The time of the last key, or when time was last told.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// What is shown, as far as keys are concerned.
    pub fn scene(&self) -> Scene {
        if let Some(scene) = self.kiosk.as_ref().and_then(Kiosk::scene) {
            return scene;
        }
        match (self.sheets.last(), &self.session) {
            (Some(sheet), _) => sheet.scene(),
            (None, Some(session)) => session.scene(),
            (None, None) => Scene::Picker,
        }
    }

    /// Whether a patient's question is on the screen, with nothing over it.
    pub fn shows_question(&self) -> bool {
        let covered = self.kiosk.as_ref().is_some_and(|kiosk| kiosk.scene().is_some());
        !covered && self.sheets.is_empty() && self.session.as_ref().is_some_and(|session| session.question().is_some())
    }

    /// Where everything stands at that size.
    pub fn layout(&self, size: Size) -> Layout {
        let message = self.said.as_ref().map_or(0, |said| Layout::message_rows(size, said));
        match self.scene() {
            _ if self.shows_question() => Layout::question(size, self.density, message),
            Scene::Alarm | Scene::Held => Layout::alarm(size, message),
            _ => Layout::page(size, message),
        }
    }

    /// The page that is shown, if it is one.
    pub fn scroll(&self) -> Option<&Scroll> {
        match self.scene() {
            Scene::Held => return self.kiosk.as_ref().and_then(|kiosk| kiosk.held.as_ref()),
            Scene::Pin | Scene::Locked => return None,
            _ => {}
        }
        match self.sheets.last() {
            Some(sheet) => sheet.scroll(),
            None => self.session.as_ref().and_then(Session::scroll),
        }
    }

    /// The question, the list or the field that is shown, if it is one.
    pub fn board(&self, layout: &Layout) -> Option<Board> {
        let (width, height) = (usize::from(layout.body.width), usize::from(layout.body.height));
        match self.scene() {
            Scene::Pin | Scene::Locked => return self.kiosk.as_ref().map(|kiosk| self.gate(kiosk, width, height)),
            Scene::Held => return None,
            _ => {}
        }
        match (self.sheets.last(), &self.session) {
            (Some(sheet), session) => {
                sheet.board(self.words, session.as_ref().map(|session| &session.visit), width, height)
            }
            (None, Some(session)) => match &session.place {
                Place::Question(entry) => Some(board::question(&session.visit, entry, width, height)),
                _ => None,
            },
            (None, None) => Some(self.picker(width, height)),
        }
    }

    /// The emergency that must be seen at any size, as sign and act: of a red floor, or one that stays in a kiosk.
    pub fn emergency(&self) -> Option<String> {
        let session = self.session.as_ref()?;
        let held = self.kiosk.as_ref().is_some_and(|kiosk| kiosk.held.is_some());
        let is_red = session.visit.interview.outcome().floor == Some(Level::Red);
        let disposition = session.visit.questionnaire().disposition(Level::Red).filter(|_| held || is_red)?;
        Some(format!("{} {}", rank(Level::Red), disposition.act))
    }

    /// The size that is needed, where what is to be seen cannot be seen at this one: then nothing is answered.
    pub fn needs(&self, size: Size) -> Option<Size> {
        if size.width < LEAST.width || size.height < LEAST.height {
            return Some(LEAST);
        }
        if !self.shows_question() {
            return None;
        }
        let layout = self.layout(size);
        let missing = self.board(&layout)?.needs.saturating_sub(usize::from(layout.body.height));
        (missing > 0).then(|| Size { height: size.height.saturating_add(missing as u16), ..size })
    }

    /// The languages that the open questionnaire can be shown in.
    fn languages(&self) -> &[String] {
        // An interview that was taken up again may be held with other content than what is open for the next one.
        let held = self.session.as_ref().map(|session| &session.visit.interview.questionnaire().fingerprint);
        let opened = self.opened.as_ref().filter(|opened| held == Some(&opened.plan.questionnaire.fingerprint));
        opened.map_or(&[], |opened| &opened.languages)
    }

    /// Whether something that would lose answers waits for a yes.
    pub fn asks_to_lose(&self) -> bool {
        self.scene() == Scene::Lose
    }

    /// Whether a command has a use just now; the footer shows those that have.
    pub fn works(&self, command: Command) -> bool {
        if let Some(kiosk) = &self.kiosk
            && (matches!(command, Command::Save | Command::Suspend | Command::Reference)
                || (command == Command::Leave && !kiosk.has_pin()))
        {
            return false;
        }
        // What lies over everything has its own keys.
        match self.scene() {
            Scene::Locked | Scene::Held => {
                let has_pin = self.kiosk.as_ref().is_some_and(Kiosk::has_pin);
                return match command {
                    Command::Lock => !has_pin,
                    Command::Staff => has_pin,
                    _ => true,
                };
            }
            Scene::Pin => return true,
            _ => {}
        }
        if command == Command::History {
            return self.recording != Recording::Off;
        }
        let Some(session) = &self.session else { return true };
        if command == Command::Language {
            return self.languages().len() > 1;
        }
        let interview = &session.visit.interview;
        let questionnaire = session.visit.questionnaire();
        let Place::Question(entry) = &session.place else {
            return match command {
                Command::GoOn => interview.next_question().is_some(),
                _ => true,
            };
        };
        if !self.sheets.is_empty() {
            return true;
        }
        let question = &questionnaire[entry.question];
        match command {
            Command::Unsure | Command::UnsureChoice => question.unsure,
            Command::NoneOfThese => !entry.is_marked() && entry.typed().is_empty(),
            Command::Accept => match self.scene() {
                Scene::Many => entry.is_marked(),
                Scene::FindMany => entry.is_marked() || !entry.typed().is_empty(),
                Scene::Number => !entry.typed().is_empty(),
                _ => true,
            },
            Command::Back => interview.before(entry.question).is_some(),
            Command::Close => entry.find.is_some() || interview.next_question() != Some(entry.question),
            Command::About => {
                question.help.is_some()
                    || !question.cite.is_empty()
                    || question.choices().iter().any(|choice| choice.help.is_some())
            }
            Command::Review => !session.given.is_empty(),
            _ => true,
        }
    }

    /// The note is where it was to go.
    fn kept(&mut self, text: String) {
        // A record that is read is another patient's.
        let reads = matches!(self.sheets.last(), Some(Sheet::Record { .. }));
        if let (Some(session), false) = (&mut self.session, reads) {
            session.keep();
        }
        self.tell(text);
    }

    /// Says something from outside: where it is too long to be said in passing, as a page.
    fn tell(&mut self, text: String) {
        if crate::text::columns(&text) < usize::from(self.size.width.saturating_sub(4)) * 2 {
            self.said = Some(text);
        } else {
            self.sheets.push(Sheet::Reading(Scroll::new(pages::told(&text))));
        }
    }

    /// A patient begins.
    fn begin(&mut self, opened: Opened, skip_intro: bool) {
        self.sheets.clear();
        self.before = None;
        let reference = if self.cover { self.reference.clone() } else { self.reference.take() };
        self.words = opened.tongue.words;
        let by = self.by();
        self.session = Some(Session::new(&opened, reference, by, skip_intro, self.now));
        self.opened = Some(opened);
    }

    /// For whom the next interview is held.
    fn by(&mut self) -> By {
        self.patients += 1;
        By { operator: self.operator.clone(), number: self.patients, kiosk: self.is_kiosk() }
    }

    /// Forgets this patient: to the picker, or to the first question.
    fn next_patient(&mut self) -> Effect {
        if self.is_kiosk() {
            return self.wipe();
        }
        let unfinished = self.session.as_ref().is_some_and(|session| {
            session.spot() != Spot::Recommendation
                && session.visit.answered() > 0
                && session.visit.interview.outcome().status == Status::Incomplete
        });
        let answered = self.session.as_ref().is_some_and(|session| session.visit.answered() > 0);
        self.behind |= answered && matches!(self.recording, Recording::Failing(_));
        (self.session, self.before) = (None, None);
        self.sheets.clear();
        self.reference = None;
        if unfinished && self.recording == Recording::On {
            self.said = Some(self.words.records.kept_unfinished.to_owned());
        }
        match self.opened.take() {
            Some(opened) if self.entries.is_empty() => self.begin(opened, true),
            _ => {}
        }
        Effect::None
    }

    fn press(&mut self, key: Key) -> Effect {
        if let Some(effect) = self.press_in_kiosk(key) {
            return effect;
        }
        match self.guard.judge(key, self.now.uptime) {
            Verdict::Pass => {}
            Verdict::Ignore => return Effect::None,
            Verdict::TakeBack => {
                self.take_back(key);
                return Effect::None;
            }
        }
        let before = self.guard.follows(key).then(|| (self.session.clone(), self.sheets.clone()));
        self.stepped = false;
        self.said = None;
        let effect = self.obey_key(key);
        // Nothing is kept of who was wiped.
        if self.stepped && effect != Effect::Wipe {
            self.guard.stepped(key, self.now.uptime);
            self.before = before;
        }
        effect
    }

    /// The last step was a held key's: back to before it.
    fn take_back(&mut self, key: Key) {
        let Some((session, sheets)) = self.before.take() else { return };
        let answers = |session: &Option<Session>| session.as_ref().map_or(0, |session| session.given.len());
        let answered = answers(&self.session) != answers(&session);
        let text = if answered { self.words.held } else { self.words.held_screen };
        self.said = Some(fill(text, &[("key", &keys::name(key, self.words))]));
        self.session = session;
        self.sheets = sheets;
    }

    /// Finds how much must be left out around the question, and lays out what scrolls, for the present size.
    fn fit(&mut self) {
        for density in Density::ALL {
            self.density = density;
            let layout = self.layout(self.size);
            if !self.shows_question()
                || self.board(&layout).is_some_and(|board| board.wants <= layout.body.height.into())
            {
                break;
            }
        }
        let body = self.layout(self.size).body;
        let session = self.session.as_mut().and_then(Session::scroll_mut);
        let held = self.kiosk.as_mut().and_then(|kiosk| kiosk.held.as_mut());
        for scroll in self.sheets.iter_mut().filter_map(Sheet::scroll_mut).chain(session).chain(held) {
            scroll.fit(body, self.large);
        }
    }

    /// The field for the PIN, or that the screen is locked.
    fn gate(&self, kiosk: &Kiosk, width: usize, height: usize) -> Board {
        let w = self.words;
        let heading = if kiosk.is_locked() { w.kiosk_locked } else { "" };
        match kiosk.pin() {
            Some(pin) => board::field(heading, w.kiosk_pin, &pin, &pin, width, height),
            None if kiosk.has_pin() => board::field(heading, w.kiosk_pin, "", "", width, height),
            None => board::list(w, &format!("{heading}. {}", w.kiosk_unlock), &[], 0, width, height),
        }
    }

    fn picker(&self, width: usize, height: usize) -> Board {
        let w = self.words;
        let items: Vec<Item> = self
            .entries
            .iter()
            .enumerate()
            .map(|(i, entry)| {
                let digit = if i < 9 { (i + 1).to_string() } else { " ".to_owned() };
                let mut about = format!("{} ({}). {}", entry.version, entry.origin, entry.audience);
                if entry.overdue {
                    about = format!("{}: {about}", w.overdue_flag);
                }
                Item { mark: format!("{digit}  "), text: entry.title.clone(), more: vec![about], ..Item::default() }
            })
            .collect();
        let heading = if items.is_empty() { w.nothing_to_pick } else { w.pick };
        board::list(w, heading, &items, self.picked, width, height)
    }
}
