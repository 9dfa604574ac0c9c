//! What each letter of an invitation owes, wraps that are moved, and what secrets show of themselves.

use proptest::prelude::*;
use rand_chacha::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng as _},
};
use reknit_vault::{
    Unreadable,
    identity::{Identity, KemSecret},
    invite::{CardLetter, Invitation, JoinLetter, check_words, commit_nonce},
    random::{Random, make},
    recovery::RecoveryCode,
    secret::Secret,
    slow_job::{Job, Outcome},
    wrap::{AccountId, Kek},
};
use reknit_wire::id::{EntryHash, SpaceId};

struct Seeded(ChaCha20Rng);

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) {
        Rng::fill_bytes(&mut self.0, out);
    }
}

struct Story {
    random: Seeded,
    host: Identity,
    guest: Identity,
    kem: KemSecret,
    invitation: Invitation,
    nonce: [u8; 32],
    card: CardLetter,
}

fn story() -> Story {
    let mut random = Seeded(ChaCha20Rng::from_seed([4; 32]));
    let host = Identity::make(&mut random);
    let guest = Identity::make(&mut random);
    let kem = KemSecret::make(&mut random);
    let invitation = Invitation::make(&mut random, &host.public());
    let nonce = make(&mut random);
    let card = CardLetter {
        card: host.card(&kem),
        space: SpaceId([1; 16]),
        genesis: EntryHash([2; 32]),
        nonce_commit: commit_nonce(&nonce),
        expires_at_ms: 1_000,
        name: "Sam".into(),
    };
    Story { random, host, guest, kem, invitation, nonce, card }
}

impl Story {
    fn join(&self) -> JoinLetter {
        JoinLetter { card: self.guest.card(&self.kem), nonce: [9; 32], name: "Noor".into() }
    }
}

#[test]
fn three_letters_go_there_and_back() {
    let mut it = story();
    let card = it.invitation.seal_card(&mut it.random, &it.host, &it.card);
    assert_eq!(it.invitation.open_card(&card), Ok(it.card.clone()));
    let join = it.join();
    let sealed = it.invitation.seal_join(&mut it.random, &it.guest, &it.card, &join);
    assert_eq!(it.invitation.open_join(&it.card, &sealed), Ok(join));
    let reveal = it.invitation.seal_reveal(&mut it.random, &it.nonce);
    assert_eq!(it.invitation.open_reveal(&it.card, &reveal), Ok(it.nonce));
    // All letters have one length: a name has none.
    assert_eq!(card.len(), sealed.len());
}

#[test]
fn only_the_one_the_link_names_can_have_written_the_card() {
    let mut it = story();
    // Somebody who holds the secret, such as a server that was given it, signs a card of their own.
    let forged = CardLetter { card: it.guest.card(&it.kem), ..it.card.clone() };
    let sealed = it.invitation.seal_card(&mut it.random, &it.guest, &forged);
    assert_eq!(it.invitation.open_card(&sealed), Err(Unreadable));
    let sealed = it.invitation.seal_card(&mut it.random, &it.guest, &it.card);
    assert_eq!(it.invitation.open_card(&sealed), Err(Unreadable));
}

#[test]
fn an_answer_fits_one_card_only_and_is_signed_by_the_keys_it_brings() {
    let mut it = story();
    let join = it.join();
    let sealed = it.invitation.seal_join(&mut it.random, &it.guest, &it.card, &join);
    let other = CardLetter { nonce_commit: [7; 32], ..it.card.clone() };
    assert_eq!(it.invitation.open_join(&other, &sealed), Err(Unreadable));
    let sealed = it.invitation.seal_join(&mut it.random, &it.host, &it.card, &join);
    assert_eq!(it.invitation.open_join(&it.card, &sealed), Err(Unreadable));
}

#[test]
fn the_nonce_must_be_the_one_the_card_committed_to() {
    let mut it = story();
    let sealed = it.invitation.seal_reveal(&mut it.random, &[1; 32]);
    assert_eq!(it.invitation.open_reveal(&it.card, &sealed), Err(Unreadable));
}

#[test]
fn letters_do_not_change_places_and_no_byte_may_change() {
    let mut it = story();
    let card = it.invitation.seal_card(&mut it.random, &it.host, &it.card);
    let join = it.join();
    let join = it.invitation.seal_join(&mut it.random, &it.guest, &it.card, &join);
    assert_eq!(it.invitation.open_card(&join), Err(Unreadable));
    assert_eq!(it.invitation.open_join(&it.card, &card), Err(Unreadable));
    let other = Invitation::make(&mut it.random, &it.host.public());
    assert_eq!(other.open_card(&card), Err(Unreadable));
    for at in 0..card.len() {
        let mut bad = card.clone();
        bad[at] ^= 1;
        assert_eq!(it.invitation.open_card(&bad), Err(Unreadable), "byte {at}");
    }
}

