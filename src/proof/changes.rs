//! What was written otherwise in two versions of a questionnaire: new, gone, renamed, reworded, changed. No proof is
//! needed for this, and it says nothing about patients: that does [`difference`](super::difference()).

mod fields;
mod same;

use super::pairs::{Pair, paired};
use crate::questionnaire::{Condition, Guarantee, Level, Questionnaire, Rule, Score};
use fields::{Fields, choice, cited, guarantee, header, kind, list, maybe, question, rule, score, text, when};
use same::{is_same, says_the_same};

/// One thing that is otherwise in the new version.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind of thing.
    pub kind: Kind,
    /// The question of a choice, the score of an item.
    pub within: Option<String>,
    /// Its id in the old version.
    pub old: Option<String>,
    /// Its id in the new version.
    pub new: Option<String>,
    /// What became of it.
    pub what: What,
}

/// A kind of thing in a questionnaire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The header.
    Questionnaire,
    /// A word that a site may replace, by its name.
    Term,
    /// What a level means, by the level's word.
    Disposition,
    /// A source.
    Source,
    /// A section.
    Section,
    /// A question.
    Question,
    /// A choice of a question.
    Choice,
    /// A score.
    Score,
    /// An item of a score, by its label.
    Item,
    /// A rule.
    Rule,
    /// A piece of advice.
    Advice,
    /// A guarantee.
    Guarantee,
}

/// What became of a thing.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It is new, with these words.
    New(String),
    /// It is gone, with these words.
    Gone(String),
    /// It has another id, with these words.
    Renamed(String),
    /// A field of it says something else in words.
    Reworded(Field),
    /// A field of it means something else.
    Changed(Field),
}

/// A field of a thing in both versions.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in the files.
    pub name: &'static str,
    /// What it was.
    pub old: Said,
    /// What it is.
    pub new: Said,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// It is left out.
    Nothing,
    /// Words, ids or numbers.
    Text(String),
    /// A condition of that version.
    When(Condition),
}

/// Everything that is written otherwise, in the order of the files.
pub fn changes(old: &Questionnaire, new: &Questionnaire) -> Vec<Change> {
    let mut comparer = Comparer { old, new, found: Vec::new() };
    comparer.header();
    comparer.sections_and_questions();
    comparer.logic();
    comparer.found
}

/// The questions of both versions.
pub(super) fn questions(old: &Questionnaire, new: &Questionnaire) -> Vec<Pair> {
    by(&old.questions, &new.questions, |one| &one.id, |a, b| a.ask == b.ask && kind(a) == kind(b))
}

/// The rules of both versions.
pub(super) fn rules(old: &Questionnaire, new: &Questionnaire) -> Vec<Pair> {
    by(&old.rules, &new.rules, |one| &one.id, |a, b| a.because == b.because)
}

/// The advice of both versions.
pub(super) fn advice(old: &Questionnaire, new: &Questionnaire) -> Vec<Pair> {
    by(&old.advice, &new.advice, |one| &one.id, |a, b| a.text == b.text && a.kind == b.kind)
}

fn by<T>(old: &[T], new: &[T], id: impl Fn(&T) -> &str, alike: impl Fn(&T, &T) -> bool) -> Vec<Pair> {
    let old_ids: Vec<&str> = old.iter().map(&id).collect();
    let new_ids: Vec<&str> = new.iter().map(&id).collect();
    paired(&old_ids, &new_ids, |a, b| alike(&old[a], &new[b]))
}

struct Comparer<'q> {
    old: &'q Questionnaire,
    new: &'q Questionnaire,
    found: Vec<Change>,
}

