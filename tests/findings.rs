//! Every code has an example under `tests/findings/`, and the example gives exactly that finding at its place.
//!
//! An example is the questionnaire `tests/questionnaires/small` with its own files in place of those of the same
//! name. Its file `expected` says what must be found, `code file:line:column`, placed by hand. A line `without FILE`
//! takes a file away, a line `grow FILE` fills one up beyond the size that is read. Its file `witness`, by hand too, holds
//! the patient who shows the finding, as `check --json` writes it; where there is none, the finding has no witness.
//!
//! An example is called like its code; a second one of the same code has a point and more behind it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use redflag::questionnaire::{Code, Files, Finding, LARGEST_FILE, Questionnaire, Severity, Site, draw, read};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

#[path = "support/findings.rs"]
mod findings;

use findings::{TODAY, findings_of};

const Q: &str = "questionnaire.ron";
const F: &str = "first.ron";
const S: &str = "second.ron";
const C: &str = "cases.ron";

/// `code file:line:column` of each finding, in their order.
fn lines(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {}:{}:{}", f.code.word(), f.file, f.line, f.column)).collect()
}

fn small() -> Files {
    folder::read(&folder::tests().join("questionnaires/small"), "small")
}

/// A file, what is replaced in it, and by what.
type Change<'c> = (&'c str, &'c str, &'c str);

/// The small questionnaire with pieces of its files replaced, and where the marks `§` in the new pieces stand.
fn changed(changes: &[Change]) -> (Files, Vec<String>) {
    let mut files = small();
    for (file, old, new) in changes {
        let found = files.files.iter().find(|f| f.name == *file).unwrap();
        let text = String::from_utf8(found.bytes.to_vec()).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        folder::set(&mut files, file, text.replace(old, new));
    }
    let mut places = Vec::new();
    for name in [Q, F, S, C] {
        let found = files.files.iter().find(|f| f.name == name).unwrap();
        let mut text = String::from_utf8(found.bytes.to_vec()).unwrap();
        while let Some(mark) = text.find('§') {
            let before = &text[..mark];
            let line = 1 + before.matches('\n').count();
            let column = 1 + before.chars().rev().take_while(|c| *c != '\n').count();
            places.push(format!("{name}:{line}:{column}"));
            text = text.replacen('§', "", 1);
        }
        folder::set(&mut files, name, text);
    }
    (files, places)
}

/// One change, and the code that must be found at its mark, or none where it has no mark.
fn check(code: &str, file: &str, old: &str, new: &str) {
    let (files, places) = changed(&[(file, old, new)]);
    let expected: Vec<String> = places.iter().map(|place| format!("{code} {place}")).collect();
    let (_, findings) = read(&files, &Site::default(), TODAY);
    assert_eq!(lines(&findings), expected, "{old} -> {new}\n{}", draw(&findings, &files, &Site::default(), false));
}

/// The witness of a finding as `check --json` writes it.
fn written(questionnaire: Option<&Questionnaire>, finding: &Finding) -> Option<String> {
    let (questionnaire, witness) = (questionnaire?, finding.witness.as_ref()?);
    Some(serde_json::to_string(&witness.written(questionnaire)).unwrap())
}

fn example(folder: &Path) -> (Files, Vec<String>) {
    let mut files = small();
    folder::overlay(&mut files, folder, "");
    if folder.join("lang").is_dir() {
        folder::overlay(&mut files, &folder.join("lang"), "lang/");
    }
    let mut expected = Vec::new();
    for line in fs::read_to_string(folder.join("expected")).unwrap().lines() {
        match line.split_once(' ') {
            Some(("without", file)) => folder::without(&mut files, file),
            Some(("grow", file)) => folder::set(&mut files, file, vec![b' '; LARGEST_FILE + 1]),
            _ => expected.push(line.to_owned()),
        }
    }
    (files, expected)
}

#[test]
fn the_questionnaires_of_the_tests_are_sound() {
    for name in ["small", "swelling"] {
        let files = folder::read(&folder::tests().join("questionnaires").join(name), name);
        let (questionnaire, findings) = findings_of(&files);
        assert!(questionnaire.is_some() && findings.is_empty(), "{}", draw(&findings, &files, &Site::default(), false));
    }
}

