//! Many patients: answers in and outcomes out, one JSON object a line (LANGUAGE.md, What the program says on one
//! patient, in JSON).
//!
//! Start at [`eval`] and [`replay`]. The input comes in pieces of whole lines (`feed`), which all cores work on (`order`);
//! what each line becomes is written in the input's order, so memory does not grow with the input. A line as it nearly
//! always is goes straight into the lanes of the circuit (`intake`); any other is read exactly (`line`), which also says
//! what is wrong with it.

mod block;
mod compare;
mod feed;
mod field;
mod head;
mod intake;
mod json;
mod line;
mod moves;
mod order;
mod rows;
mod scan;
mod sheet;
mod table;
mod versions;

use std::io::{self, Read, Write};
use std::num::NonZeroUsize;

use crate::interview::Plan;
use crate::questionnaire::Questionnaire;
use block::Block;
use compare::Comparer;
use feed::{Feed, Lines};
use intake::Intake;
use json::Pieces;
use order::{Worker, work};
use rows::{Layout, Row, Rows};
use sheet::Sheet;
use table::Table;
use versions::Versions;

pub use compare::Spool;
pub use field::Field;
pub use line::{Line, LineError, Side};
pub use moves::{Case, Counts, End, EndIn, Move, Moves, RuleCounts, RuleMove, RuleState, Way};

/// The longest line that is read, in bytes; a longer one costs only itself.
pub const LONGEST_LINE: usize = 4 * 1024 * 1024;

/// What became of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines evaluated.
    pub used: u64,
    /// Lines that could not be used; an error was written in their place.
    pub refused: u64,
}

/// How patients are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A JSON object a line.
    Ndjson,
    /// A row for each, with a header.
    Csv,
}

/// How patients are evaluated.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many cores work on them.
    pub threads: NonZeroUsize,
    /// How the patients are written.
    pub input: Form,
    /// How their outcomes are to be written.
    pub output: Form,
    /// What is written of an outcome, beside the patient's id.
    pub fields: Vec<Field>,
}

/// Evaluates every patient of `input` and writes one line for each to `output`, in order. Blank lines are passed over.
///
/// # Errors
///
/// If reading or writing fails; as [`io::ErrorKind::InvalidData`] where the header of a CSV names no questions.
pub fn eval(
    plan: &Plan,
    options: &Options,
    input: impl Read + Send,
    mut output: impl Write + Send,
) -> io::Result<Tally> {
    let versions = Versions::of(&[plan]);
    let intake = Intake::new(&versions);
    let layout = Layout::of(&versions, &options.fields);
    let writer = match options.output {
        Form::Ndjson => Writer::Json(Pieces::of(&plan.questionnaire, &options.fields)),
        Form::Csv => Writer::Csv(Table::of(&plan.questionnaire, &options.fields)),
    };
    let worker = || Evaluator {
        layout: &layout,
        writer: &writer,
        block: Block::new(&intake, &layout.tape),
        rows: Rows::default(),
        written: Vec::new(),
        tally: Tally::default(),
    };
    let feed = feed(options.input, input, &[&plan.questionnaire])?;
    writer.begin(&mut output)?;
    let workers = work(feed, output, options.threads, worker);
    let tallies = workers?.into_iter().map(|worker| worker.tally);
    Ok(tallies
        .fold(Tally::default(), |all, one| Tally { used: all.used + one.used, refused: all.refused + one.refused }))
}

/// Takes every patient of `input` through two versions. Where there is a `spool`, one line is written for each patient
/// that ends elsewhere: to the first of the two where the level is lowered or lost, else to the second.
///
/// # Errors
///
/// As [`eval`].
pub fn replay(
    plans: [&Plan; 2],
    input: impl Read + Send,
    form: Form,
    threads: NonZeroUsize,
    spool: Spool<'_>,
) -> io::Result<Moves> {
    let versions = Versions::of(&plans);
    let intake = Intake::new(&versions);
    let layout = compare::Layout::of(&versions);
    let spooled = spool.is_some();
    let worker = || Comparer::new(&layout, Block::new(&intake, &layout.tape), spooled);
    let feed = feed(form, input, &plans.map(|plan| &plan.questionnaire))?;
    let workers = work(feed, spool, threads, worker);
    let mut moves = workers?.into_iter().map(Comparer::into_moves);
    let mut all = moves.next().unwrap_or_else(|| Moves::of(&[]));
    moves.for_each(|one| all.add(one));
    Ok(all.finish())
}

/// The input as pieces of whole lines, however it is written.
fn feed<'r>(
    form: Form,
    input: impl Read + Send + 'r,
    questionnaires: &[&Questionnaire],
) -> io::Result<Box<dyn Feed + Send + 'r>> {
    Ok(match form {
        Form::Ndjson => Box::new(Lines::new(input)),
        Form::Csv => Box::new(Sheet::open(input, questionnaires)?),
    })
}

/// How outcomes are written.
enum Writer {
    Json(Pieces),
    Csv(Table),
}

impl Writer {
    /// Writes what comes before the first patient.
    fn begin(&self, output: &mut impl Write) -> io::Result<()> {
        match self {
            Writer::Json(_) => Ok(()),
            Writer::Csv(table) => output.write_all(table.header()),
        }
    }

    fn patient(&self, id: &[u8], row: Row<'_>, out: &mut Vec<u8>) {
        match self {
            Writer::Json(pieces) => pieces.write(id, row, out),
            Writer::Csv(table) => table.write(id, row, out),
        }
    }

    fn error(&self, number: u64, error: &LineError, out: &mut Vec<u8>) {
        match self {
            Writer::Json(_) => error.write(number, out),
            Writer::Csv(table) => table.error(number, error, out),
        }
    }
}

/// What one core evaluates with.
struct Evaluator<'v> {
    layout: &'v Layout,
    writer: &'v Writer,
    block: Block<'v>,
    rows: Rows,
    written: Vec<u8>,
    tally: Tally,
}

impl<'v, W: Write> Worker<'v, W> for Evaluator<'v> {
    fn block(&mut self) -> &mut Block<'v> {
        &mut self.block
    }

    fn run(&mut self) {
        self.block.run();
        self.rows.take(self.layout, self.block.board());
        for line in self.block.lines() {
            match &line.read {
                Ok(patient) => {
                    let row = self.rows.row(self.layout, patient.lane);
                    self.writer.patient(self.block.id(patient), row, &mut self.written);
                    self.tally.used += 1;
                }
                Err(error) => {
                    self.writer.error(line.number, error, &mut self.written);
                    self.tally.refused += 1;
                }
            }
        }
        self.block.clear();
    }

    fn gathered(&self) -> usize {
        self.written.len()
    }

    fn write(&mut self, output: &mut W) -> io::Result<()> {
        output.write_all(&self.written)?;
        self.written.clear();
        output.flush()
    }
}
