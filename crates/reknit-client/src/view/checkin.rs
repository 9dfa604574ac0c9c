//! The weekly check-in.

use reknit_model::{checkin::Page, log::EntryId, rhythm::Rhythm};

/// The weekly check-in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CheckIn {
    /// The hour both chose.
    pub rhythm: Option<Rhythm>,
    /// An hour one of us proposed and the other has not agreed to.
    pub offer: Option<RhythmOffer>,
    /// Number of the round that is being written, from 1.
    pub round: u32,
    /// The next hour at which pages open, in milliseconds since 1970 UTC. `None` without an hour both chose.
    pub opens_at_ms: Option<i64>,
    /// My page for this round.
    pub mine: MyPage,
}

/// A proposed hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RhythmOffer {
    /// The hour.
    pub rhythm: Rhythm,
    /// Whether I proposed it.
    pub mine: bool,
    /// Names the offer, to agree to it.
    pub id: EntryId,
}

/// My page for the round that is being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MyPage {
    /// Not closed. There may be a draft, see [`View::drafts`](super::View).
    #[default]
    Open,
    /// Closed until its hour. I can still replace it.
    Closed {
        /// What I wrote.
        page: Page,
        /// When pages open.
        opens_at_ms: i64,
    },
    /// Its hour has come, and pages have not opened. It says the same whatever the reason.
    HourCame {
        /// What I wrote. It stays mine; I can close it again for the next hour.
        page: Page,
        /// When pages were to open.
        opens_at_ms: i64,
    },
}

/// How long an opened check-in is put first, in milliseconds: on Today to be read, then for one next step, and in the views that lead to
/// check-ins.
pub const OPENED_FIRST_MS: i64 = 4 * 24 * 60 * 60 * 1000;

/// A check-in that was opened for both.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedRound {
    /// Its number.
    pub round: u32,
    /// Its hour.
    pub opens_at_ms: i64,
    /// What I wrote.
    pub mine: Page,
    /// What the other wrote.
    pub theirs: Page,
    /// Whether one of us said that no step this week is fine.
    pub no_step: bool,
}

impl OpenedRound {
    /// Whether it was opened in the last days, and is put first. Whether it was read makes no difference.
    #[must_use]
    pub fn is_fresh(&self, now_ms: i64) -> bool {
        now_ms - self.opens_at_ms < OPENED_FIRST_MS
    }
}
