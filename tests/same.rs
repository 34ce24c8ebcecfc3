//! The screen and plain mode are one engine: the same walk, by keys and by lines, asks the same questions, takes the same
//! answers and comes to the same outcomes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

mod support;

use std::rc::Rc;
use std::time::Duration;

use proptest::prelude::*;
use redflag::app::keys::Scene;
use redflag::app::plain::Plain;
use redflag::app::{App, Effect, Key};
use redflag::interview::Plan;
use redflag::questionnaire::{Answer, AnswerKind, Question, Site, read};
use redflag::shell::library::Library;
use support::{Screen, TODAY, legs, moment, setup};

/// What a nurse does, whatever she does it with. Numbers are taken modulo what there is.
#[derive(Clone, Debug)]
enum Act {
    /// Answers: by these numbers, each with whether it is not sure.
    Answer(Vec<(usize, bool)>),
    /// Not sure, of the whole question.
    Unsure,
    /// Back to the question before.
    Back,
    /// Reviews, and goes to one.
    Jump(usize),
    /// Goes on after a settled level.
    GoOn,
    /// What stands ready: begins, to the recommendation.
    Enter,
    /// Reads why.
    Why,
    /// A note.
    Note(String),
    /// Another level, with a reason.
    Override(usize),
    /// Ends now.
    End,
    /// The next patient.
    Next,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let numbers = prop::collection::vec((0usize..200, prop::bool::weighted(0.2)), 0..4);
    let act = prop_oneof![
        24 => numbers.prop_map(Act::Answer),
        2 => Just(Act::Unsure),
        3 => Just(Act::Back),
        2 => (0usize..30).prop_map(Act::Jump),
        3 => Just(Act::GoOn),
        3 => Just(Act::Enter),
        1 => Just(Act::Why),
        1 => "[a-z]{1,9}".prop_map(Act::Note),
        1 => (0usize..5).prop_map(Act::Override),
        1 => Just(Act::End),
        1 => Just(Act::Next),
    ];
    prop::collection::vec(act, 1..60)
}

/// What both must agree on: the place, all answers, and what they mean.
fn state(app: &App) -> String {
    let Some(session) = app.session() else { return "picker".to_owned() };
    let visit = &session.visit;
    let outcome = visit.interview.outcome();
    let question = session.question().map(|question| visit.questionnaire()[question].id.clone());
    // Whether a list is being found in is how one looks at it.
    let scene = match app.scene() {
        Scene::FindOne => Scene::One,
        Scene::FindMany => Scene::Many,
        scene => scene,
    };
    format!(
        "{:?} {question:?}\n{:?}\n{:?} {:?} {:?} {:?}\n{:?}\n{:?} {:?}",
        scene,
        visit.interview.answers(),
        outcome.status,
        outcome.urgency,
        outcome.floor,
        outcome.ceiling,
        outcome.advice,
        visit.notes,
        visit.chosen,
    )
}

/// A walk on both at once.
struct Walk {
    screen: Screen,
    plain: Plain,
    /// Everything that was said in lines.
    said: String,
}

impl Walk {
    fn new(plan: &Rc<Plan>) -> Walk {
        let screen = Screen::with(setup(plan.clone()));
        let (plain, heard) = Plain::new(setup(plan.clone()));
        let mut walk = Walk { screen, plain, said: heard.text };
        walk.screen.resize(120, 48);
        walk
    }

    fn key(&mut self, key: Key) {
        let effect = self.screen.press(key, Duration::from_secs(1));
        assert!(matches!(effect, Effect::None), "{effect:?}");
    }

    fn keys(&mut self, script: &str) {
        for key in support::parse(script) {
            self.key(key);
        }
    }

    fn line(&mut self, line: &str) {
        let heard = self.plain.hear(line, moment(self.screen.uptime));
        assert!(matches!(heard.effect, Effect::None), "{:?}", heard.effect);
        assert!(!heard.text.contains('\x1b') && heard.text.ends_with('\n'), "{:?}", heard.text);
        self.said = heard.text;
    }

    fn question(&self) -> Option<Question> {
        let session = self.screen.app.session()?;
        Some(session.visit.questionnaire()[session.question()?].clone())
    }

    fn given(&self) -> Option<Answer> {
        let session = self.screen.app.session()?;
        session.visit.interview.answer(session.question()?).cloned()
    }

