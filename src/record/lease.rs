//! Which terminals are at work: each holds a lock on a file beside the store for as long as it lives.
//!
//! A lock and not a process number: the system lets it go however the process ends, and gives numbers out again.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::seal;
use super::trouble::Trouble;
use crate::questionnaire::hex;

/// A terminal of this store, at random.
pub(super) type Terminal = [u8; 8];

/// What stands between the store's name and the terminal's in the name of a lock.
const BETWEEN: &str = ".terminal-";

/// This terminal's lock, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lease {
    /// This terminal.
    pub(super) terminal: Terminal,
    path: PathBuf,
    _locked: File,
}

impl Lease {
    /// Takes a lock for a terminal of the store in that file.
    pub(super) fn take(store: &Path) -> Result<Lease, Trouble> {
        sweep(store);
        let terminal = seal::random()?;
        let path = file(store, &terminal);
        let locked = private().create_new(true).open(&path)?;
        // Another terminal that looked for what was left behind may have had it, or taken it away, before it was locked.
        if locked.try_lock().is_err() || !path.exists() {
            return Err(Trouble::Busy);
        }
        Ok(Lease { terminal, path, _locked: locked })
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Takes away the locks of terminals that were killed.
fn sweep(store: &Path) {
    let (Some(folder), Some(name)) = (store.parent(), store.file_name()) else { return };
    let beginning = format!("{}{BETWEEN}", name.to_string_lossy());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_lock = entry.file_name().to_string_lossy().starts_with(&beginning);
        if is_lock && File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether another process is at work as that terminal. Where that cannot be found out it counts as at work: nobody takes
/// an interview out of another's hands.
pub(super) fn is_live(store: &Path, terminal: &Terminal) -> bool {
    let path = file(store, terminal);
    let Ok(file) = private().open(&path) else { return path.exists() };
    match file.try_lock() {
        Ok(()) => {
            // Left behind by one that was killed.
            let _ = fs::remove_file(&path);
            false
        }
        Err(TryLockError::WouldBlock) => true,
        Err(TryLockError::Error(_)) => true,
    }
}

fn file(store: &Path, terminal: &Terminal) -> PathBuf {
    let mut name = store.file_name().unwrap_or_default().to_owned();
    name.push(format!("{BETWEEN}{}", hex(terminal)));
    store.with_file_name(name)
}

/// Opened so that nobody else can read or write it.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
