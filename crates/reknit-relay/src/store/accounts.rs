//! Accounts, sessions, keyrings, vaults.

use reknit_wire::{
    api::{AccountKeys, AccountRecord, Code, RecoveryKeys, Session, Versioned},
    bytes::Bytes,
    id::{AccountId, SessionId},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

/// Days a session lasts.
const SESSION_DAYS: i64 = 30;

/// Most sessions of one account. Each unlocking is one, so a long list would hide the one that is a stranger's.
const SESSIONS_MAX: i64 = 20;

/// Whoever asks, by their session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker {
    pub(crate) account: AccountId,
    pub(crate) session: SessionId,
}

/// What the login of an account needs.
#[derive(Debug)]
pub(crate) struct AccountRow {
    /// OPAQUE file.
    pub(crate) opaque: Vec<u8>,
    /// Of which keys the account is; from 1 on.
    pub(crate) generation: u64,
    /// Key that checks the holder of the recovery code.
    pub(crate) recovery_verifier: Option<Vec<u8>>,
}

/// What a registration or a new passphrase stores.
#[derive(Debug)]
pub(crate) struct NewKeys {
    pub(crate) opaque: Vec<u8>,
    pub(crate) keys: AccountKeys,
    pub(crate) vault: Vec<u8>,
}

/// An account that can be signed in to.
pub(crate) fn find(db: &Connection, id: AccountId) -> Result<Option<AccountRow>, StoreError> {
    let sql = "SELECT opaque, generation, recovery_verifier FROM accounts
        WHERE id = ?1 AND opaque <> X''";
    let row = db.query_row(sql, [id.0], |row| {
        Ok(AccountRow {
            opaque: row.get(0)?,
            generation: row.get::<_, i64>(1)?.unsigned_abs(),
            recovery_verifier: row.get(2)?,
        })
    });
    Ok(row.optional()?)
}

/// Refuses where an account is no longer of these keys: whoever began with a passphrase or a code may not end with it once it is void.
pub(crate) fn has_keys(db: &Connection, id: AccountId, generation: u64) -> Result<(), StoreError> {
    let is_it = find(db, id)?.is_some_and(|it| it.generation == generation);
    if is_it { Ok(()) } else { Err(Code::WrongCredentials.into()) }
}

pub(crate) fn register(db: &Connection, id: AccountId, new: &NewKeys) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM accounts WHERE id = ?1";
    // Also the name of an account that was deleted: a name that is free again would tell.
    if db.query_row(sql, [id.0], |_| Ok(())).optional()?.is_some() {
        return Err(Code::HandleTaken.into());
    }
    let (verifier, recovery_wrap) = recovery_parts(new.keys.recovery.as_ref());
    db.execute(
        "INSERT INTO accounts (id, opaque, generation, wrap, recovery_verifier, recovery_wrap,
             keyring, keyring_version, vault, vault_version)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, 1)",
        params![
            id.0,
            new.opaque,
            int(new.keys.generation)?,
            new.keys.wrap.0,
            verifier,
            recovery_wrap,
            new.keys.keyring.0,
            new.vault
        ],
    )?;
    Ok(())
}

/// New passphrase: new keys all or nothing, all sessions end, snapshots under the old key go.
pub(crate) fn rekey(
    db: &Connection,
    id: AccountId,
    (keyring_from, vault_from): (u64, u64),
    new: &NewKeys,
) -> Result<(), StoreError> {
    let (verifier, recovery_wrap) = recovery_parts(new.keys.recovery.as_ref());
    let generation = int(new.keys.generation)?;
    let n_changed = db.execute(
        "UPDATE accounts SET opaque = ?2, generation = ?3, wrap = ?4, recovery_verifier = ?5,
             recovery_wrap = ?6, keyring = ?7, keyring_version = 1, vault = ?8, vault_version = 1
         WHERE id = ?1 AND generation = ?3 - 1 AND keyring_version = ?9 AND vault_version = ?10",
        params![
            id.0,
            new.opaque,
            generation,
            new.keys.wrap.0,
            verifier,
            recovery_wrap,
            new.keys.keyring.0,
            new.vault,
            int(keyring_from)?,
            int(vault_from)?
        ],
    )?;
    if n_changed == 0 {
        return Err(Code::Conflict.into());
    }
    db.execute("DELETE FROM sessions WHERE account = ?1", [id.0])?;
    db.execute("DELETE FROM snapshots WHERE account = ?1", [id.0])?;
    Ok(())
}

fn recovery_parts(keys: Option<&RecoveryKeys>) -> (Option<&[u8]>, Option<&[u8]>) {
    (keys.map(|it| it.verifier.as_ref()), keys.map(|it| it.wrap.as_ref()))
}

pub(crate) fn record(db: &Connection, id: AccountId) -> Result<AccountRecord, StoreError> {
    let sql = "SELECT generation, wrap, recovery_wrap IS NOT NULL, keyring, keyring_version, vault_version
        FROM accounts WHERE id = ?1";
    let record = db.query_row(sql, [id.0], |row| {
        Ok(AccountRecord {
            generation: row.get::<_, i64>(0)?.unsigned_abs(),
            wrap: Bytes(row.get(1)?),
            has_recovery: row.get(2)?,
            keyring: Bytes(row.get(3)?),
            keyring_version: row.get::<_, i64>(4)?.unsigned_abs(),
            vault_version: row.get::<_, i64>(5)?.unsigned_abs(),
        })
    });
    record.optional()?.ok_or(StoreError::Refused(Code::SignedOut))
}

pub(crate) fn recovery_wrap(db: &Connection, id: AccountId) -> Result<Vec<u8>, StoreError> {
    let sql = "SELECT recovery_wrap FROM accounts WHERE id = ?1";
    let wrap: Option<Option<Vec<u8>>> = db.query_row(sql, [id.0], |row| row.get(0)).optional()?;
    wrap.flatten().ok_or(StoreError::Refused(Code::WrongCredentials))
}

