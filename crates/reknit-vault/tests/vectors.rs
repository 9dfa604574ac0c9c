//! The vectors of `docs/vectors/v1.json`: made again from a fixed seed and compared byte for byte.
//!
//! `REKNIT_WRITE_VECTORS=1` writes the file. A change to a stored vector is a change of the protocol.

#![expect(clippy::unwrap_used, reason = "a test's helper may fail the test")]

use data_encoding::HEXLOWER;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use reknit_vault::{
    blob::{AccountKey, BlobKind},
    epoch::{EpochKey, Opened},
    identity::{Identity, KemSecret},
    invite::{CardLetter, Invitation, JoinLetter, check_words, commit_nonce},
    random::Random,
    recovery::RecoveryCode,
    secret::Secret,
    withheld,
    wrap::{AccountId, Kek},
};
use reknit_wire::{
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{EntryHash, KeyId, SpaceId},
};
use serde_json::{Value, json};

struct Seeded(ChaCha20Rng);

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

fn blank(identity: &Identity, space: SpaceId, seq: u64, prev: EntryHash) -> Header {
    Header {
        kind: Kind::Event,
        space,
        author: identity.member(),
        seq,
        prev,
        head: Link::START,
        epoch: 1,
        key: KeyId([0; 16]),
        nonce: [0; 24],
        body_hash: [0; 32],
        body_len: 1,
    }
}

fn vectors() -> Value {
    let random = &mut Seeded(ChaCha20Rng::from_seed([1; 32]));
    let (identity, kem) = (Identity::make(random), KemSecret::make(random));
    let epoch = EpochKey::make(random, 1);
    let card = identity.card(&kem);
    let membership =
        epoch.membership(random, &identity.public(), EntryHash([9; 32]), vec![card]).unwrap();
    let space = SpaceId::of(&membership.encode());
    let genesis = identity.membership(blank(&identity, space, 1, EntryHash::NONE), &membership);
    let event = Opened { id: [4; 16], json: "{\"say\":\"good morning\"}".to_owned() };
    let place = blank(&identity, space, 2, genesis.header.hash());
    let (header, body) = epoch.seal(random, place, &event);
    let entry = identity.envelope(header, body);
    let secret = Secret::make(random);
    let page = withheld::close(random, &secret, "what I did not say");
    let account = AccountId::of("ada");
    let key = AccountKey::make(random, account, 1);
    let kinds = [BlobKind::Keyring, BlobKind::Vault, BlobKind::Snapshot, BlobKind::Kept];
    let blobs: Vec<Value> = kinds
        .iter()
        .map(|kind| {
            let blob = key.seal(random, *kind, 3, b"here", b"mine").unwrap();
            let hash = hex(reknit_wire::id::sha256(&[&blob]));
            let short = *kind == BlobKind::Vault;
            json!({ "kind": *kind as u8, "sha256": hash, "front": hex(&blob[..18]),
                "blob": if short { Value::Null } else { json!(hex(&blob)) } })
        })
        .collect();
    let code = RecoveryCode::make(random);
    let wrap =
        Kek::from_recovery_code(code.bytes(), account).wrap(random, &account.0, 1, key.secret());
    let other = Identity::make(random).card(&KemSecret::make(random));
    let words = check_words(space, &card, &other, &[1; 32], &[2; 32]);
    let two = two_members(random, (&identity, &kem), space, &genesis);
    let invitation = invitation(random, &identity, &kem, (space, genesis.header.hash()));
    let wraps = wraps(random, account, &key);
    let envelope = |it: &Envelope| json!({ "bytes": hex(it.encode()), "hash": it.header.hash() });
    let mut moved = entry.encode();
    moved[41] ^= 1;
    let mut forged = entry.encode();
    forged[200] ^= 1;
    let mut changed = entry.encode();
    *changed.last_mut().unwrap() ^= 1;
    json!({
        "identity": hex(identity.public()), "member": identity.member(), "kem_secret": hex(kem.secret().bytes()),
        "epoch_key": hex(epoch.secret().bytes()), "space": space, "genesis": envelope(&genesis),
        "event": { "envelope": envelope(&entry), "id": hex(event.id), "json": event.json },
        "withheld": { "secret": hex(secret.bytes()), "id": hex(page.id), "ciphertext": hex(&page.ciphertext),
            "commit": hex(page.commit), "digest": hex(page.digest), "words": "what I did not say" },
        "account": { "handle": "ada", "id": hex(account.0), "key": hex(key.secret().bytes()),
            "context": hex("here"), "plain": hex("mine"), "blobs": blobs },
        "recovery": { "code": hex(code.bytes()), "text": code.to_text(), "verifier": hex(code.verifier(account)),
            "challenge": hex([5; 32]), "signature": hex(code.sign(account, &[5; 32])), "wrap": hex(wrap) },
        "two": two, "invitation": invitation, "wraps": wraps,
        "words": { "other": hex([other.identity, other.kem].concat()), "numbers": words },
        "negative": [
            { "why": "the sequence number was changed: the signature must fail", "envelope": hex(moved) },
            { "why": "the signature was changed: it must fail", "envelope": hex(forged) },
            { "why": "the body was changed: its hash must fail", "envelope": hex(changed) },
        ],
    })
}

