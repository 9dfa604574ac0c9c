//! Flags of `client` and `verify`.

use std::path::PathBuf;

use lexopt::{
    Error, Parser,
    prelude::{Long, Value, ValueExt as _},
};
use reknit_relay::documents::Origin;

use super::{origin, port, read_origin, said};

/// How to serve the app to this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientOptions {
    pub(crate) relay: Origin,
    pub(crate) port: u16,
    pub(crate) invitations: Option<Origin>,
    pub(crate) offline: bool,
    pub(crate) write: Option<PathBuf>,
}

/// What to compare with this command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerifyOptions {
    pub(crate) at: Origin,
}

pub(super) fn parse(parser: &mut Parser) -> Result<ClientOptions, Error> {
    let (mut relay, mut chosen, mut invitations) = (None, None, None);
    let (mut offline, mut write) = (false, None);
    while let Some(arg) = parser.next()? {
        match arg {
            Long("relay") => relay = Some(origin(parser, "relay")?),
            Long("port") => chosen = Some(port(parser)?),
            Long("invitations") => invitations = Some(origin(parser, "invitations")?),
            Long("offline") => offline = true,
            Long("write") => write = Some(parser.value()?.into()),
            other => return Err(other.unexpected()),
        }
    }
    let relay = relay.ok_or_else(|| said("say which relay: --relay https://notes.example.org"))?;
    if write.is_some() && chosen.is_some() {
        return Err(said("--write serves nothing, so --port has no place beside it"));
    }
    Ok(ClientOptions { relay, port: chosen.unwrap_or(7301), invitations, offline, write })
}

pub(super) fn parse_verify(parser: &mut Parser) -> Result<VerifyOptions, Error> {
    let mut at = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Value(text) if at.is_none() => at = Some(read_origin(&text.string()?, "the address")?),
            other => return Err(other.unexpected()),
        }
    }
    at.map(|at| VerifyOptions { at })
        .ok_or_else(|| said("verify takes an ADDRESS, such as https://notes.example.org"))
}
