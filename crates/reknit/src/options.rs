//! Flags. A wrong one is refused with a sentence and exit code 2.

use std::{net::IpAddr, path::PathBuf};

use lexopt::{
    Error,
    prelude::{Long, Short, Value, ValueExt as _},
};
use reknit_coach::Kind;
use reknit_relay::AWAY;

use crate::coach::{self, Shape, Tier};

/// What a wrong call is told.
pub(crate) const USAGE: &str = "\
reknit COMMAND [FLAGS]

  serve   run a relay and serve the client
  demo    the same on a folder of its own, with two people and eleven weeks in it
  coach   read a text on standard input and say what may hurt; keeps and sends nothing

  --port N              port; 0 takes a free one          (7300)
  --data FOLDER         where the database lies           (./data; demo: a new folder each time)
  --bind ADDRESS        address to listen on              (127.0.0.1)
  --operator NAME       who runs this, shown before sign-up
  --helplines FILE      a table of helplines of your own, in the place of ours (content/README.md)
  --leave-to ADDRESS    where *Leave this page* leads: wikipedia, weather of the BBC, of the United States, of Germany,
                        or a map; a wrong one lists them
  --domain HOST         the host that browsers use, behind a proxy
  --behind-proxy        a proxy in front of it speaks HTTPS
  --closed-registration take no new accounts

  --kind KIND           coach: message, apology or reply  (message)
  --to TEXT             coach: what the partner had said, for a reply
  --json                coach: the reading as data
  --jsonl               coach: an object a line in, an object a line out (docs/coach.md)
  --tier light|full     coach: which reader               (full)";

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Serve(Options),
    Demo(Options),
    Coach(coach::Options),
}

/// How to do it.
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
}

/// Reads the command line.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Command, Error> {
    let mut command = None;
    let mut coach = coach::Options::default();
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
    };
    while let Some(arg) = parser.next()? {
        match arg {
            Value(value) if command.is_none() => command = Some(value.string()?),
            Long("port") => options.port = parser.value()?.parse()?,
            Long("data") => options.data = Some(parser.value()?.into()),
            Long("bind") => options.bind = parser.value()?.parse()?,
            Long("operator") => options.operator = parser.value()?.string()?,
            Long("helplines") => options.helplines = Some(parser.value()?.into()),
            Long("leave-to") => options.away = away(parser.value()?.string()?)?,
            Long("domain") => options.domain = host(parser.value()?.string()?)?,
            Long("behind-proxy") => options.behind_proxy = true,
            Long("closed-registration") => options.closed_registration = true,
            Long("kind") => coach.kind = kind(&parser.value()?.string()?)?,
            Long("to") => coach.to = Some(parser.value()?.string()?),
            Long("json") => coach.shape = Shape::Json,
            Long("jsonl") => coach.shape = Shape::JsonLines,
            Long("tier") => coach.tier = Some(tier(&parser.value()?.string()?)?),
            Long("help") | Short('h') => return Ok(Command::Help),
            other => return Err(other.unexpected()),
        }
    }
    if !options.bind.is_loopback() && !options.behind_proxy {
        return Err(Error::Custom(
            "plain HTTP beyond this machine would let anybody on the way change the client and read \
             everything; put a proxy that speaks HTTPS in front and say --behind-proxy"
                .into(),
        ));
    }
    match command.as_deref() {
        Some("serve") => Ok(Command::Serve(options)),
        Some("demo") => Ok(Command::Demo(options)),
        Some("coach") => Ok(Command::Coach(coach)),
        Some("help") | None => Ok(Command::Help),
        Some(other) => Err(Error::Custom(format!("there is no command {other}").into())),
    }
}

/// One of the pages that leaving may lead to.
fn away(text: String) -> Result<String, Error> {
    if AWAY.contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(Error::Custom(format!("--leave-to takes one of {}", AWAY.join(" ")).into()))
    }
}

fn kind(text: &str) -> Result<Kind, Error> {
    match text {
        "message" => Ok(Kind::Message),
        "apology" => Ok(Kind::Apology),
        "reply" => Ok(Kind::Reply),
        _ => Err(Error::Custom("--kind takes message, apology or reply".into())),
    }
}

fn tier(text: &str) -> Result<Tier, Error> {
    match text {
        "light" => Ok(Tier::Light),
        "full" => Ok(Tier::Full),
        _ => Err(Error::Custom("--tier takes light or full".into())),
    }
}

/// A host as it may stand in a content security policy.
fn host(text: String) -> Result<String, Error> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if !text.is_empty() && text.chars().all(fits) {
        Ok(text)
    } else {
        Err(Error::Custom("--domain takes a host, such as notes.example.org".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Command, Error> {
        parse(lexopt::Parser::from_args(args))
    }

    #[test]
    fn plain_http_beyond_this_machine_is_refused_with_the_reason() {
        let error = read(&["serve", "--bind", "0.0.0.0"]).unwrap_err().to_string();
        assert!(error.contains("--behind-proxy"));
        assert!(read(&["serve", "--bind", "0.0.0.0", "--behind-proxy"]).is_ok());
    }

    #[test]
    fn wrong_flags_are_refused() {
        for args in [
            &["serve", "--prot", "1"][..],
            &["serve", "--port", "x"],
            &["fly"],
            &["serve", "--domain", "a b"],
            &["serve", "--leave-to", "https://example.org/"],
            &["coach", "--tier", "middle"],
            &["coach", "--kind", "letter"],
        ] {
            assert!(read(args).is_err(), "{args:?}");
        }
        assert_eq!(read(&[]).unwrap(), Command::Help);
    }
}
