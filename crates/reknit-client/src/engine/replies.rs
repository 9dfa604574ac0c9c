//! What the relay answered.

use reknit_vault::blob::{BlobKind, Front};
use reknit_wire::{
    api::{AccountRecord, AppendReply, Appended, Code, Mailbox, Problem},
    envelope::{Envelope, Stored, decode_page},
    limits::PAGE_ENTRIES_MAX,
};

use super::{Engine, jobs::Job};
use crate::{
    account::{Blob, InviteError},
    log::SpaceLog,
    ports::{HttpReply, Now, Offline},
    private::Private,
    view::Alarm,
};

/// A page behind which an honest relay has more holds at least a dozen entries (`PAGE_BYTES_MAX`). One with fewer, all of which were
/// here, is the end, as an empty one is.
const KNOWN_ENTRIES_MIN: usize = 7;

impl Engine {
    pub(super) fn replied(&mut self, now: Now, id: u64, reply: Result<HttpReply, Offline>) {
        let Some(job) = self.net.take(id) else { return };
        let Ok(reply) = reply else {
            self.ask_again(&job);
            self.net.failed(now);
            return;
        };
        let code = serde_json::from_slice::<Problem>(&reply.body).ok().map(|it| it.code);
        match reply.status {
            401 => {
                self.ask_again(&job);
                self.sign_out();
            }
            // It only makes the next opening quicker: it can wait.
            429 if matches!(job, Job::PutSnapshot { .. }) => {
                self.ask_again(&job);
                self.net.answered();
                self.net.snapshot_refused(now);
            }
            429 | 500.. => {
                self.ask_again(&job);
                self.net.failed(now);
            }
            status => {
                self.net.answered();
                self.answered(now, job, status, code, &reply.body);
            }
        }
    }

    /// A question that was taken off the list is put back.
    fn ask_again(&mut self, job: &Job) {
        match job {
            Job::Account => self.net.want_account = true,
            Job::GetSnapshot => self.net.want_snapshot = true,
            Job::GetMailbox => self.net.want_mailbox = true,
            Job::Pull | Job::Append(_) => self.net.want_pull = true,
            Job::PutSnapshot { .. } => self.snapshot_n_entries = 0,
            // These follow from the state and are asked again by themselves.
            Job::PutKeyring { .. }
            | Job::GetVault
            | Job::PutVault { .. }
            | Job::CreateSpace
            | Job::Claim
            | Job::PutCard
            | Job::PutJoin
            | Job::PutReveal
            | Job::RetireMailbox(_)
            | Job::Purge(_)
            | Job::Leave(_)
            | Job::Past => {}
        }
    }

    fn answered(&mut self, now: Now, job: Job, status: u16, code: Option<Code>, body: &[u8]) {
        let ok = status == 200;
        if !ok && !job.expects(status) {
            self.net.conflicted(now);
        } else if ok && job.writes() {
            self.net.wrote();
        }
        match job {
            Job::Account => {
                if let Some(record) = ok.then(|| json::<AccountRecord>(body)).flatten() {
                    self.take_record(&record);
                }
            }
            Job::PutKeyring { rev, version } => {
                if ok {
                    self.keyring_version = version;
                    self.keyring_sent_rev = rev;
                    self.keeps.mark(Blob::Account);
                } else {
                    self.net.want_account = true;
                }
            }
            Job::GetVault => self.got_vault(now, ok, body),
            Job::PutVault { version } => {
                if ok {
                    self.vault_version = version;
                    self.net.vault_taken(now);
                } else if status == 409 {
                    self.net.want_vault = true;
                } else {
                    self.net.vault_written(now);
                }
            }
            Job::CreateSpace => {
                // A conflict would mean that somebody else holds this very genesis; nothing can be built on that.
                if ok { self.space_created() } else { self.raise(Alarm::Forged) }
            }
            Job::GetSnapshot => self.got_snapshot(ok, body),
            Job::PutSnapshot { version, n_entries } => {
                if ok {
                    self.snapshot_version = version;
                    self.snapshot_n_entries = n_entries;
                } else {
                    self.net.snapshot_conflict = true;
                    self.net.want_snapshot = true;
                }
            }
            Job::Pull => self.pulled(now, status, body),
            Job::Purge(ids) => self.purged(ok, &ids),
            Job::Append(envelopes) => self.appended(now, &envelopes, body),
            Job::Claim => self.claimed(if ok { Ok(()) } else { Err(join_error(code)) }),
            Job::GetMailbox => match json::<Mailbox>(body) {
                Some(mailbox) if ok => self.read_mailbox(&mailbox),
                _ if status == 404 || status == 410 => self.mailbox_gone(),
                _ => {}
            },
            Job::PutCard => self.card_sent(status),
            Job::PutJoin => self.join_sent(if ok { Ok(()) } else { Err(join_error(code)) }),
            Job::PutReveal => self.reveal_sent(status),
            Job::Past => {}
            // What the relay does not take stands as it was: it would go on serving a space that was left.
            Job::Leave(_) | Job::RetireMailbox(_) if !ok && status != 404 => {
                self.net.parting_refused = true;
            }
            Job::Leave(space) => self.left(space),
            Job::RetireMailbox(mailbox) => {
                self.keyring.retired.retain(|it| *it != mailbox);
                self.keyring_changed();
            }
        }
    }

