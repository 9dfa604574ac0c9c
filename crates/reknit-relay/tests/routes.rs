//! Every route: what it takes, what it refuses, and that a refusal is one shape and echoes nothing.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use axum::http::StatusCode;
use common::{Chain, TestRelay, one, run};
use reknit_vault::slow_job::Job;
use reknit_wire::{
    api::{
        AccountKeys, AppendReply, Appended, Letter, LoginStart, LoginStarted, RecoverStart,
        RegisterFinish, Sessions,
    },
    bytes::Bytes,
    envelope::decode_page,
    limits::{APPEND_BYTES_MAX, SNAPSHOT_BYTES_MAX},
};
use tempfile::TempDir;

/// (method, path below `/api/v1/`, content type, whether a token is wanted).
const ROUTES: [(&str, &str, Option<&str>, bool); 30] = [
    ("GET", "relay", None, false),
    ("POST", "register/start", JSON, false),
    ("POST", "register/finish", JSON, false),
    ("POST", "login/start", JSON, false),
    ("POST", "login/finish", JSON, false),
    ("POST", "recover/start", JSON, false),
    ("POST", "recover/finish", JSON, false),
    ("POST", "rekey/start", JSON, true),
    ("POST", "rekey/finish", JSON, true),
    ("GET", "account", None, true),
    ("DELETE", "account", None, true),
    ("GET", "sessions", None, true),
    ("DELETE", "sessions/{id}", None, true),
    ("POST", "sessions/end-others", None, true),
    ("PUT", "keyring", JSON, true),
    ("GET", "vault", None, true),
    ("PUT", "vault", OCTETS, true),
    ("GET", "mailboxes/{id}", None, false),
    ("PUT", "mailboxes/{id}", JSON, true),
    ("DELETE", "mailboxes/{id}", None, true),
    ("PUT", "mailboxes/{id}/join", JSON, true),
    ("PUT", "mailboxes/{id}/reveal", JSON, true),
    ("POST", "spaces", OCTETS, true),
    ("PUT", "spaces/{id}/claim", JSON, true),
    ("DELETE", "spaces/{id}/claim", None, true),
    ("POST", "spaces/{id}/entries", OCTETS, true),
    ("GET", "spaces/{id}/entries", None, true),
    ("POST", "spaces/{id}/purge", JSON, true),
    ("GET", "spaces/{id}/snapshot", None, true),
    ("PUT", "spaces/{id}/snapshot", OCTETS, true),
];
const JSON: Option<&str> = Some("application/json");
const OCTETS: Option<&str> = Some("application/octet-stream");
const CANARY: &[u8] = b"zephyrquartz";

fn relay() -> (TempDir, TestRelay) {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    (folder, relay)
}

fn filled(path: &str) -> String {
    format!("/api/v1/{}", path.replace("{id}", &"ab".repeat(16)))
}

#[tokio::test]
async fn the_description_lists_every_route_and_no_other() {
    let (_folder, relay) = relay();
    let reply = relay.send("GET", "/openapi.json", None, None, Vec::new()).await;
    let described: serde_json::Value = reply.json();
    let paths = described["paths"].as_object().unwrap();
    let mut listed: Vec<(String, String)> = Vec::new();
    for (path, methods) in paths {
        let methods = methods.as_object().unwrap().keys();
        listed.extend(methods.map(|it| (it.to_uppercase(), path.clone())));
    }
    let mut expected: Vec<(String, String)> =
        ROUTES.iter().map(|it| (it.0.to_owned(), format!("/api/v1/{}", it.1))).collect();
    listed.sort();
    expected.sort();
    assert_eq!(listed, expected);
}

#[tokio::test]
async fn without_a_session_every_private_route_says_so_and_nothing_is_kept_by_a_cache() {
    let (_folder, relay) = relay();
    for (method, path, content_type, private) in ROUTES {
        for token in [None, Some("nonsense"), Some("AAAA")] {
            let reply =
                relay.send(method, &filled(path), token, content_type, CANARY.to_vec()).await;
            assert_eq!(reply.headers["cache-control"], "no-store", "{method} {path}");
            assert_eq!(reply.headers["x-content-type-options"], "nosniff");
            if private {
                assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                assert_eq!(reply.code(), "signed_out");
            }
        }
    }
}

