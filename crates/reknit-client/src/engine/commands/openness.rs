//! Being open about something.

use reknit_model::{
    arrivals::Daily,
    event::Event,
    log::{EntryId, Partner},
    openness::{self, Openness, OpennessError},
};

use super::Engine;
use crate::{
    command::{OpennessAct, Refusal},
    ports::Now,
    view::openness_sheet,
};

impl Engine {
    pub(super) fn be_open(&mut self, now: Now, act: OpennessAct) -> Result<(), Refusal> {
        match act {
            OpennessAct::Offer { sentence, words } => {
                let event = openness::offer(sentence, &words, now.today)?;
                self.offer(now, Daily::Openness, event)?;
                self.drop_draft(&openness_sheet());
                Ok(())
            }
            OpennessAct::Agree(id) => self.about_openness(id, Openness::agree),
            OpennessAct::Shown(id) => self.about_openness(id, |it, by| it.shown(by, now.today)),
            OpennessAct::End(id) => self.about_openness(id, |it, _| it.end()),
        }
    }

    fn about_openness(
        &mut self,
        id: EntryId,
        make: impl FnOnce(&Openness, Partner) -> Result<Event, OpennessError>,
    ) -> Result<(), Refusal> {
        let by = self.paired_as()?;
        // What waits to be sent has no lasting name yet.
        if self.is_unsent(id) || self.is_unseen(id) {
            return Err(Refusal::OutOfPlace);
        }
        let found = self.shown().openness.iter().find(|it| it.id == id);
        let event = make(found.ok_or(Refusal::OutOfPlace)?, by)?;
        self.say(event)
    }
}

impl From<OpennessError> for Refusal {
    fn from(error: OpennessError) -> Self {
        match error {
            OpennessError::Empty => Self::Empty,
            OpennessError::TooLong => Self::TooLong,
            OpennessError::Never(what) => Self::Never(what),
            OpennessError::OutOfPlace => Self::OutOfPlace,
        }
    }
}
