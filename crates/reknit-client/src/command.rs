//! What a person asks for: plain data in. Each command is checked at once and refused with a reason, or taken.

mod cards;
mod letters;
mod openness;
mod questions;
mod talks;

use reknit_model::{
    checkin::{Page, Sliders},
    log::EntryId,
    openness::Never,
    rhythm::Rhythm,
};

pub use cards::CardAct;
pub use letters::LetterCommand;
pub use openness::OpennessAct;
pub use questions::QuestionAct;
pub use talks::TalkCommand;

use crate::view::{Settings, Slot};

/// Something a person does.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Invite the other; `my_name` is how I sign it.
    Invite {
        /// 1 to 40 characters.
        my_name: String,
    },
    /// Take the invitation back.
    Revoke,
    /// Say yes to an invitation, from the `j/…` part of its link.
    Join {
        /// What stood behind `#`.
        fragment: String,
        /// 1 to 40 characters.
        my_name: String,
    },
    /// The four words are the same on both screens. For the inviter this admits the other.
    WordsMatch,
    /// The four words differ: nothing is shared, the invitation ends.
    WordsDiffer,
    /// Change the name the other reads.
    Rename(String),
    /// Propose an hour for the check-in.
    OfferRhythm(Rhythm),
    /// Agree to the hour the other proposed.
    AgreeRhythm(EntryId),
    /// Close my page of this round for the next hour; replaces one I closed before.
    ClosePage(Page),
    /// Promise a step: my own act.
    OfferStep {
        /// 1 to 280 characters.
        words: String,
        /// Last day, in days since 1970-01-01; four weeks at most.
        until_day: i32,
        /// The check-in it comes from.
        round: Option<u32>,
    },
    /// The other's step is agreed.
    AgreeStep(EntryId),
    /// I did it.
    StepDone(EntryId),
    /// It was done.
    ConfirmStep(EntryId),
    /// Put a step down, mine or the other's.
    PutDownStep(EntryId),
    /// Note for myself that a step of the other did not happen, or take the note away. Private.
    MarkStep {
        /// The step.
        step: EntryId,
        /// Whether it did not happen.
        did_not_happen: bool,
    },
    /// Something about a card.
    Card(CardAct),
    /// Something about being open.
    Openness(OpennessAct),
    /// Something about a question box.
    Questions(QuestionAct),
    /// No step this week.
    NoStep {
        /// The check-in.
        round: u32,
    },
    /// Send a kind word.
    Appreciate(String),
    /// Something about letters.
    Letter(LetterCommand),
    /// Something in a talk.
    Talk(TalkCommand),
    /// Note my four sliders for this week. Private.
    NoteSliders(Sliders),
    /// Keep a draft; an empty text drops it. Private, and never starts a request.
    SaveDraft {
        /// Where it belongs.
        slot: Slot,
        /// The words.
        text: String,
    },
    /// Of two texts that were written at the same time, keep only the first one from now on.
    SettleDraft(Slot),
    /// Change my settings. Private.
    Set(Settings),
    /// Begin or end Quiet: what the other sends waits unseen. Private.
    Quiet(bool),
    /// Leave the space: nothing is said, and the other sees what they would see if I were offline.
    LeaveSpace,
    /// Take away what could never be sent, after its words were read. Private.
    DropNotSent,
    /// An alarm was read and understood.
    Dismiss(crate::view::Alarm),
}

impl Command {
    /// Whether it concerns only the person themself. Then nobody can tell that it was done: it asks nothing of the relay, now or
    /// by moving what is due (safety rule 1; `tests/noninterference`). A new command has to say which it is.
    #[must_use]
    pub fn is_private(&self) -> bool {
        match self {
            Self::MarkStep { .. }
            | Self::NoteSliders(_)
            | Self::SaveDraft { .. }
            | Self::SettleDraft(_)
            | Self::Set(_)
            | Self::Quiet(_)
            | Self::DropNotSent
            | Self::Dismiss(_) => true,
            // Put away, taken back, opened: in the vault. What is answered and shown is said.
            Self::Letter(it) => match it {
                LetterCommand::PutAway { .. }
                | LetterCommand::TakeBack
                | LetterCommand::Open(_) => true,
                LetterCommand::Answer { .. }
                | LetterCommand::AskImpact(_)
                | LetterCommand::ShowImpact(_)
                | LetterCommand::AddImpact { .. } => false,
            },
            Self::Invite { .. }
            | Self::Revoke
            | Self::Join { .. }
            | Self::WordsMatch
            | Self::WordsDiffer
            | Self::Rename(_)
            | Self::OfferRhythm(_)
            | Self::AgreeRhythm(_)
            | Self::ClosePage(_)
            | Self::OfferStep { .. }
            | Self::AgreeStep(_)
            | Self::StepDone(_)
            | Self::ConfirmStep(_)
            | Self::PutDownStep(_)
            | Self::Card(_)
            | Self::Talk(_)
            | Self::Openness(_)
            | Self::Questions(_)
            | Self::NoStep { .. }
            | Self::LeaveSpace
            | Self::Appreciate(_) => false,
        }
    }
}

/// Why a command was refused. Nothing was changed, and what was typed is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It needs two people.
    #[error("it needs a shared space")]
    NotPaired,
    /// There is a shared space or an invitation already.
    #[error("there is a shared space or an invitation already")]
    AlreadyPairing,
    /// The invitation cannot be read.
    #[error("the invitation cannot be read")]
    BadInvitation,
    /// The invitation is one's own.
    #[error("the invitation is one's own")]
    OwnInvitation,
    /// There is nothing to say.
    #[error("there is nothing to say")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// There were enough of it today.
    #[error("there were enough of it today")]
    EnoughToday,
    /// A letter says neither what was done, nor whose it was.
    #[error("it does not say what was done, or whose it was")]
    Incomplete,
    /// The last letter is not a week ago.
    #[error("the last letter is not a week ago")]
    Early,
    /// The day is out of range.
    #[error("the day is out of range")]
    Day,
    /// What is never part of being open.
    #[error("it touches what stays a person's own")]
    Never(Never),
    /// A step that is for the other to do.
    #[error("a step is one's own act")]
    NotOwnAct,
    /// What a step is never about.
    #[error("it touches what a step is never about")]
    NeverAStep,
    /// The hours of a question box make no sense.
    #[error("the hours are out of range")]
    Hours,
    /// It is not the hour of the question box.
    #[error("it is not the hour")]
    NotTheHour,
    /// No more today.
    #[error("no more today")]
    Cap,
    /// There is no hour both chose.
    #[error("there is no hour both chose")]
    NoHour,
    /// The page was opened, or is being opened.
    #[error("the page is being opened")]
    Opened,
    /// It is not there any more, or not mine to say.
    #[error("it says nothing in its place")]
    OutOfPlace,
    /// The private vault has no room left.
    #[error("the private vault is full")]
    VaultFull,
}
