//! Where one is. The address never changes: the browser's history holds a number, and what it means stays in memory (safety rule 9).

use leptos::prelude::*;
use reknit_model::{cards::Kind, letters::LetterId, log::EntryId, talks::TalkId};
use wasm_bindgen::JsValue;

/// Every view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// What stands in the document from the start.
    Landing,
    /// Help, which stands in the document too.
    Help,
    /// A hard moment.
    Moment,
    /// What *Leave this page* does.
    Leave,
    /// Somebody was invited.
    Invited,
    /// Was sent a link, and opens it here.
    Paste,
    /// Making an account.
    SignUp,
    /// Signing in.
    SignIn,
    /// Coming back with the recovery code.
    Recover,
    /// Opening the copy on this device, or what this tab holds.
    Unlock,
    /// The private questions.
    Questions(Door),
    /// Saying yes to an invitation.
    Join,
    /// One small thing for today.
    Today,
    /// What both can read.
    Together,
    /// Inviting, and comparing words.
    Pair,
    /// This week's check-in.
    CheckIn,
    /// Both pages of an opened round.
    Opened(u32),
    /// The hour for it.
    Hour,
    /// Steps promised.
    Steps,
    /// Promising one.
    NewStep(Option<u32>),
    /// Being open about something.
    BeingOpen,
    /// Offering it.
    NewOpenness,
    /// The question box.
    QuestionBox,
    /// Opening one.
    OpenBox,
    /// Answering a question.
    Answer(EntryId),
    /// Cards both keep, and those one could write.
    Cards,
    /// One of them.
    Card(EntryId),
    /// Writing one alone; or one of mine anew.
    WriteCard(Kind, Option<EntryId>),
    /// Sharing it.
    ShareCard(Kind, Option<EntryId>),
    /// Letters.
    Letters,
    /// A letter, by one of its versions.
    Letter(LetterId),
    /// Writing one, or the next version of one.
    WriteLetter(Option<LetterId>),
    /// One's own letter that waits for its time.
    WaitingLetter,
    /// *What it did to you*, before a letter.
    Impact,
    /// Adding to it.
    AddImpact(EntryId),
    /// Kind words.
    Appreciations,
    /// Ways to listen, and talks.
    Listen,
    /// Offering a talk in writing.
    OfferTalk,
    /// One talk in writing.
    Talk(TalkId),
    /// Before a spoken talk.
    Spoken,
    /// The phone between two people. A closed screen.
    Table(Seat, Buzz),
    /// Statements to practise saying back on.
    Rehearsal,
    /// One of them, by its number.
    Saying(usize),
    /// Cards for the first days.
    FirstDays,
    /// One of them, by its number.
    FirstDay(usize),
    /// For the one who did it.
    ThreeSentences,
    /// Where one is now.
    Where,
    /// What only I see.
    Mine,
    /// My own weeks.
    LookBack,
    /// Settings and data.
    Settings,
    /// Changing the passphrase.
    Passphrase,
    /// Signing other devices out.
    EndOthers,
    /// A copy of everything.
    Export,
    /// The same to read, with what is private or without.
    ExportRead(bool),
    /// Leaving the space.
    LeaveSpace,
    /// Deleting the account.
    DeleteAccount,
    /// Quiet, and how much is shown a day.
    Quiet,
    /// The Learn pages.
    Learn,
    /// One of them, by its number.
    Lesson(usize),
    /// A practice, by its number.
    Practice(usize),
}

/// Where somebody sits, with the phone between two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seat {
    /// At this side: the screen is the right way up.
    Near,
    /// Across.
    Far,
}

/// Whether the phone buzzes once when a time is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Buzz {
    /// It does not.
    Never,
    /// It does.
    Once,
}

/// Which door the private questions stand at (product.md §1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// A new account.
    SignUp,
    /// Inviting.
    Invite,
    /// Saying yes.
    Join,
    /// Before sharing what hurts or frightens me.
    ShareHurt,
    /// Before the apology.
    Apology,
    /// Offering to be open about something.
    BeingOpen,
    /// Opening a question box.
    QuestionBox,
    /// Before a talk about parting.
    PartingTalk,
    /// Before leaving the space.
    Leaving,
    /// At any time, from Mine.
    Myself,
}

