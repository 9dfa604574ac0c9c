//! A relay somewhere else, over HTTPS.

use reknit_client::ports::{HttpReply, HttpRequest, Offline, Transport};
use ureq::{Agent, http::Request};

/// Largest answer that is read, in bytes: a snapshot and then some.
const REPLY_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The address of a relay.
#[derive(Debug, Clone)]
pub(crate) struct OverHttp {
    address: String,
    agent: Agent,
}

impl OverHttp {
    /// Takes `https://notes.example.org`, and plain HTTP only to this machine.
    pub(crate) fn new(address: &str) -> anyhow::Result<Self> {
        let address = address.trim_end_matches('/').to_owned();
        let host = |scheme: &str| address.strip_prefix(scheme).map(host_of);
        let is_local = |host: &str| matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let is_safe = host("https://").is_some_and(|it| !it.is_empty())
            || host("http://").is_some_and(is_local);
        if !is_safe {
            anyhow::bail!(
                "--relay takes an address such as https://notes.example.org; plain http:// would let anybody on the way \
                 listen, and is taken only for this machine"
            );
        }
        let config = Agent::config_builder()
            .timeout_global(Some(crate::http::PATIENCE))
            .user_agent(crate::http::USER_AGENT)
            .http_status_as_error(false)
            .max_redirects(0);
        Ok(Self { address, agent: config.build().into() })
    }
}

/// The host of what stands behind a scheme, without its port.
fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // What stands before an @ is no host, and is there only to look like one.
    if authority.contains(['@', '\\']) {
        return "";
    }
    if authority.starts_with('[') {
        return authority.split_inclusive(']').next().unwrap_or_default();
    }
    authority.split(':').next().unwrap_or_default()
}

impl Transport for OverHttp {
    async fn send(&self, request: HttpRequest) -> Result<HttpReply, Offline> {
        let content_type =
            if request.binary { "application/octet-stream" } else { "application/json" };
        let mut built = Request::builder()
            .method(request.method)
            .uri(format!("{}{}", self.address, request.path))
            .header("content-type", content_type);
        if let Some(token) = request.token {
            built = built.header("authorization", format!("Bearer {token}"));
        }
        let built = built.body(request.body).map_err(|_| Offline)?;
        let mut reply = self.agent.run(built).map_err(|_| Offline)?;
        let status = reply.status().as_u16();
        let body = reply.body_mut().with_config().limit(REPLY_BYTES_MAX).read_to_vec();
        Ok(HttpReply { status, body: body.map_err(|_| Offline)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_taken_only_for_this_machine() {
        for good in [
            "https://notes.example.org/",
            "http://localhost:7300",
            "http://127.0.0.1",
            "http://[::1]:7300",
        ] {
            assert!(OverHttp::new(good).is_ok(), "{good}");
        }
        for bad in [
            "http://notes.example.org",
            "notes.example.org",
            "http://localhost.example.org",
            "https://",
            "ftp://x",
            "",
        ] {
            assert!(OverHttp::new(bad).is_err(), "{bad}");
        }
    }
}
