//! Everything that `redflag check` proves of a questionnaire.

use super::asks::{Asks, Reach, Ticket};
use super::faults::{self, Fault, Note};
use super::influence::{Effects, influence};
use super::lowers::{self, Turn};
use super::others::others;
use super::parts::Part;
use super::reach::reach;
use super::ways::{Shown, Ways};
use super::world::{Draft, World};
use super::{Limits, Step};
use crate::logic::{Program, RuleWires, Users, Wire};
use crate::questionnaire::{
    AdviceIx, AnswerKind, Claim, Code, Condition, Effect, Level, Owner, QuestionIx, Questionnaire, Rule, RuleIx,
    ScoreIx, SectionIx, Thing, Witness,
};

/// What was proved of a questionnaire, and what not.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// What is wrong, in no particular order.
    pub notes: Vec<Note>,
    /// For each guarantee.
    pub guarantees: Vec<Guaranteed>,
    /// For each rule whether it fires surely in some interview that can end.
    pub rules: Vec<Option<bool>>,
    /// For each question whether it is asked in some interview that can end.
    pub questions: Vec<Option<bool>>,
    /// What was not found out, because the search was ended; empty where everything is proved.
    pub unproved: Vec<String>,
}

/// What became of a guarantee.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guaranteed {
    /// Whether it holds for every patient there can be; `None` where that was not found out.
    pub holds: Option<bool>,
    /// The smallest patient for whom it does not, or the two.
    pub witness: Option<Witness>,
}

/// Proves, or disproves, everything that is claimed and expected of a questionnaire (COMMANDS.md, `check`).
pub fn check(questionnaire: &Questionnaire, program: &Program, limits: &Limits) -> Proof {
    prove(questionnaire, program, limits, true)
}

/// The same of that alone whose absence is an error: guarantees, a level for everyone, advice that agrees. Of rules and
/// questions nothing is said.
pub fn errors(questionnaire: &Questionnaire, program: &Program, limits: &Limits) -> Proof {
    prove(questionnaire, program, limits, false)
}

fn prove(questionnaire: &Questionnaire, program: &Program, limits: &Limits, warnings: bool) -> Proof {
    let mut checker = Checker { questionnaire, program, limits, warnings, proof: Proof::default(), faults: Vec::new() };
    checker.answered();
    let others = std::mem::take(&mut checker.proof.unproved);
    checker.never_lowers();
    // Guarantees first: they are what is asked for.
    checker.proof.unproved.extend(others);
    let Checker { mut proof, faults, .. } = checker;
    let witnessed = faults::witnessed(questionnaire, program, &faults, limits);
    let unseen = witnessed.iter().filter(|note| note.witness.is_none());
    proof.unproved.extend(unseen.map(|note| format!("who shows that {}", note.message)));
    proof.notes.extend(witnessed);
    for note in proof.notes.iter().filter(|note| note.code == Code::GuaranteeBroken) {
        if let Thing::Guarantee(i) | Thing::Fact(i, _) = note.thing
            && proof.guarantees[i].witness.is_none()
        {
            proof.guarantees[i].witness = note.witness.clone();
        }
    }
    proof
}

struct Checker<'c> {
    questionnaire: &'c Questionnaire,
    program: &'c Program,
    limits: &'c Limits,
    /// Whether to look for what is only a warning, too.
    warnings: bool,
    proof: Proof,
    faults: Vec<Fault>,
}

/// What is asked besides, of interviews in which no question is left.
struct More<'c> {
    fires: Vec<Ticket>,
    decides: Vec<Option<Ticket>>,
    parts: Vec<(Owner, Part<'c>)>,
    effects: Effects,
    ways: Ways,
}

/// What is asked of interviews in which no question is left, and again of all where nobody was found there.
struct Twice {
    asked: Vec<Ticket>,
    advised: Vec<Ticket>,
    /// For each guarantee of the kind given/then: it is broken, and there is somebody whom it speaks of.
    guarantees: Vec<Option<(Ticket, Ticket)>>,
    contradictions: Vec<(AdviceIx, usize, Ticket)>,
}

