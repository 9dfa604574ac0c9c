//! What of the other's comes into view when ([`reknit_model::arrivals`]): a book in the vault, which nobody else knows of.
//!
//! Everything is fetched as ever and at once. What waits is left out of the view, and cannot be opened or answered; neither the relay
//! nor the other can tell. It is in an export.

use reknit_model::{
    arrivals::{Arrivals, Chain, Clock, Moment, is_timed},
    log::{Entry, EntryId},
};
use reknit_wire::id::SpaceId;
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::{account::Blob, ports::Now};

/// Where the book lies in the vault.
const BOOK_KEY: &str = "arrivals";

/// The book of a space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Book {
    space: SpaceId,
    #[serde(flatten)]
    arrivals: Arrivals,
}

impl Engine {
    /// Lets in what has its time by now. Private, and starts no request.
    pub(super) fn look_at_arrivals(&mut self, now: Now) {
        let Some((book, is_one)) = self.book() else { return };
        if book.arrivals.is_settled(self.their_chain.end) && is_one {
            return;
        }
        let mut next = book.clone();
        let clock = Clock {
            now: moment(now),
            read: self.private.pins.read,
            offset_minutes: &|zone, at_ms| self.zones.offset_minutes(zone, at_ms),
        };
        next.arrivals.look(&self.complete, &self.their_chain, &clock);
        if next == book && is_one {
            return;
        }
        let text = serde_json::to_string(&next).unwrap_or_default();
        let random = self.randoms.private.as_mut();
        self.private.set(random, BOOK_KEY, &text);
        self.private.settle(random, BOOK_KEY);
        self.keeps.mark(Blob::Private);
        self.hide_unseen();
    }

    /// Works out anew what waits.
    pub(super) fn hide_unseen(&mut self) {
        let book = self.book();
        self.unseen = book.map(|(it, _)| it.arrivals.unseen(&self.their_chain)).unwrap_or_default();
    }

    /// Whether an entry of the other waits.
    pub(super) fn is_unseen(&self, entry: EntryId) -> bool {
        self.unseen.contains(&entry)
    }

    /// The book, and whether it is one: two devices may have written at the same time. `None` before the vault was read.
    fn book(&self) -> Option<(Book, bool)> {
        let space = self.keyring.space.as_ref()?.id;
        let found = self.private.get(BOOK_KEY);
        if found.is_none() && !self.net.vault_loaded {
            return None;
        }
        let (text, also) = found.unwrap_or(("", &[]));
        let mut book = Book { space, arrivals: Arrivals::default() };
        for text in std::iter::once(text).chain(also.iter().map(String::as_str)) {
            let read = serde_json::from_str::<Book>(text).ok();
            if let Some(it) = read.filter(|it| it.space == space) {
                book.arrivals.join(&it.arrivals);
            }
        }
        Some((book, also.is_empty()))
    }

    /// What of the other's has its time, in a log that changed and was folded.
    pub(super) fn take_their_chain(&mut self, entries: &[Entry]) {
        let partner = self.log.roster().and_then(|it| it.partner_of(self.me()?));
        let Some(partner) = partner else {
            self.their_chain = Chain::default();
            return;
        };
        let by = self.log.partner(partner);
        let timed = entries.iter().filter(|it| it.by == by && is_timed(&it.event));
        let timed = timed.map(|it| it.at.entry).collect();
        let talks = &self.real.talks;
        self.their_chain = self.log.chain(partner, &timed, |it| talks.may_be_missing(it));
    }
}

/// Now, as the model calls it.
pub(super) fn moment(now: Now) -> Moment {
    Moment { ms: now.ms, day: now.today }
}
