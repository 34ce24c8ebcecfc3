//! Seeded faults: a questionnaire with one small thing wrong in it, in every place where it can be.

use std::sync::Arc;

use redflag::questionnaire::{AdviceKind, Condition, Effect, Level, Questionnaire};

/// What kind of fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A rule's level is lowered by one.
    Level,
    /// A condition, or a part of one, is negated.
    Negated,
    /// A warning sign, an alternative or a medicine's tag is dropped from a rule or a score.
    Dropped,
    /// A threshold is moved by one.
    Threshold,
    /// An item of a score counts one more or one less.
    Points,
    /// A part of what "do" advice needs is dropped.
    Careless,
}

impl Class {
    pub const ALL: [Class; 6] =
        [Class::Level, Class::Negated, Class::Dropped, Class::Threshold, Class::Points, Class::Careless];
}

/// A fault: what it is, in words, and how it is put in.
pub struct Fault {
    pub class: Class,
    pub words: String,
    edit: Edit,
}

enum Edit {
    Level(usize, Level),
    Condition(Owner, Condition),
    Points(usize, usize, i64),
    /// The choice loses a tag: it goes out of every list that is the tag's.
    Tag(Arc<[usize]>, usize),
}

/// Whose condition it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Section(usize),
    Question(usize),
    Item(usize, usize),
    Rule(usize),
    Advice(usize),
}

/// Every fault of a questionnaire.
pub fn faults(questionnaire: &Questionnaire) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (i, rule) in questionnaire.rules.iter().enumerate() {
        if let Effect::Urgency(level) = rule.effect
            && let Some(&lower) = Level::ALL.get(level.place() + 1)
        {
            let words = format!("rule {}: {level:?} is {lower:?}", rule.id);
            faults.push(Fault { class: Class::Level, words, edit: Edit::Level(i, lower) });
        }
    }
    let tags = tags(questionnaire);
    for (owner, name, when) in conditions(questionnaire) {
        let mut add = |class, what: String, changed| {
            faults.push(Fault { class, words: format!("{name}: {what}"), edit: Edit::Condition(owner, changed) });
        };
        let said = |part: &Condition| said(questionnaire, part);
        everywhere(when, &mut |part| vec![(format!("not {}", said(part)), negated(part))], &mut |what, changed| {
            add(Class::Negated, what, changed);
        });
        everywhere(when, &mut |part| moved(questionnaire, part), &mut |what, changed| {
            add(Class::Threshold, what, changed);
        });
        if matches!(owner, Owner::Rule(_) | Owner::Item(..)) {
            everywhere(when, &mut |part| dropped(questionnaire, part, &tags), &mut |what, changed| {
                add(Class::Dropped, what, changed);
            });
        }
        if let (Owner::Advice(i), Condition::All(parts)) = (owner, when)
            && questionnaire.advice[i].kind == AdviceKind::Do
        {
            for (n, part) in parts.iter().enumerate() {
                add(Class::Careless, format!("without {}", said(part)), Condition::All(without(parts, n)));
            }
        }
    }
    for (tag, list, question) in &tags {
        for (n, &choice) in list.iter().enumerate() {
            let words = format!("{} is not tagged {tag}", questionnaire.questions[*question].choices()[choice].id);
            faults.push(Fault { class: Class::Dropped, words, edit: Edit::Tag(list.clone(), n) });
        }
    }
    for (i, score) in questionnaire.scores.iter().enumerate() {
        for (n, item) in score.points.iter().enumerate() {
            for points in [item.points - 1, item.points + 1] {
                let words = format!("score {}: {points} for {:?}", score.id, item.label);
                faults.push(Fault { class: Class::Points, words, edit: Edit::Points(i, n, points) });
            }
        }
    }
    faults
}

