//! The header of an entry: 194 bytes, in clear to the relay, signed by its author.
//!
//! A relay learns from it: which space, which member, how many entries, how large (padded) the body is, and how much of
//! the partner's chain the author had downloaded. Nothing in it tells what an entry is about.

use crate::{
    PROTO,
    bytes::{DecodeError, Reader},
    id::{EntryHash, KeyId, MemberId, SpaceId, sha256},
    limits::BODY_BYTES_MAX,
};

/// What the body of an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A [membership](crate::membership), in clear: the relay admits by it.
    Membership = 1,
    /// A sealed event.
    Event = 2,
}

impl TryFrom<u8> for Kind {
    type Error = DecodeError;

    fn try_from(byte: u8) -> Result<Self, DecodeError> {
        match byte {
            1 => Ok(Self::Membership),
            2 => Ok(Self::Event),
            _ => Err(DecodeError::NotCanonical),
        }
    }
}

/// A place in somebody's chain: how far, and the entry there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Link {
    /// Number of the entry in its chain, from 1; 0 = the chain is empty.
    pub seq: u64,
    /// Hash of that entry; zeros where the chain is empty.
    pub hash: EntryHash,
}

impl Link {
    /// The end of an empty chain.
    pub const START: Self = Self { seq: 0, hash: EntryHash::NONE };
}

/// What an entry says about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// What the body is.
    pub kind: Kind,
    /// The space it belongs to.
    pub space: SpaceId,
    /// Who wrote it.
    pub author: MemberId,
    /// Its number in its author's chain, from 1 without gaps.
    pub seq: u64,
    /// The entry before it in the same chain; zeros for the first.
    pub prev: EntryHash,
    /// The end of the partner's chain that the author had downloaded (not: read).
    pub head: Link,
    /// The epoch whose key sealed the body.
    pub epoch: u32,
    /// Commitment to that key, first 16 bytes.
    pub key: KeyId,
    /// Nonce of the sealed body; zeros for a membership.
    pub nonce: [u8; 24],
    /// Hash of the body, see [`Header::hash_body`].
    pub body_hash: [u8; 32],
    /// Length of the body in bytes.
    pub body_len: u32,
}

impl Header {
    /// Encoded length in bytes.
    pub const LEN: usize = 194;

    /// Where the nonce begins; everything before it is associated data of the body.
    pub const AD_LEN: usize = 134;

    /// Writes the 194 bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::LEN);
        self.put_bound(&mut out);
        out.extend_from_slice(&self.nonce);
        out.extend_from_slice(&self.body_hash);
        out.extend_from_slice(&self.body_len.to_be_bytes());
        out
    }

    fn put_bound(&self, out: &mut Vec<u8>) {
        out.push(PROTO);
        out.push(self.kind as u8);
        out.extend_from_slice(&self.space.0);
        out.extend_from_slice(&self.author.0);
        out.extend_from_slice(&self.seq.to_be_bytes());
        out.extend_from_slice(&self.prev.0);
        out.extend_from_slice(&self.head.seq.to_be_bytes());
        out.extend_from_slice(&self.head.hash.0);
        out.extend_from_slice(&self.epoch.to_be_bytes());
        out.extend_from_slice(&self.key.0);
    }

    /// Associated data of the sealed body: a domain and every field up to the nonce.
    ///
    /// The nonce is bound by the cipher, and hash and length of the body follow from the ciphertext.
    #[must_use]
    pub fn associated_data(&self) -> Vec<u8> {
        let mut out = b"reknit/v1/ad\0".to_vec();
        self.put_bound(&mut out);
        out
    }

    /// Reads a header.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for another version, an unknown kind, a body above [`BODY_BYTES_MAX`] or an impossible chain place.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if reader.u8()? != PROTO {
            return Err(DecodeError::Proto);
        }
        let header = Self {
            kind: Kind::try_from(reader.u8()?)?,
            space: SpaceId(reader.array()?),
            author: MemberId(reader.array()?),
            seq: reader.u64()?,
            prev: EntryHash(reader.array()?),
            head: Link { seq: reader.u64()?, hash: EntryHash(reader.array()?) },
            epoch: reader.u32()?,
            key: KeyId(reader.array()?),
            nonce: reader.array()?,
            body_hash: reader.array()?,
            body_len: reader.u32()?,
        };
        header.check()?;
        Ok(header)
    }

    fn check(&self) -> Result<(), DecodeError> {
        if usize::try_from(self.body_len).map_or(true, |len| len > BODY_BYTES_MAX) {
            return Err(DecodeError::TooLong);
        }
        let first_names_nothing = (self.seq == 1) == self.prev.is_none();
        let no_head_names_nothing = (self.head.seq == 0) == self.head.hash.is_none();
        let clear_has_no_nonce = self.kind == Kind::Event || self.nonce == [0; 24];
        // Above 2^53 a sequence number would not survive JSON; nobody gets there.
        let in_range = (1..1 << 53).contains(&self.seq) && self.head.seq < 1 << 53;
        if first_names_nothing
            && no_head_names_nothing
            && clear_has_no_nonce
            && in_range
            && self.epoch > 0
            && self.body_len > 0
        {
            Ok(())
        } else {
            Err(DecodeError::NotCanonical)
        }
    }

    /// The name of the entry: SHA-256 of the header, which contains the hash of the body.
    ///
    /// A body can therefore be purged while the chain still verifies.
    #[must_use]
    pub fn hash(&self) -> EntryHash {
        EntryHash(sha256(&[b"reknit/v1/entry\0", &self.encode()]))
    }

    /// Hash of a body, as it stands in the header.
    #[must_use]
    pub fn hash_body(body: &[u8]) -> [u8; 32] {
        sha256(&[b"reknit/v1/body\0", body])
    }

    /// The link to this entry.
    #[must_use]
    pub fn link(&self) -> Link {
        Link { seq: self.seq, hash: self.hash() }
    }
}
