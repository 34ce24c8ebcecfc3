//! Finding questionnaires, and the commands `list` and `check`, on the real program.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// A folder of its own for one test, taken away at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("redflag-library-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    /// A copy of the swelling questionnaire as `root/id`.
    fn install(&self, root: &str, id: &str) -> PathBuf {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questionnaires/swelling");
        let to = self.0.join(root).join(id);
        for sub in ["", "lang"] {
            fs::create_dir_all(to.join(sub)).unwrap();
            for entry in fs::read_dir(from.join(sub)).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let text = fs::read_to_string(&path).unwrap().replace("id: \"swelling\"", &format!("id: {id:?}"));
                    fs::write(to.join(sub).join(path.file_name().unwrap()), text).unwrap();
                }
            }
        }
        to
    }

    /// The program, with nothing of this computer's environment, started in the scratch folder.
    fn run(&self, args: &[&str], env: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        command.args(args).current_dir(&self.0).env_clear().env("HOME", self.0.join("home"));
        for (name, value) in env {
            command.env(name, value);
        }
        command.output().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The entries of `list --json` that are not built in: id and origin.
fn installed(output: &Output) -> Vec<(String, String)> {
    let rows = json(output);
    let row = |row: &Value| (row["id"].as_str().unwrap().to_owned(), row["origin"].as_str().unwrap().to_owned());
    rows.as_array().unwrap().iter().map(row).filter(|(_, origin)| origin != "built-in").collect()
}

#[test]
fn a_path_an_id_and_every_root_are_found_in_their_order() {
    let scratch = Scratch::new();
    scratch.install("one", "alpha");
    scratch.install("two", "alpha");
    scratch.install("two", "beta");
    scratch.install("home/.local/share/redflag/questionnaires", "gamma");
    scratch.install("data/redflag/questionnaires", "delta");
    fs::create_dir_all(scratch.0.join("one/.git")).unwrap();
    fs::create_dir_all(scratch.0.join("one/notes")).unwrap();

    let output = scratch.run(&["list", "--json", "--questionnaires", "one"], &[("REDFLAG_QUESTIONNAIRES", "two")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let expected = [("alpha", "one/alpha"), ("beta", "two/beta")];
    let found = installed(&output);
    let found: Vec<(&str, &str)> = found.iter().map(|(id, origin)| (id.as_str(), origin.as_str())).collect();
    assert_eq!(found[..2], expected);
    assert!(found[2].0 == "gamma" && found[2].1.ends_with("questionnaires/gamma"), "{found:?}");

    let data = scratch.0.join("data");
    let output = scratch.run(&["list", "--json"], &[("XDG_DATA_HOME", data.to_str().unwrap())]);
    assert_eq!(installed(&output).len(), 1);
    assert_eq!(installed(&output)[0].0, "delta");

    for q in ["./one/alpha", "one/alpha/", "one/alpha"] {
        let output = scratch.run(&["check", q], &[]);
        assert_eq!(output.status.code(), Some(0), "{q}: {output:?}");
        assert!(text(&output.stdout).starts_with("alpha 1.2.0: nothing is wrong."), "{output:?}");
    }
    let output = scratch.run(&["check", "beta", "--questionnaires", "two"], &[]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    // The folder one stands in has a name, too.
    let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
    let output = command.args(["check", "."]).current_dir(scratch.0.join("one/alpha")).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// What nothing uses stands among what reading finds, in the order of the files.
#[test]
fn check_says_what_nothing_uses_in_its_place() {
    let scratch = Scratch::new();
    let folder = scratch.install("q", "alpha");
    let header = fs::read_to_string(folder.join("questionnaire.ron")).unwrap();
    let facts = r#", Is("signs", "blue"), Is("medicines", "ibuprofen")"#;
    assert!(header.contains(facts));
    fs::write(folder.join("questionnaire.ron"), header.replace(facts, "")).unwrap();
    fs::write(folder.join("spare.ron"), "").unwrap();
    let leg = fs::read_to_string(folder.join("leg.ron"))
        .unwrap()
        .replace("AtLeast(\"girth\", 3.25)", "AtLeast(\"girth\", 0)");
    fs::write(folder.join("leg.ron"), leg).unwrap();

    let output = scratch.run(&["check", "q/alpha", "--json"], &[]);
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    let findings = report[0]["findings"].as_array().unwrap();
    let found: Vec<(&str, &str)> =
        findings.iter().map(|f| (f["code"].as_str().unwrap(), f["file"].as_str().unwrap())).collect();
    let expected = [
        ("unused-choice", "danger.ron"),
        ("threshold-out-of-range", "leg.ron"),
        ("unused-choice", "detail.ron"),
        ("unused-file", "spare.ron"),
    ];
    assert_eq!(found, expected);
    assert_eq!((findings[0]["line"].as_u64(), findings[0]["column"].as_u64()), (Some(17), Some(17)));
    assert!(findings.iter().all(|finding| finding["witness"].is_null() && finding["severity"] == "warning"));
    let drawn = text(&scratch.run(&["check", "q/alpha"], &[]).stdout);
    assert!(drawn.contains("warning[unused-choice]") && drawn.contains("alpha 1.2.0: 4 warnings."), "{drawn}");
}

#[test]
fn list_says_what_can_be_run() {
    let scratch = Scratch::new();
    let broken = scratch.install("roots", "broken");
    scratch.install("roots", "sound");
    fs::write(broken.join("leg.ron"), "Section(").unwrap();

    let output = scratch.run(&["list", "--json", "--questionnaires", "roots"], &[]);
    let rows = json(&output);
    let row = rows.as_array().unwrap().iter().find(|row| row["id"] == "sound").unwrap();
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    let mut expected = vec![
        "id",
        "title",
        "version",
        "audience",
        "reviewed",
        "review_due",
        "overdue",
        "languages",
        "fingerprint",
        "origin",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(row["languages"], serde_json::json!(["en", "es"]));
    assert_eq!(row["review_due"], "2027-11-21");
    assert!(row["fingerprint"].as_str().unwrap().starts_with("sha256:"));
    assert!(!rows.as_array().unwrap().iter().any(|row| row["id"] == "broken"));

    let output = scratch.run(&["list", "--questionnaires", "roots"], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("broken  cannot be run: 1 error\n    roots/broken\n"), "{output:?}");

    // One that is broken hides what is built in, too.
    let broken = scratch.install("roots", "leg-symptoms");
    fs::write(broken.join("leg.ron"), "Section(").unwrap();
    let output = scratch.run(&["list", "--questionnaires", "roots"], &[]);
    let hidden = "leg-symptoms  cannot be run: 1 error\n    roots/leg-symptoms, instead of the built-in one\n";
    assert!(text(&output.stdout).contains(hidden), "{output:?}");

    // A file in lang/ that is no language's is none.
    fs::write(scratch.0.join("roots/sound/lang/old copy.ron"), "").unwrap();
    let output = scratch.run(&["list", "--json", "--questionnaires", "roots"], &[]);
    let rows = json(&output);
    let row = rows.as_array().unwrap().iter().find(|row| row["id"] == "sound").unwrap();
    assert_eq!(row["languages"], serde_json::json!(["en", "es"]));

    // The site's file is the user's, and what is wrong with it is said here too.
    fs::write(scratch.0.join("site.ron"), "Site(").unwrap();
    let output = scratch.run(&["list", "--json", "--questionnaires", "roots", "--site", "site.ron"], &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(json(&output).as_array().is_some_and(|rows| !rows.is_empty()));
    assert!(text(&output.stderr).contains("site.ron:1:"), "{output:?}");
}

#[test]
fn check_prints_what_is_wrong_and_exits_accordingly() {
    let scratch = Scratch::new();
    let folder = scratch.install("q", "alpha");
    let leg = fs::read_to_string(folder.join("leg.ron")).unwrap();
    fs::write(folder.join("leg.ron"), leg.replace("urgency: Orange", "urgency: Ornage")).unwrap();

    let output = scratch.run(&["check", "q/alpha"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let out = text(&output.stdout);
    assert!(
        out.contains("error[unknown-word]: Ornage is not a level") && out.contains("Did you mean Orange?"),
        "{out}"
    );
    assert!(out.contains("alpha: 1 error.") && out.contains("Nothing was proved"), "{out}");

    let output = scratch.run(&["check", "q/alpha", "--json"], &[]);
    assert_eq!(output.status.code(), Some(1));
    let report = &json(&output)[0];
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "findings",
            "fingerprint",
            "guarantees",
            "proved",
            "questionnaire",
            "questions",
            "rules",
            "unproved",
            "version"
        ]
    );
    let finding = &report["findings"][0];
    assert_eq!(finding["code"], "unknown-word");
    assert_eq!(report["version"], "1.2.0");
    assert!(report["fingerprint"].as_str().unwrap().starts_with("sha256:"), "{report}");
    assert_eq!((&finding["file"], &finding["severity"]), (&"leg.ron".into(), &"error".into()));
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(40), Some(62)));
    assert_eq!(report["proved"], false);

    // A warning alone is nothing wrong, unless it is to be.
    fs::write(folder.join("leg.ron"), leg).unwrap();
    fs::write(folder.join("spare.ron"), "").unwrap();
    assert_eq!(scratch.run(&["check", "q/alpha"], &[]).status.code(), Some(0));
    assert_eq!(scratch.run(&["check", "q/alpha", "--deny-warnings"], &[]).status.code(), Some(1));

    // What a questionnaire is, is known whatever is wrong with it; what is not there cannot be counted in.
    let identity = || {
        let report = json(&scratch.run(&["check", "q/alpha", "--json"], &[]));
        (report[0]["version"].clone(), report[0]["fingerprint"].clone())
    };
    let (_, sound) = identity();
    let header = fs::read_to_string(folder.join("questionnaire.ron")).unwrap();
    fs::write(folder.join("cases.ron"), "[(").unwrap();
    assert_eq!(identity(), ("1.2.0".into(), sound.clone()));
    fs::write(folder.join("questionnaire.ron"), header.replace("audience:", "audienec:")).unwrap();
    let (version, broken) = identity();
    assert!(version == "1.2.0" && broken.is_string() && broken != sound, "{version} {broken}");
    fs::write(folder.join("questionnaire.ron"), &header).unwrap();
    fs::rename(folder.join("leg.ron"), folder.join("gel.ron")).unwrap();
    assert_eq!(identity(), ("1.2.0".into(), Value::Null));
    fs::rename(folder.join("gel.ron"), folder.join("leg.ron")).unwrap();
    assert_eq!(identity(), ("1.2.0".into(), sound));

    // The array is there even where nothing can be read.
    fs::remove_file(folder.join("questionnaire.ron")).unwrap();
    let output = scratch.run(&["check", "q/alpha", "--json"], &[]);
    assert_eq!(json(&output)[0]["findings"][0]["code"], "header-missing");
    assert_eq!(identity(), (Value::Null, Value::Null));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_be_found_or_read_is_said_with_a_remedy() {
    let scratch = Scratch::new();
    scratch.install("q", "alpha");
    for (args, word) in [
        (&["check", "nothing-of-that-name"][..], "no questionnaire is called"),
        (&["check", "./nowhere"], "check the spelling"),
        (&["check", "q/alpha/leg.ron"], "name the folder"),
        (&["list", "--questionnaires", "nowhere"], "nowhere"),
        (&["check", "q/alpha", "--site", "no-site.ron"], "no-site.ron"),
        (&["check", "--what"], "--what"),
    ] {
        let output = scratch.run(args, &[]);
        assert_eq!(output.status.code(), Some(2), "{args:?} {output:?}");
        assert!(text(&output.stderr).contains(word), "{args:?} {output:?}");
        assert!(!text(&output.stdout).contains("was checked"), "{args:?} {output:?}");
    }
    // One that cannot be found does not keep the others from being checked.
    let output = scratch.run(&["check", "nothing", "q/alpha", "--json"], &[]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output).as_array().unwrap().len(), 1);
}

/// A reader that goes away has seen enough; a disk that is full has not got what was asked for.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_said() {
    for args in [&["list"][..], &["list", "--json"], &["check", "leg-symptoms"], &["check", "--json"], &["--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        let output = command.args(args).env_clear().stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?} {output:?}");
        assert!(text(&output.stderr).contains("cannot write to standard output"), "{args:?} {output:?}");

        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        let output = command.args(args).env_clear().stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?} {output:?}");
        assert!(output.stderr.is_empty(), "{args:?} {output:?}");
    }
}

#[test]
fn a_site_puts_its_own_words() {
    let scratch = Scratch::new();
    scratch.install("q", "alpha");
    fs::write(scratch.0.join("site.ron"), "Site(terms: { \"emergency\": \"112\" })").unwrap();
    assert_eq!(scratch.run(&["check", "q/alpha", "--site", "site.ron"], &[]).status.code(), Some(0));
    fs::write(scratch.0.join("site.ron"), "Site(terms: { \"emergencie\": \"112\" })").unwrap();
    let output = scratch.run(&["check", "q/alpha", "--site", "site.ron"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("site.ron:1:15"), "{output:?}");
    // The user's own is found without being named.
    let own = scratch.0.join("home/.config/redflag");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("site.ron"), "Site(").unwrap();
    let output = scratch.run(&["check", "q/alpha"], &[]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(text(&output.stdout).contains("error[syntax]"), "{output:?}");
}

#[test]
fn a_huge_file_is_not_read_and_a_link_is_as_good_as_a_file() {
    let scratch = Scratch::new();
    let folder = scratch.install("q", "alpha");
    let sparse = fs::File::create(folder.join("detail.ron")).unwrap();
    sparse.set_len(50_000_000_000).unwrap();
    let output = scratch.run(&["check", "q/alpha"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("error[too-large]"), "{output:?}");

    #[cfg(unix)]
    {
        let folder = scratch.install("q", "beta");
        fs::rename(folder.join("leg.ron"), scratch.0.join("elsewhere.ron")).unwrap();
        std::os::unix::fs::symlink(scratch.0.join("elsewhere.ron"), folder.join("leg.ron")).unwrap();
        std::os::unix::fs::symlink(scratch.0.join("nothing.ron"), folder.join("dangling.ron")).unwrap();
        assert_eq!(scratch.run(&["check", "q/beta"], &[]).status.code(), Some(0));
    }
}

#[test]
fn a_working_copy_may_be_called_as_it_likes_and_an_installed_one_not() {
    let scratch = Scratch::new();
    scratch.install("q", "alpha");
    fs::rename(scratch.0.join("q/alpha"), scratch.0.join("q/draft-of-alpha")).unwrap();
    assert_eq!(scratch.run(&["check", "q/draft-of-alpha"], &[]).status.code(), Some(0));
    let output = scratch.run(&["check", "draft-of-alpha", "--questionnaires", "q"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("id-not-folder"), "{output:?}");
}
