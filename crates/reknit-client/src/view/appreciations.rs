//! Kind words.

use reknit_model::log::EntryId;

/// A kind word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppreciationView {
    /// Names it.
    pub id: EntryId,
    /// Whether I wrote it.
    pub mine: bool,
    /// The words.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}
