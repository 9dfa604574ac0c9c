//! The question box.

use reknit_model::{
    log::Partner,
    questions::{Question, QuestionBox},
};

use super::Engine;
use crate::{
    ports::Now,
    view::{BoxView, Boxes, QuestionView},
};

impl Engine {
    pub(super) fn show_boxes(&self, now: Now, me: Partner) -> Boxes {
        let boxes = &self.shown().boxes;
        let (mine, theirs) = (boxes.newest(me), boxes.newest(me.other()));
        let newest = [mine, theirs].map(|it| it.map(|it| it.id));
        let earlier = boxes.all.iter().rev().filter(|it| !newest.contains(&Some(it.id)));
        Boxes {
            mine: mine.map(|it| self.show_box(now, it)),
            theirs: theirs.map(|it| self.show_box(now, it)),
            earlier: earlier
                .flat_map(|it| {
                    let to_me = it.answerer == me;
                    self.show_questions(it).map(move |it| (to_me, it))
                })
                .collect(),
        }
    }

    fn show_box(&self, now: Now, it: &QuestionBox) -> BoxView {
        let today = self.day_in(&it.hours.zone, now);
        let n_today = it.questions.iter().filter(|it| it.on_day == today).count();
        BoxView {
            id: it.id,
            hours: it.hours.clone(),
            until_day: it.until_day,
            agreed: it.agreed,
            open: it.is_open(today),
            is_hour: self.is_hour(now, &it.hours),
            left_today: it.hours.a_day.saturating_sub(u8::try_from(n_today).unwrap_or(u8::MAX)),
            questions: self.show_questions(it).collect(),
            unsent: self.is_unsent(it.id),
        }
    }

    /// Newest first, but for those that wait.
    fn show_questions<'a>(
        &'a self,
        of: &'a QuestionBox,
    ) -> impl Iterator<Item = QuestionView> + 'a {
        let seen = of.questions.iter().rev().filter(|it| !self.is_unseen(it.id));
        seen.map(|it| self.show_question(it))
    }

    fn show_question(&self, it: &Question) -> QuestionView {
        QuestionView {
            id: it.id,
            words: it.words.clone(),
            on_day: it.on_day,
            answers: it.answers.iter().rev().cloned().collect(),
            unsent: self.is_unsent(it.id),
        }
    }
}
