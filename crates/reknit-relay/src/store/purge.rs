//! Dropping the bodies of entries that both members asked to drop.
//!
//! Header and signature stay, so the chain still verifies. One member alone drops nothing: words that were shared do not change silently.
//! Nor does whoever found a session's token: a wish is signed by the member's key. A signature that comes again asks for the same entries
//! of the same space again, by the same member; at their places nothing else will ever stand, so it changes nothing.

use reknit_wire::{
    api::{Code, Spot},
    envelope::Envelope,
    header::Kind,
    id::{AccountId, MemberId, SpaceId},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{StoreError, accounts::int, claims::served_on, memberships::Known};

/// Notes the wishes of `member`, whose signature was checked, and drops the bodies that both members wished to drop. `known` is what a
/// reader found.
///
/// A member for whom `account` does not speak here is answered like somebody who is not here.
pub(crate) fn purge(
    db: &Connection,
    space: SpaceId,
    account: AccountId,
    member: MemberId,
    known: Known,
    entries: &[Spot],
) -> Result<(), StoreError> {
    let (Known { roster, .. }, members) = served_on(db, space, account, Some(known))?;
    if !members.contains(&member) {
        return Err(Code::NotFound.into());
    }
    let partner = roster.partner_of(member);
    let front = i64::try_from(Envelope::FRONT_LEN).unwrap_or(i64::MAX);
    let find = "SELECT length(envelope) FROM entries
        WHERE space = ?1 AND author = ?2 AND seq = ?3 AND kind = ?4";
    let wish = "INSERT OR IGNORE INTO purge_wishes (space, author, seq, member)
        VALUES (?1, ?2, ?3, ?4)";
    let wished = "SELECT 1 FROM purge_wishes
        WHERE space = ?1 AND author = ?2 AND seq = ?3 AND member = ?4";
    let drop_body = "UPDATE entries SET envelope = substr(envelope, 1, ?4)
        WHERE space = ?1 AND author = ?2 AND seq = ?3";
    let forget = "DELETE FROM purge_wishes WHERE space = ?1 AND author = ?2 AND seq = ?3";
    for Spot { author, seq } in entries {
        let seq = int(*seq)?;
        let len: Option<i64> = db
            .prepare_cached(find)?
            .query_row(params![space.0, author.0, seq, Kind::Event as u8], |row| row.get(0))
            .optional()?;
        // One that is not here has no body, and one that was purged has none left.
        if len.is_none_or(|it| it <= front) {
            continue;
        }
        db.prepare_cached(wish)?.execute(params![space.0, author.0, seq, member.0])?;
        let Some(partner) = partner else { continue };
        let both = db
            .prepare_cached(wished)?
            .query_row(params![space.0, author.0, seq, partner.0], |_| Ok(()))
            .optional()?;
        if both.is_some() {
            db.prepare_cached(drop_body)?.execute(params![space.0, author.0, seq, front])?;
            db.prepare_cached(forget)?.execute(params![space.0, author.0, seq])?;
        }
    }
    Ok(())
}
