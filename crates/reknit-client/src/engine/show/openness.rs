//! What one is open about.

use reknit_model::log::Partner;

use super::Engine;
use crate::{ports::Now, view::OpennessView};

impl Engine {
    pub(super) fn show_openness(&self, now: Now, me: Partner) -> Vec<OpennessView> {
        let all = self.shown().openness.iter().rev().filter(|it| !self.is_unseen(it.id));
        all.map(|it| OpennessView {
            id: it.id,
            mine: it.by == me,
            sentence: it.sentence,
            words: it.words.clone(),
            until_day: it.until_day,
            standing: it.standing,
            over: it.is_over(now.today),
            unsent: self.is_unsent(it.id),
        })
        .collect()
    }
}
