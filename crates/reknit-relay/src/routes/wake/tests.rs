//! The socket lasts as long as its session, and as long as somebody reads.

#[path = "../../../tests/common/socket.rs"]
mod socket;

use axum::{Router, routing::get};
use reknit_wire::{
    api::AccountKeys,
    bytes::Bytes,
    id::{AccountId, SessionId, SpaceId},
};

use super::*;
use crate::{
    Clock, Settings,
    extract::token_hash,
    store::{self, NewKeys},
};

const TOKEN: [u8; 32] = [7; 32];
const SESSION: SessionId = SessionId([1; 16]);

/// Pings come so often here that the end of a session is noticed at once.
const HASTY: Pace = Pace { ping: Duration::from_millis(2), send: Duration::from_secs(10) };

/// Here nothing but hints is sent, and soon given up.
const BRIEF: Pace = Pace { ping: Duration::from_secs(1000), send: Duration::from_millis(200) };

fn at(relay: &Relay, pace: Pace) -> Router {
    let wake = move |State(relay): State<Relay>, upgrade: WebSocketUpgrade| async move {
        upgrade.on_upgrade(move |socket| async move {
            let _ = listen(relay, socket, pace).await;
        })
    };
    Router::new().route("/api/v1/wake", get(wake)).with_state(relay.clone())
}

/// Somebody with a session.
async fn listener(relay: &Relay) -> (AccountId, String) {
    let id = AccountId::of("sam-who-listens");
    let keys = AccountKeys {
        generation: 1,
        wrap: Bytes::default(),
        recovery: None,
        keyring: Bytes::default(),
    };
    let new = NewKeys { opaque: vec![1], keys, vault: Vec::new() };
    let begin = move |db: &_| {
        store::register(db, id, &new)?;
        store::open_session(db, id, SESSION, token_hash(&TOKEN), Clock::today())
    };
    relay.0.store.write(begin).await.unwrap();
    (id, data_encoding::BASE64URL_NOPAD.encode(&TOKEN))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_when_its_session_does() {
    let folder = tempfile::TempDir::new().unwrap();
    let relay = Relay::open(folder.path(), Settings::default()).unwrap();
    let (id, token) = listener(&relay).await;
    let address = socket::serve(at(&relay, HASTY)).await;
    let mut socket = socket::Socket::open(address, &token);
    assert!(socket.text().unwrap().contains("ready"));
    // While it lasts, it is tried again and again, and hears what is new.
    assert_eq!(socket.frame().unwrap().0, 9);
    relay.0.hub.wake(id, Wake::Ready);
    assert!(socket.text().unwrap().contains("ready"));

    relay.0.store.write(move |db| store::end_session(db, id, SESSION)).await.unwrap();
    // Some pings may have been on their way.
    let is_over = (0..1000).any(|_| socket.frame().is_none_or(|(kind, _)| kind == 8));
    assert!(is_over, "still there after its session");
}

/// A phone whose line stands still must not hold its socket, and what waits for it, for as long as its system keeps the line.
#[tokio::test(flavor = "multi_thread")]
async fn a_socket_that_nobody_reads_ends_and_one_that_is_read_does_not() {
    let folder = tempfile::TempDir::new().unwrap();
    let relay = Relay::open(folder.path(), Settings::default()).unwrap();
    let (id, token) = listener(&relay).await;
    // Little is kept for those who do not read.
    let small = tokio::net::TcpSocket::new_v4().unwrap();
    small.set_send_buffer_size(4096).unwrap();
    small.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = small.listen(8).unwrap();
    let address = listener.local_addr().unwrap();
    let router = at(&relay, BRIEF);
    tokio::spawn(async move { axum::serve(listener, router).await });

    let mut silent = socket::Socket::open(address, &token);
    assert!(silent.text().unwrap().contains("ready"));
    let mut read = socket::Socket::open(address, &token);
    assert!(read.text().unwrap().contains("ready"));
    let reading = std::thread::spawn(move || while read.frame().is_some_and(|it| it.0 != 8) {});
    assert_eq!(relay.0.hub.n_listening(), 2);
    let until = Clock::now() + Duration::from_secs(60);
    while relay.0.hub.n_listening() == 2 && Clock::now() < until {
        relay.0.hub.wake(id, Wake::Space(SpaceId([1; 16])));
        tokio::task::yield_now().await;
    }
    assert_eq!(relay.0.hub.n_listening(), 1);
    assert!(!reading.is_finished(), "whoever reads is still told");
}
