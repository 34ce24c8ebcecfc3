//! Kills the real program (SIGKILL) at random moments, hundreds of times, and compares what is on record with what was
//! acknowledged on the screen: nothing that was seen is missing, nothing is there that was not typed, the chain holds, and
//! the interview goes on at the very question.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/load.rs"]
#[allow(dead_code, reason = "not all of it is needed here")]
mod load;
#[path = "support/patients.rs"]
#[allow(dead_code, reason = "not all of it is needed here")]
mod patients;
#[path = "support/pty.rs"]
mod pty;

use std::rc::Rc;
use std::time::{Duration, Instant};

use redflag::interview::{Interview, Plan};
use redflag::questionnaire::{Answer, AnswerKind, Decimal, Question, QuestionIx, Status, Value};
use redflag::record::{Half, State};
use redflag::words::ENGLISH;
use rustix::process::Signal;

use clinic::{Clinic, FIRST, SIZE, begin};
use patients::Chance;
use pty::Pty;

/// How often each of the two halves of the test kills the program.
const KILLS: usize = 160;

/// A patient, and the answers in the order in which they are asked for.
struct Patient {
    reference: String,
    answers: Vec<(QuestionIx, Answer)>,
}

impl Patient {
    fn new(plan: &Rc<Plan>, chance: &mut Chance, number: usize) -> Patient {
        let all = patients::ended(plan, chance);
        let mut interview = Interview::new(Rc::clone(plan));
        let mut answers = Vec::new();
        while interview.outcome().status == Status::Incomplete {
            let asked = interview.next_question().unwrap();
            let question = &plan.questionnaire[asked];
            let answer = typeable(question, all[asked.at()].clone());
            interview.set(asked, Some(answer.clone()));
            answers.push((asked, answer));
        }
        Patient { reference: format!("bed {number}"), answers }
    }

    /// The interview after so many answers.
    fn after(&self, plan: &Rc<Plan>, answered: usize) -> Interview {
        let mut interview = Interview::new(Rc::clone(plan));
        for (question, answer) in &self.answers[..answered] {
            interview.set(*question, Some(answer.clone()));
        }
        interview
    }
}

/// An answer that takes digits and no finding: what is found is tried elsewhere. A patient who has none, because another
/// answer was changed so, says no.
fn typeable(question: &Question, answer: Option<Answer>) -> Answer {
    match (&question.answer, answer) {
        (_, Some(answer)) if question.choices().len() <= 9 => answer,
        (AnswerKind::YesNo, _) => Answer::YesNo(false),
        (AnswerKind::One(_), _) => Answer::One(0),
        _ => Answer::Many { yes: Vec::new(), unsure: Vec::new() },
    }
}

/// The keys of an answer, one by one.
fn keys(question: &Question, answer: &Answer) -> Vec<String> {
    let digit = |place: usize| (place + 1).to_string();
    match (&question.answer, answer) {
        (AnswerKind::Many(_), Answer::Unsure) => vec!["U".to_owned()],
        (_, Answer::Unsure) => vec!["f2".to_owned()],
        (_, Answer::YesNo(yes)) => vec![if *yes { "y" } else { "n" }.to_owned()],
        (_, Answer::One(taken)) => vec![digit(*taken)],
        (_, Answer::Many { yes, unsure }) if yes.is_empty() && unsure.is_empty() => vec!["0".to_owned()],
        (_, Answer::Many { yes, unsure }) => {
            let mut keys: Vec<String> = yes.iter().copied().map(digit).collect();
            for &at in unsure {
                keys.extend(cursor_to(at));
                keys.push("u".to_owned());
            }
            keys.push("enter".to_owned());
            keys
        }
        (kind, answer) => panic!("{answer:?} is no answer to {kind:?} that is typed here"),
    }
}

/// The keys that lead the cursor to a choice.
fn cursor_to(place: usize) -> impl Iterator<Item = String> {
    std::iter::once("home".to_owned()).chain(std::iter::repeat_n("down".to_owned(), place))
}

/// How many answers the screen shows to be given; all of `most` where what they led to has taken it over.
fn acknowledged(screen: &str, most: usize) -> usize {
    let ends = screen.contains(" of 5)") || screen.contains(ENGLISH.hand_over_to);
    let counted = screen.split(" answered").next().filter(|before| before.len() < screen.len());
    let counted = counted.and_then(|before| before.split_whitespace().last()?.parse().ok());
    counted.unwrap_or(if ends { most } else { 0 })
}

