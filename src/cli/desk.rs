//! What is needed to open a questionnaire on a screen, whichever screen it is.

use std::cell::LazyCell;
use std::ops::Deref;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use jiff::civil::Date;

use super::{Status, patience, recording, walk};
use crate::app::{self, Input, Leave, Moment, Opened, RecordReply};
use crate::export::{Review, Tongue};
use crate::interview::Plan;
use crate::proof::Report;
use crate::questionnaire::{Code, Files, Finding, Packed, Severity, Site, draw, languages, read, translate};
use crate::shell::library::{self, Entry, Failure, Origin};
use crate::shell::{self, Ask, ColourChoice, Ending, Pin, Tray, colours};
use crate::view::{Ground, Theme};
use crate::words::{self, Words};

/// For so long, in milliseconds, a key must be quiet after it answered.
const KEY_GUARD: u64 = 80;

/// A questionnaire that is not built in is proved before it is run, and refused where that takes longer.
const PROOF: Duration = Duration::from_secs(5);

/// Of what could not be proved, so much is told.
const MOST_TOLD: usize = 3;

/// The options of how a screen looks and what keys do.
pub(super) fn screen_options() -> [Arg; 6] {
    [
        Arg::new("draft")
            .long("draft")
            .action(ArgAction::SetTrue)
            .help("Run a questionnaire in which check finds errors; DRAFT stands on every screen"),
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .value_parser(PossibleValuesParser::new(["auto", "never", "16", "256"]))
            .default_value("auto")
            .help("How many colours to use"),
        Arg::new("theme")
            .long("theme")
            .value_name("GROUND")
            .value_parser(PossibleValuesParser::new(["auto", "dark", "light", "contrast"]))
            .default_value("auto")
            .help("For a dark or a light terminal, or with as much contrast as there can be"),
        Arg::new("ascii").long("ascii").action(ArgAction::SetTrue).help("Draw with ASCII signs only"),
        Arg::new("lang").long("lang").value_name("TAG").help("The language of the screen, e.g. es or zh-Hans"),
        Arg::new("key-guard")
            .long("key-guard")
            .value_name("MS")
            .value_parser(value_parser!(u64).range(..=60_000))
            .help(format!(
                "Ignore the key that answered until it was quiet for so long; {KEY_GUARD} unless said, 0 is off"
            )),
    ]
}

/// An option that only some commands have: `redflag` alone has none of those of `redflag run`.
pub(super) fn option<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m String> {
    matches.try_get_one::<String>(name).ok().flatten()
}

/// A switch that only some commands have.
pub(super) fn is_set(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten() == Some(&true)
}

/// How long a key must be quiet.
pub(super) fn key_guard(matches: &ArgMatches) -> Duration {
    let asked = matches.try_get_one::<u64>("key-guard").ok().flatten();
    Duration::from_millis(asked.copied().unwrap_or(KEY_GUARD))
}

/// How the screen looks.
pub(super) fn theme(matches: &ArgMatches) -> Theme {
    let choice = match option(matches, "color").map_or("auto", String::as_str) {
        "never" => ColourChoice::Never,
        "16" => ColourChoice::Sixteen,
        "256" => ColourChoice::Many,
        _ => ColourChoice::Auto,
    };
    if matches!(choice, ColourChoice::Sixteen | ColourChoice::Many) {
        shell::insist_on_colours();
    }
    let ground = match option(matches, "theme").map_or("auto", String::as_str) {
        "dark" => Ground::Dark,
        "light" => Ground::Light,
        "contrast" => Ground::Contrast,
        _ => shell::ground(|name| std::env::var_os(name)),
    };
    Theme::new(colours(choice, |name| std::env::var_os(name)), ground, is_set(matches, "ascii"))
}

/// Whether large letters can be drawn: the font of the Linux console has no quarter blocks.
pub(super) fn large(matches: &ArgMatches) -> bool {
    !is_set(matches, "ascii") && std::env::var_os("TERM").is_none_or(|term| term != "linux")
}

