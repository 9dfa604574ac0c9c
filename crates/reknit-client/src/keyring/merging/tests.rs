//! What devices owe each other, whatever lies in their keyrings.

use std::collections::BTreeMap;

use proptest::prelude::*;
use reknit_model::talks::TalkId;
use reknit_vault::secret::Secret;
use reknit_wire::id::{EntryHash, MailboxId, SpaceId};

use super::*;
use crate::{
    bytes_serde::Key,
    keyring::{Answer, EpochEntry, HostCard, Inviting, Joining, Pinned},
};

fn key(n: u8) -> Key {
    Key(Secret::from_bytes([n; 32]))
}

/// Some of a few things, each once, in any order.
fn some<T: Clone + core::fmt::Debug + 'static>(of: fn(u8) -> T) -> impl Strategy<Value = Vec<T>> {
    let few = (0..4).map(of).collect::<Vec<_>>();
    prop::sample::subsequence(few, 0..=4).prop_shuffle()
}

prop_compose! {
    fn inviting()(
        n in 0..2u8,
        (card_sent, reveal_sent, admit) in any::<(bool, bool, bool)>(),
        answer in prop::option::of(0..2u8),
    ) -> PairingKeys {
        let answer = answer.map(|n| Answer { identity: [n; 32], kem: [n; 32], nonce: [n; 32], name: "Ben".into() });
        PairingKeys::Inviting(Box::new(Inviting {
            invitation: [n; 32],
            nonce: [n; 32],
            expires_at_ms: 0,
            name: "Ada".into(),
            card_sent,
            answer,
            reveal_sent,
            admit,
        }))
    }
}

prop_compose! {
    fn joining()(
        n in 0..2u8,
        (has_card, claimed, join_sent, confirmed) in any::<(bool, bool, bool, bool)>(),
        their_nonce in prop::option::of((0..2u8).prop_map(|n| Pinned([n; 32]))),
    ) -> PairingKeys {
        let card = HostCard {
            identity: [n; 32],
            kem: [n; 32],
            space: SpaceId([n; 16]),
            genesis: EntryHash([n; 32]),
            nonce_commit: [n; 32],
            expires_at_ms: 0,
            name: "Ben".into(),
        };
        PairingKeys::Joining(Box::new(Joining {
            invitation: [n; 32],
            seed: key(n),
            kem: key(n),
            nonce: [n; 32],
            name: "Ada".into(),
            card: has_card.then_some(card),
            claimed,
            join_sent,
            their_nonce,
            confirmed,
            failed: None,
        }))
    }
}

fn pairing() -> impl Strategy<Value = PairingKeys> {
    prop_oneof![Just(PairingKeys::None), inviting(), joining()]
}

prop_compose! {
    fn space()(
        (id, has_genesis, verified) in (0..2u8, any::<bool>(), any::<bool>()),
        kems in some(key),
        epochs in some(|n| EpochEntry { epoch: u32::from(n) / 2, key: key(n) }),
        partner in prop::option::of((0..2u8).prop_map(|n| Pinned([n; 32]))),
        words in prop::option::of((0..2u16).prop_map(|n| [n; 4])),
    ) -> SpaceKeys {
        SpaceKeys {
            id: SpaceId([id; 16]),
            seed: key(id),
            kems,
            epochs,
            genesis: if has_genesis { vec![id] } else { Vec::new() },
            genesis_hash: EntryHash([id; 32]),
            partner,
            words,
            verified,
        }
    }
}

prop_compose! {
    fn talk()(
        kem in prop::option::of((0..2u8).prop_map(key)),
        keys in some(key),
        ended_on in prop::option::of(0..2i32),
    ) -> TalkKeys {
        TalkKeys { kem, keys, ended_on }
    }
}

prop_compose! {
    fn keyring()(
        space in prop::option::of(space()),
        withheld in some(key),
        former in prop::collection::btree_map(0..2u64, (0..2u8).prop_map(key), 0..3),
        pairing in pairing(),
        pairing_rev in 0..3u64,
        talks in prop::collection::btree_map((0..2u8).prop_map(|n| TalkId([n; 16])), talk(), 0..3),
        retired in some(|n| MailboxId([n; 16])),
        left in prop_oneof![4 => Just(Vec::new()), 1 => Just(vec![SpaceId([0; 16])])],
    ) -> Keyring {
        let leaving = left.clone();
        let talks: BTreeMap<_, _> = talks;
        Keyring { space, withheld, former, pairing, pairing_rev, talks, retired, left, leaving }
    }
}

fn merged(one: &Keyring, other: &Keyring) -> Keyring {
    let mut merged = one.clone();
    merged.merge(other.clone());
    merged
}

proptest! {
    #[test]
    fn it_makes_no_difference_who_reads_whom_or_how_often(one in keyring(), other in keyring()) {
        let both = merged(&one, &other);
        prop_assert_eq!(&both, &merged(&other, &one));
        prop_assert_eq!(&both, &merged(&both, &both));
        prop_assert_eq!(&both, &merged(&both, &one));
        prop_assert_eq!(&both, &merged(&both, &other));
    }

    /// A device takes in what the relay has, and writes where that was not all.
    #[test]
    fn devices_that_read_in_turn_stop_writing(mut devices in prop::collection::vec(keyring(), 2..4)) {
        let mut relay = devices[0].clone();
        let mut n_quiet = 0;
        for at in (0..devices.len()).cycle().take(8 * devices.len()) {
            devices[at].merge(relay.clone());
            n_quiet = if devices[at] == relay { n_quiet + 1 } else { 0 };
            relay = devices[at].clone();
        }
        prop_assert!(n_quiet >= devices.len());
    }

    #[test]
    fn the_newest_key_of_the_longer_history_is_the_newest(n in 1..4usize, more in 1..4usize) {
        let all: Vec<u8> = (0..u8::try_from(n + more).unwrap()).rev().collect();
        let (mut old, mut new) = (all[..n].to_vec(), all.clone());
        unite(&mut old, all.clone());
        unite(&mut new, all[..n].to_vec());
        prop_assert_eq!(&old, &all);
        prop_assert_eq!(&new, &all);
    }
}

#[test]
fn a_yes_counts_for_whoever_answered_and_for_nobody_else() {
    let yes = |n: u8, admit: bool| {
        let answer = Answer { identity: [n; 32], kem: [n; 32], nonce: [n; 32], name: "Ben".into() };
        PairingKeys::Inviting(Box::new(Inviting {
            invitation: [1; 32],
            nonce: [1; 32],
            expires_at_ms: 0,
            name: "Ada".into(),
            card_sent: true,
            answer: Some(answer),
            reveal_sent: !admit,
            admit,
        }))
    };
    let (mut same, mut other) = (yes(1, true), yes(1, true));
    assert!(same.join(&yes(1, false)));
    assert!(matches!(same, PairingKeys::Inviting(it) if it.admit && it.reveal_sent));
    assert!(!other.join(&yes(2, false)));
    assert_eq!(other, yes(1, true));
}
