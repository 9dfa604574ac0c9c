//! How often somebody may try: token buckets in memory, forgotten with the process.

use std::{collections::HashMap, sync::Mutex, time::Instant};

use reknit_wire::{api::Code, id::AccountId};

/// Tries at one account before waiting: a person who mistypes has room, a guesser has not.
const TRIES: f64 = 12.0;

/// A new try every so many seconds: 8,640 a day against 55 bits of passphrase.
const SECONDS_PER_TRY: f64 = 10.0;

/// New accounts before waiting, for the whole relay: a class signing up at once has room, a flood has not.
const REGISTRATIONS: f64 = 60.0;

/// A new account every so many seconds after that.
const SECONDS_PER_REGISTRATION: f64 = 1.0;

/// Most accounts whose tries are remembered.
const REMEMBERED_MAX: usize = 100_000;

/// Remembers tries.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    tries: Mutex<HashMap<AccountId, Bucket>>,
    begun: Mutex<Option<Bucket>>,
    ended: Mutex<Option<Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn take(&mut self, now: Instant, size: f64, seconds_each: f64) -> bool {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        self.left = (self.left + since / seconds_each).min(size);
        self.at = now;
        let has_one = self.left >= 1.0;
        if has_one {
            self.left -= 1.0;
        }
        has_one
    }
}

impl Limits {
    /// Counts a try at an account, whether or not there is such an account.
    pub(crate) fn try_account(&self, now: Instant, id: AccountId) -> Result<(), Code> {
        let mut tries = self.tries.lock().map_err(|_| Code::Internal)?;
        if tries.len() >= REMEMBERED_MAX {
            let full = |it: &Bucket| {
                now.saturating_duration_since(it.at).as_secs_f64() > TRIES * SECONDS_PER_TRY
            };
            tries.retain(|_, it| !full(it));
            if tries.len() >= REMEMBERED_MAX {
                return Err(Code::SlowDown);
            }
        }
        let bucket = tries.entry(id).or_insert(Bucket { left: TRIES, at: now });
        bucket.take(now, TRIES, SECONDS_PER_TRY).then_some(()).ok_or(Code::SlowDown)
    }

    /// Counts a registration that begins.
    pub(crate) fn begin_registration(&self, now: Instant) -> Result<(), Code> {
        register(&self.begun, now)
    }

    /// Counts one that ends, by itself: nothing ties an end to a beginning, and only the end makes an account.
    pub(crate) fn end_registration(&self, now: Instant) -> Result<(), Code> {
        register(&self.ended, now)
    }
}

fn register(bucket: &Mutex<Option<Bucket>>, now: Instant) -> Result<(), Code> {
    let mut bucket = bucket.lock().map_err(|_| Code::Internal)?;
    let bucket = bucket.get_or_insert(Bucket { left: REGISTRATIONS, at: now });
    let has_room = bucket.take(now, REGISTRATIONS, SECONDS_PER_REGISTRATION);
    has_room.then_some(()).ok_or(Code::SlowDown)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_guesser_waits_and_a_person_who_waited_may_try_again() {
        let limits = Limits::default();
        let start = crate::Clock::now();
        let (one, other) = (AccountId([1; 16]), AccountId([2; 16]));
        let tries = (0..20).filter(|_| limits.try_account(start, one).is_ok()).count();
        assert_eq!(tries, 12);
        assert!(limits.try_account(start, other).is_ok());
        let later = start + Duration::from_secs(10);
        assert!(limits.try_account(later, one).is_ok());
        assert_eq!(limits.try_account(later, one), Err(Code::SlowDown));
    }
}
