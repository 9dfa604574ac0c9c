//! Steps promised.

use reknit_model::{letters::LetterId, log::EntryId, steps::Standing};

/// A step one of us promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Names the step.
    pub id: EntryId,
    /// Whether it is my own act.
    pub mine: bool,
    /// What was promised.
    pub words: String,
    /// Last day, in days since 1970-01-01.
    pub until_day: i32,
    /// The check-in it came from.
    pub round: Option<u32>,
    /// The letter that offers it to mend something.
    pub letter: Option<LetterId>,
    /// How it stands.
    pub standing: Standing,
    /// Whether its last day passed without its being done. Looks like an ending, not like a failure.
    pub lapsed: bool,
    /// The day it was done, if its maker said so.
    pub done_on: Option<i32>,
    /// Whether I noted for myself that it did not happen. Only mine.
    pub marked: bool,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}