    /// Does it with keys and with lines, where it can be done.
    fn act(&mut self, act: Act) {
        let scene = self.screen.app.scene();
        let asks = self.screen.app.shows_question();
        let ends = matches!(scene, Scene::Alarm | Scene::HandOver | Scene::Result);
        match act {
            Act::Answer(numbers) if asks => self.answer(&numbers),
            Act::Unsure if asks => {
                let whole = match scene {
                    Scene::Many => Key::Char('U'),
                    _ => Key::F(2),
                };
                self.key(whole);
                self.line("u");
            }
            Act::Back if asks || ends => {
                self.leave_fields();
                self.key(Key::BackTab);
                self.line(":b");
            }
            Act::Jump(to) if (ends || asks) && self.given_any() => {
                self.leave_fields();
                if matches!(self.screen.app.scene(), Scene::Text) {
                    return;
                }
                self.keys("r home");
                let listed = listed(&self.screen.app);
                let to = to % listed;
                (0..to).for_each(|_| self.key(Key::Down));
                self.key(Key::Enter);
                self.line(":review");
                self.line(&(to + 1).to_string());
                if self.screen.app.scene() == Scene::Review {
                    self.key(Key::Esc);
                    self.line("");
                }
            }
            Act::GoOn if ends && self.screen.app.works(redflag::app::keys::Command::GoOn) => {
                self.keys("g");
                self.line(":go");
            }
            Act::Enter if matches!(scene, Scene::Intro | Scene::Alarm | Scene::HandOver) => {
                self.key(Key::Enter);
                self.line("");
            }
            Act::Why if ends => {
                self.keys("w esc");
                self.line(":why");
                assert!(self.said.contains("What would change this"), "{}", self.said);
            }
            Act::Note(text) if matches!(scene, Scene::YesNo | Scene::One | Scene::Many | Scene::Result) => {
                self.keys("t ctrl-u");
                text.chars().for_each(|c| self.key(Key::Char(c)));
                self.key(Key::Enter);
                self.line(":note");
                self.line(&text);
            }
            Act::Override(level) if matches!(scene, Scene::YesNo | Scene::One | Scene::Many) || ends => {
                self.keys("o");
                if self.screen.app.scene() != Scene::Override {
                    return self.line(":override");
                }
                let levels =
                    self.screen.app.session().unwrap().visit.questionnaire().dispositions.iter().flatten().count();
                let level = level % levels;
                self.key(Key::Char(char::from_digit(level as u32 + 1, 10).unwrap()));
                self.line(":override");
                self.line(&(level + 1).to_string());
                if self.screen.app.scene() == Scene::Field {
                    self.keys("'because' enter");
                    self.line("because");
                }
            }
            Act::End if asks => {
                self.leave_fields();
                self.key(Key::F(10));
                self.line(":end");
            }
            Act::Next if asks || ends => {
                self.leave_fields();
                self.key(Key::Ctrl('n'));
                self.line(":next");
            }
            _ => {}
        }
        // What is asked before it is done is done, every second time.
        if matches!(self.screen.app.scene(), Scene::Change | Scene::Lose) {
            assert_eq!(state(&self.screen.app), state(self.plain.app()));
            if self.given_any() && self.screen.uptime.as_secs().is_multiple_of(2) {
                while matches!(self.screen.app.scene(), Scene::Change | Scene::Lose) {
                    self.keys("y");
                }
                self.line("y");
            } else {
                self.keys("n");
                self.line("n");
                self.restore();
            }
        }
    }

    /// On the screen what was marked and not confirmed stands until one leaves; in lines nothing stands half done.
    fn restore(&mut self) {
        if !self.screen.app.shows_question() {
            return;
        }
        let here = |app: &App| app.session().and_then(|session| session.question());
        let before = here(&self.screen.app);
        self.leave_fields();
        self.key(Key::BackTab);
        if self.screen.app.said().is_some() && here(&self.screen.app) == before {
            return;
        }
        self.line(":b");
    }

    /// Out of finding, and out of what is typed: then Shift-Tab goes back.
    fn leave_fields(&mut self) {
        if matches!(self.screen.app.scene(), Scene::FindOne | Scene::FindMany) {
            self.key(Key::Esc);
        }
    }

    fn given_any(&self) -> bool {
        self.screen.app.session().is_some_and(|session| session.visit.answered() > 0)
    }

