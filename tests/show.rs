//! `redflag show`: the document says everything in plain words, the diagrams show what hangs on what, and no text of an
//! author breaks any of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

use redflag::questionnaire::{
    AdviceIx, Condition, Effect, Files, Level, QuestionIx, Questionnaire, RuleIx, ScoreIx, Site, draw, read,
};
use redflag::show::{Format, condition, show};
use redflag::text::columns;

#[path = "show/grammar.rs"]
mod grammar;
#[path = "support/load.rs"]
mod load;
#[path = "show/picture.rs"]
mod picture;

/// A questionnaire from its header's fields, a section and its cases.
fn written(header: &str, section: &str, cases: &str) -> Questionnaire {
    let header = format!(
        r#"Questionnaire(id: "q", version: "1.0.0", reviewed: "2026-11-21", review_due: "2027-11-21", language: "en",
        sections: ["part"], {header})"#
    );
    let mut files = Files { folder: "q".to_owned(), files: Vec::new() };
    load::folder::set(&mut files, "questionnaire.ron", header);
    load::folder::set(&mut files, "part.ron", section);
    load::folder::set(&mut files, "cases.ron", cases);
    let (questionnaire, findings) = read(&files, &Site::default(), load::TODAY);
    assert!(findings.is_empty(), "{}", draw(&findings, &files, &Site::default(), false));
    questionnaire.unwrap()
}

/// The text without its blanks: rows break where they must.
fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn a_small_questionnaire_is_shown_as_written_down_by_hand() {
    let small = load::sound("tests/questionnaires/small");
    for (format, expected) in [
        (Format::Text, include_str!("show/small.text")),
        (Format::Markdown, include_str!("show/small.markdown")),
        (Format::Mermaid, include_str!("show/small.mermaid")),
        (Format::Dot, include_str!("show/small.dot")),
    ] {
        let shown = show(&small, format).replace(&small.fingerprint, "[fingerprint]");
        assert!(shown == expected, "{format:?} is\n{shown}");
    }
}

