//! Cards both keep.

use reknit_model::{
    cards::{Field, Kind},
    log::EntryId,
};

/// What a person does about a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardAct {
    /// Share one.
    Share {
        /// What it is about.
        kind: Kind,
        /// What was written; empty fields are left out.
        fields: Vec<Field>,
        /// The card of mine that this is a new version of.
        replaces: Option<EntryId>,
    },
    /// Put a card of mine away.
    PutAway(EntryId),
    /// Answer a card of the other.
    Answer {
        /// The card.
        card: EntryId,
        /// Thanks for the try.
        thanks: bool,
        /// Own words; may be empty beside thanks.
        words: String,
    },
}
