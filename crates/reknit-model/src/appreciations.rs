//! Kind words, at any time.

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// Longest kind word, in characters.
pub const APPRECIATION_CHARS_MAX: usize = 500;

/// Why a kind word was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppreciationError {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
}

/// One kind word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appreciation {
    /// Names it.
    pub id: EntryId,
    /// Who said it.
    pub by: Partner,
    /// The words.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
}

/// Says something kind.
///
/// # Errors
///
/// [`AppreciationError`].
pub fn appreciate(words: &str, on_day: i32) -> Result<Event, AppreciationError> {
    let words = words.trim();
    if words.is_empty() {
        Err(AppreciationError::Empty)
    } else if words.chars().count() > APPRECIATION_CHARS_MAX {
        Err(AppreciationError::TooLong)
    } else {
        Ok(Event::Appreciated { words: words.to_owned(), on_day })
    }
}