#[test]
fn every_example_gives_exactly_its_finding() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder::tests().join("findings")).unwrap() {
        let path = entry.unwrap().path();
        let (files, expected) = example(&path);
        let (questionnaire, findings) = findings_of(&files);
        if lines(&findings) != expected {
            wrong.push(format!("{}\n  expected {expected:?}\n  found    {:?}", path.display(), lines(&findings)));
        }
        let witness = fs::read_to_string(path.join("witness")).ok().map(|text| text.trim_end().to_owned());
        let shown = findings.first().and_then(|finding| written(questionnaire.as_ref(), finding));
        if witness != shown {
            wrong.push(format!("{}\n  expected {witness:?}\n  found    {shown:?}", path.display()));
        }
        let (_, of_structure) = read(&files, &Site::default(), TODAY);
        let errors = of_structure.iter().any(|finding| finding.severity() == Severity::Error);
        assert_eq!(questionnaire.is_none(), errors, "{}", path.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_an_example_and_every_example_is_a_code() {
    let entries = fs::read_dir(folder::tests().join("findings")).unwrap();
    let examples: BTreeSet<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let code_of = |name: &str| name.split('.').next().unwrap().to_owned();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.word().to_owned()).collect();
    assert_eq!(examples.iter().map(|name| code_of(name)).collect::<BTreeSet<String>>(), codes);
    assert!(codes.is_subset(&examples));
    for name in &examples {
        let (_, expected) = example(&folder::tests().join("findings").join(name));
        assert!(
            matches!(&expected[..], [only] if only.starts_with(&format!("{} ", code_of(name)))),
            "{name} expects {expected:?}"
        );
    }
}

#[test]
fn every_finding_says_what_to_do() {
    for code in Code::ALL {
        let (files, _) = example(&folder::tests().join("findings").join(code.word()));
        for finding in findings_of(&files).1 {
            for text in [&finding.message, &finding.help] {
                assert!(text.chars().count() > 5 && !text.contains(char::is_control), "{}: {text:?}", code.word());
            }
            assert!(finding.help.ends_with(['.', '?']), "{}: {:?}", code.word(), finding.help);
            assert!(!finding.message.ends_with('.'), "{}: {:?}", code.word(), finding.message);
        }
    }
}

#[test]
fn conditions_speak_only_of_what_they_may() {
    for (code, file, old, new) in [
        // A question: of questions before it, and of scores and rules of earlier sections.
        ("later-reference", F, r#"when: Yes("pain"), answer"#, r#"when: Is(§"place", "calf"), answer"#),
        ("later-reference", F, r#"when: Yes("pain"), answer"#, r#"when: Score(§"sum", 1), answer"#),
        ("later-reference", F, r#"when: Yes("pain"), answer"#, r#"when: Fires(§"pain-rule"), answer"#),
        ("later-reference", F, r#"when: Yes("pain"), answer"#, r#"when: Yes(§"late"), answer"#),
        ("later-reference", S, r#"when: Score("sum", 1)"#, r#"when: Yes(§"late")"#),
        ("later-reference", S, r#"when: Score("sum", 1)"#, r#"when: Fires(§"end")"#),
        ("none", S, r#"when: Score("sum", 1)"#, r#"when: Yes("pain")"#),
        // A section: of earlier sections.
        ("later-reference", S, r#"when: Not(Fires("pain-rule")),"#, r#"when: Yes(§"late"),"#),
        ("later-reference", S, r#"when: Not(Fires("pain-rule")),"#, r#"when: Fires(§"end"),"#),
        ("later-through", S, r#"when: Not(Fires("pain-rule")),"#, r#"when: Fires(§"look-ahead"),"#),
        ("later-reference", F, r#"title: "First","#, r#"title: "First", when: Yes(§"pain"),"#),
        // A score: of questions up to its section's end, and of what is before it.
        ("none", F, r#"(points: 2, when: Yes("pain")"#, r#"(points: 2, when: AtLeast("girth", 20)"#),
        ("later-reference", F, r#"(points: 2, when: Yes("pain")"#, r#"(points: 2, when: Yes(§"late")"#),
        ("later-reference", F, r#"(points: 2, when: Yes("pain")"#, r#"(points: 2, when: Score(§"sum", 1)"#),
        ("later-reference", F, r#"(points: 2, when: Yes("pain")"#, r#"(points: 2, when: Fires(§"pain-rule")"#),
        // A rule: of every question, and of what is before it.
        ("none", F, r#"when: Yes("late"), urgency"#, r#"when: Fires("pain-rule"), urgency"#),
        ("none", F, r#"when: Yes("late"), urgency"#, r#"when: Score("sum", 1), urgency"#),
        ("later-reference", F, r#"when: Yes("late"), urgency"#, r#"when: Fires(§"look-ahead"), urgency"#),
        ("later-reference", F, r#"when: Yes("late"), urgency"#, r#"when: Fires(§"away"), urgency"#),
        // The level and advice.
        ("none", S, r#"Not(UrgencyAtLeast(Red))"#, r#"UrgencyAtLeast(Blue)"#),
        ("urgency-not-here", S, r#"Below("girth", 20.5)"#, r#"§UrgencyAtLeast(Red)"#),
        ("urgency-not-here", F, r#"(points: 2, when: Yes("pain")"#, r#"(points: 2, when: §UrgencyAtLeast(Red)"#),
        ("advised-not-here", S, r#"Below("girth", 20.5)"#, r#"Not(§Advised("rest"))"#),
        ("none", Q, r#"then: UrgencyAtLeast(Red)"#, r#"then: Not(Advised("rest"))"#),
    ] {
        check(code, file, old, new);
    }
}

#[test]
fn conditions_fit_what_they_ask_about() {
    let old = r#"Below("girth", 20.5)"#;
    for (code, new) in [
        ("none", r#"Yes("pain")"#),
        ("none", r#"No("pain")"#),
        ("none", r#"Is("onset", "slow")"#),
        ("none", r#"IsAny("place", ["calf", "thigh"])"#),
        ("none", r#"Tagged("place", "low")"#),
        ("none", r#"AtLeast("girth", 20.55)"#),
        ("none", r#"All([])"#),
        ("none", r#"Any([])"#),
        ("wrong-kind", r#"Yes(§"place")"#),
        ("wrong-kind", r#"No(§"onset")"#),
        ("wrong-kind", r#"Is(§"pain", "yes")"#),
        ("wrong-kind", r#"IsAny(§"girth", ["calf"])"#),
        ("wrong-kind", r#"Tagged(§"words", "low")"#),
        ("wrong-kind", r#"AtLeast(§"pain", 1)"#),
        ("wrong-kind", r#"Below(§"words", 1)"#),
        ("wrong-kind", r#"Yes(§"words")"#),
        ("unknown-question", r#"Yes(§"calf")"#),
        ("unknown-question", r##"Yes(§r#"raw"#)"##),
        ("unknown-choice", r#"IsAny("place", ["calf", §"tigh"])"#),
        ("unknown-tag", r#"Tagged("onset", §"low")"#),
        ("unknown-score", r#"Any([Yes("pain"), Score(§"s", 1)])"#),
        ("unknown-rule", r#"AtLeastOf(1, [Fires(§"f")])"#),
        ("threshold-out-of-range", r#"§AtLeast("girth", 10)"#),
        ("threshold-out-of-range", r#"§AtLeast("girth", 90.1)"#),
        ("none", r#"AtLeast("girth", 90)"#),
        ("none", r#"AtLeast("girth", 10.01)"#),
        ("threshold-out-of-range", r#"§Below("girth", -3)"#),
        ("threshold-out-of-range", r#"§AtLeastOf(2, [Yes("pain")])"#),
        ("threshold-out-of-range", r#"§AtLeastOf(0, [Yes("pain")])"#),
        ("number-too-large", r#"§AtLeast("girth", 1000000000001)"#),
        ("number-too-large", r#"§Score("sum", -9000000000000)"#),
        ("wrong-type", r#"AtLeast("girth", §NaN)"#),
        ("wrong-type", r#"AtLeast("girth", §inf)"#),
        ("wrong-type", r#"AtLeast("girth", §"20")"#),
        ("wrong-type", r#"Score("sum", §1.5)"#),
        ("wrong-type", r#"Is("onset"§)"#),
        ("wrong-type", r#"Yes(§pain)"#),
        ("wrong-type", r#"§"Yes""#),
        ("threshold-out-of-range", r#"§AtLeastOf(-1, [Yes("pain")])"#),
        ("unknown-word", r#"§Yess("pain")"#),
        ("unknown-word", r#"Any([§Or(Yes("pain"))])"#),
        ("empty-list", r#"§IsAny("place", [])"#),
    ] {
        check(code, S, old, new);
    }
}

#[test]
fn the_header_is_checked() {
    for (code, old, new) in [
        ("unknown-format", "format: 1", "format: §0"),
        ("none", "format: 1,", ""),
        ("bad-id", r#"id: "pain-is-red""#, r#"id: §"pain_is_red""#),
        ("duplicate-id", r#"id: "never-reassure""#, r#"id: §"pain-is-red""#),
        ("duplicate-id", r#"["first", "second"]"#, r#"["first", "second", §"first"]"#),
        ("duplicate-key", r#"year: 2020) }"#, r#"year: 2020), §"book": (title: "B", publisher: "P") }"#),
        ("duplicate-key", r#"    Red: (title"#, r#"    Red: (title: "R", act: "A", within: "W"), §Red: (title"#),
        ("unknown-word", r#"    Red: (title"#, r#"    §Purple: (title: "R", act: "A", within: "W"), Red: (title"#),
        ("bad-date", r#"reviewed: "2026-11-21""#, r#"reviewed: §"21.11.2026""#),
        (
            "missing-field",
            "Questionnaire(\n    format: 1,\n    id: \"small\",\n    version: \"1.0.0\",",
            "§Questionnaire(\n    id: \"small\",",
        ),
        (
            "missing-field",
            r#"(title: "Routine", act: "See a doctor", within: "within 2 weeks")"#,
            r#"§(title: "Routine", act: "See a doctor")"#,
        ),
        ("empty-text", r#"terms: { "emergency": "999" }"#, r#"terms: { "emergency": §"" }"#),
        ("control-character", r#"terms: { "emergency": "999" }"#, r#"terms: { "emergency": §"9\u{7}99" }"#),
        ("bad-id", r#"terms: { "emergency": "999" }"#, r#"terms: { "emergency": "999", §"{x}": "1" }"#),
        ("none", r#"terms: { "emergency": "999" }"#, r#"terms: { "emergency": "{999}" }"#),
        ("none", "intro: \"In doubt call {emergency}.\"", "intro: \"In doubt\ncall {emergency}.\""),
        ("none", "intro: \"In doubt call {emergency}.\"", "intro: \"In doubt\r\ncall {{x}}.\""),
        ("control-character", "title: \"Small\"", "title: \"Small§\n\""),
        ("control-character", "title: \"Small\"", "title: §\"Small\\t\""),
        ("unbalanced-brace", "title: \"Small\"", "title: \"Small §}\""),
        ("unbalanced-brace", "title: \"Small\"", "title: \"Small §{emergency\""),
        ("unbalanced-brace", "title: \"Small\"", "title: \"Small {{§{\""),
        ("bad-version", r#"version: "1.0.0""#, r#"version: §"1.0.0.0""#),
        ("none", r#"version: "1.0.0""#, r#"version: "1.0.0-draft.2+x""#),
        (
            "guarantee-form",
            r#"(id: "never-reassure", never"#,
            r#"(id: §"never-reassure", given: Always, then: Always, never"#,
        ),
        (
            "guarantee-form",
            r#"(id: "pain-is-red", given: Yes("pain"), then: UrgencyAtLeast(Red))"#,
            r#"(id: §"pain-is-red")"#,
        ),
        ("empty-list", r#"[Yes("pain"), Is("place", "calf")]"#, "§[]"),
        ("never-lowers-fact", r#"[Yes("pain"), Is("place", "calf")]"#, r#"[§No("pain")]"#),
        ("never-lowers-fact", r#"[Yes("pain"), Is("place", "calf")]"#, r#"[§IsAny("place", ["calf"])]"#),
        ("never-lowers-fact", r#"[Yes("pain"), Is("place", "calf")]"#, r#"[Yes("pain"), §Always]"#),
        ("unknown-choice", r#"[Yes("pain"), Is("place", "calf")]"#, r#"[Is("place", §"foot")]"#),
        ("unknown-word", "UrgencyAtLeast(Red)", "UrgencyAtLeast(§Redd)"),
        ("wrong-type", r#"sources: { "#, r#"sources: { §book: (title: "T", publisher: "P"), "#),
        ("wrong-type", "year: 2020", "year: §-2020"),
        ("wrong-type", "stop_at: Red", "stop_at: §\"Red\""),
    ] {
        check(code, Q, old, new);
    }
}

#[test]
fn questions_scores_rules_and_advice_are_checked() {
    for (code, file, old, new) in [
        ("duplicate-id", F, r#"(id: "thigh", label"#, r#"(id: §"calf", label: "Again"), (id: "thigh", label"#),
        ("duplicate-id", F, r#"(id: "words", ask"#, r#"(id: §"pain", ask: "Again?", answer: Text), (id: "words", ask"#),
        ("empty-text", F, r#"aliases: ["lower leg"]"#, r#"aliases: [§""]"#),
        ("empty-text", F, r#"tags: ["low"]"#, r#"tags: ["low", §" "]"#),
        ("empty-text", F, r#"help: "At rest, too.""#, r#"help: §"""#),
        ("none", F, r#"help: "At rest, too.""#, "help: \"At rest,\ntoo.\""),
        ("control-character", F, r#"aliases: ["lower leg"]"#, "aliases: [\"lower§\nleg\"]"),
        ("wrong-type", F, "unsure: false", "unsure: §0"),
        ("wrong-type", F, "decimals: 1", "decimals: §\"1\""),
        ("too-many-decimals", F, "decimals: 1", "decimals: §4"),
        ("too-many-decimals", F, "likely: (20, 60)", "likely: §(20.55, 60)"),
        ("range-upside-down", F, "likely: (20, 60)", "likely: §(60, 20)"),
        ("likely-outside-range", F, "likely: (20, 60)", "likely: §(9, 60)"),
        ("wrong-type", F, "likely: (20, 60)", "likely: (20§)"),
        ("unknown-field", F, "decimals: 1", "§decimal: 1, decimals: 1"),
        (
            "unknown-word",
            F,
            "(id: \"words\", ask: \"Anything else?\", answer: Text)",
            "(id: \"words\", ask: \"Anything else?\", answer: §Texts)",
        ),
        ("none", F, "points: -1", "points: -1000000"),
        ("number-too-large", F, "points: -1", "points: §-1000001"),
        ("wrong-type", F, "points: -1", "points: §-1.5"),
        ("missing-field", F, "(points: -1, ", "§("),
        ("unknown-word", S, "kind: Do", "kind: §Donot"),
        ("missing-field", S, "(id: \"rest\", kind: Do, ", "§(id: \"rest\", "),
        (
            "none",
            S,
            "(id: \"rest\", kind: Do, ",
            r#"(id: "run", kind: Do, text: "Run", contradicts: ["rest", "rest"]), (id: "rest", contradicts: ["run"], kind: Do, "#,
        ),
        ("none", S, "(id: \"rest\", kind: Do, ", "(id: \"rest\", contradicts: [], kind: Do, "),
        ("unknown-advice", S, "(id: \"rest\", kind: Do, ", "(id: \"rest\", contradicts: [§\"away\"], kind: Do, "),
        ("contradicts-itself", S, "(id: \"rest\", kind: Do, ", "(id: \"rest\", contradicts: [§\"rest\"], kind: Do, "),
        ("wrong-type", S, "(id: \"rest\", kind: Do, ", "(id: \"rest\", contradicts: §\"away\", kind: Do, "),
        ("unknown-word", S, "urgency: Green", "urgency: §green"),
        ("rule-effect", S, r#"(id: "end", urgency: Green,"#, r#"(id: §"end","#),
        ("empty-text", S, r#"hand_over: "the ward""#, r#"hand_over: §"""#),
        ("unknown-source", F, r#"help: "At rest, too.", cite: ["book"]"#, r#"cite: [§"boook"]"#),
    ] {
        check(code, file, old, new);
    }
}

#[test]
fn cases_are_checked() {
    for (code, old, new) in [
        ("none", r#""pain": "no""#, r#""pain": true"#),
        ("none", r#""pain": "no""#, r#""pain": "unsure""#),
        ("none", r#""pain": "no""#, r#""pain": None"#),
        ("none", r#""place": ["calf"]"#, r#""place": []"#),
        ("none", r#""place": ["calf"]"#, r#""place": "unsure""#),
        ("none", r#""place": ["calf"]"#, r#""place": (unsure: ["calf"])"#),
        ("none", r#""place": ["calf"]"#, r#""place": ["calf", "calf"]"#),
        ("none", r#""girth": 35.5"#, r#""girth": 35.0"#),
        ("none", r#""girth": 35.5"#, r#""girth": "unsure""#),
        ("none", r#""words": "none""#, r#""words": """#),
        ("unknown-question", r#""pain": "no""#, r#"§"pian": "no""#),
        ("duplicate-key", r#""pain": "no""#, r#""pain": "no", §"pain": "yes""#),
        ("wrong-type", r#""pain": "no""#, r#""pain": §"maybe""#),
        ("wrong-type", r#""pain": "no""#, r#""pain": §no"#),
        ("wrong-type", r#""pain": "no""#, r#""pain": §1"#),
        ("wrong-type", r#""place": ["calf"]"#, r#""place": §"calf""#),
        ("wrong-type", r#""place": ["calf"]"#, r#""place": §["calf", 1]"#),
        ("unknown-choice", r#""place": ["calf"]"#, r#""place": §["calf", "knee"]"#),
        ("wrong-type", r#""place": ["calf"]"#, r#""place": §(yes: "calf")"#),
        ("wrong-type", r#""place": ["calf"]"#, r#""place": §(yess: ["calf"])"#),
        ("duplicate-key", r#""place": ["calf"]"#, r#""place": §(yes: ["calf"], yes: [])"#),
        ("unknown-choice", r#""onset": "slow""#, r#""onset": §"quick""#),
        ("wrong-type", r#""onset": "slow""#, r#""onset": §["slow"]"#),
        ("out-of-range", r#""girth": 35.5"#, r#""girth": §9.9"#),
        ("out-of-range", r#""girth": 35.5"#, r#""girth": §NaN"#),
        ("too-many-decimals", r#""girth": 35.5"#, r#""girth": §35.55"#),
        ("wrong-type", r#""girth": 35.5"#, r#""girth": §"35.5""#),
        ("wrong-type", r#""words": "none""#, r#""words": §7"#),
        ("unknown-rule", r#"not_fires: ["away"]"#, r#"not_fires: ["away", §"awey"]"#),
        ("unknown-rule", r#"not_fires: ["away"]"#, r#"hand_over: [§"rest"]"#),
        ("wrong-kind", r#"not_fires: ["away"]"#, r#"hand_over: [§"end"]"#),
        ("none", r#"not_fires: ["away"]"#, r#"hand_over: ["away"]"#),
        ("unknown-advice", r#"advised: ["rest"]"#, r#"advised: [§"end"]"#),
        ("unknown-word", r#"status: "complete""#, r#"status: §"completed""#),
        ("none", r#"status: "complete""#, r#"status: "handed-over""#),
        ("none", r#"status: "complete""#, r#"status: HandedOver"#),
        ("none", "urgency: Green, ", "urgency: None, "),
        ("missing-field", "(urgency: Green, ", "§("),
        ("unknown-field", "not_fires:", "§not_fired:"),
        ("unknown-word", "urgency: Green", "urgency: §Grün"),
        ("empty-text", r#"name: "Thick and painless""#, r#"name: §"""#),
    ] {
        check(code, C, old, new);
    }
}

#[test]
fn what_nothing_uses_is_found_and_what_something_uses_is_not() {
    const THIGH: &str = r#"(id: "thigh", label: "Thigh"),"#;
    const SUDDEN: &str = r#"(id: "sudden", label: "Suddenly"),"#;
    const BOOK: &str = r#"year: 2020) }"#;
    const CALF: &str = r#"Is("place", "calf")"#;
    const FOOT: Change = (F, THIGH, r#"(id: "thigh", label: "Thigh"), (id: "foot", label: "F", tags: ["low"]),"#);
    let more = |new| [FOOT, (Q, CALF, new)];
    let cases: &[(&str, &[Change])] = &[
        // Of a One question a single choice may go unnamed, and not two.
        ("unused-choice", &[(F, SUDDEN, r#"§(id: "sudden", label: "Suddenly"), §(id: "odd", label: "Odd"),"#)]),
        ("unused-choice", &[(F, THIGH, r#"(id: "thigh", label: "Thigh"), §(id: "foot", label: "Foot"),"#)]),
        // Spoken of by a tag, by a guarantee's facts, by its conditions.
        ("none", &[FOOT]),
        ("none", &more(r#"Is("place", "foot")"#)),
        (
            "none",
            &[
                (F, THIGH, r#"(id: "thigh", label: "Thigh"), (id: "foot", label: "Foot"),"#),
                (Q, r#"given: Yes("pain")"#, r#"given: All([Yes("pain"), Not(Is("place", "foot"))])"#),
            ],
        ),
        (
            "none",
            &[
                (F, THIGH, r#"(id: "thigh", label: "Thigh"), (id: "foot", label: "Foot"),"#),
                (Q, CALF, r#"Is("place", "foot")"#),
            ],
        ),
        // A tag is found at its first use, once, and only where it is not asked for of that question.
        ("unused-tag", &[(F, THIGH, r#"(id: "thigh", label: "Thigh", tags: ["low", §"high", "high"]),"#)]),
        ("unused-tag", &[(F, SUDDEN, r#"(id: "sudden", label: "Suddenly", tags: [§"low"]),"#)]),
        (
            "unused-score",
            &[(S, r#"when: Score("sum", 1)"#, "when: Always"), (F, r#"(id: "sum", title"#, r#"§(id: "sum", title"#)],
        ),
        (
            "none",
            &[
                (S, r#"when: Score("sum", 1)"#, "when: Always"),
                (Q, "then: UrgencyAtLeast(Red)", r#"then: Any([UrgencyAtLeast(Red), Not(Not(Score("sum", 2)))])"#),
            ],
        ),
        (
            "unused-source",
            &[(Q, BOOK, r#"year: 2020), §"a": (title: "A", publisher: "P"), §"b": (title: "B", publisher: "P") }"#)],
        ),
        (
            "none",
            &[
                (Q, BOOK, r#"year: 2020), "a": (title: "A", publisher: "P") }"#),
                (S, r#"text: "Rest""#, r#"cite: ["a"], text: "Rest""#),
            ],
        ),
        (
            "same-text-rule",
            &[(
                S,
                r#"(id: "end", urgency: Green, because: "No reason for more")"#,
                r#"§(id: "end", urgency: Green, because: " PAIN ")"#,
            )],
        ),
        (
            "same-text-question",
            &[
                (F, r#"(id: "place", ask: "Where?""#, r#"§(id: "place", ask: "is  there PAIN?""#),
                (F, r#"(id: "words", ask: "Anything else?""#, r#"§(id: "words", ask: "Is there pain? ""#),
            ],
        ),
        ("none", &[(F, "Anything else?", "Is there pain")]),
    ];
    for (code, changes) in cases {
        let (files, places) = changed(changes);
        let expected: Vec<String> = places.iter().map(|place| format!("{code} {place}")).collect();
        let (_, findings) = findings_of(&files);
        assert_eq!(lines(&findings), expected, "{changes:?}");
    }
}

/// Reading compares a number with its question's range and a count with its list; a score is left to the proof.
#[test]
fn what_is_out_of_reach_is_said_once_and_where_it_is() {
    const END: &str = r#"(id: "end", urgency: Green, because: "No reason for more"),"#;
    let rule =
        |when: &str, mark: &str| format!("{END} {mark}(id: \"more\", when: {when}, urgency: Red, because: \"More\"),");
    for (new, codes) in [
        // The most that there is: pain 2, a thick leg 1.
        (rule(r#"Score("sum", 3)"#, ""), vec!["rule-never-decides"]),
        (rule(r#"§Score("sum", 4)"#, "§"), vec!["rule-never-fires", "score-out-of-reach"]),
        (rule(r#"Any([AtLeast("girth", 80), §Score("sum", 4)])"#, ""), vec!["score-out-of-reach"]),
        // The least: a thigh takes 1 away, but only where pain gives 2.
        (rule(r#"All([AtLeast("girth", 80), §Score("sum", -1)])"#, ""), vec!["condition-always"]),
        (rule(r#"Any([AtLeast("girth", 80), §AtLeastOf(2, [Yes("late")])])"#, ""), vec!["threshold-out-of-range"]),
        (rule(r#"Any([AtLeast("girth", 80), §AtLeast("girth", 91)])"#, ""), vec!["threshold-out-of-range"]),
    ] {
        let (files, places) = changed(&[(S, END, &new)]);
        let (_, findings) = findings_of(&files);
        if places.is_empty() {
            // It fires only with the rule for pain, which is Red too; the finding stands at the rule.
            assert_eq!(findings.iter().map(|finding| finding.code.word()).collect::<Vec<_>>(), codes, "{new}");
            continue;
        }
        let expected: Vec<String> = codes.iter().zip(&places).map(|(code, place)| format!("{code} {place}")).collect();
        assert_eq!(lines(&findings), expected, "{new}");
    }
}

#[test]
fn a_site_replaces_words_and_is_checked_itself() {
    let text = r#"Site(terms: { "emergency": "112" })"#;
    let (site, findings) = Site::read("site.ron", text.as_bytes());
    assert_eq!(findings, []);
    let (questionnaire, findings) = read(&small(), &site, TODAY);
    assert_eq!(findings, []);
    let questionnaire = questionnaire.unwrap();
    assert_eq!(questionnaire.intro.as_deref(), Some("In doubt call 112."));
    assert_eq!(questionnaire.terms, [("emergency".to_owned(), "112".to_owned())]);

    for (text, expected) in [
        (
            r#"Site(terms: { "a": "1", "a": "2" }, x: 1)"#,
            vec!["duplicate-key site.ron:1:25", "unknown-field site.ron:1:37"],
        ),
        (r#"Site(terms: { "a": "" })"#, vec!["empty-text site.ron:1:20"]),
        ("Site(terms: [", vec!["syntax site.ron:1:14"]),
        ("", vec!["syntax site.ron:1:1"]),
        (r#"Questionnaire()"#, vec!["wrong-type site.ron:1:1"]),
    ] {
        assert_eq!(lines(&Site::read("site.ron", text.as_bytes()).1), expected, "{text}");
    }

    // A term that the questionnaire does not have, at its place in the site's file, after all other findings.
    let (site, findings) = Site::read("site.ron", b"Site(\n    terms: { \"emergencies\": \"112\" },\n)");
    assert_eq!(findings, []);
    let (files, places) = changed(&[(C, r#""onset": "slow""#, r#""onset": §"slou""#)]);
    let (questionnaire, findings) = read(&files, &site, TODAY);
    assert!(questionnaire.is_none());
    assert_eq!(lines(&findings), [format!("unknown-choice {}", places[0]), "unknown-term site.ron:2:14".to_owned()]);
    assert!(findings[1].help.contains("\"emergency\""), "{}", findings[1].help);
    assert!(draw(&findings, &files, &site, false).contains("terms: { \"emergencies\""));
}

#[test]
fn all_findings_of_all_files_come_at_once_and_in_order() {
    let (files, places) = changed(&[
        (Q, r#"version: "1.0.0""#, r#"version: §"one""#),
        (Q, r#"given: Yes("pain")"#, r#"given: Yes(§"pian")"#),
        (F, r#"help: "At rest, too.""#, r#"§helpp: "At rest, too.", §hints: [1, (2, ")")], §ask: "Again?""#),
        (F, r#"ask: "Where?""#, r#"ask: §7"#),
        (F, r#"(id: "thigh", label: "Thigh")"#, r#"§(id: "thigh", §lable: "Thigh")"#),
        (F, r#"(id: "slow", label: "Slowly")"#, r#"(id: "slow" §label: "Slowly")"#),
        (F, r#"min: 10,"#, r#"min: §"ten","#),
        (S, r#"hand_over: "the ward""#, r#"hand_over: §"", urgency: §Rot"#),
        (S, r#"kind: Do"#, r#"kind: §Do_not"#),
        (C, r#""girth": 35.5"#, r#""girth": "unsure", §"gurth": 3"#),
    ]);
    let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
    assert!(questionnaire.is_none());
    let found: Vec<String> = findings.iter().map(|f| format!("{}:{}:{}", f.file, f.line, f.column)).collect();
    // The question about pain could not be known while a file is not RON: unknown names say nothing then. The rule
    // with both effects stands at its id.
    let unsaid = |place: &&String| !(place.starts_with("questionnaire.ron:21") || place.starts_with("cases.ron"));
    let mut expected: Vec<String> = places.iter().filter(unsaid).cloned().collect();
    expected.push("second.ron:8:14".to_owned());
    let rank = |place: &String| {
        let parts: Vec<&str> = place.split(':').collect();
        let file = [Q, F, S, C].iter().position(|name| *name == parts[0]).unwrap();
        (file, parts[1].parse::<usize>().unwrap(), parts[2].parse::<usize>().unwrap())
    };
    expected.sort_by_key(rank);
    assert_eq!(found, expected, "{}", draw(&findings, &files, &Site::default(), false));
}

#[test]
fn files_from_windows_and_with_ron_extensions_are_read_alike() {
    let (mut files, places) = changed(&[(F, "ask: \"Where?\"", "ask: §\"\"")]);
    let before = lines(&read(&files, &Site::default(), TODAY).1);
    assert_eq!(before, [format!("empty-text {}", places[0])]);
    for file in &mut files.files {
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        file.bytes = text.replace('\n', "\r\n").into_bytes().into();
    }
    let (_, findings) = read(&files, &Site::default(), TODAY);
    assert_eq!(lines(&findings), before);
    assert!(!draw(&findings, &files, &Site::default(), false).contains(['\r', '\u{FFFD}']));

    let mut files = small();
    for file in &mut files.files {
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        file.bytes = format!("#![enable(implicit_some)]\n{text}").into_bytes().into();
    }
    assert_eq!(lines(&read(&files, &Site::default(), TODAY).1), Vec::<String>::new());
}

#[test]
fn names_that_are_nearly_right_are_suggested() {
    for (file, old, new, meant) in [
        (Q, r#"given: Yes("pain")"#, r#"given: Yes("pian")"#, "\"pain\""),
        (F, "help:", "hlep:", "`help`"),
        (S, "Below(", "Bellow(", "`Below`"),
        (S, "urgency: Green", "urgency: Grean", "Green"),
        (Q, r#"["first", "second"]"#, r#"["first", "secnd"]"#, "\"second\""),
        (C, r#""place": ["calf"]"#, r#""place": ["claf"]"#, "\"calf\""),
        (F, r#"ask: "Where?""#, r#"ask: "{emergenci}""#, "{emergency}"),
    ] {
        let (_, findings) = read(&changed(&[(file, old, new)]).0, &Site::default(), TODAY);
        let text = format!("{} {}", findings[0].message, findings[0].help);
        assert!(text.to_lowercase().contains("did you mean") && text.contains(meant), "{text}");
    }
}
