//! What is sealed: the bytes are what somebody who holds the key put inside.
//!
//! A partner holds the epoch key, an inviter the link's secret, and a person their own account key; none of them needs our client to seal.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use reknit_vault::{
    blob::{AccountKey, BlobKind},
    epoch::EpochKey,
    identity::{Identity, KemSecret},
    invite::{CardLetter, Invitation, commit_nonce},
    pad::pad,
    random::Random,
    secret::Secret,
    withheld,
    wrap::{AccountId, Kek},
};
use reknit_wire::{
    header::{Header, Kind, Link},
    id::{EntryHash, SpaceId, sha256},
    membership::{Card, Membership},
};

const NONCE: [u8; 24] = [9; 24];

fn seal(key: &Secret, nonce: &[u8; 24], ad: &[u8], plain: &[u8]) -> Vec<u8> {
    XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: ad })
        .expect("a test's message is short")
}

/// The same bytes every time.
pub(crate) struct Steady(pub(crate) u8);

impl Random for Steady {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(181).wrapping_add(97);
            *byte = self.0;
        }
    }
}

pub(crate) fn identity(seed: u8) -> Identity {
    Identity::from_seed(Secret::from_bytes([seed; 32]))
}

pub(crate) fn kem(seed: u8) -> KemSecret {
    KemSecret::from_secret(Secret::from_bytes([seed; 32]))
}

/// A wrapped account key, as the relay hands it out.
pub(crate) fn wrap(bytes: &[u8]) -> bool {
    let (account, key) = (AccountId([1; 16]), Secret::from_bytes([2; 32]));
    let kek = Kek::from_recovery_code(&[3; 20], account);
    let good = kek.wrap(&mut Steady(1), &account.0, 1, &key);
    if bytes != good {
        assert!(kek.unwrap(&account.0, 1, bytes).is_err(), "only what was wrapped is unwrapped");
    }
    bytes == good
}

/// What stands inside a blob, packing and padding as they come.
pub(crate) fn blob(bytes: &[u8]) -> bool {
    let account = AccountId([1; 16]);
    let secret = Secret::from_bytes([2; 32]);
    let key = AccountKey::from_secret(account, 1, secret.clone());
    let front =
        [&[1, BlobKind::Keyring as u8][..], &1_u64.to_be_bytes(), &7_u64.to_be_bytes()].concat();
    let ad = [b"reknit/v1/blob\0", &account.0[..], &front, b"context"].concat();
    let blob_key = secret.derive(&[b"reknit/v1/blob/key\0", &[BlobKind::Keyring as u8]]);
    let blob = [front, NONCE.to_vec(), seal(&blob_key, &NONCE, &ad, bytes)].concat();
    // The plainest padding is the first thing a good packing meets.
    key.open(BlobKind::Keyring, b"context", &blob).is_ok_and(|it| it.0 == 7)
}

/// A place in a chain of somebody who holds the epoch key.
fn place(key: &EpochKey) -> Header {
    Header {
        kind: Kind::Event,
        space: SpaceId([1; 16]),
        author: identity(1).member(),
        seq: 1,
        prev: EntryHash([0; 32]),
        head: Link::START,
        epoch: key.epoch(),
        key: key.id(),
        nonce: NONCE,
        body_hash: [0; 32],
        body_len: 1,
    }
}

/// What stands inside an event, before it is JSON.
pub(crate) fn event_body(bytes: &[u8]) -> bool {
    let secret = Secret::from_bytes([5; 32]);
    let key = EpochKey::from_secret(1, secret.clone());
    let header = place(&key);
    let info: [&[u8]; 4] =
        [b"reknit/v1/content\0", &header.space.0, &1_u32.to_be_bytes(), &header.author.0];
    let body = seal(&secret.derive(&info), &NONCE, &header.associated_data(), bytes);
    key.open(&header, &body).is_ok()
}

