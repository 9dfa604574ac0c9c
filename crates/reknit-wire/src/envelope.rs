//! An envelope: header ‖ signature (64 bytes) ‖ body.
//!
//! A purged envelope ends after its signature. It still proves its place in the chain.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::{
    bytes::{DecodeError, Reader, put_frame},
    header::{Header, Kind},
    id::{EntryHash, MemberId},
    limits::{APPEND_ENTRIES_MAX, BODY_BYTES_MAX, PAGE_ENTRIES_MAX},
};

/// An entry as it travels and as the relay stores it.
#[derive(Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What it says about itself.
    pub header: Header,
    /// Ed25519 over [`Envelope::signed_bytes`].
    pub signature: [u8; 64],
    /// Ciphertext, or a membership; `None` where it was purged.
    pub body: Option<Vec<u8>>,
}

impl core::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Envelope({} {})", self.header.seq, self.header.hash())
    }
}

/// Why an envelope does not prove that its author wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The body is not the one the header names.
    #[error("the body is not the one the header names")]
    Body,
    /// The key is not the author's, or is one that fits many signatures.
    #[error("the identity key is not the author's")]
    Key,
    /// The signature does not fit.
    #[error("the signature does not fit")]
    Signature,
}

impl Envelope {
    /// Length of header and signature, in bytes.
    pub const FRONT_LEN: usize = Header::LEN + 64;

    /// Longest encoding, in bytes.
    pub const LEN_MAX: usize = Self::FRONT_LEN + BODY_BYTES_MAX;

    /// Writes header, signature, and the body unless it was purged.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = self.header.encode();
        out.extend_from_slice(&self.signature);
        if let Some(body) = &self.body {
            out.extend_from_slice(body);
        }
        out
    }

    /// Reads an envelope. Says nothing about who wrote it: see [`Envelope::verify`].
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for a bad header, or a body that is neither absent nor as long as the header says.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let header = Header::decode(&mut reader)?;
        let signature = reader.array()?;
        let body = match (reader.remaining(), usize::try_from(header.body_len)) {
            (0, _) => None,
            (_, Ok(len)) => Some(reader.take(len)?.to_vec()),
            (_, Err(_)) => return Err(DecodeError::TooLong),
        };
        reader.end()?;
        Ok(Self { header, signature, body })
    }

    /// What an author signs: a domain, the kind, and the name of the entry.
    #[must_use]
    pub fn signed_bytes(kind: Kind, hash: &EntryHash) -> Vec<u8> {
        let mut out = b"reknit/v1/sig\0".to_vec();
        out.push(kind as u8);
        out.extend_from_slice(&hash.0);
        out
    }

    /// Checks that the body is the one the header names, where there is one.
    ///
    /// # Errors
    ///
    /// [`VerifyError::Body`].
    pub fn verify_body(&self) -> Result<(), VerifyError> {
        match &self.body {
            Some(body) if Header::hash_body(body) != self.header.body_hash => {
                Err(VerifyError::Body)
            }
            _ => Ok(()),
        }
    }

    /// Checks body, author and signature against the author's identity key.
    ///
    /// # Errors
    ///
    /// [`VerifyError`], by its first cause in that order.
    pub fn verify(&self, identity: &[u8; 32]) -> Result<(), VerifyError> {
        self.verify_body()?;
        if MemberId::of(identity) != self.header.author {
            return Err(VerifyError::Key);
        }
        let signed = Self::signed_bytes(self.header.kind, &self.header.hash());
        verify_signature(identity, &signed, &self.signature)
    }
}

/// Checks an Ed25519 signature strictly: canonical scalars, no small-order keys or points (RFC 8032 §5.1.7, and more).
///
/// # Errors
///
/// [`VerifyError::Key`] for a malformed or weak key, [`VerifyError::Signature`] where it does not fit.
pub fn verify_signature(
    identity: &[u8; 32],
    signed: &[u8],
    signature: &[u8; 64],
) -> Result<(), VerifyError> {
    let key = VerifyingKey::from_bytes(identity).map_err(|_| VerifyError::Key)?;
    if key.is_weak() {
        return Err(VerifyError::Key);
    }
    key.verify_strict(signed, &Signature::from_bytes(signature)).map_err(|_| VerifyError::Signature)
}

/// Writes the body of an append request: each envelope behind its `u32` length.
#[must_use]
pub fn encode_append(envelopes: &[Envelope]) -> Vec<u8> {
    let mut out = Vec::new();
    for envelope in envelopes {
        put_frame(&mut out, &envelope.encode());
    }
    out
}

/// Reads the body of an append request.
///
/// # Errors
///
/// [`DecodeError`]; [`DecodeError::TooLong`] above [`APPEND_ENTRIES_MAX`] entries.
pub fn decode_append(bytes: &[u8]) -> Result<Vec<Envelope>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let mut envelopes = Vec::new();
    while reader.remaining() > 0 {
        if envelopes.len() == APPEND_ENTRIES_MAX {
            return Err(DecodeError::TooLong);
        }
        envelopes.push(Envelope::decode(reader.frame(Envelope::LEN_MAX)?)?);
    }
    Ok(envelopes)
}

/// An envelope with the relay's cursor behind it: pass the last one as `after` to read on.
///
/// The cursor is the relay's own bookkeeping. It never enters the fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Position in the relay's log of this space, from 1, rising.
    pub cursor: u64,
    /// The entry.
    pub envelope: Envelope,
}

/// Writes a page of a read: each entry as `u64` cursor and framed envelope.
#[must_use]
pub fn encode_page(entries: &[Stored]) -> Vec<u8> {
    let mut out = Vec::new();
    for stored in entries {
        out.extend_from_slice(&stored.cursor.to_be_bytes());
        put_frame(&mut out, &stored.envelope.encode());
    }
    out
}

/// Reads a page of a read.
///
/// # Errors
///
/// [`DecodeError`]; [`DecodeError::TooLong`] above [`PAGE_ENTRIES_MAX`]; [`DecodeError::NotCanonical`] unless cursors rise.
pub fn decode_page(bytes: &[u8]) -> Result<Vec<Stored>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let mut entries: Vec<Stored> = Vec::new();
    while reader.remaining() > 0 {
        if entries.len() == PAGE_ENTRIES_MAX {
            return Err(DecodeError::TooLong);
        }
        let cursor = reader.u64()?;
        if entries.last().is_some_and(|last| last.cursor >= cursor) {
            return Err(DecodeError::NotCanonical);
        }
        let envelope = Envelope::decode(reader.frame(Envelope::LEN_MAX)?)?;
        entries.push(Stored { cursor, envelope });
    }
    Ok(entries)
}