    fn answer(&mut self, numbers: &[(usize, bool)]) {
        let question = self.question().unwrap();
        let first = numbers.first().map_or(0, |(number, _)| *number);
        match &question.answer {
            AnswerKind::YesNo => {
                let key = if first.is_multiple_of(2) { "n" } else { "y" };
                self.keys(key);
                self.line(key);
            }
            AnswerKind::One(choices) => {
                self.leave_fields();
                let choice = first % choices.len();
                self.key(Key::Home);
                (0..choice).for_each(|_| self.key(Key::Down));
                self.key(Key::Enter);
                self.line(&(choice + 1).to_string());
            }
            AnswerKind::Many(choices) => self.tick(numbers, choices.len(), question.unsure),
            AnswerKind::Number(number) => {
                // Beyond the range only where no answer stands that a refused one would be taken for a change of.
                let beyond = if self.given().is_some() { 0 } else { 2 };
                let range = number.max - number.min + 1 + 2 * beyond;
                let value = number.min - beyond + (first as i64 * 7919) % range;
                let text = redflag::export::number_words(number, value);
                self.key(Key::Ctrl('u'));
                text.chars().for_each(|c| self.key(Key::Char(c)));
                self.key(Key::Enter);
                self.line(&text);
                // What was refused stands in the screen's field.
                let same = self.question().is_some_and(|now| now.id == question.id);
                if same && self.screen.app.scene() == Scene::Number && self.screen.app.said().is_some() {
                    assert!(self.said.starts_with("Not accepted"), "{}", self.said);
                    self.key(Key::Ctrl('u'));
                }
            }
            AnswerKind::Text => {
                let text = format!("said {first}");
                self.key(Key::Ctrl('u'));
                text.chars().for_each(|c| self.key(Key::Char(c)));
                self.key(Key::Enter);
                self.line(&text);
            }
        }
    }

    fn tick(&mut self, numbers: &[(usize, bool)], choices: usize, unsure: bool) {
        self.leave_fields();
        let (mut yes, mut perhaps) = match self.given() {
            Some(Answer::Many { yes, unsure }) => (yes, unsure),
            _ => (Vec::new(), Vec::new()),
        };
        let mut wanted: Vec<(usize, bool)> = Vec::new();
        for &(number, is_unsure) in numbers {
            let choice = number % choices;
            if wanted.iter().all(|(other, _)| *other != choice) {
                wanted.push((choice, is_unsure && unsure));
            }
        }
        self.key(Key::Home);
        for choice in 0..choices {
            let want = wanted.iter().find(|(other, _)| *other == choice).map(|(_, is_unsure)| *is_unsure);
            let has = match (yes.contains(&choice), perhaps.contains(&choice)) {
                (true, _) => Some(false),
                (_, true) => Some(true),
                _ => None,
            };
            match (has, want) {
                (has, want) if has == want => {}
                (_, Some(false)) | (Some(false), None) => self.key(Key::Char(' ')),
                (_, Some(true)) | (Some(true), None) => self.key(Key::Char('u')),
                (None, None) => {}
            }
            self.key(Key::Down);
        }
        yes.clear();
        perhaps.clear();
        self.key(if wanted.is_empty() { Key::Char('0') } else { Key::Enter });
        let line: Vec<String> = wanted
            .iter()
            .map(|(choice, is_unsure)| format!("{}{}", choice + 1, if *is_unsure { "?" } else { "" }))
            .collect();
        self.line(&if line.is_empty() { "0".to_owned() } else { line.join(" ") });
    }
}

/// How many questions the review lists.
fn listed(app: &App) -> usize {
    let visit = &app.session().unwrap().visit;
    let interview = &visit.interview;
    visit.questionnaire().questions().filter(|(q, _)| interview.is_asked(*q) || interview.answer(*q).is_some()).count()
}

fn walk(plan: &Rc<Plan>, acts: Vec<Act>) -> usize {
    let mut walk = Walk::new(plan);
    let mut reached = 0;
    for act in acts {
        let before = state(&walk.screen.app);
        walk.act(act.clone());
        let now = state(&walk.screen.app);
        assert_eq!(now, state(walk.plain.app()), "after {act:?}, lines say:\n{}", walk.said);
        if let (Some(question), true) = (walk.question(), now != before) {
            let is_said = walk.said.contains(&question.ask) || matches!(act, Act::Note(_) | Act::Override(_));
            assert!(is_said, "{:?} is not said after {act:?}:\n{}", question.ask, walk.said);
        }
        reached += usize::from(matches!(walk.screen.app.scene(), Scene::Alarm | Scene::HandOver | Scene::Result));
    }
    reached
}

fn leg_symptoms() -> Rc<Plan> {
    let files = Library::of(Vec::new()).find("leg-symptoms").unwrap().files_to_run().unwrap();
    Rc::new(Plan::new(read(&files, &Site::default(), TODAY).0.unwrap()))
}

#[test]
fn a_walk_by_keys_and_one_by_lines_are_the_same() {
    let legs = legs();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 300, ..ProptestConfig::default() });
    let reached = std::cell::Cell::new(0);
    let result = runner.run(&acts(), |acts| {
        reached.set(reached.get() + walk(&legs, acts));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    assert!(reached.get() > 300, "only {} ends were reached", reached.get());
}

#[test]
fn so_are_they_through_the_leg_questionnaire() {
    let plan = leg_symptoms();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig { cases: 60, ..ProptestConfig::default() });
    let result = runner.run(&acts(), |acts| {
        walk(&plan, acts);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}
