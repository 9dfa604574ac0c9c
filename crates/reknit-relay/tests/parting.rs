//! Nobody learns that the other left or deleted their account (safety rule 6): not by asking oddly, not with a changed app, not later.
//!
//! Two worlds that differ only in what she did; in both of them he asks the same, and everything he is answered has to be the same.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use common::{Chain, TestRelay, one};
use reknit_wire::{
    api::{Letter, Spot},
    bytes::Bytes,
    envelope::Envelope,
};
use tempfile::TempDir;

/// What she did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum She {
    Stays,
    Leaves,
    Deletes,
}

/// Who of them began the space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    Her,
    Him,
}

/// Of each question, what it was and what was answered.
type Answers = Vec<(String, u16, Vec<u8>)>;

/// Two who share a space, and what he has.
struct World {
    folder: TempDir,
    relay: TestRelay,
    space: String,
    his_token: String,
    his: Chain,
    genesis: Envelope,
    answers: Answers,
}

impl World {
    async fn begin(host: Host) -> Self {
        let folder = TempDir::new().unwrap();
        let relay = TestRelay::open(folder.path());
        let her_token = relay.register("her").await;
        let his_token = relay.register("him").await;
        let (mut hosts, genesis) = Chain::found(1);
        let (host_token, guest_token, guest_name) = match host {
            Host::Her => (&her_token, &his_token, "him"),
            Host::Him => (&his_token, &her_token, "her"),
        };
        assert_eq!(relay.bytes("POST", "spaces", host_token, genesis.encode()).await.status, 200);
        let space = format!("spaces/{}", hosts.space);
        let (mut guests, admission) = hosts.admit(2);
        let claim = guests.claim(guest_name);
        let path = format!("{space}/claim");
        assert_eq!(relay.json("PUT", &path, Some(guest_token), &claim).await.status, 200);
        let path = format!("{space}/entries");
        for entry in [admission, hosts.say(b"from the host")] {
            assert_eq!(relay.bytes("POST", &path, host_token, one(&entry)).await.status, 200);
        }
        let entry = guests.say(b"from the guest");
        assert_eq!(relay.bytes("POST", &path, guest_token, one(&entry)).await.status, 200);
        let his = if host == Host::Him { hosts } else { guests };
        let answers = Vec::new();
        Self { folder, relay, space, his_token, his, genesis, answers }
    }

    async fn she(&self, she: She) {
        let path = match she {
            She::Stays => return,
            She::Leaves => format!("{}/claim", self.space),
            She::Deletes => "account".to_owned(),
        };
        let token = self.relay.sign_in_for("her", true).await;
        let done = self.relay.bytes("DELETE", &path, &token, Vec::new()).await;
        assert_eq!(done.status, 200);
    }

    async fn next_day(&mut self) {
        self.relay = TestRelay::started_anew(self.folder.path()).await;
    }

    fn heard(&mut self, what: &str, reply: common::Reply) {
        self.answers.push((what.to_owned(), reply.status.as_u16(), reply.body));
    }

    async fn he_asks(&mut self, method: &str, path: &str, body: Vec<u8>) {
        let path =
            if path == "spaces" { path.to_owned() } else { format!("{}/{path}", self.space) };
        let reply = self.relay.bytes(method, &path, &self.his_token, body).await;
        self.heard(&format!("{method} {path}"), reply);
    }

    /// A claim of his own key, or of one that he made up.
    async fn he_claims(&mut self, token: &str, handle: &str, seed: Option<u8>) {
        let strange = seed.map(|it| Chain::found(it).0);
        let claim = strange.as_ref().unwrap_or(&self.his).claim_of(self.his.space, handle);
        let path = format!("{}/claim", self.space);
        let reply = self.relay.json("PUT", &path, Some(token), &claim).await;
        self.heard(&format!("{handle} claims for {seed:?}"), reply);
    }

    /// Everything there is to ask about a space.
    async fn he_asks_everything(&mut self) {
        let token = self.his_token.clone();
        self.he_claims(&token, "him", None).await;
        for seed in 50..70 {
            self.he_claims(&token, "him", Some(seed)).await;
        }
        self.he_asks("POST", "spaces", self.genesis.encode()).await;
        self.he_asks("GET", "entries?after=0", Vec::new()).await;
        let words = one(&self.his.say(b"are you there?"));
        self.he_asks("POST", "entries", words.clone()).await;
        self.he_asks("POST", "entries", words).await;
        self.he_asks("PUT", "snapshot?version=1", vec![1; 64]).await;
        self.he_asks("GET", "snapshot", Vec::new()).await;
        let purge = self.his.purge(&[Spot { author: self.his.member(), seq: 2 }]);
        let path = format!("{}/purge", self.space);
        let reply = self.relay.json("POST", &path, Some(&token), &purge).await;
        self.heard("purge", reply);
    }
}

/// What he learns with everything he can try, on the day itself and on the day after.
async fn learnt(host: Host, she: She) -> Answers {
    let mut world = World::begin(host).await;
    // His own second account, which holds the same key and says so only later.
    let second = world.relay.register("him-again").await;
    world.she(she).await;
    world.he_asks_everything().await;
    world.next_day().await;
    world.he_asks_everything().await;
    world.he_asks("DELETE", "claim", Vec::new()).await;
    for _ in 0..2 {
        world.he_asks_everything().await;
        world.he_claims(&second, "him-again", None).await;
        world.he_asks("DELETE", "claim", Vec::new()).await;
        world.next_day().await;
    }
    world.answers
}

