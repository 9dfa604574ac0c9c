//! The log: who said what, in an order that all devices agree on.

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::event::Event;

/// One of the two people in a space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partner {
    /// The one who opened the space.
    Host,
    /// The one who was invited.
    Guest,
}

impl Partner {
    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Host => Self::Guest,
            Self::Guest => Self::Host,
        }
    }
}

/// Names an entry: its hash, 32 bytes; hex in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(#[serde(with = "crate::hex")] pub [u8; 32]);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({self})")
    }
}

/// A point in the log: Lamport counter first, the entry's hash to break ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// One more than the larger counter of the two entries it names: its author's previous one, and the end of the partner's chain
    /// that its author had. Derived from signed headers, so nobody can choose it.
    pub lamport: u64,
    /// The entry's hash; breaks ties between entries written apart.
    pub entry: EntryId,
}

/// An event with its author and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands. Unique: equal stamps are repeats of one entry.
    pub at: Stamp,
    /// Who wrote it.
    pub by: Partner,
    /// What was said.
    pub event: Event,
}