pub(crate) fn open_session(
    db: &Connection,
    id: AccountId,
    session: SessionId,
    token_hash: [u8; 32],
    today: i64,
) -> Result<(), StoreError> {
    db.execute(
        "INSERT INTO sessions (id, token_hash, account, opened_on) VALUES (?1, ?2, ?3, ?4)",
        params![session.0, token_hash, id.0, today],
    )?;
    // Of sessions that were opened on one day only the order of the rows tells which is older.
    db.execute(
        "DELETE FROM sessions WHERE account = ?1 AND rowid NOT IN
            (SELECT rowid FROM sessions WHERE account = ?1 ORDER BY rowid DESC LIMIT ?2)",
        params![id.0, SESSIONS_MAX],
    )?;
    Ok(())
}

/// Drops sessions that have ended. They open nothing since that day.
pub(super) fn forget_sessions(db: &Connection, today: i64) -> Result<(), StoreError> {
    db.execute("DELETE FROM sessions WHERE opened_on < ?1", [today - SESSION_DAYS])?;
    Ok(())
}

/// Whose session a token is.
pub(crate) fn session(
    db: &Connection,
    token_hash: [u8; 32],
    today: i64,
) -> Result<Option<Asker>, StoreError> {
    let sql = "SELECT account, id FROM sessions WHERE token_hash = ?1 AND opened_on >= ?2";
    let row = db.query_row(sql, params![token_hash, today - SESSION_DAYS], |row| {
        Ok(Asker { account: AccountId(row.get(0)?), session: SessionId(row.get(1)?) })
    });
    Ok(row.optional()?)
}

/// Refuses whoever's session has ended since they began to ask.
pub(super) fn is_open(db: &Connection, asker: Asker) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM sessions WHERE id = ?1 AND account = ?2";
    let params = params![asker.session.0, asker.account.0];
    let found = db.prepare_cached(sql)?.query_row(params, |_| Ok(())).optional()?;
    found.ok_or(StoreError::Refused(Code::SignedOut))
}

pub(crate) fn sessions(
    db: &Connection,
    id: AccountId,
    current: SessionId,
) -> Result<Vec<Session>, StoreError> {
    let sql = "SELECT id, opened_on FROM sessions WHERE account = ?1 ORDER BY rowid";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([id.0], |row| {
        let id = SessionId(row.get(0)?);
        Ok(Session { id, current: id == current, opened_on: row.get(1)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(crate) fn end_session(
    db: &Connection,
    account: AccountId,
    session: SessionId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM sessions WHERE account = ?1 AND id = ?2";
    let n_ended = db.execute(sql, params![account.0, session.0])?;
    if n_ended == 0 { Err(Code::NotFound.into()) } else { Ok(()) }
}

pub(crate) fn end_others(
    db: &Connection,
    account: AccountId,
    current: SessionId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM sessions WHERE account = ?1 AND id <> ?2";
    db.execute(sql, params![account.0, current.0])?;
    Ok(())
}

/// The account goes; what it said in a space stays for the other, who is answered as before.
///
/// Of the account only the hash of its name stays.
pub(crate) fn delete(db: &Connection, account: AccountId) -> Result<(), StoreError> {
    super::mailboxes::retire_unanswered(db, account)?;
    super::claims::leave_all(db, account)?;
    db.execute("DELETE FROM sessions WHERE account = ?1", [account.0])?;
    let sql = "UPDATE accounts SET opaque = X'', generation = 0, wrap = X'', recovery_verifier = NULL,
             recovery_wrap = NULL, keyring = X'', keyring_version = 0, vault = X'', vault_version = 0
         WHERE id = ?1";
    db.execute(sql, [account.0])?;
    Ok(())
}

pub(crate) fn put_keyring(
    db: &Connection,
    id: AccountId,
    keyring: &[u8],
    version: u64,
) -> Result<Versioned, StoreError> {
    let sql = "UPDATE accounts SET keyring = ?2, keyring_version = ?3
        WHERE id = ?1 AND keyring_version = ?3 - 1";
    let n_changed = db.execute(sql, params![id.0, keyring, int(version)?])?;
    versioned(db, id, version, n_changed)
}

pub(crate) fn vault(db: &Connection, id: AccountId) -> Result<Vec<u8>, StoreError> {
    let sql = "SELECT vault FROM accounts WHERE id = ?1";
    let vault = db.query_row(sql, [id.0], |row| row.get(0)).optional()?;
    vault.ok_or(StoreError::Refused(Code::SignedOut))
}

pub(crate) fn put_vault(
    db: &Connection,
    id: AccountId,
    vault: &[u8],
    version: u64,
) -> Result<Versioned, StoreError> {
    let sql = "UPDATE accounts SET vault = ?2, vault_version = ?3
        WHERE id = ?1 AND vault_version = ?3 - 1";
    let n_changed = db.execute(sql, params![id.0, vault, int(version)?])?;
    versioned(db, id, version, n_changed)
}

fn versioned(
    db: &Connection,
    id: AccountId,
    version: u64,
    n_changed: usize,
) -> Result<Versioned, StoreError> {
    if n_changed == 0 {
        return Err(Code::Conflict.into());
    }
    let sql = "SELECT generation FROM accounts WHERE id = ?1";
    let generation: i64 = db.query_row(sql, [id.0], |row| row.get(0))?;
    Ok(Versioned { generation: generation.unsigned_abs(), version })
}

/// SQLite's integers are signed; a number beyond them is nonsense.
pub(super) fn int(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Refused(Code::Malformed))
}
