//! What a tier's model gives: probabilities for every label, of the whole text and of its pieces.

use crate::{
    labels::{Act, Danger, Fault, Habit, Mechanism, Part},
    text::Span,
};

/// One label of any group, as the place of its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head(usize);

impl Head {
    /// How many there are: 4 habits, 6 parts, 7 faults, 10 acts, 3 mechanisms, danger at all, 7 kinds of danger.
    pub const N: usize = 38;

    /// A habit's head.
    #[must_use]
    pub const fn habit(it: Habit) -> Self {
        Self(it.place())
    }

    /// A part's head.
    #[must_use]
    pub const fn part(it: Part) -> Self {
        Self(4 + it.place())
    }

    /// A fault's head.
    #[must_use]
    pub const fn fault(it: Fault) -> Self {
        Self(10 + it.place())
    }

    /// An act's head.
    #[must_use]
    pub const fn act(it: Act) -> Self {
        Self(17 + it.place())
    }

    /// A mechanism's head.
    #[must_use]
    pub const fn mechanism(it: Mechanism) -> Self {
        Self(27 + it.place())
    }

    /// The head of danger at all.
    pub const DANGER: Self = Self(30);

    /// The head of one kind of danger.
    #[must_use]
    pub const fn danger(it: Danger) -> Self {
        Self(31 + it.place())
    }

    /// All heads, in their order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..Self::N).map(Self)
    }

    /// Its place, below [`Head::N`].
    #[must_use]
    pub const fn place(self) -> usize {
        self.0
    }

    /// A name for tables: the label's spelling; `danger` for danger at all.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            it @ 0..4 => Habit::ALL[it].as_str(),
            it @ 4..10 => Part::ALL[it - 4].as_str(),
            it @ 10..17 => Fault::ALL[it - 10].as_str(),
            it @ 17..27 => Act::ALL[it - 17].as_str(),
            it @ 27..30 => Mechanism::ALL[it - 27].as_str(),
            30 => "danger",
            it => Danger::ALL[it - 31].as_str(),
        }
    }
}

/// Probabilities, 0 to 1, one a head. Acts sum to one; kinds of danger are given that there is danger; all others stand alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row(pub [f32; Head::N]);

impl Row {
    /// Nothing at all.
    pub const NONE: Self = Self([0.0; Head::N]);

    /// One head's probability.
    #[must_use]
    pub fn get(&self, head: Head) -> f32 {
        self.0.get(head.place()).copied().unwrap_or_default()
    }

    /// Sets one head's probability.
    pub fn set(&mut self, head: Head, value: f32) {
        if let Some(it) = self.0.get_mut(head.place()) {
            *it = value;
        }
    }
}

/// What a model gives for one draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Of the whole text.
    pub whole: Row,
    /// Of each piece (clause or sentence), in the order of the text. Only habits and faults are read from it, for the spans.
    pub pieces: Vec<(Span, Row)>,
}

/// From where on a head counts as present. One a head; acts and kinds of danger are chosen by the largest instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits(pub [f32; Head::N]);

impl Limits {
    /// Whether a probability counts as present.
    #[must_use]
    pub fn passes(&self, head: Head, value: f32) -> bool {
        self.0.get(head.place()).is_some_and(|limit| value >= *limit)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self([0.5; Head::N])
    }
}
