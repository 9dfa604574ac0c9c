//! Bodies that both members asked to drop are gone; nobody drops them alone, or without a member's key, and the chain still verifies.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use common::{Chain, TestRelay, one};
use reknit_wire::{
    api::{Purge, Spot},
    bytes::Bytes,
    envelope::{Envelope, decode_page},
    id::SpaceId,
};
use tempfile::TempDir;

const WORDS: &[u8] = b"sealed words that both let go of";

/// A session, and the key of a member.
struct Person {
    token: String,
    chain: Chain,
}

struct Two {
    folder: TempDir,
    relay: TestRelay,
    host: Person,
    guest: Person,
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
        let host = Person { token: host, chain: mine };
        let guest = Person { token: guest, chain: theirs };
        Self { folder, relay, host, guest, space, spots, entries }
    }

    async fn purge(&self, who: &Person, entries: &[Spot]) -> u16 {
        self.send(&who.token, &who.chain.purge_of(self.host.chain.space, entries)).await
    }

    async fn send(&self, token: &str, purge: &Purge) -> u16 {
        let path = format!("{}/purge", self.space);
        self.relay.json("POST", &path, Some(token), purge).await.status.as_u16()
    }

    /// The entries after the two memberships.
    async fn read(&self) -> Vec<Envelope> {
        let page =
            self.relay.get(&format!("{}/entries?after=2", self.space), &self.guest.token).await;
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
    let again = two.relay.bytes("POST", &path, &two.host.token, one(&two.entries[0])).await;
    assert_eq!(again.status, 200);
    assert_eq!(two.read().await, left);
}

#[tokio::test]
async fn memberships_stay_and_a_stranger_asks_in_vain() {
    let two = Two::meet().await;
    let token = two.relay.register("stranger-who-purges").await;
    // Also with a wish that a member signed.
    assert_eq!(two.send(&token, &two.host.chain.purge(&two.spots)).await, 404);
    let stranger = Person { token, chain: Chain::found(9).0 };
    assert_eq!(two.purge(&stranger, &two.spots).await, 404);
    let genesis = [Spot { author: two.spots[0].author, seq: 1 }];
    for who in [&two.host, &two.guest] {
        assert_eq!(two.purge(who, &genesis).await, 200);
    }
    let page = two.relay.get(&format!("{}/entries?after=0", two.space), &two.host.token).await;
    assert!(decode_page(&page.body).unwrap()[0].envelope.body.is_some());
    let many = vec![two.spots[0].clone(); 257];
    assert_eq!(two.purge(&two.host, &many).await, 413);
}

/// The partner has asked, and found the host's token on a device that was left.
#[tokio::test]
async fn a_token_without_the_key_drops_nothing() {
    let two = Two::meet().await;
    assert_eq!(two.purge(&two.guest, &two.spots).await, 200);
    let (host, guest) = (&two.host.chain, &two.guest.chain);
    let rightly = || host.purge(&two.spots);
    let made_up = Chain::found(9).0.purge_of(host.space, &two.spots);
    let forged = Purge { signature: guest.purge(&two.spots).signature, ..rightly() };
    // What she signed once, for the first of them.
    let sent_for =
        |spots: &[Spot]| Purge { entries: spots.to_vec(), ..host.purge(&two.spots[..1]) };
    let mut cut = rightly();
    cut.signature.0.pop();
    let mut longer = rightly();
    longer.identity.0.push(0);
    let wishes = [
        ("his own key", 404, guest.purge(&two.spots)),
        ("a key he made up", 404, made_up),
        ("his signature as hers", 422, forged),
        ("no signature", 422, Purge { signature: Bytes(vec![0; 64]), ..rightly() }),
        ("of other entries", 422, sent_for(&two.spots[1..])),
        ("for more entries", 422, sent_for(&two.spots)),
        ("of another space", 422, host.purge_of(SpaceId([7; 16]), &two.spots)),
        ("cut short", 400, cut),
        ("a key that is too long", 400, longer),
    ];
    for (what, status, wish) in wishes {
        assert_eq!(two.send(&two.host.token, &wish).await, status, "{what}");
        assert_eq!(two.read().await, two.entries, "{what}");
    }
    assert!(two.words_are_on_disk());
    // With her key they are gone.
    assert_eq!(two.send(&two.host.token, &rightly()).await, 200);
    assert!(!two.words_are_on_disk());
}

/// A wish the other never joined must not keep anybody from going.
#[tokio::test]
async fn a_wish_of_one_holds_nobody_back_who_leaves() {
    let two = Two::meet().await;
    assert_eq!(two.purge(&two.guest, &two.spots).await, 200);
    let path = format!("{}/claim", two.space);
    for token in [&two.guest.token, &two.host.token] {
        assert_eq!(two.relay.bytes("DELETE", &path, token, Vec::new()).await.status, 200);
    }
    assert!(two.words_are_on_disk(), "how long it takes to leave tells nothing");
    TestRelay::started_anew(two.folder.path()).await;
    assert!(!two.words_are_on_disk(), "a space that nobody speaks in is gone");
}
