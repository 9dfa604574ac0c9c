//! How many notes stand beside the fields of a view: shown below *Read it with me*, and said to those who hear the page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{parts::say_politely, session::App, words::t};

/// Fields that are read, each with its number of notes; nothing where its words are still to be read.
type Found = BTreeMap<&'static str, Option<u32>>;

/// What came of reading a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    /// It is not read, or nothing stands in it.
    Nothing,
    /// Its words are still to be read.
    Waits,
    /// So many notes.
    Notes(usize),
}

/// Notes what came of a field. The number of all notes is said once for each change, and never while something waits to be read: nobody
/// is spoken to while they type. Where nothing is read any more it is forgotten, so that whoever asks again is told again.
pub(super) fn note(app: App, id: &'static str, came: Came) {
    app.coach.found.update(|all| {
        match came {
            Came::Nothing => all.remove(id),
            Came::Waits => all.insert(id, None),
            Came::Notes(n) => all.insert(id, Some(u32::try_from(n).unwrap_or(u32::MAX))),
        };
    });
    let (is_empty, n) = app.coach.found.with_untracked(|all| (all.is_empty(), total(all)));
    let n_told = app.coach.n_told;
    if is_empty {
        n_told.set_value(None);
    } else if n.is_some() && n != n_told.get_value() {
        n_told.set_value(n);
        say_politely(&app.coach.found.with_untracked(line));
    }
}

/// Forgets a field when it goes. Nobody is told: what showed it goes as well.
pub(super) fn until_gone(app: App, id: &'static str) {
    let (found, n_told) = (app.coach.found, app.coach.n_told);
    on_cleanup(move || {
        let is_empty = found.try_update_untracked(|all| {
            all.remove(id);
            all.is_empty()
        });
        if is_empty == Some(true) {
            n_told.set_value(None);
        }
    });
}

/// What came of it, in words.
pub(super) fn line(all: &Found) -> String {
    total(all).map_or_else(|| t!("coach-rests"), |n| t!("coach-notes", n = n))
}

/// All notes; nothing as long as something waits, or nothing stands there at all.
fn total(all: &Found) -> Option<u32> {
    let total: Option<u32> = all.values().copied().sum();
    total.filter(|_| !all.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_once_all_is_read() {
        assert_eq!(total(&Found::new()), None, "nothing to read is not the same as no notes");
        assert_eq!(total(&Found::from([("a", Some(2)), ("b", None)])), None);
        assert_eq!(total(&Found::from([("a", Some(2)), ("b", Some(0))])), Some(2));
        assert_eq!(total(&Found::from([("a", Some(0))])), Some(0));
        let none = line(&Found::from([("a", Some(0))]));
        assert_ne!(none, line(&Found::new()));
        assert_ne!(none, line(&Found::from([("a", Some(1))])));
    }
}
