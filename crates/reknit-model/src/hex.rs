//! Byte strings as lowercase hex in stored events.

use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

pub(crate) fn serialize<S: Serializer>(bytes: impl AsRef<[u8]>, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&data_encoding::HEXLOWER.encode(bytes.as_ref()))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>, T: TryFrom<Vec<u8>>>(
    d: D,
) -> Result<T, D::Error> {
    let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
    let bytes = data_encoding::HEXLOWER
        .decode(text.as_bytes())
        .map_err(|_| D::Error::custom("not lowercase hex"))?;
    T::try_from(bytes).map_err(|_| D::Error::custom("wrong length"))
}
