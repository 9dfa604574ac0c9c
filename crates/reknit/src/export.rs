//! `reknit export`: a copy of everything, from a relay that is only read. What its host sees of that: docs/hosting.md.

mod verify;

use std::{
    collections::VecDeque,
    io::{BufRead as _, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use anyhow::{Context as _, Result, bail};
use lexopt::{
    Error,
    prelude::{Long, ValueExt as _},
};
use reknit_client::{
    account::{self, SignError, Unlocked},
    engine::{Engine, Input, Output},
    export::{Export, markdown},
    ports::{HttpRequest, Now, Transport},
    randoms::Randoms,
    view::Alarm,
};

pub(crate) use verify::{VerifyOptions, verify};

use crate::{
    in_process::{Here, Utc},
    over_http::OverHttp,
};

/// How often the relay is asked again before what is missing is given up.
const TRIES_MAX: u32 = 5;

/// Before it is asked again.
const PAUSE: Duration = Duration::from_millis(if cfg!(test) { 1 } else { 2_000 });

/// Most questions at one relay: 60,000 entries of the largest kind. One that has more to tell is making it up.
const REQUESTS_MAX: u32 = 5_000;

/// What to export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    relay: String,
    handle: String,
    private: bool,
    into: PathBuf,
}

impl Options {
    /// Reads the flags of `reknit export`.
    pub(crate) fn read(parser: &mut lexopt::Parser) -> Result<Self, Error> {
        let (mut relay, mut handle) = (String::new(), String::new());
        let (mut private, mut into) = (false, PathBuf::from("."));
        while let Some(arg) = parser.next()? {
            match arg {
                Long("relay") => relay = parser.value()?.string()?,
                Long("handle") => handle = parser.value()?.string()?,
                Long("private") => private = true,
                Long("into") => into = parser.value()?.into(),
                Long("passphrase") => {
                    return Err(Error::Custom(
                        "a passphrase in an argument can be read by everybody on this machine; it is asked for, or read from \
                         standard input"
                            .into(),
                    ));
                }
                other => return Err(other.unexpected()),
            }
        }
        if relay.is_empty() || handle.is_empty() {
            return Err(Error::Custom("export takes --relay ADDRESS and --handle NAME".into()));
        }
        Ok(Self { relay, handle, private, into })
    }
}

/// Signs in, reads everything, and writes two files.
pub(crate) async fn export(options: Options) -> Result<()> {
    let relay = OverHttp::new(&options.relay)?;
    let passphrase = ask_passphrase()?;
    let who = (options.handle.as_str(), passphrase.as_str());
    let (export, alarms) = copy_from(&relay, who, today(), options.private).await?;
    for alarm in alarms {
        println!(
            "Something is not as it should be at this relay: {alarm:?}. The files hold what could be believed."
        );
    }
    let words = markdown(&export.readable());
    write(&options.into, &export, "json", &export.to_json())?;
    write(&options.into, &export, "md", &words)?;
    println!("They are not locked: whoever opens them can read them.");
    Ok(())
}

/// Everything, read from a relay to which nothing is written; and what is wrong there.
pub(crate) async fn copy_from(
    relay: &impl Transport,
    who: (&str, &str),
    now: Now,
    private: bool,
) -> Result<(Export, Vec<Alarm>)> {
    let signed =
        account::sign_in_to_read(relay, &Here, Randoms::os(), Box::new(Utc), now, who).await;
    let Unlocked { mut engine, outputs } = signed.map_err(told)?;
    let is_whole = read(&mut engine, outputs, relay, now).await;
    if let Some(token) = engine.token().map(str::to_owned) {
        let _ = relay.send(end_session(token)).await;
    }
    if !is_whole {
        bail!("not everything could be fetched; nothing was written");
    }
    Ok((engine.export(now, private), engine.view(now).alarms))
}

/// Carries out what the engine wants until everything is here.
async fn read(engine: &mut Engine, outputs: Vec<Output>, relay: &impl Transport, now: Now) -> bool {
    let mut todo = VecDeque::from(outputs);
    let mut n_requests = 0;
    for _ in 0..TRIES_MAX {
        while let Some(output) = todo.pop_front() {
            let input = match output {
                Output::Send { .. } if n_requests == REQUESTS_MAX => return false,
                Output::Send { id, request } => {
                    n_requests += 1;
                    Input::Replied { id, reply: relay.send(request).await }
                }
                // Nothing stays here but the two files.
                Output::Keep { id, .. } => Input::Kept { id, ok: true },
                Output::OpenSocket
                | Output::CloseSocket
                | Output::SocketSend(_)
                | Output::Changed => continue,
            };
            todo.extend(engine.step(now, input));
        }
        if engine.has_read_all() {
            return true;
        }
        tokio::time::sleep(PAUSE).await;
        todo.extend(engine.step(now, Input::Online));
    }
    false
}

fn write(folder: &Path, export: &Export, ending: &str, text: &str) -> Result<()> {
    let path = folder.join(export.file_name(ending));
    // Never over a file that is there, and for nobody else on this machine to read.
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file =
        options.open(&path).with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(text.as_bytes())?;
    println!("{}", path.display());
    Ok(())
}

/// From standard input, or asked for without being shown.
fn ask_passphrase() -> Result<String> {
    let stdin = std::io::stdin();
    let is_person = stdin.is_terminal();
    if is_person {
        print!("Passphrase: ");
        std::io::stdout().flush()?;
    }
    let hidden = is_person && echo(false);
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line);
    if hidden {
        echo(true);
        println!();
    }
    read.context("the passphrase could not be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Shows what is typed, or does not.
fn echo(on: bool) -> bool {
    let flag = if on { "echo" } else { "-echo" };
    let stty = std::process::Command::new("stty").arg(flag).stdin(Stdio::inherit()).status();
    stty.is_ok_and(|it| it.success())
}

fn told(error: SignError) -> anyhow::Error {
    match error {
        SignError::WrongCredentials => anyhow::anyhow!("name and passphrase do not fit"),
        SignError::Offline => anyhow::anyhow!("the relay was not reached"),
        SignError::SlowDown => anyhow::anyhow!("too many tries; please wait a minute"),
        other => anyhow::anyhow!("{other}"),
    }
}

fn end_session(token: String) -> HttpRequest {
    HttpRequest {
        method: "DELETE",
        path: "/api/v1/sessions/current".to_owned(),
        binary: false,
        body: Vec::new(),
        token: Some(token),
    }
}

fn today() -> Now {
    #[expect(clippy::disallowed_methods, reason = "this is where the command looks at the clock")]
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map(|it| it.as_secs()).unwrap_or_default();
    Now {
        ms: i64::try_from(seconds).unwrap_or_default() * 1000,
        today: i32::try_from(seconds / 86_400).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(args: &[&str]) -> Result<Options, Error> {
        Options::read(&mut lexopt::Parser::from_args(args))
    }

    #[test]
    fn a_passphrase_is_never_taken_from_an_argument() {
        let whole = ["--relay", "http://localhost:7300", "--handle", "sam"];
        assert!(read(&whole).is_ok_and(|it| !it.private));
        let error = read(&[&whole[..], &["--passphrase", "x"]].concat()).unwrap_err().to_string();
        assert!(error.contains("standard input"), "{error}");
        assert!(read(&["--relay", "http://localhost:7300"]).is_err());
    }
}