/// The exit status of an ending; a lost terminal is said.
pub(super) fn status(ending: Ending) -> Status {
    match ending {
        Ending::Left(Leave::Done) => Status::Done,
        Ending::Left(Leave::Abandoned) => Status::Abandoned,
        Ending::Interrupted => Status::Interrupted,
        Ending::Lost(error) => {
            super::complain(&format!("the terminal is lost: {error}"));
            Status::Interrupted
        }
    }
}

/// What is needed to open a questionnaire.
pub(super) struct Desk {
    site: Site,
    site_findings: Vec<Finding>,
    today: Date,
    draft: bool,
    language: Option<Language>,
    /// The PIN of staff, in a kiosk.
    pub(super) pin: Option<Pin>,
    /// Where contents are kept with which interviews begin, if there is a store.
    pub(super) tray: Option<Tray>,
}

/// The language that the nurse is to be spoken to in, by tag.
enum Language {
    /// Asked for on the command line: where there is none, nothing is run.
    Asked(String),
    /// The computer's.
    Usual(String),
}

impl Language {
    fn tag(&self) -> &str {
        match self {
            Language::Asked(tag) | Language::Usual(tag) => tag,
        }
    }
}

/// A questionnaire that is not run, and why: the findings as `check` draws them.
pub(super) struct Refusal {
    entry: Entry,
    errors: Vec<Finding>,
    /// What could not be proved in time.
    unproved: Vec<String>,
    /// What the witnesses of the errors are about.
    plan: Option<Rc<Plan>>,
    files: Files,
    site: Site,
    /// Whether it would run as a draft.
    could_be_draft: bool,
}

impl Desk {
    /// What the arguments and the environment say.
    pub(super) fn of(matches: &ArgMatches, now: Moment) -> Result<Desk, Failure> {
        let (site, site_findings) = library::site(matches.get_one::<PathBuf>("site").map(PathBuf::as_path))?;
        let language = match option(matches, "lang") {
            Some(tag) => Some(Language::Asked(tag.clone())),
            None => shell::language(|name| std::env::var_os(name)).map(Language::Usual),
        };
        Ok(Desk {
            site,
            site_findings,
            today: now.wall.date(),
            draft: is_set(matches, "draft"),
            language,
            pin: None,
            tray: None,
        })
    }

