//! A disk that is full, and what nobody asks for.

use std::{path::Path, sync::mpsc};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::store::{Opened, Store, StoreError};

fn open(folder: &Path) -> Store {
    Opened::open(&folder.join("relay.sqlite"), true).unwrap().start().unwrap()
}

/// Writes a space of which only the name counts here.
fn put(name: u8) -> impl FnOnce(&Connection) -> Result<(), StoreError> + Send {
    move |db| {
        db.execute("INSERT INTO spaces (id, head) VALUES (?1, 0)", [[name; 16]])?;
        Ok(())
    }
}

async fn names(store: &Store) -> Vec<u8> {
    let read = |db: &Connection| {
        let mut statement = db.prepare("SELECT id FROM spaces ORDER BY id")?;
        let rows = statement.query_map([], |row| row.get::<_, [u8; 16]>(0))?;
        Ok(rows.map(|it| it.unwrap()[0]).collect())
    };
    store.read(read).await.unwrap()
}

/// More than SQLite keeps in memory, so that it meets the end of the disk in the middle of a statement.
const MUCH: usize = 12 * 1024 * 1024;

/// The pages may grow by so much; SQLite says the same then as where the disk has no room.
async fn limit(store: &Store, n_more: usize) {
    let act = move |db: &Connection| {
        let n_pages: usize = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
        let page: usize = db.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let most = i64::try_from(n_pages + n_more / page).unwrap();
        Ok(db.pragma_update_and_check(None, "max_page_count", most, |row| row.get::<_, i64>(0))?)
    };
    store.write(act).await.unwrap();
}

#[tokio::test]
async fn a_disk_that_is_full_in_the_middle_of_a_statement_ends_its_group_and_not_the_process() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path());
    store.write(put(1)).await.unwrap();
    limit(&store, MUCH / 2).await;

    // The writer is kept busy until all three wait, so that they come to be one group.
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let (go_on, told) = mpsc::channel::<()>();
    let busy = {
        let store = store.clone();
        let wait = move |_: &Connection| Ok(begun.send(()).is_ok() && told.recv().is_ok());
        tokio::spawn(async move { store.write(wait).await })
    };
    has_begun.await.unwrap();
    let much = |db: &Connection| {
        let sql = "INSERT INTO accounts VALUES (X'01', X'', 1, X'', NULL, NULL, X'', 1, ?1, 1)";
        Ok(db.execute(sql, [vec![7; MUCH]])?)
    };
    let (before, full, after, ()) =
        tokio::join!(store.write(put(2)), store.write(much), store.write(put(3)), async {
            go_on.send(()).unwrap();
        });
    assert!(busy.await.unwrap().unwrap());
    assert!(matches!(full, Err(StoreError::Full)), "{full:?}");
    for beside in [before, after] {
        assert!(matches!(beside, Err(StoreError::Full)), "{beside:?}");
    }
    assert_eq!(names(&store).await, [1], "nothing was said to be there that is not");

    // Whoever writes less than there is room for goes on.
    store.write(put(4)).await.unwrap();
    assert_eq!(names(&store).await, [1, 4]);
}

#[tokio::test]
async fn what_is_refused_takes_back_nothing_of_the_others() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path());
    let (one, twice, other) =
        tokio::join!(store.write(put(1)), store.write(put(1)), store.write(put(2)));
    assert!(one.is_ok() && other.is_ok());
    assert!(matches!(twice, Err(StoreError::Sqlite(_))), "{twice:?}");
    assert_eq!(names(&store).await, [1, 2]);
}

/// Spaces of many entries go in several steps, and before whoever writes next is answered.
#[tokio::test]
async fn a_space_that_nobody_speaks_in_goes_when_the_relay_is_started_anew() {
    let folder = TempDir::new().unwrap();
    let store = open(folder.path());
    store.write(put(1)).await.unwrap();
    let fill = |db: &Connection| {
        for cursor in 1..=300_i64 {
            let sql = "INSERT INTO entries (space, cursor, author, seq, hash, kind, envelope)
                VALUES (?1, ?2, X'', ?2, X'', 2, X'0102')";
            db.execute(sql, rusqlite::params![[1_u8; 16], cursor])?;
        }
        Ok(())
    };
    store.write(fill).await.unwrap();
    assert_eq!(names(&store).await, [1], "not at once");

    let store = open(folder.path());
    store.write(|_| Ok(())).await.unwrap();
    let left = |db: &Connection| {
        let sql = "SELECT (SELECT count(*) FROM spaces) + (SELECT count(*) FROM entries)
            + (SELECT count(*) FROM sizes)";
        Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0))?)
    };
    assert_eq!(store.read(left).await.unwrap(), 0);
}
