//! Where things stand, for findings that come after reading.
//!
//! Reading fast knows no places, and what is checked keeps none. So the files are gone through once more when somebody
//! has something to say about a questionnaire that is already known to be sound in its structure.

mod thing;

use std::collections::{HashMap, HashSet};

use super::finding::{Code, Finding};
use super::outline::{Node, outline};
use super::place::Lines;
use super::read::{CASES, Files, HEADER, text_of};
use super::scan::value_end;
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
    /// The tags that conditions ask for.
    asked_tags: AskedTags,
}

/// Tags by question.
type AskedTags = HashMap<String, HashSet<String>>;

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
            asked_tags: AskedTags::new(),
        };
        places.read(files);
        let written = |(name, text): (String, &str)| Written { name, text: text.to_owned(), lines: Lines::of(text) };
        let texts = files.files.iter().map(|file| (file.name.clone(), text_of(&file.bytes)));
        places.pages = texts.map(written).collect();
        places
    }

    fn read(&mut self, files: &Files) -> Option<()> {
        let text = |index: usize| files.files.get(index).map(|file| text_of(&file.bytes));
        let index = files.find(HEADER)?;
        self.order.push(index);
        let header = outline(text(index)?);
        let mut page = Reader { page: index as u32, asked_tags: &mut self.asked_tags };
        self.header = page.at(&header);
        let key = |source: &Node<'_>| source.key.map_or(page.at(source), |(start, _)| page.at_offset(start));
        self.sources = header.list("sources").iter().map(key).collect();
        self.guarantees = header.list("guarantees").iter().map(|guarantee| page.guarantee(guarantee)).collect();

        for name in header.list("sections") {
            let at = At { page: index as u32, start: name.start as u32 };
            let Some(index) = files.find(&format!("{}.ron", name.text())) else { continue };
            self.order.push(index);
            let section = outline(text(index)?);
            let mut page = Reader { page: index as u32, asked_tags: &mut self.asked_tags };
            self.sections.push(Owning { at, when: page.condition(&section, "when") });
            self.questions.extend(section.list("questions").iter().map(|question| page.question(question)));
            self.scores.extend(section.list("scores").iter().map(|score| page.score(score)));
            self.rules.extend(section.list("rules").iter().map(|rule| page.owning(rule)));
            self.advice.extend(section.list("advice").iter().map(|advice| page.advice(advice)));
        }
        let index = files.find(CASES)?;
        self.order.push(index);
        let page = Reader { page: index as u32, asked_tags: &mut self.asked_tags };
        self.cases = outline(text(index)?).items.iter().map(|case| page.at(case)).collect();
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
    pub(super) fn is_asked_for(&self, question: &str, tag: &str) -> bool {
        self.asked_tags.get(question).is_some_and(|tags| tags.contains(tag))
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

/// Puts down the places of one file.
struct Reader<'p> {
    page: u32,
    asked_tags: &'p mut AskedTags,
}

impl Reader<'_> {
    fn at(&self, node: &Node<'_>) -> At {
        self.at_offset(node.start)
    }

    fn at_offset(&self, offset: usize) -> At {
        At { page: self.page, start: offset as u32 }
    }

    fn owning(&mut self, node: &Node<'_>) -> Owning {
        Owning { at: self.at(node), when: self.condition(node, "when") }
    }

    fn condition(&mut self, owner: &Node<'_>, field: &str) -> Option<Parts> {
        Some(self.parts(owner.field(field)?))
    }

    fn parts(&mut self, condition: &Node<'_>) -> Parts {
        let parts = match (condition.head, &condition.items[..]) {
            ("All" | "Any", [list]) | ("AtLeastOf", [_, list]) => &list.items[..],
            ("Not", parts) => parts,
            ("Tagged", [question, tag]) => {
                self.asked_tags.entry(question.text().into_owned()).or_default().insert(tag.text().into_owned());
                &[]
            }
            _ => &[],
        };
        Parts { at: self.at(condition), parts: parts.iter().map(|part| self.parts(part)).collect() }
    }

    fn question(&mut self, question: &Node<'_>) -> Question {
        let (mut choices, mut tags) = (Vec::new(), Vec::new());
        if let Some(Node { head: "One" | "Many", items, .. }) = question.field("answer") {
            let mut seen = HashSet::new();
            for choice in items.iter().flat_map(|list| &list.items) {
                choices.push(self.at(choice));
                for tag in choice.list("tags") {
                    if seen.insert(tag.text()) {
                        tags.push((tag.text().into_owned(), self.at(tag)));
                    }
                }
            }
        }
        Question { own: self.owning(question), choices, tags }
    }

    fn score(&mut self, score: &Node<'_>) -> Score {
        Score { at: self.at(score), items: score.list("points").iter().map(|item| self.owning(item)).collect() }
    }

    fn advice(&mut self, advice: &Node<'_>) -> Advice {
        // As in what is checked, what is named twice is named once.
        let mut seen = HashSet::new();
        let names = advice.list("contradicts").iter().filter(|name| seen.insert(name.text()));
        Advice { contradicts: names.map(|name| self.at(name)).collect(), own: self.owning(advice) }
    }

    fn guarantee(&mut self, guarantee: &Node<'_>) -> Guarantee {
        Guarantee {
            at: self.at(guarantee),
            given: self.condition(guarantee, "given"),
            then: self.condition(guarantee, "then"),
            facts: guarantee.list("never_lowers").iter().map(|fact| self.at(fact)).collect(),
        }
    }
}