    /// The program's words for where no questionnaire is open.
    pub(super) fn words(&self) -> &'static Words {
        self.language.as_ref().and_then(|language| words::of(language.tag())).unwrap_or(&words::ENGLISH)
    }

    /// Loads what a screen asks for; `open` is which of the entries is open.
    pub(super) fn load(&self, entries: &[Entry], open: &mut usize, ask: Ask) -> Input {
        match ask {
            Ask::Open(n) => {
                *open = n;
                match entries.get(n).map(|entry| self.open(entry)) {
                    Some(Ok(Ok(opened))) => Input::Opened(Box::new(opened)),
                    Some(Ok(Err(refusal))) => Input::Refused(refusal.to_string(false)),
                    Some(Err(failure)) => Input::Refused(failure.to_string()),
                    None => Input::Refused("it is not in the list".to_owned()),
                }
            }
            Ask::Speak(tag) => match entries.get(*open).and_then(|entry| entry.files_to_run().ok()) {
                Some(files) => self.speak(&files, &tag).map_or_else(Input::NotSpoken, Input::Spoken),
                None => Input::NotSpoken("its files cannot be read any more".to_owned()),
            },
            // Who has a store answers that before it comes here.
            Ask::Record(_) => Input::Record(RecordReply::Failed("there is no store".to_owned())),
            Ask::CheckPin(pin) => Input::PinChecked(self.pin.as_ref().is_some_and(|known| known.is(&pin))),
        }
    }

    pub(super) fn open(&self, entry: &Entry) -> Result<Result<Opened, Refusal>, Failure> {
        if let Some((questionnaire, languages)) = self.packed(entry).and_then(|packed| packed.whole()) {
            let files = LazyCell::new(|| entry.files_to_run().unwrap_or_default());
            return self.opened(Rc::new(Plan::new(questionnaire)), None, languages, &files).map(Ok);
        }
        let files = entry.files_to_run()?;
        let (questionnaire, findings) = read(&files, &self.site, self.today);
        let findings = self.site_findings.iter().cloned().chain(findings);
        // Where nobody can be given a level there is nothing to run, though its structure is sound.
        let refuses = |finding: &Finding| finding.severity() == Severity::Error || finding.code == Code::NoLevel;
        let errors: Vec<Finding> = findings.filter(refuses).collect();
        let could_be_draft = questionnaire.is_some();
        let refusal = |errors, unproved| Refusal {
            entry: entry.clone(),
            errors,
            unproved,
            files: files.clone(),
            site: self.site.clone(),
            could_be_draft,
            plan: None,
        };
        let Some(questionnaire) = questionnaire else { return Ok(Err(refusal(errors, Vec::new()))) };
        let languages = languages(&questionnaire, &files);
        let plan = Rc::new(Plan::new(questionnaire));
        if self.draft {
            let draft = errors.first().map(|first| {
                let Finding { file, line, message, .. } = first;
                match errors.len() {
                    1 => format!("check found an error in it ({file}, line {line}: {message})"),
                    n => format!("check found {n} errors in it (the first in {file}, line {line}: {message})"),
                }
            });
            let draft = draft.or(Some("it was opened with --draft".to_owned()));
            return self.opened(plan, draft, languages, &&files).map(Ok);
        }
        if !errors.is_empty() {
            return Ok(Err(refusal(errors, Vec::new())));
        }
        // What is built in was proved by the tests.
        if entry.origin != Origin::BuiltIn {
            // The screen may be drawn already, so nothing is said of how far it has come.
            let limits = patience::silent(PROOF);
            let Report { findings, proof } = Report::of_errors(&plan, &files, Vec::new(), &limits);
            if !findings.is_empty() || !proof.unproved.is_empty() {
                let plan = Some(plan);
                return Ok(Err(Refusal { plan, ..refusal(findings, proof.unproved) }));
            }
        }
        self.opened(plan, None, languages, &&files).map(Ok)
    }

    /// What is built in, where it is the same for everybody: without words of the site, and no draft. Nothing can be found
    /// in it any more that would keep it from being run.
    fn packed(&self, entry: &Entry) -> Option<Packed<&'static [u8]>> {
        let changed = self.draft || !self.site.is_silent() || !self.site_findings.is_empty();
        entry.packed().filter(|_| !changed)
    }

    /// A questionnaire with the language that each patient begins in. Its files are looked at only where they are needed:
    /// of what is built in they need not even be in memory.
    fn opened(
        &self,
        plan: Rc<Plan>,
        draft: Option<String>,
        languages: Vec<String>,
        files: &impl Deref<Target = Files>,
    ) -> Result<Opened, Failure> {
        let own = plan.questionnaire.language.as_str();
        let known: Vec<&str> = languages.iter().map(String::as_str).collect();
        let wanted = self.language.as_ref().and_then(|language| words::nearest(language.tag(), &known));
        let tongue = match (wanted, &self.language) {
            (None, Some(Language::Asked(tag))) => {
                let known = known.join(", ");
                return Err(Failure::new(format!("{} has no language {tag}; it has: {known}", plan.questionnaire.id)));
            }
            (Some(tag), Some(Language::Asked(_))) if tag != own => self.speak(files, tag).map_err(Failure::new)?,
            // Whatever is wrong with a translation that nobody asked for, the questionnaire runs in its own language.
            (Some(tag), _) if tag != own => self.speak(files, tag).unwrap_or_else(|_| Tongue::of(&plan.questionnaire)),
            _ => Tongue::of(&plan.questionnaire),
        };
        if let Some(tray) = &self.tray {
            tray.hold(&plan.questionnaire.fingerprint, recording::content(files, &self.site));
        }
        Ok(Opened { plan, draft, languages, tongue })
    }

    /// Today, where this computer is.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// The questionnaire in the language of that tag.
    fn speak(&self, files: &Files, tag: &str) -> Result<Tongue, String> {
        speak(files, &self.site, tag)
    }

    /// The header alone, to be on the screen while the rest is loaded: of what is built in, and in its own words.
    pub(super) fn cover(&self, entry: &Entry) -> Option<Opened> {
        let questionnaire = self.packed(entry)?.cover()?;
        // Without an intro the first question would come first, and that is not read yet.
        questionnaire.intro.as_ref()?;
        // In another language the whole of it is needed to find the words.
        let own = questionnaire.language.as_str();
        let other = self.language.as_ref().is_some_and(|language| words::nearest(language.tag(), &[own]).is_none());
        if other {
            return None;
        }
        Some(Opened::new(Rc::new(Plan::new(questionnaire)), None))
    }

    /// The questionnaire as the picker lists it. One that cannot be read is listed too: choosing it says why.
    pub(super) fn describe(&self, entry: &Entry) -> app::Entry {
        let packed = self.packed(entry).and_then(|packed| packed.cover());
        let questionnaire = packed.or_else(|| read(&entry.files_to_run().ok()?, &self.site, self.today).0);
        let origin = entry.origin.to_string();
        match questionnaire {
            Some(questionnaire) => app::Entry {
                overdue: Review::on(&questionnaire, self.today) == Review::Overdue,
                title: questionnaire.title,
                version: questionnaire.version.to_string(),
                audience: questionnaire.audience,
                origin,
            },
            None => app::Entry {
                title: entry.id.clone(),
                version: "no version".to_owned(),
                audience: "Cannot be run".to_owned(),
                origin,
                overdue: false,
            },
        }
    }
}

