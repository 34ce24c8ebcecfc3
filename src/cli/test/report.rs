//! What `redflag test` says of one questionnaire: the rows that are printed as text and as JSON, whose form is stable.

use std::rc::Rc;

use serde::Serialize;

use super::words;
use crate::interview::{Interview, Plan};
use crate::proof::cases::{self, Mismatch, Reason, What};
use crate::proof::coverage::{Coverage, Item, Kind};
use crate::questionnaire::{Level, Places, Questionnaire, RuleIx, Status, Thing};

/// One questionnaire.
#[derive(Serialize)]
pub(in crate::cli) struct Report {
    pub(super) questionnaire: String,
    pub(super) version: String,
    pub(super) fingerprint: String,
    pub(in crate::cli) cases: Vec<CaseRow>,
    pub(super) coverage: CoverageRow,
    /// The coverage itself, for whoever asks further.
    #[serde(skip)]
    pub(super) exercised: Coverage,
}

/// One case, with its place.
#[derive(Serialize)]
pub(in crate::cli) struct CaseRow {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) place: Place,
    pub(super) passed: bool,
    pub(super) mismatches: Vec<MismatchRow>,
}

/// A place in the questionnaire's folder.
#[derive(Clone, Serialize)]
pub(super) struct Place {
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// What was expected and what came.
#[derive(Serialize)]
pub(super) struct MismatchRow {
    /// The field of `expect`.
    pub(super) field: &'static str,
    /// The rule or advice that it is about.
    pub(super) id: Option<String>,
    pub(super) expected: String,
    pub(super) got: String,
    pub(super) why: Vec<ReasonRow>,
}

/// Something that is so, and what makes it so.
#[derive(Serialize)]
pub(super) struct ReasonRow {
    pub(super) text: String,
    pub(super) place: Option<Place>,
    pub(super) because: Vec<ReasonRow>,
}

/// What the cases that pass exercise.
#[derive(Serialize)]
pub(super) struct CoverageRow {
    pub(super) questions: KindRow,
    pub(super) choices: KindRow,
    pub(super) rules: KindRow,
    pub(super) deciding: DecidingRow,
    pub(super) advice: KindRow,
    pub(super) withheld: KindRow,
    pub(super) items: KindRow,
    pub(super) guarantees: KindRow,
    pub(super) percent: usize,
}

/// The figure of one kind, and the ids of what is missing.
#[derive(Serialize)]
pub(super) struct KindRow {
    pub(super) covered: usize,
    pub(super) total: usize,
    pub(super) missing: Vec<String>,
    /// The places of what is missing, for the text.
    #[serde(skip)]
    pub(super) places: Vec<Place>,
}

/// The figure of the rules that decide alone.
#[derive(Serialize)]
pub(super) struct DecidingRow {
    #[serde(flatten)]
    pub(super) kind: KindRow,
    /// Those that are covered only because they fire and others refer to them.
    pub(super) by_reference: Vec<String>,
}

impl Report {
    /// Runs every case.
    pub(in crate::cli) fn of(id: &str, plan: &Rc<Plan>, places: &Places) -> Report {
        let questionnaire = &plan.questionnaire;
        let mut coverage = Coverage::new(questionnaire);
        let mut rows = Vec::new();
        for (i, case) in questionnaire.cases.iter().enumerate() {
            let interview = cases::answered(plan, case);
            let mismatches = cases::judge(interview.outcome(), &case.expect);
            if mismatches.is_empty() {
                coverage.add(&interview);
            }
            rows.push(CaseRow {
                name: case.name.clone(),
                place: Place::of(places, &Thing::Case(i)),
                passed: mismatches.is_empty(),
                mismatches: mismatches.iter().map(|mismatch| MismatchRow::of(mismatch, &interview, places)).collect(),
            });
        }
        Report {
            questionnaire: id.to_owned(),
            version: questionnaire.version.clone(),
            fingerprint: questionnaire.fingerprint.clone(),
            cases: rows,
            coverage: CoverageRow::of(&coverage, questionnaire, places),
            exercised: coverage,
        }
    }

