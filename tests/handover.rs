//! What leaves the program of a visit: the note, Markdown, JSON and CSV.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "this is all test code")]

#[path = "support/load.rs"]
mod load;
mod support;
#[path = "support/visits.rs"]
mod visits;

use std::rc::Rc;

use jiff::civil::datetime;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use redflag::export::{Chosen, Earlier, Format, Recorded, export, note};
use redflag::interview::Plan;
use redflag::questionnaire::{Answer, Level};
use serde_json::{Value, json};
use support::legs;
use visits::{many, of, recorded};

const YES: Answer = Answer::YesNo(true);
const NO: Answer = Answer::YesNo(false);

/// Of the foot nobody could say whether it was numb, and of the medicines whether quinine is one of them.
fn not_sure() -> Recorded {
    let answers = [
        ("chest-pain", NO),
        ("breathless", NO),
        ("foot", many(&[], &[1])),
        ("complaint", Answer::One(2)),
        ("side", Answer::One(0)),
        ("calf", NO),
        ("nights", Answer::Number(2)),
        ("age", Answer::Number(61)),
        ("medicines", many(&[2], &[11])),
        ("remarks", Answer::Text(String::new())),
    ];
    recorded(&legs(), &answers)
}

/// A swollen leg, of which it then turned out that it is not swollen.
fn set_aside() -> Recorded {
    let answers = [
        ("chest-pain", NO),
        ("breathless", NO),
        ("foot", many(&[], &[])),
        ("complaint", Answer::One(0)),
        ("side", Answer::One(0)),
        ("calf", YES),
        ("nights", Answer::Number(4)),
    ];
    recorded(&legs(), &answers)
}

fn text_of(it: &Recorded) -> String {
    note(&it.visit, it.at)
}

/// What stands below the head of a part, up to the next head of its kind.
fn part<'n>(note: &'n str, title: &str) -> &'n str {
    let head = format!("\n{title}\n{}\n", "=".repeat(title.len()));
    let from = note.find(&head).unwrap_or_else(|| panic!("no {title} in\n{note}")) + head.len();
    let to = note[from..].find("\n=").map_or(note.len(), |line| from + line);
    &note[from..to]
}

#[test]
fn the_background_keeps_so_not_so_and_not_sure_apart() {
    let note = text_of(&not_sure());
    let expected = "\
Answers: positive
- What is the main problem in the leg? Both
- Is one leg swollen, or are both? One leg
- How many nights a week do cramps wake the patient? 2 nights
- How old is the patient? 61 years
- Which of these medicines does the patient take? Letrozole

Answers: negative
- No to:
  - Is there chest pain, or has the patient collapsed?
  - Is the patient newly short of breath?
  - Is the calf at least 3 cm larger than the other?
- What is the foot like compared with the other one? no: Cold or pale /
  Blue, mottled or dusky; on dark skin grey, and different from the
  other foot
- Which of these medicines does the patient take? none of the 10 other
  choices
- Anything else the patient said? (nothing)

Answered not sure
- What is the foot like compared with the other one? Numb, or cannot be
  moved
- Which of these medicines does the patient take? Quinine, or tonic
  water every day

";
    let background = part(&note, "Background");
    assert!(background.starts_with(expected), "{background}");
    assert!(note.lines().all(|line| redflag::text::columns(line) <= 72), "{note}");
}

#[test]
fn an_answer_to_a_question_that_is_not_asked_is_no_fact() {
    let it = set_aside();
    let note = text_of(&it);
    assert!(!note.contains("One leg") && !note.contains("than the other? yes"), "{note}");
    let expected = "\
Set aside: no longer asked
- Is one leg swollen, or are both?
- Is the calf at least 3 cm larger than the other?
";
    assert!(part(&note, "Background").contains(expected), "{note}");
    // Nor is it a fact elsewhere; it is still there for who looks for it.
    let [written] = &written(&[it])[..] else { panic!("one visit") };
    assert_eq!(written["set_aside"], json!({"side": "one", "calf": "yes"}));
    assert_eq!(written["answers"].get("calf"), None);
    assert_eq!(
        written["scores"],
        json!([{
            "id": "wells", "title": "Two-level DVT Wells score", "low": 0, "high": 0, "items": [],
            "sources": [{"publisher": "NICE NG158", "title": "Venous thromboembolic diseases", "year": 2020,
                         "url": "https://www.nice.org.uk/guidance/ng158"}],
        }])
    );
}

