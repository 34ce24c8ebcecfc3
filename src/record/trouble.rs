//! What can be wrong with a store.

use std::fmt;
use std::io;

use rusqlite::ErrorCode;

/// What is wrong with a store, or with what is to open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is none.
    Missing,
    /// There is one already.
    Exists,
    /// The file is something else.
    NoStore,
    /// It is of a newer program.
    Newer,
    /// This passphrase or key file does not open it.
    WrongSecret {
        /// Whether a key file opens it, else a passphrase.
        needs_file: bool,
        /// Whether a key file was tried, else a passphrase.
        given_file: bool,
    },
    /// The disk is full.
    Full,
    /// The file or its folder cannot be written to.
    ReadOnly,
    /// Another program keeps it locked.
    Busy,
    /// What lies in it cannot be: it was changed or broke.
    Damaged(String),
    /// The disk does not answer.
    Slow,
    /// The interview is held by another terminal, or over.
    Taken,
    /// Something else, in the system's words.
    Other(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Missing => f.write_str("there is no store; `redflag records init` makes one"),
            Trouble::Exists => f.write_str("there is a file already, and it was not touched"),
            Trouble::NoStore => f.write_str("it is no store of records; name another file"),
            Trouble::Newer => f.write_str("it was made by a newer redflag; use that one"),
            Trouble::WrongSecret { needs_file: true, given_file: true } => f.write_str("the key file is not its key"),
            Trouble::WrongSecret { needs_file: false, given_file: false } => f.write_str("the passphrase is wrong"),
            Trouble::WrongSecret { needs_file: true, .. } => {
                f.write_str("a key file opens it, not a passphrase: give --key-file FILE")
            }
            Trouble::WrongSecret { .. } => f.write_str("a passphrase opens it, not a key file: leave --key-file out"),
            Trouble::Full => f.write_str("the disk is full; make room on it"),
            Trouble::ReadOnly => {
                f.write_str("it cannot be written to; see that the file, its folder and the disk can be")
            }
            Trouble::Busy => f.write_str("another program keeps it locked; end that program"),
            Trouble::Damaged(how) => write!(
                f,
                "it is damaged: {how}. Keep a copy of the file, see what `redflag records verify` finds, and make a new \
                 store beside it"
            ),
            Trouble::Slow => f.write_str("the disk does not answer; see that it is there and in order"),
            Trouble::Taken => f.write_str("another terminal holds that interview, or it has ended"),
            Trouble::Other(error) => write!(f, "{error}; see that the disk it is on is there and in order"),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Trouble::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Trouble::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
                Trouble::Busy
            }
            Some(ErrorCode::NotADatabase) => Trouble::NoStore,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::SchemaChanged | ErrorCode::ConstraintViolation) => {
                Trouble::Damaged(text)
            }
            // What the system says is told in the extended code: 13 SHMSIZE and others are a full disk, too.
            Some(ErrorCode::SystemIoFailure) if is_full(&error) => Trouble::Full,
            Some(_) => Trouble::Other(text),
            // No table, another type in a column: not as it was made.
            None => Trouble::Damaged(text),
        }
    }
}

/// Whether an I/O error of SQLite is one that a disk without room gives: the shared memory of the write-ahead log cannot
/// be made as large as it must be (`SQLITE_IOERR_SHMSIZE`).
fn is_full(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _) if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        match error.kind() {
            io::ErrorKind::NotFound => Trouble::Missing,
            io::ErrorKind::AlreadyExists => Trouble::Exists,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Trouble::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::Full,
            _ => Trouble::Other(error.to_string()),
        }
    }
}

impl From<getrandom::Error> for Trouble {
    fn from(error: getrandom::Error) -> Trouble {
        Trouble::Other(format!("the system gives no random bytes: {error}"))
    }
}
