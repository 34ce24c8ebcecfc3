//! Records from end to end: the real program in a real terminal, its store on a real disk, and the commands that read it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/clinic.rs"]
mod clinic;
#[path = "support/pty.rs"]
mod pty;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clinic::{Clinic, SIZE, begin};
use pty::{Pty, command};
use rustix::process::Signal;
use serde_json::Value;
use tempfile::TempDir;

/// Keys of a patient with a plain cramp three nights a week, from the first question to the recommendation: Green.
const GREEN: &str = "0 0 0 0 2 1 0 1 0 0 0 1 enter 0";

/// Exit status, standard output and standard error of the program with that store.
fn output(clinic: &Clinic, args: &[&str]) -> (i32, String, String) {
    run(Command::new(env!("CARGO_BIN_EXE_redflag")).args(args).args(clinic.arguments()))
}

fn json(clinic: &Clinic, args: &[&str]) -> Value {
    let (status, out, err) = output(clinic, args);
    assert_eq!(status, 0, "{args:?}: {err}");
    serde_json::from_str(&out).unwrap()
}

fn list(clinic: &Clinic) -> Vec<Value> {
    json(clinic, &["records", "list", "--json"]).as_array().unwrap().clone()
}

/// The events of a record: the name of each, with what it says.
fn events(clinic: &Clinic, record: &str) -> Vec<(String, Value)> {
    let shown = json(clinic, &["records", "show", record, "--json"]);
    let entries = shown["entries"].as_array().unwrap();
    let counters: Vec<u64> = entries.iter().map(|entry| entry["counter"].as_u64().unwrap()).collect();
    assert!(counters.is_sorted(), "{counters:?}");
    entries.iter().map(|entry| event(&entry["event"])).collect()
}

fn verify(clinic: &Clinic) {
    let (status, out, err) = output(clinic, &["records", "verify"]);
    assert_eq!(status, 0, "{out}{err}");
    assert!(out.starts_with("Nothing was changed") && out.contains("This cannot prove"), "{out}");
}

/// A patient called bed 4 whose terminal is killed when so much was answered.
fn cut_off(clinic: &Clinic, keys: &str, answered: &str) {
    let mut pty = clinic.first_question(&["--reference", "bed 4"]);
    pty.keys(keys);
    pty.wait_for(answered);
    kill(pty);
}

fn kill(mut pty: Pty) {
    pty.signal(Signal::KILL);
    pty.wait();
}

fn event(event: &Value) -> (String, Value) {
    match event {
        Value::String(name) => (name.clone(), Value::Null),
        event => event.as_object().unwrap().iter().next().map(|(name, what)| (name.clone(), what.clone())).unwrap(),
    }
}

fn run(command: &mut Command) -> (i32, String, String) {
    let output = command.env("HOME", "/nonexistent").env_remove("XDG_DATA_HOME").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn revisions_notes_and_overrides_are_told_from_what_to_what() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 4", "--operator", "Nurse Ito"]);
    pty.keys("0 0 0 0 2");
    pty.wait_for("Who is the patient? 18 to 64");
    pty.keys("left");
    pty.wait_for("Who is the patient?");
    pty.keys("3");
    pty.wait_for("65 to 74");
    pty.keys("t");
    pty.wait_for("Note");
    for c in "daughter calls".split(' ') {
        pty.keys(c);
        pty.send(b" ");
    }
    pty.keys("enter");
    pty.wait_for("5 answered");
    pty.keys("o");
    pty.wait_for("Which level do you give?");
    pty.keys("1");
    pty.wait_for("You raise the level.");
    pty.keys("looks-ill enter");
    pty.wait_for("Chosen by the nurse");
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);

    let row = &list(&clinic)[0];
    assert_eq!(row["status"], "unfinished");
    assert_eq!(row["reference"], "bed 4");
    assert_eq!(row["operator"], "Nurse Ito");
    assert_eq!(row["questionnaire"], "leg-symptoms");
    let events = events(&clinic, "bed 4");
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "Shown").collect();
    let mut expected = vec!["Began"];
    expected.extend(["Answered"; 5]);
    expected.extend(["Revised", "Noted", "Overridden", "Left"]);
    assert_eq!(names, expected);
    let (_, revised) = events.iter().find(|(name, _)| name == "Revised").unwrap();
    assert_eq!(revised["question"], "patient");
    assert_eq!((&revised["from"], &revised["to"]), (&"18-to-64".into(), &"65-to-74".into()), "{revised}");
    assert_eq!(revised["asked"], "Who is the patient?");
    assert_eq!(revised["words"], "65 to 74");
    let (_, noted) = events.iter().find(|(name, _)| name == "Noted").unwrap();
    assert_eq!((&noted["from"], &noted["to"]), (&Value::Null, &"daughter calls".into()));
    let (_, overridden) = events.iter().find(|(name, _)| name == "Overridden").unwrap();
    assert_eq!((&overridden["level"], &overridden["reason"]), (&"Red".into(), &"looks-ill".into()));
    verify(&clinic);
}

