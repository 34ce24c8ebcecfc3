//! Writing files: a note to a new one, a translation in place of the old.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::app::{NotSaved, SaveTrouble};

/// How many names are tried: the suggested one, and then `-2` and so on.
const TRIES: u32 = 999;

/// Writes the text to a new file in that folder and returns its full path.
///
/// A file that is there already is never written over: `note.txt` becomes `note-2.txt`. Others cannot read the file
/// (mode 0600), and it is on the disk when this returns. The error says what to do.
pub fn save_new(folder: &Path, name: &str, text: &str) -> Result<PathBuf, NotSaved> {
    let folder = std::path::absolute(folder).map_err(|error| trouble(folder, &error))?;
    let (path, mut file) = create(&folder, &harmless(name)).map_err(|error| trouble(&folder, &error))?;
    match file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        Ok(()) => Ok(path),
        Err(error) => {
            // Half a note is worse than none.
            drop(file);
            let _ = fs::remove_file(&path);
            Err(trouble(&folder, &error))
        }
    }
}

/// Writes the text to that file, in place of what is there, with the folders that it needs. The old one stays whole until the
/// new one is.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
    drop(file);
    written.and_then(|()| fs::rename(&beside, path)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}

fn create(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);

    for number in 1..=TRIES {
        let path = match number {
            1 => folder.join(name),
            _ => folder.join(format!("{stem}-{number}{extension}")),
        };
        match options.open(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
            Ok(file) => return Ok((path, file)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// The name without what would lead to another folder, hide the file or upset a terminal that lists it.
fn harmless(name: &str) -> String {
    let harmful = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '"' | '*' | '?' | '<' | '>' | '|');
    let name = name.replace(harmful, "-");
    match name.trim_start_matches(['.', '-']).trim() {
        "" => "note.txt".into(),
        name => name.into(),
    }
}

fn trouble(folder: &Path, error: &io::Error) -> NotSaved {
    let cause = match error.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => SaveTrouble::Refused,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => SaveTrouble::Full,
        ErrorKind::AlreadyExists => SaveTrouble::TooMany,
        ErrorKind::NotFound => SaveTrouble::Gone,
        _ => SaveTrouble::Other(error.to_string()),
    };
    NotSaved { folder: folder.display().to_string(), cause }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test, removed at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("redflag-save-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Folder(fs::canonicalize(path).unwrap())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_note_never_replaces_another() {
        let folder = Folder::new("twice");
        let first = save_new(&folder.0, "leg.txt", "one").unwrap();
        let second = save_new(&folder.0, "leg.txt", "two").unwrap();
        let third = save_new(&folder.0, "leg.txt", "three").unwrap();
        assert_eq!(first, folder.0.join("leg.txt"));
        assert_eq!(second, folder.0.join("leg-2.txt"));
        assert_eq!(third, folder.0.join("leg-3.txt"));
        assert_eq!(fs::read_to_string(first).unwrap(), "one");
        assert_eq!(fs::read_to_string(second).unwrap(), "two");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_stands_there_is_not_followed() {
        let folder = Folder::new("link");
        std::os::unix::fs::symlink(folder.0.join("elsewhere"), folder.0.join("leg.txt")).unwrap();
        assert_eq!(save_new(&folder.0, "leg.txt", "one").unwrap(), folder.0.join("leg-2.txt"));
        assert!(!folder.0.join("elsewhere").exists());
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("mode");
        let path = save_new(&folder.0, "leg.txt", "one").unwrap();
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_name_stays_in_the_folder() {
        let folder = Folder::new("name");
        for (name, expected) in [
            ("../../leg.txt", "leg.txt"),
            ("a/b", "a-b"),
            ("..", "note.txt"),
            ("", "note.txt"),
            (".hidden", "hidden"),
            ("leg\u{1b}[2J.txt", "leg-[2J.txt"),
        ] {
            let path = save_new(&folder.0, name, "").unwrap();
            assert_eq!(path, folder.0.join(expected), "{name:?}");
            fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn a_folder_that_is_gone_says_what_to_do() {
        let gone = std::env::temp_dir().join("redflag-save-nowhere");
        let error = save_new(&gone, "leg.txt", "one").unwrap_err();
        assert_eq!(error.cause, SaveTrouble::Gone, "{error:?}");
    }
}
