//! Golden bytes, and what every decoder owes to arbitrary bytes.

use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;

use crate::{
    append::{End, Verdict, judge},
    bytes::{Bytes, Reader},
    envelope::{
        Envelope, Stored, VerifyError, decode_append, decode_page, encode_append, encode_page,
        verify_signature,
    },
    header::{Header, Kind, Link},
    id::{EntryHash, KeyId, MemberId, SpaceId},
    membership::{Card, Membership},
};

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// An event by [`key`], with every field told apart by its byte.
pub(crate) fn sample() -> Envelope {
    let body = vec![0xbb; 40];
    let header = Header {
        kind: Kind::Event,
        space: SpaceId([1; 16]),
        author: MemberId::of(&key().verifying_key().to_bytes()),
        seq: 2,
        prev: EntryHash([3; 32]),
        head: Link { seq: 4, hash: EntryHash([5; 32]) },
        epoch: 6,
        key: KeyId([7; 16]),
        nonce: [8; 24],
        body_hash: Header::hash_body(&body),
        body_len: 40,
    };
    let signature = key().sign(&Envelope::signed_bytes(header.kind, &header.hash())).to_bytes();
    Envelope { header, signature, body: Some(body) }
}

fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[test]
fn the_header_has_its_bytes_where_the_protocol_says() {
    let mut header = sample().header;
    header.author = MemberId([2; 16]);
    let bytes = header.encode();
    let fields = [
        "01".to_owned(),
        "02".to_owned(),
        "01".repeat(16),
        "02".repeat(16),
        "0000000000000002".to_owned(),
        "03".repeat(32),
        "0000000000000004".to_owned(),
        "05".repeat(32),
        "00000006".to_owned(),
        "07".repeat(16),
        "08".repeat(24),
        hex(&header.body_hash),
        "00000028".to_owned(),
    ];
    assert_eq!(hex(&bytes), fields.concat());
    assert_eq!(bytes.len(), Header::LEN);
    let ad = [b"reknit/v1/ad\0".as_slice(), &bytes[..Header::AD_LEN]].concat();
    assert_eq!(hex(&header.associated_data()), hex(&ad));
}

