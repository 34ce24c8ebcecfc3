//! Questionnaires from folders, for tests.

#![allow(clippy::unwrap_used)]

#[path = "folder.rs"]
#[allow(dead_code, reason = "not every test program changes the files that it reads")]
pub mod folder;

use std::path::Path;

use redflag::questionnaire::{Questionnaire, Site, read};

/// A day on which the questionnaires of this repository are neither too new nor overdue.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// The questionnaire of a folder below the package's root, in which nothing is found.
pub fn sound(folder: impl AsRef<Path>) -> Questionnaire {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let name = path.file_name().unwrap().to_string_lossy();
    let (questionnaire, findings) = read(&folder::read(&path, &name), &Site::default(), TODAY);
    assert!(findings.is_empty(), "{findings:#?}");
    questionnaire.unwrap()
}
