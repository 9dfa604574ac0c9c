//! The wake-up socket from outside: RFC 6455 as far as a test needs it, and it blocks.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
};

use axum::Router;
use tokio::net::TcpListener;

/// A client of the wake-up socket.
pub(crate) struct Socket(TcpStream);

/// Serves a router on a port of its own.
pub(crate) async fn serve(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

impl Socket {
    /// Connects, and says whose socket this is.
    pub(crate) fn open(address: SocketAddr, token: &str) -> Self {
        let mut stream = TcpStream::connect(address).unwrap();
        let ask = "GET /api/v1/wake HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\n\
            upgrade: websocket\r\nsec-websocket-version: 13\r\n\
            sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        stream.write_all(ask.as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            head.extend(byte);
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        let hello = format!("{{\"token\":\"{token}\"}}");
        // A text frame, masked with zeros.
        let length = u8::try_from(hello.len()).unwrap();
        let mut frame = vec![0x81, 0x80 | length, 0, 0, 0, 0];
        frame.extend(hello.as_bytes());
        stream.write_all(&frame).unwrap();
        Self(stream)
    }

    /// The next frame: its kind and what it holds. Nothing once the other side has closed.
    pub(crate) fn frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let mut head = [0; 2];
        self.0.read_exact(&mut head).ok()?;
        let mut body = vec![0; usize::from(head[1] & 0x7f)];
        self.0.read_exact(&mut body).ok()?;
        Some((head[0] & 0x0f, body))
    }

    /// The next text; pings are passed over.
    pub(crate) fn text(&mut self) -> Option<String> {
        loop {
            match self.frame()? {
                (1, text) => return String::from_utf8(text).ok(),
                (8, _) => return None,
                _ => {}
            }
        }
    }
}
