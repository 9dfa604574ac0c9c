//! When something of the other's comes into view, by the receiver's own clock.
//!
//! The fold reads the days that an author wrote. An honest app keeps to what was agreed; a changed one writes any day it likes and sends
//! at any hour. So the receiver's app keeps a book of its own: questions come into view at the hours of the box and so many a day,
//! letters one a week, and cards, steps, talks and what one is open about so many a day ([`Daily`]). What comes at another time waits
//! unseen, and is not announced; nothing about it is said to anybody.
//!
//! *Invariant:* what an honest app sent in time is let in when it arrives, however long the receiver was away: what came between two
//! readings may have come at any moment between them. What waits is only what cannot have been sent when it should have been.

mod daily;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use serde::{Deserialize, Serialize};

pub use daily::Daily;

use crate::{
    event::Event,
    letters::{LETTER_DAYS, Letter, OFFERS_MAX},
    log::EntryId,
    questions::{BOX_DAYS_MAX, Hours, QuestionBox},
    state::State,
    talks::Act,
};

/// Minutes that something may be on its way without counting as late: the app asks once a minute, and tries again for a while.
const WAY_MINUTES: i64 = 5;

/// Most that is remembered to wait. What comes behind it is not looked at before there is room.
const WAITS_MAX: usize = 512;

const MINUTE_MS: i64 = 60_000;

const DAY_MINUTES: i64 = 24 * 60;

/// What came into view, and what waits. Only for the one who receives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrivals {
    /// How far the other's chain was looked at.
    looked_at: u64,
    /// Places in it that wait.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    waits: BTreeSet<u64>,
    /// The receiver's day on which the newest letter came into view, in days since 1970-01-01.
    letter_day: Option<i32>,
    /// The day of the box's hours in which the newest question came, and how many came in them.
    asked: Option<(i64, u8)>,
    /// The receiver's day on which the newest of each kind came into view, and how many on it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    days: BTreeMap<Daily, (i32, u8)>,
}

/// A moment, as the receiver's device tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970 UTC.
    pub ms: i64,
    /// The day where the person is, in days since 1970-01-01.
    pub day: i32,
}

/// The receiver's clock.
#[derive(Clone, Copy)]
pub struct Clock<'a> {
    /// Now.
    pub now: Moment,
    /// When everything there was had been read the last time: what is new came after it. `None` where that is not known.
    pub read: Option<Moment>,
    /// Minutes to add to UTC in a time zone at an instant.
    pub offset_minutes: &'a dyn Fn(&str, i64) -> i32,
}

impl core::fmt::Debug for Clock<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Clock({:?}, {:?})", self.now, self.read)
    }
}

/// What of the other's chain is here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// Entries that [have their time](is_timed), by their place. Whether they say something in it is for the fold to tell.
    pub timed: BTreeMap<u64, EntryId>,
    /// Up to which place all entries could be opened.
    pub end: u64,
}