#[test]
fn what_was_left_is_offered_and_goes_on_at_the_very_question() {
    let clinic = Clinic::new();
    cut_off(&clinic, "0 0", "2 answered");

    // Not now: a new patient, and the other one is offered again.
    let mut pty = clinic.screen(&[]);
    let screen = pty.wait_for("Not finished. Go on with one of these?");
    assert!(screen.contains("bed 4: not finished") && screen.contains("Leg cramp or swelling 0.2.0."), "{screen}");
    assert!(!screen.contains("2 answered"), "nothing is loaded by itself: {screen}");
    pty.keys("esc");
    begin(&mut pty);
    pty.wait_for("0 answered");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);

    let mut pty = clinic.screen(&["--operator", "the next nurse"]);
    pty.wait_for("bed 4: not finished");
    pty.keys("enter");
    let screen = pty.wait_for("Resumed, with version 0.2.0 as it was begun.");
    assert!(screen.contains("2 answered"), "{screen}");
    assert!(screen.contains("In either leg or foot, is any of this so?"), "{screen}");
    // A second terminal is not offered what this one holds.
    let mut other = clinic.screen(&[]);
    other.wait_for("Enter begin");
    other.keys("h");
    other.wait_for("bed 4: open at another terminal");
    other.keys("esc");
    other.wait_for("Enter begin");
    other.keys("ctrl-c");
    other.assert_ends_with(0);
    pty.keys("0 0 2 1 0 1 0 0 0 1 enter 0");
    pty.wait_for("Routine (Green, 4 of 5)");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
    let row = list(&clinic).into_iter().find(|row| row["reference"] == "bed 4").unwrap();
    assert_eq!(
        (&row["status"], &row["level"], &row["interview"]),
        (&"ended".into(), &"Green".into(), &"complete".into())
    );
    verify(&clinic);
}

#[test]
fn what_is_discarded_is_offered_no_more_and_stays_on_record() {
    let clinic = Clinic::new();
    cut_off(&clinic, "0 0", "2 answered");
    let mut pty = clinic.screen(&[]);
    pty.wait_for("bed 4: not finished");
    pty.keys("d");
    let screen = pty.wait_for("Discard it?");
    assert!(screen.contains("bed 4. It is not offered again. What was answered stays on record."), "{screen}");
    pty.keys("enter");
    pty.wait_for("Enter begin");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
    assert_eq!(list(&clinic)[0]["status"], "discarded");
    assert_eq!(events(&clinic, "bed 4").iter().filter(|(name, _)| name == "Answered").count(), 2);
    let mut pty = clinic.screen(&[]);
    pty.wait_for("Enter begin");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
}

#[test]
fn an_interview_goes_on_with_its_own_content_though_a_newer_one_is_installed() {
    let clinic = Clinic::new();
    cut_off(&clinic, "0 0 0 0", "4 answered");
    // Version 0.3.0 asks one of the answered questions in other words.
    let newer = clinic.folder().join("installed/leg-symptoms");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/leg-symptoms"), &newer);
    edit(&newer.join("questionnaire.ron"), "version: \"0.2.0\"", "version: \"0.3.0\"");
    edit(&newer.join("warning-signs.ron"), "In the last weeks, is any of this", "In the last month, is any of this");
    let installed = path(&clinic.folder().join("installed"));
    let more = ["--draft", "--questionnaires", installed.as_str()];

    let mut pty = clinic.screen(&more);
    pty.wait_for("bed 4: not finished");
    pty.keys("enter");
    let screen = pty.wait_for("Another version is installed");
    let lost = "In the last weeks, is any of this new or worse? none of these";
    assert!(screen.contains("begun with version 0.2.0") && screen.contains("Version\n  0.3.0"), "{screen}");
    assert!(screen.contains("Answers that do not carry over:") && screen.contains(lost), "{screen}");
    pty.keys("enter");
    let screen = pty.wait_for("Who is the patient?");
    assert!(screen.contains("4 answered") && screen.contains(lost), "as it was begun: {screen}");
    kill(pty);

    let mut pty = clinic.screen(&more);
    pty.wait_for("bed 4: not finished");
    pty.keys("enter");
    pty.wait_for("Another version is installed");
    pty.keys("v");
    let screen = pty.wait_for("In the last month, is any of this new or worse?");
    assert!(screen.contains("3 answered") && screen.contains("DRAFT"), "{screen}");
    pty.keys("0");
    pty.wait_for("4 answered");
    kill(pty);

    // It goes on with the newer one from then on, and still says that it is a draft, whatever is installed.
    let mut pty = clinic.screen(&[]);
    pty.wait_for("bed 4: not finished");
    pty.keys("enter");
    pty.wait_for("Another version is installed");
    pty.keys("enter");
    let screen = pty.wait_for("Who is the patient?");
    assert!(screen.contains("DRAFT") && screen.contains("In the last month"), "{screen}");
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);
    let events = events(&clinic, "bed 4");
    let (_, continued) = events.iter().find(|(name, _)| name == "Continued").unwrap();
    assert_eq!((&continued["version"], &continued["changes"][0]), (&"0.3.0".into(), &"nerve-signs".into()));
    verify(&clinic);
}

