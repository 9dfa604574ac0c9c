//! Kind words.

use reknit_model::log::Partner;

use super::Engine;
use crate::view::AppreciationView;

impl Engine {
    pub(super) fn show_appreciations(&self, me: Partner) -> Vec<AppreciationView> {
        let appreciations = self.shown().appreciations.iter().rev();
        appreciations
            .map(|it| AppreciationView {
                id: it.id,
                mine: it.by == me,
                words: it.words.clone(),
                on_day: it.on_day,
                unsent: self.is_unsent(it.id),
            })
            .collect()
    }
}
