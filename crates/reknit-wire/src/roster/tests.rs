//! Each rule about who is in a space, told as a story.

use ed25519_dalek::{Signer as _, SigningKey};

use super::{Roster, RosterError};
use crate::{
    bytes::DecodeError,
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{EntryHash, MemberId, SpaceId},
    limits::MEMBERSHIPS_PER_MEMBER_MAX,
    membership::{Card, Membership},
};

const HOST: u8 = 1;
const GUEST: u8 = 2;
const STRANGER: u8 = 3;

/// Far enough in the other's chain.
const READ: Link = Link { seq: 999, hash: EntryHash([9; 32]) };

fn card(who: u8, kem: u8) -> Card {
    Card { identity: SigningKey::from_bytes(&[who; 32]).verifying_key().to_bytes(), kem: [kem; 32] }
}

fn body(epoch: u32, parent: EntryHash, cards: &[Card]) -> Membership {
    Membership {
        min_proto: 1,
        epoch,
        commitment: [u8::try_from(epoch).unwrap(); 32],
        parent,
        cards: cards.to_vec(),
        boxes: vec![[0; 80]; cards.len()],
    }
}

fn sign(who: u8, seq: u64, space: SpaceId, membership: &Membership) -> Envelope {
    let key = SigningKey::from_bytes(&[who; 32]);
    let body = membership.encode();
    let header = Header {
        kind: Kind::Membership,
        space,
        author: MemberId::of(&key.verifying_key().to_bytes()),
        seq,
        prev: if seq == 1 { EntryHash::NONE } else { EntryHash([9; 32]) },
        // All but the genesis have read the other's chain.
        head: if (who, seq) == (HOST, 1) { Link::START } else { READ },
        epoch: membership.epoch,
        key: membership.key(),
        nonce: [0; 24],
        body_hash: Header::hash_body(&body),
        body_len: u32::try_from(body.len()).unwrap(),
    };
    let signature = key.sign(&Envelope::signed_bytes(header.kind, &header.hash())).to_bytes();
    Envelope { header, signature, body: Some(body) }
}

fn alone() -> (Roster, EntryHash) {
    let genesis = body(1, EntryHash([8; 32]), &[card(HOST, 1)]);
    let entry = sign(HOST, 1, SpaceId::of(&genesis.encode()), &genesis);
    (Roster::found(&entry).unwrap(), entry.header.hash())
}

fn joined(roster: &Roster) -> Envelope {
    let cards = [card(HOST, 1), card(GUEST, 2)];
    sign(HOST, 2, roster.space(), &body(2, roster.current_hash(), &cards))
}

fn couple() -> (Roster, EntryHash) {
    let (mut roster, _) = alone();
    let entry = joined(&roster);
    roster.admit(&entry).unwrap();
    (roster, entry.header.hash())
}

#[test]
fn the_host_brings_in_one_other_and_no_third() {
    let (mut roster, first) = couple();
    assert_eq!(roster.partner_of(card(HOST, 1).member()), Some(card(GUEST, 2).member()));
    let other = body(
        2,
        roster.memberships().find(|it| it.1.epoch == 1).map(|it| *it.0).unwrap(),
        &[card(HOST, 1), card(STRANGER, 3)],
    );
    let other = sign(HOST, 3, roster.space(), &other);
    assert_eq!(roster.admit(&other), Err(RosterError::Cards));
    assert_eq!(roster.current_hash(), first);
}

/// A card that nothing can be sealed to would make every later membership fail: nobody gets to publish one.
#[test]
fn a_card_of_low_order_is_refused() {
    // u = 0 and 1, a point of order 8, -1, and another spelling of 0 (RFC 7748 §6.1 warns of them).
    let order_8 = *b"\xe0\xeb\x7a\x7c\x3b\x41\xb8\xae\x16\x56\xe3\xfa\xf1\x9f\xc4\x6a\xda\x09\x8d\xeb\x9c\x32\xb1\xfd\x86\x62\x05\x16\x5f\x49\xb8\x00";
    let spelled = |first: u8, rest: u8, last: u8| {
        let mut out = [rest; 32];
        (out[0], out[31]) = (first, last);
        out
    };
    let points =
        [[0; 32], spelled(1, 0, 0), order_8, spelled(0xec, 0xff, 0x7f), spelled(0xed, 0xff, 0x7f)];
    for kem in points {
        let (mut roster, genesis) = alone();
        let low = Card { kem, ..card(GUEST, 2) };
        let next = body(2, genesis, &[card(HOST, 1), low]);
        assert_eq!(Membership::decode(&next.encode()), Err(DecodeError::NotCanonical), "{kem:?}");
        let space = roster.space();
        assert!(roster.admit(&sign(HOST, 2, space, &next)).is_err());
    }
    // The control: an ordinary card.
    let (mut roster, _) = alone();
    let entry = joined(&roster);
    assert_eq!(roster.admit(&entry), Ok(()));
}

