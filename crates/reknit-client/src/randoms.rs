//! Randomness, one stream per purpose.
//!
//! What is written privately must not change a byte of what is sent (safety rule 1), so private edits draw from a stream of
//! their own. With the system's source that makes no difference; in a repeatable run it is what makes the rule testable.

use reknit_vault::random::{OsRandom, Random};

/// The streams.
pub struct Randoms {
    /// Keys, and whatever is sent because both may read it.
    pub shared: Box<dyn Random>,
    /// Private edits.
    pub private: Box<dyn Random>,
    /// Sealing of the vault, the keyring and snapshots, which go to the relay on their schedule.
    pub sealing: Box<dyn Random>,
    /// Sealing of what this device keeps, which happens after every edit.
    pub keeping: Box<dyn Random>,
}

impl Randoms {
    /// The system's source for all.
    #[must_use]
    pub fn os() -> Self {
        Self {
            shared: Box::new(OsRandom),
            private: Box::new(OsRandom),
            sealing: Box::new(OsRandom),
            keeping: Box::new(OsRandom),
        }
    }
}

impl core::fmt::Debug for Randoms {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Randoms")
    }
}
