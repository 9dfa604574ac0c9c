//! What to ask the relay next.

use reknit_model::log::EntryId;
use reknit_vault::blob::BlobKind;
use reknit_wire::{
    api::{PutKeyring, WakeHello},
    bytes::Bytes,
    envelope::Envelope,
    id::{MailboxId, SpaceId},
};

use super::{
    Engine, Output,
    net::{POLL_MS, Socket},
};
use crate::{
    account::json_request,
    ports::{HttpRequest, Now},
};

/// A snapshot is written after so many entries that it does not hold.
const SNAPSHOT_ENTRIES: usize = 64;

/// A question on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    Account,
    PutKeyring {
        rev: u64,
        version: u64,
    },
    GetVault,
    PutVault {
        version: u64,
    },
    CreateSpace,
    Claim,
    GetMailbox,
    PutCard,
    PutJoin,
    PutReveal,
    RetireMailbox(MailboxId),
    Leave(SpaceId),
    GetSnapshot,
    PutSnapshot {
        version: u64,
        n_entries: usize,
    },
    Pull,
    Purge(Vec<EntryId>),
    Append(Vec<Envelope>),
    /// A question about an invitation or a space that is mine no more. Its answer changes nothing, and is waited for: the next
    /// question must not overtake it.
    Past,
}

impl Job {
    /// Whether a refusal is an ordinary answer that leads on. Any other is not asked again without a pause.
    pub(super) fn expects(&self, status: u16) -> bool {
        match self {
            Self::Append(_) => matches!(status, 409 | 422),
            Self::Pull => status == 404,
            Self::GetSnapshot | Self::GetMailbox => matches!(status, 404 | 410),
            // Of these the first two are told again with the next scheduled question only.
            Self::Leave(_) | Self::RetireMailbox(_) | Self::Claim | Self::PutJoin | Self::Past => {
                true
            }
            _ => false,
        }
    }

    /// Whether it asks on behalf of the invitation that is out.
    pub(super) fn is_of_invitation(&self) -> bool {
        use Job::{Claim, GetMailbox, PutCard, PutJoin, PutReveal};
        matches!(self, Claim | GetMailbox | PutCard | PutJoin | PutReveal)
    }

    /// Whether it asks on behalf of the space I am in.
    pub(super) fn is_of_space(&self) -> bool {
        use Job::{Append, CreateSpace, GetSnapshot, Pull, Purge, PutSnapshot};
        matches!(self, CreateSpace | GetSnapshot | PutSnapshot { .. } | Pull | Purge(_) | Append(_))
    }

    /// Whether it replaces something that another device may replace too.
    pub(super) fn writes(&self) -> bool {
        use Job::{Append, PutKeyring, PutSnapshot, PutVault};
        matches!(self, PutKeyring { .. } | PutVault { .. } | PutSnapshot { .. } | Append(_))
    }
}

impl Engine {
    pub(super) fn socket(
        &mut self,
        now: Now,
        event: &super::SocketEvent,
        outputs: &mut Vec<Output>,
    ) {
        use super::SocketEvent::{Closed, Frame, Opened};
        use reknit_wire::api::Wake;
        match event {
            Opened => {
                self.net.socket = Socket::Open;
                let token = self.session.as_deref().unwrap_or_default();
                let bytes = data_encoding::BASE64URL_NOPAD.decode(token.as_bytes());
                let hello = WakeHello { token: Bytes(bytes.unwrap_or_default()) };
                outputs.push(Output::SocketSend(serde_json::to_string(&hello).unwrap_or_default()));
            }
            // A frame is only a hint; a forged one costs one question.
            Frame(text) => match serde_json::from_str::<Wake>(text) {
                Ok(Wake::Ready) => {
                    self.net.socket_ready();
                    self.net.want_pull = true;
                    self.net.want_mailbox = true;
                }
                Ok(Wake::Space(_)) => self.net.want_pull = true,
                Ok(Wake::Mailbox(_)) => self.net.want_mailbox = true,
                Err(_) => {}
            },
            Closed => {
                self.net.socket_closed(now);
            }
        }
    }

    /// The next question, if one is due and none is on its way.
    pub(super) fn next_request(&mut self, now: Now) -> Option<Output> {
        if now.ms >= self.net.poll_at_ms {
            self.net.poll_at_ms = now.ms + POLL_MS;
            self.net.resume();
            self.net.want_account = true;
            self.net.want_pull = true;
            self.net.want_mailbox = true;
            self.net.parting_refused = false;
        }
        if self.net.lock_until_ms.is_some_and(|until| now.ms >= until) {
            self.net.failing = true;
        }
        let waits = self.net.in_flight.is_some() || now.ms < self.net.retry_at_ms;
        if self.session.is_none() || waits {
            return None;
        }
        let (job, request) = self.next_job(now)?;
        let id = self.net.next_id;
        self.net.next_id += 1;
        self.net.in_flight = Some((id, job));
        Some(Output::Send { id, request })
    }