#[test]
fn the_host_cannot_branch_off_alone() {
    let (_, genesis) = alone();
    let (mut roster, first) = couple();
    let without = sign(HOST, 3, roster.space(), &body(2, genesis, &[card(HOST, 5)]));
    assert_eq!(roster.admit(&without), Err(RosterError::Cards));
    assert_eq!(roster.current_hash(), first);
}

#[test]
fn somebody_who_joined_outranks_epochs_of_the_host_alone() {
    let (mut roster, genesis) = alone();
    let join = joined(&roster);
    let second = sign(HOST, 2, roster.space(), &body(2, genesis, &[card(HOST, 5)]));
    roster.admit(&second).unwrap();
    let third = sign(HOST, 3, roster.space(), &body(3, second.header.hash(), &[card(HOST, 6)]));
    roster.admit(&third).unwrap();
    roster.admit(&join).unwrap();
    assert_eq!(roster.current_hash(), join.header.hash());
}

#[test]
fn nobody_changes_removes_or_reorders_the_other() {
    let (roster, parent) = couple();
    let (h, g) = (card(HOST, 1), card(GUEST, 2));
    let bad: [(u8, Vec<Card>); 6] = [
        (HOST, vec![h, card(GUEST, 7)]),
        (GUEST, vec![card(HOST, 7), g]),
        (HOST, vec![h]),
        (GUEST, vec![g]),
        (HOST, vec![g, h]),
        (STRANGER, vec![h, g]),
    ];
    for (who, cards) in bad {
        let entry = sign(who, 4, roster.space(), &body(3, parent, &cards));
        assert_eq!(roster.clone().admit(&entry), Err(RosterError::Cards), "{who} {}", cards.len());
    }
}

#[test]
fn a_guest_invites_nobody() {
    let (mut roster, genesis) = alone();
    let cards = [card(HOST, 1), card(GUEST, 2)];
    let entry = sign(GUEST, 1, roster.space(), &body(2, genesis, &cards));
    assert_eq!(roster.admit(&entry), Err(RosterError::Cards));
}

#[test]
fn parent_epoch_version_space_and_body_must_fit() {
    let (roster, parent) = couple();
    let cards = [card(HOST, 1), card(GUEST, 9)];
    let good = body(3, parent, &cards);
    let space = roster.space();
    let admit = |entry: &Envelope| roster.clone().admit(entry);
    assert_eq!(admit(&sign(GUEST, 1, space, &good)), Ok(()));
    let orphan = Membership { parent: EntryHash([1; 32]), ..good.clone() };
    assert_eq!(admit(&sign(GUEST, 1, space, &orphan)), Err(RosterError::Parent));
    let skips = Membership { epoch: 4, ..good.clone() };
    assert_eq!(admit(&sign(GUEST, 1, space, &skips)), Err(RosterError::Epoch));
    let mut other_key = sign(GUEST, 1, space, &good);
    other_key.header.key.0 = [0; 16];
    assert_eq!(admit(&other_key), Err(RosterError::Epoch));
    let elsewhere = sign(GUEST, 1, SpaceId([0; 16]), &good);
    assert_eq!(admit(&elsewhere), Err(RosterError::Genesis));
    assert!(roster.verify(&elsewhere).is_err());
    let mut swapped = sign(GUEST, 1, space, &good);
    swapped.body = Some(orphan.encode());
    assert!(matches!(admit(&swapped), Err(RosterError::Verify(_))));
    let mut purged = sign(GUEST, 1, space, &good);
    purged.body = None;
    assert!(matches!(admit(&purged), Err(RosterError::Decode(_))));
}

