//! Entries as their authors signed them, built anew from what a device keeps.
//!
//! A device keeps an event's words, nonce and signature, not its ciphertext: sealing the same words under the same key and nonce gives
//! the same bytes, and the hash of the entry tells whether it did.

use std::collections::BTreeSet;

use reknit_model::log::{EntryId, Partner, Stamp};
use reknit_vault::{
    entry_key::EntryKey,
    epoch::{EpochKey, Opened},
};
use reknit_wire::{
    envelope::Envelope,
    header::{Header, Kind, Link},
    id::{EntryHash, KeyId},
};

use super::{Body, Said, SpaceLog};
use crate::keyring::SpaceKeys;

/// An entry as its author signed it.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) by: Partner,
    pub(crate) at: Stamp,
    pub(crate) envelope: Envelope,
    /// Opens this entry and no other.
    pub(crate) key: Option<EntryKey>,
    pub(crate) json: Option<String>,
}

impl SpaceLog {
    /// Every entry as its author signed it, in the order of the fold; and how many could not be built again.
    pub(crate) fn held(&self, keys: &SpaceKeys) -> (Vec<Held>, usize) {
        let mut held: Vec<Held> =
            self.whole(keys, |_| true).into_iter().map(|(_, _, it)| it).collect();
        held.sort_by_key(|it| it.at);
        let n_left_out = self.n_entries().saturating_sub(held.len());
        (held, n_left_out)
    }

    /// Drops what entries held. They keep their place, their header and their signature.
    pub(crate) fn forget(&mut self, ids: &[EntryId], keys: &SpaceKeys) {
        let ids: BTreeSet<EntryHash> = ids.iter().map(|it| EntryHash(it.0)).collect();
        for (side, at, held) in self.whole(keys, |it| ids.contains(it)) {
            let bare = Envelope { body: None, ..held.envelope }.encode();
            if let Some(item) = self.chains.get_mut(side).and_then(|it| it.get_mut(at)) {
                item.body = Body::Nothing(bare);
            }
        }
    }

    /// The entries that are `wanted`, by side and place. Only those are sealed again.
    fn whole(
        &self,
        keys: &SpaceKeys,
        wanted: impl Fn(&EntryHash) -> bool,
    ) -> Vec<(usize, usize, Held)> {
        let Some(roster) = &self.roster else { return Vec::new() };
        let mut held = Vec::new();
        for (side, chain) in self.chains.iter().enumerate() {
            let (by, author) = match side {
                0 => (Partner::Host, Some(roster.host())),
                _ => (Partner::Guest, roster.partner_of(roster.host())),
            };
            let Some(author) = author else { continue };
            let mut next_prev = EntryHash::NONE;
            for (place, (seq, item)) in (1..).zip(chain).enumerate() {
                let prev = std::mem::replace(&mut next_prev, item.hash);
                if !wanted(&item.hash) {
                    continue;
                }
                let at = Stamp { lamport: item.lamport, entry: EntryId(item.hash.0) };
                let whole = match &item.body {
                    Body::Event(said) => {
                        let named =
                            self.item(1 - side, item.head).map_or(EntryHash::NONE, |it| it.hash);
                        let header = Header {
                            kind: Kind::Event,
                            space: keys.id,
                            author,
                            seq,
                            prev,
                            head: Link { seq: item.head, hash: named },
                            epoch: item.epoch,
                            key: KeyId([0; 16]),
                            nonce: said.nonce,
                            body_hash: [0; 32],
                            body_len: 0,
                        };
                        rebuild(keys, header, said, item.hash)
                    }
                    Body::Sealed(bytes)
                    | Body::Membership(bytes)
                    | Body::Nothing(bytes)
                    | Body::Missing(bytes) => Envelope::decode(bytes).ok().map(|it| (it, None)),
                };
                let Some((envelope, key)) = whole else { continue };
                let json = match &item.body {
                    Body::Event(said) => Some(said.json.clone()),
                    Body::Sealed(_) | Body::Membership(_) | Body::Nothing(_) | Body::Missing(_) => {
                        None
                    }
                };
                held.push((side, place, Held { by, at, envelope, key, json }));
            }
        }
        held
    }
}

/// Builds an envelope anew, under whichever of the keys of its epoch gives the name it has.
fn rebuild(
    keys: &SpaceKeys,
    header: Header,
    said: &Said,
    hash: EntryHash,
) -> Option<(Envelope, Option<EntryKey>)> {
    let event = Opened { id: said.id, json: said.json.clone() };
    keys.epochs.iter().filter(|it| it.epoch == header.epoch).find_map(|it| {
        let key = EpochKey::from_secret(it.epoch, it.key.0.clone());
        let (header, body) = key.seal_again(header, &event);
        let single = key.entry_key(&header);
        let envelope = Envelope { header, signature: said.signature, body: Some(body) };
        (header.hash() == hash).then_some((envelope, Some(single)))
    })
}
