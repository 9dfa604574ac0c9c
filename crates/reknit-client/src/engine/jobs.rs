//! What to ask the relay next.

use reknit_model::log::EntryId;
use reknit_vault::blob::{BlobKind, vault_fits};
use reknit_wire::{
    api::{PutKeyring, WakeHello},
    bytes::Bytes,
    envelope::Envelope,
    id::{MailboxId, SpaceId},
};

use super::{Engine, Output};
use crate::{
    account::json_request,
    ports::{HttpRequest, Now},
    view::Connection,
};

/// How often the relay is asked without a hint, in milliseconds. The same for everybody, so that it tells nothing.
const POLL_MS: i64 = 60_000;

/// How often the private vault is written while unlocked, changed or not, in milliseconds.
const VAULT_MS: i64 = 120_000;

/// Waits between tries while the relay does not answer, in milliseconds: doubling, from the first to the last.
const RETRY_MS: core::ops::RangeInclusive<i64> = 1_000..=30_000;

/// A snapshot is written after so many entries that it does not hold.
const SNAPSHOT_ENTRIES: usize = 64;

/// How long a locking engine waits for the relay, in milliseconds.
const LOCK_MS: i64 = 3_000;

/// A question on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Job {
    Account,
    PutKeyring { rev: u64, version: u64 },
    GetVault,
    PutVault { version: u64 },
    CreateSpace,
    Claim,
    GetMailbox,
    PutCard,
    PutJoin,
    PutReveal,
    RetireMailbox(MailboxId),
    Leave(SpaceId),
    GetSnapshot,
    PutSnapshot { version: u64, n_entries: usize },
    Pull,
    Purge(Vec<EntryId>),
    Append(Vec<Envelope>),
}

