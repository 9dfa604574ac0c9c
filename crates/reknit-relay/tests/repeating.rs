//! Entries that come again, and entries that somebody else made: what is asked of each.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use common::{
    Chain, TestRelay, one,
    socket::{Socket, serve},
};
use reknit_wire::{
    api::{AppendReply, Appended},
    envelope::{Envelope, decode_page, encode_append},
};
use tempfile::TempDir;

struct Writer {
    _folder: TempDir,
    relay: TestRelay,
    token: String,
    chain: Chain,
}

impl Writer {
    async fn begin() -> Self {
        let folder = TempDir::new().unwrap();
        let relay = TestRelay::open(folder.path());
        let token = relay.register("sam-who-repeats").await;
        let (chain, genesis) = Chain::found(1);
        assert_eq!(relay.bytes("POST", "spaces", &token, genesis.encode()).await.status, 200);
        Self { _folder: folder, relay, token, chain }
    }

    async fn append(&self, entries: &[Envelope]) -> Vec<Appended> {
        let path = format!("spaces/{}/entries", self.chain.space);
        let reply = self.relay.bytes("POST", &path, &self.token, encode_append(entries)).await;
        reply.json::<AppendReply>().results
    }

    async fn held(&self) -> Vec<Envelope> {
        let path = format!("spaces/{}/entries?after=1", self.chain.space);
        let page = self.relay.get(&path, &self.token).await;
        decode_page(&page.body).unwrap().into_iter().map(|it| it.envelope).collect()
    }
}

/// The same entry as its name goes, with a signature that nobody made.
fn unsigned(entry: &Envelope) -> Envelope {
    let mut unsigned = entry.clone();
    unsigned.signature[5] ^= 1;
    unsigned
}

fn kinds(results: &[Appended]) -> String {
    let letter = |it: &Appended| match it {
        Appended::Stored { .. } => 's',
        Appended::Conflict { .. } => 'c',
        Appended::Gap { .. } => 'g',
        Appended::Refused => 'r',
        Appended::NoRoom { .. } => 'n',
        Appended::Skipped => '-',
    };
    results.iter().map(letter).collect()
}

/// A check of each would let whoever sends one request again and again keep busy the one who writes for all.
#[tokio::test]
async fn what_is_stored_is_answered_for_and_its_copy_is_not_looked_at() {
    let mut writer = Writer::begin().await;
    let entries: Vec<_> = (0..3).map(|_| writer.chain.say(b"once")).collect();
    assert_eq!(kinds(&writer.append(&entries).await), "sss");
    let copies: Vec<_> = entries.iter().map(unsigned).collect();
    let again = writer.append(&copies).await;
    assert_eq!(again, writer.append(&entries).await, "with the place it was given");
    assert_eq!(writer.held().await, entries, "and nothing of the copy is kept");
}

#[tokio::test]
async fn what_is_not_stored_needs_its_signature_wherever_it_would_stand() {
    let mut writer = Writer::begin().await;
    let entries: Vec<_> = (0..4).map(|_| writer.chain.say(b"once")).collect();
    assert_eq!(kinds(&writer.append(&[unsigned(&entries[0])]).await), "r");
    assert_eq!(kinds(&writer.append(&entries[..1]).await), "s");
    // Behind what is known, what is new and right is taken; behind what is wrong, nothing.
    let mixed = [entries[0].clone(), entries[1].clone(), unsigned(&entries[2]), entries[3].clone()];
    assert_eq!(kinds(&writer.append(&mixed).await), "ssr-");
    assert_eq!(kinds(&writer.append(&[unsigned(&entries[3])]).await), "r", "a gap");
    let (mut other, _) = Chain::found(1);
    let rival = other.say(b"another in its place");
    assert_eq!(kinds(&writer.append(&[unsigned(&rival)]).await), "r");
    assert_eq!(kinds(&writer.append(&[rival]).await), "c");
    // Somebody else's entry, signed by them.
    let (mut stranger, _) = Chain::found(2);
    stranger.space = writer.chain.space;
    assert_eq!(kinds(&writer.append(&[stranger.say(b"from outside")]).await), "r");
    // A body that is not the one the header names.
    let mut changed = entries[2].clone();
    changed.body = Some(b"ecno".to_vec());
    assert_eq!(kinds(&writer.append(&[changed]).await), "r");
    assert_eq!(writer.held().await, entries[..2]);
}

/// Whoever sends the same again and again must not have the other's phone ask again and again.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_stored_already_wakes_nobody() {
    let mut writer = Writer::begin().await;
    let (mut other, genesis) = Chain::found(8);
    let begun = writer.relay.bytes("POST", "spaces", &writer.token, genesis.encode()).await;
    assert_eq!(begun.status, 200);
    let address = serve(writer.relay.0.clone()).await;
    let mut socket = Socket::open(address, &writer.token);
    assert!(socket.text().unwrap().contains("ready"));
    let words = [writer.chain.say(b"once")];
    for _ in 0..3 {
        assert_eq!(kinds(&writer.append(&words).await), "s");
    }
    let path = format!("spaces/{}/entries", other.space);
    let said = writer.relay.bytes("POST", &path, &writer.token, one(&other.say(b"elsewhere")));
    assert_eq!(said.await.status, 200);
    // Hints come in order.
    assert!(socket.text().unwrap().contains(&writer.chain.space.to_string()));
    assert!(socket.text().unwrap().contains(&other.space.to_string()));
}
