//! Where questionnaires are found: built into the binary, installed in folders, or named by a path.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::questionnaire::{CASES, File, Files, Finding, HEADER, LARGEST_FILE, Packed, Site};

/// The questionnaires of the source tree, as they were when the program was built.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/questionnaires");

/// The same, read and checked when the program was built: by id, those in which nothing was found.
static PACKED: &[(&str, Packed<&[u8]>)] = include!(concat!(env!("OUT_DIR"), "/packed.rs"));

/// Where a questionnaire comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is part of the program.
    BuiltIn,
    /// It is installed in this folder, whose name is its id.
    Folder(PathBuf),
    /// It is read from this folder, which was named by its path and may be called as it likes: a working copy is.
    Path(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::BuiltIn => f.write_str("built-in"),
            Origin::Folder(path) | Origin::Path(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A questionnaire that can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The folder's name, which is the questionnaire's id unless that is wrong.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it stands in place of a built-in questionnaire of the same id.
    pub instead_of_built_in: bool,
}

/// What could not be found or read, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    /// What could not be done, in words that say the remedy.
    pub(crate) fn new(words: String) -> Failure {
        Failure(words)
    }

    /// A path that could not be read.
    pub(crate) fn at(path: &Path, what: &str, error: &io::Error) -> Failure {
        let remedy = match error.kind() {
            io::ErrorKind::NotFound => "check the spelling of the path",
            io::ErrorKind::PermissionDenied => "ask whoever owns it for permission to read it",
            _ => "check that the disk it is on is there and in order",
        };
        Failure(format!("cannot read {what} {}: {error}; {remedy}", path.display()))
    }
}

/// The folders in which installed questionnaires lie, the first to be searched first.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// A root that must be there: somebody named it.
    named: Vec<PathBuf>,
    /// The user's own, which need not be there.
    own: Option<PathBuf>,
}

impl Library {
    /// The folders given on the command line, then those of `REDFLAG_QUESTIONNAIRES`, then the user's data folder.
    pub fn new(given: impl IntoIterator<Item = PathBuf>) -> Library {
        let mut named: Vec<PathBuf> = given.into_iter().collect();
        if let Some(list) = std::env::var_os("REDFLAG_QUESTIONNAIRES") {
            named.extend(std::env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()));
        }
        let own =
            base_folder("XDG_DATA_HOME", &[".local", "share"]).map(|base| base.join("redflag").join("questionnaires"));
        Library { named, own }
    }

    /// A library of these folders and nothing of the environment.
    pub fn of(named: Vec<PathBuf>) -> Library {
        Library { named, own: None }
    }

    /// Everything that is installed or built in, each id once, sorted by id.
    pub fn entries(&self) -> Result<Vec<Entry>, Failure> {
        let mut entries: Vec<Entry> = Vec::new();
        let own = self.own.iter().filter(|path| path.is_dir());
        for root in self.named.iter().chain(own) {
            for folder in folders(root)? {
                let id = folder_name(&folder);
                if entries.iter().all(|entry| entry.id != id) {
                    let instead_of_built_in = built_in(&id).is_some();
                    entries.push(Entry { id, origin: Origin::Folder(folder), instead_of_built_in });
                }
            }
        }
        for dir in BUILT_IN.dirs() {
            let id = folder_name(dir.path());
            if entries.iter().all(|entry| entry.id != id) {
                entries.push(Entry { id, origin: Origin::BuiltIn, instead_of_built_in: false });
            }
        }
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(entries)
    }

    /// The questionnaire that `Q` on the command line means: a path where it has a separator or is a folder, else an id.
    pub fn find(&self, q: &str) -> Result<Entry, Failure> {
        let path = Path::new(q);
        if q.contains(std::path::is_separator) || path.is_dir() {
            return Entry::at(path);
        }
        let entries = self.entries()?;
        if let Some(entry) = entries.iter().find(|entry| entry.id == q) {
            return Ok(entry.clone());
        }
        let known = entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(", ");
        let known = if known.is_empty() { "there are none".to_owned() } else { format!("there are: {known}") };
        Err(Failure(format!(
            "no questionnaire is called {q:?}; {known}. A folder elsewhere is named by its path, e.g. ./{}",
            q.trim_start_matches('.')
        )))
    }
}

impl Entry {
    /// The questionnaire in a folder that is named by its path.
    pub fn at(path: &Path) -> Result<Entry, Failure> {
        let metadata = fs::metadata(path).map_err(|error| Failure::at(path, "the questionnaire", &error))?;
        if !metadata.is_dir() {
            let message = "is a file; name the folder that holds the questionnaire's files";
            return Err(Failure(format!("{} {message}", path.display())));
        }
        let id = folder_name(path);
        Ok(Entry { id, origin: Origin::Path(path.to_owned()), instead_of_built_in: false })
    }

