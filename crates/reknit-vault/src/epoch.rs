//! Epoch keys: made with a membership, sealed to each card in it, and the source of every content key.
//!
//! Whoever holds an epoch key reads everything written in that epoch: history on a new device is wanted. A new passphrase of
//! either person begins a new epoch with a new KEM key, so that old keys open nothing new.

use reknit_wire::{
    bytes::Reader,
    header::{Header, Kind},
    id::{EntryHash, KeyId, MemberId, SpaceId, first16},
    membership::{Card, Membership},
};

use crate::{
    Unreadable,
    aead::{self, TAG_LEN},
    identity::KemSecret,
    key_box, pad,
    random::{self, Random},
    secret::Secret,
};

/// The key of one epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochKey {
    epoch: u32,
    key: Secret,
}

/// An event before it is sealed: its own random id, and its JSON.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// Names the command it came from, so that a device knows its own after a conflict.
    pub id: [u8; 16],
    /// The event, as JSON of `reknit-model`.
    pub json: String,
}

impl core::fmt::Debug for Opened {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Opened(…)")
    }
}

impl EpochKey {
    /// Makes the key of epoch `epoch`.
    pub fn make(random: &mut dyn Random, epoch: u32) -> Self {
        Self { epoch, key: Secret::make(random) }
    }

    /// Takes over a key from a keyring.
    #[must_use]
    pub fn from_secret(epoch: u32, key: Secret) -> Self {
        Self { epoch, key }
    }

    /// The bytes, for the keyring.
    #[must_use]
    pub fn secret(&self) -> &Secret {
        &self.key
    }

    /// Which epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Commitment: no other key fits it.
    #[must_use]
    pub fn commitment(&self) -> [u8; 32] {
        *self.key.derive(&[b"reknit/v1/commit\0", &self.epoch.to_be_bytes()]).bytes()
    }

    /// Its name in headers.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId(first16(&self.commitment()))
    }

    pub(crate) fn content_key(&self, space: SpaceId, author: MemberId) -> Secret {
        let epoch = self.epoch.to_be_bytes();
        self.key.derive(&[b"reknit/v1/content\0", &space.0, &epoch, &author.0])
    }

    /// Makes the membership that begins this epoch, with a key box for each card.
    ///
    /// `author` is the identity key of whoever will sign it.
    pub fn membership(
        &self,
        random: &mut dyn Random,
        author: &[u8; 32],
        parent: EntryHash,
        cards: Vec<Card>,
    ) -> Option<Membership> {
        let mut membership = Membership {
            min_proto: reknit_wire::PROTO,
            epoch: self.epoch,
            commitment: self.commitment(),
            parent,
            cards,
            boxes: Vec::new(),
        };
        let info = box_info(&membership);
        membership.boxes = membership
            .cards
            .iter()
            .map(|card| key_box::seal(random, &card.kem, &info, &box_ad(author, card), &self.key))
            .collect::<Option<_>>()?;
        Some(membership)
    }

    /// Opens my key box in a membership that `author` signed.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] if there is none for this card and secret, or its key does not fit the commitment.
    pub fn open_box(
        membership: &Membership,
        author: &[u8; 32],
        identity: &[u8; 32],
        kem: &KemSecret,
    ) -> Result<Self, Unreadable> {
        let card = Card { identity: *identity, kem: kem.public() };
        let at = membership.cards.iter().position(|it| *it == card).ok_or(Unreadable)?;
        let sealed = membership.boxes.get(at).ok_or(Unreadable)?;
        let key = key_box::open(kem, &box_info(membership), &box_ad(author, &card), sealed)?;
        let opened = Self { epoch: membership.epoch, key };
        if opened.commitment() == membership.commitment { Ok(opened) } else { Err(Unreadable) }
    }

    /// Seals an event for its place: `header` must hold space, author, sequence, previous and head; the rest is filled in.
    pub fn seal(
        &self,
        random: &mut dyn Random,
        mut header: Header,
        event: &Opened,
    ) -> (Header, Vec<u8>) {
        header.nonce = random::make(random);
        self.seal_again(header, event)
    }

    /// Seals as [`EpochKey::seal`] did, with the nonce that stands in the header: the same event gives the same bytes.
    ///
    /// For showing an entry that is in the log. Never for a new one.
    #[must_use]
    pub fn seal_again(&self, mut header: Header, event: &Opened) -> (Header, Vec<u8>) {
        header.kind = Kind::Event;
        header.epoch = self.epoch;
        header.key = self.id();
        let mut plain = event.id.to_vec();
        plain.extend_from_slice(event.json.as_bytes());
        let key = self.content_key(header.space, header.author);
        let body = aead::seal(&key, &header.nonce, &header.associated_data(), &pad::pad(&plain));
        header.body_hash = Header::hash_body(&body);
        header.body_len = u32::try_from(body.len()).unwrap_or(u32::MAX);
        (header, body)
    }

    /// Opens an event at its place.
    ///
    /// # Errors
    ///
    /// [`Unreadable`].
    pub fn open(&self, header: &Header, body: &[u8]) -> Result<Opened, Unreadable> {
        if header.kind != Kind::Event || header.epoch != self.epoch || header.key != self.id() {
            return Err(Unreadable);
        }
        let key = self.content_key(header.space, header.author);
        let padded = aead::open(&key, &header.nonce, &header.associated_data(), body)?;
        read_opened(&padded)
    }
}

