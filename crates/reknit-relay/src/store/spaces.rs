//! Spaces: begin one, read one, keep a snapshot of one.

use reknit_wire::{
    api::{Appended, Code, Versioned},
    envelope::{Envelope, Stored},
    id::{AccountId, SpaceId},
    limits::{PAGE_BYTES_MAX, PAGE_ENTRIES_MAX},
    roster::Roster,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    StoreError,
    accounts::int,
    appending::store,
    claims::{found, is_not_withdrawn, look, members, speaks_for},
    memberships::unreadable,
};

/// Most spaces that one account hosts at a time. A person has one, and a second while they begin anew.
///
/// Those that others let one into are not counted: how many there are also says what others did.
const HOSTED_MAX: i64 = 8;

/// Whether an account may do one thing more today, or why not.
pub(crate) type May<'a> = &'a dyn Fn() -> Result<(), Code>;

/// Begins a space; `roster` is what its genesis founds. The same genesis again by the same account is the same space.
///
/// Whoever else has this genesis is told that there is nothing: the guest has it, and must not learn from it whether the host is there.
pub(crate) fn create(
    db: &Connection,
    account: AccountId,
    roster: &Roster,
    genesis: &Envelope,
    may_begin: May<'_>,
) -> Result<Appended, StoreError> {
    let (space, host) = (roster.space(), roster.host());
    let exists = db
        .query_row("SELECT 1 FROM spaces WHERE id = ?1", [space.0], |_| Ok(()))
        .optional()?
        .is_some();
    if exists {
        return if speaks_for(db, space, account, host)? {
            Ok(Appended::Stored { cursor: 1 })
        } else {
            Err(Code::NotFound.into())
        };
    }
    is_not_withdrawn(db, space, host)?;
    if n_hosted(db, account)? >= HOSTED_MAX {
        return Err(Code::Refused.into());
    }
    may_begin()?;
    db.execute("INSERT INTO spaces (id, head) VALUES (?1, 0)", [space.0])?;
    found(db, space, account, host)?;
    Ok(Appended::Stored { cursor: store(db, genesis)? })
}

/// How many spaces an account speaks in as their host, who wrote the first entry.
fn n_hosted(db: &Connection, account: AccountId) -> Result<i64, StoreError> {
    let sql = "SELECT count(*) FROM claims JOIN entries
            ON entries.space = claims.space AND cursor = 1 AND author = member
        WHERE account = ?1";
    Ok(db.query_row(sql, [account.0], |row| row.get(0))?)
}

/// A page of entries behind a cursor.
pub(crate) fn read(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    after: u64,
) -> Result<Vec<Stored>, StoreError> {
    look(db, space, account)?;
    let sql = "SELECT cursor, envelope FROM entries WHERE space = ?1 AND cursor > ?2
        ORDER BY cursor LIMIT ?3";
    let mut statement = db.prepare_cached(sql)?;
    let limit = i64::try_from(PAGE_ENTRIES_MAX).unwrap_or(i64::MAX);
    let mut rows = statement.query(params![space.0, int(after)?, limit])?;
    let mut page = Vec::new();
    let mut n_bytes = 0;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        n_bytes += bytes.len();
        if n_bytes > PAGE_BYTES_MAX && !page.is_empty() {
            break;
        }
        let cursor = row.get::<_, i64>(0)?.unsigned_abs();
        page.push(Stored { cursor, envelope: Envelope::decode(&bytes).map_err(unreadable)? });
    }
    Ok(page)
}

pub(crate) fn snapshot(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
) -> Result<Vec<u8>, StoreError> {
    let sql = "SELECT body FROM snapshots WHERE space = ?1 AND account = ?2";
    let body = db.query_row(sql, [space.0, account.0], |row| row.get(0)).optional()?;
    body.ok_or(StoreError::Refused(Code::NotFound))
}

/// Replaces a snapshot. What is refused for its version costs nothing of the day's room.
pub(crate) fn put_snapshot(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    version: u64,
    body: &[u8],
    may_keep: May<'_>,
) -> Result<Versioned, StoreError> {
    members(db, space, account)?;
    let sql = "SELECT version FROM snapshots WHERE space = ?1 AND account = ?2";
    let stands: Option<i64> =
        db.query_row(sql, [space.0, account.0], |row| row.get(0)).optional()?;
    if int(version)? != stands.unwrap_or(0) + 1 {
        return Err(Code::Conflict.into());
    }
    may_keep()?;
    let sql =
        "INSERT OR REPLACE INTO snapshots (account, space, version, body) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![account.0, space.0, int(version)?, body])?;
    let sql = "SELECT generation FROM accounts WHERE id = ?1";
    let generation: i64 = db.query_row(sql, [account.0], |row| row.get(0))?;
    Ok(Versioned { generation: generation.unsigned_abs(), version })
}
