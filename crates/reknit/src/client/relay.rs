//! Asking the relay whether it is there, before anybody types a passphrase.

use anyhow::{Context as _, Result, bail};
use reknit_relay::documents::Origin;
use reknit_wire::api::RelayInfo;

use crate::{
    http::{Host, Reply},
    options::ClientOptions,
    outside::cleaned,
};

/// What the relay says about itself; nothing where it was not to be asked.
pub(super) fn look(options: &ClientOptions) -> Result<Option<RelayInfo>> {
    if options.offline {
        return Ok(None);
    }
    let host = Host::new(&options.relay);
    let reply = match host.get("/api/v1/relay", "identity") {
        // From one's own machine Help opens, whatever has become of the relay (safety rule 21).
        Err(error) if options.write.is_none() => {
            note(&options.relay, &error);
            return Ok(None);
        }
        reply => reply.context("nothing was written: what the files say comes from the relay")?,
    };
    let info = read(&options.relay, &reply)?;
    let needs_its_app = options.invitations.is_none() && options.write.is_none();
    if needs_its_app && !has_app(&host.get("/", "identity")?) {
        bail!(
            "{} serves no app, so invitations made here would lead nowhere; \
             say where the other person can open it with --invitations",
            options.relay
        );
    }
    Ok(Some(info))
}

#[expect(clippy::print_stderr, reason = "a command line tool talks to its person")]
fn note(relay: &Origin, error: &anyhow::Error) {
    eprintln!("{error:#}");
    eprintln!(
        "the app starts all the same: it opens what this device holds, and waits for {relay}"
    );
}

fn read(relay: &Origin, reply: &Reply) -> Result<RelayInfo> {
    let seen = match reply.status {
        200 => "an answer no relay gives".to_owned(),
        300..400 => {
            format!("a redirect to {}", cleaned(reply.header("location").unwrap_or("elsewhere")))
        }
        status => format!("status {status}"),
    };
    let info = (reply.status == 200).then(|| serde_json::from_slice::<RelayInfo>(&reply.body).ok());
    let Some(info) = info.flatten() else {
        bail!("what answers at {relay} is not a Reknit relay ({seen})");
    };
    if info.proto != reknit_wire::PROTO {
        let (theirs, ours) = (info.proto, reknit_wire::PROTO);
        bail!("{relay} speaks version {theirs} of the protocol, and this command version {ours}");
    }
    Ok(info)
}

/// Whether the host serves an app that takes invitations. That it is unchanged, `reknit verify` can look at.
fn has_app(reply: &Reply) -> bool {
    let text = String::from_utf8_lossy(&reply.body);
    reply.status == 200 && text.contains("<meta name=\"invitations\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(status: u16, body: &str) -> Reply {
        let headers = vec![("location".to_owned(), "https://elsewhere.example".to_owned())];
        Reply { status, headers, body: body.as_bytes().to_vec() }
    }

    #[test]
    fn what_is_no_relay_is_told_apart() {
        let relay = Origin::parse("https://notes.example.org").unwrap();
        let told = |status, body: &str| read(&relay, &reply(status, body)).unwrap_err().to_string();
        assert!(told(200, "<!doctype html>").contains("not a Reknit relay"));
        assert!(told(404, "").contains("status 404"));
        let mut turning = reply(301, "");
        turning.headers[0].1 = format!("\u{1b}[2J\u{202e}https://x.example/{}", "y".repeat(5000));
        let line = read(&relay, &turning).unwrap_err().to_string();
        assert!(!line.contains(['\u{1b}', '\u{202e}']) && line.len() < 400, "{line}");
        assert!(told(301, "").contains("redirect to https://elsewhere.example"));
        let newer = r#"{"operator":"","proto":9,"registration":true}"#;
        assert!(told(200, newer).contains("version 9"));
        let ours = r#"{"operator":"A clinic","proto":1,"registration":true}"#;
        assert_eq!(read(&relay, &reply(200, ours)).unwrap().operator, "A clinic");
    }
}
