//! Before which views the private questions stand, by whichever way one comes to them: a line, a draft, a page of Learn, the way back.
//!
//! They are asked at the view and not at what leads there, and once in a visit: from the opening of an account to its locking. That they
//! were passed is known until then, and in memory only. What was answered is not known even here.

use std::cell::RefCell;

use leptos::task::spawn_local;
use reknit_client::view::{Pairing, TalkAt, View};

use crate::{
    content::cards,
    nav::{Door, Page},
    session::App,
};

/// The questions that stand before a view.
fn door_of(view: &View, page: Page) -> Option<Door> {
    let is_paired = matches!(view.pairing, Pairing::Paired { .. });
    match page {
        // Written alone too: a letter begins long before it is sent.
        Page::WriteLetter(_) => Some(Door::Apology),
        // All others say that they need two.
        _ if !is_paired => None,
        Page::OfferTalk | Page::AddImpact(_) => Some(Door::ShareHurt),
        Page::ShareCard(kind, _) => cards().of(kind).filter(|it| it.hurts).map(|_| Door::ShareHurt),
        Page::Talk(id) => {
            let mut all = view.talks.iter();
            let invites = all.any(|it| it.id == id && !it.mine && it.at == TalkAt::Offered);
            invites.then_some(Door::ShareHurt)
        }
        Page::NewOpenness | Page::AgreeOpenness(_) => Some(Door::BeingOpen),
        Page::OpenBox | Page::Answer(_) => Some(Door::QuestionBox),
        _ => None,
    }
}

/// What is known of this visit.
struct Visit {
    /// Which one it is: the number of the account as it is open.
    era: u32,
    passed: Vec<Door>,
    /// The view that was shown last.
    last: Option<Page>,
}

thread_local! {
    static VISIT: RefCell<Visit> = const { RefCell::new(Visit::new(0)) };
}

impl Visit {
    const fn new(era: u32) -> Self {
        Self { era, passed: Vec::new(), last: None }
    }

    /// A view is shown, perhaps once more. Whoever comes from the questions to what lay `behind` them has passed them.
    fn comes_to(&mut self, era: u32, page: Page, behind: impl Fn(Door) -> Page) {
        if self.era != era {
            *self = Self::new(era);
        }
        if let Some(Page::Questions(door)) = self.last.replace(page)
            && behind(door) == page
            && !self.has_passed(era, door)
        {
            self.passed.push(door);
        }
    }

    fn has_passed(&self, era: u32, door: Door) -> bool {
        self.era == era && self.passed.contains(&door)
    }
}

fn has_passed(app: App, door: Door) -> bool {
    VISIT.with_borrow(|it| it.has_passed(app.era(), door))
}

/// The questions to be asked before `page` is shown. To be called for every view that is shown.
pub(crate) fn before(app: App, page: Page) -> Option<Door> {
    VISIT.with_borrow_mut(|it| it.comes_to(app.era(), page, |door| app.nav.behind(door)));
    app.glance(|it| door_of(it, page)).filter(|door| !has_passed(app, *door))
}

/// Asks the questions in the place of `page`, and leads back to it.
pub(crate) fn ask(app: App, door: Door, page: Page) {
    // Not while a view is being drawn: this changes which one it is.
    spawn_local(async move {
        if app.nav.page_untracked() == page {
            app.nav.replace(Page::Questions(door));
            // It is there already, so this only says what lies behind.
            app.nav.ask_before(door, page);
        }
    });
}

/// Presses a button that shares something, at the view `page`. Before the questions of `door` were passed, it leads to them, and comes back.
pub(super) fn press(app: App, door: Door, page: Page, then: impl FnOnce()) {
    if has_passed(app, door) { then() } else { ask(app, door, page) }
}

#[cfg(test)]
mod tests {
    use reknit_client::view::TalkView;
    use reknit_model::{cards::Kind, letters::LetterId, log::EntryId, talks::TalkId};

    use super::*;

    const ID: EntryId = EntryId([1; 32]);
    const TALK: TalkId = TalkId([2; 16]);

    /// Two, with a talk that stands as it is said.
    fn two(mine: bool, at: TalkAt) -> View {
        let talk = TalkView {
            id: TALK,
            mine,
            topic: "Sunday".into(),
            on_day: 0,
            i_speak_first: true,
            at,
            said: Vec::new(),
            late: Vec::new(),
            pause: None,
            can_write: true,
        };
        let pairing = Pairing::Paired { verified: true, words: None };
        View { pairing, talks: vec![talk], ..View::default() }
    }

    #[test]
    fn the_questions_stand_before_the_view_whatever_leads_there() {
        let view = two(false, TalkAt::Offered);
        for (page, door) in [
            (Page::OfferTalk, Some(Door::ShareHurt)),
            (Page::AddImpact(ID), Some(Door::ShareHurt)),
            (Page::ShareCard(Kind::Impact, None), Some(Door::ShareHurt)),
            (Page::ShareCard(Kind::Support, None), None),
            (Page::WriteCard(Kind::Impact, None), None),
            (Page::Talk(TALK), Some(Door::ShareHurt)),
            (Page::WriteLetter(None), Some(Door::Apology)),
            (Page::WriteLetter(Some(LetterId([3; 16]))), Some(Door::Apology)),
            (Page::NewOpenness, Some(Door::BeingOpen)),
            (Page::AgreeOpenness(ID), Some(Door::BeingOpen)),
            (Page::OpenBox, Some(Door::QuestionBox)),
            (Page::Answer(ID), Some(Door::QuestionBox)),
            (Page::QuestionBox, None),
            (Page::Today, None),
        ] {
            assert_eq!(door_of(&view, page), door, "{page:?}");
        }
        for (mine, at) in [(true, TalkAt::Offered), (false, TalkAt::Kept)] {
            assert_eq!(door_of(&two(mine, at), Page::Talk(TALK)), None, "{at:?}");
        }
    }

    #[test]
    fn alone_only_a_letter_is_asked_about() {
        let alone = View::default();
        for page in [Page::OfferTalk, Page::NewOpenness, Page::OpenBox, Page::Answer(ID)] {
            assert_eq!(door_of(&alone, page), None, "{page:?}");
        }
        assert_eq!(door_of(&alone, Page::WriteLetter(None)), Some(Door::Apology));
    }

    #[test]
    fn they_are_asked_once_in_a_visit_and_anew_in_the_next() {
        let mut visit = Visit::new(1);
        let mut goes = |era, page| {
            visit.comes_to(era, page, |_| Page::OfferTalk);
            visit.has_passed(era, Door::ShareHurt)
        };
        let questions = Page::Questions(Door::ShareHurt);
        assert!(!goes(1, Page::OfferTalk));
        // *Not now*, or a place of the bar: not passed.
        assert!(!goes(1, questions));
        assert!(!goes(1, Page::Listen));
        assert!(!goes(1, Page::OfferTalk));
        // Drawn twice.
        assert!(!goes(1, questions));
        assert!(!goes(1, questions));
        assert!(goes(1, Page::OfferTalk));
        assert!(goes(1, Page::OfferTalk));
        assert!(goes(1, Page::Listen));
        // Locked and opened again.
        assert!(!goes(2, Page::OfferTalk));
    }

    #[test]
    fn one_door_does_not_stand_for_another() {
        let mut visit = Visit::new(1);
        for page in [Page::Questions(Door::Apology), Page::WriteLetter(None)] {
            visit.comes_to(1, page, |_| Page::WriteLetter(None));
        }
        assert!(visit.has_passed(1, Door::Apology));
        assert!(!visit.has_passed(1, Door::ShareHurt));
    }
}
