//! What Today proposes: one thing, and at most two others.
//!
//! It follows from how things stand between the two and from what everybody is offered, never from an answer to a private question:
//! a screen over somebody's shoulder must tell nothing (safety rule 4).

use reknit_model::steps::Standing;

use crate::{
    letters,
    ports::Now,
    view::{MyPage, Pairing, Slot, Suggestion, Suggests, View},
};

/// How many days an opened check-in asks for one next step.
const STEP_DAYS: i64 = 4;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How many days before its hour a page is proposed first.
const PAGE_DAYS: i64 = 3;

/// The proposals, the first one first.
pub(crate) fn suggest(view: &View, now: Now) -> Vec<Suggestion> {
    let mut all = Vec::new();
    match view.settings.suggests {
        Suggests::Nothing => return all,
        Suggests::Alone => {}
        Suggests::Both => together(view, now, &mut all),
    }
    alone(view, &mut all);
    all.dedup();
    all.truncate(3);
    all
}

fn together(view: &View, now: Now, all: &mut Vec<Suggestion>) {
    match &view.pairing {
        Pairing::Paired { .. } => {}
        Pairing::Answered { i_confirmed: false, .. }
        | Pairing::Joining { words: Some(_), i_confirmed: false, .. } => {
            all.push(Suggestion::CompareWords);
            return;
        }
        Pairing::Alone => {
            all.extend([Suggestion::Learn, Suggestion::Invite]);
            return;
        }
        Pairing::Preparing
        | Pairing::Inviting { .. }
        | Pairing::Answered { .. }
        | Pairing::Joining { .. }
        | Pairing::Failed(_) => return,
    }
    let newest = view.opened.first();
    let is_fresh = newest.is_some_and(|it| now.ms - it.opens_at_ms < STEP_DAYS * DAY_MS);
    if let Some(newest) = newest.filter(|_| is_fresh) {
        let has_step = view.steps.iter().any(|it| it.round == Some(newest.round));
        all.push(if has_step || newest.no_step {
            Suggestion::ReadCheckIn
        } else {
            Suggestion::ChooseStep
        });
    }
    if view.checkin.rhythm.is_none() {
        all.push(match &view.checkin.offer {
            Some(offer) if !offer.mine => Suggestion::AgreeHour,
            _ => Suggestion::ChooseHour,
        });
    }
    let hour_is_near = view.checkin.opens_at_ms.is_some_and(|it| it - now.ms < PAGE_DAYS * DAY_MS);
    if view.checkin.mine == MyPage::Open && hour_is_near {
        all.push(Suggestion::WritePage);
    }
    let my_step = |it: &&crate::view::StepView| it.mine && it.standing == Standing::Agreed;
    if view.steps.iter().filter(|it| !it.lapsed).any(|it| my_step(&it)) {
        all.push(Suggestion::DoStep);
    }
    let seen = |it: &&crate::view::StepView| {
        !it.mine && !it.lapsed && matches!(it.standing, Standing::Offered | Standing::Done)
    };
    if view.steps.iter().any(|it| seen(&it)) {
        all.push(Suggestion::SeeStep);
    }
    if view.checkin.mine == MyPage::Open && view.checkin.opens_at_ms.is_some() && !hour_is_near {
        all.push(Suggestion::WritePage);
    }
    all.push(Suggestion::Appreciate);
}

fn alone(view: &View, all: &mut Vec<Suggestion>) {
    // What is being written is not named, and neither for whom.
    let is_draft = |it: &Slot| {
        matches!(it, Slot::Step | Slot::Appreciation) || letters::draft_of(it).is_some()
    };
    if view.drafts.keys().any(is_draft) {
        all.push(Suggestion::GoOnWriting);
    }
    if view.trends.first().is_some_and(|it| it.points.len() > 1) {
        all.push(Suggestion::LookBack);
    }
    if !all.contains(&Suggestion::Learn) {
        all.push(Suggestion::Learn);
    }
}
