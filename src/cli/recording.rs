//! The store as the screens need it: opening it, and what they ask of it.

use std::borrow::Cow;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use clap::{Arg, ArgMatches, value_parser};
use jiff::Timestamp;
use jiff::civil::Date;

use super::desk::{Desk, option};
use crate::app::{
    Half, HalfAnswer, Input, Opened, Past, PastState, RecordAsk, RecordReply, Recording, Resumed, Spot, Writing,
};
use crate::export::{Chosen, Earlier, Tongue, Visit};
use crate::interview::{Interview, Plan};
use crate::questionnaire::{File, Files, QuestionIx, Questionnaire, Site, fit, languages, read};
use crate::record::{
    self, Come, Content, Entry, Event, Finish, InterviewId, Place, Secret, State, Store, Summary, Trouble,
};
use crate::shell::library::{Failure, Library};
use crate::shell::{self, Clock, Keeper, Purpose, Recorder, Tray};

/// So many interviews on record are listed on the screen: more than a shift has.
const LISTED: usize = 200;

/// The options that name a store and what opens it.
pub(super) fn store_options() -> [Arg; 2] {
    [
        Arg::new("records")
            .long("records")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("The store of records; the user's own unless said"),
        Arg::new("key-file")
            .long("key-file")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("The file whose bytes open the store; else its passphrase does"),
    ]
}

/// The option that says who asks.
pub(super) fn operator_option() -> Arg {
    Arg::new("operator").long("operator").value_name("TEXT").help("Who sits at the terminal, for the record")
}

/// A path that only some commands can be given.
pub(super) fn path<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m Path> {
    matches.try_get_one::<PathBuf>(name).ok().flatten().map(PathBuf::as_path)
}

/// Where the store is: named, or the user's own.
pub(super) fn store_path(matches: &ArgMatches) -> Result<PathBuf, Failure> {
    let given = path(matches, "records").map(Path::to_owned);
    given.or_else(shell::own_store).ok_or_else(|| {
        Failure::new("there is no home folder for the store of records; name a file with --records FILE".to_owned())
    })
}

/// A store that cannot be used, and what to do about it.
pub(super) fn failure(path: &Path, trouble: &Trouble) -> Failure {
    Failure::new(format!("the store of records {}: {trouble}", path.display()))
}

/// The store at work, for a screen.
pub(super) struct Records {
    keeper: Option<Keeper>,
    /// How recording goes at the start.
    pub(super) state: Recording,
    /// Who asks.
    pub(super) operator: Option<String>,
}

impl Records {
    /// Opens the store for a screen, where there is one. A store that cannot be used for other reasons than its secret
    /// keeps nobody from being triaged: it is said that nothing is recorded.
    pub(super) fn open(matches: &ArgMatches) -> Result<Records, Failure> {
        let operator = option(matches, "operator").cloned();
        let none = |state, operator| Ok(Records { keeper: None, state, operator });
        let named = path(matches, "records");
        let path = match named.map(Path::to_owned).or_else(shell::own_store) {
            Some(path) if named.is_some() || path.exists() => path,
            _ => return none(Recording::Off, operator),
        };
        if !path.exists() {
            return Err(failure(&path, &Trouble::Missing));
        }
        let key_file = self::path(matches, "key-file");
        let Some(secret) = shell::secret(key_file, shell::PASSPHRASE_FILE, Purpose::Open)? else {
            return none(Recording::Off, operator);
        };
        let opened = Store::open(&path, &secret).and_then(|store| {
            let keeper = Keeper::start(store)?;
            // By its thread: a disk that hangs is not to hang the start.
            let tried = keeper.tray().ask(Store::try_to_write);
            Ok((keeper, tried.map_or_else(|trouble| failing(&trouble), |()| Recording::On)))
        });
        match opened {
            Ok((keeper, state)) => {
                // Who unlocked it sits there; who started it with a key file may be a service.
                let operator = operator.or_else(|| shell::is_asked(key_file).then(ask_operator).flatten());
                Ok(Records { keeper: Some(keeper), state, operator })
            }
            Err(trouble @ (Trouble::WrongSecret { .. } | Trouble::Newer)) => Err(failure(&path, &trouble)),
            Err(trouble) => {
                super::complain(&failure(&path, &trouble).to_string());
                none(failing(&trouble), operator)
            }
        }
    }

    /// Where jobs for the store are left, if there is one.
    pub(super) fn tray(&self) -> Option<Tray> {
        self.keeper.as_ref().map(Keeper::tray)
    }

