//! Mailboxes: three sealed letters of an invitation. Reading one changes nothing.

use reknit_wire::{
    api::{Code, Mailbox},
    bytes::Bytes,
    id::{AccountId, MailboxId},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::StoreError;

/// Days after which a mailbox is gone for the relay: 48 hours, rounded up, since no hour is stored. The sealed card carries the
/// exact end, and clients keep to that.
const MAILBOX_DAYS: i64 = 3;

struct Row {
    owner: AccountId,
    joiner: Option<AccountId>,
    mailbox: Mailbox,
}

fn find(db: &Connection, id: MailboxId, today: i64) -> Result<Row, StoreError> {
    let sql = "SELECT owner, joiner, card, join_letter, reveal, made_on, gone FROM mailboxes WHERE id = ?1";
    let row = db.query_row(sql, [id.0], |row| {
        let letter = |at| row.get::<_, Option<Vec<u8>>>(at).map(|it| it.map(Bytes));
        let found = Row {
            owner: AccountId(row.get(0)?),
            joiner: row.get::<_, Option<[u8; 16]>>(1)?.map(AccountId),
            mailbox: Mailbox { card: Bytes(row.get(2)?), join: letter(3)?, reveal: letter(4)? },
        };
        let has_ended = row.get::<_, i64>(5)? + MAILBOX_DAYS <= today || row.get(6)?;
        Ok((found, has_ended))
    });
    match row.optional()? {
        None => Err(Code::NotFound.into()),
        Some((_, true)) => Err(Code::InvitationGone.into()),
        Some((row, false)) => Ok(row),
    }
}

pub(crate) fn read(db: &Connection, id: MailboxId, today: i64) -> Result<Mailbox, StoreError> {
    find(db, id, today).map(|it| it.mailbox)
}

/// The inviter's card. The same account may put it again.
pub(crate) fn put_card(
    db: &Connection,
    id: MailboxId,
    owner: AccountId,
    card: &[u8],
    today: i64,
) -> Result<(), StoreError> {
    match find(db, id, today) {
        Ok(row) if row.owner == owner => return Ok(()),
        Ok(_) => return Err(Code::Conflict.into()),
        Err(StoreError::Refused(Code::NotFound)) => {}
        Err(error) => return Err(error),
    }
    db.execute("DELETE FROM mailboxes WHERE made_on + ?1 <= ?2", [MAILBOX_DAYS * 10, today])?;
    let sql = "INSERT INTO mailboxes (id, owner, card, made_on) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![id.0, owner.0, card, today])?;
    Ok(())
}

/// The joiner's answer: the first one counts. Gives the inviter, to be woken.
pub(crate) fn put_join(
    db: &Connection,
    id: MailboxId,
    joiner: AccountId,
    letter: &[u8],
    today: i64,
) -> Result<AccountId, StoreError> {
    let row = find(db, id, today)?;
    match row.joiner {
        Some(other) if other != joiner => return Err(Code::InvitationUsed.into()),
        Some(_) => return Ok(row.owner),
        None => {}
    }
    if row.owner == joiner {
        return Err(Code::Refused.into());
    }
    let sql = "UPDATE mailboxes SET joiner = ?2, join_letter = ?3 WHERE id = ?1";
    db.execute(sql, params![id.0, joiner.0, letter])?;
    Ok(row.owner)
}

/// The inviter's nonce, after the answer. Gives the joiner, to be woken.
pub(crate) fn put_reveal(
    db: &Connection,
    id: MailboxId,
    owner: AccountId,
    letter: &[u8],
    today: i64,
) -> Result<AccountId, StoreError> {
    let row = find(db, id, today)?;
    if row.owner != owner {
        return Err(Code::NotFound.into());
    }
    let joiner = row.joiner.ok_or(StoreError::Refused(Code::Refused))?;
    let sql = "UPDATE mailboxes SET reveal = ?2 WHERE id = ?1 AND reveal IS NULL";
    db.execute(sql, params![id.0, letter])?;
    Ok(joiner)
}

/// The inviter takes it back. Doing so twice is no error.
pub(crate) fn retire(db: &Connection, id: MailboxId, owner: AccountId) -> Result<(), StoreError> {
    db.execute(
        "UPDATE mailboxes SET gone = 1, card = x'', join_letter = NULL, reveal = NULL
         WHERE id = ?1 AND owner = ?2",
        params![id.0, owner.0],
    )?;
    Ok(())
}