#[test]
fn a_record_is_read_saved_and_triaged_again() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 4"]);
    pty.keys(GREEN);
    pty.wait_for("Routine (Green, 4 of 5)");
    pty.keys("ctrl-n");
    pty.wait_for("Is any of this happening now?");
    pty.keys("h");
    let screen = pty.wait_for("On record, the last first");
    assert!(screen.contains("bed 4: [!!---] Routine, ended"), "{screen}");
    pty.keys("enter");
    let screen = pty.wait_for("On record. Nothing in it can be changed.");
    assert!(screen.contains("Routine (Green, 4 of 5)"), "{screen}");
    pty.keys("p");
    pty.wait_for("Saved: ");
    let note =
        fs::read_dir(pty.home()).unwrap().map(|file| file.unwrap().path()).find(|path| path.extension().is_some());
    let note = fs::read_to_string(note.unwrap()).unwrap();
    assert!(note.contains("bed 4") && note.contains("Routine"), "{note}");
    pty.keys("a");
    pty.wait_for("Is any of this happening now?");
    pty.keys("1 enter");
    pty.wait_for("Emergency now (Red, 1 of 5)");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
    let list = list(&clinic);
    assert_eq!((&list[0]["reference"], &list[1]["reference"]), (&"bed 4".into(), &"bed 4".into()));
    assert_eq!((&list[0]["level"], &list[1]["level"]), (&"Green".into(), &"Red".into()));
    assert_eq!(list[1]["retriage_of"], list[0]["record"]);
    // Two are called so: which is which is told.
    let (status, _, err) = output(&clinic, &["records", "show", "bed 4"]);
    assert_eq!(status, 2);
    assert!(
        err.contains("several records are called") && err.contains("Routine") && err.contains("Emergency"),
        "{err}"
    );
    verify(&clinic);
}

#[test]
fn what_is_on_record_is_exported_in_every_form() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 4", "--operator", "Nurse Ito"]);
    pty.keys(GREEN);
    pty.wait_for("Routine (Green, 4 of 5)");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
    let record = list(&clinic)[0]["record"].as_str().unwrap().to_owned();
    let export = |format: &str, name: &str| {
        let (status, out, err) = output(&clinic, &["records", "export", name, "--format", format]);
        assert_eq!(status, 0, "{format}: {err}");
        out
    };
    let note = export("note", "bed 4");
    for part in ["SITUATION", "BACKGROUND", "ASSESSMENT", "RECOMMENDATION"] {
        assert!(note.to_uppercase().contains(part), "{note}");
    }
    assert!(note.contains("bed 4") && note.contains("Nurse Ito") && note.contains("sha256:"), "{note}");
    assert!(note.lines().all(|line| line.chars().count() <= 72), "{note}");
    // Named by the beginning of its name as well.
    assert_eq!(export("note", &record[..8]), note);
    assert!(export("markdown", "bed 4").contains("# "));
    let json: Value = serde_json::from_str(&export("json", "bed 4")).unwrap();
    assert_eq!(json[0]["record"], record.as_str(), "{json}");
    assert!(export("csv", "bed 4").lines().nth(1).unwrap().starts_with(&record));
    let bundle: Value = serde_json::from_str(&export("fhir", "bed 4")).unwrap();
    let kinds: Vec<&str> =
        bundle["entry"].as_array().unwrap().iter().map(|it| it["resource"]["resourceType"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["Questionnaire", "QuestionnaireResponse", "ClinicalImpression"]);
    assert_eq!(bundle["entry"][1]["resource"]["status"], "completed");
    let pdf = Command::new(env!("CARGO_BIN_EXE_redflag"))
        .args(["records", "export", "bed 4", "--format", "pdf"])
        .args(clinic.arguments())
        .output()
        .unwrap();
    assert!(pdf.status.success() && pdf.stdout.starts_with(b"%PDF-"), "{pdf:?}");
    let (_, out, _) = output(&clinic, &["records", "export", "--level", "Red"]);
    assert_eq!(out, "", "none is red");
}

