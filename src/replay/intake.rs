//! Lines straight into lanes: a line as it nearly always is, read without a tree, from tables of all that can be
//! answered. Any other line is left to [`Line::read`](super::Line::read), which says what is wrong with it.

mod table;

use std::ops::Range;

use super::Line;
use super::scan;
use super::versions::Versions;
use crate::logic::{BLOCK, Word};
use crate::questionnaire::{QuestionIx, Questionnaire};
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
        cursor.take(b'{')?;
        loop {
            cursor.blanks();
            cursor.take(b'"')?;
            let (end, _) = cursor.name()?;
            let key = &bytes[cursor.at..end];
            cursor.at = end + 1;
            cursor.colon()?;
            match key {
                b"answers" if !answered => {
                    answered = true;
                    self.answers(&mut cursor, reading, lane)?;
                }
                b"id" if id.is_empty() => id = cursor.scalar()?,
                // Twice, which is for others to say; or of no meaning here.
                b"answers" | b"id" => return None,
                _ => {
                    std::str::from_utf8(key).ok().filter(|key| !key.contains(|c: char| c < ' ' || c == '\\'))?;
                    cursor.scalar()?;
                }
            }
            cursor.blanks();
            if !cursor.comma(b'}')? {
                break;
            }
        }
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
        cursor.take(b'{')?;
        cursor.blanks();
        if cursor.skip(b'}') {
            return Some(());
        }
        loop {
            cursor.blanks();
            cursor.take(b'"')?;
            let (end, hash) = cursor.name()?;
            let question = self.table.question(cursor.bytes, cursor.at..end, hash)?;
            cursor.at = end + 1;
            if std::mem::replace(&mut reading.named[question], reading.line) == reading.line {
                return None;
            }
            cursor.colon()?;
            self.answer(question, cursor, reading, lane)?;
            cursor.blanks();
            if !cursor.comma(b'}')? {
                return Some(());
            }
        }
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
                cursor.at += 1;
                let (end, hash) = cursor.name()?;
                match (self.table.value(question, cursor.bytes, cursor.at..end, hash), kind) {
                    (Some(inputs), _) => lane.set_all(inputs),
                    (None, Kind::Text) => {
                        let text = scan::text(cursor.bytes, cursor.at)?;
                        is_words(&cursor.bytes[cursor.at..text.end], text.escaped)?;
                        cursor.at = text.end + 1;
                        lane.answer(asked);
                        return Some(());
                    }
                    (None, _) => return None,
                }
                cursor.at = end + 1;
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
        cursor.take(b'[')?;
        cursor.blanks();
        if cursor.skip(b']') {
            return Some(());
        }
        loop {
            cursor.blanks();
            cursor.take(b'"')?;
            let (end, hash) = cursor.name()?;
            let (choice, inputs) = self.table.choice(question, role, cursor.bytes, cursor.at..end, hash)?;
            cursor.at = end + 1;
            lane.set_all(inputs);
            if role == Table::TAKEN { &mut reading.taken } else { &mut reading.unsure }.push(choice);
            cursor.blanks();
            if !cursor.comma(b']')? {
                return Some(());
            }
        }
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
        cursor.take(b'{')?;
        cursor.blanks();
        if cursor.skip(b'}') {
            return Some(());
        }
        loop {
            cursor.blanks();
            cursor.take(b'"')?;
            let (end, _) = cursor.name()?;
            let role = match &cursor.bytes[cursor.at..end] {
                b"yes" => Table::TAKEN,
                b"unsure" => Table::UNSURE,
                _ => return None,
            };
            cursor.at = end + 1;
            if std::mem::replace(&mut seen[usize::from(role == Table::UNSURE)], true) {
                return None;
            }
            cursor.colon()?;
            self.choices(question, role, cursor, reading, lane)?;
            cursor.blanks();
            if !cursor.comma(b'}')? {
                break;
            }
        }
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

/// A place in a line. Everything gives `None` where the line is not as nearly all are.
struct Cursor<'b> {
    bytes: &'b [u8],
    at: usize,
    end: usize,
}

impl Cursor<'_> {
    #[inline(always)]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline(always)]
    fn skip(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    #[inline(always)]
    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip(byte).then_some(())
    }

    #[inline(always)]
    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) && self.at < self.end {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn colon(&mut self) -> Option<()> {
        self.blanks();
        self.take(b':')?;
        self.blanks();
        Some(())
    }

    /// Whether a comma follows, and not the end of what is read.
    #[inline(always)]
    fn comma(&mut self, end: u8) -> Option<bool> {
        if self.skip(b',') {
            return Some(true);
        }
        self.take(end).map(|()| false)
    }

    #[inline(always)]
    fn name(&self) -> Option<(usize, scan::Hash)> {
        scan::name(self.bytes, self.at)
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let end = self.at + word.len();
        let is_here = self.bytes.get(self.at..end) == Some(word);
        self.at = end;
        is_here.then_some(())
    }

    /// A text, a number, `true`, `false` or `null`, as it is written.
    fn scalar(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        match self.peek()? {
            b'"' => self.at = scan::text(self.bytes, self.at + 1)?.end + 1,
            b'n' => self.word(b"null")?,
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            _ => self.whole()?,
        }
        Some(start..self.at)
    }

    /// A whole number of at most 18 digits.
    fn whole(&mut self) -> Option<()> {
        self.skip(b'-');
        let start = self.at;
        self.digits(18)?;
        (!self.is_padded(start) && !self.goes_on()).then_some(())
    }

    /// A number of at most nine digits before and three after the point, in thousandths.
    fn number(&mut self) -> Option<i64> {
        let negative = self.skip(b'-');
        let start = self.at;
        let mut number = self.digits(9)?;
        let is_padded = self.is_padded(start);
        let mut missing = 3;
        if self.skip(b'.') {
            let start = self.at;
            let fraction = self.digits(3)?;
            missing = 3 - (self.at - start);
            number = number * 10i64.pow((self.at - start) as u32) + fraction;
        }
        number *= 10i64.pow(missing as u32);
        // A zero below zero is a number of its own to some.
        let is_other = is_padded || self.goes_on() || negative && number == 0;
        (!is_other).then_some(if negative { -number } else { number })
    }

    /// Whether the digits since there begin with a zero that no number begins with.
    fn is_padded(&self, start: usize) -> bool {
        self.at - start > 1 && self.bytes[start] == b'0'
    }

    /// Whether what was read is but the beginning of a number.
    fn goes_on(&self) -> bool {
        matches!(self.peek(), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'))
    }

    /// One digit at least, and so many at most.
    fn digits(&mut self, most: usize) -> Option<i64> {
        let start = self.at;
        let mut number = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek()
            && self.at - start < most
        {
            number = number * 10 + i64::from(digit - b'0');
            self.at += 1;
        }
        (self.at > start).then_some(number)
    }
}