#[test]
fn every_kind_of_condition_is_a_sentence_that_can_be_read_in_one_way_only() {
    let q = written(
        r#"title: "Q", audience: "Tests", dispositions: { Red: (title: "Now", act: "Act", within: "at once") }"#,
        r#"Section(
            title: "Part",
            questions: [
                (id: "age", ask: "How old?", answer: Number(unit: "years", min: 0, max: 120)),
                (id: "child", ask: "With child?", answer: YesNo),
                (id: "signs", ask: "Which signs?", answer: Many([
                    (id: "a", label: "Ache", tags: ["lone", "mild"]),
                    (id: "b", label: "Burn", tags: ["mild"]),
                    (id: "c", label: "Cold"),
                ])),
                (id: "side", ask: "Which side?", answer: One([
                    (id: "l", label: "Left", tags: ["single"]),
                    (id: "r", label: "Right", tags: ["single"]),
                    (id: "m", label: "Both"),
                ])),
                (id: "heat", ask: "How hot?", answer: Number(unit: "°C", min: 30, max: 45, decimals: 1)),
            ],
            scores: [(id: "s", title: "Sum", points: [(points: 1, when: Yes("child"), label: "Child")])],
            rules: [(id: "r", urgency: Red, because: "Reason")],
            advice: [(id: "a", kind: Do, text: "Rest")],
        )"#,
        "[]",
    );
    let [age, child, signs, side, heat] = [0, 1, 2, 3, 4].map(QuestionIx);
    let is = |question, choices: &[usize]| Condition::IsAny(question, choices.into());
    let not = |condition| Condition::Not(Box::new(condition));
    let all = Condition::All;
    let any = Condition::Any;
    let old = || Condition::AtLeast(age, 65);
    let yes = || Condition::Yes(child);
    let no = || Condition::No(child);
    let fires = || Condition::Fires(RuleIx(0));
    for (given, expected) in [
        (Condition::Always, r#"always"#),
        (not(Condition::Always), r#"never"#),
        (yes(), r#"Q2 "With child?" is answered yes"#),
        (no(), r#"Q2 "With child?" is answered no"#),
        // Not the same as "is answered no": the question may not be asked.
        (not(yes()), r#"Q2 "With child?" is not answered yes"#),
        (not(not(yes())), r#"Q2 "With child?" is answered yes"#),
        (is(signs, &[2]), r#"Q3 "Which signs?" includes "Cold""#),
        (not(is(signs, &[2])), r#"Q3 "Which signs?" does not include "Cold""#),
        (is(signs, &[0, 2]), r#"Q3 "Which signs?" includes any of: "Ache", "Cold""#),
        (not(is(signs, &[0, 2])), r#"Q3 "Which signs?" includes none of: "Ache", "Cold""#),
        // All that bear a tag, and more than one.
        (is(signs, &[0, 1]), r#"Q3 "Which signs?" includes any with the tag "mild""#),
        (not(is(signs, &[0, 1])), r#"Q3 "Which signs?" includes none with the tag "mild""#),
        (is(signs, &[0]), r#"Q3 "Which signs?" includes "Ache""#),
        (is(side, &[2]), r#"Q4 "Which side?" is "Both""#),
        (not(is(side, &[2])), r#"Q4 "Which side?" is not "Both""#),
        (is(side, &[1, 2]), r#"Q4 "Which side?" is any of: "Right", "Both""#),
        (not(is(side, &[1, 2])), r#"Q4 "Which side?" is none of: "Right", "Both""#),
        (is(side, &[0, 1]), r#"Q4 "Which side?" is one with the tag "single""#),
        (not(is(side, &[0, 1])), r#"Q4 "Which side?" is none with the tag "single""#),
        (old(), r#"Q1 "How old?" is at least 65 years"#),
        (not(old()), r#"Q1 "How old?" is not at least 65 years"#),
        (Condition::Below(heat, 385), r#"Q5 "How hot?" is less than 38.5 °C"#),
        (not(Condition::Below(heat, 400)), r#"Q5 "How hot?" is not less than 40.0 °C"#),
        (Condition::Score(ScoreIx(0), -1), r#"S1 "Sum" is -1 or more"#),
        (not(Condition::Score(ScoreIx(0), 2)), r#"S1 "Sum" is less than 2"#),
        (fires(), r#"R1 "Reason" applies"#),
        (not(fires()), r#"R1 "Reason" does not apply"#),
        (Condition::UrgencyAtLeast(Level::Red), r#"the level is Now (Red) or more urgent"#),
        (not(Condition::UrgencyAtLeast(Level::Orange)), r#"the level is not Orange or more urgent"#),
        (Condition::Advised(AdviceIx(0)), r#"A1 "Rest" is given"#),
        (not(Condition::Advised(AdviceIx(0))), r#"A1 "Rest" is not given"#),
        (all(vec![]), "always"),
        (any(vec![]), "never"),
        (not(all(vec![])), "never"),
        (not(any(vec![])), "always"),
        (all(vec![yes()]), r#"Q2 "With child?" is answered yes"#),
        (not(any(vec![yes()])), r#"Q2 "With child?" is not answered yes"#),
        (
            all(vec![old(), not(yes())]),
            r#"Q1 "How old?" is at least 65 years and Q2 "With child?" is not answered yes"#,
        ),
        (any(vec![old(), fires()]), r#"Q1 "How old?" is at least 65 years or R1 "Reason" applies"#),
        (
            all(vec![fires(), any(vec![old(), yes()])]),
            r#"R1 "Reason" applies and (Q1 "How old?" is at least 65 years or Q2 "With child?" is answered yes)"#,
        ),
        (
            any(vec![all(vec![fires(), old()]), yes()]),
            r#"(R1 "Reason" applies and Q1 "How old?" is at least 65 years) or Q2 "With child?" is answered yes"#,
        ),
        // The same within the same needs no brackets.
        (
            all(vec![fires(), all(vec![old(), yes()])]),
            r#"R1 "Reason" applies and Q1 "How old?" is at least 65 years and Q2 "With child?" is answered yes"#,
        ),
        (not(any(vec![fires(), yes()])), r#"none of (R1 "Reason" applies; Q2 "With child?" is answered yes)"#),
        (not(all(vec![fires(), yes()])), r#"not all of (R1 "Reason" applies; Q2 "With child?" is answered yes)"#),
        (
            not(any(vec![all(vec![fires(), not(yes())]), no()])),
            r#"none of ((R1 "Reason" applies and Q2 "With child?" is not answered yes); Q2 "With child?" is answered no)"#,
        ),
        (
            all(vec![not(any(vec![fires(), yes()])), old()]),
            r#"none of (R1 "Reason" applies; Q2 "With child?" is answered yes) and Q1 "How old?" is at least 65 years"#,
        ),
        // A "not" before an "all" does not go through it.
        (
            any(vec![not(all(vec![fires(), yes()])), old()]),
            r#"not all of (R1 "Reason" applies; Q2 "With child?" is answered yes) or Q1 "How old?" is at least 65 years"#,
        ),
        (
            Condition::AtLeastOf(2, vec![fires(), old(), any(vec![yes(), no()])]),
            concat!(
                r#"at least 2 of (R1 "Reason" applies; Q1 "How old?" is at least 65 years; "#,
                r#"(Q2 "With child?" is answered yes or Q2 "With child?" is answered no))"#
            ),
        ),
        (
            not(Condition::AtLeastOf(2, vec![fires(), old()])),
            r#"fewer than 2 of (R1 "Reason" applies; Q1 "How old?" is at least 65 years)"#,
        ),
    ] {
        assert_eq!(condition(&q, &given), expected, "{given:?}");
    }
}

/// Every text of the questionnaire with the number that it must be found under, where it has one.
fn texts(q: &Questionnaire) -> Vec<String> {
    let mut texts = vec![q.title.clone(), q.id.clone(), q.version.clone(), q.fingerprint.clone(), q.audience.clone()];
    texts.extend([q.reviewed.to_string(), q.review_due.to_string(), q.language.clone()]);
    texts.extend(q.intro.clone());
    texts.extend(q.terms.iter().map(|(term, word)| format!("{{{term}}}: {word}")));
    for disposition in q.dispositions.iter().flatten() {
        texts.extend([disposition.title.clone(), disposition.act.clone(), disposition.within.clone()]);
    }
    for (i, source) in q.sources.iter().enumerate() {
        texts.push(format!("[{}] {}: {}", i + 1, source.publisher, source.title));
        texts.extend([source.id.clone()].into_iter().chain(source.url.clone()));
    }
    texts.extend(q.sections.iter().enumerate().map(|(i, it)| format!("Section {}: {}", i + 1, it.title)));
    for (i, it) in q.questions.iter().enumerate() {
        texts.push(format!("Q{} {} Id: {}", i + 1, it.ask, it.id));
        texts.extend(it.help.clone());
        for choice in it.choices() {
            texts.push(format!("{} [{}]", choice.label, choice.id));
            texts.extend(choice.aliases.iter().chain(&choice.tags).chain(&choice.help).cloned());
        }
        // Where the sentence would be longer, the document has an outline in its place.
        texts.extend(Some(condition(q, &it.when)).filter(|sentence| columns(sentence) <= 160));
    }
    for (i, it) in q.scores.iter().enumerate() {
        texts.push(format!("S{} {} Id: {}", i + 1, it.title, it.id));
        texts.extend(it.points.iter().map(|item| item.label.clone()));
    }
    for (i, it) in q.rules.iter().enumerate() {
        let effect = match &it.effect {
            Effect::Urgency(level) => format!("Level: {} ({})", q.disposition(*level).unwrap().title, level.word()),
            Effect::HandOver(to) => format!("Hand over to: {to}"),
        };
        texts.push(format!("R{} {} Id: {} {effect} If: ", i + 1, it.because, it.id));
        texts.extend(Some(condition(q, &it.when)).filter(|sentence| columns(sentence) <= 160));
    }
    for (i, it) in q.advice.iter().enumerate() {
        texts.push(format!("A{} {} Id: {} Kind: ", i + 1, it.text, it.id));
    }
    texts.extend(q.guarantees.iter().enumerate().map(|(i, it)| format!("G{} {}", i + 1, it.id)));
    texts.extend(q.cases.iter().enumerate().map(|(i, it)| format!("C{} {}", i + 1, it.name)));
    texts
}

/// What a reader of the Markdown sees, and which markup there is in it.
fn rendered(markdown: &str) -> (String, Vec<String>) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut text = String::new();
    let mut markup = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::List(None) | Tag::Item | Tag::Emphasis | Tag::Strong | Tag::Paragraph) => text.push(' '),
            Event::Start(Tag::Heading { .. }) | Event::End(_) => text.push(' '),
            other => markup.push(format!("{other:?}")),
        }
    }
    (text, markup)
}

#[test]
fn the_document_leaves_nothing_out() {
    let legs = load::sound("questionnaires/leg-symptoms");
    let text = show(&legs, Format::Text);
    let (markdown, markup) = rendered(&show(&legs, Format::Markdown));
    assert_eq!(markup, Vec::<String>::new());
    for (name, shown) in [("text", solid(&text)), ("markdown", solid(&markdown))] {
        for wanted in texts(&legs) {
            assert!(shown.contains(&solid(&wanted)), "the {name} lacks {wanted:?}");
        }
    }
    // By number, of each kind: 29 questions, 116 rules and so on, the last one and no more.
    for (kind, count) in [
        ('Q', legs.questions.len()),
        ('S', legs.scores.len()),
        ('R', legs.rules.len()),
        ('A', legs.advice.len()),
        ('G', legs.guarantees.len()),
        ('C', legs.cases.len()),
    ] {
        let numbered =
            |number: usize| text.lines().filter(|line| line.starts_with(&format!("{kind}{number} "))).count();
        assert!((1..=count).all(|number| numbered(number) == 1), "{kind}");
        assert_eq!(numbered(count + 1), 0, "{kind}");
    }
}

#[test]
fn a_row_of_the_text_takes_eighty_columns_at_most() {
    for q in [load::sound("questionnaires/leg-symptoms"), load::sound("tests/questionnaires/swelling"), hostile()] {
        for row in show(&q, Format::Text).lines() {
            assert!(columns(row) <= 80, "{row}");
            assert_eq!(row.trim_end(), row);
        }
    }
}

/// Whatever a format could take for its own.
const HOSTILE: &str =
    "1. <b>&amp; \"x\" 'y' `z` | ]]> *a* _b_ [c](d) # e \\ {{f}} %%g --> ;h: ~~i~~ $j$ \\N 左ふくらはぎ é";

/// A questionnaire in which everything that can be is hostile.
fn hostile() -> Questionnaire {
    let text = HOSTILE.replace('\\', "\\\\").replace('"', "\\\"");
    let help = format!("- {text}\\n\\n# {text}\\n```\\n> {text}\\n===\\n+ end");
    written(
        &format!(
            r#"title: "{text}", audience: "{text}", intro: "{help}", terms: {{ "t": "x|{{y}}<z>" }},
            sources: {{ "s": (title: "{text}", publisher: "{text}", url: "https://e.org/a_b?c=<d>&e") }},
            dispositions: {{ Red: (title: "{text}", act: "{text}", within: "{text}") }},
            guarantees: [(id: "g", given: Is("many", "a"), then: UrgencyAtLeast(Red))]"#
        ),
        &format!(
            r#"Section(
                title: "{text}",
                questions: [
                    (id: "many", ask: "{text}", help: "{help}", cite: ["s"], answer: Many([
                        (id: "a", label: "{text}", aliases: ["{text}"], tags: ["{text}"], help: "{help}"),
                        (id: "b", label: "style: #x; classDef y:#1;"),
                    ])),
                    (id: "free", ask: "end", when: Not(Is("many", "b")), answer: Text),
                    (id: "height", ask: "{text}", answer: Number(unit: "<cm>", min: 0, max: 9)),
                ],
                scores: [(id: "s", title: "{text}", points: [(points: 1, when: Is("many", "a"), label: "{text}")])],
                rules: [
                    (id: "r", when: Score("s", 1), urgency: Red, because: "{text}"),
                    (id: "h", when: Fires("r"), hand_over: "{text}", because: "{text}"),
                ],
                advice: [(id: "a", kind: Refer, text: "{text}")],
            )"#
        ),
        &format!(r#"[(name: "{text}", answers: {{ "many": ["a"], "free": "{text}" }}, expect: (urgency: Red))]"#),
    )
}

#[test]
fn hostile_texts_survive_in_every_format() {
    let q = hostile();
    let shown_as = HOSTILE.replace("{{", "{").replace("}}", "}");
    assert_eq!(q.title, shown_as);
    let count = |shown: &str| solid(shown).matches(&solid(&shown_as)).count();
    let text = show(&q, Format::Text);
    let (markdown, markup) = rendered(&show(&q, Format::Markdown));
    assert_eq!(markup, Vec::<String>::new());
    // Both say the same, so they say it equally often.
    assert_eq!(count(&text), count(&markdown));
    for wanted in texts(&q) {
        assert!(solid(&text).contains(&solid(&wanted)), "the text lacks {wanted:?}");
        assert!(solid(&markdown).contains(&solid(&wanted)), "the Markdown lacks {wanted:?}");
    }
    let picture = picture::read(&show(&q, Format::Svg));
    let said: String = picture.tooltips.concat();
    for node in ["Q1", "Q3", "S1", "R1", "R2"] {
        let wanted = solid(&format!("{node} \"{shown_as}\""));
        assert!(solid(&said).contains(&wanted), "the picture lacks {wanted}");
    }
    let dot = grammar::dot(&show(&q, Format::Dot));
    for node in ["q1", "q3", "s1", "r1", "r2"] {
        assert!(solid(&dot.nodes[node]).contains(&solid(&shown_as)), "{node} is {}", dot.nodes[node]);
    }
    let mermaid = grammar::mermaid(&show(&q, Format::Mermaid));
    for node in ["q1", "q3", "s1", "r1", "r2"] {
        // Boxes hold the beginning only.
        assert!(solid(&mermaid.nodes[node]).contains(&solid(&shown_as[..60])), "{node} is {}", mermaid.nodes[node]);
    }
    assert_eq!(mermaid.nodes["q2"], "Q2 end");
}

/// Of each node of the diagrams, what its conditions speak of, counted anew from the questionnaire.
fn arrows(q: &Questionnaire) -> Vec<(String, String)> {
    fn asked(condition: &Condition, from: &mut Vec<String>) {
        match condition {
            Condition::Yes(ix) | Condition::No(ix) | Condition::AtLeast(ix, _) | Condition::Below(ix, _) => {
                from.push(format!("q{}", ix.at() + 1));
            }
            Condition::IsAny(ix, _) => from.push(format!("q{}", ix.at() + 1)),
            Condition::Score(ix, _) => from.push(format!("s{}", ix.at() + 1)),
            Condition::Fires(ix) => from.push(format!("r{}", ix.at() + 1)),
            Condition::All(list) | Condition::Any(list) | Condition::AtLeastOf(_, list) => {
                list.iter().for_each(|part| asked(part, from));
            }
            Condition::Not(inner) => asked(inner, from),
            Condition::Always | Condition::UrgencyAtLeast(_) | Condition::Advised(_) => {}
        }
    }
    let mut arrows = Vec::new();
    let mut governs = |to: String, condition: &Condition| {
        let mut from = Vec::new();
        asked(condition, &mut from);
        arrows.extend(from.into_iter().map(|from| (from, to.clone())));
    };
    q.sections.iter().enumerate().for_each(|(i, it)| governs(format!("gate{}", i + 1), &it.when));
    q.questions.iter().enumerate().for_each(|(i, it)| governs(format!("q{}", i + 1), &it.when));
    q.rules.iter().enumerate().for_each(|(i, it)| governs(format!("r{}", i + 1), &it.when));
    for (i, score) in q.scores.iter().enumerate() {
        score.points.iter().for_each(|item| governs(format!("s{}", i + 1), &item.when));
    }
    arrows.sort();
    arrows.dedup();
    arrows
}

#[test]
fn every_diagram_has_every_box_and_every_arrow() {
    for folder in ["questionnaires/leg-symptoms", "tests/questionnaires/swelling", "tests/questionnaires/small"] {
        let q = load::sound(folder);
        let mut boxes: Vec<String> = (1..=q.questions.len()).map(|n| format!("q{n}")).collect();
        boxes.extend((1..=q.rules.len()).map(|n| format!("r{n}")));
        boxes.extend((1..=q.scores.len()).map(|n| format!("s{n}")));
        let gated = q.sections.iter().enumerate().filter(|(_, section)| section.when != Condition::Always);
        boxes.extend(gated.map(|(i, _)| format!("gate{}", i + 1)));
        boxes.sort();
        let arrows = arrows(&q);
        let dot = grammar::dot(&show(&q, Format::Dot));
        let chart = show(&q, Format::Mermaid);
        let mermaid = grammar::mermaid(&chart);
        let picture = picture::read(&show(&q, Format::Svg));
        for diagram in [&dot, &mermaid] {
            assert_eq!(diagram.nodes.keys().cloned().collect::<Vec<_>>(), boxes, "{folder}");
            assert_eq!(diagram.arrows, arrows, "{folder}");
        }
        assert_eq!(picture.boxes.keys().cloned().collect::<Vec<_>>(), boxes, "{folder}");
        assert_eq!(picture.branches, arrows.len(), "{folder}");
        // What Mermaid takes without being told to take more.
        assert!(
            chart.len() < 50_000 && arrows.len() <= 500,
            "{folder}: {} bytes, {} arrows",
            chart.len(),
            arrows.len()
        );
    }
}

#[test]
fn nothing_in_the_picture_overlaps_and_no_line_runs_through_a_box() {
    let folders = ["questionnaires/leg-symptoms", "tests/questionnaires/swelling", "tests/questionnaires/small"];
    for q in folders.map(load::sound).into_iter().chain([hostile()]) {
        picture::read(&show(&q, Format::Svg)).assert_legible();
    }
}

#[test]
fn the_level_of_a_rule_is_in_the_picture_as_colour_and_as_word() {
    let legs = load::sound("questionnaires/leg-symptoms");
    let picture = picture::read(&show(&legs, Format::Svg));
    let colours = [
        (Level::Red, "#870000"),
        (Level::Orange, "#ff5f00"),
        (Level::Yellow, "#ffffaf"),
        (Level::Green, "#00afaf"),
        (Level::Blue, "#005faf"),
    ];
    for (i, rule) in legs.rules.iter().enumerate() {
        let shown = &picture.boxes[&format!("r{}", i + 1)];
        let (word, colour) = match rule.effect {
            Effect::Urgency(level) => (level.word(), colours[level.place()].1),
            Effect::HandOver(_) => ("Hand over", "#585858"),
        };
        assert_eq!(shown.head, colour, "{}", rule.id);
        assert!(shown.rows[0].contains(word), "{}: {}", rule.id, shown.rows[0]);
        assert!(solid(&shown.rows.concat()).contains(&solid(&rule.because)), "{}", rule.id);
    }
    for (i, question) in legs.questions.iter().enumerate() {
        let shown = &picture.boxes[&format!("q{}", i + 1)];
        assert!(solid(&shown.rows.concat()).contains(&solid(&question.ask)), "{}", question.id);
    }
}

#[test]
fn the_same_questionnaire_is_shown_the_same_every_time() {
    for format in Format::ALL {
        let once = show(&load::sound("questionnaires/leg-symptoms"), format);
        assert_eq!(once, show(&load::sound("questionnaires/leg-symptoms"), format), "{format:?}");
        assert!(once.ends_with('\n'));
    }
}

/// The program's exit status, standard output and standard error.
fn redflag(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("REDFLAG_QUESTIONNAIRES");
    let output = command.env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR")).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_prints_each_format_and_text_where_none_is_named() {
    let small = load::sound("tests/questionnaires/small");
    for format in Format::ALL {
        let printed = redflag(&["show", "tests/questionnaires/small", "--format", format.word()]);
        assert_eq!(printed, (0, show(&small, format), String::new()));
    }
    assert_eq!(redflag(&["show", "tests/questionnaires/small"]).1, show(&small, Format::Text));
    let (status, out, _) = redflag(&["show", "leg-symptoms"]);
    assert_eq!((status, out.lines().next()), (0, Some("Leg cramp or swelling")));
}

#[test]
fn warnings_do_not_hinder_it_and_errors_are_drawn() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("show");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    std::fs::create_dir_all(&folder).unwrap();
    let header = |sections: &str| {
        format!(
            r#"Questionnaire(id: "show", version: "1.0.0", title: "T {{e}}", audience: "A", reviewed: "2026-01-01",
            review_due: "2026-01-02", language: "en", terms: {{ "e": "999" }}, sections: [{sections}])"#
        )
    };
    write("site.txt", r#"Site(terms: { "e": "112" })"#);
    let (q, site) = (folder.to_str().unwrap(), folder.join("site.txt"));
    // Without questions, without levels and overdue: warnings all.
    write("part.ron", r#"Section(title: "Part")"#);
    write("questionnaire.ron", &header(r#""part""#));
    let (status, out, err) = redflag(&["show", q, "--site", site.to_str().unwrap()]);
    assert_eq!((status, out.lines().next(), err.as_str()), (0, Some("T 112"), ""));
    for format in Format::ALL {
        assert_eq!(redflag(&["show", q, "--format", format.word()]).0, 0, "{format:?}");
    }
    write("questionnaire.ron", &header(r#""part", "missing""#));
    let (status, out, err) = redflag(&["show", q]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("error[section-missing]"), "{err}");
    assert_eq!(redflag(&["show", "no-such"]).0, 2);
    assert_eq!(redflag(&["show", "leg-symptoms", "--format", "pdf"]).0, 2);
    assert_eq!(redflag(&["show"]).0, 2);
}
