//! The shape of the database. A migration that was released is never edited: add another.

use rusqlite::Connection;

use super::StoreError;

const MIGRATIONS: &[&str] = &[
    include_str!("0001_start.sql"),
    include_str!("0002_purge.sql"),
    include_str!("0003_sizes.sql"),
    include_str!("0004_parting.sql"),
];

/// How many were run.
pub(super) fn done(connection: &Connection) -> Result<usize, StoreError> {
    let done = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if done > MIGRATIONS.len() {
        return Err(StoreError::Newer { shape: done, known: MIGRATIONS.len() });
    }
    Ok(done)
}

/// Brings the database to the newest shape. One that a newer program made is left alone: what its rows mean is not known here.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    for (number, sql) in (1..).zip(MIGRATIONS).skip(done(connection)?) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
