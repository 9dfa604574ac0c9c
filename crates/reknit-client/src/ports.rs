//! What a face brings along: a transport, a place to keep things, and the slow half of signing in.

use std::future::Future;

/// A request to the relay, as plain as HTTP.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path and query below the relay's address, beginning with `/api/v1/`.
    pub path: String,
    /// Whether the body is bytes (`application/octet-stream`) rather than JSON.
    pub binary: bool,
    /// The body; empty for none.
    pub body: Vec<u8>,
    /// Session token for `Authorization: Bearer` (base64url), if the route wants one.
    pub token: Option<String>,
}

impl core::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {} ({} bytes)", self.method, self.path, self.body.len())
    }
}

/// The relay's answer.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// HTTP status.
    pub status: u16,
    /// Body.
    pub body: Vec<u8>,
}

impl core::fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// The relay was not reached, or its answer was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the relay was not reached")]
pub struct Offline;

/// A way to the relay.
pub trait Transport {
    /// Sends a request and waits for the answer. Sends it once; trying again is the caller's decision.
    fn send(&self, request: HttpRequest) -> impl Future<Output = Result<HttpReply, Offline>>;
}

/// What the slow half of signing in needs done: OPAQUE and Argon2id, in a worker where there is one.
///
/// The bytes are those of [`reknit_vault::slow_job`]; a face only carries them there and back.
pub trait Slow {
    /// Runs one job. `None` if the worker died.
    fn run(&self, job: Vec<u8>) -> impl Future<Output = Option<Vec<u8>>>;
}

/// The clock of a face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since 1970-01-01 UTC.
    pub ms: i64,
    /// The day where the person is, in days since 1970-01-01.
    pub today: i32,
}

/// Time zones as the face knows them.
pub trait Zones {
    /// Minutes to add to UTC in `zone` (an IANA name) at an instant. For a zone that the face does not know: as the clock goes here.
    fn offset_minutes(&self, zone: &str, at_ms: i64) -> i32;
}
