//! The hour both chose for the weekly check-in.
//!
//! One proposes, the other agrees; the agreed hour stands until another is agreed. It is a wall-clock hour in a named zone, so
//! seven in the evening stays seven in the evening when the clocks change.

use serde::{Deserialize, Serialize};

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// A weekly hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// 0 = Monday … 6 = Sunday.
    pub weekday: u8,
    /// Minutes after midnight, below 1440.
    pub minute_of_day: u16,
    /// IANA name of a time zone, 1 to 64 characters.
    pub zone: String,
}

/// Why an hour was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RhythmError {
    /// Not a weekday, a minute of a day, or a zone.
    #[error("not an hour of a week")]
    Range,
    /// It is in force already.
    #[error("it is in force already")]
    Same,
    /// The proposal is gone, or one's own.
    #[error("the proposal is gone, or one's own")]
    OutOfPlace,
}

/// The hour, as far as the log tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rhythms {
    /// The hour both chose.
    pub agreed: Option<Rhythm>,
    /// The proposal that stands: by whom, its name, the hour. A newer one replaces it, whoever makes it.
    pub offer: Option<(Partner, EntryId, Rhythm)>,
}

impl Rhythm {
    /// Whether all parts are in range.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let zone_fits =
            (1..=64).contains(&self.zone.len()) && self.zone.bytes().all(|b| b.is_ascii_graphic());
        self.weekday < 7 && self.minute_of_day < 1440 && zone_fits
    }
}

impl Rhythms {
    /// Proposes an hour.
    ///
    /// # Errors
    ///
    /// [`RhythmError::Range`], or [`RhythmError::Same`] for the one in force.
    pub fn offer(&self, rhythm: Rhythm) -> Result<Event, RhythmError> {
        if !rhythm.is_valid() {
            return Err(RhythmError::Range);
        }
        if self.agreed.as_ref() == Some(&rhythm) {
            return Err(RhythmError::Same);
        }
        Ok(Event::RhythmOffered { rhythm })
    }

    /// Agrees to the proposal that stands.
    ///
    /// # Errors
    ///
    /// [`RhythmError::OutOfPlace`] unless it stands and is the other's.
    pub fn agree(&self, by: Partner, offer: EntryId) -> Result<Event, RhythmError> {
        match &self.offer {
            Some((author, id, _)) if *author != by && *id == offer => {
                Ok(Event::RhythmAgreed { offer })
            }
            _ => Err(RhythmError::OutOfPlace),
        }
    }

    pub(crate) fn offered(&mut self, by: Partner, id: EntryId, rhythm: &Rhythm) -> Option<()> {
        rhythm.is_valid().then(|| self.offer = Some((by, id, rhythm.clone())))
    }

    pub(crate) fn was_agreed(&mut self, by: Partner, offer: EntryId) -> Option<()> {
        self.agree(by, offer).ok()?;
        let (_, _, rhythm) = self.offer.take()?;
        self.agreed = Some(rhythm);
        Some(())
    }
}

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// The next instant, strictly after `now_ms`, at which the clock on the wall shows the hour. Milliseconds since 1970 UTC.
///
/// `offset_minutes_at` gives the minutes to add to UTC in the zone of `rhythm` at an instant. Where clocks jump over the hour, it
/// is later by as much as they jump (02:30 is 03:30 then); where they show it twice, the first time.
#[must_use]
pub fn next_opening(rhythm: &Rhythm, now_ms: i64, offset_minutes_at: &dyn Fn(i64) -> i32) -> i64 {
    let offset_ms = |at_ms| i64::from(offset_minutes_at(at_ms)) * MINUTE_MS;
    let local_now = now_ms + offset_ms(now_ms);
    let today = local_now.div_euclid(DAY_MS);
    // 1970-01-01 was a Thursday.
    let weekday = (today + 3).rem_euclid(7);
    let ahead = (i64::from(rhythm.weekday) - weekday).rem_euclid(7);
    let first = (today + ahead) * DAY_MS + i64::from(rhythm.minute_of_day) * MINUTE_MS;
    let instant = |local: i64| {
        // The two offsets that can hold around a change of clocks.
        let before = local - offset_ms(local - DAY_MS);
        let after = local - offset_ms(local + DAY_MS);
        let (early, late) = (before.min(after), before.max(after));
        if early + offset_ms(early) == local { early } else { late }
    };
    let first_ms = instant(first);
    if first_ms > now_ms { first_ms } else { instant(first + 7 * DAY_MS) }
}

#[cfg(test)]
mod tests;
