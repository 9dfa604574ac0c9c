//! The key of one talk: made by whoever joins it, sealed to a key that whoever offered it made for this talk alone.
//!
//! Both keep their half in their keyrings and drop it when the talk is let go. The key never stands in the log before both publish it,
//! so what was let go stays closed even for somebody who has the epoch keys and a copy of every entry. An old copy of a keyring,
//! together with the account key of that time, would still open it.

use reknit_wire::id::sha256;

use crate::{
    Unreadable, aead,
    identity::KemSecret,
    key_box, pad,
    random::{self, Random},
    secret::Secret,
};

/// Commitment to the key of a talk.
#[must_use]
pub fn commit(key: &Secret) -> [u8; 32] {
    *key.derive(&[b"reknit/v1/talk/commit\0"]).bytes()
}

/// Seals the key of the talk `talk` to `share`; `None` for a share that is no good.
pub fn seal_key(
    random: &mut dyn Random,
    share: &[u8; 32],
    talk: &[u8; 16],
    key: &Secret,
) -> Option<Vec<u8>> {
    key_box::seal(random, share, INFO, talk, key).map(|it| it.to_vec())
}

/// Opens the key of a talk.
///
/// # Errors
///
/// [`Unreadable`], also for a key that is not the one committed to.
pub fn open_key(
    kem: &KemSecret,
    talk: &[u8; 16],
    sealed: &[u8],
    committed: &[u8; 32],
) -> Result<Secret, Unreadable> {
    let key = key_box::open(kem, INFO, talk, sealed)?;
    if commit(&key) == *committed { Ok(key) } else { Err(Unreadable) }
}

/// Seals words said in a talk: nonce (24 bytes) ‖ ciphertext of the padded words ‖ tag.
pub fn seal(random: &mut dyn Random, key: &Secret, talk: &[u8; 16], words: &str) -> Vec<u8> {
    let nonce = random::make(random);
    let mut out = nonce.to_vec();
    let padded = pad::pad(words.as_bytes());
    out.extend_from_slice(&aead::seal(&words_key(key), &nonce, &ad(talk), &padded));
    out
}

/// Opens words said in a talk.
///
/// # Errors
///
/// [`Unreadable`].
pub fn open(key: &Secret, talk: &[u8; 16], sealed: &[u8]) -> Result<String, Unreadable> {
    let (nonce, sealed) = sealed.split_first_chunk().ok_or(Unreadable)?;
    let padded = aead::open(&words_key(key), nonce, &ad(talk), sealed)?;
    let words = pad::unpad(&padded).map_err(|_| Unreadable)?;
    String::from_utf8(words.to_vec()).map_err(|_| Unreadable)
}

const INFO: &[u8] = b"reknit/v1/talk/key\0";

fn words_key(key: &Secret) -> Secret {
    key.derive(&[b"reknit/v1/talk/words\0"])
}

fn ad(talk: &[u8; 16]) -> Vec<u8> {
    sha256(&[b"reknit/v1/talk/ad\0", talk]).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::OsRandom;

    #[test]
    fn whoever_offered_opens_the_key_and_both_open_the_words() {
        let random = &mut OsRandom;
        let kem = KemSecret::make(random);
        let key = Secret::make(random);
        let sealed = seal_key(random, &kem.public(), &[1; 16], &key).unwrap();
        let opened = open_key(&kem, &[1; 16], &sealed, &commit(&key)).unwrap();
        let words = seal(random, &key, &[1; 16], "The evening on the stairs.");
        assert_eq!(open(&opened, &[1; 16], &words).unwrap(), "The evening on the stairs.");
    }

    #[test]
    fn another_talk_another_key_or_changed_bytes_fail_alike() {
        let random = &mut OsRandom;
        let kem = KemSecret::make(random);
        let key = Secret::make(random);
        let sealed = seal_key(random, &kem.public(), &[1; 16], &key).unwrap();
        let committed = commit(&key);
        assert!(open_key(&kem, &[2; 16], &sealed, &committed).is_err());
        assert!(open_key(&KemSecret::make(random), &[1; 16], &sealed, &committed).is_err());
        assert!(open_key(&kem, &[1; 16], &sealed, &[0; 32]).is_err());
        assert!(seal_key(random, &[0; 32], &[1; 16], &key).is_none(), "a low-order share");
        let words = seal(random, &key, &[1; 16], "words");
        assert!(open(&key, &[2; 16], &words).is_err());
        assert!(open(&Secret::make(random), &[1; 16], &words).is_err());
        for at in 0..words.len() {
            let mut changed = words.clone();
            if let Some(byte) = changed.get_mut(at) {
                *byte ^= 1;
            }
            assert!(open(&key, &[1; 16], &changed).is_err(), "{at}");
        }
        assert!(open(&key, &[1; 16], words.get(..20).unwrap()).is_err());
    }

    #[test]
    fn short_words_are_all_of_one_length() {
        let key = Secret::from_bytes([5; 32]);
        let len = |words: &str| seal(&mut OsRandom, &key, &[1; 16], words).len();
        assert_eq!(len("no"), len("It was the evening on the stairs, and nobody said a word."));
    }
}
