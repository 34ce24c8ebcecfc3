//! Where things stand, for findings that come after reading.
//!
//! Reading fast knows no places, and what is checked keeps none. So the files are read once more, located, when
//! somebody has something to say about a questionnaire that is already known to be sound in its structure.

mod thing;

use std::collections::{HashMap, HashSet};

use super::authored::{self, AnswerKind, Condition, ConditionKind, Header, Section, Text};
use super::finding::{Code, Finding};
use super::place::{Found, Lines, Page};
use super::read::{CASES, Files, HEADER, section_files, text_of};
use super::scan::{skip_trivia, value_end};
use super::spot::{Field, List, Spot, read_located};
use super::witness::Witness;

pub use thing::{Owner, Thing};

/// Where the things of a questionnaire stand in its files.
///
/// Positions are those in the checked questionnaire. What is not there has the place of what it would belong to, and
/// in the end that of the header.
pub struct Places {
    pages: Vec<Written>,
    /// The pages in the header's order.
    order: Vec<usize>,
    /// The beginning of the header.
    header: At,
    sections: Vec<Owning>,
    questions: Vec<Question>,
    scores: Vec<Score>,
    rules: Vec<Owning>,
    advice: Vec<Advice>,
    guarantees: Vec<Guarantee>,
    sources: Vec<At>,
    cases: Vec<At>,
    /// The tags that conditions ask for, by question and tag.
    asked_tags: HashSet<(String, String)>,
}

/// The text of a file.
struct Written {
    name: String,
    text: String,
    lines: Lines,
}

/// The beginning of something: page and offset.
#[derive(Clone, Copy)]
struct At {
    page: u32,
    start: u32,
}

/// A condition and its parts.
struct Parts {
    at: At,
    parts: Vec<Parts>,
}

/// Something with a condition; `None` where it is left out.
struct Owning {
    at: At,
    when: Option<Parts>,
}

struct Question {
    own: Owning,
    choices: Vec<At>,
    /// The first use of each tag.
    tags: Vec<(String, At)>,
}

struct Score {
    at: At,
    items: Vec<Owning>,
}

struct Advice {
    own: Owning,
    contradicts: Vec<At>,
}

struct Guarantee {
    at: At,
    given: Option<Parts>,
    then: Option<Parts>,
    facts: Vec<At>,
}

impl Places {
    /// `files` are those that the questionnaire was read from.
    pub fn of(files: &Files) -> Places {
        let mut places = Places {
            pages: Vec::with_capacity(files.files.len()),
            order: Vec::new(),
            header: At { page: 0, start: 0 },
            sections: Vec::new(),
            questions: Vec::new(),
            scores: Vec::new(),
            rules: Vec::new(),
            advice: Vec::new(),
            guarantees: Vec::new(),
            sources: Vec::new(),
            cases: Vec::new(),
            asked_tags: HashSet::new(),
        };
        places.read(files);
        let written = |(name, text): (String, &str)| Written { name, text: text.to_owned(), lines: Lines::of(text) };
        let texts = files.files.iter().map(|file| (file.name.clone(), text_of(&file.bytes)));
        places.pages = texts.map(written).collect();
        places
    }

    fn read(&mut self, files: &Files) -> Option<()> {
        let text = |index: usize| files.files.get(index).map(|file| text_of(&file.bytes));
        let header_at = files.find(HEADER)?;
        self.order.push(header_at);
        let page = Page { index: header_at, text: text(header_at)? };
        self.header = At { page: header_at as u32, start: skip_trivia(page.text, 0) as u32 };
        let mut reader = Reader { page, or: self.header, asked_tags: &mut self.asked_tags };
        let header: Header<'_> = read_located(page.text).0?;
        let names = header.sections.as_ref().and_then(|spot| spot.value.as_ref()).into_iter().flatten();
        let names: Vec<At> = names.map(|spot| reader.at(spot)).collect();
        let sources = header.sources.as_ref().and_then(|spot| spot.value.as_ref()).into_iter().flat_map(|map| &map.0);
        self.sources = sources.map(|(key, _)| reader.at(key)).collect();
        self.guarantees = reader.list(&header.guarantees, Reader::guarantee);

        let sections = section_files(files, &header, page, &mut Found::default());
        for ((_, index), at) in sections.iter().zip(names) {
            self.order.push(*index);
            let page = Page { index: *index, text: text(*index)? };
            let or = At { page: page.index as u32, start: 0 };
            let mut reader = Reader { page, or, asked_tags: &mut self.asked_tags };
            let section: Section<'_> = read_located(page.text).0?;
            self.sections.push(Owning { at, when: reader.when(&section.when) });
            self.questions.extend(reader.list(&section.questions, Reader::question));
            self.scores.extend(reader.list(&section.scores, Reader::score));
            let rule = |reader: &mut Reader<'_>, at, rule: &authored::Rule<'_>| reader.owning(at, &rule.when);
            self.rules.extend(reader.list(&section.rules, rule));
            self.advice.extend(reader.list(&section.advice, Reader::advice));
        }
        let cases_at = files.find(CASES)?;
        self.order.push(cases_at);
        let page = Page { index: cases_at, text: text(cases_at)? };
        let or = At { page: page.index as u32, start: 0 };
        let reader = Reader { page, or, asked_tags: &mut self.asked_tags };
        let cases: List<'_, serde::de::IgnoredAny> = read_located(page.text).0?;
        self.cases = cases.iter().map(|spot| reader.at(spot)).collect();
        Some(())
    }

