//! What opens a store: a passphrase or a key file, and the data key wrapped by it.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::seal::{self, Key};
use super::trouble::Trouble;

/// Fewer bytes of a key file could be guessed.
const SHORTEST_FILE: usize = 32;

/// A shorter passphrase is guessed in an afternoon (NIST SP 800-63B asks for at least 8 characters).
const SHORTEST_PASSPHRASE: usize = 8;

/// Memory of Argon2id in KiB, passes and lanes: the second choice that RFC 9106, section 4, recommends, with one lane
/// because nothing is computed in parallel here.
const ARGON: (u32, u32, u32) = (64 * 1024, 3, 1);

/// More memory, in KiB, or passes than this are not asked of a computer because a file says so.
const MOST: (u32, u32, u32) = (1024 * 1024, 64, 16);

/// What opens a store. It is wiped from memory when it is dropped.
pub struct Secret(Kind);

enum Kind {
    Passphrase(Zeroizing<Vec<u8>>),
    File(Zeroizing<Vec<u8>>),
}

/// Why something is no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakSecret {
    /// The key file has fewer than 32 bytes.
    ShortFile,
    /// The passphrase has fewer than 8 characters.
    ShortPassphrase,
}

impl fmt::Display for WeakSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WeakSecret::ShortFile => write!(
                f,
                "a key file has at least {SHORTEST_FILE} bytes; make one with `head -c 32 /dev/urandom > FILE`"
            ),
            WeakSecret::ShortPassphrase => {
                write!(f, "a passphrase has at least {SHORTEST_PASSPHRASE} characters; several words are best")
            }
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Passphrase(_) => "Secret(passphrase)",
            Kind::File(_) => "Secret(key file)",
        })
    }
}

impl Secret {
    /// A passphrase, as it was typed.
    pub fn passphrase(text: Zeroizing<Vec<u8>>) -> Result<Secret, WeakSecret> {
        let characters = String::from_utf8_lossy(&text).chars().count();
        if characters < SHORTEST_PASSPHRASE {
            return Err(WeakSecret::ShortPassphrase);
        }
        Ok(Secret(Kind::Passphrase(text)))
    }

    /// The bytes of a key file.
    pub fn key_file(bytes: Zeroizing<Vec<u8>>) -> Result<Secret, WeakSecret> {
        if bytes.len() < SHORTEST_FILE {
            return Err(WeakSecret::ShortFile);
        }
        Ok(Secret(Kind::File(bytes)))
    }

    /// Whether it is a key file.
    pub fn is_key_file(&self) -> bool {
        matches!(self.0, Kind::File(_))
    }
}

/// The data key, wrapped: the row that a store keeps.
pub(super) struct Wrapped {
    /// Whether a key file opens it, else a passphrase.
    pub(super) by_file: bool,
    /// Against tables computed beforehand.
    pub(super) salt: [u8; 16],
    /// Memory in KiB, passes and lanes of Argon2id; of a key file none.
    pub(super) argon: (u32, u32, u32),
    /// The data key, sealed.
    pub(super) sealed: Vec<u8>,
}

impl Wrapped {
    /// Wraps a data key.
    pub(super) fn new(secret: &Secret, data_key: &Key) -> Result<Wrapped, Trouble> {
        let argon = if secret.is_key_file() { (0, 0, 0) } else { ARGON };
        let mut wrapped = Wrapped { by_file: secret.is_key_file(), salt: seal::random()?, argon, sealed: Vec::new() };
        let key = wrapped.key(secret)?;
        wrapped.sealed = seal::seal(&key, &wrapped.beside(), data_key.as_slice())?;
        Ok(wrapped)
    }

    /// The data key. Another secret than the one it was wrapped by is [`Trouble::WrongSecret`].
    pub(super) fn open(&self, secret: &Secret) -> Result<Key, Trouble> {
        let wrong = || Trouble::WrongSecret { needs_file: self.by_file, given_file: secret.is_key_file() };
        if self.by_file != secret.is_key_file() {
            return Err(wrong());
        }
        let key = self.key(secret)?;
        let data_key = seal::open(&key, &self.beside(), &self.sealed).ok_or_else(wrong)?;
        let bytes: [u8; 32] = data_key.as_slice().try_into().map_err(|_| wrong())?;
        Ok(Key::new(bytes))
    }

