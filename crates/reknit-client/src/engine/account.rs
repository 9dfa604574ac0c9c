//! The account that is open: how the relay says it stands, and new keys for it.

use reknit_wire::api::{AccountRecord, Opened};

use super::{Engine, KeptAccount, Output};
use crate::{
    account::{Blob, Keep, RekeyJob, Rekeyed, bearer},
    keyring::Keyring,
    ports::Now,
    view::Alarm,
};

impl Engine {
    /// Takes up what this device had seen.
    pub(crate) fn restore(&mut self, kept: &KeptAccount) {
        self.keyring_version = kept.keyring_version;
        self.vault_version = kept.vault_version;
        self.vault_begun_ms = (kept.vault_version > 0).then_some(i64::MIN);
        self.has_recovery = kept.has_recovery;
        self.known_by.clone_from(&kept.known_by);
    }

    /// Goes on with a session that was opened for this account.
    pub fn attach(&mut self, now: Now, opened: &Opened) -> Vec<Output> {
        self.session = Some(bearer(&opened.token));
        self.known_by.clone_from(&self.session);
        self.keeps.mark(Blob::Account);
        self.net.attached(now);
        self.take_record(&opened.account);
        let socket = (!self.reads_only).then_some(Output::OpenSocket);
        self.finish(now, socket.into_iter().collect())
    }

    /// Takes in how the relay says the account stands.
    pub(super) fn take_record(&mut self, record: &AccountRecord) {
        use reknit_vault::blob::BlobKind;
        if record.generation != self.account.generation() {
            // Another device changed the passphrase: this session is about to end.
            self.sign_out();
            return;
        }
        self.has_recovery = record.has_recovery;
        if record.keyring_version < self.keyring_version
            || record.vault_version < self.vault_version
        {
            self.alarms.insert(Alarm::Account);
            return;
        }
        if record.keyring_version > self.keyring_version || self.keyring_version == 0 {
            let opened = self.account.open(BlobKind::Keyring, b"", &record.keyring.0);
            let theirs = match opened {
                Ok((version, plain)) if version == record.keyring_version => {
                    serde_json::from_slice::<Keyring>(&plain).ok()
                }
                Ok(_) | Err(_) => None,
            };
            let Some(theirs) = theirs else {
                self.alarms.insert(Alarm::Account);
                return;
            };
            self.keyring_version = record.keyring_version;
            let before = self.keyring.clone();
            self.keyring.merge(theirs.clone());
            if self.keyring != theirs {
                self.keyring_rev += 1;
            }
            if self.keyring != before {
                self.keeps.mark(Blob::Account);
                self.settle_space();
                self.reopen();
            }
        }
        self.net.vault_told = record.vault_version;
        if record.vault_version > self.vault_version {
            self.net.want_vault = true;
        }
    }

    pub(super) fn sign_out(&mut self) {
        self.session = None;
        self.net.signed_out();
    }

    /// What a change of passphrase needs.
    #[must_use]
    pub fn rekey_job(&mut self) -> RekeyJob {
        self.private.heard();
        RekeyJob {
            handle: self.handle.clone(),
            known_by: self.known_by.clone(),
            account: self.account.clone(),
            keyring: self.keyring.clone(),
            keyring_version: self.keyring_version,
            private: self.private.clone(),
            vault_plain: self.vault_plain.clone(),
            vault_version: self.vault_version,
        }
    }

    /// Goes on after a change of passphrase.
    pub fn rekeyed(&mut self, now: Now, done: Rekeyed) -> Vec<Output> {
        let Rekeyed { account, keyring, device, opened } = done;
        self.account = account;
        self.device = device;
        self.keyring.merge(keyring);
        self.keyring_version = 0;
        self.vault_version = 0;
        self.snapshot_version = 0;
        self.snapshot_n_entries = 0;
        self.keeps.mark_all();
        self.attach(now, &opened)
    }

    /// Brings along what this device holds: unsent words, drafts, and the log, under this or an earlier account key.
    pub(crate) fn bring_along(&mut self, keep: &Keep) {
        self.take_keep(keep);
        self.refold();
    }
}
