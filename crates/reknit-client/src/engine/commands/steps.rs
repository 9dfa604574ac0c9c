//! Steps promised.

use reknit_model::{
    arrivals::Daily,
    event::Event,
    log::{EntryId, Partner},
    steps::{self, Step, StepError},
};

use super::Engine;
use crate::{command::Refusal, ports::Now, view::Slot};

impl Engine {
    pub(super) fn offer_step(
        &mut self,
        now: Now,
        words: &str,
        until_day: i32,
        round: Option<u32>,
    ) -> Result<(), Refusal> {
        let event = steps::promise(words, until_day, now.today, round)?;
        self.offer(now, Daily::Step, event)?;
        self.drop_draft(&Slot::Step);
        Ok(())
    }

    pub(super) fn about_step(
        &mut self,
        id: EntryId,
        make: impl FnOnce(&Step, Partner) -> Result<Event, StepError>,
    ) -> Result<(), Refusal> {
        let by = self.paired_as()?;
        // A step that waits to be sent has no lasting name yet.
        if self.is_unsent(id) || self.is_unseen(id) {
            return Err(Refusal::OutOfPlace);
        }
        let step = self.shown().step(id).ok_or(Refusal::OutOfPlace)?;
        let event = make(step, by)?;
        self.say(event)
    }
}

impl Engine {
    /// Notes for oneself that a step did not happen. Never said to the other: bringing it up is for a talk.
    pub(super) fn mark_step(&mut self, step: EntryId, marked: bool) -> Result<(), Refusal> {
        let found = self.shown().step(step).ok_or(Refusal::OutOfPlace)?;
        if self.paired_as()? == found.by || self.is_unseen(step) {
            return Err(Refusal::OutOfPlace);
        }
        self.set_private(&mark_key(step), if marked { "did not happen" } else { "" })
    }
}

/// Where a note about a step lies in the vault.
pub(in crate::engine) fn mark_key(step: EntryId) -> String {
    format!("mark/{step}")
}

impl From<StepError> for Refusal {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Empty => Self::Empty,
            StepError::TooLong => Self::TooLong,
            StepError::Day => Self::Day,
            StepError::NotOwnAct => Self::NotOwnAct,
            StepError::Never => Self::NeverAStep,
            StepError::OutOfPlace => Self::OutOfPlace,
        }
    }
}
