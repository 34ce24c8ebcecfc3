//! Whatever is in the files, reading them ends in findings: never in a panic, a hang or a stack overflow.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::Duration;

use jiff::civil::Date;
use proptest::prelude::*;
use redflag::questionnaire::{Files, Finding, HEADER, LARGEST_FILE, Places, Severity, Site, draw, read, unused};
use rustix::time::{ClockId, clock_gettime};

#[path = "support/folder.rs"]
#[allow(dead_code)]
mod folder;

const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// Every real questionnaire there is: those of the tests, and those that are built in.
fn real() -> &'static [Files] {
    static REAL: LazyLock<Vec<Files>> = LazyLock::new(read_real);
    &REAL
}

fn read_real() -> Vec<Files> {
    let root = folder::tests().parent().unwrap().to_owned();
    let mut all = Vec::new();
    for folder in [root.join("tests/questionnaires"), root.join("questionnaires")] {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.is_dir()) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            all.push(folder::read(&path, &name));
        }
    }
    all
}

/// Reads and draws on a thread with a small stack, and holds what comes out against what is always true.
fn survives(files: Files) -> Vec<Finding> {
    survives_in(files).0
}

/// The same, and how long the thread was at work: however much else the machine has to do, that stays the same.
fn survives_in(files: Files) -> (Vec<Finding>, Duration) {
    let check = move || {
        let (questionnaire, mut findings) = read(&files, &Site::default(), TODAY);
        let errors = findings.iter().any(|finding| finding.severity() == Severity::Error);
        assert_eq!(questionnaire.is_none(), errors);
        let places = Places::of(&files);
        findings.extend(questionnaire.iter().flat_map(|questionnaire| unused(questionnaire, &places)));
        places.sort(&mut findings);
        let sizes: std::collections::HashMap<&str, (usize, usize)> = files
            .files
            .iter()
            .map(|file| (&*file.name, (1 + file.bytes.iter().filter(|b| **b == b'\n').count(), file.bytes.len())))
            .collect();
        for finding in &findings {
            assert!(!finding.message.is_empty() && !finding.help.is_empty());
            let (lines, size) = sizes.get(&*finding.file).copied().unwrap_or((1, 0));
            assert!((1..=lines).contains(&finding.line) && finding.column >= 1, "{finding:?}");
            assert!(finding.span.start <= finding.span.end && finding.span.end <= size, "{finding:?}");
        }
        let shown = &findings[..findings.len().min(50)];
        let drawn = draw(shown, &files, &Site::default(), false);
        assert!(!drawn.contains(|c: char| c.is_control() && c != '\n'));
        let worked = clock_gettime(ClockId::ThreadCPUTime);
        (findings, Duration::new(worked.tv_sec as u64, worked.tv_nsec as u32))
    };
    std::thread::Builder::new().stack_size(1024 * 1024).spawn(check).unwrap().join().unwrap()
}

/// The first test questionnaire with one file replaced.
fn with(name: &str, bytes: Vec<u8>) -> Files {
    let mut files = folder::read(&folder::tests().join("questionnaires/small"), "small");
    folder::set(&mut files, name, bytes);
    files
}