#[test]
fn the_parts_of_the_note_are_sbar_s_and_the_level_stands_first() {
    let mut it = not_sure();
    it.visit.chosen =
        Some(Chosen { level: Level::Orange, reason: "foot seen, warm".to_owned(), floor: Some(Level::Red) });
    it.visit.earlier = Some(Earlier {
        record: "ff".repeat(16),
        reference: Some("bed 9".to_owned()),
        at: datetime(2026, 11, 22, 9, 10, 0, 0),
        level: Some((Level::Green, "Routine".to_owned())),
    });
    let note = text_of(&it);
    let heads: Vec<&str> = note
        .lines()
        .zip(note.lines().skip(1))
        .filter(|(_, line)| line.starts_with("=="))
        .map(|(head, _)| head)
        .collect();
    assert_eq!(heads, ["Situation", "Background", "Assessment", "Recommendation", "Made from"]);
    let expected = "\
Reference: bed 4
Re-triage of bed 9 (2026-11-22 09:10): was [!!---] Routine, now [!!!!-]
Same day.

 [!!!!-] Same day (Orange, 2 of 5)
Have the leg examined today by a clinician
When: 4 hours
Chosen by the nurse: foot seen, warm
Computed: [!!!!!] Emergency
";
    assert!(part(&note, "Situation").starts_with(expected), "{note}");
    let expected = "Have the leg examined today by a clinician\nWhen: 4 hours\n\nDo not\n";
    assert!(part(&note, "Recommendation").starts_with(expected), "{note}");
    let expected = "\
Not ruled out
[!!!!!] The foot may have no blood supply
  Open because of: What is the foot like compared with the other one?
  not sure: Numb, or cannot be moved
";
    assert!(part(&note, "Assessment").contains(expected), "{note}");
    for words in ["Began 2026-11-22 13:58, ended 2026-11-22 14:05", "Asked by: N. Okafor", "sha256:"] {
        assert!(part(&note, "Made from").contains(words), "{words} in\n{note}");
    }
    // A record without a reference is named by itself, and one without a level says so.
    it.visit.earlier = Some(Earlier { reference: None, level: None, ..it.visit.earlier.unwrap() });
    let note = text_of(&it).replace('\n', " ");
    assert!(
        note.contains(&format!("Re-triage of {} (2026-11-22 09:10): was no level, now", "ff".repeat(16))),
        "{note}"
    );
}

#[test]
fn without_a_recommendation_the_note_says_so_where_it_would_stand() {
    let mut it = recorded(&legs(), &[("chest-pain", NO)]);
    let note = text_of(&it);
    assert!(part(&note, "Recommendation").starts_with("No recommendation: the interview was ended early."), "{note}");
    assert!(part(&note, "Background").contains("Not answered\n- Is the patient newly short of breath?"), "{note}");
    // A child is another nurse's, who must know where to.
    let answers = [
        ("chest-pain", NO),
        ("breathless", NO),
        ("foot", many(&[], &[])),
        ("complaint", Answer::One(1)),
        ("side", Answer::One(1)),
        ("age", Answer::Number(9)),
    ];
    it = recorded(&legs(), &answers);
    assert!(part(&text_of(&it), "Recommendation").starts_with("Hand over to Paediatric nurse\n"), "{}", text_of(&it));
}

