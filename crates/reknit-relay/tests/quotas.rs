//! How much of the relay one account may take: invitations, spaces, copies, words, and what it begins with.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use common::{Chain, TestRelay};
use reknit_wire::{
    api::{AccountKeys, AppendReply, Appended, Letter, RegisterFinish},
    bytes::Bytes,
    envelope::encode_append,
    limits::{SNAPSHOT_BYTES_MAX, VAULT_SEALED_BYTES},
};
use tempfile::TempDir;

fn relay() -> (TempDir, TestRelay) {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    (folder, relay)
}

fn mailbox(at: u8) -> String {
    format!("mailboxes/{}", format!("{at:02x}").repeat(16))
}

async fn invite(relay: &TestRelay, token: &str, at: u8) -> (u16, String) {
    let letter = Letter { letter: Bytes(vec![7; 600]) };
    let reply = relay.json("PUT", &mailbox(at), Some(token), &letter).await;
    let status = reply.status.as_u16();
    (status, if status == 200 { String::new() } else { reply.code() })
}

#[tokio::test]
async fn an_account_has_a_few_invitations_out_at_a_time() {
    let (_folder, relay) = relay();
    let (sam, noor) = (relay.register("sam").await, relay.register("noor").await);
    for at in 0..8 {
        assert_eq!(invite(&relay, &sam, at).await.0, 200, "{at}");
    }
    assert_eq!(invite(&relay, &sam, 8).await, (429, "slow_down".into()));
    assert_eq!(invite(&relay, &sam, 3).await.0, 200, "the same once more");
    assert_eq!(invite(&relay, &noor, 9).await.0, 200, "somebody else's");
    assert_eq!(relay.bytes("DELETE", &mailbox(5), &sam, Vec::new()).await.status, 200);
    assert_eq!(invite(&relay, &sam, 10).await.0, 200);
    // Taking back and inviting again comes to an end too: each leaves a row.
    let mut n_begun = 9;
    for at in 11..100 {
        assert_eq!(relay.bytes("DELETE", &mailbox(at - 1), &sam, Vec::new()).await.status, 200);
        n_begun += usize::from(invite(&relay, &sam, at).await.0 == 200);
    }
    assert_eq!(n_begun, 32);
}

#[tokio::test]
async fn an_account_hosts_a_few_spaces_at_a_time() {
    let (_folder, relay) = relay();
    let sam = relay.register("sam").await;
    let begin = async |seed: u8| {
        let (chain, genesis) = Chain::found(seed);
        let reply = relay.bytes("POST", "spaces", &sam, genesis.encode()).await;
        (reply.status.as_u16(), format!("spaces/{}/claim", chain.space))
    };
    let mut claims = Vec::new();
    for seed in 1..=8 {
        let (status, claim) = begin(seed).await;
        assert_eq!(status, 200, "{seed}");
        claims.push(claim);
    }
    assert_eq!(begin(9).await.0, 422);
    assert_eq!(begin(4).await.0, 200, "the same once more");
    assert_eq!(relay.bytes("DELETE", &claims[0], &sam, Vec::new()).await.status, 200);
    assert_eq!(begin(9).await.0, 200);
    // Beginning and leaving comes to an end too.
    let mut n_begun = 9;
    for seed in 10..100 {
        let (status, claim) = begin(seed).await;
        n_begun += usize::from(status == 200);
        assert_eq!(relay.bytes("DELETE", &claim, &sam, Vec::new()).await.status, 200);
        let oldest = claims.pop().unwrap_or(claim);
        assert_eq!(relay.bytes("DELETE", &oldest, &sam, Vec::new()).await.status, 200);
    }
    assert_eq!(n_begun, 32);
}

#[tokio::test]
async fn a_day_of_words_is_an_accounts_and_not_each_of_its_spaces() {
    let (_folder, relay) = relay();
    let sam = relay.register("sam").await;
    let mut n_stored = 0;
    for seed in 1..=3 {
        let (mut chain, genesis) = Chain::found(seed);
        assert_eq!(relay.bytes("POST", "spaces", &sam, genesis.encode()).await.status, 200);
        let path = format!("spaces/{}/entries", chain.space);
        for _ in 0..7 {
            let entries: Vec<_> = (0..64).map(|_| chain.say(b"again")).collect();
            let reply = relay.bytes("POST", &path, &sam, encode_append(&entries)).await;
            let results = reply.json::<AppendReply>().results;
            n_stored += results.iter().filter(|it| matches!(it, Appended::Stored { .. })).count();
        }
    }
    // A slow machine makes room for one now and then.
    assert!((1_000..1_010).contains(&n_stored), "{n_stored}");
}

#[tokio::test]
async fn copies_are_counted_by_their_bytes_and_leave_room_for_words() {
    let (_folder, relay) = relay();
    let sam = relay.register("sam").await;
    let (mut chain, genesis) = Chain::found(1);
    relay.bytes("POST", "spaces", &sam, genesis.encode()).await;
    let path = format!("spaces/{}", chain.space);
    let put = async |version: u64| {
        let path = format!("{path}/snapshot?version={version}");
        let reply = relay.bytes("PUT", &path, &sam, vec![1; SNAPSHOT_BYTES_MAX]).await;
        reply.status.as_u16()
    };
    assert_eq!(put(1).await, 200);
    for _ in 0..20 {
        assert_eq!(put(1).await, 409, "what is refused costs nothing");
    }
    let mut version = 1;
    while put(version + 1).await == 200 {
        version += 1;
        assert!(version < 40);
    }
    assert_eq!((version, put(version + 1).await), (16, 429));
    let words = encode_append(&[chain.say(b"words")]);
    let said = relay.bytes("POST", &format!("{path}/entries"), &sam, words).await;
    assert_eq!(said.status, 200);
}

#[tokio::test]
async fn whoever_signs_up_brings_a_small_keyring() {
    let (_folder, relay) = relay();
    let finish = async |handle: &str, n_bytes: usize| {
        let (_, upload) = relay.upload(handle).await;
        let account = AccountKeys {
            generation: 1,
            wrap: Bytes(vec![1; 24 + 32 + 16]),
            recovery: None,
            keyring: Bytes(vec![2; n_bytes]),
        };
        let vault = Bytes(vec![3; VAULT_SEALED_BYTES]);
        let finish =
            RegisterFinish { handle: handle.into(), upload: Bytes(upload), account, vault };
        relay.json("POST", "register/finish", None, &finish).await.status.as_u16()
    };
    assert_eq!(finish("sam", 4097).await, 413);
    assert_eq!(finish("sam", 4096).await, 200);
}
