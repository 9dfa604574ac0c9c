//! The question box: questions after a betrayal, in writing, at hours both agreed to, a few a day.
//!
//! It belongs to the one who answers: they open it, they close it, and they choose how to answer, also *I would rather say this
//! aloud*, *with a therapist*, or *I will not answer*. A question without an answer stays as it is; nothing says so. Clinicians advise
//! structured questions (what happened when, is it over) and not graphic detail (evidence.md §2.4; clinical advice, no trial).

use serde::{Deserialize, Serialize};

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// Longest question, in characters.
pub const QUESTION_CHARS_MAX: usize = 300;

/// Longest answer, in characters.
pub const ANSWER_CHARS_MAX: usize = 2_000;

/// Most questions a day that a box can be opened for.
pub const QUESTIONS_A_DAY_MAX: u8 = 5;

/// Most days a box stays open. It can be opened again.
pub const BOX_DAYS_MAX: i32 = 28;

/// The hours of a box, in its answerer's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// Minute of the day at which it opens, 0 to 1439.
    pub from_minute: u16,
    /// Minute at which it closes, above `from_minute`, at most 1440.
    pub until_minute: u16,
    /// IANA name of the time zone.
    pub zone: String,
    /// Questions a day, 1 to [`QUESTIONS_A_DAY_MAX`].
    pub a_day: u8,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionBox {
    /// Names it.
    pub id: EntryId,
    /// Who answers.
    pub answerer: Partner,
    /// When, and how many.
    pub hours: Hours,
    /// The last day, in days since 1970-01-01.
    pub until_day: i32,
    /// Whether the other agreed to the hours.
    pub agreed: bool,
    /// Whether its answerer closed it.
    pub closed: bool,
    /// The questions, oldest first.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Names it.
    pub id: EntryId,
    /// The words.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
    /// What was answered, oldest first; the last one stands, all stay.
    pub answers: Vec<Answer>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Answer {
    /// In writing.
    Written {
        /// 1 to 2,000 characters.
        words: String,
    },
    /// "I would rather say this aloud."
    Aloud,
    /// "I want to answer this with a therapist."
    WithTherapist,
    /// "I will not answer."
    WillNot,
}

/// Why something about a box was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// The hours, the number a day or the days are out of range.
    #[error("the hours are out of range")]
    Range,
    /// No more questions today.
    #[error("no more questions today")]
    Cap,
    /// It says nothing in its place: no such box, not agreed, closed, or not theirs to say.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

impl Hours {
    /// Whether the hours make sense.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.from_minute < self.until_minute
            && self.until_minute <= 1440
            && (1..=QUESTIONS_A_DAY_MAX).contains(&self.a_day)
            && (1..=64).contains(&self.zone.len())
    }

    /// Whether a minute of the day, in the box's time zone, is within them.
    #[must_use]
    pub fn holds(&self, minute_of_day: u16) -> bool {
        (self.from_minute..self.until_minute).contains(&minute_of_day)
    }
}

/// Opens a box for questions to oneself.
///
/// # Errors
///
/// [`QuestionError::Range`].
pub fn open(hours: Hours, until_day: i32, today: i32) -> Result<Event, QuestionError> {
    if !hours.is_valid() || !(today..=today.saturating_add(BOX_DAYS_MAX)).contains(&until_day) {
        return Err(QuestionError::Range);
    }
    Ok(Event::BoxOpened { hours, until_day })
}

impl QuestionBox {
    /// Whether questions can be asked on this day.
    #[must_use]
    pub fn is_open(&self, today: i32) -> bool {
        !self.closed && today <= self.until_day
    }

    /// Agrees to its hours.
    ///
    /// # Errors
    ///
    /// [`QuestionError::OutOfPlace`] unless it is the other's, open, and not agreed to.
    pub fn agree(&self, by: Partner) -> Result<Event, QuestionError> {
        let fits = by != self.answerer && !self.agreed && !self.closed;
        fits.then_some(Event::BoxAgreed { opening: self.id }).ok_or(QuestionError::OutOfPlace)
    }

    /// Closes it; only its answerer can.
    ///
    /// # Errors
    ///
    /// [`QuestionError::OutOfPlace`].
    pub fn close(&self, by: Partner) -> Result<Event, QuestionError> {
        let fits = by == self.answerer && !self.closed;
        fits.then_some(Event::BoxClosed { opening: self.id }).ok_or(QuestionError::OutOfPlace)
    }

