//! All that can be answered, and the inputs that each answer makes true.

use std::collections::HashSet;
use std::ops::Range;

use hashbrown::HashTable;

use crate::questionnaire::{AnswerKind, Question, QuestionIx, Value, answer};
use crate::replay::scan::{Hash, Name};
use crate::replay::versions::Versions;

/// The questions of all versions, with the names of what can be answered to them.
///
/// What stands here is what [`answer`] takes and what the circuit's own facts make of it. What some version does not take,
/// or takes otherwise, is left out.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) questions: Vec<Asked>,
    entries: HashTable<Entry>,
    inputs: Vec<u32>,
}

/// A question.
#[derive(Debug)]
pub(super) struct Asked {
    /// The inputs that say that it is unanswered.
    pub(super) open: Vec<u32>,
    /// The inputs that any answer to it makes true: those of the versions that do not ask it.
    pub(super) answered: Vec<u32>,
    pub(super) kind: Kind,
}

/// What it takes beside the texts that [`Table::value`] knows.
#[derive(Debug)]
pub(super) enum Kind {
    YesNo {
        yes: Vec<u32>,
        no: Vec<u32>,
    },
    One,
    Many,
    Number(Vec<Scale>),
    Text,
    /// Nothing: the versions differ too much.
    Unlike,
}

/// A version's numbers.
#[derive(Debug)]
pub(super) struct Scale {
    /// Thousandths in its least step.
    pub(super) step: i64,
    pub(super) min: i64,
    pub(super) max: i64,
    /// Ascending.
    pub(super) thresholds: Vec<(i64, u32)>,
}

/// A name: of a question, or of something that can be answered to one.
#[derive(Debug)]
struct Entry {
    hash: u64,
    kind: u32,
    name: Name,
    /// The question's or the choice's number.
    number: u32,
    inputs: Range<u32>,
}

/// The sides that know a question, and where.
type Places = Vec<(usize, QuestionIx)>;

impl Table {
    /// Roles of names beside their question: its own value, a choice in a list of those taken, and of those not sure.
    const VALUE: u32 = 0;
    pub(super) const TAKEN: u32 = 1;
    pub(super) const UNSURE: u32 = 2;
    /// The kind of the names of questions.
    const QUESTION: u32 = u32::MAX;

    pub(super) fn of(versions: &Versions<'_>) -> Table {
        let mut table = Table { questions: Vec::new(), entries: HashTable::new(), inputs: Vec::new() };
        let mut seen = HashSet::new();
        for side in &versions.sides {
            for question in &side.questionnaire().questions {
                if seen.insert(&question.id) {
                    table.add(versions, &question.id);
                }
            }
        }
        table
    }

    /// The question of the name that stands there.
    #[inline(always)]
    pub(super) fn question(&self, bytes: &[u8], place: Range<usize>, hash: Hash) -> Option<usize> {
        self.find(Table::QUESTION, bytes, place, hash).map(|entry| entry.number as usize)
    }

    /// The inputs that the text that stands there, as the answer to the question, makes true.
    #[inline(always)]
    pub(super) fn value(&self, question: usize, bytes: &[u8], place: Range<usize>, hash: Hash) -> Option<&[u32]> {
        self.find(kind(question, Table::VALUE), bytes, place, hash).map(|entry| self.inputs(entry))
    }

    /// The choice in a list whose name stands there, by its number, and the inputs that it makes true there.
    #[inline(always)]
    pub(super) fn choice(
        &self,
        question: usize,
        role: u32,
        bytes: &[u8],
        place: Range<usize>,
        hash: Hash,
    ) -> Option<(u32, &[u32])> {
        self.find(kind(question, role), bytes, place, hash).map(|entry| (entry.number, self.inputs(entry)))
    }

    #[inline(always)]
    fn find(&self, kind: u32, bytes: &[u8], place: Range<usize>, hash: Hash) -> Option<&Entry> {
        self.entries.find(hash.of_kind(kind), |entry| entry.kind == kind && entry.name.is_at(bytes, &place))
    }

    fn inputs(&self, entry: &Entry) -> &[u32] {
        &self.inputs[entry.inputs.start as usize..entry.inputs.end as usize]
    }

    fn enter(&mut self, kind: u32, name: &str, number: usize, inputs: impl IntoIterator<Item = u32>) {
        let hash = Hash::of(name.as_bytes()).of_kind(kind);
        let start = self.inputs.len() as u32;
        self.inputs.extend(inputs);
        let inputs = start..self.inputs.len() as u32;
        let entry = Entry { hash, kind, name: Name::of(name.as_bytes()), number: number as u32, inputs };
        self.entries.insert_unique(hash, entry, |entry| entry.hash);
    }