/// A questionnaire in the language of that tag.
pub(super) fn speak(files: &Files, site: &Site, tag: &str) -> Result<Tongue, String> {
    let (translation, findings) = translate(files, site, tag);
    let Some(translation) = translation else {
        let errors: Vec<Finding> =
            findings.into_iter().filter(|finding| finding.code == Code::TranslationUnreadable).collect();
        return Err(format!("lang/{tag}.ron cannot be used.\n{}", draw(&errors, files, site, false)));
    };
    Ok(Tongue { words: words::of(tag).unwrap_or(&words::ENGLISH), translation: Some(Rc::new(translation)) })
}

impl Refusal {
    pub(super) fn to_string(&self, colour: bool) -> String {
        let remedy = if self.could_be_draft { " --draft runs it all the same, marked as a draft." } else { "" };
        let (id, count) = (&self.entry.id, self.errors.len());
        if count == 0 {
            let some = self.unproved.iter().take(MOST_TOLD).cloned().collect::<Vec<_>>().join("; ");
            let more = self.unproved.len().saturating_sub(MOST_TOLD);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let seconds = PROOF.as_secs();
            return format!(
                "{id} is not run, because it could not be proved in {seconds} seconds: {some}{more}.{remedy}"
            );
        }
        let mut drawn = String::new();
        for error in &self.errors {
            drawn.push_str(&draw(std::slice::from_ref(error), &self.files, &self.site, colour));
            if let (Some(witness), Some(plan)) = (&error.witness, &self.plan) {
                drawn.push_str(&walk::witness(&plan.questionnaire, error.code, witness));
            }
        }
        let errors = if count == 1 { "an error".to_owned() } else { format!("{count} errors") };
        format!("{id} is not run, because check finds {errors} in it.{remedy}\n{drawn}")
    }
}
