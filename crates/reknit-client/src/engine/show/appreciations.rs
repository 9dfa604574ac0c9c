//! Kind words.

use reknit_model::log::Partner;

use super::{super::caps::Capped, Engine};
use crate::view::AppreciationView;

impl Engine {
    pub(super) fn show_appreciations(&self, me: Partner) -> Vec<AppreciationView> {
        let mut room = self.n_shown(Capped::KindWords);
        let mut all: Vec<AppreciationView> = self
            .shown()
            .appreciations
            .iter()
            .filter(|it| {
                let is_shown = it.by == me || room > 0;
                if it.by != me {
                    room = room.saturating_sub(1);
                }
                is_shown
            })
            .map(|it| AppreciationView {
                id: it.id,
                mine: it.by == me,
                words: it.words.clone(),
                on_day: it.on_day,
                unsent: self.is_unsent(it.id),
            })
            .collect();
        all.reverse();
        all
    }
}
