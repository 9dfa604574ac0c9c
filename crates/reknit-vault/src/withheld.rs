//! Withheld keys: a page is sealed under a key of its own, which goes out later.
//!
//! The entry that carries the page commits to the key and to the words, so neither can be changed after the other page was
//! read. It is not a fair exchange: whoever hands out their key second has already been able to read. The threat model says so.

use reknit_wire::id::sha256;

use crate::{
    Unreadable, aead, pad,
    random::{self, Random},
    secret::Secret,
};

/// A page, closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Random; with the author's secret it gives the key.
    pub id: [u8; 16],
    /// Ciphertext of the padded words.
    pub ciphertext: Vec<u8>,
    /// Commitment to the key.
    pub commit: [u8; 32],
    /// Commitment to the words, keyed, so that it is no help in guessing them.
    pub digest: [u8; 32],
}

/// The key of the page `id`. `secret` is the author's own and never leaves their keyring.
#[must_use]
pub fn page_key(secret: &Secret, id: &[u8; 16]) -> Secret {
    secret.derive(&[b"reknit/v1/withheld\0", id])
}

/// Closes a page.
pub fn close(random: &mut dyn Random, secret: &Secret, words: &str) -> Sealed {
    let id = random::make(random);
    let key = page_key(secret, &id);
    // The key is used once, for this page, so the nonce may be fixed.
    let ciphertext = aead::seal(&seal_key(&key), &[0; 24], &ad(&id), &pad::pad(words.as_bytes()));
    Sealed { id, ciphertext, commit: commit(&key), digest: digest(&key, words) }
}

/// Opens a page with a key that was handed out.
///
/// # Errors
///
/// [`Unreadable`] if the key is not the one committed to, or the words are not.
pub fn open(sealed: &Sealed, key: &Secret) -> Result<String, Unreadable> {
    if commit(key) != sealed.commit {
        return Err(Unreadable);
    }
    let padded = aead::open(&seal_key(key), &[0; 24], &ad(&sealed.id), &sealed.ciphertext)?;
    let words = pad::unpad(&padded).map_err(|_| Unreadable)?;
    let words = core::str::from_utf8(words).map_err(|_| Unreadable)?;
    if digest(key, words) == sealed.digest { Ok(words.to_owned()) } else { Err(Unreadable) }
}

/// Whether `key` is the one a page committed to.
#[must_use]
pub fn fits(key: &Secret, committed: &[u8; 32]) -> bool {
    commit(key) == *committed
}

fn seal_key(key: &Secret) -> Secret {
    key.derive(&[b"reknit/v1/withheld/seal\0"])
}

fn commit(key: &Secret) -> [u8; 32] {
    *key.derive(&[b"reknit/v1/withheld/commit\0"]).bytes()
}

fn digest(key: &Secret, words: &str) -> [u8; 32] {
    sha256(&[b"reknit/v1/withheld/digest\0", key.bytes(), words.as_bytes()])
}

fn ad(id: &[u8; 16]) -> Vec<u8> {
    let mut ad = b"reknit/v1/page\0".to_vec();
    ad.extend_from_slice(id);
    ad
}
