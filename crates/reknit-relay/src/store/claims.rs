//! Claims: which account speaks for which member, and how long a space is kept for them.
//!
//! A joiner claims before the membership that lists them is written, so a claim may stand for nobody yet. Such a claim is
//! served nothing, woken by nothing and keeps nothing, and once both members are known there is no other.

use reknit_wire::{
    api::Code,
    id::{AccountId, MemberId, SpaceId},
    roster::Roster,
};
use rusqlite::{Connection, params};

use super::{StoreError, spaces::roster};

/// Most claims of one account in one space: nobody is more than one member, and a second try may be needed.
const CLAIMS_MAX: i64 = 4;

/// The roster, if `account` speaks for somebody in it. A space that is not theirs looks like none.
pub(super) fn served(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
) -> Result<(Roster, Vec<MemberId>), StoreError> {
    let roster = roster(db, space)?;
    let sql = "SELECT member FROM claims WHERE space = ?1 AND account = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([space.0, account.0], |row| Ok(MemberId(row.get(0)?)))?;
    let mut members = rows.collect::<Result<Vec<_>, _>>()?;
    members.retain(|it| roster.card(*it).is_some());
    if members.is_empty() { Err(Code::NotFound.into()) } else { Ok((roster, members)) }
}

/// Every account that speaks for a member: who is woken about the space, and for whom it is kept.
pub(super) fn speakers(db: &Connection, roster: &Roster) -> Result<Vec<AccountId>, StoreError> {
    let sql = "SELECT account, member FROM claims WHERE space = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement
        .query_map([roster.space().0], |row| Ok((AccountId(row.get(0)?), MemberId(row.get(1)?))))?;
    let mut accounts = Vec::new();
    for row in rows {
        let (account, member) = row?;
        if roster.card(member).is_some() && !accounts.contains(&account) {
            accounts.push(account);
        }
    }
    Ok(accounts)
}

/// Whether nobody else can become a member.
fn is_full(roster: &Roster) -> bool {
    roster.partner_of(roster.host()).is_some()
}

/// Notes that `account` holds the identity key of `member`; whether it does was checked by its signature.
pub(crate) fn claim(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    member: MemberId,
) -> Result<(), StoreError> {
    let roster = roster(db, space)?;
    if is_full(&roster) && roster.card(member).is_none() {
        return Err(Code::InvitationUsed.into());
    }
    note(db, space, account, member)
}

/// The same, of a space that has no entry yet.
pub(super) fn note(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    member: MemberId,
) -> Result<(), StoreError> {
    let sql = "SELECT count(*) FROM claims WHERE space = ?1 AND account = ?2 AND member <> ?3";
    let n_others: i64 =
        db.query_row(sql, params![space.0, account.0, member.0], |row| row.get(0))?;
    if n_others >= CLAIMS_MAX {
        return Err(Code::Refused.into());
    }
    let sql = "INSERT OR IGNORE INTO claims (space, account, member) VALUES (?1, ?2, ?3)";
    db.execute(sql, params![space.0, account.0, member.0])?;
    Ok(())
}

/// Once both members are known, a claim of anybody else can never open anything: it goes.
pub(super) fn drop_others(db: &Connection, roster: &Roster) -> Result<(), StoreError> {
    let Some(second) = roster.partner_of(roster.host()) else { return Ok(()) };
    let sql = "DELETE FROM claims WHERE space = ?1 AND member NOT IN (?2, ?3)";
    db.execute(sql, params![roster.space().0, roster.host().0, second.0])?;
    Ok(())
}

/// `account` leaves. Said twice, or of a space that is not theirs, it changes nothing and is answered alike.
pub(crate) fn leave(db: &Connection, space: SpaceId, account: AccountId) -> Result<(), StoreError> {
    let here = [space.0, account.0];
    db.execute("DELETE FROM snapshots WHERE space = ?1 AND account = ?2", here)?;
    db.execute("DELETE FROM claims WHERE space = ?1 AND account = ?2", here)?;
    forget_abandoned(db, space)
}

/// `account` leaves every space.
pub(super) fn leave_all(db: &Connection, account: AccountId) -> Result<(), StoreError> {
    let mut statement = db.prepare("SELECT DISTINCT space FROM claims WHERE account = ?1")?;
    let spaces = statement.query_map([account.0], |row| Ok(SpaceId(row.get(0)?)))?;
    for space in spaces.collect::<Result<Vec<_>, _>>()? {
        leave(db, space, account)?;
    }
    Ok(())
}

/// A space that no member speaks in any more can be read by nobody: it goes, with the claims of whoever is no member.
fn forget_abandoned(db: &Connection, space: SpaceId) -> Result<(), StoreError> {
    match roster(db, space) {
        Err(StoreError::Refused(_)) => return Ok(()),
        Err(error) => return Err(error),
        Ok(roster) if !speakers(db, &roster)?.is_empty() => return Ok(()),
        Ok(_) => {}
    }
    // What somebody wished to be purged and the other did not: nothing of it may hold the rest back.
    for table in ["claims", "purge_wishes", "entries"] {
        db.execute(&format!("DELETE FROM {table} WHERE space = ?1"), [space.0])?;
    }
    db.execute("DELETE FROM spaces WHERE id = ?1", [space.0])?;
    Ok(())
}
