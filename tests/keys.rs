//! What a patient of `leg-symptoms` costs in keys: every worked patient is walked on the screen by keys alone, by the
//! shortest way a nurse has, and the keys are counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
#[allow(dead_code, reason = "not all of it is needed here")]
mod load;
#[path = "support/patients.rs"]
#[allow(dead_code, reason = "only its dice are needed here")]
mod patients;
mod support;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;
use std::time::Duration;

use patients::Chance;
use redflag::app::Key;
use redflag::interview::Plan;
use redflag::questionnaire::{Answer, AnswerKind, Case, Choice, Level, Question, QuestionIx, Status};
use support::{Screen, parse, setup};

fn plan() -> Rc<Plan> {
    Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")))
}

/// A screen at the first question, where no key is taken for a held one.
fn at_first_question(plan: &Rc<Plan>) -> Screen {
    let mut setup = setup(Rc::clone(plan));
    setup.key_guard = Duration::ZERO;
    let mut screen = Screen::with(setup);
    if !screen.app.shows_question() {
        screen.keys("enter");
    }
    assert!(screen.app.shows_question());
    screen
}

/// The keys that give an answer, to a question that was not answered before.
fn keys(question: &Question, answer: &Answer, letters: &[String]) -> Vec<Key> {
    let finds = question.choices().len() > 9;
    let script = match answer {
        Answer::Unsure if finds => "f2".to_owned(),
        Answer::Unsure if matches!(question.answer, AnswerKind::Many(_)) => "U".to_owned(),
        Answer::Unsure => "u".to_owned(),
        Answer::YesNo(yes) => (if *yes { "y" } else { "n" }).to_owned(),
        Answer::One(choice) => (choice + 1).to_string(),
        Answer::Many { yes, unsure } if yes.is_empty() && unsure.is_empty() => "0".to_owned(),
        Answer::Many { yes, unsure } if finds => {
            assert!(unsure.is_empty(), "not while finding");
            let found: String = yes.iter().map(|&choice| format!("'{}' enter ", letters[choice])).collect();
            found + "enter"
        }
        Answer::Many { yes, unsure } => {
            let mut script = String::new();
            let mut cursor = 0;
            let mut unsure = unsure.clone();
            unsure.sort_unstable();
            for at in unsure {
                script += &"down ".repeat(at - cursor);
                script += "u ";
                cursor = at;
            }
            for choice in yes {
                script += &format!("{} ", choice + 1);
            }
            script + "enter"
        }
        Answer::Number(_) | Answer::Text(_) => panic!("{} is not asked by choices", question.id),
    };
    parse(&script)
}

/// Presses the keys of an answer and sees that it is the one that was meant. Returns how many they were.
fn give(screen: &mut Screen, plan: &Plan, asked: QuestionIx, answer: &Answer, letters: &[String]) -> usize {
    let keys = keys(&plan.questionnaire[asked], answer, letters);
    for &key in &keys {
        screen.press(key, Duration::from_millis(300));
    }
    let visit = &screen.app.session().unwrap().visit;
    assert_eq!(visit.interview.answer(asked), Some(answer), "{}", plan.questionnaire[asked].id);
    keys.len()
}

/// For each choice of a question in which choices are found by typing the fewest letters that bring it to the top: the
/// first ones of a word of its label or of another name of it. The screen stands at that question and is left there.
fn letters(screen: &mut Screen, question: &Question) -> Vec<String> {
    let mut find = |choice: &Choice| {
        let words = choice.label.split(' ').map(str::to_owned).chain(choice.aliases.iter().cloned());
        let names: Vec<String> = words.map(|name| name.to_lowercase().replace('\'', "")).collect();
        (1..=12).find_map(|count| {
            let typed = names.iter().filter(|name| name.chars().count() >= count);
            let mut typed = typed.map(|name| name.chars().take(count).collect::<String>());
            typed.find(|typed| {
                screen.keys(&format!("'{typed}'"));
                let top = screen.text().lines().find_map(|row| row.trim_start().strip_prefix("> ").map(str::to_owned));
                screen.keys(&"backspace ".repeat(count));
                top.is_some_and(|top| top.trim_start().starts_with(&format!("[ ] {}", choice.label)))
            })
        })
    };
    question
        .choices()
        .iter()
        .map(|choice| find(choice).unwrap_or_else(|| panic!("{} is not found", choice.label)))
        .collect()
}

/// The question about medicines, and the letters that find each: found out once for all tests.
fn medicines(plan: &Rc<Plan>) -> &'static (QuestionIx, Vec<String>) {
    static FOUND: OnceLock<(QuestionIx, Vec<String>)> = OnceLock::new();
    FOUND.get_or_init(|| found(plan))
}

fn found(plan: &Rc<Plan>) -> (QuestionIx, Vec<String>) {
    let (asked, question) = plan.questionnaire.questions().find(|(_, question)| question.choices().len() > 9).unwrap();
    let cramp = plan.questionnaire.cases.iter().find(|case| case.name.starts_with("Plain night cramp")).unwrap();
    let mut screen = at_first_question(plan);
    screen.resize(120, 40);
    loop {
        let next = screen.app.session().unwrap().visit.interview.next_question().unwrap();
        if next == asked {
            return (asked, letters(&mut screen, question));
        }
        let (_, answer) = cramp.answers.iter().find(|(named, _)| *named == next).unwrap();
        give(&mut screen, plan, next, answer, &[]);
    }
}

