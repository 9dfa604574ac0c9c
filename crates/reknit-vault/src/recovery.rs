//! The recovery code: 160 random bits on paper. It opens the account key and proves itself to the relay by a signature.

use core::fmt;

use ed25519_dalek::{Signer as _, SigningKey};
use reknit_wire::signed::recovery_bytes;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    random::{self, Random},
    secret::derive,
    wrap::AccountId,
};

/// Crockford's base 32: no I, L, O, U, so that a handwritten code can be read back.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; 20]);

impl RecoveryCode {
    /// Makes a new one.
    pub fn make(random: &mut dyn Random) -> Self {
        Self(random::make(random))
    }

    /// The 20 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// Eight groups of four characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        let bits = |at: usize| self.0.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1);
        let mut text = String::with_capacity(39);
        for group in 0..32 {
            if group > 0 && group % 4 == 0 {
                text.push('-');
            }
            let value =
                (0..5).fold(0, |value, bit| value << 1 | usize::from(bits(group * 5 + bit)));
            text.push(ALPHABET.get(value).copied().map_or('0', char::from));
        }
        text
    }

    /// Reads a code as a person types it: any case, any separators, O for 0 and I or L for 1.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut out = [0; 20];
        let mut at = 0;
        for typed in text.chars().filter(|c| c.is_alphanumeric()) {
            let c = match typed.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET.iter().position(|it| char::from(*it) == c)?;
            for bit in 0..5 {
                let byte = out.get_mut((at + bit) / 8)?;
                *byte |= u8::from(value >> (4 - bit) & 1 == 1) << (7 - (at + bit) % 8);
            }
            at += 5;
        }
        (at == 160).then_some(Self(out))
    }

    fn key(&self, account: AccountId) -> SigningKey {
        let seed = derive(&self.0, &[b"reknit/v1/recovery/sign\0", &account.0]);
        SigningKey::from_bytes(seed.bytes())
    }

    /// What the relay keeps to check whoever claims to hold the code.
    #[must_use]
    pub fn verifier(&self, account: AccountId) -> [u8; 32] {
        self.key(account).verifying_key().to_bytes()
    }

    /// Answers the relay's challenge.
    #[must_use]
    pub fn sign(&self, account: AccountId, challenge: &[u8]) -> [u8; 64] {
        self.key(account).sign(&recovery_bytes(account, challenge)).to_bytes()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}
