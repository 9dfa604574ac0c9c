//! What is done once a day, a little at a time, so that whoever writes meanwhile waits for a little only.
//!
//! Nothing of it hangs on a request: how long one takes must not tell what others did.

use reknit_wire::{api::Code, id::SpaceId};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{StoreError, accounts, mailboxes, memberships::read_on};

/// Most entries that are dropped at once: some hundred kilobytes of ordinary ones.
const ENTRIES_MAX: i64 = 128;

/// What was done of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// Something, and there is more.
    Some,
    /// All of it.
    All,
}

/// Does some of it.
pub(super) fn some(db: &Connection, today: i64) -> Result<Done, StoreError> {
    accounts::forget_sessions(db, today)?;
    mailboxes::forget_ended(db, today)?;
    match abandoned(db)? {
        Some(space) => drop_some(db, space).map(|()| Done::Some),
        None => Ok(Done::All),
    }
}

/// A space that no member speaks in any more: it can be read by nobody.
fn abandoned(db: &Connection) -> Result<Option<SpaceId>, StoreError> {
    let sql = "SELECT id FROM spaces
        WHERE NOT EXISTS (SELECT 1 FROM claims WHERE claims.space = spaces.id) LIMIT 1";
    Ok(db.query_row(sql, [], |row| row.get(0).map(SpaceId)).optional()?)
}

/// Drops the newest entries of a space, and with the last of them the space.
fn drop_some(db: &Connection, space: SpaceId) -> Result<(), StoreError> {
    withdraw_all(db, space)?;
    let sql = "DELETE FROM entries WHERE n IN
        (SELECT n FROM entries WHERE space = ?1 ORDER BY cursor DESC LIMIT ?2)";
    let n_dropped = db.execute(sql, params![space.0, ENTRIES_MAX])?;
    if i64::try_from(n_dropped).is_ok_and(|it| it == ENTRIES_MAX) {
        return Ok(());
    }
    // What somebody wished to be purged and the other did not: nothing of it may hold the rest back.
    db.execute("DELETE FROM purge_wishes WHERE space = ?1", [space.0])?;
    db.execute("DELETE FROM spaces WHERE id = ?1", [space.0])?;
    Ok(())
}

/// Nobody begins it again. Whoever left under an earlier version, which did not note who does, is noted here.
fn withdraw_all(db: &Connection, space: SpaceId) -> Result<(), StoreError> {
    let roster = match read_on(db, space, None) {
        Ok(known) => known.roster,
        // Without its first entry there is nobody in it.
        Err(StoreError::Refused(Code::NotFound)) => return Ok(()),
        Err(error) => return Err(error),
    };
    let host = roster.host();
    for member in std::iter::once(host).chain(roster.partner_of(host)) {
        let sql = "INSERT OR IGNORE INTO withdrawn (space, member) VALUES (?1, ?2)";
        db.execute(sql, [space.0, member.0])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use reknit_wire::{
        api::AccountKeys,
        bytes::Bytes,
        id::{AccountId, MailboxId, SessionId},
    };

    use super::*;
    use crate::store::migrations;

    #[test]
    fn sessions_and_letters_go_when_their_time_is_over_and_not_because_somebody_asks() {
        let mut db = Connection::open_in_memory().unwrap();
        migrations::run(&mut db).unwrap();
        let id = AccountId([2; 16]);
        let keys = AccountKeys {
            generation: 1,
            wrap: Bytes::default(),
            recovery: None,
            keyring: Bytes::default(),
        };
        let new = accounts::NewKeys { opaque: vec![1], keys, vault: Vec::new() };
        accounts::register(&db, id, &new).unwrap();
        let open = |at: u8, day| {
            accounts::open_session(&db, id, SessionId([at; 16]), [at; 32], day).unwrap();
        };
        let may = || Ok(());
        mailboxes::put_card(&db, MailboxId([1; 16]), id, b"card", 100, &may).unwrap();
        open(1, 72);
        open(2, 103);
        let held = || -> (i64, i64) {
            let sql = "SELECT (SELECT count(*) FROM sessions), length(card) FROM mailboxes";
            db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
        };
        assert_eq!(held(), (2, 4));
        assert_eq!(some(&db, 102).unwrap(), Done::All);
        assert_eq!(held(), (2, 4));
        assert_eq!(some(&db, 103).unwrap(), Done::All);
        assert_eq!(held(), (1, 0));
    }
}
