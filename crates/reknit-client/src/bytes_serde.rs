//! Secrets and byte strings as base64url, for the JSON inside sealed blobs.

use reknit_vault::secret::Secret;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A secret inside a sealed blob.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) Secret);

impl From<&Secret> for Key {
    fn from(secret: &Secret) -> Self {
        Self(secret.clone())
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&data_encoding::BASE64URL_NOPAD.encode(self.0.bytes()))
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        array(d).map(|bytes| Self(Secret::from_bytes(bytes)))
    }
}

/// Serialises byte arrays and vectors as base64url.
pub(crate) fn serialize<S: Serializer>(bytes: impl AsRef<[u8]>, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&data_encoding::BASE64URL_NOPAD.encode(bytes.as_ref()))
}

/// Reads what [`serialize`] wrote, of the length the field has.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<Vec<u8>>>(
    d: D,
) -> Result<T, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
    let bytes = data_encoding::BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| D::Error::custom("not base64url"))?;
    T::try_from(bytes).map_err(|_| D::Error::custom("wrong length"))
}

fn array<'de, D: Deserializer<'de>>(d: D) -> Result<[u8; 32], D::Error> {
    deserialize(d)
}
