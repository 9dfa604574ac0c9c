//! Who may do what: every route in the description, for everybody who could ask.
//!
//! Each request is well formed and would be carried out for whoever may. After a request of somebody who is no member, everything
//! the member can read is as it was.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use std::{collections::BTreeSet, fs, path::Path};

use common::{Chain, TestRelay, one, run};
use reknit_vault::slow_job::Job;
use reknit_wire::{
    api::{
        AccountKeys, Claim, Letter, LoginFinish, LoginStart, OpaqueRequest, Purge, PutKeyring,
        RecoverFinish, RecoverStart, RegisterFinish, RegisterStart, RekeyFinish, Sessions, Spot,
    },
    bytes::Bytes,
    limits::VAULT_SEALED_BYTES,
};
use serde::Serialize;
use tempfile::TempDir;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Without a token.
    Stranger,
    /// With a token whose session was ended.
    Ended,
    /// With an account, and nothing else in common.
    Other,
    /// Was a member, and left.
    Left,
    /// The member whose things they are.
    Member,
    /// The same, on another device.
    Elsewhere,
}

const ROLES: [Role; 6] =
    [Role::Stranger, Role::Ended, Role::Other, Role::Left, Role::Member, Role::Elsewhere];

/// Method, path, and what each role is answered. Members' things do not exist for anybody else: 404, as for things that are not there.
const MATRIX: [(&str, &str, [u16; 6]); 30] = [
    ("GET", "relay", [200; 6]),
    ("POST", "register/start", [200; 6]),
    ("POST", "register/finish", [200; 6]),
    ("POST", "login/start", [200; 6]),
    // No such attempt was begun.
    ("POST", "login/finish", [401; 6]),
    ("POST", "recover/start", [200; 6]),
    ("POST", "recover/finish", [401; 6]),
    ("POST", "rekey/start", [401, 401, 200, 200, 200, 200]),
    ("POST", "rekey/finish", [401, 401, 200, 200, 200, 200]),
    ("GET", "account", [401, 401, 200, 200, 200, 200]),
    ("DELETE", "account", [401, 401, 200, 200, 200, 200]),
    ("GET", "sessions", [401, 401, 200, 200, 200, 200]),
    // The member's other session: for anybody else it is one that is not there.
    ("DELETE", "sessions/{id}", [401, 401, 404, 404, 200, 200]),
    ("POST", "sessions/end-others", [401, 401, 200, 200, 200, 200]),
    ("PUT", "keyring", [401, 401, 200, 200, 200, 200]),
    ("GET", "vault", [401, 401, 200, 200, 200, 200]),
    ("PUT", "vault", [401, 401, 200, 200, 200, 200]),
    // Whoever knows the link may read, and answer once; the inviter may do the rest.
    ("GET", "mailboxes/{id}", [200; 6]),
    ("PUT", "mailboxes/{id}", [401, 401, 409, 409, 200, 200]),
    // Taking back what is not one's own changes nothing, and is answered alike.
    ("DELETE", "mailboxes/{id}", [401, 401, 200, 200, 200, 200]),
    ("PUT", "mailboxes/{id}/join", [401, 401, 200, 200, 422, 422]),
    // Nobody has answered yet.
    ("PUT", "mailboxes/{id}/reveal", [401, 401, 404, 404, 422, 422]),
    ("POST", "spaces", [401, 401, 200, 200, 200, 200]),
    // A claim is signed for one account. Somebody whose key is in no membership is told nothing, and it opens nothing. Whoever left
    // does not come back.
    ("PUT", "spaces/{id}/claim", [401, 401, 200, 404, 422, 422]),
    ("DELETE", "spaces/{id}/claim", [401, 401, 200, 200, 200, 200]),
    ("POST", "spaces/{id}/entries", [401, 401, 404, 404, 200, 200]),
    ("GET", "spaces/{id}/entries", [401, 401, 404, 404, 200, 200]),
    // A wish counts only with an account that speaks for whoever signed it: of no use to others are the member's, or one's own of before.
    ("POST", "spaces/{id}/purge", [401, 401, 404, 404, 200, 200]),
    ("GET", "spaces/{id}/snapshot", [401, 401, 404, 404, 200, 200]),
    ("PUT", "spaces/{id}/snapshot", [401, 401, 404, 404, 200, 200]),
];

/// Everybody, and a request for each route.
struct World {
    folder: TempDir,
    tokens: [Option<String>; 6],
    space: String,
    mailbox: String,
    second_session: String,
    entry: Vec<u8>,
    genesis: Vec<u8>,
    purge: Purge,
    past_purge: Purge,
    claim: Claim,
    strange_claim: Claim,
    upload: Vec<u8>,
    first_message: Vec<u8>,
}

/// What cannot be undone. It takes a session that was opened for it.
const FINAL_ACTS: [(&str, &str); 4] = [
    ("POST", "rekey/finish"),
    ("DELETE", "account"),
    ("DELETE", "sessions/{id}"),
    ("POST", "sessions/end-others"),
];

