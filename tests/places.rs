//! Every thing of a questionnaire is found where it stands in its files.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use redflag::questionnaire::{
    AdviceIx, Answer, Claim, Code, Condition, Files, Owner, Places, QuestionIx, Questionnaire, RuleIx, ScoreIx,
    SectionIx, Site, SourceIx, Thing, Witness, read,
};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

const HEADER: &str = r#"// é
Questionnaire(
    id: "q", version: "1.0.0", title: "T", audience: "A", language: "en",
    reviewed: "2026-11-21", review_due: "2027-11-21",
    sources: {
        "one": (title: "T", publisher: "P"), "two": (title: "T", publisher: "P"),
    },
    dispositions: { Red: (title: "T", act: "A", within: "W") },
    sections: ["a", /* é */ "b"],
    guarantees: [
        (id: "g", given: Yes("x"), then: UrgencyAtLeast(Red)),
        (
            id: "h", never_lowers: [Yes("x"), Is("m", "d")],
        ),
    ],
)
"#;

const A: &str = r#"Section(
  title: "A",
  questions: [
    (id: "x", ask: "X", answer: YesNo),
    (id: "m", ask: "M", when: Yes("x"), answer: Many([
      (id: "c", label: "C", tags: ["s"]), (id: "d", label: "é", tags: ["s", "t"]),
    ])),
  ],
)
"#;

const B: &str = r#"Section(
  title: "B", when: Any([Yes("x"), Not(All([Is("m", "c"), Always]))]),
  questions: [(id: "y", ask: "Y", answer: YesNo)],
  scores: [(id: "s", title: "S", points: [
    (points: 1, when: Yes("x"), label: "1"), (points: 2, label: "2"),
  ])],
  rules: [
    (id: "r", when: AtLeastOf(1, [Yes("y"), Tagged("m", "s")]), urgency: Red, because: "R"),
    /* ( */ (id: "t", urgency: Red, because: "T"),
  ],
  advice: [(id: "v", kind: Do, text: "V", when: Fires("r")),
    (id: "w", kind: Do, contradicts: ["u", "v", "u"], text: "W", when: No("x")),
    (id: "u", kind: Do, text: "U", when: No("y"))],
)
"#;

const CASES: &str = r#"[
  (name: "1", answers: { "x": "yes" }, expect: (urgency: Red)),
     (name: "2", answers: { "x": "yes" }, expect: (urgency: Red)),
]
"#;

fn files() -> Files {
    let mut files = Files { folder: "q".to_owned(), files: Vec::new() };
    for (name, text) in [("cases.ron", CASES), ("b.ron", B), ("questionnaire.ron", HEADER), ("a.ron", A)] {
        folder::set(&mut files, name, text);
    }
    files
}

