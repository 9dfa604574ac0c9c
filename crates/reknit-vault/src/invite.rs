//! Invitations: a secret in a link, three sealed letters in a mailbox, four words to compare.
//!
//! The secret stands behind `#` in the link and never reaches the relay, so the relay can neither read nor replace a letter.
//! The inviter's card commits to a nonce before the joiner's is known; the four words depend on both, so even a relay that
//! was handed the link cannot look for cards that give the same words.

use reknit_wire::{
    bytes::{DecodeError, Reader},
    envelope::verify_signature,
    id::{EntryHash, MailboxId, MemberId, SpaceId, first16, sha256},
    membership::Card,
};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{
    Unreadable, aead,
    identity::Identity,
    pad,
    random::{self, Random},
    secret::{Secret, derive},
};

/// What a link holds: `j/` and 43 characters of base64url.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Invitation {
    secret: [u8; 16],
    inviter: [u8; 16],
}

impl core::fmt::Debug for Invitation {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Invitation(…)")
    }
}

/// Which letter of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Role {
    Card = 1,
    Join = 2,
    Reveal = 3,
}

/// Every letter is padded to this, so that names have no length.
const LETTER_BYTES: usize = 1024;

/// The inviter's letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardLetter {
    /// The inviter's keys.
    pub card: Card,
    /// The space.
    pub space: SpaceId,
    /// Name of its genesis entry.
    pub genesis: EntryHash,
    /// Commitment to the nonce that is revealed later.
    pub nonce_commit: [u8; 32],
    /// When the invitation ends, in milliseconds since 1970 UTC.
    pub expires_at_ms: u64,
    /// What the inviter is called, 1 to 160 bytes.
    pub name: String,
}

/// The joiner's letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinLetter {
    /// The joiner's keys.
    pub card: Card,
    /// The joiner's nonce.
    pub nonce: [u8; 32],
    /// What the joiner is called, 1 to 160 bytes.
    pub name: String,
}

impl Invitation {
    /// Makes the invitation of `inviter`.
    pub fn make(random: &mut dyn Random, inviter: &[u8; 32]) -> Self {
        Self { secret: random::make(random), inviter: MemberId::of(inviter).0 }
    }

    /// `j/…`, to stand behind `#`.
    #[must_use]
    pub fn fragment(&self) -> String {
        let bytes = [self.secret, self.inviter].concat();
        format!("j/{}", data_encoding::BASE64URL_NOPAD.encode(&bytes))
    }

