//! The engine: one open account, moved only by [`Engine::command`] and [`Engine::step`].
//!
//! At most one request is on its way. What to ask next follows from the state (`engine/jobs.rs`), so a lost answer, a reload or
//! another device needs no special path: the next question is simply asked again.

mod account;
mod appending;
mod arrivals;
mod aside;
mod bodies;
mod caps;
mod commands;
mod daily;
mod exporting;
mod jobs;
mod keeping;
mod leaving;
mod net;
mod pulling;
mod quiet;
mod reading;
mod replies;
mod show;
mod talks;

use std::collections::BTreeSet;

use reknit_model::{arrivals::Chain, event::Event, letters::LetterId, log::EntryId, state::State};
use reknit_vault::blob::AccountKey;

pub(crate) use jobs::Job;
pub(crate) use keeping::KeptAccount;
pub(crate) use pulling::Opener;

use crate::{
    account::{Blob, DeviceRecord},
    engine::{keeping::Keeps, net::Net},
    keyring::Keyring,
    log::SpaceLog,
    ports::{HttpReply, HttpRequest, Now, Offline, Zones},
    private::Private,
    randoms::Randoms,
    view::{Alarm, View},
};

/// One open account.
pub struct Engine {
    handle: String,
    account: AccountKey,
    own_device: bool,
    has_recovery: bool,
    device: Option<DeviceRecord>,
    pub(crate) keyring: Keyring,
    keyring_version: u64,
    /// Rises with every change of the keyring that the relay does not have.
    keyring_rev: u64,
    keyring_sent_rev: u64,
    /// The change with which there was no room for it in its blob.
    keyring_full_rev: Option<u64>,
    private: Private,
    vault_version: u64,
    /// When this device read a vault for the first time, having held none: it cannot tell whether that was the newest.
    vault_begun_ms: Option<i64>,
    vault_full: bool,
    /// The vault as it was last read or written. What is too full to be sealed must not stop the schedule.
    vault_plain: Vec<u8>,
    /// The same, as this device keeps it.
    private_kept: Vec<u8>,
    pub(crate) log: SpaceLog,
    snapshot_version: u64,
    snapshot_n_entries: usize,
    /// The log holds entries that are not folded.
    is_behind: bool,
    outbox: Vec<Pending>,
    /// The oldest of my words in it, and since when it waits here.
    oldest_waiting: Option<([u8; 16], i64)>,
    /// Folded from what the relay has; the same with what waits to be sent; and the latter as it is shown, which differs in Quiet only.
    real: State,
    complete: State,
    shown: State,
    /// Entries of the other that wait for their time.
    unseen: BTreeSet<EntryId>,
    their_chain: Chain,
    /// A letter that was put away here for a short pause: no other device has well heard of it.
    letter_from_here: Option<LetterId>,
    session: Option<String>,
    /// The newest token there was here, also after its session ended or before the first.
    known_by: Option<String>,
    /// Nothing is written anywhere.
    reads_only: bool,
    pub(crate) alarms: BTreeSet<Alarm>,
    pub(crate) net: Net,
    keeps: Keeps,
    pub(crate) randoms: Randoms,
    zones: Box<dyn Zones>,
}

impl core::fmt::Debug for Engine {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Engine(…)")
    }
}

/// An event that waits to be sent. It is sealed and signed only then.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Pending {
    /// Random; a device knows its own entry by it after a conflict.
    #[serde(with = "crate::bytes_serde")]
    pub(crate) id: [u8; 16],
    pub(crate) event: Event,
}

/// What an engine begins with.
pub(crate) struct Start {
    pub(crate) handle: String,
    pub(crate) account: AccountKey,
    pub(crate) own_device: bool,
    pub(crate) keyring: Keyring,
    pub(crate) private: Private,
    pub(crate) device: Option<DeviceRecord>,
    pub(crate) randoms: Randoms,
    pub(crate) zones: Box<dyn Zones>,
}

/// What happens to an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Time has passed; about once a second.
    Tick,
    /// A request was answered, or was not.
    Replied {
        /// From [`Output::Send`].
        id: u64,
        /// The answer.
        reply: Result<HttpReply, Offline>,
    },
    /// Something about the wake-up socket.
    Socket(SocketEvent),
    /// A kept blob is durable, or could not be kept.
    Kept {
        /// From [`Output::Keep`].
        id: u64,
        /// Whether it is durable.
        ok: bool,
    },
    /// The network may be back.
    Online,
    /// The account is about to be locked: bring everything to rest.
    Lock,
}

/// What the wake-up socket did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SocketEvent {
    /// It is open.
    Opened,
    /// A text frame came.
    Frame(String),
    /// It is closed, or could not be opened.
    Closed,
}

