//! The line to the relay: what is wanted, what is on its way, when to ask again.

use super::{Output, bodies::Bodies, jobs::Job};
use crate::{
    ports::Now,
    view::{Connection, NoRoom},
};

/// How often the relay is asked without a hint, in milliseconds. The same for everybody, so that it tells nothing.
pub(super) const POLL_MS: i64 = 60_000;

/// How often the private vault is written while unlocked, changed or not, in milliseconds.
const VAULT_MS: i64 = 120_000;

/// Waits between tries while the relay does not answer, in milliseconds: doubling, from the first to the last.
const RETRY_MS: core::ops::RangeInclusive<i64> = 1_000..=30_000;

/// How long to wait before words or a snapshot are offered again that the relay has no room for, in milliseconds.
const ROOM_MS: i64 = 600_000;

/// How long a locking engine waits for the relay, in milliseconds.
const LOCK_MS: i64 = 3_000;

/// The line to the relay.
#[derive(Debug, Default)]
pub(crate) struct Net {
    pub(super) in_flight: Option<(u64, Job)>,
    pub(super) next_id: u64,
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
    /// The last page was full, or the first after signing in: another one follows.
    pub(super) has_next_page: bool,
    /// Stopped after an alarm, until a person has read it.
    pub(super) halted: bool,
    /// The relay would not drop bodies.
    pub(super) purge_refused: bool,
    /// The relay takes no more of my words.
    pub(super) no_room: Option<NoRoom>,
    /// Not before are they offered again.
    room_at_ms: i64,
    /// Not before is a snapshot offered again. It stands for the account, whichever space it is in.
    snapshot_at_ms: i64,
    /// The alarm was read.
    pub(super) resuming: bool,
    pub(super) vault_loaded: bool,
    pub(super) vault_due_ms: i64,
    pub(super) vault_asked_ms: i64,
    /// Which version of the vault the relay said there is.
    pub(super) vault_told: u64,
    /// When the newest writing of the vault began that the relay took: until then nothing was written elsewhere that is not here.
    pub(super) vault_sure_ms: i64,
    pub(super) poll_at_ms: i64,
    pub(super) retry_at_ms: i64,
    pub(super) bodies: Bodies,
    pub(super) backoff_ms: i64,
    /// How long to wait after the next conflict; 0 while none has happened.
    pub(super) conflict_ms: i64,
    pub(super) failing: bool,
    /// The relay did not take that I have left, or that an invitation is over: it is told again with the next scheduled question, and nothing else
    /// waits for it.
    pub(crate) parting_refused: bool,
    pub(super) signed_out: bool,
    pub(super) lock_until_ms: Option<i64>,
    pub(super) socket: Socket,
    /// Not before is it opened again.
    socket_at_ms: i64,
    socket_wait_ms: i64,
    /// The session of the socket is over: it has to go as well.
    closes_socket: bool,
    pub(super) last_shown: Option<(Connection, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Socket {
    #[default]
    Closed,
    Opening,
    Open,
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
        self.closes_socket = self.socket != Socket::Closed;
        self.socket = Socket::Closed;
    }

    /// What is on its way belongs to something that is no more.
    fn forget_flight(&mut self, is_past: fn(&Job) -> bool) {
        if let Some((_, job)) = self.in_flight.as_mut().filter(|(_, job)| is_past(job)) {
            *job = Job::Past;
        }
    }

    /// There is another invitation now, or none.
    pub(crate) fn invitation_changed(&mut self) {
        self.forget_flight(Job::is_of_invitation);
    }

    /// There is another space now, or none.
    pub(super) fn space_changed(&mut self) {
        self.forget_flight(Job::is_of_space);
        self.space_created = false;
        self.pulled = false;
        self.has_next_page = false;
        self.halted = false;
        self.snapshot_conflict = false;
        self.no_room = None;
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
    pub(super) fn resume(&mut self) {
        if std::mem::take(&mut self.resuming) {
            self.halted = false;
        }
    }

    /// The relay takes no more of my words, in a day or in all.
    pub(super) fn found_no_room(&mut self, now: Now, today: bool) {
        self.no_room = Some(if today { NoRoom::Today } else { NoRoom::Ever });
        self.room_at_ms = now.ms + ROOM_MS;
    }

    /// Whether words may be offered.
    pub(super) fn may_append(&self, now: Now) -> bool {
        self.no_room.is_none() || now.ms >= self.room_at_ms
    }

    /// The relay takes no more snapshots for now. It did answer: nothing else waits, and nobody need know.
    pub(super) fn snapshot_refused(&mut self, now: Now) {
        self.snapshot_at_ms = now.ms + ROOM_MS;
    }

    /// Whether a snapshot may be offered.
    pub(super) fn may_put_snapshot(&self, now: Now) -> bool {
        now.ms >= self.snapshot_at_ms
    }

    pub(super) fn retry_now(&mut self, now: Now) {
        self.resume();
        self.retry_at_ms = now.ms;
        self.socket_at_ms = now.ms;
        self.want_pull = true;
        self.want_account = true;
        self.want_mailbox = true;
    }

    pub(super) fn locking(&mut self, now: Now) {
        self.lock_until_ms = Some(now.ms + LOCK_MS);
        self.vault_due_ms = now.ms;
    }

    /// Whether a locking engine may be dropped.
    pub(super) fn is_at_rest(&self) -> bool {
        let vault_written = self.vault_due_ms == i64::MAX;
        self.failing || self.signed_out || (self.in_flight.is_none() && vault_written)
    }

    /// Whether the next page is about to come.
    pub(super) fn reads_on(&self) -> bool {
        self.has_next_page && !self.failing && !self.halted && !self.signed_out
    }

    /// Whether nothing is on its way, and the last question was answered.
    pub(super) fn is_idle(&self) -> bool {
        self.in_flight.is_none() && !self.failing
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
        if std::mem::take(&mut self.failing) {
            // The line is back.
            self.socket_at_ms = 0;
        }
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

    /// The socket is closed, or could not be opened. Not at once again: a relay that is restarting should not be met by everybody in the
    /// same instant, and one that is away, or opens sockets only to close them, not each second.
    pub(super) fn socket_closed(&mut self, now: Now) {
        self.socket = Socket::Closed;
        self.socket_wait_ms = (self.socket_wait_ms * 2).clamp(*RETRY_MS.start(), *RETRY_MS.end());
        self.socket_at_ms = now.ms + self.socket_wait_ms;
        self.retry_at_ms = self.retry_at_ms.max(now.ms + RETRY_MS.start());
    }

    /// The relay listens on it.
    pub(super) fn socket_ready(&mut self) {
        self.socket_wait_ms = 0;
    }

    /// Closes the socket where its session ended.
    pub(super) fn close_socket(&mut self, outputs: &mut Vec<Output>) {
        if std::mem::take(&mut self.closes_socket) {
            outputs.push(Output::CloseSocket);
        }
    }

    /// Opens the socket again after it closed, no sooner than the next request may go out.
    pub(super) fn reopen_socket(&mut self, now: Now, has_session: bool, outputs: &mut Vec<Output>) {
        let may_open = now.ms >= self.retry_at_ms.max(self.socket_at_ms);
        if has_session && self.socket == Socket::Closed && may_open {
            self.socket = Socket::Opening;
            outputs.push(Output::OpenSocket);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_goes_with_its_session_and_once() {
        let mut net = Net::default();
        let closing = |net: &mut Net| {
            let mut outputs = Vec::new();
            net.close_socket(&mut outputs);
            outputs
        };
        net.signed_out();
        assert_eq!(closing(&mut net), [], "there was none");
        net.attached(Now { ms: 1, today: 1 });
        assert_eq!(closing(&mut net), []);
        net.signed_out();
        assert_eq!(closing(&mut net), [Output::CloseSocket]);
        assert_eq!(closing(&mut net), []);
    }

    /// How often a socket is opened in an hour, when each is closed a second later.
    fn n_opened(net: &mut Net, was_ready: bool) -> usize {
        let mut n_opened = 0;
        for second in 0..3_600 {
            let now = Now { ms: second * 1_000, today: 1 };
            let mut outputs = Vec::new();
            if net.socket == Socket::Opening {
                if was_ready {
                    net.socket_ready();
                }
                net.socket_closed(now);
            }
            net.reopen_socket(now, true, &mut outputs);
            n_opened += outputs.len();
        }
        n_opened
    }

    #[test]
    fn a_socket_that_does_not_stay_open_is_tried_less_and_less() {
        let mut net = Net::default();
        assert!(n_opened(&mut net, false) < 130);
        let mut other = Net::default();
        assert!(n_opened(&mut other, true) > 1_000, "one that was open is opened again soon");
    }

    #[test]
    fn a_socket_is_tried_at_once_when_the_line_is_back() {
        let opens = |net: &mut Net, ms: i64| {
            let mut outputs = Vec::new();
            net.reopen_socket(Now { ms, today: 1 }, true, &mut outputs);
            !outputs.is_empty()
        };
        let far = 4_000_000;
        for is_shown_again in [true, false] {
            let mut net = Net::default();
            n_opened(&mut net, false);
            let now = Now { ms: far, today: 1 };
            net.socket_closed(now);
            net.failed(now);
            assert!(!opens(&mut net, far + 2_000));
            if is_shown_again {
                net.retry_now(Now { ms: far + 3_000, today: 1 });
            } else {
                net.answered();
            }
            assert!(opens(&mut net, far + 3_000));
        }
    }
}
