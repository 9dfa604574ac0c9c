//! The question box.

use reknit_model::questions::{self, Hours, QuestionError};

use super::Engine;
use crate::{
    command::{QuestionAct, Refusal},
    ports::Now,
    view::question_sheet,
};

impl Engine {
    pub(super) fn question_box(&mut self, now: Now, act: QuestionAct) -> Result<(), Refusal> {
        let me = self.paired_as()?;
        let boxes = &self.shown().boxes;
        let event = match act {
            QuestionAct::Open { hours, until_day } => questions::open(hours, until_day, now.today)?,
            QuestionAct::Agree(id) | QuestionAct::Close(id) if self.is_unsent(id) => {
                return Err(Refusal::OutOfPlace);
            }
            QuestionAct::Agree(id) => {
                let found = boxes.all.iter().find(|it| it.id == id);
                found.ok_or(Refusal::OutOfPlace)?.agree(me)?
            }
            QuestionAct::Close(id) => {
                let found = boxes.all.iter().find(|it| it.id == id);
                found.ok_or(Refusal::OutOfPlace)?.close(me)?
            }
            QuestionAct::Ask(words) => {
                let found = boxes.newest(me.other()).ok_or(Refusal::OutOfPlace)?;
                let event = found.ask(me, &words, self.day_in(&found.hours.zone, now))?;
                if !self.is_hour(now, &found.hours) {
                    return Err(Refusal::NotTheHour);
                }
                self.say(event)?;
                self.drop_draft(&question_sheet());
                return Ok(());
            }
            QuestionAct::Answer { question, .. }
                if self.is_unsent(question) || self.is_unseen(question) =>
            {
                return Err(Refusal::OutOfPlace);
            }
            QuestionAct::Answer { question, answer } => {
                let found = boxes.holding(question).ok_or(Refusal::OutOfPlace)?;
                found.answer(me, question, answer)?
            }
        };
        self.say(event)
    }

    /// Whether now is within a box's hours, where its answerer lives.
    pub(crate) fn is_hour(&self, now: Now, hours: &Hours) -> bool {
        let minute = self.minute_in(&hours.zone, now).rem_euclid(1440);
        u16::try_from(minute).is_ok_and(|it| hours.holds(it))
    }

    /// The day it is in a time zone, in days since 1970-01-01. A box keeps the days of where its answerer lives, as it keeps the hours.
    pub(crate) fn day_in(&self, zone: &str, now: Now) -> i32 {
        i32::try_from(self.minute_in(zone, now).div_euclid(1440)).unwrap_or(now.today)
    }

    /// Minutes since 1970-01-01 as the clocks of a time zone show them.
    fn minute_in(&self, zone: &str, now: Now) -> i64 {
        now.ms.div_euclid(60_000) + i64::from(self.zones.offset_minutes(zone, now.ms))
    }
}

impl From<QuestionError> for Refusal {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::Empty => Self::Empty,
            QuestionError::TooLong => Self::TooLong,
            QuestionError::Range => Self::Hours,
            QuestionError::Cap => Self::Cap,
            QuestionError::OutOfPlace => Self::OutOfPlace,
        }
    }
}
