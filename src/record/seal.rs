//! Sealing and chaining: what makes what lies in the store unreadable, and a change of it noticed.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// A key of 256 bits, wiped from memory when it is dropped.
pub(super) type Key = Zeroizing<[u8; 32]>;

/// A keyed MAC (HMAC-SHA-256), or a SHA-256.
pub(super) type Hash = [u8; 32];

/// Bytes of the nonce that stands before what is sealed.
const NONCE: usize = 24;

/// The keys of an open store.
pub(super) struct Seal {
    /// For what is sealed.
    sealing: Key,
    /// For the chain: as long as a block of the hash, which is as long as HMAC takes it whole.
    chaining: Zeroizing<[u8; 64]>,
}

/// Where a sealed thing belongs. It opens nowhere else.
#[derive(Clone, Copy, Debug)]
pub(super) enum At<'p> {
    /// The entry of that number in the chain, in that interview.
    Entry { counter: u64, interview: &'p [u8; 16] },
    /// The head of the chain.
    Head,
    /// What is half typed in that interview.
    Half { interview: &'p [u8; 16] },
    /// The content of that name.
    Content { name: &'p Hash },
}

impl At<'_> {
    fn bytes(self) -> Vec<u8> {
        match self {
            At::Entry { counter, interview } => [b"entry".as_slice(), &counter.to_be_bytes(), interview].concat(),
            At::Head => b"head".to_vec(),
            At::Half { interview } => [b"half".as_slice(), interview].concat(),
            At::Content { name } => [b"content".as_slice(), name].concat(),
        }
    }
}

impl Seal {
    /// The keys that come from the data key.
    pub(super) fn new(data_key: &Key) -> Seal {
        let derive = Hkdf::<Sha256>::new(None, data_key.as_slice());
        let mut seal = Seal { sealing: Key::default(), chaining: Zeroizing::new([0; 64]) };
        // So few bytes can always be had (RFC 5869: up to 255 times the hash's length).
        let _ = derive.expand(b"redflag records: sealing", seal.sealing.as_mut_slice());
        let _ = derive.expand(b"redflag records: chain", seal.chaining.as_mut_slice());
        seal
    }

    /// Seals it for that place.
    pub(super) fn seal(&self, at: At<'_>, text: &[u8]) -> Result<Vec<u8>, getrandom::Error> {
        seal(&self.sealing, &at.bytes(), text)
    }

    /// Opens what was sealed for that place; `None` where it is not that.
    pub(super) fn open(&self, at: At<'_>, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        open(&self.sealing, &at.bytes(), sealed)
    }

    /// The MAC of an entry over the one before it. It goes over a hash of what is sealed, so that the chain still holds
    /// when that was purged.
    pub(super) fn link(&self, before: &Hash, counter: u64, interview: &[u8; 16], digest: &Hash) -> Hash {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new((&*self.chaining).into());
        for part in [before.as_slice(), &counter.to_be_bytes(), interview, digest] {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// What the chain is made of in place of what is sealed.
pub(super) fn digest(sealed: &[u8]) -> Hash {
    Sha256::digest(sealed).into()
}

/// Random bytes of the system.
pub(super) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A random nonce, and behind it the text, encrypted and authenticated together with `beside`.
pub(super) fn seal(key: &Key, beside: &[u8], text: &[u8]) -> Result<Vec<u8>, getrandom::Error> {
    let nonce = random::<NONCE>()?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    // It fails only on texts of 256 GB.
    let encrypted = cipher.encrypt(&XNonce::from(nonce), Payload { msg: text, aad: beside }).unwrap_or_default();
    Ok([nonce.as_slice(), &encrypted].concat())
}

/// The way back; `None` where key, place or text is another.
pub(super) fn open(key: &Key, beside: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, encrypted) = sealed.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    cipher.decrypt(&XNonce::from(nonce), Payload { msg: encrypted, aad: beside }).ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_at_its_place_and_nowhere_else() {
        let seal = Seal::new(&Key::new([7; 32]));
        let interview = [2; 16];
        let at = At::Entry { counter: 3, interview: &interview };
        let sealed = seal.seal(at, b"cramp").unwrap();
        assert_eq!(seal.open(at, &sealed).unwrap().as_slice(), b"cramp");
        let others = [
            At::Entry { counter: 4, interview: &interview },
            At::Entry { counter: 3, interview: &[3; 16] },
            At::Head,
            At::Half { interview: &interview },
        ];
        for other in others {
            assert!(seal.open(other, &sealed).is_none(), "{other:?}");
        }
        assert!(Seal::new(&Key::new([8; 32])).open(at, &sealed).is_none(), "another key");
        for at_byte in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at_byte] ^= 1;
            assert!(seal.open(at, &changed).is_none(), "byte {at_byte} changed");
        }
        for length in 0..sealed.len() {
            assert!(seal.open(at, &sealed[..length]).is_none(), "cut to {length} bytes");
        }
    }

    #[test]
    fn the_same_text_is_never_sealed_alike() {
        let seal = Seal::new(&Key::new([7; 32]));
        assert_ne!(seal.seal(At::Head, b"yes").unwrap(), seal.seal(At::Head, b"yes").unwrap());
    }

    #[test]
    fn a_link_depends_on_all_that_it_goes_over() {
        let seal = Seal::new(&Key::new([7; 32]));
        let link = seal.link(&[1; 32], 2, &[3; 16], &[4; 32]);
        assert_eq!(link, seal.link(&[1; 32], 2, &[3; 16], &[4; 32]));
        assert_ne!(link, seal.link(&[0; 32], 2, &[3; 16], &[4; 32]));
        assert_ne!(link, seal.link(&[1; 32], 0, &[3; 16], &[4; 32]));
        assert_ne!(link, seal.link(&[1; 32], 2, &[0; 16], &[4; 32]));
        assert_ne!(link, seal.link(&[1; 32], 2, &[3; 16], &[0; 32]));
        assert_ne!(link, Seal::new(&Key::new([8; 32])).link(&[1; 32], 2, &[3; 16], &[4; 32]));
    }
}
