//! Asking another host, as a browser would: no redirects, no cookies, bounded in time and size.

use std::time::Duration;

use anyhow::{Context as _, Result};
use reknit_relay::documents::Origin;

/// Longest wait for a whole answer. A phone's network is slower than this only when it is gone.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Largest answer that is read, in bytes: several times the largest file of the app, and a page of entries.
const REPLY_BYTES_MAX: u64 = 32 * 1024 * 1024;

/// What a browser says, as far as it matters: a host should not know who looks.
pub(crate) const USER_AGENT: &str =
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }
}

/// One host.
#[derive(Debug)]
pub(crate) struct Host {
    origin: Origin,
    agent: ureq::Agent,
}

impl Host {
    pub(crate) fn new(origin: &Origin) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(USER_AGENT);
        // A proxy cannot reach this machine's own names.
        let config = if origin.is_here() { config.proxy(None) } else { config };
        Self { origin: origin.clone(), agent: config.build().into() }
    }

    /// Fetches a path; the answer's encoding is left as it came.
    pub(crate) fn get(&self, path: &str, accept_encoding: &str) -> Result<Reply> {
        let url = format!("{}{path}", self.origin);
        let asked = self.agent.get(&url).header("accept-encoding", accept_encoding);
        let mut reply = asked.call().with_context(|| format!("{} was not reached", self.origin))?;
        let text =
            |it: &ureq::http::HeaderValue| String::from_utf8_lossy(it.as_bytes()).into_owned();
        let headers = reply.headers().iter().map(|it| (it.0.as_str().to_owned(), text(it.1)));
        let (status, headers) = (reply.status().as_u16(), headers.collect());
        let body = reply.body_mut().with_config().limit(REPLY_BYTES_MAX).read_to_vec();
        let body = body.with_context(|| format!("{url} could not be read to its end"))?;
        Ok(Reply { status, headers, body })
    }
}
