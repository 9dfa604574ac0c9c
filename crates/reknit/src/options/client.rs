//! Flags of `client` and `verify`.

use std::path::PathBuf;

use lexopt::{
    Error, Parser,
    prelude::{Long, Value, ValueExt as _},
};
use reknit_relay::documents::Origin;

use super::{origin, port, read_origin, said, serve::away};

/// How to serve the app to this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientOptions {
    pub(crate) relay: Origin,
    pub(crate) port: u16,
    pub(crate) invitations: Option<Origin>,
    pub(crate) offline: bool,
    pub(crate) write: Option<PathBuf>,
    pub(crate) helplines: Option<PathBuf>,
    pub(crate) away: String,
}

/// What to compare with this command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerifyOptions {
    pub(crate) at: Origin,
    /// Whether helplines of the host's own are accepted.
    pub(crate) other_helplines: bool,
}

pub(super) fn parse(parser: &mut Parser) -> Result<ClientOptions, Error> {
    let (mut relay, mut chosen, mut invitations) = (None, None, None);
    let (mut offline, mut write) = (false, None);
    let (mut helplines, mut leave_to) = (None, String::new());
    while let Some(arg) = parser.next()? {
        match arg {
            Long("relay") => relay = Some(origin(parser, "relay")?),
            Long("port") => chosen = Some(port(parser)?),
            Long("invitations") => invitations = Some(origin(parser, "invitations")?),
            Long("offline") => offline = true,
            Long("write") => write = Some(parser.value()?.into()),
            Long("helplines") => helplines = Some(parser.value()?.into()),
            Long("leave-to") => leave_to = away(parser.value()?.string()?)?,
            other => return Err(other.unexpected()),
        }
    }
    let relay = relay.ok_or_else(|| said("say which relay: --relay https://notes.example.org"))?;
    if write.is_some() && chosen.is_some() {
        return Err(said("--write serves nothing, so --port has no place beside it"));
    }
    let port = chosen.unwrap_or(7301);
    Ok(ClientOptions { relay, port, invitations, offline, write, helplines, away: leave_to })
}

pub(super) fn parse_verify(parser: &mut Parser) -> Result<VerifyOptions, Error> {
    let (mut at, mut other_helplines) = (None, false);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("other-helplines") => other_helplines = true,
            Value(text) if at.is_none() => at = Some(read_origin(&text.string()?, "the address")?),
            other => return Err(other.unexpected()),
        }
    }
    at.map(|at| VerifyOptions { at, other_helplines })
        .ok_or_else(|| said("verify takes an ADDRESS, such as https://notes.example.org"))
}