    /// The key that wraps.
    fn key(&self, secret: &Secret) -> Result<Key, Trouble> {
        let mut key = Key::default();
        let (memory, passes, lanes) = self.argon;
        match &secret.0 {
            Kind::Passphrase(text) => {
                if memory > MOST.0 || passes > MOST.1 || lanes > MOST.2 {
                    return Err(Trouble::Damaged("it asks for an impossible effort to open it".to_owned()));
                }
                let params = Params::new(memory, passes, lanes, Some(key.len()))
                    .map_err(|error| Trouble::Damaged(format!("how it was sealed cannot be: {error}")))?;
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(text, &self.salt, key.as_mut_slice())
                    .map_err(|error| Trouble::Other(format!("the key cannot be computed: {error}")))?;
            }
            Kind::File(bytes) => {
                // So few bytes can always be had (RFC 5869).
                let _ = Hkdf::<Sha256>::new(Some(&self.salt), bytes)
                    .expand(b"redflag records: key file", key.as_mut_slice());
            }
        }
        Ok(key)
    }

    /// What is authenticated beside the data key, so that nobody makes the effort to guess less.
    fn beside(&self) -> Vec<u8> {
        let (memory, passes, lanes) = self.argon;
        let numbers = [memory, passes, lanes].map(u32::to_be_bytes).concat();
        [b"data key".as_slice(), &[u8::from(self.by_file)], &self.salt, &numbers].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Secret {
        Secret::passphrase(Zeroizing::new(text.as_bytes().to_vec())).unwrap()
    }

    fn key_file(byte: u8) -> Secret {
        Secret::key_file(Zeroizing::new(vec![byte; 32])).unwrap()
    }

    #[test]
    fn only_the_right_secret_opens() {
        let data_key = Key::new([9; 32]);
        let wrapped = Wrapped::new(&passphrase("correct horse"), &data_key).unwrap();
        assert_eq!(wrapped.open(&passphrase("correct horse")).unwrap().as_slice(), [9; 32]);
        assert_eq!(
            wrapped.open(&passphrase("Correct horse")).unwrap_err(),
            Trouble::WrongSecret { needs_file: false, given_file: false }
        );
        assert_eq!(
            wrapped.open(&key_file(1)).unwrap_err(),
            Trouble::WrongSecret { needs_file: false, given_file: true }
        );
        let wrapped = Wrapped::new(&key_file(1), &data_key).unwrap();
        assert_eq!(wrapped.open(&key_file(1)).unwrap().as_slice(), [9; 32]);
        assert!(wrapped.open(&key_file(2)).is_err());
    }

    #[test]
    fn what_it_costs_to_guess_cannot_be_lowered_in_the_file() {
        let mut wrapped = Wrapped::new(&passphrase("correct horse"), &Key::new([9; 32])).unwrap();
        wrapped.argon = (8, 1, 1);
        assert!(wrapped.open(&passphrase("correct horse")).is_err());
        wrapped.argon = (u32::MAX, 3, 1);
        assert!(matches!(wrapped.open(&passphrase("correct horse")), Err(Trouble::Damaged(_))));
    }

    #[test]
    fn what_could_be_guessed_is_no_secret() {
        let short = |text: &str| Secret::passphrase(Zeroizing::new(text.as_bytes().to_vec())).unwrap_err();
        assert_eq!(short("1234567"), WeakSecret::ShortPassphrase);
        assert_eq!(short("ééééééé"), WeakSecret::ShortPassphrase, "characters are counted, not bytes");
        let file = Secret::key_file(Zeroizing::new(vec![0; 31])).unwrap_err();
        assert_eq!(file, WeakSecret::ShortFile);
    }
}