#[tokio::test]
async fn garbage_a_wrong_type_and_too_much_get_one_shape_that_echoes_nothing() {
    let (_folder, relay) = relay();
    relay.register("sam-of-the-routes").await;
    let token = relay.sign_in_for("sam-of-the-routes", true).await;
    for (method, path, content_type, _) in ROUTES {
        if content_type.is_none() {
            continue;
        }
        let path = filled(path);
        let send = async |content_type, body: Vec<u8>| {
            let reply = relay.send(method, &path, Some(&token), content_type, body).await;
            let text = String::from_utf8_lossy(&reply.body).into_owned();
            assert!(!text.contains("zephyrquartz"), "{method} {path} echoes: {text}");
            (reply.status.as_u16(), reply.code())
        };
        assert_eq!(
            send(Some("text/plain"), CANARY.to_vec()).await,
            (415, "content_type".into()),
            "{path}"
        );
        assert_eq!(send(None, CANARY.to_vec()).await, (415, "content_type".into()), "{path}");
        let (status, _) = send(content_type, CANARY.to_vec()).await;
        assert!((400..500).contains(&status), "{method} {path}: {status}");
        let large = vec![b'x'; APPEND_BYTES_MAX.max(SNAPSHOT_BYTES_MAX) + 1];
        assert_eq!(send(content_type, large).await, (413, "too_large".into()), "{path}");
        if content_type == JSON {
            for body in [&b"{"[..], b"null", b"[]", b"{\"zephyrquartz\":1}", &[0xff; 9]] {
                assert_eq!(
                    send(content_type, body.to_vec()).await,
                    (400, "malformed".into()),
                    "{path}"
                );
            }
        }
    }
    for (method, path, status) in [
        ("GET", "/api/v1/nothing", 404),
        ("PATCH", "/api/v1/relay", 405),
        ("GET", "/zephyrquartz", 404),
    ] {
        let reply = relay.send(method, path, None, None, Vec::new()).await;
        assert_eq!(reply.status.as_u16(), status, "{method} {path}");
        assert!(!reply.code().is_empty());
    }
    for id in ["short", "zz".repeat(16).as_str(), "AB".repeat(16).as_str(), "../../etc"] {
        let reply = relay.get(&format!("spaces/{id}/entries?after=0"), &token).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{id}");
    }
    let space = "ab".repeat(16);
    for query in ["", "?after", "?after=-1", "?after=9007199254740993", "?before=1", "?after=1&x=2"]
    {
        let reply = relay.get(&format!("spaces/{space}/entries{query}"), &token).await;
        assert_eq!(reply.status.as_u16(), 400, "{query}");
    }
}

#[tokio::test]
async fn an_entry_is_taken_once_at_its_place_and_repeats_are_the_same() {
    let (_folder, relay) = relay();
    let token = relay.register("sam-of-the-chain").await;
    let (mut chain, genesis) = Chain::found(1);
    let entries = format!("spaces/{}/entries", chain.space);
    for _ in 0..2 {
        let reply = relay.bytes("POST", "spaces", &token, genesis.encode()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply.body));
    }
    let second = chain.say(b"second");
    let before = chain.end;
    let third = chain.say(b"third");
    // A gap is told with where the chain ends.
    let reply = relay.bytes("POST", &entries, &token, one(&third)).await;
    assert_eq!(reply.status.as_u16(), 422);
    let results = reply.json::<AppendReply>().results;
    assert!(matches!(&results[..], [Appended::Gap { end }] if end.seq == 1), "{results:?}");
    // The same bytes are stored once, however often they come.
    for envelope in [&second, &second, &third, &second] {
        assert_eq!(
            relay.bytes("POST", &entries, &token, one(envelope)).await.status,
            StatusCode::OK
        );
    }
    // Others in the same place are told what stands there.
    let (mut other, _) = Chain::found(1);
    let rival = other.say(b"rival");
    let reply = relay.bytes("POST", &entries, &token, one(&rival)).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let results = reply.json::<AppendReply>().results;
    let [Appended::Conflict { stored }] = &results[..] else { panic!("{results:?}") };
    assert_eq!(*stored, before.hash);
    // A changed byte is refused.
    let mut changed = chain.say(b"fourth");
    changed.signature[5] ^= 1;
    let reply = relay.bytes("POST", &entries, &token, one(&changed)).await;
    assert_eq!(reply.status.as_u16(), 422);
    let page = relay.get(&format!("{entries}?after=0"), &token).await;
    let seqs: Vec<u64> =
        decode_page(&page.body).unwrap().iter().map(|it| it.envelope.header.seq).collect();
    assert_eq!(seqs, [1, 2, 3]);
}

