//! What Today proposes: one thing, and at most two others.
//!
//! It follows from how things stand between the two and from what everybody is offered, never from an answer to a private question:
//! a screen over somebody's shoulder must tell nothing (safety rule 4).

use reknit_model::steps::Standing;

use crate::{
    letters,
    ports::Now,
    view::{
        CardView, MyPage, Pairing, Slot, Suggestion, Suggests, TalkAt, View, read_sheet,
        where_sheet,
    },
};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How many days a card of the other is proposed.
const CARD_DAYS: i32 = 7;

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
    alone(view, now, &mut all);
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
            all.extend(where_now(view));
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
    if let Some(newest) = newest.filter(|it| it.is_fresh(now.ms)) {
        let has_step = view.steps.iter().any(|it| it.round == Some(newest.round));
        let read = view.drafts.get(&read_sheet()).and_then(|it| it.text.parse::<u32>().ok());
        // First what was said; a step comes out of it.
        if read < Some(newest.round) {
            all.push(Suggestion::ReadCheckIn);
        } else if !has_step && !newest.no_step {
            all.push(Suggestion::ChooseStep);
        }
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
    all.extend(shared(view, now));
    all.push(Suggestion::Appreciate);
}

/// What the other put before me and both know of. A letter is never among it: nobody owes it a look (product.md §5).
fn shared(view: &View, now: Now) -> Vec<Suggestion> {
    let mut all = Vec::new();
    if view.talks.iter().any(|it| !it.mine && it.at == TalkAt::Offered) {
        all.push(Suggestion::SeeTalk);
    }
    let is_my_move = |it: &TalkAt| matches!(it, TalkAt::Going { my_move: true, .. });
    if view.talks.iter().any(|it| it.pause.is_none() && is_my_move(&it.at)) {
        all.push(Suggestion::GoOnTalking);
    }
    let is_new = |it: &CardView| {
        let newest = it.versions.first().map(|(day, _)| *day);
        newest.is_some_and(|day| now.today - day < CARD_DAYS) && it.answers.is_empty()
    };
    if view.cards.iter().any(|it| !it.mine && !it.put_away && is_new(it)) {
        all.push(Suggestion::SeeCard);
    }
    if view.boxes.theirs.as_ref().is_some_and(|it| it.open && !it.agreed) {
        all.push(Suggestion::SeeBox);
    }
    all
}

/// Only *whether* it was answered or skipped counts, never how.
fn where_now(view: &View) -> Option<Suggestion> {
    let was_asked = view.drafts.contains_key(&where_sheet());
    (!was_asked).then_some(Suggestion::Where)
}

