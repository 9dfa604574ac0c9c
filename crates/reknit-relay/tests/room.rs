//! How much one may say: a day's worth, and nobody fills the other's part.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use axum::http::StatusCode;
use common::{Chain, TestRelay, one};
use reknit_wire::{
    api::{AppendReply, Appended},
    envelope::encode_append,
};
use rusqlite::Connection;
use tempfile::TempDir;

/// Two people in one space.
struct Two {
    folder: TempDir,
    relay: TestRelay,
    path: String,
    host: (Chain, String),
    guest: (Chain, String),
}

impl Two {
    async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let relay = TestRelay::open(folder.path());
        let tokens = (relay.register("host-of-room").await, relay.register("guest-of-room").await);
        let (mut host, genesis) = Chain::found(7);
        relay.bytes("POST", "spaces", &tokens.0, genesis.encode()).await;
        let path = format!("spaces/{}", host.space);
        let (guest, admission) = host.admit(8);
        let claim = guest.claim("guest-of-room");
        relay.json("PUT", &format!("{path}/claim"), Some(&tokens.1), &claim).await;
        relay.bytes("POST", &format!("{path}/entries"), &tokens.0, one(&admission)).await;
        Self { folder, relay, path, host: (host, tokens.0), guest: (guest, tokens.1) }
    }

    async fn append(&self, token: &str, body: Vec<u8>) -> (StatusCode, Vec<Appended>) {
        let path = format!("{}/entries", self.path);
        let reply = self.relay.bytes("POST", &path, token, body).await;
        (reply.status, reply.json::<AppendReply>().results)
    }

    /// What the database counts, and what there is.
    fn sizes(&self) -> (Vec<i64>, Vec<i64>) {
        let db = Connection::open(self.folder.path().join("relay.sqlite")).unwrap();
        let all = |sql: &str| {
            let mut statement = db.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| row.get(0)).unwrap();
            rows.map(Result::unwrap).collect::<Vec<i64>>()
        };
        (
            all("SELECT n_bytes FROM sizes ORDER BY space, author"),
            all(
                "SELECT SUM(length(envelope)) FROM entries GROUP BY space, author ORDER BY space, author",
            ),
        )
    }
}

#[tokio::test]
async fn whoever_said_enough_for_a_day_is_told_so_and_the_other_goes_on() {
    let mut two = Two::new().await;
    let token = two.guest.1.clone();
    let mut n_stored = 0;
    let refused = loop {
        let entries: Vec<_> = (0..64).map(|_| two.guest.0.say(b"again")).collect();
        let (status, results) = two.append(&token, encode_append(&entries)).await;
        n_stored += results.iter().filter(|it| matches!(it, Appended::Stored { .. })).count();
        if status != StatusCode::OK {
            break (status, results);
        }
    };
    // A slow machine makes room for one now and then.
    assert!((1_000..1_010).contains(&n_stored), "{n_stored}");
    assert_eq!(refused.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.1.contains(&Appended::NoRoom { today: true }), "{:?}", refused.1);
    let other = one(&two.host.0.say(b"and I?"));
    let (_, results) = two.append(&two.host.1, other).await;
    assert!(matches!(&results[..], [Appended::Stored { .. }]), "{results:?}");
    let (counted, there) = two.sizes();
    assert_eq!(counted, there);
}

#[tokio::test]
async fn whoever_filled_their_part_of_a_space_fills_nobody_elses() {
    let mut two = Two::new().await;
    let member = two.guest.0.member();
    let db = Connection::open(two.folder.path().join("relay.sqlite")).unwrap();
    // A hundred megabytes are not written for this.
    let (token, first) = (two.guest.1.clone(), two.guest.0.say(b"first"));
    two.append(&token, one(&first)).await;
    let sql = "UPDATE sizes SET n_bytes = 134217728 - 200 WHERE author = ?1";
    assert_eq!(db.execute(sql, [member.0]).unwrap(), 1);
    let entry = two.guest.0.say(&[b'a'; 200]);
    let (status, results) = two.append(&token, one(&entry)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(results, [Appended::NoRoom { today: false }]);
    let other = one(&two.host.0.say(&[b'a'; 200]));
    let (_, results) = two.append(&two.host.1, other).await;
    assert!(matches!(&results[..], [Appended::Stored { .. }]), "{results:?}");
}

#[tokio::test]
async fn what_a_space_holds_is_counted_until_it_is_gone() {
    let mut two = Two::new().await;
    for at in 1..6 {
        let entry = one(&two.guest.0.say(&vec![b'a'; at * 100]));
        two.append(&two.guest.1, entry).await;
    }
    let (counted, there) = two.sizes();
    assert_eq!((counted.len(), &counted), (2, &there));
    for token in [&two.host.1, &two.guest.1] {
        let path = format!("/api/v1/{}/claim", two.path);
        let reply = two.relay.send("DELETE", &path, Some(token), None, Vec::new()).await;
        assert_eq!(reply.status, StatusCode::OK);
    }
    TestRelay::started_anew(two.folder.path()).await;
    assert_eq!(two.sizes(), (Vec::new(), Vec::new()));
}
