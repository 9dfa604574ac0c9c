//! What one may put before the other so many times a day.
//!
//! The app of whoever offers it stops at [`Daily::offered_max`]. The receiver's book lets in twice that: two devices that have not heard
//! of each other may each come so far. The rest of a flood waits for the days after.

use serde::{Deserialize, Serialize};

use super::{Arrivals, Clock};

/// A kind of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Daily {
    /// A new card. Another version of one takes no place of its own.
    Card,
    /// A step. Those of a letter come with it.
    Step,
    /// A talk that is offered.
    Talk,
    /// Something to be open about.
    Openness,
}

impl Daily {
    /// Most that one person offers on one day: all kinds of cards, all sentences of being open, and a few of the others.
    #[must_use]
    pub const fn offered_max(self) -> u8 {
        match self {
            Self::Card => 6,
            Self::Step => 5,
            Self::Talk | Self::Openness => 3,
        }
    }
}

impl Arrivals {
    /// So many a day, counted from the earliest day on which it can have been sent.
    pub(super) fn daily_comes(&mut self, kind: Daily, clock: &Clock<'_>) -> bool {
        let today = clock.now.day;
        // Where the other lives it may still be the day before.
        let first = clock.read.map_or(i32::MIN, |it| it.day.saturating_sub(1).min(today));
        let counted = self.days.get(&kind).copied().filter(|it| it.0 >= first);
        let (mut day, mut n) = counted.unwrap_or((first, 0));
        // A day that has not come yet is one of a wrong clock.
        day = day.min(today);
        if n >= 2 * kind.offered_max() {
            (day, n) = (day.saturating_add(1), 0);
        }
        let comes = day <= today;
        if comes {
            self.days.insert(kind, (day, n + 1));
        }
        comes
    }
}
