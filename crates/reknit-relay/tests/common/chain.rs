//! What somebody writes in a space, signed as their app would.

use ed25519_dalek::{Signer as _, SigningKey};
use reknit_wire::{
    api::{Claim, Purge, Spot},
    bytes::Bytes,
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{AccountId, EntryHash, KeyId, MemberId, SpaceId},
    membership::{Card, Membership},
    signed::{claim_bytes, purge_bytes},
};

/// One person's chain in a space of their own.
pub(crate) struct Chain {
    key: SigningKey,
    pub(crate) space: SpaceId,
    pub(crate) end: Link,
    epoch: u32,
    epoch_key: KeyId,
    /// The newest membership and its name.
    newest: (EntryHash, Membership),
}

impl Chain {
    /// A new space and its genesis.
    pub(crate) fn found(seed: u8) -> (Self, Envelope) {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let identity = key.verifying_key().to_bytes();
        let membership = Membership {
            min_proto: 1,
            epoch: 1,
            commitment: [1; 32],
            parent: EntryHash([seed; 32]),
            cards: vec![Card { identity, kem: [2; 32] }],
            boxes: vec![[0; 80]],
        };
        let body = membership.encode();
        let space = SpaceId::of(&body);
        let (end, epoch_key) = (Link::START, membership.key());
        let newest = (EntryHash([0; 32]), membership);
        let mut chain = Self { key, space, end, epoch: 1, epoch_key, newest };
        let genesis = chain.next(Kind::Membership, body);
        chain.newest.0 = chain.end.hash;
        (chain, genesis)
    }

    /// Who this is.
    pub(crate) fn member(&self) -> MemberId {
        MemberId::of(&self.key.verifying_key().to_bytes())
    }

    /// Says that an account holds this chain's key.
    pub(crate) fn claim(&self, handle: &str) -> Claim {
        self.claim_of(self.space, handle)
    }

    /// The same, of any space.
    pub(crate) fn claim_of(&self, space: SpaceId, handle: &str) -> Claim {
        let account = AccountId::of(handle);
        let signed = claim_bytes(space, account);
        let (identity, signature) = self.signs(&signed);
        Claim { identity, signature }
    }

    /// Wishes bodies dropped.
    pub(crate) fn purge(&self, entries: &[Spot]) -> Purge {
        self.purge_of(self.space, entries)
    }

    /// The same, of any space.
    pub(crate) fn purge_of(&self, space: SpaceId, entries: &[Spot]) -> Purge {
        let (identity, signature) = self.signs(&purge_bytes(space, entries));
        Purge { entries: entries.to_vec(), identity, signature }
    }

    /// The key, and what it says to this.
    fn signs(&self, signed: &[u8]) -> (Bytes, Bytes) {
        let identity = self.key.verifying_key().to_bytes().to_vec();
        (Bytes(identity), Bytes(self.key.sign(signed).to_bytes().to_vec()))
    }

    /// Lets a second member in, right after the genesis.
    pub(crate) fn admit(&mut self, seed: u8) -> (Self, Envelope) {
        let key = SigningKey::from_bytes(&[seed; 32]);
        let card =
            |key: &SigningKey| Card { identity: key.verifying_key().to_bytes(), kem: [2; 32] };
        let membership = Membership {
            min_proto: 1,
            epoch: 2,
            commitment: [2; 32],
            parent: self.end.hash,
            cards: vec![card(&self.key), card(&key)],
            boxes: vec![[0; 80]; 2],
        };
        let admission = self.write(membership);
        let (space, epoch, epoch_key) = (self.space, self.epoch, self.epoch_key);
        let newest = self.newest.clone();
        let guest = Self { key, space, end: Link::START, epoch, epoch_key, newest };
        (guest, admission)
    }

    /// New keys for the same members.
    pub(crate) fn renew(&mut self) -> Envelope {
        let (parent, newest) = self.newest.clone();
        self.write(Membership { epoch: newest.epoch + 1, parent, ..newest })
    }

    fn write(&mut self, membership: Membership) -> Envelope {
        (self.epoch, self.epoch_key) = (membership.epoch, membership.key());
        let entry = self.next(Kind::Membership, membership.encode());
        self.newest = (self.end.hash, membership);
        entry
    }

    /// Goes on in another epoch, as no app does.
    pub(crate) fn turn_to(&mut self, epoch: u32) {
        self.epoch = epoch;
    }

    /// The next entry, signed. It counts as said.
    pub(crate) fn say(&mut self, body: &[u8]) -> Envelope {
        self.next(Kind::Event, body.to_vec())
    }

    fn next(&mut self, kind: Kind, body: Vec<u8>) -> Envelope {
        let header = Header {
            kind,
            space: self.space,
            author: MemberId::of(&self.key.verifying_key().to_bytes()),
            seq: self.end.seq + 1,
            prev: self.end.hash,
            head: Link::START,
            epoch: self.epoch,
            key: self.epoch_key,
            nonce: [0; 24],
            body_hash: Header::hash_body(&body),
            body_len: u32::try_from(body.len()).unwrap(),
        };
        let hash = header.hash();
        let signature = self.key.sign(&Envelope::signed_bytes(kind, &hash)).to_bytes();
        self.end = header.link();
        Envelope { header, signature, body: Some(body) }
    }
}
