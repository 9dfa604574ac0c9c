#![doc = include_str!("../README.md")]
#![deny(clippy::indexing_slicing)]

pub mod api;
pub mod append;
pub mod bytes;
pub mod envelope;
pub mod header;
pub mod id;
pub mod limits;
pub mod membership;
#[cfg(feature = "opaque")]
pub mod opaque;
pub mod roster;
pub mod signed;

/// The protocol version this release speaks. One suite per version; nothing is negotiated.
///
/// Version 1: Ed25519, HPKE (X25519, HKDF-SHA256, ChaCha20-Poly1305), XChaCha20-Poly1305, HKDF-SHA-256, and
/// OPAQUE with ristretto255 and Argon2id.
pub const PROTO: u8 = 1;

#[cfg(test)]
mod tests;
