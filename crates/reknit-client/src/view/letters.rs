//! Letters, and *what it did to you*.

use reknit_model::{
    letters::{Answer, LetterId, Words},
    log::EntryId,
};

use crate::letters::LetterDraft;

/// Everything about letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LettersView {
    /// Letters, the one with the newest version first.
    pub threads: Vec<LetterThread>,
    /// My letter that waits for its time. Nobody else knows of it.
    pub waiting: Option<WaitingLetter>,
    /// The first day on which my next letter can go, where that is not today. Days since 1970-01-01.
    pub first_day: Option<i32>,
    /// What I asked the other for.
    pub asked_by_me: ImpactAsked,
    /// What the other asked me for.
    pub asked_of_me: ImpactAsked,
}

/// A letter with its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterThread {
    /// Whether I wrote it.
    pub mine: bool,
    /// Oldest first. Never empty.
    pub versions: Vec<LetterView>,
    /// Whether its next version may go at once: the other said what is missing.
    pub may_follow_at_once: bool,
}

/// One version of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterView {
    /// Names it.
    pub id: LetterId,
    /// The day it was sent, in days since 1970-01-01.
    pub on_day: i32,
    /// The words. `None` while I have not opened a letter of the other's: closed is closed.
    pub words: Option<Words>,
    /// What its author offers to do, with the last day.
    pub offers: Vec<(String, i32)>,
    /// What was answered, oldest first; the last one stands.
    pub answers: Vec<Answer>,
    /// Whether it still waits for the line.
    pub unsent: bool,
}

/// My letter that waits for its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingLetter {
    /// What it says.
    pub draft: LetterDraft,
    /// The version it follows.
    pub revises: Option<LetterId>,
    /// Its time, in milliseconds since 1970 UTC.
    pub due_ms: i64,
}

/// What one of us asked to see from the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImpactAsked {
    /// Whether the asking stands.
    pub stands: bool,
    /// What was shown, oldest first.
    pub shown: Vec<ShownImpact>,
}

/// *What it did to you*, as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownImpact {
    /// Names it.
    pub id: EntryId,
    /// The words.
    pub words: String,
    /// What was added, oldest first.
    pub added: Vec<String>,
    /// How many letters (other versions not counted) the one who showed it has sent since.
    pub n_letters_since: usize,
}

impl LettersView {
    /// A version and its thread.
    #[must_use]
    pub fn find(&self, id: LetterId) -> Option<(&LetterThread, &LetterView)> {
        let mut all = self.threads.iter().flat_map(|it| it.versions.iter().map(move |of| (it, of)));
        all.find(|(_, it)| it.id == id)
    }
}

impl LetterThread {
    /// Its newest version.
    #[must_use]
    pub fn newest(&self) -> Option<&LetterView> {
        self.versions.last()
    }
}
