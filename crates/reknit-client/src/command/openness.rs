//! Being open about something.

use reknit_model::{log::EntryId, openness::Sentence};

/// What a person does about being open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpennessAct {
    /// Offer it, about oneself, for fourteen days.
    Offer {
        /// Which sentence.
        sentence: Sentence,
        /// What completes it; 80 characters at most.
        words: String,
    },
    /// Agree to what the other offered.
    Agree(EntryId),
    /// What was to be shown once was shown.
    Shown(EntryId),
    /// End it, mine or the other's.
    End(EntryId),
}
