//! Bodies that a relay held back: asked for again, less and less often, and told where they do not come.
//!
//! Nothing stops because of them. A relay that stripped one body once would else silence this person for good, and so would the other
//! with a changed app, who can have their own words dropped without listing them.

use std::collections::BTreeSet;

use reknit_model::log::EntryId;

use super::{Engine, net::POLL_MS};
use crate::{ports::Now, view::Alarm};

/// Longest wait before what is missing is asked for again, in milliseconds: an hour.
const WAIT_MS_MAX: i64 = 60 * POLL_MS;

/// What is known of bodies that are missing.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    ask_at_ms: i64,
    wait_ms: i64,
    /// Told in this session: an alarm that was read does not come again for the same entry.
    told: BTreeSet<EntryId>,
}

impl Engine {
    /// Everything was read. Where a body is missing that not both let go of, it is read again from before it.
    pub(super) fn ask_for_bodies(&mut self, now: Now) {
        let talks = &self.real.talks;
        let missing = self.log.missing().filter(|(id, _)| !talks.may_be_missing(*id));
        let missing: Vec<(EntryId, u64)> = missing.collect();
        let bodies = &mut self.net.bodies;
        let Some(cursor) = missing.iter().map(|(_, cursor)| *cursor).min() else {
            *bodies = Bodies::default();
            return;
        };
        if now.ms >= bodies.ask_at_ms {
            bodies.wait_ms = (bodies.wait_ms * 2).clamp(POLL_MS, WAIT_MS_MAX);
            bodies.ask_at_ms = now.ms + bodies.wait_ms;
            self.log.read_again(cursor);
            self.net.want_pull = true;
            return;
        }
        let n_told = bodies.told.len();
        bodies.told.extend(missing.iter().map(|(id, _)| *id));
        if bodies.told.len() > n_told {
            self.alarms.insert(Alarm::Withheld);
        }
    }
}