#[test]
fn a_patient_is_called_something_when_that_is_known() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&[]);
    pty.keys("0");
    pty.wait_for("1 answered");
    pty.keys("f4");
    pty.wait_for("What the patient is called");
    pty.keys("bed-12 enter");
    pty.wait_for("In the last days, is any of this new?");
    kill(pty);
    let mut pty = clinic.screen(&[]);
    pty.wait_for("bed-12: not finished");
    pty.keys("enter");
    pty.wait_for("1 answered");
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);
    let (_, called) = events(&clinic, "bed-12").into_iter().find(|(name, _)| name == "Called").unwrap();
    assert_eq!((&called["from"], &called["to"]), (&Value::Null, &"bed-12".into()));
}

#[test]
fn nothing_is_written_about_a_patient_who_answered_nothing() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 4"]);
    pty.keys("down down");
    pty.wait_for("> 3 [ ]");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);
    assert_eq!(list(&clinic), [] as [Value; 0]);
}

#[test]
fn lines_are_recorded_too() {
    let clinic = Clinic::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_redflag"))
        .args(["run", "leg-symptoms", "--plain", "--reference", "bed 9"])
        .args(clinic.arguments())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), b"\n0\n0\n:note\nfell yesterday\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stdout).unwrap().contains("(recorded)"));
    let names: Vec<String> = events(&clinic, "bed 9").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.iter().filter(|name| *name == "Answered").count(), 2, "{names:?}");
    assert!(names.contains(&"Noted".to_owned()) && names.last().unwrap() == "Left", "{names:?}");
}

#[test]
fn a_passphrase_is_asked_for_unseen_and_a_wrong_one_refused() {
    let folder = TempDir::new().unwrap();
    let store = folder.path().join("records.db").to_str().unwrap().to_owned();
    let screen = |args: &[&str]| {
        let mut command = command(env!("CARGO_BIN_EXE_redflag"));
        command.args(args);
        command.args(["--records", &store]);
        Pty::start(command, SIZE)
    };
    let mut pty = screen(&["records", "init"]);
    pty.wait_for("New passphrase of the records:");
    pty.send(b"four words are best\r");
    pty.wait_for("Once more:");
    pty.send(b"four words are worse\r");
    pty.wait_for("the two were not the same");
    assert_eq!(pty.wait().exit_code(), 2);
    assert!(!Path::new(&store).exists());

    let mut pty = screen(&["records", "init"]);
    for prompt in ["New passphrase of the records:", "Once more:"] {
        pty.wait_for(prompt);
        // What is typed before the prompt can be read is the terminal's business.
        wait_until_unseen(&pty);
        pty.send(b"four words are best\r");
    }
    pty.wait_for("sealed by its passphrase");
    assert_eq!(pty.wait().exit_code(), 0);
    assert!(!String::from_utf8_lossy(&pty.bytes()).contains("four words"), "what is typed is not shown");

    let mut pty = screen(&["run", "leg-symptoms"]);
    pty.wait_for("Passphrase of the records (Enter alone: do not record):");
    pty.send(b"four words are best\r");
    pty.wait_for("Who is at this terminal?");
    pty.send(b"Nurse Ito\r");
    begin(&mut pty);
    pty.wait_for(" recorded");
    pty.keys("0");
    pty.wait_for("1 answered");
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);

    let mut pty = screen(&["run", "leg-symptoms"]);
    pty.wait_for("Passphrase of the records");
    pty.send(b"four words are wrong\r");
    // The sentence may be wrapped anywhere.
    pty.wait_until("the passphrase is wrong", |screen| {
        pty::contents(screen).replace('\n', "").contains("the passphrase is wrong")
    });
    assert_eq!(pty.wait().exit_code(), 2);

    let mut pty = screen(&["run", "leg-symptoms"]);
    pty.wait_for("Passphrase of the records");
    pty.send(b"\r");
    pty.wait_for("not recorded");
    pty.keys("ctrl-c");
    pty.assert_ends_with(0);

    // From a file, as a service has it; and another one in its place.
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let (old, new) = (file("old", "four words are best\n"), file("new", "a better passphrase\n"));
    let records = |args: &[&str], old: &PathBuf| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_redflag"));
        command.args(["records"]).args(args).args(["--records", &store]);
        run(command.env("REDFLAG_PASSPHRASE_FILE", old).env("REDFLAG_NEW_PASSPHRASE_FILE", &new))
    };
    let (status, out, err) = records(&["list", "--json"], &old);
    assert_eq!(status, 0, "{err}");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()[0]["operator"], "Nurse Ito");
    assert_eq!(records(&["passphrase"], &old).0, 0);
    let (status, _, err) = records(&["list"], &old);
    assert_eq!(status, 2);
    assert!(err.contains("the passphrase is wrong"), "{err}");
    assert_eq!(records(&["verify"], &new).0, 0);
}

