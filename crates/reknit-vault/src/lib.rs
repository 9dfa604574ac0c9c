#![doc = include_str!("../README.md")]
#![deny(clippy::indexing_slicing)]

mod aead;
pub mod blob;
pub mod entry_key;
pub mod epoch;
pub mod identity;
pub mod invite;
mod key_box;
pub mod pad;
pub mod random;
pub mod recovery;
pub mod secret;
#[cfg(feature = "slow")]
pub mod slow;
pub mod slow_job;
pub mod talk;
pub mod withheld;
pub mod wrap;

/// Something sealed did not open: wrong key, wrong place, or changed bytes. Which of them is not told apart on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it cannot be opened")]
pub struct Unreadable;
