//! How often somebody may try, and how much they may say: token buckets in memory, forgotten with the process.

use std::{collections::HashMap, hash::Hash, sync::Mutex, time::Instant};

use reknit_wire::{
    api::Code,
    id::{AccountId, MemberId, SessionId},
};

/// Tries before waiting: a person who mistypes has room, a guesser has not.
const TRIES: f64 = 12.0;

/// A new try every so many seconds: 8,640 a day against 55 bits of passphrase.
const SECONDS_PER_TRY: f64 = 10.0;

/// New accounts before waiting, for the whole relay: a class signing up at once has room, a flood has not.
const REGISTRATIONS: f64 = 60.0;

/// A new account every so many seconds after that.
const SECONDS_PER_REGISTRATION: f64 = 1.0;

/// Entries that one member may write in a day: some hundred times what two people say.
const ENTRIES_A_DAY: f64 = 1_000.0;

/// Bytes that one member may write in a day: a hundred of the largest entries.
const BYTES_A_DAY: f64 = 16.0 * 1024.0 * 1024.0;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Most buckets of one kind that are remembered.
const REMEMBERED_MAX: usize = 100_000;

/// Whose tries are counted when somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Trier {
    /// Anybody who knows the name.
    Name(AccountId),
    /// A session of the account itself: strangers cannot use up its tries.
    Session(SessionId),
}

/// Remembers tries.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    tries: Mutex<Buckets<Trier>>,
    begun: Mutex<Option<Bucket>>,
    ended: Mutex<Option<Bucket>>,
    said: Mutex<Buckets<MemberId>>,
    said_bytes: Mutex<Buckets<MemberId>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn left_at(&self, now: Instant, size: f64, seconds_each: f64) -> f64 {
        let since = now.saturating_duration_since(self.at).as_secs_f64();
        (self.left + since / seconds_each).min(size)
    }

    fn take(&mut self, now: Instant, n: f64, size: f64, seconds_each: f64) -> bool {
        self.left = self.left_at(now, size, seconds_each);
        self.at = now;
        let has_room = self.left >= n;
        if has_room {
            self.left -= n;
        }
        has_room
    }
}

/// Buckets, by whose they are.
#[derive(Debug)]
struct Buckets<K>(HashMap<K, Bucket>);

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Copy + Eq + Hash> Buckets<K> {
    /// The bucket of `key`; one that is not known is full.
    ///
    /// Where too many are remembered, the fuller half is forgotten: nobody loses anything by it, made-up names keep nobody out, and
    /// whoever has used up their tries is remembered longest.
    fn of(&mut self, key: K, now: Instant, size: f64, seconds_each: f64) -> &mut Bucket {
        if self.0.len() >= REMEMBERED_MAX && !self.0.contains_key(&key) {
            let mut left: Vec<f64> =
                self.0.values().map(|it| it.left_at(now, size, seconds_each)).collect();
            let middle = left.len() / 2;
            let (_, middle, _) = left.select_nth_unstable_by(middle, f64::total_cmp);
            let middle = *middle;
            self.0.retain(|_, it| it.left_at(now, size, seconds_each) < middle);
        }
        self.0.entry(key).or_insert(Bucket { left: size, at: now })
    }
}

impl Limits {
    /// Counts a try to sign in, whether or not there is such an account.
    ///
    /// Beginning is what counts: whoever begins can test one guess without ever ending it, for OPAQUE tells them before it tells the relay.
    pub(crate) fn try_account(&self, now: Instant, trier: Trier) -> Result<(), Code> {
        let mut tries = self.tries.lock().map_err(|_| Code::Internal)?;
        let bucket = tries.of(trier, now, TRIES, SECONDS_PER_TRY);
        let has_room = bucket.take(now, 1.0, TRIES, SECONDS_PER_TRY);
        has_room.then_some(()).ok_or(Code::SlowDown)
    }

