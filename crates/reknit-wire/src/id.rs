//! Names of things: spaces, members, entries, keys, mailboxes.
//!
//! All are (parts of) SHA-256 hashes or derived keys, never counters, so nobody hands them out. In JSON they are
//! lowercase hex.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest, Sha256};

/// Defines a fixed-size identifier with hex in `Display`, `Debug` and serde.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// Reads lowercase hex, exactly as `Display` writes it.
            #[must_use]
            pub fn from_hex(hex: &str) -> Option<Self> {
                let bytes = data_encoding::HEXLOWER.decode(hex.as_bytes()).ok()?;
                bytes.try_into().ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let hex = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::from_hex(&hex).ok_or_else(|| D::Error::custom(concat!("not a ", stringify!($name))))
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some(format!("^[0-9a-f]{{{}}}$", $len * 2)))
                    .into()
            }
        }
        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

id!(
    /// A space: the first 16 bytes of a hash of its genesis body, so it certifies itself.
    SpaceId, 16
);
id!(
    /// A member of a space: the first 16 bytes of a hash of their identity key there.
    MemberId, 16
);
id!(
    /// An entry: the hash of its header, which contains the hash of its body.
    EntryHash, 32
);
id!(
    /// An epoch key, by the first 16 bytes of the commitment to it.
    KeyId, 16
);
id!(
    /// A mailbox for one invitation, derived from its secret.
    MailboxId, 16
);
id!(
    /// An account: the first 16 bytes of a hash of its handle. The relay stores this and never the handle.
    AccountId, 16
);
id!(
    /// A login session of an account, safe to show to its owner. Not the token.
    SessionId, 16
);

impl EntryHash {
    /// The absent entry: what the first entry of a chain names as its previous one.
    pub const NONE: Self = Self([0; 32]);

    /// Whether this names no entry.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

impl AccountId {
    /// The account with this handle.
    #[must_use]
    pub fn of(handle: &str) -> Self {
        Self(first16(&sha256(&[b"reknit/v1/account\0", handle.as_bytes()])))
    }
}

impl MemberId {
    /// The member who holds the Ed25519 identity key `identity` (32 bytes).
    #[must_use]
    pub fn of(identity: &[u8; 32]) -> Self {
        Self(first16(&sha256(&[b"reknit/v1/member\0", identity])))
    }
}

impl SpaceId {
    /// The space that begins with the genesis body `genesis`.
    #[must_use]
    pub fn of(genesis: &[u8]) -> Self {
        Self(first16(&sha256(&[b"reknit/v1/space\0", genesis])))
    }
}

/// SHA-256 over the parts, one after the other. The first part is always a domain that ends in a zero byte.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}

/// The first half of a hash.
#[must_use]
pub fn first16(hash: &[u8; 32]) -> [u8; 16] {
    let mut out = [0; 16];
    out.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    out
}
