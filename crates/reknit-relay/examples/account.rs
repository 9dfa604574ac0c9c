//! Makes an account in a relay's folder, with a space, a snapshot and an invitation, and prints a session token and the space's name: for
//! whoever tries out the API from outside (`cargo xtask ci --only api`).

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of the tests")]

#[path = "../tests/common/mod.rs"]
mod common;

use axum::http::StatusCode;
use common::{Chain, TestRelay};
use reknit_wire::{api::Letter, bytes::Bytes};

fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let relay = TestRelay::open(folder.as_ref());
    let (token, space) = runtime.block_on(begin(&relay));
    println!("{token} {space}");
}

async fn begin(relay: &TestRelay) -> (String, String) {
    let token = relay.register("quiet-maple-214").await;
    let (chain, genesis) = Chain::found(1);
    let space = chain.space.to_string();
    let letter = Letter { letter: Bytes(vec![7; 600]) };
    let done = [
        relay.bytes("POST", "spaces", &token, genesis.encode()).await,
        relay
            .bytes("PUT", &format!("spaces/{space}/snapshot?version=1"), &token, vec![1; 64])
            .await,
        relay.json("PUT", &format!("mailboxes/{}", "12".repeat(16)), Some(&token), &letter).await,
    ];
    assert!(done.iter().all(|it| it.status == StatusCode::OK), "{done:?}");
    (token, space)
}
