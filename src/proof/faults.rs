//! What is said of what is wrong, and the patients who show it.

use std::fmt::Write as _;

use super::lowers::{self, Turn};
use super::others::others;
use super::parts::Flaw;
use super::witness::Witnesses;
use super::world::Draft;
use super::{Limits, Step};
use crate::logic::{Program, Users, Wire};
use crate::questionnaire::{
    AdviceIx, Answer, Code, Condition, Fact, Level, Owner, QuestionIx, Questionnaire, RuleIx, SectionIx, Thing, Witness,
};

/// Something that is wrong with the logic.
#[derive(Clone, Debug)]
pub struct Note {
    /// What it is about: that is its place.
    pub thing: Thing,
    /// Which kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Answers that show it.
    pub witness: Option<Witness>,
}

/// Something wrong that a patient can show.
pub(super) enum Fault {
    Guarantee(usize),
    Level,
    Contradiction(AdviceIx, usize),
    RuleUnderOthers(RuleIx),
    Question(QuestionIx),
    Lowers(usize, usize, Fact, Turn),
}

/// Finds for each fault the patient who shows it.
pub(super) fn witnessed(
    questionnaire: &Questionnaire,
    program: &Program,
    faults: &[Fault],
    limits: &Limits,
) -> Vec<Note> {
    if faults.is_empty() {
        return Vec::new();
    }
    let mut draft = Draft::any(questionnaire, program);
    let (concluded, ended) = (draft.concluded(), draft.ended());
    let users = Users::of_all(&program.circuit);
    let under = others(&mut draft, |rule| rule.stands);
    let mut wires = Vec::with_capacity(faults.len());
    for fault in faults {
        let (within, what) = match *fault {
            Fault::Guarantee(i) => {
                (concluded, program.guarantees[i].as_ref().map_or(Wire::FALSE, |g| draft.wire(!g.kept)))
            }
            Fault::Level => (concluded, draft.wire(!program.ceiling[Level::Blue.place()])),
            Fault::Contradiction(advice, n) => {
                let other = questionnaire[advice].contradicts[n];
                let both = [advice, other].map(|advice| draft.wire(program.advice[advice.at()].given));
                (ended, draft.builder.all(both))
            }
            // Others stand at its level or above, and it fires: no interview need end to show that.
            Fault::RuleUnderOthers(rule) => (under[rule.at()], draft.wire(program.rules[rule.at()].surely)),
            Fault::Question(question) => (Wire::TRUE, draft.wire(program.questions[question.at()].stands)),
            Fault::Lowers(_, _, fact, turn) => {
                let [to_unsure, to_yes] = lowers::falls(&mut draft, &users, fact);
                (Wire::TRUE, if turn == Turn::ToUnsure { to_unsure } else { to_yes })
            }
        };
        // A question may be asked only where something is not sure: then it never surely is.
        let or = match *fault {
            Fault::Question(question) => draft.wire(program.questions[question.at()].asked),
            _ => Wire::FALSE,
        };
        wires.push((draft.builder.and(within, what), draft.builder.and(ended, or)));
    }
    let world = draft.finish();
    let mut witnesses = Witnesses::of(&world);
    let mut notes = Vec::with_capacity(faults.len());
    for (i, (fault, (wire, or))) in faults.iter().zip(wires).enumerate() {
        limits.tell(Step::Witness(i + 1, faults.len()));
        let answers = match limits.is_over() {
            true => None,
            false => witnesses.smallest(wire, limits).or_else(|| witnesses.smallest(or, limits)),
        };
        notes.push(note(questionnaire, fault, answers));
    }
    notes
}

