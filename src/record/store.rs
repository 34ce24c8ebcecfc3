//! The file: opening it, appending to it and reading from it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::entry::{Entry, Event, Half};
use super::lease::{self, Lease, Terminal};
use super::seal::{self, At, Hash, Key, Seal, digest};
use super::secret::{Secret, Wrapped};
use super::trouble::Trouble;
use crate::questionnaire::hex;

/// "rflg": what marks a SQLite file as ours.
const APPLICATION: i32 = 0x7266_6c67;

/// The layout of the tables.
const VERSION: i32 = 1;

/// For so long another program may hold the file before it counts as locked: no longer than a nurse waits without wondering.
const PATIENCE: Duration = Duration::from_millis(300);

const TABLES: &str = "
    CREATE TABLE key (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        by_file INTEGER NOT NULL, salt BLOB NOT NULL,
        memory INTEGER NOT NULL, passes INTEGER NOT NULL, lanes INTEGER NOT NULL,
        sealed BLOB NOT NULL
    ) STRICT;
    CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), sealed BLOB NOT NULL) STRICT;
    CREATE TABLE entries (
        counter INTEGER PRIMARY KEY, interview BLOB NOT NULL, sealed BLOB, digest BLOB NOT NULL, mac BLOB NOT NULL
    ) STRICT;
    CREATE INDEX entries_of ON entries (interview, counter);
    CREATE TABLE unfinished (interview BLOB PRIMARY KEY, terminal BLOB NOT NULL, half BLOB) STRICT, WITHOUT ROWID;
    CREATE TABLE contents (name BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
";

/// An open store.
pub struct Store {
    pub(super) connection: Connection,
    pub(super) seal: Seal,
    pub(super) path: PathBuf,
    /// The file that was opened, whatever has its name now.
    file: fs::Metadata,
    /// Held once this terminal has an interview.
    lease: Option<Lease>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.path.display())
    }
}

/// What an interview is called in the store: 128 random bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InterviewId(pub(super) [u8; 16]);

impl InterviewId {
    /// The store itself, which entries are about that concern no interview.
    pub(super) const STORE: InterviewId = InterviewId([0; 16]);

    /// A new one.
    pub fn new() -> Result<InterviewId, Trouble> {
        Ok(InterviewId(seal::random()?))
    }

    /// The one of those 32 hexadecimal digits; `None` where it is none.
    pub fn parse(digits: &str) -> Option<InterviewId> {
        let number = u128::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 32)?;
        Some(InterviewId(number.to_be_bytes()))
    }
}

/// Its 32 hexadecimal digits.
impl fmt::Display for InterviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

/// The content of a questionnaire as an interview began with it: whatever is installed later, it goes on with that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The name of the folder.
    pub folder: String,
    /// Its files, by name.
    pub files: Vec<(String, String)>,
    /// The site's file, by path.
    pub site: Option<(String, String)>,
}

impl Content {
    /// Its bytes, and what it is called in the store: a hash of them.
    fn bytes(&self) -> (Hash, Vec<u8>) {
        // Nothing in it has no JSON.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        (digest(&bytes), bytes)
    }

    /// What it is called in the store.
    pub fn name(&self) -> String {
        hex(&self.bytes().0)
    }
}

/// Where the chain ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tail {
    pub(super) counter: u64,
    pub(super) mac: Hash,
}

impl Tail {
    /// What the first entry follows.
    pub(super) const START: Tail = Tail { counter: 0, mac: [0; 32] };
}

impl Store {
    /// Makes a store in that file, which must not be there, and its folder if need be. Nobody else can read either.
    pub fn create(path: &Path, secret: &Secret) -> Result<Store, Trouble> {
        let path = std::path::absolute(path)?;
        if path.exists() {
            return Err(Trouble::Exists);
        }
        private_folder(path.parent().unwrap_or(Path::new("/")))?;
        let data_key = Key::new(seal::random()?);
        let wrapped = Wrapped::new(secret, &data_key)?;
        // Made beside, so that half a store never bears the name.
        let beside = path.with_extension("new");
        let _ = fs::remove_file(&beside);
        lease::private().create_new(true).open(&beside)?;
        let made = Store::fill(&beside, &wrapped, &Seal::new(&data_key));
        // A link and not a rename: that would replace a store that somebody made meanwhile.
        let linked = made.and_then(|()| fs::hard_link(&beside, &path).map_err(Trouble::from));
        let _ = fs::remove_file(&beside);
        linked?;
        Store::open(&path, secret)
    }

    fn fill(path: &Path, wrapped: &Wrapped, seal: &Seal) -> Result<(), Trouble> {
        let mut connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", VERSION)?;
        let filling = connection.transaction()?;
        filling.execute_batch(TABLES)?;
        write_key(&filling, wrapped)?;
        write_tail(&filling, seal, Tail::START)?;
        filling.commit()?;
        connection.close().map_err(|(_, error)| error.into())
    }

