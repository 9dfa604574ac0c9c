//! Claims: which account speaks for which member, and who has gone.
//!
//! A joiner claims before the membership that lists them is written. Until then the claim is an open one: a note of the account's own,
//! taken without a look at the space. It counts from the membership on that first lists the member, and one that comes later never does.
//! So whoever claims learns nothing about a space: not whether it is there, who is in it, or who has left it.

use reknit_wire::{
    api::Code,
    id::{AccountId, MemberId, SpaceId},
    roster::Roster,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    StoreError,
    memberships::{Known, read_on},
};

/// Most open claims of one account: a joiner has one, and a few tries may be needed. The oldest makes room, without a word.
const OPEN_CLAIMS_MAX: i64 = 16;

/// For whom `account` speaks. A space that is not theirs looks like none, and is looked at no further.
pub(super) fn members(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
) -> Result<Vec<MemberId>, StoreError> {
    let sql = "SELECT member FROM claims WHERE space = ?1 AND account = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([space.0, account.0], |row| Ok(MemberId(row.get(0)?)))?;
    let members = rows.collect::<Result<Vec<_>, _>>()?;
    if members.is_empty() { Err(Code::NotFound.into()) } else { Ok(members) }
}

/// The memberships, if `account` speaks for somebody in them, and for whom; read on from where they were read before.
pub(super) fn served_on(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    known: Option<Known>,
) -> Result<(Known, Vec<MemberId>), StoreError> {
    let mut members = members(db, space, account)?;
    let known = read_on(db, space, known)?;
    members.retain(|it| known.roster.card(*it).is_some());
    if members.is_empty() { Err(Code::NotFound.into()) } else { Ok((known, members)) }
}

/// The same for a reader. Whoever will write reads on from there, so that the signature they begin with is not checked by the writer.
pub(crate) fn look(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
) -> Result<Known, StoreError> {
    Ok(served_on(db, space, account, None)?.0)
}

/// Every account that speaks for a member: who is woken about the space.
pub(super) fn speakers(db: &Connection, space: SpaceId) -> Result<Vec<AccountId>, StoreError> {
    let sql = "SELECT DISTINCT account FROM claims WHERE space = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([space.0], |row| Ok(AccountId(row.get(0)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether `account` speaks for `member`.
pub(super) fn speaks_for(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    member: MemberId,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM claims WHERE space = ?1 AND account = ?2 AND member = ?3";
    let found = db.query_row(sql, params![space.0, account.0, member.0], |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// Refuses a member whose account has left, whether or not the space is still there.
pub(super) fn is_not_withdrawn(
    db: &Connection,
    space: SpaceId,
    member: MemberId,
) -> Result<(), StoreError> {
    let sql = "SELECT 1 FROM withdrawn WHERE space = ?1 AND member = ?2";
    let found = db.query_row(sql, [space.0, member.0], |_| Ok(())).optional()?;
    if found.is_some() { Err(Code::NotFound.into()) } else { Ok(()) }
}

/// Notes that `account` holds the identity key of `member`; whether it does was checked by its signature.
///
/// What is answered, and what is written, depends on nothing but what this account, or another that holds the same key, did before.
pub(crate) fn claim(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    member: MemberId,
) -> Result<(), StoreError> {
    is_not_withdrawn(db, space, member)?;
    let sql = "INSERT OR REPLACE INTO open_claims (space, account, member) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![space.0, account.0, member.0])?;
    db.execute(
        "DELETE FROM open_claims WHERE account = ?1 AND n NOT IN
            (SELECT n FROM open_claims WHERE account = ?1 ORDER BY n DESC LIMIT ?2)",
        params![account.0, OPEN_CLAIMS_MAX],
    )?;
    Ok(())
}

/// The first claim of a space: its host's.
pub(super) fn found(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    host: MemberId,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO claims (space, account, member) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![space.0, account.0, host.0])?;
    Ok(())
}

/// The membership that first lists a second member: the claims for them count from now on, and no other ever will.
pub(super) fn settle(db: &Connection, roster: &Roster) -> Result<(), StoreError> {
    let Some(second) = roster.partner_of(roster.host()) else { return Ok(()) };
    let space = roster.space();
    let sql = "INSERT OR IGNORE INTO claims (space, account, member)
        SELECT space, account, member FROM open_claims WHERE space = ?1 AND member = ?2";
    db.execute(sql, [space.0, second.0])?;
    db.execute("DELETE FROM open_claims WHERE space = ?1", [space.0])?;
    Ok(())
}

/// `account` leaves. Said twice, or of a space that is not theirs, it changes nothing and is answered alike.
///
/// What nobody speaks in any more goes later (`housekeeping`): how long this takes must not tell whether the other has left.
pub(crate) fn leave(db: &Connection, space: SpaceId, account: AccountId) -> Result<(), StoreError> {
    let here = [space.0, account.0];
    let sql = "INSERT OR IGNORE INTO withdrawn (space, member)
        SELECT space, member FROM claims WHERE space = ?1 AND account = ?2";
    db.execute(sql, here)?;
    for table in ["claims", "open_claims", "snapshots"] {
        db.execute(&format!("DELETE FROM {table} WHERE space = ?1 AND account = ?2"), here)?;
    }
    Ok(())
}

/// `account` leaves every space.
pub(super) fn leave_all(db: &Connection, account: AccountId) -> Result<(), StoreError> {
    let sql = "INSERT OR IGNORE INTO withdrawn (space, member)
        SELECT space, member FROM claims WHERE account = ?1";
    db.execute(sql, [account.0])?;
    for table in ["claims", "open_claims", "snapshots"] {
        db.execute(&format!("DELETE FROM {table} WHERE account = ?1"), [account.0])?;
    }
    Ok(())
}