/// One thing done to the bytes of a file. Positions are fractions of its length.
#[derive(Clone, Debug)]
enum Damage {
    Flip(f64, u8),
    Insert(f64, Vec<u8>),
    Delete(f64, f64),
    Truncate(f64),
    Repeat(f64, f64),
    Swap(f64, f64),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || 0.0..1.0f64;
    let signs = prop::sample::select(vec![
        "(", ")", "[", "]", "{", "}", "\"", ",", ":", "\\", "'", "/*", "//", "r#\"", "#", "\u{feff}", "\0", "é", "-",
        "1e999", "Not(", "id: ",
    ]);
    prop_oneof![
        (at(), 1u8..).prop_map(|(at, mask)| Damage::Flip(at, mask)),
        (at(), prop::collection::vec(any::<u8>(), 1..4)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        (at(), signs).prop_map(|(at, sign)| Damage::Insert(at, sign.as_bytes().to_vec())),
        (at(), 0.0..0.02f64).prop_map(|(at, length)| Damage::Delete(at, length)),
        at().prop_map(Damage::Truncate),
        (at(), 0.0..0.1f64).prop_map(|(at, length)| Damage::Repeat(at, length)),
        (at(), at()).prop_map(|(a, b)| Damage::Swap(a, b)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    let place = |fraction: f64| ((fraction * length as f64) as usize).min(length - 1);
    match damage {
        Damage::Flip(at, mask) => bytes[place(*at)] ^= mask,
        Damage::Insert(at, inserted) => {
            let at = place(*at);
            bytes.splice(at..at, inserted.iter().copied());
        }
        Damage::Delete(at, part) => {
            let at = place(*at);
            bytes.drain(at..(at + 1 + place(*part)).min(length));
        }
        Damage::Truncate(at) => bytes.truncate(place(*at)),
        Damage::Repeat(at, part) => {
            let at = place(*at);
            let repeated = bytes[at..(at + 1 + place(*part)).min(length)].to_vec();
            bytes.splice(at..at, repeated);
        }
        Damage::Swap(a, b) => bytes.swap(place(*a), place(*b)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_give_findings(
        which in any::<prop::sample::Index>(),
        file in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..5),
    ) {
        let all = real();
        let mut files = which.get(all).clone();
        let file = file.index(files.files.len());
        let mut bytes = files.files[file].bytes.to_vec();
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        files.files[file].bytes = Cow::Owned(bytes);
        survives(files);
    }

    #[test]
    fn any_bytes_at_all_give_findings(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!survives(with(HEADER, bytes.clone())).is_empty());
        survives(with("first.ron", bytes));
    }

    #[test]
    fn a_site_file_of_anything_gives_findings(text in "[Site(){}\\[\\]a-z:,\" \n/*]{0,60}") {
        Site::read("site.ron", text.as_bytes());
    }
}

#[test]
fn every_truncation_of_a_file_gives_findings() {
    let files = folder::read(&folder::tests().join("questionnaires/swelling"), "swelling");
    for file in 0..files.files.len() {
        let whole = files.files[file].bytes.to_vec();
        for end in (0..whole.len()).step_by(37) {
            let mut files = files.clone();
            files.files[file].bytes = Cow::Owned(whole[..end].to_vec());
            survives(files);
        }
    }
}

#[test]
fn ten_thousand_brackets_are_too_deep_and_no_more() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("Not(", ")"),
        ("All([", "])"),
        ("Some(", ")"),
        ("(a: ", ")"),
        ("/*", "*/"),
    ] {
        for inner in ["Always", ""] {
            for closed in [true, false] {
                let nest = format!(
                    "{}{inner}{}",
                    open.repeat(10_000),
                    if closed { close.repeat(10_000) } else { String::new() }
                );
                for file in [HEADER, "first.ron", "cases.ron"] {
                    assert!(!survives(with(file, nest.clone().into_bytes())).is_empty(), "{open} {file}");
                }
                let section = format!(
                    "Section(title: \"T\", when: {nest}, questions: [(id: \"q\", ask: {nest}, answer: YesNo)])"
                );
                assert!(!survives(with("first.ron", section.into_bytes())).is_empty(), "{open}");
            }
        }
    }
}

#[test]
fn files_beyond_every_size_and_below_it_end_soon() {
    let mut worked = Duration::ZERO;
    let mut survives = |files: Files| {
        let (findings, own) = survives_in(files);
        worked += own;
        findings
    };
    for bytes in [vec![b' '; 50_000_000], vec![b'['; 50_000_000], vec![0xff; 50_000_000]] {
        let findings = survives(with("first.ron", bytes));
        assert_eq!(findings[0].code.word(), "too-large");
    }
    // Large ones that are read, full of mistakes in every item.
    let fill = |head: &str, item: &str| {
        let items = LARGEST_FILE / 16 / item.len();
        format!("{head}{}])", item.repeat(items)).into_bytes()
    };
    for (head, item) in [
        ("Section(title: \"T\", questions: [", "1,"),
        ("Section(title: \"T\", questions: [", "(id:\"a\"),\n"),
        ("Section(title: \"T\", questions: [", "(x:1,x:2,y:3),"),
        ("Section(title: \"T\", questions: [", "(id 1),"),
        ("Section(title: \"T\", rules: [", "(id:\"r\",urgency:Rad,when:Yes(\"nobody\"),because:\"{\"),"),
        (
            "Section(title: \"T\", questions: [",
            "((((((((((((((((((((((((((((((((((((()))))))))))))))))))))))))))))))))))))),",
        ),
        ("Section(title: \"", "\\\" "),
        ("Section(title: \"T\", when: Any([", "Not(Always),"),
    ] {
        assert!(!survives(with("first.ron", fill(head, item))).is_empty());
    }
    assert!(worked < Duration::from_secs(120), "{worked:?}");
}

/// Very many names in one list: what is looked up is not looked for from the beginning each time.
#[test]
fn names_without_number_are_read_soon() {
    let small = folder::read(&folder::tests().join("questionnaires/small"), "small");
    let header = small.files.iter().find(|file| file.name == HEADER).unwrap();
    let header = String::from_utf8(header.bytes.to_vec()).unwrap();
    let list = |n: usize, item: &dyn Fn(usize) -> String| (0..n).map(item).collect::<String>();
    let section = |choices: String, when: String| {
        format!(
            "Section(title: \"T\", questions: [(id: \"q\", ask: \"A?\", answer: Many([{choices}]))], \
             rules: [(id: \"r\", urgency: Green, because: \"B\", when: Any([{when}]))])"
        )
    };
    let choices = |n| list(n, &|i| format!("(id:\"c{i}\",label:\"x\",tags:[\"t\",\"t{i}\"]),"));
    let n = 25_000;
    let soon = |what: &str, file: &str, text: String| {
        assert!(text.len() < LARGEST_FILE);
        let (_, worked) = survives_in(with(file, text.into_bytes()));
        assert!(worked < Duration::from_secs(15), "{what}: {worked:?}");
    };
    let many = 200_000;
    let terms = list(many, &|i| format!("\"t{i}\":\"w\","));
    let spoken = list(many, &|i| format!("{{t{i}}}"));
    let with_terms = header.replace("terms: {", &format!("terms: {{{terms}"));
    assert!(with_terms.len() > header.len() + terms.len() - 1);
    soon("terms", HEADER, with_terms.replace("title: \"", &format!("title: \"{spoken}")));
    soon(
        "unknown terms",
        HEADER,
        with_terms.replace("title: \"", &format!("title: \"{}", spoken.replace("{t", "{x-"))),
    );
    soon("choices", "first.ron", section(choices(n), list(n, &|i| format!("Is(\"q\",\"c{i}\"),"))));
    soon("a list", "first.ron", section(choices(n), format!("IsAny(\"q\",[{}])", list(n, &|i| format!("\"c{i}\",")))));
    soon("tags", "first.ron", section(choices(n), "Tagged(\"q\",\"t\"),".repeat(n)));
    soon("unknown choices", "first.ron", section(choices(n), list(n, &|i| format!("Is(\"q\",\"d{i}\"),"))));
    soon("unknown tags", "first.ron", section(choices(n), list(n, &|i| format!("Tagged(\"q\",\"d{i}\"),"))));
    soon("unknown questions", "first.ron", section(choices(n), list(n, &|i| format!("Yes(\"d{i}\"),"))));
}

#[test]
fn an_empty_folder_and_empty_files_give_findings() {
    assert_eq!(survives(Files::default())[0].code.word(), "header-missing");
    for file in [HEADER, "first.ron", "cases.ron"] {
        assert_eq!(survives(with(file, Vec::new())).len(), 1);
        assert!(!survives(with(file, b"\xEF\xBB\xBF".to_vec())).is_empty());
        assert!(!survives(with(file, b"\xEF\xBB\xBF\xFF".to_vec())).is_empty());
    }
}
