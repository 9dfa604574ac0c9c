//! What is being typed, on its way to the private vault.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use reknit_client::{
    command::{Command, Refusal},
    view::Slot,
};

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

impl Drafts {
    /// Keeps all that was typed. What is refused stays here, unless something newer was typed meanwhile, and the refusal is told.
    fn keep(&self, mut save: impl FnMut(Slot, String) -> Result<(), Refusal>) -> Option<Refusal> {
        let mut refused = None;
        for (slot, text) in self.typed.take() {
            if let Err(refusal) = save(slot.clone(), text.clone()) {
                self.typed.borrow_mut().entry(slot).or_insert(text);
                refused = Some(refusal);
            }
        }
        refused
    }

    /// Lets go of all of it.
    fn clear(&self) {
        self.typed.take();
    }
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

    /// Keeps what is typed, now. What cannot be kept is tried again with the next word, and the form says so.
    pub(crate) fn keep_drafts(self) {
        if !self.is_open.get_untracked() {
            return;
        }
        let save = |slot, text| self.ask(Command::SaveDraft { slot, text });
        let refused = self.inside().drafts.keep(save);
        if self.refused_draft.get_untracked() != refused {
            self.refused_draft.set(refused);
        }
    }

    /// The account is locked: what was typed into it must not come up in the one that is opened next.
    pub(super) fn clear_drafts(self) {
        self.inside().drafts.clear();
        self.refused_draft.set(None);
    }

    /// What is typed was sent: it must not come back as a draft.
    pub(crate) fn drop_draft(self, slot: Slot) {
        self.inside().drafts.typed.borrow_mut().remove(&slot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Drafts {
        let drafts = Drafts::default();
        drafts.typed.borrow_mut().insert(Slot::Step, text.to_owned());
        drafts
    }

    #[test]
    fn what_is_refused_is_not_lost() {
        let drafts = typed("long");
        assert_eq!(drafts.keep(|_, _| Err(Refusal::VaultFull)), Some(Refusal::VaultFull));
        let mut kept = Vec::new();
        let save = |slot, text| {
            kept.push((slot, text));
            Ok(())
        };
        assert_eq!(drafts.keep(save), None);
        assert_eq!(kept, [(Slot::Step, "long".to_owned())]);
        assert_eq!(drafts.keep(|_, _| Err(Refusal::VaultFull)), None);
    }

    #[test]
    fn nothing_typed_outlives_the_lock() {
        let drafts = typed("of the one before");
        drafts.clear();
        assert_eq!(drafts.keep(|_, _| Err(Refusal::VaultFull)), None);
    }
}
