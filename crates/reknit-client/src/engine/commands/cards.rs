//! Cards both keep.

use reknit_model::{
    arrivals::Daily,
    cards::{self, Card, CardError},
    log::EntryId,
};

use super::Engine;
use crate::{
    command::{CardAct, Refusal},
    ports::Now,
    view::card_sheet,
};

impl Engine {
    pub(super) fn card(&mut self, now: Now, act: CardAct) -> Result<(), Refusal> {
        let me = self.paired_as()?;
        match act {
            CardAct::Share { kind, fields, replaces } => {
                match replaces {
                    None => {
                        self.offer(now, Daily::Card, cards::share(kind, fields, now.today)?)?;
                    }
                    Some(card) => {
                        let event = self.sent_card(card)?.share_anew(me, fields, now.today)?;
                        self.say(event)?;
                    }
                }
                self.drop_draft(&card_sheet(kind));
                Ok(())
            }
            CardAct::PutAway(card) => {
                let event = self.sent_card(card)?.put_away(me)?;
                self.say(event)
            }
            CardAct::Answer { card, thanks, words } => {
                let event = self.sent_card(card)?.answer(me, thanks, &words, now.today)?;
                self.say(event)
            }
        }
    }

    /// A card that has a lasting name, which one that waits to be sent has not.
    fn sent_card(&self, id: EntryId) -> Result<&Card, Refusal> {
        let found = self.shown().cards.iter().find(|it| it.id == id);
        let is_there = !self.is_unsent(id) && !self.is_unseen(id);
        found.filter(|_| is_there).ok_or(Refusal::OutOfPlace)
    }
}

impl From<CardError> for Refusal {
    fn from(error: CardError) -> Self {
        match error {
            CardError::Empty => Self::Empty,
            CardError::TooLong => Self::TooLong,
            CardError::OutOfPlace => Self::OutOfPlace,
        }
    }
}
