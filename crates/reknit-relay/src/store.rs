//! The database: one writer that groups commits, and readers.
//!
//! A write is a closure over a transaction. The writer takes every write that is waiting, runs each in a savepoint of its own, commits
//! once, and only then answers all of them: durable before acknowledged, at the price of one fsync for many (ADR 0002).

mod accounts;
mod appending;
mod claims;
mod housekeeping;
mod mailboxes;
mod memberships;
mod migrations;
mod purge;
mod spaces;
mod writer;

use std::{
    path::Path,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use reknit_wire::api::Code;
use rusqlite::{Connection, OpenFlags, Savepoint};
use tokio::sync::oneshot;

use writer::{Act, Job, Tried};

pub(crate) use accounts::{
    AccountRow, NewKeys, delete, end_others, end_session, find, has_keys, open_session,
    put_keyring, put_vault, record, recovery_wrap, register, rekey, session, sessions, vault,
};
pub(crate) use appending::{append, check};
pub(crate) use claims::{claim, leave, look};
pub(crate) use mailboxes::{put_card, put_join, put_reveal, read as read_mailbox, retire};
pub(crate) use purge::purge;
pub(crate) use spaces::{create as create_space, put_snapshot, read as read_entries, snapshot};

/// Readers that stay open for the next question. Any number may read at once, as tokio starts threads for them; those beyond these are closed
/// when they are done.
const READERS_IDLE_MAX: usize = 4;

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
    /// A newer version of this program made the database.
    #[error(
        "a newer version of this program made it (shape {shape}, and this one knows {known}): start that one, or go back to a copy"
    )]
    Newer {
        /// Its shape.
        shape: usize,
        /// The newest that is known here.
        known: usize,
    },
    /// The folder cannot be used.
    #[error("the folder cannot be used: {0}")]
    Folder(std::io::Error),
}

impl StoreError {
    /// The same once more, where SQLite itself failed.
    fn said_by_sqlite(&self) -> Option<Self> {
        match self {
            Self::Sqlite(error) => {
                let code = *error.sqlite_error()?;
                Some(Self::Sqlite(rusqlite::Error::SqliteFailure(code, None)))
            }
            Self::Refused(_)
            | Self::Full
            | Self::Stopped
            | Self::Newer { .. }
            | Self::Folder(_) => None,
        }
    }
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
        named.spawn(move || writer::run(connection, &jobs)).map_err(StoreError::Folder)?;
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
        self.send(false, act).await
    }

    /// The same, and what was there before is written over: in the pages by `secure_delete`, in the log by emptying it.
    ///
    /// If a reader holds the log just then, it is emptied within a second or so after the answer.
    pub(crate) async fn scrub<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(true, act).await
    }

    async fn send<T: Send + 'static>(
        &self,
        scrubs: bool,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let act: Act = Box::new(move |savepoint: Option<&mut Savepoint<'_>>| {
            let outcome = savepoint.map_or(Err(StoreError::Full), |it| writer::run_in(it, act));
            let failure = outcome.as_ref().err().and_then(StoreError::said_by_sqlite);
            let settle = Box::new(move |committed| {
                let outcome = if committed { outcome } else { Err(StoreError::Full) };
                // An asker who has gone away needs no answer.
                let _ = answer.send(outcome);
            });
            Tried { settle, failure }
        });
        self.writer.send(Job { act, scrubs }).map_err(|_| StoreError::Stopped)?;
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
            && idle.len() < READERS_IDLE_MAX
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
    // What is deleted or replaced is written over in the pages, not only unlinked. Copies of it stand in the log until that is
    // emptied: see `Store::scrub`. What the disk under the file keeps of freed blocks is out of reach.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "busy_timeout", 5000)?;
    Ok(())
}

/// Only a debug build can be asked to lie about durability.
fn unsafe_synchronous_off() -> bool {
    cfg!(debug_assertions) && std::env::var_os("REKNIT_TEST_SYNCHRONOUS_OFF").is_some()
}
