//! The append-only log of a space: taking entries.

use reknit_wire::{
    api::Appended,
    append::{End, Verdict, judge},
    bytes::Reader,
    envelope::Envelope,
    header::{Header, Kind},
    id::{AccountId, EntryHash, MemberId, SpaceId},
    limits::{MEMBER_BYTES_MAX, MEMBER_ENTRIES_MAX},
    roster::Roster,
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{
    StoreError,
    accounts::int,
    claims::{served_on, settle, speakers},
    memberships::{Known, unreadable},
};

/// What was found out about an append before it came to the writer, of whom there is one.
#[derive(Debug)]
pub(crate) struct Checked {
    known: Known,
    /// Of each entry, whether its signature fits; those behind one that cannot be taken were not looked at.
    are_signed: Vec<bool>,
}

/// Checks signatures, where a reader can. An entry that is stored already is not checked: nothing of this copy is kept.
pub(crate) fn check(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    envelopes: &[Envelope],
) -> Result<Checked, StoreError> {
    let (known, members) = served_on(db, space, account, None)?;
    let mut are_signed = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        if !is_theirs(&known.roster, &members, envelope) {
            break;
        }
        let header = &envelope.header;
        let taken = at(db, space, header.author, header.seq)?;
        let is_stored = taken.is_some_and(|(hash, _)| hash == header.hash());
        let is_signed = !is_stored && known.roster.verify(envelope).is_ok();
        are_signed.push(is_signed);
        if !is_stored && !is_signed {
            break;
        }
    }
    Ok(Checked { known, are_signed })
}

/// Whether it is a whole entry of one of `members`, as far as it says so itself.
fn is_theirs(roster: &Roster, members: &[MemberId], envelope: &Envelope) -> bool {
    let header = &envelope.header;
    members.contains(&header.author) && header.space == roster.space() && envelope.body.is_some()
}

/// Whether an account may say so many bytes more today.
pub(crate) type MaySay<'a> = &'a dyn Fn(usize) -> bool;

/// Appends entries in order; after the first that is not stored, the rest is skipped. Gives also whom to wake: nobody where all of it was
/// stored before.
pub(crate) fn append(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    envelopes: &[Envelope],
    checked: Checked,
    may_say: MaySay<'_>,
) -> Result<(Vec<Appended>, Vec<AccountId>), StoreError> {
    let Checked { known, are_signed } = checked;
    // Somebody may have joined, or left, since it was checked.
    let (Known { mut roster, .. }, members) = served_on(db, space, account, Some(known))?;
    let mut results = Vec::with_capacity(envelopes.len());
    let before = head(db, space)?;
    let are_signed = are_signed.into_iter().chain(std::iter::repeat(false));
    for (envelope, is_signed) in envelopes.iter().zip(are_signed) {
        let stopped = results.last().is_some_and(|it| !matches!(it, Appended::Stored { .. }));
        results.push(if stopped {
            Appended::Skipped
        } else if is_theirs(&roster, &members, envelope) {
            append_one(db, &mut roster, envelope, is_signed, may_say)?
        } else {
            Appended::Refused
        });
    }
    let listeners = if head(db, space)? == before { Vec::new() } else { speakers(db, space)? };
    Ok((results, listeners))
}

/// The cursor of a space's newest entry.
fn head(db: &Connection, space: SpaceId) -> Result<i64, StoreError> {
    let sql = "SELECT head FROM spaces WHERE id = ?1";
    Ok(db.prepare_cached(sql)?.query_row([space.0], |row| row.get(0))?)
}

fn append_one(
    db: &Connection,
    roster: &mut Roster,
    envelope: &Envelope,
    is_signed: bool,
    may_say: MaySay<'_>,
) -> Result<Appended, StoreError> {
    let header = &envelope.header;
    let space = roster.space();
    let taken = at(db, space, header.author, header.seq)?;
    let hash_taken = taken.map(|(hash, _)| hash);
    let verdict = judge(end(db, space, header.author)?, hash_taken, header);
    if verdict == Verdict::Stored {
        let cursor = taken.map_or(0, |(_, cursor)| cursor);
        return Ok(Appended::Stored { cursor });
    }
    if !is_signed {
        return Ok(Appended::Refused);
    }
    match verdict {
        Verdict::Conflict(stored) => return Ok(Appended::Conflict { stored }),
        Verdict::Gap(end) => return Ok(Appended::Gap { end }),
        Verdict::GoesBack => return Ok(Appended::Refused),
        Verdict::Append | Verdict::Stored => {}
    }
    // Memberships have a limit of their own: whoever said too much, or whose passphrase somebody else used, still gets new keys.
    if header.kind == Kind::Event
        && let Some(today) = no_room(db, envelope, may_say)?
    {
        return Ok(Appended::NoRoom { today });
    }
    let was_full = is_full(roster);
    let fits = knows_head(db, roster, header)?
        && (header.kind == Kind::Event || roster.admit(envelope).is_ok());
    if !fits {
        return Ok(Appended::Refused);
    }
    if !was_full && is_full(roster) {
        settle(db, roster)?;
    }
    Ok(Appended::Stored { cursor: store(db, envelope)? })
}

/// Whether nobody else can become a member.
fn is_full(roster: &Roster) -> bool {
    roster.partner_of(roster.host()).is_some()
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

/// Whether there is no room for what its author says: `true` for today, `false` for ever.
///
/// Counted by author, and for a day by account, so that nobody can fill the other's part. The disk is everybody's, and each device of
/// the two reads all of it.
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
    Ok((!may_say(n_bytes)).then_some(true))
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

/// Writes an entry behind all others of its space.
pub(super) fn store(db: &Connection, envelope: &Envelope) -> Result<u64, StoreError> {
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
