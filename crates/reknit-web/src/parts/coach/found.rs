//! What came of the fields of a view that are read: shown below *Read it with me*, and said to those who hear the page.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{
    parts::say_politely,
    session::{App, Came},
    words::t,
};

/// Fields that are read, each with what came of it.
type Found = BTreeMap<&'static str, Came>;

/// Notes what came of a field: nothing where it is not read, or holds no words. The number of all notes is said once for each change, and
/// never while something waits to be read: nobody is spoken to while they type. Where nothing is read any more it is forgotten, so that
/// whoever asks again is told again.
pub(super) fn note(app: App, id: &'static str, came: Option<Came>) {
    app.coach.found.update(|all| {
        match came {
            None => all.remove(id),
            Some(came) => all.insert(id, came),
        };
    });
    let (is_empty, now) = app.coach.found.with_untracked(|all| (all.is_empty(), outcome(all)));
    let told = app.coach.told;
    if is_empty {
        told.set_value(None);
    } else if now.is_some() && now != told.get_value() {
        say_politely(now.as_deref().unwrap_or_default());
        told.set_value(now);
    }
}

/// Forgets a field when it goes. Nobody is told: what showed it goes as well.
pub(super) fn until_gone(app: App, id: &'static str) {
    let (found, told) = (app.coach.found, app.coach.told);
    on_cleanup(move || {
        let is_empty = found.try_update_untracked(|all| {
            all.remove(id);
            all.is_empty()
        });
        if is_empty == Some(true) {
            told.set_value(None);
        }
    });
}

/// What came of all of them, in words.
pub(super) fn line(all: &Found) -> String {
    outcome(all).unwrap_or_else(|| t!("coach-rests"))
}

/// The same; nothing as long as something waits, or nothing stands there at all. What could not be read goes before any number: beside it
/// *no notes* would sound like having read.
fn outcome(all: &Found) -> Option<String> {
    if all.is_empty() || all.values().any(|it| *it == Came::Waits) {
        return None;
    }
    let notes: Vec<u32> = all
        .values()
        .filter_map(|it| match it {
            Came::Notes(n) => Some(*n),
            Came::Danger => Some(0),
            Came::Waits | Came::Unread => None,
        })
        .collect();
    if notes.len() < all.len() {
        let n_read = u32::try_from(notes.len()).unwrap_or(u32::MAX);
        return Some(t!("coach-unread", read = n_read));
    }
    let n_notes: u32 = notes.into_iter().sum();
    if n_notes == 0 && all.values().any(|it| *it == Came::Danger) {
        return Some(String::new());
    }
    Some(t!("coach-notes", n = n_notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_once_all_is_read() {
        let found =
            |all: &[Came]| outcome(&["a", "b"].into_iter().zip(all.iter().copied()).collect());
        assert_eq!(found(&[]), None, "nothing to read is not the same as no notes");
        assert_eq!(found(&[Came::Notes(2), Came::Waits]), None);
        assert_eq!(found(&[Came::Notes(2), Came::Notes(0)]), Some(t!("coach-notes", n = 2)));
        assert_eq!(found(&[Came::Notes(0)]), Some(t!("coach-notes", n = 0)));
        assert_eq!(found(&[Came::Danger, Came::Notes(0)]).as_deref(), Some(""));
        assert_eq!(found(&[Came::Danger, Came::Notes(1)]), Some(t!("coach-notes", n = 1)));
        let none = line(&Found::from([("a", Came::Notes(0))]));
        assert_ne!(none, line(&Found::new()));
        assert_ne!(none, line(&Found::from([("a", Came::Notes(1))])));
    }

    #[test]
    fn what_could_not_be_read_is_neither_waiting_nor_without_notes() {
        let all = [
            line(&Found::new()),
            line(&Found::from([("a", Came::Notes(0))])),
            line(&Found::from([("a", Came::Unread)])),
            line(&Found::from([("a", Came::Unread), ("b", Came::Notes(0))])),
        ];
        assert_eq!(std::collections::BTreeSet::from(all.clone()).len(), 4, "{all:?}");
        let waits = Found::from([("a", Came::Unread), ("b", Came::Waits)]);
        assert_eq!(outcome(&waits), None, "nobody is spoken to while they type");
    }
}