/// Every door with the name of its words in `content/en/questions.toml`, and where it leads when nothing else was said.
pub(crate) const DOORS: [(Door, &str, Page); 10] = [
    (Door::SignUp, "sign_up", Page::Today),
    (Door::Invite, "invite", Page::Pair),
    (Door::Join, "join", Page::Join),
    (Door::ShareHurt, "share_hurt", Page::Together),
    (Door::Apology, "apology", Page::WriteLetter(None)),
    (Door::BeingOpen, "being_open", Page::NewOpenness),
    (Door::QuestionBox, "question_box", Page::OpenBox),
    (Door::PartingTalk, "parting_talk", Page::Together),
    (Door::Leaving, "leaving", Page::LeaveSpace),
    (Door::Myself, "myself", Page::Mine),
];

impl Door {
    fn row(self) -> Option<&'static (Self, &'static str, Page)> {
        DOORS.iter().find(|it| it.0 == self)
    }

    /// The name of its words.
    pub(crate) fn name(self) -> &'static str {
        self.row().map_or("", |it| it.1)
    }

    /// Where it leads when nothing else was said.
    fn place(self) -> Page {
        self.row().map_or(Page::Today, |it| it.2)
    }
}

impl Page {
    /// Whether it needs an open account.
    pub(crate) fn is_inside(self) -> bool {
        !matches!(
            self,
            Self::Landing
                | Self::Help
                | Self::Moment
                | Self::Leave
                | Self::Invited
                | Self::Paste
                | Self::SignUp
                | Self::SignIn
                | Self::Recover
                | Self::Unlock
                | Self::Learn
                | Self::Lesson(_)
                | Self::Listen
                | Self::Spoken
                | Self::Table(..)
                | Self::Rehearsal
                | Self::Saying(_)
                | Self::FirstDays
                | Self::FirstDay(_)
                | Self::ThreeSentences
                | Self::Practice(_)
        )
    }

    /// The place it belongs to.
    pub(crate) fn place(self) -> Option<Self> {
        match self {
            Self::Today | Self::Moment | Self::Questions(_) => Some(Self::Today),
            Self::Together
            | Self::Pair
            | Self::Join
            | Self::CheckIn
            | Self::Opened(_)
            | Self::Hour
            | Self::Steps
            | Self::NewStep(_)
            | Self::Cards
            | Self::Card(_)
            | Self::ShareCard(..)
            | Self::WriteCard(..)
            | Self::BeingOpen
            | Self::NewOpenness
            | Self::QuestionBox
            | Self::OpenBox
            | Self::Answer(_)
            | Self::Listen
            | Self::OfferTalk
            | Self::Talk(_)
            | Self::Spoken
            | Self::Letters
            | Self::Letter(_)
            | Self::Impact
            | Self::AddImpact(_)
            | Self::Appreciations => Some(Self::Together),
            Self::WriteLetter(_)
            | Self::WaitingLetter
            | Self::Mine
            | Self::FirstDays
            | Self::FirstDay(_)
            | Self::ThreeSentences
            | Self::Where
            | Self::LookBack
            | Self::Settings
            | Self::Passphrase
            | Self::EndOthers
            | Self::Export
            | Self::ExportRead(_)
            | Self::LeaveSpace
            | Self::DeleteAccount
            | Self::Quiet
            | Self::Leave => Some(Self::Mine),
            Self::Learn
            | Self::Lesson(_)
            | Self::Practice(_)
            | Self::Rehearsal
            | Self::Saying(_) => Some(Self::Learn),
            Self::Landing
            | Self::Table(..)
            | Self::Help
            | Self::Invited
            | Self::Paste
            | Self::SignUp
            | Self::SignIn
            | Self::Recover
            | Self::Unlock => None,
        }
    }

    /// What a link in the content names, such as `learn/listen`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "moment" => Some(Self::Moment),
            "first-days" => Some(Self::FirstDays),
            "learn" => Some(Self::Learn),
            "leave" => Some(Self::Leave),
            "listen" => Some(Self::Listen),
            "listen/spoken" => Some(Self::Spoken),
            "listen/apart" => Some(Self::OfferTalk),
            "listen/rehearsal" => Some(Self::Rehearsal),
            "start" => Some(Self::SignUp),
            "sign-in" => Some(Self::SignIn),
            "paste" => Some(Self::Paste),
            "today" => Some(Self::Today),
            "check-in" => Some(Self::CheckIn),
            "look-back" => Some(Self::LookBack),
            "own-it" => Some(Self::Letters),
            "steps" => Some(Self::Steps),
            "being-open" => Some(Self::BeingOpen),
            "question-box" => Some(Self::QuestionBox),
            "kind-words" => Some(Self::Appreciations),
            "card/guess" => Some(Self::WriteCard(Kind::Guess, None)),
            "card/impact" => Some(Self::WriteCard(Kind::Impact, None)),
            "card/returns" => Some(Self::WriteCard(Kind::Returns, None)),
            "card/alarmed" => Some(Self::WriteCard(Kind::Alarmed, None)),
            "card/support" => Some(Self::WriteCard(Kind::Support, None)),
            "card/good_news" => Some(Self::WriteCard(Kind::GoodNews, None)),
            _ => {
                if let Some(id) = name.strip_prefix("practice/") {
                    let at = crate::content::practices().iter().position(|it| it.id == id)?;
                    return Some(Self::Practice(at));
                }
                let id = name.strip_prefix("learn/")?;
                let at = crate::content::learn().iter().position(|it| it.id == id)?;
                Some(Self::Lesson(at))
            }
        }
    }
}