/// Else one device would read the parent first and the other the child, and they would judge differently.
#[test]
fn a_membership_comes_after_the_one_it_builds_on() {
    let (mut roster, parent) = couple();
    let cards = [card(HOST, 4), card(GUEST, 2)];
    let by_host = sign(HOST, 8, roster.space(), &body(3, parent, &cards));
    roster.admit(&by_host).unwrap();
    let next = body(4, by_host.header.hash(), &cards);
    let mut blind = sign(GUEST, 1, roster.space(), &next);
    blind.header.head.seq = 7;
    assert_eq!(roster.clone().admit(&blind), Err(RosterError::Parent));
    assert_eq!(roster.clone().admit(&sign(GUEST, 1, roster.space(), &next)), Ok(()));
    assert_eq!(
        roster.clone().admit(&sign(HOST, 8, roster.space(), &next)),
        Err(RosterError::Parent)
    );
    assert_eq!(roster.admit(&sign(HOST, 9, roster.space(), &next)), Ok(()));
}

#[test]
fn the_oldest_version_only_rises() {
    let (mut roster, parent) = couple();
    // This release cannot read a version above its own, so the story begins with one already raised.
    roster.memberships.get_mut(&parent).unwrap().min_proto = 2;
    let lower = sign(GUEST, 1, roster.space(), &body(3, parent, &[card(HOST, 1), card(GUEST, 2)]));
    assert_eq!(roster.admit(&lower), Err(RosterError::Downgrade));
}

#[test]
fn two_rotations_at_once_end_alike_in_any_order() {
    let (roster, parent) = couple();
    let mine = sign(HOST, 3, roster.space(), &body(3, parent, &[card(HOST, 4), card(GUEST, 2)]));
    let yours = sign(GUEST, 1, roster.space(), &body(3, parent, &[card(HOST, 1), card(GUEST, 5)]));
    let (mut one, mut two) = (roster.clone(), roster);
    for entry in [&mine, &yours, &mine] {
        one.admit(entry).unwrap();
    }
    for entry in [&yours, &mine] {
        two.admit(entry).unwrap();
    }
    assert_eq!(one, two);
    assert_eq!(one.current_hash(), mine.header.hash().max(yours.header.hash()));
    let next = Link { seq: 1, hash: one.current_hash() }.hash;
    assert_eq!(one.current().epoch, 3);
    assert!(one.memberships().any(|it| *it.0 == next));
}

#[test]
fn a_genesis_that_is_not_the_space_or_not_the_hosts_is_refused() {
    let genesis = body(1, EntryHash([8; 32]), &[card(HOST, 1)]);
    let space = SpaceId::of(&genesis.encode());
    assert!(Roster::found(&sign(HOST, 1, space, &genesis)).is_ok());
    assert_eq!(
        Roster::found(&sign(HOST, 1, SpaceId([1; 16]), &genesis)),
        Err(RosterError::Genesis)
    );
    assert_eq!(Roster::found(&sign(HOST, 2, space, &genesis)), Err(RosterError::Genesis));
    assert!(Roster::found(&sign(GUEST, 1, space, &genesis)).is_err());
    let mut forged = sign(HOST, 1, space, &genesis);
    forged.signature[0] ^= 1;
    assert!(Roster::found(&forged).is_err());
    let two = body(1, EntryHash([8; 32]), &[card(HOST, 1), card(GUEST, 2)]);
    assert!(Roster::found(&sign(HOST, 1, SpaceId::of(&two.encode()), &two)).is_err());
    let later = body(2, EntryHash([8; 32]), &[card(HOST, 1)]);
    assert!(Roster::found(&sign(HOST, 1, SpaceId::of(&later.encode()), &later)).is_err());
}

/// Everybody keeps every membership and its key: a hostile member must not fill the other's keyring with them.
#[test]
fn one_member_writes_only_so_many() {
    let (mut roster, _) = couple();
    let cards = [card(HOST, 1), card(GUEST, 2)];
    let next = |roster: &Roster, who: u8| {
        let next = Membership { commitment: [7; 32], ..body(1, roster.current_hash(), &cards) };
        let next = Membership { epoch: roster.current().epoch + 1, ..next };
        sign(who, u64::from(next.epoch), roster.space(), &next)
    };
    for _ in 0..MEMBERSHIPS_PER_MEMBER_MAX {
        assert!(!roster.is_full_for(card(GUEST, 2).member()));
        let entry = next(&roster, GUEST);
        assert_eq!(roster.admit(&entry), Ok(()));
        // The same again is none more.
        assert_eq!(roster.admit(&entry), Ok(()));
    }
    let before = roster.clone();
    let surplus = next(&roster, GUEST);
    assert_eq!(roster.admit(&surplus), Err(RosterError::Full));
    assert_eq!(roster, before);
    assert!(roster.is_full_for(card(GUEST, 2).member()));
    let other = next(&roster, HOST);
    assert_eq!(roster.admit(&other), Ok(()), "the other still may");
}
