//! The house's rules, held against its own source: data flows downhill, from text to screen; nothing imports upwards.

use std::fs;
use std::path::Path;

/// Each room of the house, and the rooms that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("questionnaire", &[]),
    ("words", &["questionnaire"]),
    ("text", &["words", "questionnaire"]),
    ("logic", &["questionnaire"]),
    ("interview", &["logic", "questionnaire"]),
    ("proof", &["interview", "logic", "questionnaire"]),
    ("replay", &["interview", "logic", "questionnaire"]),
    ("record", &["questionnaire"]),
    ("export", &["interview", "questionnaire", "text", "words"]),
    ("show", &["questionnaire", "text", "words"]),
    ("fhir", &["export", "interview", "questionnaire", "text", "words"]),
    ("app", &["export", "interview", "questionnaire", "text", "words"]),
    ("view", &["app", "export", "interview", "questionnaire", "text", "words"]),
    (
        "shell",
        &["app", "export", "interview", "logic", "proof", "questionnaire", "record", "replay", "text", "view", "words"],
    ),
    (
        "cli",
        &[
            "app",
            "export",
            "fhir",
            "interview",
            "logic",
            "proof",
            "questionnaire",
            "record",
            "replay",
            "shell",
            "show",
            "text",
            "view",
            "words",
        ],
    ),
];

/// Rooms that do no I/O and ask no clock.
const PURE: &[&str] =
    &["questionnaire", "words", "text", "logic", "interview", "proof", "export", "show", "fhir", "app", "view"];

/// What pure rooms do without.
const OUTSIDE: &[&str] = &[
    "std::io",
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "crossterm",
    "jiff::Zoned",
    "jiff::Timestamp::now",
    "Timestamp::now",
    "signal_hook",
];

/// What is wrong with a room's source.
fn breaches(room: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let code = code(source);
    let paths = paths(&code);
    let within = |path: &str, of: &str| path == of || path.strip_prefix(of).is_some_and(|rest| rest.starts_with("::"));
    match ROOMS.iter().find(|(name, _)| *name == room) {
        Some((_, below)) => {
            for path in &paths {
                let used = path.strip_prefix("crate::").and_then(|path| path.split("::").next());
                if let Some(used) = used
                    && used != room
                    && !below.contains(&used)
                {
                    found.push(format!("{room} uses {path}"));
                }
            }
        }
        None => found.push(format!("{room} has no place in the table of rooms")),
    }
    if PURE.contains(&room) {
        for path in &paths {
            if OUTSIDE.iter().any(|outside| within(path, outside)) {
                found.push(format!("{room} reaches outside by {path}"));
            }
        }
    }
    if !matches!(room, "view" | "shell" | "cli") && paths.iter().any(|path| within(path, "ratatui")) {
        found.push(format!("{room} draws"));
    }
    if room == "view" && code.contains("&mut App") {
        found.push("view changes the app".to_owned());
    }
    found
}

/// The source without comments.
fn code(source: &str) -> String {
    source.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Every path of the code, `use` groups spelt out.
fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let mut prefixes: Vec<String> = Vec::new();
    let mut path = String::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c.is_alphanumeric() || c == '_' => path.push(c),
            ':' if chars.peek() == Some(&':') && !path.is_empty() => {
                chars.next();
                path.push_str("::");
            }
            '{' if path.ends_with("::") => {
                let outer = prefixes.last().cloned().unwrap_or_default();
                prefixes.push(outer + &std::mem::take(&mut path));
            }
            c => {
                if !path.is_empty() {
                    paths.push(prefixes.last().cloned().unwrap_or_default() + path.trim_end_matches("::"));
                    path.clear();
                }
                if c == '}' {
                    prefixes.pop();
                } else if c == ';' {
                    prefixes.clear();
                }
            }
        }
    }
    paths
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.to_string_lossy().replace('\\', "/"), fs::read_to_string(&path)?));
        }
    }
    found.sort();
    Ok(())
}

/// Every file of the source, by path.
fn source() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let read = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(read.is_ok() && found.len() > 20, "the source cannot be read: {read:?}");
    found
}