const HANDLES: [Option<&str>; 6] = [
    None,
    None,
    Some("other-account"),
    Some("left-a-space"),
    Some("member-of-a-space"),
    Some("member-of-a-space"),
];

fn bytes(path: &str) -> bool {
    matches!(path, "vault" | "spaces" | "spaces/{id}/entries" | "spaces/{id}/snapshot")
}

impl World {
    async fn begin() -> Self {
        let folder = TempDir::new().unwrap();
        let relay = TestRelay::open(folder.path());
        let member = relay.register("member-of-a-space").await;
        let left = relay.register("left-a-space").await;
        let other_token = relay.register("other-account").await;
        let ended = relay.register("ended-session").await;
        let gone = relay.send("DELETE", "/api/v1/sessions/current", Some(&ended), None, vec![]);
        assert_eq!(gone.await.status, 200);
        let elsewhere = relay.sign_in("member-of-a-space").await;

        let (mut mine, genesis) = Chain::found(1);
        assert_eq!(relay.bytes("POST", "spaces", &member, genesis.encode()).await.status, 200);
        let (theirs, admission) = mine.admit(2);
        let space = mine.space.to_string();
        let entries = format!("spaces/{space}/entries");
        let claim = theirs.claim("left-a-space");
        let path = format!("spaces/{space}/claim");
        assert_eq!(relay.json("PUT", &path, Some(&left), &claim).await.status, 200);
        for entry in [admission, mine.say(b"words of the member")] {
            assert_eq!(relay.bytes("POST", &entries, &member, one(&entry)).await.status, 200);
        }
        assert_eq!(relay.get(&format!("{entries}?after=0"), &left).await.status, 200);
        let path = format!("/api/v1/{path}");
        assert_eq!(relay.send("DELETE", &path, Some(&left), None, vec![]).await.status, 200);
        let path = format!("spaces/{space}/snapshot?version=1");
        assert_eq!(relay.bytes("PUT", &path, &member, vec![1; 64]).await.status, 200);
        let mailbox = "12".repeat(16);
        let letter = Letter { letter: Bytes(vec![7; 600]) };
        let path = format!("mailboxes/{mailbox}");
        assert_eq!(relay.json("PUT", &path, Some(&member), &letter).await.status, 200);

        let sessions = relay.get("sessions", &elsewhere).await.json::<Sessions>().sessions;
        let second = sessions.iter().find(|it| it.current).unwrap().id.to_string();
        let (first_message, upload) = relay.upload("a-new-name").await;
        let spots = [Spot { author: mine.member(), seq: 3 }];
        let (purge, past_purge) = (mine.purge(&spots), theirs.purge(&spots));
        let (other, other_genesis) = Chain::found(9);
        let strange_claim = other.claim_of(mine.space, "other-account");
        Self {
            tokens: [
                None,
                Some(ended),
                Some(other_token),
                Some(left),
                Some(member),
                Some(elsewhere),
            ],
            entry: one(&mine.say(b"the next words")),
            genesis: other_genesis.encode(),
            second_session: second,
            folder,
            space,
            mailbox,
            purge,
            past_purge,
            claim,
            strange_claim,
            upload,
            first_message,
        }
    }

    /// The world as it began, in a folder of its own. SQLite copies it: the relay it was made with may still be folding up its log.
    fn copy(&self) -> (TempDir, TestRelay) {
        let folder = TempDir::new().unwrap();
        let [from, to] = [&self.folder, &folder].map(|it| it.path().join("relay.sqlite"));
        let database = rusqlite::Connection::open(from).unwrap();
        database.execute("VACUUM INTO ?1", [to.to_str().unwrap()]).unwrap();
        fs::copy(self.folder.path().join("opaque-setup"), folder.path().join("opaque-setup"))
            .unwrap();
        let relay = TestRelay::open(folder.path());
        (folder, relay)
    }

    fn path(&self, method: &str, path: &str) -> String {
        let id = match path.split('/').next() {
            Some("mailboxes") => &self.mailbox,
            Some("sessions") => &self.second_session,
            _ => &self.space,
        };
        let query = match (method, path) {
            ("PUT", "vault" | "spaces/{id}/snapshot") => "?version=2",
            ("GET", "spaces/{id}/entries") => "?after=0",
            _ => "",
        };
        format!("/api/v1/{}{query}", path.replace("{id}", id))
    }

