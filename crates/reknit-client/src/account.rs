//! Signing up, signing in, unlocking, recovering, and changing the passphrase.
//!
//! Each is a short conversation with the relay around one slow job in a worker. They end with an [`Engine`] that goes on by itself.
//! A wrong handle and a wrong passphrase are one error, because the relay does not tell them apart either.

mod call;
mod changing;
mod deleting;
mod invitation;
mod kept;
mod offer;
mod procedures;
mod reading;

pub(crate) use call::json_request;
pub(crate) use kept::{Blob, DeviceRecord, seal as seal_kept};

pub use call::bearer;
pub use changing::{Recover, RekeyJob, Rekeyed, recover, rekey};
pub use deleting::{check, delete};
pub use invitation::{InviteError, Peek, peek};
pub use kept::Keep;
pub use offer::{
    PASSPHRASE_CHARS_MIN, Strength, offer_handle, offer_passphrase, passphrase_strength,
};
pub use procedures::{RecoverySheet, SignIn, SignUp, Unlocked, register, resume, sign_in, unlock};
pub use reading::sign_in_to_read;

/// Why signing in or up came to nothing. What was typed is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Name and passphrase, or name and code, do not fit.
    #[error("name and passphrase do not fit")]
    WrongCredentials,
    /// Somebody else has this name.
    #[error("the name is taken")]
    HandleTaken,
    /// A name has 3 to 40 of a-z, 0-9 and `-`.
    #[error("the name is not well formed")]
    BadHandle,
    /// The passphrase is too short or too long, or one letter over and over.
    #[error("the passphrase is too short or too long, or one letter over and over")]
    WeakPassphrase,
    /// The relay takes no new accounts.
    #[error("the relay takes no new accounts")]
    RegistrationClosed,
    /// Too many tries; wait a minute.
    #[error("too many tries")]
    SlowDown,
    /// The relay was not reached.
    #[error("the relay was not reached")]
    Offline,
    /// What the relay gave does not open with the right passphrase: changed, or not the newest.
    #[error("the account cannot be opened")]
    Damaged,
    /// The account was changed elsewhere at the same moment; try again.
    #[error("the account was changed at the same moment")]
    Busy,
    /// The last answer was lost: the new passphrase may be in force, or the one before.
    #[error("it may have worked, or not")]
    Unsure,
    /// The relay is reached and not in order: its host has to mend it.
    #[error("the relay is out of order")]
    Down,
    /// The relay or the worker failed.
    #[error("the relay failed")]
    Relay,
}

/// Why the copy on this device was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// The passphrase is not the one this copy was kept under.
    #[error("the passphrase does not fit")]
    WrongPassphrase,
    /// There is no copy here.
    #[error("there is no copy here")]
    Nothing,
    /// The device does not give the copy now; later it may.
    #[error("the copy cannot be read now")]
    Unread,
    /// The copy is broken; signing in fetches everything that was sent.
    #[error("the copy is broken")]
    Damaged,
}
