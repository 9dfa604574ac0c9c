//! A person's keys in one space: an Ed25519 seed that signs, and X25519 secrets that receive epoch keys.
//!
//! Made per space, so that two spaces of one person have nothing in common that a relay could compare.

use ed25519_dalek::{Signer as _, SigningKey};
use reknit_wire::{
    envelope::Envelope,
    header::{Header, Kind},
    id::MemberId,
    membership::Card,
};
use x25519_dalek::{PublicKey, StaticSecret};

use crate::{random::Random, secret::Secret};

/// Signs for a member of one space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity(Secret);

impl Identity {
    /// Makes a new one.
    pub fn make(random: &mut dyn Random) -> Self {
        Self(Secret::make(random))
    }

    /// Takes over a seed.
    #[must_use]
    pub fn from_seed(seed: Secret) -> Self {
        Self(seed)
    }

    /// The seed, for the keyring.
    #[must_use]
    pub fn seed(&self) -> &Secret {
        &self.0
    }

    fn key(&self) -> SigningKey {
        SigningKey::from_bytes(self.0.bytes())
    }

    /// The public key, 32 bytes.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.key().verifying_key().to_bytes()
    }

    /// Who this is in the space.
    #[must_use]
    pub fn member(&self) -> MemberId {
        MemberId::of(&self.public())
    }

    /// The card with this identity and `kem`.
    #[must_use]
    pub fn card(&self, kem: &KemSecret) -> Card {
        Card { identity: self.public(), kem: kem.public() }
    }

    /// Signs bytes that begin with a domain of their own.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.key().sign(bytes).to_bytes()
    }

    /// Signs a header and puts it before its body.
    #[must_use]
    pub fn envelope(&self, header: Header, body: Vec<u8>) -> Envelope {
        let signature = self.sign(&Envelope::signed_bytes(header.kind, &header.hash()));
        Envelope { header, signature, body: Some(body) }
    }

    /// A membership in its envelope.
    ///
    /// `header` comes with its place in the chain; epoch, key and body fields are filled in here.
    #[must_use]
    pub fn membership(
        &self,
        mut header: Header,
        membership: &reknit_wire::membership::Membership,
    ) -> Envelope {
        let body = membership.encode();
        header.kind = Kind::Membership;
        header.epoch = membership.epoch;
        header.key = membership.key();
        header.nonce = [0; 24];
        header.body_hash = Header::hash_body(&body);
        header.body_len = u32::try_from(body.len()).unwrap_or(u32::MAX);
        self.envelope(header, body)
    }
}

/// Receives epoch keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KemSecret(Secret);

impl KemSecret {
    /// Makes a new one.
    pub fn make(random: &mut dyn Random) -> Self {
        Self(Secret::make(random))
    }

    /// Takes over secret bytes.
    #[must_use]
    pub fn from_secret(secret: Secret) -> Self {
        Self(secret)
    }

    /// The bytes, for the keyring.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.0
    }

    /// The public key, 32 bytes.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        PublicKey::from(&StaticSecret::from(*self.0.bytes())).to_bytes()
    }
}