    /// How many cases fail.
    pub(in crate::cli) fn failed(&self) -> usize {
        self.cases.iter().filter(|case| !case.passed).count()
    }
}

impl Place {
    fn of(places: &Places, thing: &Thing) -> Place {
        let (file, line, column) = places.place(thing);
        Place { file, line, column }
    }
}

impl MismatchRow {
    fn of(mismatch: &Mismatch, interview: &Interview, places: &Places) -> MismatchRow {
        let questionnaire = interview.questionnaire();
        let level = |level: Option<Level>| level.map_or("no level", Level::word).to_owned();
        let rule = |rule: RuleIx| Some(questionnaire[rule].id.clone());
        let (id, expected, got) = match *mismatch {
            Mismatch::Urgency { expected, got } => (None, level(expected), level(got)),
            Mismatch::Status { expected, got } => (None, expected.word().to_owned(), got.word().to_owned()),
            Mismatch::Incomplete => {
                (None, "stopped, handed-over or complete".to_owned(), Status::Incomplete.word().to_owned())
            }
            Mismatch::Fires(r, got) => (rule(r), "fires".to_owned(), words::fires(got).to_owned()),
            Mismatch::NotFires(r) => (rule(r), "does not surely fire".to_owned(), "fires".to_owned()),
            Mismatch::NotRuledOut(r, got) => (rule(r), "not ruled out".to_owned(), words::fires(got).to_owned()),
            Mismatch::HandOver(r, got) => (rule(r), "hands over".to_owned(), words::fires(got).to_owned()),
            Mismatch::Advised(a) => (Some(questionnaire[a].id.clone()), "given".to_owned(), "not given".to_owned()),
            Mismatch::NotAdvised(a) => (Some(questionnaire[a].id.clone()), "not given".to_owned(), "given".to_owned()),
        };
        let why = cases::why(interview, mismatch);
        let why = why.iter().map(|reason| ReasonRow::of(reason, interview, places)).collect();
        MismatchRow { field: mismatch.field(), id, expected, got, why }
    }
}

impl ReasonRow {
    fn of(reason: &Reason, interview: &Interview, places: &Places) -> ReasonRow {
        let thing = match reason.what {
            What::Rule(rule) => Some(Thing::Rule(rule)),
            What::Item(score, item) => Some(Thing::Item(score, item)),
            What::Unanswered(question) => Some(Thing::Question(question)),
            What::Part(_) => None,
        };
        ReasonRow {
            text: words::reason(reason, interview),
            place: thing.map(|thing| Place::of(places, &thing)),
            because: reason.because.iter().map(|reason| ReasonRow::of(reason, interview, places)).collect(),
        }
    }
}

impl CoverageRow {
    fn of(coverage: &Coverage, questionnaire: &Questionnaire, places: &Places) -> CoverageRow {
        let kind = |kind: Kind| {
            let figure = coverage.of(kind);
            let missing: Vec<Item> = coverage.missing().filter(|item| item.kind() == kind).collect();
            KindRow {
                covered: figure.covered,
                total: figure.total,
                missing: missing.iter().map(|item| words::item(*item, questionnaire)).collect(),
                places: missing.iter().map(|item| Place::of(places, &thing(*item))).collect(),
            }
        };
        CoverageRow {
            questions: kind(Kind::Questions),
            choices: kind(Kind::Choices),
            rules: kind(Kind::Rules),
            deciding: DecidingRow {
                kind: kind(Kind::Deciding),
                by_reference: coverage.by_reference().map(|rule| questionnaire[rule].id.clone()).collect(),
            },
            advice: kind(Kind::Advice),
            withheld: kind(Kind::Withheld),
            items: kind(Kind::Points),
            guarantees: kind(Kind::Guarantees),
            percent: coverage.overall().percent(),
        }
    }
}

/// Where an item stands. The two answers of a YesNo question stand where the question does.
fn thing(item: Item) -> Thing {
    match item {
        Item::Question(question) | Item::YesNo(question, _) => Thing::Question(question),
        Item::Choice(question, choice) => Thing::Choice(question, choice),
        Item::Rule(rule) | Item::Deciding(rule) => Thing::Rule(rule),
        Item::Advice(advice) | Item::Withheld(advice) => Thing::Advice(advice),
        Item::Points(score, item) => Thing::Item(score, item),
        Item::Guarantee(guarantee) => Thing::Guarantee(guarantee),
    }
}
