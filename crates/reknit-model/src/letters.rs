//! Letters in which somebody owns what they did, and what the other answers, or does not.
//!
//! The parts follow Lewicki, Polin & Lount, NCMR 9(2), 2016: responsibility and an offer of repair weigh most, asking for forgiveness
//! least. Those were short written apologies in made-up cases and not couples, so the parts are an order to write in, and no measure.
//!
//! At most one letter a week. A version can be followed by a better one at once only where the other said that something is
//! missing; nobody is pressed with one letter after another. Every version stays for both. An offer of repair is a step
//! ([`crate::steps`]) that names its letter. Opening a letter is no event, and neither is not answering it.

pub mod impact;

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// Longest part of a letter, in characters.
pub const PART_CHARS_MAX: usize = 4_000;

/// Longest *this is missing …*, in characters.
pub const MISSING_CHARS_MAX: usize = 2_000;

/// Days between two letters of one person.
pub const LETTER_DAYS: i32 = 7;

/// Most offers of repair in one letter: few enough to be kept.
pub const OFFERS_MAX: usize = 3;

/// Names a letter: chosen when it is put away to be sent, so that every device of its author sends the same one. 16 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LetterId(#[serde(with = "crate::hex")] pub [u8; 16]);

impl fmt::Display for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for LetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LetterId({self})")
    }
}

/// The parts of a letter, in the order in which they are written and read. Any but the first and third may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Words {
    /// What I did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub did: String,
    /// What it did to you.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub impact: String,
    /// That it was mine.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mine: String,
    /// That I am sorry.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub sorry: String,
    /// How it came about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub how: String,
    /// What will change.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub change: String,
    /// Asking for forgiveness. Off unless its author wants it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub forgive: String,
}

/// One version of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Names it.
    pub id: LetterId,
    /// Its entry.
    pub entry: EntryId,
    /// Who wrote it.
    pub by: Partner,
    /// The day it was sent, in days since 1970-01-01.
    pub on_day: i32,
    /// The version it follows.
    pub revises: Option<LetterId>,
    /// The words.
    pub words: Words,
    /// What the other answered, oldest first; the last one stands, all stay.
    pub answers: Vec<Answer>,
}

/// What the other says to a letter. Saying nothing is no answer and shows nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Answer {
    /// "This is missing …"
    Missing {
        /// 1 to 2,000 characters.
        words: String,
    },
    /// "I have heard you."
    Heard,
    /// "I accept."
    Accepted,
}

/// Why something about letters was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// It does not say what was done, or that it was one's own.
    #[error("it does not say what was done, or whose it was")]
    Incomplete,
    /// There is nothing to say.
    #[error("there is nothing to say")]
    Empty,
    /// A part is too long, or there are too many offers.
    #[error("a part is too long")]
    TooLong,
    /// The last letter is not a week ago.
    #[error("the last letter is not a week ago")]
    Early,
    /// It says nothing in its place: not theirs to say, or gone.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

/// The letters, as far as the log tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letters {
    /// Every version, oldest first.
    pub all: Vec<Letter>,
}

impl Words {
    /// The parts, in their order.
    #[must_use]
    pub fn parts(&self) -> [&str; 7] {
        let Self { did, impact, mine, sorry, how, change, forgive } = self;
        [did, impact, mine, sorry, how, change, forgive]
    }

    /// Whether it can be sent.
    ///
    /// # Errors
    ///
    /// [`LetterError::Incomplete`] and [`LetterError::TooLong`].
    pub fn check(&self) -> Result<(), LetterError> {
        if self.parts().iter().any(|it| it.chars().count() > PART_CHARS_MAX) {
            Err(LetterError::TooLong)
        } else if self.did.trim().is_empty() || self.mine.trim().is_empty() {
            Err(LetterError::Incomplete)
        } else {
            Ok(())
        }
    }
}

impl Letter {
    /// The answer that stands.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        self.answers.last()
    }

    /// Whether the other ever said that something is missing in this version.
    fn was_missing(&self) -> bool {
        self.answers.iter().any(|it| matches!(it, Answer::Missing { .. }))
    }
}

impl Letters {
    /// A letter by its author and name. Names are its author's own: nobody can take one away from the other.
    #[must_use]
    pub fn get(&self, by: Partner, id: LetterId) -> Option<&Letter> {
        self.all.iter().find(|it| it.by == by && it.id == id)
    }

