//! *Quiet*: what the other sends waits unseen, for as long as one likes.
//!
//! Everything is still fetched, on the same schedule, and keys of pages still go out when they are due: neither the relay nor the
//! other can tell Quiet from its absence. Only what is shown leaves out what stands in the other's chain behind the point where
//! Quiet began; the point is the end of their chain then, and lies in the vault.

use reknit_model::log::Entry;
use reknit_wire::{header::Link, id::SpaceId};
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::command::Refusal;

/// Where it lies in the vault.
const QUIET_KEY: &str = "quiet";

/// Where Quiet began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Quiet {
    space: SpaceId,
    /// The end of the other's chain; the start where they had said nothing.
    since: Link,
}

impl Engine {
    /// Begins or ends it.
    pub(super) fn set_quiet(&mut self, on: bool) -> Result<(), Refusal> {
        if on == self.is_quiet_on() {
            return Ok(());
        }
        let text = if on {
            let keys = self.keyring.space.as_ref().ok_or(Refusal::NotPaired)?;
            let partner = self.log.roster().and_then(|it| it.partner_of(keys.me()));
            let since = partner.map_or(Link::START, |it| self.log.end(it));
            serde_json::to_string(&Quiet { space: keys.id, since }).unwrap_or_default()
        } else {
            String::new()
        };
        self.set_vital(QUIET_KEY, &text);
        self.refold();
        Ok(())
    }

    /// Whether it is on.
    pub(super) fn is_quiet_on(&self) -> bool {
        self.quiet().is_some()
    }

    fn quiet(&self) -> Option<Quiet> {
        let (text, _) = self.private.get(QUIET_KEY)?;
        let quiet: Quiet = serde_json::from_str(text).ok()?;
        let space = self.keyring.space.as_ref()?;
        (space.id == quiet.space).then_some(quiet)
    }

    /// What is shown while it is on.
    pub(super) fn entries_in_quiet(&self) -> Option<Vec<Entry>> {
        let quiet = self.quiet()?;
        let partner = self.log.roster().and_then(|it| it.partner_of(self.me()?))?;
        Some(self.log.entries_until(partner, quiet.since.seq))
    }
}
