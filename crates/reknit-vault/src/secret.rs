//! Thirty-two secret bytes, and deriving others from them.

use core::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::random::{self, Random};

/// A secret key. Wiped when dropped; equal only byte by byte; `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Zeroize, ZeroizeOnDrop)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Takes over bytes from a keyring or a derivation.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Makes a random one.
    pub fn make(random: &mut dyn Random) -> Self {
        Self(random::make(random))
    }

    /// The bytes, for sealing into a keyring.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Derives a key for one purpose: HKDF-SHA-256 (RFC 5869) without salt, the parts of `info` one after the other.
    #[must_use]
    pub fn derive(&self, info: &[&[u8]]) -> Self {
        derive(&self.0, info)
    }
}

/// Derives 32 bytes from key material of any length. The first part of `info` is a domain ending in a zero byte.
///
/// # Panics
///
/// Never: 32 bytes is a length HKDF gives.
#[must_use]
#[expect(clippy::expect_used, reason = "32 bytes is far below the 8,160 that HKDF can give")]
pub fn derive(material: &[u8], info: &[&[u8]]) -> Secret {
    let mut out = [0; 32];
    Hkdf::<Sha256>::new(None, material)
        .expand_multi_info(info, &mut out)
        .expect("HKDF gives 32 bytes");
    Secret(out)
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
