//! The key of one entry alone, to show somebody else what was signed without showing them anything that is still to come.
//!
//! An epoch key, or a content key derived from it, opens every entry of its epoch, also tomorrow's. XChaCha20 makes a key of its
//! own for each nonce; that one opens a single entry. The entry's author signed the ciphertext, so a reader who checks the
//! signature and opens with this key sees the words that were signed: another key that opens the same ciphertext cannot be found
//! for it (the tag has 128 bits). Somebody who *makes* an entry could try to build one that opens in two ways; the words would
//! have to be readable under two unrelated keystreams.

use reknit_wire::header::{Header, Kind};

use crate::{
    Unreadable, aead,
    epoch::{EpochKey, Opened, read_opened},
    secret::Secret,
};

/// Opens one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryKey(Secret);

impl EpochKey {
    /// The key of the entry with this header.
    #[must_use]
    pub fn entry_key(&self, header: &Header) -> EntryKey {
        EntryKey(aead::single_key(&self.content_key(header.space, header.author), &header.nonce))
    }
}

impl EntryKey {
    /// Takes over a key from an export.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Secret::from_bytes(bytes))
    }

    /// The bytes, for an export.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.bytes()
    }

    /// Opens its entry.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub fn open(&self, header: &Header, body: &[u8]) -> Result<Opened, Unreadable> {
        if header.kind != Kind::Event {
            return Err(Unreadable);
        }
        let ad = header.associated_data();
        read_opened(&aead::open_single(&self.0, &header.nonce, &ad, body)?)
    }
}