    /// Reads what stood behind `#`, with or without a leading `/`.
    #[must_use]
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let text = fragment.trim().trim_start_matches(['#', '/']).strip_prefix("j/")?;
        let bytes = data_encoding::BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        let mut reader = Reader::new(&bytes);
        let invitation = Self { secret: reader.array().ok()?, inviter: reader.array().ok()? };
        reader.end().ok()?;
        Some(invitation)
    }

    /// The secret and whose it is, for the keyring.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        let mut out = [0; 32];
        out.iter_mut()
            .zip(self.secret.iter().chain(&self.inviter))
            .for_each(|(to, from)| *to = *from);
        out
    }

    /// What [`Invitation::to_bytes`] gave.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        Some(Self { secret: reader.array().ok()?, inviter: reader.array().ok()? })
    }

    /// Its mailbox.
    #[must_use]
    pub fn mailbox(&self) -> MailboxId {
        MailboxId(first16(derive(&self.secret, &[b"reknit/v1/invite/mailbox\0"]).bytes()))
    }

    fn key(&self, role: Role) -> Secret {
        derive(&self.secret, &[b"reknit/v1/invite/letter\0", &[role as u8]])
    }

    fn seal(&self, random: &mut dyn Random, role: Role, plain: &[u8]) -> Vec<u8> {
        let nonce = random::make(random);
        let padded = pad::pad_to(plain, LETTER_BYTES);
        let mut out = nonce.to_vec();
        out.extend(aead::seal(&self.key(role), &nonce, &self.ad(role), &padded));
        out
    }

    fn open(&self, role: Role, letter: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let mut reader = Reader::new(letter);
        let nonce = reader.array().map_err(|_| Unreadable)?;
        let sealed = reader.take(reader.remaining()).map_err(|_| Unreadable)?;
        let padded = aead::open(&self.key(role), &nonce, &self.ad(role), sealed)?;
        pad::unpad(&padded).map(<[u8]>::to_vec).map_err(|_| Unreadable)
    }

    fn ad(&self, role: Role) -> Vec<u8> {
        let mut ad = b"reknit/v1/letter\0".to_vec();
        ad.extend_from_slice(&self.mailbox().0);
        ad.push(role as u8);
        ad
    }

    /// What a letter's signature covers: a domain with the role, the mailbox, the card letter it answers (32 zero bytes for the
    /// card itself), and the fields.
    fn signed(&self, role: Role, answers: &[u8; 32], fields: &[u8]) -> Vec<u8> {
        let mut out = self.ad(role);
        out.extend_from_slice(answers);
        out.extend_from_slice(fields);
        out
    }

    /// Seals the inviter's letter.
    pub fn seal_card(
        &self,
        random: &mut dyn Random,
        inviter: &Identity,
        letter: &CardLetter,
    ) -> Vec<u8> {
        let mut fields = letter.fields();
        let signature = inviter.sign(&self.signed(Role::Card, &[0; 32], &fields));
        fields.extend_from_slice(&signature);
        self.seal(random, Role::Card, &fields)
    }

    /// Opens the inviter's letter: it must be signed by the one the link names.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub fn open_card(&self, letter: &[u8]) -> Result<CardLetter, Unreadable> {
        let plain = self.open(Role::Card, letter)?;
        let (opened, fields, signature) = CardLetter::read(&plain).map_err(|_| Unreadable)?;
        if opened.card.member().0 != self.inviter {
            return Err(Unreadable);
        }
        let signed = self.signed(Role::Card, &[0; 32], fields);
        verify_signature(&opened.card.identity, &signed, &signature).map_err(|_| Unreadable)?;
        Ok(opened)
    }

    /// Seals the joiner's letter, as an answer to one card.
    pub fn seal_join(
        &self,
        random: &mut dyn Random,
        joiner: &Identity,
        to: &CardLetter,
        letter: &JoinLetter,
    ) -> Vec<u8> {
        let mut fields = letter.fields();
        let signature = joiner.sign(&self.signed(Role::Join, &to.hash(), &fields));
        fields.extend_from_slice(&signature);
        self.seal(random, Role::Join, &fields)
    }

    /// Opens the joiner's letter: it must be signed by the card it brings, as an answer to mine.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub fn open_join(&self, mine: &CardLetter, letter: &[u8]) -> Result<JoinLetter, Unreadable> {
        let plain = self.open(Role::Join, letter)?;
        let (opened, fields, signature) = JoinLetter::read(&plain).map_err(|_| Unreadable)?;
        let signed = self.signed(Role::Join, &mine.hash(), fields);
        verify_signature(&opened.card.identity, &signed, &signature).map_err(|_| Unreadable)?;
        Ok(opened)
    }

    /// Seals the nonce the card committed to.
    pub fn seal_reveal(&self, random: &mut dyn Random, nonce: &[u8; 32]) -> Vec<u8> {
        self.seal(random, Role::Reveal, nonce)
    }

    /// Opens the inviter's nonce: it must be the one the card committed to.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub fn open_reveal(&self, card: &CardLetter, letter: &[u8]) -> Result<[u8; 32], Unreadable> {
        let nonce = self.open(Role::Reveal, letter)?.try_into().map_err(|_| Unreadable)?;
        if commit_nonce(&nonce) == card.nonce_commit { Ok(nonce) } else { Err(Unreadable) }
    }
}

