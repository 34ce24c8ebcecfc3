//! Questionnaires from folders, for tests.

use std::path::Path;

use redflag::questionnaire::{File, Files, Finding, Questionnaire, Site, read};

/// A day on which the questionnaires of this repository are neither too new nor overdue.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// The `.ron` files of a folder below the package's root.
pub fn files(folder: &str) -> Files {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<File> = std::fs::read_dir(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .map(|path| File {
            name: path.file_name().unwrap().to_string_lossy().into_owned(),
            bytes: std::fs::read(&path).unwrap().into(),
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Files { folder: path.file_name().unwrap().to_string_lossy().into_owned(), files }
}

/// A questionnaire in which nothing is found.
pub fn sound(folder: &str) -> Questionnaire {
    let (questionnaire, findings): (_, Vec<Finding>) = read(&files(folder), &Site::default(), TODAY);
    assert!(findings.is_empty(), "{findings:#?}");
    questionnaire.unwrap()
}
