//! The question box.

use reknit_model::{
    log::EntryId,
    questions::{Answer, Hours},
};

use super::Slot;

/// Both boxes, and what was asked before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Boxes {
    /// The newest box I opened for questions to me.
    pub mine: Option<BoxView>,
    /// The newest one the other opened for questions to them.
    pub theirs: Option<BoxView>,
    /// Questions of earlier boxes, newest first: whether they were asked of me, and the question.
    pub earlier: Vec<(bool, QuestionView)>,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxView {
    /// Names it.
    pub id: EntryId,
    /// When, and how many a day.
    pub hours: Hours,
    /// Last day, in days since 1970-01-01.
    pub until_day: i32,
    /// Whether its hours are agreed.
    pub agreed: bool,
    /// Whether it is open today. One that was closed and one whose last day passed look alike.
    pub open: bool,
    /// Whether the hour is now.
    pub is_hour: bool,
    /// How many more questions fit today.
    pub left_today: u8,
    /// Its questions, newest first.
    pub questions: Vec<QuestionView>,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionView {
    /// Names it.
    pub id: EntryId,
    /// The words.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
    /// Its answers, newest first; the first one stands.
    pub answers: Vec<Answer>,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// The private sheet on which a question waits for its hour.
#[must_use]
pub fn question_sheet() -> Slot {
    Slot::Sheet("question".to_owned())
}