/// What has its time.
enum Item<'a> {
    Letter(&'a Letter),
    Question(&'a QuestionBox),
    Daily(Daily),
    /// Comes with something else, or shows nothing any more.
    Free,
}

/// Whether an event is meant as something that has its time.
#[must_use]
pub const fn is_timed(event: &Event) -> bool {
    matches!(
        event,
        Event::LetterSent { .. }
            | Event::QuestionAsked { .. }
            | Event::CardShared { replaces: None, .. }
            | Event::StepOffered { .. }
            | Event::OpennessOffered { .. }
            | Event::Talk { act: Act::Offered { .. }, .. }
    )
}

impl Arrivals {
    /// Whether nothing waits, and the chain was looked at to this end.
    #[must_use]
    pub fn is_settled(&self, end: u64) -> bool {
        self.waits.is_empty() && self.looked_at >= end
    }

    /// Lets in what has its time by now. Everything else of these kinds waits.
    pub fn look(&mut self, state: &State, chain: &Chain, clock: &Clock<'_>) {
        let mut end = chain.end.max(self.looked_at);
        for (place, entry) in chain.timed.range(..=end) {
            let is_new = *place > self.looked_at;
            if !is_new && !self.waits.contains(place) {
                continue;
            }
            let comes = match item(state, *entry) {
                Some(Item::Letter(it)) => self.letter_comes(state, it, is_new, clock),
                Some(Item::Question(of)) => self.question_comes(of, clock),
                Some(Item::Daily(kind)) => self.daily_comes(kind, clock),
                Some(Item::Free) => true,
                // The fold set it aside. It may still find its place when more is here, and has not been seen until then.
                None => false,
            };
            if comes {
                self.waits.remove(place);
            } else if self.waits.len() < WAITS_MAX || !is_new {
                self.waits.insert(*place);
            } else {
                end = place - 1;
                break;
            }
        }
        self.looked_at = end.max(self.looked_at);
    }

    /// Entries of the other that wait.
    #[must_use]
    pub fn unseen(&self, chain: &Chain) -> BTreeSet<EntryId> {
        let waits = |at: &u64| *at > self.looked_at || self.waits.contains(at);
        chain.timed.iter().filter(|(at, _)| waits(at)).map(|(_, entry)| *entry).collect()
    }

    /// Takes in the book of another device of mine. What came into view there has been seen.
    pub fn join(&mut self, other: &Self) {
        let waits_there = |at: &u64, it: &Self| *at > it.looked_at || it.waits.contains(at);
        let both = self.waits.union(&other.waits);
        let waits = both.filter(|it| waits_there(it, self) && waits_there(it, other));
        self.waits = waits.copied().collect();
        self.looked_at = self.looked_at.max(other.looked_at);
        self.letter_day = self.letter_day.max(other.letter_day);
        self.asked = self.asked.max(other.asked);
        for (kind, theirs) in &other.days {
            let mine = self.days.entry(*kind).or_insert(*theirs);
            *mine = (*mine).max(*theirs);
        }
    }

    /// One letter a week, counted from the earliest day on which it can have been sent; another version at once where I asked for it.
    fn letter_comes(
        &mut self,
        state: &State,
        letter: &Letter,
        is_new: bool,
        clock: &Clock<'_>,
    ) -> bool {
        let today = clock.now.day;
        // Where the other lives it may still be the day before.
        let read = clock.read.map_or(i32::MIN, |it| it.day.saturating_sub(1).min(today));
        // One that had to wait is given no benefit any more.
        let sent = if is_new { letter.on_day.clamp(read, today) } else { today };
        // A clock that was put back must not make anything wait for longer than a week.
        let last = self.letter_day.map(|it| it.min(today));
        let is_asked_for =
            letter.revises.is_some_and(|it| state.letters.was_asked_for(letter.by, it));
        let first = match last {
            Some(last) if !is_asked_for => last.saturating_add(LETTER_DAYS),
            Some(_) | None => i32::MIN,
        };
        let day = sent.max(first);
        if day <= today {
            self.letter_day = Some(last.map_or(day, |it| it.max(day)));
        }
        day <= today
    }

    /// At the hours of the box, as many a day as its answerer chose, while it is open.
    fn question_comes(&mut self, of: &QuestionBox, clock: &Clock<'_>) -> bool {
        if of.closed {
            return false;
        }
        let minute = |ms: i64| {
            let offset = i64::from((clock.offset_minutes)(&of.hours.zone, ms));
            ms.div_euclid(MINUTE_MS).saturating_add(offset)
        };
        let now = minute(clock.now.ms);
        let read = clock.read.map_or(i64::MIN, |it| minute(it.ms) - WAY_MINUTES);
        let (first, last) = of.hours.days_between(read.min(now), now).into_inner();
        let first = first.max(i64::from(of.until_day.saturating_sub(BOX_DAYS_MAX)));
        let (mut day, mut n) = self.asked.filter(|it| it.0 >= first).unwrap_or((first, 0));
        // As above: a day that has not come yet is one of a wrong clock.
        day = day.min(last.max(first));
        if n >= of.hours.a_day {
            (day, n) = (day + 1, 0);
        }
        let comes = day <= last.min(i64::from(of.until_day));
        if comes {
            self.asked = Some((day, n + 1));
        }
        comes
    }
}

/// What has its time, by its entry.
fn item(state: &State, entry: EntryId) -> Option<Item<'_>> {
    if let Some(letter) = state.letters.all.iter().find(|it| it.entry == entry) {
        return Some(Item::Letter(letter));
    }
    if let Some(of) = state.boxes.holding(entry) {
        return Some(Item::Question(of));
    }
    if state.step(entry).is_some() {
        return Some(if is_of_letter(state, entry) {
            Item::Free
        } else {
            Item::Daily(Daily::Step)
        });
    }
    if state.talks.forgotten.contains(&entry) {
        return Some(Item::Free);
    }
    let is_card = state.cards.iter().any(|it| it.id == entry).then_some(Daily::Card);
    let is_talk = || state.talks.all.iter().any(|it| it.offer() == Some(entry));
    let is_openness = || state.openness.iter().any(|it| it.id == entry);
    is_card
        .or_else(|| is_talk().then_some(Daily::Talk))
        .or_else(|| is_openness().then_some(Daily::Openness))
        .map(Item::Daily)
}

/// Whether a step is one of those that a letter may offer: it stays closed with the letter.
fn is_of_letter(state: &State, entry: EntryId) -> bool {
    let Some(step) = state.step(entry) else { return false };
    let Some(letter) = step.letter.filter(|it| state.letters.get(step.by, *it).is_some()) else {
        return false;
    };
    let of_letter = state.steps.iter().filter(|it| it.by == step.by && it.letter == Some(letter));
    of_letter.take(OFFERS_MAX).any(|it| it.id == entry)
}

impl Hours {
    /// The days on which these hours lay, in whole or in part, between two minutes of their time zone, counted since 1970 there.
    fn days_between(&self, since: i64, until: i64) -> RangeInclusive<i64> {
        let (first, at) = (since.div_euclid(DAY_MINUTES), since.rem_euclid(DAY_MINUTES));
        let first = if at < i64::from(self.until_minute) { first } else { first + 1 };
        let (last, at) = (until.div_euclid(DAY_MINUTES), until.rem_euclid(DAY_MINUTES));
        let last = if at >= i64::from(self.from_minute) { last } else { last - 1 };
        first..=last
    }
}

#[cfg(test)]
mod tests;
