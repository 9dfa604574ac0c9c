//! The one thread that writes.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use rusqlite::{Connection, Savepoint, TransactionBehavior};

use super::{
    StoreError,
    housekeeping::{self, Done},
};
use crate::Clock;

/// Most writes in one transaction: keeps the wait of the last one below a few milliseconds.
const GROUP_MAX: usize = 256;

/// How long emptying the log waits for a reader; everybody who writes waits with it.
const SCRUB_WAIT: Duration = Duration::from_millis(250);

/// When it is tried again after a reader was in the way.
const SCRUB_AGAIN: Duration = Duration::from_secs(1);

/// How long anything else waits.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// How often it is looked whether another day has begun.
const LOOK_AGAIN: Duration = Duration::from_secs(600);

/// A write: runs in the writer, then tells its asker once the commit is on disk, or was not.
pub(super) struct Job {
    pub(super) act: Act,
    /// Whether what it deletes or replaces must not be left in the log.
    pub(super) scrubs: bool,
}

/// Without a savepoint nothing can be written any more, and it only tells so.
pub(super) type Act = Box<dyn FnOnce(Option<&mut Savepoint<'_>>) -> Tried + Send>;

type Settle = Box<dyn FnOnce(bool) + Send>;

/// A write that was run.
pub(super) struct Tried {
    /// Tells its asker whether it was committed.
    pub(super) settle: Settle,
    /// What SQLite said, where that was not that the disk is full.
    pub(super) failure: Option<StoreError>,
}

/// Runs something in a savepoint. What is refused leaves nothing behind.
pub(super) fn run_in<T>(
    savepoint: &mut Savepoint<'_>,
    act: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let outcome = act(savepoint);
    // Where SQLite took everything back by itself there is no savepoint any more, and whoever runs the group sees to it.
    if outcome.is_err() && !savepoint.is_autocommit() {
        savepoint.rollback()?;
    }
    outcome
}

/// Writes until nobody can ask any more.
pub(super) fn run(mut connection: Connection, jobs: &Receiver<Job>) {
    let mut writer = Writer { owes_scrub: false, kept_on: None };
    // What the days before have left goes before anybody asks.
    while writer.is_due() {
        writer.keep_house(&mut connection);
    }
    loop {
        let wait = match (writer.is_due(), writer.owes_scrub) {
            (true, _) => Duration::ZERO,
            (false, true) => SCRUB_AGAIN,
            (false, false) => LOOK_AGAIN,
        };
        match jobs.recv_timeout(wait) {
            Ok(first) => {
                let waiting = jobs.try_iter().take(GROUP_MAX - 1);
                let group = std::iter::once(first).chain(waiting).collect();
                writer.carry_out(&mut connection, group);
            }
            Err(RecvTimeoutError::Timeout) => writer.scrub(&connection),
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if writer.is_due() {
            writer.keep_house(&mut connection);
        }
    }
}

/// What the writer remembers from one group to the next.
struct Writer {
    owes_scrub: bool,
    /// The day on which everything was last put in order.
    kept_on: Option<i64>,
}

impl Writer {
    /// Commits a group and tells each asker.
    fn carry_out(&mut self, connection: &mut Connection, group: Vec<Job>) {
        self.owes_scrub |= group.iter().any(|it| it.scrubs);
        let (settles, committed) = commit(connection, group);
        if committed.is_ok() {
            self.scrub(connection);
        }
        for settle in settles {
            settle(committed.is_ok());
        }
        if let Err(error) = committed
            && !matches!(error, StoreError::Full)
        {
            // After a failed fsync nobody knows what is on disk; only a restart, which reads it, does.
            fatal(&error);
        }
    }

    fn is_due(&self) -> bool {
        self.kept_on != Some(Clock::today())
    }

    /// Puts some things in order, in a transaction of its own: nobody's answer waits for it.
    fn keep_house(&mut self, connection: &mut Connection) {
        let today = Clock::today();
        let before = connection.total_changes();
        match keep_house(connection, today) {
            Ok(Done::Some) => {}
            Ok(Done::All) => self.kept_on = Some(today),
            Err(error) => {
                // Nothing that somebody waits for. What cannot be read may be read by then.
                tell(&error);
                self.kept_on = Some(today);
            }
        }
        self.owes_scrub |= connection.total_changes() != before;
        self.scrub(connection);
    }

    fn scrub(&mut self, connection: &Connection) {
        self.owes_scrub = self.owes_scrub && !scrub(connection);
    }
}

fn keep_house(connection: &mut Connection, today: i64) -> Result<Done, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = housekeeping::some(&transaction, today)?;
    match transaction.commit().map_err(StoreError::from) {
        Ok(()) => Ok(done),
        Err(StoreError::Full) => Err(StoreError::Full),
        Err(error) => fatal(&error),
    }
}

fn commit(connection: &mut Connection, group: Vec<Job>) -> (Vec<Settle>, Result<(), StoreError>) {
    let mut settles = Vec::with_capacity(group.len());
    let mut jobs = group.into_iter();
    let outcome = (|| {
        let mut transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for job in jobs.by_ref() {
            let mut savepoint = transaction.savepoint()?;
            let Tried { settle, failure } = (job.act)(Some(&mut savepoint));
            settles.push(settle);
            // A disk that is full in the middle of a statement makes SQLite take back the whole transaction, with all that the others of
            // the group wrote. So does one that fails.
            if savepoint.is_autocommit() {
                return Err(failure.unwrap_or(StoreError::Full));
            }
            savepoint.commit()?;
        }
        transaction.commit()?;
        Ok(())
    })();
    // Whoever's turn did not come is told like the others.
    settles.extend(jobs.map(|it| (it.act)(None).settle));
    (settles, outcome)
}

/// Brings the log into the database and empties it. Tells whether it could: a reader may stand in the way.
fn scrub(connection: &Connection) -> bool {
    let scrubbed = connection.busy_timeout(SCRUB_WAIT).and_then(|()| {
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
    });
    let restored = connection.busy_timeout(BUSY_WAIT);
    restored.is_ok() && matches!(scrubbed, Ok(0))
}

#[expect(clippy::print_stderr, reason = "nobody asked, so nobody else can be told")]
fn tell(error: &StoreError) {
    eprintln!("the daily housekeeping of the database is put off until tomorrow: {error}");
}

#[expect(clippy::print_stderr, reason = "the last words of a process that must stop")]
fn fatal(error: &StoreError) -> ! {
    eprintln!("the database failed and the relay stops: {error}");
    std::process::abort();
}

#[cfg(test)]
mod tests;