#[test]
fn what_cannot_be_done_is_told_with_its_remedy() {
    let clinic = Clinic::new();
    for (args, said) in [
        (&["records", "init"][..], "there is a file already"),
        (&["records", "show", "bed 1"], "`redflag records list` shows what there is"),
        (&["records", "purge", "--older-than", "soon"], "write it as 8h, 90d or 2w"),
        (&["records", "list", "--since=-3d"], "is no age"),
    ] {
        let (status, _, err) = output(&clinic, args);
        assert_eq!(status, 2, "{args:?}");
        assert!(err.contains(said), "{args:?}: {err}");
    }
    let with = |args: &[&str]| run(Command::new(env!("CARGO_BIN_EXE_redflag")).args(args));
    let (status, out, _) = with(&[
        "records",
        "init",
        "--records",
        &path(&clinic.folder().join("new.db")),
        "--key-file",
        &path(&clinic.key()),
    ]);
    assert!(status == 0 && out.contains("sealed by its key file"), "{out}");
    let (key, missing) = (path(&clinic.key()), path(&clinic.folder().join("nowhere.db")));
    for args in [&["run", "leg-symptoms"][..], &["records", "list"]] {
        let (status, _, err) = with(&[args, &["--records", &missing, "--key-file", &key]].concat());
        assert_eq!(status, 2);
        assert!(err.contains("there is no store; `redflag records init` makes one"), "{err}");
    }
    let short = path(&clinic.folder().join("short"));
    fs::write(&short, [1; 31]).unwrap();
    let (status, _, err) = with(&["records", "list", "--records", &path(&clinic.store_path()), "--key-file", &short]);
    assert_eq!(status, 2);
    assert!(err.contains("a key file has at least 32 bytes"), "{err}");
    let other = path(&clinic.folder().join("other"));
    fs::write(&other, [1; 32]).unwrap();
    for args in [&["run", "leg-symptoms"][..], &["records", "verify"]] {
        let (status, _, err) =
            with(&[args, &["--records", &path(&clinic.store_path()), "--key-file", &other]].concat());
        assert_eq!(status, 2);
        assert!(err.contains("the key file is not its key"), "{err}");
    }
    // Where there is nobody to ask, nobody is asked for ever.
    let (status, _, err) = with(&["records", "list", "--records", &path(&clinic.store_path())]);
    assert_eq!(status, 2);
    assert!(err.contains("REDFLAG_PASSPHRASE_FILE"), "{err}");
}

#[test]
fn a_purge_leaves_a_record_of_itself() {
    let clinic = Clinic::new();
    let mut pty = clinic.first_question(&["--reference", "bed 4"]);
    pty.keys("0");
    pty.wait_for("1 answered");
    pty.keys("ctrl-c");
    pty.assert_ends_with(3);
    let (_, out, _) = output(&clinic, &["records", "purge", "--older-than", "90d"]);
    assert_eq!(out, "Nothing is that old.\n");
    let (_, out, _) = output(&clinic, &["records", "purge", "--older-than", "1ms"]);
    assert_eq!(out, "The content of 1 interview was removed.\n");
    let row = &list(&clinic)[0];
    assert_eq!((&row["status"], &row["reference"]), (&"purged".into(), &Value::Null));
    verify(&clinic);
}

/// Waits until the terminal does not show what is typed.
fn wait_until_unseen(pty: &Pty) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while pty.modes().contains("ECHO |") {
        assert!(std::time::Instant::now() < deadline, "{}", pty.modes());
        std::thread::yield_now();
    }
}

fn path(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, to).unwrap();
        }
    }
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{}", path.display());
    fs::write(path, text.replace(from, to)).unwrap();
}
