//! Keys of a new space, the letters that carry cards, and the four words that both can compute.

use reknit_vault::{
    epoch::EpochKey,
    identity::{Identity, KemSecret},
    invite::{CardLetter, check_words, commit_nonce},
    random::make,
};
use reknit_wire::{
    header::{Header, Kind, Link},
    id::{EntryHash, KeyId, SpaceId},
    membership::Card,
};

use crate::{
    bytes_serde::Key,
    keyring::{HostCard, Inviting, Joining, SpaceKeys},
};

impl HostCard {
    pub(super) fn letter(&self) -> CardLetter {
        CardLetter {
            card: Card { identity: self.identity, kem: self.kem },
            space: self.space,
            genesis: self.genesis,
            nonce_commit: self.nonce_commit,
            expires_at_ms: self.expires_at_ms,
            name: self.name.clone(),
        }
    }
}

impl SpaceKeys {
    /// A new space with me alone in it, and its genesis entry.
    pub(crate) fn found(random: &mut dyn reknit_vault::random::Random) -> Option<Self> {
        let identity = Identity::make(random);
        let kem = KemSecret::make(random);
        let key = EpochKey::make(random, 1);
        let salt = EntryHash(make(random));
        let cards = vec![identity.card(&kem)];
        let membership = key.membership(random, &identity.public(), salt, cards)?;
        let id = SpaceId::of(&membership.encode());
        let header = Header {
            kind: Kind::Membership,
            space: id,
            author: identity.member(),
            seq: 1,
            prev: EntryHash::NONE,
            head: Link::START,
            epoch: 1,
            key: KeyId([0; 16]),
            nonce: [0; 24],
            body_hash: [0; 32],
            body_len: 0,
        };
        let genesis = identity.membership(header, &membership);
        let mut keys = Self {
            id,
            seed: Key::from(identity.seed()),
            kems: vec![Key::from(kem.secret())],
            epochs: Vec::new(),
            genesis: genesis.encode(),
            genesis_hash: genesis.header.hash(),
            partner: None,
            words: None,
            verified: false,
        };
        keys.learn(&key);
        Some(keys)
    }
}

pub(super) fn own_letter(space: &SpaceKeys, inviting: &Inviting) -> Option<CardLetter> {
    // The card names the first KEM key: a change of passphrase in between must not change the letter.
    let kem = KemSecret::from_secret(space.kems.first()?.0.clone());
    Some(CardLetter {
        card: space.identity().card(&kem),
        space: space.id,
        genesis: space.genesis_hash,
        nonce_commit: commit_nonce(&inviting.nonce),
        expires_at_ms: inviting.expires_at_ms,
        name: inviting.name.clone(),
    })
}

pub(super) fn host_words(space: &SpaceKeys, inviting: &Inviting) -> Option<[u16; 4]> {
    let answer = inviting.answer.as_ref()?;
    let mine = own_letter(space, inviting)?.card;
    Some(check_words(space.id, &mine, &answer.card(), &inviting.nonce, &answer.nonce))
}

pub(super) fn guest_words(joining: &Joining) -> Option<[u16; 4]> {
    let card = joining.card.as_ref()?;
    let host = Card { identity: card.identity, kem: card.kem };
    let kem = KemSecret::from_secret(joining.kem.0.clone());
    let mine = Identity::from_seed(joining.seed.0.clone()).card(&kem);
    let their_nonce = joining.their_nonce?.0;
    Some(check_words(card.space, &host, &mine, &their_nonce, &joining.nonce))
}