#[test]
fn every_kind_of_thing_stands_where_it_was_counted() {
    let files = files();
    let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
    assert!(findings.is_empty(), "{findings:#?}");
    assert_eq!(questionnaire.unwrap().advice[1].contradicts, [AdviceIx(2), AdviceIx(0)]);
    let places = Places::of(&files);
    let (q, a, b, cases) = ("questionnaire.ron", "a.ron", "b.ron", "cases.ron");
    let (x, m, y) = (QuestionIx(0), QuestionIx(1), QuestionIx(2));
    let section = Owner::Section(SectionIx(1));
    let rule = Owner::Rule(RuleIx(0));
    for (thing, expected) in [
        (Thing::Section(SectionIx(0)), (q, 9, 16)),
        (Thing::Section(SectionIx(1)), (q, 9, 29)),
        (Thing::Source(SourceIx(0)), (q, 6, 9)),
        (Thing::Source(SourceIx(1)), (q, 6, 46)),
        (Thing::Guarantee(0), (q, 11, 9)),
        (Thing::Guarantee(1), (q, 12, 9)),
        (Thing::Fact(1, 0), (q, 13, 37)),
        (Thing::Fact(1, 1), (q, 13, 47)),
        (Thing::Condition(Owner::Given(0), vec![]), (q, 11, 26)),
        (Thing::Condition(Owner::Then(0), vec![]), (q, 11, 42)),
        (Thing::Question(x), (a, 4, 5)),
        (Thing::Question(m), (a, 5, 5)),
        (Thing::Question(y), (b, 3, 15)),
        (Thing::Condition(Owner::Question(m), vec![]), (a, 5, 31)),
        // Left out: the question's own place.
        (Thing::Condition(Owner::Question(x), vec![]), (a, 4, 5)),
        (Thing::Choice(m, 0), (a, 6, 7)),
        (Thing::Choice(m, 1), (a, 6, 43)),
        (Thing::Tag(m, "s".to_owned()), (a, 6, 36)),
        (Thing::Tag(m, "t".to_owned()), (a, 6, 77)),
        (Thing::Condition(section, vec![]), (b, 2, 21)),
        (Thing::Condition(section, vec![0]), (b, 2, 26)),
        (Thing::Condition(section, vec![1]), (b, 2, 36)),
        (Thing::Condition(section, vec![1, 0]), (b, 2, 40)),
        (Thing::Condition(section, vec![1, 0, 0]), (b, 2, 45)),
        (Thing::Condition(section, vec![1, 0, 1]), (b, 2, 59)),
        (Thing::Score(ScoreIx(0)), (b, 4, 12)),
        (Thing::Item(ScoreIx(0), 0), (b, 5, 5)),
        (Thing::Item(ScoreIx(0), 1), (b, 5, 46)),
        (Thing::Condition(Owner::Item(ScoreIx(0), 0), vec![]), (b, 5, 23)),
        (Thing::Condition(Owner::Item(ScoreIx(0), 1), vec![]), (b, 5, 46)),
        (Thing::Rule(RuleIx(0)), (b, 8, 5)),
        (Thing::Rule(RuleIx(1)), (b, 9, 13)),
        (Thing::Condition(rule, vec![]), (b, 8, 21)),
        (Thing::Condition(rule, vec![0]), (b, 8, 35)),
        (Thing::Condition(rule, vec![1]), (b, 8, 45)),
        (Thing::Advice(AdviceIx(0)), (b, 11, 12)),
        (Thing::Condition(Owner::Advice(AdviceIx(0)), vec![]), (b, 11, 49)),
        (Thing::Advice(AdviceIx(1)), (b, 12, 5)),
        (Thing::Contradicts(AdviceIx(1), 0), (b, 12, 39)),
        (Thing::Contradicts(AdviceIx(1), 1), (b, 12, 44)),
        // Named twice is named once.
        (Thing::Contradicts(AdviceIx(1), 2), (b, 12, 5)),
        (Thing::Case(0), (cases, 2, 3)),
        (Thing::Case(1), (cases, 3, 6)),
        // What is not there at all.
        (Thing::Question(QuestionIx(99)), (q, 2, 1)),
    ] {
        let (file, line, column) = places.place(&thing);
        assert_eq!((file.as_str(), line, column), expected, "{thing:?}");
    }
}

#[test]
fn findings_about_things_are_sorted_in_among_those_of_the_loader() {
    let mut files = files();
    folder::set(&mut files, "a.ron", A.replace("ask: \"X\"", "ask: \"\""));
    folder::set(&mut files, "spare.ron", "");
    let (_, mut findings) = read(&files, &Site::default(), TODAY);
    let places = Places::of(&files);
    let witness = Witness::One(vec![(QuestionIx(0), Answer::YesNo(true))]);
    for thing in [
        Thing::Case(0),
        Thing::Rule(RuleIx(1)),
        Thing::Question(QuestionIx(1)),
        Thing::Question(QuestionIx(0)),
        Thing::Source(SourceIx(1)),
    ] {
        let (message, help) = ("wrong".to_owned(), "Mend it.".to_owned());
        findings.push(places.finding(&thing, Code::ZeroPoints, message, help, Some(witness.clone())));
    }
    places.sort(&mut findings);
    let found: Vec<String> =
        findings.iter().map(|f| format!("{} {}:{}:{}", f.code.word(), f.file, f.line, f.column)).collect();
    let expected = [
        "zero-points questionnaire.ron:6:46",
        "zero-points a.ron:4:5",
        "empty-text a.ron:4:20",
        "zero-points a.ron:5:5",
        "zero-points b.ron:9:13",
        "zero-points cases.ron:2:3",
        "unused-file spare.ron:1:1",
    ];
    assert_eq!(found, expected);
    assert_eq!(findings[0].witness, Some(witness));
    assert_eq!(&HEADER[findings[0].span.clone()], "\"two\"");
    assert_eq!(&B[findings[4].span.clone()], "(id: \"t\", urgency: Red, because: \"T\")");
}

