//! Where the store is, and what opens it: never an argument, which every user of the computer can read.

use std::io::{self, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::library::{Failure, base_folder};
use crate::record::{Secret, WeakSecret};

/// The variable that names a file with the passphrase in it.
pub const PASSPHRASE_FILE: &str = "REDFLAG_PASSPHRASE_FILE";

/// The same for the one that is to take its place.
pub const NEW_PASSPHRASE_FILE: &str = "REDFLAG_NEW_PASSPHRASE_FILE";

/// A larger file is no key and no passphrase.
const LARGEST: u64 = 1024 * 1024;

/// The user's own store, which need not be there.
pub fn own_store() -> Option<PathBuf> {
    base_folder("XDG_DATA_HOME", &[".local", "share"]).map(|base| base.join("redflag").join("records.db"))
}

/// What a passphrase is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To open a store; with nothing typed it stays shut.
    Open,
    /// To set one, which is asked for twice.
    Set,
}

/// Whether the secret is asked for on the terminal.
pub fn is_asked(key_file: Option<&Path>) -> bool {
    let named = std::env::var_os(PASSPHRASE_FILE).is_some_and(|path| !path.is_empty());
    key_file.is_none() && !named && io::stdin().is_terminal()
}

/// The secret: of the key file where one is named, of the file that the variable names, or asked for on the terminal without
/// showing what is typed. `None` where nothing was typed to open a store.
pub fn secret(key_file: Option<&Path>, variable: &str, purpose: Purpose) -> Result<Option<Secret>, Failure> {
    if let Some(path) = key_file {
        let bytes = read(path, "the key file")?;
        return Secret::key_file(bytes).map(Some).map_err(|weak| Failure::new(format!("{}: {weak}", path.display())));
    }
    if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from) {
        let mut text = read(&path, "the file of the passphrase")?;
        let end = text.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
        text.truncate(end);
        return passphrase(text, purpose).map(Some);
    }
    if !io::stdin().is_terminal() {
        return Err(Failure::new(format!(
            "the store of records is sealed, and there is no terminal to ask for its passphrase on: give --key-file FILE, or \
             a file with the passphrase in {variable}"
        )));
    }
    let ask = |prompt: &str| {
        let typed = rpassword::prompt_password(prompt);
        typed
            .map(|text| Zeroizing::new(text.into_bytes()))
            .map_err(|error| Failure::new(format!("cannot read the passphrase: {error}")))
    };
    match purpose {
        Purpose::Open => {
            let text = ask("Passphrase of the records (Enter alone: do not record): ")?;
            if text.is_empty() { Ok(None) } else { passphrase(text, purpose).map(Some) }
        }
        Purpose::Set => {
            let text = ask("New passphrase of the records: ")?;
            if ask("Once more: ")? != text {
                return Err(Failure::new("the two were not the same; nothing was changed".to_owned()));
            }
            passphrase(text, purpose).map(Some)
        }
    }
}

fn passphrase(text: Zeroizing<Vec<u8>>, purpose: Purpose) -> Result<Secret, Failure> {
    Secret::passphrase(text).map_err(|weak| match (weak, purpose) {
        // One that could not have been set is a wrong one.
        (WeakSecret::ShortPassphrase, Purpose::Open) => {
            Failure::new("the passphrase of the records is wrong".to_owned())
        }
        (weak, _) => Failure::new(weak.to_string()),
    })
}

fn read(path: &Path, what: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let failure = |error: io::Error| Failure::at(path, what, &error);
    let mut bytes = Zeroizing::new(Vec::new());
    std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes)).map_err(failure)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(format!("{} is larger than a secret can be; name another file", path.display())));
    }
    Ok(bytes)
}

/// No image of the memory is written when the program crashes, and no other program of this user can look into it.
pub fn keep_memory_private() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        // Where the system does not let us there is nothing more to be done.
        let _ = setrlimit(Resource::Core, none);
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
