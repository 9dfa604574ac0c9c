//! What a face shows: plain data, in the couple's words. Faces never see an envelope, a key or a store.
//!
//! Nothing here tells what the other person has begun, read or not answered (safety rule 2). A view is made anew after
//! every step of the engine and compared by value, so a face redraws only what changed.

use std::collections::BTreeMap;

use crate::account::InviteError;
use reknit_model::{checkin::Page, log::EntryId, rhythm::Rhythm, steps::Standing, trend::Reading};

/// Everything a face may show to one person. The default is what stands there before anything is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// The line to the relay.
    pub connection: Connection,
    /// How many things wait to be sent.
    pub unsent: usize,
    /// Where unsent words are kept.
    pub kept: Kept,
    /// Whether the private vault has no room left.
    pub vault_full: bool,
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
    /// Check-ins that were opened, newest first.
    pub opened: Vec<OpenedRound>,
    /// Appreciations, newest first.
    pub appreciations: Vec<AppreciationView>,
    /// My own four sliders over the weeks.
    pub trends: Vec<Trend>,
    /// What Today proposes: one thing and at most two others.
    pub today: Vec<Suggestion>,
    /// My drafts.
    pub drafts: BTreeMap<Slot, Draft>,
    /// My settings.
    pub settings: Settings,
    /// Things that must not be. Shown until they are understood.
    pub alarms: Vec<Alarm>,
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

/// What we call each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// My name, as the other reads it.
    pub mine: Option<String>,
    /// The other's name.
    pub theirs: Option<String>,
}

/// How far two people have come to sharing a space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Pairing {
    /// No invitation is out.
    #[default]
    Alone,
    /// An invitation is being made; it needs the relay for a moment.
    Preparing,
    /// An invitation is out. It looks the same whether or not anybody opened it.
    Inviting {
        /// What stands behind `#` in the link: `j/…`. The face puts its own address before it.
        fragment: String,
        /// When it ends, in milliseconds since 1970 UTC.
        expires_at_ms: i64,
    },
    /// Somebody answered my invitation. Compare the words, then [`Command::WordsMatch`](crate::command::Command).
    Answered {
        /// What they wish to be called.
        their_name: String,
        /// Four words to compare in person or by phone.
        words: [String; 4],
        /// Whether I said that they match; the space opens as soon as the relay has it.
        i_confirmed: bool,
    },
    /// I said yes to an invitation.
    Joining {
        /// Who invited me.
        their_name: String,
        /// Four words, once the other's app was online; then compare them.
        words: Option<[String; 4]>,
        /// Whether I said that they match.
        i_confirmed: bool,
    },
    /// An invitation I said yes to came to nothing. [`Command::Revoke`](crate::command::Command) lets go of it.
    Failed(InviteError),
    /// We share a space.
    Paired {
        /// Whether I compared the four words.
        verified: bool,
        /// The four words, to compare again at any time.
        words: Option<[String; 4]>,
    },
}

/// The weekly check-in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CheckIn {
    /// The hour both chose.
    pub rhythm: Option<Rhythm>,
    /// An hour one of us proposed and the other has not agreed to.
    pub offer: Option<RhythmOffer>,
    /// Number of the round that is being written, from 1.
    pub round: u32,
    /// The next hour at which pages open, in milliseconds since 1970 UTC. `None` without an hour both chose.
    pub opens_at_ms: Option<i64>,
    /// My page for this round.
    pub mine: MyPage,
}

/// A proposed hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RhythmOffer {
    /// The hour.
    pub rhythm: Rhythm,
    /// Whether I proposed it.
    pub mine: bool,
    /// Names the offer, to agree to it.
    pub id: EntryId,
}

/// My page for the round that is being written.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum MyPage {
    /// Not closed. There may be a draft, see [`View::drafts`].
    #[default]
    Open,
    /// Closed until its hour. I can still replace it.
    Closed {
        /// What I wrote.
        page: Page,
        /// When pages open.
        opens_at_ms: i64,
    },
    /// Its hour has come, and pages have not opened. It says the same whatever the reason.
    HourCame {
        /// What I wrote. It stays mine; I can close it again for the next hour.
        page: Page,
        /// When pages were to open.
        opens_at_ms: i64,
    },
}