    /// Opens the store in that file to write to it. It is refused where its chain does not end as its head says.
    pub fn open(path: &Path, secret: &Secret) -> Result<Store, Trouble> {
        let store = Store::look(path, secret)?;
        // Whoever wants to record is to be told now, and not when the first answer is lost.
        read_tail(&store.connection, &store.seal)?;
        Ok(store)
    }

    /// Opens the store in that file to read what can be read, whatever was done to it.
    pub fn look(path: &Path, secret: &Secret) -> Result<Store, Trouble> {
        let path = std::path::absolute(path)?;
        let file = fs::metadata(&path)?;
        if !file.is_file() {
            return Err(Trouble::NoStore);
        }
        tighten(&path);
        let connection = connect(&path)?;
        let wrapped = read_key(&connection)?;
        let seal = Seal::new(&wrapped.open(secret)?);
        Ok(Store { connection, seal, path, file, lease: None })
    }

    /// The store's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether entries can be appended; the error is why not.
    pub fn try_to_write(&mut self) -> Result<(), Trouble> {
        let trying = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Really written, so that a full disk is found; and taken back.
        trying.execute("UPDATE head SET sealed = sealed", [])?;
        trying.commit()?;
        Ok(())
    }

    /// Lets another secret open it, in place of the one that did.
    pub fn rewrap(&mut self, old: &Secret, new: &Secret) -> Result<(), Trouble> {
        let rewrapping = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let data_key = read_key(&rewrapping)?.open(old)?;
        rewrapping.execute("DELETE FROM key", [])?;
        write_key(&rewrapping, &Wrapped::new(new, &data_key)?)?;
        rewrapping.commit()?;
        // The old one is in the log until then, and would open it still.
        self.shrink_log()
    }

    /// Appends entries, all or none. They are on the disk when this returns.
    pub fn append(&mut self, entries: &[(InterviewId, Entry)]) -> Result<(), Trouble> {
        self.append_with(entries, None)
    }

    /// Appends entries together with what is half typed after them, all or none: what was confirmed is never half typed as
    /// well.
    pub fn append_with(
        &mut self,
        entries: &[(InterviewId, Entry)],
        half: Option<(InterviewId, &Half)>,
    ) -> Result<(), Trouble> {
        if entries.is_empty() {
            return Ok(());
        }
        self.is_there()?;
        self.append_all(entries, half).map_err(|trouble| self.explained(trouble))
    }

    fn append_all(
        &mut self,
        entries: &[(InterviewId, Entry)],
        half: Option<(InterviewId, &Half)>,
    ) -> Result<(), Trouble> {
        let holds = |(_, entry): &(InterviewId, Entry)| matches!(entry.event, Event::Began(_) | Event::Resumed);
        let terminal = if entries.iter().any(holds) { self.terminal()? } else { Terminal::default() };
        let (seal, path) = (&self.seal, &self.path);
        let appending = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut tail = read_tail(&appending, seal)?;
        for (interview, entry) in entries {
            match entry.event {
                Event::Began(_) => {
                    appending
                        .prepare_cached("INSERT INTO unfinished (interview, terminal) VALUES (?1, ?2)")?
                        .execute(params![interview.0, terminal])?;
                }
                Event::Resumed => take_over(&appending, path, *interview, &terminal)?,
                Event::Left => {
                    appending
                        .prepare_cached("UPDATE unfinished SET terminal = ?2 WHERE interview = ?1")?
                        .execute(params![interview.0, Terminal::default()])?;
                }
                Event::Ended(_) => {
                    appending
                        .prepare_cached("DELETE FROM unfinished WHERE interview = ?1")?
                        .execute(params![interview.0])?;
                }
                _ => {}
            }
            tail = append_one(&appending, seal, tail, *interview, entry)?;
        }
        write_tail(&appending, seal, tail)?;
        if let Some((interview, half)) = half {
            write_half(&appending, seal, interview, half)?;
        }
        appending.commit()?;
        Ok(())
    }

    /// A disk that turned into one for reading only says no more than that a file which is open cannot be written to: it is
    /// asked by opening the file anew.
    fn explained(&self, trouble: Trouble) -> Trouble {
        let reopened = || fs::OpenOptions::new().write(true).open(&self.path).err().map(Trouble::from);
        match trouble {
            Trouble::Other(_) if reopened() == Some(Trouble::ReadOnly) => Trouble::ReadOnly,
            trouble => trouble,
        }
    }

