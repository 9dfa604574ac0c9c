//! XChaCha20-Poly1305, the only cipher for what people write.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};

use crate::{Unreadable, secret::Secret};

/// Bytes a sealing adds: the tag. The nonce travels apart.
pub(crate) const TAG_LEN: usize = 16;

/// Seals `plain`; `nonce` must never be used twice with `key`.
#[expect(clippy::expect_used, reason = "the cipher only refuses more than 256 GiB")]
pub(crate) fn seal(key: &Secret, nonce: &[u8; 24], ad: &[u8], plain: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: ad })
        .expect("what people write is below 256 GiB")
}

/// Opens what [`seal`] sealed with the same key, nonce and associated data.
pub(crate) fn open(
    key: &Secret,
    nonce: &[u8; 24],
    ad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, Unreadable> {
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: ad })
        .map_err(|_| Unreadable)
}