#[test]
fn nothing_imports_upwards_and_the_inner_rooms_touch_nothing_outside() {
    let mut found = Vec::new();
    for (path, text) in source() {
        let within = path.split("/src/").last().unwrap_or_default();
        let room = within.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        if !matches!(room, "lib" | "main" | "build") {
            found.extend(breaches(room, &text).into_iter().map(|breach| format!("{within}: {breach}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_folder_has_a_mod_rs_and_no_file_outgrows_its_room() {
    for (path, text) in source() {
        assert!(!path.ends_with("/mod.rs"), "{path}");
        let lines = text.lines().count();
        assert!(lines <= 600, "{path} has {lines} lines: it wants a second room");
    }
}

#[test]
fn the_program_opens_no_network_socket_and_has_no_unsafe_code() {
    for (path, text) in source() {
        let code = code(&text);
        let opens = |path: &String| path.starts_with("std::net") || path.ends_with("UnixListener");
        let socket = paths(&code).iter().any(opens) || code.contains("UnixStream::connect");
        assert!(!socket, "{path} opens a socket");
        assert!(!code.contains("unsafe "), "{path} is unsafe");
    }
}

/// The places of this program that a line of `src/start.ld` names, each as its path from the crate down. The linker knows
/// them mangled: `7redflag3cli3run`, each part behind its length, or `redflag..cli..run` within another name.
fn named_places(line: &str) -> Vec<Vec<String>> {
    let plain = line.match_indices("redflag..").map(|(at, _)| {
        let end = line[at..].find(['$', '*', ')']).map_or(line.len(), |length| at + length);
        line[at..end].split("..").skip(1).map(str::to_owned).collect()
    });
    let counted = line.match_indices("7redflag").map(|(at, name)| {
        let mut rest = &line[at + name.len()..];
        let mut place = Vec::new();
        loop {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let length = rest[..digits].parse().unwrap_or(0);
            // `1_` is what an `impl` of a derive is called.
            let Some(part) = rest.get(digits..digits + length).filter(|part| !matches!(*part, "" | "_")) else { break };
            place.push(part.to_owned());
            rest = &rest[digits + length..];
        }
        place
    });
    plain.chain(counted).collect()
}

/// Whether there is a room, or something in a room, of this path.
fn is_a_place(place: &[String], source: &[(String, String)]) -> bool {
    let text_of = |module: &[String]| {
        let ending = if module.is_empty() { "/src/lib.rs".to_owned() } else { format!("/src/{}.rs", module.join("/")) };
        source.iter().find(|(path, _)| path.ends_with(&ending)).map(|(_, text)| text)
    };
    let Some((last, room)) = place.split_last() else { return true };
    let in_room = |text: &String| {
        let code = code(text);
        let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        words.windows(2).any(|pair| matches!(pair[0], "fn" | "struct" | "enum") && pair[1] == last)
    };
    // The command line is the program's, not the library's.
    text_of(place).is_some()
        || text_of(room).is_some_and(in_room)
        || room.is_empty() && source.iter().any(|(path, text)| path.ends_with("/src/main.rs") && in_room(text))
}

#[test]
fn what_the_linker_is_to_lay_together_is_there() {
    let script = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/start.ld"));
    let places: Vec<_> = script.iter().flat_map(|script| script.lines()).flat_map(named_places).collect();
    assert!(places.len() > 40, "the script cannot be read: {script:?}");
    let source = source();
    let gone: Vec<_> = places.iter().filter(|place| !is_a_place(place, &source)).collect();
    assert!(gone.is_empty(), "src/start.ld names what is no more: {gone:?}");

    let place = |line: &str| named_places(line).concat();
    assert_eq!(place("*(.text.*7redflag3cli9recording*option*)"), ["cli", "recording"]);
    assert_eq!(place("*(.text.*redflag..export..visit*)"), ["export", "visit"]);
    for gone in [["cellar"].as_slice(), &["app", "cellar"], &["cli", "desk", "Des"]] {
        assert!(!is_a_place(&gone.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>(), &source), "{gone:?}");
    }
}

#[test]
fn the_checker_sees_a_breach() {
    for (room, bad) in [
        ("questionnaire", "use crate::logic::Program;"),
        ("logic", "use crate::{questionnaire::Level, interview::Interview};"),
        ("interview", "fn f() { crate::app::keys::command(); }"),
        ("export", "use crate::app::App;"),
        ("app", "use ratatui::Frame;"),
        ("app", "use crate::view::draw;"),
        ("app", "use std::{collections::BTreeMap, io::Read};"),
        ("app", "let now = std::time::Instant::now();"),
        ("app", "use std::time::{Duration, SystemTime};"),
        ("export", "use jiff::Timestamp; fn f() { Timestamp::now(); }"),
        ("app", "use crossterm::event::KeyEvent;"),
        ("view", "pub fn draw(app: &mut App) {}"),
        ("view", "use crate::shell::run;"),
        ("view", "use std::fs;"),
        ("cellar", ""),
    ] {
        assert!(!breaches(room, bad).is_empty(), "{bad} in {room} went unseen");
    }
    for (room, good) in [
        ("app", "use std::time::Duration; // not std::io\nuse crate::export::{Visit, note};"),
        ("view", "use ratatui::{Frame, style::Style};\nuse crate::app::App;"),
        ("shell", "use std::io::Write;\nuse crate::view::draw;"),
    ] {
        assert_eq!(breaches(room, good), Vec::<String>::new(), "{good}");
    }
}
