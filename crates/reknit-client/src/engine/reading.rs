//! Only reading: an account that is opened to be copied, and changes nothing anywhere.
//!
//! What is asked is a closed list. Nothing that is due goes out, nothing is written, also not the vault or a snapshot, and no socket is
//! opened: whoever runs the relay is left with a sign-in, and their database with nothing.

use super::{Engine, Job};
use crate::ports::HttpRequest;

impl Engine {
    /// From now on it only reads.
    pub(crate) fn only_reading(mut self) -> Self {
        self.reads_only = true;
        self
    }

    /// Whether nothing more can be read: everything was, or something is wrong that an alarm tells.
    #[must_use]
    pub fn has_read_all(&self) -> bool {
        let has_more = self.keyring.space.is_some() && self.net.want_pull && !self.net.halted;
        self.session.is_some() && self.net.is_idle() && !self.net.want_vault && !has_more
    }

    /// The next thing to read.
    pub(super) fn next_reading(&mut self) -> Option<(Job, HttpRequest)> {
        if self.net.want_vault {
            return Some((Job::GetVault, self.get("vault")));
        }
        let path = format!("spaces/{}", self.keyring.space.as_ref()?.id);
        if self.net.halted {
            return None;
        }
        if self.log.n_entries() == 0 && std::mem::take(&mut self.net.want_snapshot) {
            return Some((Job::GetSnapshot, self.get(&format!("{path}/snapshot"))));
        }
        if std::mem::take(&mut self.net.want_pull) {
            let cursor = self.log.cursor;
            return Some((Job::Pull, self.get(&format!("{path}/entries?after={cursor}"))));
        }
        None
    }
}