/// Waits until the screen is where the interview stands.
fn wait_for_place(pty: &Pty, interview: &Interview, answered: usize) {
    let questionnaire = interview.questionnaire();
    let outcome = interview.outcome();
    let wanted = match outcome.status {
        Status::Incomplete => {
            let next = &questionnaire[interview.next_question().unwrap()];
            vec![beginning(&next.ask), format!(" {answered} answered")]
        }
        Status::HandedOver => vec![ENGLISH.hand_over_to.to_owned()],
        Status::Stopped | Status::Complete => vec![format!("{} of 5)", outcome.urgency.unwrap().place() + 1)],
    };
    pty.wait_until(&format!("{wanted:?}"), |screen| {
        let text = pty::contents(screen);
        wanted.iter().all(|wanted| text.contains(wanted.as_str()))
    });
}

/// The first words of a question, which stand in one row.
fn beginning(ask: &str) -> String {
    let mut beginning = String::new();
    for word in ask.split(' ') {
        if beginning.len() < 30 {
            beginning = format!("{beginning} {word}");
        }
    }
    beginning.trim().to_owned()
}

/// What was killed where: so that it is seen that every kind of moment was met.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// Answers that were on record though the screen had not shown them yet.
    ahead: usize,
    /// Answers that were typed and not on record.
    unseen: usize,
    resumed: usize,
    ended: usize,
    shown: usize,
}

fn torture(seed: u64) -> Tally {
    let clinic = Clinic::new();
    let plan = Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")));
    let mut chance = Chance::new(seed);
    let mut tally = Tally::default();
    let mut number = 1;
    let mut patient = Patient::new(&plan, &mut chance, number);
    // How many answers are on record; `None` where nothing is.
    let mut on_record = None;
    while tally.kills < KILLS {
        let mut pty = clinic.screen(&["--reference", &patient.reference, "--operator", "Nurse Ito"]);
        let recorded = on_record.unwrap_or(0);
        // Some are killed before they have shown anything.
        if chance.roll(20) == 0 {
            pause(&mut chance);
            kill(&mut pty);
            tally.kills += 1;
            check(&clinic, &plan, &patient, recorded, recorded).unwrap();
            continue;
        }
        if on_record.is_some() {
            pty.wait_for("Not finished. Go on with one of these?");
            pty.wait_for(&format!("{}:", patient.reference));
            pty.keys("enter");
            // And some while they are being resumed.
            if chance.roll(20) == 0 {
                pause(&mut chance);
                kill(&mut pty);
                tally.kills += 1;
                check(&clinic, &plan, &patient, recorded, recorded).unwrap();
                continue;
            }
            wait_for_place(&pty, &patient.after(&plan, recorded), recorded);
            tally.resumed += 1;
        } else {
            begin(&mut pty);
        }
        if recorded == patient.answers.len() {
            pty.keys("ctrl-c");
            pty.wait();
            let interview = clinic.interview(&patient.reference);
            let state = clinic.look().list().unwrap().into_iter().find(|it| it.interview == interview).unwrap().state;
            assert!(matches!(state, State::Ended(_)), "{state:?}");
            number += 1;
            tally.ended += 1;
            (patient, on_record) = (Patient::new(&plan, &mut chance, number), None);
            continue;
        }
        let mut typed = recorded;
        let waits = chance.roll(3) > 0;
        // What was half typed is back; the answer is typed from the start.
        for key in on_record.map(|_| undo(&clinic, &plan, &patient, recorded)).into_iter().flatten() {
            pty.keys(&key);
        }
        for _ in 0..=chance.roll(3) {
            let Some((question, answer)) = patient.answers.get(typed) else { break };
            for key in keys(&plan.questionnaire[*question], answer) {
                pty.keys(&key);
            }
            typed += 1;
            if waits {
                wait_for_place(&pty, &patient.after(&plan, typed), typed);
            }
        }
        // Then a question that is half answered.
        if let Some((question, answer)) = patient.answers.get(typed) {
            let keys = keys(&plan.questionnaire[*question], answer);
            for key in &keys[..chance.roll(keys.len())] {
                pty.keys(key);
            }
        }
        if chance.roll(2) == 0 {
            pause(&mut chance);
        }
        kill(&mut pty);
        tally.kills += 1;
        let shown = acknowledged(&pty.text(), typed);
        assert!(!waits || shown == typed, "{shown} of {typed} shown\n{}", pty.text());
        let shown = shown.max(recorded);
        on_record = check(&clinic, &plan, &patient, shown, typed).unwrap();
        let now = on_record.unwrap_or(0);
        tally.shown += shown;
        tally.ahead += now - shown;
        tally.unseen += typed - now;
    }
    tally
}

