//! The conversations themselves.

use reknit_vault::{
    blob::{AccountKey, BlobKind},
    random::make,
    recovery::RecoveryCode,
    secret::Secret,
    slow_job::{Job, Outcome, PASSPHRASE_BYTES_MAX, tidy_passphrase},
    wrap::{AccountId, Kek},
};
use reknit_wire::{
    api::{
        AccountKeys, AccountRecord, LoginFinish, LoginStart, LoginStarted, OpaqueReply, Opened,
        RecoveryKeys, RegisterFinish, RegisterStart,
    },
    bytes::Bytes,
    limits::is_handle,
};

use super::{Blob, DeviceRecord, Keep, SignError, UnlockError, call::call, passphrase_strength};
use crate::{
    engine::{Engine, Output, Start},
    keyring::Keyring,
    ports::{Now, Slow, Transport, Zones},
    private::Private,
    randoms::Randoms,
};

/// An account that is open.
#[derive(Debug)]
pub struct Unlocked {
    /// It goes on from here.
    pub engine: Engine,
    /// The first outputs to carry out.
    pub outputs: Vec<Output>,
}

/// What to print or write down.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoverySheet {
    /// The name to sign in with.
    pub handle: String,
    /// Eight groups of four characters.
    pub code: String,
}

impl core::fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RecoverySheet(…)")
    }
}

/// Making an account.
#[derive(Clone)]
pub struct SignUp {
    /// Name to sign in with.
    pub handle: String,
    /// Passphrase.
    pub passphrase: String,
    /// Whether this device is only theirs.
    pub own_device: bool,
    /// Whether they want a recovery code.
    pub recovery: bool,
}

/// Signing in.
#[derive(Clone)]
pub struct SignIn {
    /// Name.
    pub handle: String,
    /// Passphrase.
    pub passphrase: String,
    /// Whether this device is only theirs.
    pub own_device: bool,
    /// Whatever this device holds: unsent words in it are brought along.
    pub keep: Keep,
}

