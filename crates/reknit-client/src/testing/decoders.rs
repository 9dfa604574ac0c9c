//! One's own blobs, read from any bytes: a partner cannot write them, but a broken one should not take the app down.

use crate::{keyring::Keyring, log::SpaceLog, private::Private};

/// Whether this is a keyring. One that is read is written so that it reads the same.
#[must_use]
pub fn keyring(bytes: &[u8]) -> bool {
    again::<Keyring>(bytes)
}

/// Whether this is what a private vault holds.
#[must_use]
pub fn private_vault(bytes: &[u8]) -> bool {
    again::<Private>(bytes)
}

/// Whether this is a snapshot: entries with memberships that fit together.
#[must_use]
pub fn snapshot(bytes: &[u8]) -> bool {
    SpaceLog::from_snapshot(bytes)
        .is_some_and(|it| SpaceLog::from_snapshot(&it.to_snapshot()).is_some())
}

fn again<T>(bytes: &[u8]) -> bool
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq,
{
    let Ok(read) = serde_json::from_slice::<T>(bytes) else { return false };
    let written = serde_json::to_vec(&read).unwrap_or_default();
    serde_json::from_slice::<T>(&written).is_ok_and(|it| it == read)
}
