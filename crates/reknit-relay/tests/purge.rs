//! Bodies that both members asked to drop are gone; nobody drops them alone, and the chain still verifies.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use common::{Chain, TestRelay, one};
use reknit_wire::{
    api::{Purge, Spot},
    envelope::{Envelope, decode_page},
};
use tempfile::TempDir;

const WORDS: &[u8] = b"sealed words that both let go of";

struct Two {
    folder: TempDir,
    relay: TestRelay,
    host: String,
    guest: String,
    space: String,
    spots: Vec<Spot>,
    entries: Vec<Envelope>,
}

impl Two {
    async fn meet() -> Self {
        let folder = TempDir::new().unwrap();
        let relay = TestRelay::open(folder.path());
        let host = relay.register("host-who-lets-go").await;
        let guest = relay.register("guest-who-lets-go").await;
        let (mut mine, genesis) = Chain::found(1);
        relay.bytes("POST", "spaces", &host, genesis.encode()).await;
        let (mut theirs, admission) = mine.admit(2);
        let space = format!("spaces/{}", mine.space);
        let path = format!("{space}/entries");
        let claim = theirs.claim("guest-who-lets-go");
        let claimed = relay.json("PUT", &format!("{space}/claim"), Some(&guest), &claim).await;
        assert_eq!(claimed.status, 200);
        assert_eq!(relay.bytes("POST", &path, &host, one(&admission)).await.status, 200);
        let entries = vec![mine.say(WORDS), theirs.say(WORDS), mine.say(b"what stays")];
        for (token, entry) in [&host, &guest, &host].into_iter().zip(&entries) {
            assert_eq!(relay.bytes("POST", &path, token, one(entry)).await.status, 200);
        }
        let spot = |chain: &Chain, seq| Spot { author: chain.member(), seq };
        let spots = vec![spot(&mine, 3), spot(&theirs, 1)];
        Self { folder, relay, host, guest, space, spots, entries }
    }

    async fn purge(&self, token: &str, entries: &[Spot]) -> u16 {
        let purge = Purge { entries: entries.to_vec() };
        let path = format!("{}/purge", self.space);
        self.relay.json("POST", &path, Some(token), &purge).await.status.as_u16()
    }

    /// The entries after the two memberships.
    async fn read(&self) -> Vec<Envelope> {
        let page = self.relay.get(&format!("{}/entries?after=2", self.space), &self.guest).await;
        decode_page(&page.body).unwrap().into_iter().map(|it| it.envelope).collect()
    }

    /// Whether the words are anywhere in the files of the database, its log among them, as they lie there now.
    fn words_are_on_disk(&self) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files
            .map(|it| std::fs::read(it.unwrap().path()).unwrap_or_default())
            .any(|bytes| bytes.windows(WORDS.len()).any(|it| it == WORDS))
    }
}

#[tokio::test]
async fn one_member_alone_drops_nothing() {
    let two = Two::meet().await;
    for _ in 0..3 {
        assert_eq!(two.purge(&two.host, &two.spots).await, 200);
    }
    assert_eq!(two.read().await, two.entries);
    assert!(two.words_are_on_disk(), "the search finds what is there");
}

#[tokio::test]
async fn what_both_asked_for_is_gone_from_disk_and_the_chain_still_verifies() {
    let two = Two::meet().await;
    assert_eq!(two.purge(&two.host, &two.spots).await, 200);
    assert_eq!(two.purge(&two.guest, &two.spots).await, 200);
    let left = two.read().await;
    for (left, was) in left.iter().zip(&two.entries) {
        assert_eq!((left.header, left.signature), (was.header, was.signature));
        left.verify_body().unwrap();
    }
    assert!(left[0].body.is_none() && left[1].body.is_none() && left[2].body.is_some());
    assert_eq!(left[2].header.prev, left[0].header.hash());
    assert!(!two.words_are_on_disk());
    // Asking again, and saying the same entry again, change nothing.
    assert_eq!(two.purge(&two.host, &two.spots).await, 200);
    let path = format!("{}/entries", two.space);
    let again = two.relay.bytes("POST", &path, &two.host, one(&two.entries[0])).await;
    assert_eq!(again.status, 200);
    assert_eq!(two.read().await, left);
}

#[tokio::test]
async fn memberships_stay_and_a_stranger_asks_in_vain() {
    let two = Two::meet().await;
    let stranger = two.relay.register("stranger-who-purges").await;
    assert_eq!(two.purge(&stranger, &two.spots).await, 404);
    let genesis = [Spot { author: two.spots[0].author, seq: 1 }];
    for token in [&two.host, &two.guest] {
        assert_eq!(two.purge(token, &genesis).await, 200);
    }
    let page = two.relay.get(&format!("{}/entries?after=0", two.space), &two.host).await;
    assert!(decode_page(&page.body).unwrap()[0].envelope.body.is_some());
    let many = vec![two.spots[0].clone(); 257];
    assert_eq!(two.purge(&two.host, &many).await, 413);
}

/// A wish the other never joined must not keep anybody from going.
#[tokio::test]
async fn a_wish_of_one_holds_nobody_back_who_leaves() {
    let two = Two::meet().await;
    assert_eq!(two.purge(&two.guest, &two.spots).await, 200);
    let path = format!("{}/claim", two.space);
    for token in [&two.guest, &two.host] {
        assert_eq!(two.relay.bytes("DELETE", &path, token, Vec::new()).await.status, 200);
    }
    assert!(two.words_are_on_disk(), "how long it takes to leave tells nothing");
    TestRelay::started_anew(two.folder.path()).await;
    assert!(!two.words_are_on_disk(), "a space that nobody speaks in is gone");
}
