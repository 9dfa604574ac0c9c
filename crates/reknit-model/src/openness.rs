//! Being open about …: what the one who broke trust offers to tell or show, of their own accord, for fourteen days.
//!
//! It is an offer about oneself and never a demand: there is no event that asks for one. The list is closed, and what completes a
//! sentence is short and keeps out of what must stay a person's own ([`never`]). The other agrees or leaves it. Either may end it,
//! and an ending looks like a lapse. Why so narrow: clinicians report that checking devices becomes obsessive and gets in the way
//! of recovery (Hertlein & others 2017, doi 10.1080/14681994.2017.1397952); no study of outcomes was found.

mod never;

use serde::{Deserialize, Serialize};

pub use never::{Never, never};

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// How long one is open about something, in days. It can be offered anew, by its maker only.
pub const OPENNESS_DAYS: i32 = 14;

/// Longest completion, in characters.
pub const OPENNESS_CHARS_MAX: usize = 80;

/// The closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentence {
    /// "I tell you …"
    Tell,
    /// "I show you … once."
    ShowOnce,
    /// "I tell you if they write." Nothing completes it.
    IfTheyWrite,
}

/// Something one is open about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Openness {
    /// Names it.
    pub id: EntryId,
    /// Who offered it, about themself.
    pub by: Partner,
    /// Which sentence.
    pub sentence: Sentence,
    /// What completes it; empty for [`Sentence::IfTheyWrite`].
    pub words: String,
    /// The last day, in days since 1970-01-01.
    pub until_day: i32,
    /// How it stands.
    pub standing: Standing,
}

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Offered; the other has not agreed.
    Offered,
    /// Agreed.
    Agreed,
    /// What was to be shown once was shown, says its maker.
    Shown,
    /// Ended by one of the two.
    Ended,
}

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpennessError {
    /// The sentence is not complete.
    #[error("the sentence is not complete")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// It touches what is never part of this.
    #[error("it touches what stays a person's own")]
    Never(Never),
    /// It says nothing in its place.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

/// Offers to be open about something, for the next fourteen days.
///
/// # Errors
///
/// [`OpennessError`].
pub fn offer(sentence: Sentence, words: &str, today: i32) -> Result<Event, OpennessError> {
    let words = words.trim();
    let needs_words = sentence != Sentence::IfTheyWrite;
    if words.is_empty() == needs_words {
        return Err(OpennessError::Empty);
    }
    if words.chars().count() > OPENNESS_CHARS_MAX {
        return Err(OpennessError::TooLong);
    }
    if let Some(found) = never(words) {
        return Err(OpennessError::Never(found));
    }
    let until_day = today.saturating_add(OPENNESS_DAYS);
    Ok(Event::OpennessOffered { sentence, words: words.to_owned(), until_day })
}

impl Openness {
    /// Whether it is over: ended, shown, or its last day has passed.
    #[must_use]
    pub fn is_over(&self, today: i32) -> bool {
        matches!(self.standing, Standing::Ended | Standing::Shown) || self.until_day < today
    }

    /// Agrees to it.
    ///
    /// # Errors
    ///
    /// [`OpennessError::OutOfPlace`] unless it is the other's and only offered.
    pub fn agree(&self, by: Partner) -> Result<Event, OpennessError> {
        let fits = by != self.by && self.standing == Standing::Offered;
        fits.then_some(Event::OpennessAgreed { offer: self.id }).ok_or(OpennessError::OutOfPlace)
    }

    /// Says that what was to be shown once was shown.
    ///
    /// # Errors
    ///
    /// [`OpennessError::OutOfPlace`] unless it is one's own, agreed, and to be shown once.
    pub fn shown(&self, by: Partner, on_day: i32) -> Result<Event, OpennessError> {
        let fits = by == self.by
            && self.standing == Standing::Agreed
            && self.sentence == Sentence::ShowOnce;
        let event = Event::OpennessShown { offer: self.id, on_day };
        fits.then_some(event).ok_or(OpennessError::OutOfPlace)
    }

    /// Ends it; either may.
    ///
    /// # Errors
    ///
    /// [`OpennessError::OutOfPlace`] if it was ended or shown.
    pub fn end(&self) -> Result<Event, OpennessError> {
        let fits = matches!(self.standing, Standing::Offered | Standing::Agreed);
        fits.then_some(Event::OpennessEnded { offer: self.id }).ok_or(OpennessError::OutOfPlace)
    }

    /// Replays an event about this.
    pub(crate) fn apply(&mut self, by: Partner, event: &Event) -> Option<()> {
        self.standing = match event {
            Event::OpennessAgreed { .. } => self.agree(by).ok().map(|_| Standing::Agreed)?,
            Event::OpennessShown { on_day, .. } => {
                self.shown(by, *on_day).ok().map(|_| Standing::Shown)?
            }
            Event::OpennessEnded { .. } => self.end().ok().map(|_| Standing::Ended)?,
            _ => return None,
        };
        Some(())
    }
}

/// Reads an offer back, as a fold does. The words are not judged again: what was said stays said when the list of words grows.
pub(crate) fn offered(
    id: EntryId,
    by: Partner,
    sentence: Sentence,
    words: &str,
    until_day: i32,
) -> Option<Openness> {
    let words = words.trim();
    let fits = words.chars().count() <= OPENNESS_CHARS_MAX
        && words.is_empty() == (sentence == Sentence::IfTheyWrite);
    let standing = Standing::Offered;
    fits.then(|| Openness { id, by, sentence, words: words.to_owned(), until_day, standing })
}

#[cfg(test)]
mod tests;
