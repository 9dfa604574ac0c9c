//! Steps promised: small, one's own act, four weeks at most.
//!
//! One promises, the other agrees. The maker says that it is done; the other may confirm or stay silent. Either can put it down.
//! A step whose day has passed has ended, and nothing says why. *It did not happen* is no event: that stays private until a
//! person brings it up.
//!
//! A demand can be put into the form of a promise ("You will give me your passcode every evening"). What begins with *you*, or names
//! what [`never`] keeps a person's own, is refused where it is written. No list reads a mind; the line beside *Agree* says the rest.

use crate::{
    event::Event,
    letters::LetterId,
    log::{EntryId, Partner},
    openness::{Never, never},
};

/// Longest promise, in characters.
pub const STEP_CHARS_MAX: usize = 280;

/// Furthest last day, in days from today: four weeks.
pub const STEP_DAYS_MAX: i32 = 28;

/// Beginnings of what somebody else is to do.
const YOURS: [&str; 8] = ["you", "u", "your", "yours", "ur", "youll", "youre", "yourself"];

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
    /// It is for the other to do.
    #[error("it is not one's own act")]
    NotOwnAct,
    /// It names keys or whereabouts, which a step is never about.
    #[error("it touches what a step is never about")]
    Never,
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
    let words = fits(words)?;
    if is_for_the_other(words) {
        return Err(StepError::NotOwnAct);
    }
    // Whom one speaks with and what one pays back can well be a step of one's own.
    if matches!(never(words), Some(Never::Keys | Never::Whereabouts)) {
        return Err(StepError::Never);
    }
    dated(words, until_day, today, round, None)
}

/// Promises a step with a letter, to mend something. Its words were judged when the letter was put away ([`promise`]), and are not judged
/// again when it goes: a letter that waits must not be held up by a list that has grown meanwhile.
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
    dated(fits(words)?, until_day, today, None, Some(letter))
}

/// The words of a step, without the space around them, if they are as long as they may be.
fn fits(words: &str) -> Result<&str, StepError> {
    let words = words.trim();
    if words.is_empty() {
        return Err(StepError::Empty);
    }
    if words.chars().count() > STEP_CHARS_MAX {
        return Err(StepError::TooLong);
    }
    Ok(words)
}

fn dated(
    words: &str,
    until_day: i32,
    today: i32,
    round: Option<u32>,
    letter: Option<LetterId>,
) -> Result<Event, StepError> {
    if !(today..=today + STEP_DAYS_MAX).contains(&until_day) {
        return Err(StepError::Day);
    }
    Ok(Event::StepOffered { words: words.to_owned(), until_day, round, letter })
}

/// Whether the first word says that the other is to do it.
fn is_for_the_other(words: &str) -> bool {
    let mut all = words.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    all.next().is_some_and(|it| YOURS.contains(&it.to_lowercase().as_str()))
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

/// Reads a promise back, as a fold does. What was said stays said: neither whose act it is nor what it names is judged again.
pub(crate) fn promised(
    id: EntryId,
    by: Partner,
    words: &str,
    until_day: i32,
    (round, letter): (Option<u32>, Option<LetterId>),
) -> Option<Step> {
    // The day is not judged again either: a log is read long after.
    let words = fits(words).ok()?.to_owned();
    let standing = Standing::Offered;
    Some(Step { id, by, words, until_day, round, letter, standing, done_on: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{log::Partner::Host, telling::Story};

    #[track_caller]
    fn assert_refused(words: &str, expected: Option<StepError>) {
        assert_eq!(promise(words, 20_007, 20_000, None).err(), expected, "{words}");
    }

    #[test]
    fn a_demand_is_no_promise() {
        for demand in [
            "You will give me your phone password every evening.",
            "you'll be home by six",
            "U tell me first",
            "\u{201c}Your turn to call\u{201d}",
        ] {
            assert_refused(demand, Some(StepError::NotOwnAct));
        }
        for own in
            ["I ask how you are, and listen.", "Youth club on Friday, with the kids.", "Tea."]
        {
            assert_refused(own, None);
        }
    }

    #[test]
    fn keys_and_whereabouts_are_never_a_step() {
        for touches in ["I give you my passcode.", "I send my location.", "I show you my phone."] {
            assert_refused(touches, Some(StepError::Never));
        }
        // Whom one talks to is one's own act too, and what one pays.
        for own in ["I call my sister and tell her the truth.", "I pay back 50 from my savings."] {
            assert_refused(own, None);
        }
    }

    #[test]
    fn what_was_promised_before_is_still_read_and_a_letter_that_waits_still_goes() {
        let words = "I show you every account.";
        assert_refused(words, Some(StepError::Never));
        let mut story = Story::default();
        let letter = None;
        let said = Event::StepOffered { words: words.into(), until_day: 7, round: None, letter };
        story.tell(Host, said);
        assert_eq!(story.state().steps.len(), 1);
        assert!(offer_repair(words, 7, 0, LetterId([1; 16])).is_ok());
    }
}