    /// Reads its files. What they say is not looked at.
    pub fn files(&self) -> Result<Files, Failure> {
        match &self.origin {
            Origin::BuiltIn => Ok(built_in(&self.id).unwrap_or_default()),
            Origin::Folder(path) | Origin::Path(path) => {
                let mut files = Vec::new();
                read_folder(path, "", &mut files)?;
                read_folder(&path.join("lang"), "lang/", &mut files)?;
                let named = matches!(self.origin, Origin::Folder(_));
                Ok(Files { folder: if named { self.id.clone() } else { String::new() }, files })
            }
        }
    }

    /// Reads the files that are needed to run it. The worked patients are half of what there is to read, and of what is
    /// built in the tests have tried them; of what is installed a mistake in them is a mistake, as `check` has it.
    pub fn files_to_run(&self) -> Result<Files, Failure> {
        let mut files = self.files()?;
        if self.origin == Origin::BuiltIn {
            files.files.retain(|file| file.name != CASES);
        }
        Ok(files)
    }

    /// What is built in, as it was read when the program was built; `None` where it must be read now.
    pub fn packed(&self) -> Option<Packed<&'static [u8]>> {
        let packed = PACKED.iter().find(|(id, _)| *id == self.id && self.origin == Origin::BuiltIn);
        packed.map(|(_, packed)| *packed)
    }
}

/// The site's terms: the file given, or the user's own, which need not be there.
pub fn site(given: Option<&Path>) -> Result<(Site, Vec<Finding>), Failure> {
    let Some(path) = site_path(given) else { return Ok((Site::default(), Vec::new())) };
    let bytes = read_file(&path).map_err(|error| Failure::at(&path, "the site's file", &error))?;
    Ok(Site::read(&path.display().to_string(), &bytes))
}

/// Where the site's terms are, if there are any.
pub fn site_path(given: Option<&Path>) -> Option<PathBuf> {
    let own = || base_folder("XDG_CONFIG_HOME", &[".config"]).map(|base| base.join("redflag").join("site.ron"));
    given.map(Path::to_owned).or_else(|| own().filter(|path| path.is_file()))
}

/// The files of a built-in questionnaire.
fn built_in(id: &str) -> Option<Files> {
    let dir = BUILT_IN.dirs().find(|dir| folder_name(dir.path()) == id)?;
    let lang = dir.dirs().find(|dir| folder_name(dir.path()) == "lang");
    let mut files = Vec::new();
    for (prefix, dir) in [("", Some(dir)), ("lang/", lang)] {
        for file in dir.into_iter().flat_map(Dir::files) {
            let name = folder_name(file.path());
            if name.ends_with(".ron") {
                files.push(File { name: format!("{prefix}{name}"), bytes: Cow::Borrowed(file.contents()) });
            }
        }
    }
    Some(Files { folder: id.to_owned(), files })
}

/// The questionnaires in a root: its folders that hold a header, or at least something that looks like one.
fn folders(root: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |error| Failure::at(root, "the folder of questionnaires", &error);
    let mut folders = Vec::new();
    for entry in fs::read_dir(root).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if path.is_dir() && !folder_name(&path).starts_with('.') && holds_ron(&path) {
            folders.push(path);
        }
    }
    folders.sort();
    Ok(folders)
}

fn holds_ron(folder: &Path) -> bool {
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    folder.join(HEADER).is_file() || entries.any(|entry| entry.path().extension().is_some_and(|e| e == "ron"))
}

/// Reads the `.ron` files of a folder, sorted by name. A folder that is not there has none.
fn read_folder(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<(), Failure> {
    let failure = |error| Failure::at(folder, "the folder", &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound && !prefix.is_empty() => return Ok(()),
        Err(error) => return Err(failure(error)),
    };
    let mut paths = Vec::new();
    for entry in entries {
        let path = entry.map_err(failure)?.path();
        // Pipes and devices would block or never end; a link to a file is as good as the file.
        if path.extension().is_some_and(|extension| extension == "ron") && path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    for path in paths {
        let bytes = read_file(&path).map_err(|error| Failure::at(&path, "the file", &error))?;
        files.push(File { name: format!("{prefix}{}", folder_name(&path)), bytes: Cow::Owned(bytes) });
    }
    Ok(())
}

/// Reads a file, but of one that is too large no more than shows that it is.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The last part of a path, looked up where the path ends in dots.
fn folder_name(path: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(path).or_else(|| name(&fs::canonicalize(path).ok()?)).unwrap_or_default()
}

/// A folder of the XDG specification: from the environment where it is absolute, else under the home folder.
pub(super) fn base_folder(variable: &str, under_home: &[&str]) -> Option<PathBuf> {
    let given = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    given.or_else(|| {
        let home = std::env::var_os("HOME").map(PathBuf::from).filter(|path| path.is_absolute())?;
        Some(under_home.iter().fold(home, |path, part| path.join(part)))
    })
}
