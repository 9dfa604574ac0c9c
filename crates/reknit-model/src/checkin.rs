//! The weekly check-in: each closes a page, and pages open together.
//!
//! A page is sealed under a key of its own that its author hands out only once both pages are there and the hour has come. A round
//! is the one after the last opened round. An author may replace their page until the partner's opening *names* it; only the named
//! pair counts, so nobody can look first and rewrite. Pages for different hours are no pair: then the hour passes without a
//! word, and each page stays its author's.

mod page;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use page::{Form, PAGE_CHARS_MAX, Page, PageError, Sliders};

use crate::{
    event::Event,
    log::{EntryId, Partner},
    state::{State, Unseal},
};

/// A page that nobody but its author can read yet. The model carries it and cannot open it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPage {
    /// Random; gives the key together with its author's secret.
    #[serde(with = "crate::hex")]
    pub id: [u8; 16],
    /// Ciphertext.
    #[serde(rename = "box", with = "crate::hex")]
    pub box_: Vec<u8>,
    /// Commitment to the key.
    #[serde(with = "crate::hex")]
    pub commit: [u8; 32],
    /// Commitment to the words.
    #[serde(with = "crate::hex")]
    pub digest: [u8; 32],
}

/// A page as it was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedPage {
    /// Its entry.
    pub entry: EntryId,
    /// When pages open, milliseconds since 1970 UTC.
    pub opens_at_ms: i64,
    /// The page.
    pub sealed: SealedPage,
}

/// A round that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its number, from 1.
    pub round: u32,
    /// Its hour, milliseconds since 1970 UTC.
    pub opens_at_ms: i64,
    /// The host's page.
    pub host: Page,
    /// The guest's page.
    pub guest: Page,
    /// Whether one of them said that no step this week is fine.
    pub no_step: bool,
}

/// The check-ins, as far as the log tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckIns {
    /// Opened rounds, oldest first.
    pub opened: Vec<Opened>,
    host: Side,
    guest: Side,
}

/// One person's part in the round that is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Side {
    /// Their pages, oldest first; the last one is current.
    pages: Vec<ClosedPage>,
    /// Which page of the partner's their first opening named.
    named: Option<EntryId>,
    /// Their pages whose key is out, with what was in them.
    released: BTreeMap<EntryId, Page>,
    /// Their pages for which an opening was said, whatever became of it: it is not said again.
    said: BTreeSet<EntryId>,
}

impl Side {
    fn page(&self, entry: EntryId) -> Option<&ClosedPage> {
        self.pages.iter().find(|it| it.entry == entry)
    }
}

/// A key that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// The round.
    pub round: u32,
    /// My page whose key is due.
    pub mine: EntryId,
    /// The other's page it is exchanged for.
    pub theirs: EntryId,
}

/// Why a page was not closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CloseError {
    /// The page is being opened: it can no longer be replaced.
    #[error("the page is being opened")]
    Opened,
}

impl Release {
    /// The event that hands out `key`.
    #[must_use]
    pub fn event(&self, key: [u8; 32]) -> Event {
        Event::PageOpened { round: self.round, mine: self.mine, theirs: self.theirs, key }
    }
}

