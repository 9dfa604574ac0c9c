//! The light tier: linear heads over hashed features, pieces pooled, one byte a weight.
//!
//! A label's score is `bias + whole + pool(pieces)`. The pool is a soft maximum, so that one clear clause in a long letter counts,
//! and the pieces' own scores say where it is.

mod classes;
pub mod encoder;
pub mod features;
mod overlap;
pub mod weights;

use crate::{
    draft::{Draft, Kind},
    judge,
    labels::{Act, Danger},
    reading::{Reader, Reading},
    scores::{Head, Limits, Row, Scores},
    text::Text,
};
use features::{Feature, N_BUCKETS};
pub use weights::{LoadError, Weights};

/// The light tier, ready to read.
#[derive(Debug, Clone)]
pub struct Light {
    weights: Weights,
}

impl Light {
    /// Takes weights as they come from a file.
    ///
    /// # Errors
    ///
    /// [`LoadError`] where the bytes are not weights of this version, whole and in order.
    pub fn load(bytes: &[u8]) -> Result<Self, LoadError> {
        Ok(Self { weights: Weights::read(bytes)? })
    }

    /// The weights that ship with the library.
    ///
    /// # Panics
    ///
    /// Never in a release: a test loads the same bytes.
    #[cfg(feature = "shipped")]
    #[must_use]
    pub fn shipped() -> Self {
        #[expect(clippy::expect_used, reason = "the bytes are compiled in and a test loads them")]
        Self::load(SHIPPED).expect("the light weights are whole")
    }

    /// What the models give, before rules and thresholds.
    #[must_use]
    pub fn scores(&self, draft: &Draft, text: &Text, to: Option<&Text>) -> Scores {
        let features = features::of(draft, text, to, &self.weights.encoder);
        let whole = self.weights.sums(&features.whole);
        let pieces: Vec<Row> = features.pieces.iter().map(|it| self.weights.sums(it)).collect();
        combine(draft.kind, &whole, &pieces, &self.weights.bias, text)
    }
}

impl Reader for Light {
    fn read(&self, draft: &Draft) -> Reading {
        let text = Text::new(&draft.text);
        let to = draft.to.as_deref().map(Text::new);
        let scores = self.scores(draft, &text, to.as_ref());
        judge::reading(draft, &text, &scores, self.limits())
    }
}

impl Light {
    /// From where on a label counts as there.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.weights.limits
    }
}

/// The weights in the repository.
#[cfg(feature = "shipped")]
pub const SHIPPED: &[u8] = include_bytes!("../weights/light.bin");

/// The heads that are of any concern to a kind of text, as two ranges of places. The second is danger, for all.
#[must_use]
pub const fn concerns(kind: Kind) -> [(usize, usize); 2] {
    match kind {
        Kind::Message => [(0, 4), (30, Head::N)],
        Kind::Apology => [(4, 17), (30, Head::N)],
        Kind::Reply => [(17, 30), (30, Head::N)],
    }
}

/// How the scores of pieces make one: a soft maximum. Returns it, and each piece's share in it.
#[must_use]
pub fn pool(scores: &[f32]) -> (f32, Vec<f32>) {
    if scores.is_empty() {
        return (0.0, Vec::new());
    }
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|it| (it - top).exp()).collect();
    let total: f32 = powers.iter().sum();
    let n = scores.len() as f32;
    (top + total.ln() - 0.5 * n.ln(), powers.iter().map(|it| it / total).collect())
}

/// Probabilities from the sums of one text.
#[must_use]
pub fn combine(kind: Kind, whole: &Row, pieces: &[Row], bias: &Row, text: &Text) -> Scores {
    let mut row = Row::NONE;
    let mut rows = vec![Row::NONE; pieces.len()];
    for (begin, end) in concerns(kind) {
        for head in Head::all().skip(begin).take(end - begin) {
            let scores: Vec<f32> = pieces.iter().map(|it| it.get(head)).collect();
            let (pooled, _) = pool(&scores);
            row.set(head, bias.get(head) + whole.get(head) + pooled);
            for (out, score) in rows.iter_mut().zip(scores) {
                out.set(head, sigmoid(bias.get(head) + score));
            }
        }
    }
    softmax(&mut row, Head::act(Act::Reflection).place()..Head::act(Act::Other).place() + 1);
    softmax(
        &mut row,
        Head::danger(Danger::Physical).place()..Head::danger(Danger::Child).place() + 1,
    );
    for head in Head::all() {
        let is_chosen = matches!(head.place(), 17..27 | 31..38);
        let concerned =
            concerns(kind).iter().any(|(begin, end)| (*begin..*end).contains(&head.place()));
        match (concerned, is_chosen) {
            (true, false) => row.set(head, sigmoid(row.get(head))),
            (false, _) => row.set(head, 0.0),
            (true, true) => {}
        }
    }
    Scores { whole: row, pieces: text.pieces.iter().map(|it| it.span).zip(rows).collect() }
}

/// 1 / (1 + e^-x).
#[must_use]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Makes scores of a range probabilities that sum to one.
fn softmax(row: &mut Row, range: std::ops::Range<usize>) {
    let Some(scores) = row.0.get_mut(range) else { return };
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.iter_mut().for_each(|it| *it = (*it - top).exp());
    let total: f32 = scores.iter().sum();
    scores.iter_mut().for_each(|it| *it /= total);
}

impl Weights {
    /// The sums of some features, one a head.
    fn sums(&self, features: &[Feature]) -> Row {
        let mut row = [0.0_f32; Head::N];
        let (hashed, dense): (Vec<Feature>, Vec<Feature>) =
            features.iter().partition(|(it, _)| (*it as usize) < N_BUCKETS);
        for (bucket, value) in hashed {
            let start = bucket as usize * Head::N;
            if let Some(weights) = self.table.get(start..start + Head::N) {
                for (sum, weight) in row.iter_mut().zip(weights) {
                    *sum += f32::from(*weight) * value;
                }
            }
        }
        for (sum, scale) in row.iter_mut().zip(&self.scale.0) {
            *sum *= scale;
        }
        for (bucket, value) in dense {
            let start = (bucket as usize - N_BUCKETS) * Head::N;
            if let Some(weights) = self.dense.get(start..start + Head::N) {
                for (sum, weight) in row.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
        }
        Row(row)
    }
}