    fn next_job(&mut self, now: Now) -> Option<(Job, HttpRequest)> {
        if self.reads_only {
            return self.next_reading();
        }
        if self.net.lock_until_ms.is_some() {
            // Another device was first: what it wrote is taken in, and then the last words of this one go out with it.
            if self.net.want_vault {
                return Some((Job::GetVault, self.get("vault")));
            }
            return if self.net.vault_due_ms <= now.ms { self.vault_job() } else { None };
        }
        if std::mem::take(&mut self.net.want_account) {
            return Some((Job::Account, self.get("account")));
        }
        if self.keyring_rev != self.keyring_sent_rev
            && !self.is_keyring_full()
            && let Some(job) = self.keyring_job()
        {
            return Some(job);
        }
        if self.net.want_vault {
            return Some((Job::GetVault, self.get("vault")));
        }
        if self.net.vault_due_ms <= now.ms && self.net.vault_loaded {
            self.net.vault_asked_ms = now.ms;
            return self.vault_job();
        }
        if let Some(job) = self.leaving_job() {
            return Some(job);
        }
        if let Some(job) = self.pairing_job(now) {
            return Some(job);
        }
        self.space_job(now)
    }

    fn space_job(&mut self, now: Now) -> Option<(Job, HttpRequest)> {
        let space = self.keyring.space.as_ref()?;
        let id = space.id;
        let path = format!("spaces/{id}");
        if self.net.halted {
            return None;
        }
        if !space.genesis.is_empty() && !self.net.space_created {
            let genesis = space.genesis.clone();
            return Some((Job::CreateSpace, self.put_bytes("POST", "spaces", genesis)));
        }
        let needs_snapshot = self.log.n_entries() == 0 || self.net.snapshot_conflict;
        if needs_snapshot && std::mem::take(&mut self.net.want_snapshot) {
            return Some((Job::GetSnapshot, self.get(&format!("{path}/snapshot"))));
        }
        if std::mem::take(&mut self.net.want_pull) {
            let cursor = self.log.cursor;
            return Some((Job::Pull, self.get(&format!("{path}/entries?after={cursor}"))));
        }
        if !self.net.pulled {
            return None;
        }
        if self.net.may_append(now)
            && let Some(envelopes) = self.next_append()
        {
            let body = reknit_wire::envelope::encode_append(&envelopes);
            let request = self.put_bytes("POST", &format!("{path}/entries"), body);
            return Some((Job::Append(envelopes), request));
        }
        if let Some(job) = self.purge_job() {
            return Some(job);
        }
        let n_entries = self.log.n_entries();
        let is_due = n_entries >= self.snapshot_n_entries + SNAPSHOT_ENTRIES;
        if is_due && self.net.may_put_snapshot(now) {
            let version = self.snapshot_version + 1;
            let sealed = self.account.seal(
                self.randoms.sealing.as_mut(),
                BlobKind::Snapshot,
                version,
                &id.0,
                &self.log.to_snapshot(),
            );
            // Also where there is no room for it: to pack the whole log anew with each question would be worse than a late one.
            self.snapshot_n_entries = n_entries;
            let path = format!("{path}/snapshot?version={version}");
            let request = self.put_bytes("PUT", &path, sealed.ok()?);
            return Some((Job::PutSnapshot { version, n_entries }, request));
        }
        None
    }

    fn keyring_job(&mut self) -> Option<(Job, HttpRequest)> {
        let version = self.keyring_version + 1;
        let plain = serde_json::to_vec(&self.keyring).ok()?;
        let random = self.randoms.sealing.as_mut();
        let Ok(sealed) = self.account.seal(random, BlobKind::Keyring, version, b"", &plain) else {
            // Words must not wait for keys: they are told, everything else goes on, and the next change is tried again.
            self.keyring_full_rev = Some(self.keyring_rev);
            return None;
        };
        let put = PutKeyring { keyring: Bytes(sealed), version };
        let request = json_request("PUT", "keyring", self.session.as_deref(), &put);
        Some((Job::PutKeyring { rev: self.keyring_rev, version }, request))
    }

    /// Whether there is no room for the keyring as it stands: what is new in it lies on this device only.
    pub(super) fn is_keyring_full(&self) -> bool {
        self.keyring_full_rev == Some(self.keyring_rev)
    }

    fn vault_job(&mut self) -> Option<(Job, HttpRequest)> {
        if !self.net.vault_loaded {
            return None;
        }
        let version = self.vault_version + 1;
        // A full one goes out as it last fitted, with the little that must be known everywhere: that it is full is nobody's business.
        self.private.heard();
        let fitting = self.private.fitting(&self.vault_plain);
        self.vault_full = !fitting.is_whole;
        self.vault_plain = fitting.plain;
        let random = self.randoms.sealing.as_mut();
        let sealed =
            self.account.seal(random, BlobKind::Vault, version, b"", &self.vault_plain).ok()?;
        let path = format!("vault?version={version}");
        Some((Job::PutVault { version }, self.put_bytes("PUT", &path, sealed)))
    }

    pub(crate) fn get(&self, path: &str) -> HttpRequest {
        self.put_bytes("GET", path, Vec::new())
    }

    pub(crate) fn put_bytes(&self, method: &'static str, path: &str, body: Vec<u8>) -> HttpRequest {
        let path = format!("/api/v1/{path}");
        HttpRequest { method, path, binary: true, body, token: self.session.clone() }
    }

    /// Whether what [`Engine::view`] gives may differ by itself from the last time: nothing in it changes within a minute by the clock
    /// alone, and whatever changes by what is due is kept.
    pub(super) fn shows_anew(&mut self, now: Now, outputs: &[Output]) -> bool {
        let has_space = self.keyring.space.is_some();
        let connection = self.net.connection(has_space, self.waiting().next().is_some());
        let shown = Some((connection, now.ms.div_euclid(60_000)));
        let is_kept = outputs.iter().any(|it| matches!(it, Output::Keep { .. }));
        std::mem::replace(&mut self.net.last_shown, shown) != shown || is_kept
    }
}

#[cfg(test)]
mod tests;
