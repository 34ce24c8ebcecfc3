//! `redflag diff`: what two versions of a questionnaire do differently, for every patient there can be.

mod say;

use clap::{ArgMatches, Command};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{Status, patience};
use crate::logic::Program;
use crate::proof::{
    Change, Difference, Direction, Ending, Field, Found, Kind, Patient, Said, Shift, Version, What, changes, difference,
};
use crate::questionnaire::{Condition, Questionnaire, WrittenAnswers};
use crate::shell::library::Failure;
use crate::show;

pub(super) fn command() -> Command {
    Command::new("diff")
        .about("Compares two versions of a questionnaire: who gets another level, advice or question, proved")
        .defer(|command| command.args(super::versions()).arg(super::json()).arg(patience::time_limit()))
}

pub(super) fn run(matches: &ArgMatches) -> Result<Status, Failure> {
    let side = |name: &str| {
        let q = matches.get_one::<String>(name).map_or("", String::as_str);
        super::sound(matches, q, "compared")
    };
    let (old, new) = (side("old")?, side("new")?);
    let programs = [&old, &new].map(Program::compile);
    let versions = [
        Version { questionnaire: &old, program: &programs[0] },
        Version { questionnaire: &new, program: &programs[1] },
    ];
    let limits = patience::limits(&new.id, patience::asked(matches));
    let difference = difference(versions[0], versions[1], &limits);
    drop(limits);
    let changes = changes(&old, &new);
    if matches.get_flag("json") {
        super::print_json(&Report::new(versions, &difference, &changes))?;
    } else {
        super::print(&say::text(versions, &difference, &changes))?;
    }
    // What nobody could prove in time is not to pass for proved in a script.
    Ok(if difference.is_complete() { Status::Done } else { Status::Findings })
}

/// A field in words, as the document of that version has it.
fn said(of: &Questionnaire, said: &Said) -> Option<String> {
    match said {
        Said::Nothing => None,
        Said::Text(text) => Some(text.clone()),
        Said::When(condition) => Some(when(of, condition)),
    }
}

fn when(of: &Questionnaire, condition: &Condition) -> String {
    show::condition(of, condition)
}

/// The word of a kind of thing.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Questionnaire => "questionnaire",
        Kind::Term => "term",
        Kind::Disposition => "disposition",
        Kind::Source => "source",
        Kind::Section => "section",
        Kind::Question => "question",
        Kind::Choice => "choice",
        Kind::Score => "score",
        Kind::Item => "item",
        Kind::Rule => "rule",
        Kind::Advice => "advice",
        Kind::Guarantee => "guarantee",
    }
}

/// The word of what became of a thing.
fn what(what: &What) -> &'static str {
    match what {
        What::New(_) => "new",
        What::Gone(_) => "gone",
        What::Renamed(_) => "renamed",
        What::Reworded(_) => "reworded",
        What::Changed(_) => "changed",
    }
}

/// What `diff --json` says.
#[derive(Serialize)]
struct Report {
    old: Identity,
    new: Identity,
    moves: Vec<MoveRow>,
    questions: Vec<ShiftRow>,
    rules: Vec<ReasonRow>,
    advice: Vec<ShiftRow>,
    changes: Vec<ChangeRow>,
    proved: bool,
}

#[derive(Serialize)]
struct Identity {
    questionnaire: String,
    version: String,
    fingerprint: String,
}

#[derive(Serialize)]
struct EndingRow {
    level: Option<&'static str>,
    handed_over: bool,
}

#[derive(Serialize)]
struct MoveRow {
    old: EndingRow,
    new: EndingRow,
    direction: &'static str,
    #[serde(flatten)]
    found: FoundRow,
}

/// Whether there can be a patient: `null` where the time was up before it was known.
#[derive(Serialize)]
struct FoundRow {
    possible: Option<bool>,
    witness: Option<Witness>,
}