    /// What puts the screen on record, if there is a store.
    pub(super) fn recorder(&self) -> Option<Recorder> {
        self.tray().map(|tray| Recorder::new(tray, self.state.clone()))
    }

    /// The interviews that are to be offered first.
    pub(super) fn unfinished(&self, clock: &Clock) -> Vec<Past> {
        let list = self.tray().and_then(|tray| tray.ask(|store| store.unfinished()).ok());
        list.unwrap_or_default().iter().filter_map(|summary| past(summary, clock)).collect()
    }
}

fn failing(trouble: &Trouble) -> Recording {
    Recording::Failing(shell::plain_trouble(trouble))
}

/// Who sits down at the terminal: nobody else knows.
fn ask_operator() -> Option<String> {
    let mut out = io::stderr();
    let _ = write!(out, "Who is at this terminal? (Enter alone: not said): ").and_then(|()| out.flush());
    let mut line = String::new();
    let _ = io::stdin().lock().read_line(&mut line);
    let name: String = line.trim().chars().filter(|c| !c.is_control()).take(80).collect();
    (!name.is_empty()).then_some(name)
}

/// What is needed to answer what a screen asks of the store.
pub(super) struct Ledger<'l> {
    pub(super) desk: &'l Desk,
    pub(super) library: &'l Library,
    pub(super) clock: &'l Clock,
    pub(super) tray: Option<Tray>,
    pub(super) operator: Option<String>,
}

impl Ledger<'_> {
    /// What the store answers.
    pub(super) fn answer(&self, ask: RecordAsk) -> Input {
        let reply = match ask {
            RecordAsk::List => self.list(),
            RecordAsk::Resume(record) => self.resume(&record),
            RecordAsk::Discard(record) => self.discard(&record),
            RecordAsk::Read(record) => self.read(&record),
            RecordAsk::Again(record) => self.again(&record),
        };
        Input::Record(reply.unwrap_or_else(RecordReply::Failed))
    }

    fn tray(&self) -> Result<&Tray, String> {
        self.tray.as_ref().ok_or_else(|| "the store is not open".to_owned())
    }

    fn list(&self) -> Result<RecordReply, String> {
        let list = self.tray()?.ask(|store| store.list()).map_err(|trouble| trouble.to_string())?;
        let shown = list.iter().rev().filter(|summary| summary.state != State::Here);
        let shown = shown.filter_map(|summary| past(summary, self.clock));
        Ok(RecordReply::Listed(shown.take(LISTED).collect()))
    }

    fn resume(&self, record: &str) -> Result<RecordReply, String> {
        let interview = id(record)?;
        let taken = self.entry(Event::Resumed);
        let (trail, half) = self
            .tray()?
            .ask(move |store| {
                append_as_it_stands(store, interview, vec![taken])?;
                Ok((store.trail(interview)?, store.half(interview)?))
            })
            .map_err(|trouble| trouble.to_string())?;
        let come = trail.come().map_err(|trouble| trouble.to_string());
        let resumed = come.and_then(|come| self.resumed(record, come, half));
        if resumed.is_err() {
            let left = self.entry(Event::Left);
            let _ = self.tray()?.ask(move |store| append_as_it_stands(store, interview, vec![left]));
        }
        Ok(RecordReply::Resumed(Box::new(resumed?)))
    }

    fn discard(&self, record: &str) -> Result<RecordReply, String> {
        let interview = id(record)?;
        let entries = vec![self.entry(Event::Resumed), self.entry(Event::Ended(Finish::Discarded))];
        let list = self.tray()?.ask(move |store| {
            append_as_it_stands(store, interview, entries)?;
            store.unfinished()
        });
        let list = list.map_err(|trouble| trouble.to_string())?;
        Ok(RecordReply::Unfinished(list.iter().filter_map(|summary| past(summary, self.clock)).collect()))
    }

    fn read(&self, record: &str) -> Result<RecordReply, String> {
        let interview = id(record)?;
        let trail = self.tray()?.ask(move |store| store.trail(interview)).map_err(|trouble| trouble.to_string())?;
        let come = trail.come().map_err(|trouble| trouble.to_string())?;
        let at = self.clock.local(come.last);
        let content = self.content(&come)?;
        let kept = kept(&content, &come, self.desk.today())?;
        Ok(RecordReply::Read(Box::new(visit(record, &come, &kept, self.clock)?.0), at))
    }

    fn again(&self, record: &str) -> Result<RecordReply, String> {
        let interview = id(record)?;
        let trail = self.tray()?.ask(move |store| store.trail(interview)).map_err(|trouble| trouble.to_string())?;
        let come = trail.come().map_err(|trouble| trouble.to_string())?;
        let entry = self.library.find(&come.began.questionnaire).map_err(|failure| failure.to_string())?;
        let opened = self.desk.open(&entry).map_err(|failure| failure.to_string())?;
        let opened = opened.map_err(|refusal| refusal.to_string(false))?;
        let last = trail.entries.into_iter().rev().find_map(|dated| dated.entry).map(|entry| entry.standing);
        let earlier = Earlier {
            record: record.to_owned(),
            reference: come.began.reference,
            at: self.clock.local(come.last),
            level: last.and_then(|standing| standing.level.map(|level| (level, standing.word))),
        };
        Ok(RecordReply::Again(Box::new(opened), earlier))
    }

    fn content(&self, come: &Come) -> Result<Content, String> {
        let name = come.content.clone();
        self.tray()?.ask(move |store| store.content(&name)).map_err(|trouble| trouble.to_string())
    }

    fn resumed(&self, record: &str, come: Come, half: record::Half) -> Result<Resumed, String> {
        let content = self.content(&come)?;
        let opened = kept(&content, &come, self.desk.today())?;
        let (mut visit, given) = visit(record, &come, &opened, self.clock)?;
        visit.operator.clone_from(&self.operator);
        let fingerprint = &opened.plan.questionnaire.fingerprint;
        // What is installed may be gone, or refused: then there is nothing to go on with instead.
        let installed = self.library.find(&come.began.questionnaire).ok();
        let newer = installed.and_then(|entry| self.desk.open(&entry).ok()?.ok());
        let newer = newer.filter(|newer| newer.plan.questionnaire.fingerprint != *fingerprint);
        let questionnaire = &opened.plan.questionnaire;
        let spot = match &come.place {
            Place::Intro => Spot::Intro,
            Place::Question(id) => questionnaire.find(id).map_or(Spot::Intro, Spot::Question),
            Place::Alarm => Spot::Alarm,
            Place::HandOver => Spot::HandOver,
            Place::Recommendation => Spot::Recommendation,
        };
        let half = half_of(questionnaire, half);
        Ok(Resumed { visit, given, opened, newer, spot, went_on: come.went_on, half })
    }

    fn entry(&self, event: Event) -> Entry {
        Entry { at: Timestamp::now(), operator: self.operator.clone(), event, standing: Default::default() }
    }
}