#[test]
fn a_fragment_is_whole_or_nothing() {
    let it = story();
    let fragment = it.invitation.fragment();
    assert_eq!(Invitation::from_fragment(&fragment), Some(it.invitation.clone()));
    for wrong in [
        "",
        "j/",
        "x/abc",
        fragment.split_at(fragment.len() - 1).0,
        &format!("{fragment}A"),
        &fragment.replace("j/", "j/ "),
    ] {
        assert_eq!(Invitation::from_fragment(wrong), None, "{wrong}");
    }
}

#[test]
fn words_differ_as_soon_as_anything_about_the_meeting_does() {
    let it = story();
    let (host, guest) = (it.host.card(&it.kem), it.guest.card(&it.kem));
    let space = it.card.space;
    let words = check_words(space, &host, &guest, &it.nonce, &[9; 32]);
    assert!(words.iter().all(|it| *it < 2048));
    let others = [
        check_words(SpaceId([3; 16]), &host, &guest, &it.nonce, &[9; 32]),
        check_words(space, &guest, &host, &it.nonce, &[9; 32]),
        check_words(space, &host, &host, &it.nonce, &[9; 32]),
        check_words(space, &host, &guest, &[9; 32], &[9; 32]),
        check_words(space, &host, &guest, &it.nonce, &[8; 32]),
    ];
    assert!(others.iter().all(|it| *it != words));
}

#[test]
fn a_wrapped_key_opens_only_where_it_belongs() {
    let mut random = story().random;
    let (key, account) = (Secret::make(&mut random), AccountId::of("sam"));
    let kek = Kek::from_export_key(&[5; 64], account);
    let wrapped = kek.wrap(&mut random, &account.0, 3, &key);
    assert!(kek.unwrap(&account.0, 3, &wrapped).is_ok_and(|it| it == key));
    assert!(kek.unwrap(&account.0, 2, &wrapped).is_err());
    assert!(kek.unwrap(&AccountId::of("eve").0, 3, &wrapped).is_err());
    let code = RecoveryCode::make(&mut random);
    let others = [
        Kek::from_export_key(&[5; 64], AccountId::of("eve")),
        Kek::from_recovery_code(code.bytes(), account),
        Kek::from_stretched(&[5; 32], &[0; 16]),
    ];
    assert!(others.iter().all(|it| it.unwrap(&account.0, 3, &wrapped).is_err()));
    for at in 0..wrapped.len() {
        let mut bad = wrapped.clone();
        bad[at] ^= 1;
        assert!(kek.unwrap(&account.0, 3, &bad).is_err());
        assert!(kek.unwrap(&account.0, 3, &wrapped[..at]).is_err());
    }
}

#[test]
fn no_secret_shows_itself_in_a_debug_line() {
    let it = story();
    let key = Secret::from_bytes([0xab; 32]);
    let job = Job::LoginStart { passphrase: "meadow lantern".into() };
    let outcome = Outcome { first: vec![0xab; 4].into(), second: b"meadow".to_vec().into() };
    let code = RecoveryCode::make(&mut story().random);
    let lines = [
        format!("{key:?}"),
        format!("{job:?}"),
        format!("{outcome:?}"),
        format!("{:?}", it.invitation),
        format!("{:?}", it.host),
        format!("{:?}", it.kem),
        format!("{code:?}"),
        format!("{:?}", Kek::from_stretched(&[0xab; 32], &[0; 16])),
    ];
    for line in lines {
        let tells = line.contains("171") || line.contains("ab, ") || line.contains("meadow");
        assert!(!tells && line.len() < 40, "{line}");
    }
}

proptest! {
    #[test]
    fn a_job_is_read_as_it_was_written_and_garbage_is_none(
        passphrase in "[a-z]{1,20}( [a-z]{1,10})?",
        state in prop::collection::vec(any::<u8>(), 1..200),
        response in prop::collection::vec(any::<u8>(), 1..200),
        garbage in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let jobs = [
            Job::RegisterStart { passphrase: passphrase.clone() },
            Job::LoginFinish { passphrase: passphrase.clone(), state: state.clone(), response },
            Job::Stretch { passphrase, salt: vec![7; 16] },
        ];
        for job in jobs {
            prop_assert_eq!(Job::decode(&job.encode()), Ok(job));
        }
        if let Ok(job) = Job::decode(&garbage) {
            prop_assert_eq!(job.encode(), garbage);
        }
    }
}
