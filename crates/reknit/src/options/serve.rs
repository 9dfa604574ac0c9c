//! Flags of `serve` and `demo`.

use std::{net::IpAddr, path::PathBuf};

use lexopt::{
    Error, Parser,
    prelude::{Long, ValueExt as _},
};
use reknit_relay::{AWAY, documents::OPERATOR_CHARS_MAX};

use super::{bind, port, said};

/// How to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) port: u16,
    pub(crate) data: Option<PathBuf>,
    pub(crate) bind: IpAddr,
    pub(crate) operator: String,
    pub(crate) helplines: Option<PathBuf>,
    pub(crate) away: String,
    pub(crate) domain: String,
    pub(crate) behind_proxy: bool,
    pub(crate) closed_registration: bool,
    pub(crate) relay_only: bool,
}

pub(super) fn parse(parser: &mut Parser) -> Result<Options, Error> {
    let mut options = Options {
        port: 7300,
        data: None,
        bind: IpAddr::from([127, 0, 0, 1]),
        operator: String::new(),
        helplines: None,
        away: String::new(),
        domain: String::new(),
        behind_proxy: false,
        closed_registration: false,
        relay_only: false,
    };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("port") => options.port = port(parser)?,
            Long("data") => options.data = Some(parser.value()?.into()),
            Long("bind") => options.bind = bind(parser)?,
            Long("operator") => options.operator = operator(parser.value()?.string()?)?,
            Long("helplines") => options.helplines = Some(parser.value()?.into()),
            Long("leave-to") => options.away = away(parser.value()?.string()?)?,
            Long("domain") => options.domain = host(parser.value()?.string()?)?,
            Long("behind-proxy") => options.behind_proxy = true,
            Long("closed-registration") => options.closed_registration = true,
            Long("relay-only") => options.relay_only = true,
            other => return Err(other.unexpected()),
        }
    }
    if !options.bind.is_loopback() && !options.behind_proxy {
        return Err(said(
            "plain HTTP beyond this machine would let anybody on the way change the client and read \
             everything; put a proxy that speaks HTTPS in front and say --behind-proxy",
        ));
    }
    Ok(options)
}

/// A name, as whoever signs up reads it.
fn operator(text: String) -> Result<String, Error> {
    if text.chars().count() <= OPERATOR_CHARS_MAX && !text.chars().any(char::is_control) {
        Ok(text)
    } else {
        Err(said(format!("--operator takes a name of at most {OPERATOR_CHARS_MAX} characters")))
    }
}

/// One of the pages that leaving may lead to.
pub(super) fn away(text: String) -> Result<String, Error> {
    if AWAY.contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(said(format!("--leave-to takes one of {}", AWAY.join(" "))))
    }
}

/// A host as it may stand in a content security policy.
fn host(text: String) -> Result<String, Error> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if !text.is_empty() && text.chars().all(fits) {
        Ok(text)
    } else {
        Err(said("--domain takes a host, such as notes.example.org"))
    }
}