/// Answers as told until the interview can end, or nothing more is told, and says after how many keys.
fn walk(plan: &Rc<Plan>, letters: &[String], tell: &mut dyn FnMut(QuestionIx) -> Option<Answer>) -> (usize, Screen) {
    let mut screen = at_first_question(plan);
    let mut pressed = 0;
    loop {
        let interview = &screen.app.session().unwrap().visit.interview;
        if interview.outcome().status != Status::Incomplete {
            return (pressed, screen);
        }
        let asked = interview.next_question().unwrap();
        let Some(answer) = tell(asked) else { return (pressed, screen) };
        pressed += give(&mut screen, plan, asked, &answer, letters);
    }
}

fn walk_case(plan: &Rc<Plan>, letters: &[String], case: &Case) -> usize {
    let given: BTreeMap<QuestionIx, &Answer> =
        case.answers.iter().map(|(question, answer)| (*question, answer)).collect();
    let (pressed, screen) = walk(plan, letters, &mut |asked| given.get(&asked).map(|answer| (*answer).clone()));
    let outcome = screen.app.session().unwrap().visit.interview.outcome().clone();
    assert_eq!(outcome.urgency, case.expect.urgency, "{}", case.name);
    pressed
}

/// What so many keys cost at three a second, which is how fast a nurse answers who knows the questions.
fn seconds(keys: usize) -> f64 {
    keys as f64 / 3.0
}

#[test]
fn an_emergency_takes_two_keys_a_night_cramp_sixteen_half_of_all_sixteen_and_nobody_more_than_forty() {
    let plan = plan();
    let (_, letters) = medicines(&plan);
    let cases = &plan.questionnaire.cases;
    let mut all: Vec<(usize, &Case)> = cases.iter().map(|case| (walk_case(&plan, letters, case), case)).collect();
    all.sort_by_key(|(keys, _)| *keys);
    let median = |mut keys: Vec<usize>| {
        keys.sort_unstable();
        keys.get(keys.len() / 2).copied().unwrap_or_default()
    };
    for (keys, case) in &all {
        println!("{keys:4} {}", case.name);
    }
    println!("keys for each of {} patients:", all.len());
    let mut levels: Vec<Option<Level>> = Level::ALL.into_iter().map(Some).collect();
    levels.push(None);
    for level in levels {
        let of: Vec<usize> =
            all.iter().filter(|(_, case)| case.expect.urgency == level).map(|(keys, _)| *keys).collect();
        let word = level.map_or("no level", Level::word);
        let (middle, most) = (median(of.clone()), *of.iter().max().unwrap());
        println!(
            "{:4} {word:<8} median {middle:2} ({:4.1} s), most {most:2} ({:4.1} s)",
            of.len(),
            seconds(middle),
            seconds(most)
        );
    }
    let every = median(all.iter().map(|(keys, _)| *keys).collect());
    let most = all.last().unwrap();
    println!(
        "median of all {every} ({:.1} s), most {} ({:.1} s: {})",
        seconds(every),
        most.0,
        seconds(most.0),
        most.1.name
    );
    // The goals, in keys and in time: an emergency in 2, half of all in 16, nobody more than 40.
    println!("goals: {:.1} s, {:.1} s, {:.1} s", seconds(2), seconds(16), seconds(40));
    assert!(every <= 16, "{every}");
    assert!(most.0 <= 40, "{}", most.1.name);

    // Each choice of the first question is an emergency by itself, at once.
    let first = QuestionIx(0);
    for choice in 0..plan.questionnaire[first].choices().len() {
        let answer = Answer::Many { yes: vec![choice], unsure: Vec::new() };
        let (pressed, screen) = walk(&plan, letters, &mut |_| Some(answer.clone()));
        let outcome = screen.app.session().unwrap().visit.interview.outcome();
        assert_eq!((outcome.status, outcome.urgency), (Status::Stopped, Some(Level::Red)), "choice {choice}");
        assert!(pressed <= 2, "choice {choice}");
    }
    let cramp = all.iter().find(|(_, case)| case.name.starts_with("Plain night cramp")).unwrap();
    assert!(cramp.0 <= 16, "{}", cramp.0);
}

/// Whoever has one thing to say to every list, and takes two medicines, is still done within forty keys.
#[test]
fn no_path_needs_more_than_forty_keys() {
    let plan = plan();
    let (medicines, letters) = medicines(&plan);
    let mut chance = Chance::new(40);
    let mut most = 0;
    for patient in 0..1500 {
        let (pressed, _) = walk(&plan, letters, &mut |asked| {
            Some(match &plan.questionnaire[asked].answer {
                AnswerKind::YesNo => Answer::YesNo(chance.roll(2) == 0),
                AnswerKind::One(choices) => Answer::One(chance.roll(choices.len())),
                // Hardly anybody with a danger sign would come to the end.
                AnswerKind::Many(_) if asked.at() < 4 => Answer::Many { yes: Vec::new(), unsure: Vec::new() },
                AnswerKind::Many(choices) => {
                    let count = if asked == *medicines { 2 } else { 1 };
                    let mut yes: Vec<usize> = (0..count).map(|_| chance.roll(choices.len())).collect();
                    yes.sort_unstable();
                    yes.dedup();
                    Answer::Many { yes, unsure: Vec::new() }
                }
                kind => panic!("{kind:?} is not asked by choices"),
            })
        });
        most = most.max(pressed);
        assert!(pressed <= 40, "{pressed} keys for patient {patient}");
    }
    println!("most {most}");
}
