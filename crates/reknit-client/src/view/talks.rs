//! Talks in writing. Nothing tells whether the other has looked, or who ended a talk.

use reknit_model::talks::{Pause, Step, TalkId, What};

use super::Slot;

/// A talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkView {
    /// Names it.
    pub id: TalkId,
    /// Whether I offered it.
    pub mine: bool,
    /// The one thing it is about.
    pub topic: String,
    /// The day it was offered, or the day it ended; in days since 1970-01-01.
    pub on_day: i32,
    /// Whether I speak first.
    pub i_speak_first: bool,
    /// How it stands.
    pub at: TalkAt,
    /// What was said, in order.
    pub said: Vec<SaidView>,
    /// Words of mine that came too late to be part of it: another device of mine had gone on, or it was over. Only I see them.
    pub late: Vec<SaidView>,
    /// A break that goes on.
    pub pause: Option<Pause>,
    /// Whether this device holds the key, so that words can be read and written.
    pub can_write: bool,
}

/// How a talk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkAt {
    /// Offered. [`TalkView::mine`] tells by whom.
    Offered,
    /// Under way.
    Going {
        /// The step.
        step: Step,
        /// Whether I am the one who speaks in this turn.
        i_speak: bool,
        /// Whether it is my move.
        my_move: bool,
        /// Whether we have swapped.
        swapped: bool,
    },
    /// It has ended, and its words are not kept yet.
    Over {
        /// Whether I wish to keep them. What the other wishes is not shown.
        i_keep: bool,
    },
    /// Both keep its words.
    Kept,
}

/// Something said in a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidView {
    /// Whether I said it.
    pub mine: bool,
    /// What it is.
    pub what: What,
    /// The words; empty where there are none or this device cannot open them yet.
    pub words: String,
    /// Whether there are words that this device cannot open yet.
    pub is_closed: bool,
}

/// The private sheet for what I am writing in a talk.
#[must_use]
pub fn talk_sheet(talk: TalkId) -> Slot {
    Slot::Sheet(format!("talk/{}", data_encoding::HEXLOWER.encode(&talk.0)))
}

/// The private sheet for the topic of a talk I may offer.
#[must_use]
pub fn topic_sheet() -> Slot {
    Slot::Sheet("talk/topic".to_owned())
}
