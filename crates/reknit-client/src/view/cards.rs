//! Cards both keep.

use reknit_model::{
    cards::{Field, Kind},
    log::EntryId,
};

use super::Slot;

/// A card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardView {
    /// Names it.
    pub id: EntryId,
    /// Whether I shared it.
    pub mine: bool,
    /// What it is about.
    pub kind: Kind,
    /// Its versions, newest first: the day since 1970-01-01, and what was written.
    pub versions: Vec<(i32, Vec<Field>)>,
    /// Whether its author put it away.
    pub put_away: bool,
    /// What the other of the two said to it, oldest first.
    pub answers: Vec<CardAnswer>,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// What was said to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardAnswer {
    /// Whether it thanks for the try.
    pub thanks: bool,
    /// Own words; may be empty.
    pub words: String,
    /// The day, in days since 1970-01-01.
    pub on_day: i32,
    /// Whether it still waits to be sent.
    pub unsent: bool,
}

/// The private sheet on which a card is written before it is shared.
#[must_use]
pub fn card_sheet(kind: Kind) -> Slot {
    let name = match kind {
        Kind::Guess => "card/guess",
        Kind::Impact => "card/impact",
        Kind::Returns => "card/returns",
        Kind::Alarmed => "card/alarmed",
        Kind::Support => "card/support",
        Kind::GoodNews => "card/good-news",
    };
    Slot::Sheet(name.to_owned())
}
