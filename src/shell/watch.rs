//! Seeing that the files of a questionnaire were saved.
//!
//! The files are looked at again and again instead of asking the system to tell (`notify`): that costs a dozen `stat` calls
//! three times a second and no crate for each system's own way, sees a file that an editor writes beside the old one and
//! renames as well as one written in place, survives a folder that goes and comes back, and works on network shares, where
//! the system tells nothing of what others save.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::library::site_path;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_millis(300);

/// After a change, how long nothing else must change: editors write in several steps, and several files at once.
const QUIET: Duration = Duration::from_millis(200);

/// A folder of RON files and the site's file, as they were when they were last looked at.
#[derive(Debug)]
pub struct Watch {
    folder: PathBuf,
    site: Option<PathBuf>,
    seen: Stamps,
}

/// What a save changes, of every file; nothing of a folder that cannot be read.
type Stamps = Option<Vec<(PathBuf, u64, Option<SystemTime>, u64)>>;

impl Watch {
    /// Begins with the files as they are now. What is saved while they are being worked on is seen afterwards.
    pub fn new(folder: &Path, site: Option<&Path>) -> Watch {
        let mut watch = Watch { folder: folder.to_owned(), site: site.map(Path::to_owned), seen: None };
        watch.seen = watch.look();
        watch
    }

    /// Returns once something was saved, and nothing more for a moment.
    pub fn wait(&mut self) {
        loop {
            sleep(LOOK);
            let mut now = self.look();
            while now != self.seen {
                sleep(QUIET);
                let again = self.look();
                if again == now {
                    self.seen = now;
                    return;
                }
                now = again;
            }
        }
    }

    fn look(&self) -> Stamps {
        let mut stamps = Vec::new();
        let entries = fs::read_dir(&self.folder).ok()?;
        let translations = fs::read_dir(self.folder.join("lang")).ok();
        let paths = entries.chain(translations.into_iter().flatten()).flatten().map(|entry| entry.path());
        let ron = paths.filter(|path| path.extension().is_some_and(|extension| extension == "ron"));
        for path in ron.chain(site_path(self.site.as_deref())) {
            // One that is gone between two steps of a save is looked at again soon.
            if let Ok(metadata) = fs::metadata(&path) {
                stamps.push((path, metadata.len(), metadata.modified().ok(), number(&metadata)));
            }
        }
        stamps.sort();
        Some(stamps)
    }
}

/// The file's own number: another file in its place has another, even where its time was set back.
#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}
