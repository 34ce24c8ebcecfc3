//! Retention: taking out what is older than it may be kept.

use jiff::Timestamp;
use rusqlite::{TransactionBehavior, params};

use super::entry::{Entry, Event, Standing};
use super::store::{InterviewId, Store, append_one, read_tail, write_tail};
use super::summary::State;
use super::trouble::Trouble;

impl Store {
    /// Removes the content of every interview that was last changed before then, finished or not, and says which. The
    /// places in the chain stay, and an entry that names the interviews is appended, so that [`Store::verify`] knows them
    /// as purged. What is held at another terminal at present is left alone.
    pub fn purge(
        &mut self,
        before: Timestamp,
        now: Timestamp,
        operator: Option<String>,
    ) -> Result<Vec<InterviewId>, Trouble> {
        let old: Vec<InterviewId> = self
            .list()?
            .into_iter()
            .filter(|summary| !matches!(summary.state, State::Here | State::Elsewhere))
            .filter(|summary| summary.known.as_ref().is_some_and(|known| known.last < before))
            .map(|summary| summary.interview)
            .collect();
        if old.is_empty() {
            return Ok(old);
        }
        let kept = self.contents_in_use(&old)?;
        let purging = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let tail = read_tail(&purging, &self.seal)?;
        for interview in &old {
            purging.execute("UPDATE entries SET sealed = NULL WHERE interview = ?1", params![interview.0])?;
            purging.execute("DELETE FROM unfinished WHERE interview = ?1", params![interview.0])?;
        }
        let names: Vec<String> = {
            let mut statement = purging.prepare("SELECT lower(hex(name)) FROM contents")?;
            statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?
        };
        for name in names.iter().filter(|name| !kept.contains(name)) {
            purging.execute("DELETE FROM contents WHERE lower(hex(name)) = ?1", params![name])?;
        }
        let interviews = old.iter().map(InterviewId::to_string).collect();
        let event = Event::Purged { interviews, before };
        let entry = Entry { at: now, operator, event, standing: Standing::default() };
        let tail = append_one(&purging, &self.seal, tail, InterviewId::STORE, &entry)?;
        write_tail(&purging, &self.seal, tail)?;
        purging.commit()?;
        // Until then what was taken out lies in the log, and in pages that nothing points to.
        self.shrink_log()?;
        self.connection.execute_batch("VACUUM")?;
        self.shrink_log()?;
        Ok(old)
    }

    /// The contents that any other interview was begun with or goes on with.
    fn contents_in_use(&self, but: &[InterviewId]) -> Result<Vec<String>, Trouble> {
        let mut names = Vec::new();
        for summary in self.list()? {
            if but.contains(&summary.interview) {
                continue;
            }
            for entry in self.trail(summary.interview)?.entries.into_iter().filter_map(|dated| dated.entry) {
                match entry.event {
                    Event::Began(began) => names.push(began.content),
                    Event::Continued { content, .. } => names.push(content),
                    _ => {}
                }
            }
        }
        Ok(names)
    }
}
