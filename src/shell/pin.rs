//! The PIN of staff: its hash on the disk, itself nowhere.

use std::io::{self, BufRead as _, IsTerminal as _};
use std::path::Path;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

use super::library::Failure;

/// Fewer characters are guessed in an idle moment.
const SHORTEST: usize = 4;

/// The hash of a PIN.
#[derive(Clone, Debug)]
pub struct Pin(PasswordHash);

impl Pin {
    /// Reads a file that [`make_pin`] filled.
    pub fn read(path: &Path) -> Result<Pin, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::at(path, "the hash of the PIN", &error))?;
        let hash = PasswordHash::new(text.trim()).ok().filter(|hash| hash.algorithm.as_str().starts_with("argon2"));
        hash.map(Pin).ok_or_else(|| {
            let remedy = "make one with `redflag kiosk --make-pin > FILE`";
            Failure::new(format!("{} holds no hash of a PIN; {remedy}", path.display()))
        })
    }

    /// Whether this is it.
    pub fn is(&self, pin: &str) -> bool {
        Argon2::default().verify_password(pin.as_bytes(), &self.0).is_ok()
    }
}

/// Asks for a PIN, twice where it is typed unseen, and returns its hash.
pub fn make_pin() -> Result<String, Failure> {
    let unreadable = |error: io::Error| Failure::new(format!("cannot read the PIN: {error}"));
    let pin = if io::stdin().is_terminal() {
        let pin = rpassword::prompt_password("PIN: ").map_err(unreadable)?;
        if rpassword::prompt_password("Once more: ").map_err(unreadable)? != pin {
            return Err(Failure::new("the two were not the same; nothing was made".to_owned()));
        }
        pin
    } else {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    hash(&pin)
}

fn hash(pin: &str) -> Result<String, Failure> {
    if pin.chars().count() < SHORTEST || pin.chars().any(char::is_control) {
        return Err(Failure::new(format!("a PIN has at least {SHORTEST} characters, all of which can be typed")));
    }
    let hashed = Argon2::default().hash_password(pin.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|error| Failure::new(format!("cannot hash the PIN: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_known_by_its_hash_alone() {
        let folder = std::env::temp_dir().join(format!("redflag-pin-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("pin");
        let text = hash("2468").unwrap();
        assert!(text.starts_with("$argon2id$") && !text.contains("2468"), "{text}");
        assert_ne!(text, hash("2468").unwrap(), "each hash has a salt of its own");
        std::fs::write(&file, format!("{text}\n")).unwrap();
        let pin = Pin::read(&file).unwrap();
        for (typed, right) in [("2468", true), ("2469", false), ("", false), ("24680", false)] {
            assert_eq!(pin.is(typed), right, "{typed}");
        }
        for wrong in ["", "2468", "$5$salt$hash"] {
            std::fs::write(&file, wrong).unwrap();
            assert!(Pin::read(&file).unwrap_err().to_string().contains("--make-pin"), "{wrong}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(Pin::read(&file).is_err());
        for short in ["", "123", "12\u{7}45"] {
            assert!(hash(short).is_err(), "{short:?}");
        }
    }
}
