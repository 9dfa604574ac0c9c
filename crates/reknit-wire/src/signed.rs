//! What is signed besides entries: each by one function, which whoever signs and whoever checks call alike.

use crate::{
    api::Spot,
    id::{AccountId, SpaceId},
};

/// What the holder of an identity key signs to say that an account holds it: `"reknit/v1/claim\0" ‖ space ‖ account`.
#[must_use]
pub fn claim_bytes(space: SpaceId, account: AccountId) -> Vec<u8> {
    [&b"reknit/v1/claim\0"[..], &space.0, &account.0].concat()
}

/// What a member signs who wishes bodies dropped: `"reknit/v1/purge\0" ‖ space ‖ (author ‖ u64 seq)` of each entry, in order.
///
/// Every part has its own fixed width, so the length says how many entries there are, and no two wishes have the same bytes.
#[must_use]
pub fn purge_bytes(space: SpaceId, entries: &[Spot]) -> Vec<u8> {
    let mut signed = [&b"reknit/v1/purge\0"[..], &space.0].concat();
    for Spot { author, seq } in entries {
        signed.extend_from_slice(&author.0);
        signed.extend_from_slice(&seq.to_be_bytes());
    }
    signed
}

/// What the holder of a recovery code signs: `"reknit/v1/recover\0" ‖ account ‖ challenge`.
#[must_use]
pub fn recovery_bytes(account: AccountId, challenge: &[u8]) -> Vec<u8> {
    [&b"reknit/v1/recover\0"[..], &account.0, challenge].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::MemberId;

    #[test]
    fn what_is_signed_has_its_bytes_where_the_protocol_says() {
        let hex = |bytes: Vec<u8>| data_encoding::HEXLOWER.encode(&bytes);
        let (space, account) = (SpaceId([1; 16]), AccountId([2; 16]));
        // "reknit/v1/claim" and "reknit/v1/recover", each with a zero behind it.
        let claim = "72656b6e69742f76312f636c61696d00";
        let recover = "72656b6e69742f76312f7265636f76657200";
        let (space_hex, account_hex) = ("01".repeat(16), "02".repeat(16));
        assert_eq!(hex(claim_bytes(space, account)), [claim, &space_hex, &account_hex].concat());
        assert_eq!(
            hex(recovery_bytes(account, &[3; 32])),
            [recover, &account_hex, &"03".repeat(32)].concat()
        );
    }

    #[test]
    fn a_wish_to_drop_bodies_names_the_space_and_each_entry_in_order() {
        let hex = |bytes: Vec<u8>| data_encoding::HEXLOWER.encode(&bytes);
        let space = SpaceId([1; 16]);
        let spots =
            [4, 5].map(|it| Spot { author: MemberId([it; 16]), seq: 0x0102 + u64::from(it) });
        // "reknit/v1/purge" with a zero behind it, and the space.
        let front = "72656b6e69742f76312f707572676500".to_owned() + &"01".repeat(16);
        let [one, other] = [("04", "0000000000000106"), ("05", "0000000000000107")]
            .map(|(author, seq)| author.repeat(16) + seq);
        assert_eq!(hex(purge_bytes(space, &[])), front);
        assert_eq!(hex(purge_bytes(space, &spots)), [&*front, &one, &other].concat());
        let turned = spots.into_iter().rev().collect::<Vec<_>>();
        assert_eq!(hex(purge_bytes(space, &turned)), [front, other, one].concat());
    }
}
