//! How long a word takes from one phone to the other on one machine: append, wake, read. Beside it, in the same run, a bare echo over a
//! WebSocket and one write and fsync, which is the least that delivery with a promise can cost.
//! Only the ratio is printed; it says something about this code on any machine.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench fails where it likes, speaks on stdout, and needs a clock"
)]

#[path = "../tests/common/mod.rs"]
mod common;
#[path = "../tests/common/disk.rs"]
mod disk;

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Instant,
};

use axum::{Router, extract::ws::WebSocketUpgrade, response::Response, routing::get};
use common::{Chain, TestRelay, one};
use disk::Disk;
use reknit_wire::{api::WakeHello, bytes::Bytes, envelope::decode_page};
use tempfile::TempDir;

const N: usize = 300;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = TempDir::new().unwrap();
    let relay = TestRelay::open(&folder.path().join("relay"));
    let mut two = runtime.block_on(Two::meet(&relay));
    let relay_at = serve(&runtime, relay.0);
    let echo_at = serve(&runtime, Router::new().route("/echo", get(echo)));

    let mut disk = Disk::open(folder.path());
    let fsync = times(|| disk.keep());
    let round_trip = round_trip(echo_at);
    let delivery = two.deliver(relay_at);
    let floor = fsync.middle + round_trip.middle;
    println!(
        "from one phone to the other: {:.1} times a bare echo and one fsync (middle), {:.1} times (slowest twentieth)",
        delivery.middle / floor,
        delivery.slow / (fsync.slow + round_trip.slow)
    );
}

/// Seconds: the middle one, and the one that a twentieth are slower than.
struct Times {
    middle: f64,
    slow: f64,
}

fn times(mut act: impl FnMut()) -> Times {
    let mut all: Vec<f64> = (0..N)
        .map(|_| {
            let begun = Instant::now();
            act();
            begun.elapsed().as_secs_f64()
        })
        .collect();
    all.sort_by(f64::total_cmp);
    Times { middle: all[N / 2], slow: all[N * 19 / 20] }
}

fn serve(runtime: &tokio::runtime::Runtime, router: Router) -> SocketAddr {
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

async fn echo(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|mut socket| async move {
        while let Some(Ok(message)) = socket.recv().await {
            if socket.send(message).await.is_err() {
                return;
            }
        }
    })
}

fn round_trip(echo_at: SocketAddr) -> Times {
    let mut socket = Line::open(echo_at).upgrade("/echo");
    times(|| {
        socket.say(&[b'x'; 100]);
        socket.hear();
    })
}

/// Two people in one space.
struct Two {
    host: String,
    guest: String,
    chain: Chain,
}

impl Two {
    async fn meet(relay: &TestRelay) -> Self {
        let host = relay.register("bench-host").await;
        let guest = relay.register("bench-guest").await;
        let (mut chain, genesis) = Chain::found(1);
        relay.bytes("POST", "spaces", &host, genesis.encode()).await;
        let (theirs, admission) = chain.admit(2);
        let space = format!("spaces/{}", chain.space);
        let claim = theirs.claim("bench-guest");
        relay.json("PUT", &format!("{space}/claim"), Some(&guest), &claim).await;
        relay.bytes("POST", &format!("{space}/entries"), &host, one(&admission)).await;
        Self { host, guest, chain }
    }

    fn deliver(&mut self, relay_at: SocketAddr) -> Times {
        let path = format!("/api/v1/spaces/{}/entries", self.chain.space);
        let mut woken = Line::open(relay_at).upgrade("/api/v1/wake");
        let token = data_encoding::BASE64URL_NOPAD.decode(self.guest.as_bytes()).unwrap();
        let hello = serde_json::to_string(&WakeHello { token: Bytes(token) }).unwrap();
        woken.say(hello.as_bytes());
        woken.hear();
        let (mut writes, mut reads) = (Line::open(relay_at), Line::open(relay_at));
        let mut cursor = 2;
        times(|| {
            let entry = self.chain.say(&[5; 1200]);
            writes.ask("POST", &path, &self.host, &one(&entry));
            woken.hear();
            let page = reads.ask("GET", &format!("{path}?after={cursor}"), &self.guest, b"");
            let page = decode_page(&page).unwrap();
            assert_eq!(page.last().unwrap().envelope, entry);
            cursor = page.last().unwrap().cursor;
        })
    }
}

/// A line to a server, as plain as HTTP/1.1 and RFC 6455 allow.
struct Line(TcpStream);

impl Line {
    fn open(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    fn ask(&mut self, method: &str, path: &str, token: &str, body: &[u8]) -> Vec<u8> {
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\
             content-type: application/octet-stream\r\ncontent-length: {}\r\n\r\n",
            body.len()
        )
        .into_bytes();
        request.extend_from_slice(body);
        self.0.write_all(&request).unwrap();
        let head = self.head();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let len = head.lines().find_map(|it| it.strip_prefix("content-length: ")).unwrap();
        self.bytes(len.parse().unwrap())
    }

    fn upgrade(mut self, path: &str) -> Self {
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: bench\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        );
        self.0.write_all(request.as_bytes()).unwrap();
        assert!(self.head().starts_with("HTTP/1.1 101"));
        self
    }

    fn head(&mut self) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.extend(self.bytes(1));
        }
        String::from_utf8(head).unwrap()
    }

    fn bytes(&mut self, n: usize) -> Vec<u8> {
        let mut bytes = vec![0; n];
        self.0.read_exact(&mut bytes).unwrap();
        bytes
    }

    /// A text frame, masked with zeros.
    fn say(&mut self, text: &[u8]) {
        let mut frame = vec![0x81, 0x80 | u8::try_from(text.len()).unwrap(), 0, 0, 0, 0];
        frame.extend_from_slice(text);
        self.0.write_all(&frame).unwrap();
    }

    fn hear(&mut self) -> Vec<u8> {
        let front = self.bytes(2);
        assert!(front[1] < 126, "a short frame");
        self.bytes(front[1].into())
    }
}
