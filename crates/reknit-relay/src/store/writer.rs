//! The one thread that writes.

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError},
    time::Duration,
};

use rusqlite::{Connection, Savepoint, TransactionBehavior};

use super::StoreError;

/// Most writes in one transaction: keeps the wait of the last one below a few milliseconds.
const GROUP_MAX: usize = 256;

/// How long emptying the log waits for a reader; everybody who writes waits with it.
const SCRUB_WAIT: Duration = Duration::from_millis(250);

/// When it is tried again after a reader was in the way.
const SCRUB_AGAIN: Duration = Duration::from_secs(1);

/// How long anything else waits.
const BUSY_WAIT: Duration = Duration::from_secs(5);

/// A write: runs in the writer, then tells its asker once the commit is on disk, or was not.
pub(super) struct Job {
    pub(super) act: Act,
    /// Whether what it deletes or replaces must not be left in the log.
    pub(super) scrubs: bool,
}

pub(super) type Act = Box<dyn FnOnce(&mut Savepoint<'_>) -> Settle + Send>;
type Settle = Box<dyn FnOnce(bool) + Send>;

/// Writes until nobody can ask any more.
pub(super) fn run(mut connection: Connection, jobs: &Receiver<Job>) {
    let mut owes_scrub = false;
    loop {
        let first = match jobs.recv_timeout(if owes_scrub { SCRUB_AGAIN } else { Duration::MAX }) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => {
                owes_scrub = owes_scrub && !scrub(&connection);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let waiting = jobs.try_iter().take(GROUP_MAX - 1);
        let group: Vec<Job> = std::iter::once(first).chain(waiting).collect();
        owes_scrub |= group.iter().any(|it| it.scrubs);
        let (settles, committed) = commit(&mut connection, group);
        if committed.is_ok() {
            owes_scrub = owes_scrub && !scrub(&connection);
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
}

fn commit(connection: &mut Connection, group: Vec<Job>) -> (Vec<Settle>, Result<(), StoreError>) {
    let mut settles = Vec::with_capacity(group.len());
    let outcome = (|| {
        let mut transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for job in group {
            let mut savepoint = transaction.savepoint()?;
            settles.push((job.act)(&mut savepoint));
            savepoint.commit()?;
        }
        transaction.commit()?;
        Ok(())
    })();
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

#[expect(clippy::print_stderr, reason = "the last words of a process that must stop")]
fn fatal(error: &StoreError) -> ! {
    eprintln!("the database failed and the relay stops: {error}");
    std::process::abort();
}