/// Appends entries that change nothing of how the interview stands: they say again how that is.
fn append_as_it_stands(store: &mut Store, interview: InterviewId, entries: Vec<Entry>) -> Result<(), Trouble> {
    let last = store.trail(interview)?.entries.into_iter().rev().find_map(|dated| dated.entry);
    let standing = last.map(|last| last.standing).unwrap_or_default();
    let with = |entry: Entry| (interview, Entry { standing: standing.clone(), ..entry });
    store.append(&entries.into_iter().map(with).collect::<Vec<_>>())
}

/// The content that an interview was begun with, whatever is installed now, in the language of its screen.
pub(super) fn kept(content: &Content, come: &Come, today: Date) -> Result<Opened, String> {
    let files = content
        .files
        .iter()
        .map(|(name, text)| File { name: name.clone(), bytes: Cow::Owned(text.clone().into_bytes()) });
    let files = Files { folder: content.folder.clone(), files: files.collect() };
    let site = content.site.as_ref().map(|(file, text)| Site::read(file, text.as_bytes()).0).unwrap_or_default();
    let (questionnaire, _) = read(&files, &site, today);
    let questionnaire = questionnaire.ok_or("the questionnaire that it was begun with cannot be read")?;
    if questionnaire.fingerprint != come.began.fingerprint {
        return Err("the questionnaire that was kept is not the one that it was begun with".to_owned());
    }
    let tongue = match come.language == questionnaire.language {
        true => Tongue::of(&questionnaire),
        false => super::desk::speak(&files, &site, &come.language).unwrap_or_else(|_| Tongue::of(&questionnaire)),
    };
    let languages = languages(&questionnaire, &files);
    Ok(Opened { plan: Rc::new(Plan::new(questionnaire)), draft: come.began.draft.clone(), languages, tongue })
}

