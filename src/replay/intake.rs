//! Lines straight into lanes: a line as it nearly always is, read without a tree, from tables of all that can be
//! answered. Any other line is left to [`Line::read`](super::Line::read), which says what is wrong with it.

mod cursor;
mod table;

use std::ops::Range;

use super::Line;
use super::scan;
use super::versions::Versions;
use crate::logic::{BLOCK, Word};
use crate::questionnaire::{QuestionIx, Questionnaire};
use cursor::Cursor;
use table::{Asked, Kind, Scale, Table};

/// Reads lines into the inputs of a circuit.
#[derive(Debug)]
pub(super) struct Intake<'v> {
    versions: &'v Versions<'v>,
    table: Table,
}

/// What is known of the line that is being read, kept from line to line for its memory.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// For each question the last line that named it.
    named: Vec<u64>,
    line: u64,
    /// The choices of the answer that is being read.
    taken: Vec<u32>,
    unsure: Vec<u32>,
}

impl<'v> Intake<'v> {
    pub(super) fn new(versions: &'v Versions<'v>) -> Intake<'v> {
        Intake { versions, table: Table::of(versions) }
    }

    /// The content of each version.
    pub(super) fn questionnaires(&self) -> Vec<&'v Questionnaire> {
        self.versions.sides.iter().map(|side| &side.plan.questionnaire).collect()
    }

    /// The inputs of a block of patients of whom nothing is answered.
    pub(super) fn blank(&self) -> Vec<Word> {
        let mut blank = vec![Word::default(); self.versions.circuit.inputs()];
        for side in &self.versions.sides {
            for (question, _) in side.questionnaire().questions() {
                blank[side.open(question) as usize] = [u64::MAX; BLOCK / 64];
            }
        }
        blank
    }

    /// Reads the line that stands at `place` among `bytes`. The id's place, empty without an id; `None` where the line is
    /// not as nearly all are. Its answers are put into the lane, where of a line that is not read to its end there is a part.
    pub(super) fn read(
        &self,
        bytes: &[u8],
        place: Range<usize>,
        reading: &mut Reading,
        lane: &mut Lane<'_>,
    ) -> Option<Range<usize>> {
        reading.begin(self.table.questions.len());
        let mut cursor = Cursor { bytes, at: place.start, end: place.end };
        let mut id = 0..0;
        let mut answered = false;
        cursor.blanks();
        cursor.items(*b"{}", |cursor| {
            let (key, _) = cursor.key()?;
            match &bytes[key] {
                b"answers" if !answered => {
                    answered = true;
                    self.answers(cursor, reading, lane)
                }
                b"id" if id.is_empty() => {
                    id = cursor.scalar()?;
                    Some(())
                }
                // Twice, which is for others to say.
                b"answers" | b"id" => None,
                other => {
                    std::str::from_utf8(other).ok().filter(|key| !key.contains(|c: char| c < ' ' || c == '\\'))?;
                    cursor.scalar().map(|_| ())
                }
            }
        })?;
        cursor.blanks();
        (answered && cursor.at == cursor.end).then_some(id)
    }

    /// Puts the answers of a line that was read exactly into a lane that is blank.
    pub(super) fn exact(&self, line: &Line<'_>, lane: &mut Lane<'_>) {
        for (side, given) in self.versions.sides.iter().zip(&line.sides) {
            for (at, answer) in given.answers.iter().enumerate() {
                let question = QuestionIx(at as u32);
                if let Some(answer) = answer {
                    lane.clear(&[side.open(question)]);
                    side.set(question, answer, |input| lane.set(input));
                }
            }
            if given.left_out {
                lane.set(side.left_out);
            }
        }
    }

    fn answers(&self, cursor: &mut Cursor<'_>, reading: &mut Reading, lane: &mut Lane<'_>) -> Option<()> {
        cursor.items(*b"{}", |cursor| {
            let (key, hash) = cursor.key()?;
            let question = self.table.question(cursor.bytes, key, hash)?;
            if std::mem::replace(&mut reading.named[question], reading.line) == reading.line {
                return None;
            }
            self.answer(question, cursor, reading, lane)
        })
    }

    fn answer(
        &self,
        question: usize,
        cursor: &mut Cursor<'_>,
        reading: &mut Reading,
        lane: &mut Lane<'_>,
    ) -> Option<()> {
        let asked: &Asked = &self.table.questions[question];
        match (cursor.peek()?, &asked.kind) {
            (b'"', kind) => {
                let (name, hash) = cursor.string()?;
                match (self.table.value(question, cursor.bytes, name.clone(), hash), kind) {
                    (Some(inputs), _) => lane.set_all(inputs),
                    (None, Kind::Text) => {
                        // A quote in it may be escaped, so it may end further on.
                        let text = scan::text(cursor.bytes, name.start)?;
                        is_words(&cursor.bytes[name.start..text.end], text.escaped)?;
                        cursor.at = text.end + 1;
                    }
                    (None, _) => return None,
                }
            }
            (b'[', Kind::Many) => {
                reading.taken.clear();
                self.choices(question, Table::TAKEN, cursor, reading, lane)?;
            }
            (b'{', Kind::Many) => self.parts(question, cursor, reading, lane)?,
            (b't', Kind::YesNo { yes, .. }) => {
                cursor.word(b"true")?;
                lane.set_all(yes);
            }
            (b'f', Kind::YesNo { no, .. }) => {
                cursor.word(b"false")?;
                lane.set_all(no);
            }
            (b'n', _) => return cursor.word(b"null"),
            (b'-' | b'0'..=b'9', Kind::Number(scales)) => {
                let thousandths = cursor.number()?;
                for scale in scales {
                    scale.inputs(thousandths)?.for_each(|input| lane.set(input));
                }
            }
            _ => return None,
        }
        lane.answer(asked);
        Some(())
    }

    /// A list of choices, taken or not sure.
    fn choices(
        &self,
        question: usize,
        role: u32,
        cursor: &mut Cursor<'_>,
        reading: &mut Reading,
        lane: &mut Lane<'_>,
    ) -> Option<()> {
        cursor.items(*b"[]", |cursor| {
            let (name, hash) = cursor.string()?;
            let (choice, inputs) = self.table.choice(question, role, cursor.bytes, name, hash)?;
            lane.set_all(inputs);
            if role == Table::TAKEN { &mut reading.taken } else { &mut reading.unsure }.push(choice);
            Some(())
        })
    }

    /// `{"yes": [...], "unsure": [...]}`.
    fn parts(
        &self,
        question: usize,
        cursor: &mut Cursor<'_>,
        reading: &mut Reading,
        lane: &mut Lane<'_>,
    ) -> Option<()> {
        reading.taken.clear();
        reading.unsure.clear();
        let mut seen = [false; 2];
        cursor.items(*b"{}", |cursor| {
            let (key, _) = cursor.key()?;
            let role = match &cursor.bytes[key] {
                b"yes" => Table::TAKEN,
                b"unsure" => Table::UNSURE,
                _ => return None,
            };
            if std::mem::replace(&mut seen[usize::from(role == Table::UNSURE)], true) {
                return None;
            }
            self.choices(question, role, cursor, reading, lane)
        })?;
        // Both is an error, which is for others to say.
        let both = reading.unsure.iter().any(|choice| reading.taken.contains(choice));
        (!both).then_some(())
    }
}