    fn got_vault(&mut self, now: Now, ok: bool, body: &[u8]) {
        if !ok {
            return;
        }
        self.net.want_vault = false;
        let opened = self.account.open(BlobKind::Vault, b"", body);
        let read = opened.ok().and_then(|(version, plain)| {
            Some((version, serde_json::from_slice(&plain).ok()?, plain))
        });
        let Some((version, theirs, plain)): Option<(u64, Private, Vec<u8>)> = read else {
            // Never write over what cannot be read.
            self.alarms.insert(Alarm::Account);
            return;
        };
        if version < self.vault_version.max(self.net.vault_told) {
            self.alarms.insert(Alarm::Account);
            return;
        }
        self.vault_version = version;
        self.vault_begun_ms.get_or_insert(now.ms);
        self.vault_plain = plain;
        self.private.merge(theirs);
        self.keeps.mark(Blob::Private);
        // What is shown follows from it too.
        self.refold();
        if !self.net.vault_loaded {
            self.net.vault_loaded = true;
            self.net.vault_due(now);
        }
    }

    fn got_snapshot(&mut self, ok: bool, body: &[u8]) {
        let Some(space) = self.keyring.space.as_ref().filter(|_| ok) else { return };
        // Whatever it holds, the next one written must come after it.
        self.snapshot_version = Front::read(body).map_or(0, |it| it.version);
        self.net.snapshot_conflict = false;
        // One that does not open was sealed before the passphrase changed, or is damaged: then everything is read.
        let opened = self.account.open(BlobKind::Snapshot, &space.id.0, body);
        let log = opened.ok().and_then(|(_, plain)| SpaceLog::from_snapshot(&plain));
        let Some(log) = log.filter(|it| it.roster().is_some_and(|it| it.space() == space.id))
        else {
            return;
        };
        self.snapshot_n_entries = log.n_entries();
        if log.n_entries() > self.log.n_entries() {
            self.log = log;
            self.keeps.mark(Blob::Space);
            self.reopen();
        }
    }

    fn pulled(&mut self, now: Now, status: u16, body: &[u8]) {
        match status {
            200 => {}
            // Not admitted yet, or no longer served: nothing to read until somebody says otherwise.
            404 => {
                if self.log.n_entries() > 0 {
                    self.raise(Alarm::Withheld);
                    // Perhaps another device of mine has left it.
                    self.net.want_account = true;
                }
                return;
            }
            _ => {
                self.net.want_pull = true;
                return;
            }
        }
        let Ok(page) = decode_page(body) else {
            self.raise(Alarm::Forged);
            return;
        };
        self.net.has_next_page =
            !page.is_empty() && (!self.net.pulled || page.len() >= PAGE_ENTRIES_MAX);
        let before = self.log.cursor;
        let Some(brought) = (if page.is_empty() { Some(false) } else { self.take_entries(&page) })
        else {
            return;
        };
        // Where a page leads nowhere, the next one would be asked for again and again, and nothing be said in between. What is read once
        // more leads as far as it is known.
        let reads_again = self.log.cursor > before && page.len() >= KNOWN_ENTRIES_MIN;
        if brought || reads_again {
            self.net.want_pull = true;
        } else {
            self.net.has_next_page = false;
            self.catch_up();
            self.net.pulled = true;
            self.check_pins(now);
            self.ask_for_bodies(now);
        }
    }

    fn appended(&mut self, now: Now, envelopes: &[Envelope], body: &[u8]) {
        let Some(AppendReply { results }) = json(body) else {
            self.net.want_pull = true;
            self.net.failed(now);
            return;
        };
        let stored: Vec<Stored> = envelopes
            .iter()
            .zip(&results)
            .take_while(|(_, it)| matches!(it, Appended::Stored { .. }))
            // Cursor 0: entries of the other may lie before ours, so the next page must still bring them.
            .map(|(envelope, _)| Stored { cursor: 0, envelope: envelope.clone() })
            .collect();
        let all_stored = stored.len() == envelopes.len();
        if !stored.is_empty() {
            self.take_entries(&stored);
            self.net.no_room = None;
        }
        if all_stored {
            return;
        }
        self.net.want_pull = true;
        let me_end = self.me().map(|it| self.log.end(it).seq).unwrap_or_default();
        match results.get(stored.len()) {
            Some(Appended::Gap { end }) if end.seq < me_end => self.raise(Alarm::RolledBack),
            // Nothing is wrong: it waits, and everything else goes on.
            Some(Appended::NoRoom { today }) => self.net.found_no_room(now, *today),
            // What is not taken now may be taken after reading on; not at once again, in case it never is.
            Some(Appended::Refused | Appended::Gap { .. }) | None => self.net.failed(now),
            Some(Appended::Conflict { .. } | Appended::Skipped | Appended::Stored { .. }) => {
                self.net.conflicted(now);
            }
        }
    }
}

/// Why somebody could not join.
fn join_error(code: Option<Code>) -> InviteError {
    match code {
        Some(Code::InvitationUsed) => InviteError::Used,
        _ => InviteError::Gone,
    }
}

fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