/// What an engine wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Send a request; answer with [`Input::Replied`].
    Send {
        /// Names the request.
        id: u64,
        /// The request.
        request: HttpRequest,
    },
    /// Open the wake-up socket at `/api/v1/wake`.
    OpenSocket,
    /// Close it.
    CloseSocket,
    /// Send a text frame on it.
    SocketSend(String),
    /// Keep a blob; answer with [`Input::Kept`].
    Keep {
        /// Names the act.
        id: u64,
        /// Name of the blob.
        name: String,
        /// Sealed bytes.
        bytes: Vec<u8>,
        /// Whether it must survive a power cut before it counts.
        strict: bool,
    },
    /// [`Engine::view`] may have changed.
    Changed,
}

impl Engine {
    pub(crate) fn new(start: Start) -> Self {
        let Start { handle, account, own_device, keyring, private, device, randoms, zones } = start;
        Self {
            handle,
            account,
            own_device,
            has_recovery: false,
            device,
            keyring,
            keyring_version: 0,
            keyring_rev: 0,
            keyring_sent_rev: 0,
            keyring_full_rev: None,
            private,
            vault_version: 0,
            vault_begun_ms: None,
            vault_full: false,
            vault_plain: Vec::new(),
            private_kept: Vec::new(),
            log: SpaceLog::default(),
            snapshot_version: 0,
            snapshot_n_entries: 0,
            is_behind: false,
            outbox: Vec::new(),
            oldest_waiting: None,
            real: State::default(),
            complete: State::default(),
            shown: State::default(),
            unseen: BTreeSet::new(),
            their_chain: Chain::default(),
            letter_from_here: None,
            session: None,
            known_by: None,
            reads_only: false,
            alarms: BTreeSet::new(),
            net: Net::default(),
            keeps: Keeps::new(),
            randoms,
            zones,
        }
    }

    /// Whether there is a session with the relay.
    #[must_use]
    pub fn has_session(&self) -> bool {
        self.session.is_some()
    }

    /// The name to sign in with.
    #[must_use]
    pub fn handle(&self) -> &str {
        &self.handle
    }

    /// Whether this device is only theirs.
    #[must_use]
    pub fn is_own_device(&self) -> bool {
        self.own_device
    }

    /// The session token, for calls a face makes itself (own sessions, signing out).
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// The token to show where the passphrase is tried once more.
    #[must_use]
    pub fn known_by(&self) -> Option<&str> {
        self.known_by.as_deref()
    }

    /// Notes a change of the keyring.
    pub(crate) fn keyring_changed(&mut self) {
        self.keyring_rev += 1;
        self.keeps.mark(Blob::Account);
    }

    /// Moves the engine on.
    pub fn step(&mut self, now: Now, input: Input) -> Vec<Output> {
        let mut outputs = Vec::new();
        if matches!(input, Input::Replied { .. } | Input::Online | Input::Lock) {
            outputs.push(Output::Changed);
        }
        match input {
            Input::Tick => {}
            Input::Replied { id, reply } => self.replied(now, id, reply),
            Input::Socket(event) => self.socket(now, &event, &mut outputs),
            Input::Kept { id, ok } => {
                let was_sound = self.keeps.is_sound();
                let (what, is_private) = self.keeps.kept(id, ok);
                if self.keeps.is_sound() != was_sound {
                    outputs.push(Output::Changed);
                }
                // What was done privately reached the disk: nothing is asked of the relay at a time that follows from it.
                if what == Some(Blob::Private) || is_private {
                    outputs.extend(self.flush());
                    return outputs;
                }
            }
            Input::Online => self.net.retry_now(now),
            Input::Lock => self.net.locking(now),
        }
        self.finish(now, outputs)
    }

    /// Whether nothing is left to carry out before the engine is dropped.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        !self.keeps.is_waiting() && (self.session.is_none() || self.net.is_at_rest())
    }

    /// Decides what is due and adds it to `outputs`.
    fn finish(&mut self, now: Now, mut outputs: Vec<Output>) -> Vec<Output> {
        if !self.net.reads_on() {
            self.catch_up();
        }
        self.let_in(now);
        if !self.reads_only {
            self.release_due(now);
            self.tend_letter(now);
            self.talks_due(now);
        }
        self.note_waiting(now);
        outputs.extend(self.flush());
        if let Some(output) = self.next_request(now) {
            outputs.push(output);
        }
        let listens = self.session.is_some() && !self.reads_only;
        self.net.close_socket(&mut outputs);
        self.net.reopen_socket(now, listens, &mut outputs);
        if self.shows_anew(now, &outputs) && !outputs.contains(&Output::Changed) {
            outputs.push(Output::Changed);
        }
        outputs
    }

    /// What to show.
    #[must_use]
    pub fn view(&self, now: Now) -> View {
        self.show(now)
    }
}

#[cfg(test)]
mod tests;