    /// An error where the file was taken away or another put in its place: what is written to it from then on nobody ever
    /// reads.
    fn is_there(&self) -> Result<(), Trouble> {
        let now = fs::metadata(&self.path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            if (now.dev(), now.ino()) != (self.file.dev(), self.file.ino()) {
                return Err(Trouble::Missing);
            }
        }
        #[cfg(not(unix))]
        let _ = (now, &self.file);
        Ok(())
    }

    /// Keeps what is half typed in an interview that is not finished, in place of what was kept before.
    pub fn keep_half(&mut self, interview: InterviewId, half: &Half) -> Result<(), Trouble> {
        write_half(&self.connection, &self.seal, interview, half)
    }

    /// What is half typed in an interview; nothing where it cannot be read, because it is no answer yet.
    pub fn half(&self, interview: InterviewId) -> Result<Half, Trouble> {
        let sealed: Option<Option<Vec<u8>>> = self
            .connection
            .prepare_cached("SELECT half FROM unfinished WHERE interview = ?1")?
            .query_row(params![interview.0], |row| row.get(0))
            .optional()?;
        let opened = sealed.flatten().and_then(|sealed| self.seal.open(At::Half { interview: &interview.0 }, &sealed));
        Ok(opened.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    /// Keeps the content of a questionnaire, if it is not kept yet, and says what it is called.
    pub fn keep_content(&mut self, content: &Content) -> Result<String, Trouble> {
        let (name, bytes) = content.bytes();
        let known: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM contents WHERE name = ?1)",
            params![name],
            |row| row.get(0),
        )?;
        if !known {
            let sealed = self.seal.seal(At::Content { name: &name }, &bytes)?;
            self.connection
                .execute("INSERT OR IGNORE INTO contents (name, sealed) VALUES (?1, ?2)", params![name, sealed])?;
        }
        Ok(hex(&name))
    }

    /// The content of that name.
    pub fn content(&self, name: &str) -> Result<Content, Trouble> {
        let row: Option<(Hash, Vec<u8>)> = self
            .connection
            .prepare("SELECT name, sealed FROM contents WHERE lower(hex(name)) = ?1")?
            .query_row(params![name], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (name, sealed) =
            row.ok_or_else(|| Trouble::Damaged("the questionnaire that it was begun with is gone".to_owned()))?;
        let changed = || Trouble::Damaged("the questionnaire that it was begun with was changed".to_owned());
        let bytes = self.seal.open(At::Content { name: &name }, &sealed).ok_or_else(changed)?;
        serde_json::from_slice(&bytes).map_err(|_| changed())
    }

    /// Writes the log into the file and empties it.
    pub(super) fn shrink_log(&mut self) -> Result<(), Trouble> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(Trouble::from)
    }

    /// This terminal, which is at work from here on.
    fn terminal(&mut self) -> Result<Terminal, Trouble> {
        if self.lease.is_none() {
            self.lease = Some(Lease::take(&self.path)?);
        }
        Ok(self.lease.as_ref().map(|lease| lease.terminal).unwrap_or_default())
    }

    /// Whether that is this terminal.
    pub(super) fn is_here(&self, terminal: &Terminal) -> bool {
        self.lease.as_ref().is_some_and(|lease| lease.terminal == *terminal)
    }
}

