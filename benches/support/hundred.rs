//! A questionnaire of 100 questions and 100 rules, the same that `benches/rivals` gives to others, and its patients.

use std::borrow::Cow;
use std::fmt::Write as _;

use redflag::questionnaire::{File, Files};

const LEVELS: [&str; 5] = ["Red", "Orange", "Yellow", "Green", "Blue"];

/// Even questions are answered yes or no, odd ones with a number of 0 to 100. Rule `i` fires where one is yes, one is at
/// least so much and one is no; a last rule always fires.
pub fn hundred() -> Files {
    let mut section = String::from("Section(\n    title: \"All\",\n    questions: [\n");
    for at in 0..100 {
        let answer = if at % 2 == 0 { "YesNo" } else { "Number(unit: \"points\", min: 0, max: 100)" };
        let _ = writeln!(section, "        (id: \"q{at}\", ask: \"Question {at}?\", answer: {answer}),");
    }
    section.push_str("    ],\n    rules: [\n");
    for rule in 0..100 {
        let (yes, number, least) = (2 * (rule * 7 % 50), 2 * (rule * 13 % 50) + 1, 20 + rule * 17 % 60);
        let mut no = 2 * ((rule * 29 + 11) % 50);
        if no == yes {
            no = (no + 2) % 100;
        }
        let when = format!("All([Yes(\"q{yes}\"), AtLeast(\"q{number}\", {least}), No(\"q{no}\")])");
        let level = LEVELS[rule % 5];
        let _ =
            writeln!(section, "        (id: \"r{rule}\", when: {when}, urgency: {level}, because: \"Rule {rule}\"),");
    }
    section.push_str("        (id: \"always\", urgency: Blue, because: \"Always\"),\n    ],\n)\n");

    let mut header = String::from(
        "Questionnaire(\n    id: \"hundred\",\n    version: \"1.0.0\",\n    title: \"Hundred\",\n    audience: \"Benches\",\n    \
         reviewed: \"2026-11-21\",\n    review_due: \"2099-11-21\",\n    language: \"en\",\n    dispositions: {\n",
    );
    for level in LEVELS {
        let _ = writeln!(header, "        {level}: (title: \"{level} level\", act: \"Act\", within: \"In time\"),");
    }
    header.push_str("    },\n    sections: [\"all\"],\n)\n");
    let file = |name: &str, text: String| File { name: name.to_owned(), bytes: Cow::Owned(text.into_bytes()) };
    Files { folder: "hundred".to_owned(), files: vec![file("questionnaire.ron", header), file("all.ron", section)] }
}
