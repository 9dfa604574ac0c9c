//! Kind words.

use reknit_model::appreciations::{self, AppreciationError};

use super::Engine;
use crate::{command::Refusal, ports::Now, view::Slot};

impl Engine {
    pub(super) fn appreciate(&mut self, now: Now, words: &str) -> Result<(), Refusal> {
        let by = self.paired_as()?;
        let said = &self.complete().appreciations;
        self.say(appreciations::appreciate(said, by, words, now.today)?)?;
        self.drop_draft(&Slot::Appreciation);
        Ok(())
    }
}

impl From<AppreciationError> for Refusal {
    fn from(error: AppreciationError) -> Self {
        match error {
            AppreciationError::Empty => Self::Empty,
            AppreciationError::TooLong => Self::TooLong,
            AppreciationError::EnoughToday => Self::EnoughToday,
        }
    }
}