/// The way about.
#[derive(Clone, Copy)]
pub(crate) struct Nav {
    page: RwSignal<Page>,
    visited: StoredValue<Vec<Page>>,
    at: StoredValue<usize>,
    /// Where the door that is asked at leads. In memory only, and not what was answered.
    behind: StoredValue<Option<(Door, Page)>>,
}

impl Nav {
    pub(crate) fn new(first: Page) -> Self {
        let nav = Self {
            page: RwSignal::new(first),
            visited: StoredValue::new(vec![first]),
            at: StoredValue::new(0),
            behind: StoredValue::new(None),
        };
        nav.write(0, true);
        nav
    }

    /// The view one is at.
    pub(crate) fn page(self) -> Page {
        self.page.get()
    }

    pub(crate) fn page_untracked(self) -> Page {
        self.page.get_untracked()
    }

    /// Goes on to a view.
    pub(crate) fn go(self, page: Page) {
        if page == self.page.get_untracked() {
            return;
        }
        let at = self.at.get_value() + 1;
        self.visited.update_value(|it| {
            it.truncate(at);
            it.push(page);
        });
        self.at.set_value(at);
        self.write(at, false);
        self.page.set(page);
    }

    /// Asks the private questions first, then goes on to `page`, whatever is answered.
    pub(crate) fn ask_before(self, door: Door, page: Page) {
        self.behind.set_value(Some((door, page)));
        self.go(Page::Questions(door));
    }

    /// Where a door leads: what was given to [`Self::ask_before`], or else its own place.
    pub(crate) fn behind(self, door: Door) -> Page {
        let given = self.behind.get_value().filter(|(it, _)| *it == door);
        given.map_or(door.place(), |(_, page)| page)
    }

    /// Puts a view in the place of this one.
    pub(crate) fn replace(self, page: Page) {
        let at = self.at.get_value();
        self.visited.update_value(|it| {
            if let Some(there) = it.get_mut(at) {
                *there = page;
            }
        });
        self.page.set(page);
    }

    /// Forgets the way here: nothing behind the back button.
    pub(crate) fn start_over(self, page: Page) {
        self.visited.update_value(|it| it.iter_mut().for_each(|there| *there = page));
        self.show(page);
    }

    /// One step back.
    pub(crate) fn back(self, otherwise: Page) {
        if self.at.get_value() == 0 {
            self.replace(otherwise);
        } else if let Some(history) = history() {
            let _ = history.back();
        }
    }

    /// The browser went to another number. One that means nothing leads to `otherwise`.
    pub(crate) fn arrived(self, otherwise: Page) {
        let state = history().and_then(|it| it.state().ok()).and_then(|it| it.as_f64());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number this app wrote; anything else saturates and is unknown"
        )]
        let at = state.map_or(usize::MAX, |it| it as usize);
        let page = self.visited.with_value(|it| it.get(at).copied());
        if page.is_some() {
            self.at.set_value(at);
        }
        self.show(page.unwrap_or(otherwise));
    }

    /// A view one is at already is left as it stands: going back in a closed screen changes nothing in it.
    fn show(self, page: Page) {
        if page != self.page.get_untracked() {
            self.page.set(page);
        }
    }

    fn write(self, at: usize, replace: bool) {
        let Some(history) = history() else { return };
        let state = JsValue::from(u32::try_from(at).unwrap_or_default());
        // The empty address drops a fragment, should there be one.
        let path = web_sys::window().and_then(|it| it.location().pathname().ok());
        let path = path.as_deref();
        let _ = if replace {
            history.replace_state_with_url(&state, "", path)
        } else {
            history.push_state_with_url(&state, "", path)
        };
    }
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
