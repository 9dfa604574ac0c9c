//! The check-in, and the check-ins that were opened.

use reknit_model::log::Partner;

use super::Engine;
use crate::{
    ports::Now,
    view::{CheckIn, MyPage, OpenedRound, RhythmOffer},
};

impl Engine {
    pub(super) fn show_checkin(&self, now: Now, me: Partner) -> CheckIn {
        let state = self.shown();
        let offer = state.rhythm.offer.as_ref();
        CheckIn {
            rhythm: state.rhythm.agreed.clone(),
            offer: offer.map(|(by, id, rhythm)| RhythmOffer {
                rhythm: rhythm.clone(),
                mine: *by == me,
                id: *id,
            }),
            round: state.checkin.round(),
            opens_at_ms: self.next_hour(now),
            mine: self.show_my_page(now, me),
        }
    }

    /// My page looks the same whether or not the other has closed theirs.
    fn show_my_page(&self, now: Now, me: Partner) -> MyPage {
        let checkin = &self.complete().checkin;
        let Some(closed) = checkin.current(me) else {
            // In Quiet a round that was opened looks like one whose hour passed.
            let hidden =
                checkin.opened.get(self.shown().checkin.opened.len()..).unwrap_or_default();
            return hidden.last().map_or(MyPage::Open, |it| MyPage::HourCame {
                page: if me == Partner::Host { it.host.clone() } else { it.guest.clone() },
                opens_at_ms: it.opens_at_ms,
            });
        };
        let Some(page) = self.my_page(&closed.sealed) else { return MyPage::Open };
        let opens_at_ms = closed.opens_at_ms;
        if now.ms < opens_at_ms {
            MyPage::Closed { page, opens_at_ms }
        } else {
            MyPage::HourCame { page, opens_at_ms }
        }
    }

    pub(super) fn show_opened(&self, me: Partner) -> Vec<OpenedRound> {
        let opened = self.shown().checkin.opened.iter().rev();
        opened
            .map(|it| {
                let (mine, theirs) = match me {
                    Partner::Host => (&it.host, &it.guest),
                    Partner::Guest => (&it.guest, &it.host),
                };
                OpenedRound {
                    round: it.round,
                    opens_at_ms: it.opens_at_ms,
                    mine: mine.clone(),
                    theirs: theirs.clone(),
                    no_step: it.no_step,
                }
            })
            .collect()
    }
}
