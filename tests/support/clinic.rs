//! A folder with a store of records and its key, and the real program at work on it.

#![allow(dead_code, reason = "every test program compiles this file, and none uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use portable_pty::CommandBuilder;
use redflag::record::{Come, InterviewId, Secret, Store};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::pty::{Pty, command};

/// What the key file holds: bytes that are nowhere else by chance.
pub(crate) const KEY: &[u8; 32] = b"key-file bytes: qzvx 8841 wkjh77";

/// The size of every terminal here.
pub(crate) const SIZE: (u16, u16) = (80, 24);

/// The first question of `leg-symptoms`.
pub(crate) const FIRST: &str = "Is any of this happening now?";

/// A folder with a store and its key.
pub(crate) struct Clinic {
    _kept: Option<TempDir>,
    folder: PathBuf,
}

impl Clinic {
    pub(crate) fn new() -> Clinic {
        let kept = TempDir::new().unwrap();
        let folder = kept.path().to_owned();
        Clinic { _kept: Some(kept), ..Clinic::within(&folder) }
    }

    /// One whose files lie in that folder.
    pub(crate) fn within(folder: &Path) -> Clinic {
        let clinic = Clinic { _kept: None, folder: folder.to_owned() };
        fs::write(clinic.key(), KEY).unwrap();
        Store::create(&clinic.store_path(), &secret()).unwrap();
        clinic
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn store_path(&self) -> PathBuf {
        self.folder.join("store").join("records.db")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.folder.join("key")
    }

    /// The arguments that name the store and its key.
    pub(crate) fn arguments(&self) -> [String; 4] {
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        ["--records".to_owned(), text(self.store_path()), "--key-file".to_owned(), text(self.key())]
    }

    /// The program on a screen that records into the store.
    pub(crate) fn command(&self, more: &[&str]) -> CommandBuilder {
        self.command_for("leg-symptoms", more)
    }

    /// The same with another questionnaire.
    pub(crate) fn command_for(&self, questionnaire: &str, more: &[&str]) -> CommandBuilder {
        let mut command = command(env!("CARGO_BIN_EXE_redflag"));
        command.args(["run", questionnaire, "--key-guard", "0"]);
        command.args(self.arguments());
        command.args(more);
        command
    }

    /// The program in a terminal.
    pub(crate) fn screen(&self, more: &[&str]) -> Pty {
        Pty::start(self.command(more), SIZE)
    }

    /// The program in a terminal, at the first question.
    pub(crate) fn first_question(&self, more: &[&str]) -> Pty {
        let mut pty = self.screen(more);
        begin(&mut pty);
        pty
    }

    /// Exit status and what it printed, on both outputs.
    pub(crate) fn run(&self, args: &[&str]) -> (i32, String) {
        let mut program = Command::new(env!("CARGO_BIN_EXE_redflag"));
        let output = program.args(args).args(self.arguments()).env("HOME", &self.folder).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(text).unwrap())
    }

    /// The store, to read.
    pub(crate) fn look(&self) -> Store {
        Store::look(&self.store_path(), &secret()).unwrap()
    }

    /// Demands that the whole chain holds.
    pub(crate) fn assert_whole(&self) {
        assert_eq!(self.look().verify().unwrap().faults, []);
    }

    /// The interview of the patient called so.
    pub(crate) fn interview(&self, reference: &str) -> InterviewId {
        let list = self.look().list().unwrap();
        let is = |known: &redflag::record::Known| known.reference.as_deref() == Some(reference);
        list.iter().find(|summary| summary.known.as_ref().is_some_and(is)).unwrap().interview
    }

    /// What is on record of the patient called so.
    pub(crate) fn come(&self, reference: &str) -> Come {
        self.look().trail(self.interview(reference)).unwrap().come().unwrap()
    }

    /// The questions answered by the patient called so, in order.
    pub(crate) fn answered(&self, reference: &str) -> Vec<String> {
        self.come(reference).answers.into_iter().map(|(question, _)| question).collect()
    }
}

/// What opens every store here.
pub(crate) fn secret() -> Secret {
    Secret::key_file(Zeroizing::new(KEY.to_vec())).unwrap()
}

/// From the intro to the first question.
pub(crate) fn begin(pty: &mut Pty) {
    pty.wait_for("Enter begin");
    pty.keys("enter");
    pty.wait_for(FIRST);
}
