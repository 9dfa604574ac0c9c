//! Where something is served: scheme, host and port, and nothing else.

use core::fmt;

/// An address such as `https://notes.example.org`. Plain HTTP only to this machine.
///
/// *Invariant:* its text has only letters, digits and `. - : /`, so it can stand in a policy, in HTML and in a command line as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    host: String,
}

/// Why a text is not an address that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// It begins with something else.
    #[error("an address begins with https://, such as https://notes.example.org")]
    Scheme,
    /// The host has characters no host has, or there is none.
    ///
    /// IPv6 in digits is among them: a content security policy has no words for it.
    #[error(
        "an address is a host with or without a port, such as https://notes.example.org:8443; \
         other alphabets as xn--…, IPv6 by a name"
    )]
    Host,
    /// There is more than a host: a path, a query, a name with a passphrase.
    #[error(
        "only the host counts: leave out what stands behind it, and names or passphrases before it"
    )]
    More,
    /// Plain HTTP to another machine.
    #[error(
        "plain http to another machine would let anybody on the way read who you are and change what you get; \
         use https, or an address on this machine such as http://localhost:7300"
    )]
    Plain,
}

impl Origin {
    /// Reads one.
    ///
    /// # Errors
    ///
    /// [`OriginError`], with a sentence for whoever typed it.
    pub fn parse(text: &str) -> Result<Self, OriginError> {
        let text = text.trim().to_ascii_lowercase();
        let (secure, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(OriginError::Scheme),
        };
        let host = rest.strip_suffix('/').unwrap_or(rest);
        if host.contains(['/', '?', '#', '@']) {
            return Err(OriginError::More);
        }
        let host = host.strip_suffix(if secure { ":443" } else { ":80" }).unwrap_or(host);
        if !is_host(host) {
            return Err(OriginError::Host);
        }
        if !secure && !is_this_machine(name_of(host)) {
            return Err(OriginError::Plain);
        }
        Ok(Self { secure, host: host.to_owned() })
    }

    /// The same for sockets: `wss://…`, or `ws://…` on this machine.
    #[must_use]
    pub fn socket(&self) -> String {
        format!("{}://{}", if self.secure { "wss" } else { "ws" }, self.host)
    }

    /// Host and port.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Whether it is a name of this machine.
    #[must_use]
    pub fn is_here(&self) -> bool {
        is_this_machine(name_of(&self.host))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.host)
    }
}

/// The host without its port.
fn name_of(host: &str) -> &str {
    host.split(':').next().unwrap_or(host)
}

fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').map_or((host, None), |(it, port)| (it, Some(port)));
    let is_port = |it: &str| {
        it.bytes().all(|c| c.is_ascii_digit()) && it.parse::<u16>().is_ok_and(|it| it > 0)
    };
    let is_label =
        |it: &str| !it.is_empty() && it.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
    port.is_none_or(is_port) && name.len() <= 253 && name.split('.').all(is_label)
}

fn is_this_machine(name: &str) -> bool {
    name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_plain_http_stays_on_this_machine() {
        for (text, want) in [
            ("https://Notes.Example.org/", "https://notes.example.org"),
            ("https://notes.example.org:443", "https://notes.example.org"),
            ("https://notes.example.org:8443", "https://notes.example.org:8443"),
            ("http://localhost:7300", "http://localhost:7300"),
            ("http://127.0.0.1:7300/", "http://127.0.0.1:7300"),
        ] {
            assert_eq!(Origin::parse(text).map(|it| it.to_string()).as_deref(), Ok(want));
        }
        for (text, want) in [
            ("notes.example.org", OriginError::Scheme),
            ("file:///etc", OriginError::Scheme),
            ("http://notes.example.org", OriginError::Plain),
            ("http://localhost.example.org", OriginError::Plain),
            ("http://192.168.1.7:7300", OriginError::Plain),
            ("http://127.0.0.1.example.org", OriginError::Plain),
            ("https://notes.example.org/app", OriginError::More),
            ("https://sam@notes.example.org", OriginError::More),
            ("https://notes.example.org?x", OriginError::More),
            ("https://", OriginError::Host),
            ("https://a b", OriginError::Host),
            ("https://x; script-src *", OriginError::Host),
            ("https://*", OriginError::Host),
            ("https://*.example.org", OriginError::Host),
            ("https://x:0", OriginError::Host),
            ("https://x:99999", OriginError::Host),
            ("https://x:+1", OriginError::Host),
            ("https://[2001:db8::1]:8443", OriginError::Host),
            ("https://é.example", OriginError::Host),
        ] {
            assert_eq!(Origin::parse(text), Err(want), "{text}");
        }
        assert_eq!(
            Origin::parse("http://localhost:1").map(|it| it.socket()).as_deref(),
            Ok("ws://localhost:1")
        );
        assert_eq!(Origin::parse("https://a.b").map(|it| it.socket()).as_deref(), Ok("wss://a.b"));
    }
}
