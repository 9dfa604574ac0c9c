//! A new passphrase, and the way back with the recovery code: both make new keys.

use reknit_vault::{
    blob::{AccountKey, BlobKind},
    identity::KemSecret,
    recovery::RecoveryCode,
    secret::Secret,
    slow_job::{Job, tidy_passphrase},
    wrap::{AccountId, Kek},
};
use reknit_wire::{
    api::{
        AccountRecord, Code, OpaqueReply, OpaqueRequest, Opened, RecoverFinish, RecoverStart,
        RecoverStarted, Recovered, RekeyFinish,
    },
    bytes::Bytes,
};

use super::{
    DeviceRecord, Keep, SignError,
    call::{CallError, bearer, call, get, read_reply},
    passphrase_strength,
    procedures::{
        Purpose, RecoverySheet, Unlocked, account_keys, device_record, login, opaque_debug,
        open_keyring, seal_vault, slow,
    },
};
use crate::{
    bytes_serde::Key,
    engine::{Engine, Start},
    keyring::Keyring,
    ports::{Now, Slow, Transport, Zones},
    private::Private,
    randoms::Randoms,
};

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
    /// Whatever this device holds: unsent words in it are brought along.
    pub keep: Keep,
}

/// What a change of passphrase needs from the open account.
#[derive(Clone)]
pub struct RekeyJob {
    pub(crate) handle: String,
    pub(crate) known_by: Option<String>,
    pub(crate) account: AccountKey,
    pub(crate) keyring: Keyring,
    pub(crate) keyring_version: u64,
    pub(crate) private: Private,
    /// The vault as it last fitted; empty where it was not read.
    pub(crate) vault_plain: Vec<u8>,
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

opaque_debug!(Recover, RekeyJob, Rekeyed);

/// How often new keys are sent where something was written at the same moment, as the schedule of each device wants it.
const TRIES_MAX: u32 = 3;

/// Changes the passphrase: new account key, new keys in the space, other sessions end, the old recovery code is void.
///
/// # Errors
///
/// [`SignError`]; nothing is changed then, except that after [`SignError::Unsure`] it may be.
pub async fn rekey(
    transport: &impl Transport,
    worker: &impl Slow,
    randoms: &mut Randoms,
    job: RekeyJob,
    current: &str,
    new: &str,
    recovery: bool,
) -> Result<(Rekeyed, Option<RecoverySheet>), SignError> {
    if passphrase_strength(new).is_refused() {
        return Err(SignError::WeakPassphrase);
    }
    let (opened, _) =
        login(transport, worker, &job.handle, current, job.known_by.as_deref(), Purpose::FinalAct)
            .await?;
    finish_rekey(transport, worker, randoms, job, opened, new, recovery).await
}

async fn finish_rekey(
    transport: &impl Transport,
    worker: &impl Slow,
    randoms: &mut Randoms,
    mut job: RekeyJob,
    opened: Opened,
    new: &str,
    recovery: bool,
) -> Result<(Rekeyed, Option<RecoverySheet>), SignError> {
    let token = bearer(&opened.token);
    job.take_along(transport, &token, &opened.account).await?;
    let passphrase = tidy_passphrase(new);
    let started = slow(worker, Job::RegisterStart { passphrase: passphrase.clone() })
        .await
        .ok_or(SignError::Relay)?;
    let request = OpaqueRequest { request: Bytes(started.second.to_vec()) };
    let reply: OpaqueReply = call(transport, "rekey/start", Some(&token), &request).await?;
    let finish = Job::RegisterFinish {
        passphrase: passphrase.clone(),
        state: started.first.to_vec(),
        response: reply.response.0,
    };
    let done = slow(worker, finish).await.ok_or(SignError::Relay)?;

    let id = job.account.account();
    let generation = job.account.generation();
    let key = AccountKey::make(randoms.shared.as_mut(), id, generation + 1);
    job.keyring.former.insert(generation, Key::from(job.account.secret()));
    job.keyring.withheld.push(Key(Secret::make(randoms.shared.as_mut())));
    if let Some(space) = &mut job.keyring.space {
        // The engine sees a card without this key in the newest membership and writes another.
        let kem = KemSecret::make(randoms.shared.as_mut());
        space.kems.push(Key::from(kem.secret()));
    }
    // Before anything is changed: without it neither passphrase would open the copy on this device.
    let device = device_record(worker, randoms, &key, &passphrase).await.ok_or(SignError::Relay)?;
    let kek = Kek::from_export_key(&done.second, id);
    let mut tries = 1;
    let (opened, sheet) = loop {
        let (keys, sheet) = account_keys(randoms, &job.handle, &key, &kek, &job.keyring, recovery)?;
        let vault = seal_vault(randoms, &key, 1, &job.vault())?;
        let finish = RekeyFinish {
            upload: Bytes(done.first.to_vec()),
            account: keys,
            keyring_from: job.keyring_version,
            vault: Bytes(vault),
            vault_from: job.vault_version,
        };
        match call::<Opened>(transport, "rekey/finish", Some(&token), &finish).await {
            Ok(opened) => break (opened, sheet),
            Err(CallError::Offline | CallError::Garbage) => return Err(SignError::Unsure),
            Err(CallError::Problem(Code::Conflict)) if tries < TRIES_MAX => {
                tries += 1;
                let record = read_reply(&get(transport, "account", Some(&token)).await?)?;
                job.take_along(transport, &token, &record).await?;
            }
            Err(refused) => return Err(refused.into()),
        }
    };
    Ok((Rekeyed { account: key, keyring: job.keyring, device: Some(device), opened }, sheet))
}

impl RekeyJob {
    /// Takes along whatever another device, or this one's own schedule, wrote since. What is sent then replaces just that.
    async fn take_along(
        &mut self,
        transport: &impl Transport,
        token: &str,
        record: &AccountRecord,
    ) -> Result<(), SignError> {
        if record.generation != self.account.generation() {
            return Err(SignError::Busy);
        }
        if record.keyring_version > self.keyring_version {
            match open_keyring(&self.account, record) {
                Ok(theirs) => self.keyring.merge(theirs),
                Err(error) => self.put_ours_over(error)?,
            }
        }
        if record.vault_version > self.vault_version || self.vault_plain.is_empty() {
            match fetch_vault(transport, token, &self.account).await {
                Ok(plain) => self.take_vault(plain)?,
                Err(error) => self.put_ours_over(error)?,
            }
        }
        self.keyring_version = record.keyring_version;
        self.vault_version = record.vault_version;
        Ok(())
    }

