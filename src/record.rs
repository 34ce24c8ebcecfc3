//! The store of what was asked and answered: one SQLite file, sealed and chained.
//!
//! Start at [`Store::create`] and [`Store::open`], then [`Store::append`]. What a patient's interview came to is
//! [`Store::trail`], all interviews are [`Store::list`], and whether anything was meddled with is [`Store::verify`].
//!
//! - Each [`Entry`] is sealed with a random data key (XChaCha20-Poly1305), its place in the chain as associated data; the
//!   data key is wrapped by a key from a passphrase (Argon2id) or a key file. In the clear are only how many entries
//!   there are, which of them belong to one interview, and which terminal holds an interview that is not finished.
//! - Each entry carries a keyed MAC over the one before it, and a sealed head counts them: see [`Store::verify`] for what
//!   that proves and what it cannot.
//! - An entry that was appended is on the disk when [`Store::append`] returns (write-ahead log, synchronous FULL).

mod entry;
mod lease;
mod purge;
mod seal;
mod secret;
mod store;
mod summary;
mod trail;
mod trouble;
mod verify;

pub use entry::{Began, Entry, Event, Finish, Half, HalfAnswer, Kept, Link, Place, Standing, Writing};
pub use secret::{Secret, WeakSecret};
pub use store::{Content, InterviewId, Store};
pub use summary::{Known, State, Summary};
pub use trail::{Come, Dated, Trail};
pub use trouble::Trouble;
pub use verify::{Fault, Head, Verdict};