/// Where something cannot be, the most urgent level stands; what the nurse chose is not lost.
#[test]
fn a_level_of_the_nurse_s_own_is_in_the_note_whatever_was_computed() {
    let mut it = recorded(
        &support::plan(&[
            ("questionnaire.ron", include_str!("support/legs/questionnaire.ron")),
            ("signs.ron", include_str!("support/legs/signs.ron")),
            ("complaint.ron", include_str!("support/legs/complaint.ron")),
            ("person.ron", r#"Section(title: "The patient", questions: [])"#),
        ]),
        &[
            ("chest-pain", NO),
            ("breathless", NO),
            ("foot", many(&[], &[])),
            ("complaint", Answer::One(0)),
            ("nights", Answer::Number(1)),
        ],
    );
    it.visit.chosen = Some(Chosen { level: Level::Yellow, reason: "limps".to_owned(), floor: None });
    let note = text_of(&it);
    for words in ["gives these answers no level", " [!!!!!] Emergency (Red, 1 of 5)", " [!!!--] Soon\n", "nurse: limps"]
    {
        assert!(part(&note, "Situation").contains(words), "{words} in\n{note}");
    }
}

fn written(visits: &[Recorded]) -> Vec<Value> {
    serde_json::from_slice(&export(Format::Json, visits).unwrap()).unwrap()
}

#[test]
fn json_says_what_was_answered_and_what_came_of_it() {
    let mut it = not_sure();
    it.visit.chosen =
        Some(Chosen { level: Level::Orange, reason: "foot seen, warm".to_owned(), floor: Some(Level::Red) });
    it.visit.notes.insert(None, "walks".to_owned());
    let [written] = &written(&[it])[..] else { panic!("one visit") };
    let expected = [
        ("record", json!("00112233445566778899aabbccddeeff")),
        ("reference", json!("bed 4")),
        ("operator", json!("N. Okafor")),
        ("began", json!("2026-11-22T12:58:00Z")),
        ("ended", json!("2026-11-22T13:05:00Z")),
        ("status", json!("complete")),
        ("inconsistent", Value::Null),
        (
            "urgency",
            json!({"level": "Orange", "rank": 2, "title": "Same day",
                   "act": "Have the leg examined today by a clinician", "within": "4 hours"}),
        ),
        (
            "computed",
            json!({"level": "Red", "rank": 1, "title": "Emergency",
                   "act": "Call an ambulance now and stay with the patient", "within": "immediately"}),
        ),
        ("chosen", json!({"level": "Orange", "reason": "foot seen, warm"})),
        ("floor", json!("Red")),
        ("ceiling", json!("Red")),
        (
            "answers",
            json!({"chest-pain": "no", "breathless": "no", "foot": {"yes": [], "unsure": ["numb"]}, "complaint": "both",
                   "side": "one", "calf": "no", "nights": 2, "age": 61,
                   "medicines": {"yes": ["letrozole"], "unsure": ["quinine"]}, "remarks": ""}),
        ),
        (
            "not_sure",
            json!([{"question": "foot", "choices": ["numb"]}, {"question": "medicines", "choices": ["quinine"]}]),
        ),
        ("unanswered", json!([])),
        ("set_aside", json!({})),
        ("notes", json!([{"question": null, "text": "walks"}])),
        ("earlier", Value::Null),
    ];
    for (name, value) in expected {
        assert_eq!(written[name], value, "{name}");
    }
    let ids =
        |name: &str| written[name].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(ids("fires"), ["one-leg", "drug", "anyone"]);
    assert_eq!(ids("not_ruled_out"), ["foot-in-danger", "quinine-use"]);
    assert_eq!(ids("advice"), ["no-massage", "again"]);
    assert_eq!(written["not_ruled_out"][0]["open_questions"], json!(["foot"]));
    assert_eq!(written["scores"][0]["items"], json!([{"points": 1, "label": "Swelling of one leg", "surely": true}]));
    assert_eq!(written["answers_in_words"][3]["answer"], "Both");
    assert_eq!(written["questionnaire"]["version"], "1.2.0");
    assert_eq!(written["questionnaire"]["draft"], Value::Null);
}

#[test]
fn csv_has_a_row_for_each_visit_and_nothing_that_a_spreadsheet_runs() {
    let mut first = not_sure();
    first.visit.reference = Some("=HYPERLINK(\"http://x\")".to_owned());
    first.visit.operator = Some("+49, \"N\"".to_owned());
    first.visit.chosen = Some(Chosen { level: Level::Orange, reason: "@seen\nwarm".to_owned(), floor: None });
    let bytes = export(Format::Csv, &[first, set_aside()]).unwrap();
    let mut reader = csv::Reader::from_reader(&bytes[..]);
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 2);
    let cell = |row: usize, name: &str| rows[row][heads.iter().position(|head| head == name).unwrap()].to_owned();
    for (row, name, expected) in [
        (0, "record", "00112233445566778899aabbccddeeff"),
        (0, "reference", "'=HYPERLINK(\"http://x\")"),
        (0, "operator", "'+49, \"N\""),
        (0, "override_reason", "'@seen\nwarm"),
        (0, "began", "2026-11-22T12:58:00Z"),
        (0, "status", "complete"),
        (0, "level", "Orange"),
        (0, "level_title", "Same day"),
        (0, "computed_level", "Red"),
        (0, "fires", "one-leg drug anyone"),
        (0, "not_ruled_out", "foot-in-danger quinine-use"),
        (0, "advice", "no-massage again"),
        (0, "unanswered", ""),
        (1, "reference", "bed 4"),
        (1, "status", "incomplete"),
        (1, "level", ""),
        (1, "unanswered", "age medicines remarks"),
    ] {
        assert_eq!(cell(row, name), expected, "{name} of row {row}");
    }
    let answers: Value = serde_json::from_str(&cell(1, "answers")).unwrap();
    assert_eq!(answers, json!({"chest-pain": "no", "breathless": "no", "foot": [], "complaint": "cramp", "nights": 4}));
}

