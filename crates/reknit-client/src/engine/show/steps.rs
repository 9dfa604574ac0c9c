//! Steps promised.

use reknit_model::log::Partner;

use super::Engine;
use crate::{engine::commands::steps::mark_key, ports::Now, view::StepView};

impl Engine {
    pub(super) fn show_steps(&self, now: Now, me: Partner) -> Vec<StepView> {
        let steps = self.shown().steps.iter().rev();
        steps
            .map(|step| StepView {
                id: step.id,
                mine: step.by == me,
                words: step.words.clone(),
                until_day: step.until_day,
                round: step.round,
                standing: step.standing,
                lapsed: step.has_lapsed(now.today),
                done_on: step.done_on,
                marked: self.private.get(&mark_key(step.id)).is_some(),
                unsent: self.is_unsent(step.id),
            })
            .collect()
    }
}
