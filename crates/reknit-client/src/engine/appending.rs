//! Sealing and signing what waits, at the moment it is sent.
//!
//! A chain belongs to a person, not to a device: another device of mine may have used the next place. Then the relay says so, this
//! device reads, drops what it finds to be its own, and signs the rest again.

use reknit_model::{checkin, event::Event};
use reknit_vault::{
    epoch::{EpochKey, Opened, sealed_len},
    random::make,
    withheld,
};
use reknit_wire::{
    envelope::Envelope,
    header::Header,
    id::{EntryHash, MemberId},
    membership::Card,
};

use super::{Engine, Pending};
use crate::{
    account::Blob,
    keyring::{PairingKeys, SpaceKeys},
    ports::Now,
};

/// Most bytes of bodies in one append, well below the relay's limit.
const APPEND_BYTES: usize = 512 * 1024;

/// Most entries in one append.
const APPEND_ENTRIES: usize = 16;

impl Engine {
    /// Puts an event into the outbox.
    pub(crate) fn enqueue(&mut self, event: Event) {
        let id = make(self.randoms.shared.as_mut());
        self.outbox.push(Pending { id, event });
        self.keeps.mark(Blob::Outbox);
        self.refold();
    }

    /// What to append next: a membership that is due, else what waits.
    pub(super) fn next_append(&mut self) -> Option<Vec<Envelope>> {
        if let Some(envelope) = self.due_membership() {
            return Some(vec![envelope]);
        }
        if self.keeps.outbox_is_waiting() {
            return None;
        }
        let waiting: Vec<Pending> = self.waiting().take(APPEND_ENTRIES).cloned().collect();
        if waiting.is_empty() {
            return None;
        }
        let keys = self.keyring.space.as_ref()?;
        let roster = self.log.roster()?;
        let me = keys.me();
        // Nothing is said before there is somebody to hear it.
        roster.partner_of(me)?;
        let key = keys.epoch_key(roster.current().key())?;
        let identity = keys.identity();
        let mut header = self.log.next_header(keys.id, me);
        let mut envelopes = Vec::new();
        let mut n_bytes = 0;
        for pending in &waiting {
            let json = pending.event.to_json();
            n_bytes += sealed_len(json.len());
            if n_bytes > APPEND_BYTES && !envelopes.is_empty() {
                break;
            }
            let event = Opened { id: pending.id, json };
            let (sealed, body) = key.seal(self.randoms.shared.as_mut(), header, &event);
            header = Header { seq: sealed.seq + 1, prev: sealed.hash(), ..header };
            envelopes.push(identity.envelope(sealed, body));
        }
        Some(envelopes)
    }

    /// A membership that I owe: admitting whoever I said yes to, or announcing my newest KEM key.
    fn due_membership(&mut self) -> Option<Envelope> {
        let keys = self.keyring.space.as_ref()?;
        let roster = self.log.roster()?;
        let me = keys.me();
        let current = roster.current();
        let mine = keys.identity().card(&keys.newest_kem()?);
        let admitted = match &self.keyring.pairing {
            PairingKeys::Inviting(it) if it.admit && current.cards.len() == 1 => {
                it.answer.as_ref().map(crate::keyring::Answer::card)
            }
            _ => None,
        };
        let is_announced = current.cards.contains(&mine);
        if is_announced && admitted.is_none() {
            return None;
        }
        // Nobody would take one more, and what waits behind it would wait for ever. Boxes sealed to my older key still open.
        if roster.is_full_for(me) {
            return None;
        }
        let mut cards: Vec<Card> = current
            .cards
            .iter()
            .map(|card| if card.member() == me { mine } else { *card })
            .collect();
        cards.extend(admitted);
        let parent = roster.current_hash();
        let epoch = current.epoch + 1;
        self.membership(epoch, parent, cards)
    }

    fn membership(&mut self, epoch: u32, parent: EntryHash, cards: Vec<Card>) -> Option<Envelope> {
        let keys = self.keyring.space.as_ref()?;
        let identity = keys.identity();
        let header = self.log.next_header(keys.id, keys.me());
        let random = self.randoms.shared.as_mut();
        let key = EpochKey::make(random, epoch);
        let membership = key.membership(random, &identity.public(), parent, cards)?;
        Some(identity.membership(header, &membership))
    }

    /// Hands out the keys of my pages that are due, once.
    pub(super) fn release_due(&mut self, now: Now) {
        let Some(me) = self.me() else { return };
        if self.net.halted {
            return;
        }
        for release in checkin::due_releases(&self.real, self.log.partner(me), now.ms) {
            let Some(page) = self.real.checkin.page(release.mine) else { continue };
            let key = self.keyring.withheld.iter().find_map(|secret| {
                let key = withheld::page_key(&secret.0, &page.id);
                withheld::fits(&key, &page.commit).then_some(key)
            });
            let Some(key) = key else { continue };
            let event = release.event(*key.bytes());
            if self.outbox.iter().all(|it| it.event != event) {
                self.enqueue(event);
            }
        }
    }

    pub(super) fn me(&self) -> Option<MemberId> {
        self.keyring.space.as_ref().map(SpaceKeys::me)
    }
}