fn note(questionnaire: &Questionnaire, fault: &Fault, answers: Option<Vec<(QuestionIx, Answer)>>) -> Note {
    let mut witness = answers.clone().map(Witness::One);
    let (thing, code, message, help) = match *fault {
        Fault::Guarantee(i) => (
            Thing::Guarantee(i),
            Code::GuaranteeBroken,
            format!("the guarantee {:?} does not hold for every patient", questionnaire.guarantees[i].id),
            "Correct the rules or the advice that such a patient gets, or the guarantee if it claims too much."
                .to_owned(),
        ),
        Fault::Level => (
            Thing::Section(SectionIx(0)),
            Code::PatientWithoutLevel,
            "there is a patient to whom no rule gives a level".to_owned(),
            "Write a rule for such a patient, or one that always fires with the least urgent level.".to_owned(),
        ),
        Fault::Contradiction(advice, n) => {
            let (one, other) = (&questionnaire[advice], &questionnaire[questionnaire[advice].contradicts[n]]);
            (
                Thing::Contradicts(advice, n),
                Code::AdviceContradicts,
                format!("{:?} and {:?} are advised to the same patient", one.id, other.id),
                "Make the condition of one of them exclude the other's.".to_owned(),
            )
        }
        Fault::RuleUnderOthers(rule) => (
            Thing::Rule(rule),
            Code::RuleNeverDecides,
            format!(
                "the rule {:?} never decides anything: whenever it fires, others give its level or a more urgent one",
                questionnaire[rule].id
            ),
            "Correct its condition or its level. Or delete it and check again: of two rules that cover each other one \
             must stay. If it is there for its reason alone, say that in the rules that decide."
                .to_owned(),
        ),
        Fault::Question(question) => (
            Thing::Question(question),
            Code::QuestionWithoutEffect,
            format!(
                "the question {:?} changes nothing: no level, no handing over, no advice and no later question depends on \
                 it",
                questionnaire[question].id
            ),
            "Use it in a rule, or delete it: it costs the nurse a key for nothing.".to_owned(),
        ),
        Fault::Lowers(guarantee, n, fact, turn) => {
            let question = &questionnaire[fact.question];
            let own = answers.as_ref().and_then(|list| list.iter().find(|(index, _)| *index == fact.question));
            let pair = lowers::answers(question, fact, turn, own.map(|(_, answer)| answer));
            witness = answers.map(|list| {
                let [less, more] = pair.map(|answer| {
                    let mut list: Vec<_> = list.iter().filter(|(index, _)| *index != fact.question).cloned().collect();
                    let at = list.partition_point(|(index, _)| *index < fact.question);
                    list.insert(at, (fact.question, answer));
                    list
                });
                Witness::Pair { less, more }
            });
            let (from, to) = match turn {
                Turn::ToUnsure => ("no", "\"not sure\""),
                Turn::ToYes => ("\"not sure\"", "yes"),
            };
            (
                Thing::Fact(guarantee, n),
                Code::GuaranteeBroken,
                format!(
                    "the guarantee {:?} does not hold: {from} turned into {to} here gives a less urgent level",
                    questionnaire.guarantees[guarantee].id
                ),
                "Look for a `Not` over this answer in the rules, and in what the questions are asked for.".to_owned(),
            )
        }
    };
    Note { thing, code, message, help, witness }
}

/// What is said of a part of a condition; an empty path is the whole.
pub(super) fn of_part(
    questionnaire: &Questionnaire,
    owner: &Owner,
    whole: &Condition,
    path: &[usize],
    flaw: Flaw,
) -> Note {
    let thing = Thing::Condition(*owner, path.to_vec());
    let at = |path: &[usize]| path.iter().fold(whole, |part, &i| &part.parts()[i]);
    let mut message = match path {
        [] => format!("the condition of {}", owned(questionnaire, owner)),
        _ => format!("this part of the condition of {}", owned(questionnaire, owner)),
    };
    // A part of a list is read after those before it.
    let after = path.split_last().filter(|(last, _)| **last > 0).map(|(_, list)| at(list));
    // A question's condition is read where its section's holds.
    let there = match owner {
        Owner::Question(question) if questionnaire[questionnaire[*question].section].when != Condition::Always => {
            " where its section is asked"
        }
        _ => "",
    };
    const SUPERFLUOUS: &str =
        "Correct it, or leave it out: it makes a difference at most where an answer is \"not sure\".";
    let (code, help) = match (at(path), flaw, after) {
        (Condition::Score(score, n), Flaw::Never, _) => {
            let _ = write!(message, ": the score {:?} never reaches {n} there", questionnaire[*score].id);
            (Code::ScoreOutOfReach, "Correct the number, or the items of the score.")
        }
        (_, Flaw::Never, Some(Condition::Any(_))) => {
            message.push_str(" adds nothing: it is never true where those before it are false");
            (Code::ConditionNever, SUPERFLUOUS)
        }
        (_, Flaw::Never, Some(Condition::All(_))) => {
            message.push_str(" is never true where those before it are true");
            (Code::ConditionNever, "Correct it or them: no answers make all of them true.")
        }
        (_, Flaw::Never, _) => {
            let _ = write!(message, " can never be true{there}");
            (Code::ConditionNever, "Correct it, or take it out.")
        }
        (_, Flaw::Always, Some(Condition::All(_))) => {
            message.push_str(" adds nothing: it is always true where those before it are true");
            (Code::ConditionAlways, SUPERFLUOUS)
        }
        (_, Flaw::Always, Some(Condition::Any(_))) => {
            message.push_str(" is always true where those before it are false");
            (Code::ConditionAlways, "Correct it or them: whatever is answered, one of them is true.")
        }
        (_, Flaw::Always, _) => {
            let _ = write!(message, " is always true{there}");
            (Code::ConditionAlways, SUPERFLUOUS)
        }
    };
    Note { thing, code, message, help: help.to_owned(), witness: None }
}

/// Whose condition it is, in words.
pub(super) fn owned(questionnaire: &Questionnaire, owner: &Owner) -> String {
    match owner {
        Owner::Section(section) => format!("the section {:?}", questionnaire[*section].id),
        Owner::Question(question) => format!("the question {:?}", questionnaire[*question].id),
        Owner::Item(score, n) => format!("item {} of the score {:?}", n + 1, questionnaire[*score].id),
        Owner::Rule(rule) => format!("the rule {:?}", questionnaire[*rule].id),
        Owner::Advice(advice) => format!("the advice {:?}", questionnaire[*advice].id),
        Owner::Given(i) | Owner::Then(i) => format!("the guarantee {:?}", questionnaire.guarantees[*i].id),
    }
}
