//! The shape of the database. A migration that was released is never edited: add another.

use rusqlite::Connection;

use super::StoreError;

const MIGRATIONS: &[&str] = &[
    include_str!("0001_start.sql"),
    include_str!("0002_purge.sql"),
    include_str!("0003_sizes.sql"),
];

/// Brings the database to the newest shape. One that a newer program made is left alone: what its rows mean is not known here.
pub(super) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let done: usize = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if done > MIGRATIONS.len() {
        return Err(StoreError::Newer { shape: done, known: MIGRATIONS.len() });
    }
    for (number, sql) in (1..).zip(MIGRATIONS).skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_of_a_newer_program_is_refused_by_name_and_left_as_it_is() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection).unwrap();
        run(&mut connection).unwrap();
        let newer = MIGRATIONS.len() + 1;
        connection.pragma_update(None, "user_version", newer).unwrap();
        let refused = run(&mut connection).unwrap_err().to_string();
        assert!(refused.contains("newer version of this program"), "{refused}");
        let left: usize =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(left, newer);
    }
}