/// The words of Markdown, and its heads with their depth.
fn read(markdown: &str) -> (Vec<String>, Vec<(HeadingLevel, String)>) {
    let (mut text, mut heads) = (String::new(), Vec::new());
    let mut from = 0;
    for event in Parser::new(markdown) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Heading { .. }) => from = text.len(),
            Event::End(TagEnd::Heading(depth)) => {
                heads.push((depth, text[from..].to_owned()));
                text.push('\n');
            }
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::Strong) => {
                if matches!(event, Event::Start(Tag::List(_) | Tag::Item)) {
                    text.push('\n');
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) => text.push('\n'),
            Event::End(TagEnd::List(_) | TagEnd::Strong) => {}
            other => panic!("{other:?} in\n{markdown}"),
        }
    }
    (text.split_whitespace().map(str::to_owned).collect(), heads)
}

/// The words of a note without its marks and lines.
fn words(note: &str) -> Vec<String> {
    let words = note.split_whitespace().filter(|word| *word != "-" && !word.starts_with("=="));
    words.map(str::to_owned).collect()
}

fn leg_symptoms() -> Rc<Plan> {
    Rc::new(Plan::new(load::sound("questionnaires/leg-symptoms")))
}

#[test]
fn markdown_says_what_the_note_says_for_every_worked_patient() {
    let plan = leg_symptoms();
    assert!(plan.questionnaire.cases.len() > 100);
    for case in &plan.questionnaire.cases {
        let it = of(&plan, &case.answers);
        let markdown = String::from_utf8(export(Format::Markdown, std::slice::from_ref(&it)).unwrap()).unwrap();
        let (text, heads) = read(&markdown);
        assert_eq!(text, words(&text_of(&it)), "{}:\n{markdown}", case.name);
        let parts: Vec<&str> =
            heads.iter().filter(|(depth, _)| *depth == HeadingLevel::H2).map(|(_, head)| head.as_str()).collect();
        assert_eq!(parts, ["Situation", "Background", "Assessment", "Recommendation", "Made from"], "{markdown}");
    }
}

#[test]
fn nothing_that_a_nurse_wrote_is_markup() {
    let mut it = not_sure();
    let hostile = "# no head\n- no item **not bold** <b>no tag</b> [no](link) `no code` 1. no number | ~~x~~";
    it.visit.notes.insert(None, hostile.to_owned());
    it.visit.reference = Some("*4* <script>".to_owned());
    let markdown = String::from_utf8(export(Format::Markdown, std::slice::from_ref(&it)).unwrap()).unwrap();
    let (text, _) = read(&markdown);
    let text = text.join(" ");
    for words in [&hostile.replace('\n', " "), "Reference: *4* <script>"] {
        assert!(text.contains(words), "{words} in\n{text}\n{markdown}");
    }
}

#[test]
fn the_note_says_what_came_of_every_worked_patient() {
    let plan = leg_symptoms();
    for case in &plan.questionnaire.cases {
        let it = of(&plan, &case.answers);
        let note = text_of(&it);
        let flat = words(&note).join(" ");
        assert!(note.lines().all(|line| redflag::text::columns(line) <= 72), "{note}");
        let outcome = it.visit.interview.outcome();
        for &rule in &outcome.fires {
            assert!(flat.contains(&plan.questionnaire[rule].because), "{}: {note}", case.name);
        }
        if let Some(disposition) = outcome.urgency.and_then(|level| plan.questionnaire.disposition(level)) {
            assert!(part(&note, "Recommendation").replace('\n', " ").starts_with(&disposition.act), "{note}");
        }
        // Each question stands once at least, in one of the lists.
        for (_, question) in plan.questionnaire.questions() {
            assert!(flat.contains(&question.ask), "{}: {} in\n{note}", case.name, question.ask);
        }
    }
}

/// Whole, as it goes into a chart: read what changes in it.
#[test]
fn the_note_of_a_worked_patient() {
    let plan = leg_symptoms();
    let case = plan.questionnaire.cases.iter().find(|case| case.name == "Letrozole 3 years, calf swollen").unwrap();
    let mut it = of(&plan, &case.answers);
    it.visit.notes.insert(None, "Wells items read twice.".to_owned());
    insta::assert_snapshot!("handover_note", text_of(&it));
}

#[test]
fn several_visits_go_into_one_file_where_that_has_sense() {
    let visits = [not_sure(), set_aside()];
    let text = |format| String::from_utf8(export(format, &visits).unwrap()).unwrap();
    assert_eq!(text(Format::Note).matches("TRIAGE NOTE: ").count(), 2);
    let (_, heads) = read(&text(Format::Markdown).replace("\n---\n", "\n"));
    assert_eq!(heads.iter().filter(|(depth, _)| *depth == HeadingLevel::H1).count(), 2);
    assert_eq!(written(&visits).len(), 2);
    let error = export(Format::Pdf, &visits).unwrap_err().to_string();
    assert_eq!(error, "pdf holds one record, and there are 2: name one record");
    assert_eq!(Format::ALL.map(Format::name), ["note", "markdown", "json", "csv", "pdf"]);
}