/// What must stand at a place: the beginning of a text without the blanks in it.
fn begins(files: &Files, places: &Places, thing: &Thing, beginning: &str) {
    let finding = places.finding(thing, Code::ZeroPoints, String::new(), String::new(), None);
    let file = files.files.iter().find(|file| file.name == finding.file).unwrap();
    let text = std::str::from_utf8(&file.bytes).unwrap();
    let line = text.split('\n').nth(finding.line - 1).unwrap();
    let at: String = line.chars().skip(finding.column - 1).take(1).collect();
    assert!(text[finding.span.start..].starts_with(&at), "{thing:?}");
    let marked: String = text[finding.span].split_whitespace().collect();
    assert!(marked.starts_with(beginning), "{thing:?} {beginning} is not {marked}");
}

/// The words that such a condition is written with.
fn words(condition: &Condition) -> &'static [&'static str] {
    match condition {
        Condition::Always => &["Always"],
        Condition::Yes(_) => &["Yes("],
        Condition::No(_) => &["No("],
        Condition::IsAny(..) => &["Is(", "IsAny(", "Tagged("],
        Condition::AtLeast(..) => &["AtLeast("],
        Condition::Below(..) => &["Below("],
        Condition::Score(..) => &["Score("],
        Condition::Fires(_) => &["Fires("],
        Condition::All(_) => &["All("],
        Condition::Any(_) => &["Any("],
        Condition::Not(_) => &["Not("],
        Condition::AtLeastOf(..) => &["AtLeastOf("],
        Condition::UrgencyAtLeast(_) => &["UrgencyAtLeast("],
        Condition::Advised(_) => &["Advised("],
    }
}

/// Every part of a condition has the place of its word.
fn conditions(files: &Files, places: &Places, q: &Questionnaire, owner: Owner, path: &[usize], condition: &Condition) {
    let thing = Thing::Condition(owner, path.to_vec());
    let finding = places.finding(&thing, Code::ZeroPoints, String::new(), String::new(), None);
    let file = files.files.iter().find(|file| file.name == finding.file).unwrap();
    let marked = &std::str::from_utf8(&file.bytes).unwrap()[finding.span];
    // `Always` may be left out, and then the place is its owner's.
    let left_out = *condition == Condition::Always && path.is_empty() && marked.starts_with(['(', '"']);
    assert!(left_out || words(condition).iter().any(|word| marked.starts_with(word)), "{thing:?} {marked}");
    let names = match condition {
        Condition::Yes(ix) | Condition::No(ix) | Condition::IsAny(ix, _) => Some(&q[*ix].id),
        Condition::AtLeast(ix, _) | Condition::Below(ix, _) => Some(&q[*ix].id),
        Condition::Score(ix, _) => Some(&q[*ix].id),
        Condition::Fires(ix) => Some(&q[*ix].id),
        Condition::Advised(ix) => Some(&q[*ix].id),
        _ => None,
    };
    assert!(names.is_none_or(|name| marked.contains(&format!("(\"{name}\""))), "{thing:?} {marked}");
    let parts: Vec<&Condition> = match condition {
        Condition::All(list) | Condition::Any(list) | Condition::AtLeastOf(_, list) => list.iter().collect(),
        Condition::Not(part) => vec![part],
        _ => Vec::new(),
    };
    for (position, part) in parts.into_iter().enumerate() {
        conditions(files, places, q, owner, &[path, &[position]].concat(), part);
    }
}

