//! A membership: who is in a space, and the keys of its epoch. In clear, signed by a member.
//!
//! ```text
//! u8 version = 1 ‖ u8 min_proto ‖ u32 epoch ‖ [32] commitment ‖ [32] parent
//! ‖ u8 n ‖ n × (identity [32] ‖ kem [32]) ‖ n × key box [80]
//! ```
//!
//! A full list, never a change to one. `parent` names the membership it builds on; in a genesis it is 32 random bytes,
//! so that nobody can foresee a space's name. Each key box holds the epoch key, sealed to the card at its place.

use crate::{
    PROTO,
    bytes::{DecodeError, Reader},
    id::{EntryHash, KeyId, MemberId, first16},
    limits::MEMBERS_MAX,
};

/// Length of a key box: 32 bytes of encapsulated key, 32 of epoch key, 16 of tag.
pub const KEY_BOX_LEN: usize = 80;

/// The public keys of a member in one space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// Ed25519: signs entries. Never changes within a space.
    pub identity: [u8; 32],
    /// X25519: receives epoch keys. Changes with the passphrase of its owner.
    pub kem: [u8; 32],
}

impl Card {
    /// Encoded length in bytes.
    pub const LEN: usize = 64;

    /// Who holds it.
    #[must_use]
    pub fn member(&self) -> MemberId {
        MemberId::of(&self.identity)
    }

    /// Writes identity ‖ kem.
    pub fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.identity);
        out.extend_from_slice(&self.kem);
    }

    /// Reads identity ‖ kem.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Short`]; [`DecodeError::NotCanonical`] for a key nothing can be sealed to. With such a card a partner could
    /// make every later membership fail, and with it the other's change of passphrase.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let card = Self { identity: reader.array()?, kem: reader.array()? };
        // A clamped scalar is a multiple of 8, so a point of low order gives zero (RFC 7748 §6.1), whatever the scalar.
        let is_low_order = x25519_dalek::x25519([9; 32], card.kem) == [0; 32];
        if is_low_order { Err(DecodeError::NotCanonical) } else { Ok(card) }
    }
}

/// Who is in a space from this epoch on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Oldest protocol version its members still read. Only rises.
    pub min_proto: u8,
    /// Number of the epoch: its parent's and one; 1 for a genesis.
    pub epoch: u32,
    /// Commitment to the epoch key, so that one ciphertext cannot open under two keys.
    pub commitment: [u8; 32],
    /// The membership entry this one builds on, or 32 random bytes in a genesis.
    pub parent: EntryHash,
    /// Everybody, the one who opened the space first.
    pub cards: Vec<Card>,
    /// The epoch key, sealed to each card in turn.
    pub boxes: Vec<[u8; KEY_BOX_LEN]>,
}

impl Membership {
    /// The name of the epoch key.
    #[must_use]
    pub fn key(&self) -> KeyId {
        KeyId(first16(&self.commitment))
    }

    /// Writes the body.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![1, self.min_proto];
        out.extend_from_slice(&self.epoch.to_be_bytes());
        out.extend_from_slice(&self.commitment);
        out.extend_from_slice(&self.parent.0);
        out.push(u8::try_from(self.cards.len()).unwrap_or(u8::MAX));
        for card in &self.cards {
            card.put(&mut out);
        }
        for key_box in &self.boxes {
            out.extend_from_slice(key_box);
        }
        out
    }

    /// Reads a body.
    ///
    /// # Errors
    ///
    /// [`DecodeError`]; [`DecodeError::NotCanonical`] without members, with one twice, or with a version this release
    /// does not know.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        if reader.u8()? != 1 {
            return Err(DecodeError::NotCanonical);
        }
        let min_proto = reader.u8()?;
        let epoch = reader.u32()?;
        let commitment = reader.array()?;
        let parent = EntryHash(reader.array()?);
        let n = usize::from(reader.u8()?);
        if n > MEMBERS_MAX {
            return Err(DecodeError::TooLong);
        }
        let cards = (0..n).map(|_| Card::read(&mut reader)).collect::<Result<Vec<_>, _>>()?;
        let boxes = (0..n).map(|_| reader.array()).collect::<Result<Vec<_>, _>>()?;
        reader.end()?;
        let distinct = match cards.as_slice() {
            [] => false,
            [first, rest @ ..] => rest.iter().all(|it| it.identity != first.identity),
        };
        if !distinct || epoch == 0 {
            return Err(DecodeError::NotCanonical);
        }
        if min_proto == 0 || min_proto > PROTO {
            return Err(DecodeError::Proto);
        }
        Ok(Self { min_proto, epoch, commitment, parent, cards, boxes })
    }
}