fn compare(one: &Answers, other: &Answers, which: &str) {
    assert_eq!(one.len(), other.len());
    for (at, (one, other)) in one.iter().zip(other).enumerate() {
        assert_eq!(one, other, "{which}: question {at}");
    }
}

#[tokio::test]
async fn a_partner_cannot_ask_whether_the_other_left() {
    for host in [Host::Her, Host::Him] {
        let there = learnt(host, She::Stays).await;
        assert!(there.iter().any(|it| it.1 == 200) && there.iter().any(|it| it.1 == 404));
        for she in [She::Leaves, She::Deletes] {
            compare(&there, &learnt(host, she).await, &format!("{host:?} {she:?}"));
        }
    }
}

/// What the auditor found, as it was: his own claim withdrawn and made again.
#[tokio::test]
async fn a_claim_that_was_withdrawn_is_not_made_again() {
    let mut world = World::begin(Host::Her).await;
    world.he_asks("DELETE", "claim", Vec::new()).await;
    let token = world.his_token.clone();
    world.he_claims(&token, "him", None).await;
    world.he_asks("GET", "entries?after=0", Vec::new()).await;
    let statuses: Vec<u16> = world.answers.iter().map(|it| it.1).collect();
    assert_eq!(statuses, [200, 404, 404]);
    // Nor is a space begun anew by its host.
    let mut world = World::begin(Host::Him).await;
    world.he_asks("DELETE", "claim", Vec::new()).await;
    world.he_asks("POST", "spaces", world.genesis.encode()).await;
    let statuses: Vec<u16> = world.answers.iter().map(|it| it.1).collect();
    assert_eq!(statuses, [200, 404]);
}

/// The space was left under a version that did not note who leaves.
#[tokio::test]
async fn what_an_earlier_version_left_behind_tells_nothing_either() {
    let learnt = async |she_left: bool| {
        let mut world = World::begin(Host::Her).await;
        if she_left {
            let path = world.folder.path().join("relay.sqlite");
            let db = rusqlite::Connection::open(path).unwrap();
            let sql = "DELETE FROM claims WHERE member <> ?1";
            assert_eq!(db.execute(sql, [world.his.member().0]).unwrap(), 1);
        }
        world.he_asks("DELETE", "claim", Vec::new()).await;
        world.next_day().await;
        world.he_asks_everything().await;
        world.answers
    };
    compare(&learnt(false).await, &learnt(true).await, "before");
}

/// He has opened the link and read the card; then it was taken back, and she stayed, left, or deleted her account.
async fn invited(she: She) -> Answers {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    let (hers, his_token) = (relay.register("her").await, relay.register("him").await);
    let (chain, genesis) = Chain::found(1);
    assert_eq!(relay.bytes("POST", "spaces", &hers, genesis.encode()).await.status, 200);
    let (space, mailbox) =
        (format!("spaces/{}", chain.space), "mailboxes/".to_owned() + &"12".repeat(16));
    let letter = Letter { letter: Bytes(vec![7; 600]) };
    assert_eq!(relay.json("PUT", &mailbox, Some(&hers), &letter).await.status, 200);
    let go = async |path: &str| {
        let token = relay.sign_in_for("her", true).await;
        assert_eq!(relay.bytes("DELETE", path, &token, Vec::new()).await.status, 200);
    };
    match she {
        She::Stays => go(&mailbox).await,
        She::Leaves => {
            go(&mailbox).await;
            go(&format!("{space}/claim")).await;
        }
        She::Deletes => go("account").await,
    }
    let mut answers = Answers::new();
    for relay in [relay.clone(), TestRelay::started_anew(folder.path()).await] {
        let mut heard = |what: String, reply: common::Reply| {
            answers.push((what, reply.status.as_u16(), reply.body));
        };
        heard("read".into(), relay.get(&mailbox, &his_token).await);
        for path in [mailbox.clone(), format!("{mailbox}/join"), format!("{mailbox}/reveal")] {
            let reply = relay.json("PUT", &path, Some(&his_token), &letter).await;
            heard(path, reply);
        }
        for seed in 50..70 {
            let claim = Chain::found(seed).0.claim_of(chain.space, "him");
            let reply =
                relay.json("PUT", &format!("{space}/claim"), Some(&his_token), &claim).await;
            heard(format!("claim {seed}"), reply);
        }
        let reply = relay.get(&format!("{space}/entries?after=0"), &his_token).await;
        heard("entries".into(), reply);
        let reply = relay.bytes("POST", "spaces", &his_token, genesis.encode()).await;
        heard("begin".into(), reply);
    }
    answers
}

#[tokio::test]
async fn whoever_was_invited_cannot_tell_one_who_took_it_back_from_one_who_is_gone() {
    let there = invited(She::Stays).await;
    assert_eq!(there.iter().filter(|it| it.0 == "read" && it.1 == 410).count(), 2);
    for she in [She::Leaves, She::Deletes] {
        compare(&there, &invited(she).await, &format!("{she:?}"));
    }
}
