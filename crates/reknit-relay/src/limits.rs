//! How often somebody may try, and how much they may say: token buckets in memory, forgotten with the process.

use std::{collections::HashMap, hash::Hash, sync::Mutex, time::Instant};

use reknit_wire::{
    api::Code,
    id::{AccountId, SessionId},
};

/// Tries before waiting: a person who mistypes has room, a guesser has not.
const TRIES: f64 = 12.0;

/// A new try every so many seconds: 8,640 a day against 55 bits of passphrase.
const SECONDS_PER_TRY: f64 = 10.0;

/// New accounts before waiting, for the whole relay: a class signing up at once has room, a flood has not.
const REGISTRATIONS: f64 = 60.0;

/// A new account every so many seconds after that.
const SECONDS_PER_REGISTRATION: f64 = 1.0;

/// Entries that one account may write in a day: some hundred times what two people say.
const ENTRIES_A_DAY: f64 = 1_000.0;

/// Bytes that one account may write in a day: a hundred of the largest entries.
const BYTES_A_DAY: f64 = 16.0 * 1024.0 * 1024.0;

/// Bytes of snapshots that one account may write in a day: sixteen of the largest, each of which replaces the one before. The app writes
/// one every 64 entries. Apart from what is said, so that no word waits for a copy.
const SNAPSHOT_BYTES_A_DAY: f64 = 128.0 * 1024.0 * 1024.0;

/// Spaces and invitations that one account may begin in a day: each leaves a row for long after its end.
const BEGUN_A_DAY: f64 = 32.0;

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
    said: Mutex<Buckets<AccountId>>,
    said_bytes: Mutex<Buckets<AccountId>>,
    snapshot_bytes: Mutex<Buckets<AccountId>>,
    things_begun: Mutex<Buckets<AccountId>>,
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

    /// Counts an entry of so many bytes. `false` where the account has said enough for a day.
    pub(crate) fn say(&self, now: Instant, account: AccountId, n_bytes: usize) -> bool {
        let (Ok(mut said), Ok(mut said_bytes)) = (self.said.lock(), self.said_bytes.lock()) else {
            return true;
        };
        let n_bytes = number(n_bytes);
        let each = (DAY / ENTRIES_A_DAY, DAY / BYTES_A_DAY);
        let entries = said.of(account, now, ENTRIES_A_DAY, each.0);
        let bytes = said_bytes.of(account, now, BYTES_A_DAY, each.1);
        // Neither is taken from where the other has no room.
        let has_room = bytes.left_at(now, BYTES_A_DAY, each.1) >= n_bytes;
        has_room
            && entries.take(now, 1.0, ENTRIES_A_DAY, each.0)
            && bytes.take(now, n_bytes, BYTES_A_DAY, each.1)
    }

    /// Counts a snapshot of so many bytes.
    pub(crate) fn keep(
        &self,
        now: Instant,
        account: AccountId,
        n_bytes: usize,
    ) -> Result<(), Code> {
        let n_bytes = number(n_bytes);
        take_of_day(&self.snapshot_bytes, now, account, n_bytes, SNAPSHOT_BYTES_A_DAY)
    }

    /// Counts a space or an invitation that begins.
    pub(crate) fn begin(&self, now: Instant, account: AccountId) -> Result<(), Code> {
        take_of_day(&self.things_begun, now, account, 1.0, BEGUN_A_DAY)
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

fn number(n_bytes: usize) -> f64 {
    f64::from(u32::try_from(n_bytes).unwrap_or(u32::MAX))
}

/// Takes `n` of what `account` has for a day.
fn take_of_day(
    buckets: &Mutex<Buckets<AccountId>>,
    now: Instant,
    account: AccountId,
    n: f64,
    a_day: f64,
) -> Result<(), Code> {
    let mut buckets = buckets.lock().map_err(|_| Code::Internal)?;
    let bucket = buckets.of(account, now, a_day, DAY / a_day);
    bucket.take(now, n, a_day, DAY / a_day).then_some(()).ok_or(Code::SlowDown)
}

fn register(bucket: &Mutex<Option<Bucket>>, now: Instant) -> Result<(), Code> {
    let mut bucket = bucket.lock().map_err(|_| Code::Internal)?;
    let bucket = bucket.get_or_insert(Bucket { left: REGISTRATIONS, at: now });
    let has_room = bucket.take(now, 1.0, REGISTRATIONS, SECONDS_PER_REGISTRATION);
    has_room.then_some(()).ok_or(Code::SlowDown)
}

#[cfg(test)]
mod tests;