    /// A finding about that thing.
    pub fn finding(
        &self,
        thing: &Thing,
        code: Code,
        message: String,
        help: String,
        witness: Option<Witness>,
    ) -> Finding {
        let At { page, start } = self.find(thing).unwrap_or(self.header);
        let start = start as usize;
        let (file, line, column) = self.place(thing);
        let end = self.pages.get(page as usize).map_or(start, |page| value_end(&page.text, start));
        Finding { code, file, line, column, span: start..end, message, help, witness }
    }

    /// The file, line and column of that thing, the two from 1 and in characters.
    pub fn place(&self, thing: &Thing) -> (String, usize, usize) {
        let At { page, start } = self.find(thing).unwrap_or(self.header);
        match self.pages.get(page as usize) {
            Some(Written { name, text, lines }) => {
                let (line, column) = lines.find(text, start as usize);
                (name.clone(), line, column)
            }
            None => (HEADER.to_owned(), 1, 1),
        }
    }

    /// Sorts findings in the header's order of files, then by place. Those about the site's file come last.
    pub fn sort(&self, findings: &mut [Finding]) {
        let unread = (0..self.pages.len()).filter(|page| !self.order.contains(page));
        let ranks: HashMap<&str, usize> = (self.order.iter().copied().chain(unread))
            .filter_map(|page| self.pages.get(page))
            .enumerate()
            .map(|(rank, page)| (page.name.as_str(), rank))
            .collect();
        let rank = |file: &str| ranks.get(file).copied().unwrap_or(if file == HEADER { 0 } else { usize::MAX });
        findings.sort_by_key(|finding| (rank(&finding.file), finding.span.start));
    }

    /// Whether a condition asks for the tag of the question of that id.
    pub fn is_asked_for(&self, question: &str, tag: &str) -> bool {
        // Tags are few, and a set of pairs of texts can only be asked with texts of its own.
        self.asked_tags.contains(&(question.to_owned(), tag.to_owned()))
    }

    fn find(&self, thing: &Thing) -> Option<At> {
        match thing {
            Thing::Section(ix) => Some(self.sections.get(ix.at())?.at),
            Thing::Question(ix) => Some(self.questions.get(ix.at())?.own.at),
            Thing::Choice(ix, choice) => {
                let question = self.questions.get(ix.at())?;
                Some(*question.choices.get(*choice).unwrap_or(&question.own.at))
            }
            Thing::Tag(ix, tag) => {
                let question = self.questions.get(ix.at())?;
                let tagged = question.tags.iter().find(|(other, _)| other == tag);
                Some(tagged.map_or(question.own.at, |(_, at)| *at))
            }
            Thing::Score(ix) => Some(self.scores.get(ix.at())?.at),
            Thing::Item(ix, item) => {
                let score = self.scores.get(ix.at())?;
                Some(score.items.get(*item).map_or(score.at, |item| item.at))
            }
            Thing::Rule(ix) => Some(self.rules.get(ix.at())?.at),
            Thing::Advice(ix) => Some(self.advice.get(ix.at())?.own.at),
            Thing::Contradicts(ix, name) => {
                let advice = self.advice.get(ix.at())?;
                Some(*advice.contradicts.get(*name).unwrap_or(&advice.own.at))
            }
            Thing::Guarantee(guarantee) => Some(self.guarantees.get(*guarantee)?.at),
            Thing::Fact(guarantee, fact) => {
                let guarantee = self.guarantees.get(*guarantee)?;
                Some(*guarantee.facts.get(*fact).unwrap_or(&guarantee.at))
            }
            Thing::Source(ix) => self.sources.get(ix.at()).copied(),
            Thing::Case(case) => self.cases.get(*case).copied(),
            Thing::Condition(owner, path) => self.condition(*owner, path),
        }
    }

