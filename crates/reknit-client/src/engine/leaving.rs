//! Leaving the space.
//!
//! It says nothing: no entry is written and no key is made, and what waits to be sent is not sent. My keys of the space go, the relay
//! is told to serve it to me no longer, and the other is answered as if I were merely offline. Nobody's consent is asked.

use reknit_wire::id::SpaceId;

use super::{Engine, daily::OFFERED_PREFIX, jobs::Job};
use crate::{command::Refusal, keyring::Pins, log::SpaceLog, ports::HttpRequest, view::Alarm};

/// What in the vault belongs to a space and is nothing one wrote.
const OF_A_SPACE: [&str; 5] = ["quiet", "let-in/", "letter/", "arrivals", OFFERED_PREFIX];

impl Engine {
    /// Leaves the space I am in.
    pub(crate) fn leave_space(&mut self) -> Result<(), Refusal> {
        let space = self.keyring.space.as_ref().ok_or(Refusal::NotPaired)?.id;
        // A letter that waits for its time waits no longer: it is a draft again.
        if let Some(waiting) = self.waiting_letter() {
            self.put_back(&waiting);
        }
        // An invitation that is out ends as one that was taken back.
        let _ = self.revoke();
        self.keyring.left.push(space);
        self.keyring.leaving.push(space);
        self.keyring.space = None;
        self.keyring.talks.clear();
        self.keyring_changed();
        self.forget_space();
        Ok(())
    }

    /// Lets go of everything of a space that is not mine any more.
    pub(crate) fn forget_space(&mut self) {
        self.outbox.clear();
        self.begin_space();
        for alarm in [Alarm::RolledBack, Alarm::Forked, Alarm::Forged, Alarm::Withheld] {
            self.alarms.remove(&alarm);
        }
        self.private.pins = Pins::default();
        for prefix in OF_A_SPACE {
            self.private.drop_under(self.randoms.private.as_mut(), prefix);
        }
        self.keeps.mark_all();
        self.refold();
    }

    /// Nothing of the space I am in, or of none, is here yet.
    pub(crate) fn begin_space(&mut self) {
        self.log = SpaceLog::default();
        self.snapshot_version = 0;
        self.snapshot_n_entries = 0;
        self.net.space_changed();
    }

    /// After the keyring was merged: whether what is here still belongs to my space.
    pub(super) fn settle_space(&mut self) {
        let mine = self.keyring.space.as_ref().map(|it| it.id);
        let here = self.log.roster().map(reknit_wire::roster::Roster::space);
        let has_left = here.is_some_and(|it| self.keyring.left.contains(&it));
        if has_left || (here.is_some() && here != mine) {
            self.forget_space();
        }
    }

    /// Tells the relay of a space I have left.
    pub(super) fn leaving_job(&self) -> Option<(Job, HttpRequest)> {
        let space = *self.keyring.leaving.first().filter(|_| !self.net.parting_refused)?;
        let request = self.put_bytes("DELETE", &format!("spaces/{space}/claim"), Vec::new());
        Some((Job::Leave(space), request))
    }

    /// It knows.
    pub(super) fn left(&mut self, space: SpaceId) {
        self.keyring.leaving.retain(|it| *it != space);
        self.keyring_changed();
    }
}
