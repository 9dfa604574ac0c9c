//! The socket lasts as long as its session.

#[path = "../../../tests/common/socket.rs"]
mod socket;

use axum::{Router, routing::get};
use reknit_wire::{
    api::AccountKeys,
    bytes::Bytes,
    id::{AccountId, SessionId},
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
async fn hasty(State(relay): State<Relay>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| async move {
        let _ = listen(relay, socket, Duration::from_millis(2)).await;
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_when_its_session_does() {
    let folder = tempfile::TempDir::new().unwrap();
    let relay = Relay::open(folder.path(), Settings::default()).unwrap();
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
    let router = Router::new().route("/api/v1/wake", get(hasty)).with_state(relay.clone());
    let address = socket::serve(router).await;
    let token = data_encoding::BASE64URL_NOPAD.encode(&TOKEN);
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
