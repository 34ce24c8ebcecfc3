//! The difference in words: what lowers a level first, then everything else, for whoever signs it.

use std::fmt::Write as _;

use crate::cli::walk;
use crate::proof::{Change, Difference, Direction, Ending, Field, Found, Move, Said, Shift, Version, What};
use crate::questionnaire::Questionnaire;

/// Everything, from the loudest to the quietest.
pub(super) fn text(versions: [Version<'_>; 2], difference: &Difference, changes: &[Change]) -> String {
    let [old, new] = versions.map(|version| version.questionnaire);
    let mut text = String::new();
    for (name, of) in [("Old", old), ("New", new)] {
        let _ = writeln!(text, "{name}: {} {}, {}", of.id, of.version, of.fingerprint);
    }
    if old.fingerprint != new.fingerprint && (&old.id, &old.version) == (&new.id, &new.version) {
        let _ = writeln!(text, "Both are called {}: raise the version of the new one.", new.version);
    }
    text.push('\n');
    let mut speaker = Speaker { versions, old, new, text };
    speaker.levels(difference);
    speaker.shifts(difference);
    speaker.changes(changes);
    if !difference.is_complete() {
        speaker.text.push_str(
            "\nNOT PROVED: the time was up. What is marked \"?\" or \"not known\" may be so, and where no patient stands \
             one was not looked for to the end. Give it more time before you sign.\n",
        );
    }
    speaker.text
}

struct Speaker<'d> {
    versions: [Version<'d>; 2],
    old: &'d Questionnaire,
    new: &'d Questionnaire,
    text: String,
}

/// What is told of a kind of thing.
#[derive(Default)]
struct Shown {
    text: String,
    /// Of how much it is not known whether it is to be told.
    unknown: usize,
}

/// Above what makes a level less urgent; it stands alone in this output.
const LOUD: &str = "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!";

impl Speaker<'_> {
    fn levels(&mut self, difference: &Difference) {
        let of = |direction| {
            let sure = |one: &&Move| one.found.possible == Some(true);
            difference.moves.iter().filter(sure).filter(move |one| one.direction() == direction)
        };
        let lowered: Vec<&Move> = of(Direction::Lowered).collect();
        if !lowered.is_empty() {
            let _ = writeln!(self.text, "{LOUD}\nLOWERED: patients can get a less urgent level than before.\n{LOUD}\n");
            self.moves(&lowered);
        }
        let moved = difference.moves.iter().any(|one| one.direction() != Direction::Same);
        let known = difference.moves.iter().all(|one| one.found.possible.is_some());
        if !moved && known {
            self.text.push_str("Proved: no patient gets another level, or is handed over otherwise.\n");
        } else if difference.moves.iter().all(|one| one.direction() != Direction::Lowered) {
            self.text.push_str("Proved: no patient gets a less urgent level.\n\n");
        }
        for (direction, head) in [
            (Direction::HandOver, "HANDED OVER: patients can be handed over who were not, or no longer."),
            (Direction::Raised, "RAISED: patients can get a more urgent level than before."),
        ] {
            let moves: Vec<&Move> = of(direction).collect();
            if !moves.is_empty() {
                let _ = writeln!(self.text, "{head}\n");
                self.moves(&moves);
            }
        }
        if moved || !known {
            self.matrix(difference);
        }
    }

    fn moves(&mut self, moves: &[&Move]) {
        for one in moves {
            let (old, new) = (ending(self.old, one.old), ending(self.new, one.new));
            let _ = writeln!(self.text, "  {old}  ->  {new}");
            match &one.found.patient {
                Some(patient) => {
                    self.text.push_str("    The smallest such patient:\n");
                    walk::both(&mut self.text, self.versions, patient);
                }
                None => {
                    self.text.push_str("    There is such a patient; the time was up before the smallest was found.\n")
                }
            }
            self.text.push('\n');
        }
    }

    /// Every pair of levels.
    fn matrix(&mut self, difference: &Difference) {
        let used = |of: fn(&Move) -> Ending| {
            Ending::all().filter(|ending| difference.moves.iter().any(|one| of(one) == *ending)).collect::<Vec<_>>()
        };
        let (rows, columns) = (used(|one| one.old), used(|one| one.new));
        let widest = rows.iter().map(|row| short(*row).len()).max().unwrap_or(0);
        self.text
            .push_str("All moves: the old version's levels down, the new one's across (- is proved to be nobody):\n\n");
        let mut line = format!("  {:widest$}", "");
        for column in &columns {
            let _ = write!(line, "  {:7}", short(*column));
        }
        let _ = writeln!(self.text, "{}", line.trim_end());
        for row in rows {
            let mut line = format!("  {:widest$}", short(row));
            for column in &columns {
                let cell = difference.moves.iter().find(|one| one.old == row && one.new == *column);
                let word = match cell.map(|one| (one.found.possible, one.direction())) {
                    None => "-",
                    Some((None, _)) => "?",
                    Some((_, Direction::Lowered)) => "LOWERED",
                    Some((_, Direction::HandOver)) => "handed",
                    Some((_, Direction::Raised)) => "raised",
                    Some((_, Direction::Same)) => "same",
                };
                let width = short(*column).len().max(7);
                let _ = write!(line, "  {word:width$}");
            }
            let _ = writeln!(self.text, "{}", line.trim_end());
        }
    }

    /// Advice, reasons and questions.
    fn shifts(&mut self, difference: &Difference) {
        let mut unchanged = Vec::new();
        let mut shown = Shown::default();
        for shift in &difference.advice {
            self.shift(&mut shown, shift, |of, ix| (of[ix].id.clone(), of[ix].text.clone()));
        }
        self.group("Advice", "advice", &mut shown, &mut unchanged);
        for reason in &difference.rules {
            let name = |of: &Questionnaire, ix| {
                let rule: &crate::questionnaire::Rule = &of[ix];
                (rule.id.clone(), rule.because.clone())
            };
            self.shift(&mut shown, &reason.told, name);
            if let Some(ix) = reason.told.new {
                let (id, words) = name(self.new, ix);
                self.one(
                    &mut shown,
                    &reason.certain,
                    "+",
                    &format!("{id}: {words} (told by both, certain only in the new one)"),
                );
                self.one(
                    &mut shown,
                    &reason.doubtful,
                    "-",
                    &format!("{id}: {words} (told by both, certain only in the old one)"),
                );
            }
        }
        self.group("Reasons", "reasons", &mut shown, &mut unchanged);
        for shift in &difference.questions {
            self.shift(&mut shown, shift, |of, ix| (of[ix].id.clone(), of[ix].ask.clone()));
        }
        self.group("Questions", "questions", &mut shown, &mut unchanged);
        if !unchanged.is_empty() {
            let _ = writeln!(self.text, "\nProved: no patient gets other {}.", unchanged.join(", or other "));
        }
    }

    fn group(&mut self, head: &str, word: &'static str, shown: &mut Shown, unchanged: &mut Vec<&'static str>) {
        let Shown { text, unknown } = std::mem::take(shown);
        if text.is_empty() && unknown == 0 {
            unchanged.push(word);
            return;
        }
        let _ = writeln!(
            self.text,
            "\n{head} that some patients get from the new version only (+), or from the old one only (-), each with the \
             smallest patient:\n"
        );
        self.text.push_str(&text);
        if unknown > 0 {
            let _ = writeln!(self.text, "  ? {unknown} more are not known: the time was up");
        }
    }

    fn shift<Ix: Copy>(
        &self,
        shown: &mut Shown,
        shift: &Shift<Ix>,
        name: impl Fn(&Questionnaire, Ix) -> (String, String),
    ) {
        let names = [(self.old, shift.old), (self.new, shift.new)].map(|(of, ix)| ix.map(|ix| name(of, ix)));
        let (note, name) = match names {
            [Some((before, _)), Some((after, words))] if before != after => {
                (format!(" (in the old version {before})"), format!("{after}: {words}"))
            }
            [Some(_), Some((id, words))] => (String::new(), format!("{id}: {words}")),
            [None, Some((id, words))] => (" (new)".to_owned(), format!("{id}: {words}")),
            [Some((id, words)), None] => (" (gone)".to_owned(), format!("{id}: {words}")),
            [None, None] => return,
        };
        let name = format!("{name}{note}");
        self.one(shown, &shift.appears, "+", &name);
        self.one(shown, &shift.vanishes, "-", &name);
        let nobody = |found: &Found| found.possible == Some(false);
        if nobody(&shift.appears) && nobody(&shift.vanishes) && (shift.old.is_none() || shift.new.is_none()) {
            let _ = writeln!(shown.text, "    {name}: for nobody");
        }
    }

    fn one(&self, shown: &mut Shown, found: &Found, mark: &str, name: &str) {
        match found.possible {
            Some(false) => return,
            Some(true) => {}
            None => {
                shown.unknown += 1;
                return;
            }
        }
        let mut text = format!("  {mark} {name}\n");
        if let Some(patient) = &found.patient {
            walk::lines(&mut text, "      ", [self.old, self.new], patient);
        }
        shown.text.push_str(&text);
    }

    /// What was written otherwise.
    fn changes(&mut self, changes: &[Change]) {
        if changes.is_empty() {
            self.text.push_str("\nNothing is written otherwise, cases and translations aside.\n");
            return;
        }
        self.text.push_str("\nWritten otherwise:\n\n");
        for change in changes {
            let (what, kind) = (super::what(&change.what), super::kind(change.kind));
            let id = match (&change.old, &change.new) {
                (Some(old), Some(new)) if old != new => format!("{old} -> {new}"),
                (_, Some(id)) | (Some(id), None) => id.clone(),
                (None, None) => String::new(),
            };
            let within = change.within.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
            let _ = write!(self.text, "  {what} {kind} {id}{within}");
            match &change.what {
                What::New(words) | What::Gone(words) | What::Renamed(words) => {
                    let words = if words.is_empty() || *words == id { String::new() } else { format!(": {words}") };
                    let _ = writeln!(self.text, "{words}");
                }
                What::Reworded(field) | What::Changed(field) => self.field(field),
            }
        }
    }

    fn field(&mut self, Field { name, old, new }: &Field) {
        let _ = writeln!(self.text, ", {name}");
        let said = |of, field: &Said| super::said(of, field).unwrap_or_else(|| "(left out)".to_owned());
        let (before, after) = (said(self.old, old), said(self.new, new));
        if before == after {
            // A condition that asks for a tag reads the same, whoever bears it.
            let _ = writeln!(self.text, "      in the same words, which mean other choices now: {after}");
        } else {
            let indent = |text: String| text.replace('\n', "\n           ");
            let _ = writeln!(self.text, "      old: {}\n      new: {}", indent(before), indent(after));
        }
    }
}

/// How an interview ends, in the version's own word for the level.
fn ending(of: &Questionnaire, ending: Ending) -> String {
    let level = match ending.level {
        Some(level) => match of.disposition(level) {
            Some(disposition) => format!("{} ({})", disposition.title, level.word()),
            None => level.word().to_owned(),
        },
        None => "no level".to_owned(),
    };
    if ending.handed_over { format!("{level}, handed over") } else { level }
}

/// How an interview ends, where there is little room.
fn short(ending: Ending) -> String {
    let level = ending.level.map_or("none", |level| level.word());
    if ending.handed_over { format!("{level}/handed over") } else { level.to_owned() }
}
