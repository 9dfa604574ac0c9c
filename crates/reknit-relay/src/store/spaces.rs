//! Spaces: memberships, and the append-only log.

use reknit_wire::{
    api::{Appended, Code, Versioned},
    append::{End, Verdict, judge},
    bytes::{DecodeError, Reader},
    envelope::{Envelope, Stored},
    header::{Header, Kind},
    id::{AccountId, EntryHash, MemberId, SpaceId},
    limits::{MEMBER_BYTES_MAX, MEMBER_ENTRIES_MAX, PAGE_BYTES_MAX, PAGE_ENTRIES_MAX},
    roster::Roster,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    StoreError,
    accounts::int,
    claims::{drop_others, note, served, speakers},
};

fn unreadable(_: DecodeError) -> StoreError {
    // Only what was decoded is stored, so this means a damaged file.
    StoreError::Sqlite(rusqlite::Error::InvalidQuery)
}

/// The memberships of a space. Few, so they are read each time; nothing cached can go stale.
pub(super) fn roster(db: &Connection, space: SpaceId) -> Result<Roster, StoreError> {
    let sql = "SELECT envelope FROM entries WHERE space = ?1 AND kind = 1 ORDER BY cursor";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([space.0])?;
    let mut roster: Option<Roster> = None;
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(0)?;
        let envelope = Envelope::decode(&bytes).map_err(unreadable)?;
        match &mut roster {
            None => roster = Roster::found(&envelope).ok(),
            // It was admitted when it was stored.
            Some(roster) => drop(roster.admit(&envelope)),
        }
    }
    roster.ok_or(StoreError::Refused(Code::NotFound))
}

/// Begins a space. The same genesis again by the same account is the same space.
pub(crate) fn create(
    db: &Connection,
    account: AccountId,
    genesis: &Envelope,
) -> Result<Appended, StoreError> {
    let roster = Roster::found(genesis).map_err(|_| StoreError::Refused(Code::Refused))?;
    let (space, host) = (roster.space(), roster.host());
    let exists = db
        .query_row("SELECT 1 FROM spaces WHERE id = ?1", [space.0], |_| Ok(()))
        .optional()?
        .is_some();
    if exists {
        let (_, members) = served(db, space, account)?;
        return if members.contains(&host) {
            Ok(Appended::Stored { cursor: 1 })
        } else {
            Err(Code::Conflict.into())
        };
    }
    db.execute("INSERT INTO spaces (id, head) VALUES (?1, 0)", [space.0])?;
    note(db, space, account, host)?;
    let cursor = store(db, genesis)?;
    Ok(Appended::Stored { cursor })
}

fn end(db: &Connection, space: SpaceId, author: MemberId) -> Result<End, StoreError> {
    // The header, without the body behind it.
    let sql = "SELECT substr(envelope, 1, ?3) FROM entries WHERE space = ?1 AND author = ?2
        ORDER BY seq DESC LIMIT 1";
    let length = int(Header::LEN as u64)?;
    let found = db.query_row(sql, params![space.0, author.0, length], |row| row.get(0));
    let Some(bytes): Option<Vec<u8>> = found.optional()? else { return Ok(End::START) };
    let header = Header::decode(&mut Reader::new(&bytes)).map_err(unreadable)?;
    Ok(End::of(&header))
}

fn at(
    db: &Connection,
    space: SpaceId,
    author: MemberId,
    seq: u64,
) -> Result<Option<(EntryHash, u64)>, StoreError> {
    let sql = "SELECT hash, cursor FROM entries WHERE space = ?1 AND author = ?2 AND seq = ?3";
    let found = db.query_row(sql, params![space.0, author.0, int(seq)?], |row| {
        Ok((EntryHash(row.get(0)?), row.get::<_, i64>(1)?.unsigned_abs()))
    });
    Ok(found.optional()?)
}

/// Whether an author may write so many bytes more today.
pub(crate) type MaySay<'a> = &'a dyn Fn(MemberId, usize) -> bool;

/// Appends entries in order; after the first that is not stored, the rest is skipped. Gives also whom to wake about it.
pub(crate) fn append(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    envelopes: &[Envelope],
    may_say: MaySay<'_>,
) -> Result<(Vec<Appended>, Vec<AccountId>), StoreError> {
    let (mut roster, members) = served(db, space, account)?;
    let mut results = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        let stopped = results.last().is_some_and(|it| !matches!(it, Appended::Stored { .. }));
        results.push(if stopped {
            Appended::Skipped
        } else {
            append_one(db, &mut roster, &members, envelope, may_say)?
        });
    }
    let listeners = speakers(db, &roster)?;
    Ok((results, listeners))
}

