//! Questionnaires of the test folders, as files in memory.

#![allow(clippy::unwrap_used)]

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use redflag::questionnaire::{File, Files};

/// The folder of the tests.
pub fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The `.ron` files of a folder and of its `lang/`, called `name`.
pub fn read(folder: &Path, name: &str) -> Files {
    let mut files = Files { folder: name.to_owned(), files: Vec::new() };
    overlay(&mut files, folder, "");
    if folder.join("lang").is_dir() {
        overlay(&mut files, &folder.join("lang"), "lang/");
    }
    files
}

/// Adds the `.ron` files of a folder, in place of those of the same name.
pub fn overlay(files: &mut Files, folder: &Path, prefix: &str) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "ron")) {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        set(files, &name, fs::read(path).unwrap());
    }
}

/// Puts a file into the folder.
pub fn set(files: &mut Files, name: &str, bytes: impl Into<Vec<u8>>) {
    files.files.retain(|file| file.name != name);
    files.files.push(File { name: name.to_owned(), bytes: Cow::Owned(bytes.into()) });
}

/// Takes a file out of the folder.
pub fn without(files: &mut Files, name: &str) {
    files.files.retain(|file| file.name != name);
}
