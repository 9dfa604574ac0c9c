//! Flags. A wrong one is refused with a sentence and exit code 2.

mod client;
mod coach;
mod serve;

use std::net::IpAddr;

use lexopt::{
    Error, Parser,
    prelude::{Long, Short, Value, ValueExt as _},
};
use reknit_relay::documents::Origin;

pub(crate) use client::{ClientOptions, VerifyOptions};
pub(crate) use serve::Options;

use crate::export;

/// What a wrong call is told.
pub(crate) const USAGE: &str = "\
reknit COMMAND [FLAGS]

  serve           run a relay and serve the app
  demo            the same on a folder of its own, with two people and eleven weeks in it
  client          serve the app to this machine, for a relay somewhere else
  coach           read a text on standard input and say what may hurt; keeps and sends nothing
  export          write everything of yours, and all that was sent to you, into files
  verify-export FILE
                  check such a file: places, signatures, and that the words are those that were signed
  verify ADDRESS  compare the app served there with the one inside this command
  version         what is inside this command

serve, demo
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
  --relay-only          serve no app; it lies on another host

client
  --relay ADDRESS       the relay, such as https://notes.example.org
  --port N              port; keep it, a locked copy in the browser belongs to it (7301)
  --invitations ADDRESS where links of invitations open the app      (the relay)
  --offline             do not ask the relay first whether it is there
  --write FOLDER        write the files for a host of their own, instead of serving
  --helplines FILE      as with serve
  --leave-to ADDRESS    as with serve

verify
  --other-helplines     you have read the helplines there and accept them

export
  --relay ADDRESS       where your account is
  --handle NAME         how you sign in; the passphrase is asked for, or read from standard input
  --private             with what only you can see
                        It signs in, only reads, and signs out: nothing that waits or is due is sent. Whoever runs the relay
                        can see that (docs/hosting.md); a copy made in the app asks the server nothing.
  --into FOLDER         where the files go                (.)

verify-export
  --words               print the words instead of the findings

coach
  --kind KIND           message, apology or reply         (message)
  --to TEXT             what the partner had said, for a reply
  --json                the reading as data
  --jsonl               an object a line in, an object a line out (docs/coach.md)
  --tier light|full     which reader                      (full)

verify ends with 0 where all is as in this command, 1 where something is not, 3 where it could not look, 4 where the host has helplines of
its own in the place of ours: read the rows it lists, and accept them with --other-helplines";

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Version,
    Serve(Options),
    Demo(Options),
    Export(export::Options),
    VerifyExport(export::VerifyOptions),
    Coach(crate::coach::Options),
    Client(ClientOptions),
    Verify(VerifyOptions),
}

/// Reads the command line.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, Error> {
    let command = match parser.next()? {
        None | Some(Long("help") | Short('h')) => return Ok(Command::Help),
        Some(Long("version") | Short('V')) => return Ok(Command::Version),
        Some(Value(command)) => command.string()?,
        Some(other) => return Err(other.unexpected()),
    };
    let asks_for_help = |it: &std::ffi::OsString| it == "--help" || it == "-h";
    if parser.try_raw_args().is_some_and(|it| it.as_slice().iter().any(asks_for_help)) {
        return Ok(Command::Help);
    }
    match command.as_str() {
        "serve" => serve::parse(&mut parser).map(Command::Serve),
        "demo" => serve::parse(&mut parser).map(Command::Demo),
        "export" => export::Options::read(&mut parser).map(Command::Export),
        "verify-export" => export::VerifyOptions::read(&mut parser).map(Command::VerifyExport),
        "coach" => coach::parse(&mut parser).map(Command::Coach),
        "client" => client::parse(&mut parser).map(Command::Client),
        "verify" => client::parse_verify(&mut parser).map(Command::Verify),
        "version" => Ok(Command::Version),
        "help" => Ok(Command::Help),
        other => Err(said(format!("there is no command {other}; `reknit help` lists them"))),
    }
}

fn said(text: impl Into<String>) -> Error {
    Error::Custom(text.into().into())
}

/// Port, address and so on, with the flag's name in what is said about a wrong one.
fn value<T: std::str::FromStr>(parser: &mut Parser, flag: &str, what: &str) -> Result<T, Error> {
    let text = parser.value()?.string()?;
    text.parse().map_err(|_| said(format!("--{flag} takes {what}, not {text:?}")))
}

fn port(parser: &mut Parser) -> Result<u16, Error> {
    value(parser, "port", "a port from 0 to 65535")
}

fn bind(parser: &mut Parser) -> Result<IpAddr, Error> {
    value(parser, "bind", "an address of this machine, such as 127.0.0.1")
}

fn origin(parser: &mut Parser, flag: &str) -> Result<Origin, Error> {
    read_origin(&parser.value()?.string()?, &format!("--{flag}"))
}

fn read_origin(text: &str, what: &str) -> Result<Origin, Error> {
    Origin::parse(text).map_err(|error| said(format!("{what} {text:?}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Command, Error> {
        parse(Parser::from_args(args))
    }

    fn refused(args: &[&str]) -> String {
        read(args).unwrap_err().to_string()
    }

    #[test]
    fn plain_http_beyond_this_machine_is_refused_with_the_reason() {
        assert!(refused(&["serve", "--bind", "0.0.0.0"]).contains("--behind-proxy"));
        assert!(read(&["serve", "--bind", "0.0.0.0", "--behind-proxy"]).is_ok());
        for flag in [&["client", "--relay"][..], &["verify"]] {
            let args = [flag, &["http://notes.example.org"]].concat();
            assert!(refused(&args).contains("use https"), "{args:?}");
        }
    }

    #[test]
    fn wrong_flags_are_refused_by_name() {
        for (args, told) in [
            (&["serve", "--prot", "1"][..], "--prot"),
            (&["serve", "--port", "x"], "--port takes"),
            (&["serve", "--port", "70000"], "--port takes"),
            (&["serve", "--bind", "here"], "--bind takes"),
            (&["serve", "--relay", "https://a.b"], "--relay"),
            (&["fly"], "fly"),
            (&["--port", "1"], "--port"),
            (&["serve", "--domain", "a b"], "--domain"),
            (&["serve", "--leave-to", "https://example.org/"], "wikipedia"),
            (&["serve", "more"], "more"),
            (&["client"], "--relay"),
            (&["client", "--relay"], "--relay"),
            (&["client", "--relay", "notes.example.org"], "https://"),
            (&["client", "--relay", "https://a.b", "--bind", "0.0.0.0"], "--bind"),
            (&["client", "--relay", "https://a.b", "--write", "x", "--port", "1"], "--write"),
            (&["coach", "--tier", "middle"], "--tier"),
            (&["coach", "--kind", "letter"], "--kind"),
            (
                &["client", "--relay", "https://a.b", "--leave-to", "https://example.org/"],
                "wikipedia",
            ),
            (&["client", "--relay", "https://a.b", "--helplines"], "--helplines"),
            (&["verify", "--helplines"], "--helplines"),
            (&["verify"], "ADDRESS"),
            (&["verify", "https://a.b", "https://c.d"], "https://c.d"),
        ] {
            assert!(refused(args).contains(told), "{args:?}: {}", refused(args));
        }
        assert_eq!(read(&[]).unwrap(), Command::Help);
        assert_eq!(read(&["client", "--help"]).unwrap(), Command::Help);
        assert_eq!(read(&["--version"]).unwrap(), Command::Version);
    }
}
