//! Mailboxes: three sealed letters of an invitation. Reading one changes nothing.

use reknit_wire::{
    api::{Code, Mailbox},
    bytes::Bytes,
    id::{AccountId, MailboxId},
};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{StoreError, spaces::May};

/// Most invitations of one account that are out at a time: a person has one, and takes it back to make another.
const OPEN_MAX: i64 = 8;

/// Days after which a mailbox is gone for the relay: 48 hours, rounded up, since no hour is stored. The sealed card carries the
/// exact end, and clients keep to that.
const MAILBOX_DAYS: i64 = 3;

/// Days its empty row stays: whoever finds the link later is told that the invitation has ended, and not that there never was one;
/// and nobody can open a mailbox of that name in the meantime.
const ENDED_ROW_DAYS: i64 = 30;

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

/// Empties what has ended, and in time drops the row.
pub(super) fn forget_ended(db: &Connection, today: i64) -> Result<(), StoreError> {
    db.execute(
        "UPDATE mailboxes SET card = x'', join_letter = NULL, reveal = NULL
         WHERE made_on <= ?1 AND card <> x''",
        [today - MAILBOX_DAYS],
    )?;
    db.execute("DELETE FROM mailboxes WHERE made_on <= ?1", [today - ENDED_ROW_DAYS])?;
    Ok(())
}

pub(crate) fn read(db: &Connection, id: MailboxId, today: i64) -> Result<Mailbox, StoreError> {
    find(db, id, today).map(|it| it.mailbox)
}

/// The inviter's card. The same account may put it again, and that costs it nothing.
pub(crate) fn put_card(
    db: &Connection,
    id: MailboxId,
    owner: AccountId,
    card: &[u8],
    today: i64,
    may_begin: May<'_>,
) -> Result<(), StoreError> {
    match find(db, id, today) {
        Ok(row) if row.owner == owner => return Ok(()),
        Ok(_) => return Err(Code::Conflict.into()),
        Err(StoreError::Refused(Code::NotFound)) => {}
        Err(error) => return Err(error),
    }
    let sql = "SELECT count(*) FROM mailboxes WHERE owner = ?1 AND gone = 0 AND made_on + ?2 > ?3";
    let n_open: i64 = db.query_row(sql, params![owner.0, MAILBOX_DAYS, today], |row| row.get(0))?;
    if n_open >= OPEN_MAX {
        return Err(Code::SlowDown.into());
    }
    may_begin()?;
    let sql = "INSERT INTO mailboxes (id, owner, card, made_on) VALUES (?1, ?2, ?3, ?4)";
    db.execute(sql, params![id.0, owner.0, card, today])?;
    Ok(())
}

/// The joiner's answer: the first one counts. Gives the inviter where there is something to be woken for.
pub(crate) fn put_join(
    db: &Connection,
    id: MailboxId,
    joiner: AccountId,
    letter: &[u8],
    today: i64,
) -> Result<Option<AccountId>, StoreError> {
    let row = find(db, id, today)?;
    match row.joiner {
        Some(other) if other != joiner => return Err(Code::InvitationUsed.into()),
        Some(_) => return Ok(None),
        None => {}
    }
    if row.owner == joiner {
        return Err(Code::Refused.into());
    }
    let sql = "UPDATE mailboxes SET joiner = ?2, join_letter = ?3 WHERE id = ?1";
    db.execute(sql, params![id.0, joiner.0, letter])?;
    Ok(Some(row.owner))
}

/// The inviter's nonce, after the answer. Gives the joiner where there is something to be woken for.
pub(crate) fn put_reveal(
    db: &Connection,
    id: MailboxId,
    owner: AccountId,
    letter: &[u8],
    today: i64,
) -> Result<Option<AccountId>, StoreError> {
    let row = find(db, id, today)?;
    if row.owner != owner {
        return Err(Code::NotFound.into());
    }
    let joiner = row.joiner.ok_or(StoreError::Refused(Code::Refused))?;
    let sql = "UPDATE mailboxes SET reveal = ?2 WHERE id = ?1 AND reveal IS NULL";
    let n_changed = db.execute(sql, params![id.0, letter])?;
    Ok((n_changed > 0).then_some(joiner))
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

/// The account goes: those of its invitations that nobody has answered end as if they were taken back.
///
/// One that somebody answered stays until its days are over, as it would if its maker were merely away.
pub(super) fn retire_unanswered(db: &Connection, owner: AccountId) -> Result<(), StoreError> {
    let sql = "UPDATE mailboxes SET gone = 1, card = x'' WHERE owner = ?1 AND joiner IS NULL";
    db.execute(sql, [owner.0])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrations;

    const ID: MailboxId = MailboxId([1; 16]);
    const HOST: AccountId = AccountId([2; 16]);
    const GUEST: AccountId = AccountId([3; 16]);

    fn invited_on(day: i64) -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        migrations::run(&mut db).unwrap();
        put_card(&db, ID, HOST, b"card", day, &|| Ok(())).unwrap();
        put_join(&db, ID, GUEST, b"join", day).unwrap();
        put_reveal(&db, ID, HOST, b"reveal", day).unwrap();
        db
    }

    /// Bytes of the letters of each row.
    fn letters(db: &Connection) -> Vec<i64> {
        let sql = "SELECT length(card) + coalesce(length(join_letter), 0)
            + coalesce(length(reveal), 0) FROM mailboxes";
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    fn code(read: &Result<Mailbox, StoreError>) -> Code {
        let Err(StoreError::Refused(code)) = read else { panic!("it can still be read") };
        *code
    }

    #[test]
    fn letters_go_when_the_invitation_ends_and_the_row_a_month_after_it_was_made() {
        let db = invited_on(100);
        forget_ended(&db, 102).unwrap();
        assert_eq!(letters(&db), [14]);
        assert!(read(&db, ID, 102).is_ok());
        forget_ended(&db, 103).unwrap();
        assert_eq!(letters(&db), [0]);
        assert_eq!(code(&read(&db, ID, 103)), Code::InvitationGone);
        forget_ended(&db, 129).unwrap();
        assert_eq!(code(&read(&db, ID, 129)), Code::InvitationGone);
        forget_ended(&db, 130).unwrap();
        assert_eq!(code(&read(&db, ID, 130)), Code::NotFound);
    }
}
