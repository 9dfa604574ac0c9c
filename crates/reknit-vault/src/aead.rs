//! XChaCha20-Poly1305, the only cipher for what people write.

use chacha20::{R20, hchacha};
use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit, Nonce, XChaCha20Poly1305, XNonce,
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

/// The key that XChaCha20-Poly1305 makes for this one nonce (HChaCha20; draft-irtf-cfrg-xchacha-03 §2.3). It opens what was sealed
/// under `key` and `nonce`, and nothing else.
pub(crate) fn single_key(key: &Secret, nonce: &[u8; 24]) -> Secret {
    let mut front = [0; 16];
    front.iter_mut().zip(nonce).for_each(|(to, from)| *to = *from);
    Secret::from_bytes(hchacha::<R20>(key.bytes().into(), (&front).into()).into())
}

/// Opens with a [`single_key`].
pub(crate) fn open_single(
    single: &Secret,
    nonce: &[u8; 24],
    ad: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, Unreadable> {
    let mut rest = [0; 12];
    rest.iter_mut().skip(4).zip(nonce.iter().skip(16)).for_each(|(to, from)| *to = *from);
    ChaCha20Poly1305::new(single.bytes().into())
        .decrypt(&Nonce::from(rest), Payload { msg: sealed, aad: ad })
        .map_err(|_| Unreadable)
}
