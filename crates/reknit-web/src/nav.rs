//! Where one is. The address never changes: the browser's history holds a number, and what it means stays in memory (safety rule 9).

mod door;
mod named;
mod page;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

#[cfg(test)]
pub(crate) use door::DOORS;
pub(crate) use door::Door;
pub(crate) use page::{Buzz, Page, Seat};

/// The way about.
#[derive(Clone, Copy)]
pub(crate) struct Nav {
    page: RwSignal<Page>,
    visited: StoredValue<Vec<Page>>,
    at: StoredValue<usize>,
    /// Where the door that is asked at leads. In memory only, and not what was answered.
    behind: StoredValue<Option<(Door, Page)>>,
}

impl Nav {
    pub(crate) fn new(first: Page) -> Self {
        let nav = Self {
            page: RwSignal::new(first),
            visited: StoredValue::new(vec![first]),
            at: StoredValue::new(0),
            behind: StoredValue::new(None),
        };
        nav.write(0, true);
        nav
    }

    /// The view one is at.
    pub(crate) fn page(self) -> Page {
        self.page.get()
    }

    pub(crate) fn page_untracked(self) -> Page {
        self.page.get_untracked()
    }

    /// The number of the step one is at. Whoever goes on from a view and comes back is at the same one; whoever opens it anew is not,
    /// unless they had gone back before it.
    pub(crate) fn step(self) -> usize {
        self.at.get_value()
    }

    /// Goes on to a view.
    pub(crate) fn go(self, page: Page) {
        if page == self.page.get_untracked() {
            return;
        }
        let at = self.at.get_value() + 1;
        self.visited.update_value(|it| {
            it.truncate(at);
            it.push(page);
        });
        self.at.set_value(at);
        self.write(at, false);
        self.page.set(page);
    }

    /// Asks the private questions first, then goes on to `page`, whatever is answered.
    pub(crate) fn ask_before(self, door: Door, page: Page) {
        self.behind.set_value(Some((door, page)));
        self.go(Page::Questions(door));
    }

    /// Where a door leads: what was given to [`Self::ask_before`], or else its own place.
    pub(crate) fn behind(self, door: Door) -> Page {
        let given = self.behind.get_value().filter(|(it, _)| *it == door);
        given.map_or(door.place(), |(_, page)| page)
    }

    /// Puts a view in the place of this one.
    pub(crate) fn replace(self, page: Page) {
        let at = self.at.get_value();
        self.visited.update_value(|it| {
            if let Some(there) = it.get_mut(at) {
                *there = page;
            }
        });
        self.page.set(page);
    }

    /// Forgets the way here: nothing behind the back button.
    pub(crate) fn start_over(self, page: Page) {
        self.visited.update_value(|it| it.iter_mut().for_each(|there| *there = page));
        self.show(page);
    }

    /// One step back.
    pub(crate) fn back(self, otherwise: Page) {
        if self.at.get_value() == 0 {
            self.replace(otherwise);
        } else if let Some(history) = history() {
            let _ = history.back();
        }
    }

    /// The browser went to another number. One that means nothing leads to `otherwise`.
    pub(crate) fn arrived(self, otherwise: Page) {
        let state = history().and_then(|it| it.state().ok()).and_then(|it| it.as_f64());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number this app wrote; anything else saturates and is unknown"
        )]
        let at = state.map_or(usize::MAX, |it| it as usize);
        let page = self.visited.with_value(|it| it.get(at).copied());
        if page.is_some() {
            self.at.set_value(at);
        }
        self.show(page.unwrap_or(otherwise));
    }

    /// A view one is at already is left as it stands: going back in a closed screen changes nothing in it.
    fn show(self, page: Page) {
        if page != self.page.get_untracked() {
            self.page.set(page);
        }
    }

    fn write(self, at: usize, replace: bool) {
        let Some(history) = history() else { return };
        let state = JsValue::from(u32::try_from(at).unwrap_or_default());
        // The empty address drops a fragment, should there be one.
        let path = web_sys::window().and_then(|it| it.location().pathname().ok());
        let path = path.as_deref();
        let _ = if replace {
            history.replace_state_with_url(&state, "", path)
        } else {
            history.push_state_with_url(&state, "", path)
        };
    }
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