    fn add(&mut self, versions: &Versions<'_>, id: &str) {
        let at = self.questions.len();
        self.enter(Table::QUESTION, id, at, []);
        let places: Places = (versions.sides.iter().enumerate())
            .filter_map(|(side, version)| version.questionnaire().find(id).map(|question| (side, question)))
            .collect();
        let question = |(side, at): (usize, QuestionIx)| &versions.sides[side].questionnaire()[at];
        let one = question(places[0]);
        let open = places.iter().map(|&(side, at)| versions.sides[side].open(at)).collect();
        let unknown =
            versions.sides.iter().enumerate().filter(|(side, _)| places.iter().all(|(known, _)| known != side));
        let answered = unknown.map(|(_, version)| version.left_out).collect();
        let alike = |place: &(usize, QuestionIx)| {
            std::mem::discriminant(&question(*place).answer) == std::mem::discriminant(&one.answer)
        };
        if !places.iter().all(alike) {
            self.questions.push(Asked { open, answered, kind: Kind::Unlike });
            return;
        }

        let mut names: Vec<&str> = vec!["unsure"];
        match &one.answer {
            AnswerKind::YesNo => names.extend(["yes", "no"]),
            AnswerKind::One(_) => {
                names.extend(places.iter().flat_map(|&place| question(place).choices()).map(|choice| &*choice.id));
            }
            AnswerKind::Many(_) | AnswerKind::Number(_) | AnswerKind::Text => {}
        }
        let mut entered = HashSet::new();
        for name in names.into_iter().filter(|name| entered.insert(*name)) {
            if let Some(inputs) = value(versions, &places, || Value::Text(name.to_owned())) {
                self.enter(kind(at, Table::VALUE), name, 0, inputs);
            }
        }
        let kind = match &one.answer {
            AnswerKind::YesNo => {
                let both = [true, false].map(|yes| value(versions, &places, || Value::Bool(yes)).unwrap_or_default());
                let [yes, no] = both;
                Kind::YesNo { yes, no }
            }
            AnswerKind::One(_) => Kind::One,
            AnswerKind::Many(_) => {
                self.choices(versions, at, &places);
                Kind::Many
            }
            AnswerKind::Number(_) => Kind::Number(places.iter().filter_map(|&place| scale(versions, place)).collect()),
            AnswerKind::Text => Kind::Text,
        };
        self.questions.push(Asked { open, answered, kind });
    }

    /// The choices that every version has.
    fn choices(&mut self, versions: &Versions<'_>, at: usize, places: &Places) {
        let [first, rest @ ..] = places.as_slice() else { return };
        let of = |(side, at): (usize, QuestionIx)| -> &Question { &versions.sides[side].questionnaire()[at] };
        for (number, choice) in of(*first).choices().iter().enumerate() {
            if !rest.iter().all(|&place| of(place).choices().iter().any(|other| other.id == choice.id)) {
                continue;
            }
            let list = || vec![choice.id.clone()];
            let taken = || Value::List(list());
            let unsure = || Value::Parts { yes: Vec::new(), unsure: list() };
            if let Some(inputs) = value(versions, places, taken) {
                self.enter(kind(at, Table::TAKEN), &choice.id, number, inputs);
            }
            if let Some(inputs) = value(versions, places, unsure) {
                self.enter(kind(at, Table::UNSURE), &choice.id, number, inputs);
            }
        }
    }
}

fn kind(question: usize, role: u32) -> u32 {
    question as u32 * 3 + role
}

/// The inputs that a value makes true; `None` where some side that knows its question does not take it: there the
/// question stays unanswered, which one list for all sides cannot say.
fn value(versions: &Versions<'_>, places: &Places, value: impl Fn() -> Value) -> Option<Vec<u32>> {
    let mut inputs = Vec::new();
    for &(side, at) in places {
        let version = &versions.sides[side];
        let answer = answer(&version.questionnaire()[at], value()).ok()??;
        version.set(at, &answer, |input| inputs.push(input));
    }
    Some(inputs)
}

fn scale(versions: &Versions<'_>, (side, at): (usize, QuestionIx)) -> Option<Scale> {
    let version = &versions.sides[side];
    let AnswerKind::Number(number) = &version.questionnaire()[at].answer else { return None };
    let thresholds = version.thresholds(at).collect();
    Some(Scale { step: 10i64.pow(3 - u32::from(number.decimals.min(3))), min: number.min, max: number.max, thresholds })
}
