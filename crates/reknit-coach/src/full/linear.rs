//! A linear layer with one byte a weight.
//!
//! The multiplication ([`super::product`]) is of unsigned bytes by signed ones. Each row of the input gets its own scale and zero
//! point when it comes in. Weights keep to 7 bits: 255 · 64 · 2 still fits the 16 bits in which older x86 processors add pairs, so
//! that every machine gives the same sum.

use super::{
    bytes::{Bytes, FullError},
    product::Weights,
};

/// One layer: `out = input · weightsᵀ + bias`.
pub(super) struct Linear {
    n_in: usize,
    weights: Weights,
    /// Per output: what one step of a weight is worth.
    scales: Vec<f32>,
    /// Per output: the sum of its weights, to take the inputs' zero points out.
    sums: Vec<f32>,
    bias: Vec<f32>,
}

/// Room for what comes in and goes out, used again by every layer.
#[derive(Debug, Default)]
pub(super) struct Room {
    quantised: Vec<u8>,
    rows: Vec<(f32, f32)>,
    products: Vec<i32>,
}

impl Linear {
    pub(super) fn read(
        bytes: &mut Bytes<'_>,
        n_in: usize,
        n_out: usize,
    ) -> Result<Self, FullError> {
        let scales = bytes.floats(n_out)?;
        let bias = bytes.floats(n_out)?;
        let weights = bytes.small(n_in * n_out)?;
        if weights.iter().any(|it| !(-64..=64).contains(it)) {
            return Err(FullError::Damaged);
        }
        let sums = weights
            .chunks_exact(n_in)
            .map(|row| row.iter().map(|it| f32::from(*it)).sum())
            .collect();
        Ok(Self { n_in, weights: Weights::new(&weights, n_in), scales, sums, bias })
    }

    /// Runs the layer over all rows of `input`; `out` is made as long as needed.
    pub(super) fn run(&self, input: &[f32], room: &mut Room, out: &mut Vec<f32>) {
        let (n_rows, n_out) = (input.len() / self.n_in, self.scales.len());
        room.quantised.clear();
        room.rows.clear();
        for row in input.chunks_exact(self.n_in) {
            room.rows.push(quantise(row, &mut room.quantised));
        }
        self.weights.multiply(&room.quantised, &mut room.products);
        out.clear();
        out.reserve(n_rows * n_out);
        for (products, (scale, zero)) in room.products.chunks_exact(n_out).zip(&room.rows) {
            let columns = self.scales.iter().zip(&self.sums).zip(&self.bias);
            out.extend(products.iter().zip(columns).map(|(it, ((step, sum), bias))| {
                (*it as f32 - zero * sum) * (scale * step) + bias
            }));
        }
    }
}

/// Appends a row as bytes and gives its scale and zero point.
fn quantise(row: &[f32], out: &mut Vec<u8>) -> (f32, f32) {
    let (mut low, mut high) = ([0.0_f32; 8], [0.0_f32; 8]);
    for chunk in row.as_chunks::<8>().0 {
        for (at, it) in chunk.iter().enumerate() {
            low[at] = if *it < low[at] { *it } else { low[at] };
            high[at] = if *it > high[at] { *it } else { high[at] };
        }
    }
    let low = low.into_iter().fold(0.0, f32::min);
    let high = high.into_iter().fold(0.0, f32::max);
    let scale = ((high - low) / 255.0).max(f32::MIN_POSITIVE);
    let zero = (-low / scale).round();
    let inverse = 1.0 / scale;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "nothing is below zero, and what rounding takes above 255 is cut"
    )]
    out.extend(row.iter().map(|it| ((it * inverse + zero + 0.5) as i32).min(255) as u8));
    (scale, zero)
}

impl std::fmt::Debug for Linear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Linear")
            .field("n_in", &self.n_in)
            .field("n_out", &self.scales.len())
            .finish_non_exhaustive()
    }
}
