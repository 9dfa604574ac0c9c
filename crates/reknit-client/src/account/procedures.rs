//! The conversations themselves.

use reknit_vault::{
    blob::{AccountKey, BlobKind},
    identity::KemSecret,
    random::make,
    recovery::RecoveryCode,
    secret::Secret,
    slow_job::{Job, Outcome, tidy_passphrase},
    wrap::{AccountId, Kek},
};
use reknit_wire::{
    api::{
        AccountKeys, AccountRecord, LoginFinish, LoginStart, LoginStarted, OpaqueReply,
        OpaqueRequest, Opened, RecoverFinish, RecoverStart, RecoverStarted, Recovered,
        RecoveryKeys, RegisterFinish, RegisterStart, RekeyFinish,
    },
    bytes::Bytes,
    limits::is_handle,
};

use super::{
    DeviceRecord, Keep, SignError, Strength, UnlockError,
    call::{CallError, bearer, call, get, read_reply},
    passphrase_strength,
};
use crate::{
    bytes_serde::Key,
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

/// Coming back with the recovery code.
#[derive(Clone)]
pub struct Recover {
    /// Name.
    pub handle: String,
    /// The code, as typed.
    pub code: String,
    /// The new passphrase.
    pub passphrase: String,
    /// Whether this device is only theirs.
    pub own_device: bool,
}

/// What a change of passphrase needs from the open account.
#[derive(Clone)]
pub struct RekeyJob {
    pub(crate) handle: String,
    pub(crate) account: AccountKey,
    pub(crate) keyring: Keyring,
    pub(crate) keyring_version: u64,
    pub(crate) private: Private,
    pub(crate) vault_version: u64,
}

/// What a change of passphrase gives back to it.
#[derive(Clone)]
pub struct Rekeyed {
    pub(crate) account: AccountKey,
    pub(crate) keyring: Keyring,
    pub(crate) device: Option<DeviceRecord>,
    pub(crate) opened: Opened,
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
opaque_debug!(SignUp, SignIn, Recover, RekeyJob, Rekeyed);

async fn slow(worker: &impl Slow, job: Job) -> Option<Outcome> {
    Outcome::decode(&worker.run(job.encode()).await?)
}

/// Stretches the passphrase for the copy on this device.
async fn device_record(
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
    slow(worker, job).await?.first.try_into().ok()
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
    if passphrase_strength(&passphrase) == Strength::TooShort {
        return Err(SignError::WeakPassphrase);
    }
    let passphrase = tidy_passphrase(&passphrase);
    let id = AccountId::of(&handle);

    let job = Job::RegisterStart { passphrase: passphrase.clone() };
    let started = slow(worker, job).await.ok_or(SignError::Relay)?;
    let request = RegisterStart { handle: handle.clone(), request: Bytes(started.second) };
    let reply: OpaqueReply = call(transport, "register/start", None, &request).await?;
    let job = Job::RegisterFinish {
        passphrase: passphrase.clone(),
        state: started.first,
        response: reply.response.0,
    };
    let done = slow(worker, job).await.ok_or(SignError::Relay)?;

    let key = AccountKey::make(randoms.shared.as_mut(), id, 1);
    let keyring = Keyring::new(&Secret::make(randoms.shared.as_mut()));
    let private = Private::default();
    let kek = Kek::from_export_key(&done.second, id);
    let (keys, sheet) = account_keys(&mut randoms, &handle, &key, &kek, &keyring, recovery)?;
    let vault = seal_vault(&mut randoms, &key, 1, &private)?;
    let finish = RegisterFinish {
        handle: handle.clone(),
        upload: Bytes(done.first),
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
fn account_keys(
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

fn seal_vault(
    randoms: &mut Randoms,
    key: &AccountKey,
    version: u64,
    private: &Private,
) -> Result<Vec<u8>, SignError> {
    let plain = serde_json::to_vec(private).map_err(|_| SignError::Relay)?;
    key.seal(randoms.sealing.as_mut(), BlobKind::Vault, version, b"", &plain)
        .map_err(|_| SignError::Relay)
}

/// OPAQUE login: the opened session and the key the passphrase gives.
async fn login(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
) -> Result<(Opened, Kek), SignError> {
    let passphrase = tidy_passphrase(passphrase);
    if !is_handle(handle) || passphrase.is_empty() {
        return Err(SignError::WrongCredentials);
    }
    let job = Job::LoginStart { passphrase: passphrase.clone() };
    let started = slow(worker, job).await.ok_or(SignError::Relay)?;
    let request = LoginStart { handle: handle.to_owned(), request: Bytes(started.second) };
    let reply: LoginStarted = call(transport, "login/start", None, &request).await?;
    let job = Job::LoginFinish { passphrase, state: started.first, response: reply.response.0 };
    // OPAQUE tells here that the passphrase is wrong, before the relay does.
    let done = slow(worker, job).await.ok_or(SignError::WrongCredentials)?;
    let finish = LoginFinish { login: reply.login, finish: Bytes(done.first) };
    let opened: Opened = call(transport, "login/finish", None, &finish).await?;
    Ok((opened, Kek::from_export_key(&done.second, AccountId::of(handle))))
}

fn open_keyring(key: &AccountKey, record: &AccountRecord) -> Result<Keyring, SignError> {
    let (version, plain) =
        key.open(BlobKind::Keyring, b"", &record.keyring.0).map_err(|_| SignError::Damaged)?;
    if version != record.keyring_version {
        return Err(SignError::Damaged);
    }
    serde_json::from_slice(&plain).map_err(|_| SignError::Damaged)
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
    let (opened, kek) = login(transport, worker, &handle, &passphrase).await?;
    let id = AccountId::of(&handle);
    let generation = opened.account.generation;
    let secret =
        kek.unwrap(&id.0, generation, &opened.account.wrap.0).map_err(|_| SignError::Damaged)?;
    let key = AccountKey::from_secret(id, generation, secret);
    let keyring = open_keyring(&key, &opened.account)?;
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
    let stretched = stretch(worker, passphrase, device.salt).await.ok_or(UnlockError::Damaged)?;
    let key = device.unwrap(&stretched).map_err(|_| UnlockError::WrongPassphrase)?;
    let kept: crate::engine::KeptAccount =
        keep.open(std::slice::from_ref(&key), "account").json().ok_or(UnlockError::Damaged)?;
    let start = Start {
        handle: kept.handle,
        account: key,
        own_device: kept.own_device,
        keyring: kept.keyring,
        private: Private::default(),
        device: Some(device),
        randoms,
        zones,
    };
    let mut engine = Engine::new(start);
    engine.restore(kept.keyring_version, kept.vault_version, kept.has_recovery);
    engine.bring_along(&keep);
    let outputs = engine.flush();
    Ok(Unlocked { engine, outputs })
}

/// A new session for an account that is open on this device.
///
/// # Errors
///
/// [`SignError`]; [`SignError::WrongCredentials`] also after the passphrase was changed elsewhere.
pub async fn resume(
    transport: &impl Transport,
    worker: &impl Slow,
    handle: &str,
    passphrase: &str,
) -> Result<Opened, SignError> {
    login(transport, worker, handle, passphrase).await.map(|(opened, _)| opened)
}

/// Changes the passphrase: new account key, new keys in the space, other sessions end, the old recovery code is void.
///
/// # Errors
///
/// [`SignError`]; nothing is changed then.
pub async fn rekey(
    transport: &impl Transport,
    worker: &impl Slow,
    randoms: &mut Randoms,
    job: RekeyJob,
    current: &str,
    new: &str,
    recovery: bool,
) -> Result<(Rekeyed, Option<RecoverySheet>), SignError> {
    if passphrase_strength(new) == Strength::TooShort {
        return Err(SignError::WeakPassphrase);
    }
    let (opened, _) = login(transport, worker, &job.handle, current).await?;
    finish_rekey(transport, worker, randoms, job, opened, new, recovery).await
}

async fn finish_rekey(
    transport: &impl Transport,
    worker: &impl Slow,
    randoms: &mut Randoms,
    job: RekeyJob,
    opened: Opened,
    new: &str,
    recovery: bool,
) -> Result<(Rekeyed, Option<RecoverySheet>), SignError> {
    let RekeyJob { handle, account, mut keyring, keyring_version, mut private, vault_version } =
        job;
    let token = bearer(&opened.token);
    let record = &opened.account;
    if record.generation != account.generation() {
        return Err(SignError::Busy);
    }
    // Whatever another device added since is taken along.
    if record.keyring_version > keyring_version {
        keyring.merge(open_keyring(&account, record)?);
    }
    if record.vault_version > vault_version {
        private.merge(fetch_vault(transport, &token, &account).await?);
    }
    let passphrase = tidy_passphrase(new);
    let started = slow(worker, Job::RegisterStart { passphrase: passphrase.clone() })
        .await
        .ok_or(SignError::Relay)?;
    let request = OpaqueRequest { request: Bytes(started.second) };
    let reply: OpaqueReply = call(transport, "rekey/start", Some(&token), &request).await?;
    let finish = Job::RegisterFinish {
        passphrase: passphrase.clone(),
        state: started.first,
        response: reply.response.0,
    };
    let done = slow(worker, finish).await.ok_or(SignError::Relay)?;

    let id = account.account();
    let key = AccountKey::make(randoms.shared.as_mut(), id, account.generation() + 1);
    keyring.former.insert(account.generation(), Key::from(account.secret()));
    keyring.withheld.push(Key(Secret::make(randoms.shared.as_mut())));
    if let Some(space) = &mut keyring.space {
        // The engine sees a card without this key in the newest membership and writes another.
        let kem = KemSecret::make(randoms.shared.as_mut());
        space.kems.push(Key::from(kem.secret()));
    }
    let kek = Kek::from_export_key(&done.second, id);
    let (keys, sheet) = account_keys(randoms, &handle, &key, &kek, &keyring, recovery)?;
    let vault = seal_vault(randoms, &key, 1, &private)?;
    let finish = RekeyFinish {
        upload: Bytes(done.first),
        account: keys,
        keyring_from: record.keyring_version,
        vault: Bytes(vault),
        vault_from: record.vault_version,
    };
    let opened: Opened = call(transport, "rekey/finish", Some(&token), &finish).await?;
    let device = device_record(worker, randoms, &key, &passphrase).await;
    Ok((Rekeyed { account: key, keyring, device, opened }, sheet))
}

async fn fetch_vault(
    transport: &impl Transport,
    token: &str,
    key: &AccountKey,
) -> Result<Private, SignError> {
    let reply = get(transport, "vault", Some(token)).await?;
    if reply.status != 200 {
        return Err(read_reply::<serde_json::Value>(&reply)
            .err()
            .unwrap_or(CallError::Garbage)
            .into());
    }
    let (_, plain) = key.open(BlobKind::Vault, b"", &reply.body).map_err(|_| SignError::Damaged)?;
    serde_json::from_slice(&plain).map_err(|_| SignError::Damaged)
}

/// Comes back with the recovery code and sets a new passphrase. Gives a new code: the old one is void.
///
/// # Errors
///
/// [`SignError`]; [`SignError::WrongCredentials`] for a wrong name or code alike.
pub async fn recover(
    transport: &impl Transport,
    worker: &impl Slow,
    mut randoms: Randoms,
    zones: Box<dyn Zones>,
    now: Now,
    recover: Recover,
) -> Result<(Unlocked, RecoverySheet), SignError> {
    let Recover { handle, code, passphrase, own_device } = recover;
    let handle = handle.trim().to_lowercase();
    if passphrase_strength(&passphrase) == Strength::TooShort {
        return Err(SignError::WeakPassphrase);
    }
    let code = RecoveryCode::from_text(&code).ok_or(SignError::WrongCredentials)?;
    let id = AccountId::of(&handle);
    let start = RecoverStart { handle: handle.clone() };
    let started: RecoverStarted = call(transport, "recover/start", None, &start).await?;
    let signature = code.sign(id, &started.challenge.0);
    let finish = RecoverFinish { recovery: started.recovery, signature: Bytes(signature.to_vec()) };
    let Recovered { opened, wrap } = call(transport, "recover/finish", None, &finish).await?;
    let generation = opened.account.generation;
    let secret = Kek::from_recovery_code(code.bytes(), id)
        .unwrap(&id.0, generation, &wrap.0)
        .map_err(|_| SignError::Damaged)?;
    let key = AccountKey::from_secret(id, generation, secret);
    let token = bearer(&opened.token);
    let job = RekeyJob {
        handle: handle.clone(),
        keyring: open_keyring(&key, &opened.account)?,
        keyring_version: opened.account.keyring_version,
        private: fetch_vault(transport, &token, &key).await?,
        vault_version: opened.account.vault_version,
        account: key,
    };
    let private = job.private.clone();
    let (rekeyed, sheet) =
        finish_rekey(transport, worker, &mut randoms, job, opened, &passphrase, true).await?;
    let start = Start {
        handle,
        account: rekeyed.account,
        own_device,
        keyring: rekeyed.keyring,
        private,
        device: rekeyed.device,
        randoms,
        zones,
    };
    let mut engine = Engine::new(start);
    let outputs = engine.attach(now, &rekeyed.opened);
    let sheet = sheet.ok_or(SignError::Relay)?;
    Ok((Unlocked { engine, outputs }, sheet))
}
