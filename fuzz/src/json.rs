//! What is JSON: events of a partner, requests, replies, and one's own blobs.

use reknit_client::{
    export::{Export, check, markdown},
    testing::decoders,
};
use reknit_coach::{
    draft::Draft,
    line,
    reading::{Reader, Reading},
    words::Words,
};
use reknit_model::{
    checkin::{Page, SealedPage},
    event::Event,
    log::Entry,
    state::{self, Unseal},
};
use reknit_wire::api;
use serde::{Serialize, de::DeserializeOwned};

fn text(bytes: &[u8]) -> Option<&str> {
    core::str::from_utf8(bytes).ok()
}

/// One event: what this release does not know is kept as it stands.
pub(crate) fn event(bytes: &[u8]) -> bool {
    let Some(json) = text(bytes) else { return false };
    let event = Event::from_json(json);
    assert_eq!(Event::from_json(&event.to_json()), event);
    !matches!(event, Event::Later(_))
}

/// Pages that nobody can open.
struct Closed;

impl Unseal for Closed {
    fn unseal(&self, _: &SealedPage, _: &[u8; 32]) -> Option<String> {
        None
    }
}

/// A whole log: the fold is total, and does not mind the order.
pub(crate) fn log(bytes: &[u8]) -> bool {
    let Ok(mut entries) = serde_json::from_slice::<Vec<Entry>>(bytes) else { return false };
    // Equal stamps are refused at the door, so that the fold may trust them.
    entries.sort_by_key(|it| it.at);
    entries.dedup_by_key(|it| it.at);
    let folded = state::fold(&entries, &Closed);
    entries.reverse();
    assert_eq!(state::fold(&entries, &Closed), folded);
    true
}

pub(crate) fn checkin_page(bytes: &[u8]) -> bool {
    text(bytes).and_then(Page::from_json).is_some()
}

/// A body is what one type says, and is written back so that it reads the same.
fn body<T: DeserializeOwned + Serialize + PartialEq + core::fmt::Debug>(bytes: &[u8]) -> bool {
    let Ok(read) = serde_json::from_slice::<T>(bytes) else { return false };
    let again = serde_json::to_vec(&read).expect("what was read can be written");
    assert_eq!(serde_json::from_slice::<T>(&again).ok().as_ref(), Some(&read));
    true
}

/// Any request or reply of the relay.
pub(crate) fn api(bytes: &[u8]) -> bool {
    let all: [fn(&[u8]) -> bool; 24] = [
        body::<api::Problem>,
        body::<api::RelayInfo>,
        body::<api::OpaqueRequest>,
        body::<api::OpaqueReply>,
        body::<api::RegisterStart>,
        body::<api::RegisterFinish>,
        body::<api::LoginStart>,
        body::<api::LoginStarted>,
        body::<api::LoginFinish>,
        body::<api::Opened>,
        body::<api::AccountRecord>,
        body::<api::RecoverStart>,
        body::<api::RecoverStarted>,
        body::<api::RecoverFinish>,
        body::<api::Recovered>,
        body::<api::RekeyFinish>,
        body::<api::PutKeyring>,
        body::<api::Versioned>,
        body::<api::Sessions>,
        body::<api::Letter>,
        body::<api::Mailbox>,
        body::<api::Claim>,
        body::<api::AppendReply>,
        body::<api::Purge>,
    ];
    // Each of them gets to see it.
    all.iter().filter(|read| read(bytes)).count() > 0
}

/// Frames of the wake-up socket, both ways.
pub(crate) fn wake(bytes: &[u8]) -> bool {
    let hello = body::<api::WakeHello>(bytes);
    body::<api::Wake>(bytes) || hello
}

pub(crate) fn keyring(bytes: &[u8]) -> bool {
    decoders::keyring(bytes)
}

pub(crate) fn private_vault(bytes: &[u8]) -> bool {
    decoders::private_vault(bytes)
}

pub(crate) fn snapshot(bytes: &[u8]) -> bool {
    decoders::snapshot(bytes)
}

/// A copy of everything that somebody was given. What was checked is written so that it checks the same.
pub(crate) fn export(bytes: &[u8]) -> bool {
    let Some(json) = text(bytes) else { return false };
    if let Ok(read) = serde_json::from_str::<Export>(json) {
        // Also what is not to be believed gives no orders to a terminal, and has no headings but ours.
        let shown = markdown(&read.readable());
        assert!(!shown.chars().any(|it| it.is_control() && it != '\n'), "{shown:?}");
        assert!(shown.lines().filter(|it| it.starts_with('#')).count() <= 5, "{shown:?}");
    }
    let Ok(checked) = check(json) else { return false };
    assert_eq!(check(&checked.export.to_json()).as_ref(), Ok(&checked));
    true
}

/// A coach without an opinion: here the lines are looked at, and not what it says.
struct Silent;

impl Reader for Silent {
    fn read(&self, _: &Draft) -> Reading {
        Reading::default()
    }
}

/// A line for the coach: always answered with one line of JSON.
pub(crate) fn coach_line(bytes: &[u8]) -> bool {
    let answer = line::answer(&Silent, &Words::default(), bytes);
    assert!(!answer.contains('\n'), "{answer}");
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("an answer is JSON");
    answer.get("error").is_none()
}
