//! The coach of an open account: started after every unlock, always the same way, so that its requests tell nothing; ended with locking.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use leptos::prelude::*;
use reknit_client::{
    command::{Command, Refusal},
    view,
};
use reknit_coach::{Draft, Reading};

use super::App;
use crate::ports::reader::{Full, FullState, Reader, State, Told};

/// Longer texts are read by the light tier: the full one takes more than a second for so many words, and what is typed meanwhile would
/// wait behind them.
const FULL_BYTES_MAX: usize = 6000;

/// What views see of it. In memory only, and forgotten with locking.
#[derive(Clone, Copy)]
pub(crate) struct Coach {
    /// Whether it can read, and why not.
    pub(crate) state: RwSignal<State>,
    /// The full tier on this device.
    pub(crate) full: RwSignal<Full>,
    /// Notes that were put aside for now: field, kind, and the words they are about.
    pub(crate) aside: RwSignal<BTreeSet<(String, String, String)>>,
    /// Fields of the view that it reads now, each with what came of it.
    pub(crate) found: RwSignal<BTreeMap<&'static str, Came>>,
    /// What was said of them last.
    pub(crate) told: StoredValue<Option<String>>,
}

/// What came of the words in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    /// They are still to be read.
    Waits,
    /// They could not be read.
    Unread,
    /// So many notes stand beside them.
    Notes(u32),
    /// The line about danger stands there and no note does: *no notes* would sound like nothing.
    Danger,
}

/// Somebody waits for what is read.
type Waiting = Box<dyn FnOnce(Option<Reading>)>;

/// What no view sees.
#[derive(Default)]
pub(super) struct Inside {
    reader: RefCell<Option<Reader>>,
    waiting: RefCell<BTreeMap<u32, Waiting>>,
    last: Cell<u32>,
}

impl Coach {
    pub(super) fn new() -> Self {
        Self {
            state: RwSignal::new(State::Coming),
            full: RwSignal::new(Full::default()),
            aside: RwSignal::new(BTreeSet::new()),
            found: RwSignal::new(BTreeMap::new()),
            told: StoredValue::new(None),
        }
    }

    /// Whether it can read; told anew when that changes.
    pub(crate) fn is_ready(self) -> bool {
        self.state.get() == State::Ready
    }
}

impl App {
    /// Starts it. Whether it is used, or switched off, makes no difference here. A failure is quiet.
    pub(super) fn start_coach(self, own: bool) {
        self.end_coach();
        let reader = Reader::start(own, move |told| self.coach_told(told));
        if reader.is_none() {
            self.coach.state.set(State::Failed);
        }
        self.inside().coach.reader.replace(reader);
    }

    /// Ends it, and forgets what it was given.
    pub(super) fn end_coach(self) {
        let inside = self.inside();
        drop(inside.coach.reader.take());
        drop(inside.coach.waiting.take());
        self.coach.state.set(State::Coming);
        self.coach.full.set(Full::default());
        self.coach.aside.set(BTreeSet::new());
        self.coach.found.set(BTreeMap::new());
        self.coach.told.set_value(None);
    }

    fn coach_told(self, told: Told) {
        let state = self.coach.state;
        match told.ready {
            Some(true) => state.set(State::Ready),
            // What goes wrong once it can read is one reading that does not come.
            Some(false) if state.get_untracked() != State::Ready => state.set(State::Failed),
            Some(false) | None => {}
        }
        if let Some(full) = told.full {
            self.coach.full.set(full);
        }
        let waiting = told.id.and_then(|id| self.inside().coach.waiting.borrow_mut().remove(&id));
        if let Some(waiting) = waiting {
            waiting(told.reading);
        }
    }

    /// Lets it read a draft. Nothing is called where it cannot read, or the account is locked meanwhile.
    pub(crate) fn read(self, draft: &Draft, then: impl FnOnce(Option<Reading>) + 'static) {
        let inside = self.inside();
        let coach = &inside.coach;
        let reader = coach.reader.borrow();
        let is_ready = self.coach.state.get_untracked() == State::Ready;
        let Some(reader) = reader.as_ref().filter(|_| is_ready) else { return };
        let id = coach.last.get().wrapping_add(1);
        coach.last.set(id);
        coach.waiting.borrow_mut().insert(id, Box::new(then));
        let is_long = draft.text.len() > FULL_BYTES_MAX;
        reader.read(id, &serde_json::to_string(draft).unwrap_or_default(), is_long);
    }

    /// Fetches the full tier, because somebody asked for it in the settings.
    pub(crate) fn fetch_full_coach(self) {
        if let Some(reader) = self.inside().coach.reader.borrow().as_ref() {
            self.coach.full.update(|it| it.state = FullState::Coming);
            reader.fetch_full();
        }
    }

    /// Removes it from this device.
    pub(crate) fn remove_full_coach(self) {
        if let Some(reader) = self.inside().coach.reader.borrow().as_ref() {
            reader.remove_full();
        }
    }

    /// Changes how it reads along: a private setting like others, which starts no request.
    pub(crate) fn set_coach(self, change: impl FnOnce(&mut view::Coach)) -> Result<(), Refusal> {
        let mut settings = self.glance(|it| it.settings.clone());
        change(&mut settings.coach);
        self.ask(Command::Set(settings))
    }
}
