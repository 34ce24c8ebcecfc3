//! Patients on their way through the circuit, a block at a time.

use super::LONGEST_LINE;
use super::feed::Item;
use super::intake::{Intake, Lane, Reading};
use super::line::{Line, LineError};
use crate::logic::{BLOCK, Board, Tape, Word};
use crate::questionnaire::Questionnaire;

/// So many lines that cannot be used wait for a block to be full, at the most.
const REFUSED: usize = 1024;

/// A block of patients that is being filled, with the lines that cannot be used between them.
#[derive(Debug)]
pub(super) struct Block<'v> {
    intake: &'v Intake<'v>,
    questionnaires: Vec<&'v Questionnaire>,
    tape: &'v Tape,
    board: Board,
    /// The inputs of a block of which nothing is answered.
    blank: Vec<Word>,
    reading: Reading,
    ids: Vec<u8>,
    lines: Vec<Entry>,
    patients: usize,
}

/// A line of the input.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its number, counted from 1.
    pub(super) number: u64,
    /// What became of it.
    pub(super) read: Result<Patient, LineError>,
}

/// A patient of a block.
#[derive(Debug)]
pub(super) struct Patient {
    pub(super) lane: usize,
    id: (usize, usize),
}

impl<'v> Block<'v> {
    /// A block that is filled by this intake and runs this tape.
    pub(super) fn new(intake: &'v Intake<'v>, tape: &'v Tape) -> Block<'v> {
        let mut block = Block {
            intake,
            questionnaires: intake.questionnaires(),
            tape,
            board: tape.board(),
            blank: intake.blank(),
            reading: Reading::default(),
            ids: Vec::new(),
            lines: Vec::new(),
            patients: 0,
        };
        block.clear();
        block
    }

    /// Takes a line. A blank one is passed over.
    pub(super) fn take(&mut self, number: u64, item: Item<'_>) {
        let read = match item {
            Item::Refused(error) => Err(error),
            Item::Line(_, place) if place.len() > LONGEST_LINE => Err(LineError::too_long()),
            Item::Line(bytes, place) => {
                let line = &bytes[place.clone()];
                let mut lane = Lane::of(self.board.inputs(self.tape), self.patients);
                match self.intake.read(bytes, place, &mut self.reading, &mut lane) {
                    Some(id) => Ok(self.patient(&bytes[id])),
                    None => {
                        lane.reset(&self.blank);
                        if line.trim_ascii().is_empty() {
                            return;
                        }
                        match Line::read(&self.questionnaires, line) {
                            Ok(line) => {
                                self.intake.exact(&line, &mut lane);
                                Ok(self.patient(line.id.map_or(&[], |id| id.get().as_bytes())))
                            }
                            Err(error) => Err(error),
                        }
                    }
                }
            }
        };
        self.lines.push(Entry { number, read });
    }

    /// The next patient, whose answers are in the next lane.
    fn patient(&mut self, id: &[u8]) -> Patient {
        let start = self.ids.len();
        self.ids.extend_from_slice(id);
        let lane = self.patients;
        self.patients += 1;
        Patient { lane, id: (start, self.ids.len()) }
    }

    /// Whether it is to be run before anything more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.patients == BLOCK || self.lines.len() >= BLOCK + REFUSED
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Runs the circuit for all of them.
    pub(super) fn run(&mut self) {
        self.tape.run(&mut self.board);
    }

    /// The board as it was left by the last run.
    pub(super) fn board(&self) -> &Board {
        &self.board
    }

    /// How many patients there are.
    pub(super) fn patients(&self) -> usize {
        self.patients
    }

    /// What was taken, in its order.
    pub(super) fn lines(&self) -> &[Entry] {
        &self.lines
    }

    /// A patient's id as it was written; empty without one.
    pub(super) fn id(&self, patient: &Patient) -> &[u8] {
        &self.ids[patient.id.0..patient.id.1]
    }

    /// Makes room for the next ones.
    pub(super) fn clear(&mut self) {
        self.board.inputs(self.tape).copy_from_slice(&self.blank);
        self.ids.clear();
        self.lines.clear();
        self.patients = 0;
    }
}