    /// The innermost part on the way that is there; the owner where its condition is left out.
    fn condition(&self, owner: Owner, path: &[usize]) -> Option<At> {
        let (at, when) = match owner {
            Owner::Section(ix) => self.sections.get(ix.at())?.both(),
            Owner::Question(ix) => self.questions.get(ix.at())?.own.both(),
            Owner::Item(ix, item) => self.scores.get(ix.at())?.items.get(item)?.both(),
            Owner::Rule(ix) => self.rules.get(ix.at())?.both(),
            Owner::Advice(ix) => self.advice.get(ix.at())?.own.both(),
            Owner::Given(guarantee) => {
                let guarantee = self.guarantees.get(guarantee)?;
                (guarantee.at, &guarantee.given)
            }
            Owner::Then(guarantee) => {
                let guarantee = self.guarantees.get(guarantee)?;
                (guarantee.at, &guarantee.then)
            }
        };
        let Some(mut parts) = when.as_ref() else { return Some(at) };
        for position in path {
            match parts.parts.get(*position) {
                Some(part) => parts = part,
                None => break,
            }
        }
        Some(parts.at)
    }
}

impl Owning {
    fn both(&self) -> (At, &Option<Parts>) {
        (self.at, &self.when)
    }
}

/// Finds the places of what was read from one file.
struct Reader<'p> {
    page: Page<'p>,
    /// The place of what has none.
    or: At,
    asked_tags: &'p mut HashSet<(String, String)>,
}

impl Reader<'_> {
    fn at<T>(&self, spot: &Spot<'_, T>) -> At {
        self.slice(&spot.text[skip_trivia(spot.text, 0)..])
    }

    fn slice(&self, slice: &str) -> At {
        let place = self.page.place_of(slice);
        place.map_or(self.or, |place| At { page: place.page, start: place.start })
    }

    fn list<T, P>(&mut self, field: &Field<'_, List<'_, T>>, mut of: impl FnMut(&mut Self, At, &T) -> P) -> Vec<P> {
        let spots = field.as_ref().and_then(|spot| spot.value.as_ref()).into_iter().flatten();
        spots.filter_map(|spot| Some(of(self, self.at(spot), spot.value.as_ref()?))).collect()
    }

    fn names(&self, field: &Field<'_, List<'_, Text<'_>>>) -> Vec<(String, At)> {
        let spots = field.as_ref().and_then(|spot| spot.value.as_ref()).into_iter().flatten();
        spots.filter_map(|spot| Some((spot.value.as_ref()?.0.to_string(), self.at(spot)))).collect()
    }

    fn owning(&mut self, at: At, when: &Field<'_, Condition<'_>>) -> Owning {
        Owning { at, when: self.when(when) }
    }

    fn when(&mut self, field: &Field<'_, Condition<'_>>) -> Option<Parts> {
        Some(self.parts(field.as_ref()?.value.as_ref()?))
    }

    fn parts(&mut self, condition: &Condition<'_>) -> Parts {
        let parts = match &condition.kind {
            ConditionKind::All(list) | ConditionKind::Any(list) | ConditionKind::AtLeastOf(_, list) => {
                list.iter().map(|part| self.parts(part)).collect()
            }
            ConditionKind::Not(part) => vec![self.parts(part)],
            ConditionKind::Tagged(question, tag) => {
                self.asked_tags.insert((question.0.to_string(), tag.0.to_string()));
                Vec::new()
            }
            _ => Vec::new(),
        };
        Parts { at: self.slice(condition.word), parts }
    }

    fn question(&mut self, at: At, question: &authored::Question<'_>) -> Question {
        let own = self.owning(at, &question.when);
        let (mut choices, mut tags) = (Vec::new(), Vec::new());
        let answer = question.answer.as_ref().and_then(|spot| spot.value.as_ref());
        if let Some(AnswerKind::One(list) | AnswerKind::Many(list)) = answer {
            let mut seen = HashSet::new();
            for spot in list.value.iter().flatten() {
                choices.push(self.at(spot));
                let of_choice = spot.value.as_ref().map(|choice| self.names(&choice.tags)).unwrap_or_default();
                tags.extend(of_choice.into_iter().filter(|(tag, _)| seen.insert(tag.clone())));
            }
        }
        Question { own, choices, tags }
    }

    fn score(&mut self, at: At, score: &authored::Score<'_>) -> Score {
        let item = |reader: &mut Self, at, item: &authored::Points<'_>| reader.owning(at, &item.when);
        Score { at, items: self.list(&score.points, item) }
    }

    fn advice(&mut self, at: At, advice: &authored::Advice<'_>) -> Advice {
        let mut contradicts = self.names(&advice.contradicts);
        // As in what is checked, each counts once.
        let mut seen = HashSet::new();
        contradicts.retain(|(name, _)| seen.insert(name.clone()));
        let contradicts = contradicts.into_iter().map(|(_, at)| at).collect();
        Advice { own: self.owning(at, &advice.when), contradicts }
    }

    fn guarantee(&mut self, at: At, guarantee: &authored::Guarantee<'_>) -> Guarantee {
        let facts = self.list(&guarantee.never_lowers, |_, at, _| at);
        Guarantee { at, given: self.when(&guarantee.given), then: self.when(&guarantee.then), facts }
    }
}
