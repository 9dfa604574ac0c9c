//! Databases of other programs, older and newer.

use reknit_wire::{
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{EntryHash, MemberId, SpaceId},
    membership::{Card, Membership},
};
use rusqlite::params;

use super::*;

#[test]
fn a_database_of_a_newer_program_is_refused_by_name_and_left_as_it_is() {
    let mut connection = Connection::open_in_memory().unwrap();
    run(&mut connection).unwrap();
    run(&mut connection).unwrap();
    let newer = MIGRATIONS.len() + 1;
    connection.pragma_update(None, "user_version", newer).unwrap();
    let refused = run(&mut connection).unwrap_err().to_string();
    assert!(refused.contains("newer version of this program"), "{refused}");
    let left: usize =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    assert_eq!(left, newer);
}

const SPACES: [[u8; 16]; 2] = [[1; 16], [2; 16]];
const HOST: MemberId = MemberId([7; 16]);
const GUEST: MemberId = MemberId([8; 16]);
const STRANGER: MemberId = MemberId([9; 16]);

/// A membership as it lies in the database; nobody checks its signature here.
fn membership(space: [u8; 16], n_members: usize) -> Vec<u8> {
    let card = Card { identity: [3; 32], kem: [9; 32] };
    let body = Membership {
        min_proto: 1,
        epoch: 1,
        commitment: [1; 32],
        parent: EntryHash([4; 32]),
        cards: vec![card; n_members],
        boxes: vec![[0; 80]; n_members],
    }
    .encode();
    let header = Header {
        kind: Kind::Membership,
        space: SpaceId(space),
        author: HOST,
        seq: 1,
        prev: EntryHash([0; 32]),
        head: Link::START,
        epoch: 1,
        key: reknit_wire::id::KeyId([1; 16]),
        nonce: [0; 24],
        body_hash: Header::hash_body(&body),
        body_len: u32::try_from(body.len()).unwrap(),
    };
    Envelope { header, signature: [0; 64], body: Some(body) }.encode()
}

/// A database of before 0004: an invitation is out in the first space, and two met in the second.
fn before_parting() -> Connection {
    let mut db = Connection::open_in_memory().unwrap();
    for (number, sql) in (1..).zip(&MIGRATIONS[..3]) {
        let transaction = db.transaction().unwrap();
        transaction.execute_batch(sql).unwrap();
        transaction.pragma_update(None, "user_version", number).unwrap();
        transaction.commit().unwrap();
    }
    for id in [[10; 16], [11; 16], [12; 16]] {
        let sql = "INSERT INTO accounts VALUES (?1, X'01', 1, X'', NULL, NULL, X'', 1, X'', 1)";
        db.execute(sql, [id]).unwrap();
    }
    for space in SPACES {
        db.execute("INSERT INTO spaces VALUES (?1, 1)", [space]).unwrap();
    }
    let entries = [(SPACES[0], 1, 1), (SPACES[1], 1, 1), (SPACES[1], 2, 2)];
    for (space, cursor, n_members) in entries {
        let sql = "INSERT INTO entries (space, cursor, author, seq, hash, kind, envelope)
            VALUES (?1, ?2, ?3, ?2, X'', 1, ?4)";
        db.execute(sql, params![space, cursor, HOST.0, membership(space, n_members)]).unwrap();
    }
    let claims: [(_, [u8; 16], _); 5] = [
        (SPACES[0], [10; 16], HOST),
        (SPACES[0], [11; 16], GUEST),
        (SPACES[0], [12; 16], STRANGER),
        (SPACES[1], [10; 16], HOST),
        (SPACES[1], [11; 16], GUEST),
    ];
    for (space, account, member) in claims {
        let sql = "INSERT INTO claims VALUES (?1, ?2, ?3)";
        db.execute(sql, params![space, account, member.0]).unwrap();
    }
    let sql = "INSERT INTO mailboxes (id, owner, card, made_on) VALUES (?1, ?2, X'05', 100)";
    db.execute(sql, [[6; 16], [10; 16]]).unwrap();
    db
}

fn claims(db: &Connection, table: &str) -> Vec<([u8; 16], MemberId)> {
    let sql = format!("SELECT space, member FROM {table} ORDER BY space, member");
    let mut statement = db.prepare(&sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, MemberId(row.get(1)?)))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_database_of_before_keeps_everything_and_claims_of_nobody_stand_apart() {
    let mut db = before_parting();
    let count = |db: &Connection, table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        db.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let kept = ["accounts", "spaces", "entries", "sizes", "mailboxes"];
    let before = kept.map(|it| count(&db, it));
    run(&mut db).unwrap();
    assert_eq!(kept.map(|it| count(&db, it)), before);
    let [out, met] = SPACES;
    assert_eq!(claims(&db, "claims"), [(out, HOST), (met, HOST), (met, GUEST)]);
    assert_eq!(claims(&db, "open_claims"), [(out, GUEST), (out, STRANGER)]);
    assert_eq!(count(&db, "withdrawn"), 0);
}
