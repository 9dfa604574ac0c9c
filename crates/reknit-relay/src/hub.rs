//! Waking whoever is connected. A hint only: it may be lost, reading may not.

use reknit_wire::{api::Wake, id::AccountId};
use tokio::sync::broadcast;

/// Hints kept for a slow listener; one that falls behind is told to read everything.
const HINTS_MAX: usize = 256;

/// Tells connected sessions that something is new.
#[derive(Debug)]
pub(crate) struct Hub(broadcast::Sender<(AccountId, Wake)>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::Sender::new(HINTS_MAX))
    }
}

impl Hub {
    /// Wakes every session of an account. Nobody listening is no error.
    pub(crate) fn wake(&self, account: AccountId, wake: Wake) {
        let _ = self.0.send((account, wake));
    }

    /// Begins to listen.
    pub(crate) fn listen(&self) -> broadcast::Receiver<(AccountId, Wake)> {
        self.0.subscribe()
    }

    /// How many listen.
    #[cfg(test)]
    pub(crate) fn n_listening(&self) -> usize {
        self.0.receiver_count()
    }
}