/// The answers that each version reads, kept as text: they stand in the order asked.
#[derive(Serialize)]
struct Witness {
    old: Option<Box<RawValue>>,
    new: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct ShiftRow {
    old: Option<String>,
    new: Option<String>,
    appears: FoundRow,
    vanishes: FoundRow,
}

#[derive(Serialize)]
struct ReasonRow {
    #[serde(flatten)]
    told: ShiftRow,
    certain: FoundRow,
    doubtful: FoundRow,
}

#[derive(Serialize)]
struct ChangeRow {
    change: &'static str,
    kind: &'static str,
    within: Option<String>,
    old: Option<String>,
    new: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(flatten)]
    field: Option<FieldRow>,
}

#[derive(Serialize)]
struct FieldRow {
    field: &'static str,
    before: Option<String>,
    after: Option<String>,
}

impl Report {
    fn new(versions: [Version<'_>; 2], difference: &Difference, changes: &[Change]) -> Report {
        let [old, new] = versions.map(|version| version.questionnaire);
        let identity = |of: &Questionnaire| Identity {
            questionnaire: of.id.clone(),
            version: of.version.clone(),
            fingerprint: of.fingerprint.clone(),
        };
        let found = |found: &Found| FoundRow::new([old, new], found);
        let moves = difference.moves.iter().map(|one| MoveRow {
            old: EndingRow::new(one.old),
            new: EndingRow::new(one.new),
            direction: match one.direction() {
                Direction::Lowered => "lowered",
                Direction::HandOver => "hand-over",
                Direction::Raised => "raised",
                Direction::Same => "same",
            },
            found: found(&one.found),
        });
        let reasons = difference.rules.iter().map(|rule| ReasonRow {
            told: ShiftRow::new([old, new], &rule.told, |of, ix| of[ix].id.clone()),
            certain: found(&rule.certain),
            doubtful: found(&rule.doubtful),
        });
        let questions =
            difference.questions.iter().map(|one| ShiftRow::new([old, new], one, |of, ix| of[ix].id.clone()));
        let advice = difference.advice.iter().map(|one| ShiftRow::new([old, new], one, |of, ix| of[ix].id.clone()));
        Report {
            old: identity(old),
            new: identity(new),
            moves: moves.collect(),
            questions: questions.collect(),
            rules: reasons.collect(),
            advice: advice.collect(),
            changes: changes.iter().map(|change| ChangeRow::new([old, new], change)).collect(),
            proved: difference.is_complete(),
        }
    }
}

impl EndingRow {
    fn new(ending: Ending) -> EndingRow {
        EndingRow { level: ending.level.map(|level| level.word()), handed_over: ending.handed_over }
    }
}

impl FoundRow {
    fn new([old, new]: [&Questionnaire; 2], found: &Found) -> FoundRow {
        let raw =
            |questionnaire, answers: Vec<_>| to_raw_value(&WrittenAnswers { questionnaire, answers: &answers }).ok();
        let witness =
            |patient: &Patient| Witness { old: raw(old, patient.old_answers()), new: raw(new, patient.new_answers()) };
        FoundRow { possible: found.possible, witness: found.patient.as_ref().map(witness) }
    }
}

impl ShiftRow {
    fn new<Ix: Copy>(of: [&Questionnaire; 2], shift: &Shift<Ix>, id: fn(&Questionnaire, Ix) -> String) -> ShiftRow {
        ShiftRow {
            old: shift.old.map(|ix| id(of[0], ix)),
            new: shift.new.map(|ix| id(of[1], ix)),
            appears: FoundRow::new(of, &shift.appears),
            vanishes: FoundRow::new(of, &shift.vanishes),
        }
    }
}

impl ChangeRow {
    fn new([old, new]: [&Questionnaire; 2], change: &Change) -> ChangeRow {
        let (text, field) = match &change.what {
            What::New(text) | What::Gone(text) | What::Renamed(text) => (Some(text.clone()), None),
            What::Reworded(field) | What::Changed(field) => (None, Some(field)),
        };
        let field = field.map(|Field { name, old: before, new: after }| FieldRow {
            field: name,
            before: said(old, before),
            after: said(new, after),
        });
        ChangeRow {
            change: what(&change.what),
            kind: kind(change.kind),
            within: change.within.clone(),
            old: change.old.clone(),
            new: change.new.clone(),
            text,
            field,
        }
    }
}
