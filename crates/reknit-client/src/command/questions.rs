//! The question box.

use reknit_model::{
    log::EntryId,
    questions::{Answer, Hours},
};

/// What a person does about a question box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionAct {
    /// Open a box for questions to me; an earlier one of mine closes.
    Open {
        /// When, and how many a day.
        hours: Hours,
        /// Last day, in days since 1970-01-01.
        until_day: i32,
    },
    /// Agree to the hours of the other's box.
    Agree(EntryId),
    /// Close my box.
    Close(EntryId),
    /// Put a question into the other's box, at its hour.
    Ask(String),
    /// Answer a question of mine; replaces what I answered before.
    Answer {
        /// The question.
        question: EntryId,
        /// How.
        answer: Answer,
    },
}