    /// What is sent along.
    fn body(&self, method: &str, path: &str, role: Role) -> Vec<u8> {
        let some = || Bytes(vec![5; 16]);
        let request = || Bytes(self.first_message.clone());
        let account = |generation| AccountKeys {
            generation,
            wrap: Bytes(vec![1; 24 + 32 + 16]),
            recovery: None,
            keyring: Bytes(vec![2; 64]),
        };
        let (handle, upload) = ("a-new-name".to_owned(), || Bytes(self.upload.clone()));
        let vault = || Bytes(vec![3; VAULT_SEALED_BYTES]);
        match (method, path) {
            ("POST", "register/start") => json(&RegisterStart { handle, request: request() }),
            ("POST", "register/finish") => {
                let (upload, account, vault) = (upload(), account(1), vault());
                json(&RegisterFinish { handle, upload, account, vault })
            }
            ("POST", "login/start") => {
                let job = run(&Job::LoginStart { passphrase: "guess".into() });
                json(&LoginStart { handle, request: Bytes(job.second.to_vec()) })
            }
            ("POST", "login/finish") => {
                json(&LoginFinish { login: some(), finish: some(), final_act: false })
            }
            ("POST", "recover/start") => json(&RecoverStart { handle }),
            ("POST", "recover/finish") => {
                json(&RecoverFinish { recovery: some(), signature: Bytes(vec![6; 64]) })
            }
            ("POST", "rekey/start") => json(&OpaqueRequest { request: request() }),
            ("POST", "rekey/finish") => json(&RekeyFinish {
                upload: upload(),
                account: account(2),
                keyring_from: 1,
                vault: vault(),
                vault_from: 1,
            }),
            ("PUT", "keyring") => json(&PutKeyring { keyring: some(), version: 2 }),
            ("PUT", "vault") => vault().0,
            ("PUT", "mailboxes/{id}" | "mailboxes/{id}/join" | "mailboxes/{id}/reveal") => {
                json(&Letter { letter: some() })
            }
            ("POST", "spaces") => self.genesis.clone(),
            ("PUT", "spaces/{id}/claim") if role == Role::Other => json(&self.strange_claim),
            ("PUT", "spaces/{id}/claim") => json(&self.claim),
            ("POST", "spaces/{id}/entries") => self.entry.clone(),
            ("POST", "spaces/{id}/purge") if role == Role::Left => json(&self.past_purge),
            ("POST", "spaces/{id}/purge") => json(&self.purge),
            ("PUT", "spaces/{id}/snapshot") => vec![8; 64],
            _ => Vec::new(),
        }
    }

    /// Everything the member can read.
    async fn seen_by_member(&self, relay: &TestRelay, path: &str) -> Vec<(u16, Vec<u8>)> {
        let token = self.tokens[4].as_deref().unwrap();
        let space = &self.space;
        let mut paths = vec![
            "account".to_owned(),
            "sessions".to_owned(),
            "vault".to_owned(),
            format!("spaces/{space}/entries?after=0"),
            format!("spaces/{space}/snapshot"),
        ];
        // An answer to the invitation is what it is for.
        if path != "mailboxes/{id}/join" {
            paths.push(format!("mailboxes/{}", self.mailbox));
        }
        let mut seen = Vec::new();
        for path in paths {
            let reply = relay.get(&path, token).await;
            seen.push((reply.status.as_u16(), reply.body));
        }
        seen
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

#[tokio::test]
async fn everybody_may_what_is_written_here_and_nothing_else() {
    let world = World::begin().await;
    let mut wrong = Vec::new();
    for (method, path, wanted) in MATRIX {
        let content_type =
            if bytes(path) { "application/octet-stream" } else { "application/json" };
        let everybody = ROLES.into_iter().zip(HANDLES).zip(&world.tokens);
        for (((role, handle), token), wanted) in everybody.zip(wanted) {
            let (_folder, relay) = world.copy();
            let before = world.seen_by_member(&relay, path).await;
            let mut token = token.clone();
            if FINAL_ACTS.contains(&(method, path))
                && let Some(handle) = handle
            {
                token = Some(relay.sign_in_for(handle, true).await);
            }
            let (url, body) = (world.path(method, path), world.body(method, path, role));
            let reply = relay.send(method, &url, token.as_deref(), Some(content_type), body).await;
            let got = reply.status.as_u16();
            if got != wanted {
                wrong.push(format!("{method} {path} as {role:?}: {got}, not {wanted}"));
            }
            let is_member = matches!(role, Role::Member | Role::Elsewhere);
            if !is_member && world.seen_by_member(&relay, path).await != before {
                wrong.push(format!("{method} {path} as {role:?} changed what the member has"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_route_that_is_not_in_the_matrix_is_not_in_the_description() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(Path::new(folder.path()));
    let reply = relay.send("GET", "/openapi.json", None, None, Vec::new()).await;
    let described: serde_json::Value = reply.json();
    let mut listed = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            listed.insert((method.to_uppercase(), path.clone()));
        }
    }
    let row = |it: &(&str, &str, [u16; 6])| (it.0.to_owned(), format!("/api/v1/{}", it.1));
    let matrix: BTreeSet<_> = MATRIX.iter().map(row).collect();
    assert_eq!(matrix.len(), MATRIX.len());
    assert_eq!(matrix, listed);
}