    /// What this key does not open was put there by somebody without it, who had a session and no more. New keys are the way out of that: where
    /// this device has once read what was there before, its own goes over it.
    fn put_ours_over(&self, error: SignError) -> Result<(), SignError> {
        let has_read = self.keyring_version > 0 && !self.vault_plain.is_empty();
        if error == SignError::Damaged && has_read { Ok(()) } else { Err(error) }
    }

    fn take_vault(&mut self, plain: Vec<u8>) -> Result<(), SignError> {
        self.private.merge(serde_json::from_slice(&plain).map_err(|_| SignError::Damaged)?);
        self.vault_plain = plain;
        Ok(())
    }

    /// What the new key seals. A vault that two devices together made too full must not stand in the way of a new passphrase: what does
    /// not fit stays on the device that has it.
    pub(crate) fn vault(&self) -> Vec<u8> {
        self.private.fitting(&self.vault_plain).plain
    }
}

async fn fetch_vault(
    transport: &impl Transport,
    token: &str,
    key: &AccountKey,
) -> Result<Vec<u8>, SignError> {
    let reply = get(transport, "vault", Some(token)).await?;
    if reply.status != 200 {
        return Err(read_reply::<serde_json::Value>(&reply)
            .err()
            .unwrap_or(CallError::Garbage)
            .into());
    }
    key.open(BlobKind::Vault, b"", &reply.body)
        .map(|(_, plain)| plain)
        .map_err(|_| SignError::Damaged)
}

/// Comes back with the recovery code and sets a new passphrase. Gives a new code: the old one is void.
///
/// # Errors
///
/// [`SignError`]; [`SignError::WrongCredentials`] for a wrong name or code alike; [`SignError::Unsure`] as in [`rekey`].
pub async fn recover(
    transport: &impl Transport,
    worker: &impl Slow,
    mut randoms: Randoms,
    zones: Box<dyn Zones>,
    now: Now,
    recover: Recover,
) -> Result<(Unlocked, RecoverySheet), SignError> {
    let Recover { handle, code, passphrase, own_device, keep } = recover;
    let handle = handle.trim().to_lowercase();
    if passphrase_strength(&passphrase).is_refused() {
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
    let mut job = RekeyJob {
        handle: handle.clone(),
        known_by: None,
        keyring: open_keyring(&key, &opened.account)?,
        keyring_version: opened.account.keyring_version,
        private: Private::default(),
        vault_plain: Vec::new(),
        vault_version: opened.account.vault_version,
        account: key,
    };
    job.take_vault(fetch_vault(transport, &token, &job.account).await?)?;
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
    // Before anything is kept anew: it would be written over what lies here.
    engine.bring_along(&keep);
    let outputs = engine.attach(now, &rekeyed.opened);
    let sheet = sheet.ok_or(SignError::Relay)?;
    Ok((Unlocked { engine, outputs }, sheet))
}
