//! What a wrong key, place or byte owes: it fails, and always alike.

use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng as _, SeedableRng as _},
};
use reknit_vault::{
    Unreadable,
    blob::{AccountKey, BlobKind},
    epoch::{EpochKey, Opened},
    pad::{pad, padme, unpad},
    random::Random,
    recovery::RecoveryCode,
    secret::Secret,
    withheld,
    wrap::AccountId,
};
use reknit_wire::{
    header::{Header, Kind, Link},
    id::{EntryHash, MemberId, SpaceId},
    limits::VAULT_SEALED_BYTES,
};

struct Seeded(ChaCha20Rng);

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        self.0.fill_bytes(out);
    }
}

fn random() -> Seeded {
    Seeded(ChaCha20Rng::from_seed([2; 32]))
}

#[test]
fn a_blob_of_another_place_fails_alike() {
    let random = &mut random();
    let key = AccountKey::make(random, AccountId::of("ada"), 2);
    let blob = key.seal(random, BlobKind::Keyring, 5, b"here", b"mine").unwrap();
    assert_eq!(key.open(BlobKind::Keyring, b"here", &blob), Ok((5, b"mine".to_vec())));
    assert_eq!(key.open(BlobKind::Snapshot, b"here", &blob), Err(Unreadable));
    assert_eq!(key.open(BlobKind::Keyring, b"there", &blob), Err(Unreadable));
    for (name, generation) in [("ada", 3), ("eve", 2)] {
        let other = AccountKey::from_secret(AccountId::of(name), generation, key.secret().clone());
        assert_eq!(other.open(BlobKind::Keyring, b"here", &blob), Err(Unreadable), "{name}");
    }
    for at in 0..blob.len() {
        let mut bad = blob.clone();
        bad[at] ^= 1;
        assert_eq!(key.open(BlobKind::Keyring, b"here", &bad), Err(Unreadable), "byte {at}");
        assert_eq!(key.open(BlobKind::Keyring, b"here", &blob[..at]), Err(Unreadable), "cut {at}");
    }
}

#[test]
fn a_vault_has_one_length_and_says_when_it_is_full() {
    let random = &mut random();
    let key = AccountKey::make(random, AccountId::of("ada"), 1);
    for notes in [0, 50] {
        let plain = "a note of some length".repeat(notes);
        let blob = key.seal(random, BlobKind::Vault, 1, b"", plain.as_bytes()).unwrap();
        assert_eq!(blob.len(), VAULT_SEALED_BYTES);
    }
    let mut noise = vec![0; 200_000];
    random.fill(&mut noise);
    assert!(key.seal(random, BlobKind::Vault, 1, b"", &noise).is_err());
    let bomb = vec![0; 65 * 1024 * 1024];
    let blob = key.seal(random, BlobKind::Snapshot, 1, b"", &bomb).unwrap();
    assert_eq!(key.open(BlobKind::Snapshot, b"", &blob), Err(Unreadable));
}

#[test]
fn a_withheld_page_opens_only_with_its_key_words_and_id() {
    let random = &mut random();
    let secret = Secret::make(random);
    let page = withheld::close(random, &secret, "words");
    let key = withheld::page_key(&secret, &page.id);
    assert_eq!(withheld::open(&page, &key), Ok("words".to_owned()));
    assert_eq!(withheld::open(&page, &secret), Err(Unreadable));
    let changes: [fn(&mut withheld::Sealed); 4] = [
        |it| it.id[0] ^= 1,
        |it| it.ciphertext[0] ^= 1,
        |it| it.commit[0] ^= 1,
        |it| it.digest[0] ^= 1,
    ];
    for change in changes {
        let mut bad = page.clone();
        change(&mut bad);
        assert_eq!(withheld::open(&bad, &key), Err(Unreadable));
    }
}

#[test]
fn a_recovery_code_is_read_as_people_type_it() {
    let code = RecoveryCode::make(&mut random());
    let text = code.to_text();
    let slips = text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    for typed in [text.clone(), slips, text.replace('1', "I").replace('-', "")] {
        assert!(RecoveryCode::from_text(&typed) == Some(code.clone()), "typed differently");
    }
    assert!(RecoveryCode::from_text(text.trim_end_matches(char::is_alphanumeric)).is_none());
    assert!(RecoveryCode::from_text(&format!("{text}0")).is_none());
    assert_eq!(format!("{code:?}"), "RecoveryCode(…)");
    assert_eq!(format!("{:?}", Secret::from_bytes([7; 32])), "Secret(…)");
}

#[test]
fn padding_comes_off_and_leaves_few_lengths() {
    let lengths: std::collections::BTreeSet<_> = (0..65_536).map(padme).collect();
    assert!(lengths.len() < 110 && lengths.first() == Some(&1024), "{}", lengths.len());
    for len in [0, 1, 1020, 1021, 5000] {
        let plain = vec![7; len];
        assert_eq!(unpad(&pad(&plain)), Ok(plain.as_slice()));
    }
    let mut dirty = pad(b"words");
    *dirty.last_mut().unwrap() = 1;
    assert!(unpad(&dirty).is_err());
}

#[test]
fn the_key_of_one_entry_opens_it_and_no_other_of_its_epoch() {
    let mut random = random();
    let key = EpochKey::make(&mut random, 3);
    let seal = |random: &mut Seeded, seq, json: &str| {
        let header = Header {
            kind: Kind::Event,
            space: SpaceId([1; 16]),
            author: MemberId([2; 16]),
            seq,
            prev: EntryHash([3; 32]),
            head: Link::START,
            epoch: 3,
            key: key.id(),
            nonce: [0; 24],
            body_hash: [0; 32],
            body_len: 0,
        };
        key.seal(random, header, &Opened { id: [7; 16], json: json.into() })
    };
    let (first, first_body) = seal(&mut random, 2, "{\"type\":\"one\"}");
    let (second, second_body) = seal(&mut random, 3, "{\"type\":\"two\"}");
    let single = key.entry_key(&first);
    assert_eq!(single.open(&first, &first_body).unwrap(), key.open(&first, &first_body).unwrap());
    assert!(single.open(&second, &second_body).is_err());
    assert!(single.open(&Header { seq: 9, ..first }, &first_body).is_err());
    assert!(!format!("{single:?}").contains(&data_encoding::HEXLOWER.encode(single.bytes())));
    // The same event under the same nonce gives the same bytes.
    let again = key.seal_again(first, &key.open(&first, &first_body).unwrap());
    assert_eq!(again, (first, first_body));
}
