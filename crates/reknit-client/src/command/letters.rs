//! Letters, and *what it did to you*.

use reknit_model::{
    letters::{Answer, LetterId},
    log::EntryId,
};

use crate::letters::LetterDraft;

/// Something a person does about letters.
#[derive(Debug, Clone, PartialEq)]
pub enum LetterCommand {
    /// Put a letter away until its time. Private: it goes out when its time has come and a device of mine is open.
    PutAway {
        /// The letter.
        draft: LetterDraft,
        /// The version it follows.
        revises: Option<LetterId>,
        /// Its time, in milliseconds since 1970 UTC.
        due_ms: i64,
    },
    /// Take it back: it is a draft again, and nobody knows of it.
    TakeBack,
    /// Open a letter of the other's. Private: nobody is told.
    Open(LetterId),
    /// Answer it.
    Answer {
        /// The letter.
        letter: LetterId,
        /// What I say to it.
        answer: Answer,
    },
    /// Ask to see *what it did to you*, or take the asking back.
    AskImpact(bool),
    /// Show it, because the other asked.
    ShowImpact(String),
    /// Add to what was shown to me.
    AddImpact {
        /// What was shown.
        shown: EntryId,
        /// 1 to 4,000 characters.
        words: String,
    },
}
