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
    limits::MEMBERSHIPS_PER_MEMBER_MAX,
    membership::{Card, Membership},
};

use super::{Engine, Pending, talks::goes_by_itself};
use crate::{
    account::Blob,
    keyring::{PairingKeys, SpaceKeys},
    ports::Now,
};

/// Most bytes of bodies in one append, well below the relay's limit.
const APPEND_BYTES: usize = 512 * 1024;

/// How long words wait before their author is told, in milliseconds: five minutes. A line that comes and goes needs two or three.
const WAITS_LONG_MS: i64 = 5 * 60 * 1000;

/// How often a new KEM key is announced by itself.
const ANNOUNCED_MAX: usize = 2;

/// A member who wrote so many memberships answers those of the other no more. The rest is for new passphrases of one's own.
const ANSWERED_UNTIL: usize = MEMBERSHIPS_PER_MEMBER_MAX / 4;

/// Most entries in one append.
const APPEND_ENTRIES: usize = 16;

impl Engine {
    /// Puts an event into the outbox.
    pub(crate) fn enqueue(&mut self, event: Event) {
        self.enqueue_all(vec![event]);
    }

    /// Puts events into the outbox. Folding goes over the whole log, so it is done once for all of them.
    pub(super) fn enqueue_all(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        for event in events {
            let id = make(self.randoms.shared.as_mut());
            self.outbox.push(Pending { id, event });
        }
        self.keeps.mark(Blob::Outbox);
        self.refold();
    }

    /// Notes since when the oldest of my words waits.
    pub(super) fn note_waiting(&mut self, now: Now) {
        let oldest = self.waiting().find(|it| !goes_by_itself(&it.event)).map(|it| it.id);
        if self.oldest_waiting.map(|(id, _)| id) != oldest {
            self.oldest_waiting = oldest.map(|id| (id, now.ms));
        }
    }

    /// Whether words of mine wait for longer than a relay that answers needs for them.
    pub(super) fn waits_long(&self, now: Now) -> bool {
        self.oldest_waiting.is_some_and(|(_, since)| now.ms - since >= WAITS_LONG_MS)
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
        let key = keys.key_of(self.spoken_under()?)?;
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

    /// The membership under whose key I speak: the newest. Where the other's app wrote it so that I cannot open its key, or left out my
    /// newest card again and again, the newest that does for me: nobody can make me fall silent.
    fn spoken_under(&self) -> Option<&Membership> {
        let keys = self.keyring.space.as_ref()?;
        let roster = self.log.roster()?;
        let mine = keys.identity().card(&keys.newest_kem()?);
        // Epochs never go back in a chain.
        let from = self.log.newest_epoch(keys.me());
        let opens =
            |it: &Membership| it.cards.len() > 1 && it.epoch >= from && keys.key_of(it).is_some();
        roster.newest(|it| opens(it) && it.cards.contains(&mine)).or_else(|| roster.newest(opens))
    }

    /// A membership that I owe: admitting whoever I said yes to, announcing my newest KEM key, or one whose key I can open.
    ///
    /// What the other's app does is answered beside my own words only: an answer at once would tell that I am there, and two apps could
    /// answer each other for ever. My newest key is announced at once, and once more, for the other may have written at the same moment.
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
        let is_new = !is_announced && roster.n_announced(&mine) < ANNOUNCED_MAX;
        let answers = self.has_words()
            && roster.partner_of(me).is_some()
            && roster.n_written_by(me) < ANSWERED_UNTIL
            && (!is_announced || keys.key_of(current).is_none());
        if admitted.is_none() && !is_new && !answers {
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
        let mut events = Vec::new();
        for release in checkin::due_releases(&self.real, self.log.partner(me), now.ms) {
            let Some(page) = self.real.checkin.page(release.mine) else { continue };
            let key = self.keyring.withheld.iter().find_map(|secret| {
                let key = withheld::page_key(&secret.0, &page.id);
                withheld::fits(&key, &page.commit).then_some(key)
            });
            let Some(key) = key else { continue };
            let event = release.event(*key.bytes());
            if self.outbox.iter().all(|it| it.event != event) {
                events.push(event);
            }
        }
        self.enqueue_all(events);
    }

    pub(super) fn me(&self) -> Option<MemberId> {
        self.keyring.space.as_ref().map(SpaceKeys::me)
    }
}