impl Reading {
    fn begin(&mut self, questions: usize) {
        self.named.resize(questions, 0);
        self.line += 1;
    }
}

/// One patient's place in the inputs.
pub(super) struct Lane<'b> {
    inputs: &'b mut [Word],
    word: usize,
    bit: u64,
}

impl<'b> Lane<'b> {
    pub(super) fn of(inputs: &'b mut [Word], lane: usize) -> Lane<'b> {
        Lane { inputs, word: lane / 64 % (BLOCK / 64), bit: 1 << (lane % 64) }
    }

    /// Makes the lane what it is in these inputs.
    pub(super) fn reset(&mut self, blank: &[Word]) {
        for (input, blank) in self.inputs.iter_mut().zip(blank) {
            input[self.word] = input[self.word] & !self.bit | blank[self.word] & self.bit;
        }
    }

    #[inline(always)]
    fn set(&mut self, input: u32) {
        self.inputs[input as usize][self.word] |= self.bit;
    }

    #[inline(always)]
    fn set_all(&mut self, inputs: &[u32]) {
        inputs.iter().for_each(|&input| self.set(input));
    }

    #[inline(always)]
    fn clear(&mut self, inputs: &[u32]) {
        inputs.iter().for_each(|&input| self.inputs[input as usize][self.word] &= !self.bit);
    }

    /// The question is no longer unanswered.
    #[inline(always)]
    fn answer(&mut self, asked: &Asked) {
        self.clear(&asked.open);
        self.set_all(&asked.answered);
    }
}

impl Scale {
    /// The inputs that a number makes true; `None` where it is no answer on this side.
    fn inputs(&self, thousandths: i64) -> Option<impl Iterator<Item = u32> + '_> {
        if thousandths % self.step != 0 {
            return None;
        }
        let number = thousandths / self.step;
        let inputs = self.thresholds.iter().take_while(move |(least, _)| *least <= number).map(|(_, input)| *input);
        (self.min <= number && number <= self.max).then_some(inputs)
    }
}

/// Whether it is seen at once that a text is one, and neither "unsure", which a question that cannot be answered so refuses,
/// nor nothing but blanks, which is no answer.
fn is_words(text: &[u8], escaped: bool) -> Option<()> {
    // Each letter may be written in six bytes.
    if text == b"unsure" || escaped && text.len() <= 6 * b"unsure".len() {
        return None;
    }
    // There are blanks of more than one byte, and escaped ones.
    let before = text.iter().take_while(|byte| **byte != b'\\');
    before.copied().find(u8::is_ascii_graphic).map(|_| ())
}
