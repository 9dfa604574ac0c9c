//! What is being typed, on its way to the private vault.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{command::Command, view::Slot};

use super::App;
use crate::ports::clock::pause;

/// How long typing rests before a draft is kept.
const REST: Duration = Duration::from_millis(400);

/// Drafts that are not kept yet.
#[derive(Default)]
pub(crate) struct Drafts {
    typed: RefCell<BTreeMap<Slot, String>>,
    round: Cell<u32>,
}

impl App {
    /// Notes what is typed; it is kept when typing rests, and before the account is locked.
    pub(crate) fn note_draft(self, slot: Slot, text: String) {
        self.inside().drafts.typed.borrow_mut().insert(slot, text);
        let round = self.inside().drafts.round.get().wrapping_add(1);
        self.inside().drafts.round.set(round);
        spawn_local(async move {
            pause(REST).await;
            if self.inside().drafts.round.get() == round {
                self.keep_drafts();
            }
        });
    }

    /// Keeps what is typed, now. A vault that is full says so in the view.
    pub(crate) fn keep_drafts(self) {
        if !self.is_open.get_untracked() {
            return;
        }
        for (slot, text) in self.inside().drafts.typed.take() {
            let _ = self.ask(Command::SaveDraft { slot, text });
        }
    }

    /// What is typed was sent: it must not come back as a draft.
    pub(crate) fn drop_draft(self, slot: Slot) {
        self.inside().drafts.typed.borrow_mut().remove(&slot);
    }
}
