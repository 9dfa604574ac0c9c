//! What only I see: my numbers, drafts, settings.

use std::collections::BTreeSet;

use reknit_model::trend::Reading;

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

/// Where a draft belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// My page of this round, as JSON of [`Page`](reknit_model::checkin::Page).
    Page,
    /// A step I may promise.
    Step,
    /// A kind word.
    Appreciation,
    /// A private sheet, by its name: what one writes for oneself, in fields that a form of `content/` names. JSON of field and words.
    Sheet(String),
}

/// The private sheet with what may be kept of *Where are you now*.
#[must_use]
pub fn where_sheet() -> Slot {
    Slot::Sheet("where".to_owned())
}

/// The private note of the check-in that I opened last, by its round, so that Today lets go of it. On a sheet like any other: nothing tells
/// that it was written.
#[must_use]
pub fn read_sheet() -> Slot {
    Slot::Sheet("checkin/read".to_owned())
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
    /// How much of the other's is shown a day.
    pub caps: Caps,
    /// How the coach reads along.
    pub coach: Coach,
}

/// How the coach reads along. *Invariant:* what it found in a text is never part of this.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Coach {
    /// It is off: nothing is read.
    pub off: bool,
    /// Kinds of notes that are put aside for good, by their names.
    pub never: BTreeSet<String>,
}

/// How much of the other's is shown a day; the rest waits unseen. `None` shows everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Caps {
    /// Kind words.
    pub kind_words: Option<u8>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_minutes: 3,
            suggests: Suggests::Both,
            told_it_stays: false,
            caps: Caps::default(),
            coach: Coach::default(),
        }
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
