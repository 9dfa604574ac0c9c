//! Listening to each other in writing, on two phones, each at their own pace (product.md §7).
//!
//! A talk goes by steps, and at each step it is one person's move: tell, ask, say back, *that's it*, make sense of it, name the feeling,
//! swap, and close with one thing each takes away. After the talk its words are kept only if both wish it; else both let go of
//! them, and the relay drops the bodies of its entries.
//!
//! *Invariant:* what becomes of a talk never depends on another talk. So the entries of one that was let go can vanish without changing
//! anything else, and a device that never saw them stands like one that did.
//!
//! The words are sealed under a key of the talk that the model never sees before both published it.

mod act;
mod due;
mod fold;
mod place;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use act::{Act, Answer, Part};
pub use due::Due;
pub use place::{Place, Step};
pub use rules::{TalkError, check_words, offer};

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// Longest topic, in characters: one line.
pub const TOPIC_CHARS_MAX: usize = 120;

/// Longest piece, in characters. Short on purpose: what is longer cannot be said back.
pub const WORDS_CHARS_MAX: usize = 1_500;

/// After so many days an offer that nobody joined lapses.
pub const OFFER_DAYS: i32 = 14;

/// For so many days after a talk both may say that they keep its words.
pub const KEEP_DAYS: i32 = 14;

const MINUTE_MS: i64 = 60_000;

/// How far ahead the time to come back from a break lies, in milliseconds: at least twenty minutes, at most a day. Twenty minutes are a rule
/// of thumb that therapists use; a longer silence can be a punishment.
pub const BREAK_MS: core::ops::RangeInclusive<i64> = 20 * MINUTE_MS..=24 * 60 * MINUTE_MS;

/// Names a talk: random, chosen by the one who offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TalkId(#[serde(with = "crate::hex")] pub [u8; 16]);

/// All talks that were not let go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Talks {
    /// In the order in which they were offered.
    pub all: Vec<Talk>,
    /// Those that were let go. Nothing more can be said in them.
    pub gone: BTreeSet<TalkId>,
    /// Entries of talks that were let go, as far as they are here. Their bodies are to be dropped everywhere.
    pub forgotten: Vec<EntryId>,
    /// Who listed an entry as one to be dropped.
    listed: BTreeMap<EntryId, BTreeSet<Partner>>,
    /// Who let go of a talk, and the entries it had then.
    let_go_by: BTreeMap<TalkId, (Partner, Vec<EntryId>)>,
}

/// One talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    /// Names it.
    pub id: TalkId,
    /// Who offered it.
    pub by: Partner,
    /// The one thing it is about, in a line.
    pub topic: String,
    /// The day it was offered, in days since 1970-01-01.
    pub on_day: i32,
    /// Who speaks first.
    pub first: Partner,
    /// Public key to which the other seals the key of the talk.
    pub share: [u8; 32],
    /// The key of the talk as its joiner sealed it.
    pub joined: Option<Joined>,
    /// What was said, in order.
    pub said: Vec<Said>,
    /// Words that came too late to be a move: another device of the same person had moved or joined first, or the talk
    /// was over. Only for their author.
    pub late: Vec<Said>,
    /// A break that was called and not yet ended by going on.
    pub pause: Option<Pause>,
    /// The day it ended.
    pub over: Option<i32>,
    /// Keys that were published, once both wished to keep the words.
    pub keys: Vec<[u8; 32]>,
    /// Who published one. A changed app can publish one that opens nothing.
    published: BTreeSet<Partner>,
    place: Place,
    keep: BTreeSet<Partner>,
    entries: Vec<EntryId>,
}

/// The key of a talk, sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Sealed to [`Talk::share`].
    pub key_box: Vec<u8>,
    /// Commitment to the key.
    pub commit: [u8; 32],
}

/// Something said in a talk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its entry.
    pub entry: EntryId,
    /// Who said it.
    pub by: Partner,
    /// What it is.
    pub what: What,
    /// The words, sealed under the key of the talk.
    pub words: Option<Vec<u8>>,
}

/// What something said in a talk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Words of a step.
    Part(Part),
    /// How well it was said back.
    Answer(Answer),
}

/// A break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// When to come back, milliseconds since 1970 UTC, where a time was offered.
    pub back_at_ms: Option<i64>,
}

/// How a talk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Offered; nobody has joined.
    Offered,
    /// Under way.
    Going(Place),
    /// Ended; whether its words stay is not settled.
    Over,
    /// Both keep its words. Nothing changes it any more.
    Kept,
}

impl Talks {
    /// The talk with this name.
    #[must_use]
    pub fn get(&self, id: TalkId) -> Option<&Talk> {
        self.all.iter().find(|it| it.id == id)
    }

    /// Whether `by` listed an entry as one to be dropped.
    #[must_use]
    pub fn has_listed(&self, by: Partner, entry: EntryId) -> bool {
        self.listed.get(&entry).is_some_and(|it| it.contains(&by))
    }

    /// Whether the body of an entry may be missing: both listed it. One alone, together with the relay, could hold back what was said.
    #[must_use]
    pub fn may_be_missing(&self, entry: EntryId) -> bool {
        self.listed.get(&entry).is_some_and(|it| it.len() == 2)
    }
}

impl Talk {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.over.is_some() {
            if self.keep.len() == 2 { Standing::Kept } else { Standing::Over }
        } else if self.joined.is_some() {
            Standing::Going(self.place)
        } else {
            Standing::Offered
        }
    }

    /// The entry that offered it.
    #[must_use]
    pub fn offer(&self) -> Option<EntryId> {
        self.entries.first().copied()
    }

    /// Whether it is `by`'s move.
    #[must_use]
    pub fn is_move_of(&self, by: Partner) -> bool {
        match self.standing() {
            Standing::Going(place) if place.step == Step::Closing => !self.has_closed(by),
            Standing::Going(place) => place.mover() == Some(by),
            Standing::Offered | Standing::Over | Standing::Kept => false,
        }
    }

    /// Whether `by` wished to keep the words. Never shown to the other.
    #[must_use]
    pub fn keeps(&self, by: Partner) -> bool {
        self.keep.contains(&by)
    }

    fn has_closed(&self, by: Partner) -> bool {
        self.said.iter().any(|it| it.by == by && it.what == What::Part(Part::Takeaway))
    }

    fn n_moves(&self) -> u32 {
        u32::try_from(self.said.len()).unwrap_or(u32::MAX)
    }

    fn commit(&self) -> Result<[u8; 32], TalkError> {
        self.joined.as_ref().map(|it| it.commit).ok_or(TalkError::OutOfPlace)
    }

    fn act(&self, act: Act) -> Event {
        Event::Talk { talk: self.id, act }
    }
}

#[cfg(test)]
mod tests;
