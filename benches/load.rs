//! How long a questionnaire of about 100 KB takes from its bytes to its checked form.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::civil::{Date, date};
use redflag::logic::Program;
use redflag::questionnaire::{File, Files, Site, read};

const TODAY: Date = date(2026, 11, 22);

fn main() {
    divan::main();
}

/// Ten sections of thirty questions, with scores, rules and advice, in the proportions of the real ones.
fn large() -> Files {
    let mut header = String::from(
        "Questionnaire(id: \"large\", version: \"1.0.0\", title: \"Large\", audience: \"Benchmarks\", reviewed: \"2026-11-21\",
         review_due: \"2027-11-21\", language: \"en\", terms: { \"emergency\": \"999\" },
         sources: { \"book\": (title: \"The book\", publisher: \"Press\") }, dispositions: {",
    );
    for level in ["Red", "Orange", "Yellow", "Green", "Blue"] {
        let _ = write!(header, "{level}: (title: \"{level}\", act: \"Call {{emergency}}\", within: \"soon\"), ");
    }
    header.push_str("}, sections: [");
    let mut files = Vec::new();
    for s in 0..10 {
        let _ = write!(header, "\"s{s}\", ");
        let mut text = format!("// Section {s}.\nSection(\n    title: \"Section {s}\",\n    questions: [\n");
        for q in 0..30 {
            let id = format!("q{s}-{q}");
            let when = match q {
                0 => String::new(),
                _ => format!("when: Any([Yes(\"q{s}-0\"), Not(Yes(\"q{s}-0\"))]), "),
            };
            let answer = match q % 3 {
                0 => "YesNo".to_owned(),
                1 => "Many([(id: \"a\", label: \"The first of them\", tags: [\"t\"]), (id: \"b\", label: \"The second\")])".to_owned(),
                _ => "Number(unit: \"cm\", min: 0, max: 90, decimals: 1, likely: (10, 60))".to_owned(),
            };
            let _ = writeln!(
                text,
                "        (\n            id: \"{id}\",\n            ask: \"Is there anything to be said about number {q} of these?\",\n            \
                 help: \"It counts when it was seen in the last two days.\",\n            {when}cite: [\"book\"],\n            answer: {answer},\n        ),"
            );
        }
        text.push_str("    ],\n    rules: [\n");
        for r in 0..10 {
            let _ = writeln!(
                text,
                "        (id: \"r{s}-{r}\", when: All([Yes(\"q{s}-{}\"), Tagged(\"q{s}-1\", \"t\"), AtLeast(\"q{s}-2\", {r}.5)]), urgency: Orange, because: \"Reason {r}\", cite: [\"book\"]),",
                r / 4 * 3
            );
        }
        text.push_str("        (id: \"e");
        let _ = write!(text, "{s}\", urgency: Green, because: \"Nothing else\"),\n    ],\n)\n");
        files.push(File { name: format!("s{s}.ron"), bytes: Cow::Owned(text.into_bytes()) });
    }
    header.push_str("])");
    files.push(File { name: "questionnaire.ron".to_owned(), bytes: Cow::Owned(header.into_bytes()) });
    Files { folder: "large".to_owned(), files }
}

#[divan::bench]
fn load(bencher: divan::Bencher<'_, '_>) {
    let files = large();
    let bytes: usize = files.files.iter().map(|file| file.bytes.len()).sum();
    let (questionnaire, findings) = read(&files, &Site::default(), TODAY);
    assert!(questionnaire.is_some(), "{findings:?}");
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench(|| read(&files, &Site::default(), TODAY));
}

#[divan::bench]
fn load_and_compile(bencher: divan::Bencher<'_, '_>) {
    let files = large();
    bencher.bench(|| Program::compile(&read(&files, &Site::default(), TODAY).0.unwrap()));
}

/// Reading again for places, because of one warning.
#[divan::bench]
fn load_with_a_warning(bencher: divan::Bencher<'_, '_>) {
    let files = large();
    bencher.bench(|| read(&files, &Site::default(), date(2030, 1, 1)));
}
