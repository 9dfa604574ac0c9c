//! The full tier: a small transformer that reads meaning where the light tier reads words.
//!
//! MiniLM with a smaller vocabulary and one byte a weight, trained on the texts of `training/texts` (`training/full` says how). It
//! gives the same kind of scores as the light tier, and the same judge makes a reading of them.

mod bytes;
mod encoder;
mod heads;
mod latin;
mod linear;
mod maths;
mod pieces;
mod windows;

pub use bytes::FullError;

use crate::{
    draft::Draft,
    judge,
    labels::{Act, Danger, Fault, Habit},
    reading::{Reader, Reading},
    scores::{Head, Limits, Row, Scores},
    text::{Span, Text},
};
use bytes::Bytes;
use encoder::Encoder;
use heads::Heads;
use maths::{sigmoid, softmax};
use pieces::Pieces;

/// How a file of weights begins; the digit is its version.
pub const FORMAT: &[u8; 8] = b"reknitF1";

/// The full tier, ready to read.
#[derive(Debug)]
pub struct Full {
    pieces: Pieces,
    encoder: Encoder,
    heads: Heads,
    limits: Limits,
}

impl Full {
    /// Takes weights as they come from a file.
    ///
    /// # Errors
    ///
    /// [`FullError`] where the bytes are not weights of this version, whole and in order.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FullError> {
        let mut bytes = Bytes::new(bytes);
        if !bytes.take(FORMAT.len()).is_ok_and(|it| it == FORMAT) {
            return Err(FullError::Format);
        }
        let (n_pieces, n_layers, n_vocab_bytes) = (bytes.count()?, bytes.count()?, bytes.count()?);
        let lines = str::from_utf8(bytes.take(n_vocab_bytes)?).map_err(|_| FullError::Damaged)?;
        if n_pieces <= usize::from(pieces::SEP) || lines.lines().count() != n_pieces {
            return Err(FullError::Damaged);
        }
        let pieces = Pieces::new(lines);
        let limits = bytes.floats(Head::N)?.try_into().map_err(|_| FullError::Damaged)?;
        let encoder = Encoder::read(&mut bytes, n_pieces, n_layers)?;
        let heads = Heads::read(&mut bytes)?;
        bytes.end()?;
        Ok(Self { pieces, encoder, heads, limits: Limits(limits) })
    }

    /// The weights that ship with the library.
    ///
    /// # Panics
    ///
    /// Never in a release: a test loads the same bytes.
    #[cfg(feature = "full-shipped")]
    #[must_use]
    pub fn shipped() -> Self {
        #[expect(clippy::expect_used, reason = "the bytes are compiled in and a test loads them")]
        Self::from_bytes(SHIPPED).expect("the full weights are whole")
    }

    /// From where on a label counts as there.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What the model gives, before rules and thresholds.
    #[must_use]
    pub fn scores(&self, draft: &Draft, text: &Text) -> Scores {
        let read = self.read_windows(&draft.text, draft.to.as_deref());
        let mut whole = Row(read.logits);
        let at = |head: Head| head.place();
        softmax(&mut whole.0[at(Head::act(Act::Reflection))..=at(Head::act(Act::Other))]);
        softmax(&mut whole.0[at(Head::danger(Danger::Physical))..=at(Head::danger(Danger::Child))]);
        let stands_alone = |it: usize| {
            it < at(Head::act(Act::Reflection)) || (it > at(Head::act(Act::Other)) && it <= at(Head::DANGER))
        };
        for (_, it) in whole.0.iter_mut().enumerate().filter(|(at, _)| stands_alone(*at)) {
            *it = sigmoid(*it);
        }
        let pieces = text.pieces.iter().map(|it| (it.span, read.piece(it.span, &whole))).collect();
        Scores { whole, pieces }
    }
}

/// The weights in the repository.
#[cfg(feature = "full-shipped")]
pub const SHIPPED: &[u8] = include_bytes!("../weights/full.bin");

impl Reader for Full {
    fn read(&self, draft: &Draft) -> Reading {
        let text = Text::new(&draft.text);
        let scores = self.scores(draft, &text);
        judge::reading(draft, &text, &scores, self.limits())
    }
}

/// What all windows of a text gave.
#[derive(Debug, Clone)]
struct Read {
    logits: [f32; Head::N],
    marks: Vec<Mark>,
}

/// What one token says about where a label is.
#[derive(Debug, Clone)]
struct Mark {
    span: Span,
    /// Per habit: a probability that the token belongs to it.
    habits: [f32; heads::N_TAGS],
    /// Per fault: its share of the fault's attention.
    faults: [f32; Fault::ALL.len()],
}

impl Read {
    /// Scores for the spans: habits by the mean tag of a piece's tokens, faults by the share of attention that a piece has.
    fn piece(&self, span: Span, whole: &Row) -> Row {
        let mut row = Row::NONE;
        let inside: Vec<&Mark> = self.marks.iter().filter(|it| it.span.meets(span)).collect();
        let n = inside.len().max(1) as f32;
        for &habit in Habit::ALL {
            let sum: f32 = inside.iter().map(|it| it.habits[habit.place()]).sum();
            row.set(Head::habit(habit), sum / n);
        }
        for &fault in Fault::ALL {
            let share: f32 = inside.iter().map(|it| it.faults[fault.place()]).sum();
            row.set(Head::fault(fault), share.min(1.0) * whole.get(Head::fault(fault)));
        }
        row
    }
}

#[cfg(test)]
mod tests;