impl CheckIns {
    /// Number of the round that is being written, from 1.
    #[must_use]
    pub fn round(&self) -> u32 {
        u32::try_from(self.opened.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The current page of `of` in the round that is being written.
    #[must_use]
    pub fn current(&self, of: Partner) -> Option<&ClosedPage> {
        self.side(of).pages.last()
    }

    /// A page of the round that is being written.
    #[must_use]
    pub fn page(&self, entry: EntryId) -> Option<&SealedPage> {
        let mut pages = self.host.pages.iter().chain(&self.guest.pages);
        pages.find(|it| it.entry == entry).map(|it| &it.sealed)
    }

    /// Closes a page, or replaces the one closed before.
    ///
    /// # Errors
    ///
    /// [`CloseError::Opened`] once either side's key is out.
    pub fn close(
        &self,
        me: Partner,
        opens_at_ms: i64,
        sealed: SealedPage,
    ) -> Result<Event, CloseError> {
        if self.may_replace(me) {
            Ok(Event::PageClosed { round: self.round(), opens_at_ms, sealed })
        } else {
            Err(CloseError::Opened)
        }
    }

    /// Whether `me` may still replace their page.
    #[must_use]
    pub fn may_replace(&self, me: Partner) -> bool {
        self.side(me).named.is_none() && self.side(me.other()).named.is_none()
    }

    fn side(&self, of: Partner) -> &Side {
        match of {
            Partner::Host => &self.host,
            Partner::Guest => &self.guest,
        }
    }

    fn side_mut(&mut self, of: Partner) -> &mut Side {
        match of {
            Partner::Host => &mut self.host,
            Partner::Guest => &mut self.guest,
        }
    }

    pub(crate) fn page_closed(&mut self, by: Partner, round: u32, page: ClosedPage) -> Option<()> {
        // Once the partner's opening has named a page, a later one comes too late.
        if round != self.round() || self.side(by.other()).named.is_some() {
            return None;
        }
        self.side_mut(by).pages.push(page);
        Some(())
    }

    pub(crate) fn page_opened(
        &mut self,
        by: Partner,
        release: Release,
        key: &[u8; 32],
        unseal: &dyn Unseal,
    ) -> Option<()> {
        let Release { round, mine, theirs } = release;
        if round != self.round() {
            return None;
        }
        let side = self.side(by);
        if side.released.contains_key(&mine) || side.named.is_some_and(|it| it != theirs) {
            return None;
        }
        let my_page = side.page(mine)?.clone();
        let their_page = self.side(by.other()).page(theirs)?;
        // Only a first opening makes the pair. A later one hands out what the other's opening named, whichever week that was for.
        let is_pair = side.named.is_some() || my_page.opens_at_ms == their_page.opens_at_ms;
        let side = self.side_mut(by);
        side.said.insert(mine);
        if !is_pair {
            return None;
        }
        let words = unseal.unseal(&my_page.sealed, key)?;
        let page = Page::from_json(&words)?;
        side.named = Some(theirs);
        side.released.insert(mine, page);
        self.open_if_both();
        Some(())
    }

    /// Opens the round once the key of each named page is out.
    fn open_if_both(&mut self) {
        let counted = |side: &Side, other: &Side| {
            let named = other.named?;
            Some((side.released.get(&named)?.clone(), side.page(named)?.opens_at_ms))
        };
        let host = counted(&self.host, &self.guest);
        let guest = counted(&self.guest, &self.host);
        if let (Some((host, host_ms)), Some((guest, guest_ms))) = (host, guest) {
            let round = self.round();
            let opens_at_ms = host_ms.max(guest_ms);
            self.opened.push(Opened { round, opens_at_ms, host, guest, no_step: false });
            self.host = Side::default();
            self.guest = Side::default();
        }
    }

    pub(crate) fn no_step(&mut self, round: u32) -> Option<()> {
        let opened = self.opened.iter_mut().find(|it| it.round == round)?;
        opened.no_step = true;
        Some(())
    }
}

/// What `me` owes now: the key of my page once both are there and the hour has come, and the key of an older page of mine if that is
/// the one the other's opening named. Nothing that is in the log already.
#[must_use]
pub fn due_releases(state: &State, me: Partner, now_ms: i64) -> Vec<Release> {
    let checkins = &state.checkin;
    let (mine, theirs) = (checkins.side(me), checkins.side(me.other()));
    let round = checkins.round();
    // The other has opened and named a page of mine: that one counts, for the page whose key they handed out.
    if let Some(named) = theirs.named.and_then(|it| mine.page(it)) {
        // Whoever opens early, or says so, does not get mine before its hour.
        if now_ms < named.opens_at_ms || mine.said.contains(&named.entry) {
            return Vec::new();
        }
        // Of several that they handed out, the one for the same hour: it began the pair.
        let is_pair =
            |it: &EntryId| theirs.page(*it).is_some_and(|it| it.opens_at_ms == named.opens_at_ms);
        let handed_out = theirs.released.keys().copied().find(is_pair);
        let release = |theirs| Release { round, mine: named.entry, theirs };
        return mine.named.or(handed_out).map(release).into_iter().collect();
    }
    if mine.named.is_some() {
        return Vec::new();
    }
    let (Some(my_page), Some(their_page)) = (mine.pages.last(), theirs.pages.last()) else {
        return Vec::new();
    };
    let is_pair = my_page.opens_at_ms == their_page.opens_at_ms;
    if is_pair && now_ms >= my_page.opens_at_ms && !mine.said.contains(&my_page.entry) {
        vec![Release { round, mine: my_page.entry, theirs: their_page.entry }]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests;
