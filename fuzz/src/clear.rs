//! What travels or is typed as it stands.

use reknit_relay::documents::Origin;
use reknit_vault::{
    blob::Front,
    invite::Invitation,
    pad::{pad, unpad},
    recovery::RecoveryCode,
    slow_job::{Job, Outcome},
};
use reknit_wire::{
    envelope::{Envelope, decode_append, decode_page, encode_append, encode_page},
    limits::is_handle,
    membership::Membership,
};

/// What is taken is written back the same.
fn same<T>(bytes: &[u8], read: Option<T>, write: impl Fn(&T) -> Vec<u8>) -> bool {
    read.inspect(|it| assert_eq!(write(it), bytes)).is_some()
}

fn text(bytes: &[u8]) -> Option<&str> {
    core::str::from_utf8(bytes).ok()
}

pub(crate) fn envelope(bytes: &[u8]) -> bool {
    let read = Envelope::decode(bytes).ok();
    if let Some(it) = &read {
        // Whatever is in it, it is refused or not, and never falls over.
        let _ = it.verify(&[7; 32]);
        let _ = it.verify_body();
    }
    same(bytes, read, Envelope::encode)
}

pub(crate) fn append(bytes: &[u8]) -> bool {
    same(bytes, decode_append(bytes).ok(), |it| encode_append(it))
}

pub(crate) fn page(bytes: &[u8]) -> bool {
    same(bytes, decode_page(bytes).ok(), |it| encode_page(it))
}

pub(crate) fn membership(bytes: &[u8]) -> bool {
    same(bytes, Membership::decode(bytes).ok(), Membership::encode)
}

pub(crate) fn padding(bytes: &[u8]) -> bool {
    assert_eq!(unpad(&pad(bytes)).ok(), Some(bytes));
    unpad(bytes).is_ok()
}

pub(crate) fn blob_front(bytes: &[u8]) -> bool {
    Front::read(bytes).is_some()
}

pub(crate) fn slow_job(bytes: &[u8]) -> bool {
    same(bytes, Job::decode(bytes).ok(), Job::encode)
}

pub(crate) fn slow_outcome(bytes: &[u8]) -> bool {
    same(bytes, Outcome::decode(bytes), |it| Outcome::encode(Some(it)))
}

/// Many ways to paste the end of a link, with space or `#` before it; one way to write it, which stands in each of them.
pub(crate) fn fragment(bytes: &[u8]) -> bool {
    let Some(pasted) = text(bytes) else { return false };
    let Some(read) = Invitation::from_fragment(pasted) else { return false };
    let written = read.fragment();
    assert!(pasted.contains(&written), "{pasted:?}");
    assert!(Invitation::from_fragment(&written).is_some_and(|it| it == read));
    true
}

/// Many ways to type one code; one way to print it.
pub(crate) fn recovery_code(bytes: &[u8]) -> bool {
    let Some(code) = text(bytes).and_then(RecoveryCode::from_text) else { return false };
    assert_eq!(RecoveryCode::from_text(&code.to_text()).map(|it| *it.bytes()), Some(*code.bytes()));
    true
}

pub(crate) fn handle(bytes: &[u8]) -> bool {
    text(bytes).is_some_and(is_handle)
}

/// What is taken has one text, and nothing in it that means something in a policy or in HTML.
pub(crate) fn origin(bytes: &[u8]) -> bool {
    let Some(origin) = text(bytes).and_then(|it| Origin::parse(it).ok()) else { return false };
    let text = origin.to_string();
    assert_eq!(Origin::parse(&text).as_ref(), Ok(&origin));
    assert!(text.bytes().all(|it| it.is_ascii_alphanumeric() || b".-:/".contains(&it)), "{text}");
    true
}