/// A check-in that was opened for both.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedRound {
    /// Its number.
    pub round: u32,
    /// Its hour.
    pub opens_at_ms: i64,
    /// What I wrote.
    pub mine: Page,
    /// What the other wrote.
    pub theirs: Page,
    /// Whether one of us said that no step this week is fine.
    pub no_step: bool,
}

/// A step one of us promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepView {
    /// Names the step.
    pub id: EntryId,
    /// Whether it is my own act.
    pub mine: bool,
    /// What was promised.
    pub words: String,
    /// Last day, in days since 1970-01-01.
    pub until_day: i32,
    /// The check-in it came from.
    pub round: Option<u32>,
    /// How it stands.
    pub standing: Standing,
    /// Whether its last day passed without its being done. Looks like an ending, not like a failure.
    pub lapsed: bool,
    /// The day it was done, if its maker said so.
    pub done_on: Option<i32>,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// A kind word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppreciationView {
    /// Names it.
    pub id: EntryId,
    /// Whether I wrote it.
    pub mine: bool,
    /// The words.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// Which slider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slider {
    /// How far I trust.
    Trust,
    /// How close I feel.
    Closeness,
    /// How calm I am.
    Calm,
    /// How hopeful I am.
    Hope,
}

/// One slider over the weeks. Only mine, only for me.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// Which slider.
    pub slider: Slider,
    /// (day since 1970-01-01, 0 to 10), oldest first.
    pub points: Vec<(i32, u8)>,
    /// What can honestly be said about it.
    pub reading: Reading,
}

/// Something Today proposes. It quotes nothing private and reveals no route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suggestion {
    /// Compare the four words.
    CompareWords,
    /// Read the check-in that was opened.
    ReadCheckIn,
    /// Choose one next step, or none.
    ChooseStep,
    /// Agree to the hour the other proposed.
    AgreeHour,
    /// Choose an hour for the check-in.
    ChooseHour,
    /// Write and close my page.
    WritePage,
    /// Go on with what I began.
    GoOnWriting,
    /// Do the step I promised.
    DoStep,
    /// A step of the other was done: look at it.
    SeeStep,
    /// Say something kind that is true.
    Appreciate,
    /// Look back at my own weeks.
    LookBack,
    /// Invite the other. Only while nobody was invited, and never twice in a row.
    Invite,
    /// Read two minutes about one of the practices.
    Learn,
}

/// Where a draft belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// My page of this round, as JSON of [`Page`].
    Page,
    /// A step I may promise.
    Step,
    /// A kind word.
    Appreciation,
    /// A private sheet, by its name: what one writes for oneself, in fields that a form of `content/` names. JSON of field and words.
    Sheet(String),
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The words.
    pub text: String,
    /// Other words of mine for the same place, written on another device at the same time. Nothing is thrown away.
    pub also: Vec<String>,
}

/// My settings. They live in my private vault and go with me to every device of mine.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Lock after so many idle minutes, 1 to 15.
    pub idle_minutes: u8,
    /// What Today suggests.
    pub suggests: Suggests,
    /// Whether I was told that what I share stays with both and can be shown to others.
    pub told_it_stays: bool,
    /// Whether *Leave this page* was explained to me.
    pub told_leave: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { idle_minutes: 3, suggests: Suggests::Both, told_it_stays: false, told_leave: false }
    }
}

/// What Today suggests. An ordinary setting that everybody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggests {
    /// Things for both and for me alone.
    #[default]
    Both,
    /// Things I do alone.
    Alone,
    /// Nothing.
    Nothing,
}

/// Something that must not be: the relay contradicted itself, or what it gave does not fit what this device knows.
///
/// The words on screen say what happened, what it may mean, and what to do, for a person who is afraid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// The relay showed an older state than this device has seen.
    RolledBack,
    /// Two different entries stand at one place of a chain.
    Forked,
    /// An entry was changed, or is not its author's.
    Forged,
    /// Entries the other named were never delivered.
    Withheld,
    /// My own keyring or vault could not be opened, or is not the newest.
    Account,
    /// Somebody without the right keys tried to join.
    Invitation,
}
