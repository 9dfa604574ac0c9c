//! One of the two with a changed app: entries that no app writes, truly signed.

use reknit_vault::epoch::{EpochKey, Opened};
use reknit_wire::{
    envelope::{Envelope, encode_append},
    header::{Header, Link},
    id::EntryHash,
    membership::Membership,
};

use super::Seeded;
use crate::{engine::Engine, keyring::SpaceKeys, ports::HttpRequest};

/// What somebody could append next, with the keys of an engine that is in a space.
#[derive(Debug)]
pub struct Insider<'a> {
    engine: &'a Engine,
    keys: &'a SpaceKeys,
    random: Seeded,
}

impl<'a> Insider<'a> {
    /// With the keys of `engine`.
    #[must_use]
    pub fn of(engine: &'a Engine, seed: u64) -> Option<Self> {
        let keys = engine.keyring.space.as_ref()?;
        Some(Self { engine, keys, random: Seeded::new(seed) })
    }

    /// The place of the next entry, as an honest app fills it in.
    #[must_use]
    pub fn header(&self) -> Header {
        let mut header = self.engine.log.next_header(self.keys.id, self.keys.me());
        header.epoch = self.engine.log.roster().map_or(1, |it| it.current().epoch);
        header
    }

    /// Links of the other's chain that may be named, the start among them.
    #[must_use]
    pub fn heads(&self, entries: &[Envelope]) -> Vec<Link> {
        let head = self.header().head;
        let theirs = entries.iter().map(|it| &it.header);
        let theirs = theirs.filter(|it| it.author != self.keys.me() && it.seq <= head.seq);
        std::iter::once(Link::START).chain(theirs.map(Header::link)).collect()
    }

    /// Any text at the place that stands in `header`, under a key of its epoch; under one that nobody knows where there is none.
    pub fn event(&mut self, header: Header, text: &str) -> Envelope {
        let of_epoch = self.keys.epochs.iter().find(|it| it.epoch == header.epoch);
        let key = match of_epoch {
            Some(it) => EpochKey::from_secret(it.epoch, it.key.0.clone()),
            None => EpochKey::make(&mut self.random, header.epoch),
        };
        let event = Opened { id: [header.nonce[0]; 16], json: text.to_owned() };
        let (header, body) = key.seal(&mut self.random, header, &event);
        self.keys.identity().envelope(header, body)
    }

    /// Names of all memberships.
    #[must_use]
    pub fn memberships(&self) -> Vec<EntryHash> {
        let roster = self.engine.log.roster();
        roster.iter().flat_map(|it| it.memberships()).map(|(name, _)| *name).collect()
    }

    /// A membership behind `parent` that changes nobody's card.
    pub fn membership(&mut self, header: Header, parent: EntryHash) -> Option<Envelope> {
        let roster = self.engine.log.roster()?;
        let of: &Membership = roster.memberships().find(|(name, _)| **name == parent)?.1;
        let identity = self.keys.identity();
        let key = EpochKey::make(&mut self.random, of.epoch + 1);
        let next =
            key.membership(&mut self.random, &identity.public(), parent, of.cards.clone())?;
        Some(identity.membership(header, &next))
    }

    /// The request that appends it.
    #[must_use]
    pub fn append(&self, envelope: &Envelope) -> HttpRequest {
        HttpRequest {
            method: "POST",
            path: format!("/api/v1/spaces/{}/entries", self.keys.id),
            binary: true,
            body: encode_append(std::slice::from_ref(envelope)),
            token: self.engine.token().map(str::to_owned),
        }
    }
}
