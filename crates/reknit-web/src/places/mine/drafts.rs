//! Drafts, wherever they were begun, each with the way back to it.

use reknit_client::view::{
    Slot, TalkAt, View, card_sheet, openness_sheet, question_sheet, talk_sheet, topic_sheet,
};

use crate::{
    content::cards,
    nav::Page,
    places::{cards::answer_sheet as card_answer_sheet, letters, question_box::answer_sheet},
    words::t,
};

/// Where each leads, and what it is called.
pub(super) fn leads(view: &View) -> Vec<(Page, String)> {
    view.drafts.keys().filter_map(|it| lead(view, it)).collect()
}

/// Nothing for what is no draft: notes and answers for oneself, replies of rehearsal, and words for a place that is not there any more.
fn lead(view: &View, slot: &Slot) -> Option<(Page, String)> {
    match slot {
        Slot::Page => Some((Page::CheckIn, t!("draft-page"))),
        Slot::Step => Some((Page::NewStep(None), t!("draft-step"))),
        Slot::Appreciation => Some((Page::Appreciations, t!("draft-appreciation"))),
        it if *it == topic_sheet() => Some((Page::OfferTalk, t!("draft-topic"))),
        it if *it == openness_sheet() => Some((Page::NewOpenness, t!("draft-openness"))),
        Slot::Sheet(_) => letters::draft_lead(view, slot)
            .or_else(|| card(view, slot))
            .or_else(|| question(view, slot))
            .or_else(|| turn(view, slot)),
    }
}

/// A card begun, or words under one of the other's.
fn card(view: &View, slot: &Slot) -> Option<(Page, String)> {
    let begun = cards().card.iter().find(|it| card_sheet(it.id) == *slot);
    if let Some(it) = begun {
        return Some((Page::WriteCard(it.id, None), it.title.clone()));
    }
    let answered = view.cards.iter().find(|it| card_answer_sheet(it.id) == *slot)?;
    Some((Page::Card(answered.id), t!("draft-card-answer")))
}

/// A question that waits for its hour, or an answer to one.
fn question(view: &View, slot: &Slot) -> Option<(Page, String)> {
    let boxes = &view.boxes;
    if *slot == question_sheet() {
        // Its field stands only in a box that is open.
        let is_open = boxes.theirs.as_ref().is_some_and(|it| it.open && it.agreed);
        return is_open.then(|| (Page::QuestionBox, t!("draft-question")));
    }
    let newest = boxes.mine.iter().flat_map(|it| &it.questions);
    let earlier = boxes.earlier.iter().filter(|(to_me, _)| *to_me).map(|(_, it)| it);
    let asked = newest.chain(earlier).find(|it| answer_sheet(it.id) == *slot)?;
    Some((Page::Answer(asked.id), t!("draft-answer")))
}

/// A turn of a talk that goes on.
fn turn(view: &View, slot: &Slot) -> Option<(Page, String)> {
    let mut going = view.talks.iter().filter(|it| matches!(it.at, TalkAt::Going { .. }));
    let talk = going.find(|it| talk_sheet(it.id) == *slot)?;
    Some((Page::Talk(talk.id), t!("draft-turn")))
}

#[cfg(test)]
mod tests {
    use reknit_client::{
        parked,
        view::{BoxView, CardView, Draft, QuestionView, TalkView, read_sheet, where_sheet},
    };
    use reknit_model::{
        cards::Kind,
        log::EntryId,
        questions::Hours,
        talks::{Step, TalkId},
    };

    use super::*;

    const ID: EntryId = EntryId([7; 32]);
    const TALK: TalkId = TalkId([2; 16]);

    /// Both boxes are open, a card of the other's is there, and a talk goes on.
    fn two() -> View {
        let question = QuestionView {
            id: ID,
            words: "Since when?".into(),
            on_day: 0,
            answers: Vec::new(),
            unsent: false,
        };
        let hours = Hours { from_minute: 0, until_minute: 60, zone: "UTC".into(), a_day: 2 };
        let open = BoxView {
            id: ID,
            hours,
            until_day: 9,
            agreed: true,
            open: true,
            is_hour: false,
            left_today: 2,
            questions: vec![question],
            unsent: false,
        };
        let card = CardView {
            id: ID,
            mine: false,
            kind: Kind::Guess,
            versions: Vec::new(),
            put_away: false,
            answers: Vec::new(),
            unsent: false,
        };
        let talk = TalkView {
            id: TALK,
            mine: true,
            topic: "Sunday".into(),
            on_day: 0,
            i_speak_first: true,
            at: TalkAt::Going { step: Step::Telling, i_speak: true, my_move: true, swapped: false },
            said: Vec::new(),
            late: Vec::new(),
            pause: None,
            can_write: true,
        };
        let mut view = View { cards: vec![card], talks: vec![talk], ..View::default() };
        view.boxes.mine = Some(open.clone());
        view.boxes.theirs = Some(open);
        view
    }

    fn pages(view: &View, slot: Slot) -> Vec<Page> {
        let mut view = view.clone();
        view.drafts.insert(slot, Draft { text: "words".into(), also: Vec::new() });
        leads(&view).into_iter().map(|(page, _)| page).collect()
    }

    #[test]
    fn every_draft_has_its_way_back() {
        let view = two();
        for (slot, page) in [
            (Slot::Page, Page::CheckIn),
            (Slot::Step, Page::NewStep(None)),
            (Slot::Appreciation, Page::Appreciations),
            (topic_sheet(), Page::OfferTalk),
            (openness_sheet(), Page::NewOpenness),
            (question_sheet(), Page::QuestionBox),
            (answer_sheet(ID), Page::Answer(ID)),
            (card_sheet(Kind::Returns), Page::WriteCard(Kind::Returns, None)),
            (card_answer_sheet(ID), Page::Card(ID)),
            (talk_sheet(TALK), Page::Talk(TALK)),
            (reknit_client::letters::draft_slot(None), Page::WriteLetter(None)),
            (reknit_client::letters::show_slot(), Page::Impact),
        ] {
            assert_eq!(pages(&view, slot.clone()), [page], "{slot:?}");
        }
    }

    #[test]
    fn notes_are_no_drafts_and_nothing_leads_where_nothing_is() {
        let rehearsal = Slot::Sheet("rehearsal/debts".into());
        for slot in [where_sheet(), read_sheet(), parked::slot(), rehearsal] {
            assert!(pages(&two(), slot.clone()).is_empty(), "{slot:?}");
        }
        for slot in [question_sheet(), answer_sheet(ID), card_answer_sheet(ID), talk_sheet(TALK)] {
            assert!(pages(&View::default(), slot.clone()).is_empty(), "{slot:?}");
        }
    }
}