/// The questionnaire with the fault in it.
pub fn mutant(questionnaire: &Questionnaire, fault: &Fault) -> Questionnaire {
    let mut mutant = questionnaire.clone();
    match &fault.edit {
        Edit::Level(rule, level) => mutant.rules[*rule].effect = Effect::Urgency(*level),
        Edit::Points(score, item, points) => mutant.scores[*score].points[*item].points = *points,
        Edit::Condition(owner, changed) => *condition(&mut mutant, *owner) = changed.clone(),
        Edit::Tag(list, n) => {
            let owners: Vec<Owner> = conditions(questionnaire).into_iter().map(|(owner, ..)| owner).collect();
            for owner in owners {
                untag(condition(&mut mutant, owner), list, *n);
            }
        }
    }
    mutant
}

/// Every condition with its owner and the owner's name; what is always so as it is left out has none.
fn conditions(questionnaire: &Questionnaire) -> Vec<(Owner, String, &Condition)> {
    let q = questionnaire;
    let sections =
        q.sections.iter().enumerate().map(|(i, x)| (Owner::Section(i), format!("section {}", x.id), &x.when));
    let questions = q.questions.iter().enumerate();
    let questions = questions.map(|(i, x)| (Owner::Question(i), format!("question {}", x.id), &x.when));
    let items = q.scores.iter().enumerate().flat_map(|(i, score)| {
        let items = score.points.iter().enumerate();
        items.map(move |(n, x)| (Owner::Item(i, n), format!("score {}: {:?}", score.id, x.label), &x.when))
    });
    let rules = q.rules.iter().enumerate().map(|(i, x)| (Owner::Rule(i), format!("rule {}", x.id), &x.when));
    let advice = q.advice.iter().enumerate().map(|(i, x)| (Owner::Advice(i), format!("advice {}", x.id), &x.when));
    sections.chain(questions).chain(items).chain(rules).chain(advice).collect()
}

fn condition(questionnaire: &mut Questionnaire, owner: Owner) -> &mut Condition {
    match owner {
        Owner::Section(i) => &mut questionnaire.sections[i].when,
        Owner::Question(i) => &mut questionnaire.questions[i].when,
        Owner::Item(i, n) => &mut questionnaire.scores[i].points[n].when,
        Owner::Rule(i) => &mut questionnaire.rules[i].when,
        Owner::Advice(i) => &mut questionnaire.advice[i].when,
    }
}

/// The condition with one part of it changed, for each part and each of its changes.
fn everywhere(
    condition: &Condition,
    changes: &mut dyn FnMut(&Condition) -> Vec<(String, Condition)>,
    add: &mut dyn FnMut(String, Condition),
) {
    for (what, changed) in changes(condition) {
        add(what, changed);
    }
    let parts = condition.parts();
    for (n, part) in parts.iter().enumerate() {
        everywhere(part, changes, &mut |what, changed| {
            let mut parts = parts.to_vec();
            parts[n] = changed;
            add(what, like(condition, parts));
        });
    }
}

/// A condition of the same kind, of other parts.
fn like(condition: &Condition, mut parts: Vec<Condition>) -> Condition {
    match condition {
        Condition::All(_) => Condition::All(parts),
        Condition::Any(_) => Condition::Any(parts),
        Condition::AtLeastOf(n, _) => Condition::AtLeastOf(*n, parts),
        Condition::Not(_) => Condition::Not(Box::new(parts.swap_remove(0))),
        other => other.clone(),
    }
}

fn negated(condition: &Condition) -> Condition {
    match condition {
        Condition::Not(part) => (**part).clone(),
        other => Condition::Not(Box::new(other.clone())),
    }
}

fn moved(questionnaire: &Questionnaire, condition: &Condition) -> Vec<(String, Condition)> {
    let of = |make: &dyn Fn(i64) -> Condition| {
        [-1, 1].map(|by| (format!("{} {by:+}", said(questionnaire, condition)), make(by))).to_vec()
    };
    match condition {
        Condition::AtLeast(q, n) => of(&|by| Condition::AtLeast(*q, n + by)),
        Condition::Below(q, n) => of(&|by| Condition::Below(*q, n + by)),
        Condition::Score(s, n) => of(&|by| Condition::Score(*s, n + by)),
        Condition::AtLeastOf(n, parts) => {
            of(&|by| Condition::AtLeastOf(n.saturating_add_signed(by as i32), parts.clone()))
        }
        _ => Vec::new(),
    }
}

