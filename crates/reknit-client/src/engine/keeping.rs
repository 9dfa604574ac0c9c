//! What the device keeps: marked when it changed, sealed and handed out at the end of a step.

use std::collections::{BTreeMap, BTreeSet};

use reknit_vault::{blob::AccountKey, wrap::AccountId};
use serde::{Deserialize, Serialize};

use super::{Engine, Output, Pending};
use crate::{
    account::{Blob, Keep},
    keyring::Keyring,
    log::SpaceLog,
    private::Private,
};

/// The account as a device keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct KeptAccount {
    pub(crate) handle: String,
    pub(crate) own_device: bool,
    pub(crate) keyring: Keyring,
    pub(crate) keyring_version: u64,
    pub(crate) vault_version: u64,
    pub(crate) has_recovery: bool,
    /// Token of this device's newest session, on a device of one's own. It only shows that the passphrase is tried where somebody was
    /// signed in, so that a stranger who knows the name cannot use up the tries.
    #[serde(default)]
    pub(crate) known_by: Option<String>,
}

/// Which blobs are to be kept anew.
#[derive(Debug, Default)]
pub(super) struct Keeps {
    dirty: BTreeSet<Blob>,
    next_id: u64,
    /// Acts on their way, by what they keep.
    waiting: BTreeMap<u64, Blob>,
    /// Those of them that follow from what is nobody's business.
    private: BTreeSet<u64>,
    /// What could not be kept when it was last tried (a full disk, a private window, a log that is too large). It is in this tab only.
    failed: BTreeSet<Blob>,
}

impl Keeps {
    pub(super) fn new() -> Self {
        Self { dirty: BTreeSet::from(Blob::ALL), ..Self::default() }
    }

    pub(super) fn mark(&mut self, what: Blob) {
        self.dirty.insert(what);
    }

    pub(super) fn mark_all(&mut self) {
        self.dirty.extend(Blob::ALL);
    }

    /// Notes that an act is done, and tells what it kept, and whether it followed from something private.
    pub(super) fn kept(&mut self, id: u64, ok: bool) -> (Option<Blob>, bool) {
        let is_private = self.private.remove(&id);
        let Some(what) = self.waiting.remove(&id) else { return (None, is_private) };
        // A device that cannot keep anything goes on without.
        if ok {
            self.failed.remove(&what);
        } else {
            self.failed.insert(what);
        }
        (Some(what), is_private)
    }

    /// Whether everything that is here lies on the device, or is on its way there.
    pub(super) fn is_sound(&self) -> bool {
        self.failed.is_empty()
    }

    /// Whether the outbox is on its way to the disk: nothing of it may be sent before.
    pub(super) fn outbox_is_waiting(&self) -> bool {
        self.dirty.contains(&Blob::Outbox) || self.waiting.values().any(|it| *it == Blob::Outbox)
    }

    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }
}

impl Engine {
    /// The same after a private command. Its end starts nothing, not even what is due.
    pub(super) fn flush_private(&mut self) -> Vec<Output> {
        let outputs = self.flush();
        let ids = outputs.iter().filter_map(|it| match it {
            Output::Keep { id, .. } => Some(*id),
            _ => None,
        });
        self.keeps.private.extend(ids);
        outputs
    }

    /// Hands out every blob that changed.
    pub(crate) fn flush(&mut self) -> Vec<Output> {
        let dirty = std::mem::take(&mut self.keeps.dirty);
        let was_sound = self.keeps.is_sound();
        let mut outputs = Vec::new();
        for what in dirty {
            let Some(plain) = self.plain(what) else { continue };
            if what == Blob::Private {
                self.private_kept.clone_from(&plain);
            }
            let random = self.randoms.keeping.as_mut();
            let bytes = match what {
                // It says how to unlock the others.
                Blob::Device => Some(plain),
                _ => crate::account::seal_kept(&self.account, random, what, &plain),
            };
            let Some(bytes) = bytes else {
                // There is no room for it, as on a full disk.
                self.keeps.failed.insert(what);
                continue;
            };
            let name = Keep::name(self.account.account(), what);
            let id = self.keeps.next_id;
            self.keeps.next_id += 1;
            self.keeps.waiting.insert(id, what);
            outputs.push(Output::Keep { id, name, bytes, strict: what == Blob::Outbox });
        }
        if self.keeps.is_sound() != was_sound {
            outputs.push(Output::Changed);
        }
        outputs
    }

