//! The full tier: a small transformer that reads meaning where the light tier reads words.
//!
//! MiniLM with a smaller vocabulary and one byte a weight, trained on the texts of `training/texts` (`training/full` says how). The
//! light tier is part of it: the two err in different places, and a quarter of it helps with apologies, replies and danger
//! (docs/adr/0011). The same judge makes a reading of it.

mod bytes;
mod encoder;
mod heads;
mod latin;
mod linear;
mod maths;
mod pieces;
mod product;
mod windows;

pub use bytes::FullError;

use crate::{
    draft::Draft,
    judge,
    labels::{Act, Danger, Fault, Habit},
    light::Light,
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
    light: Light,
}

impl Full {
    /// Takes weights as they come from a file, and the light tier that reads along.
    ///
    /// # Errors
    ///
    /// [`FullError`] where the bytes are not weights of this version, whole and in order.
    pub fn from_bytes(bytes: &[u8], light: Light) -> Result<Self, FullError> {
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
        Ok(Self { pieces, encoder, heads, limits: Limits(limits), light })
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
        Self::from_bytes(SHIPPED, Light::shipped()).expect("the full weights are whole")
    }

    /// From where on a label counts as there.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What both models together give, before rules and thresholds.
    #[must_use]
    pub fn scores(&self, draft: &Draft, text: &Text, to: Option<&Text>) -> Scores {
        let read = self.read_windows(&draft.text, draft.to.as_deref());
        let light = self.light.scores(draft, text, to);
        let whole = mixed(read.logits, &light.whole);
        let pieces = text.pieces.iter().zip(&light.pieces);
        let pieces = pieces.map(|(it, (_, light))| (it.span, read.piece(it.span, &whole, light)));
        Scores { pieces: pieces.collect(), whole }
    }
}

/// How much of what is read is the light tier's; the rest is the transformer's (docs/adr/0011).
const LIGHT_SHARE: f32 = 0.25;

fn weighed(own: f32, light: f32) -> f32 {
    own + (light - own) * LIGHT_SHARE
}

/// The weighed mean of the transformer's logits and those behind the light tier's probabilities, as probabilities.
fn mixed(logits: [f32; Head::N], light: &Row) -> Row {
    let mut row = Row(logits);
    let acts = Head::act(Act::Reflection).place()..Head::act(Act::Other).place() + 1;
    let dangers = Head::danger(Danger::Physical).place()..Head::danger(Danger::Child).place() + 1;
    let is_choice = |at: usize| acts.contains(&at) || dangers.contains(&at);
    for range in [acts.clone(), dangers.clone()] {
        if let Some(choice) = row.0.get_mut(range) {
            softmax(choice);
            choice.iter_mut().for_each(|it| *it = it.max(EDGE).ln());
        }
    }
    for (at, (it, light)) in row.0.iter_mut().zip(light.0).enumerate() {
        let light = light.clamp(EDGE, 1.0 - EDGE);
        let other = if is_choice(at) { light.ln() } else { (light / (1.0 - light)).ln() };
        let mean = weighed(*it, other);
        *it = if is_choice(at) { mean } else { sigmoid(mean) };
    }
    for range in [acts, dangers] {
        if let Some(choice) = row.0.get_mut(range) {
            softmax(choice);
        }
    }
    row
}

/// Probabilities are taken no closer to 0 and 1 than this, where their logits would run away.
const EDGE: f32 = 1e-5;

/// The weights in the repository.
#[cfg(feature = "full-shipped")]
pub const SHIPPED: &[u8] = include_bytes!("../weights/full.bin");

impl Reader for Full {
    fn read(&self, draft: &Draft) -> Reading {
        let text = Text::new(&draft.text);
        let to = draft.to.as_deref().map(Text::new);
        let scores = self.scores(draft, &text, to.as_ref());
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
    /// Scores for the spans, in part the light tier's. Habits by the mean tag of a piece's tokens, faults by the share of
    /// attention that a piece has.
    fn piece(&self, span: Span, whole: &Row, light: &Row) -> Row {
        let mut row = Row::NONE;
        let inside: Vec<&Mark> = self.marks.iter().filter(|it| it.span.meets(span)).collect();
        let n = inside.len().max(1) as f32;
        for &habit in Habit::ALL {
            let sum: f32 = inside.iter().map(|it| it.habits[habit.place()]).sum();
            let head = Head::habit(habit);
            row.set(head, weighed(sum / n, light.get(head)));
        }
        for &fault in Fault::ALL {
            let share: f32 = inside.iter().map(|it| it.faults[fault.place()]).sum();
            let head = Head::fault(fault);
            row.set(head, weighed(share.min(1.0) * whole.get(head), light.get(head)));
        }
        row
    }
}

#[cfg(test)]
mod tests;
