//! Steps promised.

use reknit_model::{log::Partner, steps::Step};

use super::Engine;
use crate::{engine::commands::steps::mark_key, ports::Now, view::StepView};

impl Engine {
    pub(super) fn show_steps(&self, now: Now, me: Partner) -> Vec<StepView> {
        // What a closed letter offers is closed with it.
        let is_closed = |it: &Step| {
            let letters = &self.shown().letters;
            let letter = it.letter.filter(|id| letters.get(it.by, *id).is_some());
            it.by != me && letter.is_some_and(|id| !self.has_opened(id))
        };
        let steps = self.shown().steps.iter().rev();
        let steps = steps.filter(|it| !is_closed(it) && !self.is_unseen(it.id));
        steps
            .map(|step| StepView {
                id: step.id,
                mine: step.by == me,
                words: step.words.clone(),
                until_day: step.until_day,
                round: step.round,
                letter: step.letter,
                standing: step.standing,
                lapsed: step.has_lapsed(now.today),
                done_on: step.done_on,
                marked: self.private.get(&mark_key(step.id)).is_some(),
                unsent: self.is_unsent(step.id),
            })
            .collect()
    }
}
