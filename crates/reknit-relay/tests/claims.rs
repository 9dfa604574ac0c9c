//! A claim of somebody who is no member: served nothing, woken by nothing, keeps nothing, told nothing, and gone once both members are known.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use common::{
    Chain, TestRelay, one,
    socket::{Socket, serve},
};
use reknit_wire::envelope::Envelope;
use tempfile::TempDir;

struct Space {
    folder: TempDir,
    relay: TestRelay,
    host: String,
    guest: String,
    stranger: String,
    mine: Chain,
    path: String,
}

impl Space {
    /// A space with its host, as it is while an invitation is out.
    async fn begin() -> Self {
        let folder = TempDir::new().unwrap();
        let relay = TestRelay::open(folder.path());
        let host = relay.register("host-of-claims").await;
        let guest = relay.register("guest-of-claims").await;
        let stranger = relay.register("stranger-of-claims").await;
        let (mine, genesis) = Chain::found(1);
        assert_eq!(relay.bytes("POST", "spaces", &host, genesis.encode()).await.status, 200);
        let path = format!("spaces/{}", mine.space);
        Self { folder, relay, host, guest, stranger, mine, path }
    }

    /// The host begins anew.
    async fn another(&mut self, seed: u8) {
        let (mine, genesis) = Chain::found(seed);
        let created = self.relay.bytes("POST", "spaces", &self.host, genesis.encode()).await;
        assert_eq!(created.status, 200);
        (self.path, self.mine) = (format!("spaces/{}", mine.space), mine);
    }

    /// Nobody's answer waits for what is put in order once a day, and at every start.
    async fn next_day(&mut self) {
        self.relay = TestRelay::started_anew(self.folder.path()).await;
    }

    async fn claim(&self, chain: &Chain, token: &str, handle: &str) -> u16 {
        let claim = chain.claim_of(self.mine.space, handle);
        let path = format!("{}/claim", self.path);
        self.relay.json("PUT", &path, Some(token), &claim).await.status.as_u16()
    }

    async fn append(&self, token: &str, entry: &Envelope) -> u16 {
        let path = format!("{}/entries", self.path);
        self.relay.bytes("POST", &path, token, one(entry)).await.status.as_u16()
    }

    async fn leave(&self, token: &str) {
        let path = format!("{}/claim", self.path);
        assert_eq!(self.relay.bytes("DELETE", &path, token, Vec::new()).await.status, 200);
    }

    fn count(&self, table: &str) -> i64 {
        let path = self.folder.path().join("relay.sqlite");
        let database = rusqlite::Connection::open(path).unwrap();
        let sql = format!("SELECT count(*) FROM {table}");
        database.query_row(&sql, [], |row| row.get(0)).unwrap()
    }
}

#[tokio::test]
async fn the_membership_that_lists_both_drops_every_other_claim_and_lets_no_more_in() {
    let mut space = Space::begin().await;
    let (strange, _) = Chain::found(9);
    let (guest, admission) = space.mine.admit(2);
    // Both claim before anybody is listed: who of them joins is not known yet.
    let (stranger, other) = (space.stranger.clone(), "stranger-of-claims");
    assert_eq!(space.claim(&strange, &stranger, other).await, 200);
    assert_eq!(space.claim(&guest, &space.guest, "guest-of-claims").await, 200);
    assert_eq!((space.count("claims"), space.count("open_claims")), (1, 2));
    assert_eq!(space.append(&space.host, &admission).await, 200);
    assert_eq!((space.count("claims"), space.count("open_claims")), (2, 0));
    let entries = format!("{}/entries?after=0", space.path);
    assert_eq!(space.relay.get(&entries, &space.guest).await.status, 200);
    // Whoever comes later is answered like whoever came before, and it opens nothing, also for a member's own key.
    assert_eq!(space.claim(&strange, &stranger, other).await, 200);
    assert_eq!(space.claim(&guest, &stranger, other).await, 200);
    let (words, keys) = (space.mine.say(b"only for the guest"), space.mine.renew());
    for entry in [words, keys] {
        assert_eq!(space.append(&space.host, &entry).await, 200);
    }
    assert_eq!(space.count("claims"), 2);
    assert_eq!(space.relay.get(&entries, &stranger).await.status, 404);
    // A member may say so again, as after an answer that was lost.
    assert_eq!(space.claim(&guest, &space.guest, "guest-of-claims").await, 200);
    assert_eq!(space.relay.get(&entries, &space.guest).await.status, 200);
}

#[tokio::test]
async fn a_claim_of_nobody_keeps_no_space_and_a_claim_of_a_member_does() {
    let mut space = Space::begin().await;
    let (strange, _) = Chain::found(9);
    assert_eq!(space.claim(&strange, &space.stranger, "stranger-of-claims").await, 200);
    space.leave(&space.host).await;
    space.next_day().await;
    assert_eq!((space.count("spaces"), space.count("entries"), space.count("claims")), (0, 0, 0));

    space.another(3).await;
    let (guest, admission) = space.mine.admit(2);
    assert_eq!(space.claim(&guest, &space.guest, "guest-of-claims").await, 200);
    assert_eq!(space.append(&space.host, &admission).await, 200);
    let host = space.relay.sign_in_for("host-of-claims", true).await;
    let deleted = space.relay.bytes("DELETE", "account", &host, Vec::new()).await;
    assert_eq!(deleted.status, 200);
    space.next_day().await;
    assert_eq!((space.count("spaces"), space.count("entries"), space.count("claims")), (1, 2, 1));
    space.leave(&space.guest).await;
    space.next_day().await;
    assert_eq!((space.count("spaces"), space.count("entries")), (0, 0));
}

/// Whoever tries again and again fills nothing, and their newest try counts.
#[tokio::test]
async fn an_account_has_a_few_open_claims_and_the_oldest_makes_room() {
    let mut space = Space::begin().await;
    for seed in 100..140 {
        let (other, _) = Chain::found(seed);
        assert_eq!(space.claim(&other, &space.guest, "guest-of-claims").await, 200);
    }
    assert_eq!(space.count("open_claims"), 16);
    let (guest, admission) = space.mine.admit(2);
    assert_eq!(space.claim(&guest, &space.guest, "guest-of-claims").await, 200);
    assert_eq!(space.append(&space.host, &admission).await, 200);
    let entries = format!("{}/entries?after=0", space.path);
    assert_eq!(space.relay.get(&entries, &space.guest).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_only_knows_the_name_of_a_space_is_not_woken_by_it() {
    let mut space = Space::begin().await;
    let (strange, _) = Chain::found(9);
    assert_eq!(space.claim(&strange, &space.stranger, "stranger-of-claims").await, 200);
    let address = serve(space.relay.0.clone()).await;
    let mut theirs = Socket::open(address, &space.stranger);
    let mut host = Socket::open(address, &space.host);
    assert!(theirs.text().unwrap().contains("ready") && host.text().unwrap().contains("ready"));
    let words = space.mine.say(b"while an invitation is out");
    assert_eq!(space.append(&space.host, &words).await, 200);
    // Hints come in order, so if this is the first, there was none before it.
    let (mut own, genesis) = Chain::found(8);
    let created = space.relay.bytes("POST", "spaces", &space.stranger, genesis.encode()).await;
    assert_eq!(created.status, 200);
    let path = format!("spaces/{}/entries", own.space);
    let said = space.relay.bytes("POST", &path, &space.stranger, one(&own.say(b"own"))).await;
    assert_eq!(said.status, 200);
    assert!(host.text().unwrap().contains(&space.mine.space.to_string()));
    assert!(theirs.text().unwrap().contains(&own.space.to_string()));
}
