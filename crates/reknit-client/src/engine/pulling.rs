//! Taking in what the relay gives, and folding it.

use reknit_model::{
    checkin::SealedPage,
    log::{Entry, EntryId, Partner, Stamp},
    state::{State, Unseal, fold},
};
use reknit_vault::{
    secret::Secret,
    withheld::{self, Sealed},
};
use reknit_wire::{envelope::Stored, header::Link};

use super::{Engine, arrivals::moment};
use crate::{account::Blob, ports::Now, view::Alarm};

/// Opens pages for the fold.
pub(crate) struct Opener;

impl Unseal for Opener {
    fn unseal(&self, page: &SealedPage, key: &[u8; 32]) -> Option<String> {
        let sealed = Sealed {
            id: page.id,
            ciphertext: page.box_.clone(),
            commit: page.commit,
            digest: page.digest,
        };
        withheld::open(&sealed, &Secret::from_bytes(*key)).ok()
    }
}

impl Engine {
    /// Takes in entries; tells whether they brought anything, or `None` where they were not believed. They are folded with
    /// [`Engine::catch_up`].
    pub(super) fn take_entries(&mut self, page: &[Stored]) -> Option<bool> {
        let keys = self.keyring.space.as_mut()?;
        match self.log.receive(keys, page) {
            Ok(received) => {
                let before = self.outbox.len();
                self.outbox.retain(|it| !received.ids.contains(&it.id));
                if self.outbox.len() != before {
                    self.keeps.mark(Blob::Outbox);
                }
                if received.learned {
                    self.keyring_changed();
                }
                if received.changed {
                    self.is_behind = true;
                    self.met();
                }
                Some(received.changed)
            }
            Err(alarm) => {
                self.raise(alarm);
                None
            }
        }
    }

    /// Keeps and folds what was taken in. Both go over the whole log, so many pages in a row are folded once, behind the last.
    pub(super) fn catch_up(&mut self) {
        if std::mem::take(&mut self.is_behind) {
            self.keeps.mark(Blob::Space);
            self.refold();
        }
    }

    /// Shows an alarm and stops believing the relay about the space until it was read.
    pub(crate) fn raise(&mut self, alarm: Alarm) {
        self.alarms.insert(alarm);
        self.net.halt();
    }

    /// Everything was read: compare with the last heads this person saw on any device.
    pub(super) fn check_pins(&mut self, now: Now) {
        let Some(keys) = &self.keyring.space else { return };
        let me = keys.me();
        let partner = self.log.roster().and_then(|it| it.partner_of(me));
        let pins = &mut self.private.pins;
        if pins.space != Some(keys.id) {
            *pins = crate::keyring::Pins { space: Some(keys.id), ..Default::default() };
        }
        let ends = [(Some(me), &mut pins.mine), (partner, &mut pins.theirs)];
        let mut alarm = None;
        for (member, pin) in ends {
            let Some(member) = member else { continue };
            if let Some(pinned) = *pin {
                match self.log.has(member, pinned) {
                    Some(true) => {}
                    Some(false) => alarm = Some(Alarm::Forked),
                    None => alarm = alarm.or(Some(Alarm::RolledBack)),
                }
            }
            if alarm.is_none() {
                let end = self.log.end(member);
                if end != Link::START && *pin != Some(end) {
                    *pin = Some(end);
                    // Kept with the next scheduled write; reading others' entries starts none of its own.
                    self.keeps.mark(Blob::Private);
                }
            }
        }
        match alarm {
            Some(alarm) => self.raise(alarm),
            // Like the pins, kept with the next scheduled write.
            None => self.private.pins.read = Some(moment(now)),
        }
    }

    /// Sealed entries may open after the keyring learned a key.
    pub(super) fn reopen(&mut self) {
        let Some(keys) = &self.keyring.space else { return };
        let mut ids = Vec::new();
        if self.log.open_sealed(keys, [0; 2], &mut ids) {
            self.outbox.retain(|it| !ids.contains(&it.id));
            self.keeps.mark(Blob::Outbox);
            self.keeps.mark(Blob::Space);
        }
        self.refold();
    }

    /// Folds anew: what the relay has, and that together with what waits.
    pub(super) fn refold(&mut self) {
        let entries = self.log.entries();
        self.real = fold(&entries, &Opener);
        self.take_their_chain(&entries);
        self.complete =
            if self.outbox.is_empty() { self.real.clone() } else { self.with_outbox(entries) };
        self.shown = match self.entries_in_quiet() {
            Some(entries) => self.with_outbox(entries),
            None => self.complete.clone(),
        };
        self.hide_unseen();
    }

    /// Folds entries together with what waits.
    fn with_outbox(&self, mut entries: Vec<Entry>) -> State {
        let by = self.me().map_or(Partner::Host, |it| self.log.partner(it));
        let after = self.log.newest_lamport();
        for (at, pending) in (after + 1..).zip(self.waiting()) {
            let at = Stamp { lamport: at, entry: unsent_id(&pending.id) };
            entries.push(Entry { at, by, event: pending.event.clone() });
        }
        fold(&entries, &Opener)
    }

    /// Whether an entry still waits to be sent.
    pub(super) fn is_unsent(&self, entry: EntryId) -> bool {
        self.outbox.iter().any(|it| unsent_id(&it.id) == entry)
    }

    /// The state the relay has.
    pub(super) fn real(&self) -> &State {
        &self.real
    }

    /// The state a person sees.
    pub(super) fn shown(&self) -> &State {
        &self.shown
    }

    /// The state as it is, also while Quiet hides a part of it.
    pub(super) fn complete(&self) -> &State {
        &self.complete
    }
}

/// The name an event goes by until it has a real one.
fn unsent_id(id: &[u8; 16]) -> EntryId {
    let mut out = [0xff; 32];
    out.iter_mut().zip(id).for_each(|(to, from)| *to = *from);
    EntryId(out)
}