    /// How many letters somebody has sent, other versions not counted.
    #[must_use]
    pub fn n_begun(&self, by: Partner) -> usize {
        self.all.iter().filter(|it| it.by == by && it.revises.is_none()).count()
    }

    /// Whether this version was followed by another.
    #[must_use]
    pub fn is_followed(&self, by: Partner, id: LetterId) -> bool {
        self.all.iter().any(|it| it.by == by && it.revises == Some(id))
    }

    /// Whether the other said that something is missing in this version.
    #[must_use]
    pub fn was_asked_for(&self, by: Partner, revises: LetterId) -> bool {
        self.get(by, revises).is_some_and(Letter::was_missing)
    }

    /// The first day on which `by` can send what follows `revises`, or a new letter. Days since 1970-01-01.
    #[must_use]
    pub fn first_day(&self, by: Partner, revises: Option<LetterId>) -> i32 {
        let asked_for = revises.is_some_and(|id| self.was_asked_for(by, id));
        let last = self.all.iter().filter(|it| it.by == by).map(|it| it.on_day).max();
        match last {
            Some(last) if asked_for => last,
            Some(last) => last.saturating_add(LETTER_DAYS),
            None => i32::MIN,
        }
    }

    /// Sends a letter, or another version of one.
    ///
    /// # Errors
    ///
    /// [`LetterError::Incomplete`], [`LetterError::TooLong`], [`LetterError::Early`]; [`LetterError::OutOfPlace`] where the version it
    /// follows is not one's own newest.
    pub fn send(
        &self,
        by: Partner,
        letter: LetterId,
        on_day: i32,
        revises: Option<LetterId>,
        words: Words,
    ) -> Result<Event, LetterError> {
        words.check()?;
        let follows_well = |id| self.get(by, id).is_some() && !self.is_followed(by, id);
        if self.get(by, letter).is_some() || !revises.is_none_or(follows_well) {
            return Err(LetterError::OutOfPlace);
        }
        if on_day < self.first_day(by, revises) {
            return Err(LetterError::Early);
        }
        Ok(Event::LetterSent { letter, on_day, revises, words })
    }

    /// Answers a letter of the other. A later answer takes the place of an earlier one.
    ///
    /// # Errors
    ///
    /// [`LetterError::OutOfPlace`] unless there is this letter of the other's and the answer is a new one; [`LetterError::Empty`] and
    /// [`LetterError::TooLong`] for what is missing.
    pub fn answer(
        &self,
        by: Partner,
        letter: LetterId,
        answer: Answer,
    ) -> Result<Event, LetterError> {
        let answer = match answer {
            Answer::Missing { words } => {
                Answer::Missing { words: fits(&words, MISSING_CHARS_MAX)? }
            }
            Answer::Heard | Answer::Accepted => answer,
        };
        let found = self.get(by.other(), letter).ok_or(LetterError::OutOfPlace)?;
        if found.answer() == Some(&answer) {
            return Err(LetterError::OutOfPlace);
        }
        Ok(Event::LetterAnswered { letter, answer })
    }

    /// Replays an event about letters.
    pub(crate) fn apply(&mut self, entry: EntryId, by: Partner, event: &Event) -> Option<()> {
        match event {
            Event::LetterSent { letter, on_day, revises, words } => {
                self.send(by, *letter, *on_day, *revises, words.clone()).ok()?;
                let (id, on_day, revises, words) = (*letter, *on_day, *revises, words.clone());
                self.all.push(Letter {
                    id,
                    entry,
                    by,
                    on_day,
                    revises,
                    words,
                    answers: Vec::new(),
                });
            }
            Event::LetterAnswered { letter, answer } => {
                let answered = self.answer(by, *letter, answer.clone()).ok()?;
                let Event::LetterAnswered { answer, .. } = answered else { return None };
                let mut all = self.all.iter_mut();
                let found = all.find(|it| it.by != by && it.id == *letter)?;
                found.answers.push(answer);
            }
            _ => return None,
        }
        Some(())
    }
}

/// What is said, without the space around it.
fn fits(words: &str, chars_max: usize) -> Result<String, LetterError> {
    let words = words.trim();
    if words.is_empty() {
        Err(LetterError::Empty)
    } else if words.chars().count() > chars_max {
        Err(LetterError::TooLong)
    } else {
        Ok(words.to_owned())
    }
}

#[cfg(test)]
mod tests;
