//! Nothing private written, or fifty notes: the line and the database of a host look alike (safety rules 1 and 3).

use std::collections::BTreeMap;

use reknit_client::view::Slot;
use rusqlite::{Connection as Database, types::ValueRef};

use super::*;

/// How many notes the one writes who writes.
const N_NOTES: usize = 50;

/// What can be compared of two worlds in which every key and every name is another one.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// Of each request: method and path with what is random in it taken out, status, and size of the answer.
    line: Vec<(String, u16, usize)>,
    /// Of each table: its rows, each as kind and size of its values.
    tables: BTreeMap<String, Vec<Vec<String>>>,
}

/// Names in paths are random, and of one length each.
fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| match part.split_once('?') {
        None if part.len() >= 20 => format!("<{}>", part.len()),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn tables(folder: &Path) -> BTreeMap<String, Vec<Vec<String>>> {
    let db = Database::open(folder.join("relay.sqlite")).unwrap();
    let mut names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let names: Vec<String> =
        names.query_map([], |it| it.get(0)).unwrap().map(Result::unwrap).collect();
    let rows_of = |name: &String| {
        let mut all = db.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let n_columns = all.column_count();
        let shape = |it: ValueRef<'_>| match it {
            ValueRef::Null => "null".to_owned(),
            ValueRef::Integer(_) => "number".to_owned(),
            ValueRef::Real(_) => "real".to_owned(),
            ValueRef::Text(text) => format!("text {}", text.len()),
            ValueRef::Blob(bytes) => format!("bytes {}", bytes.len()),
        };
        let rows = all.query_map([], |row| {
            (0..n_columns).map(|at| row.get_ref(at).map(shape)).collect::<Result<Vec<_>, _>>()
        });
        let mut rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
        rows.sort();
        rows
    };
    names.into_iter().map(|name| (name.clone(), rows_of(&name))).collect()
}

/// A pair, a kind word, and `n_notes` notes of one of them, kept through locking and another sign-in.
async fn world(n_notes: usize) -> (Seen, usize) {
    let folder = TempDir::new().unwrap();
    let relay = relay(folder.path());
    let line = relay.overheard();
    let (sam, _) = sign_up(&line, "sam-who-writes", OLD).await.unwrap();
    let (noor, _) = sign_up(&relay, "noor-who-hosts", OLD).await.unwrap();
    pair(&sam, &noor).await;
    for at in 0..n_notes {
        let slot = Slot::Sheet(format!("note-{at}"));
        let text = format!("{at}: something that nobody else is to know. {}", "word ".repeat(40));
        sam.ask(NOW, Command::SaveDraft { slot, text }).await.unwrap();
    }
    say(&sam, "thank you for the tea").await;
    both(&sam, &noor).await;
    sam.lock(NOW).await;
    let again = sign_in(&line, "sam-who-writes", OLD).await.unwrap();
    again.sync(NOW).await;
    again.lock(NOW).await;
    let n_kept = again.view(NOW).drafts.len();
    let heard = line.take_heard();
    let line = heard.into_iter().map(|(asked, status, body)| (shape(&asked), status, body.len()));
    (Seen { line: line.collect(), tables: tables(folder.path()) }, n_kept)
}

#[tokio::test]
async fn fifty_notes_or_none_leave_the_same_line_and_the_same_database() {
    let (none, kept_none) = world(0).await;
    let (fifty, kept_fifty) = world(N_NOTES).await;
    // The notes were really kept, and there is really something to compare.
    assert_eq!((kept_none, kept_fifty), (0, N_NOTES));
    assert!(
        none.line.iter().any(|it| it.0.starts_with("PUT") && it.0.contains("vault")),
        "{none:?}"
    );
    assert!(none.tables.values().map(Vec::len).sum::<usize>() > 10);
    compare(&none, &fifty);
    assert_eq!(none, fifty);
}

/// Says where they differ before the whole of both would be printed.
fn compare(none: &Seen, fifty: &Seen) {
    for (a, b) in none.line.iter().zip(&fifty.line) {
        assert_eq!(a, b, "a request differs");
    }
    for (name, rows) in &none.tables {
        assert_eq!(Some(rows), fifty.tables.get(name), "table {name} differs");
    }
}
