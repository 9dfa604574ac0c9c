//! What is signed besides entries: each by one function, which whoever signs and whoever checks call alike.

use crate::id::{AccountId, SpaceId};

/// What the holder of an identity key signs to say that an account holds it: `"reknit/v1/claim\0" ‖ space ‖ account`.
#[must_use]
pub fn claim_bytes(space: SpaceId, account: AccountId) -> Vec<u8> {
    [&b"reknit/v1/claim\0"[..], &space.0, &account.0].concat()
}

/// What the holder of a recovery code signs: `"reknit/v1/recover\0" ‖ account ‖ challenge`.
#[must_use]
pub fn recovery_bytes(account: AccountId, challenge: &[u8]) -> Vec<u8> {
    [&b"reknit/v1/recover\0"[..], &account.0, challenge].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
