//! The files, in the style of those that are written by hand.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::Imported;
use super::desk::Desk;
use super::question::{Kind, Question};
use crate::questionnaire::{Decimal, HEADER};

/// What the header says.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) title: String,
    pub(super) language: String,
    pub(super) reviewed: Date,
    pub(super) due: Date,
    pub(super) intro: Option<String>,
    pub(super) comments: Vec<String>,
}

/// A section and the link ids of its questions.
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) when: Option<String>,
    pub(super) questions: Vec<String>,
}

/// A text as a questionnaire takes it: without what cannot be seen, its braces doubled, and on one line unless it may have
/// many.
pub(super) fn shown(text: &str, many: bool) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
    };
    let line = |line: &str| {
        let seen: String = line.chars().map(|c| if hidden(c) { ' ' } else { c }).collect();
        seen.trim().replace('{', "{{").replace('}', "}}")
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    let text = lines.join(if many { "\n" } else { " " });
    text.trim().to_owned()
}

/// The files of the questionnaire.
pub(super) fn files(head: Head, sections: Vec<Section>, questions: HashMap<String, Question>, desk: Desk) -> Imported {
    let mut files = vec![(HEADER.to_owned(), header(&head, &sections))];
    for section in &sections {
        files.push((format!("{}.ron", section.id), self::section(section, &questions)));
    }
    let mut languages: BTreeMap<&str, Vec<(&str, &str, &str)>> = BTreeMap::new();
    for (name, original, language, content) in &desk.translations {
        if *language != head.language && !content.is_empty() {
            languages.entry(language).or_default().push((name, original, content));
        }
    }
    for (language, texts) in languages {
        files.push((format!("lang/{language}.ron"), translation(language, &texts)));
    }
    Imported { id: head.id, files, remarks: desk.remarks }
}

fn header(head: &Head, sections: &[Section]) -> String {
    let mut text = String::from(
        "// Imported from FHIR. Still to be written: for whom it is, sources, what each level means (`dispositions`), and in the\n\
         // sections the rules that set one. Until then nobody can be given a level, and the program does not run it.\n",
    );
    for comment in &head.comments {
        for line in comment.lines() {
            let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            text.push_str(format!("// {line}").trim_end());
            text.push('\n');
        }
    }
    let Head { id, version, title, language, reviewed, due, .. } = head;
    let _ = write!(
        text,
        "Questionnaire(\n    format: 1,\n    id: {id:?},\n    version: {version:?},\n    title: {},\n    audience: \"Not \
         said yet\",\n    reviewed: \"{reviewed}\",\n    review_due: \"{due}\",\n    language: {language:?},\n",
        quoted(title)
    );
    if let Some(intro) = &head.intro {
        let _ = writeln!(text, "    intro: {},", quoted(intro));
    }
    text.push_str("    sections: [\n");
    for section in sections {
        let _ = writeln!(text, "        {:?},", section.id);
    }
    text.push_str("    ],\n)\n");
    text
}

fn section(section: &Section, questions: &HashMap<String, Question>) -> String {
    let mut text = format!("Section(\n    title: {},\n", quoted(&section.title));
    if let Some(when) = &section.when {
        let _ = writeln!(text, "    when: {when},");
    }
    text.push_str("    questions: [\n");
    for question in section.questions.iter().filter_map(|link| questions.get(link)) {
        self::question(&mut text, question);
    }
    text.push_str("    ],\n)\n");
    text
}

fn question(text: &mut String, question: &Question) {
    let _ =
        write!(text, "        (\n            id: {:?},\n            ask: {},\n", question.id, quoted(&question.ask));
    let help = question.help.join("\n");
    if !help.is_empty() {
        let _ = writeln!(text, "            help: {},", quoted(&help));
    }
    if let Some(when) = &question.when {
        let _ = writeln!(text, "            when: {when},");
    }
    if !question.unsure {
        text.push_str("            unsure: false,\n");
    }
    let answer = match &question.kind {
        Kind::YesNo(_) => "YesNo".to_owned(),
        Kind::Text => "Text".to_owned(),
        Kind::Number { unit, min, max, decimals } => {
            let end = |value: i64| Decimal::scaled(value, *decimals);
            let digits = if *decimals == 0 { String::new() } else { format!(", decimals: {decimals}") };
            format!("Number(unit: {}, min: {}, max: {}{digits})", quoted(unit), end(*min), end(*max))
        }
        Kind::One(choices) | Kind::Many(choices) => {
            let word = if matches!(question.kind, Kind::One(_)) { "One" } else { "Many" };
            let choice = |choice: &super::choice::Choice| {
                format!("                (id: {:?}, label: {}),\n", choice.id, quoted(&choice.label))
            };
            format!("{word}([\n{}            ])", choices.iter().map(choice).collect::<String>())
        }
    };
    let _ = write!(text, "            answer: {answer},\n        ),\n");
}

fn translation(language: &str, texts: &[(&str, &str, &str)]) -> String {
    let mut text = format!("Translation(\n    language: {language:?},\n    texts: {{\n");
    for (name, original, content) in texts {
        let hash: String = Sha256::digest(original.as_bytes()).iter().take(4).map(|b| format!("{b:02x}")).collect();
        let _ = writeln!(text, "        {name:?}: (is: {}, of: \"{hash}\"),", quoted(content));
    }
    text.push_str("    },\n)\n");
    text
}

/// A text in quotes, with what RON wants to be escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