#[test]
fn any_changed_byte_of_an_envelope_is_noticed() {
    let good = sample();
    let identity = key().verifying_key().to_bytes();
    assert_eq!(good.verify(&identity), Ok(()));
    let bytes = good.encode();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            let read = Envelope::decode(&bad).ok();
            assert!(read.is_none_or(|it| it.verify(&identity).is_err()), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn a_purged_entry_keeps_its_place_and_signature() {
    let mut purged = sample();
    purged.body = None;
    let read = Envelope::decode(&purged.encode()).unwrap();
    assert_eq!(read, purged);
    assert_eq!(read.verify(&key().verifying_key().to_bytes()), Ok(()));
}

#[test]
fn a_kind_or_place_that_no_encoder_writes_is_refused() {
    let wrong: [fn(&mut Header); 8] = [
        |it| it.seq = 0,
        |it| it.seq = 1,
        |it| it.seq = 1 << 53,
        |it| it.prev = EntryHash::NONE,
        |it| it.head.seq = 0,
        |it| it.head.hash = EntryHash::NONE,
        |it| it.epoch = 0,
        |it| it.body_len = u32::MAX,
    ];
    for change in wrong {
        let mut header = sample().header;
        change(&mut header);
        assert!(Header::decode(&mut Reader::new(&header.encode())).is_err(), "{header:?}");
    }
    let mut clear = sample().header;
    clear.kind = Kind::Membership;
    assert!(Header::decode(&mut Reader::new(&clear.encode())).is_err(), "a nonce in the clear");
}

#[test]
fn weak_keys_and_malleable_signatures_are_refused() {
    let identity = key().verifying_key().to_bytes();
    let good = key().sign(b"words").to_bytes();
    assert_eq!(verify_signature(&identity, b"words", &good), Ok(()));
    // s + L is the same scalar to a lax verifier.
    let order = data_encoding::HEXLOWER
        .decode(b"edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        .unwrap();
    let mut malleable = good;
    let mut carry = 0_u16;
    for (byte, add) in malleable[32..].iter_mut().zip(order) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    assert_eq!(verify_signature(&identity, b"words", &malleable), Err(VerifyError::Signature));
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let mut any = [0; 64];
    any[0] = 1;
    assert_eq!(verify_signature(&neutral, b"words", &any), Err(VerifyError::Key));
    assert_eq!(verify_signature(&[0; 32], b"words", &any), Err(VerifyError::Key));
}

#[test]
fn appending_is_judged_by_place_and_by_name() {
    let header = sample().header;
    let before = Link { seq: 1, hash: header.prev };
    let other = EntryHash([9; 32]);
    let far = Link { seq: 5, hash: other };
    let table = [
        (before, None, Verdict::Append),
        (Link { seq: 1, hash: other }, None, Verdict::Gap(Link { seq: 1, hash: other })),
        (Link::START, None, Verdict::Gap(Link::START)),
        (header.link(), Some(header.hash()), Verdict::Stored),
        (far, Some(header.hash()), Verdict::Stored),
        (far, Some(other), Verdict::Conflict(other)),
        (far, None, Verdict::Gap(far)),
    ];
    for (link, taken, verdict) in table {
        let end = End { link, ..End::START };
        assert_eq!(judge(end, taken, &header), verdict, "{end:?} {taken:?}");
    }
}

/// What an app has read, and the epoch it is in, it never forgets: whoever writes otherwise wants to be refused by one side only.
#[test]
fn an_entry_that_knows_less_than_the_one_before_it_goes_back() {
    let header = sample().header;
    let link = Link { seq: 1, hash: header.prev };
    let (head, epoch) = (header.head.seq, header.epoch);
    let table = [
        (head, epoch, Verdict::Append),
        (head - 1, epoch - 1, Verdict::Append),
        (head + 1, epoch, Verdict::GoesBack),
        (head, epoch + 1, Verdict::GoesBack),
    ];
    for (head, epoch, verdict) in table {
        assert_eq!(judge(End { link, head, epoch }, None, &header), verdict, "{head} {epoch}");
    }
    // The same again is still the same, also where it went back when it was stored.
    let later = End { head: head + 1, ..End::of(&header) };
    assert_eq!(judge(later, Some(header.hash()), &header), Verdict::Stored);
}

#[test]
fn bytes_in_json_have_one_spelling_and_do_not_show_in_debug() {
    assert!(serde_json::from_str::<Bytes>("\"AQ\"").is_ok());
    for other in ["\"AR\"", "\"AQ==\"", "\"A+\"", "\"A\""] {
        assert!(serde_json::from_str::<Bytes>(other).is_err(), "{other}");
    }
    assert_eq!(format!("{:?}", Bytes(b"token".to_vec())), "Bytes(5)");
}

#[test]
fn cursors_of_a_page_only_rise() {
    let entry = |cursor| Stored { cursor, envelope: sample() };
    assert!(decode_page(&encode_page(&[entry(1), entry(3)])).is_ok());
    assert!(decode_page(&encode_page(&[entry(3), entry(3)])).is_err());
}

#[test]
fn more_entries_than_the_limit_are_refused() {
    let many = vec![sample(); crate::limits::APPEND_ENTRIES_MAX + 1];
    assert!(decode_append(&encode_append(&many[1..])).is_ok());
    assert!(decode_append(&encode_append(&many)).is_err());
}

/// Every decoder: what it takes, it writes back the same.
pub(crate) fn reads_one_spelling(bytes: &[u8]) {
    if let Ok(it) = Envelope::decode(bytes) {
        assert_eq!(it.encode(), bytes);
    }
    if let Ok(it) = Membership::decode(bytes) {
        assert_eq!(it.encode(), bytes);
    }
    if let Ok(it) = decode_append(bytes) {
        assert_eq!(encode_append(&it), bytes);
    }
    if let Ok(it) = decode_page(bytes) {
        assert_eq!(encode_page(&it), bytes);
    }
}

fn seeds() -> [Vec<u8>; 4] {
    let membership = Membership {
        min_proto: 1,
        epoch: 2,
        commitment: [3; 32],
        parent: EntryHash([4; 32]),
        cards: vec![
            Card { identity: [5; 32], kem: [6; 32] },
            Card { identity: [7; 32], kem: [8; 32] },
        ],
        boxes: vec![[9; 80], [10; 80]],
    };
    let page = [Stored { cursor: 1, envelope: sample() }, Stored { cursor: 2, envelope: sample() }];
    [
        sample().encode(),
        membership.encode(),
        encode_append(&[sample(), sample()]),
        encode_page(&page),
    ]
}

#[test]
fn every_cut_of_good_bytes_is_read_one_way_or_refused() {
    for seed in seeds() {
        for end in 0..=seed.len() {
            reads_one_spelling(&seed[..end]);
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_read_one_way_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        reads_one_spelling(&bytes);
    }

    #[test]
    fn changed_bytes_are_read_one_way_or_refused(which in 0..4_usize, at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = seeds()[which].clone();
        let at = at.index(bytes.len());
        bytes[at] = to;
        reads_one_spelling(&bytes);
    }
}
