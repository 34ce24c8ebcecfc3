//! A disk that does as a test tells it: `disk.c`, compiled and preloaded into the program.

#![allow(dead_code, reason = "not every program that compiles this uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A disk under the store of one program.
pub(crate) struct Disk {
    library: PathBuf,
    control: PathBuf,
}

impl Disk {
    /// One that is in order, with its files in that folder.
    pub(crate) fn new(folder: &Path) -> Disk {
        let library = compile(folder, "disk", include_str!("disk.c"), &["-shared", "-fPIC"], &["-ldl"]);
        let disk = Disk { library, control: folder.join("disk.now") };
        disk.is("ok");
        disk
    }

    /// From now on the disk is that.
    pub(crate) fn is(&self, state: &str) {
        // In one step: what is read is never half of it.
        let beside = self.control.with_extension("next");
        fs::write(&beside, state).unwrap();
        fs::rename(&beside, &self.control).unwrap();
    }

    /// The variables that put it under a program.
    pub(crate) fn variables(&self) -> [(&'static str, &Path); 2] {
        [("LD_PRELOAD", &self.library), ("REDFLAG_TEST_DISK", &self.control)]
    }
}

/// Compiles a small program or library in C, with the compiler that SQLite needs anyway.
pub(crate) fn compile(folder: &Path, name: &str, source: &str, before: &[&str], after: &[&str]) -> PathBuf {
    let (file, made) = (folder.join(name).with_extension("c"), folder.join(format!("{name}.made")));
    fs::write(&file, source).unwrap();
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    let compiled = Command::new(compiler).args(before).arg("-O1").arg("-o").arg(&made).arg(&file).args(after).output();
    let compiled = compiled.unwrap();
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    made
}