    /// The passphrase was right: only what fails counts.
    pub(crate) fn give_back(&self, now: Instant, trier: Trier) {
        if let Ok(mut tries) = self.tries.lock() {
            let bucket = tries.of(trier, now, TRIES, SECONDS_PER_TRY);
            bucket.left = (bucket.left_at(now, TRIES, SECONDS_PER_TRY) + 1.0).min(TRIES);
            bucket.at = now;
        }
    }

    /// Counts an entry of so many bytes. `false` where its author has said enough for a day.
    pub(crate) fn say(&self, now: Instant, author: MemberId, n_bytes: usize) -> bool {
        let (Ok(mut said), Ok(mut said_bytes)) = (self.said.lock(), self.said_bytes.lock()) else {
            return true;
        };
        let n_bytes = f64::from(u32::try_from(n_bytes).unwrap_or(u32::MAX));
        let each = (DAY / ENTRIES_A_DAY, DAY / BYTES_A_DAY);
        let entries = said.of(author, now, ENTRIES_A_DAY, each.0);
        let bytes = said_bytes.of(author, now, BYTES_A_DAY, each.1);
        // Neither is taken from where the other has no room.
        let has_room = bytes.left_at(now, BYTES_A_DAY, each.1) >= n_bytes;
        has_room
            && entries.take(now, 1.0, ENTRIES_A_DAY, each.0)
            && bytes.take(now, n_bytes, BYTES_A_DAY, each.1)
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
    let has_room = bucket.take(now, 1.0, REGISTRATIONS, SECONDS_PER_REGISTRATION);
    has_room.then_some(()).ok_or(Code::SlowDown)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn name(at: u32) -> Trier {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&at.to_le_bytes());
        Trier::Name(AccountId(id))
    }

    #[test]
    fn a_guesser_waits_and_a_person_who_waited_may_try_again() {
        let limits = Limits::default();
        let start = crate::Clock::now();
        let (one, other) = (name(1), name(2));
        let tries = (0..20).filter(|_| limits.try_account(start, one).is_ok()).count();
        assert_eq!(tries, 12);
        assert!(limits.try_account(start, other).is_ok());
        let later = start + Duration::from_secs(10);
        assert!(limits.try_account(later, one).is_ok());
        assert_eq!(limits.try_account(later, one), Err(Code::SlowDown));
    }

    #[test]
    fn what_was_right_costs_nothing_and_gives_no_more_than_there_was() {
        let limits = Limits::default();
        let now = crate::Clock::now();
        for _ in 0..100 {
            assert_eq!(limits.try_account(now, name(1)), Ok(()));
            limits.give_back(now, name(1));
        }
        limits.give_back(now, name(1));
        let tries = (0..20).filter(|_| limits.try_account(now, name(1)).is_ok()).count();
        assert_eq!(tries, 12);
    }

    #[test]
    fn a_flood_of_names_keeps_nobody_out_and_gives_a_guesser_nothing() {
        let limits = Limits::default();
        let now = crate::Clock::now();
        while limits.try_account(now, name(0)).is_ok() {}
        for at in 1..250_000 {
            assert_eq!(limits.try_account(now, name(at)), Ok(()), "{at}");
        }
        assert_eq!(limits.try_account(now, name(0)), Err(Code::SlowDown));
    }

    #[test]
    fn a_day_has_room_for_many_entries_and_not_for_a_flood() {
        let limits = Limits::default();
        let start = crate::Clock::now();
        let said = |at, author: u8, n_bytes: usize| {
            let author = MemberId([author; 16]);
            (0..2_000).take_while(|_| limits.say(at, author, n_bytes)).count()
        };
        assert_eq!(said(start, 1, 1_000), 1_000);
        assert_eq!(said(start, 2, 160 * 1024), 102);
        assert_eq!(said(start, 2, 1_000), 65, "what is left of the bytes");
        let tomorrow = start + Duration::from_secs(86_500);
        assert_eq!(said(tomorrow, 1, 1_000), 1_000);
    }
}
