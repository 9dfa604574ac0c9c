//! What the states of a text say for each label, as a whole and token by token.

use super::{
    bytes::{Bytes, FullError},
    encoder::WIDTH,
    maths::{dot, softmax},
};
use crate::scores::Head;

/// How many habits have a tag on every token.
pub(super) const N_TAGS: usize = 4;

/// The heads with their weights.
#[derive(Debug)]
pub(super) struct Heads {
    weigh: Vec<f32>,
    say: Vec<f32>,
    bias: Vec<f32>,
    tag: Vec<f32>,
    tag_bias: Vec<f32>,
}

/// What the heads say of one window.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// One logit a label.
    pub(super) logits: [f32; Head::N],
    /// Per own token: a logit for each habit.
    pub(super) tags: Vec<[f32; N_TAGS]>,
    /// Per label, per own token: how much of the label's attention it has.
    pub(super) shares: Vec<Vec<f32>>,
}

impl Heads {
    pub(super) fn read(bytes: &mut Bytes<'_>) -> Result<Self, FullError> {
        Ok(Self {
            weigh: bytes.floats(Head::N * WIDTH)?,
            say: bytes.floats(Head::N * WIDTH)?,
            bias: bytes.floats(Head::N)?,
            tag: bytes.floats(N_TAGS * WIDTH)?,
            tag_bias: bytes.floats(N_TAGS)?,
        })
    }

    /// Reads the states of a text's own tokens.
    pub(super) fn run(&self, states: &[&[f32]]) -> Said {
        let mut logits = [0.0; Head::N];
        let mut shares = Vec::with_capacity(Head::N);
        let rows = self.weigh.chunks_exact(WIDTH).zip(self.say.chunks_exact(WIDTH)).zip(&self.bias);
        for (logit, ((weigh, say), bias)) in logits.iter_mut().zip(rows) {
            let mut share: Vec<f32> = states.iter().map(|it| dot(it, weigh)).collect();
            softmax(&mut share);
            *logit = bias
                + states.iter().zip(&share).map(|(it, share)| dot(it, say) * share).sum::<f32>();
            shares.push(share);
        }
        let tag = |it: &&[f32]| {
            let mut out = [0.0; N_TAGS];
            let rows = self.tag.chunks_exact(WIDTH).zip(&self.tag_bias);
            for (out, (row, bias)) in out.iter_mut().zip(rows) {
                *out = dot(it, row) + bias;
            }
            out
        };
        Said { logits, tags: states.iter().map(tag).collect(), shares }
    }
}
