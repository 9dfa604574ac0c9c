//! The memberships of a space, as they stand in its log.

use reknit_wire::{api::Code, bytes::DecodeError, envelope::Envelope, id::SpaceId, roster::Roster};
use rusqlite::{Connection, params};

use super::{StoreError, accounts::int};

/// What was read of them, and how far. A log only grows, so whoever comes later reads on from there.
#[derive(Debug)]
pub(crate) struct Known {
    pub(super) roster: Roster,
    cursor: u64,
}

/// Only what was decoded is stored, so this means a damaged file.
pub(super) fn unreadable(_: DecodeError) -> StoreError {
    StoreError::Sqlite(rusqlite::Error::InvalidQuery)
}

/// Reads on. Few, so all of them are read for each request; nothing is remembered from one to the next, so nothing can go stale.
pub(super) fn read_on(
    db: &Connection,
    space: SpaceId,
    known: Option<Known>,
) -> Result<Known, StoreError> {
    let (mut roster, mut cursor) = known.map_or((None, 0), |it| (Some(it.roster), it.cursor));
    let sql = "SELECT cursor, envelope FROM entries
        WHERE space = ?1 AND kind = 1 AND cursor > ?2 ORDER BY cursor";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![space.0, int(cursor)?])?;
    while let Some(row) = rows.next()? {
        cursor = row.get::<_, i64>(0)?.unsigned_abs();
        let bytes: Vec<u8> = row.get(1)?;
        let envelope = Envelope::decode(&bytes).map_err(unreadable)?;
        match &mut roster {
            None => roster = Roster::found(&envelope).ok(),
            // It was admitted when it was stored.
            Some(roster) => drop(roster.admit(&envelope)),
        }
    }
    let roster = roster.ok_or(StoreError::Refused(Code::NotFound))?;
    Ok(Known { roster, cursor })
}