    /// Asks.
    ///
    /// # Errors
    ///
    /// [`QuestionError`]. Whether the hour fits is for the asker's device to say: the model has no clock.
    pub fn ask(&self, by: Partner, words: &str, on_day: i32) -> Result<Event, QuestionError> {
        let words = words.trim();
        if by == self.answerer || !self.agreed || !self.is_open(on_day) {
            return Err(QuestionError::OutOfPlace);
        }
        if words.is_empty() {
            return Err(QuestionError::Empty);
        }
        if words.chars().count() > QUESTION_CHARS_MAX {
            return Err(QuestionError::TooLong);
        }
        // Days go forward, and within what the box was opened for: a day that is made up buys no more questions.
        let before = self.questions.last().is_some_and(|it| on_day < it.on_day);
        if before || on_day < self.until_day.saturating_sub(BOX_DAYS_MAX) {
            return Err(QuestionError::OutOfPlace);
        }
        let n_today = self.questions.iter().filter(|it| it.on_day == on_day).count();
        if n_today >= usize::from(self.hours.a_day) {
            return Err(QuestionError::Cap);
        }
        Ok(Event::QuestionAsked { opening: self.id, words: words.to_owned(), on_day })
    }

    /// Answers a question; also after the box was closed.
    ///
    /// # Errors
    ///
    /// [`QuestionError`].
    pub fn answer(
        &self,
        by: Partner,
        question: EntryId,
        answer: Answer,
    ) -> Result<Event, QuestionError> {
        let found = self.questions.iter().find(|it| it.id == question);
        let found = found.filter(|_| by == self.answerer).ok_or(QuestionError::OutOfPlace)?;
        let answer = match answer {
            Answer::Written { words } => {
                let words = words.trim();
                if words.is_empty() {
                    return Err(QuestionError::Empty);
                }
                if words.chars().count() > ANSWER_CHARS_MAX {
                    return Err(QuestionError::TooLong);
                }
                Answer::Written { words: words.to_owned() }
            }
            other @ (Answer::Aloud | Answer::WithTherapist | Answer::WillNot) => other,
        };
        if found.answers.last() == Some(&answer) {
            return Err(QuestionError::OutOfPlace);
        }
        Ok(Event::QuestionAnswered { question, answer })
    }
}

/// All boxes there were, as far as the log tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Boxes {
    /// Oldest first.
    pub all: Vec<QuestionBox>,
}

impl Boxes {
    /// The newest box that `answerer` opened.
    #[must_use]
    pub fn newest(&self, answerer: Partner) -> Option<&QuestionBox> {
        self.all.iter().rev().find(|it| it.answerer == answerer)
    }

    /// The box a question lies in.
    #[must_use]
    pub fn holding(&self, question: EntryId) -> Option<&QuestionBox> {
        self.all.iter().find(|it| it.questions.iter().any(|it| it.id == question))
    }

    /// Replays an event.
    pub(crate) fn apply(&mut self, id: EntryId, by: Partner, event: &Event) -> Option<()> {
        match event {
            Event::BoxOpened { hours, until_day } => {
                if !hours.is_valid() {
                    return None;
                }
                // One box at a time: a new one takes the place of the old.
                for it in self.all.iter_mut().filter(|it| it.answerer == by) {
                    it.closed = true;
                }
                self.all.push(QuestionBox {
                    id,
                    answerer: by,
                    hours: hours.clone(),
                    until_day: *until_day,
                    agreed: false,
                    closed: false,
                    questions: Vec::new(),
                });
            }
            Event::BoxAgreed { opening } => {
                let it = self.named(*opening)?;
                it.agree(by).ok()?;
                it.agreed = true;
            }
            Event::BoxClosed { opening } => {
                let it = self.named(*opening)?;
                it.close(by).ok()?;
                it.closed = true;
            }
            Event::QuestionAsked { opening, words, on_day } => {
                let it = self.named(*opening)?;
                let asked = it.ask(by, words, *on_day).ok()?;
                let Event::QuestionAsked { words, on_day, .. } = asked else { return None };
                it.questions.push(Question { id, words, on_day, answers: Vec::new() });
            }
            Event::QuestionAnswered { question, answer } => {
                let holding = self.holding(*question)?;
                let answered = holding.answer(by, *question, answer.clone()).ok()?;
                let Event::QuestionAnswered { answer, .. } = answered else { return None };
                let mut questions = self.all.iter_mut().flat_map(|it| &mut it.questions);
                questions.find(|it| it.id == *question)?.answers.push(answer);
            }
            _ => return None,
        }
        Some(())
    }

    fn named(&mut self, id: EntryId) -> Option<&mut QuestionBox> {
        self.all.iter_mut().find(|it| it.id == id)
    }
}

#[cfg(test)]
mod tests;