/// Appends one entry behind the tail.
pub(super) fn append_one(
    appending: &Transaction<'_>,
    seal: &Seal,
    tail: Tail,
    interview: InterviewId,
    entry: &Entry,
) -> Result<Tail, Trouble> {
    let counter = tail.counter + 1;
    let bytes = Zeroizing::new(
        serde_json::to_vec(entry).map_err(|error| Trouble::Other(format!("an entry cannot be written: {error}")))?,
    );
    let sealed = seal.seal(At::Entry { counter, interview: &interview.0 }, &bytes)?;
    let digest = digest(&sealed);
    let mac = seal.link(&tail.mac, counter, &interview.0, &digest);
    appending
        .prepare_cached("INSERT INTO entries (counter, interview, sealed, digest, mac) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![counter as i64, interview.0, sealed, digest, mac])?;
    Ok(Tail { counter, mac })
}

/// Where the chain ends, by the sealed head; an error where the last entry is not that.
pub(super) fn read_tail(connection: &Connection, seal: &Seal) -> Result<Tail, Trouble> {
    let tail = read_head(connection, seal)?;
    let last: Option<i64> =
        connection.prepare_cached("SELECT max(counter) FROM entries")?.query_row([], |row| row.get(0))?;
    if last.unwrap_or(0) as u64 != tail.counter {
        return Err(Trouble::Damaged(format!(
            "it should end with entry {} and ends with {}",
            tail.counter,
            last.unwrap_or(0)
        )));
    }
    Ok(tail)
}

/// What the sealed head says.
pub(super) fn read_head(connection: &Connection, seal: &Seal) -> Result<Tail, Trouble> {
    let damaged = || Trouble::Damaged("its head cannot be opened".to_owned());
    let sealed: Option<Vec<u8>> =
        connection.prepare_cached("SELECT sealed FROM head")?.query_row([], |row| row.get(0)).optional()?;
    let opened = seal.open(At::Head, &sealed.ok_or_else(damaged)?).ok_or_else(damaged)?;
    let (counter, mac) = opened.split_first_chunk::<8>().ok_or_else(damaged)?;
    Ok(Tail { counter: u64::from_be_bytes(*counter), mac: mac.try_into().map_err(|_| damaged())? })
}

pub(super) fn write_tail(writing: &Transaction<'_>, seal: &Seal, tail: Tail) -> Result<(), Trouble> {
    let sealed = seal.seal(At::Head, &[tail.counter.to_be_bytes().as_slice(), &tail.mac].concat())?;
    writing.prepare_cached("INSERT OR REPLACE INTO head (id, sealed) VALUES (1, ?1)")?.execute(params![sealed])?;
    Ok(())
}

fn write_half(writing: &Connection, seal: &Seal, interview: InterviewId, half: &Half) -> Result<(), Trouble> {
    let bytes = Zeroizing::new(serde_json::to_vec(half).unwrap_or_default());
    let sealed = seal.seal(At::Half { interview: &interview.0 }, &bytes)?;
    writing
        .prepare_cached("UPDATE unfinished SET half = ?2 WHERE interview = ?1")?
        .execute(params![interview.0, sealed])?;
    Ok(())
}

/// Takes an unfinished interview over from a terminal that is gone.
fn take_over(
    taking: &Transaction<'_>,
    path: &Path,
    interview: InterviewId,
    terminal: &Terminal,
) -> Result<(), Trouble> {
    let holder: Option<Terminal> = taking
        .query_row("SELECT terminal FROM unfinished WHERE interview = ?1", params![interview.0], |row| row.get(0))
        .optional()?;
    match holder {
        Some(holder) if holder == *terminal || !lease::is_live(path, &holder) => {
            let with = params![interview.0, terminal];
            taking.execute("UPDATE unfinished SET terminal = ?2 WHERE interview = ?1", with)?;
            Ok(())
        }
        _ => Err(Trouble::Taken),
    }
}

fn read_key(connection: &Connection) -> Result<Wrapped, Trouble> {
    let row = connection.query_row("SELECT by_file, salt, memory, passes, lanes, sealed FROM key", [], |row| {
        Ok(Wrapped {
            by_file: row.get(0)?,
            salt: row.get(1)?,
            argon: (row.get(2)?, row.get(3)?, row.get(4)?),
            sealed: row.get(5)?,
        })
    });
    Ok(row?)
}

fn write_key(writing: &Transaction<'_>, wrapped: &Wrapped) -> Result<(), Trouble> {
    let Wrapped { by_file, salt, argon: (memory, passes, lanes), sealed } = wrapped;
    writing.execute(
        "INSERT INTO key (id, by_file, salt, memory, passes, lanes, sealed) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        params![by_file, salt, memory, passes, lanes, sealed],
    )?;
    Ok(())
}

/// Opens the file, to write where that can be, and sees that it is a store.
fn connect(path: &Path) -> Result<Connection, Trouble> {
    let opened = prepare(path, OpenFlags::SQLITE_OPEN_READ_WRITE);
    match opened {
        Err(Trouble::ReadOnly) => prepare(path, OpenFlags::SQLITE_OPEN_READ_ONLY).or_else(|_| untouched(path)),
        opened => opened,
    }
}

/// Opens a file that nobody writes to, as on a disk for reading only: SQLite then asks for no files beside it. Not where a
/// log lies there, because its entries would not be seen.
fn untouched(path: &Path) -> Result<Connection, Trouble> {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return Err(Trouble::ReadOnly);
    }
    let escaped = path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    prepare(Path::new(&format!("file:{escaped}?immutable=1")), flags)
}

fn prepare(path: &Path, flags: OpenFlags) -> Result<Connection, Trouble> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(PATIENCE)?;
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if application != APPLICATION {
        return Err(Trouble::NoStore);
    }
    if version > VERSION {
        return Err(Trouble::Newer);
    }
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "secure_delete", true)?;
    if flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
        // Every commit reaches the disk before it returns, and one that is cut off half-way never was.
        connection.query_row("PRAGMA journal_mode = wal", [], |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "full")?;
    }
    Ok(connection)
}

/// Makes a folder that nobody else can look into; one that is there and empty is made so, any other left as it is.
fn private_folder(folder: &Path) -> Result<(), Trouble> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        if fs::read_dir(folder)?.next().is_none() {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)?;
    Ok(())
}

/// Takes a store out of others' sight into which it was put by a copy or a careless command.
fn tighten(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0) {
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o600));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}
