//! What one is open about.

use reknit_model::{
    log::EntryId,
    openness::{Sentence, Standing},
};

use super::Slot;

/// Something one of us is open about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpennessView {
    /// Names it.
    pub id: EntryId,
    /// Whether it is about me.
    pub mine: bool,
    /// Which sentence.
    pub sentence: Sentence,
    /// What completes it; may be empty.
    pub words: String,
    /// Last day, in days since 1970-01-01.
    pub until_day: i32,
    /// How it stands.
    pub standing: Standing,
    /// Whether it is over. Ended and lapsed look alike.
    pub over: bool,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// The private sheet for the completion of a sentence I may offer.
#[must_use]
pub fn openness_sheet() -> Slot {
    Slot::Sheet("being-open".to_owned())
}