/// What the inviter's card says about its nonce.
#[must_use]
pub fn commit_nonce(nonce: &[u8; 32]) -> [u8; 32] {
    sha256(&[b"reknit/v1/invite/nonce\0", nonce])
}

/// Four numbers below 2048: words to compare, from both cards and both nonces.
#[must_use]
pub fn check_words(
    space: SpaceId,
    inviter: &Card,
    joiner: &Card,
    inviter_nonce: &[u8; 32],
    joiner_nonce: &[u8; 32],
) -> [u16; 4] {
    let mut cards = Vec::with_capacity(2 * Card::LEN);
    inviter.put(&mut cards);
    joiner.put(&mut cards);
    let hash = sha256(&[b"reknit/v1/words\0", &space.0, &cards, inviter_nonce, joiner_nonce]);
    let mut words = [0; 4];
    for (word, pair) in words.iter_mut().zip(hash.chunks_exact(2)) {
        if let [high, low] = pair {
            *word = u16::from_be_bytes([*high, *low]) & 0x7ff;
        }
    }
    words
}

impl CardLetter {
    fn fields(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.card.put(&mut out);
        out.extend_from_slice(&self.space.0);
        out.extend_from_slice(&self.genesis.0);
        out.extend_from_slice(&self.nonce_commit);
        out.extend_from_slice(&self.expires_at_ms.to_be_bytes());
        put_name(&mut out, &self.name);
        out
    }

    fn hash(&self) -> [u8; 32] {
        sha256(&[b"reknit/v1/invite/card\0", &self.fields()])
    }

    fn read(plain: &[u8]) -> Result<(Self, &[u8], [u8; 64]), DecodeError> {
        let (fields, signature) = plain.split_last_chunk::<64>().ok_or(DecodeError::Short)?;
        let mut reader = Reader::new(fields);
        let letter = Self {
            card: Card::read(&mut reader)?,
            space: SpaceId(reader.array()?),
            genesis: EntryHash(reader.array()?),
            nonce_commit: reader.array()?,
            expires_at_ms: reader.u64()?,
            name: read_name(&mut reader)?,
        };
        reader.end()?;
        Ok((letter, fields, *signature))
    }
}

impl JoinLetter {
    fn fields(&self) -> Vec<u8> {
        let mut out = Vec::new();
        self.card.put(&mut out);
        out.extend_from_slice(&self.nonce);
        put_name(&mut out, &self.name);
        out
    }

    fn read(plain: &[u8]) -> Result<(Self, &[u8], [u8; 64]), DecodeError> {
        let (fields, signature) = plain.split_last_chunk::<64>().ok_or(DecodeError::Short)?;
        let mut reader = Reader::new(fields);
        let letter = Self {
            card: Card::read(&mut reader)?,
            nonce: reader.array()?,
            name: read_name(&mut reader)?,
        };
        reader.end()?;
        Ok((letter, fields, *signature))
    }
}

/// Longest name, in bytes: 40 characters of up to four bytes.
const NAME_BYTES_MAX: usize = 160;

fn put_name(out: &mut Vec<u8>, name: &str) {
    let mut end = name.len().min(NAME_BYTES_MAX);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let name = name.get(..end).unwrap_or_default();
    out.push(u8::try_from(name.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(name.as_bytes());
}

fn read_name(reader: &mut Reader<'_>) -> Result<String, DecodeError> {
    let len = usize::from(reader.u8()?);
    if !(1..=NAME_BYTES_MAX).contains(&len) {
        return Err(DecodeError::TooLong);
    }
    let name = core::str::from_utf8(reader.take(len)?).map_err(|_| DecodeError::NotCanonical)?;
    if name.trim() != name || name.chars().any(char::is_control) {
        return Err(DecodeError::NotCanonical);
    }
    Ok(name.to_owned())
}