/// Clients judge by the same rule: what only one side took would stop the other for good.
#[tokio::test]
async fn an_entry_that_goes_back_is_refused() {
    let (_folder, relay) = relay();
    let token = relay.register("host-with-changed-app").await;
    let (mut chain, genesis) = Chain::found(4);
    let entries = format!("spaces/{}/entries", chain.space);
    relay.bytes("POST", "spaces", &token, genesis.encode()).await;
    let (_, admission) = chain.admit(5);
    for envelope in [&admission, &chain.say(b"in epoch 2")] {
        let reply = relay.bytes("POST", &entries, &token, one(envelope)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", String::from_utf8_lossy(&reply.body));
    }
    chain.turn_to(1);
    let reply = relay.bytes("POST", &entries, &token, one(&chain.say(b"back in epoch 1"))).await;
    assert_eq!(reply.status.as_u16(), 422);
    assert_eq!(reply.json::<AppendReply>().results, [Appended::Refused]);
}

#[tokio::test]
async fn a_stranger_with_a_session_reads_and_writes_nothing_of_others() {
    let (_folder, relay) = relay();
    let owner = relay.register("owner-of-a-space").await;
    let stranger = relay.register("stranger-here").await;
    let (mut chain, genesis) = Chain::found(2);
    relay.bytes("POST", "spaces", &owner, genesis.encode()).await;
    let space = format!("spaces/{}", chain.space);
    let entry = chain.say(b"mine");
    let replies = [
        relay.get(&format!("{space}/entries?after=0"), &stranger).await,
        relay.get(&format!("{space}/snapshot"), &stranger).await,
        relay.bytes("POST", &format!("{space}/entries"), &stranger, one(&entry)).await,
        relay.bytes("PUT", &format!("{space}/snapshot?version=1"), &stranger, vec![1; 64]).await,
    ];
    // The same as for a space that is not there: whether there is one is not said.
    let nowhere =
        relay.get(&format!("spaces/{}/entries?after=0", "cd".repeat(16)), &stranger).await;
    for reply in replies {
        assert_eq!((reply.status, reply.code()), (nowhere.status, nowhere.code()));
    }
}

#[tokio::test]
async fn known_and_unknown_names_look_alike_and_a_guesser_waits() {
    let (_folder, relay) = relay();
    relay.register("sam-is-known").await;
    let start = async |handle: &str| {
        let job = run(&Job::LoginStart { passphrase: "guess".into() });
        let start = LoginStart { handle: handle.into(), request: Bytes(job.second.to_vec()) };
        relay.json("POST", "login/start", None, &start).await
    };
    let (known, unknown) = (start("sam-is-known").await, start("sam-unknown").await);
    assert_eq!(known.status, unknown.status);
    assert_eq!(known.body.len(), unknown.body.len());
    assert_eq!(
        known.json::<LoginStarted>().response.0.len(),
        unknown.json::<LoginStarted>().response.0.len()
    );
    for handle in ["sam-is-known", "sam-unknown"] {
        let mut last = start(handle).await;
        for _ in 0..20 {
            last = start(handle).await;
        }
        assert_eq!((last.status.as_u16(), last.code()), (429, "slow_down".into()), "{handle}");
    }
}

/// Whoever only knows a name can use up what strangers have, and nothing else (safety rule 16).
#[tokio::test]
async fn a_flood_of_tries_at_a_name_keeps_its_owner_out_of_nothing_that_is_hers() {
    let (_folder, relay) = relay();
    let token = relay.register("noor-is-known").await;
    let other = relay.register("sam-is-known").await;
    let start = async |token: Option<&str>| {
        let job = run(&Job::LoginStart { passphrase: "guess".into() });
        let start =
            LoginStart { handle: "noor-is-known".into(), request: Bytes(job.second.to_vec()) };
        relay.json("POST", "login/start", token, &start).await.status.as_u16()
    };
    // A slow machine gives back a try now and then.
    let drained = async |token: Option<&str>| {
        let mut n_tries = 0;
        while n_tries < 60 && start(token).await == 200 {
            n_tries += 1;
        }
        n_tries
    };
    assert!(drained(None).await >= 12);
    // Neither a token of somebody else's nor one that is worth nothing opens another way.
    for token in [Some(other.as_str()), Some("AAAA"), Some("nonsense")] {
        assert!(drained(token).await < 6, "{token:?}");
    }
    // Her own session tries by itself, and is counted by itself.
    assert!((12..60).contains(&drained(Some(&token)).await));
    // Nor is the way back with the code shut.
    let recover = RecoverStart { handle: "noor-is-known".into() };
    for _ in 0..20 {
        assert_eq!(
            relay.json("POST", "recover/start", None, &recover).await.status,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn signing_in_rightly_uses_up_nothing() {
    let (_folder, relay) = relay();
    relay.register("noor-of-many-devices").await;
    for _ in 0..20 {
        relay.sign_in("noor-of-many-devices").await;
    }
}

/// Nothing ties the end of a registration to its beginning, so each is counted.
#[tokio::test]
async fn a_flood_of_new_accounts_waits_at_the_end_too() {
    let (_folder, relay) = relay();
    let finish = async |at: u8| {
        let account = AccountKeys {
            generation: 1,
            wrap: Bytes::default(),
            recovery: None,
            keyring: Bytes::default(),
        };
        let (upload, vault) = (Bytes::default(), Bytes::default());
        let finish = RegisterFinish { handle: format!("flood-{at}"), upload, account, vault };
        relay.json("POST", "register/finish", None, &finish).await.status.as_u16()
    };
    assert_eq!(finish(0).await, 400);
    let mut last = 400;
    for at in 1..120 {
        last = finish(at).await;
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn an_invitation_is_answered_once_and_is_gone_when_taken_back() {
    let (_folder, relay) = relay();
    let host = relay.register("host-of-a-letter").await;
    let guest = relay.register("guest-of-a-letter").await;
    let late = relay.register("late-to-a-letter").await;
    let mailbox = format!("mailboxes/{}", "12".repeat(16));
    let letter = Letter { letter: Bytes(vec![7; 600]) };
    let put = async |path: &str, token: &str| {
        relay.json("PUT", path, Some(token), &letter).await.status.as_u16()
    };
    assert_eq!(relay.get(&mailbox, &guest).await.status.as_u16(), 404);
    assert_eq!(put(&mailbox, &host).await, 200);
    let join = format!("{mailbox}/join");
    assert_eq!(put(&join, &guest).await, 200);
    assert_eq!(put(&join, &late).await, 409);
    // Only the host reveals, and only the host takes it back.
    let reveal = format!("{mailbox}/reveal");
    assert_ne!(put(&reveal, &late).await, 200);
    assert_eq!(put(&reveal, &host).await, 200);
    let path = format!("/api/v1/{mailbox}");
    let taken = relay.send("DELETE", &path, Some(&late), None, Vec::new()).await;
    assert_eq!(relay.get(&mailbox, &guest).await.status.as_u16(), 200, "{}", taken.status);
    assert_eq!(
        relay.send("DELETE", &path, Some(&host), None, Vec::new()).await.status.as_u16(),
        200
    );
    assert!([404, 410].contains(&relay.get(&mailbox, &guest).await.status.as_u16()));
}

#[tokio::test]
async fn an_account_keeps_its_newest_sessions_and_the_oldest_end() {
    let (folder, relay) = relay();
    let other = relay.register("other-with-one-session").await;
    let mut tokens = vec![relay.register("sam-who-unlocks-often").await];
    for at in 0..24 {
        // A name may be tried twelve times at once; each relay counts anew.
        let again = TestRelay::open(folder.path());
        let at_relay = if at < 12 { &relay } else { &again };
        tokens.push(at_relay.sign_in("sam-who-unlocks-often").await);
    }
    let newest = tokens.last().unwrap();
    assert_eq!(relay.get("sessions", newest).await.json::<Sessions>().sessions.len(), 20);
    for (at, token) in tokens.iter().enumerate() {
        let status = relay.get("account", token).await.status.as_u16();
        assert_eq!(status, if at < 5 { 401 } else { 200 }, "{at}");
    }
    assert_eq!(relay.get("account", &other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_that_ended_is_over_and_nobody_sees_anothers() {
    let (_folder, relay) = relay();
    let sam = relay.register("sam-with-sessions").await;
    let noor = relay.register("noor-with-sessions").await;
    let of_sam = relay.get("sessions", &sam).await.json::<Sessions>().sessions;
    assert_eq!(of_sam.len(), 1);
    let id = of_sam[0].id.to_string();
    let path = format!("/api/v1/sessions/{id}");
    relay.send("DELETE", &path, Some(&noor), None, Vec::new()).await;
    assert_eq!(relay.get("account", &sam).await.status, StatusCode::OK);
    let own = relay.send("DELETE", "/api/v1/sessions/current", Some(&sam), None, Vec::new()).await;
    assert_eq!(own.status, StatusCode::OK);
    assert_eq!(relay.get("account", &sam).await.code(), "signed_out");
    assert_eq!(relay.get("account", &noor).await.status, StatusCode::OK);
}