macro_rules! opaque_debug {
    ($($name:ident),*) => {$(
        impl core::fmt::Debug for $name {
            /// Only the name: there are secrets inside.
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
opaque_debug!(SignUp, SignIn);
pub(super) use opaque_debug;

pub(super) async fn slow(worker: &impl Slow, job: Job) -> Option<Outcome> {
    Outcome::decode(&worker.run(job.encode()).await?)
}

/// Stretches the passphrase for the copy on this device.
pub(super) async fn device_record(
    worker: &impl Slow,
    randoms: &mut Randoms,
    key: &AccountKey,
    passphrase: &str,
) -> Option<DeviceRecord> {
    let salt = make(randoms.sealing.as_mut());
    let stretched = stretch(worker, passphrase, salt).await?;
    Some(DeviceRecord::make(randoms.sealing.as_mut(), key, salt, &stretched))
}

async fn stretch(worker: &impl Slow, passphrase: &str, salt: [u8; 16]) -> Option<[u8; 32]> {
    let job = Job::Stretch { passphrase: tidy_passphrase(passphrase), salt: salt.to_vec() };
    slow(worker, job).await?.first.as_slice().try_into().ok()
}

/// Makes an account.
///
/// # Errors
///
/// [`SignError`].
pub async fn register(
    transport: &impl Transport,
    worker: &impl Slow,
    mut randoms: Randoms,
    zones: Box<dyn Zones>,
    now: Now,
    sign_up: SignUp,
) -> Result<(Unlocked, Option<RecoverySheet>), SignError> {
    let SignUp { handle, passphrase, own_device, recovery } = sign_up;
    if !is_handle(&handle) {
        return Err(SignError::BadHandle);
    }
    if passphrase_strength(&passphrase).is_refused() {
        return Err(SignError::WeakPassphrase);
    }
    let passphrase = tidy_passphrase(&passphrase);
    let id = AccountId::of(&handle);

    let job = Job::RegisterStart { passphrase: passphrase.clone() };
    let started = slow(worker, job).await.ok_or(SignError::Relay)?;
    let request = RegisterStart { handle: handle.clone(), request: Bytes(started.second.to_vec()) };
    let reply: OpaqueReply = call(transport, "register/start", None, &request).await?;
    let job = Job::RegisterFinish {
        passphrase: passphrase.clone(),
        state: started.first.to_vec(),
        response: reply.response.0,
    };
    let done = slow(worker, job).await.ok_or(SignError::Relay)?;

    let key = AccountKey::make(randoms.shared.as_mut(), id, 1);
    let keyring = Keyring::new(&Secret::make(randoms.shared.as_mut()));
    let private = Private::default();
    let kek = Kek::from_export_key(&done.second, id);
    let (keys, sheet) = account_keys(&mut randoms, &handle, &key, &kek, &keyring, recovery)?;
    let plain = serde_json::to_vec(&private).map_err(|_| SignError::Relay)?;
    let vault = seal_vault(&mut randoms, &key, 1, &plain)?;
    let finish = RegisterFinish {
        handle: handle.clone(),
        upload: Bytes(done.first.to_vec()),
        account: keys,
        vault: Bytes(vault),
    };
    let opened: Opened = call(transport, "register/finish", None, &finish).await?;
    let device = device_record(worker, &mut randoms, &key, &passphrase).await;
    let start =
        Start { handle, account: key, own_device, keyring, private, device, randoms, zones };
    let mut engine = Engine::new(start);
    let outputs = engine.attach(now, &opened);
    Ok((Unlocked { engine, outputs }, sheet))
}

/// Wraps a new account key and seals the keyring as version 1.
pub(super) fn account_keys(
    randoms: &mut Randoms,
    handle: &str,
    key: &AccountKey,
    kek: &Kek,
    keyring: &Keyring,
    recovery: bool,
) -> Result<(AccountKeys, Option<RecoverySheet>), SignError> {
    let id = key.account();
    let generation = key.generation();
    let random = randoms.sealing.as_mut();
    let wrap = kek.wrap(random, &id.0, generation, key.secret());
    let code = recovery.then(|| RecoveryCode::make(random));
    let recovery = code.as_ref().map(|code| RecoveryKeys {
        verifier: Bytes(code.verifier(id).to_vec()),
        wrap: Bytes(Kek::from_recovery_code(code.bytes(), id).wrap(
            random,
            &id.0,
            generation,
            key.secret(),
        )),
    });
    let plain = serde_json::to_vec(keyring).map_err(|_| SignError::Relay)?;
    let keyring = key.seal(random, BlobKind::Keyring, 1, b"", &plain);
    let keyring = keyring.map_err(|_| SignError::Relay)?;
    let sheet = code.map(|code| RecoverySheet { handle: handle.to_owned(), code: code.to_text() });
    let keys = AccountKeys { generation, wrap: Bytes(wrap), recovery, keyring: Bytes(keyring) };
    Ok((keys, sheet))
}

pub(super) fn seal_vault(
    randoms: &mut Randoms,
    key: &AccountKey,
    version: u64,
    plain: &[u8],
) -> Result<Vec<u8>, SignError> {
    key.seal(randoms.sealing.as_mut(), BlobKind::Vault, version, b"", plain)
        .map_err(|_| SignError::Relay)
}

/// What somebody signs in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be there.
    Stay,
    /// For one thing that cannot be undone. The relay takes it from no other session.
    FinalAct,
}

/// OPAQUE login: the opened session and the key the passphrase gives.
///
/// A token of the same account, `known_by`, keeps the tries of strangers apart from this one. It opens nothing here.
pub(super) async fn login(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
    known_by: Option<&str>,
    purpose: Purpose,
) -> Result<(Opened, Kek), SignError> {
    let passphrase = tidy_passphrase(passphrase);
    let fits = (1..=PASSPHRASE_BYTES_MAX).contains(&passphrase.len());
    if !is_handle(handle) || !fits {
        return Err(SignError::WrongCredentials);
    }
    let job = Job::LoginStart { passphrase: passphrase.clone() };
    let started = slow(worker, job).await.ok_or(SignError::Relay)?;
    let request = LoginStart { handle: handle.to_owned(), request: Bytes(started.second.to_vec()) };
    let reply: LoginStarted = call(transport, "login/start", known_by, &request).await?;
    let job =
        Job::LoginFinish { passphrase, state: started.first.to_vec(), response: reply.response.0 };
    // OPAQUE tells here that the passphrase is wrong, before the relay does.
    let done = slow(worker, job).await.ok_or(SignError::WrongCredentials)?;
    let finish = LoginFinish {
        login: reply.login,
        finish: Bytes(done.first.to_vec()),
        final_act: purpose == Purpose::FinalAct,
    };
    let opened: Opened = call(transport, "login/finish", None, &finish).await?;
    Ok((opened, Kek::from_export_key(&done.second, AccountId::of(handle))))
}

pub(super) fn open_keyring(key: &AccountKey, record: &AccountRecord) -> Result<Keyring, SignError> {
    let (version, plain) =
        key.open(BlobKind::Keyring, b"", &record.keyring.0).map_err(|_| SignError::Damaged)?;
    if version != record.keyring_version {
        return Err(SignError::Damaged);
    }
    // What the key opens and this release cannot read, a newer one may have written.
    serde_json::from_slice(&plain).map_err(|_| SignError::Relay)
}

/// Logs in and opens what the relay holds of an account: its key, and its keyring.
pub(super) async fn open(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
) -> Result<(Opened, AccountKey, Keyring), SignError> {
    let (opened, kek) = login(transport, worker, handle, passphrase, None, Purpose::Stay).await?;
    let id = AccountId::of(handle);
    let generation = opened.account.generation;
    let secret =
        kek.unwrap(&id.0, generation, &opened.account.wrap.0).map_err(|_| SignError::Damaged)?;
    let key = AccountKey::from_secret(id, generation, secret);
    let keyring = open_keyring(&key, &opened.account)?;
    Ok((opened, key, keyring))
}

/// Signs in with name and passphrase.
///
/// # Errors
///
/// [`SignError`].
pub async fn sign_in(
    transport: &impl Transport,
    worker: &impl Slow,
    mut randoms: Randoms,
    zones: Box<dyn Zones>,
    now: Now,
    sign_in: SignIn,
) -> Result<Unlocked, SignError> {
    let SignIn { handle, passphrase, own_device, keep } = sign_in;
    let handle = handle.trim().to_lowercase();
    let (opened, key, keyring) = open(transport, worker, &handle, &passphrase).await?;
    let device = device_record(worker, &mut randoms, &key, &passphrase).await;
    let start = Start {
        handle,
        account: key,
        own_device,
        keyring,
        private: Private::default(),
        device,
        randoms,
        zones,
    };
    let mut engine = Engine::new(start);
    engine.bring_along(&keep);
    let outputs = engine.attach(now, &opened);
    Ok(Unlocked { engine, outputs })
}

/// Opens the copy on this device, without the network. Then [`resume`] in the background, and [`Engine::attach`].
///
/// # Errors
///
/// [`UnlockError`].
pub async fn unlock(
    worker: &impl Slow,
    randoms: Randoms,
    zones: Box<dyn Zones>,
    keep: Keep,
    passphrase: &str,
) -> Result<Unlocked, UnlockError> {
    let device = keep.device().ok_or(UnlockError::Nothing)?;
    if tidy_passphrase(passphrase).len() > PASSPHRASE_BYTES_MAX {
        return Err(UnlockError::WrongPassphrase);
    }
    let stretched = stretch(worker, passphrase, device.salt).await.ok_or(UnlockError::Damaged)?;
    let key = device.unwrap(&stretched).map_err(|_| UnlockError::WrongPassphrase)?;
    let kept: crate::engine::KeptAccount =
        keep.open(std::slice::from_ref(&key), Blob::Account).json().ok_or(UnlockError::Damaged)?;
    let start = Start {
        handle: kept.handle.clone(),
        account: key,
        own_device: kept.own_device,
        keyring: kept.keyring.clone(),
        private: Private::default(),
        device: Some(device),
        randoms,
        zones,
    };
    let mut engine = Engine::new(start);
    engine.restore(&kept);
    engine.bring_along(&keep);
    let outputs = engine.flush();
    Ok(Unlocked { engine, outputs })
}

/// A new session for an account that is open on this device; `known_by` is what [`Engine::known_by`] gives.
///
/// # Errors
///
/// [`SignError`]; [`SignError::WrongCredentials`] also after the passphrase was changed elsewhere.
pub async fn resume(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
    known_by: Option<&str>,
) -> Result<Opened, SignError> {
    login(transport, worker, handle, passphrase, known_by, Purpose::Stay)
        .await
        .map(|(opened, _)| opened)
}
