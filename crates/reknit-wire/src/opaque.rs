//! The OPAQUE suite of protocol version 1 (RFC 9807): ristretto255, triple Diffie-Hellman over SHA-512, Argon2id.

use opaque_ke::{CipherSuite, Ristretto255, TripleDh};

/// The suite. Both sides name this one and no other.
#[derive(Debug, Clone, Copy)]
pub struct Suite;

impl CipherSuite for Suite {
    type OprfCs = Ristretto255;
    type KeyExchange = TripleDh<Ristretto255, sha2_10::Sha512>;
    type Ksf = argon2::Argon2<'static>;
}
