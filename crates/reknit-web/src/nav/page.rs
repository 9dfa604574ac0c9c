//! Every view, whether it needs an open account, and the place it belongs to.

use reknit_model::{cards::Kind, letters::LetterId, log::EntryId, talks::TalkId};

use super::Door;

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
    /// Saying yes to what the other offers.
    AgreeOpenness(EntryId),
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
    /// What is shared stays with both: said once, before something is agreed to.
    StaysWithBoth,
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
            | Self::AgreeOpenness(_)
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
            | Self::StaysWithBoth
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
}
