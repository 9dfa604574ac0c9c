//! The database: one writer that groups commits, and readers.
//!
//! A write is a closure over a transaction. The writer takes every write that is waiting, runs each in a savepoint of its own, commits
//! once, and only then answers all of them: durable before acknowledged, at the price of one fsync for many (ADR 0002).

mod accounts;
mod claims;
mod mailboxes;
mod migrations;
mod purge;
mod spaces;

use std::{
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use reknit_wire::api::Code;
use rusqlite::{Connection, OpenFlags, Savepoint, TransactionBehavior};
use tokio::sync::oneshot;

pub(crate) use accounts::{
    NewKeys, delete, end_others, end_session, find, open_session, put_keyring, put_vault, record,
    recovery_wrap, register, rekey, session, sessions, vault,
};
pub(crate) use claims::{claim, leave};
pub(crate) use mailboxes::{put_card, put_join, put_reveal, read as read_mailbox, retire};
pub(crate) use purge::purge;
pub(crate) use spaces::{
    append, create as create_space, put_snapshot, read as read_entries, snapshot,
};

/// Most writes in one transaction: keeps the wait of the last one below a few milliseconds.
const GROUP_MAX: usize = 256;

/// Readers that may be open at once.
const READERS_MAX: usize = 4;

/// Why the database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The request is against the rules; nothing was written.
    #[error("refused: {0:?}")]
    Refused(Code),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The writer has stopped.
    #[error("the writer has stopped")]
    Stopped,
    /// SQLite failed.
    #[error("sqlite: {0}")]
    Sqlite(rusqlite::Error),
    /// The folder cannot be used.
    #[error("the folder cannot be used: {0}")]
    Folder(std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<Code> for StoreError {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

/// A write: runs in the writer, then tells its asker once the commit is on disk, or was not.
type Job = Box<dyn FnOnce(&mut Savepoint<'_>) -> Settle + Send>;
type Settle = Box<dyn FnOnce(bool) + Send>;

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    writer: mpsc::Sender<Job>,
    readers: Arc<Readers>,
}

struct Readers {
    path: std::path::PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// Opens the database, making it if there is none.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
        }
        let mut connection = Connection::open(path)?;
        pragmas(&connection)?;
        migrations::run(&mut connection)?;
        let (writer, jobs) = mpsc::channel();
        let named = thread::Builder::new().name("writer".to_owned());
        named.spawn(move || write_all(connection, &jobs)).map_err(StoreError::Folder)?;
        let readers = Readers { path: path.to_owned(), idle: Mutex::default() };
        Ok(Self { writer, readers: Arc::new(readers) })
    }

    /// Whether anybody has an account.
    pub(crate) fn has_accounts(&self) -> Result<bool, StoreError> {
        self.readers.with(|it| {
            Ok(it.query_row("SELECT EXISTS (SELECT 1 FROM accounts)", [], |row| row.get(0))?)
        })
    }

    /// Writes, and comes back when it is on disk.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |savepoint| {
            let mut outcome = act(savepoint);
            if outcome.is_err()
                && let Err(error) = savepoint.rollback()
            {
                outcome = Err(error.into());
            }
            Box::new(move |committed| {
                let outcome = if committed { outcome } else { Err(StoreError::Full) };
                // An asker who has gone away needs no answer.
                let _ = answer.send(outcome);
            })
        });
        self.writer.send(job).map_err(|_| StoreError::Stopped)?;
        answered.await.map_err(|_| StoreError::Stopped)?
    }

    /// Reads a state that was committed.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let readers = Arc::clone(&self.readers);
        let task = tokio::task::spawn_blocking(move || readers.with(act));
        task.await.map_err(|_| StoreError::Stopped)?
    }
}

impl Readers {
    fn with<T>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().ok().and_then(|mut it| it.pop());
        let connection = match idle {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&self.path, flags)?;
                connection.pragma_update(None, "busy_timeout", 5000)?;
                connection
            }
        };
        let outcome = act(&connection);
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < READERS_MAX
        {
            idle.push(connection);
        }
        outcome
    }
}

/// `synchronous=FULL` makes a commit wait for the disk. The durability test asks for `OFF` to see itself go red.
fn pragmas(connection: &Connection) -> Result<(), StoreError> {
    let synchronous = if unsafe_synchronous_off() { "OFF" } else { "FULL" };
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "wal_autocheckpoint", 10_000)?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // What is purged or replaced is written over, not only unlinked.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "busy_timeout", 5000)?;
    Ok(())
}

/// Only a debug build can be asked to lie about durability.
fn unsafe_synchronous_off() -> bool {
    cfg!(debug_assertions) && std::env::var_os("REKNIT_TEST_SYNCHRONOUS_OFF").is_some()
}

fn write_all(mut connection: Connection, jobs: &mpsc::Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let waiting = jobs.try_iter().take(GROUP_MAX - 1);
        let group: Vec<Job> = std::iter::once(first).chain(waiting).collect();
        let (settles, committed) = commit(&mut connection, group);
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
            settles.push(job(&mut savepoint));
            savepoint.commit()?;
        }
        transaction.commit()?;
        Ok(())
    })();
    (settles, outcome)
}

#[expect(clippy::print_stderr, reason = "the last words of a process that must stop")]
fn fatal(error: &StoreError) -> ! {
    eprintln!("the database failed and the relay stops: {error}");
    std::process::abort();
}