/// The keys that take back what is half typed of the next answer, as it is on record.
fn undo(clinic: &Clinic, plan: &Plan, patient: &Patient, recorded: usize) -> Vec<String> {
    let question = &plan.questionnaire[patient.answers[recorded].0];
    let half = clinic.look().half(clinic.interview(&patient.reference)).unwrap();
    let Some(half) = half.answers.into_iter().find(|half| half.question == question.id) else { return Vec::new() };
    let place = |id: &String| question.choices().iter().position(|choice| choice.id == *id).unwrap();
    let mut keys: Vec<String> = half.yes.iter().map(|id| (place(id) + 1).to_string()).collect();
    for at in half.unsure.iter().map(place) {
        keys.extend(cursor_to(at));
        keys.push("u".to_owned());
    }
    keys
}

/// A moment at random, of the length of what a key does.
fn pause(chance: &mut Chance) {
    std::thread::sleep(Duration::from_micros(chance.roll(30_000) as u64));
}

fn kill(pty: &mut Pty) {
    pty.signal(Signal::KILL);
    pty.wait();
}

/// Demands that the chain holds and that what is on record are the patient's answers: at least so many, and none but what
/// was typed. Returns how many; `None` where there is nothing on record at all. The error is what is missing or too much.
fn check(clinic: &Clinic, plan: &Plan, patient: &Patient, shown: usize, typed: usize) -> Result<Option<usize>, String> {
    clinic.assert_whole();
    let store = clinic.look();
    let list = store.list().unwrap();
    let summary = list.iter().find(|summary| {
        summary.known.as_ref().is_some_and(|known| known.reference.as_deref() == Some(&*patient.reference))
    });
    let answers = match summary {
        Some(summary) => {
            assert_eq!(summary.state, State::Unfinished);
            store.trail(summary.interview).unwrap().come().unwrap().answers
        }
        None => Vec::new(),
    };
    let said = |(question, answer): &(QuestionIx, Answer)| {
        let question = &plan.questionnaire[*question];
        (question.id.clone(), Value::of(question, answer))
    };
    let expected: Vec<_> = patient.answers.iter().take(answers.len()).map(said).collect();
    assert_eq!(answers, expected, "{}: on record is what was typed, in that order", patient.reference);
    let span = shown..=typed;
    match span.contains(&answers.len()) {
        true => Ok(summary.map(|_| answers.len())),
        false => Err(format!("{}: {} on record, {span:?} shown and typed", patient.reference, answers.len())),
    }
}

#[test]
fn what_was_acknowledged_outlives_every_kill() {
    let begin = Instant::now();
    let halves = [1, 2].map(|seed| std::thread::spawn(move || torture(seed)));
    let tallies = halves.map(|half| half.join().unwrap());
    println!("{tallies:#?} in {:?}", begin.elapsed());
    let sum = |of: fn(&Tally) -> usize| tallies.iter().map(of).sum::<usize>();
    assert!(sum(|tally| tally.kills) >= 300);
    // Every kind of moment was met: else the test would prove less than it says.
    assert!(sum(|tally| tally.shown) > 300, "answers were shown");
    assert!(sum(|tally| tally.resumed) > 100 && sum(|tally| tally.ended) > 5);
    assert!(sum(|tally| tally.unseen) > 0, "some were killed before they had heard a key");
}

/// The control: a store in which one acknowledged answer is not, is found.
#[test]
fn a_missing_answer_would_be_noticed() {
    let clinic = Clinic::new();
    let plan = Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")));
    let patient = Patient::new(&plan, &mut Chance::new(3), 1);
    let mut pty = clinic.first_question(&["--reference", &patient.reference]);
    let (question, answer) = &patient.answers[0];
    keys(&plan.questionnaire[*question], answer).iter().for_each(|key| pty.keys(key));
    wait_for_place(&pty, &patient.after(&plan, 1), 1);
    kill(&mut pty);
    assert_eq!(check(&clinic, &plan, &patient, 1, 1), Ok(Some(1)));
    let missing = check(&clinic, &plan, &patient, 2, 2).unwrap_err();
    assert!(missing.contains("1 on record, 2..=2 shown and typed"), "{missing}");
}