/// A key box in a membership that its author signed.
pub(crate) fn key_box(bytes: &[u8]) -> bool {
    let Ok(key_box) = bytes.try_into() else { return false };
    let (author, mine) = (identity(1), kem(2));
    let key = EpochKey::from_secret(1, Secret::from_bytes([5; 32]));
    let cards: Vec<Card> = vec![author.card(&mine)];
    let made = key.membership(&mut Steady(3), &author.public(), EntryHash([0; 32]), cards);
    let made = made.expect("our own card is a card");
    let membership = Membership { boxes: vec![key_box], ..made };
    EpochKey::open_box(&membership, &author.public(), &author.public(), &mine).is_ok()
}

/// An invitation, and who made it.
pub(crate) fn invitation() -> (Invitation, Identity) {
    let inviter = identity(1);
    let bytes = [[4; 16], inviter.member().0].concat();
    let bytes: [u8; 32] = bytes.try_into().expect("two times sixteen");
    (Invitation::from_bytes(&bytes).expect("a link's bytes"), inviter)
}

/// A letter with these fields, signed and sealed by whoever knows the link.
fn letter(role: u8, fields: &[u8], signed_by: Option<(&Identity, [u8; 32])>) -> Vec<u8> {
    let (invitation, _) = invitation();
    let key = reknit_vault::secret::derive(&[4; 16], &[b"reknit/v1/invite/letter\0", &[role]]);
    let ad = [b"reknit/v1/letter\0", &invitation.mailbox().0[..], &[role]].concat();
    let mut plain = fields.to_vec();
    if let Some((identity, answers)) = signed_by {
        plain.extend(identity.sign(&[&ad[..], &answers, fields].concat()));
    }
    [NONCE.to_vec(), seal(&key, &NONCE, &ad, &pad(&plain))].concat()
}

pub(crate) fn card_letter() -> CardLetter {
    let inviter = identity(1);
    CardLetter {
        card: inviter.card(&kem(2)),
        space: SpaceId([1; 16]),
        genesis: EntryHash([2; 32]),
        nonce_commit: commit_nonce(&[6; 32]),
        expires_at_ms: 1_000,
        name: "Ada".into(),
    }
}

/// The fields of an inviter's card.
pub(crate) fn letter_card(bytes: &[u8]) -> bool {
    let (invitation, inviter) = invitation();
    let read = invitation.open_card(&letter(1, bytes, Some((&inviter, [0; 32]))));
    if let Ok(it) = &read {
        name_is_plain(&it.name);
    }
    read.is_ok()
}

/// The fields of a joiner's answer.
pub(crate) fn letter_join(bytes: &[u8]) -> bool {
    let (invitation, _) = invitation();
    let mine = card_letter();
    let fields = crate::seeds::card_fields(&mine);
    let answers = sha256(&[b"reknit/v1/invite/card\0", &fields]);
    let read = invitation.open_join(&mine, &letter(2, bytes, Some((&identity(7), answers))));
    if let Ok(it) = &read {
        name_is_plain(&it.name);
    }
    read.is_ok()
}

/// A revealed nonce: only the one that was committed to.
pub(crate) fn letter_reveal(bytes: &[u8]) -> bool {
    let (invitation, _) = invitation();
    let read = invitation.open_reveal(&card_letter(), &letter(3, bytes, None));
    assert_eq!(read.is_ok(), bytes == [6; 32]);
    read.is_ok()
}

/// A name somebody else chose stands on one's screen.
fn name_is_plain(name: &str) {
    assert!(!name.is_empty() && name.trim() == name && !name.chars().any(char::is_control));
}

/// What a partner put into a closed page.
pub(crate) fn withheld_page(bytes: &[u8]) -> bool {
    let (id, key) = ([8; 16], Secret::from_bytes([5; 32]));
    let ad = [&b"reknit/v1/page\0"[..], &id].concat();
    let ciphertext = seal(&key.derive(&[b"reknit/v1/withheld/seal\0"]), &[0; 24], &ad, bytes);
    let words = reknit_vault::pad::unpad(bytes).unwrap_or_default();
    let sealed = withheld::Sealed {
        id,
        ciphertext,
        commit: *key.derive(&[b"reknit/v1/withheld/commit\0"]).bytes(),
        digest: sha256(&[b"reknit/v1/withheld/digest\0", key.bytes(), words]),
    };
    withheld::open(&sealed, &key).is_ok()
}
