//! The check-in: its hour, and closing a page.

use reknit_model::{
    checkin::{Page, PageError, SealedPage},
    event::Event,
    log::EntryId,
    rhythm::{Rhythm, RhythmError, next_opening},
};
use reknit_vault::withheld;

use super::Engine;
use crate::{command::Refusal, engine::aside, ports::Now, view::Slot};

impl Engine {
    pub(super) fn offer_rhythm(&mut self, rhythm: Rhythm) -> Result<(), Refusal> {
        let event = self.complete().rhythm.offer(rhythm);
        self.say(event.map_err(|error| match error {
            RhythmError::Same => Refusal::OutOfPlace,
            RhythmError::Range | RhythmError::OutOfPlace => Refusal::Day,
        })?)
    }

    pub(super) fn agree_rhythm(&mut self, offer: EntryId) -> Result<(), Refusal> {
        let by = self.paired_as()?;
        let event = self.complete().rhythm.agree(by, offer);
        self.say(event.map_err(|_| Refusal::OutOfPlace)?)
    }

    /// The next hour at which pages open.
    pub(in crate::engine) fn next_hour(&self, now: Now) -> Option<i64> {
        let rhythm = self.complete().rhythm.agreed.as_ref()?;
        let offset = |at_ms| self.zones.offset_minutes(&rhythm.zone, at_ms);
        Some(next_opening(rhythm, now.ms, &offset))
    }

    pub(super) fn close_page(&mut self, now: Now, page: &Page) -> Result<(), Refusal> {
        let me = self.paired_as()?;
        page.check()?;
        let opens_at_ms = self.next_hour(now).ok_or(Refusal::NoHour)?;
        // Rounds are counted as they are, also while Quiet hides that one was opened.
        if !self.complete().checkin.may_replace(me) {
            return Err(Refusal::Opened);
        }
        let secret = self.keyring.withheld.last().ok_or(Refusal::OutOfPlace)?;
        let closed = withheld::close(self.randoms.shared.as_mut(), &secret.0, &page.to_json());
        let sealed = SealedPage {
            id: closed.id,
            box_: closed.ciphertext,
            commit: closed.commit,
            digest: closed.digest,
        };
        let event = self.complete().checkin.close(me, opens_at_ms, sealed);
        let event = event.map_err(|_| Refusal::Opened)?;
        aside::check(&event)?;
        // A page that was closed and not yet sent is replaced where it waits: nobody has seen it.
        let round = self.complete().checkin.round();
        self.outbox.retain(
            |it| !matches!(it.event, Event::PageClosed { round: other, .. } if other == round),
        );
        self.say(event)?;
        self.drop_draft(&Slot::Page);
        Ok(())
    }

    pub(super) fn no_step(&mut self, round: u32) -> Result<(), Refusal> {
        let opened = self.complete().checkin.opened.iter().any(|it| it.round == round);
        if !opened {
            return Err(Refusal::OutOfPlace);
        }
        self.say(Event::NoStep { round })
    }
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Empty => Self::Empty,
            PageError::TooLong => Self::TooLong,
            PageError::Range => Self::Day,
        }
    }
}
