//! Whether the chain holds.

use std::collections::HashSet;
use std::fmt;

use jiff::Timestamp;

use super::entry::Event;
use super::seal::{Hash, digest};
use super::store::{InterviewId, Store, Tail, read_head};
use super::trouble::Trouble;
use crate::questionnaire::hex;

/// What [`Store::verify`] found.
///
/// No fault proves that, since the store was made, nobody without its key changed an entry, took one out, put one in, moved
/// one or cut off the last ones. It does not prove
/// - that the file is not an older copy of itself, put in the place of the newer one: compare [`Head`] with one that was
///   noted down elsewhere;
/// - anything about somebody who has the key: he can write a whole new chain;
/// - that the computer's clock was right, or that the operator was who he said.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Entries of the chain, purged ones too.
    pub entries: u64,
    /// Entries whose content was purged, as an entry of the chain says.
    pub purged: u64,
    /// Interviews.
    pub interviews: u64,
    /// What is wrong, in order of the chain.
    pub faults: Vec<Fault>,
    /// Where the chain should end; `None` where that cannot be read.
    pub head: Option<Head>,
    /// Entries before which the clock went back, each with both times.
    pub clock_went_back: Vec<(u64, Timestamp, Timestamp)>,
}

/// The end of a chain: two stores with the same are the same, and one that goes on from it has a greater counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last entry.
    pub counter: u64,
    /// The first 16 digits of its MAC.
    pub mark: String,
}

/// Something wrong with the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Entries of these numbers, the last one included, are gone.
    Removed(u64, u64),
    /// The entry is not the one that was appended there: it was changed, or stood elsewhere.
    Changed(u64),
    /// The content of the entry is gone, and no purge took it.
    Emptied(u64),
    /// These entries at the end, the last one included, were cut off.
    CutOff(u64, u64),
    /// The entry stands behind the end: it was put in by somebody else.
    Foreign(u64),
    /// The count of the entries cannot be read: it was changed or taken out.
    NoHead,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let span = |f: &mut fmt::Formatter<'_>, first: u64, last: u64, what: &str| match first == last {
            true => write!(f, "entry {first} was {what}"),
            false => write!(f, "entries {first} to {last} were {what}"),
        };
        match *self {
            Fault::Removed(first, last) => span(f, first, last, "removed"),
            Fault::CutOff(first, last) => span(f, first, last, "cut off at the end"),
            Fault::Changed(counter) => write!(f, "entry {counter} was changed, or stood in another place"),
            Fault::Emptied(counter) => write!(f, "the content of entry {counter} was removed, and not by a purge"),
            Fault::Foreign(counter) => write!(f, "entry {counter} was put in behind the end"),
            Fault::NoHead => f.write_str("the count of the entries was changed or removed: a cut end cannot be found"),
        }
    }
}

impl Fault {
    /// What the fault is called in JSON, and the entries that it is about.
    pub fn code(self) -> (&'static str, Option<(u64, u64)>) {
        match self {
            Fault::Removed(first, last) => ("removed", Some((first, last))),
            Fault::Changed(counter) => ("changed", Some((counter, counter))),
            Fault::Emptied(counter) => ("emptied", Some((counter, counter))),
            Fault::CutOff(first, last) => ("cut-off", Some((first, last))),
            Fault::Foreign(counter) => ("foreign", Some((counter, counter))),
            Fault::NoHead => ("no-head", None),
        }
    }
}

/// A row of the chain as it lies in the file.
struct Row {
    counter: u64,
    interview: InterviewId,
    sealed: Option<Vec<u8>>,
    digest: Vec<u8>,
    mac: Vec<u8>,
}

impl Store {
    /// Goes through the whole chain.
    pub fn verify(&self) -> Result<Verdict, Trouble> {
        let head = match read_head(&self.connection, &self.seal) {
            Ok(head) => Some(head),
            Err(Trouble::Damaged(_)) => None,
            Err(trouble) => return Err(trouble),
        };
        let mut verdict = Verdict {
            entries: 0,
            purged: 0,
            interviews: 0,
            faults: Vec::new(),
            head: head.map(|head| Head { counter: head.counter, mark: hex(&head.mac[..8]) }),
            clock_went_back: Vec::new(),
        };
        if head.is_none() {
            verdict.faults.push(Fault::NoHead);
        }
        let end = head.map_or(u64::MAX, |head| head.counter);
        let mut interviews = HashSet::new();
        let mut purges: HashSet<String> = HashSet::new();
        let mut emptied: Vec<(u64, InterviewId)> = Vec::new();
        let mut before = Tail::START;
        let mut clock: Option<Timestamp> = None;
        let mut statement =
            self.connection.prepare("SELECT counter, interview, sealed, digest, mac FROM entries ORDER BY counter")?;
        let rows = statement.query_map([], |row| {
            Ok(Row {
                counter: row.get::<_, i64>(0)? as u64,
                interview: InterviewId(row.get(1)?),
                sealed: row.get(2)?,
                digest: row.get(3)?,
                mac: row.get(4)?,
            })
        })?;
        for row in rows {
            let row = row?;
            if row.counter > end {
                verdict.faults.push(Fault::Foreign(row.counter));
                continue;
            }
            verdict.entries += 1;
            if row.counter > before.counter + 1 {
                verdict.faults.push(Fault::Removed(before.counter + 1, row.counter - 1));
            }
            if row.interview != InterviewId::STORE {
                interviews.insert(row.interview);
            }
            let follows = row.counter == before.counter + 1;
            let link = self.link(&row, &before.mac);
            let entry = row.sealed.as_ref().and_then(|sealed| self.read(row.interview, row.counter, sealed));
            // What follows a gap has a predecessor that nobody knows: it is judged by whether it opens.
            let holds = (link || !follows) && (row.sealed.is_none() || entry.is_some());
            match (holds, &entry) {
                (false, _) => verdict.faults.push(Fault::Changed(row.counter)),
                (true, None) => emptied.push((row.counter, row.interview)),
                (true, Some(entry)) => {
                    if let Some(earlier) = clock.filter(|earlier| *earlier > entry.at) {
                        verdict.clock_went_back.push((row.counter, earlier, entry.at));
                    }
                    clock = Some(entry.at);
                    if let Event::Purged { interviews, .. } = &entry.event {
                        purges.extend(interviews.iter().cloned());
                    }
                }
            }
            before = Tail { counter: row.counter, mac: row.mac.try_into().unwrap_or_default() };
        }
        for (counter, interview) in emptied {
            match purges.contains(&interview.to_string()) {
                true => verdict.purged += 1,
                false => verdict.faults.push(Fault::Emptied(counter)),
            }
        }
        if let Some(head) = head {
            if before.counter < head.counter {
                verdict.faults.push(Fault::CutOff(before.counter + 1, head.counter));
            } else if before.mac != head.mac && !verdict.faults.contains(&Fault::Changed(before.counter)) {
                verdict.faults.push(Fault::Changed(before.counter));
            }
        }
        verdict.interviews = interviews.len() as u64;
        Ok(verdict)
    }

    /// Whether the row is what was appended behind that MAC.
    fn link(&self, row: &Row, before: &Hash) -> bool {
        let Ok(known) = <Hash>::try_from(row.digest.as_slice()) else { return false };
        let sealed = row.sealed.as_ref().is_none_or(|sealed| digest(sealed) == known);
        sealed && self.seal.link(before, row.counter, &row.interview.0, &known).as_slice() == row.mac
    }
}
