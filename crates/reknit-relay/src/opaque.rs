//! The relay's half of OPAQUE (RFC 9807). It never sees a passphrase, and the database alone gives no way to test guesses.

use std::{
    collections::HashMap,
    io::Write as _,
    path::Path,
    sync::Mutex,
    time::{Duration, Instant},
};

use opaque_ke::{
    CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload,
    ServerLogin, ServerLoginParameters, ServerRegistration, ServerSetup,
};
use rand08::rngs::OsRng;
use reknit_wire::{api::Code, id::AccountId, opaque::Suite};

use crate::limits::Trier;

/// How long a login may take between its two messages.
const LOGIN_SECONDS: u64 = 60;

/// Most attempts begun and not ended, so that beginning them cannot fill the memory. The oldest makes room for the newest, so that nobody
/// is refused because of others; a person needs a second or two between the two messages.
const LOGINS_MAX: usize = 10_000;

/// The relay's secret for OPAQUE, kept in a file beside the database and never in it.
pub(crate) struct OpaqueServer(ServerSetup<Suite>);

/// Why the OPAQUE setup was not opened.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// There are accounts, and nobody could sign in to them any more.
    #[error(
        "the file opaque-setup is missing, and this database has accounts that need it; \
         restore it from its backup, or nobody can sign in"
    )]
    Missing,
    /// The file is not one that this program wrote.
    #[error("the file opaque-setup is damaged; restore it from its backup")]
    Damaged,
    /// It could not be read or written.
    #[error("the file opaque-setup cannot be used: {0}")]
    File(#[from] std::io::Error),
}

impl OpaqueServer {
    /// Reads the setup, or makes one while nobody has an account.
    pub(crate) fn open(path: &Path, has_accounts: bool) -> Result<Self, SetupError> {
        match std::fs::read(path) {
            Ok(bytes) => {
                let setup = ServerSetup::deserialize(&bytes).map_err(|_| SetupError::Damaged)?;
                Ok(Self(setup))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                if has_accounts {
                    return Err(SetupError::Missing);
                }
                let setup = ServerSetup::<Suite>::new(&mut OsRng);
                write_private(path, &setup.serialize())?;
                Ok(Self(setup))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Answers a registration.
    pub(crate) fn register(&self, id: AccountId, request: &[u8]) -> Result<Vec<u8>, Code> {
        let request = RegistrationRequest::deserialize(request).map_err(|_| Code::Malformed)?;
        let started = ServerRegistration::<Suite>::start(&self.0, request, &id.0);
        Ok(started.map_err(|_| Code::Malformed)?.message.serialize().to_vec())
    }

    /// What is stored of a registration.
    pub(crate) fn file(upload: &[u8]) -> Result<Vec<u8>, Code> {
        let upload = RegistrationUpload::deserialize(upload).map_err(|_| Code::Malformed)?;
        Ok(ServerRegistration::<Suite>::finish(upload).serialize().to_vec())
    }

    /// Answers a login; for an account that is not there, with a dummy that looks and costs the same.
    pub(crate) fn login(
        &self,
        id: AccountId,
        file: Option<&[u8]>,
        request: &[u8],
    ) -> Result<(Vec<u8>, Vec<u8>), Code> {
        let request = CredentialRequest::deserialize(request).map_err(|_| Code::Malformed)?;
        let file = file
            .map(ServerRegistration::<Suite>::deserialize)
            .transpose()
            .map_err(|_| Code::Internal)?;
        let params = ServerLoginParameters::default();
        let started = ServerLogin::start(&mut OsRng, &self.0, file, request, &id.0, params)
            .map_err(|_| Code::Malformed)?;
        Ok((started.state.serialize().to_vec(), started.message.serialize().to_vec()))
    }

    /// Whether the other side knew the passphrase.
    pub(crate) fn finish(state: &[u8], finish: &[u8]) -> Result<(), Code> {
        let state = ServerLogin::<Suite>::deserialize(state).map_err(|_| Code::Internal)?;
        let finish = CredentialFinalization::deserialize(finish).map_err(|_| Code::Malformed)?;
        let done = state.finish(finish, ServerLoginParameters::default());
        done.map(|_| ()).map_err(|_| Code::WrongCredentials)
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Attempts between their two messages, in memory only.
#[derive(Debug, Default)]
pub(crate) struct Logins(Mutex<HashMap<[u8; 16], Attempt>>);

#[derive(Debug)]
struct Attempt {
    begun: Begun,
    until: Instant,
}

/// What is remembered of an attempt.
#[derive(Debug)]
pub(crate) struct Begun {
    /// Whose account is tried.
    pub(crate) account: AccountId,
    /// Whose try this is.
    pub(crate) trier: Trier,
    /// Of which keys the account was then. The state fits these for good, so whoever ends the attempt asks whether they are still there.
    pub(crate) generation: u64,
    /// OPAQUE state, or the challenge of a recovery.
    pub(crate) state: Vec<u8>,
}

impl Logins {
    /// Notes an attempt and names it.
    pub(crate) fn begin(&self, now: Instant, begun: Begun) -> Result<[u8; 16], Code> {
        let mut name = [0; 16];
        getrandom::fill(&mut name).map_err(|_| Code::Internal)?;
        let mut attempts = self.0.lock().map_err(|_| Code::Internal)?;
        attempts.retain(|_, it| it.until > now);
        if attempts.len() >= LOGINS_MAX {
            let oldest = attempts.iter().min_by_key(|it| it.1.until).map(|it| *it.0);
            oldest.and_then(|it| attempts.remove(&it));
        }
        let until = now + Duration::from_secs(LOGIN_SECONDS);
        attempts.insert(name, Attempt { begun, until });
        Ok(name)
    }

    /// Takes an attempt: each has one try.
    pub(crate) fn take(&self, now: Instant, name: &[u8]) -> Result<Begun, Code> {
        let name: [u8; 16] = name.try_into().map_err(|_| Code::Malformed)?;
        let mut attempts = self.0.lock().map_err(|_| Code::Internal)?;
        let attempt = attempts.remove(&name).filter(|it| it.until > now);
        attempt.map(|it| it.begun).ok_or(Code::WrongCredentials)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_that_are_only_begun_make_room_for_those_that_come() {
        let logins = Logins::default();
        let (now, id) = (crate::Clock::now(), AccountId([1; 16]));
        let begun =
            || Begun { account: id, trier: Trier::Name(id), generation: 1, state: Vec::new() };
        let begin = |ms| logins.begin(now + Duration::from_millis(ms), begun()).unwrap();
        let first = begin(0);
        let second = begin(1);
        let mut all = logins.0.lock().unwrap();
        for at in 2..LOGINS_MAX {
            let mut name = [0; 16];
            name[..8].copy_from_slice(&at.to_le_bytes());
            let until = now + Duration::from_secs(LOGIN_SECONDS + 1);
            all.insert(name, Attempt { begun: begun(), until });
        }
        drop(all);
        let last = begin(2);
        assert!(logins.take(now, &first).is_err(), "the oldest made room");
        assert!(logins.take(now, &second).is_ok());
        assert!(logins.take(now, &last).is_ok());
    }
}
