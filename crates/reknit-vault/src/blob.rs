//! Blobs sealed under the account key: keyring, private vault, snapshots, and what an own device keeps.
//!
//! ```text
//! u8 proto ‖ u8 kind ‖ u64 generation ‖ u64 version ‖ nonce [24] ‖ ciphertext ‖ tag [16]
//! ```
//!
//! The front is bound, with the account and a context, so a relay can neither swap two blobs nor pass an old one off as newer.

use reknit_wire::{
    PROTO,
    bytes::Reader,
    limits::{KEYRING_BYTES_MAX, SNAPSHOT_BYTES_MAX, VAULT_BYTES},
};

use crate::{
    Unreadable, aead, pad,
    random::{self, Random},
    secret::Secret,
    wrap::AccountId,
};

/// What a blob holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum BlobKind {
    /// The keyring.
    Keyring = 1,
    /// The private vault: one length for everybody.
    Vault = 2,
    /// A snapshot of a space.
    Snapshot = 3,
    /// Kept on a device.
    Kept = 4,
}

/// Bytes before the ciphertext.
const FRONT_LEN: usize = 18 + 24;

/// What a blob adds to its padded plaintext, in bytes.
pub const BLOB_OVERHEAD: usize = FRONT_LEN + aead::TAG_LEN;

/// The plaintext is too long for its kind; nothing was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no room for it")]
pub struct Full;

/// The account key: opens everything that is only mine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountKey {
    account: AccountId,
    generation: u64,
    key: Secret,
}

impl AccountKey {
    /// Makes the key of a generation.
    pub fn make(random: &mut dyn Random, account: AccountId, generation: u64) -> Self {
        Self { account, generation, key: Secret::make(random) }
    }

    /// Takes over an unwrapped key.
    #[must_use]
    pub fn from_secret(account: AccountId, generation: u64, key: Secret) -> Self {
        Self { account, generation, key }
    }

    /// The bytes, for wrapping.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.key
    }

    /// Whose.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Its number, from 1.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Seals a blob. `context` names what it belongs to within its kind, such as a space.
    ///
    /// It is compressed first. A vault always has the same length.
    ///
    /// # Errors
    ///
    /// [`Full`].
    pub fn seal(
        &self,
        random: &mut dyn Random,
        kind: BlobKind,
        version: u64,
        context: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, Full> {
        let packed = miniz_oxide::deflate::compress_to_vec(plain, 8);
        let padded = match kind {
            BlobKind::Vault if packed.len() + 4 > VAULT_BYTES => return Err(Full),
            BlobKind::Vault => pad::pad_to(&packed, VAULT_BYTES),
            BlobKind::Keyring | BlobKind::Snapshot | BlobKind::Kept => pad::pad(&packed),
        };
        let mut out = self.front(kind, version);
        let nonce = random::make(random);
        let sealed = aead::seal(&self.blob_key(kind), &nonce, &self.ad(&out, context), &padded);
        out.extend_from_slice(&nonce);
        out.extend(sealed);
        let max = match kind {
            BlobKind::Keyring => KEYRING_BYTES_MAX,
            BlobKind::Vault | BlobKind::Snapshot | BlobKind::Kept => SNAPSHOT_BYTES_MAX,
        };
        if out.len() > max { Err(Full) } else { Ok(out) }
    }

    /// Opens a blob and tells its version.
    ///
    /// # Errors
    ///
    /// [`Unreadable`], also for one of another generation, kind or context.
    pub fn open(
        &self,
        kind: BlobKind,
        context: &[u8],
        blob: &[u8],
    ) -> Result<(u64, Vec<u8>), Unreadable> {
        let mut reader = Reader::new(blob);
        let front = reader.take(18).map_err(|_| Unreadable)?;
        let nonce = reader.array().map_err(|_| Unreadable)?;
        let sealed = reader.take(reader.remaining()).map_err(|_| Unreadable)?;
        let fits = |it: &Front| it.kind == kind as u8 && it.generation == self.generation;
        let version = Front::read(front).filter(fits).ok_or(Unreadable)?.version;
        let padded = aead::open(&self.blob_key(kind), &nonce, &self.ad(front, context), sealed)?;
        let packed = pad::unpad(&padded).map_err(|_| Unreadable)?;
        let max = UNPACKED_BYTES_MAX;
        let plain = miniz_oxide::inflate::decompress_to_vec_with_limit(packed, max)
            .map_err(|_| Unreadable)?;
        Ok((version, plain))
    }

    fn front(&self, kind: BlobKind, version: u64) -> Vec<u8> {
        let mut front = vec![PROTO, kind as u8];
        front.extend_from_slice(&self.generation.to_be_bytes());
        front.extend_from_slice(&version.to_be_bytes());
        front
    }

    fn blob_key(&self, kind: BlobKind) -> Secret {
        self.key.derive(&[b"reknit/v1/blob/key\0", &[kind as u8]])
    }

    fn ad(&self, front: &[u8], context: &[u8]) -> Vec<u8> {
        let mut ad = b"reknit/v1/blob\0".to_vec();
        ad.extend_from_slice(&self.account.0);
        ad.extend_from_slice(front);
        ad.extend_from_slice(context);
        ad
    }
}

/// Whether a vault with this inside can still be sealed at its one length.
#[must_use]
pub fn vault_fits(plain: &[u8]) -> bool {
    vault_fits_beside(plain, 0)
}

/// The same, with so many bytes of its room left over.
#[must_use]
pub fn vault_fits_beside(plain: &[u8], spare_bytes: usize) -> bool {
    // Deflate adds at most 5 bytes to a block of 64 KiB that it cannot make smaller.
    let room = (VAULT_BYTES - 4).saturating_sub(spare_bytes);
    plain.len() + 64 <= room || miniz_oxide::deflate::compress_to_vec(plain, 8).len() <= room
}

/// Most a blob may unpack to: a sealed blob comes only from its owner, but a device should not fall over a broken one.
const UNPACKED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The readable front of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Front {
    kind: u8,
    /// Number of the account key that sealed it.
    pub generation: u64,
    /// Version within the generation.
    pub version: u64,
}

impl Front {
    /// Reads the front of a blob, to know which account key to try. Proves nothing until the blob is opened.
    #[must_use]
    pub fn read(blob: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(blob);
        if reader.u8().ok()? != PROTO {
            return None;
        }
        Some(Self {
            kind: reader.u8().ok()?,
            generation: reader.u64().ok()?,
            version: reader.u64().ok()?,
        })
    }
}
