//! Steps promised: small, one's own act, four weeks at most.
//!
//! One promises, the other agrees. The maker says that it is done; the other may confirm or stay silent. Either can put it down.
//! A step whose day has passed has ended, and nothing says why. *It did not happen* is no event: that stays private until a
//! person brings it up.

use crate::{
    event::Event,
    letters::LetterId,
    log::{EntryId, Partner},
};

/// Longest promise, in characters.
pub const STEP_CHARS_MAX: usize = 280;

/// Furthest last day, in days from today: four weeks.
pub const STEP_DAYS_MAX: i32 = 28;

/// A step, as far as the log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Names it.
    pub id: EntryId,
    /// Whose act it is.
    pub by: Partner,
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
    /// The day it was done.
    pub done_on: Option<i32>,
}

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Promised; the other has not agreed.
    Offered,
    /// Agreed.
    Agreed,
    /// Done, says its maker.
    Done,
    /// Done, say both. Nothing changes it any more.
    Confirmed,
    /// Put down by one of the two. Nothing changes it any more.
    PutDown,
}

/// Why something about a step was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// Nothing is promised.
    #[error("nothing is promised")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// The last day has passed, or is more than four weeks away.
    #[error("the last day is out of range")]
    Day,
    /// It says nothing in its place: not theirs to say, or too early, or over.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

/// Promises a step.
///
/// # Errors
///
/// [`StepError`].
pub fn promise(
    words: &str,
    until_day: i32,
    today: i32,
    round: Option<u32>,
) -> Result<Event, StepError> {
    let words = words.trim();
    if words.is_empty() {
        return Err(StepError::Empty);
    }
    if words.chars().count() > STEP_CHARS_MAX {
        return Err(StepError::TooLong);
    }
    if !(today..=today + STEP_DAYS_MAX).contains(&until_day) {
        return Err(StepError::Day);
    }
    Ok(Event::StepOffered { words: words.to_owned(), until_day, round, letter: None })
}

/// Promises a step with a letter, to mend something.
///
/// # Errors
///
/// [`StepError`].
pub fn offer_repair(
    words: &str,
    until_day: i32,
    today: i32,
    letter: LetterId,
) -> Result<Event, StepError> {
    promise(words, until_day, today, None)?;
    let words = words.trim().to_owned();
    Ok(Event::StepOffered { words, until_day, round: None, letter: Some(letter) })
}

impl Step {
    /// Whether its last day passed without its being done. It has ended then, like one that was put down.
    #[must_use]
    pub fn has_lapsed(&self, today: i32) -> bool {
        let waits = matches!(self.standing, Standing::Offered | Standing::Agreed);
        waits && self.until_day < today
    }

    /// Agrees to it.
    ///
    /// # Errors
    ///
    /// [`StepError::OutOfPlace`] unless it is the other's and only promised.
    pub fn agree(&self, by: Partner) -> Result<Event, StepError> {
        let fits = by != self.by && self.standing == Standing::Offered;
        fits.then_some(Event::StepAgreed { step: self.id }).ok_or(StepError::OutOfPlace)
    }

    /// Says that it is done.
    ///
    /// # Errors
    ///
    /// [`StepError::OutOfPlace`] unless it is one's own and agreed.
    pub fn done(&self, by: Partner, on_day: i32) -> Result<Event, StepError> {
        let fits = by == self.by && self.standing == Standing::Agreed;
        fits.then_some(Event::StepDone { step: self.id, on_day }).ok_or(StepError::OutOfPlace)
    }

    /// Confirms that it was done.
    ///
    /// # Errors
    ///
    /// [`StepError::OutOfPlace`] unless it is the other's and done.
    pub fn confirm(&self, by: Partner) -> Result<Event, StepError> {
        let fits = by != self.by && self.standing == Standing::Done;
        fits.then_some(Event::StepConfirmed { step: self.id }).ok_or(StepError::OutOfPlace)
    }

    /// Puts it down; either may.
    ///
    /// # Errors
    ///
    /// [`StepError::OutOfPlace`] if it is over.
    pub fn put_down(&self) -> Result<Event, StepError> {
        let is_over = matches!(self.standing, Standing::Confirmed | Standing::PutDown);
        if is_over { Err(StepError::OutOfPlace) } else { Ok(Event::StepPutDown { step: self.id }) }
    }

    /// Replays an event about this step.
    pub(crate) fn apply(&mut self, by: Partner, event: &Event) -> Option<()> {
        match event {
            Event::StepAgreed { .. } => {
                self.agree(by).ok()?;
                self.standing = Standing::Agreed;
            }
            Event::StepDone { on_day, .. } => {
                self.done(by, *on_day).ok()?;
                self.standing = Standing::Done;
                self.done_on = Some(*on_day);
            }
            Event::StepConfirmed { .. } => {
                self.confirm(by).ok()?;
                self.standing = Standing::Confirmed;
            }
            Event::StepPutDown { .. } => {
                self.put_down().ok()?;
                self.standing = Standing::PutDown;
            }
            _ => return None,
        }
        Some(())
    }
}

/// Reads a promise back, as a fold does.
pub(crate) fn promised(
    id: EntryId,
    by: Partner,
    words: &str,
    until_day: i32,
    (round, letter): (Option<u32>, Option<LetterId>),
) -> Option<Step> {
    // The day is not judged again: a log is read long after.
    let Event::StepOffered { words, .. } = promise(words, 0, 0, round).ok()? else { return None };
    let standing = Standing::Offered;
    Some(Step { id, by, words, until_day, round, letter, standing, done_on: None })
}