#[test]
fn everything_in_the_leg_questionnaire_stands_at_its_place() {
    let folder = folder::tests().parent().unwrap().join("questionnaires/leg-symptoms");
    let files = folder::read(&folder, "leg-symptoms");
    let q = read(&files, &Site::default(), TODAY).0.unwrap();
    let places = Places::of(&files);
    let item = |id: &str| format!("(id:\"{id}\"");
    let begins = |thing: Thing, beginning: &str| begins(&files, &places, &thing, beginning);
    let conditions = |owner, condition: &Condition| conditions(&files, &places, &q, owner, &[], condition);
    for (i, section) in q.sections.iter().enumerate() {
        let ix = SectionIx(i as u32);
        begins(Thing::Section(ix), &format!("\"{}\"", section.id));
        conditions(Owner::Section(ix), &section.when);
    }
    for (ix, question) in q.questions() {
        begins(Thing::Question(ix), &item(&question.id));
        conditions(Owner::Question(ix), &question.when);
        for (position, choice) in question.choices().iter().enumerate() {
            begins(Thing::Choice(ix, position), &item(&choice.id));
            for tag in &choice.tags {
                begins(Thing::Tag(ix, tag.clone()), &format!("\"{tag}\""));
            }
        }
    }
    for (i, score) in q.scores.iter().enumerate() {
        let ix = ScoreIx(i as u32);
        begins(Thing::Score(ix), &item(&score.id));
        for (position, points) in score.points.iter().enumerate() {
            begins(Thing::Item(ix, position), &format!("(points:{},", points.points));
            conditions(Owner::Item(ix, position), &points.when);
        }
    }
    for (i, rule) in q.rules.iter().enumerate() {
        begins(Thing::Rule(RuleIx(i as u32)), &item(&rule.id));
        conditions(Owner::Rule(RuleIx(i as u32)), &rule.when);
    }
    for (i, advice) in q.advice.iter().enumerate() {
        begins(Thing::Advice(AdviceIx(i as u32)), &item(&advice.id));
        conditions(Owner::Advice(AdviceIx(i as u32)), &advice.when);
        for (position, other) in advice.contradicts.iter().enumerate() {
            begins(Thing::Contradicts(AdviceIx(i as u32), position), &format!("\"{}\"", q[*other].id));
        }
    }
    for (i, guarantee) in q.guarantees.iter().enumerate() {
        begins(Thing::Guarantee(i), &item(&guarantee.id));
        match &guarantee.claim {
            Claim::GivenThen { given, then } => {
                conditions(Owner::Given(i), given);
                conditions(Owner::Then(i), then);
            }
            Claim::NeverLowers(facts) => {
                for (position, fact) in facts.iter().enumerate() {
                    let word = if fact.choice.is_some() { "Is" } else { "Yes" };
                    begins(Thing::Fact(i, position), &format!("{word}(\"{}\"", q[fact.question].id));
                }
            }
        }
    }
    for (i, source) in q.sources.iter().enumerate() {
        begins(Thing::Source(SourceIx(i as u32)), &format!("\"{}\"", source.id));
    }
    for (i, case) in q.cases.iter().enumerate() {
        let name: String = case.name.split_whitespace().collect();
        begins(Thing::Case(i), &format!("(name:\"{name}\""));
    }
}

#[test]
fn what_is_written_in_unusual_ways_stands_at_its_place_too() {
    let a = r##"#![enable(implicit_some)]
/* ] */ ( title: "A, (", questions: Some([
    Question(when: Some(Any([Always, Some])), id: "x", ask: "\"X(", answer: YesNo),
    (answer: Many ( [Choice(id: "c", label: ")", tags: [r#"s"#, "\u{74}",]), // (
      (tags: ["t"], label: "\\", id: "d")] ), ask: "M", id: "m", when: Tagged(r"x", "t")),
  ]),
)"##;
    // `Some` is no condition, so this is not read at all; where things stand is known all the same.
    let mut files = files();
    folder::set(&mut files, "a.ron", a);
    assert!(read(&files, &Site::default(), TODAY).0.is_none());
    let sound = a.replace("[Always, Some]", "[Always,   All([])]").replace("Tagged(r\"x\", \"t\")", "Yes(r\"x\")");
    folder::set(&mut files, "a.ron", sound.replace('\n', "\r\n"));
    let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
    assert!(questionnaire.is_some(), "{findings:#?}");
    let places = Places::of(&files);
    let (x, m) = (QuestionIx(0), QuestionIx(1));
    for (thing, expected) in [
        (Thing::Question(x), (3, 5)),
        (Thing::Condition(Owner::Question(x), vec![]), (3, 25)),
        (Thing::Condition(Owner::Question(x), vec![1]), (3, 40)),
        (Thing::Question(m), (4, 5)),
        (Thing::Choice(m, 0), (4, 22)),
        (Thing::Tag(m, "s".to_owned()), (4, 57)),
        (Thing::Tag(m, "t".to_owned()), (4, 65)),
        (Thing::Choice(m, 1), (5, 7)),
        (Thing::Condition(Owner::Question(m), vec![]), (5, 72)),
    ] {
        let (file, line, column) = places.place(&thing);
        assert_eq!((file.as_str(), line, column), ("a.ron", expected.0, expected.1), "{thing:?}");
    }
}
