//! Cards both keep.

use reknit_model::log::Partner;

use super::Engine;
use crate::view::{CardAnswer, CardView};

impl Engine {
    pub(super) fn show_cards(&self, me: Partner) -> Vec<CardView> {
        let cards = self.shown().cards.iter().rev().filter(|it| !self.is_unseen(it.id));
        cards
            .map(|card| CardView {
                id: card.id,
                mine: card.by == me,
                kind: card.kind,
                versions: card
                    .versions
                    .iter()
                    .rev()
                    .map(|it| (it.on_day, it.fields.clone()))
                    .collect(),
                put_away: card.put_away,
                answers: card
                    .answers
                    .iter()
                    .map(|it| CardAnswer {
                        thanks: it.thanks,
                        words: it.words.clone(),
                        on_day: it.on_day,
                        unsent: self.is_unsent(it.id),
                    })
                    .collect(),
                unsent: self.is_unsent(card.id),
            })
            .collect()
    }
}