/// The second membership: a new epoch's key in a box for each of two.
fn two_members(
    random: &mut Seeded,
    (identity, kem): (&Identity, &KemSecret),
    space: SpaceId,
    genesis: &Envelope,
) -> Value {
    let (guest, guest_kem) = (Identity::make(random), KemSecret::make(random));
    let epoch = EpochKey::make(random, 2);
    let parent = genesis.header.hash();
    let cards = vec![identity.card(kem), guest.card(&guest_kem)];
    let membership = epoch.membership(random, &identity.public(), parent, cards).unwrap();
    let place = Header { epoch: 2, ..blank(identity, space, 2, parent) };
    let entry = identity.membership(place, &membership);
    json!({
        "membership": hex(entry.encode()), "hash": entry.header.hash(), "epoch_key": hex(epoch.secret().bytes()),
        "guest": hex(guest.public()), "guest_kem_secret": hex(guest_kem.secret().bytes()),
        "negative": "the second member's secret must not open the first member's box, nor the first's the second's",
    })
}

/// A link, its three letters, and letters that must be refused.
fn invitation(
    random: &mut Seeded,
    inviter: &Identity,
    kem: &KemSecret,
    (space, genesis): (SpaceId, EntryHash),
) -> Value {
    let invitation = Invitation::make(random, &inviter.public());
    let (joiner, joiner_kem) = (Identity::make(random), KemSecret::make(random));
    let card = CardLetter {
        card: inviter.card(kem),
        space,
        genesis,
        nonce_commit: commit_nonce(&[1; 32]),
        expires_at_ms: 1_790_000_000_000,
        name: "Ada".to_owned(),
    };
    let other = CardLetter { name: "Eve".to_owned(), ..card.clone() };
    let join =
        JoinLetter { card: joiner.card(&joiner_kem), nonce: [2; 32], name: "Ben".to_owned() };
    let forged = Identity::make(random);
    let forged_card = CardLetter { card: forged.card(kem), ..card.clone() };
    let words = check_words(space, &card.card, &join.card, &[1; 32], &[2; 32]);
    json!({
        "fragment": invitation.fragment(), "mailbox": invitation.mailbox(),
        "card": hex(invitation.seal_card(random, inviter, &card)),
        "join": hex(invitation.seal_join(random, &joiner, &card, &join)),
        "reveal": hex(invitation.seal_reveal(random, &[1; 32])),
        "names": ["Ada", "Ben"], "end_ms": card.expires_at_ms, "words": words,
        "negative": [
            { "why": "a card of somebody whom the link does not name", "role": 1,
                "letter": hex(invitation.seal_card(random, &forged, &forged_card)) },
            { "why": "a join that answers another card", "role": 2,
                "letter": hex(invitation.seal_join(random, &joiner, &other, &join)) },
            { "why": "a nonce that the card did not commit to", "role": 3,
                "letter": hex(invitation.seal_reveal(random, &[3; 32])) },
            { "why": "a reveal in place of a join: letters have roles", "role": 2,
                "letter": hex(invitation.seal_reveal(random, &[1; 32])) },
        ],
    })
}

/// The account key under a passphrase and under a device's stretched passphrase, and a wrap that belongs elsewhere.
fn wraps(random: &mut Seeded, account: AccountId, key: &AccountKey) -> Value {
    let (export, stretched, salt) = ([7; 64], [8; 32], [6; 16]);
    let by_passphrase = Kek::from_export_key(&export, account);
    let by_device = Kek::from_stretched(&stretched, &salt);
    json!({
        "export_key": hex(export), "passphrase": hex(by_passphrase.wrap(random, &account.0, 1, key.secret())),
        "stretched": hex(stretched), "salt": hex(salt), "device": hex(by_device.wrap(random, &account.0, 1, key.secret())),
        "negative": { "why": "the same key wrapped for generation 2: it must not open as generation 1",
            "passphrase": hex(by_passphrase.wrap(random, &account.0, 2, key.secret())) },
    })
}

#[test]
fn the_stored_vectors_are_what_the_code_makes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/vectors/v1.json");
    let made = serde_json::to_string_pretty(&vectors()).unwrap() + "\n";
    if std::env::var_os("REKNIT_WRITE_VECTORS").is_some() {
        std::fs::write(path, &made).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), made);
}
