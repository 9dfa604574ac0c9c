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
mod fold;
mod place;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use act::{Act, Answer, Part};
pub use place::{Place, Step};

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

/// Most entries one list names; what is left follows in the next.
const LIST_MAX: usize = 256;

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

/// Why something in a talk was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TalkError {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// The time to come back is too near or too far.
    #[error("the time to come back is out of range")]
    Hour,
    /// It is not this person's move, or the talk is over.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

/// Something an app says by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The talk has lapsed.
    LetGo(TalkId),
    /// Entries of talks that were let go are listed as ones to be dropped.
    List(TalkId, Vec<EntryId>),
    /// Both keep the words: the key is published, if this device has it.
    Key(TalkId),
}

/// Offers a talk.
///
/// # Errors
///
/// [`TalkError::Empty`] and [`TalkError::TooLong`].
pub fn offer(
    talk: TalkId,
    topic: &str,
    i_speak: bool,
    share: [u8; 32],
    on_day: i32,
) -> Result<Event, TalkError> {
    let topic = topic.trim();
    if topic.is_empty() {
        return Err(TalkError::Empty);
    }
    if topic.chars().count() > TOPIC_CHARS_MAX {
        return Err(TalkError::TooLong);
    }
    let act = Act::Offered { topic: topic.to_owned(), i_speak, share, on_day };
    Ok(Event::Talk { talk, act })
}

/// Checks words before they are sealed, and gives them without the space around them.
///
/// # Errors
///
/// [`TalkError::Empty`] and [`TalkError::TooLong`].
pub fn check_words(words: &str) -> Result<&str, TalkError> {
    let words = words.trim();
    if words.is_empty() {
        Err(TalkError::Empty)
    } else if words.chars().count() > WORDS_CHARS_MAX {
        Err(TalkError::TooLong)
    } else {
        Ok(words)
    }
}

impl Talks {
    /// The talk with this name.
    #[must_use]
    pub fn get(&self, id: TalkId) -> Option<&Talk> {
        self.all.iter().find(|it| it.id == id)
    }

    /// What the app of `me` says by itself on `today`. `ended` tells the day on which it learnt that a talk is over: the day that stands
    /// in the log was written by either, and could be made up to have the words let go of early, or never.
    #[must_use]
    pub fn due(&self, me: Partner, today: i32, ended: &dyn Fn(TalkId) -> Option<i32>) -> Vec<Due> {
        let due = |it: &Talk| match it.standing() {
            Standing::Offered if it.by == me && today > it.on_day.saturating_add(OFFER_DAYS) => {
                Some(Due::LetGo(it.id))
            }
            Standing::Over if !it.keeps(me) => {
                let day = ended(it.id)?;
                (today > day.saturating_add(KEEP_DAYS)).then_some(Due::LetGo(it.id))
            }
            Standing::Kept if it.keys.is_empty() => Some(Due::Key(it.id)),
            _ => None,
        };
        let mut all: Vec<Due> = self.all.iter().filter_map(due).collect();
        let unlisted: Vec<EntryId> = self
            .forgotten
            .iter()
            .filter(|it| !self.has_listed(me, **it))
            .copied()
            .take(LIST_MAX)
            .collect();
        // Which talk it says is not important: all are gone, and one list serves them all.
        if let (Some(talk), false) = (self.gone.first(), unlisted.is_empty()) {
            all.push(Due::List(*talk, unlisted));
        }
        all
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

    /// Joins the talk that the other offered, with its key sealed to [`Talk::share`].
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`].
    pub fn join(
        &self,
        by: Partner,
        key_box: Vec<u8>,
        commit: [u8; 32],
    ) -> Result<Event, TalkError> {
        let fits = by != self.by && self.standing() == Standing::Offered;
        fits.then(|| self.act(Act::Joined { key_box, commit })).ok_or(TalkError::OutOfPlace)
    }

    /// Says the words of a step.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] unless it is `by`'s move and `part` belongs here.
    pub fn say(
        &self,
        by: Partner,
        part: Part,
        words: Vec<u8>,
        on_day: i32,
    ) -> Result<Event, TalkError> {
        let Standing::Going(place) = self.standing() else { return Err(TalkError::OutOfPlace) };
        if !self.is_move_of(by) || place.after(part).is_none() {
            return Err(TalkError::OutOfPlace);
        }
        // Only the end of a talk needs a date.
        let on_day = (part == Part::Takeaway).then_some(on_day);
        let commit = self.commit()?;
        Ok(self.act(Act::Said { at: self.n_moves(), part, commit, words, on_day }))
    }

    /// Says how well it was said back, and what was missing.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`].
    pub fn answer(
        &self,
        by: Partner,
        answer: Answer,
        words: Option<Vec<u8>>,
    ) -> Result<Event, TalkError> {
        let Standing::Going(place) = self.standing() else { return Err(TalkError::OutOfPlace) };
        let fits = self.is_move_of(by) && place.answered(answer).is_some();
        let act = Act::Answered { at: self.n_moves(), answer, commit: self.commit()?, words };
        fits.then(|| self.act(act)).ok_or(TalkError::OutOfPlace)
    }

    /// Calls a break; either may, at any time.
    ///
    /// # Errors
    ///
    /// [`TalkError::Hour`] for a time outside [`BREAK_MS`], and [`TalkError::OutOfPlace`] unless the talk is under way.
    pub fn pause(&self, now_ms: i64, back_at_ms: Option<i64>) -> Result<Event, TalkError> {
        if !matches!(self.standing(), Standing::Going(_)) {
            return Err(TalkError::OutOfPlace);
        }
        if back_at_ms.is_some_and(|it| !BREAK_MS.contains(&(it - now_ms))) {
            return Err(TalkError::Hour);
        }
        Ok(self.act(Act::Paused { back_at_ms }))
    }

    /// Ends it; either may, at any time, without a reason.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] unless the talk is under way.
    pub fn end(&self, on_day: i32) -> Result<Event, TalkError> {
        let goes = matches!(self.standing(), Standing::Going(_));
        goes.then(|| self.act(Act::Ended { on_day })).ok_or(TalkError::OutOfPlace)
    }

    /// Wishes to keep the words.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] unless the talk is over and this was not said before.
    pub fn keep(&self, by: Partner) -> Result<Event, TalkError> {
        let fits = self.standing() == Standing::Over && !self.keeps(by);
        fits.then(|| self.act(Act::Keep)).ok_or(TalkError::OutOfPlace)
    }

    /// Lets go of it: an offer by its author, a talk by either.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`] for an offer of the other, and for a talk that both keep.
    pub fn let_go(&self, by: Partner) -> Result<Event, TalkError> {
        self.may_let_go(by)
            .then(|| self.act(Act::LetGo { entries: Vec::new() }))
            .ok_or(TalkError::OutOfPlace)
    }

    fn may_let_go(&self, by: Partner) -> bool {
        match self.standing() {
            Standing::Offered => by == self.by,
            Standing::Going(_) => true,
            // Whoever said keep stands by it: letting go later could otherwise be placed before the other's keep.
            Standing::Over => !self.keeps(by),
            Standing::Kept => false,
        }
    }

    /// Publishes the key, once both keep the words.
    ///
    /// # Errors
    ///
    /// [`TalkError::OutOfPlace`].
    pub fn publish(&self, key: [u8; 32]) -> Result<Event, TalkError> {
        let fits = self.standing() == Standing::Kept && !self.keys.contains(&key);
        fits.then(|| self.act(Act::Key { key })).ok_or(TalkError::OutOfPlace)
    }
}

#[cfg(test)]
mod tests;
