//! What a face shows: plain data, in the couple's words. Faces never see an envelope, a key or a store.
//!
//! Nothing here tells what the other person has begun, read or not answered (safety rule 2). A view is made anew after
//! every step of the engine and compared by value, so a face redraws only what changed. Each practice has its own file.

mod alarm;
mod appreciations;
mod cards;
mod checkin;
mod letters;
mod openness;
mod pairing;
mod private;
mod questions;
mod steps;
mod talks;
mod today;

use std::collections::BTreeMap;

pub use alarm::Alarm;
pub use appreciations::AppreciationView;
pub use cards::{CardAnswer, CardView, card_sheet};
pub use checkin::{CheckIn, MyPage, OPENED_FIRST_MS, OpenedRound, RhythmOffer};
pub use letters::{ImpactAsked, LetterThread, LetterView, LettersView, ShownImpact, WaitingLetter};
pub use openness::{OpennessView, openness_sheet};
pub use pairing::{Names, Pairing};
pub use private::{
    Caps, Coach, Draft, Settings, Slider, Slot, Suggests, Trend, read_sheet, where_sheet,
};
pub use questions::{BoxView, Boxes, QuestionView, question_sheet};
pub use steps::StepView;
pub use talks::{SaidView, TalkAt, TalkView, talk_sheet, topic_sheet};
pub use today::Suggestion;

/// Everything a face may show to one person. The default is what stands there before anything is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// The line to the relay.
    pub connection: Connection,
    /// How many things wait to be sent.
    pub unsent: usize,
    /// Whether some of it waits for minutes already: where the line is there, something else is wrong.
    pub waits_long: bool,
    /// What lies here and can never be sent: it is longer than a relay takes.
    pub not_sent: Vec<NotSent>,
    /// Where unsent words are kept.
    pub kept: Kept,
    /// Whether the private vault has no room left.
    pub vault_full: bool,
    /// Whether there is no room for the newest keys: they lie on this device only.
    pub keyring_full: bool,
    /// Whether the relay takes no more of my words.
    pub no_room: Option<NoRoom>,
    /// The name I sign in with.
    pub handle: String,
    /// Whether I have a recovery code.
    pub has_recovery: bool,
    /// What we call each other.
    pub names: Names,
    /// How far two people have come to sharing a space.
    pub pairing: Pairing,
    /// The weekly check-in.
    pub checkin: CheckIn,
    /// Steps promised, newest first.
    pub steps: Vec<StepView>,
    /// Cards both keep, newest first.
    pub cards: Vec<CardView>,
    /// What one of us is open about, newest first.
    pub openness: Vec<OpennessView>,
    /// Question boxes.
    pub boxes: Boxes,
    /// Letters, and *what it did to you*.
    pub letters: LettersView,
    /// Check-ins that were opened, newest first.
    pub opened: Vec<OpenedRound>,
    /// Appreciations, newest first.
    pub appreciations: Vec<AppreciationView>,
    /// Talks in writing, newest first.
    pub talks: Vec<TalkView>,
    /// My own four sliders over the weeks.
    pub trends: Vec<Trend>,
    /// What Today proposes: one thing and at most two others.
    pub today: Vec<Suggestion>,
    /// My drafts.
    pub drafts: BTreeMap<Slot, Draft>,
    /// My settings.
    pub settings: Settings,
    /// Whether Quiet is on: what the other sends waits unseen.
    pub is_quiet: bool,
    /// Things that must not be. Shown until they are understood.
    pub alarms: Vec<Alarm>,
}

/// The relay takes no more of my words. They wait here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRoom {
    /// As many as in a day.
    Today,
    /// As many as there may be in a space.
    Ever,
}

/// Something that can never be sent, to read and to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSent {
    /// What it was to be: *sent a letter*.
    pub what: String,
    /// Its words.
    pub lines: Vec<crate::export::Line>,
}

/// The line to the relay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Connection {
    /// Everything that is here is there, and the other way round.
    UpToDate,
    /// Something is being sent or fetched.
    #[default]
    Working,
    /// The relay does not answer. It is tried again by itself.
    Offline,
    /// The session has ended; signing in again goes on where this stopped.
    SignedOut,
}

/// Where unsent words are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kept {
    /// Sealed on this device, which is only mine.
    OnDevice,
    /// Only in this tab, until they are sent.
    #[default]
    InThisTab,
}