/// All that is on record of a patient, and the questions in the order in which they were answered.
pub(super) fn visit(
    record: &str,
    come: &Come,
    opened: &Opened,
    clock: &Clock,
) -> Result<(Visit, Vec<QuestionIx>), String> {
    let questionnaire = &opened.plan.questionnaire;
    let (answers, lost) = fit(questionnaire, come.answers.iter().cloned());
    if let Some(lost) = lost.first() {
        return Err(format!("the answer to {lost:?} is none that the questionnaire takes"));
    }
    let given = answers.iter().map(|(index, _)| *index).collect();
    let mut all = vec![None; questionnaire.questions.len()];
    for (index, answer) in answers {
        all[index.at()] = Some(answer);
    }
    let notes = come.notes.iter();
    let notes = notes.map(|(about, text)| (about.as_ref().and_then(|id| questionnaire.find(id)), text.clone()));
    let reviewed = |tag: &str| {
        let spoken = opened.tongue.translation.as_ref().filter(|spoken| spoken.questionnaire.language == tag);
        spoken.is_some_and(|spoken| spoken.reviewed.is_some())
    };
    let others = come.answered_in.iter().filter(|tag| **tag != questionnaire.language);
    let visit = Visit {
        interview: Interview::with(Rc::clone(&opened.plan), all),
        notes: notes.collect(),
        chosen: come.chosen.clone().map(|(level, reason, floor)| Chosen { level, reason, floor }),
        draft: opened.draft.clone(),
        reference: come.began.reference.clone(),
        tongue: opened.tongue.clone(),
        answered_in: others.map(|tag| (tag.clone(), reviewed(tag))).collect(),
        record: Some(record.to_owned()),
        operator: come.operator.clone(),
        began: clock.local(come.at),
        earlier: come.began.earlier.clone().map(|link| Earlier {
            record: link.interview,
            reference: link.reference,
            at: link.at,
            level: link.level,
        }),
    };
    Ok((visit, given))
}

/// What is half typed, by places. What has none any more is dropped: it was no answer.
fn half_of(questionnaire: &Questionnaire, half: record::Half) -> Half {
    let answers = half.answers.into_iter().filter_map(|half| {
        let question = questionnaire.find(&half.question)?;
        let place = |id: &String| questionnaire[question].choices().iter().position(|choice| choice.id == *id);
        Some(HalfAnswer {
            question,
            cursor: half.cursor,
            yes: half.yes.iter().filter_map(place).collect(),
            unsure: half.unsure.iter().filter_map(place).collect(),
            typed: half.typed,
            find: half.find,
        })
    });
    let writing = half.writing.map(|writing| match writing {
        record::Writing::Note { about, text } => Writing::Note(about.and_then(|id| questionnaire.find(&id)), text),
        record::Writing::Reason { level, text } => Writing::Reason(level, text),
    });
    Half { answers: answers.collect(), writing }
}

/// An interview as the screen lists it; `None` where nothing of it is left.
fn past(summary: &Summary, clock: &Clock) -> Option<Past> {
    let state = match summary.state {
        State::Purged => return None,
        State::Unfinished => PastState::Unfinished,
        State::Here | State::Elsewhere => PastState::Elsewhere,
        State::Ended(Finish::Recommended) => PastState::Ended,
        State::Ended(Finish::Early) => PastState::EndedEarly,
        State::Ended(Finish::Discarded) => PastState::Discarded,
        State::Unreadable => PastState::Unreadable,
    };
    let record = summary.interview.to_string();
    let Some(known) = &summary.known else {
        return Some(Past {
            record,
            reference: None,
            title: String::new(),
            version: String::new(),
            when: Default::default(),
            minutes: 0,
            level: None,
            state,
        });
    };
    let seconds = Timestamp::now().as_second() - known.last.as_second();
    Some(Past {
        record,
        reference: known.reference.clone(),
        title: known.title.clone(),
        version: known.version.clone(),
        when: clock.local(known.last),
        minutes: u64::try_from(seconds / 60).unwrap_or_default(),
        level: known.standing.level.map(|level| (level, known.standing.word.clone())),
        state,
    })
}

fn id(record: &str) -> Result<InterviewId, String> {
    InterviewId::parse(record).ok_or_else(|| format!("{record} is no record"))
}

/// The secret that opens a store that must be there.
pub(super) fn secret(matches: &ArgMatches) -> Result<Secret, Failure> {
    let secret = shell::secret(path(matches, "key-file"), shell::PASSPHRASE_FILE, Purpose::Open)?;
    secret.ok_or_else(|| Failure::new("without its passphrase the store stays shut".to_owned()))
}

/// The content of a questionnaire as an interview begins with it.
pub(super) fn content(files: &Files, site: &Site) -> Content {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (file, words) = site.source();
    Content {
        folder: files.folder.clone(),
        files: files.files.iter().map(|file| (file.name.clone(), text(&file.bytes))).collect(),
        site: (!site.is_silent()).then(|| (file.to_owned(), words.to_owned())),
    }
}