/// Waits until what is half typed is on the disk, for as long as was promised.
fn wait_for_half(clinic: &Clinic, reference: &str, what: &str, kept: impl Fn(&Half) -> bool) {
    let begin = Instant::now();
    loop {
        let list = clinic.look().list().unwrap();
        let known =
            list.iter().find(|it| it.known.as_ref().is_some_and(|it| it.reference.as_deref() == Some(reference)));
        if known.is_some_and(|known| kept(&clinic.look().half(known.interview).unwrap())) {
            return;
        }
        assert!(begin.elapsed() < Duration::from_secs(1), "{what}: not kept within a second");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Kills it, starts it again and goes on.
fn kill_and_resume(clinic: &Clinic, mut pty: Pty, more: &[&str]) -> Pty {
    kill(&mut pty);
    clinic.assert_whole();
    let mut pty = clinic.screen(more);
    pty.wait_for("Not finished. Go on with one of these?");
    pty.keys("enter");
    pty
}

#[test]
fn ticks_finding_and_notes_half_made_are_back() {
    let clinic = Clinic::new();
    let here = |half: &Half| half.answers.last().cloned().unwrap_or_default();
    let mut pty = clinic.first_question(&["--reference", "ticks"]);
    pty.keys("3 5");
    pty.wait_for("5 [x]");
    wait_for_half(&clinic, "ticks", "ticks", |half| here(half).yes == ["chest-pain", "bleeding"]);
    let mut pty = kill_and_resume(&clinic, pty, &[]);
    pty.wait_for(FIRST);
    let screen = pty.wait_for("5 [x]");
    assert!(screen.contains("3 [x]") && screen.contains("0 answered"), "{screen}");
    // Unticked, the question is answered as it stands.
    pty.keys("3 5 0");
    pty.wait_for("1 answered");
    // A note, written at the second question.
    pty.keys("t");
    pty.wait_for(ENGLISH.write_note);
    pty.send(b"limps since the ferry");
    pty.wait_for("limps since the ferry");
    wait_for_half(&clinic, "ticks", "a note", |half| format!("{:?}", half.writing).contains("limps since the ferry"));
    let mut pty = kill_and_resume(&clinic, pty, &[]);
    pty.wait_for("limps since the ferry");
    pty.send(b" came");
    pty.keys("enter");
    pty.wait_for("1 answered");
    // Once it is a note it is not half typed as well.
    let come = clinic.come("ticks");
    assert_eq!(come.notes.values().collect::<Vec<_>>(), ["limps since the ferry came"]);
    let half = clinic.look().half(clinic.interview("ticks")).unwrap();
    assert_eq!(half, Half::default(), "kept with the entry that ended it");
    // To find one of many.
    pty.keys("0 0 0 2 1 0");
    pty.wait_for("7 answered");
    pty.keys("/");
    pty.send(b"cal");
    pty.wait_for("cal");
    wait_for_half(&clinic, "ticks", "finding", |half| here(half).find.as_deref() == Some("cal"));
    let pty = kill_and_resume(&clinic, pty, &[]);
    let screen = pty.wait_for("7 answered");
    assert!(screen.contains("Find: cal"), "{screen}");
}

#[test]
fn a_number_and_a_text_half_typed_are_back() {
    let clinic = Clinic::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/questionnaires");
    let more = ["--draft", "--questionnaires", folder, "--reference", "fields"];
    let typed = |half: &Half| half.answers.last().map(|half| half.typed.clone()).unwrap_or_default();
    let start = || Pty::start(clinic.command_for("small", &more), SIZE);
    let resume = |mut pty: Pty| {
        kill(&mut pty);
        let mut pty = start();
        pty.wait_for("Not finished. Go on with one of these?");
        pty.keys("enter");
        pty
    };
    let mut pty = start();
    pty.wait_for("Enter begin");
    pty.keys("enter n 2");
    pty.wait_for("How thick?");
    pty.keys("3 5 . 5");
    pty.wait_for("35.5");
    wait_for_half(&clinic, "fields", "a number", |half| typed(half) == "35.5");
    let mut pty = resume(pty);
    pty.wait_for("How thick?");
    pty.wait_for("35.5");
    pty.keys("enter");
    pty.wait_for("Anything else?");
    pty.send("né à Ålesund".as_bytes());
    pty.wait_for("né à Ålesund");
    wait_for_half(&clinic, "fields", "a text", |half| typed(half) == "né à Ålesund");
    let mut pty = resume(pty);
    pty.wait_for("Anything else?");
    pty.wait_for("né à Ålesund");
    pty.keys("enter");
    pty.wait_until("the end", |screen| !pty::contents(screen).contains("Anything else?"));
    let answers = clinic.come("fields").answers;
    assert!(answers.contains(&("words".to_owned(), Value::Text("né à Ålesund".to_owned()))), "{answers:?}");
    assert!(answers.contains(&("girth".to_owned(), Value::Number(Ok(Decimal::scaled(355, 1))))), "{answers:?}");
}