impl<'q> Comparer<'q> {
    /// Compares two lists of things: their ids, their words, and their fields.
    fn list<T>(
        &mut self,
        kind: Kind,
        within: Option<&str>,
        [old, new]: [&'q [T]; 2],
        pairs: &[Pair],
        name: impl Fn(&'q T) -> (String, String),
        fields: impl Fn(&'q Questionnaire, &'q T) -> Fields,
    ) {
        for pair in pairs {
            let one = pair.old.map(|at| &old[at]);
            let other = pair.new.map(|at| &new[at]);
            let names = [one.map(&name), other.map(&name)];
            let [old_id, new_id] = names.clone().map(|name| name.map(|(id, _)| id));
            let mut say = |what| {
                let (old, new) = (old_id.clone(), new_id.clone());
                self.found.push(Change { kind, within: within.map(str::to_owned), old, new, what });
            };
            match (one, other, names) {
                (Some(one), Some(other), [_, Some((_, words))]) => {
                    if old_id != new_id {
                        say(What::Renamed(words));
                    }
                    let fields = fields(self.old, one).into_iter().zip(fields(self.new, other));
                    for ((name, words, old), (_, _, new)) in fields {
                        if !says_the_same([self.old, self.new], &old, &new) {
                            let field = Field { name, old, new };
                            say(if words { What::Reworded(field) } else { What::Changed(field) });
                        }
                    }
                }
                (Some(_), None, [Some((_, words)), _]) => say(What::Gone(words)),
                (None, Some(_), [_, Some((_, words))]) => say(What::New(words)),
                _ => {}
            }
        }
    }

    fn header(&mut self) {
        let (old, new) = (self.old, self.new);
        let one = [Pair { old: Some(0), new: Some(0) }];
        let (old_one, new_one) = (std::slice::from_ref(old), std::slice::from_ref(new));
        let name = |_: &Questionnaire| (new.id.clone(), new.title.clone());
        self.list(Kind::Questionnaire, None, [old_one, new_one], &one, name, |_, q| header(q));
        self.order(
            "sections",
            old.sections.iter().map(|one| &*one.id).collect(),
            new.sections.iter().map(|one| &*one.id).collect(),
        );
        self.order(
            "questions",
            old.questions.iter().map(|one| &*one.id).collect(),
            new.questions.iter().map(|one| &*one.id).collect(),
        );
        let pairs = by(&old.terms, &new.terms, |(id, _)| id, |_, _| false);
        let word = |_: &Questionnaire, (_, word): &(String, String)| vec![("term", true, text(word))];
        self.list(Kind::Term, None, [&old.terms, &new.terms], &pairs, Clone::clone, word);
        for level in Level::ALL {
            let of = |q: &'q Questionnaire| q.disposition(level).map(std::slice::from_ref).unwrap_or_default();
            let here = |all: &[_]| (!all.is_empty()).then_some(0);
            let pair = Pair { old: here(of(old)), new: here(of(new)) };
            if pair.old.is_none() && pair.new.is_none() {
                continue;
            }
            self.list(
                Kind::Disposition,
                None,
                [of(old), of(new)],
                &[pair],
                |one| (level.word().to_owned(), one.title.clone()),
                |_, one| {
                    vec![
                        ("title", true, text(&one.title)),
                        ("act", true, text(&one.act)),
                        ("within", true, text(&one.within)),
                    ]
                },
            );
        }
        let pairs = by(&old.sources, &new.sources, |one| &one.id, |a, b| a.title == b.title);
        self.list(
            Kind::Source,
            None,
            [&old.sources, &new.sources],
            &pairs,
            |one| (one.id.clone(), one.title.clone()),
            |_, one| {
                vec![
                    ("title", true, text(&one.title)),
                    ("publisher", true, text(&one.publisher)),
                    ("year", false, maybe(one.year.map(|year| year.to_string()))),
                    ("url", false, maybe(one.url.clone())),
                ]
            },
        );
    }

    /// Says where what both versions have stands in another order.
    fn order(&mut self, name: &'static str, old: Vec<&str>, new: Vec<&str>) {
        let both = |these: &[&str], others: &[&str]| {
            let others: std::collections::HashSet<&str> = others.iter().copied().collect();
            these.iter().copied().filter(|id| others.contains(id)).collect::<Vec<_>>().join(", ")
        };
        let (before, after) = (both(&old, &new), both(&new, &old));
        if before != after {
            self.found.push(Change {
                kind: Kind::Questionnaire,
                within: None,
                old: Some(self.old.id.clone()),
                new: Some(self.new.id.clone()),
                what: What::Changed(Field { name, old: Said::Text(before), new: Said::Text(after) }),
            });
        }
    }

    fn sections_and_questions(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = by(&old.sections, &new.sections, |one| &one.id, |a, b| a.title == b.title);
        self.list(
            Kind::Section,
            None,
            [&old.sections, &new.sections],
            &pairs,
            |one| (one.id.clone(), one.title.clone()),
            |_, one| vec![("title", true, text(&one.title)), ("when", false, when(&one.when))],
        );
        for pair in questions(old, new) {
            let both = [&*old.questions, &*new.questions];
            self.list(Kind::Question, None, both, &[pair], |one| (one.id.clone(), one.ask.clone()), question);
            // The choices of what is new or gone as a whole are new or gone with it.
            if let (Some(one), Some(other)) = (pair.old, pair.new) {
                let (one, other) = (&old.questions[one], &new.questions[other]);
                let choices = by(one.choices(), other.choices(), |one| &one.id, |a, b| a.label == b.label);
                let both = [one.choices(), other.choices()];
                self.list(Kind::Choice, Some(&other.id), both, &choices, |one| (one.id.clone(), one.label.clone()), {
                    |_, one| choice(one)
                });
            }
        }
    }

    fn logic(&mut self) {
        let (old, new) = (self.old, self.new);
        for pair in by(&old.scores, &new.scores, |one| &one.id, |a, b| a.title == b.title) {
            let both = [&*old.scores, &*new.scores];
            self.list(Kind::Score, None, both, &[pair], |one| (one.id.clone(), one.title.clone()), score);
            if let (Some(one), Some(other)) = (pair.old, pair.new) {
                let (one, other) = (&old.scores[one], &new.scores[other]);
                let (labels, others) = (labels(one), labels(other));
                let same = |a: usize, b: usize| {
                    let (a, b) = (&one.points[a], &other.points[b]);
                    a.points == b.points && is_same([old, new], &a.when, &b.when)
                };
                let items = paired(&labels, &others, same);
                let name = |item: &crate::questionnaire::Points| (item.label.clone(), item.label.clone());
                self.list(Kind::Item, Some(&other.id), [&one.points, &other.points], &items, name, |_, item| {
                    vec![("points", false, text(&item.points.to_string())), ("when", false, when(&item.when))]
                });
            }
        }
        let name = |one: &Rule| (one.id.clone(), one.because.clone());
        self.list(Kind::Rule, None, [&old.rules, &new.rules], &rules(old, new), name, rule);
        self.list(
            Kind::Advice,
            None,
            [&old.advice, &new.advice],
            &advice(old, new),
            |one| (one.id.clone(), one.text.clone()),
            |q, one| {
                let contradicts = one.contradicts.iter().map(|&other| &*q[other].id);
                vec![
                    ("section", false, text(&q[one.section].id)),
                    ("kind", false, text(&format!("{:?}", one.kind))),
                    ("text", true, text(&one.text)),
                    ("when", false, when(&one.when)),
                    ("contradicts", false, list(contradicts)),
                    ("cite", false, cited(q, &one.cite)),
                ]
            },
        );
        let alike = |a: &Guarantee, b: &Guarantee| {
            let (a, b) = (guarantee(old, a), guarantee(new, b));
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| says_the_same([old, new], &a.2, &b.2))
        };
        let pairs = by(&old.guarantees, &new.guarantees, |one| &one.id, alike);
        let both = [&*old.guarantees, &*new.guarantees];
        self.list(Kind::Guarantee, None, both, &pairs, |one| (one.id.clone(), String::new()), guarantee);
    }
}

fn labels(score: &Score) -> Vec<&str> {
    score.points.iter().map(|item| item.label.as_str()).collect()
}
