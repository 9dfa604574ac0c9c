//! How long, and how much, the relay listens to somebody: real sockets, and a clock that runs ahead while nobody moves.

#![expect(clippy::unwrap_used, reason = "a test may fail where it likes")]

mod common;

use std::{net::SocketAddr, time::Duration};

use common::{Chain, TestRelay, socket::serve};
use reknit_wire::limits::APPEND_BYTES_MAX;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{Instant, sleep},
};

/// Sends a head and a part of its body, every ten seconds one more, and gives what was answered, and after how many seconds.
async fn drip(to: SocketAddr, head: &str, parts: &[Vec<u8>]) -> (String, u64) {
    let begun = Instant::now();
    let mut line = TcpStream::connect(to).await.unwrap();
    line.write_all(head.as_bytes()).await.unwrap();
    for part in parts {
        // Whoever was turned away already is told why all the same.
        if line.write_all(part).await.is_err() {
            break;
        }
        sleep(Duration::from_secs(10)).await;
    }
    let mut answer = [0; 12];
    line.read_exact(&mut answer).await.unwrap();
    (String::from_utf8_lossy(&answer[9..]).into_owned(), begun.elapsed().as_secs())
}

fn head(path: &str, content_type: &str, token: &str, n_bytes: usize) -> String {
    format!(
        "POST /api/v1/{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/{content_type}\r\ncontent-length: {n_bytes}\r\n\r\n"
    )
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    let address = serve(relay.0.clone()).await;
    // However long it says it is.
    for n_bytes in [40, 8 * 1024, usize::MAX / 2] {
        let head = head("recover/start", "json", "", n_bytes);
        let (status, seconds) = drip(address, &head, &[b"{\"handle\":".to_vec()]).await;
        assert_eq!((status.as_str(), seconds), ("400", 30), "{n_bytes}");
    }
}

/// What could not be sent would be sent again, and never come to an end.
#[tokio::test(start_paused = true)]
async fn a_slow_line_has_time_for_what_it_has_to_send() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    let token = relay.register("sam-at-the-edge").await;
    let (mut chain, genesis) = Chain::found(1);
    relay.bytes("POST", "spaces", &token, genesis.encode()).await;
    let entries: Vec<_> = (0..12).map(|_| chain.say(&vec![b'a'; 150 * 1024])).collect();
    let body = reknit_wire::envelope::encode_append(&entries);
    assert!(body.len() < APPEND_BYTES_MAX);
    let address = serve(relay.0.clone()).await;
    let head = head(&format!("spaces/{}/entries", chain.space), "octet-stream", &token, body.len());
    let parts: Vec<_> = body.chunks(body.len() / 11).map(<[u8]>::to_vec).collect();
    let (status, seconds) = drip(address, &head, &parts).await;
    assert_eq!(status, "200");
    assert!(seconds >= 110, "{seconds}");
    // And not for ever.
    let (status, seconds) = drip(address, &head, &parts[..1]).await;
    assert_eq!(status, "400");
    assert!((100..200).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn a_stranger_is_listened_to_for_a_little() {
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(folder.path());
    let send = async |path: &str, n_bytes: usize| {
        let path = format!("/api/v1/{path}");
        let json = Some("application/json");
        relay.send("POST", &path, None, json, vec![b' '; n_bytes]).await.status.as_u16()
    };
    let (little, more) = (8 * 1024, 300 * 1024);
    for path in ["register/start", "login/start", "login/finish", "recover/start", "recover/finish"]
    {
        assert_eq!((send(path, little).await, send(path, little + 1).await), (400, 413), "{path}");
    }
    let path = "register/finish";
    assert_eq!((send(path, more).await, send(path, more + 1).await), (400, 413));
}
