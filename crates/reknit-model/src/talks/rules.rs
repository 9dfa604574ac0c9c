//! The rules of a talk: each makes an event, or refuses.

use super::{
    Act, Answer, BREAK_MS, Part, Standing, TOPIC_CHARS_MAX, Talk, TalkId, WORDS_CHARS_MAX,
};
use crate::{event::Event, log::Partner};

/// Why something in a talk was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TalkError {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// The time to come back is too near or too far.
    #[error("the time to come back is out of range")]
    Hour,
    /// It is not this person's move, or the talk is over.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

/// Offers a talk.
///
/// # Errors
///
/// [`TalkError::Empty`] and [`TalkError::TooLong`].
pub fn offer(
    talk: TalkId,
    topic: &str,
    i_speak: bool,
    share: [u8; 32],
    on_day: i32,
) -> Result<Event, TalkError> {
    let topic = topic.trim();
    if topic.is_empty() {
        return Err(TalkError::Empty);
    }
    if topic.chars().count() > TOPIC_CHARS_MAX {
        return Err(TalkError::TooLong);
    }
    let act = Act::Offered { topic: topic.to_owned(), i_speak, share, on_day };
    Ok(Event::Talk { talk, act })
}

/// Checks words before they are sealed, and gives them without the space around them.
///
/// # Errors
///
/// [`TalkError::Empty`] and [`TalkError::TooLong`].
pub fn check_words(words: &str) -> Result<&str, TalkError> {
    let words = words.trim();
    if words.is_empty() {
        Err(TalkError::Empty)
    } else if words.chars().count() > WORDS_CHARS_MAX {
        Err(TalkError::TooLong)
    } else {
        Ok(words)
    }
}

impl Talk {
    /// Joins the talk that the other offered, with its key sealed to [`Talk::share`].
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`].
    pub fn join(
        &self,
        by: Partner,
        key_box: Vec<u8>,
        commit: [u8; 32],
    ) -> Result<Event, TalkError> {
        let fits = by != self.by && self.standing() == Standing::Offered;
        fits.then(|| self.act(Act::Joined { key_box, commit })).ok_or(TalkError::OutOfPlace)
    }

    /// Says the words of a step.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] unless it is `by`'s move and `part` belongs here.
    pub fn say(
        &self,
        by: Partner,
        part: Part,
        words: Vec<u8>,
        on_day: i32,
    ) -> Result<Event, TalkError> {
        let Standing::Going(place) = self.standing() else { return Err(TalkError::OutOfPlace) };
        if !self.is_move_of(by) || place.after(part).is_none() {
            return Err(TalkError::OutOfPlace);
        }
        // Only the end of a talk needs a date.
        let on_day = (part == Part::Takeaway).then_some(on_day);
        let commit = self.commit()?;
        Ok(self.act(Act::Said { at: self.n_moves(), part, commit, words, on_day }))
    }

    /// Says how well it was said back, and what was missing.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`].
    pub fn answer(
        &self,
        by: Partner,
        answer: Answer,
        words: Option<Vec<u8>>,
    ) -> Result<Event, TalkError> {
        let Standing::Going(place) = self.standing() else { return Err(TalkError::OutOfPlace) };
        let fits = self.is_move_of(by) && place.answered(answer).is_some();
        let act = Act::Answered { at: self.n_moves(), answer, commit: self.commit()?, words };
        fits.then(|| self.act(act)).ok_or(TalkError::OutOfPlace)
    }

    /// Calls a break; either may, at any time.
    ///
    /// # Errors
    ///
    /// [`TalkError::Hour`] for a time outside [`BREAK_MS`], and [`TalkError::OutOfPlace`] unless the talk is under way.
    pub fn pause(&self, now_ms: i64, back_at_ms: Option<i64>) -> Result<Event, TalkError> {
        if !matches!(self.standing(), Standing::Going(_)) {
            return Err(TalkError::OutOfPlace);
        }
        if back_at_ms.is_some_and(|it| !BREAK_MS.contains(&(it - now_ms))) {
            return Err(TalkError::Hour);
        }
        Ok(self.act(Act::Paused { back_at_ms }))
    }

    /// Ends it; either may, at any time, without a reason.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] unless the talk is under way.
    pub fn end(&self, on_day: i32) -> Result<Event, TalkError> {
        let goes = matches!(self.standing(), Standing::Going(_));
        goes.then(|| self.act(Act::Ended { on_day })).ok_or(TalkError::OutOfPlace)
    }

    /// Wishes to keep the words.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] unless the talk is over and this was not said before.
    pub fn keep(&self, by: Partner) -> Result<Event, TalkError> {
        let fits = self.standing() == Standing::Over && !self.keeps(by);
        fits.then(|| self.act(Act::Keep)).ok_or(TalkError::OutOfPlace)
    }

    /// Lets go of it: an offer by its author, a talk by either.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] for an offer of the other, and for a talk that both keep.
    pub fn let_go(&self, by: Partner) -> Result<Event, TalkError> {
        self.may_let_go(by)
            .then(|| self.act(Act::LetGo { entries: Vec::new() }))
            .ok_or(TalkError::OutOfPlace)
    }

    pub(super) fn may_let_go(&self, by: Partner) -> bool {
        match self.standing() {
            Standing::Offered => by == self.by,
            Standing::Going(_) => true,
            // Whoever said keep stands by it: letting go later could otherwise be placed before the other's keep.
            Standing::Over => !self.keeps(by),
            Standing::Kept => false,
        }
    }

    /// Publishes the key, once both keep the words.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`].
    pub fn publish(&self, key: [u8; 32]) -> Result<Event, TalkError> {
        let fits = self.standing() == Standing::Kept && !self.keys.contains(&key);
        fits.then(|| self.act(Act::Key { key })).ok_or(TalkError::OutOfPlace)
    }
}
