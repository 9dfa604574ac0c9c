//! What a device keeps: sealed blobs by name, and one record that says how to unlock them.
//!
//! On a device of one's own they lie in IndexedDB; elsewhere in the memory of the tab, so that locking loses nothing.
//! Nothing in them is readable: names are a hash of the account and a word for the kind.

use std::collections::BTreeMap;

use reknit_vault::{
    Unreadable,
    blob::{AccountKey, BlobKind, Front},
    random::Random,
    secret::Secret,
    wrap::{AccountId, Kek},
};
use serde::{Deserialize, Serialize};

use crate::bytes_serde;

/// All kept blobs of a device, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep(pub BTreeMap<String, Vec<u8>>);

/// What a device keeps, each for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Blob {
    /// Keyring, and what was seen of the account.
    Account,
    /// The [`DeviceRecord`].
    Device,
    /// What waits to be sent.
    Outbox,
    /// The vault.
    Private,
    /// The log of the space.
    Space,
}

impl Blob {
    pub(crate) const ALL: [Self; 5] =
        [Self::Account, Self::Device, Self::Outbox, Self::Private, Self::Space];

    /// Its name on every device there is.
    const fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Device => "device",
            Self::Outbox => "outbox",
            Self::Private => "private",
            Self::Space => "space",
        }
    }
}

/// How to unlock this device: the only record that is not sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeviceRecord {
    /// For Argon2id.
    #[serde(with = "bytes_serde")]
    pub(crate) salt: [u8; 16],
    #[serde(with = "bytes_serde")]
    pub(crate) account: [u8; 16],
    pub(crate) generation: u64,
    /// The account key under the stretched passphrase.
    #[serde(with = "bytes_serde")]
    pub(crate) wrap: Vec<u8>,
}

impl Keep {
    /// Name of a blob of an account. There is one record that says how to unlock, whoever's it is.
    pub(crate) fn name(account: AccountId, what: Blob) -> String {
        match what {
            Blob::Device => what.word().to_owned(),
            _ => format!("{}/{}", data_encoding::HEXLOWER.encode(&account.0), what.word()),
        }
    }

    /// Whether an account can be unlocked here.
    #[must_use]
    pub fn can_unlock(&self) -> bool {
        self.0.contains_key(Blob::Device.word())
    }

    /// Whether what is kept here belongs to another account than the one with this name: its owner may have words in it that were never
    /// sent.
    #[must_use]
    pub fn is_of_another(&self, handle: &str) -> bool {
        let mine = AccountId::of(&handle.trim().to_lowercase());
        match self.device() {
            Some(device) => device.account != mine.0,
            None => {
                let outbox = Self::name(mine, Blob::Outbox);
                let is_outbox = |it: &&String| it.ends_with(Blob::Outbox.word());
                self.0.keys().filter(is_outbox).any(|it| *it != outbox)
            }
        }
    }

    pub(crate) fn device(&self) -> Option<DeviceRecord> {
        serde_json::from_slice(self.0.get(Blob::Device.word())?).ok()
    }

    /// Opens a blob with whichever of `keys` sealed it.
    pub(crate) fn open(&self, keys: &[AccountKey], what: Blob) -> OpenKeep {
        let Some(account) = keys.first().map(AccountKey::account) else { return OpenKeep::Nothing };
        let Some(blob) = self.0.get(&Self::name(account, what)) else { return OpenKeep::Nothing };
        let generation = Front::read(blob).map(|it| it.generation);
        let key = keys.iter().find(|it| Some(it.generation()) == generation);
        match key.map(|it| open(it, what, blob)) {
            Some(Ok(plain)) => OpenKeep::Plain(plain),
            Some(Err(Unreadable)) | None => OpenKeep::Broken,
        }
    }
}

/// What came of opening a kept blob.
#[derive(Debug)]
pub(crate) enum OpenKeep {
    Nothing,
    Plain(Vec<u8>),
    Broken,
}

impl OpenKeep {
    /// The value inside, if there is one that reads.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(self) -> Option<T> {
        match self {
            Self::Plain(plain) => serde_json::from_slice(&plain).ok(),
            Self::Nothing | Self::Broken => None,
        }
    }

    pub(crate) fn plain(self) -> Option<Vec<u8>> {
        match self {
            Self::Plain(plain) => Some(plain),
            Self::Nothing | Self::Broken => None,
        }
    }
}

/// The private vault is kept at its one length here too: whoever holds the device must not see it grow.
fn kind_of(what: Blob) -> BlobKind {
    if what == Blob::Private { BlobKind::Vault } else { BlobKind::Kept }
}

fn context_of(what: Blob) -> Vec<u8> {
    format!("kept/{}", what.word()).into_bytes()
}

/// Seals a blob for this device.
pub(crate) fn seal(
    key: &AccountKey,
    random: &mut dyn Random,
    what: Blob,
    plain: &[u8],
) -> Option<Vec<u8>> {
    key.seal(random, kind_of(what), 0, &context_of(what), plain).ok()
}

fn open(key: &AccountKey, what: Blob, blob: &[u8]) -> Result<Vec<u8>, Unreadable> {
    key.open(kind_of(what), &context_of(what), blob).map(|(_, plain)| plain)
}

impl DeviceRecord {
    /// Makes the record for an account key and a stretched passphrase.
    pub(crate) fn make(
        random: &mut dyn Random,
        key: &AccountKey,
        salt: [u8; 16],
        stretched: &[u8; 32],
    ) -> Self {
        let account = key.account().0;
        let kek = Kek::from_stretched(stretched, &salt);
        let wrap = kek.wrap(random, &account, key.generation(), key.secret());
        Self { salt, account, generation: key.generation(), wrap }
    }

    /// The account key, if the passphrase was right.
    pub(crate) fn unwrap(&self, stretched: &[u8; 32]) -> Result<AccountKey, Unreadable> {
        let kek = Kek::from_stretched(stretched, &self.salt);
        let secret: Secret = kek.unwrap(&self.account, self.generation, &self.wrap)?;
        Ok(AccountKey::from_secret(AccountId(self.account), self.generation, secret))
    }
}

#[cfg(test)]
mod tests {
    use reknit_vault::random::OsRandom;

    use super::*;

    #[test]
    fn a_copy_is_its_owners_and_nobody_elses() {
        let sam = AccountId::of("sam");
        let key = AccountKey::make(&mut OsRandom, sam, 1);
        let device = DeviceRecord::make(&mut OsRandom, &key, [0; 16], &[1; 32]);
        let mut keep = Keep::default();
        assert!(!keep.is_of_another("noor"), "there is nothing");
        let outbox = seal(&key, &mut OsRandom, Blob::Outbox, b"[]").unwrap();
        keep.0.insert(Keep::name(sam, Blob::Outbox), outbox);
        for with_device in [false, true] {
            if with_device {
                let record = serde_json::to_vec(&device).unwrap();
                keep.0.insert(Keep::name(sam, Blob::Device), record);
            }
            assert!(keep.is_of_another("noor"));
            assert!(!keep.is_of_another(" Sam "));
        }
    }
}
