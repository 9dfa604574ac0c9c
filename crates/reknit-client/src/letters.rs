//! A letter before it is sent: being written, and put away until its time. Both lie in the private vault, and start no request.

use reknit_model::letters::{LetterError, LetterId, OFFERS_MAX, Words};
use reknit_wire::id::SpaceId;
use serde::{Deserialize, Serialize};

use crate::{command::Refusal, view::Slot};

/// A letter being written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterDraft {
    /// The words so far.
    pub words: Words,
    /// What I offer to do to mend something. They become steps when the letter is sent.
    pub offers: Vec<Offer>,
    /// Whether I want to ask for forgiveness. Off unless switched on.
    pub asks: bool,
    /// Which part was on the screen last.
    pub at: u8,
}

/// An offer of repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// My own act, 1 to 280 characters.
    pub words: String,
    /// Its last day, counted from the day on which the letter is sent. 1 to 28.
    pub days: i32,
}

/// Where the draft of a letter belongs: a new one, or the next version of one.
#[must_use]
pub fn draft_slot(revises: Option<LetterId>) -> Slot {
    Slot::Sheet(match revises {
        None => SHEET.to_owned(),
        Some(id) => format!("{SHEET}/{id}"),
    })
}

/// Whether the draft of a letter belongs here, and if so, which version it follows.
#[must_use]
pub fn draft_of(slot: &Slot) -> Option<Option<LetterId>> {
    let Slot::Sheet(name) = slot else { return None };
    match name.strip_prefix(SHEET)? {
        "" => Some(None),
        rest => {
            let bytes = data_encoding::HEXLOWER.decode(rest.strip_prefix('/')?.as_bytes()).ok()?;
            Some(Some(LetterId(bytes.try_into().ok()?)))
        }
    }
}

/// Where the draft of *this is missing …* belongs.
#[must_use]
pub fn answer_slot(letter: LetterId) -> Slot {
    Slot::Sheet(format!("missing/{letter}"))
}

/// Where the draft of what I add to *what it did to you* belongs.
#[must_use]
pub fn add_slot() -> Slot {
    Slot::Sheet("impact/add".to_owned())
}

/// Where *what it did to you* is drafted when it was asked for.
#[must_use]
pub fn show_slot() -> Slot {
    Slot::Sheet("impact/show".to_owned())
}

const SHEET: &str = "letter";

/// A letter that waits for its time. Its names are chosen when it is put away, so that whichever device sends it sends the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    /// For whom: a letter never goes to somebody else, whatever happens meanwhile.
    pub(crate) space: SpaceId,
    pub(crate) letter: LetterId,
    /// Names of the entries: the letter's, then one for each offer.
    pub(crate) entries: Vec<EntryName>,
    pub(crate) draft: LetterDraft,
    pub(crate) revises: Option<LetterId>,
    pub(crate) due_ms: i64,
}

/// The name of an entry that will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct EntryName(#[serde(with = "crate::bytes_serde")] pub(crate) [u8; 16]);

impl LetterDraft {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_words = self.words.parts().iter().any(|it| !it.trim().is_empty());
        !has_words && self.offers.iter().all(|it| it.words.trim().is_empty())
    }

    /// The letter as it would be sent: without the space around, without what was left out.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let tidy = |it: &str| it.trim().to_owned();
        let Words { did, impact, mine, sorry, how, change, forgive } = &self.words;
        let words = Words {
            did: tidy(did),
            impact: tidy(impact),
            mine: tidy(mine),
            sorry: tidy(sorry),
            how: tidy(how),
            change: tidy(change),
            forgive: if self.asks { tidy(forgive) } else { String::new() },
        };
        let offers = self.offers.iter().filter(|it| !it.words.trim().is_empty());
        let offers = offers.map(|it| Offer { words: tidy(&it.words), days: it.days });
        Self { words, offers: offers.collect(), asks: self.asks, at: self.at }
    }

    /// Whether it can be sent as it stands.
    ///
    /// # Errors
    ///
    /// [`Refusal::Incomplete`], [`Refusal::TooLong`], [`Refusal::Day`]; [`Refusal::NotOwnAct`] and [`Refusal::NeverAStep`] for an offer.
    pub fn check(&self) -> Result<(), Refusal> {
        self.words.check()?;
        if self.offers.len() > OFFERS_MAX {
            return Err(Refusal::TooLong);
        }
        for offer in &self.offers {
            reknit_model::steps::promise(&offer.words, offer.days, 0, None)?;
        }
        Ok(())
    }
}

impl From<LetterError> for Refusal {
    fn from(error: LetterError) -> Self {
        match error {
            LetterError::Incomplete => Self::Incomplete,
            LetterError::Empty => Self::Empty,
            LetterError::TooLong => Self::TooLong,
            LetterError::Early => Self::Early,
            LetterError::OutOfPlace => Self::OutOfPlace,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_lies_where_its_letter_says() {
        for revises in [None, Some(LetterId([7; 16]))] {
            assert_eq!(draft_of(&draft_slot(revises)), Some(revises));
        }
        for other in ["letters", "letter/", "letter/xyz", "rehearsal"] {
            assert_eq!(draft_of(&Slot::Sheet(other.into())), None, "{other}");
        }
        assert_eq!(draft_of(&Slot::Page), None);
    }

    #[test]
    fn what_was_left_out_is_not_sent() {
        let words = Words {
            did: " I lied. ".into(),
            mine: "It was mine.".into(),
            forgive: "Please.".into(),
            ..Words::default()
        };
        let offers = vec![Offer { words: " ".into(), days: 7 }];
        let draft = LetterDraft { words, offers, ..LetterDraft::default() };
        let sent = draft.tidied();
        assert_eq!((sent.words.did.as_str(), sent.words.forgive.as_str()), ("I lied.", ""));
        assert!(sent.offers.is_empty() && sent.check().is_ok());
        let asks = LetterDraft { asks: true, ..draft };
        assert_eq!(asks.tidied().words.forgive, "Please.");
    }
}
