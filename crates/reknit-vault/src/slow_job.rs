//! Jobs for the slow half of signing in, as bytes, so that a worker can do them and be dropped.
//!
//! The app builds a [`Job`] and reads an [`Outcome`]; only the worker is built with OPAQUE and Argon2id.

use reknit_wire::{
    bytes::{DecodeError, Reader, put_frame},
    limits::OPAQUE_BYTES_MAX,
};
use zeroize::Zeroizing;

/// Longest passphrase, in bytes.
pub const PASSPHRASE_BYTES_MAX: usize = 1024;

/// One job.
#[derive(Clone, PartialEq, Eq)]
pub enum Job {
    /// First message of a registration.
    RegisterStart {
        /// The passphrase.
        passphrase: String,
    },
    /// Last message of a registration.
    RegisterFinish {
        /// The passphrase.
        passphrase: String,
        /// From the first outcome.
        state: Vec<u8>,
        /// The relay's answer.
        response: Vec<u8>,
    },
    /// First message of a login.
    LoginStart {
        /// The passphrase.
        passphrase: String,
    },
    /// Last message of a login.
    LoginFinish {
        /// The passphrase.
        passphrase: String,
        /// From the first outcome.
        state: Vec<u8>,
        /// The relay's answer.
        response: Vec<u8>,
    },
    /// Argon2id of the passphrase, for a copy on one's own device.
    Stretch {
        /// The passphrase.
        passphrase: String,
        /// 16 bytes.
        salt: Vec<u8>,
    },
}

/// What came of a job: two byte strings whose meaning depends on it.
///
/// | job | first | second |
/// |---|---|---|
/// | register start, login start | state | message |
/// | register finish, login finish | message | export key, 64 bytes |
/// | stretch | 32 bytes | empty |
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    /// See the table.
    pub first: Zeroizing<Vec<u8>>,
    /// See the table.
    pub second: Zeroizing<Vec<u8>>,
}

impl core::fmt::Debug for Job {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Job(…)")
    }
}

impl core::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Outcome(…)")
    }
}

/// A passphrase as it is used: outer spaces dropped, inner runs of spaces made one.
#[must_use]
pub fn tidy_passphrase(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Job {
    /// Writes the job.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let (op, fields): (u8, [&[u8]; 3]) = match self {
            Self::RegisterStart { passphrase } => (1, [passphrase.as_bytes(), &[], &[]]),
            Self::RegisterFinish { passphrase, state, response } => {
                (2, [passphrase.as_bytes(), state, response])
            }
            Self::LoginStart { passphrase } => (3, [passphrase.as_bytes(), &[], &[]]),
            Self::LoginFinish { passphrase, state, response } => {
                (4, [passphrase.as_bytes(), state, response])
            }
            Self::Stretch { passphrase, salt } => (5, [passphrase.as_bytes(), salt, &[]]),
        };
        let mut out = vec![op];
        for field in fields {
            put_frame(&mut out, field);
        }
        out
    }

    /// Reads a job.
    ///
    /// # Errors
    ///
    /// [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes);
        let op = reader.u8()?;
        let passphrase = core::str::from_utf8(reader.frame(PASSPHRASE_BYTES_MAX)?)
            .map_err(|_| DecodeError::NotCanonical)?
            .to_owned();
        let second = reader.frame(OPAQUE_BYTES_MAX)?.to_vec();
        let third = reader.frame(OPAQUE_BYTES_MAX)?.to_vec();
        reader.end()?;
        match (op, second.is_empty(), third.is_empty()) {
            (1, true, true) => Ok(Self::RegisterStart { passphrase }),
            (2, false, false) => {
                Ok(Self::RegisterFinish { passphrase, state: second, response: third })
            }
            (3, true, true) => Ok(Self::LoginStart { passphrase }),
            (4, false, false) => {
                Ok(Self::LoginFinish { passphrase, state: second, response: third })
            }
            (5, false, true) => Ok(Self::Stretch { passphrase, salt: second }),
            _ => Err(DecodeError::NotCanonical),
        }
    }
}

impl Outcome {
    /// Writes an outcome; a job that failed (a wrong passphrase, a forged answer) is empty bytes.
    #[must_use]
    pub fn encode(outcome: Option<&Self>) -> Vec<u8> {
        let mut out = Vec::new();
        if let Some(outcome) = outcome {
            put_frame(&mut out, &outcome.first);
            put_frame(&mut out, &outcome.second);
        }
        out
    }

    /// Reads an outcome; `None` for a job that failed.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let first = reader.frame(OPAQUE_BYTES_MAX).ok()?.to_vec().into();
        let second = reader.frame(OPAQUE_BYTES_MAX).ok()?.to_vec().into();
        reader.end().ok()?;
        Some(Self { first, second })
    }
}
