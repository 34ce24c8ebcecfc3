//! What is written otherwise is said, each by its kind, and what only reads otherwise is not.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/load.rs"]
#[allow(dead_code, reason = "here files are changed before they are read")]
mod load;

use load::folder;
use redflag::proof::{Change, Field, Said, What, changes};
use redflag::questionnaire::{Files, Questionnaire, Site, read};

fn parsed(files: &Files) -> Questionnaire {
    let (questionnaire, findings) = read(files, &Site::default(), load::TODAY);
    questionnaire.unwrap_or_else(|| panic!("{findings:#?}"))
}

/// `Kind question/old>new: what`, and of a field its name and both contents, `?` for a condition.
fn line(change: &Change) -> String {
    let said = |said: &Said| match said {
        Said::Nothing => "-".to_owned(),
        Said::Text(text) => text.clone(),
        Said::When(_) => "?".to_owned(),
    };
    let field = |Field { name, old, new }: &Field| format!("{name}: {} > {}", said(old), said(new));
    let what = match &change.what {
        What::New(words) => format!("new, {words}"),
        What::Gone(words) => format!("gone, {words}"),
        What::Renamed(words) => format!("renamed, {words}"),
        What::Reworded(of) => format!("reworded, {}", field(of)),
        What::Changed(of) => format!("changed, {}", field(of)),
    };
    let within = change.within.as_ref().map(|of| format!("{of}/")).unwrap_or_default();
    let id = match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => new.clone(),
        (old, new) => format!("{}>{}", old.as_deref().unwrap_or_default(), new.as_deref().unwrap_or_default()),
    };
    format!("{:?} {within}{id} {what}", change.kind)
}

