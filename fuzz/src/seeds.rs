//! Good files to begin with. The four of the wire's envelopes are older and lie in the corpus as they were.

mod export;

use reknit_vault::{
    epoch::EpochKey,
    invite::{CardLetter, JoinLetter},
    pad::pad,
    recovery::RecoveryCode,
    secret::Secret,
    slow_job::{Job, Outcome},
    wrap::{AccountId, Kek},
};
use reknit_wire::id::EntryHash;

use crate::sealed::{Steady, card_letter, identity, invitation, kem};

const ID: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const NAME: &str = "04040404040404040404040404040404";

/// Decoder, number, bytes.
#[must_use]
pub fn all() -> Vec<(&'static str, usize, Vec<u8>)> {
    let mut all: Vec<(&'static str, usize, Vec<u8>)> = Vec::new();
    let mut add = |name: &'static str, files: Vec<Vec<u8>>| {
        all.extend(files.into_iter().enumerate().map(|(at, bytes)| (name, at, bytes)));
    };
    add("padding", vec![pad(b"a few words"), pad(&[7; 1500])]);
    add("blob_front", vec![[&[1, 1][..], &1_u64.to_be_bytes(), &7_u64.to_be_bytes()].concat()]);
    let (passphrase, bytes) = ("meadow lantern copper".to_owned(), vec![1, 2, 3]);
    let finish = Job::LoginFinish {
        passphrase: passphrase.clone(),
        state: bytes.clone(),
        response: bytes.clone(),
    };
    let stretch = Job::Stretch { passphrase, salt: vec![4; 16] };
    add("slow_job", vec![finish.encode(), stretch.encode()]);
    let outcome = Outcome { first: bytes.clone().into(), second: bytes.into() };
    add("slow_outcome", vec![Outcome::encode(Some(&outcome))]);
    add("fragment", vec![invitation().0.fragment().into_bytes()]);
    add("recovery_code", vec![RecoveryCode::make(&mut Steady(5)).to_text().into_bytes()]);
    add("handle", vec![b"quiet-maple-214".to_vec()]);
    let origins = ["https://notes.example.org:8443", "http://localhost:7300/"];
    add("origin", origins.map(|it| it.as_bytes().to_vec()).to_vec());
    add("wrap", vec![wrapped()]);
    add("blob", vec![blob()]);
    let json = format!(r#"{{"type":"step_agreed","step":"{ID}"}}"#);
    add("event_body", vec![pad(&[&[3; 16], json.as_bytes()].concat())]);
    add("key_box", key_box());
    add("letter_card", vec![card_fields(&card_letter())]);
    add("letter_join", vec![join_fields()]);
    add("letter_reveal", vec![vec![6; 32]]);
    let page = r#"{"appreciation":"The tea.","feel":"calm","sliders":{"trust":3,"closeness":4,"calm":5,"hope":6}}"#;
    add("withheld_page", vec![pad(page.as_bytes())]);
    add("checkin_page", vec![page.as_bytes().to_vec()]);
    add("event", events().into_iter().map(String::into_bytes).collect());
    add("log", vec![log().into_bytes()]);
    add("api", api().into_iter().map(String::into_bytes).collect());
    let wake = [
        r#""ready""#.to_owned(),
        format!(r#"{{"space":"{NAME}"}}"#),
        format!(r#"{{"mailbox":"{NAME}"}}"#),
        r#"{"token":"AQID"}"#.to_owned(),
    ];
    add("wake", wake.map(String::into_bytes).to_vec());
    let keyring = r#"{"space":null,"withheld":[],"former":{},"pairing":{"at":"none"},"pairing_rev":2,"retired":[]}"#;
    add("keyring", vec![keyring.as_bytes().to_vec()]);
    let vault =
        r#"{"items":{"draft/page":{"count":2,"edits":[1,2],"text":"Tea.","also":["Coffee."]}}}"#;
    add("private_vault", vec![vault.as_bytes().to_vec()]);
    let lines = [
        r#"{"id":7,"kind":"apology","text":"I lied about the money. It was mine to tell."}"#,
        r#"{"id":"a","kind":"reply","text":"You sound tired.","to":"I did not sleep."}"#,
    ];
    add("coach_line", lines.map(|it| it.as_bytes().to_vec()).to_vec());
    add("export", vec![export::file()]);
    add("snapshot", vec![br#"{"cursor":0,"chains":[[],[]]}"#.to_vec()]);
    all
}

/// Events of each practice, as they stand in somebody's log.
fn events() -> Vec<String> {
    vec![
        r#"{"type":"named","name":"Ada"}"#.into(),
        r#"{"type":"rhythm_offered","rhythm":{"weekday":6,"minute_of_day":1140,"zone":"Europe/Berlin"}}"#.into(),
        r#"{"type":"step_offered","words":"Tea.","until_day":20000,"round":2}"#.into(),
        format!(r#"{{"type":"step_done","step":"{ID}","on_day":19999}}"#),
        format!(
            r#"{{"type":"page_closed","round":3,"opens_at_ms":1000,"sealed":{{"id":"{NAME}","box":"0102","commit":"{ID}","digest":"{ID}"}}}}"#
        ),
        format!(r#"{{"type":"page_opened","round":3,"mine":"{ID}","theirs":"{ID}","key":"{ID}"}}"#),
        r#"{"type":"openness_offered","sentence":"tell","words":"the same day","until_day":20014}"#.into(),
    ]
}

fn log() -> String {
    let entry = |lamport: usize, by: &str, event: &str| {
        let id = format!("{lamport:02x}").repeat(32);
        format!(r#"{{"at":{{"lamport":{lamport},"entry":"{id}"}},"by":"{by}","event":{event}}}"#)
    };
    let events = events();
    let entries: Vec<_> = events
        .iter()
        .enumerate()
        .map(|(at, event)| entry(at + 1, if at % 2 == 0 { "host" } else { "guest" }, event))
        .collect();
    format!("[{}]", entries.join(","))
}

fn api() -> Vec<String> {
    let account =
        r#"{"generation":1,"wrap":"AQ","recovery":{"verifier":"AQ","wrap":"AQ"},"keyring":"AQ"}"#;
    let record = r#"{"generation":1,"wrap":"AQ","has_recovery":true,"keyring":"AQ","keyring_version":1,"vault_version":1}"#;
    let opened = format!(r#"{{"token":"AQ","session":"{NAME}","account":{record}}}"#);
    vec![
        r#"{"code":"slow_down","detail":"too many tries; wait a minute"}"#.into(),
        r#"{"operator":"A clinic","proto":1,"registration":true}"#.into(),
        format!(r#"{{"handle":"quiet-maple-214","upload":"AQ","account":{account},"vault":"AQ"}}"#),
        format!(
            r#"{{"upload":"AQ","account":{account},"keyring_from":1,"vault":"AQ","vault_from":1}}"#
        ),
        format!(r#"{{"opened":{opened},"wrap":"AQ"}}"#),
        format!(r#"{{"sessions":[{{"id":"{NAME}","current":true,"opened_on":20000}}]}}"#),
        r#"{"card":"AQ","join":null,"reveal":"AQ"}"#.into(),
        r#"{"identity":"AQ","signature":"AQ"}"#.into(),
        format!(
            r#"{{"entries":[{{"author":"{NAME}","seq":3}}],"identity":"AQ","signature":"AQ"}}"#
        ),
        format!(
            r#"{{"results":[{{"status":"stored","cursor":1}},{{"status":"conflict","stored":"{ID}"}},{{"status":"gap","end":{{"seq":1,"hash":"{ID}"}}}},{{"status":"refused"}},{{"status":"skipped"}}]}}"#
        ),
    ]
}

fn wrapped() -> Vec<u8> {
    let account = AccountId([1; 16]);
    let kek = Kek::from_recovery_code(&[3; 20], account);
    kek.wrap(&mut Steady(1), &account.0, 1, &Secret::from_bytes([2; 32]))
}

/// Words in a stored block of DEFLATE (RFC 1951 §3.2.4), padded.
fn blob() -> Vec<u8> {
    let words = b"{}";
    pad(&[&[1, 2, 0, 0xfd, 0xff][..], words].concat())
}

fn key_box() -> Vec<Vec<u8>> {
    let author = identity(1);
    let key = EpochKey::from_secret(1, Secret::from_bytes([5; 32]));
    let cards = vec![author.card(&kem(2))];
    let made = key.membership(&mut Steady(3), &author.public(), EntryHash([0; 32]), cards);
    made.map(|it| it.boxes.iter().map(|it| it.to_vec()).collect()).unwrap_or_default()
}

/// Fields of a card, as docs/protocol.md lists them.
pub(crate) fn card_fields(letter: &CardLetter) -> Vec<u8> {
    let mut out = Vec::new();
    letter.card.put(&mut out);
    let parts: [&[u8]; 4] = [
        &letter.space.0,
        &letter.genesis.0,
        &letter.nonce_commit,
        &letter.expires_at_ms.to_be_bytes(),
    ];
    out.extend(parts.concat());
    named(out, &letter.name)
}

fn join_fields() -> Vec<u8> {
    let letter =
        JoinLetter { card: identity(7).card(&kem(8)), nonce: [9; 32], name: "Grace".into() };
    let mut out = Vec::new();
    letter.card.put(&mut out);
    out.extend(letter.nonce);
    named(out, &letter.name)
}

fn named(mut out: Vec<u8>, name: &str) -> Vec<u8> {
    out.push(u8::try_from(name.len()).expect("a short name"));
    out.extend_from_slice(name.as_bytes());
    out
}