fn append_one(
    db: &Connection,
    roster: &mut Roster,
    members: &[MemberId],
    envelope: &Envelope,
    may_say: MaySay<'_>,
) -> Result<Appended, StoreError> {
    let header = &envelope.header;
    let space = roster.space();
    let is_theirs = members.contains(&header.author) && header.space == space;
    if !is_theirs || envelope.body.is_none() || roster.verify(envelope).is_err() {
        return Ok(Appended::Refused);
    }
    let taken = at(db, space, header.author, header.seq)?;
    let hash_taken = taken.map(|(hash, _)| hash);
    match judge(end(db, space, header.author)?, hash_taken, header) {
        Verdict::Stored => {
            let cursor = taken.map_or(0, |(_, cursor)| cursor);
            return Ok(Appended::Stored { cursor });
        }
        Verdict::Conflict(stored) => return Ok(Appended::Conflict { stored }),
        Verdict::Gap(end) => return Ok(Appended::Gap { end }),
        Verdict::GoesBack => return Ok(Appended::Refused),
        Verdict::Append => {}
    }
    // Memberships have a limit of their own: whoever said too much, or whose passphrase somebody else used, still gets new keys.
    if header.kind == Kind::Event
        && let Some(today) = no_room(db, envelope, may_say)?
    {
        return Ok(Appended::NoRoom { today });
    }
    let fits = knows_head(db, roster, header)?
        && (header.kind == Kind::Event || roster.admit(envelope).is_ok());
    if !fits {
        return Ok(Appended::Refused);
    }
    if header.kind == Kind::Membership {
        drop_others(db, roster)?;
    }
    Ok(Appended::Stored { cursor: store(db, envelope)? })
}

/// Whether there is no room for what its author says: `true` for today, `false` for ever.
///
/// Counted by author, so that nobody can fill the other's part. The disk is everybody's, and each device of the two reads all of it.
fn no_room(
    db: &Connection,
    envelope: &Envelope,
    may_say: MaySay<'_>,
) -> Result<Option<bool>, StoreError> {
    let header = &envelope.header;
    let n_bytes = envelope.encode().len();
    let sql = "SELECT n_bytes FROM sizes WHERE space = ?1 AND author = ?2";
    let params = params![header.space.0, header.author.0];
    let held = db.prepare_cached(sql)?.query_row(params, |row| row.get::<_, i64>(0)).optional()?;
    let held = usize::try_from(held.unwrap_or_default()).unwrap_or(usize::MAX);
    if header.seq > MEMBER_ENTRIES_MAX || held.saturating_add(n_bytes) > MEMBER_BYTES_MAX {
        return Ok(Some(false));
    }
    Ok((!may_say(header.author, n_bytes)).then_some(true))
}

/// Whether the partner's entry that an entry names is here.
fn knows_head(db: &Connection, roster: &Roster, header: &Header) -> Result<bool, StoreError> {
    if header.head.seq == 0 {
        return Ok(true);
    }
    let Some(partner) = roster.partner_of(header.author) else { return Ok(false) };
    let found = at(db, roster.space(), partner, header.head.seq)?;
    Ok(found.is_some_and(|(hash, _)| hash == header.head.hash))
}

fn store(db: &Connection, envelope: &Envelope) -> Result<u64, StoreError> {
    let header = &envelope.header;
    let sql = "UPDATE spaces SET head = head + 1 WHERE id = ?1 RETURNING head";
    let cursor: i64 = db.query_row(sql, [header.space.0], |row| row.get(0))?;
    let sql = "INSERT INTO entries (space, cursor, author, seq, hash, kind, envelope)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    db.prepare_cached(sql)?.execute(params![
        header.space.0,
        cursor,
        header.author.0,
        int(header.seq)?,
        header.hash().0,
        header.kind as u8,
        envelope.encode()
    ])?;
    Ok(cursor.unsigned_abs())
}

/// A page of entries behind a cursor.
pub(crate) fn read(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    after: u64,
) -> Result<Vec<Stored>, StoreError> {
    served(db, space, account)?;
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

pub(crate) fn put_snapshot(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    version: u64,
    body: &[u8],
) -> Result<Versioned, StoreError> {
    served(db, space, account)?;
    let sql = "SELECT version FROM snapshots WHERE space = ?1 AND account = ?2";
    let stands: Option<i64> =
        db.query_row(sql, [space.0, account.0], |row| row.get(0)).optional()?;
    if int(version)? != stands.unwrap_or(0) + 1 {
        return Err(Code::Conflict.into());
    }
    let sql =
        "INSERT OR REPLACE INTO snapshots (account, space, version, body) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![account.0, space.0, int(version)?, body])?;
    let sql = "SELECT generation FROM accounts WHERE id = ?1";
    let generation: i64 = db.query_row(sql, [account.0], |row| row.get(0))?;
    Ok(Versioned { generation: generation.unsigned_abs(), version })
}