/// The line to the relay.
#[derive(Debug, Default)]
pub(crate) struct Net {
    in_flight: Option<(u64, Job)>,
    next_id: u64,
    pub(super) want_account: bool,
    pub(super) want_vault: bool,
    pub(crate) want_pull: bool,
    pub(crate) want_mailbox: bool,
    pub(super) want_snapshot: bool,
    /// Another device wrote a snapshot: its version must be read before the next one is written.
    pub(super) snapshot_conflict: bool,
    pub(crate) space_created: bool,
    /// Whether everything the relay had was read once in this session. Nothing is appended before.
    pub(super) pulled: bool,
    /// Stopped after an alarm, until a person has read it.
    pub(super) halted: bool,
    /// The relay would not drop bodies.
    pub(super) purge_refused: bool,
    /// The alarm was read.
    resuming: bool,
    pub(super) vault_loaded: bool,
    vault_due_ms: i64,
    vault_asked_ms: i64,
    /// When the newest writing of the vault began that the relay took: until then nothing was written elsewhere that is not here.
    pub(super) vault_sure_ms: i64,
    poll_at_ms: i64,
    retry_at_ms: i64,
    backoff_ms: i64,
    /// How long to wait after the next conflict; 0 while none has happened.
    conflict_ms: i64,
    failing: bool,
    signed_out: bool,
    lock_until_ms: Option<i64>,
    socket: Socket,
    last_shown: Option<(Connection, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Socket {
    #[default]
    Closed,
    Opening,
    Open,
}

impl Job {
    /// Whether a refusal is an ordinary answer that leads on. Any other is not asked again without a pause.
    pub(super) fn expects(&self, status: u16) -> bool {
        match self {
            Self::Append(_) => matches!(status, 409 | 422),
            Self::Pull | Self::GetSnapshot | Self::GetMailbox => matches!(status, 404 | 410),
            Self::Claim | Self::PutJoin => true,
            _ => false,
        }
    }

    /// Whether it replaces something that another device may replace too.
    pub(super) fn writes(&self) -> bool {
        use Job::{Append, PutKeyring, PutSnapshot, PutVault};
        matches!(self, PutKeyring { .. } | PutVault { .. } | PutSnapshot { .. } | Append(_))
    }
}

impl Net {
    pub(super) fn attached(&mut self, now: Now) {
        let next_id = self.next_id;
        *self = Self {
            next_id,
            want_vault: true,
            want_pull: true,
            want_mailbox: true,
            want_snapshot: true,
            vault_due_ms: now.ms,
            poll_at_ms: now.ms + POLL_MS,
            socket: Socket::Opening,
            ..Self::default()
        };
    }

    pub(super) fn signed_out(&mut self) {
        self.in_flight = None;
        self.signed_out = true;
        self.socket = Socket::Closed;
    }

    /// There is another space now, or none.
    pub(super) fn space_changed(&mut self) {
        self.space_created = false;
        self.pulled = false;
        self.halted = false;
        self.snapshot_conflict = false;
        self.want_snapshot = true;
        self.want_pull = true;
    }

    /// The alarms were read. It goes on with the next scheduled question, and not at once: whoever runs the relay could raise
    /// an alarm to learn when it is read.
    pub(super) fn resume_later(&mut self) {
        self.resuming = true;
    }

    /// Stops believing the relay about the space.
    pub(super) fn halt(&mut self) {
        self.halted = true;
        self.resuming = false;
    }

    /// Goes on if the alarms were read.
    fn resume(&mut self) {
        if std::mem::take(&mut self.resuming) {
            self.halted = false;
        }
    }

    pub(super) fn retry_now(&mut self, now: Now) {
        self.resume();
        self.retry_at_ms = now.ms;
        self.want_pull = true;
        self.want_account = true;
        self.want_mailbox = true;
    }

    pub(super) fn locking(&mut self, now: Now) {
        self.lock_until_ms = Some(now.ms + LOCK_MS);
        self.vault_due_ms = now.ms;
    }

    /// Whether a locking engine may be dropped.
    pub(super) fn is_quiet(&self) -> bool {
        let vault_written = self.vault_due_ms == i64::MAX;
        self.failing || self.signed_out || (self.in_flight.is_none() && vault_written)
    }

    pub(super) fn take(&mut self, id: u64) -> Option<Job> {
        match self.in_flight.take() {
            Some((expected, job)) if expected == id => Some(job),
            other => {
                self.in_flight = other;
                None
            }
        }
    }

    /// The relay answered.
    pub(super) fn answered(&mut self) {
        self.failing = false;
        self.backoff_ms = 0;
    }

    /// The relay did not answer, or asked for patience.
    pub(super) fn failed(&mut self, now: Now) {
        self.failing = true;
        self.backoff_ms = (self.backoff_ms * 2).clamp(*RETRY_MS.start(), *RETRY_MS.end());
        self.retry_at_ms = now.ms + self.backoff_ms;
    }

    /// Somebody else was first, or the answer led nowhere. Once is ordinary; again and again means a relay that contradicts itself, and it is not hammered.
    pub(super) fn conflicted(&mut self, now: Now) {
        self.retry_at_ms = self.retry_at_ms.max(now.ms + self.conflict_ms);
        self.conflict_ms = (self.conflict_ms * 2).clamp(*RETRY_MS.start(), *RETRY_MS.end());
    }

    /// Something was written.
    pub(super) fn wrote(&mut self) {
        self.conflict_ms = 0;
    }

    /// The vault was read: it is written right after, as after every unlock.
    pub(super) fn vault_due(&mut self, now: Now) {
        self.vault_due_ms = now.ms;
    }

    /// The relay took the vault: it was the newest there is.
    pub(super) fn vault_taken(&mut self, now: Now) {
        self.vault_sure_ms = self.vault_asked_ms;
        self.vault_written(now);
    }

    /// Whether something may be said by itself now: all was read, nothing is wrong, and nobody is locking.
    pub(super) fn may_speak(&self) -> bool {
        self.pulled && !self.halted && !self.signed_out && self.lock_until_ms.is_none()
    }

    pub(super) fn vault_written(&mut self, now: Now) {
        self.vault_due_ms = if self.lock_until_ms.is_some() { i64::MAX } else { now.ms + VAULT_MS };
    }

    pub(super) fn connection(&self, has_space: bool, waiting: bool) -> Connection {
        if self.signed_out {
            Connection::SignedOut
        } else if self.failing {
            Connection::Offline
        } else if waiting || (has_space && !self.pulled) {
            Connection::Working
        } else {
            Connection::UpToDate
        }
    }

    /// Opens the socket again after it closed, no sooner than the next request may go out.
    pub(super) fn reopen_socket(&mut self, now: Now, has_session: bool, outputs: &mut Vec<Output>) {
        if has_session && self.socket == Socket::Closed && now.ms >= self.retry_at_ms {
            self.socket = Socket::Opening;
            outputs.push(Output::OpenSocket);
        }
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
                    self.net.want_pull = true;
                    self.net.want_mailbox = true;
                }
                Ok(Wake::Space(_)) => self.net.want_pull = true,
                Ok(Wake::Mailbox(_)) => self.net.want_mailbox = true,
                Err(_) => {}
            },
            Closed => {
                self.net.socket = Socket::Closed;
                // Not at once: a relay that is restarting should not be met by everybody in the same instant.
                self.net.retry_at_ms = self.net.retry_at_ms.max(now.ms + RETRY_MS.start());
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
        if self.net.lock_until_ms.is_some() {
            return if self.net.vault_due_ms <= now.ms { self.vault_job() } else { None };
        }
        if std::mem::take(&mut self.net.want_account) {
            return Some((Job::Account, self.get("account")));
        }
        if self.keyring_rev != self.keyring_sent_rev {
            return self.keyring_job();
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
        if let Some(job) = self.pairing_job() {
            return Some(job);
        }
        self.space_job()
    }

    fn space_job(&mut self) -> Option<(Job, HttpRequest)> {
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
        if let Some(envelopes) = self.next_append() {
            let body = reknit_wire::envelope::encode_append(&envelopes);
            let request = self.put_bytes("POST", &format!("{path}/entries"), body);
            return Some((Job::Append(envelopes), request));
        }
        if let Some(job) = self.purge_job() {
            return Some(job);
        }
        let n_entries = self.log.n_entries();
        if n_entries >= self.snapshot_n_entries + SNAPSHOT_ENTRIES {
            let version = self.snapshot_version + 1;
            let sealed = self.account.seal(
                self.randoms.sealing.as_mut(),
                BlobKind::Snapshot,
                version,
                &id.0,
                &self.log.to_snapshot(),
            );
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
        let sealed = self.account.seal(random, BlobKind::Keyring, version, b"", &plain).ok()?;
        let put = PutKeyring { keyring: Bytes(sealed), version };
        let request = json_request("PUT", "keyring", self.session.as_deref(), &put);
        Some((Job::PutKeyring { rev: self.keyring_rev, version }, request))
    }

    fn vault_job(&mut self) -> Option<(Job, HttpRequest)> {
        if !self.net.vault_loaded {
            return None;
        }
        let version = self.vault_version + 1;
        let plain = serde_json::to_vec(&self.private).ok()?;
        self.vault_full = !vault_fits(&plain);
        if !self.vault_full {
            self.vault_plain = plain;
        }
        // A full one goes out as it last fitted: that it is full is nobody's business.
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

    /// Whether what [`Engine::view`] gives may differ from the last time: after any step but an idle tick within one second.
    pub(super) fn shows_anew(&mut self, now: Now) -> bool {
        let has_space = self.keyring.space.is_some();
        let connection = self.net.connection(has_space, !self.outbox.is_empty());
        let shown = Some((connection, now.ms / 1000));
        std::mem::replace(&mut self.net.last_shown, shown) != shown || self.net.in_flight.is_none()
    }
}