/// Without one of its alternatives. What a tag stands for loses its choices by the tag.
fn dropped(questionnaire: &Questionnaire, condition: &Condition, tags: &[Tag]) -> Vec<(String, Condition)> {
    match condition {
        Condition::IsAny(question, list) if list.len() > 1 && tags.iter().all(|(_, tagged, _)| tagged != list) => {
            let choices = questionnaire[*question].choices();
            let without = list.iter().map(|gone| {
                let rest: Vec<usize> = list.iter().copied().filter(|choice| choice != gone).collect();
                (format!("without {}", choices[*gone].id), Condition::IsAny(*question, rest.into()))
            });
            without.collect()
        }
        Condition::Any(parts) => {
            let each = parts.iter().enumerate();
            let gone =
                |(n, part)| (format!("without {}", said(questionnaire, part)), Condition::Any(without(parts, n)));
            each.map(gone).collect()
        }
        _ => Vec::new(),
    }
}

fn without(parts: &[Condition], n: usize) -> Vec<Condition> {
    let mut parts = parts.to_vec();
    parts.remove(n);
    parts
}

/// A tag, the choices that bear it, and their question.
type Tag = (String, Arc<[usize]>, usize);

fn tags(questionnaire: &Questionnaire) -> Vec<Tag> {
    let mut tags: Vec<Tag> = Vec::new();
    for (i, question) in questionnaire.questions.iter().enumerate() {
        for tag in question.choices().iter().flat_map(|choice| &choice.tags) {
            if tags.iter().all(|(other, ..)| other != tag) {
                let bears = |n: &usize| question.choices()[*n].tags.contains(tag);
                let list: Vec<usize> = (0..question.choices().len()).filter(bears).collect();
                tags.push((tag.clone(), list.into(), i));
            }
        }
    }
    tags
}

fn untag(condition: &mut Condition, tagged: &Arc<[usize]>, gone: usize) {
    match condition {
        Condition::IsAny(_, list) if list == tagged => {
            let mut rest = list.to_vec();
            rest.remove(gone);
            *list = rest.into();
        }
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeastOf(_, parts) => {
            parts.iter_mut().for_each(|part| untag(part, tagged, gone));
        }
        Condition::Not(part) => untag(part, tagged, gone),
        _ => {}
    }
}

/// A condition in a few words.
fn said(q: &Questionnaire, condition: &Condition) -> String {
    let list = |parts: &[Condition]| parts.iter().map(|part| said(q, part)).collect::<Vec<_>>().join(", ");
    match condition {
        Condition::Yes(question) => format!("Yes({})", q[*question].id),
        Condition::No(question) => format!("No({})", q[*question].id),
        Condition::IsAny(question, choices) => {
            let all = q[*question].choices();
            let ids: Vec<&str> = choices.iter().take(6).map(|&choice| all[choice].id.as_str()).collect();
            let more = if choices.len() > ids.len() { " ..." } else { "" };
            format!("{}[{}{more}]", q[*question].id, ids.join(" "))
        }
        Condition::AtLeast(question, n) => format!("{} >= {n}", q[*question].id),
        Condition::Below(question, n) => format!("{} < {n}", q[*question].id),
        Condition::Score(score, n) => format!("{} >= {n}", q[*score].id),
        Condition::Fires(rule) => format!("Fires({})", q[*rule].id),
        Condition::All(parts) => format!("All({})", list(parts)),
        Condition::Any(parts) => format!("Any({})", list(parts)),
        Condition::Not(part) => format!("Not({})", said(q, part)),
        Condition::AtLeastOf(n, parts) => format!("{n} of ({})", list(parts)),
        other => format!("{other:?}"),
    }
}