impl Twice {
    /// Asks about interviews with such ends, complete or stopped and any; for each thing only where `wanted` says so of
    /// its ticket, and of whether it would be an error.
    fn ask(
        draft: &mut Draft<'_>,
        asks: &mut Asks,
        (concluded, ended): (Wire, Wire),
        mut wanted: impl FnMut(usize, bool) -> bool,
    ) -> Twice {
        let (questionnaire, program) = (draft.questionnaire, draft.program);
        let mut count = 0;
        let mut ask = |draft: &mut Draft<'_>, wire: Wire, within: Wire, doubt: bool| {
            let wire = if wanted(count, doubt) { draft.builder.and(wire, within) } else { Wire::FALSE };
            count += 1;
            if doubt { asks.doubt(wire) } else { asks.ask(wire) }
        };
        let asked = program.questions.iter().map(|question| {
            let wire = draft.wire(question.asked);
            ask(draft, wire, ended, false)
        });
        let asked = asked.collect();
        let advised = program.advice.iter().map(|advice| {
            let wire = draft.wire(advice.given);
            ask(draft, wire, ended, false)
        });
        let advised = advised.collect();
        let guarantees = program.guarantees.iter().map(|guarantee| {
            let wires = guarantee.as_ref()?;
            let (broken, given) = (draft.wire(!wires.kept), draft.wire(wires.given));
            Some((ask(draft, broken, concluded, true), ask(draft, given, concluded, false)))
        });
        let guarantees = guarantees.collect();
        let mut contradictions = Vec::new();
        for (i, advice) in questionnaire.advice.iter().enumerate() {
            for (n, other) in advice.contradicts.iter().enumerate() {
                let both = [i, other.at()].map(|advice| draft.wire(program.advice[advice].given));
                let both = draft.builder.all(both);
                contradictions.push((AdviceIx(i as u32), n, ask(draft, both, ended, true)));
            }
        }
        Twice { asked, advised, guarantees, contradictions }
    }
}

impl<'c> Checker<'c> {
    /// What can be seen in interviews in which no question is left, which is nearly everything.
    fn answered(&mut self) {
        let (questionnaire, program) = (self.questionnaire, self.program);
        let mut draft = Draft::answered(questionnaire, program);
        let mut asks = Asks::default();
        let ends = (draft.concluded(), draft.ended());
        let warnings = self.warnings;
        let twice = Twice::ask(&mut draft, &mut asks, ends, |_, error| error || warnings);
        let no_level = {
            let (concluded, ceiling) = (draft.concluded(), draft.wire(program.ceiling[Level::Blue.place()]));
            asks.doubt(draft.builder.and(concluded, !ceiling))
        };
        let more = self.warnings.then(|| self.ask_more(&mut draft, &mut asks));
        let world = draft.finish();
        self.limits.tell(Step::Patients);
        let mut known = reach(&world, &asks, self.limits);
        self.again(&mut known);

        // Errors first: what is not proved is said in this order.
        match known[no_level.0] {
            Reach::Can => self.faults.push(Fault::Level),
            Reach::Never => {}
            Reach::Unknown => self.unproved("that every patient is given a level"),
        }
        self.guarantees(&known, &twice);
        self.contradictions(&known, &twice);
        if let Some(more) = more {
            self.warn(&known, &twice, &world, &more);
        }
    }