#[test]
fn every_kind_of_change_is_said_once() {
    let table: &[(&str, &str, &str, &[&str])] = &[
        (
            "questionnaire.ron",
            r#"version: "1.2.0""#,
            r#"version: "1.3.0""#,
            &["Questionnaire swelling changed, version: 1.2.0 > 1.3.0"],
        ),
        (
            "questionnaire.ron",
            "(test content)",
            "(more of it)",
            &["Questionnaire swelling reworded, title: Swollen leg (test content) > Swollen leg (more of it)"],
        ),
        (
            "questionnaire.ron",
            r#"review_due: "2027-11-21""#,
            r#"review_due: "2027-12-01""#,
            &["Questionnaire swelling changed, review_due: 2027-11-21 > 2027-12-01"],
        ),
        (
            "questionnaire.ron",
            "stop_at: Red",
            "stop_at: Orange",
            &["Questionnaire swelling changed, stop_at: Red > Orange"],
        ),
        (
            "questionnaire.ron",
            r#"act: "Care at home""#,
            r#"act: "Rest at home""#,
            &["Disposition Blue reworded, act: Care at home > Rest at home"],
        ),
        (
            "questionnaire.ron",
            "within 3 days",
            "within 5 days",
            &["Disposition Yellow reworded, within: within 3 days > within 5 days"],
        ),
        ("questionnaire.ron", "year: 2020", "year: 2021", &["Source book changed, year: 2020 > 2021"]),
        (
            "questionnaire.ron",
            r#"given: Yes("chest-pain")"#,
            r#"given: Fires("chest")"#,
            &["Guarantee chest-pain-is-emergency changed, given: ? > ?"],
        ),
        (
            "questionnaire.ron",
            r#"id: "chest-pain-is-emergency""#,
            r#"id: "chest-pain-is-red""#,
            &["Guarantee chest-pain-is-emergency>chest-pain-is-red renamed, "],
        ),
        ("danger.ron", "Danger signs", "Danger", &["Section danger reworded, title: Danger signs > Danger"]),
        (
            "danger.ron",
            "breathlessness?",
            "fainting?",
            &[
                "Question chest-pain reworded, ask: Is there chest pain or breathlessness? > Is there chest pain or fainting?",
            ],
        ),
        (
            "danger.ron",
            "help: \"Also when it comes and goes.\\nAsk about the last two days.\",\n",
            "\n",
            &["Question chest-pain reworded, help: Also when it comes and goes.\nAsk about the last two days. > -"],
        ),
        (
            "danger.ron",
            r#"label: "Blue")"#,
            r#"label: "Blue or grey")"#,
            &["Choice signs/blue reworded, label: Blue > Blue or grey"],
        ),
        (
            "detail.ron",
            r#"(id: "felodipine","#,
            r#"(id: "felo","#,
            &[
                "Choice medicines/felodipine>felo renamed, Felodipine",
                "Question dose-raised changed, when: ? > ?",
                "Rule medicine changed, when: ? > ?",
            ],
        ),
        (
            "danger.ron",
            r#"label: "Blue"),"#,
            r#"label: "Blue"), (id: "hot", label: "Hot"),"#,
            &["Choice signs/>hot new, Hot"],
        ),
        // Whoever bears the tag is in the condition that asks for it.
        (
            "danger.ron",
            r#"label: "Blue"),"#,
            r#"label: "Blue", tags: ["blood-flow"]),"#,
            &["Choice signs/blue changed, tags: - > blood-flow", "Rule foot changed, when: ? > ?"],
        ),
        ("danger.ron", r#"cite: ["book"]),"#, r#"cite: ["leaflet"]),"#, &["Rule chest changed, cite: book > leaflet"]),
        (
            "danger.ron",
            r#"urgency: Red, because: "The foot"#,
            r#"urgency: Orange, because: "The foot"#,
            &["Rule foot changed, urgency: Red > Orange"],
        ),
        ("danger.ron", "kind: Watch", "kind: Refer", &["Advice call-again changed, kind: Watch > Refer"]),
        (
            "danger.ron",
            r#"(id: "call-again""#,
            r#"(id: "call-us""#,
            &["Advice call-again>call-us renamed, Call 999 if chest pain begins"],
        ),
        (
            "leg.ron",
            "when: Not(Is(\"side\", \"both\"))",
            "when: IsAny(\"side\", [\"right\", \"left\"])",
            &["Question girth changed, when: ? > ?"],
        ),
        ("leg.ron", "max: 30", "max: 40", &["Question girth changed, max: 30.0 > 40.0"]),
        ("leg.ron", r#"unit: "years""#, r#"unit: "months""#, &["Question age changed, unit: years > months"]),
        (
            "leg.ron",
            "likely: (0, 8.5)",
            "likely: (0.5, 8.5)",
            &["Question girth changed, likely: 0.0 to 8.5 > 0.5 to 8.5"],
        ),
        (
            "leg.ron",
            "unsure: false,\n            answer: One",
            "answer: One",
            &["Question side changed, unsure: false > true"],
        ),
        (
            "leg.ron",
            r#"aliases: ["bilateral", "two legs"]"#,
            r#"aliases: ["two legs"]"#,
            &["Choice side/both reworded, aliases: bilateral, two legs > two legs"],
        ),
        (
            "leg.ron",
            r#"points: 1, when: Yes("cancer")"#,
            r#"points: 2, when: Yes("cancer")"#,
            &["Item clot/Cancer changed, points: 1 > 2"],
        ),
        (
            "leg.ron",
            r#"label: "Cancer")"#,
            r#"label: "Cancer lately")"#,
            &["Item clot/Cancer>Cancer lately renamed, Cancer lately"],
        ),
        ("leg.ron", "Score(\"clot\", 2)", "Score(\"clot\", 1)", &["Rule clot-likely changed, when: ? > ?"]),
        (
            "leg.ron",
            "hand_over: \"the children's ward\"",
            "hand_over: \"the night nurse\"",
            &["Rule child changed, hand_over: the children's ward > the night nurse"],
        ),
        (
            "leg.ron",
            "hand_over: \"the children's ward\"",
            "urgency: Green",
            &["Rule child changed, urgency: - > Green", "Rule child changed, hand_over: the children's ward > -"],
        ),
        // 3.25 and 3.3 are the same of a number with one decimal, and so is the order of choices.
        ("leg.ron", "AtLeast(\"girth\", 3.25)", "AtLeast(\"girth\", 3.3)", &[]),
        ("closing.ron", r#"["left", "right"]"#, r#"["right", "left", "left"]"#, &[]),
        (
            "closing.ron",
            r#"(id: "nothing-else", when: Always, urgency: Blue"#,
            r#"(id: "nothing-else", urgency: Blue"#,
            &[],
        ),
        (
            "detail.ron",
            "(id: \"remarks\", ask: \"Anything else?\", answer: Text),\n",
            "",
            &["Question remarks> gone, Anything else?"],
        ),
        ("detail.ron", "id: \"remarks\"", "id: \"note\"", &["Question remarks>note renamed, Anything else?"]),
        ("detail.ron", "answer: Text", "answer: YesNo", &["Question remarks changed, answer: Text > YesNo"]),
    ];
    let swelling = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    let old = parsed(&swelling);
    for (name, before, after, expected) in table {
        let mut files = swelling.clone();
        // What the cases say of the old version is not looked at.
        folder::without(&mut files, "cases.ron");
        let file = files.files.iter().find(|file| file.name == *name).unwrap();
        let mut text = String::from_utf8(file.bytes.to_vec()).unwrap();
        assert!(text.contains(before), "{before:?} is not in {name}");
        text = text.replacen(before, after, 1);
        folder::set(&mut files, name, text);
        let got: Vec<String> = changes(&old, &parsed(&files)).iter().map(line).collect();
        assert_eq!(got, *expected, "{before}");
    }
}

#[test]
fn a_new_order_is_said_of_what_both_have() {
    let swelling = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    let old = parsed(&swelling);
    let mut new = old.clone();
    new.questions.swap(0, 1);
    let rest = "side, age, girth, cancer, other-cause, medicines, dose-raised, remarks";
    let lines: Vec<String> = changes(&old, &new).iter().map(line).collect();
    assert!(
        lines.contains(&format!(
            "Questionnaire swelling changed, questions: chest-pain, signs, {rest} > signs, chest-pain, {rest}"
        )),
        "{lines:#?}"
    );
}
