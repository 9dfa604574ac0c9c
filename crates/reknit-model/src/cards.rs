//! Cards both keep: what one shares to be understood.
//!
//! A card is written alone first and shared only by choice. Every version stays for both; its author may put it away, which moves it
//! out of sight and takes nothing back. The other can thank for the try and add in their own words. There is no right or wrong about
//! it and no score: feeling that the other tried went more closely with being content than guessing right did (Cohen & others 2012,
//! Journal of Family Psychology 26, 236–245; 156 couples).

use serde::{Deserialize, Serialize};

use crate::{
    event::Event,
    log::{EntryId, Partner},
};

/// Most fields of a card.
pub const CARD_FIELDS_MAX: usize = 8;

/// Longest field, and longest answer, in characters.
pub const CARD_CHARS_MAX: usize = 1_500;

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What I think it was like for you.
    Guess,
    /// What it was like for me.
    Impact,
    /// When it comes back: what happens, what helps.
    Returns,
    /// When I am alarmed I …; what helps is ….
    Alarmed,
    /// How I like to be supported.
    Support,
    /// Good news.
    GoodNews,
}

/// One field as it was filled in. Which fields a kind has is for `content/` to say; the model carries what was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// 1 to 24 of `a` to `z` and `_`.
    pub name: String,
    /// What was written.
    pub words: String,
}

/// A card, as far as the log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Names it: its first version.
    pub id: EntryId,
    /// Who shared it.
    pub by: Partner,
    /// What it is about.
    pub kind: Kind,
    /// Its versions, oldest first; the last one stands, all stay.
    pub versions: Vec<Version>,
    /// Whether its author put it away.
    pub put_away: bool,
    /// What the other said to it, oldest first.
    pub answers: Vec<Answer>,
}

/// One version of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
}

/// What the other said to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Names it.
    pub id: EntryId,
    /// Whether they thank for the try.
    pub thanks: bool,
    /// What they add in their own words; may be empty beside thanks.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
}

/// Why something about a card was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// There is nothing on it.
    #[error("there is nothing on it")]
    Empty,
    /// It is too long.
    #[error("it is too long")]
    TooLong,
    /// It says nothing in its place: no such card, or not theirs to say.
    #[error("it says nothing in its place")]
    OutOfPlace,
}

/// Shares a card. Empty fields are left out.
///
/// # Errors
///
/// [`CardError`].
pub fn share(kind: Kind, fields: Vec<Field>, on_day: i32) -> Result<Event, CardError> {
    let fields = checked(fields)?;
    Ok(Event::CardShared { kind, fields, replaces: None, on_day })
}

fn checked(fields: Vec<Field>) -> Result<Vec<Field>, CardError> {
    let trimmed = fields.into_iter().map(|it| Field { words: it.words.trim().to_owned(), ..it });
    let fields: Vec<Field> = trimmed.filter(|it| !it.words.is_empty()).collect();
    if fields.is_empty() {
        return Err(CardError::Empty);
    }
    if fields.iter().any(|it| it.words.chars().count() > CARD_CHARS_MAX) {
        return Err(CardError::TooLong);
    }
    let is_name = |it: &str| {
        (1..=24).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
    };
    if fields.len() > CARD_FIELDS_MAX || !fields.iter().all(|it| is_name(&it.name)) {
        return Err(CardError::OutOfPlace);
    }
    Ok(fields)
}

impl Card {
    /// Shares it anew; earlier versions stay for both.
    ///
    /// # Errors
    ///
    /// [`CardError`]; only its author can.
    pub fn share_anew(
        &self,
        by: Partner,
        fields: Vec<Field>,
        on_day: i32,
    ) -> Result<Event, CardError> {
        if by != self.by {
            return Err(CardError::OutOfPlace);
        }
        let fields = checked(fields)?;
        if self.versions.last().is_some_and(|it| it.fields == fields) && !self.put_away {
            return Err(CardError::OutOfPlace);
        }
        Ok(Event::CardShared { kind: self.kind, fields, replaces: Some(self.id), on_day })
    }

    /// Puts it away; its author may, and takes nothing back by it.
    ///
    /// # Errors
    ///
    /// [`CardError::OutOfPlace`].
    pub fn put_away(&self, by: Partner) -> Result<Event, CardError> {
        let fits = by == self.by && !self.put_away;
        fits.then_some(Event::CardPutAway { card: self.id }).ok_or(CardError::OutOfPlace)
    }

    /// Answers it: thanks for the try, own words, or both.
    ///
    /// # Errors
    ///
    /// [`CardError`]; only the other can.
    pub fn answer(
        &self,
        by: Partner,
        thanks: bool,
        words: &str,
        on_day: i32,
    ) -> Result<Event, CardError> {
        let words = words.trim();
        if by == self.by {
            return Err(CardError::OutOfPlace);
        }
        if !thanks && words.is_empty() {
            return Err(CardError::Empty);
        }
        if words.chars().count() > CARD_CHARS_MAX {
            return Err(CardError::TooLong);
        }
        Ok(Event::CardAnswered { card: self.id, thanks, words: words.to_owned(), on_day })
    }
}

/// Replays an event about cards.
pub(crate) fn apply(cards: &mut Vec<Card>, id: EntryId, by: Partner, event: &Event) -> Option<()> {
    match event {
        Event::CardShared { kind, fields, replaces: None, on_day } => {
            let fields = checked(fields.clone()).ok()?;
            let versions = vec![Version { fields, on_day: *on_day }];
            let (kind, answers) = (*kind, Vec::new());
            cards.push(Card { id, by, kind, versions, put_away: false, answers });
        }
        Event::CardShared { kind, fields, replaces: Some(card), on_day } => {
            let card = named(cards, *card)?;
            if card.kind != *kind {
                return None;
            }
            // What the rule gives back is kept, and not what a changed app may have sent.
            let shared = card.share_anew(by, fields.clone(), *on_day).ok()?;
            let Event::CardShared { fields, .. } = shared else { return None };
            card.versions.push(Version { fields, on_day: *on_day });
            card.put_away = false;
        }
        Event::CardPutAway { card } => {
            let card = named(cards, *card)?;
            card.put_away(by).ok()?;
            card.put_away = true;
        }
        Event::CardAnswered { card, thanks, words, on_day } => {
            let card = named(cards, *card)?;
            let answered = card.answer(by, *thanks, words, *on_day).ok()?;
            let Event::CardAnswered { words, .. } = answered else { return None };
            card.answers.push(Answer { id, thanks: *thanks, words, on_day: *on_day });
        }
        _ => return None,
    }
    Some(())
}

fn named(cards: &mut [Card], id: EntryId) -> Option<&mut Card> {
    cards.iter_mut().find(|it| it.id == id)
}

#[cfg(test)]
mod tests;
