//! Everything before an account is open, and the private questions.

pub(crate) mod invited;
mod passphrase;
pub(crate) mod paste;
pub(crate) mod questions;
pub(crate) mod recover;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
mod told;
pub(crate) mod unlock;

pub(crate) use passphrase::{Choice, choose};

use reknit_client::account::SignError;

use crate::words::t;

/// Why signing in or up came to nothing, in words.
pub(crate) fn sign_error(error: SignError) -> String {
    match error {
        SignError::WrongCredentials => t!("error-wrong-credentials"),
        SignError::HandleTaken => t!("error-handle-taken"),
        SignError::BadHandle => t!("error-bad-handle"),
        SignError::WeakPassphrase => t!("error-weak-passphrase"),
        SignError::RegistrationClosed => t!("error-registration-closed"),
        SignError::SlowDown => t!("error-slow-down"),
        SignError::Offline => t!("error-offline"),
        SignError::Damaged => t!("error-damaged"),
        SignError::Busy => t!("error-busy"),
        SignError::Unsure => t!("error-unsure"),
        SignError::Down => t!("error-down"),
        SignError::Relay => t!("error-relay"),
    }
}
