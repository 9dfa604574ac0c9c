//! Wrapping the account key: under the passphrase, under the recovery code, and for one's own device.

use reknit_wire::bytes::Reader;

use crate::{
    Unreadable, aead,
    random::{self, Random},
    secret::{Secret, derive},
};

pub use reknit_wire::id::AccountId;

/// Wraps an account key; from which secret says how it can be unwrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kek(Secret);

impl Kek {
    /// From OPAQUE's export key (64 bytes), which only the passphrase gives.
    #[must_use]
    pub fn from_export_key(export_key: &[u8], account: AccountId) -> Self {
        Self(derive(export_key, &[b"reknit/v1/kek/passphrase\0", &account.0]))
    }

    /// From a recovery code (20 bytes of full entropy, so it needs no stretching).
    #[must_use]
    pub fn from_recovery_code(code: &[u8; 20], account: AccountId) -> Self {
        Self(derive(code, &[b"reknit/v1/kek/recovery\0", &account.0]))
    }

    /// From Argon2id of the passphrase, for a copy on one's own device.
    #[must_use]
    pub fn from_stretched(stretched: &[u8; 32], salt: &[u8; 16]) -> Self {
        Self(derive(stretched, &[b"reknit/v1/kek/device\0", salt]))
    }

    /// nonce (24) ‖ ciphertext (32) ‖ tag (16). `bound` is what the wrapping belongs to.
    pub fn wrap(
        &self,
        random: &mut dyn Random,
        bound: &[u8],
        generation: u64,
        key: &Secret,
    ) -> Vec<u8> {
        let nonce = random::make(random);
        let mut out = nonce.to_vec();
        out.extend(aead::seal(&self.0, &nonce, &ad(bound, generation), key.bytes()));
        out
    }

    /// Unwraps what [`Kek::wrap`] wrapped for the same `bound` and generation.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub fn unwrap(
        &self,
        bound: &[u8],
        generation: u64,
        wrapped: &[u8],
    ) -> Result<Secret, Unreadable> {
        let mut reader = Reader::new(wrapped);
        let nonce = reader.array().map_err(|_| Unreadable)?;
        let sealed = reader.take(reader.remaining()).map_err(|_| Unreadable)?;
        let plain = aead::open(&self.0, &nonce, &ad(bound, generation), sealed)?;
        Ok(Secret::from_bytes(plain.try_into().map_err(|_| Unreadable)?))
    }
}

fn ad(bound: &[u8], generation: u64) -> Vec<u8> {
    let mut ad = b"reknit/v1/wrap\0".to_vec();
    ad.extend_from_slice(bound);
    ad.extend_from_slice(&generation.to_be_bytes());
    ad
}