/// Reads what was padded: id and JSON.
pub(crate) fn read_opened(padded: &[u8]) -> Result<Opened, Unreadable> {
    let plain = pad::unpad(padded).map_err(|_| Unreadable)?;
    // One way to pad, so that sealing the same again gives the same bytes (the export rebuilds entries so).
    if padded.len() != pad::padme(plain.len() + 4) {
        return Err(Unreadable);
    }
    let mut reader = Reader::new(plain);
    let id = reader.array().map_err(|_| Unreadable)?;
    let json = reader.take(reader.remaining()).map_err(|_| Unreadable)?;
    let json = core::str::from_utf8(json).map_err(|_| Unreadable)?;
    Ok(Opened { id, json: json.to_owned() })
}

/// Length of a sealed event of `json_len` bytes.
#[must_use]
pub fn sealed_len(json_len: usize) -> usize {
    pad::padme(json_len + 16 + 4) + TAG_LEN
}

fn box_info(membership: &Membership) -> Vec<u8> {
    let mut info = b"reknit/v1/keybox\0".to_vec();
    info.extend_from_slice(&membership.epoch.to_be_bytes());
    info.extend_from_slice(&membership.commitment);
    info.extend_from_slice(&membership.parent.0);
    info
}

fn box_ad(author: &[u8; 32], card: &Card) -> Vec<u8> {
    let mut ad = author.to_vec();
    card.put(&mut ad);
    ad
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::Identity, random::OsRandom};

    /// An insider can make a box in which everything is right but the key: two members would then read two texts.
    #[test]
    fn a_box_with_another_key_than_the_committed_one_is_refused() {
        let random = &mut OsRandom;
        let (author, guest) = (Identity::make(random), Identity::make(random));
        let (kem, guest_kem) = (KemSecret::make(random), KemSecret::make(random));
        let cards = vec![author.card(&kem), guest.card(&guest_kem)];
        let key = EpochKey::make(random, 2);
        let mut membership =
            key.membership(random, &author.public(), EntryHash([9; 32]), cards).unwrap();
        let open = |membership: &Membership| {
            EpochKey::open_box(membership, &author.public(), &guest.public(), &guest_kem)
        };
        assert_eq!(open(&membership).unwrap().commitment(), key.commitment());

        let other = EpochKey::make(random, 2);
        let card = membership.cards[1];
        let (info, ad) = (box_info(&membership), box_ad(&author.public(), &card));
        membership.boxes[1] = key_box::seal(random, &card.kem, &info, &ad, &other.key).unwrap();
        // The box itself opens; what is in it does not fit.
        assert!(key_box::open(&guest_kem, &info, &ad, &membership.boxes[1]).is_ok());
        assert!(open(&membership).is_err());
    }
}
