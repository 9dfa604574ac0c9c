//! A new recovery code, from before it is made until somebody has put it away.
//!
//! It stands over every view: whoever went on meanwhile, by *back* or by a place, gets it all the same. The one before is void as soon as
//! the new one is in force, so a note of it lies in the vault from before that on. Whoever locks or leaves before the code was put away is
//! told at the next unlock, on every device of theirs. The code itself is in memory only, and only while the account is open.

use leptos::prelude::*;
use reknit_client::{
    account::RecoverySheet,
    command::Command,
    view::{Slot, View},
};

use super::App;
use crate::parts::to_top;

/// Where the note lies. On a sheet like any other: nothing tells that it was written.
fn slot() -> Slot {
    Slot::Sheet("recovery/new".to_owned())
}

/// Whether a new code was made, or may have been, that nobody has put away.
pub(crate) fn waits(view: &View) -> bool {
    view.drafts.contains_key(&slot())
}

impl App {
    /// Notes that a new code is about to be made, or lets go of the note. Its words are read in a copy of everything only.
    ///
    /// A vault without room does not take it, and must not stand in the way of new keys.
    pub(crate) fn note_new_code(self, waits: bool) {
        let text = if waits { "A new recovery code was not put away." } else { "" };
        let _ = self.ask(Command::SaveDraft { slot: slot(), text: text.to_owned() });
    }

    /// Shows a new code until it is put away. In a closed account it is not shown, and not kept: it opens everything.
    pub(crate) fn show_sheet(self, sheet: RecoverySheet) {
        if self.is_open.get_untracked() {
            self.note_new_code(true);
            self.sheet.set(Some(sheet));
            to_top();
        }
    }

    /// Somebody has put it away.
    pub(crate) fn put_sheet_away(self) {
        self.sheet.set(None);
        self.note_new_code(false);
    }
}