fn alone(view: &View, now: Now, all: &mut Vec<Suggestion>) {
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
    for it in where_now(view).into_iter().chain([Suggestion::Learn]) {
        if !all.contains(&it) {
            all.push(it);
        }
    }
    // One or the other, by the day: the same for everybody.
    all.push(if now.today % 2 == 0 { Suggestion::Practise } else { Suggestion::WriteCard });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Draft, OPENED_FIRST_MS, Settings};

    const NOW: Now = Now { ms: 1_790_000_000_000, today: 20_717 };

    fn today(text: Option<&str>, suggests: Suggests) -> Vec<Suggestion> {
        let mut view =
            View { settings: Settings { suggests, ..Settings::default() }, ..View::default() };
        if let Some(text) = text {
            let draft = Draft { text: text.to_owned(), also: Vec::new() };
            view.drafts.insert(where_sheet(), draft);
        }
        suggest(&view, NOW)
    }

    /// A card of the other, shared on `day`.
    fn card(day: i32) -> CardView {
        use reknit_model::{cards::Kind, log::EntryId};
        CardView {
            id: EntryId([1; 32]),
            mine: false,
            kind: Kind::Support,
            versions: vec![(day, Vec::new())],
            put_away: false,
            answers: Vec::new(),
            unsent: false,
        }
    }

    #[test]
    fn a_card_of_the_other_is_proposed_for_a_week_and_a_letter_never() {
        let pairing = Pairing::Paired { verified: true, words: None };
        let mut view = View { pairing, ..View::default() };
        view.cards.push(card(NOW.today - 6));
        assert!(suggest(&view, NOW).contains(&Suggestion::SeeCard));
        view.cards = vec![card(NOW.today - 7)];
        let without = suggest(&view, NOW);
        assert!(!without.contains(&Suggestion::SeeCard));
        // A letter that came changes nothing here.
        let letter = crate::view::LetterView {
            id: reknit_model::letters::LetterId([1; 16]),
            on_day: NOW.today,
            words: None,
            offers: Vec::new(),
            answers: Vec::new(),
            unsent: false,
        };
        let versions = vec![letter];
        let thread = crate::view::LetterThread { mine: false, versions, may_follow_at_once: false };
        view.letters.threads.push(thread);
        assert_eq!(suggest(&view, NOW), without);
    }

    /// What Today proposes of a check-in that was opened `days` ago, once the round `read` was the last to be read.
    fn of_opened(days: i64, no_step: bool, read: Option<u32>) -> Option<Suggestion> {
        let pairing = Pairing::Paired { verified: true, words: None };
        let mut view = View { pairing, ..View::default() };
        view.opened.push(crate::view::OpenedRound {
            round: 3,
            opens_at_ms: NOW.ms - days * DAY_MS,
            mine: reknit_model::checkin::Page::default(),
            theirs: reknit_model::checkin::Page::default(),
            no_step,
        });
        if let Some(read) = read {
            view.drafts.insert(read_sheet(), Draft { text: read.to_string(), also: Vec::new() });
        }
        let first = suggest(&view, NOW).first().copied();
        first.filter(|it| matches!(it, Suggestion::ReadCheckIn | Suggestion::ChooseStep))
    }

    #[test]
    fn a_check_in_is_read_before_a_step_is_chosen_and_then_let_go_of() {
        for unread in [None, Some(2)] {
            for no_step in [false, true] {
                assert_eq!(of_opened(0, no_step, unread), Some(Suggestion::ReadCheckIn));
            }
        }
        assert_eq!(of_opened(3, false, Some(3)), Some(Suggestion::ChooseStep));
        assert_eq!(of_opened(3, true, Some(3)), None);
        assert_eq!(of_opened(OPENED_FIRST_MS / DAY_MS, false, None), None);
    }

    #[test]
    fn nothing_is_proposed_twice() {
        for suggests in [Suggests::Both, Suggests::Alone] {
            for (paired, day) in [(false, 0), (true, 0), (false, 1), (true, 1)] {
                let settings = Settings { suggests, ..Settings::default() };
                let mut view = View { settings, ..View::default() };
                if paired {
                    view.pairing = Pairing::Paired { verified: true, words: None };
                }
                let now = Now { today: NOW.today + day, ..NOW };
                let mut all = Vec::new();
                if suggests == Suggests::Both {
                    together(&view, now, &mut all);
                }
                alone(&view, now, &mut all);
                let mut once = all.clone();
                once.sort_by_key(|it| format!("{it:?}"));
                once.dedup();
                assert_eq!(once.len(), all.len(), "{all:?}");
            }
        }
    }

    #[test]
    fn today_is_the_same_whatever_was_answered() {
        for suggests in [Suggests::Both, Suggests::Alone, Suggests::Nothing] {
            let skipped = today(Some("{}"), suggests);
            for text in [
                r#"{"what":["affair"],"when":["days"],"part":["hurt"]}"#,
                r#"{"what":["addiction"],"want":["part"]}"#,
                r#"{"part":["did"]}"#,
                "not even an answer",
            ] {
                assert_eq!(today(Some(text), suggests), skipped, "{text}");
            }
        }
        let [where_now, learn, invite] = [Suggestion::Where, Suggestion::Learn, Suggestion::Invite];
        assert_eq!(today(None, Suggests::Both), [where_now, learn, invite]);
        assert_eq!(today(Some("{}"), Suggests::Both), [learn, invite, Suggestion::WriteCard]);
        assert_eq!(today(None, Suggests::Alone), [where_now, learn, Suggestion::WriteCard]);
        assert!(today(None, Suggests::Nothing).is_empty());
    }
}