    /// Asks for what is only a warning.
    fn ask_more(&self, draft: &mut Draft<'_>, asks: &mut Asks) -> More<'c> {
        let (questionnaire, program) = (self.questionnaire, self.program);
        let fires: Vec<Ticket> = program.rules.iter().map(|rule| asks.ask(draft.wire(rule.surely))).collect();
        let decides = self.ask_decides(draft, asks);
        let parts = self.ask_parts(draft, asks);
        // A rule is seen to decide where nothing else does: with the least urgent patient there can be, and that rule.
        asks.from = program.ceiling.iter().rev().map(|&ceiling| draft.wire(!ceiling)).collect();
        let effects = Effects::of(questionnaire, program, |wire| draft.wire(wire));
        let decides_or_hands_over = |(i, rule): (usize, &Rule)| match rule.effect {
            Effect::Urgency(_) => decides[i].map(|ticket| asks.wires[ticket.0]),
            Effect::HandOver(_) => Some(draft.wire(program.rules[i].surely)),
        };
        let shown = Shown {
            asked: &effects.asked,
            rules: questionnaire.rules.iter().enumerate().map(decides_or_hands_over).collect(),
            advice: program.advice.iter().map(|advice| draft.wire(advice.given)).collect(),
        };
        let ways = Ways::of(questionnaire, &shown);
        More { fires, decides, parts, effects, ways }
    }

    fn warn(&mut self, known: &[Reach], twice: &Twice, world: &World<'_>, more: &More<'_>) {
        let questionnaire = self.questionnaire;
        let More { fires, decides, parts, effects, ways } = more;
        self.proof.questions = twice.asked.iter().map(|ticket| known[ticket.0].known()).collect();
        self.proof.rules = fires.iter().map(|ticket| known[ticket.0].known()).collect();
        self.advice(known, twice);
        self.questions_and_rules(known, fires, decides);
        self.conditions(known, parts);
        self.limits.tell(Step::Questions);
        let asked: Vec<QuestionIx> = questionnaire
            .questions()
            .filter(|(index, question)| {
                known[twice.asked[index.at()].0] == Reach::Can && !matches!(question.answer, AnswerKind::Text)
            })
            .map(|(index, _)| index)
            .collect();
        let influence = influence(questionnaire, self.program, world, (effects, ways), &asked, self.limits);
        for (question, reach) in asked.into_iter().zip(influence) {
            match reach {
                Reach::Can => {}
                Reach::Never => self.faults.push(Fault::Question(question)),
                Reach::Unknown => {
                    self.unproved(&format!("that the question {:?} changes something", questionnaire[question].id));
                }
            }
        }
    }

    /// Asks once more, of every interview that can end, what nobody was found for among those without a question left.
    fn again(&self, known: &mut [Reach]) {
        let mut draft = Draft::any(self.questionnaire, self.program);
        let first: Vec<Reach> = known.to_vec();
        let mut again = Asks::default();
        let mut any = false;
        // Of the interviews that are complete everything is known by now.
        let (met, hands_over) = (draft.wire(self.program.met), draft.wire(self.program.hands_over));
        let ends = (met, draft.builder.or(met, hands_over));
        // The tickets come in the same order, so those of both askings are the same.
        Twice::ask(&mut draft, &mut again, ends, |ticket, error| {
            let wanted = first[ticket] != Reach::Can && (error || self.warnings);
            any |= wanted;
            wanted
        });
        if any {
            let world = draft.finish();
            self.limits.tell(Step::Unanswered);
            for (known, more) in known.iter_mut().zip(reach(&world, &again, self.limits)) {
                *known = known.or(more);
            }
        }
    }

    /// For each rule with a level that nothing refers to: it decides the level alone for somebody.
    fn ask_decides(&self, draft: &mut Draft<'_>, asks: &mut Asks) -> Vec<Option<Ticket>> {
        let referred = referred(self.questionnaire);
        let others = others(draft, |rule| rule.perhaps);
        let rules = self.questionnaire.rules.iter().zip(&self.program.rules).enumerate();
        let ask = |(i, (rule, wires)): (usize, (&Rule, &RuleWires))| {
            let wanted = matches!(rule.effect, Effect::Urgency(_)) && !referred[i];
            let perhaps = draft.wire(wires.perhaps);
            wanted.then(|| asks.broadly(draft.builder.and(perhaps, !others[i])))
        };
        rules.map(ask).collect()
    }

    /// Asks about every condition, part by part.
    fn ask_parts(&self, draft: &mut Draft<'_>, asks: &mut Asks) -> Vec<(Owner, Part<'c>)> {
        let (questionnaire, program) = (self.questionnaire, self.program);
        let mut parts = Vec::new();
        let mut sections = vec![Wire::TRUE; questionnaire.sections.len()];
        for (i, trace) in program.sections.iter().enumerate() {
            let Some(trace) = trace else { continue };
            let section = &questionnaire.sections[i];
            let part = Part::ask(draft, asks, &section.when, trace, Wire::TRUE);
            parts.push((Owner::Section(SectionIx(i as u32)), part));
            sections[i] = draft.wire(trace.surely);
        }
        for (index, question) in questionnaire.questions() {
            let trace = &program.questions[index.at()].trace;
            let part = Part::ask(draft, asks, &question.when, trace, sections[question.section.at()]);
            parts.push((Owner::Question(index), part));
        }
        for (i, (score, wires)) in questionnaire.scores.iter().zip(&program.scores).enumerate() {
            for (n, (item, trace)) in score.points.iter().zip(&wires.items).enumerate() {
                let owner = Owner::Item(ScoreIx(i as u32), n);
                parts.push((owner, Part::ask(draft, asks, &item.when, trace, Wire::TRUE)));
            }
        }
        for (i, (rule, wires)) in questionnaire.rules.iter().zip(&program.rules).enumerate() {
            let owner = Owner::Rule(RuleIx(i as u32));
            parts.push((owner, Part::ask(draft, asks, &rule.when, &wires.trace, Wire::TRUE)));
        }
        for (i, (advice, wires)) in questionnaire.advice.iter().zip(&program.advice).enumerate() {
            let owner = Owner::Advice(AdviceIx(i as u32));
            parts.push((owner, Part::ask(draft, asks, &advice.when, &wires.trace, Wire::TRUE)));
        }
        for (i, (guarantee, wires)) in questionnaire.guarantees.iter().zip(&program.guarantees).enumerate() {
            if let (Claim::GivenThen { given, .. }, Some(wires)) = (&guarantee.claim, wires) {
                parts.push((Owner::Given(i), Part::ask(draft, asks, given, &wires.trace, Wire::TRUE)));
            }
        }
        parts
    }

    fn questions_and_rules(&mut self, known: &[Reach], fires: &[Ticket], decides: &[Option<Ticket>]) {
        let questionnaire = self.questionnaire;
        for (index, question) in questionnaire.questions() {
            let id = &question.id;
            match self.proof.questions[index.at()] {
                Some(true) => {}
                Some(false) => self.note(
                    Thing::Question(index),
                    Code::QuestionNeverAsked,
                    format!("the question {id:?} is never asked"),
                    "Correct its condition or its section's, or delete it.",
                ),
                None => self.unproved(&format!("that the question {id:?} is asked")),
            }
        }
        for (i, rule) in questionnaire.rules.iter().enumerate() {
            let (index, id) = (RuleIx(i as u32), &rule.id);
            match known[fires[i].0] {
                Reach::Never => {
                    self.note(
                        Thing::Rule(index),
                        Code::RuleNeverFires,
                        format!("the rule {id:?} can never surely fire"),
                        "Correct its condition, or delete it: no answers make it true, at most they leave it not ruled out.",
                    );
                    continue;
                }
                Reach::Unknown => self.unproved(&format!("that the rule {id:?} can fire")),
                Reach::Can => {}
            }
            match decides[i].map(|ticket| known[ticket.0]) {
                Some(Reach::Never) => self.faults.push(Fault::RuleUnderOthers(index)),
                Some(Reach::Unknown) => self.unproved(&format!("that the rule {id:?} decides something")),
                Some(Reach::Can) | None => {}
            }
        }
    }

    fn contradictions(&mut self, known: &[Reach], twice: &Twice) {
        for (advice, n, ticket) in &twice.contradictions {
            let other = self.questionnaire[*advice].contradicts[*n];
            match known[ticket.0] {
                Reach::Can => self.faults.push(Fault::Contradiction(*advice, *n)),
                Reach::Never => {}
                Reach::Unknown => {
                    let (one, other) = (&self.questionnaire[*advice].id, &self.questionnaire[other].id);
                    self.unproved(&format!("that {one:?} and {other:?} are never advised together"));
                }
            }
        }
    }

    fn advice(&mut self, known: &[Reach], twice: &Twice) {
        for (i, ticket) in twice.advised.iter().enumerate() {
            let (index, id) = (AdviceIx(i as u32), &self.questionnaire.advice[i].id);
            match known[ticket.0] {
                Reach::Can => {}
                Reach::Never => self.note(
                    Thing::Advice(index),
                    Code::AdviceNeverGiven,
                    format!("the advice {id:?} is never given"),
                    "Correct its condition, or delete it.",
                ),
                Reach::Unknown => self.unproved(&format!("that the advice {id:?} is given")),
            }
        }
    }

    fn guarantees(&mut self, known: &[Reach], twice: &Twice) {
        for (i, tickets) in twice.guarantees.iter().enumerate() {
            let id = &self.questionnaire.guarantees[i].id;
            let Some((broken, given)) = tickets else {
                // `never_lowers` is another proof.
                self.proof.guarantees.push(Guaranteed::default());
                continue;
            };
            let holds = known[broken.0].known().map(|broken| !broken);
            self.proof.guarantees.push(Guaranteed { holds, witness: None });
            match known[broken.0] {
                Reach::Can => self.faults.push(Fault::Guarantee(i)),
                Reach::Never => {}
                Reach::Unknown => self.unproved(&format!("the guarantee {id:?}")),
            }
            match known[given.0] {
                _ if !self.warnings => {}
                Reach::Can => {}
                Reach::Never => self.note(
                    Thing::Guarantee(i),
                    Code::GuaranteeEmpty,
                    format!("the guarantee {id:?} speaks of nobody: what it is given can never be so"),
                    "Correct `given`: a guarantee of which nobody can make use proves nothing.",
                ),
                Reach::Unknown => self.unproved(&format!("that the guarantee {id:?} speaks of somebody")),
            }
        }
    }

    fn conditions(&mut self, known: &[Reach], parts: &[(Owner, Part<'_>)]) {
        let questionnaire = self.questionnaire;
        let mut notes = Vec::new();
        for (owner, part) in parts {
            let said = match owner {
                Owner::Question(question) => self.proof.questions[question.at()] == Some(false),
                Owner::Rule(rule) => self.proof.rules[rule.at()] == Some(false),
                Owner::Advice(_) | Owner::Given(_) => self.proof.notes.iter().any(|note| {
                    matches!((&note.thing, owner), (Thing::Advice(a), Owner::Advice(b)) if a == b)
                        || matches!((&note.thing, owner), (Thing::Guarantee(a), Owner::Given(b)) if a == b)
                }),
                Owner::Section(_) | Owner::Item(..) | Owner::Then(_) => false,
            };
            part.flaws(questionnaire, known, said, &mut |path, flaw| {
                notes.push(faults::of_part(questionnaire, owner, part.condition, path, flaw));
            });
            if part.is_unknown(known) {
                self.proof
                    .unproved
                    .push(format!("the parts of the condition of {}", faults::owned(questionnaire, owner)));
            }
        }
        self.proof.notes.extend(notes);
    }

    /// `never_lowers`, for every fact both ways.
    fn never_lowers(&mut self) {
        let mut draft = Draft::any(self.questionnaire, self.program);
        let users = Users::of_all(&self.program.circuit);
        let mut asks = Asks::default();
        let mut tickets = Vec::new();
        for (i, guarantee) in self.questionnaire.guarantees.iter().enumerate() {
            let Claim::NeverLowers(facts) = &guarantee.claim else { continue };
            self.proof.guarantees[i].holds = Some(true);
            for (n, fact) in facts.iter().enumerate() {
                if self.limits.is_over() {
                    self.proof.guarantees[i].holds = None;
                    self.unproved(&format!("the guarantee {:?}", guarantee.id));
                    break;
                }
                for (turn, wire) in Turn::BOTH.into_iter().zip(lowers::falls(&mut draft, &users, *fact)) {
                    tickets.push((i, n, *fact, turn, asks.doubt(wire)));
                }
            }
        }
        if asks.wires.iter().all(|&wire| wire == Wire::FALSE) {
            return;
        }
        self.limits.tell(Step::NeverLowers);
        let known = reach(&draft.finish(), &asks, self.limits);
        for (guarantee, n, fact, turn, ticket) in tickets {
            match known[ticket.0] {
                Reach::Never => {}
                Reach::Can => {
                    self.proof.guarantees[guarantee].holds = Some(false);
                    self.faults.push(Fault::Lowers(guarantee, n, fact, turn));
                }
                Reach::Unknown => {
                    // Said once, whichever of its facts it is.
                    let holds = &mut self.proof.guarantees[guarantee].holds;
                    if holds.take_if(|holds| *holds).is_some() {
                        self.unproved(&format!("the guarantee {:?}", self.questionnaire.guarantees[guarantee].id));
                    }
                }
            }
        }
    }

    fn note(&mut self, thing: Thing, code: Code, message: String, help: &str) {
        self.proof.notes.push(Note { thing, code, message, help: help.to_owned(), witness: None });
    }

    fn unproved(&mut self, what: &str) {
        self.proof.unproved.push(what.to_owned());
    }
}

/// For each rule, whether some condition speaks of it.
fn referred(questionnaire: &Questionnaire) -> Vec<bool> {
    let mut referred = vec![false; questionnaire.rules.len()];
    for condition in questionnaire.conditions() {
        condition.visit(&mut |part| {
            if let Condition::Fires(rule) = part {
                referred[rule.at()] = true;
            }
        });
    }
    referred
}
