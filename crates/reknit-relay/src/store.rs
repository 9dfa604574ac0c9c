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
    path::{Path, PathBuf},
    sync::{Arc, Mutex, mpsc},
    thread,
};

use reknit_wire::api::Code;
use rusqlite::{Connection, OpenFlags, Savepoint};
use tokio::sync::oneshot;

use writer::{Act, Job, Tried};

pub(crate) use accounts::{
    AccountRow, Asker, NewKeys, delete, end_others, end_session, find, has_keys, open_session,
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
    /// There is none, and what stands beside one is there.
    #[error(
        "it is missing, or empty, and its opaque-setup is there: bring it back from its backup, or move that file away to begin anew"
    )]
    Missing,
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
            | Self::Missing
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
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// A database that is open and unchanged: what has to stand beside it is looked at before anything in it is touched.
pub(crate) struct Opened {
    connection: Connection,
    path: PathBuf,
}

impl Opened {
    /// Opens the database; makes it only where `may_make`.
    pub(crate) fn open(path: &Path, may_make: bool) -> Result<Self, StoreError> {
        let is_there = std::fs::metadata(path).is_ok_and(|it| it.len() > 0);
        if !is_there && !may_make {
            return Err(StoreError::Missing);
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
        }
        let connection = Connection::open(path)?;
        pragmas(&connection)?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// Whether anybody has an account.
    pub(crate) fn has_accounts(&self) -> Result<bool, StoreError> {
        if migrations::done(&self.connection)? == 0 {
            return Ok(false);
        }
        let sql = "SELECT EXISTS (SELECT 1 FROM accounts)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// Brings it to the newest shape and starts the writer.
    pub(crate) fn start(self) -> Result<Store, StoreError> {
        let Self { mut connection, path } = self;
        migrations::run(&mut connection)?;
        let (writer, jobs) = mpsc::channel();
        let named = thread::Builder::new().name("writer".to_owned());
        named.spawn(move || writer::run(connection, &jobs)).map_err(StoreError::Folder)?;
        let readers = Readers { path, idle: Mutex::default() };
        Ok(Store { writer, readers: Arc::new(readers) })
    }
}

impl Store {
    /// Writes, and comes back when it is on disk.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(false, act).await
    }

    /// The same for somebody who is signed in, if they still are when it is their turn.
    ///
    /// Between the head of a request and its write lies its body, which may take its time. Whoever was signed out meanwhile, by a new
    /// passphrase above all, writes nothing any more.
    pub(crate) async fn write_for<T: Send + 'static>(
        &self,
        asker: Asker,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(false, move |db: &Connection| accounts::is_open(db, asker).and_then(|()| act(db)))
            .await
    }

    /// As [`Store::write_for`], and what was there before is written over: in the pages by `secure_delete`, in the log by emptying it.
    ///
    /// If a reader holds the log just then, it is emptied within a second or so after the answer.
    pub(crate) async fn scrub_for<T: Send + 'static>(
        &self,
        asker: Asker,
        act: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.send(true, move |db: &Connection| accounts::is_open(db, asker).and_then(|()| act(db)))
            .await
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