    pub(super) fn plain(&self, what: Blob) -> Option<Vec<u8>> {
        match what {
            Blob::Account => serde_json::to_vec(&KeptAccount {
                handle: self.handle.clone(),
                own_device: self.own_device,
                keyring: self.keyring.clone(),
                keyring_version: self.keyring_version,
                vault_version: self.vault_version,
                has_recovery: self.has_recovery,
                known_by: self.known_by.clone().filter(|_| self.own_device),
            })
            .ok(),
            Blob::Device => serde_json::to_vec(self.device.as_ref()?).ok(),
            Blob::Outbox => serde_json::to_vec(&self.outbox).ok(),
            // One without room as it last fitted, with what was taken back since: a letter must not come again.
            Blob::Private => Some(self.private.fitting(&self.private_kept).plain),
            Blob::Space => Some(self.log.to_snapshot()),
        }
    }

    /// Takes in what a device holds, sealed under this or an earlier account key.
    pub(super) fn take_keep(&mut self, keep: &Keep) {
        let keys = self.account_keys();
        let kept = keep.open(&keys, Blob::Account).json::<KeptAccount>();
        let space_of = |it: &Keyring| it.space.as_ref().map(|it| it.id);
        let kept = kept.map(|it| it.keyring);
        // Where this keyring knows of no space yet, the relay's record, which comes later, says whether it was left.
        let here = space_of(&self.keyring);
        let left = &self.keyring.left;
        let fits = |it: &Keyring| {
            let has_left = space_of(it).is_some_and(|it| left.contains(&it));
            !has_left && (here.is_none() || space_of(it) == here)
        };
        // What waited for another space, or for one that was left since, waits no longer.
        let outbox_fits = kept.as_ref().is_none_or(fits);
        // A key made here without a line, such as that of a talk, is nowhere else; the words that need it are in the outbox. Nor is
        // it known elsewhere that a space was left here without a line.
        if let Some(kept) = kept.filter(|it| space_of(it).is_none() || fits(it)) {
            let before = self.keyring.clone();
            self.keyring.merge(kept);
            if self.keyring != before {
                self.keyring_changed();
            }
        }
        let outbox = keep.open(&keys, Blob::Outbox).json::<Vec<Pending>>();
        if let Some(outbox) = outbox.filter(|_| outbox_fits) {
            for pending in outbox {
                if self.outbox.iter().all(|it| it.id != pending.id) {
                    self.outbox.push(pending);
                }
            }
        }
        let plain = keep.open(&keys, Blob::Private).plain();
        let read = plain.and_then(|it| Some((serde_json::from_slice::<Private>(&it).ok()?, it)));
        if let Some((private, plain)) = read {
            self.private.merge(private);
            self.private_kept = plain;
        }
        let log = keep.open(&keys, Blob::Space).plain();
        if let Some(log) = log.and_then(|it| SpaceLog::from_snapshot(&it)) {
            let mine = self.keyring.space.as_ref().map(|it| it.id);
            let fits = log.roster().is_some_and(|it| Some(it.space()) == mine);
            if fits && log.n_entries() > self.log.n_entries() {
                self.log = log;
            }
        }
        self.keeps.mark_all();
    }

    /// This account key and all earlier ones.
    fn account_keys(&self) -> Vec<AccountKey> {
        let id: AccountId = self.account.account();
        let former = self.keyring.former.iter();
        let former =
            former.map(|(generation, key)| AccountKey::from_secret(id, *generation, key.0.clone()));
        std::iter::once(self.account.clone()).chain(former).collect()
    }
}

#[cfg(test)]
mod tests;
